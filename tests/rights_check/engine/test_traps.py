"""Traps of the calculation: each was measured on OpenFisca or found in a text (docs/known_gaps.md)."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from rights_check.engine import (
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
    Situation,
    assess,
    assess_many,
    deadline_sentence,
)

from .households import (
    DIJON,
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
    prime_activite,
    receiving,
    rsa,
    salary,
    text,
    three_targets,
    without,
)

pytestmark = pytest.mark.xdist_group("engine")

CENT = Decimal("0.01")
PAID_1400 = salary(1400, taxable=17_412)
"""1 400 € net a month and the taxable pay that goes with it."""


def facts(result: object) -> set[Fact]:
    return {missing.fact for missing in result.missing}  # type: ignore[attr-defined]


# --- Net social and net taxable


def test_taxable_pay_closes_the_housing_benefit_and_raises_the_prime_d_activite() -> None:
    """Measured: without taxable pay OpenFisca gives 308 € of housing benefit instead of 0, and 166 € of prime
    d'activité instead of 243 € (before CRDS)."""
    assessment = assess(alone(PAID_1400, housing=RENTED), OCTOBER_2026)
    assert assessment.result_for(Benefit.AIDE_LOGEMENT).status is EligibilityStatus.NOT_ELIGIBLE
    assert assessment.result_for(Benefit.PRIME_ACTIVITE).monthly_amount == pytest.approx(
        243 * Decimal("0.995"), abs=Decimal(1)
    )


def test_the_housing_benefit_is_never_computed_without_taxable_pay() -> None:
    answer = housing_benefit(alone(salary(1400, taxable=None), housing=RENTED))
    assert answer.status is EligibilityStatus.TO_VERIFY
    assert facts(answer) == {Fact.NET_TAXABLE}


def test_a_month_of_net_social_that_is_not_known_leaves_rsa_and_prime_to_verify() -> None:
    pay = replace(PAID_1400, net_social={**PAID_1400.net_social, OCTOBER_2026 - 3: None})
    assessment = assess(alone(pay, housing=RENTED), OCTOBER_2026)
    for benefit in (Benefit.RSA, Benefit.PRIME_ACTIVITE):
        answer = assessment.result_for(benefit)
        assert answer.status is EligibilityStatus.TO_VERIFY
        assert Fact.NET_SOCIAL in facts(answer)


# --- Reference months


def test_last_month_does_not_count_yet() -> None:
    """Decree 2025-185 of 26 February 2025: M-4 to M-2."""
    assert rsa(alone(salary([0, 0, 0, 1200]))).monthly_amount == pytest.approx(Decimal("651.69"), abs=CENT)
    assert rsa(alone(salary([0, 0, 300, 300]))).monthly_amount == pytest.approx(Decimal("551.69"), abs=CENT)
    assert rsa(alone(salary([600, 1, 1, 1]))).monthly_amount == pytest.approx(
        Decimal("651.69") - Decimal(602) / 3, abs=CENT
    )


def test_pay_of_the_first_reference_month_is_enough_for_the_prime_d_activite() -> None:
    """OpenFisca tests that somebody worked in M-3 to M-1, which no longer are the reference months."""
    assert prime_activite(alone(salary([900, 1, 1, 1]))).status is EligibilityStatus.PROBABLE
    answer = prime_activite(alone(salary([0, 0, 0, 900])))
    assert answer.status is EligibilityStatus.NOT_ELIGIBLE


# --- The past is what was received


def test_past_benefits_are_those_received_and_nothing_else() -> None:
    """Somebody who claims nothing received nothing: a disabled adult's allowance, ASS or ASPA is never supposed."""
    nothing = rsa(alone(claimant=adult(born=date(1963, 1, 1))))
    assert nothing.monthly_amount == pytest.approx(Decimal("651.69"), abs=CENT)
    ass = rsa(alone(received=receiving(ass=500)))
    assert ass.monthly_amount == pytest.approx(Decimal("151.69"), abs=CENT)


def test_a_benefit_counts_from_the_month_it_was_received() -> None:
    since = {**NOTHING_RECEIVED, ReceivedBenefit.ASS: Received(Decimal(300), since=OCTOBER_2026 - 2)}
    assert rsa(alone(received=since)).monthly_amount == pytest.approx(Decimal("551.69"), abs=CENT)


