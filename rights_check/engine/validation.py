"""What cannot be true in a situation, said in French at the field concerned."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from rights_check.engine.months import Month
from rights_check.engine.situation import Adult, Housing, Income, IncomeKind, Situation

HIGHEST_MONTHLY_AMOUNT = Decimal(100_000)
"""Above it, a typing error is far more likely than a claimant."""
HIGHEST_YEARLY_AMOUNT = 12 * HIGHEST_MONTHLY_AMOUNT
HIGHEST_SAVINGS = Decimal(10_000_000)
OLDEST = 120
YOUNGEST_ADULT = 16
YOUNGEST_PARENT = 12
LONGEST_PERMIT = 12 * 11
"""Months ahead: a permit lasts ten years at most (Ceseda L. 426-1 and following), and is renewed before its end."""


@dataclass(frozen=True, slots=True)
class Problem:
    field: str
    """Path in the situation, e.g. « claimant.incomes.0.net_social.2026-07 »."""
    message: str


class InvalidSituation(ValueError):
    """Raised when a situation cannot be true; `problems` has one French message per field."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__("; ".join(f"{problem.field}: {problem.message}" for problem in problems))
        self.problems = problems


def validate(situation: Situation, month: Month) -> None:
    """Raises InvalidSituation when the answers cannot be true in the month of the review."""
    problems = list(_problems(situation, month))
    if problems:
        raise InvalidSituation(problems)


def _problems(situation: Situation, month: Month) -> Iterator[Problem]:
    yield from _adult_problems(situation.claimant, "claimant", month)
    if situation.partner is not None:
        yield from _adult_problems(situation.partner, "partner", month)
    yield from _couple_problems(situation, month)
    yield from _children_problems(situation, month)
    yield from _housing_problems(situation.housing)
    for benefit, received in situation.received.items():
        path = f"received.{benefit}"
        yield from _amount_problems(received.monthly_amount, path, HIGHEST_MONTHLY_AMOUNT)
        if not received.receives and received.monthly_amount:
            yield Problem(path, "Un montant est indiqué pour une aide qui n’est pas perçue.")
        if received.since is not None and received.since > month:
            yield Problem(path, "Le premier mois perçu est après le mois du bilan.")
    yield from _amount_problems(situation.savings, "savings", HIGHEST_SAVINGS)
    yield from _amount_problems(situation.income_two_years_ago, "income_two_years_ago", HIGHEST_YEARLY_AMOUNT)


def _couple_problems(situation: Situation, month: Month) -> Iterator[Problem]:
    if situation.partner is not None and situation.in_couple is False:
        yield Problem("partner", "Un conjoint est décrit alors que la personne a répondu vivre seule.")
    if situation.isolated_since is not None:
        if situation.in_couple:
            yield Problem("isolated_since", "Une date de séparation est indiquée alors que la personne vit en couple.")
        if situation.isolated_since > month:
            yield Problem("isolated_since", "Ce mois est après celui du bilan.")


def _adult_problems(adult: Adult, path: str, month: Month) -> Iterator[Problem]:
    if adult.birth_date is not None:
        age = _age(adult.birth_date, month.last_day)
        if adult.birth_date > month.last_day:
            yield Problem(f"{path}.birth_date", "La date de naissance est après le mois du bilan.")
        elif age > OLDEST or age < YOUNGEST_ADULT:
            yield Problem(f"{path}.birth_date", f"La personne aurait {age} ans : vérifiez l’année de naissance.")
    if (
        adult.permit_start is not None
        and adult.birth_date is not None
        and adult.permit_start.last_day < adult.birth_date
    ):
        yield Problem(f"{path}.permit_start", "Le titre de séjour aurait commencé avant la naissance.")
    if adult.permit_end is not None and adult.permit_end > month + LONGEST_PERMIT:
        yield Problem(f"{path}.permit_end", "Aucun titre de séjour ne dure plus de dix ans : vérifiez l’année.")
    if adult.permit_start is not None and adult.permit_start > month:
        yield Problem(f"{path}.permit_start", "Le début du titre de séjour est après le mois du bilan.")
    if adult.permit_start is not None and adult.permit_end is not None and adult.permit_end < adult.permit_start:
        yield Problem(f"{path}.permit_end", "La fin du titre de séjour est avant son début.")
    for index, income in enumerate(adult.incomes or ()):
        yield from _income_problems(income, f"{path}.incomes.{index}", month)


def _income_problems(income: Income, path: str, month: Month) -> Iterator[Problem]:
    for paid_in, amount in income.net_social.items():
        yield from _amount_problems(amount, f"{path}.net_social.{paid_in}", HIGHEST_MONTHLY_AMOUNT)
        if amount and income.stopped_since is not None and paid_in > income.stopped_since + 1:
            yield Problem(
                f"{path}.net_social.{paid_in}", "Un montant est indiqué plus d’un mois après l’arrêt de ce revenu."
            )
    yield from _amount_problems(income.net_taxable, f"{path}.net_taxable", HIGHEST_YEARLY_AMOUNT)
    if income.stopped_since is not None and income.stopped_since > month:
        yield Problem(f"{path}.stopped_since", "Le mois d’arrêt est après celui du bilan.")
    if income.stopped is False and income.replaced_by is not None:
        yield Problem(f"{path}.replaced_by", "Ce revenu ne s’est pas arrêté : rien ne le remplace.")
    if income.began is not None and income.kind is not IncomeKind.SICK_PAY:
        yield Problem(f"{path}.began", "Ce mois ne se demande que pour un arrêt de travail.")


def _children_problems(situation: Situation, month: Month) -> Iterator[Problem]:
    births = [adult.birth_date for adult in situation.adults if adult.birth_date is not None]
    for index, child in enumerate(situation.children or ()):
        path = f"children.{index}.birth_date"
        if child.birth_date is None:
            continue
        if child.birth_date > month.last_day:
            yield Problem(
                path, "La date de naissance est après le mois du bilan : une grossesse se déclare avec la mère."
            )
        elif _age(child.birth_date, month.last_day) > OLDEST:
            yield Problem(path, "Vérifiez l’année de naissance de l’enfant.")
        elif len(births) == len(situation.adults) and all(
            _age(birth, child.birth_date) < YOUNGEST_PARENT for birth in births
        ):
            yield Problem(path, "L’enfant serait presque aussi âgé que ses parents : vérifiez les dates de naissance.")


def _housing_problems(housing: Housing) -> Iterator[Problem]:
    yield from _amount_problems(housing.rent, "housing.rent", HIGHEST_MONTHLY_AMOUNT)
    if housing.rent and housing.kind is None:
        yield Problem("housing.kind", "Un loyer est indiqué : précisez le logement.")
    if housing.rent and housing.kind is not None and not housing.kind.pays_rent:
        yield Problem("housing.rent", "Un loyer est indiqué pour un logement qui n’est pas loué.")
    if housing.commune is not None and not (len(housing.commune) == 5 and housing.commune[2:].isdigit()):
        yield Problem("housing.commune", "Ce code de commune n’a pas la forme d’un code INSEE.")


def _amount_problems(amount: Decimal | None, path: str, highest: Decimal) -> Iterator[Problem]:
    if amount is None:
        return
    if not amount.is_finite():
        yield Problem(path, "Ce montant n’est pas un nombre.")
    elif amount < 0:
        yield Problem(path, "Un montant ne peut pas être négatif.")
    elif amount > highest:
        yield Problem(path, "Ce montant paraît trop élevé : vérifiez la virgule.")


def _age(birth: date, on: date) -> int:
    return on.year - birth.year - ((on.month, on.day) < (birth.month, birth.day))
