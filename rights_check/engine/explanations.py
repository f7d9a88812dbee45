"""The reasons of a result, in plain French, said to the person."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from rights_check.engine.catalogue import Benefit
from rights_check.engine.conditions import resigned, stopped_incomes
from rights_check.engine.facts import Fact
from rights_check.engine.french import about_euros, day_name, month_name
from rights_check.engine.judgement import Judgement
from rights_check.engine.months import Month
from rights_check.engine.results import BenefitResult, EligibilityStatus
from rights_check.engine.situation import IncomeKind, Situation
from rights_check.engine.translation import PROFESSIONAL, is_set_aside, reference_months

ANYWAY = "D’après vos réponses, pas de droit ce mois-ci ; vous pouvez toujours faire la demande."

_REFUSALS = {
    Benefit.RSA: "Vos ressources dépassent le montant du RSA pour votre foyer.",
    Benefit.PRIME_ACTIVITE: "Vos ressources dépassent celles qui ouvrent la prime d’activité pour votre foyer.",
    Benefit.AIDE_LOGEMENT: "Vos revenus d’une année, comparés à votre loyer, n’ouvrent pas l’aide au logement.",
    Benefit.CSS: "Vos ressources d’une année dépassent le plafond de la complémentaire santé solidaire.",
    Benefit.ALLOCATIONS_FAMILIALES: "Les enfants à charge ne sont pas assez nombreux.",
    Benefit.SOUTIEN_FAMILIAL: "Aucun enfant n’ouvre ce droit.",
    Benefit.COMPLEMENT_FAMILIAL: "Vos revenus d’il y a deux ans, ou l’allocation de base de la Paje, ferment ce droit.",
    Benefit.PAJE_BASE: "Vos revenus d’il y a deux ans dépassent le plafond de cette allocation.",
    Benefit.RENTREE_SCOLAIRE: "Vos revenus d’il y a deux ans dépassent le plafond, ou aucun enfant n’a l’âge.",
    Benefit.ASPA: "Vos ressources dépassent le minimum de la retraite.",
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
        sentences = tuple(_explain_housing(situation, month))
    elif benefit in (Benefit.RSA, Benefit.PRIME_ACTIVITE):
        sentences = tuple(_explain_income(situation, month, benefit, others))
    else:
        sentences = tuple(_explain_other(situation, month, benefit))
    return (*sentences, *reserves(benefit))


def reserves(benefit: Benefit) -> tuple[str, ...]:
    """The conditions that were not asked about, in one sentence."""
    listed = benefit.description.reserves
    return (f"Sous réserve {_and(listed)}.",) if listed else ()


def _and(parts: Sequence[str]) -> str:
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])}, et {parts[-1]}"


def housing_variant(situation: Situation) -> str:
    """APL, ALF or ALS (CCH L. 811-1, L. 831-1, L. 841-1); « » when the answers do not decide.

    A social landlord has an agreement with the State, hence APL; a private one hardly ever has.
    """
    if situation.housing.social_landlord:
        return "APL"
    if situation.housing.social_landlord is None:
        return ""
    if situation.children:
        return "ALF"
    may_be_family = situation.pregnancy is not False or situation.in_couple is not False
    return "" if may_be_family else "ALS"


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
    match housing_variant(situation):
        case "APL":
            yield "Ce serait l’APL, car le logement appartient à un bailleur social."
        case "ALF":
            yield "Ce serait l’ALF, ou l’APL au même montant si le propriétaire a signé une convention avec l’État."
        case "ALS":
            yield "Ce serait l’ALS, ou l’APL au même montant si le propriétaire a signé une convention avec l’État."
        case _:
            yield "Selon le logement et la famille, ce serait l’APL, l’ALF ou l’ALS, au même montant."
    if situation.housing.social_landlord is None:
        yield "Le montant dépend un peu du propriétaire (bailleur social ou non) : nous avons gardé le plus bas."


def _explain_other(situation: Situation, month: Month, benefit: Benefit) -> Iterator[str]:
    two_years_ago = month.year - 2
    match benefit:
        case Benefit.ALLOCATIONS_FAMILIALES:
            yield f"Vous avez au moins deux enfants à charge ; le montant dépend de vos revenus de {two_years_ago}."
        case Benefit.SOUTIEN_FAMILIAL:
            yield "Vous élevez seul un enfant dont l’autre parent ne participe pas."
            yield "Cette aide se demande avant le RSA, qui en tient compte."
        case Benefit.COMPLEMENT_FAMILIAL:
            yield "Vous avez au moins trois enfants de trois ans ou plus."
            yield f"Vos revenus de {two_years_ago} sont sous le plafond."
        case Benefit.PAJE_BASE:
            yield f"Vous avez un enfant de moins de trois ans et vos revenus de {two_years_ago} sont sous le plafond."
        case Benefit.RENTREE_SCOLAIRE:
            when = (
                f"Elle est versée en une fois, fin août {month.year}."
                if month.month <= SCHOOL_YEAR_PAID_IN
                else f"Celle d’août {month.year} peut encore se demander ; la suivante : fin août {month.year + 1}."
            )
            yield f"Vos revenus de {two_years_ago} et l’âge de vos enfants ouvrent ce droit. {when}"
        case Benefit.ASPA:
            yield "Vos retraites sont plus basses que le minimum ; l’Aspa les complète."
            yield "Les retraites se demandent d’abord, et l’Aspa avant le RSA."


def _explain_income(
    situation: Situation, month: Month, benefit: Benefit, others: Mapping[Benefit, BenefitResult]
) -> Iterator[str]:
    housing = others.get(Benefit.AIDE_LOGEMENT)
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
    else:
        yield f"Vos salaires de {month_name(first)} à {month_name(last)} ouvrent la prime d’activité."
    beside = [one for one in _COUNTED if one in others and others[one].status in _MAY_OPEN]
    if beside:
        names = _and([one.description.name for one in beside])
        yield f"À demander d’abord, car ils comptent ici et le montant en tient compte : {names}."
    if housing is None:
        return
    if housing.status is EligibilityStatus.PROBABLE:
        yield "Le montant tient compte de l’aide au logement qui s’ouvrirait en même temps."
    elif housing.status is EligibilityStatus.TO_VERIFY:
        yield "Le montant est calculé comme si l’aide au logement s’ouvrait ; sans elle, il serait un peu plus haut."


SCHOOL_YEAR_PAID_IN = 8
_MAY_OPEN = (EligibilityStatus.PROBABLE, EligibilityStatus.TO_VERIFY)
_COUNTED = (
    Benefit.SOUTIEN_FAMILIAL,
    Benefit.ALLOCATIONS_FAMILIALES,
    Benefit.PAJE_BASE,
    Benefit.COMPLEMENT_FAMILIAL,
)

_INCOMES = {
    IncomeKind.SALARY: "Votre salaire",
    IncomeKind.UNEMPLOYMENT: "Votre allocation chômage",
    IncomeKind.SICK_PAY: "Votre indemnité d’arrêt de travail",
    IncomeKind.RETIREMENT: "Votre retraite",
    IncomeKind.INVALIDITY_PENSION: "Votre pension d’invalidité",
    IncomeKind.MAINTENANCE: "Votre pension alimentaire",
}
