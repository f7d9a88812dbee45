"""The stand in a real browser: keys, a network that fails, both sizes of screen."""

import datetime as dt
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, Route, expect

from outreach.models import FieldContact, OutreachEvent
from tests import factories
from tests.browser import SIZES, check, sign_in_at

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def outing() -> OutreachEvent:
    now = timezone.now()
    hour = dt.timedelta(hours=1)
    return factories.OutreachEventFactory(starts_at=now - hour, ends_at=now + hour)


@pytest.fixture
def stand(page: Page, live_server: Any, outing: OutreachEvent) -> Page:
    sign_in_at(page, factories.UserFactory(), live_server)
    page.goto(live_server.url + reverse("field_entry", kwargs={"pk": outing.pk}))
    return page


def test_every_key_stands_inside_its_tile(stand: Page) -> None:
    for width in (1000, 1366, 1920):
        stand.set_viewport_size({"width": width, "height": 768})
        for tile in stand.locator(".tile").all():
            around, key = tile.bounding_box(), tile.locator("kbd").bounding_box()
            assert around is not None
            assert key is not None
            assert key["x"] + key["width"] <= around["x"] + around["width"], tile.inner_text()


def test_the_lists_hold_on_a_phone(stand: Page, live_server: Any, outing: OutreachEvent) -> None:
    outing.title = "Journée portes ouvertes des associations"
    outing.save()
    factories.AppointmentFactory(
        person=factories.PersonFactory(first_name="Reinette", last_name="Vermillon-Clair"), state="revoked"
    )
    factories.FieldContactFactory(event=outing)
    stand.set_viewport_size({"width": 390, "height": 844})
    for name in ("event_list", "appointment_list", "contact_list"):
        stand.goto(live_server.url + reverse(name))
        table = stand.locator(".table-scroll")
        assert table.evaluate("one => one.scrollWidth - one.clientWidth") <= 0, name


def test_two_keys_and_enter_count_a_contact(stand: Page) -> None:
    total = stand.locator(".field-total")
    for keys in ("2fEnter", "4hjEnter", "Enter"):
        for key in [*keys.removesuffix("Enter"), "Enter"]:
            stand.keyboard.press(key)
    expect(total).to_contain_text("3 anonymes")
    found = FieldContact.objects.order_by("recorded_at").values_list("age_band", "sex", "next_step")
    assert list(found) == [
        ("25_39", "female", "information"),
        ("from_60", "male", "game"),
        ("not_noted", "not_noted", "information"),
    ]
    stand.get_by_role("button", name="Annuler").first.click()
    expect(total).to_contain_text("2 anonymes")
    assert FieldContact.objects.count() == 2


def test_a_contact_the_network_loses_is_sent_again_and_kept_once(stand: Page) -> None:
    address = stand.url
    answered: list[object] = []

    def lose(route: Route) -> None:
        """The first time, the contact reaches the server and the answer is lost."""
        if route.request.method != "POST" or answered:
            route.continue_()
            return
        answered.append(route.fetch())
        route.abort()

    stand.route(address, lose)
    stand.keyboard.press("1")
    stand.keyboard.press("Enter")
    expect(stand.locator("[data-field-waiting]")).to_contain_text("1 contact(s) en attente")
    stand.keyboard.press("2")
    stand.keyboard.press("Enter")
    expect(stand.locator(".field-total")).to_contain_text("2 anonymes")
    expect(stand.locator("[data-field-waiting]")).to_be_empty()
    assert sorted(FieldContact.objects.values_list("age_band", flat=True)) == ["25_39", "under_25"]


@pytest.mark.parametrize("size", SIZES, ids=["laptop", "phone"])
def test_from_the_stand_to_the_appointment(stand: Page, outing: OutreachEvent, size: Any) -> None:
    factories.PlaceFactory(name="PAD de démonstration")
    stand.set_viewport_size(size)
    check(stand)
    stand.get_by_role("button", name="Compter ce contact").click()
    expect(stand.locator(".field-total")).to_contain_text("1 anonyme")
    stand.get_by_role("link", name="Noter une personne").click()
    stand.get_by_label("Prénom").fill("Mirabelle")
    stand.get_by_role("button", name="Noter cette personne").click()
    expect(stand.locator(".error-summary")).to_be_focused()
    expect(stand.get_by_label("Prénom")).to_have_value("Mirabelle")
    check(stand)
    stand.get_by_label("Informée").select_option("oral")
    stand.get_by_role("button", name="Noter cette personne").click()
    check(stand)
    stand.get_by_role("link", name="Proposer un rendez-vous").click()
    check(stand)
    tomorrow = timezone.localdate() + dt.timedelta(days=1)
    stand.get_by_label("Jour").fill(tomorrow.isoformat())
    stand.get_by_role("button", name="10 h", exact=True).click()
    expect(stand.get_by_label("À", exact=True)).to_have_value("10:00")
    check(stand)
    stand.get_by_label("Lieu").select_option(index=1)
    stand.get_by_role("button", name="Enregistrer le rendez-vous").click()
    expect(stand.get_by_text("Rendez-vous enregistré.")).to_be_visible()
    check(stand)
    contact = FieldContact.objects.get(is_named=True)
    assert (contact.event, contact.next_step) == (outing, "appointment")
