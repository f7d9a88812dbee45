from django.db import models
from django.db.models import F, Q

from beneficiaries.enums import Sex
from beneficiaries.models import Person
from outreach.enums import (
    OCCUPYING_STATES,
    AgeBand,
    AppointmentReason,
    AppointmentState,
    EventKind,
    NextStep,
    Theme,
)
from outreach.tones import TONES
from partners.models import Organisation, Place, Referral
from rights_check.enums import NonTakeUpReason
from rights_check.models import RightsReview
from tznr.accounts.models import User
from tznr.records.constraints import NoOverlap
from tznr.records.models import Record, VersionedRecord
from tznr.records.validators import refuse_social_security_number
from tznr.territory.models import Commune, PriorityNeighbourhood


class OutreachEvent(VersionedRecord):
    """Action d’aller-vers, or sortie: where the team goes to meet people."""

    kind = models.CharField("nature", max_length=20, choices=EventKind)
    title = models.CharField("intitulé", max_length=160, validators=[refuse_social_security_number])
    place = models.ForeignKey(
        Place, models.PROTECT, null=True, blank=True, related_name="events", verbose_name="lieu connu"
    )
    one_off_place = models.CharField(
        "autre lieu", max_length=160, blank=True, validators=[refuse_social_security_number]
    )
    commune = models.ForeignKey(Commune, models.PROTECT, related_name="events", verbose_name="commune")
    neighbourhood = models.ForeignKey(
        PriorityNeighbourhood,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="events",
        verbose_name="quartier prioritaire",
    )
    starts_at = models.DateTimeField("début", db_index=True)
    ends_at = models.DateTimeField("fin")
    staff = models.ManyToManyField(User, related_name="+", verbose_name="équipe", blank=True)
    partners = models.ManyToManyField(Organisation, related_name="+", verbose_name="partenaires présents", blank=True)
    is_public = models.BooleanField("annoncée au public", default=True)
    public_note = models.CharField(
        "mot pour le public", max_length=300, blank=True, validators=[refuse_social_security_number]
    )
    cancelled_at = models.DateTimeField("annulée le", null=True, blank=True)
    cancellation_reason = models.CharField(
        "raison de l’annulation", max_length=200, blank=True, validators=[refuse_social_security_number]
    )

    class Meta:
        verbose_name = "sortie"
        verbose_name_plural = "sorties"
        ordering = ("starts_at", "id")
        constraints = (
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")),
                name="event_ends_after_start",
                violation_error_message="La fin doit être après le début.",
            ),
            models.CheckConstraint(
                condition=Q(place__isnull=False) | ~Q(one_off_place=""),
                name="event_has_a_place",
                violation_error_message="Choisir un lieu connu ou en écrire un.",
            ),
            models.CheckConstraint(
                condition=Q(cancelled_at__isnull=True) | ~Q(cancellation_reason=""),
                name="event_cancelled_with_a_reason",
                violation_error_message="Indiquer pourquoi la sortie est annulée.",
            ),
        )

    def __str__(self) -> str:
        return self.title

    @property
    def place_name(self) -> str:
        return self.place.name if self.place else self.one_off_place


class FieldContact(VersionedRecord):
    """Contact de terrain: one encounter, anonymous or tied to a Person. Without an outing it is a call-back."""

    event = models.ForeignKey(
        OutreachEvent, models.PROTECT, null=True, blank=True, related_name="contacts", verbose_name="sortie"
    )
    person = models.ForeignKey(
        Person, models.SET_NULL, null=True, blank=True, related_name="contacts", verbose_name="personne"
    )
    is_named = models.BooleanField("contact nommé", default=False, help_text="Reste vrai après un effacement.")
    occurred_at = models.DateTimeField("le", db_index=True)
    recorded_at = models.DateTimeField("noté le")
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="noté par")
    commune = models.ForeignKey(
        Commune, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="commune où elle vit"
    )
    age_band = models.CharField("âge perçu", max_length=12, choices=AgeBand, default=AgeBand.NOT_NOTED)
    sex = models.CharField("sexe perçu", max_length=12, choices=Sex, default=Sex.NOT_NOTED)
    next_step = models.CharField("ce qui a suivi", max_length=14, choices=NextStep, default=NextStep.NONE)

    class Meta:
        verbose_name = "contact de terrain"
        verbose_name_plural = "contacts de terrain"
        ordering = ("-occurred_at", "-id")
        constraints = (
            models.CheckConstraint(
                condition=Q(person__isnull=True) | Q(is_named=True),
                name="contact_with_a_person_is_named",
                violation_error_message="Un contact rattaché à une personne est un contact nommé.",
            ),
            models.CheckConstraint(
                condition=Q(recorded_at__gte=F("occurred_at")),
                name="contact_noted_once_it_happened",
                violation_error_message="Un contact se note une fois qu’il a eu lieu.",
            ),
        )


