"""Who may open which page: each view says it with `@open_to`, and a view that says nothing opens to nobody."""

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any, TypeVar, cast

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponseBase

from tznr.accounts.enums import Role

if TYPE_CHECKING:
    from tznr.accounts.models import User

View = TypeVar("View", bound=Callable[..., HttpResponseBase])
# Sign-in pages come from a library: they are open to any account, and some of them to nobody in particular.
SIGN_IN_PACKAGE = "allauth.account."


def open_to(roles: Iterable[Role]) -> Callable[[View], View]:
    """Declare the roles that may open a view; any other signed-in account gets a 404."""

    def declare(view: View) -> View:
        view.open_to_roles = frozenset(roles)  # type: ignore[attr-defined]
        return view

    return declare


def account_of(request: HttpRequest) -> "User":
    """The account signed in: the middlewares let nobody else reach a view that `open_to` guards."""
    return cast("User", request.user)


def open_to_public(view: View) -> View:
    """Declare a view that needs no account."""
    view.open_to_public = True  # type: ignore[attr-defined]
    return login_not_required(view)


def roles_of(view: Callable[..., Any]) -> frozenset[Role] | None:
    """Roles that may open the view; None when it declares nothing."""
    if getattr(view, "open_to_public", False) or view.__module__.startswith(SIGN_IN_PACKAGE):
        return frozenset(Role)
    return getattr(view, "open_to_roles", None)


class RoleRequiredMiddleware:
    """Answer 404 to an account whose role the view does not name."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Callable[..., Any], *_: Any) -> None:
        if getattr(view, "open_to_public", False) or view.__module__.startswith(SIGN_IN_PACKAGE):
            return
        roles = roles_of(view)
        if roles is None or getattr(request.user, "role", None) not in roles:
            raise Http404
