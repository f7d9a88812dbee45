"""Residence status: the conditions OpenFisca does not test, or tests wrongly (see docs/known_gaps.md)."""

from __future__ import annotations

from rights_check.engine.facts import Fact
from rights_check.engine.french import from_month, month_name
from rights_check.engine.judgement import MET, Judgement, Verdict, not_met, to_verify
from rights_check.engine.legislation import parameters_at
from rights_check.engine.months import Month
from rights_check.engine.situation import Adult, IncomeKind, ResidenceStatus, Situation

STUDENTS_WITHOUT_GRANT_EXCLUDED = Month(2026, 7)
"""Finance law for 2026, article 67: no housing benefit for non-EEA students without a grant from July 2026."""

_HELP = (
    "Votre situation de séjour demande un avis juridique : la permanence d’accès aux soins (PASS), l’aide médicale "
    "de l’État (AME) et un conseil juridique gratuit peuvent vous aider."
)


def residence_for_minimum_income(situation: Situation, month: Month) -> Judgement:
    """RSA (CASF L. 262-4, 2°, and L. 262-6) and prime d'activité (CSS L. 842-2, 2°)."""
    judgements = [_for_minimum_income(adult, situation, month) for adult in situation.adults]
    if judgements[0].verdict is Verdict.NOT_MET and _partner_is_unknown(situation):
        return to_verify(judgements[0].reason, Fact.PARTNER if situation.in_couple else Fact.COUPLE)
    if all(judgement.verdict is judgements[0].verdict for judgement in judgements):
        return judgements[0]
    return next(
        (judgement for judgement in judgements if judgement.verdict is Verdict.TO_VERIFY),
        to_verify("L’un de vous deux ne remplit pas la condition de séjour : le calcul du foyer est à vérifier."),
    )


def residence_for_housing(situation: Situation, month: Month) -> Judgement:
    """Housing benefit (CCH L. 822-2): a valid permit of the claimant, of any length."""
    adult = situation.claimant
    common = _common(adult, month)
    if common is not None:
        return common
    if adult.residence is ResidenceStatus.STUDENT_PERMIT and situation.in_couple is not False:
        return to_verify("Le titre de séjour étudiant et la situation de couple sont à étudier par la caisse.")
    if adult.residence is ResidenceStatus.STUDENT_PERMIT and month >= STUDENTS_WITHOUT_GRANT_EXCLUDED:
        if adult.grant_holder is None:
            return to_verify(
                "Depuis juillet 2026, avec un titre de séjour étudiant, il faut une bourse pour l’aide au logement.",
                Fact.GRANT_HOLDER,
            )
        if not adult.grant_holder:
            return not_met(
                "Depuis juillet 2026, avec un titre de séjour étudiant et sans bourse, "
                "l’aide au logement n’est plus ouverte."
            )
    if adult.residence in (
        ResidenceStatus.PERMIT_FIVE_YEARS,
        ResidenceStatus.PERMIT_UNDER_FIVE_YEARS,
        ResidenceStatus.STUDENT_PERMIT,
    ):
        return _valid_permit(adult)
    return MET


def residence_for_health(situation: Situation, month: Month) -> Judgement:
    """Complémentaire santé solidaire (CSS L. 861-1, L. 111-2-3): a lawful and stable residence, whatever the permit."""
    common = _common(situation.claimant, month)
    if common is not None:
        return common
    return _valid_permit(situation.claimant) if _has_permit(situation.claimant) else MET


def residence_for_family(situation: Situation, month: Month) -> Judgement:
    """Family benefits (CSS L. 512-1, L. 512-2, D. 512-2): one of the parents at least."""
    judgements = [_for_family(adult, month) for adult in situation.adults]
    return next((one for one in judgements if one.verdict is Verdict.MET), judgements[0])


def residence_for_aspa(adult: Adult, month: Month) -> Judgement:
    """Aspa (CSS L. 816-1): ten years of permits that allow work, but for refugees."""
    common = _common(adult, month)
    if common is not None:
        return common
    if adult.residence is ResidenceStatus.EEA:
        return to_verify("Citoyen européen : la caisse de retraite vérifie le droit au séjour avant de répondre.")
    if _has_permit(adult):
        return to_verify("Il faut en général dix ans de titres autorisant à travailler : la caisse les vérifie.")
    return MET


