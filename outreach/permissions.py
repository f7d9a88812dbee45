"""The team sees every outing, contact and appointment; nobody else sees any."""

import uuid

from django.http import Http404
from django.shortcuts import get_object_or_404

from outreach.models import Appointment, FieldContact, OutreachEvent
from tznr.accounts.models import User


def get_event_for(user: User, pk: uuid.UUID) -> OutreachEvent:
    _team_only(user)
    return get_object_or_404(OutreachEvent.objects.select_related("place", "commune", "neighbourhood"), pk=pk)


def get_contact_for(user: User, pk: uuid.UUID) -> FieldContact:
    _team_only(user)
    contacts = FieldContact.objects.select_related("event", "event__place", "person", "commune", "recorded_by")
    return get_object_or_404(contacts, pk=pk)


def get_appointment_for(user: User, pk: uuid.UUID) -> Appointment:
    _team_only(user)
    appointments = Appointment.objects.select_related("person", "staff", "place", "contact", "review", "booked_by")
    return get_object_or_404(appointments, pk=pk)


def _team_only(user: User) -> None:
    if not user.is_team:
        raise Http404
