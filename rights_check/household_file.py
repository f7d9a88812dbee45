"""Households described in a JSON file, read strictly.

The keys are the fields of `Situation` and of what it holds, so a new fact of the engine is readable at once. What a
file leaves out is not known: nothing is ever replaced by a default. `docs/household.schema.json` is made from the
same fields by `household_schema.py`.
"""

from __future__ import annotations

import difflib
import json
import re
import types
from collections.abc import Iterator, Mapping
from dataclasses import MISSING, Field, dataclass, fields, is_dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import Any, Union, get_args, get_origin, get_type_hints

from rights_check.engine import Adult, InvalidSituation, Month, Problem, Situation, validate

FIRST_MONTH = Month(2015, 1)
"""OpenFisca's legislation is not kept complete before."""
MOST_IN_A_LIST = 30
"""Children of a household, or incomes of an adult: beyond, a file has mixed several households."""
LAYOUT = 1
"""The value of « schema », when the file gives it."""
MONTHS_ASKED = (4, 3, 2, 1)
"""The montant net social of M-4 to M-1 is needed for each income."""
MONTHS_READ = range(6)
"""The engine never looks at an amount of another month than M-5 to M."""

_PLAIN_AMOUNT = re.compile(r"\d+(\.\d+)?")


class UnreadableFile(ValueError):
    """The file is not JSON, or not a household or a list of them; the message is in French."""


@dataclass(frozen=True, slots=True)
class HouseholdEntry:
    """One household of the file: either a situation that can be true, or the problems that prevent it."""

    reference: str | int | None
    """« id » as the file gives it, handed back with the result."""
    pointer: str
    """Where the household stands in the file (JSON Pointer, RFC 6901): "" when it is alone, "/3" in a list."""
    month: Month
    situation: Situation | None
    problems: tuple[Problem, ...]
    """What cannot be true or cannot be read; `field` is a JSON Pointer in the file."""
    notices: tuple[Problem, ...]
    """What was read as « not known », or was not read at all."""


class _Object(dict[str, Any]):
    """A JSON object that remembers the keys it was given more than once."""

    repeated: tuple[str, ...] = ()


def parse_households(text: str) -> tuple[list[Any], bool]:
    """The raw households of a file, and whether they came in a list. Raises UnreadableFile."""
    try:
        data = json.loads(
            text.removeprefix("\ufeff"),
            object_pairs_hook=_object,
            parse_float=Decimal,
            parse_int=Decimal,
            parse_constant=_no_constant,
        )
    except json.JSONDecodeError as error:
        raise UnreadableFile(
            f"Ce n’est pas du JSON : ligne {error.lineno}, colonne {error.colno} ({error.msg})."
        ) from error
    except (RecursionError, InvalidOperation) as error:
        raise UnreadableFile("Ce JSON ne peut pas être lu : trop d’objets imbriqués, ou un nombre démesuré.") from error
    if isinstance(data, list):
        if not data:
            raise UnreadableFile("La liste ne contient aucun foyer.")
        return data, True
    if isinstance(data, dict):
        return [data], False
    raise UnreadableFile("Le fichier doit contenir un foyer (un objet) ou une liste de foyers.")


def _object(pairs: list[tuple[str, Any]]) -> _Object:
    result = _Object(pairs)
    if len(result) < len(pairs):
        keys = [key for key, _ in pairs]
        result.repeated = tuple(key for key in result if keys.count(key) > 1)
    return result


def _no_constant(name: str) -> Any:
    raise UnreadableFile(f"« {name} » n’est pas un nombre permis en JSON.")


def read_household(data: Any, *, pointer: str, default_month: Month, latest_month: Month) -> HouseholdEntry:
    """`default_month` is used when the household does not say its month. Never raises: problems are listed."""
    reader = _Reader()
    if not isinstance(data, Mapping):
        reader.refuse(pointer, f"Un foyer est un objet, pas {_kind_of(data)}.")
        return HouseholdEntry(None, pointer, default_month, None, tuple(reader.problems), ())
    reference = reader.reference(data.get("id"), pointer + "/id")
    month = reader.month(data, pointer, default_month, latest_month)
    if "schema" in data and data["schema"] != LAYOUT:
        reader.refuse(f"{pointer}/schema", f"Cette version du format n’est pas connue : {LAYOUT} est la seule.")
    situation = reader.record(Situation, data, pointer, besides=("id", "month", "schema"))
    if not reader.problems and isinstance(situation, Situation):
        reader.notices += _notices(situation, month, pointer)
        reader.problems += _impossibilities(situation, month, pointer)
    return HouseholdEntry(
        reference=reference,
        pointer=pointer,
        month=month,
        situation=None if reader.problems else situation,
        problems=tuple(reader.problems),
        notices=tuple(reader.notices),
    )


