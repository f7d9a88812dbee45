from django.db.models import TextChoices


class Network(TextChoices):
    """Réseau porteur: the slugs of data·inclusion; PAD and CARSAT have none there and are local values."""

    PAD = "pad", "Point d’accès aux droits"
    CAF = "caf", "CAF"
    CPAM = "cpam", "CPAM"
    CARSAT = "carsat", "CARSAT"
    FRANCE_TRAVAIL = "france-travail", "France Travail"
    DEPARTEMENT = "departements", "Département"
    MSA = "mutualite-sociale-agricole", "MSA"
    CCAS = "ccas-cias", "CCAS"
    COMMUNE = "communes", "Commune"
    ASSOCIATION = "associations", "Association"
    INTERCOMMUNALITY = "intercommunalites", "Intercommunalité"


class AgreementMeans(TextChoices):
    ORAL = "oral", "donné de vive voix"
    SIGNED = "signed", "signé"


class ReferralState(TextChoices):
    SENT = "sent", "envoyée"
    UNDER_REVIEW = "under_review", "à l’étude"
    ACCEPTED = "accepted", "prise en charge"
    DECLINED = "declined", "non prise en charge"
    EXPIRED = "expired", "expirée"
    WITHDRAWN = "withdrawn", "retirée (accord retiré)"


UNANSWERED_STATES = (ReferralState.SENT, ReferralState.UNDER_REVIEW)
REFERRAL_TRANSITIONS: dict[ReferralState, set[ReferralState]] = {
    ReferralState.SENT: {
        ReferralState.UNDER_REVIEW,
        ReferralState.ACCEPTED,
        ReferralState.DECLINED,
        ReferralState.EXPIRED,
        ReferralState.WITHDRAWN,
    },
    ReferralState.UNDER_REVIEW: {
        ReferralState.ACCEPTED,
        ReferralState.DECLINED,
        ReferralState.EXPIRED,
        ReferralState.WITHDRAWN,
    },
    ReferralState.ACCEPTED: {ReferralState.WITHDRAWN},
    ReferralState.DECLINED: set(),
    ReferralState.EXPIRED: set(),
    ReferralState.WITHDRAWN: set(),
}


class DeclineReason(TextChoices):
    WRONG_ORGANISATION = "wrong_organisation", "ne relève pas de notre organisme"
    OUT_OF_SECTOR = "out_of_sector", "hors de notre secteur"
    UNREACHABLE = "unreachable", "personne injoignable"
    ALREADY_FOLLOWED = "already_followed", "déjà suivie ailleurs"
    NOT_ENOUGH_INFORMATION = "not_enough_information", "informations insuffisantes"
    NO_CAPACITY = "no_capacity", "pas de disponibilité"


class ReferralOutcome(TextChoices):
    RIGHT_OPENED = "right_opened", "droit ouvert"
    REFUSED_BY_AGENCY = "refused_by_agency", "refusé par l’organisme"
    ALREADY_HAD_IT = "already_had_it", "le percevait déjà"
    NOT_REACHED = "not_reached", "personne non jointe"
    GAVE_UP = "gave_up", "la personne a renoncé"
    OTHER = "other", "autre suite"


class ReferralSituation(TextChoices):
    """What a list of referrals may be narrowed to, besides their state."""

    UNANSWERED = "sans-reponse", "sans réponse"
    LATE = "en-retard", "en retard"
    IN_HAND = "en-charge", "prises en charge, sans issue"
    ANSWERED_LATELY = "reponse-recente", "réponse depuis sept jours"
    WITH_OUTCOME = "avec-issue", "avec une issue"
