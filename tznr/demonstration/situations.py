"""Invented household situations, of the kinds that are met on a market: answers for the real rights engine."""

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from random import Random

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

# What nobody in the demonstration receives unless a situation says so.
ASKED = (
    ReceivedBenefit.RSA,
    ReceivedBenefit.PRIME_ACTIVITE,
    ReceivedBenefit.AIDE_LOGEMENT,
    ReceivedBenefit.ALLOCATIONS_FAMILIALES,
    ReceivedBenefit.SOUTIEN_FAMILIAL,
    ReceivedBenefit.COMPLEMENT_FAMILIAL,
    ReceivedBenefit.PAJE_BASE,
    ReceivedBenefit.PREPARE,
    ReceivedBenefit.AAH,
    ReceivedBenefit.ASS,
    ReceivedBenefit.ASPA,
    ReceivedBenefit.ASI,
    ReceivedBenefit.CSS,
    ReceivedBenefit.RENTREE_SCOLAIRE,
)
# Taxable pay over net social pay: a little more, as on a pay slip.
TAXABLE_OVER_NET = Decimal("1.03")


def income(kind: IncomeKind, month: Month, monthly: int, *, stopped_since: Month | None = None) -> Income:
    """`monthly` euros of net social in each of the last four months, until it stopped, and the taxable of the year."""
    months = [month - distance for distance in (4, 3, 2, 1)]
    return Income(
        kind=kind,
        net_social={
            each: Decimal(monthly) if stopped_since is None or each < stopped_since else Decimal(0) for each in months
        },
        net_taxable=(Decimal(monthly) * 12 * TAXABLE_OVER_NET).quantize(Decimal("0.01")),
        stopped_since=stopped_since,
        replaced_by=ReplacedBy.NOTHING if stopped_since else None,
        resigned=False if stopped_since else None,
    )


def adult(random: Random, month: Month, ages: tuple[int, int], *incomes: Income) -> Adult:
    age = random.randint(*ages)
    born = dt.date(month.year - age, random.randint(1, 12), random.randint(1, 28))
    return Adult(
        birth_date=born,
        residence=ResidenceStatus.FRENCH,
        student=False,
        attached_to_parents=False if age < 26 else None,
        young_worker_hours=False if age < 26 else None,
        incomes=incomes,
    )


def children(random: Random, month: Month, count: int) -> tuple[Child, ...]:
    """Of at most twelve years: their parents, in these situations, are 33 or more."""
    return tuple(
        Child(birth_date=dt.date(month.year - random.randint(1, 12), random.randint(1, 12), 10), shared_custody=False)
        for _ in range(count)
    )


def tenant(random: Random, commune: str, *, social: bool) -> Housing:
    return Housing(
        kind=HousingStatus.TENANT_UNFURNISHED,
        rent=Decimal(random.randrange(330, 640, 10)),
        commune=commune,
        social_landlord=social,
        landlord_is_relative=False,
    )


def received(**amounts: int) -> dict[ReceivedBenefit, Received]:
    known = {ReceivedBenefit(name): Received(monthly_amount=Decimal(amount)) for name, amount in amounts.items()}
    return {benefit: known.get(benefit, Received.nothing()) for benefit in ASKED}


def alone_without_income(random: Random, month: Month, commune: str) -> Situation:
    return Situation(
        claimant=adult(random, month, (26, 60)),
        in_couple=False,
        children=(),
        pregnancy=False,
        housing=Housing(kind=HousingStatus.HOUSED_FREE, commune=commune),
        received=received(),
        savings=Decimal(0),
        other_property=False,
        agricultural_scheme=False,
    )


def alone_with_low_pay(random: Random, month: Month, commune: str) -> Situation:
    pay = income(IncomeKind.SALARY, month, random.randrange(620, 1500, 20))
    return Situation(
        claimant=adult(random, month, (23, 58), pay),
        in_couple=False,
        children=(),
        pregnancy=False,
        housing=tenant(random, commune, social=random.random() < 0.6),
        received=received(),
        savings=Decimal(800),
        other_property=False,
        agricultural_scheme=False,
    )


def alone_whose_job_stopped(random: Random, month: Month, commune: str) -> Situation:
    pay = income(IncomeKind.SALARY, month, random.randrange(900, 1700, 50), stopped_since=month - random.choice((1, 2)))
    return Situation(
        claimant=adult(random, month, (27, 55), pay),
        in_couple=False,
        children=(),
        pregnancy=False,
        housing=tenant(random, commune, social=True),
        received=received(),
        savings=Decimal(0),
        other_property=False,
        agricultural_scheme=False,
    )


