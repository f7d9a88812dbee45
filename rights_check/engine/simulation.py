"""Many households in one OpenFisca simulation: a thousand cost little more than one.

The households of one month that were told the same things go together, through the plan of that month when there is
one (plan.py, lean.py) and through the untouched engine when there is none or when it does not cover them.
"""

from __future__ import annotations

import logging
import threading
from collections import OrderedDict
from collections.abc import Iterable, Iterator, Sequence
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import numpy

from rights_check.engine.legislation import tax_benefit_system
from rights_check.engine.months import Month
from rights_check.engine.rows import Household, Inputs, Value, asked_period
from rights_check.engine.untouched import untouched_simulation

__all__ = ["CENT", "Household", "Inputs", "Value", "calculate", "calculate_untouched"]

CENT = Decimal("0.01")
CHUNK = 2_000
"""Households calculated together: enough to share the cost, few enough to stay under 450 MB."""
KEPT_PLANS = 24
"""Plans kept in memory, the last ones used."""

Told = tuple[frozenset[tuple[str, str]], frozenset[tuple[str, str]], frozenset[tuple[str, str]]]
"""Which inputs of the persons, the family and the dwelling a household gives."""

_calculation_lock = threading.Lock()
"""OpenFisca keeps caches that are not meant for several threads."""
_logger = logging.getLogger(__name__)
_plans: OrderedDict[Any, Any] = OrderedDict()


def calculate(households: Sequence[Household], variables: Iterable[str]) -> list[dict[str, Decimal]]:
    """The family variables of each household in its month (or year), in euros rounded to the cent."""
    names = tuple(variables)
    results: list[dict[str, Decimal]] = [{} for _ in households]
    alike: dict[tuple[Month, Told], list[int]] = {}
    for place, household in enumerate(households):
        alike.setdefault((household.month, _told(household)), []).append(place)
    with _calculation_lock:
        for (month, told), places in alike.items():
            for start in range(0, len(places), CHUNK):
                chunk = places[start : start + CHUNK]
                together = [households[place] for place in chunk]
                for place, amounts in zip(chunk, calculate_alike(month, told, together, names), strict=True):
                    results[place] = amounts
    return results


def calculate_untouched(households: Sequence[Household], variables: Sequence[str]) -> list[dict[str, Decimal]]:
    """The same from OpenFisca itself, whatever the plans. All the households must be of the same month."""
    (month,) = {household.month for household in households}
    return list(_read(untouched_simulation(households), month, variables))


def calculate_alike(
    month: Month, told: Told, households: list[Household], names: tuple[str, ...]
) -> list[dict[str, Decimal]]:
    """Households of one month that give the same inputs. What the plan does not cover is set apart by halves."""
    from rights_check.engine.lean import NotCovered, lean_simulation

    plan = _plan((month, told, names), households[0])
    try:
        return list(_read(lean_simulation(tax_benefit_system(), plan, households), month, names))
    except NotCovered as error:
        _logger.warning("The plan of %s does not cover a household: %s", month, error)
        if len(households) == 1:
            return calculate_untouched(households, names)
        middle = len(households) // 2
        return [
            amounts
            for half in (households[:middle], households[middle:])
            for amounts in calculate_alike(month, told, half, names)
        ]


def _plan(key: tuple[Month, Told, tuple[str, ...]], example: Household) -> Any:
    from rights_check.engine.plan import record, typical_households

    if key in _plans:
        _plans.move_to_end(key)
    else:
        _plans[key] = record(tax_benefit_system(), typical_households(tax_benefit_system(), example), key[2])
        if len(_plans) > KEPT_PLANS:
            _plans.popitem(last=False)
    return _plans[key]


def _told(household: Household) -> Told:
    people: set[tuple[str, str]] = set()
    return (frozenset(people.union(*household.people)), frozenset(household.family), frozenset(household.dwelling))


def _read(simulation: Any, month: Month, names: Sequence[str]) -> Iterator[dict[str, Decimal]]:
    columns = []
    for name in names:
        period = asked_period(simulation.tax_benefit_system, name, month)
        columns.append([_cents(name, amount) for amount in simulation.calculate(name, period).tolist()])
    for amounts in zip(*columns, strict=True):
        yield dict(zip(names, amounts, strict=True))


def _cents(name: str, amount: float) -> Decimal:
    if not numpy.isfinite(amount):
        raise ArithmeticError(f"{name} is not a number")
    return Decimal(repr(round(amount, 4))).quantize(CENT, rounding=ROUND_HALF_UP)
