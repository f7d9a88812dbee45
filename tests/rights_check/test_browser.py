"""The questionnaire in a real browser, on a network that takes its time."""

from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, Route, expect

from rights_check.enums import RecheckState
from rights_check.models import Recheck
from tests import factories
from tests.browser import SIZES, check, sign_in_at
from tznr.accounts.enums import Role

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


def test_what_is_typed_while_the_questions_are_drawn_again_stays(page: Page, live_server: Any) -> None:
    sign_in_at(page, factories.UserFactory(), live_server)
    review = factories.RightsReviewFactory(month=timezone.localdate().replace(day=1))
    page.goto(live_server.url + reverse("review_step", kwargs={"pk": review.pk, "step": "revenus"}))
    held: list[Route] = []
    page.route("**/etape/**", lambda route: held.append(route))
    page.locator("[name=claimant_has_income][value=yes]").check()
    page.get_by_label("Épargne du foyer").fill("1 234,50")
    page.locator("[name=other_property][value=no]").check()
    held.pop().continue_()
    expect(page.get_by_text("Lesquels")).to_be_visible()
    expect(page.get_by_label("Épargne du foyer")).to_have_value("1 234,50")
    expect(page.locator("[name=other_property][value=no]")).to_be_checked()


@pytest.mark.parametrize("size", SIZES, ids=["laptop", "phone"])
def test_the_coordinatrice_keeps_the_local_rights_and_has_the_caseload_rechecked(
    page: Page, live_server: Any, size: Any
) -> None:
    page.set_viewport_size(size)
    factories.OrganisationFactory(slug="caf", name="CAF")
    factories.CommuneFactory()
    sign_in_at(page, factories.UserFactory(role=Role.COORDINATOR), live_server)
    page.goto(live_server.url + reverse("local_right_list"))
    check(page)
    page.get_by_role("link", name="Ajouter une aide").click()
    page.get_by_label("Nom", exact=True).fill("Aide aux vacances")
    page.get_by_label("En deux phrases simples").fill("Une aide pour partir. Elle se demande au printemps.")
    page.get_by_label("Avec qui vérifier").select_option("caf")
    page.get_by_label("À partir de (ans)").fill("30")
    page.get_by_label("Jusqu’à (ans)").fill("20")
    page.get_by_role("button", name="Enregistrer").click()
    expect(page.locator(".error-summary")).to_be_focused()
    check(page)
    page.get_by_label("Jusqu’à (ans)").fill("60")
    page.get_by_role("button", name="Enregistrer").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Aide aux vacances")
    check(page)
    page.get_by_role("button", name="Ne plus la proposer").click()
    expect(page.get_by_text("n’apparaît pas dans les bilans")).to_be_visible()
    page.goto(live_server.url + reverse("local_right_list"))
    expect(page.get_by_text("pas proposée", exact=True)).to_be_visible()
    check(page)

    finding = factories.RecheckFindingFactory(recheck__month=timezone.localdate().replace(day=1))
    page.goto(live_server.url + reverse("recheck_list"))
    check(page)
    Recheck.objects.update(state=RecheckState.RUNNING, total=40, done=10, advanced_at=timezone.now(), finished_at=None)
    page.reload()
    expect(page.get_by_role("progressbar")).to_have_attribute("value", "10")
    check(page)
    Recheck.objects.update(done=40, state=RecheckState.DONE, finished_at=timezone.now())
    expect(page.get_by_text("40 bilans de moins d’un an revus")).to_be_visible()
    expect(page.get_by_role("link", name=str(finding.person))).to_be_visible()