def alone_with_children(random: Random, month: Month, commune: str) -> Situation:
    count = random.randint(1, 3)
    family = {"allocations_familiales": 151} if count >= 2 else {}
    pay = income(IncomeKind.SALARY, month, random.randrange(400, 1300, 50))
    return Situation(
        claimant=adult(random, month, (33, 48), pay),
        in_couple=False,
        children=children(random, month, count),
        pregnancy=False,
        isolated_since=month - random.randint(3, 40),
        housing=tenant(random, commune, social=True),
        received=received(**family),
        savings=Decimal(0),
        other_property=False,
        agricultural_scheme=False,
    )


def couple_with_one_pay(random: Random, month: Month, commune: str) -> Situation:
    count = random.randint(0, 4)
    family = {"allocations_familiales": 151 if count == 2 else 345} if count >= 2 else {}
    pay = income(IncomeKind.SALARY, month, random.randrange(1100, 1900, 50))
    return Situation(
        claimant=adult(random, month, (33, 55), pay),
        in_couple=True,
        partner=adult(random, month, (33, 55)),
        children=children(random, month, count),
        pregnancy=False,
        housing=tenant(random, commune, social=random.random() < 0.7),
        received=received(**family),
        savings=Decimal(1500),
        other_property=False,
        agricultural_scheme=False,
    )


def already_receiving(random: Random, month: Month, commune: str) -> Situation:
    return Situation(
        claimant=adult(random, month, (28, 60)),
        in_couple=False,
        children=(),
        pregnancy=False,
        housing=tenant(random, commune, social=True),
        received=received(rsa=random.choice((568, 573)), aide_logement=random.randrange(230, 300, 5)),
        savings=Decimal(0),
        other_property=False,
        agricultural_scheme=False,
    )


def retired_couple(random: Random, month: Month, commune: str) -> Situation:
    return Situation(
        claimant=adult(random, month, (66, 82), income(IncomeKind.RETIREMENT, month, random.randrange(800, 1300, 50))),
        in_couple=True,
        partner=adult(random, month, (66, 82), income(IncomeKind.RETIREMENT, month, random.randrange(200, 700, 50))),
        children=(),
        pregnancy=False,
        housing=Housing(kind=HousingStatus.OWNER, commune=commune),
        received=received(),
        savings=Decimal(9000),
        other_property=False,
        agricultural_scheme=False,
    )


def taxable_pay_unknown(random: Random, month: Month, commune: str) -> Situation:
    """She has her last pay slips and nothing over the year: housing benefit is « à vérifier »."""
    pay = income(IncomeKind.SALARY, month, random.randrange(900, 1500, 50))
    return Situation(
        claimant=adult(random, month, (25, 60), Income(kind=pay.kind, net_social=pay.net_social)),
        in_couple=False,
        children=(),
        pregnancy=False,
        housing=tenant(random, commune, social=True),
        received=received(),
        savings=None,
        other_property=False,
        agricultural_scheme=False,
    )


def residence_not_said(random: Random, month: Month, commune: str) -> Situation:
    claimant = adult(random, month, (25, 50))
    return Situation(
        claimant=Adult(birth_date=claimant.birth_date, residence=ResidenceStatus.NOT_SAID, student=False, incomes=()),
        in_couple=False,
        children=(),
        pregnancy=False,
        housing=Housing(kind=HousingStatus.HOMELESS, commune=commune),
        received=received(),
        savings=Decimal(0),
        other_property=False,
        agricultural_scheme=False,
    )


Kind = Callable[[Random, Month, str], Situation]
KINDS: tuple[Kind, ...] = (
    alone_without_income,
    alone_with_low_pay,
    alone_whose_job_stopped,
    alone_with_children,
    couple_with_one_pay,
    already_receiving,
    retired_couple,
    taxable_pay_unknown,
    residence_not_said,
)
WEIGHTS = (14, 20, 14, 18, 14, 6, 4, 6, 4)


def invent(random: Random, month: Month, commune: str) -> Situation:
    kind: Kind = random.choices(KINDS, WEIGHTS)[0]
    situation = kind(random, month, commune)
    taxable = [income.net_taxable or Decimal(0) for one in situation.adults for income in one.incomes or ()]
    return replace(
        situation,
        income_two_years_ago=sum(taxable, Decimal(0)) if situation.children else None,
        other_parent_supports=random.random() < 0.5 if situation.children and not situation.in_couple else None,
        disability=random.random() < 0.05,
    )
