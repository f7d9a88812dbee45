import os
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.factories import UserFactory
from tznr.accounts.enums import Role
from tznr.accounts.models import User
from tznr.records.door import open_door

os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
os.environ.setdefault("HYPOTHESIS_STORAGE_DIRECTORY", str(settings.VAR_DIR / "hypothesis"))


@pytest.fixture(autouse=True, scope="session")
def flush_goes_through_the_door() -> Iterator[None]:
    """Transactional tests empty every table: the append-only ones let them through their one door."""
    operations = type(connection.ops)
    execute = operations.execute_sql_flush

    def execute_with_the_door_open(self: Any, sql_list: Iterable[str]) -> None:
        with open_door():
            execute(self, sql_list)

    operations.execute_sql_flush = execute_with_the_door_open  # type: ignore[method-assign]
    yield
    operations.execute_sql_flush = execute  # type: ignore[method-assign]


@pytest.fixture
def sign_in() -> Callable[..., Client]:
    """`sign_in(role)` or `sign_in(user)`: a client signed in; its account is `client.user`."""

    def sign(who: User | Role = Role.AMBASSADRICE) -> Client:
        user = who if isinstance(who, User) else UserFactory(role=who)
        client = Client()
        client.force_login(user)
        client.user = user  # type: ignore[attr-defined]
        return client

    return sign


@pytest.fixture
def count_queries() -> Callable[..., int]:
    """`count_queries(client, url)`: how many queries the page takes."""

    def count(client: Client, url: str) -> int:
        with CaptureQueriesContext(connection) as queries:
            answer = client.get(url)
        assert answer.status_code == 200
        return len(queries)

    return count


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """Debian's Chromium: no browser is downloaded."""
    return browser_type_launch_args | {"executable_path": "/usr/bin/chromium", "args": ["--no-sandbox"]}
