"""Reads, always scoped by who asks: the team sees every review, claim and opened right; nobody else sees any."""

from datetime import date, timedelta
from typing import TypeVar

from django.db.models import Case, F, Model, Q, QuerySet, When

from beneficiaries.models import Person
from beneficiaries.selectors import search_persons
from rights_check.claims import CLOSED_STATES
from rights_check.enums import BenefitCode, ClaimState, Evidence, ReviewState
from rights_check.models import BenefitClaim, ClaimTransition, OpenedRight, RightsReview
from tznr.accounts.models import User

Row = TypeVar("Row", bound=Model)
WAITING_STATES = (
    ClaimState.FILED,
    ClaimState.DOCUMENTS_MISSING,
    ClaimState.UNDER_REVIEW,
    ClaimState.NO_ANSWER,
    ClaimState.APPEALED,
)
WITHOUT_ANSWER_AFTER = timedelta(days=61)
"""Two months: beyond them, the agency's silence has to be questioned."""


def reviews_for(user: User) -> QuerySet[RightsReview]:
    return _scoped(user, RightsReview.objects.select_related("person", "conducted_by"))


def list_reviews(
    *,
    user: User,
    query: str = "",
    state: ReviewState | None = None,
    since: date | None = None,
    until: date | None = None,
) -> QuerySet[RightsReview]:
    """`since` and `until` bear on the day the review was started."""
    reviews = _of_persons_found(user, reviews_for(user), query)
    if state:
        reviews = reviews.filter(state=state)
    if since:
        reviews = reviews.filter(started_at__date__gte=since)
    if until:
        reviews = reviews.filter(started_at__date__lte=until)
    return reviews.order_by("-started_at", "id")


def claims_for(user: User) -> QuerySet[BenefitClaim]:
    return _scoped(user, BenefitClaim.objects.select_related("person"))


def list_claims(
    *,
    user: User,
    today: date,
    query: str = "",
    state: ClaimState | None = None,
    benefit: BenefitCode | None = None,
    late: bool = False,
    to_file: bool = False,
) -> QuerySet[BenefitClaim]:
    """The claims: what is to do, then what waits for an answer, then what is closed; the soonest first."""
    claims = _of_persons_found(user, claims_for(user), query)
    if state:
        claims = claims.filter(state=state)
    if benefit:
        claims = claims.filter(benefit=benefit)
    if late:
        claims = claims.filter(is_late(today))
    if to_file:
        claims = claims.filter(is_to_file(today))
    rank = Case(When(state=ClaimState.TO_DO, then=0), When(state__in=CLOSED_STATES, then=2), default=1)
    return claims.order_by(rank, F("file_before").asc(nulls_last=True), "-created_at", "id")


def is_late(today: date) -> Q:
    """Still to do after its date, or waiting for an answer for more than two months."""
    return Q(state=ClaimState.TO_DO, file_before__lt=today) | Q(
        state__in=WAITING_STATES, filed_on__lt=today - WITHOUT_ANSWER_AFTER
    )


def claim_is_late(claim: BenefitClaim, today: date) -> bool:
    """The same rule as `is_late`, for a claim already read."""
    if claim.state == ClaimState.TO_DO:
        return claim.file_before is not None and claim.file_before < today
    return (
        claim.state in WAITING_STATES and claim.filed_on is not None and claim.filed_on < today - WITHOUT_ANSWER_AFTER
    )


def is_to_file(today: date) -> Q:
    """Still to do, and a month is lost if it is not filed before the end of this one (or was lost already)."""
    end_of_month = (today.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)
    return Q(state=ClaimState.TO_DO, file_before__lte=end_of_month)


def drafts_to_resume(user: User) -> QuerySet[RightsReview]:
    return reviews_for(user).filter(state=ReviewState.DRAFT).order_by("started_at", "id")


def opened_rights_for(user: User) -> QuerySet[OpenedRight]:
    return _scoped(user, OpenedRight.objects.select_related("person", "recorded_by"))


def list_opened_rights(
    *,
    user: User,
    query: str = "",
    benefit: BenefitCode | None = None,
    evidence: Evidence | None = None,
    since: date | None = None,
    until: date | None = None,
) -> QuerySet[OpenedRight]:
    """`since` and `until` bear on the day the right was noted."""
    rights = _of_persons_found(user, opened_rights_for(user), query)
    if benefit:
        rights = rights.filter(benefit=benefit)
    if evidence:
        rights = rights.filter(evidence=evidence)
    if since:
        rights = rights.filter(recorded_at__date__gte=since)
    if until:
        rights = rights.filter(recorded_at__date__lte=until)
    return rights.order_by("-recorded_at", "id")


def history_of(claim: BenefitClaim) -> QuerySet[ClaimTransition]:
    return claim.transitions.select_related("by").order_by("-at", "-id")


def reviews_of(user: User, person: Person) -> QuerySet[RightsReview]:
    return reviews_for(user).filter(person=person).prefetch_related("results").order_by("-started_at")


def _scoped(user: User, rows: QuerySet[Row]) -> QuerySet[Row]:
    return rows if user.is_team else rows.none()


def _of_persons_found(user: User, rows: QuerySet[Row], query: str) -> QuerySet[Row]:
    """Rows of the persons that a search finds; all of them when nothing is searched for."""
    if not query.strip():
        return rows
    return rows.filter(person__in=search_persons(user=user, query=query).order_by().values("pk"))
