"""The reasons of a result, in plain French, said to the person."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from rights_check.engine.catalogue import Benefit
from rights_check.engine.conditions import is_alone_with_child, resigned, stopped_incomes
from rights_check.engine.facts import Fact
from rights_check.engine.french import about_euros, day_name, month_name
from rights_check.engine.judgement import Judgement
from rights_check.engine.months import Month
from rights_check.engine.results import BenefitResult, EligibilityStatus
from rights_check.engine.situation import IncomeKind, ReceivedBenefit, Situation
from rights_check.engine.translation import PROFESSIONAL, is_set_aside, reference_months

ANYWAY = "D’après vos réponses, pas de droit ce mois-ci ; vous pouvez toujours faire la demande."

_REFUSALS = {
    Benefit.RSA: "Vos ressources dépassent le montant du RSA pour votre foyer.",
    Benefit.PRIME_ACTIVITE: "Vos ressources dépassent celles qui ouvrent la prime d’activité pour votre foyer.",
    Benefit.AIDE_LOGEMENT: "Vos revenus d’une année, comparés à votre loyer, n’ouvrent pas l’aide au logement.",
}


def explain_refusal(refusals: Sequence[Judgement], benefit: Benefit | None = None) -> tuple[str, ...]:
    reasons = [refusal.reason for refusal in refusals]
    if benefit is not None:
        reasons.append(_REFUSALS[benefit])
    return (*dict.fromkeys(reasons), ANYWAY)


def explain_probable(
    situation: Situation, month: Month, benefit: Benefit, others: Mapping[Benefit, BenefitResult]
) -> tuple[str, ...]:
    if benefit is Benefit.AIDE_LOGEMENT:
        return tuple(_explain_housing(situation, month))
    return tuple(_explain_income(situation, month, benefit, others.get(Benefit.AIDE_LOGEMENT)))


def explain_undecided(situation: Situation, facts: Iterable[Fact]) -> tuple[str, ...]:
    reasons = []
    if resigned(situation):
        reasons.append("Après une démission, le Département décide si votre ancien salaire compte encore.")
    if tuple(facts):
        reasons.append("Selon une réponse que nous n’avons pas, ce droit s’ouvre ou non.")
    if not reasons:
        reasons.append("Ce droit dépend de l’aide au logement, elle-même à vérifier.")
    return tuple(reasons)


def deadline_sentence(result: BenefitResult) -> str | None:
    """« À déposer avant le 30 novembre 2026, sinon un mois est perdu (environ 573 €). »"""
    if result.deadline is None or result.monthly_amount is None:
        return None
    lost = about_euros(result.monthly_amount)
    return f"À déposer avant le {day_name(result.deadline)}, sinon un mois est perdu (environ {lost})."


def _explain_housing(situation: Situation, month: Month) -> Iterator[str]:
    yield (
        f"Votre loyer et vos revenus de {month_name(month - 13)} à {month_name(month - 2)} ouvrent l’aide au logement."
    )
    if situation.housing.social_landlord is None:
        yield "Le montant dépend un peu du propriétaire (bailleur social ou non) : nous avons gardé le plus bas."


def _explain_income(
    situation: Situation, month: Month, benefit: Benefit, housing: BenefitResult | None
) -> Iterator[str]:
    first, _, last = reference_months(month)
    if benefit is Benefit.RSA:
        yield f"Vos ressources de {month_name(first)} à {month_name(last)} sont plus basses que le RSA de votre foyer."
        for income in stopped_incomes(situation, month):
            if (
                is_set_aside(income, month, when_not_known=False)
                and income.kind in PROFESSIONAL
                and income.stopped_since is not None
            ):
                yield (
                    f"{_INCOMES.get(income.kind, 'Un revenu')} arrêté en {month_name(income.stopped_since)} "
                    "n’est plus compté, car rien ne le remplace."
                )
        yield "Si vous avez droit au chômage ou à une pension, demandez-les d’abord."
        if is_alone_with_child(situation) and not _receives(situation, ReceivedBenefit.SOUTIEN_FAMILIAL):
            yield "Voyez aussi l’allocation de soutien familial : elle se demande d’abord et compte dans le RSA."
        if len(situation.children or ()) > 1 and not _receives(situation, ReceivedBenefit.ALLOCATIONS_FAMILIALES):
            yield "Avec deux enfants, les allocations familiales s’ajoutent et comptent dans le RSA."
    else:
        yield f"Vos salaires de {month_name(first)} à {month_name(last)} ouvrent la prime d’activité."
    if housing is None:
        return
    if housing.status is EligibilityStatus.PROBABLE:
        yield "Le montant tient compte de l’aide au logement qui s’ouvrirait en même temps."
    elif housing.status is EligibilityStatus.TO_VERIFY:
        yield "Le montant est calculé comme si l’aide au logement s’ouvrait ; sans elle, il serait un peu plus haut."


def _receives(situation: Situation, benefit: ReceivedBenefit) -> bool:
    received = situation.received.get(benefit)
    return received is not None and received.receives


_INCOMES = {
    IncomeKind.SALARY: "Votre salaire",
    IncomeKind.UNEMPLOYMENT: "Votre allocation chômage",
    IncomeKind.SICK_PAY: "Votre indemnité d’arrêt de travail",
    IncomeKind.RETIREMENT: "Votre retraite",
    IncomeKind.INVALIDITY_PENSION: "Votre pension d’invalidité",
    IncomeKind.MAINTENANCE: "Votre pension alimentaire",
}
