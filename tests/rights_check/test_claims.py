"""Claims move along their table and nowhere else; a right is opened once, with its claim granted."""

import datetime as dt
import itertools
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from rights_check import services
from rights_check.claims import route
from rights_check.enums import CLAIM_TRANSITIONS, BenefitCode, ClaimState, EligibilityStatus, Evidence
from rights_check.models import BenefitClaim, OpenedRight
from tests import factories
from tznr.records.constraints import violated_constraint
from tznr.records.models import ChangedMeanwhile

pytestmark = pytest.mark.django_db
NOW = factories.NOW
TODAY = NOW.date()
YESTERDAY = TODAY - dt.timedelta(days=1)


def claim_in(state: ClaimState = ClaimState.TO_DO) -> BenefitClaim:
    return factories.BenefitClaimFactory(state=state)


def test_a_probable_right_becomes_a_claim_once_with_its_deadline() -> None:
    result = factories.EligibilityResultFactory(file_before=dt.date(2026, 10, 31))
    actor = result.review.conducted_by
    claim = services.create_claim(actor=actor, result=result, now=NOW)
    assert (claim.person, claim.benefit, claim.state) == (result.review.person, "rsa", ClaimState.TO_DO)
    assert claim.file_before == dt.date(2026, 10, 31)
    assert services.create_claim(actor=actor, result=result, now=NOW) == claim
    assert [(move.from_state, move.to_state) for move in claim.transitions.all()] == [("", "to_do")]


def test_a_claim_under_way_for_the_same_right_is_taken_up() -> None:
    claim = claim_in(ClaimState.FILED)
    result = factories.EligibilityResultFactory(review__person=claim.person)
    assert services.create_claim(actor=claim.created_by, result=result, now=NOW) == claim
    other = services.create_claim_without_review(
        actor=claim.created_by, person=claim.person, benefit=BenefitCode.AIDE_LOGEMENT, now=NOW
    )
    assert other != claim


def test_no_claim_is_made_of_a_right_that_is_not_open() -> None:
    result = factories.EligibilityResultFactory(status=EligibilityStatus.NOT_ELIGIBLE, monthly_amount=None)
    with pytest.raises(ValidationError):
        services.create_claim(actor=result.review.conducted_by, result=result, now=NOW)


@pytest.mark.parametrize("from_state", ClaimState)
@pytest.mark.parametrize("to_state", ClaimState)
def test_only_the_moves_of_the_table_are_accepted(from_state: ClaimState, to_state: ClaimState) -> None:
    claim = claim_in(from_state)
    arguments: dict[str, Any] = {"filed_on": YESTERDAY, "decided_on": TODAY}
    if to_state in CLAIM_TRANSITIONS[from_state]:
        services.move_claim(actor=claim.created_by, claim=claim, to_state=to_state, now=NOW, **arguments)
        claim.refresh_from_db()
        assert claim.state == to_state
        (move,) = claim.transitions.all()
        assert (move.from_state, move.to_state, move.by) == (from_state, to_state, claim.created_by)
    else:
        with pytest.raises(ValidationError, match="ne peut pas devenir"):
            services.move_claim(actor=claim.created_by, claim=claim, to_state=to_state, now=NOW, **arguments)
        claim.refresh_from_db()
        assert claim.state == from_state
        assert not claim.transitions.exists()


@pytest.mark.parametrize(
    ("from_state", "to_state", "dates", "field"),
    [
        (ClaimState.TO_DO, ClaimState.FILED, {}, "filed_on"),
        (ClaimState.TO_DO, ClaimState.FILED, {"filed_on": TODAY + dt.timedelta(days=1)}, "filed_on"),
        (ClaimState.FILED, ClaimState.GRANTED, {}, "decided_on"),
        (ClaimState.FILED, ClaimState.REFUSED, {"decided_on": TODAY + dt.timedelta(days=1)}, "decided_on"),
        (ClaimState.FILED, ClaimState.REFUSED, {"decided_on": dt.date(2026, 9, 30)}, "decided_on"),
    ],
)
def test_dates_that_cannot_be_are_refused_at_their_field(
    from_state: ClaimState, to_state: ClaimState, dates: dict[str, Any], field: str
) -> None:
    claim = claim_in(from_state)
    with pytest.raises(ValidationError) as refusal:
        services.move_claim(actor=claim.created_by, claim=claim, to_state=to_state, now=NOW, **dates)
    assert list(refusal.value.error_dict) == [field]


def test_the_second_to_move_a_claim_is_told() -> None:
    claim = claim_in()
    hers = BenefitClaim.objects.get(pk=claim.pk)
    services.move_claim(actor=claim.created_by, claim=claim, to_state=ClaimState.NOT_WANTED, now=NOW)
    with pytest.raises(ChangedMeanwhile):
        services.move_claim(actor=claim.created_by, claim=hers, to_state=ClaimState.FILED, now=NOW, filed_on=TODAY)
    claim.refresh_from_db()
    assert claim.state == ClaimState.NOT_WANTED
    assert claim.transitions.count() == 1


