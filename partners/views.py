import uuid

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from beneficiaries.permissions import get_person_for
from partners import exports, referral_page, selectors, services
from partners.enums import AgreementMeans, DeclineReason, ReferralOutcome, ReferralState
from partners.forms import (
    AgreementForm,
    DeclineForm,
    DirectoryFilterForm,
    MemberForm,
    OutcomeForm,
    ReceivedFilterForm,
    ReferralFilterForm,
)
from partners.models import Organisation, Referral, ReferralTransition
from partners.permissions import get_agreement_for, get_membership_for, get_organisation_for, get_referral_for
from partners.sharing import content_for, name_for, need_for, shared_lines
from partners.tones import REFERRAL_TONES
from rights_check.models import OpenedRight
from tznr.accounts.access import account_of, open_to
from tznr.accounts.enums import RECIPIENTS, TEAM, Role
from tznr.accounts.models import User
from tznr.journal import services as journal
from tznr.journal.enums import Verb
from tznr.records.models import ChangedMeanwhile
from tznr.web.exports import asked_format
from tznr.web.lists import paginate
from tznr.web.timeline import TimelineItem
from tznr.web.versions import posted_version


@require_safe
@open_to(TEAM | RECIPIENTS)
def organisation_list(request: HttpRequest) -> HttpResponse:
    """L’annuaire: public data on the organisations and their places."""
    form = DirectoryFilterForm(request.GET)
    form.is_valid()
    values = form.cleaned_data
    organisations = selectors.directory(
        query=values.get("q", ""),
        network=values.get("reseau", ""),
        commune=values["commune"].pk if values.get("commune") else "",
    )
    if file_format := asked_format(request):
        return exports.organisations(organisations, file_format)
    context = {"form": form, "page": paginate(request, organisations)}
    return render(request, "partners/organisation_list.html", context)


@require_safe
@open_to(TEAM | RECIPIENTS)
def organisation_detail(request: HttpRequest, slug: str) -> HttpResponse:
    return _organisation_page(request, get_organisation_for(account_of(request), slug))


def _organisation_page(
    request: HttpRequest, organisation: Organisation, form: MemberForm | None = None
) -> HttpResponse:
    user = account_of(request)
    context: dict[str, object] = {
        "organisation": organisation,
        "places": organisation.places.select_related("commune"),
        "sectors": organisation.sectors.select_related("commune").order_by("commune__name"),
    }
    if user.is_team:
        context |= {
            "referrals_sent": organisation.referrals.count(),
            "memberships": organisation.memberships.select_related("user").order_by("user__last_name", "pk"),
        }
    if user.role == Role.COORDINATOR:
        context["member_form"] = form or MemberForm(organisation=organisation)
    return render(request, "partners/organisation_detail.html", context)


@require_POST
@open_to({Role.COORDINATOR})
def member_add(request: HttpRequest, slug: str) -> HttpResponse:
    user = account_of(request)
    organisation = get_organisation_for(user, slug)
    form = MemberForm(request.POST, organisation=organisation)
    if not form.is_valid():
        return _organisation_page(request, organisation, form)
    account = form.cleaned_data["account"]
    services.add_member(actor=user, organisation=organisation, account=account)
    messages.success(request, f"{account} répond maintenant pour {organisation}.")
    return redirect("organisation_detail", slug=slug)


