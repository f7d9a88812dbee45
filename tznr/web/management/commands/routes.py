from collections.abc import Iterator
from typing import Any

from django.core.management.base import BaseCommand
from django.urls import URLPattern, URLResolver, get_resolver

from tznr.accounts.access import SIGN_IN_PACKAGE, roles_of
from tznr.accounts.enums import Role


class Command(BaseCommand):
    help = "Liste chaque adresse et les rôles qui peuvent l’ouvrir."

    def handle(self, **_: Any) -> None:
        for address, pattern in walk(get_resolver()):
            self.stdout.write(f"{address:<60} {pattern.name or '':<36} {who(pattern)}")


def walk(resolver: URLResolver, prefix: str = "/") -> Iterator[tuple[str, URLPattern]]:
    for pattern in resolver.url_patterns:
        address = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from walk(pattern, address)
        else:
            yield address, pattern


def who(pattern: URLPattern) -> str:
    view = pattern.callback
    if getattr(view, "open_to_public", False) or view.__module__.startswith(SIGN_IN_PACKAGE):
        return "tout le monde"
    roles = roles_of(view)
    if roles is None:
        return "PERSONNE : la vue ne dit pas à qui elle est ouverte"
    return "tout compte" if roles == frozenset(Role) else ", ".join(sorted(role.value for role in roles))
