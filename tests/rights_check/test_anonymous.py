"""A review at a stand: nobody is recorded until she agrees."""

import datetime as dt
from collections.abc import Callable

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from beneficiaries.enums import InformationMeans
from beneficiaries.models import InformationGiven, Person
from beneficiaries.services import GivenInformation
from rights_check import services
from rights_check.models import BenefitClaim, RightsReview
from tests import factories
from tests.rights_check.households import alone_without_income
from tznr.journal.models import AuditEntry
from tznr.records.constraints import violated_constraint
from tznr.records.models import ChangedMeanwhile

pytestmark = pytest.mark.django_db
SignIn = Callable[..., Client]
NOW = factories.NOW
TOLD = GivenInformation(means=InformationMeans.ORAL)


def attach(review: RightsReview, person: Person, read_version: int | None = None) -> RightsReview:
    return services.attach_review(
        actor=review.conducted_by,
        review=review,
        person=person,
        information=TOLD,
        read_version=review.version if read_version is None else read_version,
        now=NOW,
    )


def test_it_starts_from_the_list_and_records_nobody(sign_in: SignIn) -> None:
    client = sign_in()
    assert "Bilan anonyme, au stand" in client.get(reverse("review_list")).content.decode()
    answer = client.post(reverse("review_start_anonymous"))
    review = RightsReview.objects.get()
    assert (review.person, review.anonymous) == (None, True)
    assert not Person.objects.exists()
    assert AuditEntry.objects.get(subject=review.pk).person is None
    page = client.get(answer["Location"], follow=True).content.decode()
    assert "Bilan anonyme" in page


def test_every_page_holds_without_a_person(sign_in: SignIn) -> None:
    client = sign_in()
    draft = factories.RightsReviewFactory(person=None, anonymous=True, answers=alone_without_income())
    done = factories.AnonymousReviewFactory()
    result = factories.EligibilityResultFactory(review=done)
    for step in ("foyer", "logement", "revenus", "deja-percu"):
        assert client.get(reverse("review_step", kwargs={"pk": draft.pk, "step": step})).status_code == 200
    assert client.get(reverse("review_summary", kwargs={"pk": draft.pk})).status_code == 200
    assert client.get(reverse("review_sheet", kwargs={"pk": done.pk})).status_code == 200
    page = client.get(reverse("review_result", kwargs={"pk": done.pk})).content.decode()
    assert "Rattacher à une personne" in page
    assert reverse("result_create_claim", kwargs={"pk": result.pk}) not in page
    assert "Bilan anonyme" in client.get(reverse("review_list")).content.decode()
    assert "Bilan anonyme" in client.get(reverse("home")).content.decode()


def test_no_claim_without_a_person(sign_in: SignIn) -> None:
    result = factories.EligibilityResultFactory(review=factories.AnonymousReviewFactory())
    sign_in().post(reverse("result_create_claim", kwargs={"pk": result.pk}))
    assert not BenefitClaim.objects.exists()


def test_it_is_attached_once_she_agrees_and_is_informed(sign_in: SignIn) -> None:
    client, review = sign_in(), factories.AnonymousReviewFactory()
    person = factories.PersonFactory(first_name="Mirabelle", last_name="Groseille")
    url = reverse("review_attach_to", kwargs={"pk": review.pk, "person_pk": person.pk})
    told = InformationGiven.objects.filter(person=person).count()
    page = client.post(url, {"version": review.version, "information_means": TOLD.means}).content.decode()
    assert "Sans son accord, le bilan reste anonyme." in page
    values = {"version": review.version, "information_means": TOLD.means, "language": "fr", "agrees": "on"}
    client.post(url, values)
    review.refresh_from_db()
    assert review.person == person
    assert review.attached_at is not None
    assert InformationGiven.objects.filter(person=person).count() == told + 1
    shown = client.get(reverse("person_detail", kwargs={"pk": person.pk})).content.decode()
    assert reverse("review_questionnaire", kwargs={"pk": review.pk}) in shown


def test_the_search_leads_to_the_person(sign_in: SignIn) -> None:
    review, person = factories.AnonymousReviewFactory(), factories.PersonFactory(last_name="Groseille")
    person.search_key = "mirabelle groseille"
    person.save()
    url = reverse("review_attach", kwargs={"pk": review.pk})
    page = sign_in().get(f"{url}?q=groseille").content.decode()
    assert reverse("review_attach_to", kwargs={"pk": review.pk, "person_pk": person.pk}) in page
    assert "Personne ne correspond" in sign_in().get(f"{url}?q=zzzz").content.decode()


def test_what_refuses_an_attachment() -> None:
    review, person = factories.AnonymousReviewFactory(), factories.PersonFactory()
    with pytest.raises(ChangedMeanwhile):
        attach(review, person, read_version=7)
    review.refresh_from_db()
    attach(review, person)
    with pytest.raises(ValidationError):
        attach(review, factories.PersonFactory())
    factories.RightsReviewFactory(person=person)
    with pytest.raises(ValidationError):
        attach(factories.RightsReviewFactory(person=None, anonymous=True), person)


@pytest.mark.parametrize(
    "values",
    [
        {"person": None},
        {"anonymous": True},
        {"attached_at": NOW},
        {"person": None, "anonymous": True, "attached_at": NOW + dt.timedelta(days=1)},
    ],
)
def test_review_has_a_person_or_is_anonymous(values: dict[str, object]) -> None:
    review = factories.RightsReviewFactory()
    with pytest.raises(IntegrityError) as refusal, transaction.atomic():
        RightsReview.objects.filter(pk=review.pk).update(**values)
    assert violated_constraint(refusal.value) == "review_has_a_person_or_is_anonymous"
