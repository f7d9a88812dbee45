"""Every route × every account × a record of one's own, of somebody else's, or missing, in GET and in POST."""

import importlib
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from tests.access.routes import Route
from tests.world import World, build_world
from tznr.accounts.access import roles_of
from tznr.journal.models import AuditEntry

TESTS = Path(__file__).parent.parent
# The sign-in pages belong to django-allauth, which tests them; ours are in tests/accounts.
LIBRARY_PREFIX = "account_"


def declared_routes() -> list[Route]:
    rooms = sorted(path.parent.name for path in TESTS.glob("*/access.py"))
    return [route for room in rooms for route in importlib.import_module(f"tests.{room}.access").ROUTES]


def patterns(resolver: URLResolver) -> Iterator[URLPattern]:
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            yield from patterns(pattern)
        else:
            yield pattern


ROUTES = declared_routes()
PATTERNS = [pattern for pattern in patterns(get_resolver()) if not str(pattern.name).startswith(LIBRARY_PREFIX)]


def test_every_route_is_in_the_matrix_and_names_its_roles() -> None:
    listed = {route.name for route in ROUTES}
    assert {pattern.name for pattern in PATTERNS} == listed
    undeclared = [pattern.name for pattern in PATTERNS if roles_of(pattern.callback) is None]
    assert undeclared == []


@pytest.fixture
def world(db: None) -> World:
    return build_world()


def status(client: Client, method: str, url: str) -> int:
    """Status of the answer, every write undone."""
    with transaction.atomic():
        answer = getattr(client, method)(url)
        transaction.set_rollback(True)
    return int(answer.status_code)


def test_who_opens_what(world: World) -> None:
    public = {pattern.name for pattern in PATTERNS if getattr(pattern.callback, "open_to_public", False)}
    faults = []
    for name, user in world.users.items():
        client = Client(raise_request_exception=True)
        client.force_login(user)
        for route in ROUTES:
            url = reverse(route.name, kwargs=route.arguments(world)) + route.query
            opens = name in route.opened_by or route.name in public
            for method, expected in (("get", route.get), ("post", route.post)):
                found = status(client, method, url)
                if found != (expected if opens else 404):
                    faults.append(f"{name} {method} {url}: {found}, expected {expected if opens else 404}")
    assert faults == []


def test_anonymous_visitors_are_sent_to_the_sign_in_page(world: World) -> None:
    public = {pattern.name for pattern in PATTERNS if getattr(pattern.callback, "open_to_public", False)}
    sign_in = reverse("account_login")
    faults = []
    for route in ROUTES:
        if route.name in public:
            continue
        url = reverse(route.name, kwargs=route.arguments(world))
        for method in ("get", "post"):
            answer = getattr(Client(), method)(url)
            if answer.status_code != 302 or not answer.headers["Location"].startswith(sign_in):
                faults.append(f"{method} {url}: {answer.status_code}")
    assert faults == []


def test_a_record_that_does_not_exist_is_not_found(world: World) -> None:
    missing: list[tuple[Route, str]] = []
    for route in ROUTES:
        arguments = route.arguments(world)
        if keys := {name for name, value in arguments.items() if isinstance(value, uuid.UUID)}:
            missing.append((route, reverse(route.name, kwargs=arguments | dict.fromkeys(keys, uuid.uuid4()))))
    faults = []
    for name, user in world.users.items():
        client = Client()
        client.force_login(user)
        for route, url in missing:
            if name not in route.opened_by:
                continue
            for method in ("get", "post"):
                found = status(client, method, url)
                if found not in (404, 405):
                    faults.append(f"{name} {method} {url}: {found}")
    assert faults == []


def test_a_get_writes_nothing_but_the_journal_which_names_the_person(world: World) -> None:
    client = Client()
    client.force_login(world.users["ambassadrice"])
    faults = []
    for route in ROUTES:
        url = reverse(route.name, kwargs=route.arguments(world)) + route.query
        with CaptureQueriesContext(connection) as queries:
            client.get(url)
        writes = [query["sql"] for query in queries if query["sql"].startswith(("INSERT", "UPDATE", "DELETE"))]
        faults += [f"{route.name}: {sql}" for sql in writes if AuditEntry._meta.db_table not in sql]
    assert faults == []
    assert AuditEntry.objects.filter(person=world.person.pk).exists()
    assert not AuditEntry.objects.filter(subject=world.person.pk, person=None).exists()
