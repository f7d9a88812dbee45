"""The conditions of each benefit that are decided before any calculation, and the whitelist of facts.

A condition answers « not met » only from facts that were given and that no other answer could overturn, so that
knowing less never turns into « pas de droit ».
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal

from rights_check.engine.facts import Fact
from rights_check.engine.french import from_month, month_name
from rights_check.engine.judgement import Judgement, not_met, to_verify
from rights_check.engine.legislation import commune_is_known, parameters_at
from rights_check.engine.months import Month
from rights_check.engine.residence import residence_for_housing, residence_for_minimum_income
from rights_check.engine.situation import (
    Adult,
    Child,
    HousingStatus,
    Income,
    IncomeKind,
    ReceivedBenefit,
    ReplacedBy,
    Situation,
)
from rights_check.engine.translation import reference_months

ADULTHOOD = 18
ATTACHMENT_AGE = 25
"""Under this age a student may still be on the parents' tax return (CGI, article 6, 3)."""
GROWN_CHILD = 20
END_OF_COMPULSORY_SCHOOL = 16
YOUNG_CHILD = 3
PENSION_AGE = 62
ASPA_AGE = 65
OLDEST_ASKED_ABOUT_PREGNANCY = 55


def rsa_conditions(situation: Situation, month: Month) -> Iterator[Judgement]:
    yield residence_for_minimum_income(situation, month)
    yield from _rsa_age(situation, month)
    yield from _rsa_students(situation)
    if any(
        adult.birth_date is not None and age_on(adult.birth_date, month.first_day) >= ASPA_AGE
        for adult in situation.adults
    ):
        yield to_verify("À partir de 65 ans, la retraite et l’Aspa se demandent avant le RSA.")
    yield from household_gaps(situation, month)
    yield from _minimum_income_gaps(situation)


def prime_activite_conditions(situation: Situation, month: Month) -> Iterator[Judgement]:
    yield residence_for_minimum_income(situation, month)
    yield from _work(situation, month)
    yield from household_gaps(situation, month)
    yield from _minimum_income_gaps(situation)
    for adult in situation.adults:
        if any(income.kind is IncomeKind.SICK_PAY and income.began is None for income in adult.incomes or ()):
            yield to_verify("La durée de l’arrêt de travail change le calcul.", Fact.SICK_LEAVE_BEGAN)
        yield from attachment(adult, month)


def housing_conditions(situation: Situation, month: Month) -> Iterator[Judgement]:
    housing = situation.housing
    yield residence_for_housing(situation, month)
    match housing.kind:
        case HousingStatus.OWNER:
            yield not_met("Vous êtes propriétaire sans emprunt : l’aide au logement aide à payer un loyer.")
        case HousingStatus.HOUSED_FREE:
            yield not_met("Vous ne payez pas de loyer : l’aide au logement aide à payer un loyer.")
        case HousingStatus.HOMELESS:
            yield not_met(
                "Vous n’avez pas de logement en ce moment : l’aide pourra s’ouvrir dès que vous aurez un bail."
            )
        case HousingStatus.OWNER_WITH_LOAN:
            yield to_verify("L’aide pour rembourser un emprunt ne concerne plus que certains prêts anciens.")
        case HousingStatus.HOSTEL:
            yield to_verify("En foyer ou en résidence, le calcul dépend de la convention de l’établissement.")
    if housing.kind is not None and housing.kind.pays_rent and housing.rent == 0:
        yield not_met("Vous ne payez pas de loyer : l’aide au logement aide à payer un loyer.")
    if housing.landlord_is_relative and housing.social_landlord is False:
        yield not_met("Le logement appartient à un parent ou un enfant : l’aide au logement est alors exclue.")
    yield from household_gaps(situation, month)
    yield from attachment(situation.claimant, month)
    if situation.claimant.student and situation.in_couple is not False:
        yield to_verify("Le forfait des étudiants ne dit rien des revenus d’un conjoint : la caisse doit l’étudier.")
    yield from income_gaps(situation)
    if situation.other_property:
        yield to_verify("La valeur de vos autres biens est prise en compte : la caisse doit l’étudier.")


def rsa_missing(situation: Situation, month: Month) -> Iterator[Fact]:
    yield from _minimum_income_missing(situation, month)
    if situation.savings is None:
        yield Fact.SAVINGS


def prime_activite_missing(situation: Situation, month: Month) -> Iterator[Fact]:
    yield from _minimum_income_missing(situation, month)


