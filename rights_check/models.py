from datetime import date
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q

from beneficiaries.models import Person
from rights_check.enums import (
    BenefitCode,
    BenefitVariant,
    ClaimState,
    EligibilityStatus,
    Evidence,
    LocalStatus,
    NonTakeUpReason,
    RecheckState,
    ReviewState,
    Tap,
)
from tznr.accounts.models import User
from tznr.records.models import Record, VersionedRecord
from tznr.records.validators import refuse_social_security_number
from tznr.territory.models import Commune


class RightsReview(VersionedRecord):
    """Bilan des droits. A draft holds the answers; once completed, it is frozen with its inputs and its legislation."""

    person = models.ForeignKey(
        Person, models.CASCADE, null=True, blank=True, related_name="rights_reviews", verbose_name="personne"
    )
    anonymous = models.BooleanField("commencé sans fiche", default=False)
    attached_at = models.DateTimeField("rattaché à une personne le", null=True, blank=True)
    month = models.DateField("mois du bilan", help_text="Le premier jour du mois.")
    state = models.CharField("état", max_length=12, choices=ReviewState, default=ReviewState.DRAFT)
    answers = models.JSONField("réponses", default=dict, help_text="Telles que saisies dans le questionnaire.")
    situation = models.JSONField("situation calculée", null=True, help_text="L’entrée du moteur, figée.")
    legislation = models.JSONField("version de la législation", null=True)
    net_monthly_gain = models.DecimalField("gain mensuel net du foyer", max_digits=9, decimal_places=2, null=True)
    conducted_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="mené par")
    started_at = models.DateTimeField("commencé le")
    completed_at = models.DateTimeField("terminé le", null=True, blank=True, db_index=True)

    class Meta:
        verbose_name = "bilan des droits"
        verbose_name_plural = "bilans des droits"
        ordering = ("-started_at",)
        constraints = (
            models.CheckConstraint(
                condition=Q(state=ReviewState.DRAFT, completed_at__isnull=True)
                | Q(
                    state=ReviewState.COMPLETED,
                    completed_at__isnull=False,
                    situation__isnull=False,
                    legislation__isnull=False,
                ),
                name="review_completed_is_frozen_whole",
                violation_error_message="Un bilan terminé porte sa date, sa situation et sa législation.",
            ),
            models.CheckConstraint(
                condition=Q(completed_at__isnull=True) | Q(completed_at__gte=F("started_at")),
                name="review_completed_after_start",
                violation_error_message="Le bilan se termine après avoir commencé.",
            ),
            models.CheckConstraint(
                condition=Q(anonymous=False, person__isnull=False, attached_at__isnull=True)
                | Q(anonymous=True, person__isnull=True, attached_at__isnull=True)
                | Q(anonymous=True, person__isnull=False, attached_at__isnull=False),
                name="review_has_a_person_or_is_anonymous",
                violation_error_message="Un bilan est celui d’une personne, ou reste anonyme jusqu’à son rattachement.",
            ),
        )

    def __str__(self) -> str:
        return f"Bilan des droits de {self.month:%m/%Y}"

    @property
    def whose(self) -> str:
        """Whose review it is, in words."""
        return "Bilan anonyme" if self.person is None else str(self.person)


