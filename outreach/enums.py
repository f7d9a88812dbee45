from django.db.models import TextChoices


class EventKind(TextChoices):
    STAND = "stand", "stand"
    MARKET = "market", "marché"
    PERMANENCE = "permanence", "permanence"
    DOOR_TO_DOOR = "door_to_door", "porte-à-porte"
    WORKSHOP = "workshop", "atelier"
    OPEN_DAY = "open_day", "journée portes ouvertes"
    FAIR = "fair", "forum"
    PARTNER_MEETING = "partner_meeting", "rencontre de partenaires"
    METROPOLITAN_DAY = "metropolitan_day", "journée métropolitaine"


class AgeBand(TextChoices):
    """As perceived by the ambassadrice: nobody is asked."""

    UNDER_25 = "under_25", "moins de 25 ans"
    FROM_25_TO_39 = "25_39", "25 à 39 ans"
    FROM_40_TO_59 = "40_59", "40 à 59 ans"
    FROM_60 = "from_60", "60 ans et plus"
    NOT_NOTED = "not_noted", "non noté"


class Theme(TextChoices):
    BENEFITS = "benefits", "prestations (RSA, prime d’activité)"
    HOUSING = "housing", "logement"
    HEALTH = "health", "santé"
    EMPLOYMENT = "employment", "emploi"
    RETIREMENT = "retirement", "retraite"
    FAMILY = "family", "famille"
    DIGITAL = "digital", "numérique"
    FOOD = "food", "alimentation"
    RESIDENCE = "residence", "séjour"
    OTHER = "other", "autre"


class NextStep(TextChoices):
    """What followed the encounter."""

    NONE = "none", "rien de plus"
    INFORMATION = "information", "information donnée"
    GAME = "game", "a joué au jeu"
    CALL_BACK = "call_back", "à rappeler"
    APPOINTMENT = "appointment", "rendez-vous"
    REFERRAL = "referral", "orientation"


class AppointmentReason(TextChoices):
    RIGHTS_REVIEW = "rights_review", "bilan des droits"
    FOLLOW_UP = "follow_up", "suite d’un bilan"
    HELP_WITH_CLAIM = "help_with_claim", "aide à une démarche"


class AppointmentState(TextChoices):
    """The states of RDV Service Public."""

    UNKNOWN = "unknown", "à venir"
    SEEN = "seen", "honoré"
    EXCUSED = "excused", "annulé par la personne"
    REVOKED = "revoked", "annulé par le service"
    NO_SHOW = "noshow", "absence non excusée"


APPOINTMENT_TRANSITIONS: dict[AppointmentState, set[AppointmentState]] = {
    AppointmentState.UNKNOWN: {
        AppointmentState.SEEN,
        AppointmentState.EXCUSED,
        AppointmentState.REVOKED,
        AppointmentState.NO_SHOW,
    },
    AppointmentState.SEEN: {AppointmentState.UNKNOWN},
    AppointmentState.NO_SHOW: {AppointmentState.UNKNOWN, AppointmentState.SEEN, AppointmentState.EXCUSED},
    AppointmentState.EXCUSED: {AppointmentState.UNKNOWN},
    AppointmentState.REVOKED: {AppointmentState.UNKNOWN},
}
# What keeps an ambassadrice busy: two of these may not overlap.
OCCUPYING_STATES = (AppointmentState.UNKNOWN, AppointmentState.SEEN)
