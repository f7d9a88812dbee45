"""The demonstration is whole, and its people are invented."""

import datetime as dt
from collections import Counter
from collections.abc import Iterator

import pytest
from django.db import transaction
from pytest_django import DjangoDbBlocker

from beneficiaries.models import InformationGiven, Person
from outreach.models import Appointment, FieldContact, OutreachEvent
from partners.models import Referral
from rights_check.enums import EligibilityStatus
from rights_check.models import OpenedRight, RightsReview
from tznr.accounts.enums import Role
from tznr.accounts.models import User
from tznr.demonstration import services
from tznr.demonstration.people import LAST_NAMES, MEN, WOMEN

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("engine")]
ANCHOR = dt.date(2026, 11, 21)


@pytest.fixture(scope="module")
def loaded(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[services.Loaded]:
    """Loaded once for the tests that only look; each of them runs within this transaction, which is then undone."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield services.load(anchor=ANCHOR)
        transaction.set_rollback(True)


def test_a_year_of_activity_of_the_size_that_was_asked_for(loaded: services.Loaded) -> None:
    """Asked for: about 30 outings, 400 contacts, 120 persons, 100 appointments, 80 reviews, 60 referrals, 30 rights."""
    assert OutreachEvent.objects.count() == pytest.approx(30, abs=3)
    assert FieldContact.objects.count() == pytest.approx(400, abs=40)
    assert Person.objects.count() == pytest.approx(120, abs=12)
    assert Appointment.objects.count() == pytest.approx(100, abs=12)
    assert RightsReview.objects.count() == pytest.approx(80, abs=8)
    assert Referral.objects.count() == pytest.approx(60, abs=6)
    assert OpenedRight.objects.count() == pytest.approx(30, abs=5)


def test_every_role_has_an_account(loaded: services.Loaded) -> None:
    assert set(User.objects.values_list("role", flat=True)) == set(Role.values)


def test_nobody_is_kept_without_having_been_informed_and_everybody_is_invented(loaded: services.Loaded) -> None:
    assert InformationGiven.objects.values("person").distinct().count() == Person.objects.count()
    assert {person.first_name for person in Person.objects.all()} <= {*WOMEN, *MEN}
    assert {person.last_name for person in Person.objects.all()} <= set(LAST_NAMES)


def test_reviews_are_really_computed_and_show_every_kind_of_result(loaded: services.Loaded) -> None:
    statuses = Counter(
        result.status for review in RightsReview.objects.prefetch_related("results") for result in review.results.all()
    )
    assert set(statuses) == set(EligibilityStatus.values)
    assert all(review.situation and review.legislation for review in RightsReview.objects.all())


def test_the_open_day_of_13_june_at_the_pad_of_les_gresilles(loaded: services.Loaded) -> None:
    """Row 3 of the source documents: 13 June, 9:00 to 16:30."""
    day = OutreachEvent.objects.get(kind="open_day")
    assert (day.starts_at.date(), day.place and day.place.organisation and day.place.organisation.slug) == (
        dt.date(2026, 6, 13),
        "pad-dijon-gresilles",
    )
    assert day.ends_at - day.starts_at == dt.timedelta(hours=7, minutes=30)