def _impossibilities(situation: Situation, month: Month, pointer: str) -> Iterator[Problem]:
    try:
        validate(situation, month)
    except InvalidSituation as error:
        for problem in error.problems:
            yield Problem(f"{pointer}/{problem.field.replace('.', '/')}", problem.message)
    for who, adult in _adults(situation):
        for index, income in enumerate(adult.incomes or ()):
            for paid_in in income.net_social:
                if paid_in > month:
                    yield Problem(
                        f"{pointer}/{who}/incomes/{index}/net_social/{paid_in}", f"Ce mois est après {month}."
                    )


def _notices(situation: Situation, month: Month, pointer: str) -> Iterator[Problem]:
    asked = [month - back for back in MONTHS_ASKED]
    read = {month - back for back in MONTHS_READ}
    for who, adult in _adults(situation):
        for index, income in enumerate(adult.incomes or ()):
            path = f"{pointer}/{who}/incomes/{index}/net_social"
            for needed in asked:
                if income.net_social.get(needed) is None:
                    yield Problem(f"{path}/{needed}", "Ce mois manque : son montant net social est inconnu.")
            for paid_in in income.net_social:
                if paid_in < month and paid_in not in read:
                    yield Problem(
                        f"{path}/{paid_in}", f"Ce mois n’est pas lu : pour {month}, ce sont {asked[0]} à {asked[-1]}."
                    )


def _adults(situation: Situation) -> list[tuple[str, Adult]]:
    adults = [("claimant", situation.claimant)]
    return adults if situation.partner is None else [*adults, ("partner", situation.partner)]


