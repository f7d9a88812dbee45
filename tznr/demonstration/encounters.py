"""Invented contacts, persons and appointments on the demonstration's outings."""

import datetime as dt
import uuid
from random import Random

from beneficiaries.enums import InformationMeans, Language, SafeContact, Sex
from beneficiaries.models import Household, InformationGiven, Person
from beneficiaries.notice import CURRENT_NOTICE_VERSION
from beneficiaries.search_keys import search_key
from outreach.enums import AgeBand, AppointmentReason, AppointmentState, EventKind, NextStep, Theme
from outreach.models import (
    Appointment,
    AppointmentTransition,
    FieldContact,
    FieldContactCause,
    FieldContactTheme,
    OutreachEvent,
)
from partners.models import Place
from rights_check.enums import NonTakeUpReason
from tznr.accounts.models import User
from tznr.demonstration.calendar import at
from tznr.demonstration.keys import random_key
from tznr.demonstration.people import LAST_NAMES, MEN, WOMEN

CONTACTS = 400
PERSONS = 120
SECOND_CONTACTS = 14
APPOINTMENTS_SEEN = 80
APPOINTMENTS_LOST = ((AppointmentState.NO_SHOW, 9), (AppointmentState.EXCUSED, 5), (AppointmentState.REVOKED, 2))
APPOINTMENTS_TO_COME = 8
APPOINTMENTS_TODAY = 2
MET_WHERE_THEY_LIVE = 0.4
# From a contact to her appointment: later contacts have theirs still to come.
LONGEST_WAIT = dt.timedelta(days=14)
# Where the persons live: INSEE codes, repeated by weight; None is « non noté ».
HOMES = (
    ["21231"] * 58 + ["21166"] * 15 + ["21617"] * 9 + ["21515"] * 8 + ["21355"] * 8 + ["21171"] * 5 + ["21540"] * 4
    + ["21390"] * 3 + ["21278"] * 3 + ["21270"] * 1 + ["21106"] * 1 + [None] * 5
)  # fmt: skip
APPOINTMENT_HOURS = ((9, 0), (10, 30), (14, 0), (15, 30))


def make_persons(random: Random, events: list[OutreachEvent], staff: list[User]) -> list[Person]:
    """Persons first met on a past outing, with the information given to them; some share a household."""
    persons, information = [], []
    for index in range(PERSONS):
        event = random.choice(events)
        sex = random.choices((Sex.FEMALE, Sex.MALE, Sex.NOT_NOTED), (60, 37, 3))[0]
        first_name = random.choice(MEN if sex == Sex.MALE else WOMEN)
        last_name = LAST_NAMES[index % len(LAST_NAMES)]
        met_at = event.starts_at + dt.timedelta(minutes=random.randrange(5, 110))
        person = Person(
            pk=random_key(random),
            first_name=first_name,
            last_name=last_name,
            search_key=search_key(first_name, last_name),
            birth_date=dt.date(event.starts_at.year - random.randint(19, 84), random.randint(1, 12), 15),
            sex=sex,
            # Numbers that Arcep keeps for fiction, 03 53 01 00 00 to 03 53 01 99 99.
            phone=f"+3335301{random.randrange(10000):04d}" if random.random() < 0.85 else "",
            safe_contact=random.choices(SafeContact.values, (70, 10, 8, 8, 4))[0],
            language=random.choices((Language.FRENCH, Language.ARABIC, Language.OTHER), (82, 10, 8))[0],
            commune_id=event.commune_id if random.random() < MET_WHERE_THEY_LIVE else random.choice(HOMES),
            no_stable_home=random.random() < 0.06,
            created_by=random.choice(staff),
            created_at=met_at,
        )
        person.needs_interpreter = person.language != Language.FRENCH and random.random() < 0.5
        persons.append(person)
        information.append(
            InformationGiven(
                pk=random_key(random),
                person=person,
                notice_version=CURRENT_NOTICE_VERSION,
                means=random.choice((InformationMeans.ORAL, InformationMeans.LEAFLET)),
                language=person.language,
                given_at=met_at,
                given_by=person.created_by,
            )
        )
    share_households(random, persons)
    Person.objects.bulk_create(persons)
    InformationGiven.objects.bulk_create(information)
    return persons


