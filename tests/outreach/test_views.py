"""The pages of outreach as an ambassadrice uses them; who may open them is in the access matrix."""

import datetime as dt
import io
import uuid
from collections.abc import Callable
from typing import Any

import openpyxl
import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from beneficiaries.models import DuplicateDismissed, InformationGiven, Person
from outreach.enums import AppointmentState, NextStep
from outreach.models import Appointment, FieldContact, OutreachEvent, ReferralOrigin
from tests import factories
from tznr.journal.enums import Verb
from tznr.journal.models import AuditEntry

pytestmark = pytest.mark.django_db
HOUR = dt.timedelta(hours=1)
HTMX = {"HX-Request": "true"}


@pytest.fixture
def client(sign_in: Callable[..., Client]) -> Client:
    return sign_in()


@pytest.fixture
def now() -> dt.datetime:
    return timezone.now()


@pytest.fixture
def outing(now: dt.datetime) -> OutreachEvent:
    return factories.OutreachEventFactory(starts_at=now - HOUR, ends_at=now + HOUR)


def url(name: str, record: Any = None, **more: object) -> str:
    return reverse(name, kwargs=({"pk": record.pk} if record else {}) | more)


# --- Outings


def outing_typed(**changed: object) -> dict[str, object]:
    return {
        "version": 0,
        "kind": "open_day",
        "title": "Journée portes ouvertes 🎈",
        "day": "2026-06-13",
        "start": "09:00",
        "end": "16:30",
        "one_off_place": "PAD Grésilles",
        "commune": factories.CommuneFactory().pk,
        "is_public": "on",
    } | changed


def test_an_outing_is_planned_with_the_hours_of_paris(client: Client) -> None:
    answer = client.post(url("event_create"), outing_typed(staff=[client.user.pk]))  # type: ignore[attr-defined]
    event = OutreachEvent.objects.get()
    assert answer.headers["Location"] == url("event_detail", event)
    assert event.starts_at == dt.datetime(2026, 6, 13, 7, 0, tzinfo=dt.UTC)
    assert event.ends_at == dt.datetime(2026, 6, 13, 14, 30, tzinfo=dt.UTC)
    assert AuditEntry.objects.filter(verb=Verb.CREATED, subject=event.pk).exists()


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"end": "08:00"}, "end"),
        ({"day": "31/02/2026"}, "day"),
        ({"start": "9h"}, "start"),
        ({"commune": "99999"}, "commune"),
        ({"one_off_place": " "}, "one_off_place"),
        ({"kind": "boat"}, "kind"),
        ({"public_note": "Numéro 255081416802538"}, "public_note"),
        # The clocks skip from 2:00 to 3:00 that night.
        ({"day": "2026-03-29", "start": "02:30", "end": "04:00"}, "start"),
    ],
)
def test_bad_input_is_told_at_its_field_and_kept(client: Client, changed: dict[str, object], field: str) -> None:
    answer = client.post(url("event_create"), outing_typed(**changed))
    assert answer.status_code == 200
    assert list(answer.context["form"].errors) == [field]
    assert "Journée portes ouvertes 🎈" in answer.content.decode()
    assert not OutreachEvent.objects.exists()


def test_two_tabs_on_one_outing(client: Client, outing: OutreachEvent) -> None:
    first = client.post(url("event_edit", outing), outing_typed(version=1, title="Le premier"))
    assert first.status_code == 302
    second = client.post(url("event_edit", outing), outing_typed(version=1, title="Le second"))
    page = second.content.decode()
    assert (second.status_code, "modifiée entre-temps" in page, "Le second" in page) == (200, True, True)
    assert second.context["form"]["version"].value() == "2"
    outing.refresh_from_db()
    assert outing.title == "Le premier"
    client.post(url("event_edit", outing), outing_typed(version=2, title="Le second"))
    outing.refresh_from_db()
    assert outing.title == "Le second"


def test_a_cancelled_outing_says_why(client: Client, outing: OutreachEvent) -> None:
    client.post(url("event_cancel", outing), {"version": 1, "reason": "Pluie"})
    assert "Pluie" in client.get(url("event_detail", outing)).content.decode()
    assert "annulée" in client.get(url("field_entry", outing)).content.decode()
    listed = client.get(url("event_list") + "?quand=annulees").context["page"].object_list
    assert list(listed) == [outing]


