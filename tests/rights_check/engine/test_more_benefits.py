"""The benefits beside the three targets: amounts published by the State, conditions, and how they interact."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from rights_check.engine import (
    Adult,
    Assessment,
    Benefit,
    Child,
    EligibilityStatus,
    Fact,
    Housing,
    HousingStatus,
    IncomeKind,
    Month,
    Received,
    ReceivedBenefit,
    ReplacedBy,
    ResidenceStatus,
    Situation,
    assess,
)

from .households import (
    HOMELESS,
    NOTHING_RECEIVED,
    OCTOBER_2026,
    RENTED,
    adult,
    alone,
    children,
    couple,
    housing_benefit,
    income,
    job_lost,
    result,
    salary,
    text,
)

pytestmark = pytest.mark.xdist_group("engine")

PROBABLE, TO_VERIFY, NOT_ELIGIBLE = (
    EligibilityStatus.PROBABLE,
    EligibilityStatus.TO_VERIFY,
    EligibilityStatus.NOT_ELIGIBLE,
)
MAY_2025 = Month(2025, 5)
FAMILY = (
    Benefit.ALLOCATIONS_FAMILIALES,
    Benefit.SOUTIEN_FAMILIAL,
    Benefit.COMPLEMENT_FAMILIAL,
    Benefit.PAJE_BASE,
    Benefit.RENTREE_SCOLAIRE,
)


def lone_parent(*ages: int, month: Month = OCTOBER_2026, **answers: object) -> Situation:
    known: dict[str, object] = {"received": NOTHING_RECEIVED, "isolated_since": min(Month(2020, 1), month - 30)}
    return alone(children=children(*ages, month=month), **(known | answers))


def two_parents(*ages: int, month: Month = OCTOBER_2026, **answers: object) -> Situation:
    partner = answers.pop("partner", None)
    assert partner is None or isinstance(partner, Adult)
    known: dict[str, object] = {"received": NOTHING_RECEIVED}
    return couple(children=children(*ages, month=month), partner=partner, **(known | answers))


def euros(value: str) -> object:
    return pytest.approx(Decimal(value), abs=Decimal("0.02"))


def missing(assessment: Assessment, benefit: Benefit) -> list[Fact]:
    return [one.fact for one in assessment.result_for(benefit).missing]


# --- Housing benefit: which of the three


@pytest.mark.parametrize(
    ("household", "variant"),
    [
        (alone(housing=replace(RENTED, social_landlord=True)), "APL"),
        (alone(housing=RENTED), "ALS"),
        (alone(children=children(8), isolated_since=Month(2020, 1), housing=RENTED), "ALF"),
        (alone(housing=replace(RENTED, social_landlord=None)), ""),
        (couple(housing=RENTED), ""),  # ALF for spouses married for less than five years (CCH L. 841-1)
    ],
)
def test_the_housing_benefit_says_which_one_it_is(household: Situation, variant: str) -> None:
    answer = housing_benefit(household)
    assert answer.status is PROBABLE
    assert answer.variant == variant
    assert (variant or "APL, l’ALF ou l’ALS") in text(answer)


# --- Family benefits: amounts published by the Cnaf from April 2025 (base of 474.37 €)


@pytest.mark.parametrize(
    ("ages", "expected"),
    [((8, 6), "151.04"), ((9, 8, 6), "344.57")],  # 32 % and 73 % of the base, CRDS of 0.5 % taken off
)
def test_allocations_familiales_have_the_published_amount(ages: tuple[int, ...], expected: str) -> None:
    answer = result(two_parents(*ages, month=MAY_2025), Benefit.ALLOCATIONS_FAMILIALES, MAY_2025)
    assert answer.monthly_amount == euros(expected)
    assert answer.deadline is None


def test_allocations_familiales_fall_with_the_income_of_two_years_ago() -> None:
    """CSS D. 521-1: half, then a quarter above the two ceilings."""
    full, half, quarter = (
        result(
            two_parents(8, 6, month=MAY_2025, income_two_years_ago=Decimal(income_)),
            Benefit.ALLOCATIONS_FAMILIALES,
            MAY_2025,
        ).monthly_amount
        for income_ in (40_000, 90_000, 120_000)
    )
    assert full is not None
    assert half == euros(str(full / 2))
    assert quarter == euros(str(full / 4))


def test_the_asf_has_the_published_amount_for_each_child() -> None:
    """199.19 € a month and child from April 2025 (CSS D. 523-1: 42.2 % of the base, CRDS taken off)."""
    for ages, expected in (((8,), "199.19"), ((8, 6), "398.37")):
        answer = result(lone_parent(*ages, month=MAY_2025), Benefit.SOUTIEN_FAMILIAL, MAY_2025)
        assert answer.monthly_amount == euros(expected)


def test_the_asf_needs_a_lone_parent_whom_the_other_does_not_help() -> None:
    def asf(household: Situation) -> EligibilityStatus:
        return result(household, Benefit.SOUTIEN_FAMILIAL).status

    assert asf(two_parents(8)) is NOT_ELIGIBLE
    assert asf(lone_parent(8, other_parent_supports=True)) is NOT_ELIGIBLE
    assert asf(lone_parent(8, other_parent_supports=None)) is TO_VERIFY
    little = adult(income(IncomeKind.MAINTENANCE, 80))
    enough = adult(income(IncomeKind.MAINTENANCE, 300))
    assert asf(lone_parent(8, claimant=little, other_parent_supports=True)) is TO_VERIFY
    assert asf(lone_parent(8, claimant=enough, other_parent_supports=True)) is NOT_ELIGIBLE


def test_the_complement_familial_has_the_published_amounts() -> None:
    """196.60 € and, under half of the ceiling, 294.91 € from April 2025 (CSS D. 522-1)."""
    for income_, expected in ((10_000, "294.91"), (35_000, "196.60")):
        household = two_parents(9, 8, 6, month=MAY_2025, income_two_years_ago=Decimal(income_))
        assert result(household, Benefit.COMPLEMENT_FAMILIAL, MAY_2025).monthly_amount == euros(expected)
    assert result(two_parents(9, 8, 2), Benefit.COMPLEMENT_FAMILIAL).status is NOT_ELIGIBLE


def test_the_paje_has_the_published_amounts_and_closes_the_complement_familial() -> None:
    """196.60 € or half from April 2025 (CSS D. 531-3); not added to the complément familial (CSS L. 532-1)."""
    household = two_parents(9, 8, 6, 1, month=MAY_2025)
    assert result(household, Benefit.PAJE_BASE, MAY_2025).monthly_amount == euros("196.60")
    assert result(household, Benefit.COMPLEMENT_FAMILIAL, MAY_2025).status is NOT_ELIGIBLE
    received = NOTHING_RECEIVED | {ReceivedBenefit.PAJE_BASE: Received(Decimal(196))}
    assert result(replace(household, received=received), Benefit.COMPLEMENT_FAMILIAL, MAY_2025).status is NOT_ELIGIBLE
    assert result(two_parents(1, income_two_years_ago=Decimal(150_000)), Benefit.PAJE_BASE).status is NOT_ELIGIBLE


def test_two_pays_two_years_ago_may_decide_the_paje() -> None:
    """CSS R. 531-1: the ceiling is higher for two pays; between the two, the fact that decides is named."""
    verdicts = {
        income_: result(two_parents(1, income_two_years_ago=Decimal(income_)), Benefit.PAJE_BASE)
        for income_ in range(30_000, 62_000, 4000)
    }
    undecided = [answer for answer in verdicts.values() if answer.status is TO_VERIFY]
    assert undecided
    assert {one.fact for answer in undecided for one in answer.missing} == {Fact.TWO_INCOMES}


def test_the_start_of_school_is_paid_once_a_year_and_never_in_the_monthly_gain() -> None:
    """423.48 €, 446.85 € and 462.33 € for August 2025 (CSS D. 543-1, CRDS taken off)."""
    for age, expected in ((8, "423.48"), (12, "446.85"), (16, "462.33")):
        assessment = assess(lone_parent(age, month=MAY_2025), MAY_2025)
        answer = assessment.result_for(Benefit.RENTREE_SCOLAIRE)
        assert answer.yearly_amount == euros(expected)
        assert answer.monthly_amount is None
        monthly = sum(one.monthly_amount or 0 for one in assessment.results if one.status is PROBABLE)
        assert assessment.net_monthly_gain == monthly
    assert "fin août 2025" in text(answer)
    assert "fin août 2027" in text(result(lone_parent(8), Benefit.RENTREE_SCOLAIRE))
    assert result(lone_parent(3), Benefit.RENTREE_SCOLAIRE).status is NOT_ELIGIBLE


def test_income_of_two_years_ago_is_never_taken_for_zero() -> None:
    assessment = assess(two_parents(9, 8, 6, income_two_years_ago=None), OCTOBER_2026)
    for benefit in (Benefit.ALLOCATIONS_FAMILIALES, Benefit.COMPLEMENT_FAMILIAL, Benefit.RENTREE_SCOLAIRE):
        assert assessment.result_for(benefit).status is TO_VERIFY
        assert Fact.INCOME_TWO_YEARS_AGO in missing(assessment, benefit)


def test_an_income_that_stopped_may_set_aside_those_of_two_years_ago() -> None:
    """CSS R. 532-4 to R. 532-7."""
    household = two_parents(1, claimant=adult(job_lost(1)), income_two_years_ago=Decimal(150_000))
    assert result(household, Benefit.PAJE_BASE).status is TO_VERIFY


def test_a_household_without_children_is_told_so_without_being_asked() -> None:
    assessment = assess(alone(received={ReceivedBenefit.RSA: Received.nothing()}), OCTOBER_2026)
    for benefit in (*FAMILY, Benefit.ASPA):
        assert assessment.result_for(benefit).status is NOT_ELIGIBLE


@pytest.mark.parametrize(
    "change",
    [
        {"children": (Child(date(2009, 5, 1), shared_custody=False, earns=True), *children(8, 6))},
        {"children": (Child(date(2009, 5, 1), shared_custody=False), *children(8, 6))},
        {"children": (Child(date(2018, 5, 1), shared_custody=True), *children(8, 6))},
        {"claimant": adult(residence=ResidenceStatus.OTHER), "partner": adult(residence=ResidenceStatus.OTHER)},
        {
            "claimant": adult(residence=ResidenceStatus.RESIDENT_CARD, permit_end=Month(2030, 1)),
            "partner": adult(residence=ResidenceStatus.RESIDENT_CARD, permit_end=Month(2030, 1)),
        },
    ],
)
def test_what_the_code_does_not_know_of_a_family_is_to_verify(change: dict[str, object]) -> None:
    household = replace(two_parents(10, 8, 6), **change)  # type: ignore[arg-type]
    assert result(household, Benefit.ALLOCATIONS_FAMILIALES).status is TO_VERIFY


def test_a_child_born_this_month_opens_the_paje_next_month() -> None:
    """CSS L. 552-1; OpenFisca opens it at once."""
    new = Child(date(2026, 10, 3), shared_custody=False)
    assert result(replace(two_parents(8), children=(new,)), Benefit.PAJE_BASE).status is TO_VERIFY


# --- Interactions


def test_rsa_falls_by_what_opens_beside_it_and_the_gain_counts_it_once() -> None:
    """CASF R. 262-10-1 and L. 262-10: the ASF is asked for first, and counts for at most 30 % of the base a child."""
    assessment = assess(lone_parent(8, 6, housing=HOMELESS), OCTOBER_2026)
    rsa, asf, af = (
        assessment.result_for(benefit)
        for benefit in (Benefit.RSA, Benefit.SOUTIEN_FAMILIAL, Benefit.ALLOCATIONS_FAMILIALES)
    )
    alone_amount = Decimal("651.69") * Decimal("1.8")
    assert rsa.monthly_amount is not None
    assert asf.monthly_amount is not None
    assert af.monthly_amount is not None
    assert rsa.monthly_amount < alone_amount - af.monthly_amount
    gain = rsa.monthly_amount + asf.monthly_amount + af.monthly_amount
    assert assessment.net_monthly_gain == gain
    assert alone_amount < gain < alone_amount + asf.monthly_amount
    assert "Allocation de soutien familial (ASF)" in text(rsa)
    order = [Benefit.SOUTIEN_FAMILIAL, Benefit.ALLOCATIONS_FAMILIALES, Benefit.AIDE_LOGEMENT, Benefit.RSA]
    assert [benefit.description.asked_first for benefit in order] == sorted(
        benefit.description.asked_first for benefit in order
    )


def test_rsa_received_falls_when_the_asf_opens() -> None:
    received = NOTHING_RECEIVED | {
        ReceivedBenefit.RSA: Received(Decimal("977.54")),
        ReceivedBenefit.CSS: Received(),
    }
    household = lone_parent(8, housing=HOMELESS, received=received)
    assessment = assess(household, OCTOBER_2026)
    asf = assessment.result_for(Benefit.SOUTIEN_FAMILIAL).monthly_amount
    assert asf is not None
    assert assessment.net_monthly_gain is not None
    assert 0 < assessment.net_monthly_gain < asf


def test_only_what_is_probable_is_taken_from_the_rsa_received() -> None:
    """The allocations familiales are to verify: they are neither in the gain nor in the fall of RSA."""
    received = NOTHING_RECEIVED | {ReceivedBenefit.RSA: Received(Decimal("1173.04"))}
    household = lone_parent(8, 6, housing=HOMELESS, received=received)
    sure = assess(household, OCTOBER_2026)
    unsure = assess(replace(household, income_two_years_ago=None), OCTOBER_2026)
    assert sure.net_monthly_gain is not None
    assert unsure.net_monthly_gain == pytest.approx(sure.net_monthly_gain, abs=Decimal("1.00"))
    assert unsure.gain_is_minimum


def test_not_knowing_whether_the_asf_opens_keeps_rsa_at_its_lower_amount() -> None:
    sure = result(lone_parent(8), Benefit.RSA).monthly_amount
    assert result(lone_parent(8, other_parent_supports=None), Benefit.RSA).monthly_amount == sure
    other = result(lone_parent(8, other_parent_supports=True), Benefit.RSA).monthly_amount
    assert sure is not None
    assert other is not None
    assert sure < other


# --- Complémentaire santé solidaire


def test_css_is_free_with_rsa_and_has_no_value_in_euros() -> None:
    """CSS L. 861-2."""
    assessment = assess(alone(received=NOTHING_RECEIVED), OCTOBER_2026)
    answer = assessment.result_for(Benefit.CSS)
    assert (answer.status, answer.variant, answer.monthly_cost) == (PROBABLE, "gratuite", Decimal(0))
    assert answer.monthly_amount is None
    assert assessment.net_monthly_gain == assessment.result_for(Benefit.RSA).monthly_amount


@pytest.mark.parametrize(
    ("born", "cost"),
    # CSS L. 861-11 and its order: 8, 14, 21, 25 and 30 € a month by age
    [(2000, "8"), (1990, "14"), (1970, "21"), (1963, "25")],
)
def test_css_with_a_participation_by_age(born: int, cost: str) -> None:
    """A single person under 13 724 € a year and above 10 166 € (order of 26 March 2024)."""
    month = Month(2024, 10)
    worker = adult(salary(1000, month, taxable=12_200), born=date(born, 1, 1), attached_to_parents=False)
    answer = result(alone(claimant=worker), Benefit.CSS, month)
    assert (answer.status, answer.variant) == (PROBABLE, "payante")
    assert answer.monthly_cost == Decimal(cost)


def test_css_near_a_ceiling_is_to_verify_and_far_above_it_is_closed() -> None:
    month = Month(2024, 10)
    for pay, taxable, expected in ((1130, 13_900, TO_VERIFY), (2200, 27_000, NOT_ELIGIBLE)):
        assert result(alone(salary(pay, month, taxable=taxable)), Benefit.CSS, month).status is expected


def test_css_keeps_a_margin_while_the_ceiling_known_is_old() -> None:
    """OpenFisca 176 knows the ceiling of April 2024 only: nobody is refused within what it may have risen since."""
    pay = (1200, 14_900)
    old, new = Month(2024, 10), Month(2026, 10)
    assert result(alone(salary(pay[0], old, taxable=pay[1])), Benefit.CSS, old).status is TO_VERIFY
    assert result(alone(salary(pay[0], new, taxable=pay[1])), Benefit.CSS, new).status is TO_VERIFY
    pay = (1260, 15_600)
    assert result(alone(salary(pay[0], old, taxable=pay[1])), Benefit.CSS, old).status is NOT_ELIGIBLE
    assert result(alone(salary(pay[0], new, taxable=pay[1])), Benefit.CSS, new).status is TO_VERIFY


def test_css_never_rests_on_what_was_not_asked() -> None:
    household = alone(salary(900, taxable=None))
    assert Fact.NET_TAXABLE in missing(assess(household, OCTOBER_2026), Benefit.CSS)
    attached = adult(salary(900, taxable=11_000), born=date(2004, 1, 1), attached_to_parents=True)
    assert result(alone(claimant=attached), Benefit.CSS).status is TO_VERIFY
    left = job_lost(3, replaced_by=ReplacedBy.UNEMPLOYMENT)
    paid = income(IncomeKind.UNEMPLOYMENT, [0, 800, 800, 800], taxable=0)
    assert result(alone(left, paid), Benefit.CSS).status is TO_VERIFY


# --- Aspa and AAH


@pytest.mark.parametrize(("pension", "expected"), [(0, "1034.28"), (600, "434.28")])
def test_the_aspa_completes_a_pension_up_to_the_published_minimum(pension: int, expected: str) -> None:
    """1 034.28 € a month for a single person from January 2025 (CSS D. 815-1)."""
    month = Month(2025, 5)
    incomes = (income(IncomeKind.RETIREMENT, pension, month, taxable=pension * 12),) if pension else ()
    answer = result(alone(claimant=adult(*incomes, born=date(1955, 1, 1))), Benefit.ASPA, month)
    assert answer.status is PROBABLE
    assert answer.monthly_amount is not None
    # Never above the published amount; below it by the levies that a pension may have borne.
    assert Decimal(expected) - pension * Decimal("0.13") <= answer.monthly_amount <= Decimal(expected) + Decimal("0.01")
    assert answer.deadline == month.last_day


def test_the_aspa_is_for_those_of_65_or_before_when_unfit_for_work() -> None:
    def aspa(**answers: object) -> EligibilityStatus:
        born = answers.pop("born")
        assert isinstance(born, date)
        return result(alone(claimant=adult(born=born), **answers), Benefit.ASPA).status

    assert aspa(born=date(1990, 1, 1)) is NOT_ELIGIBLE
    assert aspa(born=date(1963, 1, 1), disability=True) is TO_VERIFY
    assert aspa(born=date(1963, 1, 1), disability=False) is NOT_ELIGIBLE
    assert aspa(born=date(1955, 1, 1)) is PROBABLE
    assert aspa(born=date(1955, 1, 1), other_property=True) is TO_VERIFY
    assert aspa(born=date(1955, 1, 1), savings=None) is TO_VERIFY


def test_the_aspa_of_a_foreigner_or_a_worker_is_to_verify() -> None:
    for claimant in (
        adult(salary(300, taxable=3600), born=date(1955, 1, 1)),
        adult(born=date(1955, 1, 1), residence=ResidenceStatus.EEA),
        adult(born=date(1955, 1, 1), residence=ResidenceStatus.RESIDENT_CARD, permit_end=Month(2030, 1)),
    ):
        assert result(alone(claimant=claimant), Benefit.ASPA).status is TO_VERIFY
    refugee = adult(born=date(1955, 1, 1), residence=ResidenceStatus.REFUGEE)
    assert result(alone(claimant=refugee), Benefit.ASPA).status is PROBABLE


@pytest.mark.parametrize(("disability", "status"), [(True, TO_VERIFY), (None, TO_VERIFY), (False, NOT_ELIGIBLE)])
def test_only_a_commission_opens_the_aah(disability: bool | None, status: EligibilityStatus) -> None:
    assert result(alone(disability=disability), Benefit.AAH).status is status


# --- What nobody was asked about


def test_each_probable_right_says_under_which_reserve() -> None:
    assessment = assess(lone_parent(8, 6, housing=RENTED), OCTOBER_2026)
    for answer in assessment.results:
        if answer.status is PROBABLE:
            assert "Sous réserve" in text(answer), answer.benefit


def test_the_payer_is_named_by_scheme_and_every_benefit_is_described() -> None:
    for benefit in Benefit:
        description = benefit.description
        assert description.payer(agricultural_scheme=True) == "la MSA"
        assert description.payer(agricultural_scheme=False) != "la MSA"
        assert all(description.commitments)
        assert description.papers
        assert description.legal_reference


def test_every_benefit_is_computed_in_any_month_since_2015() -> None:
    for month in (Month(2015, 2), Month(2017, 6), Month(2019, 12), Month(2021, 3), Month(2023, 9), Month(2026, 1)):
        household = lone_parent(
            9, 8, 6, 1, month=month, housing=Housing(HousingStatus.TENANT_UNFURNISHED, Decimal(500), "21231", True)
        )
        assessment = assess(household, month)
        assert {answer.benefit for answer in assessment.results} == set(Benefit)
        assert assessment.result_for(Benefit.ALLOCATIONS_FAMILIALES).status is PROBABLE
