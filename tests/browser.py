"""What the tests in a real browser share: Debian's Chromium, both sizes of screen, and what every page owes."""

from typing import Any

from axe_playwright_python.sync_playwright import Axe
from django.test import Client
from playwright.sync_api import Page, ViewportSize

from tznr.accounts.models import User

LAPTOP = ViewportSize(width=1366, height=768)
PHONE = ViewportSize(width=390, height=844)
SIZES = [LAPTOP, PHONE]
PATIENCE_IN_MILLISECONDS = 8000


def check(page: Page) -> None:
    """Axe finds nothing to say, and nothing is wider than the screen."""
    violations = Axe().run(page).response["violations"]
    assert [(one["id"], one["nodes"][0]["html"]) for one in violations] == [], page.url
    size = page.viewport_size
    assert size is not None
    assert page.evaluate("() => document.documentElement.scrollWidth") <= size["width"], page.url


def sign_in_at(page: Page, user: User, live_server: Any) -> None:
    """Sign the browser in without the page that asks for the password, which has its own tests."""
    client = Client()
    client.force_login(user)
    session = client.cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
    page.set_default_timeout(PATIENCE_IN_MILLISECONDS)
