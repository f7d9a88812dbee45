"""Writes of the rights reviews. Claims and opened rights are in `claims.py`, re-exported here."""

from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from beneficiaries.models import Person
from beneficiaries.services import GivenInformation, note_information
from rights_check.answers import HOUSEHOLD, HOUSING, INCOMES, situation_from_answers
from rights_check.claims import create_claim, create_claim_without_review, move_claim, open_right
from rights_check.engine import Assessment, Month, Situation, assess
from rights_check.enums import EligibilityStatus, NonTakeUpReason, ReviewState
from rights_check.models import EligibilityResult, RightsReview
from tznr.accounts.models import User
from tznr.journal.enums import Verb
from tznr.journal.services import record

__all__ = [
    "ReviewIsFrozen",
    "attach_review",
    "bring_to_month",
    "complete_review",
    "create_claim",
    "create_claim_without_review",
    "freeze_review",
    "move_claim",
    "note_non_take_up",
    "open_right",
    "save_answers",
    "start_anonymous_review",
    "start_review",
]

NET_TAXABLE = "_net_taxable"


class ReviewIsFrozen(Exception):
    """A completed review never changes: a new one is started to correct it."""


def first_of_month(moment: datetime) -> date:
    return timezone.localdate(moment).replace(day=1)


@transaction.atomic
def start_review(*, actor: User, person: Person, now: datetime) -> RightsReview:
    """Return the draft of that person if there is one, else a new one that takes up what she answered last time."""
    Person.objects.select_for_update().get(pk=person.pk)
    draft = RightsReview.objects.filter(person=person, state=ReviewState.DRAFT).first()
    if draft:
        return draft
    month = first_of_month(now)
    review = RightsReview.objects.create(
        person=person, month=month, conducted_by=actor, started_at=now, answers=_taken_up(person, month)
    )
    record(actor=actor, verb=Verb.CREATED, subject=review, person=person)
    return review


@transaction.atomic
def start_anonymous_review(*, actor: User, now: datetime) -> RightsReview:
    """A review at a stand: nobody is recorded."""
    review = RightsReview.objects.create(anonymous=True, month=first_of_month(now), conducted_by=actor, started_at=now)
    record(actor=actor, verb=Verb.CREATED, subject=review)
    return review


@transaction.atomic
def attach_review(
    *,
    actor: User,
    review: RightsReview,
    person: Person,
    information: GivenInformation,
    read_version: int,
    now: datetime,
) -> RightsReview:
    """Put an anonymous review in the file of the person, who agreed and was informed.

    Raises ValidationError when it already has a person or she has a draft under way, or ChangedMeanwhile.
    """
    Person.objects.select_for_update().get(pk=person.pk)
    if review.person_id is not None:
        raise ValidationError("Ce bilan est déjà celui d’une personne.")
    if review.state == ReviewState.DRAFT and person.rights_reviews.filter(state=ReviewState.DRAFT).exists():
        raise ValidationError("Cette personne a déjà un bilan en cours : le terminer, ou terminer celui-ci d’abord.")
    review.person, review.attached_at = person, now
    review.save_version(read_version=read_version, update_fields=["person", "attached_at", "version"])
    note_information(actor=actor, person=person, information=information, now=now)
    record(actor=actor, verb=Verb.CHANGED, subject=review, person=person)
    return review


def _taken_up(person: Person, month: date) -> dict[str, Any]:
    """Answers of the last review: all of them in the same month, else only the household and the housing."""
    last = RightsReview.objects.filter(person=person, state=ReviewState.COMPLETED).order_by("-completed_at").first()
    if last is None:
        return {}
    if last.month == month:
        return dict(last.answers)
    return {step: last.answers[step] for step in (HOUSEHOLD, HOUSING) if step in last.answers}


@transaction.atomic
def save_answers(
    *, actor: User, review: RightsReview, step: str, values: dict[str, Any], read_version: int
) -> RightsReview:
    """Keep the answers of one step. Raises ChangedMeanwhile when somebody else saved, ReviewIsFrozen when completed."""
    _refuse_frozen(review)
    review.answers = {**review.answers, step: values}
    review.save_version(read_version=read_version, update_fields=["answers", "version"])
    record(actor=actor, verb=Verb.CHANGED, subject=review, person=review.person_id)
    return review


@transaction.atomic
def bring_to_month(*, actor: User, review: RightsReview, read_version: int, now: datetime) -> RightsReview:
    """Move a draft left over from an earlier month to the present one; what was asked over a year is asked again."""
    _refuse_frozen(review)
    incomes = review.answers.get(INCOMES, {})
    kept = {name: value for name, value in incomes.items() if not name.endswith(NET_TAXABLE)}
    review.answers = {**review.answers, INCOMES: kept} if INCOMES in review.answers else review.answers
    review.month = first_of_month(now)
    review.save_version(read_version=read_version, update_fields=["answers", "month", "version"])
    record(actor=actor, verb=Verb.CHANGED, subject=review, person=review.person_id)
    return review


def complete_review(*, actor: User, review: RightsReview, read_version: int, now: datetime) -> RightsReview:
    """Compute the rights, then freeze them. The calculation (2 s) is over before the transaction opens.

    Raises InvalidSituation when the answers cannot be true, ArithmeticError when the calculation fails,
    ReviewIsFrozen, or ChangedMeanwhile.
    """
    _refuse_frozen(review)
    month = Month.of(review.month)
    situation = situation_from_answers(review.answers, month)
    assessment = assess(situation, month)
    return freeze_review(
        actor=actor, review=review, situation=situation, assessment=assessment, read_version=read_version, now=now
    )


@transaction.atomic
def freeze_review(
    *,
    actor: User,
    review: RightsReview,
    situation: Situation,
    assessment: Assessment,
    read_version: int,
    now: datetime,
) -> RightsReview:
    """Freeze a review with its inputs, its results and the version of the legislation."""
    _refuse_frozen(review)
    review.state = ReviewState.COMPLETED
    review.completed_at = now
    review.situation = situation.to_json()
    review.legislation = {
        "openfisca_france": assessment.legislation.openfisca_france,
        "openfisca_core": assessment.legislation.openfisca_core,
        "parameters_date": assessment.legislation.parameters_date.isoformat(),
    }
    review.net_monthly_gain = assessment.net_monthly_gain
    review.save_version(read_version=read_version)
    EligibilityResult.objects.bulk_create(
        EligibilityResult(
            review=review,
            benefit=result.benefit.value,
            status=result.status.value,
            monthly_amount=result.monthly_amount,
            yearly_amount=result.yearly_amount,
            monthly_cost=result.monthly_cost,
            variant=result.variant,
            reasons=list(result.reasons),
            missing=[missing.label for missing in result.missing],
            file_before=result.deadline,
        )
        for result in assessment.results
    )
    record(actor=actor, verb=Verb.MOVED, subject=review, person=review.person_id)
    return review


@transaction.atomic
def note_non_take_up(*, actor: User, result: EligibilityResult, reason: NonTakeUpReason | None) -> EligibilityResult:
    """Note why a right found was not asked for; None takes the note away."""
    if result.status in (EligibilityStatus.RECEIVED, EligibilityStatus.NOT_ELIGIBLE):
        raise ValueError("Only a right that may be open has a cause of non-take-up.")
    result.non_take_up_reason = reason or ""
    result.save(update_fields=["non_take_up_reason"])
    record(actor=actor, verb=Verb.CHANGED, subject=result, person=result.review.person_id)
    return result


def _refuse_frozen(review: RightsReview) -> None:
    if review.state != ReviewState.DRAFT:
        raise ReviewIsFrozen