def test_filters_of_the_outings_come_from_the_address(client: Client, now: dt.datetime) -> None:
    talant = factories.CommuneFactory(insee_code="21617", name="Talant")
    past = factories.OutreachEventFactory(starts_at=now - 30 * HOUR, ends_at=now - 29 * HOUR, kind="market")
    to_come = factories.OutreachEventFactory(starts_at=now + 30 * HOUR, ends_at=now + 31 * HOUR, commune=talant)
    to_come.staff.add(client.user)  # type: ignore[attr-defined]
    tomorrow = timezone.localdate(now) + dt.timedelta(days=1)
    for query, expected in {
        "quand=passees": past,
        "quand=a-venir": to_come,
        "nature=market": past,
        "commune=21617": to_come,
        f"avec={client.user.pk}": to_come,  # type: ignore[attr-defined]
        f"du={tomorrow:%Y-%m-%d}": to_come,
        f"au={timezone.localdate(now):%Y-%m-%d}": past,
    }.items():
        page = client.get(f"{url('event_list')}?{query}").context["page"]
        assert list(page.object_list) == [expected], query
    answer = client.get(url("event_list") + "?du=2026-12-31&au=2026-01-01&nature=boat&avec=x&page=999")
    assert answer.status_code == 200
    assert "avant son début" in answer.content.decode()


# --- At the stand


def test_a_contact_in_one_post_and_only_the_counters_come_back(client: Client, outing: OutreachEvent) -> None:
    typed = {"contact_id": uuid.uuid4(), "age_band": "25_39", "sex": "female", "next_step": "information"}
    for _ in range(2):
        answer = client.post(url("field_entry", outing), typed | {"themes": ["housing"]}, headers=HTMX)
    page = answer.content.decode()
    assert "<html" not in page
    assert answer.context["counted"].anonymous == FieldContact.objects.count() == 1
    contact = FieldContact.objects.get()
    assert (contact.age_band, contact.sex, contact.themes.get().theme) == ("25_39", "female", "housing")
    undone = client.post(url("contact_undo", contact), headers=HTMX)
    assert undone.context["counted"].contacts == FieldContact.objects.count() == 0


def test_without_script_the_page_comes_back_with_its_undo(client: Client, outing: OutreachEvent) -> None:
    typed = {"contact_id": uuid.uuid4(), "next_step": "none"}
    answer = client.post(url("field_entry", outing), typed, follow=True)
    contact = FieldContact.objects.get()
    assert contact.age_band == "not_noted"
    assert url("contact_undo", contact) in answer.content.decode()


@pytest.mark.parametrize(
    "typed", [{"next_step": "call_back"}, {"age_band": "old"}, {"contact_id": "x"}, {"themes": ["boats"]}]
)
def test_a_bad_contact_is_told_in_the_counters(client: Client, outing: OutreachEvent, typed: dict[str, Any]) -> None:
    sensible = {"contact_id": uuid.uuid4(), "next_step": "none"}
    answer = client.post(url("field_entry", outing), sensible | typed, headers=HTMX)
    assert answer.status_code == 200
    assert answer.context["error"]
    assert not FieldContact.objects.exists()


def test_nothing_is_noted_before_the_day(client: Client, now: dt.datetime) -> None:
    event = factories.OutreachEventFactory(starts_at=now + 48 * HOUR, ends_at=now + 49 * HOUR)
    assert "pas encore eu lieu" in client.get(url("field_entry", event)).content.decode()
    typed = {"contact_id": uuid.uuid4(), "next_step": "none"}
    answer = client.post(url("field_entry", event), typed, headers=HTMX)
    assert "à partir de ce jour" in answer.content.decode()
    assert not FieldContact.objects.exists()


def person_typed(**changed: object) -> dict[str, object]:
    return {
        "first_name": "Mirabelle",
        "last_name": "Exempleville",
        "safe_contact": "no_sms",
        "language": "fr",
        "information_means": "oral",
        "next_step": "call_back",
        "causes": ["complexity"],
    } | changed


def test_a_person_is_noted_with_what_she_was_told(client: Client, outing: OutreachEvent) -> None:
    answer = client.post(url("named_contact_create", outing), person_typed())
    contact = FieldContact.objects.get()
    assert answer.headers["Location"] == url("contact_detail", contact)
    assert InformationGiven.objects.get().person == contact.person
    book = url("appointment_create_for_person", contact.person)
    assert f"{book}?contact={contact.pk}" in client.get(url("contact_detail", contact)).content.decode()


