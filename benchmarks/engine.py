"""Times of the rights engine: loading, one household against OpenFisca itself, ten thousand households.

Run from the root: `python -m benchmarks.engine`. No Django, no database.

One household is compared with what `openfisca serve` does with a request, less the web: the household as JSON to
`SimulationBuilder.build_from_entities`, then the same variables, one after the other, in the same process. The HTTP
server, which would only make the reference slower, is not counted (Flask is kept out of the installation). Two
requests are timed: the household as one would describe it (what is 0 or false is left out), and every input of the
engine, the zeros included, which spares OpenFisca most of its work. Times are those of the processor.
"""

from __future__ import annotations

import random
import resource
import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from functools import partial
from typing import Any
from unittest import mock

from benchmarks.situations import LAST_MONTH, random_situation
from rights_check.engine import Situation, assess, assess_many, load_legislation, simulation
from rights_check.engine.legislation import tax_benefit_system
from rights_check.engine.rows import Household, Inputs, asked_period

SAMPLE = 40
"""Households assessed one at a time."""
CROWD = 10_000
Asked = list[tuple[Household, tuple[str, ...]]]
"""What OpenFisca was asked for one household: the first hypothesis of each calculation, with its variables."""


@contextmanager
def timed(what: str) -> Iterator[None]:
    start = time.perf_counter()
    yield
    print(f"{what:66} {time.perf_counter() - start:8.2f} s")


def asked_of_openfisca(situation: Situation) -> Asked:
    asked: Asked = []
    calculate = simulation.calculate_alike

    def note(month: Any, told: Any, households: list[Household], names: tuple[str, ...]) -> Any:
        asked.append((households[0], names))
        return calculate(month, told, households, names)

    with mock.patch.object(simulation, "calculate_alike", note):
        assess(situation, LAST_MONTH)
    return asked


def households_with_everything(count: int) -> list[tuple[Situation, Asked]]:
    """Random households for which as many variables are calculated as for any of them."""
    chance = random.Random(7)
    found: list[tuple[Situation, Asked]] = []
    while len(found) < count:
        situation = random_situation(chance, LAST_MONTH)
        asked = asked_of_openfisca(situation)
        most = max((len(_names(known)) for _, known in found), default=0)
        if len(_names(asked)) > most:
            found = []
        if asked and len(_names(asked)) >= most:
            found.append((situation, asked))
    return found


def _names(asked: Asked) -> list[str]:
    return list(dict.fromkeys(name for _, names in asked for name in names))


def request(asked: Asked, *, zeros: bool) -> dict[str, Any]:
    """The household as one request to OpenFisca's service: the inputs, but nothing that it is asked for."""
    names = _names(asked)
    month = str(asked[0][0].month)
    first = asked[0][0]
    people = [
        _entity([household.people[place] for household, _ in asked], names, month, zeros=zeros)
        for place in range(len(first.people))
    ]
    parents = [str(place) for place in range(len(first.parents))]
    children = [str(place) for place in range(len(first.parents), len(people))]
    family = _entity([household.family for household, _ in asked], names, month, zeros=zeros)
    dwelling = _entity([household.dwelling for household, _ in asked], names, month, zeros=zeros)
    return {
        "individus": {str(place): person for place, person in enumerate(people)},
        "familles": {"famille": {"parents": parents, "enfants": children, **family}},
        "foyers_fiscaux": {"foyer": {"declarants": parents, "personnes_a_charge": children}},
        "menages": {
            "menage": {
                "personne_de_reference": parents[:1],
                "conjoint": parents[1:],
                "enfants": children,
                **dwelling,
            }
        },
    }


def _entity(rows: list[Inputs], names: list[str], month: str, *, zeros: bool) -> dict[str, dict[str, Any]]:
    values: dict[str, dict[str, Any]] = {}
    for row in rows:
        for (name, period), value in row.items():
            if (name not in names or period != month) and (zeros or value):
                values.setdefault(name, {})[period] = value.isoformat() if isinstance(value, date) else value
    return values


def ask_openfisca(question: dict[str, Any], names: list[str]) -> None:
    from openfisca_core.simulation_builder import SimulationBuilder

    answer = SimulationBuilder().build_from_entities(tax_benefit_system(), question)
    for name in names:
        answer.calculate(name, asked_period(tax_benefit_system(), name, LAST_MONTH))


def _seconds(run: Callable[[], object]) -> float:
    """Of this process, so that what else the machine does is not counted."""
    start = time.process_time()
    run()
    return time.process_time() - start


def one_household() -> None:
    sample = households_with_everything(SAMPLE)
    names = _names(sample[0][1])
    print(f"One household, warm: {len(sample)} households of {LAST_MONTH}, variables {', '.join(names)}")
    ours: list[float] = []
    described: list[float] = []
    told_everything: list[float] = []
    for situation, asked in sample:
        described.append(_seconds(partial(ask_openfisca, request(asked, zeros=False), names)))
        told_everything.append(_seconds(partial(ask_openfisca, request(asked, zeros=True), names)))
        ours.append(_seconds(partial(assess, situation, LAST_MONTH)))
    for what, pick in (("median", statistics.median), ("p95", _p95)):
        one, plain, full = pick(ours), pick(described), pick(told_everything)
        print(
            f"  {what:8} assess {one * 1000:5.0f} ms;   OpenFisca, household described {plain * 1000:5.0f} ms: "
            f"1/{plain / one:.0f};   every input given {full * 1000:5.0f} ms: 1/{full / one:.0f}"
        )


def _p95(values: list[float]) -> float:
    return statistics.quantiles(values, n=20)[-1]


def ten_thousand_households() -> None:
    sample = households_with_everything(SAMPLE)
    calls = [asked for _, asked in sample]
    shortest = min(len(asked) for asked in calls)
    total = 0.0
    for place in range(shortest):
        rows = [calls[number % len(calls)][place][0] for number in range(CROWD)]
        names = calls[0][place][1]
        start = time.process_time()
        simulation.calculate(rows, names)
        total += time.process_time() - start
    print(f"{CROWD} households, calculation of all the variables: {CROWD / total:.0f} households per second and core")
    cases = [(sample[number % len(sample)][0], LAST_MONTH) for number in range(CROWD)]
    start = time.process_time()
    assess_many(cases)
    spent = time.process_time() - start
    print(f"{CROWD} households, complete assessments with every hypothesis: {CROWD / spent:.0f} per second and core")
    print(f"highest memory of the process: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


def main() -> None:
    with timed("load the legislation and warm it"):
        load_legislation()
    one_household()
    ten_thousand_households()


if __name__ == "__main__":
    main()
