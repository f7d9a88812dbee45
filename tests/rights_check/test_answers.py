"""The engine is told exactly what was answered: nothing asked, nothing known."""

import datetime as dt
from dataclasses import fields
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rights_check.answers import answers_from_situation, situation_from_answers
from rights_check.engine import (
    Adult,
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
)
from tests.rights_check.households import ALONE, alone_without_income

OCTOBER = Month(2026, 10)


def test_nothing_answered_is_nothing_known() -> None:
    situation = situation_from_answers({}, OCTOBER)
    for part in (situation.claimant, situation.housing):
        assert [name.name for name in fields(part) if getattr(part, name.name) is not None] == []
    assert situation.partner is None
    assert situation.children is None
    assert (situation.in_couple, situation.pregnancy, situation.savings, dict(situation.received)) == (
        None,
        None,
        None,
        {},
    )


def test_not_known_is_not_no() -> None:
    answers = {
        "foyer": {"in_couple": "unknown", "pregnancy": "unknown"},
        "logement": {"kind": "tenant_furnished", "social_landlord": "unknown"},
        "deja-percu": {"rsa_receives": "unknown", "aah_receives": "no"},
    }
    situation = situation_from_answers(answers, OCTOBER)
    assert (situation.in_couple, situation.pregnancy, situation.housing.social_landlord) == (None, None, None)
    assert ReceivedBenefit.RSA not in situation.received
    assert situation.received[ReceivedBenefit.AAH].receives is False


def test_no_income_and_incomes_not_asked_are_told_apart() -> None:
    assert situation_from_answers(alone_without_income(), OCTOBER).claimant.incomes == ()
    without = situation_from_answers(alone_without_income(revenus={}), OCTOBER)
    assert without.claimant.incomes is None
    not_said_which = situation_from_answers(alone_without_income(revenus={"claimant_has_income": "yes"}), OCTOBER)
    assert not_said_which.claimant.incomes is None


def test_a_job_that_stopped_is_told_whole() -> None:
    incomes = {
        "claimant_has_income": "yes",
        "claimant_kinds": ["salary"],
        "claimant_salary_2026-06": "1500.00",
        "claimant_salary_2026-07": "1500.00",
        "claimant_salary_2026-08": "0",
        "claimant_salary_net_taxable": "18000",
        "claimant_salary_stopped": "yes",
        "claimant_salary_stopped_since": "2026-07",
        "claimant_salary_replaced_by": "nothing",
        "claimant_salary_resigned": "no",
    }
    (income,) = situation_from_answers(alone_without_income(revenus=incomes), OCTOBER).claimant.incomes or ()
    assert income.kind is IncomeKind.SALARY
    assert dict(income.net_social) == {
        Month(2026, 6): Decimal(1500),
        Month(2026, 7): Decimal(1500),
        Month(2026, 8): Decimal(0),
        Month(2026, 9): None,
    }
    assert income.net_taxable == Decimal(18000)
    assert (income.stopped_since, income.replaced_by, income.resigned) == (Month(2026, 7), ReplacedBy.NOTHING, False)


def test_two_jobs_are_two_incomes() -> None:
    incomes = {"claimant_has_income": "yes", "claimant_kinds": ["salary_2", "unemployment", "salary"]}
    situation = situation_from_answers(alone_without_income(revenus=incomes), OCTOBER)
    kinds = [income.kind for income in situation.claimant.incomes or ()]
    assert kinds == [IncomeKind.SALARY, IncomeKind.SALARY, IncomeKind.UNEMPLOYMENT]


def test_a_partner_described_then_gone_is_not_told() -> None:
    household = {**ALONE, "in_couple": "no", "partner_birth_date": "1991-01-01"}
    assert situation_from_answers(alone_without_income(foyer=household), OCTOBER).partner is None


def test_the_household_the_dwelling_and_the_permit() -> None:
    answers: dict[str, dict[str, Any]] = {
        "foyer": {
            **ALONE,
            "in_couple": "yes",
            "claimant_residence": "permit_under_five_years",
            "claimant_permit_start": "2024-02",
            "partner_birth_date": "1992-05-06",
            "children_count": 2,
            "child_0_birth_date": "2020-01-01",
            "child_1_shared_custody": "yes",
        },
        "logement": {
            "kind": "tenant_unfurnished",
            "rent": "512.30",
            "commune": "21166",
            "social_landlord": "yes",
            "landlord_is_relative": "no",
        },
    }
    situation = situation_from_answers(answers, OCTOBER)
    assert situation.claimant.residence is ResidenceStatus.PERMIT_UNDER_FIVE_YEARS
    assert situation.claimant.permit_start == Month(2024, 2)
    assert situation.partner is not None
    assert situation.children is not None
    assert [child.shared_custody for child in situation.children] == [None, True]
    housing = situation.housing
    assert (housing.kind, housing.rent, housing.commune) == (
        HousingStatus.TENANT_UNFURNISHED,
        Decimal("512.30"),
        "21166",
    )
    assert (housing.social_landlord, housing.landlord_is_relative) == (True, False)


