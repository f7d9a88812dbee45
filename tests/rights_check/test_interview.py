"""The usual case in a real browser: a tenant alone with one pay. Few answers, the estimate beside, then the result."""

import datetime as dt
from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from rights_check.answers import months_asked
from rights_check.engine import Month, load_legislation
from rights_check.models import RightsReview
from rights_check.services import first_of_month
from tests import factories
from tests.browser import LAPTOP, PHONE, check, sign_in_at
from tznr.accounts.models import User

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True), pytest.mark.xdist_group("engine")]
MOST_ANSWERS = 30
MOST_KEYSTROKES = 60
CALCULATION_IN_MILLISECONDS = 30_000


class Interview:
    """Answers one question after the other, and counts: answers given, and keys pressed to give them."""

    def __init__(self, page: Page) -> None:
        self.page, self.answers, self.keystrokes = page, 0, 0

    def choose(self, name: str, value: str) -> None:
        self.page.locator(f"[name={name}][value={value}]").check()
        self.answers += 1

    def tick(self, name: str) -> None:
        self.page.locator(f"[name={name}]").check()
        self.answers += 1

    def select(self, name: str, value: str) -> None:
        self.page.locator(f"select[name={name}]").select_option(value)
        self.answers += 1

    def type(self, name: str, text: str) -> None:
        field = self.page.locator(f'[name="{name}"]')
        field.press_sequentially(text)
        self.page.keyboard.press("Tab")
        expect(field).to_have_value(text)
        self.answers += 1
        self.keystrokes += len(text) + 1

    def save(self, title: str) -> None:
        self.page.get_by_role("button", name="Enregistrer et continuer").last.click()
        expect(self.page.get_by_role("heading", level=1)).to_have_text(title)


def answer_everything(interview: Interview, month: Month) -> None:
    page = interview.page
    interview.choose("in_couple", "no")
    interview.select("claimant_residence", "french")
    interview.choose("claimant_student", "no")
    interview.type("children_count", "0")
    interview.choose("pregnancy", "no")
    interview.save("Le logement")
    interview.select("kind", "tenant_unfurnished")
    interview.type("rent", "500")
    interview.choose("social_landlord", "no")
    interview.choose("landlord_is_relative", "no")
    interview.save("Les revenus")
    interview.choose("claimant_has_income", "yes")
    interview.choose("claimant_kinds", "salary")
    expect(page.get_by_text("Où trouver ces montants")).to_be_visible()
    for paid_in in months_asked(month):
        interview.type(f"claimant_salary_{paid_in}", "900")
    interview.type("claimant_salary_net_taxable", "11190")
    interview.choose("claimant_salary_stopped", "no")
    interview.type("savings", "0")
    interview.choose("other_property", "no")
    interview.choose("agricultural_scheme", "no")
    interview.save("Déjà perçu")
    interview.tick("nothing_received")


def draft(commune: Any, user: User) -> RightsReview:
    person = factories.PersonFactory(birth_date=dt.date(1990, 3, 4), commune=commune)
    now = dt.datetime.now(tz=dt.UTC)
    return factories.RightsReviewFactory(person=person, conducted_by=user, month=first_of_month(now), started_at=now)


def test_a_tenant_alone_with_one_pay_takes_under_thirty_answers(page: Page, live_server: Any) -> None:
    load_legislation()
    user = factories.UserFactory()
    review = draft(factories.CommuneFactory(insee_code="21231", name="Dijon"), user)
    page.set_viewport_size(LAPTOP)
    sign_in_at(page, user, live_server)
    page.goto(live_server.url + reverse("review_step", kwargs={"pk": review.pk, "step": "foyer"}))
    interview = Interview(page)
    answer_everything(interview, Month.of(review.month))

    estimate = page.locator("#estimation")
    expect(estimate).to_contain_text("Prime d’activité", timeout=CALCULATION_IN_MILLISECONDS)
    expect(estimate.locator(".gain")).to_be_visible(timeout=CALCULATION_IN_MILLISECONDS)
    check(page)
    interview.save("Relire ensemble")
    assert interview.answers < MOST_ANSWERS
    assert interview.keystrokes < MOST_KEYSTROKES

    page.set_default_timeout(CALCULATION_IN_MILLISECONDS)
    page.get_by_role("button", name="Calculer les droits").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Résultat du bilan", timeout=CALCULATION_IN_MILLISECONDS)
    changes = page.locator("#projections")
    expect(changes.locator("figcaption")).to_be_visible(timeout=CALCULATION_IN_MILLISECONDS)
    check(page)
    page.set_viewport_size(PHONE)
    check(page)
    review.refresh_from_db()
    assert review.results.get(benefit="prime_activite").status == "probable"
    assert review.results.get(benefit="aide_logement").status == "probable"


def test_on_a_phone_the_estimate_is_folded_beneath(page: Page, live_server: Any) -> None:
    load_legislation()
    user = factories.UserFactory()
    review = draft(factories.CommuneFactory(insee_code="21231", name="Dijon"), user)
    page.set_viewport_size(PHONE)
    sign_in_at(page, user, live_server)
    page.goto(live_server.url + reverse("review_step", kwargs={"pk": review.pk, "step": "foyer"}))
    panel = page.locator(".live details")
    expect(panel).not_to_have_attribute("open", "")
    page.get_by_text("D’après ce qui est répondu").click()
    expect(page.locator("#estimation")).to_contain_text("Pas encore de gain", timeout=CALCULATION_IN_MILLISECONDS)
    check(page)
