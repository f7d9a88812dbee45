"""OpenFisca's periods, which remember the answers of their own arithmetic.

Periods never change, and the formulas ask for the same « last month » thousands of times. This is a subclass given to
the formulas of one simulation: OpenFisca's own class is left alone. Only the months and years of a plan are ever asked
for, so that what is remembered stays small.
"""

from __future__ import annotations

from functools import cache, cached_property
from typing import Any

from openfisca_core.periods import Instant, Period, period

_known: dict[Any, LeanPeriod] = {}


class LeanPeriod(Period):
    """The same period is always the same object."""

    _hash: int
    _offsets: dict[Any, LeanPeriod]

    def __new__(cls, period: Any) -> LeanPeriod:
        known = _known.get(period)
        if known is None:
            known = super().__new__(cls, period)
            known._hash = tuple.__hash__(known)
            known._offsets = {}
            _known[known] = known
        return known

    def __hash__(self) -> int:
        return self._hash

    def offset(self, offset: Any, unit: Any = None) -> Any:
        known = self._offsets.get((offset, unit))
        if known is None:
            known = self._offsets[offset, unit] = super().offset(offset, unit)
        return known

    @cached_property
    def start(self) -> Any:
        return LeanInstant(super().start)

    @cached_property
    def _subperiods(self) -> dict[Any, Any]:
        return {}

    def get_subperiods(self, unit: Any) -> Any:
        known = self._subperiods.get(unit)
        if known is None:
            known = self._subperiods[unit] = tuple(super().get_subperiods(unit))
        return known

    @cached_property
    def stop(self) -> Any:
        return super().stop

    @cached_property
    def size_in_months(self) -> Any:
        return super().size_in_months

    @cached_property
    def last_month(self) -> Any:
        return super().last_month

    @cached_property
    def last_3_months(self) -> Any:
        return super().last_3_months

    @cached_property
    def last_year(self) -> Any:
        return super().last_year

    @cached_property
    def n_2(self) -> Any:
        return super().n_2

    @cached_property
    def this_year(self) -> Any:
        return super().this_year

    @cached_property
    def first_month(self) -> Any:
        return super().first_month


class LeanInstant(Instant):
    @cached_property
    def _offsets(self) -> dict[Any, Any]:
        return {}

    def offset(self, offset: Any, unit: Any) -> Any:
        known = self._offsets.get((offset, unit))
        if known is None:
            known = self._offsets[offset, unit] = super().offset(offset, unit)
        return known


@cache
def lean_period(text: str) -> LeanPeriod:
    return LeanPeriod(period(text))