def test_family_benefits_count_in_part() -> None:
    """CASF R. 262-10 and R. 262-11: family allowances in full, ASF up to 22.5 % of the base of family benefits."""
    two = alone(
        children=children(8, 6),
        isolated_since=Month(2020, 1),
        received=receiving(allocations_familiales=151, soutien_familial=400),
    )
    plain = rsa(replace(two, received=receiving())).monthly_amount
    counted = rsa(two).monthly_amount
    assert plain is not None
    assert counted is not None
    assert Decimal(151) + 200 < plain - counted < Decimal(151) + 230


# --- Whitelist: default values are not answers


@pytest.mark.parametrize(
    ("change", "fact"),
    [
        ({"in_couple": None}, Fact.COUPLE),
        ({"in_couple": True}, Fact.PARTNER),
        ({"children": None}, Fact.CHILDREN),
        ({"pregnancy": None}, Fact.PREGNANT),
        ({"savings": None}, Fact.SAVINGS),
        ({"other_property": None}, Fact.OTHER_PROPERTY),
        ({"housing": Housing()}, Fact.HOUSING),
        ({"received": {}}, Fact.RECEIVED),
        ({"claimant": adult(born=date(1990, 1, 1), student=None)}, Fact.STUDENT),
        ({"claimant": adult(residence=None)}, Fact.RESIDENCE),
        ({"claimant": replace(adult(), incomes=None)}, Fact.INCOMES),
        ({"claimant": replace(adult(), birth_date=None)}, Fact.BIRTH_DATE),
    ],
)
def test_rsa_waits_for_each_fact_of_its_whitelist(change: dict[str, object], fact: Fact) -> None:
    answer = rsa(replace(alone(), **change))  # type: ignore[arg-type]
    assert answer.status is EligibilityStatus.TO_VERIFY
    assert answer.monthly_amount is None
    assert fact in facts(answer)


@pytest.mark.parametrize(
    ("change", "fact"),
    [
        ({"rent": None}, Fact.RENT),
        ({"commune": None}, Fact.COMMUNE),
        ({"commune": "21999"}, Fact.COMMUNE),
        ({"landlord_is_relative": None}, Fact.LANDLORD_IS_RELATIVE),
        ({"kind": None, "rent": None}, Fact.HOUSING),
    ],
)
def test_the_housing_benefit_waits_for_each_fact_of_its_whitelist(change: dict[str, object], fact: Fact) -> None:
    answer = housing_benefit(alone(housing=replace(RENTED, **change)))  # type: ignore[arg-type]
    assert answer.status is EligibilityStatus.TO_VERIFY
    assert fact in facts(answer)


def test_family_benefits_must_be_asked_when_there_are_children() -> None:
    household = without(alone(children=children(8, 6)), ReceivedBenefit.ALLOCATIONS_FAMILIALES)
    assert Fact.RECEIVED_FAMILY_BENEFITS in facts(rsa(household))


def test_a_received_benefit_without_its_amount_leaves_rsa_to_verify() -> None:
    household = alone(received={**NOTHING_RECEIVED, ReceivedBenefit.AAH: Received()})
    assert Fact.RECEIVED_AMOUNT in facts(rsa(household))


@pytest.mark.parametrize("kind", [IncomeKind.SELF_EMPLOYED, IncomeKind.OTHER])
def test_an_income_that_is_not_modelled_leaves_all_three_to_verify(kind: IncomeKind) -> None:
    assessment = assess(alone(income(kind, 100), housing=RENTED), OCTOBER_2026)
    assert {answer.status for answer in three_targets(assessment)} == {EligibilityStatus.TO_VERIFY}
    assert assessment.net_monthly_gain is None


@pytest.mark.parametrize(
    "change",
    [{"other_property": True}, {"claimant": adult(salary(400), born=date(2009, 6, 1), attached_to_parents=False)}],
)
def test_other_property_and_minors_leave_all_three_to_verify(change: dict[str, object]) -> None:
    household = replace(alone(salary(400), housing=RENTED), **change)  # type: ignore[arg-type]
    assessment = assess(household, OCTOBER_2026)
    assert {answer.status for answer in three_targets(assessment)} == {EligibilityStatus.TO_VERIFY}


# --- Housing


