"""Invented households, complete unless a test takes an answer away."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from rights_check.engine import (
    Adult,
    Assessment,
    Benefit,
    BenefitResult,
    Child,
    Housing,
    HousingStatus,
    Income,
    IncomeKind,
    Month,
    Received,
    ReceivedBenefit,
    ReplacedBy,
    ResidenceStatus,
    Situation,
    assess,
)

OCTOBER_2026 = Month(2026, 10)
DIJON = "21231"
NOTHING_RECEIVED = {benefit: Received.nothing() for benefit in ReceivedBenefit}
FAMILY_BENEFITS_AT_ZERO = {
    benefit: Received(Decimal(0))
    for benefit in (
        ReceivedBenefit.ALLOCATIONS_FAMILIALES,
        ReceivedBenefit.SOUTIEN_FAMILIAL,
        ReceivedBenefit.COMPLEMENT_FAMILIAL,
        ReceivedBenefit.PAJE_BASE,
    )
}
"""For the tests of RSA alone: the family benefits neither open beside it nor count in it."""
RSA_ALONE = {**NOTHING_RECEIVED, **FAMILY_BENEFITS_AT_ZERO}
THREE_TARGETS = (Benefit.RSA, Benefit.PRIME_ACTIVITE, Benefit.AIDE_LOGEMENT)
HOMELESS = Housing(kind=HousingStatus.HOMELESS)
RENTED = Housing(
    kind=HousingStatus.TENANT_UNFURNISHED,
    rent=Decimal(500),
    commune=DIJON,
    social_landlord=False,
    landlord_is_relative=False,
)


def adult(*incomes: Income, born: date = date(1990, 1, 1), **answers: Any) -> Adult:
    known: dict[str, Any] = {"residence": ResidenceStatus.FRENCH, "student": False}
    return Adult(birth_date=born, incomes=incomes, **(known | answers))


def income(
    kind: IncomeKind,
    monthly: int | Sequence[int],
    month: Month = OCTOBER_2026,
    *,
    taxable: int | str | None = 0,
    **answers: Any,
) -> Income:
    """`monthly`: one amount for the four months, or those of M-4, M-3, M-2 and M-1 in this order."""
    amounts = [monthly] * 4 if isinstance(monthly, int) else list(monthly)
    return Income(
        kind=kind,
        net_social={month - (4 - place): Decimal(amount) for place, amount in enumerate(amounts)},
        net_taxable=None if taxable is None else Decimal(taxable),
        **answers,
    )


def salary(monthly: int | Sequence[int], month: Month = OCTOBER_2026, **answers: Any) -> Income:
    return income(IncomeKind.SALARY, monthly, month, **answers)


def job_lost(
    months_ago: int,
    pay: int = 1500,
    month: Month = OCTOBER_2026,
    *,
    replaced_by: ReplacedBy | None = ReplacedBy.NOTHING,
    resigned: bool | None = False,
    taxable: int | None = 18_000,
) -> Income:
    """A job paid until the month before it stopped."""
    stopped = month - months_ago
    return salary(
        [pay if month - back < stopped else 0 for back in (4, 3, 2, 1)],
        month,
        taxable=taxable,
        stopped_since=stopped,
        replaced_by=replaced_by,
        resigned=resigned,
    )


def alone(*incomes: Income, **answers: Any) -> Situation:
    person = answers.pop("claimant", None) or adult(*incomes)
    known: dict[str, Any] = {
        "in_couple": False,
        "children": (),
        "pregnancy": False,
        "housing": HOMELESS,
        "received": RSA_ALONE,
        "savings": Decimal(0),
        "other_property": False,
        "agricultural_scheme": False,
        "income_two_years_ago": Decimal(0),
        "other_parent_supports": False,
        "disability": False,
    }
    return Situation(claimant=person, **(known | answers))


def couple(*incomes: Income, partner: Adult | None = None, **answers: Any) -> Situation:
    return alone(*incomes, in_couple=True, partner=partner or adult(), **answers)


def children(*ages: int, month: Month = OCTOBER_2026) -> tuple[Child, ...]:
    return tuple(
        Child(
            birth_date=date(month.year - age, 1, 2) if age else (month - 1).first_day,
            shared_custody=False,
            earns=False,
        )
        for age in ages
    )


def receiving(**amounts: int | str) -> dict[ReceivedBenefit, Received]:
    """Everything was asked; these benefits are received, with their monthly amounts."""
    received = {ReceivedBenefit(name): Received(Decimal(amount)) for name, amount in amounts.items()}
    return {**RSA_ALONE, **received}


def without(situation: Situation, *benefits: ReceivedBenefit) -> Situation:
    """The same household, not asked whether it receives these benefits."""
    return replace(
        situation, received={benefit: kept for benefit, kept in situation.received.items() if benefit not in benefits}
    )


def result(situation: Situation, benefit: Benefit, month: Month = OCTOBER_2026) -> BenefitResult:
    return assess(situation, month).result_for(benefit)


def rsa(situation: Situation, month: Month = OCTOBER_2026) -> BenefitResult:
    return result(situation, Benefit.RSA, month)


def prime_activite(situation: Situation, month: Month = OCTOBER_2026) -> BenefitResult:
    return result(situation, Benefit.PRIME_ACTIVITE, month)


def housing_benefit(situation: Situation, month: Month = OCTOBER_2026) -> BenefitResult:
    return result(situation, Benefit.AIDE_LOGEMENT, month)


def three_targets(assessment: Assessment) -> list[BenefitResult]:
    return [assessment.result_for(benefit) for benefit in THREE_TARGETS]


def text(*results: BenefitResult | Assessment) -> str:
    reasons: list[str] = []
    for one in results:
        parts = one.results if isinstance(one, Assessment) else (one,)
        reasons += [reason for part in parts for reason in part.reasons]
    return " ".join(reasons)
