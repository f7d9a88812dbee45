"""Amounts published by the State."""

from decimal import Decimal

import pytest

from rights_check.engine import EligibilityStatus, Housing, HousingStatus, Month

from .households import (
    HOMELESS,
    OCTOBER_2026,
    RENTED,
    alone,
    children,
    couple,
    receiving,
    rsa,
)

pytestmark = pytest.mark.xdist_group("engine")

CENT = Decimal("0.01")
BASE = Decimal("651.69")
"""Décret of spring 2026: montant forfaitaire for one person from April 2026."""


def amount(value: Decimal | str) -> object:
    return pytest.approx(Decimal(value), abs=CENT)


@pytest.mark.parametrize(
    ("month", "expected"),
    [
        (Month(2023, 4), "607.75"),  # décret 2023-340 of 4 May 2023
        (Month(2024, 4), "635.71"),  # décret 2024-396 of 29 April 2024
        (Month(2025, 4), "646.52"),  # décret 2025-293 of 29 March 2025
        (Month(2026, 4), "651.69"),
        (OCTOBER_2026, "651.69"),
    ],
)
def test_a_single_person_without_resources_has_the_published_amount(month: Month, expected: str) -> None:
    assert rsa(alone(), month).monthly_amount == amount(expected)


@pytest.mark.parametrize(
    ("ages", "lone", "pair"),
    [
        # CASF R. 262-1: +50 % for the second person, +30 % for each of the next two, +40 % from the third child on
        ((), Decimal("1"), Decimal("1.5")),
        ((8,), Decimal("1.5"), Decimal("1.8")),
        ((8, 6), Decimal("1.8"), Decimal("2.1")),
        ((10, 8, 6), Decimal("2.2"), Decimal("2.5")),
        ((12, 10, 8, 6), Decimal("2.6"), Decimal("2.9")),
    ],
)
def test_each_person_adds_the_published_rate(ages: tuple[int, ...], lone: Decimal, pair: Decimal) -> None:
    long_ago = Month(2020, 1) if ages else None
    assert rsa(alone(children=children(*ages), isolated_since=long_ago)).monthly_amount == amount(BASE * lone)
    assert rsa(couple(children=children(*ages))).monthly_amount == amount(BASE * pair)


def test_a_recently_isolated_parent_has_the_raised_amount() -> None:
    """CASF L. 262-9 and R. 262-1: 128.412 % pregnant, 42.804 points more for each child."""
    recent = OCTOBER_2026 - 4
    assert rsa(alone(pregnancy=True)).monthly_amount == amount(BASE * Decimal("1.28412"))
    assert rsa(alone(children=children(1))).monthly_amount == amount(BASE * Decimal("1.71216"))
    assert rsa(alone(children=children(8), isolated_since=recent)).monthly_amount == amount(BASE * Decimal("1.71216"))
    assert rsa(alone(children=children(8, 6), isolated_since=recent)).monthly_amount == amount(
        BASE * Decimal("2.14020")
    )


def test_an_isolation_of_eighteen_months_no_longer_raises_it() -> None:
    assert rsa(alone(children=children(8), isolated_since=OCTOBER_2026 - 17)).monthly_amount == amount(
        BASE * Decimal("1.71216")
    )
    assert rsa(alone(children=children(8), isolated_since=OCTOBER_2026 - 18)).monthly_amount == amount(
        BASE * Decimal("1.5")
    )


def test_not_knowing_the_date_of_isolation_keeps_the_lower_amount() -> None:
    assert rsa(alone(children=children(8))).monthly_amount == amount(BASE * Decimal("1.5"))


@pytest.mark.parametrize(
    ("ages", "rate", "persons"),
    [
        # CASF R. 262-9: 12 % of the amount for one person, 16 % of that for two, 16.5 % of that for three
        ((), Decimal("0.12"), Decimal("1")),
        ((8,), Decimal("0.16"), Decimal("1.5")),
        ((8, 6), Decimal("0.165"), Decimal("1.8")),
        ((10, 8, 6), Decimal("0.165"), Decimal("1.8")),
    ],
)
def test_the_housing_lump_sum(ages: tuple[int, ...], rate: Decimal, persons: Decimal) -> None:
    long_ago = Month(2020, 1) if ages else None
    plain = rsa(alone(children=children(*ages), isolated_since=long_ago, housing=HOMELESS)).monthly_amount
    assert plain is not None
    expected = amount(plain - BASE * persons * rate)
    for housing in (Housing(kind=HousingStatus.HOUSED_FREE), Housing(kind=HousingStatus.OWNER)):
        free = alone(children=children(*ages), isolated_since=long_ago, housing=housing)
        assert rsa(free).monthly_amount == expected
    helped = alone(
        children=children(*ages), isolated_since=long_ago, housing=RENTED, received=receiving(aide_logement=400)
    )
    assert rsa(helped).monthly_amount == expected


def test_a_small_housing_benefit_counts_for_itself_only() -> None:
    helped = alone(housing=RENTED, received=receiving(aide_logement=30))
    assert rsa(helped).monthly_amount == amount(BASE - 30)


def test_an_owner_who_pays_a_loan_and_a_homeless_person_have_no_lump_sum() -> None:
    assert rsa(alone(housing=HOMELESS)).monthly_amount == amount(BASE)
    assert rsa(alone(housing=RENTED)).status is EligibilityStatus.PROBABLE
