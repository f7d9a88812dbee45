"""Three anonymous taps after a review: was it clear, useful, respectful."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Count

from rights_check.enums import Tap
from rights_check.models import Opinion
from rights_check.services import first_of_month
from tznr.accounts.models import User
from tznr.journal.enums import Verb
from tznr.journal.services import record

QUESTIONS = {
    "clear": "Était-ce clair ?",
    "useful": "Était-ce utile ?",
    "respectful": "Vous a-t-on parlé avec respect ?",
}


@transaction.atomic
def note_opinion(*, actor: User, answers: Mapping[str, str], now: datetime) -> Opinion:
    """`answers`: a `Tap` for each question answered. Raises ValidationError when there is none."""
    opinion = Opinion(month=first_of_month(now), **answers)
    opinion.full_clean()
    opinion.save(force_insert=True)
    # The model and not the record: the journal must not lead from a review to an opinion.
    record(actor=actor, verb=Verb.CREATED, subject=Opinion)
    return opinion


@dataclass(frozen=True)
class QuestionCount:
    question: str
    counts: list[int]
    """In the order of `Tap`."""
    answered: int


def opinion_counts(user: User) -> list[QuestionCount]:
    """How many persons gave each answer to each question; nothing outside the team."""
    opinions = Opinion.objects.all() if user.is_team else Opinion.objects.none()
    lines = []
    for name, question in QUESTIONS.items():
        rows = dict(opinions.exclude(**{name: ""}).order_by().values_list(name).annotate(number=Count("pk")))
        counts = [rows.get(tap.value, 0) for tap in Tap]
        lines.append(QuestionCount(question, counts, sum(counts)))
    return lines
