"""The estimate beside the questionnaire says no more than the answers, and keeps nothing."""

from collections.abc import Callable
from typing import Any

import pytest
from django.http import QueryDict
from django.test import Client
from django.urls import reverse

from rights_check.answers import situation_from_answers
from rights_check.engine import Benefit, Month, load_legislation
from rights_check.live import estimate
from rights_check.models import RightsReview
from tests import factories
from tests.rights_check.households import ALONE, NO_INCOME, alone_without_income

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("engine")]
SignIn = Callable[..., Client]


def live_url(review: RightsReview, step: str) -> str:
    return reverse("review_live", kwargs={"pk": review.pk, "step": step})


def posted(**values: Any) -> QueryDict:
    data = QueryDict(mutable=True)
    for name, value in values.items():
        data[name] = str(value)
    return data


def test_with_nothing_answered_nothing_is_promised(sign_in: SignIn) -> None:
    load_legislation()
    page = sign_in().post(live_url(factories.RightsReviewFactory(), "foyer"), {"asked": ""}).content.decode()
    assert "Pas encore de gain à annoncer" in page
    assert "à vérifier" in page
    assert "€" not in page


def test_it_follows_what_is_typed_and_saves_nothing(sign_in: SignIn) -> None:
    """573.49 €: RSA of one person from April 2026, less the lump sum of free housing."""
    load_legislation()
    review = factories.RightsReviewFactory(answers=alone_without_income(revenus={}))
    asked = {"asked": " ".join(NO_INCOME), **NO_INCOME}
    page = sign_in().post(live_url(review, "revenus"), asked).content.decode()
    assert "573" in page
    assert "Prime d’activité" in page
    review.refresh_from_db()
    assert (review.answers["revenus"], review.version) == ({}, 1)


def test_a_mistyped_answer_counts_as_not_known() -> None:
    load_legislation()
    review = factories.RightsReviewFactory(answers=alone_without_income())
    shown = estimate(review, "revenus", posted(**{**NO_INCOME, "savings": "12O"}))
    rsa = next(line for line in shown.open_results if line.result.benefit is Benefit.RSA)
    assert rsa.result.status == "to_verify"
    assert rsa.missing == ["le montant de l’épargne"]


def test_what_is_not_known_leaves_an_interval(sign_in: SignIn) -> None:
    """A social landlord or not: the lease is not said, so that the amount may be the one or the other."""
    load_legislation()
    review = factories.RightsReviewFactory(answers=alone_without_income(logement={}))
    lease = {
        "kind": "tenant_unfurnished",
        "rent": "300",
        "commune": "21231",
        "social_landlord": "unknown",
        "landlord_is_relative": "no",
    }
    factories.CommuneFactory(insee_code="21231", name="Dijon")
    shown = estimate(review, "logement", posted(**lease))
    results = {line.result.benefit: line.result for line in shown.open_results}
    lowest, highest = results[Benefit.AIDE_LOGEMENT].interval or (None, None)
    assert lowest is not None
    assert highest is not None
    assert lowest < highest
    page = sign_in().post(live_url(review, "logement"), lease).content.decode()
    assert "Selon les réponses qui manquent : entre" in page


def test_answers_that_cannot_be_true_are_told() -> None:
    load_legislation()
    review = factories.RightsReviewFactory(answers=alone_without_income())
    shown = estimate(review, "foyer", posted(**{**ALONE, "claimant_birth_date": "1850-01-01"}))
    assert shown.assessment is None
    assert shown.problems


def test_while_the_legislation_loads_it_says_so_and_asks_again(
    sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    started: list[bool] = []
    monkeypatch.setattr("rights_check.legislation.is_loaded", lambda: False)
    monkeypatch.setattr("rights_check.legislation.start_loading", lambda: started.append(True))
    review = factories.RightsReviewFactory()
    page = sign_in().post(live_url(review, "foyer")).content.decode()
    assert started == [True]
    assert "La législation se charge" in page
    assert 'hx-trigger="load delay:2s"' in page


def test_the_page_of_a_step_asks_for_it(sign_in: SignIn) -> None:
    review = factories.RightsReviewFactory()
    page = sign_in().get(reverse("review_step", kwargs={"pk": review.pk, "step": "foyer"})).content.decode()
    assert live_url(review, "foyer") in page


def test_an_unknown_step_is_not_found(sign_in: SignIn) -> None:
    assert sign_in().post(live_url(factories.RightsReviewFactory(), "patrimoine")).status_code == 404


def projections_url(review: RightsReview) -> str:
    return reverse("review_projections", kwargs={"pk": review.pk})


def frozen(**steps: dict[str, Any]) -> RightsReview:
    month = Month(2026, 10)
    situation = situation_from_answers(alone_without_income(**steps), month)
    return factories.CompletedReviewFactory(situation=situation.to_json())


def test_what_would_change_is_drawn_from_the_frozen_situation(sign_in: SignIn) -> None:
    load_legislation()
    page = sign_in().get(projections_url(frozen()), headers={"HX-Request": "true"}).content.decode()
    assert "Que deviennent les aides si le salaire change" in page
    assert "<svg" in page
    assert "Un emploi à mi-temps au Smic" in page
    assert "Recalculé à l’instant à partir des réponses figées" in page
    assert "<html" not in page


def test_another_rent_is_compared_and_a_mistyped_one_is_told(sign_in: SignIn) -> None:
    load_legislation()
    client, url = sign_in(), projections_url(frozen())
    page = client.get(f"{url}?loyer=400").content.decode()
    assert "Un loyer de 400" in page
    assert "<html" in page
    page = client.get(f"{url}?loyer=4OO").content.decode()
    assert "n’est pas un montant" in page
    assert 'value="4OO"' in page


def test_without_incomes_what_is_missing_is_said_instead_of_a_curve(sign_in: SignIn) -> None:
    load_legislation()
    page = sign_in().get(projections_url(frozen(revenus={}))).content.decode()
    assert "Pas de courbe pour ce foyer" in page
    assert "les revenus" in page


def test_the_result_page_does_not_wait_for_what_would_change(sign_in: SignIn, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("rights_check.legislation.is_loaded", lambda: False)
    monkeypatch.setattr("rights_check.legislation.start_loading", lambda: None)
    review, client = frozen(), sign_in()
    page = client.get(reverse("review_result", kwargs={"pk": review.pk})).content.decode()
    assert f'hx-get="{projections_url(review)}"' in page
    page = client.get(projections_url(review), headers={"HX-Request": "true"}).content.decode()
    assert "La législation se charge" in page


def test_a_situation_that_cannot_be_read_again_is_said(sign_in: SignIn) -> None:
    load_legislation()
    page = sign_in().get(projections_url(factories.CompletedReviewFactory())).content.decode()
    assert "Le calcul n’aboutit pas pour ce bilan" in page


def test_a_draft_has_no_projections(sign_in: SignIn) -> None:
    assert sign_in().get(projections_url(factories.RightsReviewFactory())).status_code == 404
