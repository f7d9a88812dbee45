"""`Situation` to plain JSON and back, so that a review can be frozen with its answers."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any, TypeVar

from rights_check.engine.months import Month
from rights_check.engine.situation import (
    SCHEMA,
    Adult,
    Child,
    Housing,
    HousingStatus,
    Income,
    IncomeKind,
    Received,
    ReceivedBenefit,
    ReplacedBy,
    ResidenceStatus,
    Situation,
)

T = TypeVar("T")


def situation_to_json(situation: Situation) -> dict[str, Any]:
    return {
        "schema": SCHEMA,
        "claimant": _adult_to_json(situation.claimant),
        "in_couple": situation.in_couple,
        "partner": None if situation.partner is None else _adult_to_json(situation.partner),
        "children": None
        if situation.children is None
        else [
            {
                "birth_date": _text(child.birth_date),
                "shared_custody": child.shared_custody,
                "earns": child.earns,
            }
            for child in situation.children
        ],
        "pregnancy": situation.pregnancy,
        "isolated_since": _text(situation.isolated_since),
        "housing": {
            "kind": _text(situation.housing.kind),
            "rent": _text(situation.housing.rent),
            "commune": situation.housing.commune,
            "social_landlord": situation.housing.social_landlord,
            "landlord_is_relative": situation.housing.landlord_is_relative,
        },
        "received": {
            str(benefit): {
                "receives": received.receives,
                "monthly_amount": _text(received.monthly_amount),
                "since": _text(received.since),
            }
            for benefit, received in sorted(situation.received.items())
        },
        "savings": _text(situation.savings),
        "other_property": situation.other_property,
        "agricultural_scheme": situation.agricultural_scheme,
        "income_two_years_ago": _text(situation.income_two_years_ago),
        "other_parent_supports": situation.other_parent_supports,
        "disability": situation.disability,
    }


def situation_from_json(data: Mapping[str, Any]) -> Situation:
    if data.get("schema") != SCHEMA:
        raise ValueError(f"Unknown layout of a situation: {data.get('schema')!r}")
    try:
        return _situation(data)
    except (KeyError, TypeError, AttributeError, InvalidOperation) as error:
        raise ValueError(f"Not a situation: {error!r}") from error


def _situation(data: Mapping[str, Any]) -> Situation:
    housing = data["housing"]
    return Situation(
        claimant=_adult(data["claimant"]),
        in_couple=data["in_couple"],
        partner=None if data["partner"] is None else _adult(data["partner"]),
        children=None
        if data["children"] is None
        else tuple(
            Child(
                birth_date=_read(date.fromisoformat, child["birth_date"]),
                shared_custody=child["shared_custody"],
                earns=child.get("earns"),
            )
            for child in data["children"]
        ),
        pregnancy=data["pregnancy"],
        isolated_since=_read(Month.parse, data["isolated_since"]),
        housing=Housing(
            kind=_read(HousingStatus, housing["kind"]),
            rent=_read(Decimal, housing["rent"]),
            commune=housing["commune"],
            social_landlord=housing["social_landlord"],
            landlord_is_relative=housing["landlord_is_relative"],
        ),
        received={
            ReceivedBenefit(benefit): Received(
                receives=received["receives"],
                monthly_amount=_read(Decimal, received["monthly_amount"]),
                since=_read(Month.parse, received["since"]),
            )
            for benefit, received in data["received"].items()
        },
        savings=_read(Decimal, data["savings"]),
        other_property=data["other_property"],
        agricultural_scheme=data["agricultural_scheme"],
        # Asked since version 0.2: a review frozen before it did not ask.
        income_two_years_ago=_read(Decimal, data.get("income_two_years_ago")),
        other_parent_supports=data.get("other_parent_supports"),
        disability=data.get("disability"),
    )


def _adult_to_json(adult: Adult) -> dict[str, Any]:
    return {
        "birth_date": _text(adult.birth_date),
        "residence": _text(adult.residence),
        "permit_start": _text(adult.permit_start),
        "permit_end": _text(adult.permit_end),
        "student": adult.student,
        "grant_holder": adult.grant_holder,
        "attached_to_parents": adult.attached_to_parents,
        "young_worker_hours": adult.young_worker_hours,
        "incomes": None if adult.incomes is None else [_income_to_json(income) for income in adult.incomes],
    }


def _adult(data: Mapping[str, Any]) -> Adult:
    return Adult(
        birth_date=_read(date.fromisoformat, data["birth_date"]),
        residence=_read(ResidenceStatus, data["residence"]),
        permit_start=_read(Month.parse, data["permit_start"]),
        permit_end=_read(Month.parse, data["permit_end"]),
        student=data["student"],
        grant_holder=data["grant_holder"],
        attached_to_parents=data["attached_to_parents"],
        young_worker_hours=data["young_worker_hours"],
        incomes=None if data["incomes"] is None else tuple(_income(income) for income in data["incomes"]),
    )


def _income_to_json(income: Income) -> dict[str, Any]:
    return {
        "kind": str(income.kind),
        "net_social": {str(month): _text(amount) for month, amount in sorted(income.net_social.items())},
        "net_taxable": _text(income.net_taxable),
        "stopped": income.stopped,
        "stopped_since": _text(income.stopped_since),
        "replaced_by": _text(income.replaced_by),
        "resigned": income.resigned,
        "began": _text(income.began),
    }


def _income(data: Mapping[str, Any]) -> Income:
    return Income(
        kind=IncomeKind(data["kind"]),
        net_social={Month.parse(month): _read(Decimal, amount) for month, amount in data["net_social"].items()},
        net_taxable=_read(Decimal, data["net_taxable"]),
        stopped=data["stopped"],
        stopped_since=_read(Month.parse, data["stopped_since"]),
        replaced_by=_read(ReplacedBy, data["replaced_by"]),
        resigned=data["resigned"],
        began=_read(Month.parse, data["began"]),
    )


def _text(value: object) -> str | None:
    return None if value is None else str(value)


def _read(parse: Callable[[str], T], text: str | None) -> T | None:
    return None if text is None else parse(text)
