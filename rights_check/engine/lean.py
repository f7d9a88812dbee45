"""A simulation that calculates again only what differs from a recorded one (see plan.py).

Before a formula runs, the values that it read when it was recorded are asked for, in the same order. As long as each
is what it was, the formula would do what it did, and its recorded value stands. A formula that does run must read what
was recorded: if it reads anything else, the simulation gives up and the household goes to the untouched engine.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy
from openfisca_core import periods
from openfisca_core.errors import CycleError, SpiralError
from openfisca_core.populations import ADD, CorePopulation, GroupPopulation, Population
from openfisca_core.projectors.helpers import projectable
from openfisca_core.simulations import Simulation

from rights_check.engine.lean_periods import LeanPeriod, lean_period
from rights_check.engine.plan import ALWAYS_CALCULATED, Node, Plan, Recorded, same_values
from rights_check.engine.rows import Household, input_arrays, roles_of

FORMULA_WITHOUT_PARAMETERS = 2


class NotCovered(Exception):
    """The plan says nothing of something that was asked: the untouched engine must answer."""


def lean_simulation(system: Any, plan: Plan, households: Sequence[Household]) -> LeanSimulation:
    """The households must all be in the month of the plan. Raises NotCovered, as its `calculate` does."""
    strangers = {household.shape for household in households} - plan.family_of_shape.keys()
    if strangers:
        raise NotCovered(f"No household of {strangers} parents and children was recorded")
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
        self.plan = plan
        self.formulas_run = 0
        self._places = places
        self._changed = ALWAYS_CALCULATED
        """Bits of the inputs that are not as recorded."""
        self._values: list[Any] = [None] * len(plan.nodes)
        self._as_recorded: list[bool | None] = [None] * len(plan.nodes)
        """Whether each node has its recorded value; None as long as nobody asked."""
        self._reading: list[list[Node]] = []
        self._running: dict[str, int] = {}
        self.invalidated_caches: set[Any] = set()

    def give(self, variable: Any, period: str, values: Any) -> None:
        """An input, for the very period the variable is defined for."""
        exact = lean_period(period)
        eternal = variable.definition_period == periods.DateUnit.ETERNITY
        if not eternal and (exact.unit != variable.definition_period or exact.size != 1):
            raise NotCovered(f"{variable.name} is given for {period}")
        if not eternal and variable.end is not None and exact.start.date > variable.end:
            return
        recorded = self.plan.nodes.get((variable.name, None if eternal else exact))
        if recorded is None or not recorded.given:
            raise NotCovered(f"{variable.name} was not given for {period} when the plan was recorded")
        self._keep(recorded, self.populations[variable.entity.key].stored(variable.name)._to_array(values), exact)
        if not self._as_recorded[recorded.place]:
            self._changed |= recorded.depends_on

    def calculate(self, variable_name: str, period: Any) -> Any:
        if period.__class__ is not LeanPeriod:
            period = LeanPeriod(periods.period(period))
        node: Node = (variable_name, period)
        recorded = self.plan.nodes.get(node)
        if recorded is None:
            node = (variable_name, None)
            recorded = self.plan.nodes.get(node)
        if recorded is None:
            raise NotCovered(f"{variable_name} was not read for {period} when the plan was recorded")
        if self._reading:
            self._reading[-1].append(node)
        value = self._values[recorded.place]
        if value is None:
            self._settle(recorded)
            value = self._values[recorded.place]
        if value is not None:
            return value
        if not self._as_recorded[recorded.place]:  # it went round in circles
            return recorded.variable.default_array(self.populations[recorded.variable.entity.key].count)
        value = self._values[recorded.place] = self._recorded_value(recorded)
        return value

    def calculate_add(self, variable_name: str, period: Any) -> Any:
        """As OpenFisca does, for periods that the recorded run went through."""
        unit = self.tax_benefit_system.variables[variable_name].definition_period
        if unit not in (periods.DateUnit.MONTH, periods.DateUnit.YEAR):
            return super().calculate_add(variable_name, period)
        parts = LeanPeriod(periods.period(period)).get_subperiods(unit)
        return sum(self.calculate(variable_name, part) for part in parts)

    def _recorded_value(self, recorded: Recorded) -> Any:
        return recorded.value[self._places[recorded.variable.entity.key]]

    def _settle(self, recorded: Recorded) -> bool:
        """Whether the node has its recorded value; if not, it is calculated."""
        known = self._as_recorded[recorded.place]
        if known is not None:
            return known
        if not recorded.depends_on & self._changed:
            self._as_recorded[recorded.place] = True
            return True
        name, period = recorded.node
        self.tracer.record_calculation_start(name, period)
        nested = self._running.get(name, 0)
        self._running[name] = nested + 1
        try:
            if nested:
                self._check_for_cycle(name, period)
            if not recorded.calculated or period is None:
                raise NotCovered(f"{recorded.node} was not calculated when the plan was recorded")
            if not recorded.always and all(map(self._settle, recorded.reads)):
                same = self._as_recorded[recorded.place] = True
            else:
                same = self._keep(recorded, self._run(recorded, period), period)
        except SpiralError:
            default = recorded.variable.default_array(self.populations[recorded.variable.entity.key].count)
            same = self._is_recorded(recorded, default)
        finally:
            self._running[name] = nested
            self.tracer.record_calculation_end()
        if self.invalidated_caches:
            self.purge_cache_of_invalid_values()
        return same

    def _run(self, recorded: Recorded, period: Any) -> Any:
        variable = recorded.variable
        population = self.populations[variable.entity.key]
        formula = recorded.formula
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
            raise NotCovered(f"{recorded.node} read something else than when it was recorded")
        if array is None:
            return variable.default_array(population.count)
        array = self._cast_formula_result(array, variable)
        if array.shape == (population.count,) and array.dtype == variable.dtype:
            return array
        return population.stored(variable.name)._to_array(array)

    def _keep(self, recorded: Recorded, array: Any, period: Any) -> bool:
        self._values[recorded.place] = array
        same = self._as_recorded[recorded.place] = self._is_recorded(recorded, array)
        name = recorded.variable.name
        if name in self.plan.inspected:
            self.populations[recorded.variable.entity.key].stored(name).put_in_cache(array, period)
        return same

    def _is_recorded(self, recorded: Recorded, array: Any) -> bool:
        return recorded.value is not None and same_values(array, self._recorded_value(recorded))

    def _check_for_cycle(self, variable: str, period: Any) -> None:
        """As OpenFisca does, without writing a message that nobody reads."""
        earlier = [frame["period"] for frame in self.tracer.stack[:-1] if frame["name"] == variable]
        if period in earlier:
            raise CycleError(f"{variable} at {period} is needed to calculate itself")
        if len(earlier) >= self.max_spiral_loops:
            self.invalidate_spiral_variables(variable)
            raise SpiralError("", variable)

    def invalidate_cache_entry(self, variable: str, period: Any) -> None:
        if not self.plan.nodes[variable, period].always:
            raise NotCovered(f"{variable} at {period} did not go round in circles when the plan was recorded")
        super().invalidate_cache_entry(variable, period)

    def purge_cache_of_invalid_values(self) -> None:
        if self.tracer.stack:
            return
        for name, period in self.invalidated_caches:
            recorded = self.plan.nodes[name, period]
            self._values[recorded.place] = self._as_recorded[recorded.place] = None
            if name in self.plan.inspected:
                self.populations[recorded.variable.entity.key].stored(name).delete_arrays(period)
        self.invalidated_caches = set()


class _Lean(CorePopulation):  # type: ignore[misc]
    """What persons and groups have in common."""

    def __call__(self, variable_name: str, period: Any, options: Any = None) -> Any:
        if options is None:
            return self.simulation.calculate(variable_name, period)
        if options == [ADD]:
            return self.simulation.calculate_add(variable_name, period)
        return super().__call__(variable_name, period, options)

    def get_holder(self, variable_name: str) -> Any:
        if variable_name not in self.simulation.plan.inspected:
            raise NotCovered(f"The store of {variable_name} was not looked into when the plan was recorded")
        return self.stored(variable_name)

    def stored(self, variable_name: str) -> Any:
        return super().get_holder(variable_name)


class _LeanPopulation(_Lean, Population):  # type: ignore[misc]
    @projectable  # type: ignore[untyped-decorator]
    def has_role(self, role: Any) -> Any:
        """Who holds a role does not change during a simulation: looked for once."""
        known = self.__dict__.setdefault("_with_role", {})
        if role not in known:
            known[role] = super().has_role(role)
        return known[role]


class _LeanGroupPopulation(_Lean, GroupPopulation):  # type: ignore[misc]
    pass
