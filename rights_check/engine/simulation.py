"""Many households in one OpenFisca simulation.

A thousand households cost what one costs, so every household, every hypothesis about what is not known and every
month goes into the same arrays; each household is then read in its own month.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import numpy

from rights_check.engine.legislation import tax_benefit_system
from rights_check.engine.months import Month

Value = float | bool | str | date
Inputs = dict[tuple[str, str], Value]
"""(OpenFisca variable, period: « 2026-10 », « 2024 » or « ETERNITY ») → value."""

CENT = Decimal("0.01")

_calculation_lock = threading.Lock()
"""OpenFisca keeps caches that are not meant for several threads."""


@dataclass(slots=True)
class Household:
    """One household under one set of hypotheses, read in one month."""

    month: Month
    parents: list[Inputs]
    children: list[Inputs] = field(default_factory=list)
    family: Inputs = field(default_factory=dict)
    dwelling: Inputs = field(default_factory=dict)


def calculate(households: Sequence[Household], variables: Iterable[str]) -> list[dict[str, Decimal]]:
    """The family variables of each household in its month, in euros rounded to the cent."""
    if not households:
        return []
    names = tuple(variables)
    with _calculation_lock:
        simulation = _build(households)
        results: list[dict[str, Decimal]] = [{} for _ in households]
        for month in sorted({household.month for household in households}):
            for name in names:
                amounts = simulation.calculate(name, str(month))
                for household, result, amount in zip(households, results, amounts, strict=True):
                    if household.month == month:
                        result[name] = _cents(name, float(amount))
    return results


def _cents(name: str, amount: float) -> Decimal:
    if not numpy.isfinite(amount):
        raise ArithmeticError(f"{name} is not a number")
    return Decimal(repr(round(amount, 4))).quantize(CENT, rounding=ROUND_HALF_UP)


def _build(households: Sequence[Household]) -> Any:
    from openfisca_core.simulation_builder import SimulationBuilder

    members = [
        (index, rank, role, inputs)
        for index, household in enumerate(households)
        for rank, (role, inputs) in enumerate(
            [(("demandeur", "conjoint")[place], parent) for place, parent in enumerate(household.parents)]
            + [("enfant", child) for child in household.children]
        )
    ]
    system = tax_benefit_system()
    builder = SimulationBuilder()
    builder.create_entities(system)
    builder.declare_person_entity("individu", [f"{index}-{rank}" for index, rank, _, _ in members])
    home = numpy.array([index for index, _, _, _ in members])
    for entity, roles in _ROLES.items():
        group = builder.declare_entity(entity, list(range(len(households))))
        builder.join_with_persons(group, home, [roles[role] for _, _, role, _ in members])
    simulation = builder.build(system)
    _set_inputs(simulation, [inputs for _, _, _, inputs in members])
    _set_inputs(simulation, [household.family for household in households])
    _set_inputs(simulation, [household.dwelling for household in households])
    return simulation


_ROLES = {
    "famille": {"demandeur": "demandeur", "conjoint": "conjoint", "enfant": "enfant"},
    "foyer_fiscal": {"demandeur": "declarant_principal", "conjoint": "conjoint", "enfant": "personne_a_charge"},
    "menage": {"demandeur": "personne_de_reference", "conjoint": "conjoint", "enfant": "enfant"},
}


def _set_inputs(simulation: Any, rows: list[Inputs]) -> None:
    for name, period in sorted({key for row in rows for key in row}):
        variable = tax_benefit_system().get_variable(name, check_existence=True)
        default = variable.default_value
        values = [row.get((name, period), default) for row in rows]
        simulation.set_input(name, period, _array(variable, values))


def _array(variable: Any, values: list[Any]) -> Any:
    if variable.value_type.__name__ == "Enum":
        return numpy.array([value if isinstance(value, str) else value.name for value in values])
    if variable.value_type is str:
        return numpy.array([value if isinstance(value, bytes) else str(value).encode() for value in values])
    if variable.value_type is date:
        return numpy.array(values, dtype="datetime64[D]")
    return numpy.array(values, dtype=variable.dtype)
