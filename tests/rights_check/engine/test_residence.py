"""Residence status: what OpenFisca does not test, or tests wrongly."""

import pytest

from rights_check.engine import (
    Adult,
    Benefit,
    EligibilityStatus,
    Fact,
    Month,
    ResidenceStatus,
    assess,
)

from .households import (
    OCTOBER_2026,
    RENTED,
    adult,
    alone,
    children,
    couple,
    housing_benefit,
    prime_activite,
    rsa,
    salary,
    text,
)

pytestmark = pytest.mark.xdist_group("engine")

PROBABLE, TO_VERIFY, NOT_ELIGIBLE = (
    EligibilityStatus.PROBABLE,
    EligibilityStatus.TO_VERIFY,
    EligibilityStatus.NOT_ELIGIBLE,
)
VALID = OCTOBER_2026 + 6


def holder(status: ResidenceStatus | None, start: Month | None = None, end: Month | None = VALID) -> Adult:
    return adult(residence=status, permit_start=start, permit_end=end)


@pytest.mark.parametrize(
    ("person", "expected_rsa", "expected_housing"),
    [
        (holder(ResidenceStatus.FRENCH), PROBABLE, PROBABLE),
        # CASF L. 262-4, 2°, a: no five years for refugees nor for holders of a resident card
        (holder(ResidenceStatus.REFUGEE, OCTOBER_2026 - 12), PROBABLE, PROBABLE),
        (holder(ResidenceStatus.RESIDENT_CARD, OCTOBER_2026 - 12), PROBABLE, PROBABLE),
        (holder(ResidenceStatus.PERMIT_FIVE_YEARS, OCTOBER_2026 - 60), PROBABLE, PROBABLE),
        (holder(ResidenceStatus.PERMIT_FIVE_YEARS, OCTOBER_2026 - 59), TO_VERIFY, PROBABLE),
        (holder(ResidenceStatus.PERMIT_FIVE_YEARS, OCTOBER_2026 - 60, None), TO_VERIFY, TO_VERIFY),
        (holder(ResidenceStatus.PERMIT_UNDER_FIVE_YEARS, OCTOBER_2026 - 12), NOT_ELIGIBLE, PROBABLE),
        (holder(ResidenceStatus.PERMIT_UNDER_FIVE_YEARS), TO_VERIFY, PROBABLE),
        (holder(ResidenceStatus.EEA), TO_VERIFY, TO_VERIFY),
        (holder(ResidenceStatus.OTHER), TO_VERIFY, TO_VERIFY),
        (holder(ResidenceStatus.NOT_SAID), TO_VERIFY, TO_VERIFY),
        (holder(None), TO_VERIFY, TO_VERIFY),
    ],
)
def test_the_closed_list(person: Adult, expected_rsa: EligibilityStatus, expected_housing: EligibilityStatus) -> None:
    assessment = assess(alone(claimant=person, housing=RENTED), OCTOBER_2026)
    assert assessment.result_for(Benefit.RSA).status is expected_rsa
    assert assessment.result_for(Benefit.AIDE_LOGEMENT).status is expected_housing


def test_another_situation_never_gets_an_amount_and_leads_to_help() -> None:
    person = adult(salary(800, taxable=9900), residence=ResidenceStatus.OTHER)
    assessment = assess(alone(claimant=person, housing=RENTED), OCTOBER_2026)
    assert all(answer.status is not EligibilityStatus.PROBABLE for answer in assessment.results)
    assert assessment.net_monthly_gain is None
    for help_named in ("AME", "PASS", "conseil juridique"):
        assert help_named in text(assessment)


def test_under_five_years_the_month_of_the_right_is_said() -> None:
    person = holder(ResidenceStatus.PERMIT_UNDER_FIVE_YEARS, Month(2023, 4))
    answer = rsa(alone(claimant=person))
    assert answer.status is NOT_ELIGIBLE
    assert "à partir d’avril 2028" in text(answer)


def test_a_lone_parent_has_no_five_years_to_wait_for() -> None:
    """CASF L. 262-4, 2°, b: the raised RSA; the conditions of stay remain, so it is to verify."""
    person = holder(ResidenceStatus.PERMIT_UNDER_FIVE_YEARS, OCTOBER_2026 - 12)
    assert rsa(alone(claimant=person, children=children(1))).status is TO_VERIFY
    assert rsa(alone(claimant=person, pregnancy=True)).status is TO_VERIFY


def test_a_permit_that_ended_is_to_verify() -> None:
    person = holder(ResidenceStatus.RESIDENT_CARD, None, OCTOBER_2026 - 1)
    answer = rsa(alone(claimant=person))
    assert answer.status is TO_VERIFY
    assert Fact.PERMIT_DATES in {missing.fact for missing in answer.missing}


def test_a_european_who_works_is_treated_as_a_french_person() -> None:
    european = alone(claimant=adult(salary(900), residence=ResidenceStatus.EEA))
    french = alone(salary(900))
    assert prime_activite(european) == prime_activite(french)


@pytest.mark.parametrize(
    ("month", "grant_holder", "expected"),
    [
        # Law 2026-103 of 19 February 2026, article 179 (67 of the bill), in force on 1 July 2026
        (Month(2026, 6), False, PROBABLE),
        (Month(2026, 7), False, NOT_ELIGIBLE),
        (Month(2026, 7), True, PROBABLE),
        (Month(2026, 7), None, TO_VERIFY),
    ],
)
def test_foreign_students_and_the_housing_benefit(
    month: Month, grant_holder: bool | None, expected: EligibilityStatus
) -> None:
    person = adult(
        residence=ResidenceStatus.STUDENT_PERMIT, student=True, grant_holder=grant_holder, permit_end=Month(2027, 9)
    )
    assert housing_benefit(alone(claimant=person, housing=RENTED), month).status is expected


def test_a_student_permit_in_a_couple_is_to_verify() -> None:
    person = adult(
        residence=ResidenceStatus.STUDENT_PERMIT, student=True, grant_holder=False, permit_end=Month(2027, 9)
    )
    answer = housing_benefit(couple(claimant=person, housing=RENTED))
    assert answer.status is TO_VERIFY
    assert "titre de séjour étudiant" in text(answer)


def test_a_couple_of_which_one_does_not_fulfil_the_condition_is_to_verify() -> None:
    """CASF L. 262-5: the partner would not count; OpenFisca counts her all the same."""
    recent = holder(ResidenceStatus.PERMIT_UNDER_FIVE_YEARS, OCTOBER_2026 - 12)
    assert rsa(couple(partner=recent)).status is TO_VERIFY
    assert rsa(couple(claimant=recent, partner=adult())).status is TO_VERIFY
    assert rsa(couple(claimant=recent, partner=recent)).status is NOT_ELIGIBLE
    assert rsa(alone(claimant=recent, in_couple=True)).status is TO_VERIFY