def _for_family(adult: Adult, month: Month) -> Judgement:
    common = _common(adult, month)
    if common is not None:
        return common
    if _has_permit(adult):
        return to_verify(
            "Avec un titre de séjour, la caisse vérifie aussi la naissance ou l’entrée en France des enfants."
        )
    return MET


def _has_permit(adult: Adult) -> bool:
    return adult.residence is not None and adult.residence.has_permit_dates


def _partner_is_unknown(situation: Situation) -> bool:
    return situation.partner is None and situation.in_couple is not False


def _for_minimum_income(adult: Adult, situation: Situation, month: Month) -> Judgement:
    common = _common(adult, month)
    if common is not None:
        return common
    if adult.residence is ResidenceStatus.PERMIT_FIVE_YEARS:
        if adult.permit_start is not None and month < five_years_of_permit(adult.permit_start, month):
            return to_verify(
                f"Le titre de séjour indiqué commence en {month_name(adult.permit_start)} : "
                "les cinq ans sont à vérifier.",
                Fact.PERMIT_DATES,
            )
        return _valid_permit(adult)
    if adult.residence in (ResidenceStatus.PERMIT_UNDER_FIVE_YEARS, ResidenceStatus.STUDENT_PERMIT):
        return _under_five_years(adult, situation, month)
    return MET


def _common(adult: Adult, month: Month) -> Judgement | None:
    """What holds for every benefit; None when the status itself raises no doubt."""
    match adult.residence:
        case None:
            return to_verify("Il faut connaître la nationalité ou le titre de séjour.", Fact.RESIDENCE)
        case ResidenceStatus.NOT_SAID:
            return to_verify(
                "Vous n’avez pas souhaité donner votre situation de séjour : ce droit en dépend.", Fact.RESIDENCE
            )
        case ResidenceStatus.OTHER:
            return to_verify(_HELP)
        case ResidenceStatus.EEA if not _works(adult):
            return to_verify(
                "Citoyen européen sans emploi en ce moment : la caisse vérifie le droit au séjour avant de répondre."
            )
    if adult.residence.has_permit_dates and adult.permit_end is not None and adult.permit_end < month:
        return to_verify(
            f"Votre titre de séjour a pris fin en {month_name(adult.permit_end)} : "
            "un récépissé ou une preuve de renouvellement est nécessaire.",
            Fact.PERMIT_DATES,
        )
    return None


def _valid_permit(adult: Adult) -> Judgement:
    if adult.permit_end is None:
        return to_verify("Il faut savoir jusqu’à quand le titre de séjour est valable.", Fact.PERMIT_DATES)
    return MET


def _under_five_years(adult: Adult, situation: Situation, month: Month) -> Judgement:
    if _may_be_lone_parent(situation):
        return to_verify(
            "Avec moins de cinq ans de titre de séjour, un parent seul ou une femme enceinte seule peut avoir le droit "
            "majoré : la caisse doit l’étudier."
        )
    rule = "Il faut cinq ans de titre de séjour autorisant à travailler"
    if adult.permit_start is None:
        return to_verify(f"{rule} : la date de début est à vérifier.", Fact.PERMIT_DATES)
    opens = five_years_of_permit(adult.permit_start, month)
    if opens <= month:
        return to_verify(f"{rule}, et le titre indiqué les atteint : la durée est à vérifier.", Fact.PERMIT_DATES)
    return not_met(f"{rule} : ce sera le cas à partir {from_month(opens)}.")


def _may_be_lone_parent(situation: Situation) -> bool:
    """A lone parent, or a lone pregnant woman, has no five years to wait for (CASF L. 262-4, 2°, b)."""
    alone = situation.in_couple is not True
    may_have_child = situation.children is None or len(situation.children) > 0
    may_be_pregnant = situation.pregnancy is not False
    return alone and (may_have_child or may_be_pregnant)


def five_years_of_permit(permit_start: Month, month: Month) -> Month:
    years = parameters_at(
        month
    ).prestations_sociales.solidarite_insertion.minima_sociaux.rsa.rsa_cond.duree_min_titre_sejour.non_eee
    return permit_start + int(12 * years)


def _works(adult: Adult) -> bool:
    return any(income.kind is IncomeKind.SALARY and income.stopped_since is None for income in adult.incomes or ())
