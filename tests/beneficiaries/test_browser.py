"""The persons' pages in a real browser: creating, being warned, saving second; accessible at both sizes of screen."""

import datetime as dt
from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from beneficiaries.models import Person
from tests.browser import SIZES, check, sign_in_at
from tests.factories import InformationGivenFactory, PersonFactory, UserFactory

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def signed_in(page: Page, live_server: Any) -> Page:
    sign_in_at(page, UserFactory(), live_server)
    return page


@pytest.mark.parametrize("size", SIZES, ids=["laptop", "phone"])
def test_from_an_empty_list_to_a_page_that_two_people_change(signed_in: Page, live_server: Any, size: Any) -> None:
    page = signed_in
    page.set_viewport_size(size)
    page.goto(live_server.url + reverse("person_list"))
    check(page)
    known = PersonFactory(first_name="Clémentine", last_name="Mirabelle", birth_date=dt.date(1984, 3, 27))
    InformationGivenFactory(person=known)

    page.locator("[data-primary-action]").click()
    page.get_by_label("Prénom").fill("Clementine")
    page.get_by_label("Nom (facultatif)").fill("Mirabel")
    page.get_by_label("Date de naissance").fill("12/13/2026")
    page.get_by_role("button", name="Créer la fiche").click()
    expect(page.locator(".error-summary")).to_be_focused()
    expect(page.get_by_label("Date de naissance")).to_have_value("12/13/2026")
    check(page)
    page.get_by_label("Date de naissance").fill("")
    page.get_by_label("Informée").select_option("oral")
    page.get_by_role("button", name="Créer la fiche").click()
    expect(page.get_by_role("link", name="Clémentine Mirabelle")).to_be_visible()
    check(page)
    page.get_by_role("button", name="C’est quelqu’un d’autre : créer la fiche").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Clementine Mirabel")
    check(page)

    page.goto(live_server.url + reverse("person_list"))
    page.keyboard.press("/")
    page.keyboard.type("mirabell")
    expect(page.get_by_role("row")).to_have_count(3)
    page.get_by_role("link", name="Mirabelle Clémentine").click()
    expect(page.get_by_text("Informée de ce que devient ce qui est noté")).to_be_visible()

    page.get_by_role("link", name="Modifier la fiche").click()
    page.get_by_label("Nom (facultatif)").fill("Prunelle")
    Person.objects.filter(pk=known.pk).update(last_name="Mirabeau", version=2)
    page.get_by_role("button", name="Enregistrer").click()
    expect(page.locator(".error-summary")).to_contain_text("modifiée entre-temps")
    expect(page.get_by_label("Nom (facultatif)")).to_have_value("Prunelle")
    check(page)
    page.get_by_role("button", name="Enregistrer").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Clémentine Prunelle")
