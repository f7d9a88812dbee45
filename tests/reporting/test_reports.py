"""The committee's report: frozen, drawn as an accessible PDF with exactly the figures of the screen."""

import datetime as dt
import hashlib
import io
import re
from pathlib import Path
from typing import Any

import pikepdf
import pypdf
import pytest
from django.conf import settings
from django.db import IntegrityError, transaction
from django.urls import reverse
from weasyprint.urls import FatalURLFetchingError

from reporting import pdf, services
from reporting.enums import Audience, ReportState
from reporting.figures import MASKED
from reporting.models import SteeringReport
from reporting.periods import Period
from reporting.services import create_report
from reporting.tasks import draw_report
from tests import factories
from tests.factories import NOW, PARIS
from tests.reporting.activity import (
    DAY,
    OCTOBER,
    met,
    ready_report,
    some_activity,
    unfinished_report,
    whole_chain,
)
from tznr.accounts.enums import Role
from tznr.journal.models import AuditEntry
from tznr.web.pdf import static_files_only
from tznr.web.templatetags import typography

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def own_media(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "MEDIA_ROOT", tmp_path)


@pytest.fixture
def report() -> SteeringReport:
    some_activity(times=2)
    for _ in range(6):
        whole_chain()
    coordinator = factories.UserFactory(role=Role.COORDINATOR)
    return unfinished_report(coordinator, comment="Une année de marchés.")


def words(text: str) -> str:
    """Text without its line breaks and its different spaces, for pages to be compared."""
    return re.sub(r"\s+", " ", text)


def text_of(document: bytes) -> str:
    return words(" ".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(document)).pages))


def test_the_figures_of_the_pdf_are_those_of_the_screen(report: SteeringReport, sign_in: Any) -> None:
    draw_report(str(report.pk))
    member = sign_in(Role.COMMITTEE_MEMBER)
    screen = words(member.get(reverse("report_detail", args=[report.pk])).content.decode())
    answer = member.get(reverse("report_document", args=[report.pk]))
    document = b"".join(answer.streaming_content)
    paper = text_of(document)
    compared = 0
    for section in report.figures["sections"]:
        for line in section["lines"]:
            name, value = words(line["name"]), words(line["value"]["text"])
            assert re.search(
                rf">{re.escape(name)}</th> ?<td class=\"num\">{re.escape(value).replace('<', '&lt;')}</td>", screen
            )
            assert f"{name} {value}" in paper, (name, value)
            compared += 1
    for step in report.figures["funnel"]:
        assert f"{words(step['name'])} {words(step['value']['text'])}" in paper
    for table in (report.figures["communes"], report.figures["months"]):
        for row in table["rows"]:
            population = [words(typography.number(row["population"]))] if row["population"] else []
            cells = " ".join([*population, *(words(cell["text"]) for cell in row["cells"])])
            name = words(row["name"])
            assert f"{name[0].upper()}{name[1:]} {cells}" in paper
    assert compared > 25
    assert report.figures["funnel"][0]["value"]["text"] == "14"


def test_the_pdf_is_tagged_named_and_in_french(report: SteeringReport) -> None:
    document = pdf.render_pdf(report, territory_name="Métropole de démonstration")
    with pikepdf.open(io.BytesIO(document)) as opened:
        assert str(opened.Root.Lang) == "fr"
        assert bool(opened.Root.MarkInfo.Marked)
        assert "/StructTreeRoot" in opened.Root
        assert bool(opened.Root.ViewerPreferences.DisplayDocTitle)
        with opened.open_metadata() as metadata:
            assert metadata["pdfuaid:part"] == "1"
            assert metadata["dc:title"] == report.title
        alternatives = [
            str(item.Alt) for item in opened.objects if isinstance(item, pikepdf.Dictionary) and "/Alt" in item
        ]
    assert f"Où perd-on les personnes{typography.NO_BREAK}?" in alternatives
    assert len(alternatives) == 4
    paper = text_of(document)
    assert "page 2 / " in paper
    assert "Une année de marchés." in paper
    assert "Métropole de démonstration" in paper


