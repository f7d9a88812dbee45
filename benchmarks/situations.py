"""Random households of every shape, for the tests and the benchmarks: invented, valid, and the same for the same seed.

Couples and single persons, 0 to 6 children, students, retired, agricultural scheme, every residence status, every kind
of housing and of income, received benefits, and any month from 2021 on.
"""

from __future__ import annotations

import random
from datetime import date
from decimal import Decimal

from rights_check.engine import (
    Adult,
    Child,
    Housing,
    HousingStatus,
    Income,
    IncomeKind,
    Month,
    Received,
    ReceivedBenefit,
    ReplacedBy,
    ResidenceStatus,
    Situation,
)

FIRST_MONTH = Month(2021, 1)
LAST_MONTH = Month(2026, 10)
COMMUNES = ("21231", "21166", "21617", "21355", "21515", "75056", "13055", "59350")
YOUNGEST_ADULT = 18
OLDEST_ADULT = 84
YOUNGEST_PARENT = 16
OLDEST_CHILD = 20
_REPLACEMENTS = (ReplacedBy.NOTHING, ReplacedBy.NOTHING, ReplacedBy.OTHER)
_NEVER_CALCULATED = (IncomeKind.SELF_EMPLOYED, IncomeKind.OTHER)
"""Their presence leaves everything to verify: fewer of them, more amounts."""


def random_month(chance: random.Random, first: Month = FIRST_MONTH, last: Month = LAST_MONTH) -> Month:
    return first + chance.randint(0, last.months_since(first))


def random_situation(chance: random.Random, month: Month) -> Situation:
    """Every question is answered, so that as much as possible is calculated."""
    in_couple = chance.random() < 0.45
    claimant = _adult(chance, month)
    children = tuple(_child(chance, month, claimant) for _ in range(chance.choice((0, 0, 0, 1, 1, 2, 2, 3, 4, 5, 6))))
    return Situation(
        claimant=claimant,
        in_couple=in_couple,
        partner=_adult(chance, month) if in_couple else None,
        children=children,
        pregnancy=chance.random() < 0.08,
        isolated_since=month - chance.randint(0, 40) if children and not in_couple else None,
        housing=_housing(chance),
        received={benefit: _received(chance, month) for benefit in ReceivedBenefit},
        savings=Decimal(chance.choice((0, 0, 0, 500, 8_000, 35_000, 90_000))),
        other_property=False,
        agricultural_scheme=chance.random() < 0.15,
    )


def _adult(chance: random.Random, month: Month) -> Adult:
    age = chance.choice((chance.randint(YOUNGEST_ADULT, 30), chance.randint(25, 64), chance.randint(55, OLDEST_ADULT)))
    student = age < 30 and chance.random() < 0.4
    french = chance.random() < 0.6
    residence = ResidenceStatus.FRENCH if french else chance.choice(list(ResidenceStatus))
    return Adult(
        birth_date=_born(chance, month, age),
        residence=residence,
        permit_start=month - chance.randint(1, 120) if residence.has_permit_dates else None,
        permit_end=month + chance.randint(0, 60) if residence.has_permit_dates else None,
        student=student,
        grant_holder=student and chance.random() < 0.5,
        attached_to_parents=age < 25 and chance.random() < 0.2,
        young_worker_hours=age < 25 and chance.random() < 0.3,
        incomes=tuple(_incomes(chance, month, age)),
    )


def _born(chance: random.Random, month: Month, age: int) -> date:
    earlier = Month.of(month.first_day) - 12 * age - chance.randint(0, 11)
    return date(earlier.year, earlier.month, chance.randint(1, earlier.last_day.day))


def _child(chance: random.Random, month: Month, parent: Adult) -> Child:
    parent_from = Month.of(parent.birth_date or month.first_day) + 12 * YOUNGEST_PARENT
    born = month - chance.randint(0, min(12 * OLDEST_CHILD, month.months_since(parent_from)))
    last_day = born.last_day.day
    return Child(birth_date=date(born.year, born.month, chance.randint(1, last_day)), shared_custody=False)


def _incomes(chance: random.Random, month: Month, age: int) -> list[Income]:
    if chance.random() < 0.2:
        return []
    usual = [IncomeKind.RETIREMENT] if age >= 62 else [IncomeKind.SALARY]
    others = [kind for kind in IncomeKind if kind not in usual]
    if chance.random() < 0.7:
        others = [kind for kind in others if kind not in _NEVER_CALCULATED]
    kinds = usual * (chance.random() < 0.75) + chance.sample(others, chance.choice((0, 0, 1, 1, 2)))
    return [_income(chance, month, kind) for kind in kinds]


def _income(chance: random.Random, month: Month, kind: IncomeKind) -> Income:
    highest = chance.choice((300, 900, 1_600, 2_400, 4_500))
    level = chance.randint(0, highest)
    stopped_since = month - chance.randint(0, 3) if chance.random() < 0.2 else None
    net_social = {}
    for back in range(1, 5):
        paid = stopped_since is None or month - back < stopped_since
        amount = Decimal(level * 100 + chance.randint(0, 20_000)) / 100 if paid else Decimal(0)
        net_social[month - back] = amount
    return Income(
        kind=kind,
        net_social=net_social,
        net_taxable=(Decimal(level) * chance.randint(0, 13)).quantize(Decimal("0.01")),
        stopped_since=stopped_since,
        replaced_by=chance.choice((ReplacedBy.NOTHING, ReplacedBy.NOTHING, ReplacedBy.OTHER))
        if stopped_since
        else None,
        resigned=chance.random() < 0.3 if stopped_since else None,
        began=month - chance.randint(0, 11) if kind is IncomeKind.SICK_PAY else None,
    )


def _housing(chance: random.Random) -> Housing:
    kind = chance.choice((HousingStatus.TENANT_UNFURNISHED, HousingStatus.TENANT_UNFURNISHED, *HousingStatus))
    if not kind.pays_rent:
        return Housing(kind=kind, commune=chance.choice(COMMUNES))
    return Housing(
        kind=kind,
        rent=Decimal(chance.randint(8_000, 110_000)) / 100,
        commune=chance.choice(COMMUNES),
        social_landlord=chance.random() < 0.4,
        landlord_is_relative=chance.random() < 0.04,
    )


def _received(chance: random.Random, month: Month) -> Received:
    if chance.random() < 0.92:
        return Received.nothing()
    return Received(Decimal(chance.randint(1_000, 90_000)) / 100, since=month - chance.randint(0, 30))
