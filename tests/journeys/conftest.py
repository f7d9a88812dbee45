"""Chromium, the demonstration territory, and axe on each page visited."""

import datetime as dt
import os
import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser import LAPTOP, PHONE
from tznr import celery_app
from tznr.demonstration import services
from tznr.demonstration.people import PASSWORD

SCREENSHOTS = settings.BASE_DIR / "docs" / "screenshots"


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict[str, Any]) -> dict[str, Any]:
    return browser_context_args | {"viewport": LAPTOP, "locale": "fr-FR", "timezone_id": "Europe/Paris"}


@pytest.fixture
def background_work_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tasks are done where they are asked for; the real worker has its own tests."""
    monkeypatch.setattr(celery_app.conf, "task_always_eager", True)


@pytest.fixture
def demonstration(transactional_db: None, background_work_at_once: None) -> dt.date:
    """The whole demonstration, around today; returns the anchor date."""
    anchor = timezone.localdate()
    services.load(anchor=anchor)
    return anchor


class Visitor:
    """Somebody at a browser: signs in, goes to a page, and every page she sees is checked by axe."""

    def __init__(self, page: Page, address: str) -> None:
        self.page, self.address = page, address
        self.axe = Axe()
        page.set_default_timeout(15_000)

    def sign_in(self, email: str) -> None:
        self.page.goto(self.address + reverse("account_login"))
        self.page.get_by_label("Adresse électronique").fill(email)
        self.page.get_by_label("Mot de passe").fill(PASSWORD)
        self.page.get_by_role("button", name="Se connecter", exact=True).click()
        expect(self.page.get_by_role("heading", level=1, name="Aujourd’hui")).to_be_visible()

    def sees(self, title: str | re.Pattern[str]) -> None:
        """The page has this title, and axe finds nothing to say about it."""
        expect(self.page.get_by_role("heading", level=1, name=title)).to_be_visible()
        self.is_accessible()

    def is_accessible(self) -> None:
        violations = self.axe.run(self.page).response["violations"]
        told = [f"{fault['id']} ({fault['help']}): {node['target']}" for fault in violations for node in fault["nodes"]]
        assert told == [], f"{self.page.url}: {told}"

    def keep(self, name: str) -> None:
        """Keep a picture of the page for the documentation, when asked to (`make screenshots`)."""
        if os.environ.get("TZNR_SCREENSHOTS"):
            self.page.screenshot(path=SCREENSHOTS / f"{name}.png")
            self.page.set_viewport_size(PHONE)
            self.page.screenshot(path=SCREENSHOTS / f"{name}-390.png")
            self.page.set_viewport_size(LAPTOP)


@pytest.fixture
def visitor(
    browser: Browser, browser_context_args: dict[str, Any], live_server: Any
) -> Iterator[Callable[[], Visitor]]:
    """`visitor()`: a new person at a browser of her own."""
    contexts: list[BrowserContext] = []

    def arrive() -> Visitor:
        context = browser.new_context(**browser_context_args)
        contexts.append(context)
        return Visitor(context.new_page(), live_server.url)

    yield arrive
    for context in contexts:
        context.close()
