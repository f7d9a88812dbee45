"""What reporting adds to the navigation and to « Aujourd’hui »."""

from collections.abc import Iterable
from datetime import datetime

from django.urls import reverse

from reporting.indicators import CATALOGUE
from reporting.models import SteeringReport
from reporting.periods import Period, Scope
from reporting.permissions import reports_for
from tznr.accounts.enums import OUTSIDE_READERS, TEAM, Role
from tznr.accounts.models import User
from tznr.home import navigation, registry
from tznr.home.registry import HomeLine, HomeSection
from tznr.web.templatetags.typography import french_date, month, number

navigation.register(label="Pilotage", url_name="dashboard", icon="bar-chart", shortcut="i", order=70, roles=TEAM)
navigation.register(
    label="Rapports",
    url_name="report_list",
    icon="file-earmark-text",
    shortcut="b",
    order=80,
    roles=OUTSIDE_READERS | {Role.COORDINATOR},
)
KEY_FIGURES = ("contacts", "persons_met", "reviews", "rights_opened")


@registry.register
def key_figures(user: User, now: datetime) -> Iterable[HomeSection]:
    """The month so far, for the coordinator: each figure opens its rows."""
    if user.role != Role.COORDINATOR:
        return
    period = Period(now.date().replace(day=1), now.date())
    dates = f"?debut={period.start.isoformat()}&fin={period.end.isoformat()}"
    scope = Scope(period, now)
    lines = []
    for identifier in KEY_FIGURES:
        indicator = CATALOGUE[identifier]
        figure = number(indicator.number(scope))
        url = reverse("indicator_rows", args=[identifier]) + dates
        lines.append(HomeLine(f"{indicator.name} : {figure}", url, gesture="Voir les lignes"))
    title = f"Les chiffres {month(period.start, 'de')}"
    yield HomeSection(title, lines, empty="", order=300, more_url=reverse("dashboard") + dates)


@registry.register
def latest_reports(user: User, now: datetime) -> Iterable[HomeSection]:
    """The last reports, for those who read them."""
    if user.role not in OUTSIDE_READERS:
        return
    lines = [
        HomeLine(report.title, reverse("report_detail", args=[report.pk]), detail=_dates(report), gesture="Lire")
        for report in reports_for(user)[:3]
    ]
    empty = "Les rapports du comité de pilotage s’afficheront ici dès qu’ils seront prêts."
    yield HomeSection("Derniers rapports", lines, empty=empty, order=100, more_url=reverse("report_list"))


def _dates(report: SteeringReport) -> str:
    return f"du {french_date(report.period_start)} au {french_date(report.period_end)}"
