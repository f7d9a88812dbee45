"""The one door through which rows of append-only tables may be removed: the purge, and the teardown of tests."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.db import connection, transaction
from django.db.backends.signals import connection_created
from django.dispatch import receiver

_door: ContextVar[str] = ContextVar("append_only_door", default="closed")


@receiver(connection_created)
def register_door(connection: Any, **_: Any) -> None:
    """Give SQLite the function its append-only triggers call."""
    if connection.vendor == "sqlite":
        connection.connection.create_function("append_only_door", 0, _door.get)


@contextmanager
def open_door() -> Iterator[None]:
    """Open the door until the end of the block, within one transaction."""
    token = _door.set("open")
    try:
        with transaction.atomic():
            if connection.vendor == "postgresql":
                with connection.cursor() as cursor:
                    cursor.execute("SELECT set_config('tznr.append_only_door', 'open', true)")
            yield
            if connection.vendor == "postgresql":
                with connection.cursor() as cursor:
                    cursor.execute("SELECT set_config('tznr.append_only_door', '', true)")
    finally:
        _door.reset(token)
