"""The pages of the rights review, of claims and of opened rights. Who opens them: tests/access."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from rights_check.engine import Benefit, reserves
from rights_check.enums import ClaimState, NonTakeUpReason
from rights_check.models import BenefitClaim, OpenedRight, RightsReview
from tests import factories
from tests.rights_check.households import ALONE, alone_without_income
from tznr.journal.enums import Verb
from tznr.journal.models import AuditEntry

pytestmark = pytest.mark.django_db
SignIn = Callable[..., Client]
Count = Callable[[Client, str], int]


def step_url(review: RightsReview, step: str) -> str:
    return reverse("review_step", kwargs={"pk": review.pk, "step": step})


def draft(**answers: dict[str, object]) -> RightsReview:
    """A draft of the present month: the pages look at the clock."""
    return factories.RightsReviewFactory(answers=answers, month=timezone.localdate().replace(day=1))


def test_a_review_starts_from_the_page_of_a_person(sign_in: SignIn) -> None:
    person, client = factories.PersonFactory(), sign_in()
    url = reverse("review_start", kwargs={"pk": person.pk})
    assert "Commencer le bilan" in client.get(url).content.decode()
    assert not RightsReview.objects.exists()
    answer = client.post(url)
    review = RightsReview.objects.get()
    assert answer["Location"] == reverse("review_questionnaire", kwargs={"pk": review.pk})
    assert client.get(answer["Location"])["Location"] == step_url(review, "foyer")
    assert "Reprendre le bilan" in client.get(url).content.decode()


def test_a_step_is_saved_and_the_next_one_opens(sign_in: SignIn) -> None:
    review, client = draft(), sign_in()
    asked = "kind"
    answer = client.post(step_url(review, "logement"), {"version": 1, "asked": asked, "kind": "owner"})
    assert answer["Location"] == step_url(review, "revenus")
    review.refresh_from_db()
    assert review.answers == {"logement": {"kind": "owner"}}
    assert review.version == 2


def test_the_tabs_of_the_steps_save_before_they_go(sign_in: SignIn) -> None:
    review, client = draft(), sign_in()
    answer = client.post(step_url(review, "logement"), {"version": 1, "asked": "kind", "kind": "owner", "go": "foyer"})
    assert answer["Location"] == step_url(review, "foyer")
    review.refresh_from_db()
    assert review.answers["logement"] == {"kind": "owner"}


def test_without_script_the_questions_opened_by_an_answer_are_asked_after_saving(sign_in: SignIn) -> None:
    review, client = draft(), sign_in()
    answer = client.post(step_url(review, "logement"), {"version": 1, "asked": "kind", "kind": "tenant_furnished"})
    assert answer["Location"] == step_url(review, "logement")
    assert 'name="rent"' in client.get(answer["Location"]).content.decode()


def test_with_htmx_the_questions_are_drawn_again_and_nothing_is_saved(sign_in: SignIn) -> None:
    review, client = draft(), sign_in()
    values = {"version": 1, "refresh": "1", "asked": "kind rent", "kind": "tenant_furnished", "rent": "12,5O"}
    page = client.post(step_url(review, "logement"), values).content.decode()
    assert 'name="rent"' in page
    assert "12,5O" in page
    assert "n’est pas un montant" not in page
    assert "<html" not in page
    review.refresh_from_db()
    assert (review.answers, review.version) == ({}, 1)


def test_a_mistyped_amount_is_told_at_its_field_and_nothing_typed_is_lost(sign_in: SignIn) -> None:
    review, client = draft(), sign_in()
    values = {"version": 1, "asked": "kind rent", "kind": "tenant_furnished", "rent": "12,5O", "social_landlord": "yes"}
    answer = client.post(step_url(review, "logement"), values)
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "La lettre O y prend la place d’un zéro" in page
    assert 'value="12,5O"' in page


def test_two_tabs_that_save_the_same_step(sign_in: SignIn) -> None:
    review, client = draft(), sign_in()
    client.post(step_url(review, "logement"), {"version": 1, "asked": "kind", "kind": "owner"})
    late = {"version": 1, "asked": "kind", "kind": "homeless"}
    page = client.post(step_url(review, "logement"), late).content.decode()
    assert "Un autre enregistrement a eu lieu entre-temps" in page
    assert '<option value="homeless" selected>' in page
    assert 'name="version" value="2"' in page
    review.refresh_from_db()
    assert review.answers["logement"] == {"kind": "owner"}
    client.post(step_url(review, "logement"), late | {"version": 2})
    review.refresh_from_db()
    assert review.answers["logement"] == {"kind": "homeless"}


def test_an_unknown_step_is_not_found(sign_in: SignIn) -> None:
    assert sign_in().get(step_url(draft(), "patrimoine")).status_code == 404


def test_the_summary_says_what_was_answered_what_was_not_and_what_cannot_be(sign_in: SignIn) -> None:
    client = sign_in()
    review = draft(**alone_without_income(logement={}))
    url = reverse("review_summary", kwargs={"pk": review.pk})
    page = client.get(url).content.decode()
    assert "Nationalité française" in page
    assert "1 question sans réponse" in page
    assert "Calculer les droits" in page
    review.answers["foyer"] = {**ALONE, "claimant_birth_date": "1850-01-01"}
    review.save()
    page = client.get(url).content.decode()
    assert "Des réponses ne vont pas ensemble" in page
    assert "Calculer les droits" not in page


def test_a_draft_of_another_month_is_brought_to_this_one_before_it_is_computed(sign_in: SignIn) -> None:
    client = sign_in()
    review = factories.RightsReviewFactory(answers=alone_without_income(), month="2025-01-01")
    summary = reverse("review_summary", kwargs={"pk": review.pk})
    page = client.get(summary).content.decode()
    assert "Ce bilan a été commencé un autre mois" in page
    assert "Calculer les droits" not in page
    answer = client.post(reverse("review_complete", kwargs={"pk": review.pk}), {"version": 1})
    assert answer["Location"] == summary
    client.post(reverse("review_bring_to_month", kwargs={"pk": review.pk}), {"version": 1})
    assert "Calculer les droits" in client.get(summary).content.decode()


def test_while_the_legislation_loads_the_page_waits_and_says_so(
    sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    started: list[bool] = []
    monkeypatch.setattr("rights_check.legislation.is_loaded", lambda: False)
    monkeypatch.setattr("rights_check.legislation.start_loading", lambda: started.append(True))
    review, client = draft(**alone_without_income()), sign_in()
    answer = client.post(reverse("review_complete", kwargs={"pk": review.pk}), {"version": 1})
    page = answer.content.decode()
    assert started == [True]
    assert "Chargement de la législation" in page
    assert 'hx-trigger="every 1s"' in page
    monkeypatch.setattr("rights_check.legislation.is_loaded", lambda: True)
    fragment = client.get(reverse("review_loading", kwargs={"pk": review.pk}), {"version": "1"}).content.decode()
    assert 'hx-trigger="load"' in fragment
    assert 'name="version" value="1"' in fragment
    review.refresh_from_db()
    assert review.state == "draft"


def test_the_result_shows_the_gain_the_amounts_the_deadline_and_the_gestures(sign_in: SignIn) -> None:
    result = factories.EligibilityResultFactory()
    factories.EligibilityResultFactory(
        review=result.review,
        benefit="aide_logement",
        status="to_verify",
        monthly_amount=None,
        missing=["le loyer sans les charges"],
    )
    page = sign_in().get(reverse("review_result", kwargs={"pk": result.review_id})).content.decode()
    for words in (
        "573\u00a0€",
        "de plus par mois",
        "le Département",
        "Il manque : le loyer sans les charges.",
        "Créer la démarche",
        "contrat d’engagement",
    ):
        assert words in page, words


def test_why_a_right_was_not_asked_for(sign_in: SignIn) -> None:
    result, client = factories.EligibilityResultFactory(), sign_in()
    url = reverse("result_reason", kwargs={"pk": result.pk})
    client.post(url, {"reason": NonTakeUpReason.COMPLEXITY})
    result.refresh_from_db()
    assert result.non_take_up_reason == NonTakeUpReason.COMPLEXITY
    client.post(url, {"reason": "invented"})
    result.refresh_from_db()
    assert result.non_take_up_reason == NonTakeUpReason.COMPLEXITY


def test_from_a_result_to_an_opened_right(sign_in: SignIn) -> None:
    result, client = factories.EligibilityResultFactory(), sign_in()
    answer = client.post(reverse("result_create_claim", kwargs={"pk": result.pk}))
    claim = BenefitClaim.objects.get()
    assert answer["Location"] == reverse("claim_detail", kwargs={"pk": claim.pk})
    assert client.get(answer["Location"]).status_code == 200
    move = reverse("claim_move", kwargs={"pk": claim.pk})
    page = client.post(move, {"version": claim.version, "to_state": "filed", "filed_on": ""}).content.decode()
    assert "Indiquer la date du dépôt." in page
    client.post(move, {"version": claim.version, "to_state": "filed", "filed_on": "2025-10-01"})
    claim.refresh_from_db()
    assert claim.state == ClaimState.FILED
    right_url = reverse("claim_open_right", kwargs={"pk": claim.pk})
    values = {"monthly_amount": "573,49 €", "arrears": "", "effective_month": "2025-10", "evidence": "proof_seen"}
    page = client.post(right_url, values | {"monthly_amount": "573,4g"}).content.decode()
    assert "n’est pas un montant" in page
    assert 'value="573,4g"' in page
    client.post(right_url, values)
    right = OpenedRight.objects.get()
    claim.refresh_from_db()
    assert (str(right.monthly_amount), claim.state) == ("573.49", ClaimState.GRANTED)
    page = client.get(reverse("claim_detail", kwargs={"pk": claim.pk})).content.decode()
    assert "accordée" in page
    assert "Changer l’état" not in page


def test_a_move_that_is_not_in_the_table_is_refused_even_when_forged(sign_in: SignIn) -> None:
    claim, client = factories.BenefitClaimFactory(), sign_in()
    url = reverse("claim_move", kwargs={"pk": claim.pk})
    page = client.post(url, {"version": 1, "to_state": "granted", "decided_on": "2026-10-01"}).content.decode()
    assert "Ce changement n’est pas possible." in page
    claim.refresh_from_db()
    assert claim.state == ClaimState.TO_DO


def test_two_people_move_the_same_claim(sign_in: SignIn) -> None:
    claim, client = factories.BenefitClaimFactory(), sign_in()
    url = reverse("claim_move", kwargs={"pk": claim.pk})
    client.post(url, {"version": 1, "to_state": "abandoned"})
    page = client.post(url, {"version": 1, "to_state": "to_do"}).content.decode()
    assert "Entre-temps, cette démarche est devenue « abandonnée »" in page
    assert 'name="version" value="2"' in page


@pytest.mark.parametrize(
    ("name", "factory", "most"),
    [
        ("review_list", factories.RightsReviewFactory, 12),
        ("claim_list", factories.BenefitClaimFactory, 12),
        ("opened_right_list", factories.OpenedRightFactory, 12),
    ],
)
def test_a_list_takes_as_many_queries_whatever_its_length(
    name: str,
    factory: Callable[..., object],
    most: int,
    sign_in: SignIn,
    count_queries: Count,
) -> None:
    client = sign_in()
    factory()
    few = count_queries(client, reverse(name))
    for _ in range(12):
        factory()
    assert count_queries(client, reverse(name)) == few <= most


def test_the_filters_of_the_claims(sign_in: SignIn) -> None:
    client = sign_in()
    late = factories.BenefitClaimFactory(file_before="2020-01-31", person__last_name="Groseille")
    filed = factories.BenefitClaimFactory(state="filed", benefit="aide_logement", person__last_name="Cassis")
    late.person.search_key, filed.person.search_key = "mirabelle groseille", "mirabelle cassis"
    late.person.save()
    filed.person.save()

    def shown(query: str) -> set[str]:
        page = client.get(f"{reverse('claim_list')}?{query}").content.decode()
        return {name for name in ("Groseille", "Cassis") if name in page}

    assert shown("") == {"Groseille", "Cassis"}
    assert shown("voir=retard&etat=to_do") == {"Groseille"}
    assert shown("voir=a_deposer") == {"Groseille"}
    assert shown("prestation=aide_logement") == {"Cassis"}
    assert shown("q=groseile") == {"Groseille"}
    assert shown("etat=granted") == set()
    assert shown("etat=nonsense") == {"Groseille", "Cassis"}


def test_the_exports_are_in_the_journal(sign_in: SignIn) -> None:
    factories.OpenedRightFactory()
    client = sign_in()
    answer = client.get(f"{reverse('opened_right_list')}?export=csv")
    assert "573,49" in answer.content.decode("utf-8-sig")
    assert AuditEntry.objects.filter(verb=Verb.EXPORTED, actor=client.user.pk).count() == 1  # type: ignore[attr-defined]


def test_today_shows_what_to_file_and_what_to_resume(sign_in: SignIn) -> None:
    factories.BenefitClaimFactory(file_before="2020-01-31", person__last_name="Groseille")
    factories.RightsReviewFactory(person__last_name="Cassis")
    page = sign_in().get(reverse("home")).content.decode()
    assert "RSA pour Mirabelle Groseille" in page
    assert "En retard" in page
    assert "Mirabelle Cassis" in page


def test_the_page_of_a_person_shows_her_reviews_claims_and_rights(sign_in: SignIn) -> None:
    result = factories.EligibilityResultFactory()
    person = result.review.person
    claim = factories.BenefitClaimFactory(person=person, result=result)
    right = factories.OpenedRightFactory(person=person)
    page = sign_in().get(reverse("person_detail", kwargs={"pk": person.pk})).content.decode()
    for name, pk in (
        ("review_questionnaire", result.review_id),
        ("claim_detail", claim.pk),
        ("opened_right_detail", right.pk),
    ):
        assert reverse(name, kwargs={"pk": pk}) in page
    assert reverse("review_start", kwargs={"pk": person.pk}) in page


def test_what_is_to_do_comes_before_what_waits_and_what_is_closed(sign_in: SignIn) -> None:
    factories.BenefitClaimFactory(state="granted", file_before="2020-01-31", person__last_name="Fini")
    factories.BenefitClaimFactory(state="filed", file_before="2021-01-31", person__last_name="Attente")
    factories.BenefitClaimFactory(person__last_name="Sansdate")
    factories.BenefitClaimFactory(file_before="2022-01-31", person__last_name="Bientôt")
    page = sign_in().get(reverse("claim_list")).content.decode()
    places = [page.index(name) for name in ("Bientôt", "Sansdate", "Attente", "Fini")]
    assert places == sorted(places)


def test_what_was_not_asked_is_said_apart_from_the_reasons(sign_in: SignIn) -> None:
    (condition,) = reserves(Benefit.RSA)
    result = factories.EligibilityResultFactory(reasons=["Vous avez plus de 25 ans.", condition])
    page = sign_in().get(reverse("review_result", args=[result.review_id])).content.decode()
    assert "<li>Vous avez plus de 25 ans.</li>" in page
    assert f"<li>{condition}</li>" not in page
    assert f"<p>{condition}</p>" in page
