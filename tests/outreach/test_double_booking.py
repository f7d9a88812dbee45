"""Eight at the same instant: one booking of an hour goes through, and one copy of a contact is kept."""

import threading
import uuid
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.exceptions import ValidationError
from django.db import connection

from outreach import services
from outreach.models import Appointment, FieldContact
from tests import factories
from tests.factories import NOW
from tests.outreach.test_services import TOMORROW

AT_ONCE = 8


pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif("connection.vendor == 'sqlite'", reason="the SQLite test database locks its whole file"),
]


def test_one_of_eight_bookings_at_once_succeeds() -> None:
    staff, place, person = factories.UserFactory(), factories.PlaceFactory(), factories.PersonFactory()
    together = threading.Barrier(AT_ONCE)

    def book(_: int) -> str:
        together.wait()
        try:
            services.book_appointment(actor=staff, now=NOW, person=person, staff=staff, place=place, starts_at=TOMORROW)
        except ValidationError as refusal:
            return str(refusal.message_dict["starts_at"][0])
        finally:
            connection.close()
        return "booked"

    with ThreadPoolExecutor(AT_ONCE) as crowd:
        answers = list(crowd.map(book, range(AT_ONCE)))
    assert answers.count("booked") == 1
    assert all("Libre ce jour-là" in answer for answer in answers if answer != "booked")
    assert Appointment.objects.count() == 1


def test_a_contact_sent_eight_times_at_once_is_kept_once() -> None:
    staff, event, key = factories.UserFactory(), factories.OutreachEventFactory(), uuid.uuid4()
    together = threading.Barrier(AT_ONCE)

    def send(_: int) -> uuid.UUID:
        together.wait()
        try:
            contact = services.record_contact(actor=staff, now=NOW, event=event, themes=["housing"], contact_id=key)
        finally:
            connection.close()
        return contact.pk

    with ThreadPoolExecutor(AT_ONCE) as crowd:
        assert set(crowd.map(send, range(AT_ONCE))) == {key}
    assert FieldContact.objects.get().themes.count() == 1