class EligibilityResult(Record):
    """Result of a review for one benefit. « À vérifier » never carries an amount."""

    review = models.ForeignKey(RightsReview, models.CASCADE, related_name="results", verbose_name="bilan")
    benefit = models.CharField("prestation", max_length=30, choices=BenefitCode)
    status = models.CharField("résultat", max_length=14, choices=EligibilityStatus)
    monthly_amount = models.DecimalField(
        "montant mensuel", max_digits=9, decimal_places=2, null=True, blank=True, validators=[MinValueValidator(0)]
    )
    yearly_amount = models.DecimalField(
        "montant versé une fois par an",
        max_digits=9,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
    )
    monthly_cost = models.DecimalField(
        "participation mensuelle à payer",
        max_digits=9,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
    )
    variant = models.CharField("forme", max_length=12, choices=BenefitVariant, blank=True, default="")
    reasons = models.JSONField("raisons", default=list)
    missing = models.JSONField("ce qui manque", default=list)
    file_before = models.DateField("à déposer avant le", null=True, blank=True)
    non_take_up_reason = models.CharField(
        "cause de non-recours", max_length=24, choices=NonTakeUpReason, blank=True, default=""
    )

    class Meta:
        verbose_name = "résultat par droit"
        verbose_name_plural = "résultats par droit"
        ordering = ("review", "benefit")
        constraints = (
            models.UniqueConstraint(fields=("review", "benefit"), name="result_once_per_benefit"),
            models.CheckConstraint(
                condition=Q(status=EligibilityStatus.RECEIVED)
                | Q(status=EligibilityStatus.PROBABLE)
                & (
                    Q(monthly_amount__isnull=False, monthly_amount__gt=0)
                    | Q(monthly_amount__isnull=True, yearly_amount__isnull=False, yearly_amount__gt=0)
                    | Q(monthly_amount__isnull=True, monthly_cost__isnull=False, monthly_cost__gte=0)
                )
                | Q(
                    status__in=(EligibilityStatus.TO_VERIFY, EligibilityStatus.NOT_ELIGIBLE),
                    monthly_amount__isnull=True,
                    yearly_amount__isnull=True,
                    monthly_cost__isnull=True,
                ),
                name="result_amount_only_when_probable",
                violation_error_message="Seul un droit probable ou déjà perçu porte un montant.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_benefit_display()} : {self.get_status_display()}"


class BenefitClaim(VersionedRecord):
    """Démarche, or demande once it is filed. Its states are moved by `services.move_claim` only."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="claims", verbose_name="personne")
    benefit = models.CharField("prestation", max_length=30, choices=BenefitCode)
    result = models.OneToOneField(
        EligibilityResult,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="claim",
        verbose_name="résultat d’origine",
    )
    state = models.CharField("état", max_length=20, choices=ClaimState, default=ClaimState.TO_DO)
    created_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="créée par")
    created_at = models.DateTimeField("créée le")
    file_before = models.DateField("à déposer avant le", null=True, blank=True)
    filed_on = models.DateField("déposée le", null=True, blank=True)
    decided_on = models.DateField("décision du", null=True, blank=True)

    class Meta:
        verbose_name = "démarche"
        verbose_name_plural = "démarches"
        ordering = ("-created_at",)
        constraints = (
            models.CheckConstraint(
                condition=Q(decided_on__isnull=True) | Q(filed_on__isnull=True) | Q(decided_on__gte=F("filed_on")),
                name="claim_decided_after_filing",
                violation_error_message="La décision ne peut pas précéder le dépôt.",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=(ClaimState.GRANTED, ClaimState.REFUSED)) | Q(decided_on__isnull=False),
                name="claim_decision_has_a_date",
                violation_error_message="Indiquer la date de la décision.",
            ),
            models.CheckConstraint(
                condition=Q(state__in=ClaimState.values),
                name="claim_state_known",
                violation_error_message="Cet état n’existe pas.",
            ),
            models.CheckConstraint(
                condition=~Q(
                    state__in=(
                        ClaimState.FILED,
                        ClaimState.DOCUMENTS_MISSING,
                        ClaimState.UNDER_REVIEW,
                        ClaimState.NO_ANSWER,
                    )
                )
                | Q(filed_on__isnull=False),
                name="claim_filed_has_a_date",
                violation_error_message="Indiquer la date du dépôt.",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=(ClaimState.TO_DO, ClaimState.NOT_WANTED))
                | Q(filed_on__isnull=True, decided_on__isnull=True),
                name="claim_to_do_has_no_date",
                violation_error_message="Une démarche à faire n’a encore ni dépôt ni décision.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_benefit_display()} ({self.get_state_display()})"


class ClaimTransition(Record):
    claim = models.ForeignKey(BenefitClaim, models.CASCADE, related_name="transitions", verbose_name="démarche")
    from_state = models.CharField("de", max_length=20, choices=ClaimState, blank=True)
    to_state = models.CharField("à", max_length=20, choices=ClaimState)
    at = models.DateTimeField("le")
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name="par")

    class Meta:
        verbose_name = "changement d’état de démarche"
        verbose_name_plural = "changements d’état de démarche"
        ordering = ("at",)


class OpenedRight(VersionedRecord):
    """Droit ouvert (notified), then paid. Amounts in euros."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="opened_rights", verbose_name="personne")
    claim = models.OneToOneField(
        BenefitClaim, models.SET_NULL, null=True, blank=True, related_name="opened_right", verbose_name="démarche"
    )
    benefit = models.CharField("prestation", max_length=30, choices=BenefitCode)
    monthly_amount = models.DecimalField(
        "montant mensuel", max_digits=9, decimal_places=2, null=True, blank=True, validators=[MinValueValidator(0)]
    )
    arrears = models.DecimalField(
        "rappel versé en une fois",
        max_digits=9,
        decimal_places=2,
        default=Decimal(0),
        validators=[MinValueValidator(0)],
    )
    effective_month = models.DateField("ouvert à partir de", help_text="Le premier jour du mois.")
    evidence = models.CharField("niveau de preuve", max_length=12, choices=Evidence)
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="noté par")
    recorded_at = models.DateTimeField("noté le", db_index=True)

    class Meta:
        verbose_name = "droit ouvert"
        verbose_name_plural = "droits ouverts"
        ordering = ("-recorded_at",)
        constraints = (
            models.UniqueConstraint(
                fields=("person", "benefit", "effective_month"),
                name="opened_right_once_per_month",
                violation_error_message="Ce droit est déjà noté comme ouvert pour ce mois.",
            ),
            models.CheckConstraint(
                condition=(Q(monthly_amount__isnull=True) | Q(monthly_amount__gte=0)) & Q(arrears__gte=0),
                name="opened_right_amounts_positive",
                violation_error_message="Un montant ne peut pas être négatif.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_benefit_display()} ouvert"


def known_statuses(value: object) -> None:
    if not isinstance(value, list) or not set(value) <= set(LocalStatus.values):
        raise ValidationError("Choisir les situations dans la liste.")


class LocalRight(VersionedRecord):
    """Aide locale: what the territory offers beside the law. The criteria only say to whom it is worth mentioning; the
    organisation that runs it decides, so that it is always « à vérifier », without an amount."""

    file_key = models.SlugField(
        "clé dans le fichier du territoire", max_length=80, unique=True, null=True, blank=True, editable=False
    )
    name = models.CharField("nom", max_length=120, unique=True, validators=[refuse_social_security_number])
    summary = models.CharField("en deux phrases", max_length=300, validators=[refuse_social_security_number])
    organisation = models.SlugField(
        "structure qui la gère",
        max_length=80,
        blank=True,
        help_text="Son identifiant dans l’annuaire ; vide : le point d’accès aux droits de la commune.",
    )
    age_min = models.PositiveSmallIntegerField("à partir de (ans)", null=True, blank=True)
    age_max = models.PositiveSmallIntegerField("jusqu’à (ans)", null=True, blank=True)
    communes = models.ManyToManyField(Commune, blank=True, related_name="+", verbose_name="communes")
    income_per_share_max = models.DecimalField(
        "revenu mensuel par part, au plus",
        max_digits=9,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
    )
    statuses = models.JSONField("situations", default=list, blank=True, validators=[known_statuses])
    papers = models.TextField(
        "papiers à apporter",
        max_length=1000,
        blank=True,
        help_text="Un par ligne.",
        validators=[refuse_social_security_number],
    )
    link = models.URLField("lien", blank=True)
    is_proposed = models.BooleanField("proposée", default=True)
    active_from = models.DateField("à partir du", null=True, blank=True)
    active_to = models.DateField("jusqu’au", null=True, blank=True)

    class Meta:
        verbose_name = "aide locale"
        verbose_name_plural = "aides locales"
        ordering = ("name",)
        constraints = (
            models.CheckConstraint(
                condition=Q(age_min__isnull=True) | Q(age_max__isnull=True) | Q(age_max__gte=F("age_min")),
                name="local_right_ages_in_order",
                violation_error_message="L’âge le plus haut est au-dessous du plus bas.",
            ),
            models.CheckConstraint(
                condition=Q(active_from__isnull=True) | Q(active_to__isnull=True) | Q(active_to__gte=F("active_from")),
                name="local_right_dates_in_order",
                violation_error_message="La fin est avant le début.",
            ),
            models.CheckConstraint(
                condition=Q(income_per_share_max__isnull=True) | Q(income_per_share_max__gte=0),
                name="local_right_income_positive",
                violation_error_message="Un montant ne peut pas être négatif.",
            ),
        )

    def __str__(self) -> str:
        return self.name

    def is_proposed_on(self, day: date) -> bool:
        started = self.active_from is None or self.active_from <= day
        return self.is_proposed and started and (self.active_to is None or self.active_to >= day)

    @property
    def papers_listed(self) -> list[str]:
        return [line.strip() for line in self.papers.splitlines() if line.strip()]

    @property
    def statuses_in_words(self) -> list[str]:
        return [LocalStatus(status).label for status in self.statuses]


class Recheck(Record):
    """Réexamen: the last review of everybody, calculated again for a month. One row a month, taken up again."""

    month = models.DateField("mois", unique=True, help_text="Le premier jour du mois.")
    state = models.CharField("état", max_length=10, choices=RecheckState, default=RecheckState.PENDING)
    total = models.PositiveIntegerField("bilans à revoir", default=0)
    done = models.PositiveIntegerField("bilans revus", default=0)
    unreadable = models.ManyToManyField(
        RightsReview, blank=True, related_name="+", verbose_name="bilans qui n’ont pas pu être revus"
    )
    legislation = models.JSONField("version de la législation", null=True)
    requested_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name="demandé par")
    requested_at = models.DateTimeField("demandé le")
    advanced_at = models.DateTimeField("dernier progrès le")
    finished_at = models.DateTimeField("terminé le", null=True, blank=True)

    class Meta:
        verbose_name = "réexamen des bilans"
        verbose_name_plural = "réexamens des bilans"
        ordering = ("-month",)
        constraints = (
            models.CheckConstraint(
                condition=Q(done__lte=F("total")),
                name="recheck_done_within_total",
                violation_error_message="Plus de bilans revus que de bilans à revoir.",
            ),
            models.CheckConstraint(
                condition=~Q(state=RecheckState.DONE) | Q(finished_at__isnull=False, done=F("total")),
                name="recheck_finished_whole",
                violation_error_message="Un réexamen terminé a revu tous les bilans.",
            ),
        )

    def __str__(self) -> str:
        return f"Réexamen de {self.month:%m/%Y}"


class RecheckFinding(Record):
    """A right that the re-check gives as probable to a person, if nothing changed since her last review."""

    recheck = models.ForeignKey(Recheck, models.CASCADE, related_name="findings", verbose_name="réexamen")
    person = models.ForeignKey(Person, models.CASCADE, related_name="+", verbose_name="personne")
    review = models.ForeignKey(RightsReview, models.CASCADE, related_name="+", verbose_name="bilan")
    benefit = models.CharField("prestation", max_length=30, choices=BenefitCode)
    monthly_amount = models.DecimalField("montant mensuel", max_digits=9, decimal_places=2, null=True)
    previous_status = models.CharField("résultat du bilan", max_length=14, choices=EligibilityStatus, blank=True)

    class Meta:
        verbose_name = "droit trouvé par un réexamen"
        verbose_name_plural = "droits trouvés par un réexamen"
        ordering = ("person", "benefit")
        constraints = (
            models.UniqueConstraint(fields=("recheck", "person", "benefit"), name="finding_once"),
            models.CheckConstraint(
                condition=Q(monthly_amount__isnull=True) | Q(monthly_amount__gt=0),
                name="finding_amount_positive",
                violation_error_message="Un montant est au-dessus de zéro, ou n’est pas mensuel.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_benefit_display()} pour {self.person}"


class Opinion(Record):
    """What a person thought of her review, in three taps. Nothing links it to her, to the review or to its day."""

    month = models.DateField("mois", help_text="Le premier jour du mois.", db_index=True)
    clear = models.CharField("clair", max_length=6, choices=Tap, blank=True, default="")
    useful = models.CharField("utile", max_length=6, choices=Tap, blank=True, default="")
    respectful = models.CharField("respectueux", max_length=6, choices=Tap, blank=True, default="")

    class Meta:
        verbose_name = "avis"
        verbose_name_plural = "avis"
        ordering = ("-month", "id")
        constraints = (
            models.CheckConstraint(
                condition=~Q(clear="", useful="", respectful=""),
                name="opinion_has_an_answer",
                violation_error_message="Répondre à une question au moins.",
            ),
        )
