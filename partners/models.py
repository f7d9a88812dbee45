from datetime import date, datetime, timedelta
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from beneficiaries.models import Person
from partners.enums import (
    UNANSWERED_STATES,
    AgreementMeans,
    DeclineReason,
    Network,
    ReferralOutcome,
    ReferralState,
)
from rights_check.models import BenefitClaim, OpenedRight
from tznr.accounts.models import User
from tznr.records.models import Record, VersionedRecord
from tznr.records.validators import refuse_social_security_number
from tznr.territory.models import Commune


class Organisation(Record):
    """Structure: a PAD, an agency, an association. The eight PADs are organisations of the network « pad »."""

    slug = models.SlugField("identifiant", unique=True, max_length=80)
    name = models.CharField("nom", max_length=160)
    network = models.CharField("réseau porteur", max_length=40, choices=Network, blank=True, default="")
    is_steering_partner = models.BooleanField("siège au comité de pilotage", default=False)
    phone = models.CharField("téléphone", max_length=30, blank=True)
    email = models.EmailField("adresse électronique", blank=True)

    class Meta:
        verbose_name = "structure"
        verbose_name_plural = "structures"
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name


class Sector(Record):
    """A commune that a PAD covers. Dijon has four PADs and its split is not known: there the user picks."""

    organisation = models.ForeignKey(
        Organisation, models.CASCADE, related_name="sectors", verbose_name="point d’accès aux droits"
    )
    commune = models.ForeignKey(Commune, models.CASCADE, related_name="sectors", verbose_name="commune")

    class Meta:
        verbose_name = "secteur"
        verbose_name_plural = "secteurs"
        constraints = (models.UniqueConstraint(fields=("organisation", "commune"), name="sector_once"),)


class Place(Record):
    """Lieu: where the team goes, receives, or refers to. An empty address is shown « à renseigner »."""

    slug = models.SlugField("identifiant", unique=True, max_length=80)
    name = models.CharField("nom", max_length=160)
    organisation = models.ForeignKey(
        Organisation, models.CASCADE, null=True, blank=True, related_name="places", verbose_name="structure"
    )
    commune = models.ForeignKey(Commune, models.PROTECT, related_name="places", verbose_name="commune")
    address = models.CharField("adresse", max_length=200, blank=True)
    opening_hours = models.CharField("horaires", max_length=200, blank=True)
    receives_appointments = models.BooleanField("reçoit des rendez-vous", default=False)

    class Meta:
        verbose_name = "lieu"
        verbose_name_plural = "lieux"
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name


class Membership(Record):
    """Who works for which organisation: this, and not the role, decides which referrals she sees."""

    user = models.ForeignKey(User, models.CASCADE, related_name="memberships", verbose_name="compte")
    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="memberships", verbose_name="structure")

    class Meta:
        verbose_name = "appartenance"
        verbose_name_plural = "appartenances"
        constraints = (models.UniqueConstraint(fields=("user", "organisation"), name="membership_once"),)


class DisclosureAgreementQuerySet(models.QuerySet["DisclosureAgreement"]):
    def valid_on(self, day: date) -> Self:
        return self.filter(withdrawn_at__isnull=True, given_on__lte=day, valid_until__gte=day)