def test_being_registered_as_a_job_seeker_may_decide_the_housing_benefit() -> None:
    """CCH R. 822-14 to R. 822-17: past pay is set aside for a registered job seeker without benefit."""
    answer = housing_benefit(alone(job_lost(3), housing=RENTED))
    assert answer.status is EligibilityStatus.TO_VERIFY
    assert facts(answer) == {Fact.JOB_SEEKER}


def test_a_landlord_who_is_a_relative_closes_the_housing_benefit() -> None:
    assert housing_benefit(alone(housing=RENTED)).monthly_amount == 308
    answer = housing_benefit(alone(housing=replace(RENTED, landlord_is_relative=True)))
    assert answer.status is EligibilityStatus.NOT_ELIGIBLE


def test_not_knowing_the_kind_of_landlord_keeps_the_lower_amount() -> None:
    answers = [housing_benefit(alone(housing=replace(RENTED, social_landlord=social))) for social in (True, False)]
    known = [answer.monthly_amount for answer in answers]
    unknown = housing_benefit(alone(housing=replace(RENTED, social_landlord=None)))
    assert unknown.monthly_amount == min(amount for amount in known if amount is not None)


def test_a_flat_share_has_a_lower_ceiling() -> None:
    """Order of 27 September 2019 on housing benefits: the rent ceiling of a flat-sharer is 75 % of that of a tenant."""
    shared = housing_benefit(alone(housing=replace(RENTED, kind=HousingStatus.FLAT_SHARE))).monthly_amount
    assert shared is not None
    assert shared < 308


@pytest.mark.parametrize("kind", [HousingStatus.HOSTEL, HousingStatus.OWNER_WITH_LOAN])
def test_housing_that_is_not_modelled_is_to_verify(kind: HousingStatus) -> None:
    housing = Housing(kind=kind, commune=DIJON, rent=Decimal(400) if kind.pays_rent else None)
    assert housing_benefit(alone(housing=housing)).status is EligibilityStatus.TO_VERIFY


@pytest.mark.parametrize("kind", [HousingStatus.OWNER, HousingStatus.HOUSED_FREE, HousingStatus.HOMELESS])
def test_without_a_rent_there_is_no_housing_benefit(kind: HousingStatus) -> None:
    answer = housing_benefit(alone(housing=Housing(kind=kind)))
    assert answer.status is EligibilityStatus.NOT_ELIGIBLE
    assert "vous pouvez toujours faire la demande" in text(answer)


def test_savings_above_30_000_euros_lower_the_housing_benefit() -> None:
    """Decree 2016-1385 of 12 October 2016: what is owned counts above 30 000 €."""
    small = housing_benefit(alone(PAID_1400, housing=RENTED, savings=Decimal(29_000)))
    assert small.status is housing_benefit(alone(PAID_1400, housing=RENTED)).status
    pay = salary(800, taxable=9950)
    plain = housing_benefit(alone(pay, housing=RENTED)).monthly_amount
    lowered = housing_benefit(alone(pay, housing=RENTED, savings=Decimal(80_000))).monthly_amount
    assert plain is not None
    assert lowered is not None
    assert lowered < plain


def test_savings_count_at_three_per_cent_a_year_in_rsa() -> None:
    """CASF R. 132-1: 3 % a year of what is saved and brings nothing."""
    assert rsa(alone(savings=Decimal(4000))).monthly_amount == pytest.approx(Decimal("651.69") - 10, abs=CENT)


def test_a_student_in_a_couple_is_to_verify_for_the_housing_benefit() -> None:
    """OpenFisca takes the students' fixed resources and forgets what the partner earns."""
    student = adult(student=True, grant_holder=False)
    household = couple(claimant=student, partner=adult(salary(2500, taxable=31_000)), housing=RENTED)
    assert housing_benefit(household).status is EligibilityStatus.TO_VERIFY


# --- Age, studies, attachment


def test_under_25_rsa_says_from_which_month() -> None:
    young = alone(claimant=adult(born=date(2002, 3, 15), attached_to_parents=False, young_worker_hours=False))
    answer = rsa(young)
    assert answer.status is EligibilityStatus.NOT_ELIGIBLE
    assert "à partir d’avril 2027" in text(answer)
    assert rsa(young, Month(2027, 4)).status is EligibilityStatus.PROBABLE
    assert rsa(young, Month(2027, 3)).status is EligibilityStatus.NOT_ELIGIBLE


