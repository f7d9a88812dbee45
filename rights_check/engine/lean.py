"""A simulation that calculates again only what differs from a recorded one (see plan.py).

Before a formula runs, the values that it read when it was recorded are asked for, in the same order. As long as each
is what it was, the formula would do what it did, and its recorded value stands. A formula that does run must read what
was recorded: if it reads anything else, the simulation gives up and the household goes to the untouched engine.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy
from openfisca_core import errors, periods, populations, projectors
from openfisca_core.simulations import Simulation

from rights_check.engine.lean_periods import LeanPeriod, lean_period
from rights_check.engine.plan import ALWAYS_CALCULATED, Node, Plan, Recorded
from rights_check.engine.rows import Household, input_arrays, roles_of


FORMULA_WITHOUT_PARAMETERS = 2


class NotCovered(Exception):
    """The plan says nothing of something that was asked: the untouched engine must answer."""


def lean_simulation(system: Any, plan: Plan, households: Sequence[Household]) -> LeanSimulation:
    """The households must all be of a shape that the plan holds, in its month."""
    people = _LeanPopulation(system.person_entity)
    groups = {entity.key: _LeanGroupPopulation(entity, people) for entity in system.group_entities}
    _declare(people, groups, households)
    places = {group: plan.places_of_groups(households) for group in groups}
    places[system.person_entity.key] = plan.places_of_people(households)
    simulation = LeanSimulation(system, {system.person_entity.key: people, **groups}, plan, places)
    for variable, period, values in input_arrays(system, households):
        simulation.give(variable, period, values)
    return simulation


def _declare(people: Any, groups: dict[str, Any], households: Sequence[Household]) -> None:
    sizes = [len(household.people) for household in households]
    home = numpy.repeat(numpy.arange(len(households)), sizes)
    people.count = len(home)
    people.ids = range(len(home))
    for key, group in groups.items():
        group.count = len(households)
        group.ids = range(len(households))
        group.members_entity_id = home
        roles = {role.key: role for role in group.entity.flattened_roles}
        members_role = numpy.empty(len(home), dtype=object)
        members_role[:] = [roles[role] for household in households for role in roles_of(household, key)]
        group._members_role = members_role


class LeanSimulation(Simulation):  # type: ignore[misc]
    def __init__(self, system: Any, entities: dict[str, Any], plan: Plan, places: dict[str, Any]) -> None:
        super().__init__(system, entities)
        self.formulas_run = 0
        self.plan = plan
        self._nodes = plan.nodes
        self._places = places
        self._changed = ALWAYS_CALCULATED
        self._values: dict[Node, Any] = {}
        self._as_recorded: dict[Node, bool] = {}
        self._reading: list[list[Node]] = []
        self._running: dict[str, int] = {}

    def give(self, variable: Any, period: str, values: Any) -> None:
        """An input, for the very period the variable is defined for."""
        if variable.definition_period == periods.DateUnit.ETERNITY:
            node: Node = (variable.name, None)
        else:
            exact = lean_period(period)
            if exact.unit != variable.definition_period or exact.size != 1:
                raise NotCovered(f"{variable.name} is given for {period}")
            if variable.end is not None and exact.start.date > variable.end:
                return
            node = (variable.name, exact)
        recorded = self._nodes.get(node)
        if recorded is None or not recorded.given:
            raise NotCovered(f"{node} was not given when the plan was recorded")
        holder = self.populations[variable.entity.key].stored(variable.name)
        array = holder._to_array(values)
        same = _same(array, recorded.value[self._places[variable.entity.key]])
        self._values[node] = array
        self._as_recorded[node] = same
        if not same:
            self._changed |= recorded.depends_on
        if variable.name in self.plan.inspected:
            holder.put_in_cache(array, period if node[1] is None else node[1])

    def calculate(self, variable_name: str, period: Any) -> Any:
        if period.__class__ is not LeanPeriod:
            period = LeanPeriod(periods.period(period))
        variable = self.tax_benefit_system.variables[variable_name]
        eternal = variable.definition_period == periods.DateUnit.ETERNITY
        node = (variable_name, None if eternal else period)
        if self._reading:
            self._reading[-1].append(node)
        value = self._values.get(node)
        if value is None:
            as_recorded = self._settle(node, variable, period)
            value = self._values.get(node)
            if value is None:
                if not as_recorded:
                    return variable.default_array(self.populations[variable.entity.key].count)
                value = self._nodes[node].value[self._places[variable.entity.key]]
                self._values[node] = value
        return value

    def _settle(self, node: Node, variable: Any, period: Any) -> bool:
        """Whether the node has its recorded value; if not, it is calculated."""
        known = self._as_recorded.get(node)
        if known is not None:
            return known
        recorded = self._nodes.get(node)
        if recorded is not None and not recorded.depends_on & self._changed:
            self._as_recorded[node] = True
            return True
        name = variable.name
        self.tracer.record_calculation_start(name, period)
        nested = self._running.get(name, 0)
        self._running[name] = nested + 1
        try:
            if nested:
                self._check_for_cycle(name, period)
            if recorded is None:
                raise NotCovered(f"{node} was not calculated when the plan was recorded")
            if recorded.value is not None and all(map(self._settle_read, recorded.reads)):
                same = True
            else:
                same = self._run(node, recorded, variable, period)
            self._as_recorded[node] = same
        except errors.SpiralError:
            same = False
        finally:
            self._running[name] = nested
            self.tracer.record_calculation_end()
        if self.invalidated_caches:
            self.purge_cache_of_invalid_values()
        return same

    def _settle_read(self, node: Node) -> bool:
        known = self._as_recorded.get(node)
        if known is not None:
            return known
        return self._settle(node, self.tax_benefit_system.variables[node[0]], node[1])

    def _run(self, node: Node, recorded: Recorded, variable: Any, period: Any) -> bool:
        population = self.populations[variable.entity.key]
        formula = variable.get_formula(period)
        self.formulas_run += 1
        self._reading.append([])
        try:
            if formula is None:
                array = None
            elif formula.__code__.co_argcount == FORMULA_WITHOUT_PARAMETERS:
                array = formula(population, period)
            else:
                array = formula(population, period, self.tax_benefit_system.get_parameters_at_instant)
        finally:
            reads = self._reading.pop()
        if reads != recorded.reads_in_order:
            raise NotCovered(f"{node} read something else than when it was recorded")
        if array is None:
            array = variable.default_array(population.count)
        array = population.stored(variable.name)._to_array(self._cast_formula_result(array, variable))
        self._values[node] = array
        if variable.name in self.plan.inspected:
            population.stored(variable.name).put_in_cache(array, period)
        return recorded.value is not None and _same(array, recorded.value[self._places[variable.entity.key]])

    def _check_for_cycle(self, variable: str, period: Any) -> None:
        """As OpenFisca does, without writing a message that nobody reads."""
        earlier = [frame["period"] for frame in self.tracer.stack[:-1] if frame["name"] == variable]
        if period in earlier:
            raise errors.CycleError(f"{variable} at {period} is needed to calculate itself")
        if len(earlier) >= self.max_spiral_loops:
            self.invalidate_spiral_variables(variable)
            raise errors.SpiralError("", variable)

    def purge_cache_of_invalid_values(self) -> None:
        if self.tracer.stack:
            return
        for name, period in self.invalidated_caches:
            self._values.pop((name, period), None)
            self._as_recorded.pop((name, period), None)
            if name in self.plan.inspected:
                self.populations[self.tax_benefit_system.variables[name].entity.key].stored(name).delete_arrays(period)
        self.invalidated_caches = set()


def _same(one: Any, other: Any) -> bool:
    return one.dtype == other.dtype and one.tobytes() == other.tobytes()


class _Lean:
    """What persons and groups have in common."""

    def __call__(self, variable_name: str, period: Any, options: Any = None) -> Any:
        if options is None:
            return self.simulation.calculate(variable_name, period)
        return super().__call__(variable_name, period, options)

    def get_holder(self, variable_name: str) -> Any:
        if variable_name not in self.simulation.plan.inspected:
            raise NotCovered(f"The store of {variable_name} was not looked into when the plan was recorded")
        return self.stored(variable_name)

    def stored(self, variable_name: str) -> Any:
        return super().get_holder(variable_name)


class _LeanPopulation(_Lean, populations.Population):  # type: ignore[misc]
    @projectors.projectable
    def has_role(self, role: Any) -> Any:
        """Who holds a role does not change during a simulation: looked for once."""
        known = self.__dict__.setdefault("_with_role", {})
        if role not in known:
            known[role] = super().has_role(role)
        return known[role]


class _LeanGroupPopulation(_Lean, populations.GroupPopulation):  # type: ignore[misc]
    pass
