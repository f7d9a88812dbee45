"""The page turned towards the person for her three taps, and what the team reads of them."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from rights_check.enums import Tap
from rights_check.forms import OpinionForm
from rights_check.models import Opinion
from rights_check.opinions import note_opinion, opinion_counts
from tznr.accounts.access import account_of, open_to
from tznr.accounts.enums import TEAM
from tznr.journal.enums import Verb
from tznr.journal.services import record


@require_http_methods(["GET", "POST"])
@open_to(TEAM)
def opinion_create(request: HttpRequest) -> HttpResponse:
    """Its address holds nothing of the review."""
    form = OpinionForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        note_opinion(actor=account_of(request), answers=form.cleaned_data, now=timezone.now())
        messages.success(request, "Merci. Votre avis est noté, sans votre nom.")
        return redirect("opinion_create")
    return render(request, "rights_check/opinion_create.html", {"form": form})


@require_safe
@open_to(TEAM)
def opinion_list(request: HttpRequest) -> HttpResponse:
    record(actor=account_of(request), verb=Verb.LISTED, subject=Opinion)
    context = {"lines": opinion_counts(account_of(request)), "taps": Tap.labels}
    return render(request, "rights_check/opinion_list.html", context)
