"""The questionnaire in a real browser, on a network that takes its time."""

from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, Route, expect

from tests import factories
from tests.browser import sign_in_at

pytestmark = pytest.mark.django_db(transaction=True)


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
