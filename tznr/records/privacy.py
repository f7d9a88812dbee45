"""The registry of fields: what is personal, why it is held, and what erasure does to it.

Each app declares its models in its `privacy.py`; a test fails on a field that nobody declared.
"""

from dataclasses import dataclass
from enum import StrEnum

from django.db.models import Model


class Erasure(StrEnum):
    """What happens to a field when the person it describes is erased."""

    KEPT = "conservé"
    BLANKED = "vidé"
    BLURRED = "flouté"
    ROW_DELETED = "ligne supprimée"


@dataclass(frozen=True)
class FieldPolicy:
    personal: bool
    erasure: Erasure
    purpose: str


REGISTRY: dict[type[Model], dict[str, FieldPolicy]] = {}


def declare(
    model: type[Model],
    *,
    purpose: str,
    kept: str = "",
    blanked: str = "",
    blurred: str = "",
    row_deleted: str = "",
    not_personal: str = "",
) -> None:
    """Declare the fields of a model, each list as space-separated field names.

    `kept`, `blanked`, `blurred` and `row_deleted` are personal fields, sorted by what erasure does to them;
    `not_personal` fields are kept. Raises ValueError on a name declared twice.
    """
    fields: dict[str, FieldPolicy] = {}
    groups = [
        (kept, True, Erasure.KEPT),
        (blanked, True, Erasure.BLANKED),
        (blurred, True, Erasure.BLURRED),
        (row_deleted, True, Erasure.ROW_DELETED),
        (not_personal, False, Erasure.KEPT),
    ]
    for names, personal, erasure in groups:
        for name in names.split():
            if name in fields:
                raise ValueError(f"{model.__name__}.{name} is declared twice")
            fields[name] = FieldPolicy(personal, erasure, purpose)
    REGISTRY[model] = fields


def undeclared_fields(model: type[Model]) -> set[str]:
    """Names of the concrete and many-to-many fields that have no policy."""
    fields = {field.name for field in [*model._meta.concrete_fields, *model._meta.many_to_many]}
    return fields - set(REGISTRY.get(model, {}))
