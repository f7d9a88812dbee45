"""What the rooms above can do with a claim: each registers a link shown on its page and beside the result."""

from collections.abc import Callable
from dataclasses import dataclass

from rights_check.models import BenefitClaim


@dataclass(frozen=True)
class ClaimAction:
    label: str
    url: Callable[[BenefitClaim], str]
    icon: str


_actions: list[ClaimAction] = []


def register_claim_action(label: str, url: Callable[[BenefitClaim], str], icon: str) -> ClaimAction:
    """Add a link: `url` gives, for a claim, a page opened by GET."""
    action = ClaimAction(label, url, icon)
    _actions.append(action)
    return action


def actions_for(claim: BenefitClaim) -> list[dict[str, str]]:
    return [{"label": action.label, "url": action.url(claim), "icon": action.icon} for action in _actions]
