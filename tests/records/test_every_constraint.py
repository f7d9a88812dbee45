"""Every named constraint is proved against the database, past the forms: here, or in the tests of its room."""

import datetime as dt
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, transaction
from django.db.models import Model, UniqueConstraint

from beneficiaries.models import DuplicateDismissed
from outreach.models import FieldContactCause, FieldContactTheme
from tests import factories
from tests.factories import NOW
from tests.records.test_privacy_registry import OURS
from tznr.records.constraints import AppendOnly, violated_constraint

pytestmark = pytest.mark.django_db
TESTS = Path(__file__).parent.parent


def rewritten(record: Model, **values: object) -> None:
    """Write the values past the forms, the services and `save`."""
    type(record)._default_manager.filter(pk=record.pk).update(**values)


def twice_the_same_theme() -> None:
    contact = factories.FieldContactFactory()
    FieldContactTheme.objects.bulk_create(FieldContactTheme(contact=contact, theme="health") for _ in range(2))


def twice_the_same_cause() -> None:
    contact = factories.FieldContactFactory()
    FieldContactCause.objects.bulk_create(FieldContactCause(contact=contact, cause="complexity") for _ in range(2))


def dismissed(*, in_order: bool, times: int) -> None:
    first, second = sorted((factories.PersonFactory() for _ in range(2)), key=lambda person: person.pk)
    pair = {"first": first, "second": second} if in_order else {"first": second, "second": first}
    for _ in range(times):
        DuplicateDismissed.objects.create(**pair, decided_by=first.created_by, decided_at=NOW)


def twice_the_same_member() -> None:
    known = factories.MembershipFactory()
    factories.MembershipFactory(user=known.user, organisation=known.organisation)


def twice_the_same_sector() -> None:
    known = factories.SectorFactory()
    factories.SectorFactory(organisation=known.organisation, commune=known.commune)


def twice_the_same_benefit() -> None:
    known = factories.EligibilityResultFactory()
    factories.EligibilityResultFactory(review=known.review, benefit=known.benefit)


def twice_the_same_right() -> None:
    known = factories.OpenedRightFactory()
    factories.OpenedRightFactory(person=known.person, benefit=known.benefit, effective_month=known.effective_month)


def twice_the_same_finding() -> None:
    known = factories.RecheckFindingFactory()
    factories.RecheckFindingFactory(recheck=known.recheck, person=known.person, review=known.review)


PROOFS: dict[str, Callable[[], None]] = {
    "account_role_known": lambda: rewritten(factories.UserFactory(), role="chef"),
    "appointment_ends_after_start": lambda: rewritten(
        factories.AppointmentFactory(state="excused"), ends_at=NOW - dt.timedelta(days=1)
    ),
    "contact_cause_once": twice_the_same_cause,
    "contact_theme_once": twice_the_same_theme,
    "duplicate_dismissed_in_order": lambda: dismissed(in_order=False, times=1),
    "duplicate_dismissed_once": lambda: dismissed(in_order=True, times=2),
    "event_cancelled_with_a_reason": lambda: rewritten(factories.OutreachEventFactory(), cancelled_at=NOW),
    "event_ends_after_start": lambda: rewritten(factories.OutreachEventFactory(), ends_at=NOW),
    "event_has_a_place": lambda: rewritten(factories.OutreachEventFactory(), one_off_place=""),
    "finding_once": twice_the_same_finding,
    "membership_once": twice_the_same_member,
    "opened_right_once_per_month": twice_the_same_right,
    "person_birth_date_plausible": lambda: rewritten(factories.PersonFactory(), birth_date=dt.date(1899, 12, 31)),
    "person_has_a_first_name": lambda: rewritten(factories.PersonFactory(), first_name=""),
    "result_once_per_benefit": twice_the_same_benefit,
    "review_completed_after_start": lambda: rewritten(
        factories.CompletedReviewFactory(), completed_at=NOW - dt.timedelta(minutes=1)
    ),
    "sector_once": twice_the_same_sector,
}


def named_constraints() -> list[tuple[type[Model], str]]:
    models = [model for model in apps.get_models(include_auto_created=True) if model._meta.app_label in OURS]
    return [(model, constraint.name) for model in models for constraint in model._meta.constraints]


@pytest.mark.parametrize("name", sorted(PROOFS))
def test_the_database_refuses_it_past_the_forms(name: str) -> None:
    with pytest.raises(IntegrityError) as refusal, transaction.atomic():
        PROOFS[name]()
    unique = {
        constraint.name
        for model, _ in named_constraints()
        for constraint in model._meta.constraints
        if isinstance(constraint, UniqueConstraint)
    }
    if connection.vendor == "sqlite" and name in unique:
        # SQLite names the columns, not the constraint.
        assert "UNIQUE constraint failed" in str(refusal.value)
    else:
        assert violated_constraint(refusal.value) == name


def test_no_constraint_is_left_without_its_proof() -> None:
    here = Path(__file__).name
    texts = "\n".join(path.read_text() for path in TESTS.rglob("test_*.py") if path.name != here)
    unproved = [
        name
        for model, name in named_constraints()
        if name not in PROOFS
        and not re.search(rf"\b{name}\b", texts)
        # The journal's: tests/records/test_constraints.py names its table.
        and not any(isinstance(one, AppendOnly) and model._meta.db_table in texts for one in model._meta.constraints)
    ]
    assert unproved == []


def test_every_refusal_has_its_own_french_words() -> None:
    """But for the pairs kept once, that nobody types: forms meet `get_or_create` there."""
    wordless = {
        constraint.name
        for model, _ in named_constraints()
        for constraint in model._meta.constraints
        if not isinstance(constraint, UniqueConstraint | AppendOnly)
        and constraint.violation_error_message in (None, constraint.default_violation_error_message)
    }
    assert wordless == {"duplicate_dismissed_in_order"}
