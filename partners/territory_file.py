"""The territory file: a TOML file and the CSV of its communes, read and checked before anything is written."""

import csv
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from partners.enums import Network
from rights_check.enums import LocalStatus

Value = TypeVar("Value", str, bool, float, int)


class TerritoryFileError(Exception):
    """The file cannot be loaded; the message says where and what to do, in French."""


@dataclass(frozen=True)
class CommuneEntry:
    insee_code: str
    name: str
    postcode: str
    municipal_population: int
    sector: str
    latitude: float
    longitude: float


@dataclass(frozen=True)
class NeighbourhoodEntry:
    slug: str
    name: str
    commune: str
    latitude: float
    longitude: float


@dataclass(frozen=True)
class PlaceEntry:
    slug: str
    name: str
    commune: str
    address: str = ""
    opening_hours: str = ""
    receives_appointments: bool = False


@dataclass(frozen=True)
class OrganisationEntry:
    slug: str
    name: str
    network: str = ""
    is_steering_partner: bool = False
    phone: str = ""
    email: str = ""
    sector: str = ""
    places: list[PlaceEntry] = field(default_factory=list)


@dataclass(frozen=True)
class LocalRightEntry:
    key: str
    name: str
    summary: str
    organisation: str = ""
    age_min: int | None = None
    age_max: int | None = None
    income_per_share_max: int | None = None
    statuses: list[str] = field(default_factory=list)
    communes: list[str] = field(default_factory=list)
    papers: list[str] = field(default_factory=list)
    link: str = ""


@dataclass(frozen=True)
class TerritoryFile:
    slug: str
    name: str
    team_name: str
    communes: list[CommuneEntry]
    neighbourhoods: list[NeighbourhoodEntry]
    organisations: list[OrganisationEntry]
    local_rights: list[LocalRightEntry] = field(default_factory=list)

    def communes_of(self, organisation: OrganisationEntry) -> list[CommuneEntry]:
        """Communes of the organisation's sector; none when it has no sector."""
        return [commune for commune in self.communes if organisation.sector and commune.sector == organisation.sector]


def read_territory_file(path: Path) -> TerritoryFile:
    """Read and check a territory file. Raises TerritoryFileError."""
    content = _read_toml(path)
    communes = _read_communes(path.parent / _required(content, "communes", str, "en tête"))
    territory = TerritoryFile(
        slug=_required(content, "slug", str, "en tête"),
        name=_required(content, "name", str, "en tête"),
        team_name=_required(content, "team_name", str, "en tête"),
        communes=communes,
        neighbourhoods=[_neighbourhood(entry) for entry in _entries(content, "neighbourhoods")],
        organisations=[_organisation(entry) for entry in _entries(content, "organisations")],
        local_rights=[_local_right(entry) for entry in _entries(content, "local_rights")],
    )
    _check_together(territory)
    return territory


