from django.db.models import QuerySet
from django.http import HttpResponse

from partners.models import Referral
from tznr.web.exports import ExportFormat, table_response

HEADERS = (
    "Envoyée le",
    "Personne",
    "Structure",
    "Ce dont elle a besoin",
    "État",
    "Réponse le",
    "Raison du refus",
    "Issue",
    "Issue le",
    "Envoyée par",
)


def referrals(rows: QuerySet[Referral], file_format: ExportFormat) -> HttpResponse:
    """The team's list of referrals, as filtered on screen."""
    lines = (
        (
            referral.sent_at,
            str(referral.person),
            str(referral.organisation),
            referral.need,
            referral.get_state_display(),
            referral.answered_at,
            referral.get_decline_reason_display(),
            referral.get_outcome_display(),
            referral.outcome_at,
            str(referral.sent_by),
        )
        for referral in rows
    )
    return table_response(lines, HEADERS, "orientations", file_format)
