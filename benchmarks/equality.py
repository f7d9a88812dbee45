"""Every amount of random households, through the plans and from the untouched engine: equal to the cent, or it fails.

`python -m benchmarks.equality [households]` (5 000 unless told): households of every shape, each in a month from
January 2021 on. Every hypothesis of every household is compared, not only what is shown in the end.
"""

from __future__ import annotations

import random
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from unittest import mock

from benchmarks.situations import random_month, random_situation
from rights_check.engine import Assessment, Month, Situation, assess_many, load_legislation, simulation
from rights_check.engine.simulation import Household

SEED = 2026


@dataclass
class Comparison:
    households: int = 0
    amounts: int = 0
    not_zero: int = 0
    different: list[str] = field(default_factory=list)


def random_cases(count: int, seed: int = SEED) -> list[tuple[Situation, Month]]:
    chance = random.Random(seed)
    months = [random_month(chance) for _ in range(count)]
    return [(random_situation(chance, month), month) for month in months]


def compare(cases: Sequence[tuple[Situation, Month]], *, together: bool) -> Comparison:
    """Assesses the cases, month by month or one by one, and compares every amount that OpenFisca gave."""
    comparison = Comparison(households=len(cases))
    by_plan = simulation.calculate_alike

    def by_both(
        month: Month, told: simulation.Told, households: list[Household], names: tuple[str, ...]
    ) -> list[dict[str, Decimal]]:
        found = by_plan(month, told, households, names)
        expected = simulation.calculate_untouched(households, names)
        for household, one, other in zip(households, found, expected, strict=True):
            comparison.amounts += len(other)
            comparison.not_zero += sum(amount != 0 for amount in other.values())
            if one != other:
                comparison.different.append(f"{month}, {household.shape}: {one} instead of {other}")
        return found

    groups: dict[object, list[tuple[Situation, Month]]] = {}
    for place, case in enumerate(cases):
        groups.setdefault(case[1] if together else place, []).append(case)
    with mock.patch.object(simulation, "calculate_alike", by_both):
        for _, group in sorted(groups.items(), key=lambda item: item[1][0][1]):
            for answer in assess_many(group):
                if not isinstance(answer, Assessment):
                    comparison.different.append(f"{answer.month}: {answer.cause}")
    return comparison


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 5_000
    load_legislation()
    start = time.perf_counter()
    result = compare(random_cases(count), together=True)
    print(
        f"{result.households} households, {result.amounts} amounts compared with the untouched engine "
        f"({result.not_zero} not zero), {len(result.different)} different, {time.perf_counter() - start:.0f} s"
    )
    for line in result.different[:20]:
        print(" ", line)
    if result.different:
        sys.exit(1)


if __name__ == "__main__":
    main()
