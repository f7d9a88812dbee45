"""OpenFisca itself, exactly as its authors publish it: the reference, and the road of what no plan covers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from rights_check.engine.legislation import tax_benefit_system
from rights_check.engine.rows import Household, declare_people, input_arrays


def untouched_simulation(households: Sequence[Household]) -> Any:
    from openfisca_core.simulation_builder import SimulationBuilder

    system = tax_benefit_system()
    builder = SimulationBuilder()
    builder.create_entities(system)
    declare_people(builder, households)
    simulation = builder.build(system)
    for variable, period, values in input_arrays(system, households):
        simulation.set_input(variable.name, period, values)
    return simulation
