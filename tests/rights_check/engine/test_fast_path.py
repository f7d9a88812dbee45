"""The plans of the fast path give what the untouched engine gives, to the cent, or step aside."""

import random
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from openfisca_core.periods import DateUnit, Instant, Period
from openfisca_core.periods import period as parse_period

from benchmarks.equality import compare, random_cases
from benchmarks.situations import random_situation
from rights_check.engine import IncomeKind, Month, Situation, assess, load_legislation, simulation
from rights_check.engine.lean import NotCovered, lean_simulation
from rights_check.engine.lean_periods import LeanPeriod
from rights_check.engine.legislation import tax_benefit_system
from rights_check.engine.plan import Plan, record, typical_households
from rights_check.engine.rows import Household
from rights_check.engine.translation import Hypothesis, Lease, rsa_household
from rights_check.engine.untouched import untouched_simulation

from .households import OCTOBER_2026, RENTED, adult, alone, children, couple, salary

pytestmark = pytest.mark.xdist_group("engine")

VARIABLES = ("rsa", "ppa_nette_crds")


def row(situation: Situation, month: Month = OCTOBER_2026) -> Household:
    return rsa_household(situation, month, Hypothesis(lease=Lease.UNFURNISHED))


def random_rows(seed: int, count: int) -> list[Household]:
    """Rows of random households whose incomes the translation knows."""
    chance = random.Random(seed)
    rows: list[Household] = []
    while len(rows) < count:
        situation = random_situation(chance, OCTOBER_2026)
        kinds = {income.kind for person in situation.adults for income in person.incomes or ()}
        if not kinds & {IncomeKind.SELF_EMPLOYED, IncomeKind.OTHER}:
            rows.append(row(situation))
    return rows


@pytest.fixture(scope="module")
def plan() -> Plan:
    load_legislation()
    example = row(alone(salary(900), housing=RENTED))
    return record(tax_benefit_system(), typical_households(tax_benefit_system(), example), VARIABLES)