@pytest.mark.parametrize(
    ("fields", "constraint"),
    [
        ({"state": "dreamt"}, "claim_state_known"),
        ({"state": "filed"}, "claim_filed_has_a_date"),
        ({"state": "granted"}, "claim_decision_has_a_date"),
        ({"filed_on": TODAY}, "claim_to_do_has_no_date"),
        ({"state": "granted", "filed_on": TODAY, "decided_on": YESTERDAY}, "claim_decided_after_filing"),
    ],
)
def test_the_database_refuses_what_a_state_cannot_be(fields: dict[str, object], constraint: str) -> None:
    claim = claim_in()
    with pytest.raises(IntegrityError) as refusal, transaction.atomic():
        BenefitClaim.objects.filter(pk=claim.pk).update(**fields)
    assert violated_constraint(refusal.value) == constraint


class RandomWalks(TestCase):
    @settings(max_examples=30, derandomize=True, deadline=None)
    @given(st.lists(st.sampled_from(list(ClaimState)), max_size=8))
    def test_a_random_walk_never_leaves_the_table(self, moves: list[ClaimState]) -> None:
        claim = factories.BenefitClaimFactory()
        for to_state in moves:
            before = ClaimState(claim.state)
            try:
                services.move_claim(
                    actor=claim.created_by,
                    claim=claim,
                    to_state=to_state,
                    now=NOW,
                    filed_on=YESTERDAY,
                    decided_on=TODAY,
                )
            except ValidationError:
                assert to_state not in CLAIM_TRANSITIONS[before]
            claim.refresh_from_db()
            assert claim.state in {before, *CLAIM_TRANSITIONS[before]}
        history = [(move.from_state, move.to_state) for move in claim.transitions.order_by("at", "pk")]
        assert all(to in CLAIM_TRANSITIONS[ClaimState(start)] for start, to in history)
        assert claim.state == ClaimState.TO_DO or history


def open_right(of_claim: BenefitClaim, **changes: object) -> OpenedRight:
    arguments: dict[str, object] = {
        "actor": of_claim.created_by,
        "person": of_claim.person,
        "benefit": of_claim.benefit,
        "effective_month": dt.date(2026, 10, 14),
        "evidence": Evidence.PROOF_SEEN,
        "monthly_amount": Decimal("573.49"),
        "claim": of_claim,
        "now": NOW,
    }
    return services.open_right(**(arguments | changes))  # type: ignore[arg-type]


def test_a_right_is_opened_with_its_claim_granted() -> None:
    claim = claim_in(ClaimState.UNDER_REVIEW)
    right = open_right(claim, arrears=Decimal("1146.98"), decided_on=TODAY)
    claim.refresh_from_db()
    assert (right.effective_month, right.monthly_amount, right.arrears) == (
        dt.date(2026, 10, 1),
        Decimal("573.49"),
        Decimal("1146.98"),
    )
    assert (claim.state, claim.decided_on) == (ClaimState.GRANTED, TODAY)
    assert [(move.from_state, move.to_state) for move in claim.transitions.all()] == [("under_review", "granted")]


@pytest.mark.parametrize("state", ClaimState)
def test_a_right_that_opened_by_surprise_still_follows_the_table(state: ClaimState) -> None:
    claim = claim_in(state)
    open_right(claim)
    claim.refresh_from_db()
    assert claim.state == ClaimState.GRANTED
    steps = [state, *route(state, ClaimState.GRANTED)]
    assert all(after in CLAIM_TRANSITIONS[before] for before, after in itertools.pairwise(steps))
    assert claim.transitions.count() == len(steps) - 1


def test_a_right_is_noted_once() -> None:
    claim = claim_in(ClaimState.FILED)
    open_right(claim)
    with pytest.raises(ValidationError, match="déjà noté"):
        open_right(claim)
    with pytest.raises(ValidationError, match="déjà noté"):
        open_right(claim, claim=None)
    assert OpenedRight.objects.count() == 1


@pytest.mark.parametrize(
    "changes",
    [
        {"monthly_amount": Decimal(-1)},
        {"arrears": Decimal(-1)},
        {"effective_month": dt.date(2027, 9, 1)},
        {"evidence": "hearsay"},
        {"decided_on": TODAY + dt.timedelta(days=3)},
        {"benefit": BenefitCode.AIDE_LOGEMENT},
    ],
)
def test_a_right_that_cannot_be_leaves_nothing_behind(changes: dict[str, object]) -> None:
    claim = claim_in(ClaimState.FILED)
    with pytest.raises(ValidationError):
        open_right(claim, **changes)
    claim.refresh_from_db()
    assert claim.state == ClaimState.FILED
    assert not OpenedRight.objects.exists()


def test_the_database_refuses_the_same_right_twice_and_negative_amounts() -> None:
    right = factories.OpenedRightFactory()
    with pytest.raises(IntegrityError), transaction.atomic():
        factories.OpenedRightFactory(person=right.person)
    for fields in ({"monthly_amount": -1}, {"arrears": -1}):
        with pytest.raises(IntegrityError) as refusal, transaction.atomic():
            OpenedRight.objects.filter(pk=right.pk).update(**fields)
        assert violated_constraint(refusal.value) == "opened_right_amounts_positive"
