"""The demonstration accounts offered on the sign-in page. Empty, and never read, outside demonstration mode."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest


@dataclass(frozen=True)
class DemonstrationAccount:
    role: str
    name: str
    email: str
    password: str


Provider = Callable[[], Iterable[DemonstrationAccount]]
_providers: list[Provider] = []


def register(provider: Provider) -> Provider:
    """Add a provider of accounts, from an `AppConfig.ready()`; it is called when the page is shown."""
    _providers.append(provider)
    return provider


def demonstration(request: HttpRequest) -> dict[str, object]:
    """Context processor: whether this is a demonstration, and a lazy list of its accounts."""
    return {"demonstration": settings.DEMONSTRATION, "demonstration_accounts": _accounts}


def _accounts() -> list[DemonstrationAccount]:
    if not settings.DEMONSTRATION:
        return []
    return [account for provider in _providers for account in provider()]
