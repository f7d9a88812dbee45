from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string

from tznr.accounts.access import open_to_public


@open_to_public
def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "errors/404.html", status=404)


@open_to_public
def server_error(request: HttpRequest) -> HttpResponse:
    # Without the request: its context asks who is signed in, and the database may be what broke.
    return HttpResponse(render_to_string("errors/500.html"), status=500)


@open_to_public
def csrf_failure(request: HttpRequest, reason: str = "", **_: Any) -> HttpResponse:
    return render(request, "errors/csrf.html", status=403)
