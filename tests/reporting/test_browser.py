"""Steering in a real browser: the figures of a period, then a report whose document arrives by itself."""

from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.urls import reverse
from playwright.sync_api import Page, expect

from reporting.models import SteeringReport
from reporting.services import draw_document
from reporting.tasks import draw_report
from tests.browser import SIZES, check, sign_in_at
from tests.factories import UserFactory
from tests.reporting.activity import some_activity
from tznr.accounts.enums import Role

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("size", SIZES, ids=["laptop", "phone"])
def test_from_the_figures_to_the_document(
    page: Page, live_server: Any, size: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings, "MEDIA_ROOT", tmp_path)
    monkeypatch.setattr(draw_report, "delay", lambda _: None)
    some_activity()
    sign_in_at(page, UserFactory(role=Role.COORDINATOR), live_server)
    page.set_viewport_size(size)
    refused: list[str] = []
    page.on("console", lambda message: refused.append(message.text) if message.type == "error" else None)

    page.goto(live_server.url + reverse("dashboard") + "?debut=2026-09-01&fin=2026-10-31")
    for table in page.get_by_text("Voir les chiffres").all():
        table.click()
    check(page)
    page.get_by_role("link", name="Personnes rencontrées : voir les lignes").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Personnes rencontrées")
    check(page)

    page.goto(live_server.url + reverse("report_create"))
    page.get_by_label("Du", exact=True).fill("2026-10-31")
    page.get_by_label("Au", exact=True).fill("2026-10-01")
    page.get_by_role("button", name="Figer les chiffres").click()
    expect(page.locator(".error-summary")).to_be_focused()
    check(page)
    page.get_by_label("Du", exact=True).fill("2026-09-01")
    page.get_by_label("Au", exact=True).fill("2026-10-31")
    page.get_by_role("button", name="Figer les chiffres").click()
    expect(page.get_by_text("Le PDF est en préparation")).to_be_visible()
    check(page)
    draw_document(report_id=SteeringReport.objects.get().pk)
    expect(page.get_by_role("link", name="Télécharger le PDF")).to_be_visible()
    check(page)
    assert refused == []