def housing_missing(situation: Situation, month: Month) -> Iterator[Fact]:
    yield from household_missing(situation, month)
    housing = situation.housing
    if housing.kind is None:
        yield Fact.HOUSING
    if housing.kind is None or housing.kind.pays_rent:
        if housing.rent is None:
            yield Fact.RENT
        if housing.commune is None or not commune_is_known(housing.commune):
            yield Fact.COMMUNE
        if housing.landlord_is_relative is None and housing.social_landlord is not True:
            yield Fact.LANDLORD_IS_RELATIVE
    if situation.claimant.student and situation.claimant.grant_holder is None:
        yield Fact.GRANT_HOLDER
    if any(income.net_taxable is None for income in incomes_of(situation)):
        yield Fact.NET_TAXABLE
    if situation.savings is None:
        yield Fact.SAVINGS
    if situation.other_property is None:
        yield Fact.OTHER_PROPERTY
    yield from received_missing(situation, (ReceivedBenefit.AAH, ReceivedBenefit.ASS), Fact.RECEIVED_MINIMUM_INCOMES)


def age_on(birth: date, on: date) -> int:
    return on.year - birth.year - ((on.month, on.day) < (birth.month, birth.day))


def may_earn(child: Child, month: Month) -> bool:
    """Old enough to have left school (CSS R. 512-2)."""
    return child.birth_date is not None and age_on(child.birth_date, month.first_day) >= END_OF_COMPULSORY_SCHOOL


def is_alone_with_child(situation: Situation) -> bool:
    return situation.in_couple is False and bool(situation.children or situation.pregnancy)


def _rsa_age(situation: Situation, month: Month) -> Iterator[Judgement]:
    limit = parameters_at(month).prestations_sociales.solidarite_insertion.minima_sociaux.rsa.rsa_cond.age_pac
    births = [adult.birth_date for adult in situation.adults]
    if any(birth is None or age_on(birth, month.first_day) >= limit for birth in births):
        return
    may_have_child = situation.children is None or bool(situation.children)
    may_be_pregnant = situation.pregnancy is not False
    composition_known = situation.in_couple is False or situation.partner is not None
    if situation.children or situation.pregnancy:
        return
    opens = min(month_of_age(birth, limit) for birth in births if birth is not None)
    rule = (
        f"Vous avez moins de {limit} ans et pas d’enfant à charge : le RSA s’ouvre en général à {limit} ans, "
        f"soit à partir {from_month(opens)}."
    )
    if any(adult.young_worker_hours for adult in situation.adults):
        return
    if may_have_child or may_be_pregnant or not composition_known:
        return
    if all(adult.young_worker_hours is False for adult in situation.adults):
        yield not_met(rule)
    else:
        yield to_verify(
            f"{rule} Avant, il faut avoir travaillé l’équivalent de deux ans à temps plein en trois ans.",
            Fact.YOUNG_WORKER_HOURS,
        )


def month_of_age(birth: date, age: int) -> Month:
    """First month on whose first day the age is reached."""
    birthday = Month(birth.year + age, birth.month)
    return birthday if birth.day == 1 else birthday + 1


def _rsa_students(situation: Situation) -> Iterator[Judgement]:
    if not all(adult.student for adult in situation.adults):
        return
    if situation.in_couple is True and situation.partner is None:
        return
    may_be_lone_parent = situation.in_couple is not True and (
        situation.children is None or bool(situation.children) or situation.pregnancy is not False
    )
    if may_be_lone_parent or situation.in_couple is None:
        yield to_verify("Les études ferment en général le RSA, sauf pour un parent seul : la caisse doit l’étudier.")
    else:
        yield not_met("Vous êtes étudiant : le RSA n’est pas ouvert pendant les études ; voyez la bourse et le Crous.")


def _work(situation: Situation, month: Month) -> Iterator[Judgement]:
    """Prime d'activité needs pay in the reference months."""
    months = reference_months(month)
    if situation.in_couple is None or (situation.in_couple and situation.partner is None):
        return
    if any(adult.incomes is None for adult in situation.adults):
        return
    working_kinds = {IncomeKind.SALARY, IncomeKind.SICK_PAY, IncomeKind.SELF_EMPLOYED, IncomeKind.OTHER}
    pay = [income for income in incomes_of(situation) if income.kind in working_kinds]
    if all(income.net_social.get(paid_in) == 0 for income in pay for paid_in in months):
        yield not_met(
            "La prime d’activité complète un salaire, et vous n’en avez pas eu "
            f"de {month_name(months[0])} à {month_name(months[2])}."
        )


