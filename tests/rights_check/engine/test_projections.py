"""What would change the rights: the one pass says what each household alone would be told."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rights_check.engine import (
    Benefit,
    EligibilityStatus,
    Housing,
    HousingStatus,
    IncomeKind,
    Month,
    ReplacedBy,
    ResidenceStatus,
    assess,
    load_legislation,
)
from rights_check.engine.conditions import month_of_age
from rights_check.engine.projections import (
    HIGHEST_PAY,
    PAY_STEP,
    Change,
    Move,
    Projections,
    _earlier_day,
    minimum_wage,
    project,
)
from tests.rights_check.engine.households import (
    NOTHING_RECEIVED,
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
TENANT = alone(salary(900, taxable=11_500), housing=RENTED)


@pytest.fixture(scope="module", autouse=True)
def legislation() -> None:
    load_legislation()


def changes(projections: Projections, benefit: Benefit) -> list[Change]:
    return [change for change in projections.changes if change.benefit is benefit]


@pytest.mark.parametrize(
    ("month", "net"),
    [
        (Month(2025, 1), Decimal("1426.30")),
        (Month(2026, 1), Decimal("1443.11")),
    ],
)
def test_the_minimum_wage_is_the_official_net_one(month: Month, net: Decimal) -> None:
    """Smic net of an employee at 35 hours, as service-public.fr and the Insee give it for January 2025 and 2026."""
    assert abs(minimum_wage(month).net - net) <= Decimal("0.50")


def test_the_curve_goes_from_nothing_to_the_highest_pay_by_steps() -> None:
    points = project(TENANT, OCTOBER_2026).curve
    assert [point.pay for point in points] == [Decimal(pay) for pay in range(0, HIGHEST_PAY + 1, PAY_STEP)]


@pytest.mark.parametrize("pay", [0, 500, 1_400, 2_300])
def test_each_point_of_the_curve_is_what_that_household_alone_is_told(pay: int) -> None:
    taxable = (12 * pay * minimum_wage(OCTOBER_2026).taxable_for_one_net).quantize(Decimal("0.01"))
    paid = [replace(salary(pay), net_taxable=taxable)] if pay else []
    told = assess(alone(*paid, housing=RENTED), OCTOBER_2026)
    point = next(point for point in project(TENANT, OCTOBER_2026).curve if point.pay == pay)
    assert point.outcome.statuses == {result.benefit: result.status for result in told.results}
    assert point.outcome.benefits == told.net_monthly_gain
    assert point.outcome.resources == pay + (told.net_monthly_gain or 0)


def test_without_pay_the_curve_starts_at_the_official_rsa() -> None:
    """651.69 € for one person from April 2026, less 12 % with a housing benefit (CASF R. 262-9, R. 262-10)."""
    start = project(TENANT, OCTOBER_2026).curve[0].outcome
    assert start.amounts[Benefit.RSA] == Decimal("573.49")


def test_what_is_received_today_is_computed_again() -> None:
    without = project(TENANT, OCTOBER_2026)
    with_it = project(replace(TENANT, received=receiving(prime_activite=50, aide_logement=10)), OCTOBER_2026)
    assert with_it.today == without.today
    assert with_it.curve == without.curve


def test_family_benefits_received_count_in_the_resources() -> None:
    family = couple(
        salary(900, taxable=11_500), children=children(4, 8), received=receiving(allocations_familiales=150)
    )
    today = project(family, OCTOBER_2026).today
    assert today.resources == 900 + 150 + today.benefits


def test_incomes_that_were_not_asked_give_no_curve_and_are_named() -> None:
    projections = project(replace(TENANT, claimant=replace(TENANT.claimant, incomes=None)), OCTOBER_2026)
    assert projections.curve == ()
    assert projections.today.resources is None
    assert "incomes" in projections.missing


def test_a_job_takes_the_place_of_unemployment_benefit() -> None:
    """Both are computed on the same resources: the pay alone."""
    paid = alone(income(IncomeKind.UNEMPLOYMENT, 800), housing=RENTED)
    assert project(paid, OCTOBER_2026).curve == project(TENANT, OCTOBER_2026).curve


def test_rsa_opens_the_month_after_the_25th_birthday() -> None:
    """CASF L. 262-4, 1°: over 25 years; 651.69 € from April 2026."""
    young = alone(claimant=adult(born=date(2002, 2, 10), young_worker_hours=False, attached_to_parents=False))
    (change,) = changes(project(young, OCTOBER_2026), Benefit.RSA)
    assert (change.month, change.after) == (Month(2027, 3), EligibilityStatus.PROBABLE)
    assert change.monthly_amount == Decimal("651.69")
    assert change.causes == ("Vous avez 25 ans.",)
    assert assess(young, Month(2027, 2)).result_for(Benefit.RSA).status is EligibilityStatus.NOT_ELIGIBLE
    assert assess(young, Month(2027, 3)).result_for(Benefit.RSA).status is EligibilityStatus.PROBABLE


def test_rsa_is_to_verify_from_the_five_years_of_permit_and_when_the_permit_ends() -> None:
    """CASF L. 262-4, 2°."""
    person = adult(
        residence=ResidenceStatus.PERMIT_UNDER_FIVE_YEARS, permit_start=Month(2022, 3), permit_end=Month(2028, 8)
    )
    (change,) = changes(project(alone(claimant=person), OCTOBER_2026), Benefit.RSA)
    assert (change.month, change.after) == (Month(2027, 3), EligibilityStatus.TO_VERIFY)
    assert change.causes == ("Vous avez cinq ans de titre de séjour.",)


def test_at_65_the_pension_comes_before_rsa() -> None:
    """CASF L. 262-10."""
    (change,) = changes(project(alone(claimant=adult(born=date(1962, 1, 15))), OCTOBER_2026), Benefit.RSA)
    assert (change.month, change.after) == (Month(2027, 2), EligibilityStatus.TO_VERIFY)
    assert change.causes == ("Vous avez 65 ans.",)


def test_pay_that_stopped_leaves_the_months_that_count() -> None:
    """Pay replaced by unemployment benefit counts as long as it is in M-4 to M-2 (decree 2025-185)."""
    lost = job_lost(1, replaced_by=ReplacedBy.UNEMPLOYMENT)
    person = alone(lost, income(IncomeKind.UNEMPLOYMENT, [0, 0, 0, 400]))
    first = changes(project(person, OCTOBER_2026), Benefit.RSA)[0]
    assert first.after is EligibilityStatus.PROBABLE
    assert first.month > OCTOBER_2026
    assert first.causes == ("Un revenu qui s’est arrêté sort des mois pris en compte.",)


def test_a_birth_opens_rsa_before_25() -> None:
    """CASF L. 262-4, 1°: no age for who has a child at charge."""
    young = alone(claimant=adult(born=date(2004, 2, 10), young_worker_hours=False, attached_to_parents=False))
    birth = next(one for one in project(young, OCTOBER_2026).scenarios if "naissance" in one.label)
    assert birth.outcome.statuses[Benefit.RSA] is EligibilityStatus.PROBABLE


def test_a_birth_brings_the_family_benefits_of_the_month_after() -> None:
    """CSS L. 552-1: family benefits open the month after the birth."""
    parent = alone(salary(900, taxable=11_500), housing=RENTED, received=NOTHING_RECEIVED, disability=False)
    birth = next(one for one in project(parent, OCTOBER_2026).scenarios if "naissance" in one.label)
    assert birth.outcome.statuses[Benefit.PAJE_BASE] is EligibilityStatus.PROBABLE
    assert birth.outcome.amounts[Benefit.PAJE_BASE] > 0


def test_another_rent_is_that_of_the_household_in_that_dwelling() -> None:
    moved = alone(salary(900, taxable=11_500), housing=replace(RENTED, rent=Decimal(250)))
    scenario = project(TENANT, OCTOBER_2026, move=Move(Decimal(250), None)).scenarios[-1]
    assert scenario.outcome == project(moved, OCTOBER_2026).today


def test_a_first_dwelling_for_who_has_none() -> None:
    scenario = project(alone(), OCTOBER_2026, move=Move(Decimal(400), "21231")).scenarios[-1]
    assert scenario.outcome.amounts[Benefit.AIDE_LOGEMENT] > 0
    owner = alone(housing=Housing(kind=HousingStatus.OWNER))
    assert project(owner, OCTOBER_2026).today.statuses[Benefit.AIDE_LOGEMENT] is EligibilityStatus.NOT_ELIGIBLE


@given(birth=st.dates(date(1960, 1, 1), date(2010, 12, 31)), ahead=st.integers(0, 18), age=st.sampled_from([25, 65]))
def test_an_age_is_reached_as_many_months_sooner(birth: date, ahead: int, age: int) -> None:
    older = _earlier_day(birth, ahead)
    assert older is not None
    assert month_of_age(older, age) + ahead == month_of_age(birth, age)
