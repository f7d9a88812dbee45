from reporting.models import SteeringReport
from tznr.records.privacy import declare

declare(
    SteeringReport,
    purpose="Rendre compte au comité de pilotage, sans aucune donnée sur une personne.",
    not_personal=(
        "id title period_start period_end audience comment figures state pdf sha256 created_by created_at requested_at"
    ),
)
