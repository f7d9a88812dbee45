"""The rules of outings, contacts and appointments, past the forms."""

import datetime as dt
import itertools
import uuid

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from outreach import selectors, services, slots
from outreach.enums import APPOINTMENT_TRANSITIONS, AppointmentState, EventKind, NextStep, Theme
from outreach.models import Appointment, FieldContact, OutreachEvent
from rights_check.enums import NonTakeUpReason
from tests import factories
from tests.factories import NOW, PARIS
from tznr.accounts.enums import Role
from tznr.accounts.models import User
from tznr.journal.enums import Verb
from tznr.journal.models import AuditEntry
from tznr.records.models import ChangedMeanwhile

pytestmark = pytest.mark.django_db
HOUR = dt.timedelta(hours=1)
TOMORROW = NOW + dt.timedelta(days=1)


@pytest.fixture
def prune() -> User:
    return factories.UserFactory(first_name="Prune", last_name="Démo")


def book(actor: User, **fields: object) -> Appointment:
    given_fields = {
        "person": fields.pop("person", None) or factories.PersonFactory(),
        "staff": actor,
        "place": fields.pop("place", None) or factories.PlaceFactory(),
        "starts_at": TOMORROW,
        "now": NOW,
    }
    return services.book_appointment(actor=actor, **(given_fields | fields))  # type: ignore[arg-type]


# --- Outings


def test_the_open_day_of_13_june_at_the_pad_gresilles(prune: User) -> None:
    """13 June, 9:00-16:30, at the PAD Grésilles (mission.md, row 3)."""
    place = factories.PlaceFactory(name="PAD Grésilles")
    event = services.plan_event(
        actor=prune,
        now=NOW,
        kind=EventKind.OPEN_DAY,
        title="Journée portes ouvertes",
        commune=place.commune,
        place=place,
        starts_at=dt.datetime(2026, 6, 13, 9, 0, tzinfo=PARIS),
        ends_at=dt.datetime(2026, 6, 13, 16, 30, tzinfo=PARIS),
        staff=[prune],
    )
    event.refresh_from_db()
    assert (event.place_name, list(event.staff.all())) == ("PAD Grésilles", [prune])
    assert AuditEntry.objects.get().subject == event.pk


@pytest.mark.parametrize(
    ("fields", "faulty"),
    [
        ({"ends_at": NOW}, "ends_at"),
        ({"one_off_place": "  "}, "one_off_place"),
    ],
)
def test_an_outing_that_makes_no_sense_is_refused(prune: User, fields: dict[str, object], faulty: str) -> None:
    sensible = {"kind": EventKind.STAND, "title": "Stand", "starts_at": NOW, "ends_at": NOW + HOUR}
    sensible |= {"one_off_place": "Marché", "commune": factories.CommuneFactory()}
    with pytest.raises(ValidationError) as refusal:
        services.plan_event(actor=prune, now=NOW, **(sensible | fields))  # type: ignore[arg-type]
    assert list(refusal.value.message_dict) == [faulty]
    assert not OutreachEvent.objects.exists()


def test_the_place_and_the_neighbourhood_are_in_the_commune(prune: User) -> None:
    talant = factories.CommuneFactory(insee_code="21617", name="Talant")
    with pytest.raises(ValidationError) as refusal:
        services.plan_event(
            actor=prune,
            now=NOW,
            kind=EventKind.STAND,
            title="Stand",
            commune=talant,
            place=factories.PlaceFactory(),
            neighbourhood=factories.NeighbourhoodFactory(),
            starts_at=NOW,
            ends_at=NOW + HOUR,
        )
    assert set(refusal.value.message_dict) == {"commune", "neighbourhood"}


def test_the_second_to_change_an_outing_is_told(prune: User) -> None:
    event = factories.OutreachEventFactory()
    hers = OutreachEvent.objects.get(pk=event.pk)
    services.change_event(actor=prune, event=hers, read_version=1, staff=[prune], partners=[], title="Le sien")
    with pytest.raises(ChangedMeanwhile):
        services.change_event(actor=prune, event=event, read_version=1, staff=[], partners=[], title="Le mien")
    event.refresh_from_db()
    assert (event.title, list(event.staff.all())) == ("Le sien", [prune])


def test_an_outing_where_somebody_was_met_is_not_cancelled(prune: User) -> None:
    event = factories.FieldContactFactory().event
    with pytest.raises(ValidationError, match="a eu lieu"):
        services.cancel_event(actor=prune, event=event, read_version=1, reason="Pluie", now=NOW)
    other = factories.OutreachEventFactory()
    services.cancel_event(actor=prune, event=other, read_version=1, reason="Pluie", now=NOW)
    with pytest.raises(ValidationError, match="annulée"):
        services.record_contact(actor=prune, now=NOW, event=other)


