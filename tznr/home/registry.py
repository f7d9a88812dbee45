"""« Aujourd’hui » is an empty page: each app adds its sections to it from its `AppConfig.ready()`."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime

from tznr.accounts.models import User


@dataclass(frozen=True)
class HomeLine:
    """One thing that is today, waits or is late, with the one gesture that deals with it."""

    title: str
    url: str
    detail: str = ""
    gesture: str = "Ouvrir"
    late: bool = False


@dataclass(frozen=True)
class HomeSection:
    """`order` sorts the sections: what is today below 100, what waits below 200, the rest after."""

    title: str
    lines: list[HomeLine]
    empty: str
    order: int = 100
    more_url: str = ""
    total: int | None = None
    gestures: list[HomeLine] = field(default_factory=list)


Provider = Callable[[User, datetime], Iterable[HomeSection]]
_providers: list[Provider] = []


def register(provider: Provider) -> Provider:
    """Add a provider: given who asks and the present moment, it returns that person's sections (or none)."""
    _providers.append(provider)
    return provider


def sections_for(user: User, now: datetime) -> list[HomeSection]:
    sections = [section for provider in _providers for section in provider(user, now)]
    return sorted(sections, key=lambda section: section.order)
