"""What goes into OpenFisca: one row per household, and how a table of rows becomes arrays."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import numpy

from rights_check.engine.months import Month

Value = float | bool | str | date
Inputs = dict[tuple[str, str], Value]
"""(OpenFisca variable, period: « 2026-10 », « 2024 » or « ETERNITY ») → value."""


@dataclass(slots=True)
class Household:
    """One household under one set of hypotheses, read in one month."""

    month: Month
    parents: list[Inputs]
    children: list[Inputs] = field(default_factory=list)
    family: Inputs = field(default_factory=dict)
    dwelling: Inputs = field(default_factory=dict)

    @property
    def shape(self) -> tuple[int, int]:
        return len(self.parents), len(self.children)

    @property
    def people(self) -> list[Inputs]:
        return self.parents + self.children


_ROLES = {
    "famille": {"demandeur": "demandeur", "conjoint": "conjoint", "enfant": "enfant"},
    "foyer_fiscal": {"demandeur": "declarant_principal", "conjoint": "conjoint", "enfant": "personne_a_charge"},
    "menage": {"demandeur": "personne_de_reference", "conjoint": "conjoint", "enfant": "enfant"},
}
_PLACES = ("demandeur", "conjoint")


def roles_of(household: Household, entity: str) -> list[str]:
    roles = [*_PLACES[: len(household.parents)], *["enfant"] * len(household.children)]
    return [_ROLES[entity][role] for role in roles]


def asked_period(system: Any, name: str, month: Month) -> str:
    """The month itself, or its year for what is counted once a year."""
    yearly = system.get_variable(name, check_existence=True).definition_period == "year"
    return str(month.year) if yearly else str(month)


def declare_people(builder: Any, households: Sequence[Household]) -> None:
    """Tells OpenFisca's builder who lives in each household: parents first, then children, household by household."""
    home = numpy.repeat(numpy.arange(len(households)), [len(household.people) for household in households])
    builder.declare_person_entity("individu", list(range(len(home))))
    for entity in _ROLES:
        group = builder.declare_entity(entity, list(range(len(households))))
        builder.join_with_persons(group, home, [role for one in households for role in roles_of(one, entity)])


def input_arrays(system: Any, households: Sequence[Household]) -> Iterator[tuple[Any, str, Any]]:
    """(variable, period, one value per person or household): a row that does not say takes the default value."""
    for rows in (
        [person for household in households for person in household.people],
        [household.family for household in households],
        [household.dwelling for household in households],
    ):
        for key in sorted(set().union(*rows)):
            name, period = key
            variable = system.get_variable(name, check_existence=True)
            default = variable.default_value
            yield variable, period, _array(variable, [row.get(key, default) for row in rows])


def _array(variable: Any, values: list[Any]) -> Any:
    if variable.value_type.__name__ == "Enum":
        names = [value if isinstance(value, str) else value.name for value in values]
        return variable.possible_values.encode(numpy.array(names))
    if variable.value_type is str:
        return numpy.array([value if isinstance(value, bytes) else str(value).encode() for value in values])
    if variable.value_type is date:
        return numpy.array(values, dtype="datetime64[D]")
    return numpy.array(values, dtype=variable.dtype)
