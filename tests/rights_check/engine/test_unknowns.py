"""Knowing less never closes a right and never promises more."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from rights_check.engine import (
    Adult,
    Assessment,
    BenefitResult,
    EligibilityStatus,
    Housing,
    HousingStatus,
    Income,
    IncomeKind,
    Received,
    ReceivedBenefit,
    ReplacedBy,
    ResidenceStatus,
    Situation,
    assess_many,
)

from .households import (
    DIJON,
    NOTHING_RECEIVED,
    OCTOBER_2026,
    adult,
    alone,
    children,
    couple,
    income,
    job_lost,
    salary,
    without,
)

pytestmark = pytest.mark.xdist_group("engine")

INCOMES = st.sampled_from(
    [
        (),
        (salary(700, taxable=8700),),
        (salary(1400, taxable=17_412),),
        (salary([0, 0, 0, 900], taxable=0),),
        (job_lost(0),),
        (job_lost(1, pay=900, taxable=11_000),),
        (job_lost(3, pay=300, taxable=3000),),
        (job_lost(1, resigned=True),),
        (
            job_lost(2, replaced_by=ReplacedBy.UNEMPLOYMENT),
            income(IncomeKind.UNEMPLOYMENT, [0, 0, 600, 900], taxable=0),
        ),
        (income(IncomeKind.SICK_PAY, 700, taxable=8000, began=OCTOBER_2026 - 6),),
        (income(IncomeKind.RETIREMENT, 500, taxable=6000),),
        (income(IncomeKind.MAINTENANCE, 150, taxable=1800),),
    ]
)
ADULTS = st.builds(
    lambda incomes, born, residence, studies, attached, worked: adult(
        *incomes,
        born=born,
        residence=residence,
        permit_start=OCTOBER_2026 - 40 if residence is ResidenceStatus.PERMIT_UNDER_FIVE_YEARS else None,
        permit_end=OCTOBER_2026 + 5,
        student=studies,
        grant_holder=False,
        attached_to_parents=attached,
        young_worker_hours=worked,
    ),
    INCOMES,
    st.sampled_from([date(1985, 5, 5), date(1998, 2, 2), date(2004, 4, 4), date(1962, 1, 1), date(1956, 1, 1)]),
    st.sampled_from(
        [
            ResidenceStatus.FRENCH,
            ResidenceStatus.FRENCH,
            ResidenceStatus.REFUGEE,
            ResidenceStatus.EEA,
            ResidenceStatus.PERMIT_UNDER_FIVE_YEARS,
            ResidenceStatus.STUDENT_PERMIT,
        ]
    ),
    st.sampled_from([False, False, True]),
    st.booleans(),
    st.booleans(),
)
HOUSINGS = st.sampled_from(
    [Housing(kind=kind) for kind in (HousingStatus.HOMELESS, HousingStatus.OWNER, HousingStatus.HOUSED_FREE)]
    + [
        Housing(kind, Decimal(rent), DIJON, social_landlord=social, landlord_is_relative=relative)
        for kind in (HousingStatus.TENANT_UNFURNISHED, HousingStatus.FLAT_SHARE)
        for rent in (250, 600)
        for social, relative in ((False, False), (True, False), (False, True))
    ]
)


@st.composite
def households(draw: st.DrawFn) -> Situation:
    ages = draw(st.sampled_from([(), (), (1,), (8,), (9, 4), (12, 8, 5), (16, 9, 4, 2)]))
    in_couple = draw(st.booleans())
    claimant, partner = draw(ADULTS), draw(ADULTS)
    if any(one.birth_date is None or one.birth_date > date(1995, 1, 1) for one in (claimant, partner)):
        ages = tuple(age for age in ages if age < 10)
    answers = {
        "claimant": claimant,
        "children": children(*ages),
        "pregnancy": draw(st.sampled_from([False, False, True])),
        "housing": draw(HOUSINGS),
        "income_two_years_ago": Decimal(draw(st.sampled_from([0, 9000, 30_000, 47_000, 120_000]))),
        "other_parent_supports": draw(st.booleans()),
        "disability": draw(st.booleans()),
        "savings": Decimal(draw(st.sampled_from([0, 5000, 60_000]))),
        "received": draw(
            st.sampled_from(
                [
                    NOTHING_RECEIVED,
                    NOTHING_RECEIVED | {ReceivedBenefit.ASS: Received(Decimal(300))},
                    NOTHING_RECEIVED | {ReceivedBenefit.AIDE_LOGEMENT: Received(Decimal(150))},
                ]
            )
        ),
    }
    if in_couple:
        return couple(partner=partner, **answers)
    return alone(isolated_since=OCTOBER_2026 - draw(st.sampled_from([5, 40])) if ages else None, **answers)


def _claimant(**change: Any) -> Callable[[Situation], Situation]:
    return lambda situation: replace(situation, claimant=replace(situation.claimant, **change))


def _housing(**change: Any) -> Callable[[Situation], Situation]:
    return lambda situation: replace(situation, housing=replace(situation.housing, **change))


def _incomes(change: Callable[[Income], Income]) -> Callable[[Situation], Situation]:
    def blank(person: Adult) -> Adult:
        if person.incomes is None:
            return person
        return replace(person, incomes=tuple(change(one) for one in person.incomes))

    return lambda situation: replace(
        situation,
        claimant=blank(situation.claimant),
        partner=None if situation.partner is None else blank(situation.partner),
    )


def _children(situation: Situation, **change: Any) -> Situation:
    if situation.children is None:
        return situation
    return replace(situation, children=tuple(replace(child, **change) for child in situation.children))


BLANKS: list[Callable[[Situation], Situation]] = [
    _claimant(birth_date=None),
    _claimant(residence=None),
    _claimant(residence=ResidenceStatus.NOT_SAID),
    _claimant(permit_start=None),
    _claimant(permit_end=None),
    _claimant(student=None),
    _claimant(grant_holder=None),
    _claimant(attached_to_parents=None),
    _claimant(young_worker_hours=None),
    _claimant(incomes=None),
    _housing(social_landlord=None),
    _housing(landlord_is_relative=None),
    _housing(rent=None),
    _housing(commune=None),
    _housing(kind=None, rent=None),
    _incomes(lambda one: replace(one, net_taxable=None)),
    _incomes(lambda one: replace(one, net_social={**one.net_social, OCTOBER_2026 - 2: None})),
    _incomes(lambda one: replace(one, replaced_by=None)),
    _incomes(lambda one: replace(one, resigned=None)),
    _incomes(lambda one: replace(one, stopped=None, stopped_since=None)),
    _incomes(lambda one: replace(one, stopped_since=None)),
    _incomes(lambda one: replace(one, began=None)),
    lambda situation: replace(situation, in_couple=None, partner=None),
    lambda situation: replace(situation, partner=None) if situation.in_couple else situation,
    lambda situation: replace(situation, children=None),
    lambda situation: _children(situation, birth_date=None),
    lambda situation: _children(situation, shared_custody=None),
    lambda situation: replace(situation, pregnancy=None),
    lambda situation: replace(situation, isolated_since=None),
    lambda situation: replace(situation, savings=None),
    lambda situation: replace(situation, income_two_years_ago=None),
    lambda situation: replace(situation, other_parent_supports=None),
    lambda situation: replace(situation, disability=None),
    lambda situation: _children(situation, earns=None),
    lambda situation: replace(situation, other_property=None),
    lambda situation: replace(situation, received={}),
    lambda situation: without(situation, ReceivedBenefit.AIDE_LOGEMENT),
    lambda situation: without(situation, ReceivedBenefit.AAH, ReceivedBenefit.ASS),
]


def promised(result: BenefitResult) -> Decimal:
    """Euros a month or a year; what must be paid counts against it."""
    return (result.monthly_amount or Decimal(0)) + (result.yearly_amount or 0) - (result.monthly_cost or 0)


@given(household=households(), taken=st.sets(st.integers(0, len(BLANKS) - 1), min_size=2, max_size=8))
@settings(max_examples=30, derandomize=True, deadline=None, phases=[Phase.generate])
def test_knowing_less_never_closes_a_right_nor_promises_more(household: Situation, taken: set[int]) -> None:
    variants = [blank(household) for blank in BLANKS]
    several = household
    for index in sorted(taken):
        several = BLANKS[index](several)
    answers = assess_many([(one, OCTOBER_2026) for one in [household, several, *variants]])
    known, *others = answers
    assert isinstance(known, Assessment)
    for place, other in enumerate(others):
        assert isinstance(other, Assessment), (place, other)
        for before, after in zip(known.results, other.results, strict=True):
            if after.status is EligibilityStatus.NOT_ELIGIBLE:
                assert before.status is EligibilityStatus.NOT_ELIGIBLE, (place, before, after)
            if after.status is EligibilityStatus.PROBABLE:
                assert before.status is EligibilityStatus.PROBABLE, (place, before, after)
                assert promised(after) <= promised(before), (place, before, after)
            if after.status is EligibilityStatus.TO_VERIFY:
                assert after.reasons
