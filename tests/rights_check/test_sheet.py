"""The sheet handed to the person: one page, plain, accessible, and nothing that would embarrass her."""

import datetime as dt
import io
from collections.abc import Callable
from decimal import Decimal

import pikepdf
import pypdf
import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from rights_check.enums import BenefitCode
from rights_check.models import RightsReview
from rights_check.sheet import about
from tests import factories
from tests.rights_check.households import alone_without_income

pytestmark = pytest.mark.django_db
SignIn = Callable[..., Client]


def end_of_month() -> dt.date:
    return (timezone.localdate().replace(day=28) + dt.timedelta(days=4)).replace(day=1) - dt.timedelta(days=1)


def with_every_right() -> RightsReview:
    review = factories.CompletedReviewFactory(answers=alone_without_income(), net_monthly_gain=Decimal("1273.49"))
    for benefit in BenefitCode:
        factories.EligibilityResultFactory(review=review, benefit=benefit, file_before=end_of_month())
    return review


def screen(client: Client, review: RightsReview) -> str:
    page = client.get(reverse("review_sheet", kwargs={"pk": review.pk})).content.decode()
    return page.split('<article class="sheet">')[1].split("</article>")[0].replace("\xa0", " ").replace("\u202f", " ")


def document(client: Client, review: RightsReview) -> bytes:
    return client.get(reverse("review_sheet_pdf", kwargs={"pk": review.pk})).content


def test_it_says_what_to_do_first_where_and_with_which_papers(sign_in: SignIn) -> None:
    sheet = screen(sign_in(), with_every_right())
    for words in (
        "À faire en premier",
        "Environ 570 € par mois",
        "environ 1 270 € de plus par mois",
        "Où : ",
        "Faites la demande avant le",
        "Les papiers à apporter",
        "Relevé d’identité bancaire",
        "Demandez : Revenu de solidarité active.",
        "Ce sont des estimations : seul l’organisme décide.",
        "CAF : caisse d’allocations familiales.",
    ):
        assert words in sheet, words


def test_nothing_of_her_answers_nor_her_name_nor_a_refusal_is_on_it(sign_in: SignIn) -> None:
    review = factories.CompletedReviewFactory(answers=alone_without_income())
    factories.EligibilityResultFactory(
        review=review, status="to_verify", monthly_amount=None, missing=["si une grossesse est en cours"]
    )
    factories.EligibilityResultFactory(
        review=review, benefit="aide_logement", status="not_eligible", monthly_amount=None, reasons=["Trop de revenus."]
    )
    client = sign_in()
    paper = pypdf.PdfReader(io.BytesIO(document(client, review))).pages[0].extract_text()
    for text in (screen(client, review), paper):
        assert "À vérifier ensemble" in text
        for private in ("peu ou pas de ressources", "grossesse", "Grossesse", "éligible", "Aide au logement"):
            assert private not in text
        assert review.person is not None
        assert review.person.last_name not in text


def test_the_pdf_is_one_tagged_page_in_french_under_a_name_that_says_nothing(sign_in: SignIn) -> None:
    client, review = sign_in(), with_every_right()
    answer = client.get(reverse("review_sheet_pdf", kwargs={"pk": review.pk}))
    assert answer["Content-Disposition"] == 'attachment; filename="fiche.pdf"'
    with pikepdf.open(io.BytesIO(answer.content)) as opened:
        assert len(opened.pages) == 1
        assert str(opened.Root.Lang) == "fr"
        assert bool(opened.Root.MarkInfo.Marked)
        with opened.open_metadata() as metadata:
            assert metadata["pdfuaid:part"] == "1"
            assert metadata["dc:title"] == "Vos droits"


def test_the_next_appointment_is_on_it(sign_in: SignIn) -> None:
    review = with_every_right()
    start = timezone.now().replace(minute=0, second=0, microsecond=0) + dt.timedelta(days=3)
    appointment = factories.AppointmentFactory(
        person=review.person, starts_at=start, ends_at=start + dt.timedelta(minutes=45)
    )
    client = sign_in()
    sheet = screen(client, review)
    assert "Votre prochain rendez-vous" in sheet
    assert str(appointment.place).replace("\xa0", " ") in sheet
    assert len(pypdf.PdfReader(io.BytesIO(document(client, review))).pages) == 1


def test_without_anything_to_ask_it_stays_kind(sign_in: SignIn) -> None:
    sheet = screen(sign_in(), factories.CompletedReviewFactory(net_monthly_gain=Decimal(0)))
    assert "Vous pouvez toujours faire une demande." in sheet


@pytest.mark.parametrize(
    ("amount", "said"),
    [("573.49", "570"), ("210", "210"), ("9.40", "9.40"), ("10", "10"), ("0", None), (None, None)],
)
def test_amounts_are_rounded_down_to_ten_euros(amount: str | None, said: str | None) -> None:
    assert about(Decimal(amount) if amount else None) == (Decimal(said) if said else None)
