"""The rights review: questionnaire, calculation, results, sheet for the person."""

import uuid

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django_htmx.http import HttpResponseClientRedirect

from beneficiaries.permissions import get_person_for
from rights_check import legislation, services
from rights_check.engine import InvalidSituation, Month, Problem
from rights_check.enums import NonTakeUpReason, ReviewState
from rights_check.forms import NonTakeUpForm, ReviewFilterForm
from rights_check.local_matching import matches_of
from rights_check.models import RightsReview
from rights_check.permissions import get_result_for, get_review_for
from rights_check.presentation import answered_steps, gain_is_minimum, result_blocks
from rights_check.questionnaire import STEPS, StepForm, field_of, first_unanswered_step, next_step, problems_of
from rights_check.selectors import list_reviews
from rights_check.sheet import Sheet, sheet_of, sheet_pdf
from tznr.accounts.access import account_of, open_to
from tznr.accounts.enums import TEAM
from tznr.journal.enums import Verb
from tznr.journal.services import record
from tznr.records.models import ChangedMeanwhile
from tznr.web.lists import paginate
from tznr.web.versions import posted_version

CHANGED_MEANWHILE = (
    "Un autre enregistrement a eu lieu entre-temps (autre onglet ou collègue). Ce qui est saisi ici est encore là : "
    "enregistrer de nouveau le gardera à la place."
)


@require_safe
@open_to(TEAM)
def review_list(request: HttpRequest) -> HttpResponse:
    user = account_of(request)
    form = ReviewFilterForm(request.GET)
    form.is_valid()
    filters = form.cleaned_data
    state = filters.get("etat")
    reviews = list_reviews(
        user=user,
        query=filters.get("q", ""),
        state=ReviewState(state) if state else None,
        since=filters.get("du"),
        until=filters.get("au"),
    )
    verb = Verb.SEARCHED if filters.get("q") else Verb.LISTED
    record(actor=user, verb=verb, subject=RightsReview)
    return render(request, "rights_check/review_list.html", {"form": form, "page": paginate(request, reviews)})


