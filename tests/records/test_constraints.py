"""The two constraints that Django does not have, proved past the forms and past the ORM."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, IntegrityError, connection, transaction

from outreach.enums import AppointmentState
from outreach.models import Appointment
from tests import factories
from tznr.journal.enums import Verb
from tznr.journal.models import AuditEntry
from tznr.journal.services import record
from tznr.records.constraints import violated_constraint
from tznr.records.door import open_door
from tznr.records.models import ChangedMeanwhile

pytestmark = pytest.mark.django_db
HALF_HOUR = dt.timedelta(minutes=30)


def test_an_ambassadrice_is_not_booked_twice() -> None:
    booked = factories.AppointmentFactory()
    overlapping = factories.AppointmentFactory.build(
        person=booked.person,
        staff=booked.staff,
        place=booked.place,
        booked_by=booked.staff,
        starts_at=booked.starts_at + HALF_HOUR,
    )
    with pytest.raises(ValidationError, match="Ce créneau vient d’être pris"):
        overlapping.validate_constraints()
    with pytest.raises(IntegrityError) as refusal, transaction.atomic():
        Appointment.objects.bulk_create([overlapping])
    assert violated_constraint(refusal.value) == "appointment_no_overlap"


def test_an_update_that_overlaps_is_refused_too() -> None:
    first = factories.AppointmentFactory()
    second = factories.AppointmentFactory(staff=first.staff, starts_at=first.ends_at)
    with pytest.raises(IntegrityError), transaction.atomic():
        Appointment.objects.filter(pk=second.pk).update(starts_at=first.starts_at + HALF_HOUR)


def test_one_may_start_when_the_other_ends_and_a_cancelled_one_takes_no_room() -> None:
    first = factories.AppointmentFactory()
    factories.AppointmentFactory(staff=first.staff, starts_at=first.ends_at)
    factories.AppointmentFactory(staff=first.staff, starts_at=first.starts_at, state=AppointmentState.EXCUSED)
    factories.AppointmentFactory(starts_at=first.starts_at)
    assert Appointment.objects.count() == 4


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE journal_auditentry SET verb = 'read'",
        "DELETE FROM journal_auditentry",
        pytest.param(
            "TRUNCATE journal_auditentry",
            marks=pytest.mark.skipif("connection.vendor == 'sqlite'", reason="SQLite has no TRUNCATE"),
        ),
    ],
)
def test_the_journal_is_never_rewritten(sql: str) -> None:
    entry = record(actor=None, verb=Verb.CREATED, subject=factories.PersonFactory())
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)
    assert AuditEntry.objects.get() == entry


def test_the_purge_goes_through_the_door_which_closes_behind_it() -> None:
    record(actor=None, verb=Verb.CREATED, subject=factories.PersonFactory())
    with open_door():
        AuditEntry.objects.all().delete()
    assert not AuditEntry.objects.exists()
    record(actor=None, verb=Verb.CREATED, subject=factories.PersonFactory())
    with pytest.raises(DatabaseError), transaction.atomic():
        AuditEntry.objects.all().delete()


def test_the_second_to_save_is_told_and_overwrites_nothing() -> None:
    person = factories.PersonFactory(first_name="Cerise")
    mine, hers = type(person).objects.get(pk=person.pk), type(person).objects.get(pk=person.pk)
    hers.first_name = "Groseille"
    hers.save_version(read_version=hers.version)
    mine.first_name = "Myrtille"
    with pytest.raises(ChangedMeanwhile):
        mine.save_version(read_version=person.version)
    person.refresh_from_db()
    assert (person.first_name, person.version) == ("Groseille", 2)
