"""Each figure counts what its sentence says, and is the number of rows that its page lists."""

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from django.urls import reverse

from beneficiaries.models import Household
from outreach.enums import AppointmentState
from reporting.indicators import CATALOGUE
from reporting.periods import COMMUNE_NOT_NOTED, Period, Scope, presets
from rights_check.enums import BenefitCode
from tests import factories
from tests.factories import NOW, PARIS
from tests.reporting.activity import AHUY, CHENOVE, DAY, IN_OCTOBER, met, some_activity, whole_chain
from tznr.accounts.enums import Role

pytestmark = pytest.mark.django_db


def number(identifier: str, scope: Scope = IN_OCTOBER) -> object:
    return CATALOGUE[identifier].number(scope)


@pytest.mark.parametrize("identifier", CATALOGUE)
def test_every_indicator_of_the_catalogue_counts_the_rows_it_lists(identifier: str) -> None:
    some_activity(times=2)
    indicator = CATALOGUE[identifier]
    rows = list(indicator.rows(IN_OCTOBER))
    assert len({row.pk for row in rows}) == len(rows)
    if not indicator.total and not indicator.value_of:
        assert indicator.number(IN_OCTOBER) == len(rows)
    assert sum(indicator.by_commune(IN_OCTOBER).values()) == len(rows)
    if indicator.moment:
        assert sum(indicator.by_month(IN_OCTOBER).values()) == len(rows)
    assert indicator.definition.endswith(".")


def test_the_activity_of_the_tests_leaves_no_indicator_at_zero_but_the_losses() -> None:
    some_activity()
    empty = {name for name in CATALOGUE if not number(name)}
    assert empty <= {name for name in CATALOGUE if "lost" in name} | {
        "rights_declared",
        "rights_confirmed",
        "funnel_aside",
    }


def test_people_contacts_and_new_people_are_three_figures() -> None:
    old, new = factories.PersonFactory(), factories.PersonFactory()
    met(old, NOW - 60 * DAY)
    met(old)
    met(new)
    met(new, NOW - 2 * DAY)
    factories.FieldContactFactory(occurred_at=NOW - DAY)
    counts = {name: number(name) for name in ("contacts", "contacts_named", "contacts_anonymous", "persons_met")}
    assert counts == {"contacts": 4, "contacts_named": 3, "contacts_anonymous": 1, "persons_met": 2}
    assert (number("new_persons"), number("known_persons")) == (1, 1)
    assert list(CATALOGUE["new_persons"].rows(IN_OCTOBER)) == [new]


def test_a_period_starts_and_ends_at_midnight_in_paris() -> None:
    for moment in (
        dt.datetime(2026, 9, 30, 21, 59, tzinfo=dt.UTC),  # 23:59 in Paris: September
        dt.datetime(2026, 9, 30, 22, 0, tzinfo=dt.UTC),  # midnight in Paris: October
        dt.datetime(2026, 10, 31, 22, 59, tzinfo=dt.UTC),  # 23:59 in Paris, winter time: October
        dt.datetime(2026, 10, 31, 23, 0, tzinfo=dt.UTC),  # midnight in Paris: November
    ):
        factories.FieldContactFactory(occurred_at=moment)
    seen_from_later = Scope(IN_OCTOBER.period, dt.datetime(2027, 1, 1, tzinfo=PARIS))
    assert number("contacts", seen_from_later) == 2
    assert CATALOGUE["contacts"].by_month(seen_from_later) == {dt.date(2026, 10, 1): 2}


def test_an_outing_is_done_once_it_is_over_and_unless_it_was_cancelled() -> None:
    factories.OutreachEventFactory(starts_at=NOW - DAY, ends_at=NOW - DAY / 2)
    factories.OutreachEventFactory(starts_at=NOW - DAY / 24, ends_at=NOW + DAY / 24)
    factories.OutreachEventFactory(
        starts_at=NOW - 2 * DAY, ends_at=NOW - DAY, cancelled_at=NOW - 3 * DAY, cancellation_reason="pluie"
    )
    assert number("outings") == 1


