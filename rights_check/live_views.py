"""The fragments that the pages of a review ask for once they are shown, so that nobody waits for a calculation."""

import uuid
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from rights_check import legislation
from rights_check.enums import ReviewState
from rights_check.forms import RentForm
from rights_check.live import estimate
from rights_check.permissions import get_review_for
from rights_check.projection_page import projection_page
from rights_check.questionnaire import STEPS
from tznr.accounts.access import account_of, open_to
from tznr.accounts.enums import TEAM
from tznr.journal.enums import Verb
from tznr.journal.services import record


@require_POST
@open_to(TEAM)
def review_live(request: HttpRequest, pk: uuid.UUID, step: str) -> HttpResponse:
    """The estimate beside one step, from what is typed there. Writes nothing: reading the step was in the journal."""
    if step not in STEPS:
        raise Http404
    review = get_review_for(account_of(request), pk)
    if review.state != ReviewState.DRAFT:
        raise Http404
    if not legislation.is_loaded():
        legislation.start_loading()
        return render(request, "rights_check/live_waiting.html", {"review": review, "step": step})
    context = {"review": review, "estimate": estimate(review, step, request.POST)}
    return render(request, "rights_check/live_estimate.html", context)


@require_safe
@open_to(TEAM)
def review_projections(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """« Ce qui changerait », computed again from the frozen situation; `loyer` adds another rent."""
    review = get_review_for(account_of(request), pk)
    if review.state != ReviewState.COMPLETED:
        raise Http404
    if not legislation.is_loaded():
        legislation.start_loading()
        return _projections(request, "rights_check/projections_waiting.html", {"review": review})
    form = RentForm(request.GET or None)
    rent = form.cleaned_data["loyer"] if form.is_valid() else None
    try:
        page = projection_page(review, rent)
    except (ValueError, ArithmeticError):
        page = None
    record(actor=account_of(request), verb=Verb.READ, subject=review, person=review.person_id)
    context = {"review": review, "form": form, "projections": page}
    return _projections(request, "rights_check/projections.html", context)


def _projections(request: HttpRequest, fragment: str, context: dict[str, Any]) -> HttpResponse:
    """The fragment for the result page; a whole page for who comes by the address."""
    if request.headers.get("HX-Request"):
        return render(request, fragment, context)
    return render(request, "rights_check/projections_page.html", {**context, "fragment": fragment})
