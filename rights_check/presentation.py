"""What the pages show of a review: answers in words, and one block per right."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from rights_check.claim_actions import actions_for
from rights_check.engine import Benefit, BenefitDescription, reserves
from rights_check.enums import BenefitCode, ClaimState, EligibilityStatus
from rights_check.fields import UNKNOWN, MonthField
from rights_check.forms import NonTakeUpForm
from rights_check.models import BenefitClaim, EligibilityResult, RightsReview
from rights_check.questionnaire import STEPS
from tznr.web import tones
from tznr.web.templatetags.typography import euros, french_date, month

STATUS_TONES = {
    EligibilityStatus.PROBABLE: tones.SUCCESS,
    EligibilityStatus.TO_VERIFY: tones.WARNING,
    EligibilityStatus.RECEIVED: tones.INFO,
    EligibilityStatus.NOT_ELIGIBLE: tones.NEUTRAL,
}
CLAIM_TONES = {
    ClaimState.TO_DO: tones.WARNING,
    ClaimState.DOCUMENTS_MISSING: tones.WARNING,
    ClaimState.NO_ANSWER: tones.DANGER,
    ClaimState.GRANTED: tones.SUCCESS,
    ClaimState.REFUSED: tones.DANGER,
    ClaimState.ABANDONED: tones.NEUTRAL,
    ClaimState.NOT_WANTED: tones.NEUTRAL,
}
ORDER = [EligibilityStatus.PROBABLE, EligibilityStatus.TO_VERIFY, EligibilityStatus.RECEIVED]


def status_tone(status: str) -> str:
    return STATUS_TONES[EligibilityStatus(status)]


def claim_tone(state: str) -> str:
    return CLAIM_TONES.get(ClaimState(state), tones.INFO)


@dataclass(frozen=True)
class ResultBlock:
    """One right of a review, with what the catalogue says about it and what can be done."""

    result: EligibilityResult
    description: BenefitDescription
    payer: str
    tone: str
    months_lost: Decimal | None
    reason_form: NonTakeUpForm | None
    claim: BenefitClaim | None
    claim_tone: str
    claim_actions: list[dict[str, str]]

    @property
    def reasons(self) -> list[str]:
        return [reason for reason in self.result.reasons if reason not in self._conditions]

    @property
    def reserves(self) -> list[str]:
        """The conditions that were not asked about: said, but apart, since they concern few people."""
        return [reason for reason in self.result.reasons if reason in self._conditions]

    @property
    def _conditions(self) -> tuple[str, ...]:
        return reserves(Benefit(self.result.benefit))

    @property
    def is_open(self) -> bool:
        return self.result.status in (EligibilityStatus.PROBABLE, EligibilityStatus.TO_VERIFY)

    @property
    def is_closed(self) -> bool:
        """No right this month: told in one line among the others."""
        return self.result.status == EligibilityStatus.NOT_ELIGIBLE


def result_blocks(review: RightsReview, today: date) -> list[ResultBlock]:
    """The rights of a completed review, what can be won first."""
    agricultural = (review.situation or {}).get("agricultural_scheme")
    results = list(review.results.all())
    claims = {claim.result_id: claim for claim in BenefitClaim.objects.filter(result__in=results)}
    results.sort(key=lambda result: (_rank(result.status), BenefitCode.values.index(result.benefit)))
    return [_block(result, claims.get(result.pk), agricultural, today) for result in results]


def _rank(status: str) -> int:
    return ORDER.index(EligibilityStatus(status)) if status in ORDER else len(ORDER)


def _block(
    result: EligibilityResult, claim: BenefitClaim | None, agricultural: bool | None, today: date
) -> ResultBlock:
    description = Benefit(result.benefit).description
    open_question = result.status in (EligibilityStatus.PROBABLE, EligibilityStatus.TO_VERIFY)
    in_time = result.file_before is not None and result.file_before >= today
    return ResultBlock(
        result=result,
        description=description,
        payer=description.payer(agricultural_scheme=agricultural),
        tone=status_tone(result.status),
        months_lost=result.monthly_amount if in_time else None,
        reason_form=NonTakeUpForm(initial={"reason": result.non_take_up_reason}, auto_id=f"id_{result.benefit}_%s")
        if open_question
        else None,
        claim=claim,
        claim_tone=claim_tone(claim.state) if claim else "",
        claim_actions=actions_for(claim) if claim else [],
    )


def gain_is_minimum(blocks: Iterable[ResultBlock]) -> bool:
    """A right still to verify could add to the gain."""
    return any(block.result.status == EligibilityStatus.TO_VERIFY for block in blocks)


def papers_to_gather(blocks: Iterable[ResultBlock]) -> list[str]:
    """The papers of all the rights worth asking for, each once."""
    papers = [paper for block in blocks if block.is_open for paper in block.description.papers]
    return list(dict.fromkeys(papers))


@dataclass(frozen=True)
class AnswerLine:
    label: str
    value: str


@dataclass(frozen=True)
class AnsweredStep:
    slug: str
    title: str
    lines: list[AnswerLine]
    unknown: list[str]


def answered_steps(review: RightsReview) -> list[AnsweredStep]:
    """The answers of each step in words, and the questions that were left open."""
    return [_answered(form_class(review=review)) for form_class in STEPS.values()]


def _answered(form: Any) -> AnsweredStep:
    lines, unknown = [], []
    for section in form.sections:
        for field in section.fields:
            value = _in_words(field) if form.stored else ""
            label = f"{section.title} – {field.label}" if len(form.sections) > 1 else field.label
            if value:
                lines.append(AnswerLine(label, value))
            elif field.name != "nothing_received":
                unknown.append(label)
    return AnsweredStep(form.slug, form.title, lines, unknown)


def _in_words(field: Any) -> str:
    value = field.form.now.get(field.name)
    if isinstance(value, Decimal):
        return euros(value)
    if isinstance(value, date):
        return month(value) if isinstance(field.field, MonthField) else french_date(value)
    if value in (None, UNKNOWN, "", []) or value is False:
        return ""
    choices = dict(getattr(field.field, "choices", []))
    if isinstance(value, list):
        return ", ".join(str(choices[one]) for one in value)
    return str(choices.get(value, "Oui" if value is True else value))
