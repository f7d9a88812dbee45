"""The look in a real browser, under the real policy: accessibility, keyboard, filters, both sizes of screen."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import ConsoleMessage, Page, expect

from tests.browser import PATIENCE_IN_MILLISECONDS, SIZES, check
from tznr.accounts.enums import Role
from tznr.accounts.models import User

pytestmark = [pytest.mark.urls("tests.web.urls"), pytest.mark.django_db(transaction=True)]
EMAIL = "prune@exemple.test"
PASSWORD = "une phrase de passe de démonstration"


@pytest.fixture
def quiet_page(page: Page) -> Iterator[Page]:
    """A page that must report no error: a script, or something the security policy refused."""
    errors: list[str] = []

    def listen(message: ConsoleMessage) -> None:
        if message.type == "error":
            errors.append(message.text)

    page.on("console", listen)
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.set_default_timeout(PATIENCE_IN_MILLISECONDS)
    yield page
    assert errors == []


@pytest.fixture
def signed_in(quiet_page: Page, live_server: Any) -> Page:
    User.objects.create_user(EMAIL, PASSWORD, first_name="Prune", last_name="Démo", role=Role.AMBASSADRICE)
    quiet_page.goto(f"{live_server.url}/compte/login/")
    quiet_page.get_by_label("Adresse électronique").fill(EMAIL)
    quiet_page.get_by_label("Mot de passe").fill(PASSWORD)
    quiet_page.get_by_role("button", name="Se connecter").click()
    expect(quiet_page.get_by_role("heading", level=1)).to_have_text("Aujourd’hui")
    return quiet_page


@pytest.mark.parametrize("size", SIZES, ids=["laptop", "phone"])
def test_every_component_is_accessible_and_fits(signed_in: Page, live_server: Any, size: Any) -> None:
    signed_in.set_viewport_size(size)
    for path in ("/", "/composants/"):
        signed_in.goto(live_server.url + path)
        signed_in.locator(".urgent-help summary").click()
        expect(signed_in.get_by_text("Rien n’est enregistré quand vous ouvrez ces numéros.")).to_be_visible()
        check(signed_in)


def test_everything_can_be_reached_from_the_keyboard(signed_in: Page, live_server: Any) -> None:
    signed_in.goto(f"{live_server.url}/composants/")
    errors = signed_in.locator(".error-summary")
    expect(errors).to_be_focused()
    signed_in.keyboard.press("/")
    expect(signed_in.get_by_label("Chercher")).to_be_focused()
    signed_in.keyboard.press("n")
    expect(signed_in.get_by_label("Chercher")).to_have_value("n")
    expect(signed_in).to_have_url(f"{live_server.url}/composants/?q=n")
    # Leaving the field asks for the results once more, and their address is written when they arrive.
    with signed_in.expect_response(re.compile(r"q=n")):
        errors.focus()
    signed_in.keyboard.press("?")
    dialog = signed_in.get_by_role("dialog", name="Raccourcis du clavier")
    expect(dialog).to_be_visible()
    signed_in.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    errors.focus()
    signed_in.keyboard.press("n")
    expect(signed_in).to_have_url(f"{live_server.url}/composants/?q=n#planifier")
    signed_in.keyboard.press("g")
    signed_in.keyboard.press("a")
    expect(signed_in).to_have_url(f"{live_server.url}/")


def test_shortcuts_can_be_turned_off(signed_in: Page) -> None:
    signed_in.get_by_role("button", name="Raccourcis").click()
    signed_in.get_by_label("Raccourcis actifs sur cet ordinateur").uncheck()
    signed_in.get_by_role("button", name="Fermer").click()
    signed_in.reload()
    signed_in.keyboard.press("?")
    expect(signed_in.get_by_role("dialog")).to_be_hidden()


def test_a_filter_changes_the_address_and_the_rows_without_leaving_the_page(signed_in: Page, live_server: Any) -> None:
    signed_in.goto(f"{live_server.url}/composants/?page=3")
    signed_in.get_by_label("Commune").select_option("dijon")
    expect(signed_in).to_have_url(f"{live_server.url}/composants/?commune=dijon")
    expect(signed_in.locator("#resultats .count")).to_contain_text("1 à 8 sur 60")
    signed_in.get_by_role("link", name="Suivante").click()
    expect(signed_in).to_have_url(f"{live_server.url}/composants/?commune=dijon&page=2")
    assert signed_in.evaluate("() => Object.keys(localStorage)") == [], "no page is kept in the browser"


def test_when_the_session_is_over_the_sign_in_page_does_not_land_inside_the_page(
    signed_in: Page, live_server: Any
) -> None:
    signed_in.goto(f"{live_server.url}/connectes/")
    signed_in.context.clear_cookies()
    signed_in.get_by_label("Commune").select_option("dijon")
    expect(signed_in.get_by_role("button", name="Se connecter")).to_be_visible()