def share_households(random: Random, persons: list[Person]) -> None:
    """Each person has a household; a few pairs live together, with the same name and commune."""
    households = [Household(pk=random_key(random)) for _ in persons]
    Household.objects.bulk_create(households)
    for person, household in zip(persons, households, strict=True):
        person.household = household
    for first, second in zip(persons[0:8:2], persons[1:9:2], strict=True):
        second.household, second.last_name, second.commune_id = first.household, first.last_name, first.commune_id
        second.search_key = search_key(second.first_name, second.last_name)
    Household.objects.filter(pk__in=[household.pk for household in households[1:9:2]]).delete()


def make_contacts(
    random: Random, events: list[OutreachEvent], persons: list[Person], staff: list[User]
) -> dict[uuid.UUID, FieldContact]:
    """Anonymous and named contacts on past outings; returns the first contact of each person."""
    contacts = [named_contact(random, events, person, person.created_at) for person in persons]
    first_contacts = {person.pk: contact for person, contact in zip(persons, contacts, strict=True)}
    for person in random.sample(persons, SECOND_CONTACTS):
        later = [event for event in events if event.starts_at > person.created_at]
        if later:
            moment = random.choice(later).starts_at + dt.timedelta(minutes=30)
            contacts.append(named_contact(random, events, person, moment))
    outings = [event for event in events if event.kind != EventKind.PARTNER_MEETING]
    while len(contacts) < CONTACTS:
        event = random.choice(outings)
        contacts.append(anonymous_contact(random, event, random.choice(staff)))
    FieldContact.objects.bulk_create(contacts)
    say_what_was_said(random, contacts)
    return first_contacts


def named_contact(random: Random, events: list[OutreachEvent], person: Person, moment: dt.datetime) -> FieldContact:
    event = max((event for event in events if event.starts_at <= moment), key=lambda event: event.starts_at)
    return FieldContact(
        pk=random_key(random),
        event=event,
        person=person,
        is_named=True,
        occurred_at=moment,
        recorded_at=moment,
        recorded_by=person.created_by,
        commune_id=person.commune_id,
        age_band=age_band(event.starts_at.year - person.birth_date.year if person.birth_date else None),
        sex=person.sex,
        next_step=random.choices(
            (NextStep.APPOINTMENT, NextStep.CALL_BACK, NextStep.INFORMATION, NextStep.REFERRAL), (70, 12, 12, 6)
        )[0],
    )


def anonymous_contact(random: Random, event: OutreachEvent, author: User) -> FieldContact:
    moment = event.starts_at + dt.timedelta(minutes=random.randrange(5, 115))
    return FieldContact(
        pk=random_key(random),
        event=event,
        occurred_at=moment,
        recorded_at=moment,
        recorded_by=author,
        commune_id=event.commune_id if random.random() < 0.6 else None,
        age_band=random.choices(AgeBand.values, (14, 26, 30, 22, 8))[0],
        sex=random.choices(Sex.values, (54, 40, 6))[0],
        next_step=random.choices((NextStep.NONE, NextStep.INFORMATION, NextStep.GAME), (30, 45, 25))[0],
    )


def age_band(age: int | None) -> AgeBand:
    if age is None:
        return AgeBand.NOT_NOTED
    limits = ((25, AgeBand.UNDER_25), (40, AgeBand.FROM_25_TO_39), (60, AgeBand.FROM_40_TO_59))
    return next((band for limit, band in limits if age < limit), AgeBand.FROM_60)


def say_what_was_said(random: Random, contacts: list[FieldContact]) -> None:
    themes, causes = [], []
    for contact in contacts:
        for theme in random.sample(Theme.values, random.choice((0, 1, 1, 2))):
            themes.append(FieldContactTheme(contact=contact, theme=theme))
        if random.random() < 0.45:
            cause = random.choices(NonTakeUpReason.values, (30, 14, 12, 6, 16, 10, 4, 6, 2))[0]
            causes.append(FieldContactCause(contact=contact, cause=cause))
    FieldContactTheme.objects.bulk_create(themes)
    FieldContactCause.objects.bulk_create(causes)


