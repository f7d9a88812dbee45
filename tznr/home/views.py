from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from tznr.accounts.access import account_of, open_to
from tznr.accounts.enums import EVERYONE
from tznr.home.registry import sections_for


@require_safe
@open_to(EVERYONE)
def home(request: HttpRequest) -> HttpResponse:
    """« Aujourd’hui », the first page of each role."""
    now = timezone.localtime()
    return render(request, "home/today.html", {"now": now, "sections": sections_for(account_of(request), now)})
