"""Times of the rights engine: loading, one household, and the 80 households over twelve months of the demonstration.

Run from the root: `python -m benchmarks.engine`. No Django, no database.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from decimal import Decimal

from rights_check.engine import (
    Adult,
    Assessment,
    Housing,
    HousingStatus,
    Income,
    IncomeKind,
    Month,
    Received,
    ReceivedBenefit,
    ResidenceStatus,
    Situation,
    assess,
    assess_many,
    load_legislation,
)

HOUSEHOLDS = 80
LAST_MONTH = Month(2026, 10)


@contextmanager
def timed(what: str) -> Iterator[None]:
    start = time.perf_counter()
    yield
    print(f"{what:45} {time.perf_counter() - start:6.2f} s")


def household(number: int, month: Month) -> Situation:
    pay = Decimal(40 * number)
    return Situation(
        claimant=Adult(
            birth_date=date(1970 + number % 28, 1 + number % 12, 10),
            residence=ResidenceStatus.FRENCH,
            student=False,
            attached_to_parents=False,
            incomes=(Income(IncomeKind.SALARY, {month - back: pay for back in range(1, 5)}, pay * 12),),
        ),
        in_couple=False,
        children=(),
        pregnancy=False,
        housing=Housing(HousingStatus.TENANT_UNFURNISHED, Decimal(450), "21231", None, False),
        received={benefit: Received.nothing() for benefit in ReceivedBenefit},
        savings=Decimal(0),
        other_property=False,
    )


def main() -> None:
    with timed("load the legislation and warm it"):
        load_legislation()
    with timed("one household, warm"):
        assess(household(20, LAST_MONTH), LAST_MONTH)
    months = [LAST_MONTH - number % 12 for number in range(HOUSEHOLDS)]
    cases = [(household(number, month), month) for number, month in enumerate(months)]
    with timed(f"{HOUSEHOLDS} households over 12 months, together"):
        answers = assess_many(cases)
    assert all(isinstance(answer, Assessment) for answer in answers)
    with timed("the same, again"):
        assess_many(cases)


if __name__ == "__main__":
    main()
