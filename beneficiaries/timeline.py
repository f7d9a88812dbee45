"""What happened to a person, told by every room that knows something: each registers a provider."""

from collections.abc import Callable, Iterable

from beneficiaries.models import Person
from tznr.accounts.models import User
from tznr.web.timeline import TimelineItem

__all__ = ["TimelineItem", "register_timeline", "timeline_of"]


Provider = Callable[[User, Person], Iterable[TimelineItem]]
_providers: list[Provider] = []


def register_timeline(provider: Provider) -> Provider:
    """Add a provider: given who asks and the person, it returns what that account may know happened."""
    _providers.append(provider)
    return provider


def timeline_of(user: User, person: Person) -> list[TimelineItem]:
    """Everything that happened, and what is to come, the latest first."""
    items = [item for provider in _providers for item in provider(user, person)]
    return sorted(items, key=lambda item: item.at, reverse=True)


@register_timeline
def what_this_room_knows(user: User, person: Person) -> Iterable[TimelineItem]:
    yield TimelineItem(at=person.created_at, title="Fiche créée", icon="person-plus", who=f"par {person.created_by}")
    for given in person.information_given.select_related("given_by"):
        yield TimelineItem(
            at=given.given_at,
            title="Informée de ce que devient ce qui est noté",
            detail=f"{given.get_means_display()}, en {given.get_language_display()}, notice {given.notice_version}",
            icon="info-circle",
            who=f"par {given.given_by}",
        )
