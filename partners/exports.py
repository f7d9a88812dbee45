from django.db.models import QuerySet
from django.http import HttpResponse

from partners.models import Organisation, Place, Referral
from tznr.web.exports import ExportFormat, table_response

REFERRAL_HEADERS = (
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
ORGANISATION_HEADERS = (
    "Structure",
    "Réseau porteur",
    "Téléphone",
    "Adresse électronique",
    "Lieux",
    "Communes couvertes",
)


def organisations(rows: QuerySet[Organisation], file_format: ExportFormat) -> HttpResponse:
    """The directory, as filtered on screen; what is not known stays empty."""
    lines = (
        (
            organisation.name,
            organisation.get_network_display(),
            organisation.phone,
            organisation.email,
            "\n".join(_where(place) for place in organisation.places.all()),
            ", ".join(sector.commune.name for sector in organisation.sectors.all()),
        )
        for organisation in rows
    )
    return table_response(lines, ORGANISATION_HEADERS, "annuaire", file_format)


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
    return table_response(lines, REFERRAL_HEADERS, "orientations", file_format)


def _where(place: Place) -> str:
    return f"{place.name}, {place.address or 'adresse à renseigner'}, {place.commune}"
