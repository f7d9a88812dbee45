"""The demonstration is whole, the same each time, and never meets real people."""

import datetime as dt
from collections import Counter

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.test import override_settings

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


@pytest.fixture
def loaded(db: None) -> services.Loaded:
    return services.load(anchor=ANCHOR)


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


def summary() -> dict[str, object]:
    people = sorted(Person.objects.values_list("pk", "first_name", "last_name", "commune"), key=str)
    rights = sorted(OpenedRight.objects.values_list("benefit", "monthly_amount", "effective_month"), key=str)
    referrals = sorted(Referral.objects.values_list("pk", "state", "outcome"), key=str)
    return {"people": people, "rights": rights, "referrals": referrals}


def test_it_is_the_same_each_time(db: None) -> None:
    from django.db import transaction

    seen = []
    for _ in range(2):
        with transaction.atomic():
            services.load(anchor=ANCHOR)
            seen.append(summary())
            transaction.set_rollback(True)
    assert seen[0] == seen[1]


@override_settings(DEMONSTRATION=False)
def test_it_refuses_to_load_outside_a_demonstration(db: None) -> None:
    with pytest.raises(CommandError, match="installation de démonstration"):
        call_command("load_demonstration")
    assert not User.objects.exists()
