"""Many households at once: the same answers as one by one, and a failing one fails alone."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from decimal import Decimal

import pytest

from rights_check.engine import (
    Assessment,
    EngineFailure,
    Housing,
    HousingStatus,
    Month,
    Situation,
    assess,
    assess_many,
    legislation_is_loaded,
    load_legislation,
    simulation,
)

from .households import HOMELESS, RENTED, adult, alone, children, couple, job_lost, receiving, salary

pytestmark = pytest.mark.xdist_group("engine")


def cases() -> list[tuple[Situation, Month]]:
    months = [Month(2025, 11) + back for back in range(12)]
    builders: list[Callable[[Month], Situation]] = [
        lambda month: alone(housing=RENTED),
        lambda month: alone(salary(1000, month, taxable=12_400), housing=RENTED),
        lambda month: alone(job_lost(1, month=month), housing=HOMELESS),
        lambda month: couple(
            salary(900, month, taxable=11_000),
            partner=adult(),
            children=children(9, 4, month=month),
            housing=RENTED,
            received=receiving(allocations_familiales=150),
        ),
        lambda month: alone(
            claimant=adult(salary(1300, month, taxable=16_000), born=date(2003, 6, 1), attached_to_parents=False),
            housing=Housing(HousingStatus.TENANT_FURNISHED, Decimal(420), "21617", False, False),
        ),
    ]
    return [(builder(month), month) for month in months for builder in builders]


def test_together_or_one_by_one_the_answers_are_the_same() -> None:
    chosen = cases()[::7]
    assert assess_many(chosen) == [assess(situation, month) for situation, month in chosen]


def test_twelve_months_of_households_are_computed_together() -> None:
    answers = assess_many(cases())
    assert all(isinstance(answer, Assessment) for answer in answers)
    assert [answer.month for answer in answers] == [month for _, month in cases()]


def test_an_impossible_household_fails_alone_and_says_so() -> None:
    good, month = cases()[0]
    impossible = alone(claimant=adult(born=date(2030, 1, 1)))
    first, second, third = assess_many([(good, month), (impossible, month), (good, month)])
    assert isinstance(second, EngineFailure)
    assert second.message == "Des réponses ne vont pas ensemble."
    assert "birth_date" in second.cause
    assert isinstance(first, Assessment)
    assert first == third


def test_a_household_that_breaks_the_calculation_fails_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    good, month = cases()[0]
    breaking = alone(housing=RENTED, savings=Decimal(12_345))
    calculate = simulation.calculate_alike

    def break_on_these_savings(
        month: Month, told: simulation.Told, households: list[simulation.Household], names: tuple[str, ...]
    ) -> list[dict[str, Decimal]]:
        if any(12_345.0 in parent.values() for household in households for parent in household.parents):
            raise RuntimeError("broken on purpose")
        return calculate(month, told, households, names)

    monkeypatch.setattr(simulation, "calculate_alike", break_on_these_savings)
    first, second, third = assess_many([(good, month), (breaking, month), (good, month)])
    assert isinstance(first, Assessment)
    assert isinstance(second, EngineFailure)
    assert "RuntimeError" in second.cause
    assert third == first


def test_several_threads_get_the_same_answers() -> None:
    situation, month = cases()[1]
    expected = assess(situation, month)
    with ThreadPoolExecutor(max_workers=3) as pool:
        assert list(pool.map(lambda _: assess(situation, month), range(3))) == [expected] * 3


def test_nothing_to_compute() -> None:
    assert assess_many([]) == []


def test_loading_twice_is_harmless() -> None:
    load_legislation()
    load_legislation()
    assert legislation_is_loaded()


def test_the_legislation_is_named_and_dated() -> None:
    situation, month = cases()[0]
    legislation = assess(situation, month).legislation
    assert legislation.openfisca_france.startswith("176.")
    assert legislation.openfisca_core.startswith("44.")
    assert legislation.parameters_date <= month.last_day
    assert legislation.parameters_date.year >= 2025
