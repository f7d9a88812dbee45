import uuid
from urllib.parse import urlencode

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from reporting.charts import drawings
from reporting.enums import Audience, ReportState
from reporting.figures import figures_for
from reporting.forms import ReportForm, ScopeForm
from reporting.indicators import CATALOGUE, Indicator
from reporting.models import SteeringReport
from reporting.periods import COMMUNE_NOT_NOTED, Scope, presets
from reporting.permissions import get_report_for, reports_for
from reporting.rows import as_table, with_related
from reporting.services import StillPreparing, ask_again, create_report, may_ask_again
from tznr.accounts.access import account_of, open_to
from tznr.accounts.enums import OUTSIDE_READERS, TEAM, Role
from tznr.journal.enums import Verb
from tznr.journal.services import record
from tznr.territory.models import Commune
from tznr.web.exports import known_format, table_response
from tznr.web.lists import paginate

REPORT_READERS = OUTSIDE_READERS | {Role.COORDINATOR}
TWELVE_MONTHS = 4


def _scope_form(request: HttpRequest) -> ScopeForm:
    today = timezone.localdate()
    return ScopeForm(request.GET, default=presets(today)[TWELVE_MONTHS].period, today=today)


def _scope_query(scope: Scope) -> str:
    """The scope as it stands in the address bar."""
    dates = {"debut": scope.period.start.isoformat(), "fin": scope.period.end.isoformat()}
    return urlencode(dates | ({"commune": scope.commune} if scope.commune else {}))


@require_safe
@open_to(TEAM)
def dashboard(request: HttpRequest) -> HttpResponse:
    """Every figure of a period, each leading to its rows."""
    form = _scope_form(request)
    context: dict[str, object] = {"form": form, "presets": presets(timezone.localdate())}
    if form.is_valid():
        scope = form.scope(timezone.now())
        figures = figures_for(scope, Audience.TEAM)
        context |= {
            "scope": scope,
            "figures": figures,
            "drawings": drawings(figures),
            "scope_query": _scope_query(scope),
            "dates_query": urlencode({"debut": figures["start"], "fin": figures["end"]}),
            "commune_query": f"&commune={scope.commune}" if scope.commune else "",
            "commune_name": _commune_name(scope),
        }
    return render(request, "reporting/dashboard.html", context)


def _indicator(identifier: str) -> Indicator:
    try:
        return CATALOGUE[identifier]
    except KeyError:
        raise Http404 from None


@require_safe
@open_to(TEAM)
def indicator_rows(request: HttpRequest, identifier: str) -> HttpResponse:
    """The rows behind one figure."""
    indicator = _indicator(identifier)
    form = _scope_form(request)
    context: dict[str, object] = {"form": form, "indicator": indicator, "scope_query": ""}
    if form.is_valid():
        scope = form.scope(timezone.now())
        rows = indicator.rows(scope)
        page = paginate(request, with_related(rows), per_page=50)
        record(actor=account_of(request), verb=Verb.LISTED, subject=rows.model)
        context |= {
            "page": page,
            "table": as_table(indicator, rows.model, page),
            "scope_query": _scope_query(scope),
        }
    return render(request, "reporting/indicator_rows.html", context)


def _commune_name(scope: Scope) -> str:
    if scope.commune == COMMUNE_NOT_NOTED:
        return "commune non notée"
    return Commune.objects.values_list("name", flat=True).get(pk=scope.commune) if scope.commune else ""


@require_safe
@open_to(TEAM)
def indicator_export(request: HttpRequest, identifier: str, file_format: str) -> HttpResponse:
    """The same rows as a file."""
    indicator = _indicator(identifier)
    form = _scope_form(request)
    known = known_format(file_format)
    if not form.is_valid():
        return redirect("indicator_rows", identifier)
    rows = indicator.rows(form.scope(timezone.now()))
    table = as_table(indicator, rows.model, with_related(rows))
    record(actor=account_of(request), verb=Verb.EXPORTED, subject=rows.model)
    return table_response(table.cells(), table.headings, indicator.name, known)


@require_safe
@open_to(REPORT_READERS)
def report_list(request: HttpRequest) -> HttpResponse:
    user = account_of(request)
    page = paginate(request, reports_for(user))
    record(actor=user, verb=Verb.LISTED, subject=SteeringReport)
    return render(request, "reporting/report_list.html", {"page": page, "prepares": user.role == Role.COORDINATOR})


@require_http_methods(["GET", "HEAD", "POST"])
@open_to({Role.COORDINATOR})
def report_create(request: HttpRequest) -> HttpResponse:
    today = timezone.localdate()
    last_year = presets(today)[TWELVE_MONTHS].period
    initial = {"title": "Rapport d’activité", "period_start": last_year.start, "period_end": last_year.end}
    form = ReportForm(request.POST or None, today=today, initial=initial)
    if request.method == "POST" and form.is_valid():
        report = create_report(
            actor=account_of(request),
            title=form.cleaned_data["title"],
            period=form.period(),
            comment=form.cleaned_data["comment"],
            now=timezone.now(),
        )
        return redirect("report_detail", report.pk)
    return render(request, "reporting/report_form.html", {"form": form})


@require_safe
@open_to(REPORT_READERS)
def report_detail(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """The frozen figures and the document; htmx asks again for the state of the document until it is there."""
    user = account_of(request)
    report = get_report_for(user, pk)
    context = {
        "report": report,
        "prepares": user.role == Role.COORDINATOR,
        "last_hidden": report.audience - 1,
        "may_ask_again": may_ask_again(report, timezone.now()),
        "preparing": report.state == ReportState.PREPARING,
    }
    if request.headers.get("HX-Target") == "document":
        return render(request, "reporting/report_document.html", context)
    record(actor=user, verb=Verb.READ, subject=report)
    context |= {"figures": report.figures, "drawings": drawings(report.figures), "frozen": True}
    # The tables are those of the dashboard, whose cells open their rows: here nothing does.
    context |= dict.fromkeys(("scope_query", "dates_query", "commune_query"), "")
    return render(request, "reporting/report_detail.html", context)


@require_safe
@open_to(REPORT_READERS)
def report_document(request: HttpRequest, pk: uuid.UUID) -> FileResponse:
    """The PDF itself."""
    user = account_of(request)
    report = get_report_for(user, pk)
    if report.state != ReportState.READY:
        raise Http404
    record(actor=user, verb=Verb.EXPORTED, subject=report)
    name = f"rapport-{report.period_start:%Y-%m-%d}-{report.period_end:%Y-%m-%d}.pdf"
    return FileResponse(report.pdf.open(), as_attachment=True, filename=name, content_type="application/pdf")


@require_POST
@open_to({Role.COORDINATOR})
def report_ask_again(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    user = account_of(request)
    report = get_report_for(user, pk)
    try:
        ask_again(actor=user, report=report, now=timezone.now())
    except StillPreparing:
        messages.info(request, "Le document est déjà prêt ou en préparation.")
    return redirect("report_detail", report.pk)