def test_an_outing_of_today_that_is_over_stays_until_midnight(prune: User) -> None:
    """Its last contacts are noted in the evening, from « Aujourd’hui »."""
    morning = factories.OutreachEventFactory(starts_at=NOW - 2 * HOUR, ends_at=NOW - HOUR)
    late = NOW.astimezone(PARIS).replace(hour=23, minute=59)
    for now, shown in ((NOW, [morning]), (late, [morning]), (late + dt.timedelta(minutes=1), [])):
        assert list(selectors.of_today_or_later(selectors.events_for(prune), now)) == shown
        over = selectors.over_before_today(selectors.events_for(prune), now)
        assert list(over) == ([] if shown else [morning])


# --- Field contacts


def test_an_anonymous_contact_keeps_what_was_said_and_nothing_twice(prune: User) -> None:
    event = factories.OutreachEventFactory()
    key = uuid.uuid4()
    for _ in range(2):
        services.record_contact(
            actor=prune,
            now=NOW + HOUR,
            event=event,
            themes=[Theme.HOUSING, Theme.HOUSING, Theme.HEALTH],
            causes=[NonTakeUpReason.COMPLEXITY],
            contact_id=key,
        )
    contact = FieldContact.objects.get()
    assert (contact.pk, contact.is_named, contact.occurred_at) == (key, False, NOW + HOUR)
    assert {row.theme for row in contact.themes.all()} == {Theme.HOUSING, Theme.HEALTH}
    assert contact.causes.count() == 1
    with pytest.raises(ValidationError):
        services.record_contact(actor=factories.UserFactory(), now=NOW, event=event, contact_id=key)


def test_a_contact_noted_after_the_outing_happened_at_its_end(prune: User) -> None:
    event = factories.OutreachEventFactory()
    contact = services.record_contact(actor=prune, now=NOW + dt.timedelta(days=3), event=event)
    assert (contact.occurred_at, contact.recorded_at) == (event.ends_at, NOW + dt.timedelta(days=3))


def test_contacts_wait_for_the_day_of_the_outing(prune: User) -> None:
    event = factories.OutreachEventFactory(starts_at=TOMORROW, ends_at=TOMORROW + HOUR)
    with pytest.raises(ValidationError, match="15/10/2026"):
        services.record_contact(actor=prune, now=NOW, event=event)
    early = services.record_contact(actor=prune, now=TOMORROW - HOUR, event=event)
    assert early.occurred_at == TOMORROW - HOUR


@pytest.mark.parametrize("step", [NextStep.CALL_BACK, NextStep.APPOINTMENT])
def test_nobody_calls_back_someone_who_has_no_name(prune: User, step: NextStep) -> None:
    with pytest.raises(ValidationError, match="contact nommé"):
        services.record_contact(actor=prune, now=NOW, event=factories.OutreachEventFactory(), next_step=step)


def test_a_call_back_is_about_somebody(prune: User) -> None:
    with pytest.raises(ValidationError, match="personne"):
        services.record_contact(actor=prune, now=NOW)
    person = factories.PersonFactory()
    contact = services.record_contact(actor=prune, now=NOW, person=person)
    assert (contact.event, contact.is_named, contact.commune) == (None, True, person.commune)


def test_undo_belongs_to_its_author_for_ten_minutes(prune: User) -> None:
    event = factories.OutreachEventFactory()
    contact = services.record_contact(actor=prune, now=NOW, event=event)
    with pytest.raises(ValidationError):
        services.undo_contact(actor=factories.UserFactory(), contact=contact, now=NOW)
    with pytest.raises(ValidationError):
        services.undo_contact(actor=prune, contact=contact, now=NOW + dt.timedelta(minutes=11))
    services.undo_contact(actor=prune, contact=contact, now=NOW + dt.timedelta(minutes=9))
    assert not FieldContact.objects.exists()
    assert AuditEntry.objects.filter(verb=Verb.DELETED).count() == 1


def test_a_contact_that_led_to_an_appointment_is_not_undone(prune: User) -> None:
    person = factories.PersonFactory()
    contact = services.record_contact(actor=prune, now=NOW, event=factories.OutreachEventFactory(), person=person)
    book(prune, person=person, contact=contact)
    assert contact.next_step == NextStep.APPOINTMENT
    with pytest.raises(ValidationError, match="rendez-vous"):
        services.undo_contact(actor=prune, contact=contact, now=NOW)


