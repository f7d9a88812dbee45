"""A review at a stand, with nobody recorded; and its attachment to a person who agrees."""

import uuid

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from beneficiaries.forms import HouseholdSearchForm
from beneficiaries.permissions import get_person_for
from beneficiaries.selectors import search_persons
from rights_check import services
from rights_check.forms import AttachForm
from rights_check.models import RightsReview
from rights_check.permissions import get_review_for
from tznr.accounts.access import account_of, open_to
from tznr.accounts.enums import TEAM
from tznr.accounts.models import User
from tznr.journal.enums import Verb
from tznr.journal.services import record
from tznr.records.models import ChangedMeanwhile
from tznr.web.versions import posted_version

MOST_FOUND = 20


@require_POST
@open_to(TEAM)
def review_start_anonymous(request: HttpRequest) -> HttpResponse:
    review = services.start_anonymous_review(actor=account_of(request), now=timezone.now())
    return redirect("review_questionnaire", pk=review.pk)


def _without_person(user: User, pk: uuid.UUID) -> RightsReview:
    review = get_review_for(user, pk)
    if review.person_id is not None:
        raise Http404
    return review


@require_safe
@open_to(TEAM)
def review_attach(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Look for the person."""
    user = account_of(request)
    review = _without_person(user, pk)
    search = HouseholdSearchForm(request.GET if "q" in request.GET else None)
    found = list(search_persons(user=user, query=search.cleaned_data["q"])[:MOST_FOUND]) if search.is_valid() else []
    record(actor=user, verb=Verb.SEARCHED if search.is_bound else Verb.READ, subject=review)
    return render(request, "rights_check/review_attach.html", {"review": review, "search": search, "found": found})


@require_http_methods(["GET", "POST"])
@open_to(TEAM)
def review_attach_to(request: HttpRequest, pk: uuid.UUID, person_pk: uuid.UUID) -> HttpResponse:
    """Say that she agrees and was informed, then attach."""
    user = account_of(request)
    review, person = _without_person(user, pk), get_person_for(user, person_pk)
    form = AttachForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            services.attach_review(
                actor=user,
                review=review,
                person=person,
                information=form.information(),
                read_version=posted_version(request),
                now=timezone.now(),
            )
        except ValidationError as refusal:
            form.add_error(None, refusal)
        except ChangedMeanwhile:
            review.refresh_from_db()
            form.add_error(None, "Ce bilan a changé entre-temps : relire, puis rattacher de nouveau.")
        else:
            messages.success(request, f"Le bilan est maintenant dans la fiche de {person}.")
            return redirect("review_questionnaire", pk=pk)
    record(actor=user, verb=Verb.READ, subject=person, person=person)
    context = {"review": review, "person": person, "form": form}
    return render(request, "rights_check/review_attach_to.html", context)
