"""The navigation of each role. Apps register their entries; a role only sees what it may open."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import reverse

from tznr.accounts.enums import EVERYONE, Role


@dataclass(frozen=True)
class NavigationEntry:
    """`shortcut` is the letter typed after `g`; `icon` a symbol of the sprite; `order` sorts the entries."""

    label: str
    url_name: str
    icon: str
    shortcut: str
    order: int
    roles: frozenset[Role]


_entries: list[NavigationEntry] = []


def register(
    *, label: str, url_name: str, icon: str, shortcut: str, order: int, roles: Iterable[Role]
) -> NavigationEntry:
    entry = NavigationEntry(label, url_name, icon, shortcut, order, frozenset(roles))
    _entries.append(entry)
    _entries.sort(key=lambda known: known.order)
    return entry


register(label="Aujourd’hui", url_name="home", icon="sun", shortcut="a", order=0, roles=EVERYONE)


def navigation(request: HttpRequest) -> dict[str, object]:
    """Context processor: the entries this account may open, and which of them is the current place."""
    role = getattr(getattr(request, "user", None), "role", None)
    entries = [
        {"entry": entry, "url": (url := reverse(entry.url_name)), "current": _is_current(request.path, url)}
        for entry in _entries
        if role in entry.roles
    ]
    return {"navigation": entries}


def _is_current(path: str, url: str) -> bool:
    return path == url if url == "/" else path.startswith(url)
