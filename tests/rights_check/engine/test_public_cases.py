"""Cases of the public test suite of openfisca-france 176.1.8 (tests/…, AGPL), told as answers of a household."""

from datetime import date
from decimal import Decimal

import pytest

from rights_check.engine import Child, Housing, HousingStatus, IncomeKind, Month, ReplacedBy

from .households import (
    DIJON,
    HOMELESS,
    RENTED,
    adult,
    alone,
    couple,
    housing_benefit,
    income,
    prime_activite,
    receiving,
    rsa,
    salary,
)

pytestmark = pytest.mark.xdist_group("engine")

AFTER_CRDS = Decimal("0.995")
"""The suite gives the prime d'activité before CRDS (0.5 %); we announce what is paid."""


def rented(rent: str, commune: str, *, social: bool = False) -> Housing:
    return Housing(
        kind=HousingStatus.TENANT_UNFURNISHED,
        rent=Decimal(rent),
        commune=commune,
        social_landlord=social,
        landlord_is_relative=False,
    )


def test_rsa_of_a_couple_with_two_small_salaries_and_a_housing_benefit() -> None:
    """formulas/rsa.yaml, September 2024: 633.99."""
    month = Month(2024, 9)
    household = couple(
        claimant=adult(salary(100, month), born=date(1980, 1, 1)),
        partner=adult(salary(67, month), born=date(1982, 2, 2)),
        housing=RENTED,
        received=receiving(aide_logement=200),
    )
    assert rsa(household, month).monthly_amount == pytest.approx(Decimal("633.99"), abs=Decimal("0.03"))


def test_rsa_of_a_lone_pregnant_woman_under_25_housed_free() -> None:
    """leximpact/2024/rsa_06_femme_enceinte_isolee.yml, April 2024: 740.04."""
    household = alone(
        claimant=adult(born=date(2001, 1, 1), attached_to_parents=False),
        pregnancy=True,
        housing=Housing(kind=HousingStatus.HOUSED_FREE),
    )
    assert rsa(household, Month(2024, 4)).monthly_amount == pytest.approx(Decimal("740.04"), abs=Decimal(1))


def test_rsa_of_a_lone_parent_with_maintenance_allowance_and_unemployment_benefit() -> None:
    """leximpact/2024/rsa_02_seuil_rsa_chomeur.yml, April 2024: 431.05, ASF counted in part only."""
    month = Month(2024, 4)
    household = alone(
        claimant=adult(income(IncomeKind.UNEMPLOYMENT, 265, month, taxable=3180), born=date(1997, 1, 1)),
        children=(Child(birth_date=date(2013, 1, 1), shared_custody=False),),
        isolated_since=Month(2015, 1),
        housing=rented("400", "66136", social=True),
        received=receiving(soutien_familial="196.84", aide_logement="344.42"),
    )
    assert rsa(household, month).monthly_amount == pytest.approx(Decimal("431.05"), abs=Decimal(1))


def test_prime_d_activite_of_one_person() -> None:
    """formulas/ppa/ppa_2018.yaml, case 1: 83.08 before CRDS."""
    month = Month(2018, 5)
    household = alone(claimant=adult(salary(134, month), born=date(1980, 1, 1)), housing=HOMELESS)
    assert prime_activite(household, month).monthly_amount == pytest.approx(
        Decimal("83.08") * AFTER_CRDS, abs=Decimal("0.03")
    )


def test_prime_d_activite_of_a_couple_with_a_child() -> None:
    """formulas/ppa/ppa_2018.yaml, case 5: 403.00 before CRDS."""
    month = Month(2018, 5)
    household = couple(
        claimant=adult(salary(250, month), born=date(1980, 1, 1)),
        partner=adult(salary(400, month), born=date(1982, 2, 2)),
        children=(Child(birth_date=date(2005, 3, 10), shared_custody=False),),
    )
    assert prime_activite(household, month).monthly_amount == pytest.approx(
        Decimal("403.00") * AFTER_CRDS, abs=Decimal("0.03")
    )


def test_prime_d_activite_of_a_couple_that_receives_a_housing_benefit() -> None:
    """formulas/ppa/ppa.yaml, September 2024: 366 before CRDS."""
    month = Month(2024, 9)
    household = couple(
        claimant=adult(salary(300, month), born=date(1984, 1, 1)),
        partner=adult(salary(300, month), born=date(1984, 1, 1)),
        housing=RENTED,
        received=receiving(aide_logement=200),
    )
    assert prime_activite(household, month).monthly_amount == pytest.approx(366 * AFTER_CRDS, abs=Decimal("0.01"))


def test_housing_benefit_of_a_worker_who_was_unemployed_early_in_the_year() -> None:
    """formulas/aides_logement_reforme_janvier_2021.yaml, case 6: 11."""
    month = Month(2021, 1)
    ended = income(
        IncomeKind.UNEMPLOYMENT, 0, month, taxable=681, stopped_since=Month(2020, 3), replaced_by=ReplacedBy.NEW_JOB
    )
    household = alone(
        claimant=adult(ended, salary(1400, month, taxable="13194.99"), born=date(1980, 1, 1)),
        housing=rented("267.66", "32147"),
    )
    assert housing_benefit(household, month).monthly_amount == 11


def test_housing_benefit_of_a_couple_with_a_child_in_social_housing() -> None:
    """formulas/aides_logement_reforme_janvier_2021.yaml, case 7: 195, rent reduction deducted."""
    month = Month(2021, 1)
    household = couple(
        claimant=adult(salary(700, month, taxable="8955.96"), born=date(1965, 1, 1)),
        partner=adult(salary(300, month, taxable="3808.92"), born=date(1965, 1, 1)),
        children=(Child(birth_date=date(2002, 1, 1), shared_custody=False, earns=False),),
        housing=rented("527.37", "32013", social=True),
    )
    assert housing_benefit(household, month).monthly_amount == pytest.approx(Decimal(195), rel=Decimal("0.01"))


def test_housing_benefit_of_a_student_with_a_grant() -> None:
    """formulas/aides_logement_etudiant.yaml, case 1: 219.58 whatever the pay (zone 2)."""
    month = Month(2021, 2)
    household = alone(
        claimant=adult(
            salary(550, month, taxable=7000),
            born=date(2000, 1, 10),
            student=True,
            grant_holder=True,
            attached_to_parents=False,
        ),
        housing=rented("300", DIJON),
    )
    assert housing_benefit(household, month).monthly_amount == pytest.approx(Decimal("219.58"), rel=Decimal("0.01"))