class DisclosureAgreement(Record):
    """Accord pour transmettre: to which organisation, for what, how given, who noted it, until when."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="disclosure_agreements", verbose_name="personne")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+", verbose_name="structure")
    purpose = models.CharField("pour quoi", max_length=200, validators=[refuse_social_security_number])
    means = models.CharField("comment", max_length=10, choices=AgreementMeans)
    given_on = models.DateField("donné le")
    valid_until = models.DateField("valable jusqu’au")
    noted_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="noté par")
    noted_at = models.DateTimeField("noté le")
    withdrawn_at = models.DateTimeField("retiré le", null=True, blank=True)

    objects = DisclosureAgreementQuerySet.as_manager()

    class Meta:
        verbose_name = "accord pour transmettre"
        verbose_name_plural = "accords pour transmettre"
        ordering = ("-given_on",)
        constraints = (
            models.CheckConstraint(
                condition=Q(valid_until__gte=F("given_on")),
                name="agreement_ends_after_start",
                violation_error_message="L’accord ne peut pas finir avant d’avoir été donné.",
            ),
        )


def late_before(now: datetime) -> datetime:
    """A referral sent before this moment and still without an answer is late."""
    return now - timedelta(days=settings.REFERRAL_LATE_AFTER_DAYS)


class ReferralQuerySet(models.QuerySet["Referral"]):
    def visible_to(self, user: User) -> Self:
        """The team sees all of them; a recipient, those addressed to the organisations she works for."""
        if user.is_team:
            return self
        if user.is_recipient:
            return self.filter(organisation__memberships__user=user)
        return self.none()

    def unanswered(self) -> Self:
        return self.filter(state__in=UNANSWERED_STATES)

    def late(self, now: datetime) -> Self:
        """Without an answer for more than `REFERRAL_LATE_AFTER_DAYS` days."""
        return self.unanswered().filter(sent_at__lt=late_before(now))

    def answered_since(self, moment: datetime) -> Self:
        """Accepted or declined, or whose outcome was noted, since that moment; not those that were withdrawn."""
        answered = Q(answered_at__gte=moment) | Q(outcome_at__gte=moment)
        return self.filter(answered).exclude(state=ReferralState.WITHDRAWN)

    def in_hand(self) -> Self:
        """Accepted, and what became of it is not known yet."""
        return self.filter(state=ReferralState.ACCEPTED, outcome="")


class Referral(VersionedRecord):
    """Orientation: what was sent (`shared`, and nothing else of the person) and what became of it."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="referrals", verbose_name="personne")
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="referrals", verbose_name="structure destinataire"
    )
    agreement = models.ForeignKey(
        DisclosureAgreement, models.PROTECT, related_name="referrals", verbose_name="accord pour transmettre"
    )
    claim = models.ForeignKey(
        BenefitClaim, models.SET_NULL, null=True, blank=True, related_name="referrals", verbose_name="démarche"
    )
    need = models.CharField("ce dont elle a besoin", max_length=300, validators=[refuse_social_security_number])
    shared = models.JSONField("ce qui a été transmis", default=dict)
    state = models.CharField("état", max_length=14, choices=ReferralState, default=ReferralState.SENT)
    sent_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="envoyée par")
    sent_at = models.DateTimeField("envoyée le", db_index=True)
    handled_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="suivie par"
    )
    answered_at = models.DateTimeField("réponse le", null=True, blank=True)
    decline_reason = models.CharField("raison du refus", max_length=24, choices=DeclineReason, blank=True, default="")
    outcome = models.CharField("issue", max_length=20, choices=ReferralOutcome, blank=True, default="")
    outcome_at = models.DateTimeField("issue le", null=True, blank=True)
    opened_right = models.OneToOneField(
        OpenedRight, models.SET_NULL, null=True, blank=True, related_name="referral", verbose_name="droit ouvert"
    )

    objects = ReferralQuerySet.as_manager()

    class Meta:
        verbose_name = "orientation"
        verbose_name_plural = "orientations"
        ordering = ("-sent_at",)
        constraints = (
            models.CheckConstraint(
                condition=Q(state=ReferralState.DECLINED) ^ Q(decline_reason=""),
                name="referral_declined_with_a_reason",
                violation_error_message="Indiquer pourquoi l’orientation n’est pas prise en charge.",
            ),
            models.CheckConstraint(
                condition=Q(outcome="", outcome_at__isnull=True)
                | (~Q(outcome="") & Q(outcome_at__isnull=False, state=ReferralState.ACCEPTED)),
                name="referral_outcome_after_acceptance",
                violation_error_message="L’issue se note une fois l’orientation prise en charge.",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=(ReferralState.ACCEPTED, ReferralState.DECLINED)) | Q(answered_at__isnull=False),
                name="referral_answer_has_a_date",
                violation_error_message="Une réponse porte sa date.",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=(*UNANSWERED_STATES, ReferralState.EXPIRED)) | Q(answered_at__isnull=True),
                name="referral_unanswered_has_no_answer_date",
                violation_error_message="Une orientation sans réponse ne porte pas de date de réponse.",
            ),
            models.CheckConstraint(
                condition=Q(state__in=ReferralState.values),
                name="referral_state_known",
                violation_error_message="Cet état n’existe pas.",
            ),
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True) | Q(answered_at__gte=F("sent_at")),
                name="referral_answered_after_sending",
                violation_error_message="La réponse ne peut pas précéder l’envoi.",
            ),
            models.CheckConstraint(
                condition=Q(opened_right__isnull=True) | Q(outcome=ReferralOutcome.RIGHT_OPENED),
                name="referral_opened_right_is_its_outcome",
                violation_error_message="Un droit ouvert se note avec l’issue « droit ouvert ».",
            ),
        )

    def __str__(self) -> str:
        return f"Orientation vers {self.organisation}"

    @property
    def is_unanswered(self) -> bool:
        return self.state in UNANSWERED_STATES

    @property
    def is_in_hand(self) -> bool:
        return self.state == ReferralState.ACCEPTED and not self.outcome

    def is_late(self, now: datetime) -> bool:
        return self.is_unanswered and self.sent_at < late_before(now)


class ReferralTransition(Record):
    referral = models.ForeignKey(Referral, models.CASCADE, related_name="transitions", verbose_name="orientation")
    from_state = models.CharField("de", max_length=14, choices=ReferralState, blank=True)
    to_state = models.CharField("à", max_length=14, choices=ReferralState)
    at = models.DateTimeField("le")
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name="par")

    class Meta:
        verbose_name = "changement d’état d’orientation"
        verbose_name_plural = "changements d’état d’orientation"
        ordering = ("at",)