@require_http_methods(["GET", "HEAD", "POST"])
@open_to(TEAM)
def review_start(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """`pk` is the person's. GET says what a review is and whether one is under way; POST starts or resumes it."""
    user = account_of(request)
    person = get_person_for(user, pk)
    if request.method == "POST":
        review = services.start_review(actor=user, person=person, now=timezone.now())
        return redirect("review_questionnaire", pk=review.pk)
    reviews = person.rights_reviews.order_by("-started_at")
    record(actor=user, verb=Verb.READ, subject=person, person=person)
    context = {
        "person": person,
        "draft": next((review for review in reviews if review.state == ReviewState.DRAFT), None),
        "last": next((review for review in reviews if review.state == ReviewState.COMPLETED), None),
    }
    return render(request, "rights_check/review_start.html", context)


@require_safe
@open_to(TEAM)
def review_questionnaire(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Where this review stands: its results when it is completed, else the step to resume at."""
    review = get_review_for(account_of(request), pk)
    if review.state == ReviewState.COMPLETED:
        return redirect("review_result", pk=pk)
    step = first_unanswered_step(review)
    return redirect("review_step", pk=pk, step=step) if step else redirect("review_summary", pk=pk)


@require_http_methods(["GET", "HEAD", "POST"])
@open_to(TEAM)
def review_step(request: HttpRequest, pk: uuid.UUID, step: str) -> HttpResponse:
    """One step of the questionnaire. With `refresh`, only draws again the questions that the answers open."""
    user = account_of(request)
    if step not in STEPS:
        raise Http404
    review = get_review_for(user, pk)
    if review.state == ReviewState.COMPLETED:
        return redirect("review_result", pk=pk)
    form_class = STEPS[step]
    if request.method != "POST":
        record(actor=user, verb=Verb.READ, subject=review, person=review.person_id)
        return _step_page(request, form_class(review=review))
    if "refresh" in request.POST:
        form = form_class(review=review, typed=request.POST)
        return render(request, "rights_check/questions.html", {"form": form, "review": review})
    form = form_class(request.POST, review=review)
    if not form.is_valid():
        return _step_page(request, form)
    try:
        services.save_answers(
            actor=user,
            review=review,
            step=step,
            values=form.to_store(),
            read_version=posted_version(request),
        )
    except ChangedMeanwhile:
        review.refresh_from_db()
        form.add_error(None, CHANGED_MEANWHILE)
        return _step_page(request, form)
    if form.new_questions(request.POST.get("asked", "")):
        messages.info(request, "C’est enregistré. Ces réponses ouvrent d’autres questions, à la suite des premières.")
        return redirect("review_step", pk=pk, step=step)
    wanted = request.POST.get("go", "")
    following = wanted if wanted in STEPS else next_step(step)
    return redirect("review_step", pk=pk, step=following) if following else redirect("review_summary", pk=pk)


def _step_page(request: HttpRequest, form: StepForm) -> HttpResponse:
    context = {
        "form": form,
        "review": form.review,
        "steps": [{"slug": slug, "title": step.title} for slug, step in STEPS.items()],
        "from_earlier_month": _is_from_earlier_month(form.review),
    }
    return render(request, "rights_check/review_step.html", context)


def _is_from_earlier_month(review: RightsReview) -> bool:
    """A right opens from the month of its filing: a review is computed for the present month only."""
    return review.month != services.first_of_month(timezone.now())


@require_POST
@open_to(TEAM)
def review_bring_to_month(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    user = account_of(request)
    review = get_review_for(user, pk)
    try:
        services.bring_to_month(actor=user, review=review, read_version=posted_version(request), now=timezone.now())
        messages.success(request, "Le bilan est passé au mois en cours : les revenus sont à compléter.")
    except (ChangedMeanwhile, services.ReviewIsFrozen):
        messages.error(request, "Ce bilan a changé entre-temps : relire la page avant de recommencer.")
    return redirect("review_questionnaire", pk=pk)


@require_safe
@open_to(TEAM)
def review_summary(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Everything answered, on one page, before the calculation."""
    user = account_of(request)
    review = get_review_for(user, pk)
    if review.state == ReviewState.COMPLETED:
        return redirect("review_result", pk=pk)
    problems = [
        (_step_of(problem, review), problem.message) for problem in problems_of(review.answers, Month.of(review.month))
    ]
    record(actor=user, verb=Verb.READ, subject=review, person=review.person_id)
    context = {
        "review": review,
        "steps": answered_steps(review),
        "problems": problems,
        "from_earlier_month": _is_from_earlier_month(review),
    }
    return render(request, "rights_check/review_summary.html", context)


def _step_of(problem: Problem, review: RightsReview) -> dict[str, str]:
    """Where to correct a problem, for a link; empty when no question of ours is concerned."""
    place = field_of(problem, review.answers)
    return {"slug": place[0], "title": STEPS[place[0]].title} if place else {}


@require_POST
@open_to(TEAM)
def review_complete(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Compute and freeze. While the legislation loads, the answer is a page that waits, then asks again by itself."""
    user = account_of(request)
    review = get_review_for(user, pk)
    if review.state == ReviewState.COMPLETED:
        return _go(request, "review_result", pk)
    if _is_from_earlier_month(review):
        messages.error(request, "Ce bilan a été commencé un autre mois : le passer d’abord au mois en cours.")
        return _go(request, "review_summary", pk)
    version = posted_version(request)
    if not legislation.is_loaded():
        legislation.start_loading()
        return render(request, "rights_check/review_waiting.html", {"review": review, "version": version})
    try:
        services.complete_review(actor=user, review=review, read_version=version, now=timezone.now())
    except InvalidSituation:
        messages.error(request, "Des réponses ne vont pas ensemble : les corriger avant de calculer.")
        return _go(request, "review_summary", pk)
    except ArithmeticError:
        messages.error(request, "Le calcul n’a pas abouti pour ce foyer. Les réponses sont gardées.")
        return _go(request, "review_summary", pk)
    except (ChangedMeanwhile, services.ReviewIsFrozen):
        messages.info(request, "Ce bilan a changé entre-temps : voici où il en est.")
        return _go(request, "review_questionnaire", pk)
    return _go(request, "review_result", pk)


def _go(request: HttpRequest, name: str, pk: uuid.UUID) -> HttpResponse:
    response = redirect(name, pk=pk)
    return HttpResponseClientRedirect(response.url) if request.headers.get("HX-Request") else response


@require_safe
@open_to(TEAM)
def review_loading(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """The fragment asked for every second while the legislation loads; once loaded, it sends the calculation."""
    review = get_review_for(account_of(request), pk)
    context = {"review": review, "version": request.GET.get("version", ""), "loaded": legislation.is_loaded()}
    return render(request, "rights_check/loading.html", context)


def _completed_review(request: HttpRequest, pk: uuid.UUID) -> RightsReview:
    user = account_of(request)
    review = get_review_for(user, pk)
    if review.state != ReviewState.COMPLETED:
        raise Http404
    record(actor=user, verb=Verb.READ, subject=review, person=review.person_id)
    return review


@require_safe
@open_to(TEAM)
def review_result(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    review = _completed_review(request, pk)
    blocks = result_blocks(review, timezone.localdate())
    context = {
        "review": review,
        "open_blocks": [block for block in blocks if not block.is_closed],
        "closed_blocks": [block for block in blocks if block.is_closed],
        "gain_is_minimum": gain_is_minimum(blocks),
        "local_matches": matches_of(review, timezone.localdate(), user=account_of(request)),
        "steps": answered_steps(review),
    }
    return render(request, "rights_check/review_result.html", context)


@require_safe
@open_to(TEAM)
def review_sheet(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """The page handed to the person: plain French, nothing that would embarrass her."""
    return render(request, "rights_check/review_sheet.html", {"sheet": _sheet(request, pk)})


@require_safe
@open_to(TEAM)
def review_sheet_pdf(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """The same page as an accessible PDF, under a name that says nothing."""
    headers = {"Content-Disposition": 'attachment; filename="fiche.pdf"'}
    return HttpResponse(sheet_pdf(_sheet(request, pk)), content_type="application/pdf", headers=headers)


def _sheet(request: HttpRequest, pk: uuid.UUID) -> Sheet:
    review = _completed_review(request, pk)
    return sheet_of(review, user=account_of(request), now=timezone.now(), today=timezone.localdate())


@require_POST
@open_to(TEAM)
def result_reason(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Note why a right found was not asked for."""
    user = account_of(request)
    result = get_result_for(user, pk)
    form = NonTakeUpForm(request.POST)
    if not form.is_valid():
        messages.error(request, "Choisir une cause de la liste.")
        return redirect("review_result", pk=result.review_id)
    reason = form.cleaned_data["reason"]
    try:
        services.note_non_take_up(actor=user, result=result, reason=NonTakeUpReason(reason) if reason else None)
        messages.success(request, "La cause est notée." if reason else "La cause est effacée.")
    except ValueError:
        messages.error(request, "Une cause ne se note que pour un droit probable ou à vérifier.")
    return redirect("review_result", pk=result.review_id)


@require_POST
@open_to(TEAM)
def result_create_claim(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """From a probable right, a claim."""
    user = account_of(request)
    result = get_result_for(user, pk)
    try:
        claim = services.create_claim(actor=user, result=result, now=timezone.now())
    except ValidationError as refusal:
        messages.error(request, refusal.messages[0])
        return redirect("review_result", pk=result.review_id)
    messages.success(request, "La démarche est créée.")
    return redirect("claim_detail", pk=claim.pk)