def test_the_database_refuses_a_contact_with_a_person_and_no_name(prune: User) -> None:
    with pytest.raises(IntegrityError, match="contact_with_a_person_is_named"), transaction.atomic():
        factories.FieldContactFactory(person=factories.PersonFactory(), is_named=False)
    with pytest.raises(IntegrityError, match="contact_noted_once_it_happened"), transaction.atomic():
        factories.FieldContactFactory(occurred_at=TOMORROW, recorded_at=NOW)


def test_a_person_to_call_back_leaves_the_list_once_something_followed(prune: User) -> None:
    first, second, third = (factories.PersonFactory() for _ in range(3))
    for person in (first, second, third):
        event = factories.OutreachEventFactory()
        services.record_contact(actor=prune, now=NOW, event=event, person=person, next_step=NextStep.CALL_BACK)
    services.record_contact(actor=prune, now=NOW + HOUR, person=first)
    book(prune, person=second, now=NOW + HOUR)
    assert [contact.person for contact in selectors.contacts_to_call_back(prune)] == [third]


# --- Appointments


def test_the_place_is_proposed_where_there_is_no_choice() -> None:
    """Dijon has four PADs and how it is split is not known: there the user picks (mission.md, row 2)."""
    dijon, talant, daix = (
        factories.CommuneFactory(insee_code=code, name=name)
        for code, name in (("21231", "Dijon"), ("21617", "Talant"), ("21223", "Daix"))
    )
    for name in ("PAD Dijon 2", "PAD Dijon 3"):
        factories.PlaceFactory(name=name, commune=dijon)
    pad = factories.OrganisationFactory(name="PAD de Talant")
    of_talant = factories.PlaceFactory(name="PAD de Talant", commune=talant, organisation=pad)
    factories.SectorFactory(organisation=pad, commune=daix)
    living_in = {commune: factories.PersonFactory(commune=commune) for commune in (dijon, talant, daix)}
    assert selectors.place_near(living_in[talant]) == of_talant
    assert selectors.place_near(living_in[daix]) == of_talant
    assert selectors.place_near(living_in[dijon]) is None


def test_a_time_already_taken_is_refused_with_the_free_ones(prune: User) -> None:
    for hour in (9, 11):
        book(prune, starts_at=dt.datetime(2026, 10, 15, hour, 0, tzinfo=PARIS))
    with pytest.raises(ValidationError) as refusal:
        book(prune, starts_at=dt.datetime(2026, 10, 15, 11, 30, tzinfo=PARIS))
    (message,) = refusal.value.message_dict["starts_at"]
    told, free = message.split(". ", 1)
    assert told == "Prune Démo a déjà un rendez-vous à cette heure"
    assert free.replace("\u00a0", " ") == "Libre ce jour-là : 12 h, 12 h 30, 13 h, 13 h 30, 14 h, 14 h 30."
    assert Appointment.objects.count() == 2


def test_the_past_is_refused_unless_she_came_without_an_appointment(prune: User) -> None:
    with pytest.raises(ValidationError, match="passée"):
        book(prune, starts_at=NOW - HOUR)
    walk_in = book(prune, starts_at=NOW - HOUR, walk_in=True)
    assert walk_in.state == AppointmentState.SEEN
    assert [row.to_state for row in selectors.history_of(walk_in)] == ["unknown", "seen"]
    with pytest.raises(ValidationError, match="décocher"):
        book(prune, walk_in=True)


@pytest.mark.parametrize(
    ("fields", "faulty"), [({"minutes": 0}, "minutes"), ({"minutes": 600}, "minutes"), ({"minutes": -30}, "minutes")]
)
def test_a_length_that_makes_no_sense_is_refused(prune: User, fields: dict[str, object], faulty: str) -> None:
    with pytest.raises(ValidationError) as refusal:
        book(prune, **fields)
    assert list(refusal.value.message_dict) == [faulty]


def test_only_the_team_receives_and_only_where_one_receives(prune: User) -> None:
    with pytest.raises(ValidationError) as refusal:
        book(
            prune,
            staff=factories.UserFactory(role=Role.PAD_AGENT),
            place=factories.PlaceFactory(receives_appointments=False),
            contact=factories.FieldContactFactory(person=factories.PersonFactory(), is_named=True),
        )
    assert set(refusal.value.message_dict) == {"staff", "place", "contact"}


