"""The drawings answer the question that is their title."""

import re

import pytest

from reporting.charts import funnel_chart, months_chart, outings_chart
from reporting.enums import Audience
from reporting.figures import figures_for
from reporting.periods import Period, Scope
from tests import factories
from tests.factories import NOW
from tests.reporting.activity import AHUY, CHENOVE, DAIX, DAY, IN_OCTOBER, met, whole_chain

pytestmark = pytest.mark.django_db


def texts(svg: str) -> list[str]:
    """The words of a drawing, from the top to the bottom of its file."""
    return re.findall(r"<text[^>]*>([^<]+)</text>", svg)


def test_communes_where_nobody_went_stand_out_after_the_most_visited() -> None:
    daix, _, chenove = (factories.CommuneFactory(**commune) for commune in (DAIX, AHUY, CHENOVE))
    for commune in (daix, chenove, chenove):
        factories.OutreachEventFactory(commune=commune, starts_at=NOW - 5 * DAY, ends_at=NOW - 4.9 * DAY)
    svg = outings_chart(figures_for(IN_OCTOBER, Audience.TEAM)["communes"])
    names = [text for text in texts(svg) if text in ("Daix", "Ahuy", "Chenôve")]
    assert names == ["Chenôve", "Daix", "Ahuy"]
    assert texts(svg).count("aucune sortie") == 1


def test_the_trend_names_its_months_without_leaning_and_the_years_once() -> None:
    met(factories.PersonFactory())
    year = Scope(Period(NOW.date() - 300 * DAY, NOW.date()), NOW)
    svg = months_chart(figures_for(year, Audience.TEAM)["months"], "contacts")
    assert "rotate" not in svg
    assert svg.count("2025") == svg.count("2026") == 1
    assert "déc." in svg


def test_the_funnel_writes_each_count_and_each_loss_apart() -> None:
    whole_chain()
    met(factories.PersonFactory())
    svg = funnel_chart(figures_for(IN_OCTOBER, Audience.TEAM)["funnel"])
    assert texts(svg).count("2") == 1
    assert texts(svg).count("− 1") == 1
    assert not [text for text in texts(svg) if "(" in text]