def test_nobody_is_kept_who_was_not_told(client: Client, outing: OutreachEvent) -> None:
    answer = client.post(url("named_contact_create", outing), person_typed(information_means=""))
    assert "information_means" in answer.context["form"].errors
    assert "Exempleville" in answer.content.decode()
    assert not Person.objects.exists()
    assert not FieldContact.objects.exists()


def test_somebody_alike_is_joined_or_told_apart(client: Client, outing: OutreachEvent) -> None:
    known = factories.PersonFactory(first_name="Mirabelle", last_name="Exempleville")
    asked = client.post(url("named_contact_create", outing), person_typed())
    assert [one.person for one in asked.context["candidates"]] == [known]
    assert not FieldContact.objects.exists()
    client.post(url("named_contact_create", outing), person_typed(join=str(known.pk)))
    assert FieldContact.objects.get().person == known
    client.post(url("named_contact_create", outing), person_typed(join="new"))
    assert Person.objects.count() == 2
    assert DuplicateDismissed.objects.count() == 1
    for wrong in ("nonsense", str(uuid.uuid4())):
        assert client.post(url("named_contact_create", outing), person_typed(join=wrong)).status_code == 404


def test_a_person_is_not_created_when_the_contact_is_refused(client: Client, now: dt.datetime) -> None:
    event = factories.OutreachEventFactory(starts_at=now + 48 * HOUR, ends_at=now + 49 * HOUR)
    answer = client.post(url("named_contact_create", event), person_typed())
    assert "à partir de ce jour" in answer.content.decode()
    assert not Person.objects.exists()


def test_a_call_back_is_a_contact_without_an_outing(client: Client) -> None:
    person = factories.PersonFactory()
    client.post(url("call_back_create", person), {"next_step": "information"})
    contact = FieldContact.objects.get()
    assert (contact.event, contact.person) == (None, person)
    assert client.get(url("contact_detail", contact)).status_code == 200


def test_the_file_of_contacts_names_nobody_who_gave_no_name(client: Client, outing: OutreachEvent) -> None:
    factories.FieldContactFactory(event=outing)
    person = factories.PersonFactory(first_name="=cmd", last_name="Exemple")
    factories.FieldContactFactory(event=outing, person=person, is_named=True)
    answer = client.get(url("contact_export", file_format="xlsx") + "?nommes=non")
    rows = list(openpyxl.load_workbook(io.BytesIO(answer.content)).active.iter_rows(values_only=True))  # type: ignore[union-attr]
    assert [row[3:5] for row in rows[1:]] == [("anonyme", None)]
    everyone = client.get(url("contact_export", file_format="csv")).content.decode("utf-8-sig")
    assert "'=cmd Exemple" in everyone
    assert AuditEntry.objects.filter(verb=Verb.EXPORTED).count() == 2
    assert client.get(url("contact_export", file_format="exe")).status_code == 404


def test_the_counts_of_an_outing_are_the_rows_they_link_to(client: Client, outing: OutreachEvent) -> None:
    person = factories.PersonFactory()
    for _ in range(2):
        factories.FieldContactFactory(event=outing, person=person, is_named=True)
    contact = factories.FieldContactFactory(event=outing, person=factories.PersonFactory(), is_named=True)
    factories.FieldContactFactory(event=outing)
    factories.AppointmentFactory(person=contact.person, contact=contact)
    factories.FieldContactFactory(event=None, person=person, is_named=True)
    counted = client.get(url("event_detail", outing)).context["counted"]
    assert (counted.anonymous, counted.named, counted.persons, counted.appointments) == (1, 3, 2, 1)
    (listed,) = client.get(url("event_list")).context["page"].object_list
    assert (listed.anonymous, listed.named, listed.persons, listed.booked) == (1, 3, 2, 1)
    rows = client.get(f"{url('contact_list')}?sortie={outing.pk}&nommes=oui").context
    assert (rows["page"].paginator.count, rows["persons"]) == (3, 2)
    rows = client.get(f"{url('contact_list')}?sortie={outing.pk}&nommes=non").context
    assert rows["page"].paginator.count == 1
    rows = client.get(f"{url('appointment_list')}?sortie={outing.pk}").context
    assert rows["page"].paginator.count == 1


# --- Appointments


def appointment_typed(client: Client, day: dt.date, **changed: object) -> dict[str, object]:
    return {
        "reason": "rights_review",
        "staff": client.user.pk,  # type: ignore[attr-defined]
        "place": factories.PlaceFactory().pk,
        "day": day.isoformat(),
        "start": "10:00",
        "minutes": "60",
    } | changed


