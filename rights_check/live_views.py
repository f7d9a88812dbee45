"""The fragments that the pages of a review ask for once they are shown, so that nobody waits for a calculation."""

import uuid

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST

from rights_check import legislation
from rights_check.enums import ReviewState
from rights_check.live import estimate
from rights_check.permissions import get_review_for
from rights_check.questionnaire import STEPS
from tznr.accounts.access import account_of, open_to
from tznr.accounts.enums import TEAM


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
