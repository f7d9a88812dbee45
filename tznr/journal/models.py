from django.db import models

from tznr.journal.enums import Verb
from tznr.records.constraints import AppendOnly


class AuditEntry(models.Model):
    """Who read or wrote what. No value and no free text: reading the journal teaches nothing about a person."""

    at = models.DateTimeField("date et heure", db_index=True)
    actor = models.UUIDField("compte", null=True, db_index=True)
    verb = models.CharField("verbe", max_length=20, choices=Verb)
    subject_kind = models.CharField("genre", max_length=60)
    subject = models.UUIDField("objet", null=True)
    person = models.UUIDField("personne concernée", null=True, db_index=True)
    request_id = models.UUIDField("requête", null=True)

    class Meta:
        verbose_name = "entrée du journal"
        verbose_name_plural = "journal"
        ordering = ("-at", "-pk")
        constraints = (AppendOnly(name="audit_entry_append_only"),)

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.get_verb_display()} {self.subject_kind}"
