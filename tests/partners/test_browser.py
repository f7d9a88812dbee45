"""A referral in a real browser, from the ambassadrice to the agent and back; accessible at both sizes of screen."""

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Page, expect

from partners.models import Organisation, Referral
from rights_check.models import OpenedRight
from tests.factories import BenefitClaimFactory, MembershipFactory, PersonFactory, SectorFactory, UserFactory
from tznr.accounts.enums import Role
from tznr.accounts.models import User

pytestmark = pytest.mark.django_db(transaction=True)
SIZES = [{"width": 1366, "height": 768}, {"width": 390, "height": 844}]


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    return {**browser_type_launch_args, "executable_path": "/usr/bin/chromium", "args": ["--no-sandbox"]}


def check(page: Page) -> None:
    violations = Axe().run(page).response["violations"]
    assert [(one["id"], one["nodes"][0]["html"]) for one in violations] == []
    size = page.viewport_size
    assert size is not None
    assert page.evaluate("() => document.documentElement.scrollWidth") <= size["width"]


def sign_in(page: Page, user: User, address: str) -> None:
    client = Client()
    client.force_login(user)
    page.context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": address}])


@pytest.mark.parametrize("size", SIZES, ids=["laptop", "phone"])
def test_from_the_agreement_to_the_right_opened(page: Page, live_server: Any, size: Any) -> None:
    pad: Organisation = SectorFactory(
        organisation__name="PAD de Chenôve", organisation__slug="pad-chenove"
    ).organisation
    agent = MembershipFactory(organisation=pad, user=UserFactory(role=Role.PAD_AGENT)).user
    person = PersonFactory(first_name="Clémentine", last_name="Mirabelle")
    claim = BenefitClaimFactory(person=person)
    page.set_viewport_size(size)
    page.set_default_timeout(8000)

    sign_in(page, UserFactory(), live_server.url)
    page.goto(f"{live_server.url}{reverse('referral_create', kwargs={'pk': person.pk})}?demarche={claim.pk}")
    check(page)
    page.get_by_role("link", name="PAD de Chenôve").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Orienter vers PAD de Chenôve")
    check(page)
    page.get_by_label("Elle est d’accord, maintenant").check()
    page.get_by_role("button", name="Envoyer l’orientation").click()
    expect(page.locator(".error-summary")).to_contain_text("Indiquer comment elle a donné son accord.")
    check(page)
    page.get_by_label("donné de vive voix").check()
    page.get_by_role("button", name="Envoyer l’orientation").click()
    expect(page.get_by_text("Orientation envoyée à PAD de Chenôve.")).to_be_visible()
    check(page)

    sign_in(page, agent, live_server.url)
    page.goto(live_server.url + reverse("referral_list"))
    check(page)
    page.get_by_role("link", name="Clémentine Mirabelle").click()
    page.get_by_role("button", name="Prendre en charge").click()
    expect(page.get_by_text("Orientation prise en charge.")).to_be_visible()
    check(page)
    page.get_by_role("link", name="Noter l’issue").click()
    page.get_by_label("droit ouvert", exact=True).check()
    page.get_by_label("Euros par mois").fill("573,49")
    page.get_by_role("button", name="Enregistrer l’issue").click()
    expect(page.locator(".error-summary")).to_contain_text("Indiquer à partir de quel mois.")
    expect(page.get_by_label("Euros par mois")).to_have_value("573,49")
    check(page)
    page.get_by_label("À partir du mois de").fill("2026-10")
    page.get_by_label("confirmé par l’organisme").check()
    page.get_by_role("button", name="Enregistrer l’issue").click()
    expect(page.get_by_text("Issue notée.")).to_be_visible()
    check(page)
    assert Referral.objects.get().opened_right == OpenedRight.objects.get(claim=claim)


def test_the_directory_and_an_organisation_are_accessible(page: Page, live_server: Any) -> None:
    pad = SectorFactory().organisation
    MembershipFactory(organisation=pad, user=UserFactory(role=Role.PAD_AGENT))
    addresses = (reverse("organisation_list"), reverse("organisation_detail", kwargs={"slug": pad.slug}))
    for role in (Role.COORDINATOR, Role.AMBASSADRICE):
        sign_in(page, UserFactory(role=role), live_server.url)
        for size in SIZES:
            page.set_viewport_size(size)  # type: ignore[arg-type]
            for address in addresses:
                page.goto(live_server.url + address)
                check(page)
