"""Three taps that nothing links to a person."""

import datetime as dt
from collections.abc import Callable

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from rights_check.models import Opinion
from rights_check.opinions import note_opinion, opinion_counts
from tests import factories
from tznr.accounts.enums import Role
from tznr.journal.models import AuditEntry
from tznr.records.constraints import violated_constraint

pytestmark = pytest.mark.django_db
SignIn = Callable[..., Client]


def test_an_opinion_keeps_its_month_and_nothing_that_leads_to_her(sign_in: SignIn) -> None:
    client = sign_in()
    client.post(reverse("opinion_create"), {"clear": "yes", "respectful": "partly"})
    opinion = Opinion.objects.get()
    assert (opinion.clear, opinion.useful, opinion.respectful) == ("yes", "", "partly")
    assert opinion.month.day == 1
    assert [field.name for field in Opinion._meta.get_fields()] == ["id", "month", "clear", "useful", "respectful"]
    entry = AuditEntry.objects.get(subject_kind="rights_check.opinion", verb="created")
    assert (entry.subject, entry.person) == (None, None)


@pytest.mark.parametrize("typed", [{}, {"clear": "excellent"}])
def test_what_is_not_an_answer_is_told_and_kept_out(typed: dict[str, str], sign_in: SignIn) -> None:
    answer = sign_in().post(reverse("opinion_create"), typed)
    assert answer.status_code == 200
    assert "error-summary" in answer.content.decode()
    assert not Opinion.objects.exists()


def test_counts_by_question_for_the_team_only() -> None:
    actor = factories.UserFactory()
    for answers in ({"clear": "yes"}, {"clear": "yes", "useful": "no"}, {"useful": "partly"}):
        note_opinion(actor=actor, answers=answers, now=factories.NOW)
    clear, useful, respectful = opinion_counts(actor)
    assert (clear.counts, clear.answered) == ([2, 0, 0], 2)
    assert (useful.counts, useful.answered) == ([0, 1, 1], 2)
    assert respectful.answered == 0
    partner = factories.UserFactory(role=Role.PARTNER)
    assert [line.answered for line in opinion_counts(partner)] == [0, 0, 0]


def test_an_opinion_without_any_answer_is_refused() -> None:
    with pytest.raises(ValidationError):
        note_opinion(actor=factories.UserFactory(), answers={}, now=factories.NOW)


def test_opinion_has_an_answer() -> None:
    with pytest.raises(IntegrityError) as refusal, transaction.atomic():
        Opinion.objects.create(month=dt.date(2026, 10, 1))
    assert violated_constraint(refusal.value) == "opinion_has_an_answer"