@settings(max_examples=50, derandomize=True, deadline=None)
@given(st.data())
def test_fewer_answers_never_say_more(data: st.DataObject) -> None:
    """Taking answers away only makes facts unknown; it never changes one."""
    full = alone_without_income()
    fewer = {
        step: {name: value for name, value in values.items() if data.draw(st.booleans())}
        for step, values in full.items()
    }
    known, less = (situation_from_answers(answers, OCTOBER) for answers in (full, fewer))
    for one, other in ((known, less), (known.claimant, less.claimant), (known.housing, less.housing)):
        for name in fields(one):
            if name.name in ("claimant", "housing", "received"):
                continue
            assert getattr(other, name.name) in (getattr(one, name.name), None)
    assert all(known.received[benefit] == received for benefit, received in less.received.items())


def test_a_situation_survives_its_freezing() -> None:
    situation = situation_from_answers(alone_without_income(), OCTOBER)
    assert Situation.from_json(situation.to_json()) == situation


MAYBE = st.none() | st.booleans()
AMOUNTS = st.none() | st.decimals(0, 5000, places=2)
MONTHS = st.none() | st.integers(1, 60).map(lambda back: OCTOBER - back)
INCOMES = st.builds(
    Income,
    kind=st.just(IncomeKind.SALARY),
    net_social=st.fixed_dictionaries({OCTOBER - back: AMOUNTS for back in (4, 3, 2, 1)}),
    net_taxable=AMOUNTS,
    stopped_since=st.just(Month(2026, 7)),
    replaced_by=st.none() | st.sampled_from(ReplacedBy),
    resigned=MAYBE,
)
ADULTS = st.builds(
    Adult,
    birth_date=st.none() | st.dates(dt.date(1940, 1, 1), dt.date(2008, 1, 1)),
    residence=st.none() | st.sampled_from(ResidenceStatus),
    permit_start=MONTHS,
    student=MAYBE,
    attached_to_parents=MAYBE,
    incomes=st.none() | st.lists(INCOMES, max_size=2).map(tuple),
)
CHILDREN = st.builds(
    Child, birth_date=st.none() | st.dates(dt.date(2008, 1, 1), dt.date(2026, 1, 1)), shared_custody=MAYBE
)
HOUSING = st.builds(
    Housing,
    kind=st.none() | st.sampled_from(HousingStatus),
    rent=AMOUNTS,
    social_landlord=MAYBE,
    landlord_is_relative=MAYBE,
)
RECEIVED = st.dictionaries(
    st.sampled_from(ReceivedBenefit), st.just(Received.nothing()) | st.builds(Received, AMOUNTS, MONTHS, st.just(True))
)


@settings(max_examples=50, derandomize=True, deadline=None)
@given(st.data(), MAYBE)
def test_a_situation_written_as_answers_is_read_back_unchanged(data: st.DataObject, couple: bool | None) -> None:
    situation = Situation(
        claimant=data.draw(ADULTS),
        in_couple=couple,
        partner=data.draw(ADULTS) if couple else None,
        children=data.draw(st.none() | st.lists(CHILDREN, max_size=12).map(tuple)),
        pregnancy=data.draw(MAYBE),
        isolated_since=None if couple else data.draw(MONTHS),
        housing=data.draw(HOUSING),
        received=data.draw(RECEIVED),
        savings=data.draw(AMOUNTS),
        other_property=data.draw(MAYBE),
        agricultural_scheme=data.draw(MAYBE),
    )
    assert situation_from_answers(answers_from_situation(situation), OCTOBER) == situation


def test_three_jobs_cannot_be_written_as_answers() -> None:
    situation = Situation(claimant=Adult(incomes=(Income(IncomeKind.SALARY),) * 3))
    with pytest.raises(ValueError, match="salary"):
        answers_from_situation(situation)
