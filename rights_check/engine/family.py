"""Conditions of the family benefits: allocations familiales, ASF, complément familial, Paje, ARS."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from rights_check.engine.catalogue import Benefit
from rights_check.engine.conditions import (
    YOUNG_CHILD,
    age_on,
    family_benefits_asked,
    household_gaps,
    incomes_of,
    may_earn,
)
from rights_check.engine.facts import Fact
from rights_check.engine.judgement import Judgement, not_met, to_verify
from rights_check.engine.legislation import parameters_at
from rights_check.engine.months import Month
from rights_check.engine.residence import residence_for_family
from rights_check.engine.situation import Child, IncomeKind, ReceivedBenefit, Situation

LARGE_FAMILY = 3
SCHOOL_AGE = 6
ADULTHOOD = 18


def allocations_familiales_conditions(situation: Situation, month: Month) -> Iterator[Judgement]:
    yield from _common(situation, month)
    if situation.children is not None and len(situation.children) < 2:
        yield not_met("Les allocations familiales s’ouvrent à partir de deux enfants à charge.")
    yield from _newborn(situation, month)


def soutien_familial_conditions(situation: Situation, month: Month) -> Iterator[Judgement]:
    yield from _common(situation, month)
    if situation.in_couple:
        yield not_met("L’allocation de soutien familial est pour les parents qui vivent seuls.")
    if situation.children == ():
        yield not_met("L’allocation de soutien familial est pour un parent qui a un enfant à charge.")
    yield from _newborn(situation, month)
    if situation.other_parent_supports is None or situation.claimant.incomes is None:
        return
    maintenance = [income for income in incomes_of(situation) if income.kind is IncomeKind.MAINTENANCE]
    if situation.other_parent_supports and not maintenance:
        yield not_met("L’autre parent participe à l’entretien des enfants.")
    if maintenance:
        paid = [income.net_social.get(month - back) for income in maintenance for back in (1, 2, 3, 4)]
        known = [amount for amount in paid if amount is not None]
        enough = asf_per_child(month) * len(situation.children or ())
        if situation.other_parent_supports and len(known) == len(paid) and min(known) >= enough > 0:
            yield not_met("La pension alimentaire est plus élevée que l’allocation de soutien familial.")
        else:
            yield to_verify(
                "Si la pension alimentaire est plus petite que l’allocation, un complément est possible : "
                "la caisse doit l’étudier."
            )


def complement_familial_conditions(situation: Situation, month: Month) -> Iterator[Judgement]:
    yield from _common(situation, month)
    births = [child.birth_date for child in situation.children or ()]
    grown = [birth for birth in births if birth is None or age_on(birth, month.first_day) >= YOUNG_CHILD]
    if situation.children is not None and len(grown) < LARGE_FAMILY:
        yield not_met("Le complément familial s’ouvre à partir de trois enfants de trois ans ou plus.")
    paje = [situation.received.get(benefit) for benefit in (ReceivedBenefit.PAJE_BASE, ReceivedBenefit.PREPARE)]
    if any(received is not None and received.receives for received in paje):
        yield not_met("Le complément familial ne s’ajoute pas à l’allocation de base de la Paje ni à la PreParE.")


def paje_base_conditions(situation: Situation, month: Month) -> Iterator[Judgement]:
    yield from _common(situation, month)
    if situation.children is not None and not any(
        _may_be_under(child, YOUNG_CHILD, month) for child in situation.children
    ):
        yield not_met(
            "L’allocation de base de la Paje est pour un enfant de moins de trois ans."
            + (" Pour la naissance, voyez la prime de naissance au septième mois." if situation.pregnancy else "")
        )
    yield from _newborn(situation, month)


def rentree_scolaire_conditions(situation: Situation, month: Month) -> Iterator[Judgement]:
    yield from _common(situation, month)
    if not may_have_pupil(situation, month):
        yield not_met("L’allocation de rentrée scolaire est pour les enfants de 6 à 18 ans.")


def children_missing(situation: Situation, month: Month) -> Iterator[Fact]:
    """What every family benefit needs."""
    if situation.claimant.birth_date is None:
        yield Fact.BIRTH_DATE
    if situation.in_couple is None:
        yield Fact.COUPLE
    elif situation.in_couple and situation.partner is None:
        yield Fact.PARTNER
    elif situation.partner is not None and situation.partner.birth_date is None:
        yield Fact.BIRTH_DATE
    if situation.children is None:
        yield Fact.CHILDREN
    for child in situation.children or ():
        if child.birth_date is None:
            yield Fact.CHILD_BIRTH_DATES
        if child.shared_custody is None:
            yield Fact.SHARED_CUSTODY
        if child.earns is None and may_earn(child, month):
            yield Fact.CHILD_EARNS


def means_tested_missing(situation: Situation, month: Month) -> Iterator[Fact]:
    yield from children_missing(situation, month)
    if situation.income_two_years_ago is None and situation.children != ():
        yield Fact.INCOME_TWO_YEARS_AGO


def complement_familial_missing(situation: Situation, month: Month) -> Iterator[Fact]:
    yield from means_tested_missing(situation, month)
    if any(_may_be_under(child, YOUNG_CHILD, month) for child in situation.children or ()) and not (
        {ReceivedBenefit.PAJE_BASE, ReceivedBenefit.PREPARE} <= set(situation.received)
    ):
        yield Fact.RECEIVED_FAMILY_BENEFITS


def soutien_familial_missing(situation: Situation, month: Month) -> Iterator[Fact]:
    yield from children_missing(situation, month)
    if situation.other_parent_supports is None and situation.children != () and not situation.in_couple:
        yield Fact.OTHER_PARENT
    if situation.claimant.incomes is None:
        yield Fact.INCOMES


def asked_about(situation: Situation, month: Month) -> set[Benefit]:
    """The family benefits that the household may receive already."""
    return {Benefit(asked.value) for asked in family_benefits_asked(situation, month) if asked.value in set(Benefit)}


def may_have_pupil(situation: Situation, month: Month) -> bool:
    return situation.children is None or any(_may_be_at_school(child, month) for child in situation.children)


def asf_per_child(month: Month) -> Decimal:
    family = parameters_at(month).prestations_sociales.prestations_familiales
    rate = family.education_presence_parentale.asf.montant_asf.orphelin_assimile_seul_parent
    return Decimal(str(family.bmaf.bmaf * rate))


def resources_may_have_fallen(situation: Situation) -> bool:
    """A job lost or an income that stopped can set aside the income of two years ago (CSS R. 532-4 to R. 532-7)."""
    return any(
        adult.incomes is None or any(income.stopped is not False for income in adult.incomes)
        for adult in situation.adults
    )


def _common(situation: Situation, month: Month) -> Iterator[Judgement]:
    yield residence_for_family(situation, month)
    yield from household_gaps(situation, month)


def _newborn(situation: Situation, month: Month) -> Iterator[Judgement]:
    """Family benefits are due from the month after the birth (CSS L. 552-1)."""
    if any(child.birth_date is not None and Month.of(child.birth_date) == month for child in situation.children or ()):
        yield to_verify("Pour un enfant né ce mois-ci, les prestations familiales s’ouvrent le mois prochain.")


def _may_be_under(child: Child, age: int, month: Month) -> bool:
    return child.birth_date is None or age_on(child.birth_date, month.first_day) < age


def _may_be_at_school(child: Child, month: Month) -> bool:
    """6 years in the calendar year, and not yet 18 at the end of September (CSS R. 543-2), with a year of margin."""
    return child.birth_date is None or SCHOOL_AGE <= month.year - child.birth_date.year <= ADULTHOOD
