"""Rights that became probable: read by the team, the re-check started by the coordinatrice."""

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe
from django_htmx.http import HttpResponseClientRefresh

from rights_check.enums import BenefitCode
from rights_check.models import RecheckFinding
from rights_check.presentation import status_tone
from rights_check.recheck import UnderWay, is_under_way, latest_recheck, list_findings, start_recheck
from tznr.accounts.access import account_of, open_to
from tznr.accounts.enums import TEAM, Role
from tznr.journal.enums import Verb
from tznr.journal.services import record
from tznr.web.exports import asked_format, table_response
from tznr.web.lists import paginate


class FindingFilterForm(forms.Form):
    q = forms.CharField(
        label="Chercher",
        required=False,
        widget=forms.SearchInput(attrs={"placeholder": "Nom de la personne", "autocomplete": "off"}),
    )
    prestation = forms.ChoiceField(label="Prestation", required=False, choices=[("", "Toutes"), *BenefitCode.choices])
    voir = forms.ChoiceField(
        label="À voir",
        required=False,
        choices=[("", "Tous"), ("nouveaux", "Devenus probables"), ("deja", "Déjà probables au bilan")],
    )


@require_safe
@open_to(TEAM)
def recheck_list(request: HttpRequest) -> HttpResponse:
    user, recheck = account_of(request), latest_recheck()
    form = FindingFilterForm(request.GET)
    form.is_valid()
    filters = form.cleaned_data
    findings = list_findings(
        user=user,
        recheck=recheck,
        query=filters.get("q", ""),
        benefit=BenefitCode(filters["prestation"]) if filters.get("prestation") else None,
        became={"nouveaux": True, "deja": False}.get(filters.get("voir", "")),
    )
    if file_format := asked_format(request):
        record(actor=user, verb=Verb.EXPORTED, subject=RecheckFinding)
        headers = ["Personne", "Prestation", "Par mois, environ", "Résultat du bilan", "Mois du bilan"]
        rows = (
            (
                finding.person,
                finding.get_benefit_display(),
                finding.monthly_amount,
                finding.get_previous_status_display(),
                finding.review.month,
            )
            for finding in findings
        )
        return table_response(rows, headers, "Droits devenus probables", file_format)
    record(actor=user, verb=Verb.SEARCHED if filters.get("q") else Verb.LISTED, subject=RecheckFinding)
    page = paginate(request, findings)
    context = {
        "form": form,
        "page": page,
        "lines": [(one, status_tone(one.previous_status) if one.previous_status else "") for one in page],
        "recheck": recheck,
        "unreadable": list(recheck.unreadable.select_related("person")) if recheck else [],
        "under_way": recheck is not None and is_under_way(recheck, timezone.now()),
        "may_start": user.role == Role.COORDINATOR,
    }
    return render(request, "rights_check/recheck_list.html", context)


@require_POST
@open_to((Role.COORDINATOR,))
def recheck_start(request: HttpRequest) -> HttpResponse:
    now = timezone.now()
    try:
        start_recheck(actor=account_of(request), month=timezone.localdate(now).replace(day=1), now=now)
    except UnderWay:
        messages.info(request, "Le réexamen est déjà en cours.")
    return redirect("recheck_list")


@require_safe
@open_to(TEAM)
def recheck_progress(request: HttpRequest) -> HttpResponse:
    """The bar, asked for every second; once the work is over, the whole page."""
    recheck = latest_recheck()
    if recheck is None or not is_under_way(recheck, timezone.now()):
        return HttpResponseClientRefresh()
    return render(request, "rights_check/recheck_progress.html", {"recheck": recheck})
