from django.db.models import IntegerChoices, TextChoices


class Audience(IntegerChoices):
    """Who reads a figure. The value is the smallest count she may see (0 apart): 1 hides nothing.

    Thresholds: 5 for the steering committee, 11 for what is published.
    """

    TEAM = 1, "équipe"
    COMMITTEE = 5, "comité de pilotage"
    PUBLIC = 11, "public"


class Counted(TextChoices):
    """What a figure counts: never add two figures that do not count the same thing."""

    ACTIONS = "actions", "sorties"
    CONTACTS = "contacts", "contacts"
    PERSONS = "persons", "personnes différentes"
    NEW_PERSONS = "new_persons", "nouvelles personnes"
    HOUSEHOLDS = "households", "foyers"
    APPOINTMENTS = "appointments", "rendez-vous"
    REVIEWS = "reviews", "bilans des droits"
    CLAIMS = "claims", "démarches"
    REFERRALS = "referrals", "orientations"
    RIGHTS = "rights", "droits"
    EUROS = "euros", "euros par mois"
    DAYS = "days", "jours"


class ReportState(TextChoices):
    PREPARING = "preparing", "en préparation"
    READY = "ready", "prêt"
    FAILED = "failed", "en échec"