def test_under_25_with_two_years_of_work_a_child_or_a_pregnancy() -> None:
    """CASF L. 262-4, 1°, and L. 262-7-1."""
    born = date(2003, 1, 1)
    worked = alone(claimant=adult(born=born, attached_to_parents=False, young_worker_hours=True))
    assert rsa(worked).status is EligibilityStatus.PROBABLE
    young = adult(born=born, attached_to_parents=False)
    assert rsa(alone(claimant=young)).status is EligibilityStatus.TO_VERIFY
    assert rsa(alone(claimant=young, children=children(1))).status is EligibilityStatus.PROBABLE
    assert rsa(alone(claimant=young, pregnancy=True)).status is EligibilityStatus.PROBABLE
    pair = couple(claimant=young, partner=young, pregnancy=True)
    assert rsa(pair).monthly_amount == pytest.approx(Decimal("977.54"), abs=CENT)


def test_a_student_has_no_rsa_but_a_lone_parent_who_studies_is_to_verify() -> None:
    student = adult(student=True, grant_holder=False)
    assert rsa(alone(claimant=student)).status is EligibilityStatus.NOT_ELIGIBLE
    assert rsa(alone(claimant=student, children=children(1))).status is EligibilityStatus.TO_VERIFY


def test_a_student_must_earn_enough_in_each_reference_month_for_the_prime_d_activite() -> None:
    """CSS L. 842-2, 4°: 78 % of the minimum wage, about 1 100 €, in each month."""

    def student(monthly: list[int]) -> Situation:
        return alone(claimant=adult(salary(monthly), student=True, grant_holder=False))

    assert prime_activite(student([1250, 1250, 1250, 0])).status is EligibilityStatus.TO_VERIFY
    assert prime_activite(student([1250, 1250, 1250, 1250])).status is EligibilityStatus.PROBABLE
    assert prime_activite(student([1250, 900, 1250, 1250])).status is EligibilityStatus.NOT_ELIGIBLE


def test_under_25_attached_to_the_parents_is_to_verify() -> None:
    for attached in (True, None):
        young = adult(salary(1250, taxable=15_000), born=date(2003, 1, 1), attached_to_parents=attached)
        assessment = assess(alone(claimant=young, housing=RENTED), OCTOBER_2026)
        assert assessment.result_for(Benefit.AIDE_LOGEMENT).status is EligibilityStatus.TO_VERIFY
        assert assessment.result_for(Benefit.PRIME_ACTIVITE).status is EligibilityStatus.TO_VERIFY


def test_from_65_on_pensions_come_before_rsa() -> None:
    assert rsa(alone(claimant=adult(born=date(1960, 1, 1)))).status is EligibilityStatus.TO_VERIFY


def test_children_who_grew_up_or_live_elsewhere_half_of_the_time_are_to_verify() -> None:
    grown = Child(birth_date=date(2005, 1, 1), shared_custody=False)
    shared = Child(birth_date=date(2018, 1, 1), shared_custody=True)
    for child in (grown, shared):
        assert rsa(alone(children=(child,), isolated_since=Month(2020, 1))).status is EligibilityStatus.TO_VERIFY


def test_a_new_born_child_counts_at_once() -> None:
    assert rsa(couple(children=children(0))).monthly_amount == pytest.approx(
        Decimal("651.69") * Decimal("1.8"), abs=CENT
    )


# --- Sick pay and pensions


def test_sick_pay_counts_as_work_for_three_months_only() -> None:
    """CASF R. 262-12, 4°, taken up by CSS R. 844-1."""

    def on_leave(began: Month | None) -> Situation:
        return alone(income(IncomeKind.SICK_PAY, 800, began=began))

    assert prime_activite(on_leave(OCTOBER_2026 - 4)).status is EligibilityStatus.PROBABLE
    assert prime_activite(on_leave(OCTOBER_2026 - 14)).status is EligibilityStatus.NOT_ELIGIBLE
    assert prime_activite(on_leave(None)).status is EligibilityStatus.TO_VERIFY


