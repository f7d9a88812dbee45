"""What outreach shows on a person's page: the action, the panel, what happened, and who was met since when."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from beneficiaries.encounters import register_encounters
from beneficiaries.models import Person
from beneficiaries.person_page import Panel, PanelLine, PersonAction, register_action, register_panel
from beneficiaries.timeline import TimelineItem, register_timeline
from outreach import selectors
from outreach.enums import AppointmentState, NextStep
from outreach.models import Appointment, FieldContact
from rights_check.sheet import NextAppointment, register_next_appointment
from tznr.accounts.models import User
from tznr.web.templatetags.typography import french_date, hours

register_action(PersonAction("Proposer un rendez-vous", "appointment_create_for_person", "calendar-plus", 10))


@register_encounters
def met_in_the_field(moment: dt.datetime) -> QuerySet[Any, Any]:
    return FieldContact.objects.filter(occurred_at__gte=moment, person__isnull=False).values("person")


@register_encounters
def met_at_an_appointment(moment: dt.datetime) -> QuerySet[Any, Any]:
    return Appointment.objects.filter(starts_at__gte=moment, state=AppointmentState.SEEN).values("person")


@register_next_appointment
def next_appointment(user: User, person: Person, now: dt.datetime) -> NextAppointment | None:
    first = selectors.appointments_to_come_of(user, person, now).first()
    return NextAppointment(first.starts_at, str(first.place or "")) if first else None


@register_panel
def appointments_panel(user: User, person: Person, now: dt.datetime) -> Panel | None:
    if not user.is_team:
        return None
    return Panel(
        title="Rendez-vous à venir",
        lines=[
            PanelLine(
                title=f"{french_date(one.starts_at, 'jour')}, {hours(one.starts_at, one.ends_at)}",
                detail=f"{one.get_reason_display()}, {one.place}, avec {one.staff}",
                url=reverse("appointment_detail", kwargs={"pk": one.pk}),
            )
            for one in selectors.appointments_to_come_of(user, person, now)
        ],
        order=10,
        empty="Aucun rendez-vous prévu.",
    )


@register_timeline
def encounters(user: User, person: Person) -> Iterable[TimelineItem]:
    for contact in selectors.contacts_of(user, person):
        where = f"{contact.event.title}, {contact.event.place_name}" if contact.event else ""
        followed = "" if contact.next_step == NextStep.NONE else contact.get_next_step_display()
        yield TimelineItem(
            at=contact.occurred_at,
            title="Contact de terrain" if contact.event else "Rappel",
            detail=" · ".join(words for words in (where, followed) if words),
            url=reverse("contact_detail", kwargs={"pk": contact.pk}),
            icon="chat-left-text" if contact.event else "telephone",
            who=f"par {contact.recorded_by}",
        )
    for appointment in selectors.appointments_for(user).filter(person=person):
        yield TimelineItem(
            at=appointment.starts_at,
            title=f"Rendez-vous : {appointment.get_reason_display()}",
            detail=str(appointment.place),
            url=reverse("appointment_detail", kwargs={"pk": appointment.pk}),
            icon="calendar-check",
            who=f"avec {appointment.staff}",
            state=appointment.get_state_display(),
            tone=appointment.tone,
        )