class _Reader:
    """Reads values by the declared type of the field they are for, and lists what it refuses."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []
        self.notices: list[Problem] = []

    def refuse(self, path: str, message: str) -> None:
        self.problems.append(Problem(path, message))

    def reference(self, value: Any, path: str) -> str | int | None:
        if isinstance(value, Decimal) and value == value.to_integral_value() and abs(value) < 10**18:
            return int(value)
        if value is None or isinstance(value, str):
            return value
        self.refuse(path, "Un identifiant est un texte ou un nombre entier.")
        return None

    def month(self, data: Mapping[str, Any], pointer: str, default: Month, latest: Month) -> Month:
        if data.get("month") is None:
            return default
        month = self.value(Month, data["month"], f"{pointer}/month")
        if not isinstance(month, Month):
            return default
        if not FIRST_MONTH <= month <= latest:
            self.refuse(f"{pointer}/month", f"Le mois doit être entre {FIRST_MONTH} et {latest}.")
            return default
        return month

    def record(self, kind: type[Any], data: Any, path: str, *, besides: tuple[str, ...] = ()) -> Any:
        """An instance of a dataclass, or None when something of it was refused."""
        if not isinstance(data, Mapping):
            self.refuse(path, f"Un objet est attendu, pas {_kind_of(data)}.{_one_claimant(path)}")
            return None
        known = [*(one.name for one in fields(kind)), *besides]
        for key in getattr(data, "repeated", ()):
            self.refuse(
                _below(path, key), f"La clé « {key} » est donnée plusieurs fois.{_one_claimant(_below(path, key))}"
            )
        for key in data:
            if key not in known:
                self.refuse(_below(path, key), f"La clé « {key} » n’existe pas.{_suggestion(key, known)}")
        hints = get_type_hints(kind)
        values, before = {}, len(self.problems)
        for one in fields(kind):
            values[one.name] = self._field(one, hints[one.name], data, path)
        if values.get("stopped") is False and values.get("stopped_since") is not None:
            self.refuse(
                _below(path, "stopped"), "Ce revenu ne s’est pas arrêté, et pourtant « stopped_since » est donné."
            )
        return None if len(self.problems) > before else kind(**values)

    def _field(self, one: Field[Any], hint: Any, data: Mapping[str, Any], path: str) -> Any:
        below = _below(path, one.name)
        if one.name in data:
            return self.value(hint, data[one.name], below)
        if is_optional(hint):
            return None
        if one.default_factory is not MISSING:
            return self.value(hint, _Object(), below)
        self.refuse(below, f"La clé « {one.name} » est obligatoire.")
        return None

    def value(self, hint: Any, raw: Any, path: str) -> Any:
        if is_optional(hint):
            if raw is None:
                return None
            (hint,) = (part for part in get_args(hint) if part is not types.NoneType)
        origin = get_origin(hint)
        if origin is tuple:
            return self._list(get_args(hint)[0], raw, path)
        if origin is not None and issubclass(origin, Mapping):
            key_hint, value_hint = get_args(hint)
            return self._mapping(key_hint, value_hint, raw, path)
        if is_dataclass(hint) and hint is not Month:
            return self.record(hint, raw, path)  # type: ignore[arg-type]
        try:
            return _scalar(hint, raw)
        except _Refused as refusal:
            self.refuse(path, str(refusal))
            return None

    def _list(self, hint: Any, raw: Any, path: str) -> tuple[Any, ...] | None:
        if not isinstance(raw, list):
            self.refuse(path, f"Une liste est attendue, pas {_kind_of(raw)}.")
            return None
        if len(raw) > MOST_IN_A_LIST:
            self.refuse(
                path,
                f"{len(raw)} éléments, pour {MOST_IN_A_LIST} au plus dans un foyer : "
                "plusieurs foyers se donnent dans une liste de foyers.",
            )
            return None
        return tuple(self.value(hint, one, f"{path}/{index}") for index, one in enumerate(raw))

    def _mapping(self, key_hint: Any, value_hint: Any, raw: Any, path: str) -> dict[Any, Any] | None:
        if not isinstance(raw, Mapping):
            self.refuse(path, f"Un objet est attendu, pas {_kind_of(raw)}.")
            return None
        for key in getattr(raw, "repeated", ()):
            self.refuse(_below(path, key), f"La clé « {key} » est donnée plusieurs fois.")
        values = {}
        for key, one in raw.items():
            name = self.value(key_hint, key, _below(path, key))
            read = self.value(value_hint, one, _below(path, key))
            if name is not None:
                values[name] = read
        return values


class _Refused(ValueError):
    pass


def _scalar(hint: Any, raw: Any) -> Any:
    if hint is bool:
        if not isinstance(raw, bool):
            raise _Refused(f"true, false ou null est attendu, pas {_kind_of(raw)}.")
        return raw
    if hint is Decimal:
        return _amount(raw)
    if hint is int:
        if not isinstance(raw, Decimal) or raw != raw.to_integral_value() or abs(raw) > 10**6:
            raise _Refused("Un nombre entier est attendu.")
        return int(raw)
    if not isinstance(raw, str):
        raise _Refused(f"Un texte est attendu, pas {_kind_of(raw)}.")
    if hint is str:
        return raw
    if hint is date:
        return _day(raw)
    if hint is Month:
        return _month(raw)
    if isinstance(hint, type) and issubclass(hint, StrEnum):
        if raw not in list(hint):
            raise _Refused(f"« {raw} » n’est pas dans la liste : {', '.join(hint)}.")
        return hint(raw)
    raise TypeError(f"No reading for {hint}")


def _amount(raw: Any) -> Decimal:
    """Euros: a JSON number, or the same in a text (« 573.49 »), as frozen reviews write it."""
    if isinstance(raw, Decimal):
        return raw
    if isinstance(raw, str) and _PLAIN_AMOUNT.fullmatch(raw):
        return Decimal(raw)
    shown = f"« {raw[:40]} »" if isinstance(raw, str) else _kind_of(raw)
    raise _Refused(f"Un montant en euros est attendu (par exemple 573.49), pas {shown}.")


def _day(raw: str) -> date:
    try:
        if re.fullmatch(r"\d{4}-\d{2}-\d{2}", raw):
            return date.fromisoformat(raw)
    except ValueError:
        pass
    raise _Refused(f"« {raw[:40]} » n’est pas une date qui existe (AAAA-MM-JJ, par exemple 1990-03-04).")


def _month(raw: str) -> Month:
    try:
        return Month.parse(raw)
    except ValueError as error:
        raise _Refused(f"« {raw[:40]} » n’est pas un mois (AAAA-MM, par exemple 2026-10).") from error


def is_optional(hint: Any) -> bool:
    return get_origin(hint) in (Union, types.UnionType) and types.NoneType in get_args(hint)


def _below(path: str, key: str) -> str:
    return f"{path}/{key.replace('~', '~0').replace('/', '~1')}"


def _kind_of(value: Any) -> str:
    match value:
        case None:
            return "null"
        case bool():
            return "true ou false"
        case Decimal():
            return "un nombre"
        case str():
            return "un texte"
        case list():
            return "une liste"
    return "un objet"


def _suggestion(key: str, known: list[str]) -> str:
    close = difflib.get_close_matches(key, known, n=1)
    return f" Vouliez-vous dire « {close[0]} » ?" if close else f" Clés connues : {', '.join(known)}."


def _one_claimant(path: str) -> str:
    if not path.endswith("/claimant"):
        return ""
    return " Un foyer a un seul demandeur : l’autre adulte du couple se décrit dans « partner »."
