"""The catalogue of local rights: read by the team, written by the coordinatrice."""

import uuid

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from rights_check.enums import LocalStatus
from rights_check.local_forms import LocalRightFilterForm, LocalRightForm
from rights_check.local_rights import (
    change_local_right,
    create_local_right,
    get_local_right_for,
    list_local_rights,
    propose,
)
from rights_check.models import LocalRight
from rights_check.organisations import organisation_names, run_by
from tznr.accounts.access import account_of, open_to
from tznr.accounts.enums import TEAM, Role
from tznr.journal.enums import Verb
from tznr.journal.services import record
from tznr.records.models import ChangedMeanwhile
from tznr.web.exports import asked_format, table_response
from tznr.web.lists import paginate
from tznr.web.versions import posted_version

COORDINATORS = (Role.COORDINATOR,)
CHANGED_MEANWHILE = (
    "Cette aide a été modifiée entre-temps. Ce qui est saisi ici est encore là : enregistrer de nouveau le gardera."
)


@require_safe
@open_to(TEAM)
def local_right_list(request: HttpRequest) -> HttpResponse:
    user, today = account_of(request), timezone.localdate()
    form = LocalRightFilterForm(request.GET)
    form.is_valid()
    filters = form.cleaned_data
    rights = list_local_rights(
        user=user,
        day=today,
        query=filters.get("q", ""),
        status=LocalStatus(filters["situation"]) if filters.get("situation") else None,
        commune=filters.get("commune"),
        current={"proposees": True, "autres": False}.get(filters.get("voir", "")),
    )
    names = organisation_names()
    if file_format := asked_format(request):
        record(actor=user, verb=Verb.EXPORTED, subject=LocalRight)
        headers = ["Aide", "En deux phrases", "À vérifier avec", "De (ans)", "À (ans)", "Par part, au plus"]
        headers += ["Pour qui", "Communes", "Papiers", "Lien", "Proposée", "À partir du", "Jusqu’au"]
        rows = (
            (
                right.name,
                right.summary,
                run_by(right.organisation, names),
                right.age_min,
                right.age_max,
                right.income_per_share_max,
                ", ".join(right.statuses_in_words),
                ", ".join(commune.name for commune in right.communes.all()),
                ", ".join(right.papers_listed),
                right.link,
                right.is_proposed,
                right.active_from,
                right.active_to,
            )
            for right in rights
        )
        return table_response(rows, headers, "Aides locales", file_format)
    record(actor=user, verb=Verb.SEARCHED if filters.get("q") else Verb.LISTED, subject=LocalRight)
    page = paginate(request, rights)
    lines = [(right, run_by(right.organisation, names), right.is_proposed_on(today)) for right in page]
    context = {"form": form, "page": page, "lines": lines, "may_edit": user.role == Role.COORDINATOR}
    return render(request, "rights_check/local_right_list.html", context)


@require_safe
@open_to(TEAM)
def local_right_detail(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    user = account_of(request)
    right = get_local_right_for(user, pk)
    record(actor=user, verb=Verb.READ, subject=right)
    names = organisation_names()
    context = {
        "right": right,
        "organisation": run_by(right.organisation, names),
        "is_in_directory": right.organisation in names,
        "is_current": right.is_proposed_on(timezone.localdate()),
        "may_edit": user.role == Role.COORDINATOR,
    }
    return render(request, "rights_check/local_right_detail.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@open_to(COORDINATORS)
def local_right_create(request: HttpRequest) -> HttpResponse:
    form = LocalRightForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            right = create_local_right(actor=account_of(request), **form.for_service())
            messages.success(request, "L’aide est dans le catalogue.")
            return redirect("local_right_detail", pk=right.pk)
        except ValidationError as refusal:
            form.refuse(refusal)
    return render(request, "rights_check/local_right_form.html", {"form": form})


@require_http_methods(["GET", "HEAD", "POST"])
@open_to(COORDINATORS)
def local_right_edit(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    user = account_of(request)
    right = get_local_right_for(user, pk)
    form = LocalRightForm(request.POST if request.method == "POST" else None, right=right)
    if request.method == "POST" and form.is_valid():
        try:
            change_local_right(actor=user, right=right, read_version=form.cleaned_data["version"], **form.for_service())
            messages.success(request, "L’aide est modifiée.")
            return redirect("local_right_detail", pk=pk)
        except ValidationError as refusal:
            form.refuse(refusal)
        except ChangedMeanwhile:
            form.show_again(CHANGED_MEANWHILE, version=get_local_right_for(user, pk).version)
    return render(request, "rights_check/local_right_form.html", {"form": form, "right": right})


@require_POST
@open_to(COORDINATORS)
def local_right_propose(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    user = account_of(request)
    right = get_local_right_for(user, pk)
    proposed = request.POST.get("proposed") == "oui"
    try:
        propose(actor=user, right=right, proposed=proposed, read_version=posted_version(request))
        messages.success(request, "L’aide est proposée." if proposed else "L’aide n’est plus proposée.")
    except ChangedMeanwhile:
        messages.error(request, "Cette aide a été modifiée entre-temps : voici où elle en est.")
    return redirect("local_right_detail", pk=pk)
