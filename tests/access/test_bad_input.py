"""Every page, every field of it, with values that no browser sends: an answer, never an error of the server."""

from html.parser import HTMLParser

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from tests.access.routes import Route
from tests.access.test_matrix import ROUTES
from tests.world import World, build_world

# Refused by PostgreSQL; days that leave the calendar once moved to UTC; beyond what Python turns into a number.
NUL, DAYS, DIGITS = "a\0b", ("0001-01-01", "9999-12-31"), "9" * 5000
# Read by views beside their forms, or by gestures that are a single button.
READ_ALONE = ("asked", "go", "join", "next", "other", "reason", "refresh", "told_apart", "to_state", "version")


class Names(HTMLParser):
    """The fields of a page, each with the value it shows."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.values: dict[str, list[str]] = {}
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        of = dict(attrs)
        name = of.get("name")
        if tag in ("input", "select", "textarea") and name and name != "csrfmiddlewaretoken":
            shown = self.values.setdefault(name, [])
            if of.get("type") not in ("checkbox", "radio") or "checked" in of:
                shown.append(of.get("value") or "")


@pytest.fixture
def world(db: None) -> World:
    return build_world()


def answer_to(client: Client, method: str, url: str, data: dict[str, list[str]]) -> str:
    """The status, or the error that the visitor would see as a 500; what was written is undone."""
    with transaction.atomic():
        try:
            with transaction.atomic():
                status = getattr(client, method)(url, data).status_code
        except Exception as error:
            return f"{type(error).__name__}: {str(error)[:100]}"
        finally:
            transaction.set_rollback(True)
    return str(status)


def faults_of(route: Route, world: World) -> list[str]:
    client = Client(raise_request_exception=True)
    client.force_login(world.users[min(route.opened_by)])
    url = reverse(route.name, kwargs=route.arguments(world))
    page = client.get(url + route.query)
    readable = page.status_code == 200 and "html" in page.headers["Content-Type"]
    values = Names(page.content.decode()).values if readable else {}
    tried: list[tuple[str, dict[str, list[str]]]] = []
    if route.post != 405:
        all_names = (*values, *READ_ALONE)
        tried = [("post", {name: [value] for name in all_names}) for value in (NUL, DIGITS)]
        tried += [("post", values | {name: [DIGITS]}) for name in READ_ALONE]
    elif values:
        tried = [("get", values | {name: [value]}) for name in values for value in (NUL, *DAYS)]
    found = [(method, data, answer_to(client, method, url, data)) for method, data in tried]
    return [
        f"{method} {route.name}, {data}: {answer}"[:300]
        for method, data, answer in found
        if not answer.isdecimal() or int(answer) >= 500
    ]


def test_no_value_breaks_a_page(world: World) -> None:
    assert [fault for route in ROUTES if route.opened_by for fault in faults_of(route, world)] == []