def test_a_contact_is_where_it_took_place_on_the_dashboard_as_in_the_list_of_contacts(sign_in: Any) -> None:
    """Two screens never give two figures: at a stand, the commune of the outing; a call-back, where she lives."""
    ahuy, chenove = factories.CommuneFactory(**AHUY), factories.CommuneFactory(**CHENOVE)
    stand = factories.OutreachEventFactory(commune=ahuy, starts_at=NOW - DAY)
    for person in (None, factories.PersonFactory(commune=chenove)):
        factories.FieldContactFactory(event=stand, person=person, is_named=bool(person), occurred_at=NOW - DAY)
    factories.FieldContactFactory(event=None, commune=ahuy, occurred_at=NOW)
    factories.FieldContactFactory(event=None, commune=None, occurred_at=NOW)
    assert CATALOGUE["contacts"].by_commune(IN_OCTOBER) == {"21003": 3, COMMUNE_NOT_NOTED: 1}
    in_ahuy = Scope(IN_OCTOBER.period, NOW, "21003")
    nowhere = Scope(IN_OCTOBER.period, NOW, COMMUNE_NOT_NOTED)
    assert (number("contacts", in_ahuy), number("contacts", nowhere)) == (3, 1)
    assert number("persons_met", in_ahuy) == 0
    query = {"du": "2026-10-01", "au": "2026-10-31", "commune": "21003"}
    listed = sign_in(Role.COORDINATOR).get(reverse("contact_list"), query).context["page"].paginator.count
    assert listed == number("contacts", in_ahuy)


def test_the_gain_of_a_household_is_counted_once_from_its_last_review_whatever_its_rights() -> None:
    household = Household.objects.create()
    first, second = factories.PersonFactory(household=household), factories.PersonFactory(household=household)
    alone, without_review = factories.PersonFactory(), factories.PersonFactory()
    at = NOW - 5 * DAY
    for person, gain, days in ((first, "100.00", 0), (second, "250.50", 2), (alone, "40.25", 1)):
        moment = at + days * DAY
        factories.CompletedReviewFactory(
            person=person, started_at=moment, completed_at=moment, net_monthly_gain=Decimal(gain)
        )
    for person in (first, second, alone, without_review):
        factories.OpenedRightFactory(person=person, recorded_at=NOW - DAY)
    factories.OpenedRightFactory(person=first, benefit=BenefitCode.PRIME_ACTIVITE, recorded_at=NOW - DAY)
    assert number("net_monthly_gain") == Decimal("290.75")
    assert number("rights_opened") == 5
    assert number("persons_with_opened_right") == 4
    assert number("households_with_opened_right") == 3


def test_the_gain_and_the_delay_are_unknown_and_not_zero_when_there_is_nothing_to_compute_them_from() -> None:
    met(factories.PersonFactory())
    assert number("net_monthly_gain") is None
    assert number("days_to_first_right") is None
    assert number("rights_opened") == 0


def test_the_median_delay_runs_from_the_very_first_contact_to_the_very_first_right() -> None:
    for days in (3, 10, 20):
        person = factories.PersonFactory()
        met(person, NOW - DAY - days * DAY)
        met(person, NOW - 2 * DAY)
        factories.OpenedRightFactory(person=person, recorded_at=NOW - DAY)
    helped_before = factories.PersonFactory()
    met(helped_before, NOW - 90 * DAY)
    factories.OpenedRightFactory(person=helped_before, recorded_at=NOW - 60 * DAY)
    factories.OpenedRightFactory(person=helped_before, benefit=BenefitCode.AIDE_LOGEMENT, recorded_at=NOW - DAY)
    assert number("days_to_first_right") == 10


def test_the_funnel_only_narrows_and_says_where_each_person_stopped() -> None:
    whole_chain()
    met(factories.PersonFactory())
    waiting = factories.PersonFactory()
    met(waiting)
    factories.AppointmentFactory(person=waiting, starts_at=NOW + DAY, booked_at=NOW)
    absent = factories.PersonFactory()
    met(absent)
    factories.AppointmentFactory(
        person=absent, starts_at=NOW - DAY, booked_at=NOW - 2 * DAY, state=AppointmentState.NO_SHOW
    )
    sent_at_once = factories.PersonFactory()
    met(sent_at_once)
    factories.ReferralFactory(person=sent_at_once, sent_at=NOW - DAY)
    steps = ["persons_met", "funnel_appointment", "funnel_honoured", "funnel_review", "funnel_probable"]
    steps += ["funnel_claim", "funnel_opened"]
    assert [number(step) for step in steps] == [5, 3, 1, 1, 1, 1, 1]
    losses = [number(name) for name in CATALOGUE if name.startswith("funnel_lost")]
    assert losses == [2, 2, 0, 0, 0, 0]
    assert list(CATALOGUE["funnel_aside"].rows(IN_OCTOBER)) == [sent_at_once]


