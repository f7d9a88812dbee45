"""The figures of a period: what each audience sees of them, and what an outsider cannot work out."""

import datetime as dt
import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from outreach.models import FieldContact
from partners.enums import Network
from reporting.enums import Audience
from reporting.figures import MASKED, NO_DATA, NOT_NOTED_LABEL, Figures, figures_for
from reporting.periods import COMMUNE_NOT_NOTED, Period, Scope
from rights_check.enums import BenefitCode
from rights_check.models import OpenedRight
from tests import factories
from tests.factories import NOW
from tests.reporting.activity import AHUY, CHENOVE, DAIX, DAY, IN_OCTOBER, met, some_activity, whole_chain
from tznr.web.templatetags.typography import NO_BREAK

pytestmark = pytest.mark.django_db
SMALL = "<\N{NO-BREAK SPACE}5"


def shown(figures: Figures) -> dict[str, str]:
    return {line["id"]: line["value"]["text"] for section in figures["sections"] for line in section["lines"]}


def by_commune(figures: Figures, column: str) -> dict[str, str]:
    rank = [entry["id"] for entry in figures["communes"]["columns"]].index(column)
    return {row["name"]: row["cells"][rank]["text"] for row in figures["communes"]["rows"]}


def test_the_team_sees_every_number() -> None:
    whole_chain()
    figures = figures_for(IN_OCTOBER, Audience.TEAM)
    assert shown(figures)["contacts"] == "1"
    assert [step["value"]["text"] for step in figures["funnel"]] == ["1"] * 7
    assert by_commune(figures, "persons_met") == {"Chenôve": "1", NOT_NOTED_LABEL: "0"}


def test_the_committee_sees_no_small_number_zero_apart_and_no_commune_by_subtraction() -> None:
    chenove = factories.CommuneFactory(**CHENOVE)
    quetigny = factories.CommuneFactory(insee_code="21515", name="Quetigny", municipal_population=8897)
    talant = factories.CommuneFactory(insee_code="21617", name="Talant", municipal_population=11986)
    for commune, people in ((chenove, 2), (quetigny, 6), (talant, 20)):
        for _ in range(people):
            met(factories.PersonFactory(commune=commune))
    figures = figures_for(IN_OCTOBER, Audience.COMMITTEE)
    assert shown(figures)["persons_met"] == "28"
    expected = {"Chenôve": SMALL, "Quetigny": MASKED, "Talant": "20", NOT_NOTED_LABEL: "0"}
    assert by_commune(figures, "persons_met") == expected
    assert shown(figures)["rights_opened"] == "0"


def test_what_the_funnel_loses_is_a_count_too() -> None:
    """Seven met, six with an appointment: the one who stopped would be known by subtraction."""
    people = [factories.PersonFactory() for _ in range(7)]
    for rank, person in enumerate(people):
        met(person)
        if rank:
            factories.AppointmentFactory(person=person, starts_at=NOW + DAY, booked_at=NOW)
    steps = figures_for(IN_OCTOBER, Audience.COMMITTEE)["funnel"]
    assert steps[0]["value"]["text"] == "7"
    assert steps[1]["value"]["text"] == MASKED
    assert steps[1]["lost"] is not None
    assert steps[1]["lost"]["text"] == SMALL


def test_an_amount_or_a_delay_that_comes_from_few_people_is_hidden() -> None:
    for _ in range(4):
        whole_chain()
    figures = shown(figures_for(IN_OCTOBER, Audience.COMMITTEE))
    assert (figures["net_monthly_gain"], figures["days_to_first_right"]) == (MASKED, MASKED)
    whole_chain()
    figures = shown(figures_for(IN_OCTOBER, Audience.COMMITTEE))
    # 5 × 573,49 €, the gain of the review of each of the five households.
    assert figures["net_monthly_gain"].split() == ["2", "867,45", "€"]
    assert figures["days_to_first_right"].split() == ["3", "jours"]


