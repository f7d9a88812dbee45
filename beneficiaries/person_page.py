"""What the rooms above show on a person's page: actions (where one can go from there) and panels (what they know)."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from django.urls import reverse

from beneficiaries.models import Person
from tznr.accounts.models import User


@dataclass(frozen=True)
class PersonAction:
    """A page opened by GET, whose URL takes the person as `pk`."""

    label: str
    url_name: str
    icon: str
    order: int

    def url(self, person: Person) -> str:
        return reverse(self.url_name, kwargs={"pk": person.pk})


@dataclass(frozen=True)
class PanelLine:
    """`state` is shown as a badge of the given `tone` (success, warning, danger, info, neutral).

    `gesture` and `gesture_url`, when given, make a button that posts to the URL (« Retirer l’accord »).
    """

    title: str
    detail: str = ""
    url: str = ""
    state: str = ""
    tone: str = "neutral"
    gesture: str = ""
    gesture_url: str = ""


@dataclass(frozen=True)
class Panel:
    title: str
    lines: list[PanelLine] = field(default_factory=list)
    order: int = 100
    empty: str = "Rien pour l’instant."
    more_url: str = ""


PanelProvider = Callable[[User, Person, datetime], Panel | None]
_actions: list[PersonAction] = []
_panel_providers: list[PanelProvider] = []


def register_action(action: PersonAction) -> PersonAction:
    _actions.append(action)
    _actions.sort(key=lambda known: known.order)
    return action


def register_panel(provider: PanelProvider) -> PanelProvider:
    """Add a provider of one panel; it returns None when it has nothing to say to that account."""
    _panel_providers.append(provider)
    return provider


def actions_for(person: Person) -> list[dict[str, str]]:
    return [{"label": action.label, "url": action.url(person), "icon": action.icon} for action in _actions]


def panels_for(user: User, person: Person, now: datetime) -> list[Panel]:
    panels = [panel for provider in _panel_providers if (panel := provider(user, person, now)) is not None]
    return sorted(panels, key=lambda panel: panel.order)
