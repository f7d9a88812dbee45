"""What would change the rights of a household: another pay, the months to come, a birth, another rent.

One vectorised pass of the same engine answers all of it, with the rules of the month of the review: what the law will
be is not known. To look k months ahead, the household is made k months older instead of the month being moved.

« Today » and every other case suppose that each right is claimed: what is received now is computed again.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import lru_cache
from itertools import pairwise

from rights_check.engine.assessment import assess_many
from rights_check.engine.catalogue import Benefit
from rights_check.engine.conditions import ASPA_AGE, GROWN_CHILD, month_of_age
from rights_check.engine.facts import Fact
from rights_check.engine.french import about_euros
from rights_check.engine.legislation import parameters_at, tax_benefit_system
from rights_check.engine.months import Month
from rights_check.engine.residence import five_years_of_permit
from rights_check.engine.results import Assessment, EligibilityStatus, EngineFailure
from rights_check.engine.simulation import CENT
from rights_check.engine.situation import (
    NOT_PAID_MONTHLY,
    Adult,
    Child,
    Housing,
    HousingStatus,
    Income,
    IncomeKind,
    Received,
    ReceivedBenefit,
    ResidenceStatus,
    Situation,
)
from rights_check.engine.translation import reference_months

HIGHEST_PAY = 2_500
PAY_STEP = 50
MONTHS_AHEAD = 18

MOVE_WITH_PAY = (ReceivedBenefit.RSA, ReceivedBenefit.PRIME_ACTIVITE, ReceivedBenefit.AIDE_LOGEMENT)
"""Benefits computed again in every case, even when they are received today."""

REPLACED_BY_A_JOB = frozenset({IncomeKind.SALARY, IncomeKind.UNEMPLOYMENT, IncomeKind.SICK_PAY})

FOR_A_CHILD = (
    ReceivedBenefit.ALLOCATIONS_FAMILIALES,
    ReceivedBenefit.SOUTIEN_FAMILIAL,
    ReceivedBenefit.COMPLEMENT_FAMILIAL,
    ReceivedBenefit.PAJE_BASE,
    ReceivedBenefit.PREPARE,
)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the household would have, in euros a month, once everything probable is claimed."""

    statuses: Mapping[Benefit, EligibilityStatus]
    amounts: Mapping[Benefit, Decimal]
    """Of the rights that are probable."""
    benefits: Decimal
    """All of them together, interactions counted; a minimum when a right is to verify."""
    resources: Decimal | None
    """Incomes, benefits received that do not change, and `benefits`; None when an income is not known."""

    @property
    def to_verify(self) -> tuple[Benefit, ...]:
        return tuple(benefit for benefit, status in self.statuses.items() if status is EligibilityStatus.TO_VERIFY)


@dataclass(frozen=True, slots=True)
class PayPoint:
    pay: Decimal
    """The claimant's montant net social of each month, for a year already."""
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class Change:
    """A right whose answer is no longer the same from this month on, if nothing else changes."""

    month: Month
    benefit: Benefit
    before: EligibilityStatus
    after: EligibilityStatus
    monthly_amount: Decimal | None
    causes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Scenario:
    label: str
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class Move:
    """Another dwelling: the rent without charges, in euros a month, and the INSEE code of its commune."""

    rent: Decimal
    commune: str | None


@dataclass(frozen=True, slots=True)
class Projections:
    today: Outcome
    curve: tuple[PayPoint, ...]
    """Empty when no amount can be given at any pay."""
    changes: tuple[Change, ...]
    scenarios: tuple[Scenario, ...]
    missing: tuple[Fact, ...]
    """What would let more be said."""


@dataclass(frozen=True, slots=True)
class _Case:
    label: str
    situation: Situation