def attachment(adult: Adult, month: Month) -> Iterator[Judgement]:
    """Whether the adult is at the parents' charge, which OpenFisca does not test for these benefits."""
    if adult.birth_date is None or age_on(adult.birth_date, month.first_day) >= ATTACHMENT_AGE:
        return
    if adult.attached_to_parents is None:
        yield to_verify(
            "Avant 25 ans, il faut savoir si vous êtes sur la déclaration d’impôts de vos parents.",
            Fact.ATTACHED_TO_PARENTS,
        )
    elif adult.attached_to_parents:
        yield to_verify(
            "Vous êtes sur la déclaration d’impôts de vos parents : leurs propres aides et leurs impôts changent vos "
            "droits, la caisse doit l’étudier."
        )


def household_gaps(situation: Situation, month: Month) -> Iterator[Judgement]:
    for adult in situation.adults:
        if adult.birth_date is not None and age_on(adult.birth_date, month.first_day) < ADULTHOOD:
            yield to_verify("Avant 18 ans, les droits dépendent d’une étude particulière.")
    for child in situation.children or ():
        if child.shared_custody:
            yield to_verify("Un enfant en garde alternée compte selon votre choix avec l’autre parent.")
        if child.birth_date is not None and age_on(child.birth_date, month.first_day) >= GROWN_CHILD:
            yield to_verify("Un enfant de 20 ans ou plus compte selon ses propres revenus.")
        if child.earns:
            yield to_verify("Un enfant qui gagne sa vie n’est plus à votre charge : la caisse doit l’étudier.")


def _minimum_income_gaps(situation: Situation) -> Iterator[Judgement]:
    yield from income_gaps(situation)
    if situation.other_property:
        yield to_verify("Les revenus de vos autres biens sont pris en compte : la caisse doit les étudier.")
    for adult in situation.adults:
        for income in adult.incomes or ():
            if _looks_stopped(income):
                yield to_verify(
                    "Un de vos revenus était à zéro le dernier mois : il faut savoir s’il s’est arrêté pour de bon.",
                    Fact.STOPPED_SINCE,
                )
            if not _replacement_is_listed(income, adult):
                yield to_verify(
                    "Un revenu en a remplacé un autre, mais son montant n’est pas encore connu.", Fact.NET_SOCIAL
                )


_REPLACEMENTS = {
    ReplacedBy.NEW_JOB: {IncomeKind.SALARY, IncomeKind.SELF_EMPLOYED},
    ReplacedBy.UNEMPLOYMENT: {IncomeKind.UNEMPLOYMENT},
    ReplacedBy.SICK_PAY: {IncomeKind.SICK_PAY},
    ReplacedBy.RETIREMENT: {IncomeKind.RETIREMENT, IncomeKind.INVALIDITY_PENSION},
    ReplacedBy.OTHER: {IncomeKind.OTHER},
}


def _replacement_is_listed(income: Income, adult: Adult) -> bool:
    """Whether the income said to have replaced this one is among the answers."""
    if income.replaced_by is None or income.replaced_by is ReplacedBy.NOTHING:
        return True
    return any(
        other is not income and other.kind in _REPLACEMENTS[income.replaced_by] and other.stopped_since is None
        for other in adult.incomes or ()
    )


def income_gaps(situation: Situation) -> Iterator[Judgement]:
    kinds = {income.kind for income in incomes_of(situation)}
    if IncomeKind.SELF_EMPLOYED in kinds:
        yield to_verify("Les revenus d’un travail indépendant sont étudiés à part.")
    if IncomeKind.OTHER in kinds:
        yield to_verify("Un de vos revenus est d’une sorte que le calcul ne connaît pas.")
    if any(income.stopped is not False and income.stopped_since is None for income in incomes_of(situation)):
        yield to_verify("Il faut savoir si chacun de vos revenus s’est arrêté, et quand.", Fact.STOPPED_SINCE)


def _looks_stopped(income: Income) -> bool:
    if income.stopped_since is not None or not income.net_social:
        return False
    last = income.net_social[max(income.net_social)]
    return last == 0 and any(amount for amount in income.net_social.values())


def _minimum_income_missing(situation: Situation, month: Month) -> Iterator[Fact]:
    yield from household_missing(situation, month)
    if situation.housing.kind is None:
        yield Fact.HOUSING
    months = [month - back for back in range(1, 5)]
    incomes = incomes_of(situation)
    if any(income.net_social.get(paid_in) is None for income in incomes for paid_in in months):
        yield Fact.NET_SOCIAL
    if any(income.kind is IncomeKind.SICK_PAY and income.began is None for income in incomes):
        yield Fact.SICK_LEAVE_BEGAN
    if situation.other_property is None:
        yield Fact.OTHER_PROPERTY
    yield from received_missing(situation, minimum_incomes_asked(situation, month), Fact.RECEIVED_MINIMUM_INCOMES)
    yield from received_missing(situation, family_benefits_asked(situation, month), Fact.RECEIVED_FAMILY_BENEFITS)
    housing_benefit = situation.received.get(ReceivedBenefit.AIDE_LOGEMENT)
    rented = situation.housing.kind is not None and situation.housing.kind.pays_rent
    if rented and housing_benefit is None:
        yield Fact.RECEIVED