@pytest.fixture
def tomorrow(now: dt.datetime) -> dt.date:
    return timezone.localdate(now) + dt.timedelta(days=1)


def test_book_from_a_contact(client: Client, outing: OutreachEvent, tomorrow: dt.date) -> None:
    contact = factories.FieldContactFactory(event=outing, person=factories.PersonFactory(), is_named=True)
    page = url("appointment_create_for_person", contact.person)
    client.post(f"{page}?contact={contact.pk}", appointment_typed(client, tomorrow))
    appointment = Appointment.objects.get()
    contact.refresh_from_db()
    assert (appointment.contact, contact.next_step) == (contact, NextStep.APPOINTMENT)
    assert appointment.ends_at - appointment.starts_at == HOUR
    elsewhere = factories.FieldContactFactory(event=outing, person=factories.PersonFactory(), is_named=True)
    assert client.get(f"{page}?contact={elsewhere.pk}").status_code == 404
    assert client.get(f"{page}?contact=x").status_code == 404


def test_a_taken_time_is_told_at_its_field_with_others_and_nothing_is_lost(client: Client, tomorrow: dt.date) -> None:
    page = url("appointment_create_for_person", factories.PersonFactory())
    client.post(page, appointment_typed(client, tomorrow))
    answer = client.post(page, appointment_typed(client, tomorrow, start="10:30", reason="follow_up"))
    (message,) = answer.context["form"].errors["start"]
    assert "Libre ce jour-là : 11\u00a0h" in message
    assert answer.context["form"]["reason"].value() == "follow_up"
    assert Appointment.objects.count() == 1


def test_the_free_times_of_the_day_being_chosen(client: Client, tomorrow: dt.date) -> None:
    page = url("appointment_create_for_person", factories.PersonFactory())
    client.post(page, appointment_typed(client, tomorrow))
    asked = {"staff": client.user.pk, "day": tomorrow.isoformat(), "minutes": "60"}  # type: ignore[attr-defined]
    times = [timezone.localtime(start).time() for start in client.get(url("free_times"), asked).context["times"]]
    assert times[:3] == [dt.time(8, 30), dt.time(9, 0), dt.time(11, 0)]
    for unknown in ({"staff": "x"}, {"day": "2026-02-30"}, {"minutes": "-1"}, {"day": ""}):
        answer = client.get(url("free_times"), asked | unknown)
        assert (answer.status_code, answer.content.strip()) == (200, b"")


def test_who_came_without_an_appointment_is_entered_afterwards(client: Client, now: dt.datetime) -> None:
    page = url("appointment_create_for_person", factories.PersonFactory())
    earlier = timezone.localdate(now) - dt.timedelta(days=2)
    refused = client.post(page, appointment_typed(client, earlier))
    assert "sans réservation" in refused.context["form"].errors["start"][0]
    client.post(page, appointment_typed(client, earlier, walk_in="on"))
    assert Appointment.objects.get().state == AppointmentState.SEEN


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"day": "2020-01-01"}, "start"),
        ({"day": "demain"}, "day"),
        ({"day": "0226-11-21"}, "day"),
        ({"day": "9999-12-31", "start": "23:59"}, "day"),
        ({"start": "25:00"}, "start"),
        ({"minutes": "0"}, "minutes"),
        ({"minutes": "une heure"}, "minutes"),
        ({"staff": "x"}, "staff"),
        ({"place": str(uuid.uuid4())}, "place"),
        ({"walk_in": "on"}, "walk_in"),
    ],
)
def test_an_appointment_that_makes_no_sense(
    client: Client, tomorrow: dt.date, changed: dict[str, object], field: str
) -> None:
    page = url("appointment_create_for_person", factories.PersonFactory())
    answer = client.post(page, appointment_typed(client, tomorrow) | changed)
    assert answer.status_code == 200
    assert list(answer.context["form"].errors) == [field]
    assert not Appointment.objects.exists()


def test_one_gesture_and_its_undo(client: Client, now: dt.datetime) -> None:
    appointment = factories.AppointmentFactory(starts_at=now - HOUR)
    day = f"{url('appointment_day')}?jour={timezone.localdate(appointment.starts_at):%Y-%m-%d}"
    gesture = url("appointment_change_state", appointment, to_state="seen")
    assert gesture in client.get(day).content.decode()
    done = client.post(gesture, {"version": 1, "next": day})
    assert done.headers["Location"] == day
    appointment.refresh_from_db()
    assert appointment.state == AppointmentState.SEEN
    undo = url("appointment_change_state", appointment, to_state="unknown") + "?version=2"
    assert undo in client.get(day).content.decode()
    client.post(undo)
    appointment.refresh_from_db()
    assert appointment.state == AppointmentState.UNKNOWN


