"""From the answers kept in a review to the engine's `Situation`: an answer that was not given stays unknown.

The answers are grouped by step, as plain JSON: amounts as « 1234.50 », dates as « 1990-12-31 », months as « 2026-10 ».
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

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
from rights_check.fields import NO, YES

HOUSEHOLD, HOUSING, INCOMES, RECEIVED = "foyer", "logement", "revenus", "deja-percu"
CLAIMANT, PARTNER = "claimant", "partner"
SECOND_JOB = "salary_2"
"""A second employer, or the job before this one: the same kind of income, asked apart."""
INCOME_SLOTS: dict[str, IncomeKind] = {}
for _kind in IncomeKind:
    INCOME_SLOTS[str(_kind)] = _kind
    if _kind is IncomeKind.SALARY:
        INCOME_SLOTS[SECOND_JOB] = _kind
MONTHS_ASKED = 4

Answers = Mapping[str, Mapping[str, Any]]


def months_asked(month: Month) -> list[Month]:
    """The months whose montant net social is asked, M-4 to M-1."""
    return [month - back for back in range(MONTHS_ASKED, 0, -1)]


def situation_from_answers(answers: Answers, month: Month) -> Situation:
    """`month` is the month of the review. What the engine is told is exactly what was answered."""
    household = _Step(answers.get(HOUSEHOLD, {}))
    couple = household.yes_no("in_couple")
    incomes = _Step(answers.get(INCOMES, {}))
    return Situation(
        claimant=_adult(household, incomes, CLAIMANT, month),
        in_couple=couple,
        partner=_adult(household, incomes, PARTNER, month) if couple else None,
        children=_children(household),
        pregnancy=household.yes_no("pregnancy"),
        isolated_since=None if couple else household.month("isolated_since"),
        housing=_housing(_Step(answers.get(HOUSING, {}))),
        received=_received(_Step(answers.get(RECEIVED, {}))),
        savings=incomes.amount("savings"),
        other_property=incomes.yes_no("other_property"),
        agricultural_scheme=incomes.yes_no("agricultural_scheme"),
        income_two_years_ago=incomes.amount("income_two_years_ago"),
        other_parent_supports=None if couple else household.yes_no("other_parent_supports"),
        disability=household.yes_no("disability"),
    )


@dataclass(frozen=True)
class _Step:
    values: Mapping[str, Any]

    def text(self, name: str) -> str:
        return self.values.get(name) or ""

    def yes_no(self, name: str) -> bool | None:
        return {YES: True, NO: False}.get(self.text(name))

    def amount(self, name: str) -> Decimal | None:
        return Decimal(self.text(name)) if self.text(name) else None

    def day(self, name: str) -> date | None:
        return date.fromisoformat(self.text(name)) if self.text(name) else None

    def month(self, name: str) -> Month | None:
        return Month.parse(self.text(name)) if self.text(name) else None


def _adult(household: _Step, incomes: _Step, who: str, month: Month) -> Adult:
    residence = household.text(f"{who}_residence")
    return Adult(
        birth_date=household.day(f"{who}_birth_date"),
        residence=ResidenceStatus(residence) if residence else None,
        permit_start=household.month(f"{who}_permit_start"),
        permit_end=household.month(f"{who}_permit_end"),
        student=household.yes_no(f"{who}_student"),
        grant_holder=household.yes_no(f"{who}_grant_holder"),
        attached_to_parents=household.yes_no(f"{who}_attached_to_parents"),
        young_worker_hours=household.yes_no(f"{who}_young_worker_hours"),
        incomes=_incomes(incomes, who, month),
    )


def income_slots(incomes: Mapping[str, Any], who: str) -> list[str]:
    """The incomes described for an adult, in the order in which the engine receives them."""
    chosen = incomes.get(f"{who}_kinds") or []
    return [slot for slot in INCOME_SLOTS if slot in chosen]


def _incomes(step: _Step, who: str, month: Month) -> tuple[Income, ...] | None:
    has_income = step.yes_no(f"{who}_has_income")
    if has_income is False:
        return ()
    slots = income_slots(step.values, who)
    if not has_income or not slots:
        return None
    return tuple(_income(step, f"{who}_{slot}", INCOME_SLOTS[slot], month) for slot in slots)


def _income(step: _Step, prefix: str, kind: IncomeKind, month: Month) -> Income:
    stopped = step.yes_no(f"{prefix}_stopped")
    replaced_by = step.text(f"{prefix}_replaced_by") if stopped else ""
    return Income(
        kind=kind,
        net_social={paid_in: step.amount(f"{prefix}_{paid_in}") for paid_in in months_asked(month)},
        net_taxable=step.amount(f"{prefix}_net_taxable"),
        stopped=stopped,
        stopped_since=step.month(f"{prefix}_stopped_since") if stopped else None,
        replaced_by=ReplacedBy(replaced_by) if replaced_by else None,
        resigned=step.yes_no(f"{prefix}_resigned") if stopped else None,
        began=step.month(f"{prefix}_began") if kind is IncomeKind.SICK_PAY else None,
    )


def _children(household: _Step) -> tuple[Child, ...] | None:
    count = household.values.get("children_count")
    if count is None:
        return None
    return tuple(
        Child(
            birth_date=household.day(f"child_{index}_birth_date"),
            shared_custody=household.yes_no(f"child_{index}_shared_custody"),
            earns=household.yes_no(f"child_{index}_earns"),
        )
        for index in range(count)
    )


def _housing(step: _Step) -> Housing:
    kind = step.text("kind")
    return Housing(
        kind=HousingStatus(kind) if kind else None,
        rent=step.amount("rent"),
        commune=step.text("commune") or None,
        social_landlord=step.yes_no("social_landlord"),
        landlord_is_relative=step.yes_no("landlord_is_relative"),
    )


def _received(step: _Step) -> dict[ReceivedBenefit, Received]:
    """Only what was answered: a benefit left out was not asked about."""
    received = {}
    for benefit in ReceivedBenefit:
        answer = step.yes_no(f"{benefit}_receives")
        if answer is None:
            continue
        received[benefit] = (
            Received(step.amount(f"{benefit}_amount"), step.month(f"{benefit}_since")) if answer else Received.nothing()
        )
    return received


def answers_from_situation(situation: Situation) -> dict[str, dict[str, Any]]:
    """The other way round, for a situation that was not typed in the questionnaire (import, demonstration).

    Raises ValueError when it holds more incomes of a kind than the questionnaire can show.
    """
    household: dict[str, Any] = {
        "in_couple": _said(situation.in_couple),
        "children_count": None if situation.children is None else len(situation.children),
        "pregnancy": _said(situation.pregnancy),
        "isolated_since": _text(situation.isolated_since),
        "other_parent_supports": _said(situation.other_parent_supports),
        "disability": _said(situation.disability),
    }
    incomes: dict[str, Any] = {
        "savings": _text(situation.savings),
        "other_property": _said(situation.other_property),
        "agricultural_scheme": _said(situation.agricultural_scheme),
        "income_two_years_ago": _text(situation.income_two_years_ago),
    }
    for who, adult in ((CLAIMANT, situation.claimant), (PARTNER, situation.partner)):
        if adult is not None:
            household |= _adult_answers(who, adult)
            incomes |= _income_answers(who, adult)
    for index, child in enumerate(situation.children or ()):
        household[f"child_{index}_birth_date"] = _text(child.birth_date)
        household[f"child_{index}_shared_custody"] = _said(child.shared_custody)
        household[f"child_{index}_earns"] = _said(child.earns)
    housing = situation.housing
    received: dict[str, Any] = {}
    for benefit, answer in situation.received.items():
        received[f"{benefit}_receives"] = _said(answer.receives)
        received[f"{benefit}_amount"] = _text(answer.monthly_amount)
        received[f"{benefit}_since"] = _text(answer.since)
    return {
        HOUSEHOLD: household,
        HOUSING: {
            "kind": _text(housing.kind),
            "rent": _text(housing.rent),
            "commune": housing.commune,
            "social_landlord": _said(housing.social_landlord),
            "landlord_is_relative": _said(housing.landlord_is_relative),
        },
        INCOMES: incomes,
        RECEIVED: received,
    }


def _adult_answers(who: str, adult: Adult) -> dict[str, Any]:
    return {
        f"{who}_birth_date": _text(adult.birth_date),
        f"{who}_residence": _text(adult.residence),
        f"{who}_permit_start": _text(adult.permit_start),
        f"{who}_permit_end": _text(adult.permit_end),
        f"{who}_student": _said(adult.student),
        f"{who}_grant_holder": _said(adult.grant_holder),
        f"{who}_attached_to_parents": _said(adult.attached_to_parents),
        f"{who}_young_worker_hours": _said(adult.young_worker_hours),
    }


def _income_answers(who: str, adult: Adult) -> dict[str, Any]:
    if adult.incomes is None:
        return {f"{who}_has_income": None}
    answers: dict[str, Any] = {f"{who}_has_income": YES if adult.incomes else NO}
    slots: list[str] = []
    for income in adult.incomes:
        slot = next((slot for slot, kind in INCOME_SLOTS.items() if kind is income.kind and slot not in slots), None)
        if slot is None:
            raise ValueError(f"More incomes of the kind {income.kind} than the questionnaire shows")
        slots.append(slot)
        prefix = f"{who}_{slot}"
        answers |= {f"{prefix}_{month}": _text(amount) for month, amount in income.net_social.items()}
        answers |= {
            f"{prefix}_net_taxable": _text(income.net_taxable),
            f"{prefix}_stopped": _said(income.stopped),
            f"{prefix}_stopped_since": _text(income.stopped_since),
            f"{prefix}_replaced_by": _text(income.replaced_by),
            f"{prefix}_resigned": _said(income.resigned),
            f"{prefix}_began": _text(income.began),
        }
    answers[f"{who}_kinds"] = slots
    return answers


def _said(answer: bool | None) -> str | None:
    return None if answer is None else (YES if answer else NO)


def _text(value: object) -> str | None:
    return None if value is None else str(value)
