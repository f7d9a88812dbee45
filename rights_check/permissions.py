import uuid
from typing import TypeVar

from django.http import Http404

from rights_check.models import BenefitClaim, EligibilityResult, OpenedRight, RightsReview
from tznr.accounts.models import User

Row = TypeVar("Row")


def get_review_for(user: User, pk: uuid.UUID) -> RightsReview:
    _team_only(user)
    return _or_404(RightsReview.objects.select_related("person", "conducted_by").filter(pk=pk).first())


def get_result_for(user: User, pk: uuid.UUID) -> EligibilityResult:
    _team_only(user)
    return _or_404(EligibilityResult.objects.select_related("review__person").filter(pk=pk).first())


def get_claim_for(user: User, pk: uuid.UUID) -> BenefitClaim:
    _team_only(user)
    claims = BenefitClaim.objects.select_related("person", "created_by", "result__review", "opened_right")
    return _or_404(claims.filter(pk=pk).first())


def get_opened_right_for(user: User, pk: uuid.UUID) -> OpenedRight:
    _team_only(user)
    return _or_404(OpenedRight.objects.select_related("person", "claim").filter(pk=pk).first())


def _team_only(user: User) -> None:
    """Within the team everybody sees every review; nobody else sees any."""
    if not user.is_team:
        raise Http404


def _or_404(row: Row | None) -> Row:
    if row is None:
        raise Http404
    return row
