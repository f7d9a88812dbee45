"""A situation carried to a later month, as if nothing had changed since the review.

What went on is taken to go on with its last amount; what stopped stays stopped; what cannot be carried (a pregnancy,
the yearly total of an income that moved) is not known any more. So a right found this way is a reason to see her again.
"""

from dataclasses import replace
from decimal import Decimal

from rights_check.engine import Adult, Income, Month, Situation

STEADY = (Decimal("0.9"), Decimal("1.15"))
"""Net taxable pay against twelve times the last net pay, for a year that a steady pay explains: the two differ by a few
per cent (non-deductible CSG and CRDS)."""


def carried(situation: Situation, start: Month, to: Month) -> Situation:
    """The situation of the month `start`, as it would be told in the month `to`, not earlier."""
    if to == start:
        return situation
    return replace(
        situation,
        claimant=_adult(situation.claimant, start, to),
        partner=None if situation.partner is None else _adult(situation.partner, start, to),
        pregnancy=None if situation.pregnancy else situation.pregnancy,
        # Another year, another year N-2.
        income_two_years_ago=situation.income_two_years_ago if to.year == start.year else None,
    )


def _adult(adult: Adult, start: Month, to: Month) -> Adult:
    if adult.incomes is None:
        return adult
    return replace(adult, incomes=tuple(_income(income, start, to) for income in adult.incomes))


def _income(income: Income, start: Month, to: Month) -> Income:
    amounts = dict(income.net_social)
    last = amounts.get(start - 1)
    for ahead in range(to.months_since(start)):
        month = start + ahead
        if month not in amounts:
            amounts[month] = _amount(income, month, last)
    return replace(income, net_social=amounts, net_taxable=_net_taxable(income, last))


def _amount(income: Income, month: Month, last: Decimal | None) -> Decimal | None:
    if income.stopped is False:
        return last
    if income.stopped_since is not None and month > income.stopped_since:
        return Decimal(0)
    return None


def _net_taxable(income: Income, last: Decimal | None) -> Decimal | None:
    if income.stopped is not False or income.net_taxable is None or last is None:
        return None
    lowest, highest = (12 * last * bound for bound in STEADY)
    return income.net_taxable if lowest <= income.net_taxable <= highest else None
