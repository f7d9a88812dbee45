"""Writing a territory file into the database."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q

from partners.models import Organisation, Place, Sector
from partners.territory_file import LocalRightEntry, OrganisationEntry, TerritoryFile, TerritoryFileError
from rights_check.local_rights import create_local_right
from rights_check.models import LocalRight
from tznr.journal import services as journal
from tznr.journal.enums import Verb
from tznr.territory.models import Commune, PriorityNeighbourhood, Territory


@transaction.atomic
def load_territory(territory: TerritoryFile) -> None:
    """Create or update everything the file names; loading twice gives the same rows.

    What the file leaves empty (an address, hours, a telephone) is never blanked: what was filled in here stays; what
    the file fills in wins. Nothing is deleted, but the communes an organisation covers: they are those of the file.
    Raises TerritoryFileError when the installation is another territory's.
    """
    if other := Territory.objects.exclude(slug=territory.slug).first():
        raise TerritoryFileError(f"Cette installation porte déjà le territoire « {other} » : un seul par installation.")
    Territory.objects.update_or_create(
        slug=territory.slug, defaults={"name": territory.name, "team_name": territory.team_name}
    )
    for commune in territory.communes:
        Commune.objects.update_or_create(
            insee_code=commune.insee_code,
            defaults={
                "name": commune.name,
                "postcode": commune.postcode,
                "municipal_population": commune.municipal_population,
                "approximate_latitude": commune.latitude,
                "approximate_longitude": commune.longitude,
            },
        )
    for neighbourhood in territory.neighbourhoods:
        PriorityNeighbourhood.objects.update_or_create(
            slug=neighbourhood.slug,
            defaults={
                "name": neighbourhood.name,
                "commune_id": neighbourhood.commune,
                "approximate_latitude": neighbourhood.latitude,
                "approximate_longitude": neighbourhood.longitude,
            },
        )
    for entry in territory.organisations:
        _load_organisation(entry, [commune.insee_code for commune in territory.communes_of(entry)])
    for right in territory.local_rights:
        _load_local_right(right)
    journal.record(actor=None, verb=Verb.CHANGED, subject=Territory)


def _load_local_right(entry: LocalRightEntry) -> None:
    """Put in the catalogue once: from then on, what the coordinatrice writes on screen holds."""
    if LocalRight.objects.filter(Q(file_key=entry.key) | Q(name=entry.name)).exists():
        return
    try:
        create_local_right(
            actor=None,
            file_key=entry.key,
            name=entry.name,
            summary=entry.summary,
            organisation=entry.organisation,
            age_min=entry.age_min,
            age_max=entry.age_max,
            income_per_share_max=entry.income_per_share_max,
            statuses=entry.statuses,
            papers="\n".join(entry.papers),
            link=entry.link,
            communes=Commune.objects.filter(insee_code__in=entry.communes),
        )
    except ValidationError as refusal:
        raise TerritoryFileError(f"aide locale « {entry.name} » : {' '.join(refusal.messages)}") from refusal


def _load_organisation(entry: OrganisationEntry, covered: list[str]) -> None:
    organisation, _ = Organisation.objects.update_or_create(
        slug=entry.slug,
        defaults={
            "name": entry.name,
            "is_steering_partner": entry.is_steering_partner,
            **_filled(network=entry.network, phone=entry.phone, email=entry.email),
        },
    )
    organisation.sectors.exclude(commune__in=covered).delete()
    for code in covered:
        Sector.objects.get_or_create(organisation=organisation, commune_id=code)
    for place in entry.places:
        Place.objects.update_or_create(
            slug=place.slug,
            defaults={
                "name": place.name,
                "organisation": organisation,
                "commune_id": place.commune,
                "receives_appointments": place.receives_appointments,
                **_filled(address=place.address, opening_hours=place.opening_hours),
            },
        )


def _filled(**values: str) -> dict[str, str]:
    return {name: value for name, value in values.items() if value}
