"""The estimate beside the questionnaire: the same engine, on what is answered so far. Nothing is kept."""

from dataclasses import dataclass, field

from django.http import QueryDict

from rights_check.answers import situation_from_answers
from rights_check.engine import Assessment, BenefitResult, InvalidSituation, Month, assess
from rights_check.enums import EligibilityStatus
from rights_check.models import RightsReview
from rights_check.presentation import status_tone
from rights_check.questionnaire import STEPS

MISSING_SHOWN = 3
"""Facts named for one right: the others are counted, the questionnaire will ask for them anyway."""


@dataclass(frozen=True)
class LiveResult:
    """One right that is open, or may be."""

    result: BenefitResult
    missing: list[str]
    """Words of the first facts that are missing."""
    missing_more: int
    tone: str


@dataclass(frozen=True)
class LiveEstimate:
    """`problems`: why nothing can be said, in words; the rest is empty then."""

    assessment: Assessment | None = None
    open_results: list[LiveResult] = field(default_factory=list)
    closed_names: list[str] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)


def estimate(review: RightsReview, step: str, typed: QueryDict) -> LiveEstimate:
    """`typed`: the answers of `step` as they stand in the page. One that is mistyped counts as not known."""
    form = STEPS[step](typed, review=review)
    form.is_valid()
    impossible = [
        str(message) for name, errors in form.errors.items() if form.now.get(name) is not None for message in errors
    ]
    if impossible:
        return LiveEstimate(problems=impossible)
    month = Month.of(review.month)
    try:
        assessment = assess(situation_from_answers({**review.answers, step: form.to_store()}, month), month)
    except InvalidSituation as refusal:
        return LiveEstimate(problems=[problem.message for problem in refusal.problems])
    except ArithmeticError:
        return LiveEstimate(problems=["Le calcul n’aboutit pas pour ces réponses."])
    closed = [result for result in assessment.results if result.status.value == EligibilityStatus.NOT_ELIGIBLE]
    return LiveEstimate(
        assessment=assessment,
        open_results=[_shown(result) for result in assessment.results if result not in closed],
        closed_names=[result.benefit.description.name for result in closed],
    )


def _shown(result: BenefitResult) -> LiveResult:
    labels = [missing.label for missing in result.missing]
    return LiveResult(
        result=result,
        missing=labels[:MISSING_SHOWN],
        missing_more=len(labels[MISSING_SHOWN:]),
        tone=status_tone(result.status.value),
    )
