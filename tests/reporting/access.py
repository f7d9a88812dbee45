from reporting.enums import ReportState
from reporting.models import SteeringReport
from tests.access.routes import Route
from tests.reporting.activity import ready_report
from tests.world import READERS, TEAM, World

COORDINATOR = frozenset({"coordinator"})


def an_indicator(world: World) -> dict[str, object]:
    return {"identifier": "contacts"}


def a_file(world: World) -> dict[str, object]:
    return {"identifier": "contacts", "file_format": "csv"}


def ready(world: World) -> dict[str, object]:
    known = SteeringReport.objects.filter(state=ReportState.READY).first()
    return {"pk": (known or ready_report(world.users["coordinator"])).pk}


ROUTES = [
    Route("dashboard", opened_by=TEAM),
    Route("indicator_rows", opened_by=TEAM, arguments=an_indicator),
    Route("indicator_export", opened_by=TEAM, arguments=a_file),
    Route("report_list", opened_by=COORDINATOR | READERS),
    Route("report_create", opened_by=COORDINATOR, post=200),
    Route("report_detail", opened_by=COORDINATOR | READERS, arguments=ready),
    Route("report_document", opened_by=COORDINATOR | READERS, arguments=ready),
    Route("report_ask_again", opened_by=COORDINATOR, arguments=ready, get=405, post=302),
]