def test_the_same_report_gives_the_same_bytes(report: SteeringReport) -> None:
    first, second = (pdf.render_pdf(report, territory_name="Démo") for _ in range(2))
    assert first == second


@pytest.mark.parametrize(
    "address", ["file:///etc/passwd", "https://example.org/a.css", "https://static.invalid/missing"]
)
def test_only_our_static_files_are_fetched(address: str) -> None:
    fetcher = static_files_only()
    with pytest.raises(FatalURLFetchingError, match="Only our static files"):
        fetcher.fetch(address)
    assert fetcher.fetch("https://static.invalid/report.css").read()


def test_no_name_and_no_hidden_number_leaves_the_team(report: SteeringReport, sign_in: Any) -> None:
    reader = sign_in(Role.STATE_SERVICE)
    assert report.title not in reader.get(reverse("report_list")).content.decode()
    for route in ("report_detail", "report_document"):
        assert reader.get(reverse(route, args=[report.pk])).status_code == 404
    assert sign_in(report.created_by).get(reverse("report_document", args=[report.pk])).status_code == 404
    draw_report(str(report.pk))
    page = reader.get(reverse("report_detail", args=[report.pk])).content.decode()
    assert "Mirabelle" not in page
    assert "/pilotage/" not in page
    assert "/personnes/" not in page


