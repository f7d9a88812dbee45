"""Eight people book the same hour at the same instant: the database lets one through."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.exceptions import ValidationError
from django.db import connection

from outreach import services
from outreach.models import Appointment
from tests import factories
from tests.factories import NOW
from tests.outreach.test_services import TOMORROW

AT_ONCE = 8


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif("connection.vendor == 'sqlite'", reason="threads share the file of the SQLite test database")
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