class AppointmentBook:
    """Gives each ambassadrice one appointment a slot."""

    def __init__(self, random: Random, anchor: dt.date, staff: list[User], places: list[Place]) -> None:
        self.random, self.anchor, self.staff, self.places = random, anchor, staff, places
        self.taken: set[tuple[object, dt.datetime]] = set()
        self.appointments: list[Appointment] = []
        self.transitions: list[AppointmentTransition] = []

    def book(self, contact: FieldContact, first_day: dt.date, state: AppointmentState) -> Appointment:
        """The first free slot from `first_day` on, near the person's commune when a place is there."""
        starts_at, member = self.first_free(first_day)
        near = [place for place in self.places if place.commune_id == contact.commune_id]
        appointment = Appointment(
            pk=random_key(self.random),
            person=contact.person,
            contact=contact,
            staff=member,
            place=self.random.choice(near or self.places),
            reason=AppointmentReason.RIGHTS_REVIEW,
            starts_at=starts_at,
            ends_at=starts_at + dt.timedelta(hours=1),
            state=state,
            booked_by=contact.recorded_by,
            booked_at=min(contact.occurred_at + dt.timedelta(minutes=4), starts_at - dt.timedelta(hours=1)),
        )
        self.appointments.append(appointment)
        self.note(appointment, "", AppointmentState.UNKNOWN, appointment.booked_at)
        if state != AppointmentState.UNKNOWN:
            self.note(appointment, AppointmentState.UNKNOWN, state, appointment.ends_at)
        return appointment

    def first_free(self, first_day: dt.date) -> tuple[dt.datetime, User]:
        day = first_day
        while True:
            # A demonstration has appointments « today », be it a Saturday.
            if day.weekday() < 5 or day == self.anchor:
                for hour, minute in self.random.sample(APPOINTMENT_HOURS, len(APPOINTMENT_HOURS)):
                    for member in self.random.sample(self.staff, len(self.staff)):
                        slot = (member.pk, at(day, hour, minute))
                        if slot not in self.taken:
                            self.taken.add(slot)
                            return slot[1], member
            day += dt.timedelta(days=1)

    def note(self, appointment: Appointment, before: str, after: str, moment: dt.datetime) -> None:
        self.transitions.append(
            AppointmentTransition(
                pk=random_key(self.random),
                appointment=appointment,
                from_state=before,
                to_state=after,
                at=moment,
                by=appointment.staff,
            )
        )

    def save(self) -> None:
        Appointment.objects.bulk_create(self.appointments)
        AppointmentTransition.objects.bulk_create(self.transitions)


def make_appointments(
    random: Random, anchor: dt.date, first_contacts: dict[uuid.UUID, FieldContact], staff: list[User]
) -> list[Appointment]:
    """Past appointments in every state, some today, some to come. In the order of their contacts."""
    book = AppointmentBook(
        random, anchor, staff, list(Place.objects.filter(receives_appointments=True).order_by("slug"))
    )
    states = [AppointmentState.SEEN] * APPOINTMENTS_SEEN
    states += [state for state, count in APPOINTMENTS_LOST for _ in range(count)]
    random.shuffle(states)
    contacts = sorted(first_contacts.values(), key=lambda contact: (contact.occurred_at, str(contact.pk)))
    settled = [contact for contact in contacts if contact.occurred_at.date() < anchor - LONGEST_WAIT]
    chosen = set(random.sample([contact.pk for contact in settled], min(len(states), len(settled))))
    for contact, state in zip((contact for contact in settled if contact.pk in chosen), states, strict=False):
        book.book(contact, contact.occurred_at.date() + dt.timedelta(days=random.randint(2, 9)), state)
    waiting = [contact for contact in contacts if contact.pk not in chosen]
    for contact in waiting[-APPOINTMENTS_TODAY:]:
        book.book(contact, anchor, AppointmentState.UNKNOWN)
    for contact in waiting[-APPOINTMENTS_TODAY - APPOINTMENTS_TO_COME : -APPOINTMENTS_TODAY]:
        book.book(contact, anchor + dt.timedelta(days=random.randint(1, 12)), AppointmentState.UNKNOWN)
    book.save()
    return book.appointments