def minimum_incomes_asked(situation: Situation, month: Month) -> Iterator[ReceivedBenefit]:
    yield ReceivedBenefit.AAH
    yield ReceivedBenefit.ASS
    if any(
        adult.birth_date is not None and age_on(adult.birth_date, month.first_day) >= PENSION_AGE
        for adult in situation.adults
    ):
        yield ReceivedBenefit.ASPA
    if any(income.kind is IncomeKind.INVALIDITY_PENSION for income in incomes_of(situation)):
        yield ReceivedBenefit.ASI


def family_benefits_asked(situation: Situation, month: Month) -> Iterator[ReceivedBenefit]:
    children = situation.children or ()
    if children and situation.in_couple is False:
        yield ReceivedBenefit.SOUTIEN_FAMILIAL
    if len(children) > 1:
        yield ReceivedBenefit.ALLOCATIONS_FAMILIALES
    if len(children) > 2:
        yield ReceivedBenefit.COMPLEMENT_FAMILIAL
    if any(
        child.birth_date is not None and age_on(child.birth_date, month.first_day) < YOUNG_CHILD for child in children
    ):
        yield ReceivedBenefit.PAJE_BASE
        yield ReceivedBenefit.PREPARE


def received_missing(situation: Situation, benefits: Iterable[ReceivedBenefit], fact: Fact) -> Iterator[Fact]:
    for benefit in benefits:
        received = situation.received.get(benefit)
        if received is None:
            yield fact
        elif received.receives and received.monthly_amount is None:
            yield Fact.RECEIVED_AMOUNT


def household_missing(situation: Situation, month: Month) -> Iterator[Fact]:
    if situation.in_couple is None:
        yield Fact.COUPLE
    elif situation.in_couple and situation.partner is None:
        yield Fact.PARTNER
    for adult in situation.adults:
        yield from _adult_missing(adult)
    births = [adult.birth_date for adult in situation.adults]
    if situation.pregnancy is None and any(
        birth is None or age_on(birth, month.first_day) < OLDEST_ASKED_ABOUT_PREGNANCY for birth in births
    ):
        yield Fact.PREGNANT
    if situation.children is None:
        yield Fact.CHILDREN
    for child in situation.children or ():
        if child.birth_date is None:
            yield Fact.CHILD_BIRTH_DATES
        if child.shared_custody is None:
            yield Fact.SHARED_CUSTODY
        if child.earns is None and may_earn(child, month):
            yield Fact.CHILD_EARNS


def _adult_missing(adult: Adult) -> Iterator[Fact]:
    if adult.birth_date is None:
        yield Fact.BIRTH_DATE
    if adult.student is None:
        yield Fact.STUDENT
    if adult.incomes is None:
        yield Fact.INCOMES


def incomes_of(situation: Situation) -> list[Income]:
    return [income for adult in situation.adults for income in adult.incomes or ()]


def stopped_incomes(situation: Situation, month: Month) -> list[Income]:
    """Incomes that stopped but were still paid in the months that count."""
    return [
        income
        for income in incomes_of(situation)
        if income.stopped_since is not None
        and any((income.net_social.get(paid_in) or Decimal(0)) > 0 for paid_in in reference_months(month))
    ]


def undecided_stops(situation: Situation, month: Month) -> frozenset[Fact]:
    """What is not known about incomes that stopped, and would decide whether they are set aside."""
    facts: set[Fact] = set()
    for income in stopped_incomes(situation, month):
        if income.replaced_by is None:
            facts.add(Fact.REPLACED_BY)
        elif income.replaced_by is ReplacedBy.NOTHING and income.kind is IncomeKind.SALARY and income.resigned is None:
            facts.add(Fact.RESIGNED)
    return frozenset(facts)


def jobs_replaced_by_nothing(situation: Situation) -> list[Income]:
    """Jobs that stopped without, or perhaps without, anything in their place."""
    return [
        income
        for income in incomes_of(situation)
        if income.kind is IncomeKind.SALARY
        and income.stopped_since is not None
        and income.replaced_by in (None, ReplacedBy.NOTHING)
    ]


def resigned(situation: Situation) -> bool:
    """Whether a job stopped by a resignation: the département then decides (CASF R. 262-13)."""
    return any(income.resigned is True for income in jobs_replaced_by_nothing(situation))