class FieldContactTheme(models.Model):
    contact = models.ForeignKey(FieldContact, models.CASCADE, related_name="themes", verbose_name="contact")
    theme = models.CharField("thème", max_length=14, choices=Theme)

    class Meta:
        verbose_name = "thème abordé"
        verbose_name_plural = "thèmes abordés"
        constraints = (models.UniqueConstraint(fields=("contact", "theme"), name="contact_theme_once"),)


class FieldContactCause(models.Model):
    """A cause of non-take-up heard during the encounter."""

    contact = models.ForeignKey(FieldContact, models.CASCADE, related_name="causes", verbose_name="contact")
    cause = models.CharField("cause de non-recours", max_length=24, choices=NonTakeUpReason)

    class Meta:
        verbose_name = "cause entendue"
        verbose_name_plural = "causes entendues"
        constraints = (models.UniqueConstraint(fields=("contact", "cause"), name="contact_cause_once"),)


class Appointment(VersionedRecord):
    person = models.ForeignKey(Person, models.CASCADE, related_name="appointments", verbose_name="personne")
    contact = models.ForeignKey(
        FieldContact, models.SET_NULL, null=True, blank=True, related_name="appointments", verbose_name="contact"
    )
    staff = models.ForeignKey(User, models.PROTECT, related_name="appointments", verbose_name="avec")
    place = models.ForeignKey(Place, models.PROTECT, related_name="appointments", verbose_name="lieu")
    reason = models.CharField("motif", max_length=20, choices=AppointmentReason)
    starts_at = models.DateTimeField("début", db_index=True)
    ends_at = models.DateTimeField("fin")
    state = models.CharField("état", max_length=10, choices=AppointmentState, default=AppointmentState.UNKNOWN)
    review = models.OneToOneField(
        RightsReview,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="appointment",
        verbose_name="bilan des droits",
    )
    booked_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="pris par")
    booked_at = models.DateTimeField("pris le")

    class Meta:
        verbose_name = "rendez-vous"
        verbose_name_plural = "rendez-vous"
        ordering = ("starts_at", "id")
        constraints = (
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")),
                name="appointment_ends_after_start",
                violation_error_message="La fin doit être après le début.",
            ),
            NoOverlap(
                name="appointment_no_overlap",
                field="staff",
                start="starts_at",
                end="ends_at",
                state="state",
                states=[state.value for state in OCCUPYING_STATES],
                violation_error_message="Ce créneau vient d’être pris : choisir une autre heure.",
            ),
        )

    def __str__(self) -> str:
        return f"Rendez-vous du {self.starts_at:%d/%m/%Y}"

    @property
    def tone(self) -> str:
        """The colour of its state, beside the word."""
        return TONES[AppointmentState(self.state)]


class AppointmentTransition(Record):
    """A change of state, or a move to another time (then the two states are equal)."""

    appointment = models.ForeignKey(Appointment, models.CASCADE, related_name="transitions", verbose_name="rendez-vous")
    from_state = models.CharField("de", max_length=10, choices=AppointmentState, blank=True)
    to_state = models.CharField("à", max_length=10, choices=AppointmentState)
    moved_from = models.DateTimeField("déplacé depuis", null=True, blank=True)
    at = models.DateTimeField("le")
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name="par")

    class Meta:
        verbose_name = "changement d’état de rendez-vous"
        verbose_name_plural = "changements d’état de rendez-vous"
        ordering = ("at",)


class ReferralOrigin(Record):
    """Where a referral came from: partners knows nothing of contacts and appointments."""

    referral = models.OneToOneField(Referral, models.CASCADE, related_name="origin", verbose_name="orientation")
    contact = models.ForeignKey(
        FieldContact, models.SET_NULL, null=True, blank=True, related_name="referral_origins", verbose_name="contact"
    )
    appointment = models.ForeignKey(
        Appointment,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="referral_origins",
        verbose_name="rendez-vous",
    )

    class Meta:
        verbose_name = "origine d’une orientation"
        verbose_name_plural = "origines d’orientations"
