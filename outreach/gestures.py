"""What can be done with an appointment now, one gesture each: the table of transitions, in the words of the team."""

import datetime as dt
from dataclasses import dataclass

from django.utils import timezone

from outreach.enums import APPOINTMENT_TRANSITIONS, AppointmentState
from outreach.models import Appointment


@dataclass(frozen=True)
class Gesture:
    to_state: str
    label: str
    icon: str


_GESTURES = {
    AppointmentState.SEEN: Gesture(AppointmentState.SEEN.value, "Honoré", "person-check"),
    AppointmentState.NO_SHOW: Gesture(AppointmentState.NO_SHOW.value, "Absence", "person-x"),
    AppointmentState.EXCUSED: Gesture(AppointmentState.EXCUSED.value, "Annulé par la personne", "calendar-x"),
    AppointmentState.REVOKED: Gesture(AppointmentState.REVOKED.value, "Annulé par le service", "slash-circle"),
    AppointmentState.UNKNOWN: Gesture(AppointmentState.UNKNOWN.value, "Remettre à venir", "arrow-counterclockwise"),
}


def gestures_of(appointment: Appointment, now: dt.datetime) -> list[Gesture]:
    """Nobody is marked as come before the day, nor as missing before the hour."""
    too_early = set()
    if timezone.localdate(appointment.starts_at) > timezone.localdate(now):
        too_early.add(AppointmentState.SEEN)
    if appointment.starts_at > now:
        too_early.add(AppointmentState.NO_SHOW)
    allowed = APPOINTMENT_TRANSITIONS[AppointmentState(appointment.state)] - too_early
    return [gesture for state, gesture in _GESTURES.items() if state in allowed]