def test_the_coordinator_makes_a_report_that_is_drawn_once_committed(
    sign_in: Any, monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Any
) -> None:
    asked: list[str] = []
    monkeypatch.setattr(draw_report, "delay", asked.append)
    client = sign_in(Role.COORDINATOR)
    typed = {"title": "Rapport d’octobre", "period_start": "01/10/2026", "period_end": "2026-10-31", "comment": "Bien."}
    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post(reverse("report_create"), typed)
    report = SteeringReport.objects.get()
    assert answer.url == reverse("report_detail", args=[report.pk])
    assert asked == [str(report.pk)]
    assert (report.period_start, report.period_end) == (OCTOBER.start, OCTOBER.end)
    assert report.audience == Audience.COMMITTEE
    assert "en préparation" in client.get(answer.url).content.decode()
    draw_report(str(report.pk))
    report.refresh_from_db()
    assert report.state == ReportState.READY
    assert hashlib.sha256(report.pdf.read()).hexdigest() == report.sha256
    assert "Télécharger le PDF" in client.get(answer.url, headers={"HX-Target": "document"}).content.decode()
    verbs = AuditEntry.objects.filter(subject=report.pk).values_list("verb", flat=True)
    assert {"created", "changed", "read"} <= set(verbs)


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ({"period_start": "2026-10-31", "period_end": "2026-10-01"}, "La fin de la période doit être après son début."),
        ({"period_start": "2099-01-01", "period_end": "2099-02-01"}, "pas encore commencé"),
        ({"period_start": "31/02/2026", "period_end": "2026-10-01"}, "Cette date n’existe pas"),
        ({"period_start": "1900-01-01", "period_end": "2026-10-01"}, "trop ancienne"),
        ({"title": ""}, "Donner un titre"),
    ],
)
def test_a_period_that_makes_no_sense_is_said_at_its_field_and_nothing_typed_is_lost(
    sign_in: Any, typed: dict[str, str], message: str
) -> None:
    values = {"title": "Mon titre", "period_start": "2026-10-01", "period_end": "2026-10-31", "comment": "Mon mot."}
    answer = sign_in(Role.COORDINATOR).post(reverse("report_create"), values | typed)
    page = answer.content.decode()
    assert answer.status_code == 200
    assert message in page
    assert "Mon mot." in page
    assert not SteeringReport.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_queue_out_of_reach_loses_neither_the_figures_nor_the_page(
    sign_in: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def out_of_reach(_: str) -> None:
        raise ConnectionError("No queue.")

    monkeypatch.setattr(draw_report, "delay", out_of_reach)
    typed = {"title": "Rapport d’octobre", "period_start": "2026-10-01", "period_end": "2026-10-31"}
    answer = sign_in(Role.COORDINATOR).post(reverse("report_create"), typed)
    assert answer.status_code == 302
    assert SteeringReport.objects.get().state == ReportState.PREPARING


def test_what_was_frozen_does_not_move_when_activity_does(report: SteeringReport) -> None:
    before = report.figures
    some_activity(times=3)
    draw_report(str(report.pk))
    report.refresh_from_db()
    assert report.figures == before


def _published(report: SteeringReport) -> dict[str, str]:
    """Every figure of a report as its readers see it, tables included."""
    figures = report.figures
    cells = {line["id"]: line["value"]["text"] for group in figures["sections"] for line in group["lines"]}
    cells |= {step["id"]: step["value"]["text"] for step in figures["funnel"]}
    cells |= {step["lost_id"]: step["lost"]["text"] for step in figures["funnel"][1:]}
    cells |= {cause["id"]: cause["value"]["text"] for cause in figures["causes"]}
    for table in ("communes", "months"):
        cells |= {
            f"{cell['indicator']} {row['code']}": cell["text"]
            for row in figures[table]["rows"]
            for cell in row["cells"]
        }
    return cells


def test_two_reports_that_share_days_give_no_small_count_by_subtraction() -> None:
    """The second covers one more household: its gain would be the difference of two sums."""
    coordinator = factories.UserFactory(role=Role.COORDINATOR)
    some_activity(times=8)
    shorter = Period(OCTOBER.start, OCTOBER.end - DAY)
    first = create_report(actor=coordinator, title="Rapport", comment="", period=shorter, now=NOW)
    whole_chain()
    second = create_report(actor=coordinator, title="Rapport", comment="", period=OCTOBER, now=NOW)
    before, after = _published(first), _published(second)
    numbers = [name for name in before if name in after and before[name].isdigit() and after[name].isdigit()]
    assert len(numbers) > 5
    assert {name for name in numbers if 0 < abs(int(after[name]) - int(before[name])) < 5} <= {"outings"}
    assert "€" in before["net_monthly_gain"]
    assert after["net_monthly_gain"] == MASKED


def test_what_a_report_masks_is_not_shown_by_another_that_shares_days() -> None:
    """16 = 9 seen + 5 masked + fewer than 5: with the 5 of a longer report, the last would be known."""
    coordinator = factories.UserFactory(role=Role.COORDINATOR)
    met(factories.PersonFactory())
    last_day = dt.datetime(2026, 10, 31, 10, tzinfo=PARIS)
    day_before = last_day - DAY
    for state, times, at in (("seen", 9, day_before), ("excused", 5, day_before), ("revoked", 2, day_before)):
        for _ in range(times):
            factories.AppointmentFactory(state=state, starts_at=at, booked_at=NOW)
    after_it = last_day + 10 * DAY
    shorter = Period(OCTOBER.start, OCTOBER.end - DAY)
    first = create_report(actor=coordinator, title="Rapport", comment="", period=shorter, now=after_it)
    for _ in range(2):
        factories.AppointmentFactory(starts_at=last_day, booked_at=NOW)
    second = create_report(actor=coordinator, title="Rapport", comment="", period=OCTOBER, now=after_it)
    before, after = _published(first), _published(second)
    assert (before["appointments"], before["appointments_excused"]) == ("16", MASKED)
    assert (after["appointments"], after["appointments_excused"]) == (MASKED, MASKED)


def test_a_second_report_on_the_same_period_shows_nothing_that_the_first_hid() -> None:
    coordinator = factories.UserFactory(role=Role.COORDINATOR)
    some_activity(times=3)
    first = create_report(actor=coordinator, title="Rapport", comment="", period=OCTOBER, now=NOW)
    some_activity(times=3)
    second = create_report(actor=coordinator, title="Rapport", comment="", period=OCTOBER, now=NOW)
    before, after = _published(first), _published(second)
    hidden = {name for name, text in before.items() if text == MASKED or text.startswith("<")}
    assert hidden
    assert {name for name in hidden if after[name].isdigit() and after[name] != "0"} == set()


def test_a_task_run_twice_draws_once(report: SteeringReport) -> None:
    draw_report(str(report.pk))
    report.refresh_from_db()
    name = report.pdf.name
    draw_report(str(report.pk))
    report.refresh_from_db()
    assert report.pdf.name == name


def test_a_failure_is_said_and_can_be_asked_again(
    report: SteeringReport, sign_in: Any, monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Any
) -> None:
    client = sign_in(report.created_by)
    url = reverse("report_detail", args=[report.pk])
    with monkeypatch.context() as patched:
        patched.setattr(services, "render_pdf", _broken)
        assert draw_report.apply(args=[str(report.pk)]).state == "FAILURE"
    page = client.get(url).content.decode()
    assert "Le PDF n’a pas pu être fait" in page
    assert sign_in(Role.COMMITTEE_MEMBER).get(url).status_code == 404
    asked: list[str] = []
    monkeypatch.setattr(draw_report, "delay", asked.append)
    with django_capture_on_commit_callbacks(execute=True):
        client.post(reverse("report_ask_again", args=[report.pk]))
    report.refresh_from_db()
    assert (report.state, asked) == (ReportState.PREPARING, [str(report.pk)])


def _broken(*_: object, **__: object) -> bytes:
    raise OSError("The disk is full.")


def test_a_document_on_its_way_is_not_asked_twice_but_one_that_never_came_is(report: SteeringReport) -> None:
    with pytest.raises(services.StillPreparing):
        services.ask_again(actor=report.created_by, report=report, now=NOW + DAY / 1440)
    services.ask_again(actor=report.created_by, report=report, now=NOW + DAY)
    report.refresh_from_db()
    assert report.requested_at == NOW + DAY


@pytest.mark.parametrize(
    ("fields", "constraint"),
    [
        ({"period_end": OCTOBER.start - DAY}, "report_period_in_order"),
        ({"state": ReportState.READY}, "report_ready_has_its_document"),
        ({"audience": Audience.TEAM}, "report_is_for_outsiders"),
    ],
)
def test_the_database_refuses_what_a_report_cannot_be(fields: dict[str, object], constraint: str) -> None:
    author = factories.UserFactory(role=Role.COORDINATOR)
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        unfinished_report(author, **fields)


def test_the_list_costs_the_same_whatever_the_reports(sign_in: Any, count_queries: Any) -> None:
    client = sign_in(Role.COORDINATOR)
    ready_report(client.user)
    few = count_queries(client, reverse("report_list"))
    for _ in range(5):
        ready_report(client.user)
    assert count_queries(client, reverse("report_list")) == few


def test_the_first_page_of_a_committee_member_shows_the_last_reports(sign_in: Any) -> None:
    client = sign_in(Role.COMMITTEE_MEMBER)
    assert "dès qu’ils seront prêts" in client.get("/").content.decode()
    report = ready_report(factories.UserFactory(role=Role.COORDINATOR))
    page = client.get("/").content.decode()
    assert reverse("report_detail", args=[report.pk]) in page
    assert reverse("report_list") in page
    assert reverse("dashboard") not in page


def test_the_first_page_of_the_coordinator_opens_the_rows_of_the_month(sign_in: Any) -> None:
    page = sign_in(Role.COORDINATOR).get("/").content.decode()
    assert reverse("indicator_rows", args=["contacts"]) in page
    assert reverse("indicator_rows", args=["contacts"]) not in sign_in().get("/").content.decode()


def test_no_page_is_a_heading_alone(report: SteeringReport) -> None:
    """A table too long for what is left of a page starts there, under its heading, and goes on overleaf."""
    draw_report(str(report.pk))
    report.refresh_from_db()
    with report.pdf.open() as document:
        pages = [page.extract_text().split("\n") for page in pypdf.PdfReader(document).pages]
    running = ("page ", report.title)
    thin = {
        number: lines
        for number, lines in enumerate(pages[1:], start=2)
        if len([line for line in lines if line.strip() and not line.startswith(running)]) < 4
    }
    assert thin == {}
