from tznr.journal.models import AuditEntry
from tznr.records.privacy import declare

declare(
    AuditEntry,
    purpose="Pouvoir dire à une personne qui a vu sa fiche et qui l’a modifiée ; conservé un an au plus.",
    kept="actor subject person",
    not_personal="id at verb subject_kind request_id",
)
