"""What an indicator is: a name, a sentence, and the rows it counts."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from statistics import median
from typing import Any

from django.db.models import Count, Expression, F, Model, QuerySet, Sum
from django.db.models.functions import TruncMonth

from reporting.enums import Counted
from reporting.periods import COMMUNE_NOT_NOTED, PARIS, Scope

Rows = QuerySet[Any, Any]
Number = int | Decimal


@dataclass(frozen=True)
class Indicator:
    """One figure. Its number is derived from its rows, so that what is shown is always what is listed.

    `commune` is where its rows lie: an expression over the row. `moment` is the field that places a row in a month,
    for the indicators that can be drawn month by month. `about_people` is false for what points at nobody (outings):
    no threshold applies to it.
    """

    id: str
    name: str
    counts: Counted
    definition: str
    find: Callable[[Scope], Rows]
    commune: Expression | F
    section: str
    moment: str = ""
    about_people: bool = True
    total: str = ""
    value_of: Callable[[Model], Decimal] | None = None

    def rows(self, scope: Scope) -> Rows:
        """The rows behind the number, in an order that does not change from page to page."""
        rows = self.find(scope)
        if scope.commune:
            code = None if scope.commune == COMMUNE_NOT_NOTED else scope.commune
            rows = rows.alias(counted_in=self.commune)
            rows = rows.filter(counted_in__isnull=True) if code is None else rows.filter(counted_in=code)
        return rows

    def number(self, scope: Scope) -> Number | None:
        """The figure; None when there is nothing to compute it from."""
        rows = self.rows(scope)
        if self.total:
            total: Decimal | None = rows.order_by().aggregate(total=Sum(self.total))["total"]
            return total
        if self.value_of:
            values = [self.value_of(row) for row in rows]
            return median(values) if values else None
        return rows.order_by().count()

    def by_commune(self, scope: Scope) -> dict[str, int]:
        """Number of rows in each commune; COMMUNE_NOT_NOTED for the rows that have none."""
        counts = (self.rows(scope).annotate(counted_in=self.commune).order_by().values("counted_in")).annotate(
            number=Count("pk")
        )
        return {row["counted_in"] or COMMUNE_NOT_NOTED: row["number"] for row in counts}

    def by_month(self, scope: Scope) -> dict[dt.date, int]:
        """Number of rows in each month, by the first day of the month."""
        counts = (
            self.rows(scope).order_by().annotate(in_month=TruncMonth(self.moment, tzinfo=PARIS)).values("in_month")
        ).annotate(number=Count("pk"))
        return {row["in_month"].date(): row["number"] for row in counts}
