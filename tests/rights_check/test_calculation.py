"""The real calculation, through the service and through the page. The engine's own truth is tested in engine/."""

import datetime as dt
from collections.abc import Callable
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from rights_check import services
from rights_check.engine import Benefit, InvalidSituation, Month, Situation, assess, load_legislation
from rights_check.models import RightsReview
from tests import factories
from tests.rights_check.households import ALONE, alone_without_income
from tznr.web.templatetags.typography import euros

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("engine")]
NOW = factories.NOW


def complete(review: RightsReview) -> RightsReview:
    return services.complete_review(actor=review.conducted_by, review=review, read_version=review.version, now=NOW)


def statuses(review: RightsReview) -> dict[str, str]:
    return dict(review.results.values_list("benefit", "status"))


def test_a_single_person_without_income_has_the_official_rsa_less_the_lump_sum_of_free_housing() -> None:
    """651.69 € from April 2026, less 12 % for a person housed free (CASF R. 262-9): 573.49 €."""
    review = complete(factories.RightsReviewFactory(answers=alone_without_income()))
    rsa = review.results.get(benefit="rsa")
    assert (rsa.status, rsa.monthly_amount) == ("probable", Decimal("573.49"))
    assert rsa.file_before == dt.date(2026, 10, 31)
    assert review.net_monthly_gain == Decimal("573.49")
    open_rights = {benefit: status for benefit, status in statuses(review).items() if status != "not_eligible"}
    assert open_rights == {"rsa": "probable", "css": "probable"}


def test_the_frozen_situation_gives_the_same_result_again() -> None:
    review = complete(factories.RightsReviewFactory(answers=alone_without_income()))
    review.refresh_from_db()
    again = assess(Situation.from_json(review.situation or {}), Month.of(review.month))
    assert again.net_monthly_gain == review.net_monthly_gain
    assert {result.benefit.value: result.monthly_amount for result in again.results} == dict(
        review.results.values_list("benefit", "monthly_amount")
    )


@pytest.mark.parametrize(
    "steps",
    [
        {},
        {"revenus": {}},
        {"foyer": {**ALONE, "claimant_residence": "not_said"}},
        {"foyer": {**ALONE, "claimant_residence": ""}},
    ],
)
def test_what_is_not_known_never_gives_an_amount(steps: dict[str, dict[str, object]]) -> None:
    answers = alone_without_income(**steps) if steps else {}
    review = complete(factories.RightsReviewFactory(answers=answers))
    assert statuses(review)["rsa"] == "to_verify"
    assert list(review.results.exclude(monthly_amount=None)) == []
    assert review.net_monthly_gain is None


def test_a_tenant_whose_taxable_pay_is_not_known_gets_no_housing_amount() -> None:
    paid = {f"claimant_salary_2026-{month:02}": "1400" for month in (6, 7, 8, 9)}
    incomes = {
        "claimant_has_income": "yes",
        "claimant_kinds": ["salary"],
        "claimant_salary_stopped": "no",
        "savings": "0",
        "other_property": "no",
        "agricultural_scheme": "no",
        **paid,
    }
    housing = {
        "kind": "tenant_unfurnished",
        "rent": "500",
        "commune": "21231",
        "social_landlord": "no",
        "landlord_is_relative": "no",
    }
    review = complete(factories.RightsReviewFactory(answers=alone_without_income(revenus=incomes, logement=housing)))
    result = review.results.get(benefit="aide_logement")
    assert (result.status, result.monthly_amount) == ("to_verify", None)
    assert "le net imposable des douze derniers mois" in result.missing


def test_answers_that_cannot_be_true_leave_the_draft_as_it_was() -> None:
    review = factories.RightsReviewFactory(
        answers=alone_without_income(foyer={**ALONE, "claimant_birth_date": "2025-01-01"})
    )
    with pytest.raises(InvalidSituation):
        complete(review)
    review.refresh_from_db()
    assert (review.state, review.results.count()) == ("draft", 0)


def test_from_the_summary_to_the_result(sign_in: Callable[..., Client]) -> None:
    client = sign_in()
    load_legislation()
    this_month = timezone.localdate().replace(day=1)
    review = factories.RightsReviewFactory(answers=alone_without_income(), month=this_month)
    url = reverse("review_complete", kwargs={"pk": review.pk})
    answer = client.post(url, {"version": 1}, headers={"HX-Request": "true"})
    result_url = reverse("review_result", kwargs={"pk": review.pk})
    assert answer.headers["HX-Redirect"] == result_url
    review.refresh_from_db()
    assert review.net_monthly_gain
    assert euros(review.net_monthly_gain, "entiers") in client.get(result_url).content.decode()
    assert client.post(url, {"version": 1})["Location"] == result_url
    assert review.results.count() == len(Benefit)
