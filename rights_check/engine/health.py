"""Conditions of the complémentaire santé solidaire, the Aspa and the AAH."""

from __future__ import annotations

from collections.abc import Iterator

from rights_check.engine.conditions import (
    ASPA_AGE,
    ATTACHMENT_AGE,
    PENSION_AGE,
    age_on,
    attachment,
    family_benefits_asked,
    household_gaps,
    household_missing,
    income_gaps,
    incomes_of,
    minimum_incomes_asked,
    month_of_age,
    received_missing,
)
from rights_check.engine.facts import Fact
from rights_check.engine.french import from_month
from rights_check.engine.judgement import Judgement, not_met, to_verify
from rights_check.engine.months import Month
from rights_check.engine.residence import residence_for_aspa, residence_for_health
from rights_check.engine.situation import HousingStatus, IncomeKind, ReceivedBenefit, Situation

_OTHER_ALLOWANCES = (ReceivedBenefit.AAH, ReceivedBenefit.ASI)


def css_conditions(situation: Situation, month: Month) -> Iterator[Judgement]:
    yield residence_for_health(situation, month)
    yield from household_gaps(situation, month)
    yield from income_gaps(situation)
    for adult in situation.adults:
        yield from attachment(adult, month)
        if (
            adult.birth_date is not None
            and age_on(adult.birth_date, month.first_day) < ATTACHMENT_AGE
            and situation.housing.kind is HousingStatus.HOUSED_FREE
        ):
            yield to_verify("Avant 25 ans, chez ses parents, on fait en général partie de leur demande.")
    if situation.other_property:
        yield to_verify("Les revenus de vos autres biens sont pris en compte : la caisse doit les étudier.")
    yield from _receives(situation, (*_OTHER_ALLOWANCES, ReceivedBenefit.ASPA))


def css_missing(situation: Situation, month: Month) -> Iterator[Fact]:
    yield from household_missing(situation, month)
    if situation.housing.kind is None:
        yield Fact.HOUSING
    yield from _paid_missing(situation, month)
    if any(income.net_taxable is None for income in incomes_of(situation)):
        yield Fact.NET_TAXABLE
    if situation.savings is None:
        yield Fact.SAVINGS
    if situation.other_property is None:
        yield Fact.OTHER_PROPERTY
    yield from received_missing(situation, minimum_incomes_asked(situation, month), Fact.RECEIVED_MINIMUM_INCOMES)
    yield from received_missing(situation, family_benefits_asked(situation, month), Fact.RECEIVED_FAMILY_BENEFITS)
    if (
        situation.housing.kind is not None
        and situation.housing.kind.pays_rent
        and ReceivedBenefit.AIDE_LOGEMENT not in situation.received
    ):
        yield Fact.RECEIVED


def aspa_conditions(situation: Situation, month: Month) -> Iterator[Judgement]:
    yield from _aspa_age(situation, month)
    for adult in situation.adults:
        if adult.birth_date is None or age_on(adult.birth_date, month.first_day) >= ASPA_AGE:
            yield residence_for_aspa(adult, month)
    yield from household_gaps(situation, month)
    if any(income.kind is not IncomeKind.RETIREMENT or income.stopped is not False for income in incomes_of(situation)):
        yield to_verify(
            "Seules les retraites se calculent ici : la caisse de retraite doit étudier les autres revenus."
        )
    if situation.other_property:
        yield to_verify("La valeur de vos autres biens est prise en compte : la caisse de retraite doit l’étudier.")
    yield from _receives(situation, (*_OTHER_ALLOWANCES, ReceivedBenefit.ASS))


def may_have_pension(situation: Situation, month: Month) -> bool:
    return any(
        adult.birth_date is None or age_on(adult.birth_date, month.first_day) >= PENSION_AGE
        for adult in situation.adults
    )


def aspa_missing(situation: Situation, month: Month) -> Iterator[Fact]:
    if situation.in_couple is None:
        yield Fact.COUPLE
    elif situation.in_couple and situation.partner is None:
        yield Fact.PARTNER
    for adult in situation.adults:
        if adult.birth_date is None:
            yield Fact.BIRTH_DATE
        if adult.incomes is None:
            yield Fact.INCOMES
    yield from _paid_missing(situation, month)
    if situation.savings is None:
        yield Fact.SAVINGS
    if situation.other_property is None:
        yield Fact.OTHER_PROPERTY
    yield from received_missing(situation, minimum_incomes_asked(situation, month), Fact.RECEIVED_MINIMUM_INCOMES)


def aah_conditions(situation: Situation, month: Month) -> Iterator[Judgement]:
    if situation.disability is False:
        yield not_met("Vous n’avez pas parlé d’un handicap ou d’une maladie qui limite le travail.")
    elif situation.disability:
        yield to_verify("Seule la commission de la MDPH peut dire si le handicap ouvre ce droit.")


def aah_missing(situation: Situation, month: Month) -> Iterator[Fact]:
    if situation.disability is None:
        yield Fact.DISABILITY


def _aspa_age(situation: Situation, month: Month) -> Iterator[Judgement]:
    births = [adult.birth_date for adult in situation.adults]
    known = [birth for birth in births if birth is not None]
    if situation.in_couple is not False and situation.partner is None:
        return
    if len(known) < len(births) or any(age_on(birth, month.first_day) >= ASPA_AGE for birth in known):
        return
    opens = min(month_of_age(birth, ASPA_AGE) for birth in known)
    rule = f"L’Aspa s’ouvre à {ASPA_AGE} ans, soit à partir {from_month(opens)}."
    if situation.disability is False or all(age_on(birth, month.first_day) < PENSION_AGE for birth in known):
        yield not_met(rule)
    else:
        yield to_verify(f"{rule} Avant, il faut être reconnu inapte au travail.", Fact.DISABILITY)


def _receives(situation: Situation, benefits: tuple[ReceivedBenefit, ...]) -> Iterator[Judgement]:
    for benefit in benefits:
        received = situation.received.get(benefit)
        if received is not None and received.receives:
            yield to_verify(
                "Une allocation que vous recevez compte d’une façon particulière : la caisse doit l’étudier."
            )


def _paid_missing(situation: Situation, month: Month) -> Iterator[Fact]:
    if any(income.net_social.get(month - back) is None for income in incomes_of(situation) for back in range(1, 5)):
        yield Fact.NET_SOCIAL