def _read_toml(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise TerritoryFileError(f"Impossible de lire {path} : {error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise TerritoryFileError(f"{path} n’est pas un fichier texte en UTF-8.") from error
    except tomllib.TOMLDecodeError as error:
        raise TerritoryFileError(f"{path} n’est pas un fichier TOML valable : {error}.") from error


def _read_communes(path: Path) -> list[CommuneEntry]:
    try:
        with path.open(encoding="utf-8", newline="") as lines:
            return [
                _commune(row, f"{path.name}, ligne {number}") for number, row in enumerate(csv.DictReader(lines), 2)
            ]
    except OSError as error:
        raise TerritoryFileError(f"Impossible de lire {path} : {error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise TerritoryFileError(f"{path} n’est pas un fichier texte en UTF-8.") from error


def _commune(row: Mapping[str, str | None], where: str) -> CommuneEntry:
    values = {}
    for column in ("insee_code", "name", "postcode", "municipal_population", "pad", "approx_lat", "approx_lon"):
        if not (value := (row.get(column) or "").strip()):
            raise TerritoryFileError(f"{where} : la colonne « {column} » manque ou est vide.")
        values[column] = value
    try:
        return CommuneEntry(
            insee_code=values["insee_code"],
            name=values["name"],
            postcode=values["postcode"],
            municipal_population=int(values["municipal_population"]),
            sector=values["pad"],
            latitude=float(values["approx_lat"]),
            longitude=float(values["approx_lon"]),
        )
    except ValueError as error:
        raise TerritoryFileError(f"{where} : la population et les coordonnées s’écrivent en chiffres.") from error


def _entries(content: Mapping[str, Any], name: str) -> list[dict[str, Any]]:
    entries = content.get(name, [])
    if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        raise TerritoryFileError(f"« {name} » s’écrit en tableaux [[{name}]].")
    return entries


def _required(entry: Mapping[str, Any], key: str, kind: type[Value], where: str) -> Value:
    value = entry.get(key)
    if value is None or value == "":
        raise TerritoryFileError(f"{where} : « {key} » manque.")
    return _checked(value, key, kind, where)


def _optional(entry: Mapping[str, Any], key: str, default: Value, where: str) -> Value:
    return _checked(entry.get(key, default), key, type(default), where)


def _checked(value: Any, key: str, kind: type[Value], where: str) -> Value:
    accepted = (int, float) if kind is float else kind
    if not isinstance(value, accepted) or (kind is float and isinstance(value, bool)):
        raise TerritoryFileError(f"{where} : « {key} » n’est pas du genre attendu ({kind.__name__}).")
    return kind(value)


def _neighbourhood(entry: Mapping[str, Any]) -> NeighbourhoodEntry:
    where = f"quartier « {entry.get('name', '?')} »"
    return NeighbourhoodEntry(
        slug=_required(entry, "slug", str, where),
        name=_required(entry, "name", str, where),
        commune=_required(entry, "commune", str, where),
        latitude=_required(entry, "latitude", float, where),
        longitude=_required(entry, "longitude", float, where),
    )


def _organisation(entry: Mapping[str, Any]) -> OrganisationEntry:
    where = f"structure « {entry.get('name', '?')} »"
    network = _optional(entry, "network", "", where)
    if network and network not in Network.values:
        known = ", ".join(Network.values)
        raise TerritoryFileError(f"{where} : le réseau « {network} » n’existe pas. Réseaux connus : {known}.")
    return OrganisationEntry(
        slug=_required(entry, "slug", str, where),
        name=_required(entry, "name", str, where),
        network=network,
        is_steering_partner=_optional(entry, "is_steering_partner", False, where),
        phone=_optional(entry, "phone", "", where),
        email=_optional(entry, "email", "", where),
        sector=_optional(entry, "sector", "", where),
        places=[_place(place) for place in _entries(entry, "places")],
    )


def _place(entry: Mapping[str, Any]) -> PlaceEntry:
    where = f"lieu « {entry.get('name', '?')} »"
    return PlaceEntry(
        slug=_required(entry, "slug", str, where),
        name=_required(entry, "name", str, where),
        commune=_required(entry, "commune", str, where),
        address=_optional(entry, "address", "", where),
        opening_hours=_optional(entry, "opening_hours", "", where),
        receives_appointments=_optional(entry, "receives_appointments", False, where),
    )


def _local_right(entry: Mapping[str, Any]) -> LocalRightEntry:
    where = f"aide locale « {entry.get('name', '?')} »"
    statuses = _texts(entry, "statuses", where)
    if unknown := [status for status in statuses if status not in LocalStatus.values]:
        known = ", ".join(LocalStatus.values)
        raise TerritoryFileError(f"{where} : la situation « {unknown[0]} » n’existe pas. Situations connues : {known}.")
    return LocalRightEntry(
        key=_required(entry, "key", str, where),
        name=_required(entry, "name", str, where),
        summary=_required(entry, "summary", str, where),
        organisation=_optional(entry, "organisation", "", where),
        age_min=_number(entry, "age_min", where),
        age_max=_number(entry, "age_max", where),
        income_per_share_max=_number(entry, "income_per_share_max", where),
        statuses=statuses,
        communes=_texts(entry, "communes", where),
        papers=_texts(entry, "papers", where),
        link=_optional(entry, "link", "", where),
    )


def _number(entry: Mapping[str, Any], key: str, where: str) -> int | None:
    return _required(entry, key, int, where) if key in entry else None


def _texts(entry: Mapping[str, Any], key: str, where: str) -> list[str]:
    values = entry.get(key, [])
    if not isinstance(values, list) or not all(isinstance(value, str) for value in values):
        raise TerritoryFileError(f"{where} : « {key} » est une liste de textes.")
    return values


def _check_together(territory: TerritoryFile) -> None:
    places = [place for organisation in territory.organisations for place in organisation.places]
    _refuse_twice("la commune", (commune.insee_code for commune in territory.communes))
    _refuse_twice("le quartier", (neighbourhood.slug for neighbourhood in territory.neighbourhoods))
    _refuse_twice("la structure", (organisation.slug for organisation in territory.organisations))
    _refuse_twice("le lieu", (place.slug for place in places))
    codes = {commune.insee_code for commune in territory.communes}
    slugs = {organisation.slug for organisation in territory.organisations}
    _refuse_twice("l’aide locale", (right.key for right in territory.local_rights))
    for right in territory.local_rights:
        if right.organisation and right.organisation not in slugs:
            raise TerritoryFileError(
                f"« {right.name} » : la structure « {right.organisation} » n’est pas dans la liste."
            )
        if missing := [code for code in right.communes if code not in codes]:
            raise TerritoryFileError(f"« {right.name} » : la commune {missing[0]} n’est pas dans la liste.")
    situated = [(entry.name, entry.commune) for entry in territory.neighbourhoods]
    for name, code in situated + [(place.name, place.commune) for place in places]:
        if code not in codes:
            raise TerritoryFileError(f"« {name} » : la commune {code} n’est pas dans la liste.")
    sectors = {organisation.sector for organisation in territory.organisations if organisation.sector}
    known = {commune.sector for commune in territory.communes}
    if unknown := sorted(sectors - known):
        raise TerritoryFileError(f"Aucune commune ne relève du secteur « {unknown[0]} ».")
    if uncovered := sorted(known - sectors):
        raise TerritoryFileError(f"Aucune structure ne couvre le secteur « {uncovered[0]} ».")


def _refuse_twice(what: str, keys: Iterable[str]) -> None:
    seen: set[str] = set()
    for key in keys:
        if key in seen:
            raise TerritoryFileError(f"Deux fois {what} « {key} ».")
        seen.add(key)
