from django.db import models
from django.db.models import F, Q

from reporting.enums import Audience, ReportState
from tznr.accounts.models import User
from tznr.records.models import Record
from tznr.records.validators import refuse_social_security_number


class SteeringReport(Record):
    """Rapport d’activité of the steering committee: figures frozen on the day it is made, then drawn as a PDF."""

    title = models.CharField("titre", max_length=160, validators=[refuse_social_security_number])
    period_start = models.DateField("du")
    period_end = models.DateField("au")
    audience = models.PositiveSmallIntegerField("lecteurs", choices=Audience, default=Audience.COMMITTEE)
    comment = models.TextField("commentaire", blank=True, max_length=2000, validators=[refuse_social_security_number])
    figures = models.JSONField("chiffres figés", help_text="Déjà protégés pour ces lecteurs : rien de caché n’y est.")
    state = models.CharField("état", max_length=10, choices=ReportState, default=ReportState.PREPARING)
    pdf = models.FileField("document", upload_to="reports/", blank=True)
    sha256 = models.CharField("empreinte du document", max_length=64, blank=True)
    created_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="créé par")
    created_at = models.DateTimeField("créé le", db_index=True)
    requested_at = models.DateTimeField("document demandé le")

    class Meta:
        verbose_name = "rapport d’activité"
        verbose_name_plural = "rapports d’activité"
        ordering = ("-created_at",)
        constraints = (
            models.CheckConstraint(
                condition=Q(period_end__gte=F("period_start")),
                name="report_period_in_order",
                violation_error_message="La fin de la période doit être après son début.",
            ),
            models.CheckConstraint(
                condition=~Q(state=ReportState.READY) | (~Q(pdf="") & ~Q(sha256="")),
                name="report_ready_has_its_document",
                violation_error_message="Un rapport prêt a son document et son empreinte.",
            ),
            models.CheckConstraint(
                condition=~Q(audience=Audience.TEAM),
                name="report_is_for_outsiders",
                violation_error_message="Un rapport sort de l’équipe : ses petits nombres sont cachés.",
            ),
        )

    def __str__(self) -> str:
        return self.title
