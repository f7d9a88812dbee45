"""The plan: what a run of the untouched engine read and found, so that only what changes is calculated again.

A formula depends on nothing but the month, who lives in the household and the values it reads, one after the other.
So a value of the recorded run still holds for another household of the same composition in the same month when every
value that its formula read still holds. That is the whole proof: no value is guessed from a sample, and what a plan
does not cover is seen to be so. A plan is a recording, so there is nothing to keep by hand: another version of
OpenFisca, another benefit or another question gives another recording.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import numpy
from openfisca_core import periods
from openfisca_core.populations import GroupPopulation, Population
from openfisca_core.simulation_builder import SimulationBuilder
from openfisca_core.simulations import Simulation

from rights_check.engine.lean_periods import LeanPeriod
from rights_check.engine.rows import Household, Inputs, Value, asked_period, declare_people, input_arrays

Node = tuple[str, Any]
"""(variable, period); the period of a variable that never changes is None."""

PARENTS = (1, 2)
CHILDREN = range(7)
"""Shapes of the households of a plan; larger ones go to the untouched engine."""

ALWAYS_CALCULATED = 1
"""Bit of the nodes whose formula also looks at what was calculated before it: it is always run again."""


@dataclass(slots=True, eq=False)
class Recorded:
    """One node of the recorded run."""

    node: Node
    variable: Any
    place: int
    """Its number in the plan."""
    value: Any = None
    """One entry per person or per household of the recorded run; None when it was seen with several values."""
    reads_in_order: list[Node] = field(default_factory=list)
    """Everything its formula asked for, repetitions included."""
    reads: tuple[Recorded, ...] = ()
    """The same, each once."""
    depends_on: int = ALWAYS_CALCULATED
    """Bits of the inputs it depends on, through whatever number of formulas."""
    given: bool = False
    calculated: bool = False
    formula: Any = None
    always: bool = False


@dataclass(frozen=True, slots=True)
class Plan:
    nodes: dict[Node, Recorded]
    inspected: frozenset[str]
    """Variables whose store of values a formula looks into."""
    family_of_shape: dict[tuple[int, int], int]
    first_person_of_shape: dict[tuple[int, int], int]

    def places_of_groups(self, households: Sequence[Household]) -> Any:
        """Where the recorded household of the same shape stands."""
        return numpy.array([self.family_of_shape[household.shape] for household in households])

    def places_of_people(self, households: Sequence[Household]) -> Any:
        return numpy.array(
            [
                self.first_person_of_shape[household.shape] + place
                for household in households
                for place in range(len(household.people))
            ]
        )


def record(system: Any, households: Sequence[Household], variables: Sequence[str]) -> Plan:
    """Runs OpenFisca on one household of each shape, all in the same month, and keeps what it did."""
    simulation = _RecordingSimulation(system, _entities(system))
    builder = SimulationBuilder()
    builder.populations = simulation.populations
    declare_people(builder, households)
    given: list[Node] = []
    for variable, period, values in input_arrays(system, households):
        simulation.set_input(variable.name, period, values)
        if simulation.get_array(variable.name, period) is not None:
            given.append(node_of(variable, periods.period(period)))
    (month,) = {household.month for household in households}
    for name in variables:
        simulation.calculate(name, asked_period(system, name, month))
    first_persons = numpy.cumsum([0, *(len(household.people) for household in households)])
    return Plan(
        nodes=_nodes(simulation, given),
        inspected=frozenset(simulation.inspected),
        family_of_shape={household.shape: place for place, household in enumerate(households)},
        first_person_of_shape={
            household.shape: int(first) for household, first in zip(households, first_persons, strict=False)
        },
    )


def typical_households(system: Any, example: Household) -> list[Household]:
    """One household of each shape, told the same things as the example, with nothing in the amounts.

    Any values would do. Amounts at 0 are those that most households share, so that the least is calculated again.
    """
    adult = {key: _typical(system, key, value) for key, value in _all_told(example.people).items()}
    child = adult | {key: _a_generation_later(value) for key, value in adult.items() if key[0] == "date_naissance"}
    return [
        Household(
            month=example.month,
            parents=[adult] * parents,
            children=[child] * children,
            family={key: _typical(system, key, value) for key, value in example.family.items()},
            dwelling={key: _typical(system, key, value) for key, value in example.dwelling.items()},
        )
        for parents in PARENTS
        for children in CHILDREN
    ]


def _all_told(people: Sequence[Inputs]) -> Inputs:
    told: Inputs = {}
    for person in reversed(people):
        told |= person
    return told


def _typical(system: Any, key: tuple[str, str], value: Value) -> Value:
    return 0.0 if system.get_variable(key[0], check_existence=True).value_type is float else value


def _a_generation_later(born: Value) -> Value:
    return born.replace(year=born.year + 26, day=1) if isinstance(born, date) else born


def node_of(variable: Any, period: Any) -> Node:
    return (variable.name, None if variable.definition_period == periods.DateUnit.ETERNITY else LeanPeriod(period))


def _nodes(simulation: _RecordingSimulation, given: list[Node]) -> dict[Node, Recorded]:
    nodes: dict[Node, Recorded] = {}

    def recorded(node: Node) -> Recorded:
        if node not in nodes:
            variable = simulation.tax_benefit_system.get_variable(node[0])
            nodes[node] = Recorded(node, variable, len(nodes), simulation.seen.get(node))
        return nodes[node]

    for bit, node in enumerate(given, start=1):
        recorded(node).given = True
        nodes[node].value = _stored(simulation, node)
        nodes[node].depends_on = 1 << bit
    moving = _inspected_and_calculated(simulation)
    for node, reads in simulation.calculated.items():
        one = recorded(node)
        one.calculated = True
        one.formula = one.variable.get_formula(node[1])
        one.reads_in_order = reads
        one.reads = tuple(recorded(read) for read in dict.fromkeys(reads))
        looks_at_the_past = moving & (simulation.looked_into.get(node, set()) | {node[0]})
        one.always = node in simulation.went_round or bool(looks_at_the_past)
        one.depends_on = ALWAYS_CALCULATED if one.always else 0
        for read in one.reads:
            one.depends_on |= read.depends_on
    for node in simulation.went_round:
        recorded(node).always = True
    return nodes


def _inspected_and_calculated(simulation: _RecordingSimulation) -> set[str]:
    """Variables whose store fills up while the run goes on; the store of an input is the same from the start."""
    return simulation.inspected & {name for name, _ in simulation.calculated}


def same_values(one: Any, other: Any) -> bool:
    """To the last bit."""
    return bool(one.dtype == other.dtype and one.tobytes() == other.tobytes())


def _stored(simulation: Any, node: Node) -> Any:
    name, period = node
    return simulation.get_array(name, "ETERNITY" if period is None else period)


def _entities(system: Any) -> dict[str, Any]:
    people = _RecordingPopulation(system.person_entity)
    groups = {entity.key: _RecordingGroupPopulation(entity, people) for entity in system.group_entities}
    return {system.person_entity.key: people, **groups}


class _RecordingSimulation(Simulation):  # type: ignore[misc]
    """OpenFisca's own simulation, which notes what each formula reads."""

    def __init__(self, system: Any, entities: dict[str, Any]) -> None:
        super().__init__(system, entities)
        self.calculated: dict[Node, list[Node]] = {}
        """In the order in which the formulas ended: what a node reads comes before it."""
        self.went_round: set[Node] = set()
        self.seen: dict[Node, Any] = {}
        """The value of each node, None when it was not always the same."""
        self.inspected: set[str] = set()
        self.looked_into: dict[Node, set[str]] = {}
        self._reading: list[tuple[Node, list[Node]]] = []

    def calculate(self, variable_name: str, period: Any) -> Any:
        period = periods.period(period)
        node = node_of(self.tax_benefit_system.get_variable(variable_name, check_existence=True), period)
        if self._reading:
            self._reading[-1][1].append(node)
        value = super().calculate(variable_name, period)
        before = self.seen.setdefault(node, value)
        if before is not None and before is not value and not same_values(before, value):
            self.seen[node] = None
        return value

    def _run_formula(self, variable: Any, population: Any, period: Any) -> Any:
        node = node_of(variable, period)
        self._reading.append((node, []))
        try:
            return super()._run_formula(variable, population, period)
        finally:
            self.calculated[node] = self._reading.pop()[1]

    def invalidate_cache_entry(self, variable: str, period: Any) -> None:
        """A calculation that went round in circles: its values depend on who asked first."""
        self.went_round.add(node_of(self.tax_benefit_system.get_variable(variable), period))
        super().invalidate_cache_entry(variable, period)

    def formula_looks_into(self, variable_name: str) -> None:
        self.inspected.add(variable_name)
        if self._reading:
            self.looked_into.setdefault(self._reading[-1][0], set()).add(variable_name)


def _asked_by_a_formula() -> bool:
    """Whether the caller's caller is a formula of the legislation, not OpenFisca itself."""
    return "openfisca_core" not in sys._getframe(2).f_code.co_filename


class _RecordingPopulation(Population):  # type: ignore[misc]
    def get_holder(self, variable_name: str) -> Any:
        if _asked_by_a_formula():
            self.simulation.formula_looks_into(variable_name)
        return super().get_holder(variable_name)


class _RecordingGroupPopulation(GroupPopulation):  # type: ignore[misc]
    def get_holder(self, variable_name: str) -> Any:
        if _asked_by_a_formula():
            self.simulation.formula_looks_into(variable_name)
        return super().get_holder(variable_name)
