"""Loading the demonstration: the same each time, and nowhere else."""

import datetime as dt

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import transaction
from django.test import override_settings

from beneficiaries.models import Person
from partners.models import Referral
from rights_check.models import OpenedRight
from tznr.accounts.models import User
from tznr.demonstration import services

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("engine")]
ANCHOR = dt.date(2026, 11, 21)


def summary() -> dict[str, object]:
    people = sorted(Person.objects.values_list("pk", "first_name", "last_name", "commune"), key=str)
    rights = sorted(OpenedRight.objects.values_list("benefit", "monthly_amount", "effective_month"), key=str)
    referrals = sorted(Referral.objects.values_list("pk", "state", "outcome"), key=str)
    return {"people": people, "rights": rights, "referrals": referrals}


def test_it_is_the_same_each_time(db: None) -> None:
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
