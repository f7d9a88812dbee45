"""The answers: frozen as JSON, refused when they cannot be true."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rights_check.engine import (
    Child,
    Housing,
    HousingStatus,
    IncomeKind,
    InvalidSituation,
    Received,
    ReceivedBenefit,
    ReplacedBy,
    ResidenceStatus,
    Situation,
    validate,
)

from .households import (
    OCTOBER_2026,
    RENTED,
    adult,
    alone,
    children,
    couple,
    income,
    job_lost,
    receiving,
    salary,
)

pytestmark = pytest.mark.xdist_group("engine")

FULL = couple(
    claimant=adult(job_lost(1), residence=ResidenceStatus.PERMIT_UNDER_FIVE_YEARS, permit_start=OCTOBER_2026 - 8),
    partner=adult(salary(1200, taxable="14500.55"), income(IncomeKind.SICK_PAY, 300, began=OCTOBER_2026 - 3)),
    children=children(8, 1),
    housing=RENTED,
    received={
        **receiving(rsa=200),
        ReceivedBenefit.AAH: Received(),
        ReceivedBenefit.AIDE_LOGEMENT: Received(Decimal("120.50"), since=OCTOBER_2026 - 3),
    },
)


def test_json_goes_both_ways() -> None:
    data = FULL.to_json()
    assert data["schema"] == 1
    assert data["partner"]["incomes"][0]["net_taxable"] == "14500.55"
    assert Situation.from_json(data) == FULL


@given(
    amount=st.decimals(0, 5000, places=2),
    known=st.booleans(),
    kind=st.sampled_from(HousingStatus),
    replaced=st.sampled_from([None, *ReplacedBy]),
)
@settings(max_examples=50, derandomize=True, deadline=None)
def test_json_loses_nothing(amount: Decimal, known: bool, kind: HousingStatus, replaced: ReplacedBy | None) -> None:
    situation = alone(
        job_lost(2, replaced_by=replaced),
        housing=Housing(kind=kind, rent=amount if known else None),
        savings=amount if known else None,
        pregnancy=None,
    )
    assert Situation.from_json(situation.to_json()) == situation


@pytest.mark.parametrize("data", [{}, {"schema": 99}, {"schema": 1}, {**FULL.to_json(), "claimant": None}])
def test_json_that_is_not_a_situation_is_refused(data: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"situation"):
        Situation.from_json(data)


def problems(situation: Situation) -> dict[str, str]:
    """Messages by field; none when the situation is accepted."""
    try:
        validate(situation, OCTOBER_2026)
    except InvalidSituation as refusal:
        return {problem.field: problem.message for problem in refusal.problems}
    return {}


@pytest.mark.parametrize(
    ("situation", "field"),
    [
        (alone(claimant=adult(born=date(2030, 1, 1))), "claimant.birth_date"),
        (alone(claimant=adult(born=date(1890, 1, 1))), "claimant.birth_date"),
        (alone(claimant=adult(born=date(2015, 1, 1))), "claimant.birth_date"),
        (alone(children=(Child(date(1985, 1, 1)),)), "children.0.birth_date"),
        (alone(children=(Child(date(2027, 1, 1)),)), "children.0.birth_date"),
        (alone(salary([-5, 0, 0, 0])), "claimant.incomes.0.net_social.2026-06"),
        (alone(salary(1_250_000)), "claimant.incomes.0.net_social.2026-06"),
        (alone(salary(100, taxable="-1")), "claimant.incomes.0.net_taxable"),
        (alone(salary(100, taxable="NaN")), "claimant.incomes.0.net_taxable"),
        (alone(salary(100, stopped_since=OCTOBER_2026 + 1)), "claimant.incomes.0.stopped_since"),
        (alone(salary(100, replaced_by=ReplacedBy.NOTHING)), "claimant.incomes.0.replaced_by"),
        (alone(salary(100, stopped_since=OCTOBER_2026 - 4)), "claimant.incomes.0.net_social.2026-08"),
        (alone(salary(100, began=OCTOBER_2026 - 4)), "claimant.incomes.0.began"),
        (alone(housing=Housing(rent=Decimal(500))), "housing.kind"),
        (alone(housing=Housing(kind=HousingStatus.OWNER, rent=Decimal(500))), "housing.rent"),
        (alone(housing=replace(RENTED, commune="Dijon")), "housing.commune"),
        (alone(partner=adult()), "partner"),
        (couple(isolated_since=OCTOBER_2026), "isolated_since"),
        (alone(isolated_since=OCTOBER_2026 + 1), "isolated_since"),
        (alone(savings=Decimal(-1)), "savings"),
        (alone(received=receiving(rsa=-10)), "received.rsa"),
        (alone(claimant=adult(permit_start=OCTOBER_2026 + 1)), "claimant.permit_start"),
        (
            alone(claimant=adult(permit_start=OCTOBER_2026 - 1, permit_end=OCTOBER_2026 - 2)),
            "claimant.permit_end",
        ),
    ],
)
def test_what_cannot_be_true_is_refused_at_its_field(situation: Situation, field: str) -> None:
    found = problems(situation)
    assert field in found
    assert found[field].endswith((".", "?"))


def test_every_problem_is_said_at_once() -> None:
    situation = alone(salary(-5), savings=Decimal(-1), housing=Housing(rent=Decimal(5)))
    assert {"savings", "housing.kind"} < set(problems(situation))


def test_what_is_odd_but_right_is_accepted() -> None:
    assert problems(couple(children=children(*range(1, 11)))) == {}
    assert problems(alone(claimant=adult(born=date(1925, 1, 1)))) == {}
    assert problems(alone(job_lost(1))) == {}
