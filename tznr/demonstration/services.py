"""The whole demonstration, the same each time for the same anchor date."""

import datetime as dt
from dataclasses import dataclass
from io import StringIO
from random import Random

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import transaction

from outreach.enums import EventKind
from partners.models import Membership, Organisation
from reporting.periods import Period
from reporting.services import create_report
from tznr.accounts.enums import Role
from tznr.accounts.models import User
from tznr.demonstration.calendar import PARIS, make_outings
from tznr.demonstration.encounters import make_appointments, make_contacts, make_persons
from tznr.demonstration.keys import random_key
from tznr.demonstration.people import ACCOUNTS, LAST_NAME_OF_STAFF, PASSWORD
from tznr.demonstration.rights import follow_reviews, make_reviews

SEED = 20240406
TERRITORY = settings.BASE_DIR / "territories" / "dijon" / "territory.toml"


@dataclass(frozen=True)
class Loaded:
    outings: int
    persons: int
    appointments: int
    reviews: int
    referrals: int
    opened_rights: int


def load(*, anchor: dt.date) -> Loaded:
    """Load the territory, the accounts and a year of activity that ends on `anchor`.

    Raises CommandError outside the demonstration: invented people never meet real ones.
    """
    if not settings.DEMONSTRATION:
        raise CommandError("Les données de démonstration ne se chargent que dans une installation de démonstration.")
    random = Random(SEED)  # noqa: S311  invented data, the same each time
    with transaction.atomic():
        call_command("load_territory", str(TERRITORY), verbosity=0, stdout=StringIO())
        staff = make_accounts(random)
        events = make_outings(random, anchor, staff)
        past = [event for event in events if event.ends_at.date() < anchor]
        outings = [event for event in past if event.kind != EventKind.PARTNER_MEETING]
        persons = make_persons(random, outings, staff)
        first_contacts = make_contacts(random, past, persons, staff)
        appointments = make_appointments(random, anchor, first_contacts, staff)
        reviews = make_reviews(random, appointments)
        followed = follow_reviews(random, anchor, appointments)
        create_report(
            actor=User.objects.get(role=Role.COORDINATOR),
            title="Rapport d’activité des six premiers mois",
            # Far from the period of the next report, which hides what a small difference between the two would tell.
            period=Period(anchor - dt.timedelta(days=364), anchor - dt.timedelta(days=183)),
            comment="Chiffres inventés pour la démonstration.",
            now=dt.datetime.combine(anchor, dt.time(8), tzinfo=PARIS),
        )
    return Loaded(
        len(events), len(persons), len(appointments), len(reviews), len(followed.referrals), len(followed.rights)
    )


def make_accounts(random: Random) -> list[User]:
    """One account or more for each role; returns the ambassadrices."""
    for account in ACCOUNTS:
        user = User.objects.create_user(
            pk=random_key(random),
            email=account.email,
            password=PASSWORD,
            first_name=account.first_name,
            last_name=LAST_NAME_OF_STAFF,
            role=account.role,
        )
        if account.organisation:
            Membership.objects.create(
                pk=random_key(random), user=user, organisation=Organisation.objects.get(slug=account.organisation)
            )
    return list(User.objects.filter(role=Role.AMBASSADRICE).order_by("email"))
