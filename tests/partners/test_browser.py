"""A referral in a real browser, from the ambassadrice to the agent and back; accessible at both sizes of screen."""

from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from partners.models import Organisation, Referral
from rights_check.models import OpenedRight
from tests.browser import SIZES, check, sign_in_at
from tests.factories import BenefitClaimFactory, MembershipFactory, PersonFactory, SectorFactory, UserFactory
from tznr.accounts.enums import Role

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("size", SIZES, ids=["laptop", "phone"])
def test_from_the_agreement_to_the_right_opened(page: Page, live_server: Any, size: Any) -> None:
    pad: Organisation = SectorFactory(
        organisation__name="PAD de Chenôve", organisation__slug="pad-chenove"
    ).organisation
    agent = MembershipFactory(organisation=pad, user=UserFactory(role=Role.PAD_AGENT)).user
    person = PersonFactory(first_name="Clémentine", last_name="Mirabelle")
    claim = BenefitClaimFactory(person=person)
    page.set_viewport_size(size)

    sign_in_at(page, UserFactory(), live_server)
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

    sign_in_at(page, agent, live_server)
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
        sign_in_at(page, UserFactory(role=role), live_server)
        for size in SIZES:
            page.set_viewport_size(size)
            for address in addresses:
                page.goto(live_server.url + address)
                check(page)