def project(situation: Situation, month: Month, *, move: Move | None = None) -> Projections:
    """Raises ArithmeticError when the household itself cannot be computed; another case that fails is left out."""
    months = [_Case("", _older(situation, ahead, month)) for ahead in range(MONTHS_AHEAD + 1)]
    pays = [Decimal(pay) for pay in range(0, HIGHEST_PAY + PAY_STEP, PAY_STEP)] if _incomes_known(situation) else []
    curve = [_Case("", _with_pay(situation, pay, month)) for pay in pays]
    scenarios = list(_scenarios(situation, month, move))
    cases = [*months, *curve, *scenarios]
    assessments = assess_many([(_all_claimed(case.situation), month) for case in cases])
    outcomes = [_outcome(case.situation, answer, month) for case, answer in zip(cases, assessments, strict=True)]
    first, ahead = assessments[0], outcomes[: len(months)]
    if isinstance(first, EngineFailure) or ahead[0] is None:
        raise ArithmeticError("The household cannot be computed")
    drawn = outcomes[len(months) : len(months) + len(curve)]
    points = [PayPoint(pay, outcome) for pay, outcome in zip(pays, drawn, strict=True) if outcome is not None]
    told = zip(scenarios, outcomes[len(months) + len(curve) :], strict=True)
    return Projections(
        today=ahead[0],
        curve=tuple(points) if any(point.outcome.amounts for point in points) else (),
        changes=tuple(_changes(situation, month, ahead)),
        scenarios=tuple(Scenario(case.label, outcome) for case, outcome in told if outcome is not None),
        missing=tuple(dict.fromkeys(missing.fact for result in first.results for missing in result.missing)),
    )


def _incomes_known(situation: Situation) -> bool:
    return all(adult.incomes is not None for adult in situation.adults)


def _all_claimed(situation: Situation) -> Situation:
    """Nothing of what is computed here is received yet, so that all of it is computed."""
    return replace(situation, received={**situation.received, **dict.fromkeys(MOVE_WITH_PAY, Received.nothing())})


# --- Outcomes ----------------------------------------------------------------------------------------------------


def _outcome(situation: Situation, answer: Assessment | EngineFailure, month: Month) -> Outcome | None:
    if isinstance(answer, EngineFailure):
        return None
    benefits = answer.net_monthly_gain or Decimal(0)
    own = _own_resources(situation, month)
    return Outcome(
        statuses={result.benefit: result.status for result in answer.results},
        amounts={
            result.benefit: result.monthly_amount
            for result in answer.results
            if result.status is EligibilityStatus.PROBABLE and result.monthly_amount
        },
        benefits=benefits,
        resources=None if own is None else own + benefits,
    )


def _own_resources(situation: Situation, month: Month) -> Decimal | None:
    """Incomes of the last month that go on, and the benefits received that do not move with pay."""
    if not _incomes_known(situation):
        return None
    amounts = [
        income.net_social.get(month - 1)
        for adult in situation.adults
        for income in adult.incomes or ()
        if income.stopped is False
    ]
    amounts += [
        received.monthly_amount
        for benefit, received in situation.received.items()
        if received.receives and benefit not in MOVE_WITH_PAY and benefit not in NOT_PAID_MONTHLY
    ]
    known = [amount for amount in amounts if amount is not None]
    return sum(known, Decimal(0)) if len(known) == len(amounts) else None


# --- Pay, job, birth, move ---------------------------------------------------------------------------------------


def _scenarios(situation: Situation, month: Month, move: Move | None) -> Iterator[_Case]:
    if _incomes_known(situation):
        for share, label in (
            (Decimal("0.5"), "Un emploi à mi-temps au Smic"),
            (Decimal(1), "Un emploi à temps plein au Smic"),
        ):
            pay = (minimum_wage(month).net * share).quantize(CENT)
            yield _Case(f"{label} (environ {pay:.0f} € net par mois)", _with_pay(situation, pay, month))
    if situation.children is not None:
        label = "La naissance de l’enfant attendu" if situation.pregnancy else "Une naissance"
        yield _Case(f"{label}, le mois d’après", _with_birth(situation, month))
    if move is not None:
        yield _Case(f"Un loyer de {about_euros(move.rent)} par mois, sans les charges", _moved(situation, move))


