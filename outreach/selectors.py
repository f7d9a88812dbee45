"""What outreach shows, always to someone: outside the team there is nothing to see."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from beneficiaries.models import Person
from outreach import slots
from outreach.enums import OCCUPYING_STATES, AppointmentState, NextStep
from outreach.models import Appointment, AppointmentTransition, FieldContact, OutreachEvent
from partners.models import Place
from tznr.accounts.enums import TEAM
from tznr.accounts.models import User

UNDO_WITHIN = dt.timedelta(minutes=10)


def team_members() -> QuerySet[User]:
    return User.objects.filter(role__in=TEAM, is_active=True)


# --- Outings


def events_for(user: User) -> QuerySet[OutreachEvent]:
    """Outings with what each one yielded; the latest first."""
    if not user.is_team:
        return OutreachEvent.objects.none()
    return with_yield(
        OutreachEvent.objects.select_related("place", "commune").prefetch_related("staff").order_by("-starts_at", "id")
    )


def with_yield(events: QuerySet[OutreachEvent]) -> QuerySet[OutreachEvent]:
    """Add to each outing the counts `anonymous`, `named`, `persons` (different ones) and `booked` (appointments)."""
    return events.annotate(
        anonymous=Count("contacts", filter=Q(contacts__is_named=False), distinct=True),
        named=Count("contacts", filter=Q(contacts__is_named=True), distinct=True),
        persons=Count("contacts__person", distinct=True),
        booked=Count("contacts__appointments", distinct=True),
    )


@dataclass(frozen=True)
class EventYield:
    """What an outing gave. `persons` are different people, each counted once whatever the number of contacts."""

    anonymous: int
    named: int
    persons: int
    appointments: int

    @property
    def contacts(self) -> int:
        return self.anonymous + self.named


def event_yield(event: OutreachEvent) -> EventYield:
    counted = event.contacts.aggregate(
        anonymous=Count("pk", filter=Q(is_named=False), distinct=True),
        named=Count("pk", filter=Q(is_named=True), distinct=True),
        persons=Count("person", distinct=True),
        appointments=Count("appointments", distinct=True),
    )
    return EventYield(**counted)


def of_today_or_later(events: QuerySet[OutreachEvent], now: dt.datetime) -> QuerySet[OutreachEvent]:
    """The next one first. An outing of today that is over stays until midnight: its last contacts are noted then."""
    return events.filter(ends_at__gte=_midnight(now), cancelled_at__isnull=True).order_by("starts_at", "id")


def over_before_today(events: QuerySet[OutreachEvent], now: dt.datetime) -> QuerySet[OutreachEvent]:
    """The others, but those cancelled."""
    return events.filter(ends_at__lt=_midnight(now), cancelled_at__isnull=True)


def _midnight(now: dt.datetime) -> dt.datetime:
    """The instant at which the day of `now` began in Paris."""
    return timezone.make_aware(dt.datetime.combine(timezone.localdate(now), dt.time()))


def is_open_to_contacts(event: OutreachEvent, now: dt.datetime) -> bool:
    """From the morning of the outing on, and afterwards without limit: what was noted on paper is entered later."""
    begun = timezone.localdate(event.starts_at) <= timezone.localdate(now)
    return begun and event.cancelled_at is None


# --- Field contacts


def contacts_for(user: User) -> QuerySet[FieldContact]:
    if not user.is_team:
        return FieldContact.objects.none()
    related = ("event", "event__place", "person", "commune", "recorded_by")
    return FieldContact.objects.select_related(*related).order_by("-occurred_at", "-recorded_at", "id")


def last_contacts(event: OutreachEvent, most: int = 6) -> list[FieldContact]:
    """The last ones noted there, for the entry screen."""
    contacts = FieldContact.objects.filter(event=event).select_related("person", "recorded_by")
    return list(contacts.order_by("-recorded_at", "-id")[:most])


def may_undo(user: User, contact: FieldContact, now: dt.datetime) -> bool:
    """By the one who noted it, for ten minutes."""
    return contact.recorded_by_id == user.pk and now - contact.recorded_at <= UNDO_WITHIN


def contacts_to_call_back(user: User) -> QuerySet[FieldContact]:
    """Contacts marked « à rappeler » after which nothing happened: no later contact, no appointment booked since."""
    later = FieldContact.objects.filter(person=OuterRef("person"), recorded_at__gt=OuterRef("recorded_at"))
    booked = Appointment.objects.filter(person=OuterRef("person"), booked_at__gte=OuterRef("recorded_at"))
    waiting = contacts_for(user).filter(next_step=NextStep.CALL_BACK, person__isnull=False)
    return waiting.filter(~Exists(later), ~Exists(booked)).order_by("occurred_at", "id")


def contacts_of(user: User, person: Person) -> QuerySet[FieldContact]:
    return contacts_for(user).filter(person=person)


# --- Appointments


def appointments_for(user: User) -> QuerySet[Appointment]:
    if not user.is_team:
        return Appointment.objects.none()
    return Appointment.objects.select_related("person", "staff", "place", "review").order_by("starts_at", "id")


def appointments_of_day(user: User, day: dt.date) -> QuerySet[Appointment]:
    """Appointments that start on that day, in Paris."""
    begin = timezone.make_aware(dt.datetime.combine(day, dt.time()))
    end = timezone.make_aware(dt.datetime.combine(day + dt.timedelta(days=1), dt.time()))
    return appointments_for(user).filter(starts_at__gte=begin, starts_at__lt=end)


def appointments_without_outcome(user: User, now: dt.datetime) -> QuerySet[Appointment]:
    """Appointments over before today that nobody marked: honoured, cancelled or missed."""
    return appointments_for(user).filter(state=AppointmentState.UNKNOWN, ends_at__lt=_midnight(now))


def appointments_to_come_of(user: User, person: Person, now: dt.datetime) -> QuerySet[Appointment]:
    return appointments_for(user).filter(person=person, state=AppointmentState.UNKNOWN, ends_at__gte=now)


def may_start_review(appointment: Appointment, now: dt.datetime) -> bool:
    """Once, from the day of the appointment on, unless it was cancelled or missed."""
    come = timezone.localdate(appointment.starts_at) <= timezone.localdate(now)
    return come and appointment.review_id is None and appointment.state in OCCUPYING_STATES


def place_near(person: Person) -> Place | None:
    """Where to receive her: the one place of her commune, else of the PAD that covers it; None when there are more."""
    places = Place.objects.filter(receives_appointments=True)
    near = list(places.filter(commune=person.commune_id)[:2])
    near = near or list(places.filter(organisation__sectors__commune=person.commune_id).distinct()[:2])
    return near[0] if len(near) == 1 else None


def history_of(appointment: Appointment) -> QuerySet[AppointmentTransition]:
    """In order; the booking, which comes from no state, first among those of the same instant."""
    return appointment.transitions.select_related("by").order_by("at", "from_state")


def free_times(
    *, staff: User, day: dt.date, minutes: int, now: dt.datetime, besides: Appointment | None = None
) -> list[dt.datetime]:
    """Free starts of that day for an ambassadrice, every half hour from 8:30 to 18:00, none in the past."""
    begin = timezone.make_aware(dt.datetime.combine(day, dt.time()))
    held = Appointment.objects.filter(
        staff=staff, state__in=OCCUPYING_STATES, starts_at__lt=begin + dt.timedelta(days=1), ends_at__gt=begin
    )
    if besides is not None:
        held = held.exclude(pk=besides.pk)
    busy = held.values_list("starts_at", "ends_at")
    return slots.free_starts(day=day, minutes=minutes, busy=busy, not_before=now)
