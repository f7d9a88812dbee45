import re
from typing import Any

import pytest
from django.urls import reverse

from reporting.indicators import CATALOGUE
from tests import factories
from tests.factories import NOW
from tests.reporting.activity import AHUY, met, some_activity
from tznr.accounts.enums import Role
from tznr.journal.models import AuditEntry

pytestmark = pytest.mark.django_db
YEAR = "?debut=2026-01-01&fin=2026-11-15"


def test_each_figure_leads_to_its_rows_over_the_same_period(sign_in: Any) -> None:
    some_activity()
    page = sign_in(Role.COORDINATOR).get(reverse("dashboard") + YEAR).content.decode()
    for identifier in CATALOGUE:
        assert f'{reverse("indicator_rows", args=[identifier])}?debut=2026-01-01&amp;fin=2026-11-15"' in page, (
            identifier
        )


def test_following_every_link_of_the_dashboard_lists_as_many_rows_as_the_figure_says(sign_in: Any) -> None:
    """Screen against rows, through the links themselves: communes and months included."""
    some_activity()
    factories.CommuneFactory(**AHUY)
    met(factories.PersonFactory(commune=None))
    client = sign_in(Role.COORDINATOR)
    page = client.get(reverse("dashboard") + "?debut=2026-09-01&fin=2026-10-31").content.decode()
    links = re.findall(r'<a href="(/pilotage/lignes/([^/]+)/\?[^"]*)">([^<]*)<', page)
    followed = 0
    for url, identifier, text in links:
        if CATALOGUE[identifier].total or CATALOGUE[identifier].value_of:
            continue
        listed = client.get(url.replace("&amp;", "&")).context["page"].paginator.count
        assert text.strip() == str(listed), url
        followed += 1
    assert followed > 60


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("?debut=2026-10-31&fin=2026-10-01", "La fin de la période doit être après son début."),
        ("?debut=n%27importe&fin=2026-10-01", "Cette date n’existe pas"),
        ("?debut=2026-10-01&fin=2026-10-31&commune=75056", "Cette commune n’est pas du territoire."),
        ("?debut=2099-10-01&fin=2099-10-31", "pas encore commencé"),
    ],
)
@pytest.mark.parametrize("route", ["dashboard", "indicator_rows"])
def test_a_wrong_filter_is_said_and_kept(sign_in: Any, route: str, query: str, message: str) -> None:
    url = reverse(route, args=["contacts"] if route == "indicator_rows" else [])
    page = sign_in().get(url + query)
    assert page.status_code == 200
    assert message in page.content.decode()


def test_before_anything_was_noted_the_page_says_no_data(sign_in: Any) -> None:
    page = sign_in().get(reverse("dashboard") + "?debut=2024-01-01&fin=2024-12-31").content.decode()
    assert "ses chiffres sont inconnus, pas nuls" in page


def test_an_unknown_figure_or_format_does_not_exist(sign_in: Any) -> None:
    client = sign_in()
    assert client.get(reverse("indicator_rows", args=["inconnu"])).status_code == 404
    assert client.get(reverse("indicator_export", args=["contacts", "pdf"])).status_code == 404
    assert client.get(reverse("indicator_export", args=["inconnu", "csv"])).status_code == 404


def test_reading_rows_is_in_the_journal_and_counting_is_not(sign_in: Any) -> None:
    client = sign_in()
    client.get(reverse("dashboard") + YEAR)
    assert not AuditEntry.objects.filter(actor=client.user.pk).exists()
    client.get(reverse("indicator_rows", args=["contacts"]) + YEAR)
    client.get(reverse("indicator_export", args=["persons_met", "xlsx"]) + YEAR)
    written = AuditEntry.objects.filter(actor=client.user.pk).values_list("verb", "subject_kind")
    assert set(written) == {("listed", "outreach.fieldcontact"), ("exported", "beneficiaries.person")}


def test_a_name_that_looks_like_a_formula_stays_a_name(sign_in: Any) -> None:
    met(factories.PersonFactory(first_name="=1+1", last_name="Démo"), NOW)
    client = sign_in()
    exported = client.get(reverse("indicator_export", args=["persons_met", "csv"]) + YEAR).content.decode("utf-8-sig")
    assert not any(line.startswith(("=", '"=')) for line in exported.splitlines())


def test_the_dashboard_costs_the_same_whatever_the_rows(sign_in: Any, count_queries: Any) -> None:
    client = sign_in()
    some_activity()
    few = count_queries(client, reverse("dashboard") + YEAR)
    some_activity(times=5)
    assert count_queries(client, reverse("dashboard") + YEAR) == few