@pytest.mark.parametrize("elsewhere", ["ailleurs", "//ailleurs.example/", "https://ailleurs.example/"])
def test_a_gesture_comes_back_to_a_page_of_ours(client: Client, now: dt.datetime, elsewhere: str) -> None:
    appointment = factories.AppointmentFactory(starts_at=now - HOUR)
    done = client.post(url("appointment_change_state", appointment, to_state="seen"), {"version": 1, "next": elsewhere})
    assert done.headers["Location"] == url("appointment_detail", appointment)


def test_a_gesture_on_what_somebody_else_changed_is_told(client: Client, now: dt.datetime) -> None:
    appointment = factories.AppointmentFactory(starts_at=now - HOUR, version=3)
    gesture = url("appointment_change_state", appointment, to_state="noshow")
    for stale in ({"version": "2"}, {"version": "x"}, {}):
        answer = client.post(gesture, stale, follow=True)
        assert "vient de modifier" in answer.content.decode()
    appointment.refresh_from_db()
    assert appointment.state == AppointmentState.UNKNOWN
    assert client.post(url("appointment_change_state", appointment, to_state="lost")).status_code == 404
    outside = client.post(gesture, {"version": 3, "next": "https://elsewhere.example/"})
    assert outside.headers["Location"] == url("appointment_detail", appointment)


def test_moving_keeps_the_history(client: Client, now: dt.datetime, tomorrow: dt.date) -> None:
    appointment = factories.AppointmentFactory(starts_at=now + 48 * HOUR)
    typed = appointment_typed(client, tomorrow, version=1)
    client.post(url("appointment_move", appointment), typed)
    second = client.post(url("appointment_move", appointment), typed | {"start": "11:00"})
    assert "modifié entre-temps" in second.content.decode()
    appointment.refresh_from_db()
    assert timezone.localtime(appointment.starts_at).time() == dt.time(10, 0)
    assert "déplacé" in client.get(url("appointment_detail", appointment)).content.decode()


def test_filters_of_the_appointments(client: Client, now: dt.datetime) -> None:
    person = factories.PersonFactory(
        first_name="Églantine", last_name="Framboisier", search_key="eglantine framboisier"
    )
    hers = factories.AppointmentFactory(person=person, starts_at=now - 50 * HOUR)
    missed = factories.AppointmentFactory(state="noshow", starts_at=now - 5 * 24 * HOUR, staff=client.user)  # type: ignore[attr-defined]
    for query, expected in {
        "q=framboisié": hers,
        "etat=noshow": missed,
        f"avec={client.user.pk}": missed,  # type: ignore[attr-defined]
        f"lieu={hers.place_id}": hers,
        f"du={timezone.localdate(now) - dt.timedelta(days=3):%Y-%m-%d}": hers,
    }.items():
        page = client.get(f"{url('appointment_list')}?{query}").context["page"]
        assert list(page.object_list) == [expected], query
    for day in ("2026-02-31", "x", "0001-01-01", "9999-12-31"):
        assert client.get(f"{url('appointment_day')}?jour={day}").status_code == 200


# --- « Aujourd’hui » and the person's page


def test_today_shows_what_is_today_what_waits_and_what_is_late(
    client: Client, outing: OutreachEvent, now: dt.datetime
) -> None:
    late = factories.AppointmentFactory(starts_at=now - 72 * HOUR)
    person = factories.PersonFactory(first_name="Quetsche", last_name="Exemple")
    contact = factories.FieldContactFactory(event=outing, person=person, is_named=True, next_step="call_back")
    page = client.get(reverse("home")).content.decode()
    for expected in (
        outing.title,
        url("appointment_detail", late),
        url("call_back_create", person),
    ):
        assert expected in page
    listed = client.get(url("contact_list") + "?suite=call_back&rappel=attendu").context["page"]
    assert list(listed.object_list) == [contact]


def test_the_persons_page_tells_her_encounters(client: Client, outing: OutreachEvent, now: dt.datetime) -> None:
    contact = factories.FieldContactFactory(event=outing, person=factories.PersonFactory(), is_named=True)
    appointment = factories.AppointmentFactory(person=contact.person, starts_at=now + 48 * HOUR)
    page = client.get(reverse("person_detail", kwargs={"pk": contact.person.pk})).content.decode()
    for expected in (
        url("contact_detail", contact),
        url("appointment_detail", appointment),
        url("appointment_create_for_person", contact.person),
    ):
        assert expected in page


