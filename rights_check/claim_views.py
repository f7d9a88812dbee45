"""Claims and opened rights."""

import uuid
from decimal import Decimal

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from beneficiaries.permissions import get_person_for
from rights_check import services
from rights_check.claim_actions import actions_for
from rights_check.engine import Benefit
from rights_check.enums import CLAIM_TRANSITIONS, BenefitCode, ClaimState, Evidence
from rights_check.forms import ClaimFilterForm, ClaimMoveForm, NewClaimForm, OpenedRightFilterForm, OpenedRightForm
from rights_check.models import BenefitClaim, OpenedRight
from rights_check.permissions import get_claim_for, get_opened_right_for
from rights_check.presentation import claim_tone
from rights_check.selectors import claim_is_late, history_of, list_claims, list_opened_rights
from tznr.accounts.access import account_of, open_to
from tznr.accounts.enums import TEAM
from tznr.journal.enums import Verb
from tznr.journal.services import record
from tznr.records.models import ChangedMeanwhile
from tznr.web.exports import asked_format, table_response
from tznr.web.lists import paginate
from tznr.web.versions import posted_version


@require_safe
@open_to(TEAM)
def claim_list(request: HttpRequest) -> HttpResponse:
    user, today = account_of(request), timezone.localdate()
    form = ClaimFilterForm(request.GET)
    form.is_valid()
    filters = form.cleaned_data
    state, benefit = filters.get("etat"), filters.get("prestation")
    claims = list_claims(
        user=user,
        today=today,
        query=filters.get("q", ""),
        state=ClaimState(state) if state else None,
        benefit=BenefitCode(benefit) if benefit else None,
        late=filters.get("voir") == "retard",
        to_file=filters.get("voir") == "a_deposer",
    )
    if file_format := asked_format(request):
        record(actor=user, verb=Verb.EXPORTED, subject=BenefitClaim)
        headers = ["Personne", "Prestation", "État", "Créée le", "À déposer avant le", "Déposée le", "Décision du"]
        rows = (
            (
                claim.person,
                claim.get_benefit_display(),
                claim.get_state_display(),
                claim.created_at,
                claim.file_before,
                claim.filed_on,
                claim.decided_on,
            )
            for claim in claims
        )
        return table_response(rows, headers, "Démarches", file_format)
    record(actor=user, verb=Verb.SEARCHED if filters.get("q") else Verb.LISTED, subject=BenefitClaim)
    page = paginate(request, claims)
    lines = [(claim, claim_tone(claim.state), claim_is_late(claim, today)) for claim in page]
    return render(request, "rights_check/claim_list.html", {"form": form, "page": page, "lines": lines})


