"""A year of invented outings around an anchor date: the last twelve months, one today, and some ahead."""

import datetime as dt
from dataclasses import dataclass
from random import Random
from zoneinfo import ZoneInfo

from outreach.enums import EventKind
from outreach.models import OutreachEvent
from partners.models import Organisation, Place
from tznr.accounts.models import User
from tznr.demonstration.keys import random_key
from tznr.territory.models import PriorityNeighbourhood

PARIS = ZoneInfo("Europe/Paris")
PAST_OUTINGS = 26
DAYS_BACK = 358
COMING_OUTINGS = 4


@dataclass(frozen=True)
class OutingPattern:
    kind: EventKind
    title: str
    place: str
    commune: str
    hours: tuple[int, int]
    neighbourhood: str = ""


PATTERNS = (
    OutingPattern(EventKind.MARKET, "Marché des Grésilles", "Place Galilée", "21231", (9, 12), "les-gresilles"),
    OutingPattern(EventKind.PERMANENCE, "Permanence à Quetigny", "Place centrale", "21515", (9, 12),
                  "quetigny-centre"),
    OutingPattern(EventKind.STAND, "Stand à Fontaine d’Ouche", "Quai des Carrières blanches", "21231", (14, 17),
                  "fontaine-d-ouche"),
    OutingPattern(EventKind.DOOR_TO_DOOR, "Porte-à-porte au Belvédère", "Le Belvédère", "21617", (14, 18),
                  "le-belvedere"),
    OutingPattern(EventKind.MARKET, "Marché de Chenôve", "Place Coluche", "21166", (9, 12), "le-mail"),
    OutingPattern(EventKind.STAND, "Stand à Longvic", "Le Bief du Moulin", "21355", (10, 13), "le-bief-du-moulin"),
    OutingPattern(EventKind.FAIR, "Forum des associations", "Hall des sports", "21540", (10, 17)),
    OutingPattern(EventKind.WORKSHOP, "Atelier droits et jeu", "Salle polyvalente", "21171", (14, 16)),
    OutingPattern(EventKind.STAND, "Stand devant la mairie", "Parvis de la mairie", "21390", (9, 12)),
    OutingPattern(EventKind.PARTNER_MEETING, "Rencontre des partenaires", "Siège de la métropole", "21231", (9, 11)),
)  # fmt: skip


def open_day_of(anchor: dt.date) -> dt.date:
    """The latest 13 June before the anchor."""
    this_year = dt.date(anchor.year, 6, 13)
    return this_year if this_year < anchor else dt.date(anchor.year - 1, 6, 13)


def not_a_sunday(day: dt.date) -> dt.date:
    while day.weekday() == 6:
        day += dt.timedelta(days=1)
    return day


def at(day: dt.date, hour: int, minute: int = 0) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(hour, minute), tzinfo=PARIS)


def make_outings(random: Random, anchor: dt.date, staff: list[User]) -> list[OutreachEvent]:
    """Outings of a year, in order; the open day of 13 June at the PAD Grésilles is one of them."""
    neighbourhoods = {row.slug for row in PriorityNeighbourhood.objects.all()}
    spacing = (DAYS_BACK - 3) / (PAST_OUTINGS - 1)
    days = [anchor - dt.timedelta(days=DAYS_BACK - round(index * spacing)) for index in range(PAST_OUTINGS)]
    days += [anchor + dt.timedelta(days=5 * index) for index in range(COMING_OUTINGS)]
    events = [
        make_outing(
            random, PATTERNS[index % len(PATTERNS)], day if day == anchor else not_a_sunday(day), neighbourhoods
        )
        for index, day in enumerate(days)
    ]
    events.append(make_open_day(random, open_day_of(anchor)))
    events.sort(key=lambda event: event.starts_at)
    OutreachEvent.objects.bulk_create(events)
    caf = Organisation.objects.get(slug="caf")
    through_staff, through_partners = OutreachEvent.staff.through, OutreachEvent.partners.through
    through_staff.objects.bulk_create(
        through_staff(outreachevent_id=event.pk, user_id=member.pk)
        for index, event in enumerate(events)
        for member in (staff if index % 3 == 0 else [staff[index % 2]])
    )
    through_partners.objects.bulk_create(
        through_partners(outreachevent_id=event.pk, organisation_id=caf.pk) for event in events[::4]
    )
    return events


def make_outing(random: Random, pattern: OutingPattern, day: dt.date, neighbourhoods: set[str]) -> OutreachEvent:
    start, end = pattern.hours
    return OutreachEvent(
        pk=random_key(random),
        kind=pattern.kind,
        title=pattern.title,
        one_off_place=pattern.place,
        commune_id=pattern.commune,
        neighbourhood_id=pattern.neighbourhood if pattern.neighbourhood in neighbourhoods else None,
        starts_at=at(day, start),
        ends_at=at(day, end),
        is_public=pattern.kind != EventKind.PARTNER_MEETING,
    )


def make_open_day(random: Random, day: dt.date) -> OutreachEvent:
    place = Place.objects.get(organisation__slug="pad-dijon-gresilles")
    return OutreachEvent(
        pk=random_key(random),
        kind=EventKind.OPEN_DAY,
        title="Portes ouvertes au PAD Grésilles",
        place=place,
        commune_id=place.commune_id,
        neighbourhood_id="les-gresilles",
        starts_at=at(day, 9),
        ends_at=at(day, 16, 30),
        is_public=True,
        public_note="Venez faire le point sur vos droits, sans rendez-vous.",
    )
