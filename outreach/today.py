"""What outreach brings to « Aujourd’hui » and to the navigation of the team."""

import datetime as dt
from collections.abc import Iterable

from django.urls import reverse
from django.utils import timezone

from outreach import selectors
from outreach.enums import AppointmentState
from outreach.models import Appointment, OutreachEvent
from tznr.accounts.enums import TEAM
from tznr.accounts.models import User
from tznr.home import navigation
from tznr.home.registry import HomeLine, HomeSection, register
from tznr.web.templatetags.typography import french_date, hours

MOST = 5

navigation.register(label="Terrain", url_name="event_list", icon="map", shortcut="t", order=10, roles=TEAM)
navigation.register(
    label="Rendez-vous", url_name="appointment_list", icon="calendar-check", shortcut="r", order=20, roles=TEAM
)


@register
def team_sections(user: User, now: dt.datetime) -> Iterable[HomeSection]:
    if not user.is_team:
        return []
    return [_outings(user, now), _appointments(user, now), *_waiting(user, now)]


def _outings(user: User, now: dt.datetime) -> HomeSection:
    events = list(selectors.of_today_or_later(selectors.events_for(user), now)[:MOST])
    return HomeSection(
        title="Sorties du jour et à venir",
        lines=[_outing(event, now) for event in events],
        empty="Aucune sortie prévue. En planifier une depuis « Terrain ».",
        order=20,
        more_url=f"{reverse('event_list')}?quand=a-venir",
    )


def _outing(event: OutreachEvent, now: dt.datetime) -> HomeLine:
    today = timezone.localdate(event.starts_at) == timezone.localdate(now)
    when = "aujourd’hui" if today else french_date(event.starts_at, "jour")
    return HomeLine(
        title=event.title,
        detail=f"{when}, {hours(event.starts_at, event.ends_at)}, {event.place_name} ({event.commune})",
        url=reverse("field_entry" if today else "event_detail", kwargs={"pk": event.pk}),
        gesture="Noter des contacts" if today else "Ouvrir",
    )


def _appointments(user: User, now: dt.datetime) -> HomeSection:
    """Everybody's day: three people share one team, and her own appointments come first."""
    appointments = selectors.appointments_of_day(user, timezone.localdate(now)).filter(
        state__in=(AppointmentState.UNKNOWN, AppointmentState.SEEN)
    )
    day = sorted(appointments, key=lambda one: (one.staff_id != user.pk, one.starts_at))
    return HomeSection(
        title="Rendez-vous du jour",
        lines=[_appointment(one, gesture="Ouvrir") for one in day],
        empty="Aucun rendez-vous aujourd’hui.",
        order=10,
        more_url=reverse("appointment_day"),
        gestures=[HomeLine(title="Noter honorés et absences", url=reverse("appointment_day"))] if day else [],
    )


def _waiting(user: User, now: dt.datetime) -> Iterable[HomeSection]:
    """What is late or waits; nothing is said when nothing does."""
    late = selectors.appointments_without_outcome(user, now)
    if number := late.count():
        yield HomeSection(
            title="Rendez-vous passés sans suite notée",
            lines=[_appointment(one, gesture="Noter la suite", late=True, dated=True) for one in late[:MOST]],
            empty="",
            order=110,
            total=number,
            more_url=f"{reverse('appointment_list')}?etat={AppointmentState.UNKNOWN}&au={_yesterday(now)}",
        )
    waiting = selectors.contacts_to_call_back(user)
    if number := waiting.count():
        yield HomeSection(
            title="Personnes à rappeler",
            lines=[
                HomeLine(
                    title=str(contact.person),
                    detail=f"rencontrée le {french_date(contact.occurred_at)}",
                    url=reverse("call_back_create", kwargs={"pk": contact.person_id}),
                    gesture="Noter le rappel",
                )
                for contact in waiting[:MOST]
            ],
            empty="",
            order=120,
            total=number,
            more_url=f"{reverse('contact_list')}?suite=call_back&rappel=attendu",
        )


def _appointment(appointment: Appointment, *, gesture: str, late: bool = False, dated: bool = False) -> HomeLine:
    day = f"{french_date(appointment.starts_at, 'jour')}, " if dated else ""
    state = f", {appointment.get_state_display()}" if appointment.state == AppointmentState.SEEN else ""
    return HomeLine(
        title=f"{hours(appointment.starts_at)} · {appointment.person}",
        detail=f"{day}{appointment.get_reason_display()}, {appointment.place}, avec {appointment.staff}{state}",
        url=reverse("appointment_detail", kwargs={"pk": appointment.pk}),
        gesture=gesture,
        late=late,
    )


def _yesterday(now: dt.datetime) -> dt.date:
    return timezone.localdate(now) - dt.timedelta(days=1)
