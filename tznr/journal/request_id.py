import uuid
from collections.abc import Callable
from contextvars import ContextVar

from django.http import HttpRequest, HttpResponseBase

current_request_id: ContextVar[uuid.UUID | None] = ContextVar("current_request_id", default=None)


class RequestIdMiddleware:
    """Give each request an identifier, so that the journal's entries of one click can be told together."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        token = current_request_id.set(uuid.uuid4())
        try:
            return self.get_response(request)
        finally:
            current_request_id.reset(token)