@pytest.mark.parametrize("name", ["event_list", "contact_list", "appointment_list", "appointment_day", "home"])
def test_a_list_takes_as_many_queries_whatever_its_length(
    client: Client, count_queries: Callable[..., int], outing: OutreachEvent, now: dt.datetime, name: str
) -> None:
    def add(rows: int) -> None:
        for _ in range(rows):
            event = factories.OutreachEventFactory(starts_at=now - HOUR, ends_at=now + HOUR)
            event.staff.add(client.user)  # type: ignore[attr-defined]
            contact = factories.FieldContactFactory(
                event=event,
                person=factories.PersonFactory(),
                is_named=True,
                next_step="call_back",
                occurred_at=now,
            )
            factories.AppointmentFactory(
                person=contact.person, contact=contact, starts_at=now, booked_at=now - 200 * HOUR
            )
            factories.AppointmentFactory(starts_at=now - 50 * HOUR)

    add(2)
    few = count_queries(client, reverse(name))
    add(3)
    assert count_queries(client, reverse(name)) == few


@pytest.mark.parametrize("name", ["event_export", "contact_export", "appointment_export"])
def test_a_file_takes_as_many_queries_whatever_its_length(
    client: Client, count_queries: Callable[..., int], name: str
) -> None:
    def add(rows: int) -> None:
        for _ in range(rows):
            contact = factories.FieldContactFactory(person=factories.PersonFactory(), is_named=True)
            factories.AppointmentFactory(contact=contact, person=contact.person)

    add(1)
    few = count_queries(client, url(name, file_format="csv"))
    add(4)
    assert count_queries(client, url(name, file_format="csv")) == few


def test_starting_the_review_honours_the_appointment(client: Client, now: dt.datetime) -> None:
    appointment = factories.AppointmentFactory(starts_at=now)
    answer = client.post(url("appointment_start_review", appointment))
    appointment.refresh_from_db()
    assert appointment.review is not None
    assert answer.headers["Location"] == url("review_questionnaire", appointment.review)
    assert appointment.state == AppointmentState.SEEN
    again = client.post(url("appointment_start_review", appointment), follow=True)
    assert "une seule fois" in again.content.decode()
    # The draft keeps its first appointment; a second meeting takes it up again and is honoured too.
    second = factories.AppointmentFactory(person=appointment.person, starts_at=now)
    answer = client.post(url("appointment_start_review", second))
    assert answer.headers["Location"] == url("review_questionnaire", appointment.review)
    second.refresh_from_db()
    assert (second.state, second.review) == (AppointmentState.SEEN, None)


def test_no_review_before_the_day(client: Client, now: dt.datetime) -> None:
    appointment = factories.AppointmentFactory(starts_at=now + 48 * HOUR)
    client.post(url("appointment_start_review", appointment))
    appointment.refresh_from_db()
    assert (appointment.state, appointment.review) == (AppointmentState.UNKNOWN, None)


@pytest.mark.parametrize("origin", ["appointment_refer", "contact_refer"])
def test_a_referral_remembers_where_it_came_from(client: Client, outing: OutreachEvent, origin: str) -> None:
    contact = factories.FieldContactFactory(event=outing, person=factories.PersonFactory(), is_named=True)
    appointment = factories.AppointmentFactory(person=contact.person, contact=contact)
    met = {"appointment_refer": appointment, "contact_refer": contact}[origin]
    agency = factories.OrganisationFactory()
    answer = client.post(
        f"{url(origin, met)}?structure={agency.slug}",
        {
            "person_version": 1,
            "need": "Demander le RSA",
            "agreement": "nouveau",
            "means": "oral",
            "valid_until": timezone.localdate() + dt.timedelta(days=90),
        },
    )
    kept = ReferralOrigin.objects.get()
    assert answer.headers["Location"] == url("referral_detail", kept.referral)
    assert (kept.appointment or kept.contact) == met
    contact.refresh_from_db()
    assert contact.next_step == (NextStep.REFERRAL if origin == "contact_refer" else NextStep.NONE)
    read = client.get(url(origin.replace("refer", "detail"), met)).content.decode()
    assert url("referral_detail", kept.referral) in read


def test_nobody_refers_a_contact_without_a_name(client: Client, outing: OutreachEvent) -> None:
    assert client.get(url("contact_refer", factories.FieldContactFactory(event=outing))).status_code == 404