@require_http_methods(["GET", "HEAD", "POST"])
@open_to(TEAM)
def claim_create(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """A claim without a review; `pk` is the person's."""
    user = account_of(request)
    person = get_person_for(user, pk)
    form = NewClaimForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        benefit = BenefitCode(form.cleaned_data["benefit"])
        claim = services.create_claim_without_review(actor=user, person=person, benefit=benefit, now=timezone.now())
        messages.success(request, "La démarche est créée.")
        return redirect("claim_detail", pk=claim.pk)
    return render(request, "rights_check/claim_create.html", {"form": form, "person": person})


@require_safe
@open_to(TEAM)
def claim_detail(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    user = account_of(request)
    claim = get_claim_for(user, pk)
    record(actor=user, verb=Verb.READ, subject=claim, person=claim.person_id)
    history = [(move, claim_tone(move.to_state)) for move in history_of(claim)]
    context = {
        "claim": claim,
        "tone": claim_tone(claim.state),
        "late": claim_is_late(claim, timezone.localdate()),
        "history": history,
        "opened_right": getattr(claim, "opened_right", None),
        "may_move": bool(CLAIM_TRANSITIONS[ClaimState(claim.state)]),
        "actions": actions_for(claim),
        "description": Benefit(claim.benefit).description,
    }
    return render(request, "rights_check/claim_detail.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@open_to(TEAM)
def claim_move(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    user = account_of(request)
    claim = get_claim_for(user, pk)
    form = ClaimMoveForm(request.POST if request.method == "POST" else None, claim=claim)
    if request.method == "POST" and form.is_valid():
        try:
            services.move_claim(
                actor=user,
                claim=claim,
                to_state=ClaimState(form.cleaned_data["to_state"]),
                now=timezone.now(),
                filed_on=form.cleaned_data.get("filed_on"),
                decided_on=form.cleaned_data.get("decided_on"),
                read_version=posted_version(request),
            )
            messages.success(request, f"La démarche est maintenant « {claim.get_state_display()} ».")
            return redirect("claim_detail", pk=pk)
        except ValidationError as refusal:
            form.refuse(refusal)
        except ChangedMeanwhile:
            claim.refresh_from_db()
            state = claim.get_state_display()
            now_is = f"Entre-temps, cette démarche est devenue « {state} » : vérifier avant de changer."
            form = ClaimMoveForm(request.POST, claim=claim)
            form.add_error(None, now_is)
    return render(request, "rights_check/claim_move.html", {"form": form, "claim": claim})


@require_http_methods(["GET", "HEAD", "POST"])
@open_to(TEAM)
def claim_open_right(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Note the right that a claim has opened."""
    user = account_of(request)
    claim = get_claim_for(user, pk)
    form = OpenedRightForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        try:
            services.open_right(
                actor=user,
                person=claim.person,
                benefit=claim.benefit,
                effective_month=values["effective_month"],
                evidence=values["evidence"],
                monthly_amount=values["monthly_amount"],
                arrears=values["arrears"] or Decimal(0),
                claim=claim,
                decided_on=values["decided_on"],
                now=timezone.now(),
            )
            messages.success(request, "Le droit ouvert est noté.")
            return redirect("claim_detail", pk=pk)
        except ValidationError as refusal:
            form.refuse(refusal)
        except ChangedMeanwhile:
            form.add_error(None, "Cette démarche a changé entre-temps : recharger la page avant de noter le droit.")
    return render(request, "rights_check/open_right.html", {"form": form, "claim": claim})


@require_safe
@open_to(TEAM)
def opened_right_list(request: HttpRequest) -> HttpResponse:
    user = account_of(request)
    form = OpenedRightFilterForm(request.GET)
    form.is_valid()
    filters = form.cleaned_data
    benefit, evidence = filters.get("prestation"), filters.get("preuve")
    rights = list_opened_rights(
        user=user,
        query=filters.get("q", ""),
        benefit=BenefitCode(benefit) if benefit else None,
        evidence=Evidence(evidence) if evidence else None,
        since=filters.get("du"),
        until=filters.get("au"),
    )
    if file_format := asked_format(request):
        record(actor=user, verb=Verb.EXPORTED, subject=OpenedRight)
        headers = ["Personne", "Prestation", "Par mois", "Rappel", "À partir de", "Niveau de preuve", "Noté le"]
        rows = (
            (
                right.person,
                right.get_benefit_display(),
                right.monthly_amount,
                right.arrears,
                right.effective_month,
                right.get_evidence_display(),
                right.recorded_at,
            )
            for right in rights
        )
        return table_response(rows, headers, "Droits ouverts", file_format)
    record(actor=user, verb=Verb.SEARCHED if filters.get("q") else Verb.LISTED, subject=OpenedRight)
    return render(request, "rights_check/opened_right_list.html", {"form": form, "page": paginate(request, rights)})


@require_safe
@open_to(TEAM)
def opened_right_detail(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    user = account_of(request)
    right = get_opened_right_for(user, pk)
    record(actor=user, verb=Verb.READ, subject=right, person=right.person_id)
    return render(request, "rights_check/opened_right_detail.html", {"right": right})