def test_what_follows_a_contact_is_seen_after_the_period_but_not_before_it() -> None:
    september = Scope(Period(dt.date(2026, 9, 1), dt.date(2026, 9, 30)), NOW)
    person = whole_chain(at=dt.datetime(2026, 9, 29, 10, tzinfo=PARIS))
    assert number("funnel_opened", september) == 1
    met(person)
    assert number("persons_met") == 1
    # In October she was met again; her appointment is behind her, and only her right came after.
    assert (number("funnel_appointment"), number("funnel_aside")) == (0, 1)


@pytest.mark.parametrize("size", [1, 60])
def test_the_page_of_each_figure_lists_exactly_the_rows_it_counts(sign_in: Any, size: int) -> None:
    """Page after page, for a few figures of different kinds."""
    client = sign_in()
    now = dt.datetime.now(tz=PARIS) - DAY
    person = factories.PersonFactory()
    for _ in range(size):
        met(person, now)
    dates = f"debut={now - 2 * DAY:%Y-%m-%d}&fin={now + 2 * DAY:%Y-%m-%d}"
    for identifier, expected in (("contacts", size), ("persons_met", 1), ("outings", 0)):
        url = reverse("indicator_rows", args=[identifier])
        pages = client.get(f"{url}?{dates}").context["page"].paginator.num_pages
        answers = [client.get(f"{url}?{dates}&page={page}") for page in range(1, pages + 1)]
        listed = sum(len(answer.context["table"].rows) for answer in answers)
        assert listed == expected


@pytest.mark.parametrize("identifier", CATALOGUE)
def test_every_figure_on_the_dashboard_opens_a_page_of_rows(sign_in: Any, identifier: str) -> None:
    some_activity()
    client = sign_in()
    url = reverse("indicator_rows", args=[identifier]) + "?debut=2026-01-01&fin=2026-12-31"
    answer = client.get(url)
    assert answer.status_code == 200
    indicator = CATALOGUE[identifier]
    scope = Scope(Period(dt.date(2026, 1, 1), dt.date(2026, 12, 31)), dt.datetime.now(tz=PARIS))
    assert answer.context["page"].paginator.count == indicator.rows(scope).count()
    exported = client.get(reverse("indicator_export", args=[identifier, "csv"]) + "?debut=2026-01-01&fin=2026-12-31")
    assert len(exported.content.decode("utf-8-sig").strip().splitlines()) == 1 + indicator.rows(scope).count()


@pytest.mark.parametrize(
    "identifier", ["contacts", "appointments", "rights_opened", "referrals_sent", "claims_created"]
)
def test_the_queries_of_a_page_of_rows_do_not_grow_with_the_rows(
    sign_in: Any, count_queries: Any, identifier: str
) -> None:
    client = sign_in()
    url = reverse("indicator_rows", args=[identifier]) + "?debut=2026-01-01&fin=2026-12-31"
    some_activity()
    count_queries(client, url)
    few = count_queries(client, url)
    some_activity(times=5)
    assert count_queries(client, url) == few


def test_presets_stay_within_the_calendar() -> None:
    periods = {preset.label: preset.period for preset in presets(dt.date(2028, 2, 29))}
    assert periods["Le mois dernier"] == Period(dt.date(2028, 1, 1), dt.date(2028, 1, 31))
    assert periods["Les douze derniers mois"] == Period(dt.date(2027, 3, 1), dt.date(2028, 2, 29))
    assert periods["L’année dernière"] == Period(dt.date(2027, 1, 1), dt.date(2027, 12, 31))
    months = Period(dt.date(2027, 12, 15), dt.date(2028, 2, 3)).months()
    assert [(month.start.day, month.end.day) for month in months] == [(15, 31), (1, 31), (1, 3)]
