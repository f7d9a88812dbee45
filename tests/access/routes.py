"""How a route is described for the access matrix. Each room lists its own in `tests/<room>/access.py`."""

from collections.abc import Callable
from dataclasses import dataclass, field

from tests.world import World


def no_arguments(world: World) -> dict[str, object]:
    return {}


@dataclass(frozen=True)
class Route:
    """`opened_by` are the names of the accounts of `tests.world` that may open it with these arguments.

    `get` and `post` are the status each of them then receives (a POST without any field: 200 with its errors, 302,
    405…). Everybody else receives 404, anonymous visitors the sign-in page, and a record that does not exist is a
    404 for all. Describe a route once per kind of record: the PAD's referral, the agency's referral.
    """

    name: str
    opened_by: frozenset[str]
    arguments: Callable[[World], dict[str, object]] = field(default=no_arguments)
    get: int = 200
    post: int = 405
    query: str = ""