def test_moving_is_a_transition_and_keeps_the_state(prune: User) -> None:
    appointment = book(prune)
    stale = Appointment.objects.get(pk=appointment.pk)
    where = {"minutes": 30, "staff": prune, "place": appointment.place, "now": NOW, "actor": prune}
    services.move_appointment(
        appointment=appointment,
        read_version=1,
        starts_at=TOMORROW + HOUR,
        **where,  # type: ignore[arg-type]
    )
    assert appointment.state == AppointmentState.UNKNOWN
    assert [row.moved_from for row in selectors.history_of(appointment)] == [None, TOMORROW]
    with pytest.raises(ChangedMeanwhile):
        services.move_appointment(
            appointment=stale,
            read_version=1,
            starts_at=TOMORROW - HOUR,
            **where,  # type: ignore[arg-type]
        )
    appointment.refresh_from_db()
    assert appointment.starts_at == TOMORROW + HOUR


def test_an_appointment_to_come_is_neither_honoured_nor_missed(prune: User) -> None:
    appointment = book(prune)
    for state in (AppointmentState.SEEN, AppointmentState.NO_SHOW):
        with pytest.raises(ValidationError, match="pas encore"):
            services.change_appointment_state(
                actor=prune,
                appointment=Appointment.objects.get(pk=appointment.pk),
                read_version=1,
                to_state=state,
                now=NOW,
            )


def test_a_cancelled_one_comes_back_only_if_its_time_is_free(prune: User) -> None:
    cancelled = book(prune)
    services.change_appointment_state(
        actor=prune, appointment=cancelled, read_version=1, to_state=AppointmentState.EXCUSED, now=NOW
    )
    book(prune)
    with pytest.raises(ValidationError, match="Libre ce jour-là"):
        services.change_appointment_state(
            actor=prune, appointment=cancelled, read_version=2, to_state=AppointmentState.UNKNOWN, now=NOW
        )


@settings(max_examples=30, derandomize=True, deadline=None)
@given(moves=st.lists(st.sampled_from(list(AppointmentState)), max_size=8))
def test_no_sequence_of_moves_leaves_the_table_of_transitions(moves: list[AppointmentState]) -> None:
    with transaction.atomic():
        staff = factories.UserFactory()
        appointment = factories.AppointmentFactory(staff=staff, starts_at=NOW - HOUR)
        after = NOW + dt.timedelta(days=1)
        for minute, to_state in enumerate(moves):
            before = Appointment.objects.get(pk=appointment.pk)
            try:
                services.change_appointment_state(
                    actor=staff,
                    appointment=Appointment.objects.get(pk=appointment.pk),
                    read_version=before.version,
                    to_state=to_state,
                    now=after + dt.timedelta(minutes=minute),
                )
            except ValidationError:
                assert to_state not in APPOINTMENT_TRANSITIONS[AppointmentState(before.state)]
            else:
                assert to_state in APPOINTMENT_TRANSITIONS[AppointmentState(before.state)]
        history = list(selectors.history_of(appointment))
        for earlier, later in itertools.pairwise(history):
            assert earlier.to_state == later.from_state
        transaction.set_rollback(True)


# --- Free times


@settings(max_examples=50, derandomize=True, deadline=None)
@given(
    busy=st.lists(st.tuples(st.integers(0, 23 * 60), st.integers(5, 240)), max_size=8),
    minutes=st.integers(5, 240),
    from_hour=st.integers(0, 23),
)
def test_a_free_time_is_really_free(busy: list[tuple[int, int]], minutes: int, from_hour: int) -> None:
    midnight = dt.datetime(2026, 10, 15, tzinfo=PARIS)
    taken = [
        (midnight + dt.timedelta(minutes=begin), midnight + dt.timedelta(minutes=begin + length))
        for begin, length in busy
    ]
    not_before = midnight.replace(hour=from_hour)
    found = slots.free_starts(day=midnight.date(), minutes=minutes, busy=taken, not_before=not_before)
    opening, closing = midnight.replace(hour=8, minute=30), midnight.replace(hour=18)
    expected = []
    for step in range(19):
        start = opening + step * dt.timedelta(minutes=30)
        end = start + dt.timedelta(minutes=minutes)
        if end <= closing and start >= not_before and all(end <= begin or start >= stop for begin, stop in taken):
            expected.append(start)
    assert found == expected


def test_times_are_those_of_paris_on_the_day_the_clocks_change() -> None:
    """25 October 2026: summer time ends at 3:00; 8:30 in Paris is 7:30 UTC."""
    found = slots.free_starts(day=dt.date(2026, 10, 25), minutes=60, busy=[], not_before=NOW)
    assert found[0].astimezone(dt.UTC) == dt.datetime(2026, 10, 25, 7, 30, tzinfo=dt.UTC)
    assert (len(found), found[-1].time()) == (18, dt.time(17, 0))