def _with_pay(situation: Situation, pay: Decimal, month: Month) -> Situation:
    """The claimant has this pay alone in place of pay, unemployment benefit and sick pay, for a year already."""
    others = tuple(
        income
        for income in situation.claimant.incomes or ()
        if income.kind not in REPLACED_BY_A_JOB and income.stopped is False
    )
    job = Income(
        kind=IncomeKind.SALARY,
        net_social={month - back: pay for back in range(1, 5)},
        net_taxable=(12 * pay * minimum_wage(month).taxable_for_one_net).quantize(CENT),
    )
    return replace(situation, claimant=replace(situation.claimant, incomes=(*others, job) if pay else others))


def _with_birth(situation: Situation, month: Month) -> Situation:
    """A child born last month, as family benefits open the month after; those it may bring are not received yet."""
    born = Child(birth_date=(month - 1).first_day, shared_custody=False)
    not_yet = {benefit: Received.nothing() for benefit in FOR_A_CHILD if benefit not in situation.received}
    return replace(
        situation,
        children=(*(situation.children or ()), born),
        pregnancy=False,
        received={**situation.received, **not_yet},
    )


def _moved(situation: Situation, move: Move) -> Situation:
    """The same kind of lease when there is one, else an unfurnished one from somebody who is not a relative."""
    housing = situation.housing
    if housing.kind is None or not housing.kind.pays_rent:
        housing = Housing(kind=HousingStatus.TENANT_UNFURNISHED)
    commune = move.commune or situation.housing.commune
    return replace(situation, housing=replace(housing, rent=move.rent, commune=commune, landlord_is_relative=False))


@dataclass(frozen=True, slots=True)
class MinimumWage:
    net: Decimal
    """Euros a month, full time."""
    taxable_for_one_net: Decimal
    """Net taxable pay for one euro of net pay."""


@lru_cache(maxsize=24)
def minimum_wage(month: Month) -> MinimumWage:
    """The Smic of a private employee, computed by OpenFisca from its own parameters."""
    from openfisca_core.simulation_builder import SimulationBuilder

    smic = parameters_at(month).marche_travail.salaire_minimum.smic
    gross = float(smic.smic_b_mensuel)
    who, period = "worker", str(month)
    simulation = SimulationBuilder().build_from_entities(
        tax_benefit_system(),
        {
            "individus": {who: {"salaire_de_base": {period: gross}, "date_naissance": {"ETERNITY": "1990-01-01"}}},
            "familles": {"family": {"parents": [who]}},
            "foyers_fiscaux": {"tax": {"declarants": [who]}},
            "menages": {"home": {"personne_de_reference": [who]}},
        },
    )
    net, taxable = (float(simulation.calculate(name, period)[0]) for name in ("salaire_net", "salaire_imposable"))
    return MinimumWage(Decimal(repr(round(net, 2))), Decimal(repr(round(taxable / net, 4))))


# --- The months to come ------------------------------------------------------------------------------------------


def _older(situation: Situation, ahead: int, month: Month) -> Situation:
    """The same household `ahead` months later, incomes going on as in the last month, seen from the same month."""
    if not ahead:
        return situation
    return replace(
        situation,
        claimant=_older_adult(situation.claimant, ahead, month),
        partner=None if situation.partner is None else _older_adult(situation.partner, ahead, month),
        children=None
        if situation.children is None
        else tuple(replace(child, birth_date=_earlier_day(child.birth_date, ahead)) for child in situation.children),
        isolated_since=_earlier(situation.isolated_since, ahead),
        received={
            benefit: replace(received, since=_earlier(received.since, ahead))
            for benefit, received in situation.received.items()
        },
    )


def _older_adult(adult: Adult, ahead: int, month: Month) -> Adult:
    return replace(
        adult,
        birth_date=_earlier_day(adult.birth_date, ahead),
        permit_start=_earlier(adult.permit_start, ahead),
        permit_end=_earlier(adult.permit_end, ahead),
        incomes=None
        if adult.incomes is None
        else tuple(_older_income(income, ahead, month) for income in adult.incomes),
    )