def test_a_pension_is_a_resource_and_not_pay() -> None:
    household = alone(income(IncomeKind.RETIREMENT, 400, taxable=4800))
    assert rsa(household).monthly_amount == pytest.approx(Decimal("251.69"), abs=CENT)
    assert prime_activite(household).status is EligibilityStatus.NOT_ELIGIBLE


# --- Thresholds


def test_amounts_too_small_are_not_paid() -> None:
    """RSA below 6 € (CASF R. 262-39) and prime d'activité below 15 € (service-public.fr, F2882) are not paid."""
    assert rsa(alone(salary(645))).monthly_amount == pytest.approx(Decimal("6.69"), abs=CENT)
    assert rsa(alone(salary(646))).status is EligibilityStatus.NOT_ELIGIBLE
    pays = range(2050, 2300, 10)
    answers = assess_many([(alone(salary(pay)), OCTOBER_2026) for pay in pays])
    amounts = [
        answer.result_for(Benefit.PRIME_ACTIVITE).monthly_amount for answer in answers if isinstance(answer, Assessment)
    ]
    paid = [amount for amount in amounts if amount is not None]
    assert paid
    assert len(paid) < len(pays)
    assert min(paid) >= Decimal(15) * Decimal("0.995")


# --- Interactions and gain


def test_rsa_and_housing_benefit_open_together_with_the_lump_sum() -> None:
    assessment = assess(alone(housing=RENTED), OCTOBER_2026)
    assert assessment.result_for(Benefit.RSA).monthly_amount == pytest.approx(Decimal("573.49"), abs=CENT)
    assert assessment.result_for(Benefit.AIDE_LOGEMENT).monthly_amount == 308
    assert assessment.net_monthly_gain == pytest.approx(Decimal("881.49"), abs=CENT)
    assert not assessment.gain_is_minimum


def test_the_gain_counts_what_rsa_loses_to_the_housing_benefit() -> None:
    """651.69 received today becomes 573.49 + 308."""
    assessment = assess(alone(housing=RENTED, received=receiving(rsa="651.69")), OCTOBER_2026)
    assert assessment.result_for(Benefit.RSA).status is EligibilityStatus.RECEIVED
    assert assessment.result_for(Benefit.RSA).monthly_amount == Decimal("651.69")
    assert assessment.net_monthly_gain == pytest.approx(308 - Decimal("78.20"), abs=CENT)


def test_the_gain_is_not_said_when_the_amount_received_cannot_be_explained() -> None:
    household = alone(salary(1400, taxable=3000), housing=RENTED, received=receiving(rsa="651.69"))
    assessment = assess(household, OCTOBER_2026)
    assert assessment.result_for(Benefit.AIDE_LOGEMENT).status is EligibilityStatus.PROBABLE
    assert assessment.net_monthly_gain is None


def test_the_gain_of_rsa_is_what_is_added_to_a_housing_benefit_already_received() -> None:
    assessment = assess(alone(housing=RENTED, received=receiving(aide_logement=308)), OCTOBER_2026)
    assert assessment.net_monthly_gain == pytest.approx(Decimal("573.49"), abs=CENT)


def test_a_doubt_on_the_housing_benefit_keeps_rsa_at_its_lower_amount() -> None:
    assessment = assess(alone(housing=replace(RENTED, rent=None)), OCTOBER_2026)
    assert assessment.result_for(Benefit.AIDE_LOGEMENT).status is EligibilityStatus.TO_VERIFY
    assert assessment.result_for(Benefit.RSA).monthly_amount == pytest.approx(Decimal("573.49"), abs=CENT)
    assert assessment.gain_is_minimum


def test_a_household_that_receives_everything_gains_nothing() -> None:
    household = alone(salary(600), received=receiving(rsa=50, prime_activite=300, aide_logement=200), housing=RENTED)
    assessment = assess(household, OCTOBER_2026)
    assert {answer.status for answer in three_targets(assessment)} == {EligibilityStatus.RECEIVED}
    assert assessment.net_monthly_gain == 0


def test_the_deadline_is_the_last_day_of_the_month_of_filing() -> None:
    answer = rsa(alone(housing=HOMELESS), Month(2026, 11))
    assert answer.deadline == date(2026, 11, 30)
    assert deadline_sentence(answer) == (
        "À déposer avant le 30 novembre 2026, sinon un mois est perdu (environ 651\u00a0€)."
    )