def test_outsiders_see_small_communes_together_by_pad_and_the_team_one_by_one() -> None:
    pad = factories.OrganisationFactory(name="PAD de Talant", network=Network.PAD)
    for fields in (AHUY, DAIX):
        commune = factories.CommuneFactory(**fields)
        factories.SectorFactory(organisation=pad, commune=commune)
        for _ in range(3):
            met(factories.PersonFactory(commune=commune))
    committee = by_commune(figures_for(IN_OCTOBER, Audience.COMMITTEE), "persons_met")
    assert committee == {"Petites communes, PAD de Talant": "6", NOT_NOTED_LABEL: "0"}
    team = by_commune(figures_for(IN_OCTOBER, Audience.TEAM), "persons_met")
    assert team == {"Ahuy": "3", "Daix": "3", NOT_NOTED_LABEL: "0"}


def test_nothing_hidden_is_in_what_is_frozen() -> None:
    """A number that the committee may not see is nowhere in the figures, not even beside its text."""
    some_activity(times=2)
    figures = figures_for(IN_OCTOBER, Audience.COMMITTEE)

    def numbers(part: object) -> list[int]:
        if isinstance(part, dict):
            about_people = part.get("indicator") != "outings"
            own = [part["number"]] if about_people and isinstance(part.get("number"), int) else []
            return own + [number for value in part.values() for number in numbers(value)]
        return [number for value in part for number in numbers(value)] if isinstance(part, list) else []

    assert all(number == 0 or number >= 5 for number in numbers(json.loads(json.dumps(figures))))


def test_outsiders_cannot_filter_by_commune() -> None:
    with pytest.raises(ValueError, match="whole territory"):
        figures_for(Scope(IN_OCTOBER.period, NOW, "21166"), Audience.COMMITTEE)


def test_the_communes_add_up_to_the_total_for_the_team() -> None:
    some_activity(times=2)
    met(factories.PersonFactory(commune=None))
    factories.CommuneFactory(**AHUY)
    communes = figures_for(IN_OCTOBER, Audience.TEAM)["communes"]
    for rank, total in enumerate(communes["total"]):
        assert sum(row["cells"][rank]["number"] or 0 for row in communes["rows"]) == total["number"]


def test_one_commune_and_the_people_of_none() -> None:
    factories.CommuneFactory(**AHUY)
    met(factories.PersonFactory())
    met(factories.PersonFactory(commune=None))
    for code, name in (("21166", "Chenôve"), (COMMUNE_NOT_NOTED, NOT_NOTED_LABEL)):
        figures = figures_for(Scope(IN_OCTOBER.period, NOW, code), Audience.TEAM)
        assert shown(figures)["persons_met"] == "1"
        assert by_commune(figures, "persons_met") == {name: "1"}


def test_before_anything_was_noted_figures_are_unknown_and_not_zero() -> None:
    met(factories.PersonFactory())
    before = Scope(Period(dt.date(2023, 1, 1), dt.date(2023, 12, 31)), NOW)
    figures = figures_for(before, Audience.TEAM)
    assert figures["nothing_recorded"]
    assert set(shown(figures).values()) == {NO_DATA}


def test_the_number_of_queries_is_the_same_whatever_the_rows() -> None:
    some_activity()
    with CaptureQueriesContext(connection) as few:
        figures_for(IN_OCTOBER, Audience.COMMITTEE)
    some_activity(times=5)
    with CaptureQueriesContext(connection) as many:
        figures_for(IN_OCTOBER, Audience.COMMITTEE)
    assert (FieldContact.objects.count(), OpenedRight.objects.count()) == (36, 6 * (len(BenefitCode) + 3))
    assert len(many) == len(few) <= 90


def test_a_month_cut_by_the_period_says_so() -> None:
    """Otherwise half a month would pass for a fall in activity."""
    period = Period(dt.date(2026, 8, 15), dt.date(2026, 10, 1))
    names = [row["name"] for row in figures_for(Scope(period, NOW), Audience.TEAM)["months"]["rows"]]
    assert [name.replace(NO_BREAK, " ") for name in names] == [
        "août 2026 à partir du 15",
        "septembre 2026",
        "octobre 2026 jusqu’au 1er",
    ]