def _older_income(income: Income, ahead: int, month: Month) -> Income:
    last = income.net_social.get(month - 1)
    goes_on = last if income.stopped_since is None else Decimal(0)
    rolled = {
        month - back: income.net_social.get(month - back + ahead) if back > ahead else goes_on for back in range(1, 5)
    }
    return replace(
        income,
        net_social=rolled,
        net_taxable=_older_taxable(income, ahead, month),
        stopped_since=_earlier(income.stopped_since, ahead),
        began=_earlier(income.began, ahead),
    )


def _older_taxable(income: Income, ahead: int, month: Month) -> Decimal | None:
    """The net taxable pay of the twelve months that then count: what is known is spread over the months paid."""
    if income.net_taxable is None:
        return None
    ratio = minimum_wage(month).taxable_for_one_net
    paid = [month - back for back in range(2, 14) if _is_paid(income, month - back)]
    left = [one for one in paid if one >= month - 13 + ahead]
    known = income.net_taxable * len(left) / len(paid) if paid else Decimal(0)
    later = [month - 1 + one for one in range(min(ahead, 12)) if _is_paid(income, month - 1 + one)]
    monthly = income.net_social.get(month - 1)
    if later and monthly is None:
        return None
    return (known + len(later) * (monthly or Decimal(0)) * ratio).quantize(CENT)


def _is_paid(income: Income, paid_in: Month) -> bool:
    return income.stopped_since is None or paid_in < income.stopped_since


def _earlier(month: Month | None, months: int) -> Month | None:
    return None if month is None else month - months


def _earlier_day(day: date | None, months: int) -> date | None:
    """The day `months` earlier, so that an age reached on the first of a month is reached as many months sooner."""
    if day is None:
        return None
    earlier = Month.of(day) - months
    return date(earlier.year, earlier.month, min(day.day, earlier.last_day.day))


def _changes(situation: Situation, month: Month, ahead: Sequence[Outcome | None]) -> Iterator[Change]:
    for later, (before, after) in enumerate(pairwise(ahead), start=1):
        if before is None or after is None:
            continue
        for benefit, status in after.statuses.items():
            if status is not before.statuses[benefit]:
                yield Change(
                    month=month + later,
                    benefit=benefit,
                    before=before.statuses[benefit],
                    after=status,
                    monthly_amount=after.amounts.get(benefit),
                    causes=tuple(_causes(situation, month, later)) or (_income_cause(situation, month, later),),
                )


def _causes(situation: Situation, month: Month, later: int) -> Iterator[str]:
    """What happens in the month that is `later` months after the review, in words said to the person."""
    now = month + later
    limit = parameters_at(month).prestations_sociales.solidarite_insertion.minima_sociaux.rsa.rsa_cond.age_pac
    for adult, subject in zip(situation.adults, ("Vous avez", "Votre conjoint a"), strict=False):
        if adult.birth_date is not None:
            for age in (limit, ASPA_AGE):
                if month_of_age(adult.birth_date, age) == now:
                    yield f"{subject} {age} ans."
        if (
            adult.permit_start is not None
            and adult.residence in (ResidenceStatus.PERMIT_UNDER_FIVE_YEARS, ResidenceStatus.STUDENT_PERMIT)
            and five_years_of_permit(adult.permit_start, month) == now
        ):
            yield f"{subject} cinq ans de titre de séjour."
        if adult.permit_end is not None and adult.permit_end + 1 == now:
            yield "Le titre de séjour prend fin : il faut en demander le renouvellement avant."
    for child in situation.children or ():
        if child.birth_date is not None and month_of_age(child.birth_date, GROWN_CHILD) == now:
            yield f"Un enfant a {GROWN_CHILD} ans."


def _income_cause(situation: Situation, month: Month, later: int) -> str:
    left = reference_months(month + later - 1)[0]
    for adult in situation.adults:
        for income in adult.incomes or ():
            if income.stopped_since is not None and income.net_social.get(left):
                return "Un revenu qui s’est arrêté sort des mois pris en compte."
    return "Les mois de revenus pris en compte ne sont plus les mêmes."
