import datetime as dt
import hashlib
import uuid

from django.core.files.base import ContentFile
from django.db import transaction

from reporting.enums import Audience, ReportState
from reporting.figures import figures_for
from reporting.models import SteeringReport
from reporting.pdf import render_pdf
from reporting.periods import Period, Scope
from tznr.accounts.models import User
from tznr.journal.enums import Verb
from tznr.journal.services import record
from tznr.territory.models import Territory

# Past this delay, a document that did not come may be asked for again.
PATIENCE = dt.timedelta(minutes=2)


class StillPreparing(Exception):
    """The document is being made: asking again would make it twice."""


def create_report(
    *, actor: User, title: str, period: Period, comment: str, now: dt.datetime, audience: Audience = Audience.COMMITTEE
) -> SteeringReport:
    """Freeze the figures of a period for the committee, and have the document drawn in the background.

    All that read a report read the others: those that share days with it are taken into account.
    """
    sharing_days = SteeringReport.objects.filter(period_start__lte=period.end, period_end__gte=period.start)
    figures = figures_for(Scope(period, now), audience, list(sharing_days.values_list("figures", flat=True)))
    with transaction.atomic():
        report = SteeringReport.objects.create(
            title=title,
            period_start=period.start,
            period_end=period.end,
            audience=audience,
            comment=comment,
            figures=figures,
            created_by=actor,
            created_at=now,
            requested_at=now,
        )
        record(actor=actor, verb=Verb.CREATED, subject=report)
        _draw_once_committed(report)
    return report


def ask_again(*, actor: User, report: SteeringReport, now: dt.datetime) -> None:
    """Have a document drawn again after a failure, or when it never came. Raises StillPreparing too early."""
    with transaction.atomic():
        report = SteeringReport.objects.select_for_update().get(pk=report.pk)
        if not may_ask_again(report, now):
            raise StillPreparing
        report.state = ReportState.PREPARING
        report.requested_at = now
        report.save(update_fields=["state", "requested_at"])
        record(actor=actor, verb=Verb.CHANGED, subject=report)
        _draw_once_committed(report)


def may_ask_again(report: SteeringReport, now: dt.datetime) -> bool:
    late = report.state == ReportState.PREPARING and now - report.requested_at > PATIENCE
    return report.state == ReportState.FAILED or late


def draw_document(*, report_id: uuid.UUID) -> None:
    """Draw the PDF of a report from its frozen figures. Does nothing when it is ready: a task may run twice."""
    report = SteeringReport.objects.get(pk=report_id)
    if report.state == ReportState.READY:
        return
    territory = Territory.objects.first()
    document = render_pdf(report, territory_name=territory.name if territory else "")
    with transaction.atomic():
        report = SteeringReport.objects.select_for_update().get(pk=report_id)
        if report.state == ReportState.READY:
            return
        report.pdf.save(f"{report.pk}.pdf", ContentFile(document), save=False)
        report.sha256 = hashlib.sha256(document).hexdigest()
        report.state = ReportState.READY
        report.save(update_fields=["pdf", "sha256", "state"])
        record(actor=None, verb=Verb.CHANGED, subject=report)


def mark_failed(*, report_id: uuid.UUID) -> None:
    SteeringReport.objects.filter(pk=report_id, state=ReportState.PREPARING).update(state=ReportState.FAILED)


def _draw_once_committed(report: SteeringReport) -> None:
    """`robust`: when the queue cannot be reached, the report stays « en préparation » and can be asked for again."""
    from reporting.tasks import draw_report

    def ask() -> None:
        draw_report.delay(str(report.pk))

    transaction.on_commit(ask, robust=True)
