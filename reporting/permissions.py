import uuid

from django.db.models import QuerySet
from django.http import Http404

from reporting.enums import Audience, ReportState
from reporting.models import SteeringReport
from tznr.accounts.enums import OUTSIDE_READERS, Role
from tznr.accounts.models import User


def reports_for(user: User) -> QuerySet[SteeringReport]:
    """The coordinator sees every report; committee members and the State, the committee's once they are ready."""
    reports = SteeringReport.objects.select_related("created_by")
    if user.role == Role.COORDINATOR:
        return reports
    if user.role in OUTSIDE_READERS:
        return reports.filter(state=ReportState.READY, audience=Audience.COMMITTEE)
    return reports.none()


def get_report_for(user: User, pk: uuid.UUID) -> SteeringReport:
    try:
        return reports_for(user).get(pk=pk)
    except SteeringReport.DoesNotExist:
        raise Http404 from None
