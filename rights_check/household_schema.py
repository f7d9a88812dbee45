"""The JSON Schema of a household file, made from the fields that `household_file.py` reads."""

from __future__ import annotations

import types
from collections.abc import Mapping
from dataclasses import MISSING, fields, is_dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any, get_args, get_origin, get_type_hints

from rights_check.engine import Month, Situation
from rights_check.household_file import LAYOUT, MOST_IN_A_LIST, is_optional

_HOUSEHOLD = "One household in one month. A key left out, or null, means « not known »: it is never given a default."

DESCRIPTIONS = {
    "Situation.claimant": "The one adult in whose name the household claims.",
    "Situation.in_couple": "Whether the claimant lives in a couple.",
    "Situation.partner": "The partner, when in a couple.",
    "Situation.children": "Children at charge; [] means none.",
    "Situation.pregnancy": "The claimant or the partner is pregnant.",
    "Situation.isolated_since": "Alone with children or pregnant: the month of the separation, widowhood or pregnancy.",
    "Situation.housing": "The dwelling lived in.",
    "Situation.received": "What is received today, by benefit. A benefit left out was not asked about.",
    "Situation.savings": "All savings of the household, in euros.",
    "Situation.other_property": "Owns, or draws income from, property other than the dwelling lived in.",
    "Situation.agricultural_scheme": "Belongs to the agricultural scheme: the MSA pays instead of the CAF.",
    "Situation.income_two_years_ago": (
        "Revenu brut global of the whole household in year N-2, in euros, as printed on the tax notice: "
        "for a month of 2026, the income of 2024."
    ),
    "Situation.other_parent_supports": "Lone parent: the other parent pays maintenance or supports the children.",
    "Situation.disability": "Somebody in the household has a disability or a lasting illness that limits work.",
    "Adult.birth_date": "Day of birth.",
    "Adult.residence": "Nationality or residence status.",
    "Adult.permit_start": "Since when permits that allow work have been held without a break.",
    "Adult.permit_end": "Month in which the present permit ends.",
    "Adult.student": "Is a student.",
    "Adult.grant_holder": "A student who has a means-tested grant.",
    "Adult.attached_to_parents": "Is on the parents' tax return (matters under 25).",
    "Adult.young_worker_hours": "Under 25: has worked the equivalent of two years full time in three years.",
    "Adult.incomes": "Every income of the last fourteen months, benefits apart; [] means no income at all.",
    "Child.birth_date": "Day of birth.",
    "Child.shared_custody": "Lives in turn with each of two separated parents.",
    "Child.earns": "From 16 on: earns more than 55 % of the minimum wage.",
    "Housing.kind": "Kind of occupation.",
    "Housing.rent": "Monthly rent without charges, in euros; one's own part in a flat-share.",
    "Housing.commune": "INSEE code of the commune (not the postcode), e.g. 21231 for Dijon.",
    "Housing.social_landlord": "The landlord is a social one (HLM).",
    "Housing.landlord_is_relative": "The landlord is a parent, grandparent, child or grandchild of one of the adults.",
    "Income.kind": "Kind of income.",
    "Income.net_social": (
        "Montant net social in euros, by month paid: the four months before that of the calculation (M-4 to M-1). "
        "0 is an answer; a month left out is not known."
    ),
    "Income.net_taxable": "Net taxable amount in euros: the TOTAL of the twelve months M-13 to M-2.",
    "Income.stopped": "Whether this income has stopped for certain.",
    "Income.stopped_since": "The month in which it stopped.",
    "Income.replaced_by": "What came in its place, once stopped.",
    "Income.resigned": "Whether a salary stopped because the person resigned.",
    "Income.began": "For sick pay only: the month in which the sick leave began.",
    "Received.receives": "true: received today; false: not received.",
    "Received.monthly_amount": "Euros a month received.",
    "Received.since": "The first month received.",
}


def household_schema() -> dict[str, Any]:
    """Draft 2020-12. A field of the engine without a description raises KeyError."""
    definitions: dict[str, Any] = {}
    household = _record(Situation, definitions)
    household["description"] = _HOUSEHOLD
    household["properties"] = {
        "id": {"type": ["string", "integer", "null"], "description": "Handed back with the result."},
        "month": _month("Month of the calculation; else that of --month.", optional=True),
        "schema": {"const": LAYOUT, "description": "Version of this layout; may be left out."},
        **household["properties"],
    }
    definitions["Household"] = household
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Households for check_rights",
        "description": "One household, or a list of households.",
        "oneOf": [
            {"$ref": "#/$defs/Household"},
            {"type": "array", "minItems": 1, "items": {"$ref": "#/$defs/Household"}},
        ],
        "$defs": definitions,
    }


def _record(kind: type[Any], definitions: dict[str, Any]) -> dict[str, Any]:
    hints = get_type_hints(kind)
    properties = {}
    required = []
    for one in fields(kind):
        description = DESCRIPTIONS[f"{kind.__name__}.{one.name}"]
        properties[one.name] = {**_value(hints[one.name], definitions), "description": description}
        if not is_optional(hints[one.name]) and one.default_factory is MISSING:
            required.append(one.name)
    return {"type": "object", "additionalProperties": False, "required": required, "properties": properties}


def _value(hint: Any, definitions: dict[str, Any]) -> dict[str, Any]:
    if is_optional(hint):
        (inner,) = (part for part in get_args(hint) if part is not types.NoneType)
        return {"anyOf": [_value(inner, definitions), {"type": "null"}]}
    origin = get_origin(hint)
    if origin is tuple:
        items = _value(get_args(hint)[0], definitions)
        return {"type": "array", "maxItems": MOST_IN_A_LIST, "items": items}
    if origin is not None and issubclass(origin, Mapping):
        key, value = get_args(hint)
        return {
            "type": "object",
            "propertyNames": _value(key, definitions),
            "additionalProperties": _value(value, definitions),
        }
    if hint is Month:
        return _month()
    if is_dataclass(hint):
        name = hint.__name__  # type: ignore[union-attr]
        if name not in definitions:
            definitions[name] = {}
            definitions[name] = _record(hint, definitions)  # type: ignore[arg-type]
        return {"$ref": f"#/$defs/{name}"}
    return _scalar(hint)


def _scalar(hint: Any) -> dict[str, Any]:
    if hint is bool:
        return {"type": "boolean"}
    if hint is Decimal:
        return {"anyOf": [{"type": "number", "minimum": 0}, {"type": "string", "pattern": r"^\d+(\.\d+)?$"}]}
    if hint is date:
        return {"type": "string", "format": "date"}
    if hint is int:
        return {"type": "integer"}
    if isinstance(hint, type) and issubclass(hint, StrEnum):
        return {"type": "string", "enum": list(hint)}
    return {"type": "string"}


def _month(description: str = "", *, optional: bool = False) -> dict[str, Any]:
    month: dict[str, Any] = {"type": "string", "pattern": r"^\d{4}-(0[1-9]|1[0-2])$"}
    if optional:
        month = {"anyOf": [month, {"type": "null"}]}
    return {**month, "description": description} if description else month
