"""Income that stopped: CASF R. 262-13, the person met on the market who lost a job a month or two ago."""

from decimal import Decimal

import pytest

from rights_check.engine import (
    Benefit,
    EligibilityStatus,
    Fact,
    IncomeKind,
    Month,
    ReplacedBy,
    assess,
)

from .households import (
    OCTOBER_2026,
    RENTED,
    adult,
    alone,
    couple,
    income,
    job_lost,
    prime_activite,
    rsa,
    salary,
    text,
    three_targets,
)

pytestmark = pytest.mark.xdist_group("engine")

BASE = Decimal("651.69")
CENT = Decimal("0.01")


@pytest.mark.parametrize("months_ago", [0, 1, 2, 3])
def test_a_job_that_stopped_and_was_replaced_by_nothing_is_not_counted(months_ago: int) -> None:
    answer = rsa(alone(job_lost(months_ago)))
    assert answer.status is EligibilityStatus.PROBABLE
    assert answer.monthly_amount == pytest.approx(BASE, abs=CENT)
    assert "n’est plus compté" in text(answer)


@pytest.mark.parametrize(
    ("months_ago", "counted"),
    [
        # Pay of the reference months June, July and August over three
        (0, Decimal(1500)),
        (1, Decimal(1500)),
        (2, Decimal(1000)),
        (3, Decimal(500)),
    ],
)
def test_a_job_replaced_by_unemployment_benefit_is_counted(months_ago: int, counted: Decimal) -> None:
    benefit = income(IncomeKind.UNEMPLOYMENT, [0, 0, 0, 0])
    answer = rsa(alone(job_lost(months_ago, replaced_by=ReplacedBy.UNEMPLOYMENT), benefit))
    expected = BASE - counted
    if expected > 0:
        assert answer.monthly_amount == pytest.approx(expected, abs=CENT)
    else:
        assert answer.status is EligibilityStatus.NOT_ELIGIBLE


def test_a_replacement_whose_amount_is_not_known_leaves_rsa_to_verify() -> None:
    answer = rsa(alone(job_lost(1, replaced_by=ReplacedBy.UNEMPLOYMENT)))
    assert answer.status is EligibilityStatus.TO_VERIFY
    assert answer.missing


@pytest.mark.parametrize("months_ago", [0, 1, 2])
def test_not_knowing_what_replaced_it_leaves_rsa_to_verify(months_ago: int) -> None:
    answer = rsa(alone(job_lost(months_ago, replaced_by=None)))
    assert answer.status is EligibilityStatus.TO_VERIFY
    assert [missing.fact for missing in answer.missing] == [Fact.REPLACED_BY]


@pytest.mark.parametrize("stopped", [None, True])
def test_not_knowing_whether_or_when_it_stopped_leaves_all_three_to_verify(stopped: bool | None) -> None:
    pay = salary(1500, taxable=18_000, stopped=stopped)
    assessment = assess(alone(pay, housing=RENTED), OCTOBER_2026)
    for answer in three_targets(assessment):
        assert answer.status is EligibilityStatus.TO_VERIFY
        assert [missing.fact for missing in answer.missing] == [Fact.STOPPED_SINCE]


def test_when_both_answers_open_rsa_the_lower_amount_stands() -> None:
    answer = rsa(alone(job_lost(3, pay=300, replaced_by=None)))
    assert answer.monthly_amount == pytest.approx(BASE - 100, abs=CENT)


def test_after_a_resignation_the_departement_decides() -> None:
    answer = rsa(alone(job_lost(1, resigned=True)))
    assert answer.status is EligibilityStatus.TO_VERIFY
    assert "démission" in text(answer)
    assert [missing.fact for missing in rsa(alone(job_lost(1, resigned=None))).missing] == [Fact.RESIGNED]


def test_unemployment_benefit_that_ended_is_not_counted() -> None:
    ended = income(
        IncomeKind.UNEMPLOYMENT,
        [900, 900, 900, 0],
        stopped_since=OCTOBER_2026 - 1,
        replaced_by=ReplacedBy.NOTHING,
    )
    assert rsa(alone(ended)).monthly_amount == pytest.approx(BASE, abs=CENT)


def test_other_resources_that_stopped_are_set_aside_up_to_the_amount_for_one_person() -> None:
    """CASF R. 262-13, second paragraph: 800 € of maintenance leave 800 − 651.69 counted."""
    ended = income(
        IncomeKind.MAINTENANCE, [800, 800, 800, 0], stopped_since=OCTOBER_2026 - 1, replaced_by=ReplacedBy.NOTHING
    )
    assert rsa(alone(ended)).monthly_amount == pytest.approx(BASE - (800 - BASE), abs=CENT)


def test_a_job_that_goes_on_is_counted_beside_one_that_stopped() -> None:
    answer = rsa(alone(job_lost(1), salary(300)))
    assert answer.monthly_amount == pytest.approx(BASE - 300, abs=CENT)


def test_only_the_partner_who_lost_a_job_has_it_set_aside() -> None:
    answer = rsa(couple(salary(400), partner=adult(job_lost(1))))
    assert answer.monthly_amount == pytest.approx(BASE * Decimal("1.5") - 400, abs=CENT)


def test_the_prime_d_activite_still_counts_the_job_that_stopped() -> None:
    """It has no such rule: its amount is that of the same pay going on."""
    stopped = prime_activite(alone(job_lost(1)))
    going_on = prime_activite(alone(salary(1500)))
    assert stopped.status is EligibilityStatus.PROBABLE
    assert stopped.monthly_amount == going_on.monthly_amount


def test_an_income_at_zero_last_month_must_be_asked_about() -> None:
    answer = rsa(alone(salary([1500, 1500, 1500, 0])))
    assert answer.status is EligibilityStatus.TO_VERIFY


def test_past_pay_closes_the_housing_benefit_only_until_rsa_is_paid() -> None:
    """CCH R. 822-15: the pay of somebody who receives RSA is set aside for the housing benefit."""
    assessment = assess(alone(job_lost(0), housing=RENTED), OCTOBER_2026)
    housing = assessment.result_for(Benefit.AIDE_LOGEMENT)
    assert assessment.result_for(Benefit.RSA).status is EligibilityStatus.PROBABLE
    assert housing.status is EligibilityStatus.TO_VERIFY
    assert "RSA" in text(housing)


def test_before_the_reform_the_three_months_before_count() -> None:
    """Decree 2025-185: M-3 to M-1 until February 2025, M-4 to M-2 from March 2025."""
    for month, expected in ((Month(2025, 2), Decimal("635.71") - 200), (Month(2025, 3), Decimal("635.71"))):
        assert rsa(alone(salary([0, 0, 0, 600], month)), month).monthly_amount == pytest.approx(expected, abs=CENT)