@pytest.fixture
def untouched_calls(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many households went to the untouched engine, call by call."""
    calls: list[int] = []
    untouched = simulation.calculate_untouched

    def count(households: Any, variables: Any) -> Any:
        calls.append(len(households))
        return untouched(households, variables)

    monkeypatch.setattr(simulation, "calculate_untouched", count)
    return calls


# --- Equality with the untouched engine --------------------------------------------------------------------------


def test_random_households_of_one_month_together() -> None:
    month = Month(2026, 10)
    chance = random.Random(11)
    result = compare([(random_situation(chance, month), month) for _ in range(150)], together=True)
    assert result.different == []
    assert result.not_zero > 100


def test_random_households_one_by_one() -> None:
    month = Month(2024, 6)
    chance = random.Random(12)
    result = compare([(random_situation(chance, month), month) for _ in range(8)], together=False)
    assert result.different == []
    assert result.amounts > 0


def test_random_months_since_2021() -> None:
    result = compare(random_cases(6, seed=13), together=False)
    assert result.different == []


def test_what_is_counted_by_the_year_is_asked_for_the_year() -> None:
    rows = [row(couple(salary(1200), partner=adult(), children=children(7, 9), housing=RENTED), Month(2026, 8))]
    names = ("ars", "cheque_energie")
    assert simulation.calculate(rows, names) == simulation.calculate_untouched(rows, names)


def test_a_household_alone_has_what_it_has_in_a_crowd(plan: Plan) -> None:
    """Household by household, to the last bit: nobody in a simulation changes what another one gets."""
    rows = random_rows(14, 12)
    crowd = lean_simulation(tax_benefit_system(), plan, rows)
    together = [crowd.calculate(name, str(OCTOBER_2026)) for name in VARIABLES]
    for place, one in enumerate(rows):
        single = lean_simulation(tax_benefit_system(), plan, [one])
        assert [single.calculate(name, str(OCTOBER_2026))[0] for name in VARIABLES] == [
            amounts[place] for amounts in together
        ]


# --- What is not calculated again --------------------------------------------------------------------------------


def test_little_is_calculated_again(plan: Plan) -> None:
    """It is the reason for the plan: a small part of what OpenFisca went through."""
    for household in random_rows(15, 5):
        one = lean_simulation(tax_benefit_system(), plan, [household])
        for name in VARIABLES:
            one.calculate(name, str(OCTOBER_2026))
        assert 0 < one.formulas_run < len(plan.nodes) / 8


def test_the_same_household_needs_no_formula_but_those_that_look_at_the_past(plan: Plan) -> None:
    typical = typical_households(tax_benefit_system(), row(alone(salary(900), housing=RENTED)))
    one = lean_simulation(tax_benefit_system(), plan, typical[:1])
    for name in VARIABLES:
        one.calculate(name, str(OCTOBER_2026))
    always = sum(recorded.always for recorded in plan.nodes.values())
    assert one.formulas_run <= 2 * always


# --- What a plan does not cover ----------------------------------------------------------------------------------


def test_more_children_than_any_plan_goes_to_the_untouched_engine(untouched_calls: list[int]) -> None:
    big = row(couple(salary(1200), partner=adult(), children=children(1, 2, 3, 4, 5, 6, 7), housing=RENTED))
    small = row(couple(salary(1200), partner=adult(), children=children(1, 2), housing=RENTED))
    amounts = simulation.calculate([small, big, small], VARIABLES)
    assert untouched_calls == [1]
    assert amounts == simulation.calculate_untouched([small, big, small], VARIABLES)


def test_an_input_that_was_not_recorded_is_refused(plan: Plan) -> None:
    one = row(alone(housing=RENTED))
    one.parents[0]["chomage_brut", "2026-08"] = 500.0
    with pytest.raises(NotCovered, match="chomage_brut"):
        lean_simulation(tax_benefit_system(), plan, [one])


def test_an_input_for_a_whole_year_of_a_monthly_variable_is_refused(plan: Plan) -> None:
    one = row(alone(housing=RENTED))
    one.parents[0]["salaire_net", "2025"] = 12_000.0
    with pytest.raises(NotCovered, match="salaire_net"):
        lean_simulation(tax_benefit_system(), plan, [one])


def test_a_variable_that_was_not_recorded_is_refused(plan: Plan) -> None:
    one = lean_simulation(tax_benefit_system(), plan, [row(alone(housing=RENTED))])
    with pytest.raises(NotCovered, match="cheque_energie"):
        one.calculate("cheque_energie", "2026")


def test_another_month_is_refused(plan: Plan) -> None:
    """The inputs of September are not those of a plan of October."""
    with pytest.raises(NotCovered):
        lean_simulation(tax_benefit_system(), plan, [row(alone(housing=RENTED), Month(2026, 9))])


def test_other_inputs_have_their_own_plan(untouched_calls: list[int]) -> None:
    """A new question of the questionnaire needs nothing but a new recording, which is made by itself."""
    one = row(alone(salary(700), housing=RENTED))
    more = replace(one, parents=[one.parents[0] | {("chomage_brut", "2026-08"): 300.0}])
    amounts = simulation.calculate([one, more], VARIABLES)
    assert untouched_calls == []
    assert amounts == [simulation.calculate_untouched([each], VARIABLES)[0] for each in (one, more)]


def test_plans_that_are_no_longer_used_are_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(simulation, "KEPT_PLANS", 1)
    monkeypatch.setattr(simulation, "_plans", type(simulation._plans)())
    for month in (Month(2026, 10), Month(2026, 9)):
        simulation.calculate([row(alone(housing=RENTED), month)], ["rsa"])
    assert [key[0] for key in simulation._plans] == [Month(2026, 9)]


def test_openfisca_itself_is_left_alone() -> None:
    from openfisca_core.populations import Population
    from openfisca_core.simulations import Simulation

    assess(alone(salary(900), housing=RENTED), OCTOBER_2026)
    for thing in (Simulation.calculate, Population.get_holder, Period.offset):
        assert thing.__module__.startswith("openfisca_core")
    assert type(untouched_simulation([row(alone())])) is Simulation


# --- Periods -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("text", ["2026-10", "2024-02", "2026", "2025-12", "month:2026-01:12"])
def test_periods_that_remember_say_what_openfisca_says(text: str) -> None:
    period = parse_period(text)
    lean = LeanPeriod(period)
    assert lean == period
    assert hash(lean) == hash(period)
    for name in ("start", "stop", "last_month", "last_3_months", "last_year", "n_2", "this_year", "first_month"):
        assert getattr(lean, name) == getattr(period, name), name
        assert getattr(lean, name) == getattr(period, name), name
    assert lean.size_in_months == period.size_in_months
    assert list(lean.get_subperiods(DateUnit.MONTH)) == period.get_subperiods(DateUnit.MONTH)
    for offset, unit in ((-1, None), (3, DateUnit.MONTH), ("first-of", DateUnit.YEAR), ("last-of", DateUnit.MONTH)):
        assert lean.offset(offset, unit) == period.offset(offset, unit)
        if unit is not None:
            assert lean.start.offset(offset, unit) == period.start.offset(offset, unit)
    assert LeanPeriod(Period((DateUnit.MONTH, Instant((2026, 10, 1)), 1))) is LeanPeriod(parse_period("2026-10"))


def test_amounts_are_to_the_cent() -> None:
    (amounts,) = simulation.calculate([row(alone(claimant=adult(born=date(1980, 5, 5))))], VARIABLES)
    assert all(amount == amount.quantize(Decimal("0.01")) for amount in amounts.values())