@require_POST
@open_to({Role.COORDINATOR})
def member_remove(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    user = account_of(request)
    membership = get_membership_for(user, pk)
    services.remove_member(actor=user, membership=membership)
    messages.success(request, f"{membership.user} ne répond plus pour {membership.organisation}.")
    return redirect("organisation_detail", slug=membership.organisation.slug)


@require_safe
@open_to(TEAM | RECIPIENTS)
def referral_list(request: HttpRequest) -> HttpResponse:
    """Everything the team sent, or what was addressed to the recipient's organisations."""
    user = account_of(request)
    form = (ReferralFilterForm if user.is_team else ReceivedFilterForm)(request.GET)
    form.is_valid()
    values = form.cleaned_data
    now = timezone.now()
    referrals = selectors.list_referrals(
        user=user,
        now=now,
        query=values.get("q", ""),
        state=values.get("etat", ""),
        situation=values.get("situation", ""),
        organisation=values["structure"].slug if values.get("structure") else "",
    )
    if user.is_team and (file_format := asked_format(request)):
        journal.record(actor=user, verb=Verb.EXPORTED, subject=Referral)
        return exports.referrals(referrals, file_format)
    verb = Verb.SEARCHED if values.get("q") else Verb.LISTED
    journal.record(actor=user, verb=verb, subject=Referral)
    page = paginate(request, referrals)
    rows = [_row(user, referral, referral.is_late(now)) for referral in page]
    return render(request, "partners/referral_list.html", {"form": form, "page": page, "rows": rows})


def _row(user: User, referral: Referral, is_late: bool) -> dict[str, object]:
    return {
        "referral": referral,
        "name": name_for(user, referral),
        "need": need_for(user, referral),
        "tone": REFERRAL_TONES[ReferralState(referral.state)],
        "is_late": is_late,
    }


@require_http_methods(["GET", "HEAD", "POST"])
@open_to(TEAM | RECIPIENTS)
def referral_detail(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Its page; a POST takes it in hand (`to_state`), from the `version` that was read."""
    user = account_of(request)
    referral = get_referral_for(user, pk)
    if request.method != "POST":
        return _referral_page(request, referral)
    to_state, version = request.POST.get("to_state", ""), posted_version(request)
    if to_state not in (ReferralState.UNDER_REVIEW, ReferralState.ACCEPTED) or version < 0:
        return _referral_page(request, referral, problem="Choisir un des gestes proposés.")
    try:
        services.move_referral(
            actor=user,
            referral=referral,
            to_state=ReferralState(to_state),
            read_version=version,
            now=timezone.now(),
        )
    except ChangedMeanwhile:
        changed = get_referral_for(user, pk)
        return _referral_page(request, changed, problem=_changed_meanwhile(changed))
    except ValidationError as refusal:
        return _referral_page(request, referral, problem=str(refusal.message))
    messages.success(request, f"Orientation {ReferralState(to_state).label}.")
    return redirect("referral_detail", pk=pk)


def _referral_page(request: HttpRequest, referral: Referral, *, problem: str = "") -> HttpResponse:
    user = account_of(request)
    journal.record(actor=user, verb=Verb.READ, subject=referral, person=referral.person_id)
    content = content_for(user, referral)
    context = _row(user, referral, referral.is_late(timezone.now())) | {
        "problem": problem,
        "right": _right_for(user, referral),
        "shared_lines": shared_lines(content),
        "content_is_hidden": not content,
        "history": [_entry(transition) for transition in selectors.transitions_of([referral]).reverse()],
        "is_unanswered": referral.is_unanswered,
        "is_in_hand": referral.is_in_hand,
    }
    return render(request, "partners/referral_detail.html", context)


def _right_for(user: User, referral: Referral) -> OpenedRight | None:
    """The right that came of it, for the team and for the one who reported it."""
    right = referral.opened_right
    return right if right and (user.is_team or right.recorded_by_id == user.pk) else None


def _entry(transition: ReferralTransition) -> TimelineItem:
    state = ReferralState(transition.to_state)
    unanswered = f"faute de réponse sous {settings.REFERRAL_EXPIRES_AFTER_DAYS} jours"
    by_itself = unanswered if state == ReferralState.EXPIRED else ""
    return TimelineItem(
        at=transition.at,
        title=state.label.capitalize(),
        who=f"par {transition.by}" if transition.by else by_itself,
        icon="reply" if transition.from_state else "send",
        tone=REFERRAL_TONES[state],
    )


def _changed_meanwhile(referral: Referral) -> str:
    who = referral.handled_by or "Quelqu’un d’autre"
    return (
        f"{who} a répondu pendant que vous lisiez cette page : l’orientation est maintenant "
        f"« {referral.get_state_display()} ». Rien n’a été enregistré de votre côté."
    )


@require_http_methods(["GET", "HEAD", "POST"])
@open_to(TEAM | RECIPIENTS)
def referral_decline(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    user = account_of(request)
    referral = get_referral_for(user, pk)
    form = DeclineForm(request.POST if request.method == "POST" else None, initial={"version": referral.version})
    if request.method == "POST" and form.is_valid():
        try:
            services.move_referral(
                actor=user,
                referral=referral,
                to_state=ReferralState.DECLINED,
                read_version=form.cleaned_data["version"],
                now=timezone.now(),
                decline_reason=DeclineReason(form.cleaned_data["reason"]),
            )
        except ChangedMeanwhile:
            referral = get_referral_for(user, pk)
            form.show_again(_changed_meanwhile(referral), version=referral.version)
        except ValidationError as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, "Réponse envoyée : orientation non prise en charge.")
            return redirect("referral_detail", pk=pk)
    context = {"referral": referral, "name": name_for(user, referral), "form": form}
    return render(request, "partners/referral_decline.html", context | {"is_possible": referral.is_unanswered})


@require_http_methods(["GET", "HEAD", "POST"])
@open_to(TEAM | RECIPIENTS)
def referral_outcome(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    user = account_of(request)
    referral = get_referral_for(user, pk)
    known_right = services.right_already_open(referral)
    form = OutcomeForm(
        request.POST if request.method == "POST" else None, referral=referral, right_is_known=known_right is not None
    )
    if request.method == "POST" and form.is_valid():
        try:
            services.report_outcome(
                actor=user,
                referral=referral,
                read_version=form.cleaned_data["version"],
                outcome=ReferralOutcome(form.cleaned_data["outcome"]),
                right=form.right(),
                now=timezone.now(),
            )
        except ChangedMeanwhile:
            referral = get_referral_for(user, pk)
            form.show_again(_changed_meanwhile(referral), version=referral.version)
        except ValidationError as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, "Issue notée.")
            return redirect("referral_detail", pk=pk)
    context = {
        "referral": referral,
        "name": name_for(user, referral),
        "form": form,
        "known_right": known_right,
    }
    return render(request, "partners/referral_outcome.html", context | {"is_possible": referral.is_in_hand})


@require_http_methods(["GET", "HEAD", "POST"])
@open_to(TEAM)
def referral_create(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    return referral_page.answer(request, get_person_for(account_of(request), pk))


@require_http_methods(["GET", "HEAD", "POST"])
@open_to(TEAM)
def agreement_create(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    user = account_of(request)
    person = get_person_for(user, pk)
    now = timezone.localtime()
    form = AgreementForm(request.POST if request.method == "POST" else None, day=now.date())
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        services.record_agreement(
            actor=user,
            person=person,
            organisation=values["organisation"],
            purpose=values["purpose"],
            means=AgreementMeans(values["means"]),
            given_on=values["given_on"],
            valid_until=values["valid_until"],
            now=now,
        )
        messages.success(request, f"Accord pour transmettre à {values['organisation']} noté.")
        return redirect("person_detail", pk=pk)
    journal.record(actor=user, verb=Verb.READ, subject=person, person=person)
    return render(request, "partners/agreement_form.html", {"person": person, "form": form})


@require_POST
@open_to(TEAM)
def agreement_withdraw(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    user = account_of(request)
    agreement = get_agreement_for(user, pk)
    withdrawn = services.withdraw_agreement(actor=user, agreement=agreement, now=timezone.now())
    done = f"Accord pour {agreement.organisation} retiré."
    if withdrawn:
        done += (
            " L’orientation en cours est retirée."
            if len(withdrawn) == 1
            else " Les orientations en cours sont retirées."
        )
    messages.success(request, done)
    return redirect("person_detail", pk=agreement.person_id)
