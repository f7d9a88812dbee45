"""The whole chain by hand: an ambassadrice, then an agent of the PAD, then the coordinatrice and the committee."""

import datetime as dt
import re
from collections.abc import Callable

import pypdf
import pytest
from playwright.sync_api import expect

from outreach.enums import AppointmentState
from outreach.models import Appointment, FieldContact, OutreachEvent
from partners.models import Referral
from rights_check.enums import ClaimState
from rights_check.models import BenefitClaim, OpenedRight, RightsReview
from tests.journeys.conftest import Visitor

pytestmark = [pytest.mark.journey, pytest.mark.xdist_group("engine")]
NAME = "Quetsche Arc-en-ciel"


def plan_an_outing(visitor: Visitor, today: dt.date) -> OutreachEvent:
    page = visitor.page
    page.get_by_role("link", name="Terrain").first.click()
    visitor.sees("Sorties")
    visitor.keep("02-sorties")
    page.get_by_role("link", name="Planifier une sortie").first.click()
    page.get_by_label("Nature").select_option(label="marché")
    page.get_by_label("Intitulé").fill("Marché du parcours")
    page.get_by_label("Jour").fill(today.isoformat())
    page.get_by_label("De", exact=True).fill("00:01")
    page.get_by_label("À", exact=True).fill("23:59")
    page.get_by_label(re.compile("^Autre lieu")).fill("Place du marché")
    page.get_by_label("Commune", exact=True).select_option(label="Chenôve")
    visitor.sees("Planifier une sortie")
    page.get_by_role("button", name="Enregistrer la sortie").click()
    visitor.sees("Marché du parcours")
    return OutreachEvent.objects.get(title="Marché du parcours")


def count_two_anonymous_contacts(visitor: Visitor, event: OutreachEvent) -> None:
    """By keyboard: two keys and Enter each."""
    page = visitor.page
    page.get_by_role("link", name="Noter des contacts").first.click()
    visitor.sees("Noter les contacts")
    for keys in ("2f", "4h"):
        for key in keys:
            page.keyboard.press(key)
        with page.expect_response(lambda answer: answer.request.method == "POST"):
            page.keyboard.press("Enter")
    expect(page.get_by_text("2 anonymes")).to_be_visible()
    visitor.keep("03-terrain")
    assert FieldContact.objects.filter(event=event, is_named=False, sex__in=("female", "male")).count() == 2


def note_a_person(visitor: Visitor, event: OutreachEvent) -> FieldContact:
    page = visitor.page
    page.get_by_role("link", name="Noter une personne").first.click()
    visitor.sees("Noter une personne")
    page.get_by_label("Prénom").fill("Quetsche")
    page.get_by_label(re.compile("^Nom")).fill("Arc-en-ciel")
    page.get_by_label(re.compile("^Téléphone")).fill("03 53 01 12 34")
    page.get_by_label(re.compile("^Commune")).select_option(label="Chenôve")
    page.get_by_label(re.compile("^Informée")).select_option(label="de vive voix")
    page.get_by_role("button", name="Noter cette personne").click()
    visitor.sees(NAME)
    contact = FieldContact.objects.get(event=event, is_named=True)
    assert contact.person is not None
    assert contact.person.information_given.count() == 1
    return contact


def book_an_appointment_afterwards(visitor: Visitor, today: dt.date) -> Appointment:
    """She comes at once: the appointment is entered as a walk-in."""
    page = visitor.page
    page.get_by_role("link", name="Proposer un rendez-vous").click()
    visitor.sees("Proposer un rendez-vous")
    page.get_by_label("Avec").select_option(label="Prune Démo")
    page.get_by_label("Lieu").select_option(index=1)
    page.get_by_label("Jour").fill((today - dt.timedelta(days=1)).isoformat())
    page.get_by_label("À", exact=True).fill("07:15")
    page.get_by_role("button", name="Enregistrer le rendez-vous").click()
    expect(page.get_by_label("À", exact=True)).to_have_value("07:15")
    visitor.is_accessible()
    page.get_by_label(re.compile("^Venue sans réservation")).check()
    page.get_by_role("button", name="Enregistrer le rendez-vous").click()
    visitor.sees(NAME)
    return Appointment.objects.get(person__last_name="Arc-en-ciel")


def answer_the_review(visitor: Visitor) -> RightsReview:
    """Alone, French, housed free, no income: the RSA is probable."""
    page = visitor.page
    page.get_by_role("button", name="Commencer le bilan").click()
    visitor.sees("Le foyer")
    page.get_by_role("group", name=re.compile("^Vit en couple")).get_by_label("Non").check()
    page.get_by_label("Date de naissance").fill("1984-03-27")
    page.get_by_label(re.compile("^Nationalité")).select_option(label="Nationalité française")
    page.get_by_role("group", name=re.compile("^Fait des études")).get_by_label("Non").check()
    page.get_by_label(re.compile("^Nombre d’enfants")).fill("0")
    page.get_by_role("group", name=re.compile("^Grossesse")).get_by_label("Non").check()
    visitor.keep("04-questionnaire")
    page.get_by_role("button", name="Enregistrer et continuer").last.click()
    visitor.sees("Le logement")
    page.get_by_label("Le logement").select_option(label="Hébergement gratuit")
    page.get_by_role("button", name="Enregistrer et continuer").last.click()
    visitor.sees("Les revenus")
    page.get_by_role("group", name=re.compile("^A eu un revenu")).get_by_label("Non").check()
    page.get_by_label(re.compile("^Épargne")).fill("0")
    page.get_by_role("group", name=re.compile("^Possède")).get_by_label("Non").check()
    page.get_by_role("group", name=re.compile("^Relève du régime agricole")).get_by_label("Non").check()
    page.get_by_role("button", name="Enregistrer et continuer").last.click()
    visitor.sees("Déjà perçu")
    page.get_by_label("Ne reçoit aucune de ces aides").check()
    page.get_by_role("button", name="Enregistrer et continuer").last.click()
    visitor.sees("Relire ensemble")
    page.get_by_role("button", name="Calculer les droits").click()
    expect(page.get_by_role("heading", level=1, name="Résultat du bilan")).to_be_visible(timeout=60_000)
    visitor.is_accessible()
    visitor.keep("05-bilan")
    return RightsReview.objects.get(person__last_name="Arc-en-ciel")


def claim_and_refer(visitor: Visitor) -> Referral:
    page = visitor.page
    page.locator("#rsa").get_by_role("button", name="Créer la démarche").click()
    visitor.sees(re.compile("RSA"))
    page.get_by_role("link", name="Orienter").click()
    visitor.sees("Orienter")
    page.get_by_role("link", name="PAD de Chenôve").click()
    visitor.sees(re.compile("PAD de Chenôve"))
    visitor.keep("06-orienter")
    page.get_by_label(re.compile("^Elle est d’accord, maintenant")).check()
    page.get_by_label("donné de vive voix").check()
    page.get_by_role("button", name="Envoyer l’orientation").click()
    expect(page.get_by_text("envoyée", exact=True).first).to_be_visible()
    visitor.is_accessible()
    return Referral.objects.get(person__last_name="Arc-en-ciel")


def answer_as_the_agent(visitor: Visitor) -> None:
    page = visitor.page
    visitor.sign_in("pad-chenove@demo.tznr.example")
    visitor.keep("07-agent")
    page.get_by_role("link", name=re.compile("^Orientations")).first.click()
    page.get_by_role("link", name=NAME).click()
    visitor.sees(NAME)
    page.get_by_role("button", name="Prendre en charge").click()
    visitor.sees(NAME)
    visitor.keep("08-orientation-recue")
    page.get_by_role("link", name="Noter l’issue").click()
    visitor.sees("Noter l’issue")
    page.get_by_label("droit ouvert", exact=True).check()
    page.get_by_label("Euros par mois").fill("573,49")
    page.get_by_label("À partir du mois de").fill("2026-11")
    page.get_by_label("confirmé par l’organisme").check()
    page.get_by_role("button", name="Enregistrer l’issue").click()
    visitor.sees(NAME)


def figure_leads_to_its_rows(visitor: Visitor) -> None:
    page = visitor.page
    visitor.sign_in("clementine@demo.tznr.example")
    page.get_by_role("link", name="Pilotage").first.click()
    visitor.sees("Pilotage")
    visitor.keep("10-pilotage")
    figure = page.get_by_role("link", name=re.compile(r"^\S+ Droits ouverts : voir les lignes$"))
    shown = figure.inner_text().split()[0]
    figure.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Droits ouverts")
    visitor.is_accessible()
    assert int(shown) == OpenedRight.objects.count()
    expect(page.get_by_role("main")).to_contain_text(f"{shown} lignes")


def report_goes_to_the_committee(coordinator: Visitor, member: Visitor) -> None:
    page = coordinator.page
    coordinator.sign_in("clementine@demo.tznr.example")
    page.get_by_role("link", name="Rapports").first.click()
    coordinator.sees("Rapports")
    page.get_by_role("link", name="Préparer un rapport").first.click()
    page.get_by_label("Titre").fill("Comité du parcours")
    page.get_by_role("button", name=re.compile("Figer|Préparer|Enregistrer")).click()
    coordinator.sees("Comité du parcours")
    expect(page.get_by_role("link", name="Télécharger le PDF")).to_be_visible(timeout=60_000)

    member.sign_in("comite@demo.tznr.example")
    member.page.get_by_role("link", name="Rapports").first.click()
    member.page.get_by_role("link", name="Comité du parcours").click()
    member.sees("Comité du parcours")
    member.keep("11-rapport")
    with member.page.expect_download() as download:
        member.page.get_by_role("link", name="Télécharger le PDF").click()
    document = pypdf.PdfReader(download.value.path())
    text = "".join(page.extract_text() for page in document.pages)
    assert "Comité du parcours" in text
    assert "Arc-en-ciel" not in text


def test_from_the_market_to_the_opened_right_and_the_report(
    visitor: Callable[[], Visitor], demonstration: dt.date
) -> None:
    prune = visitor()
    prune.sign_in("prune@demo.tznr.example")
    prune.is_accessible()
    prune.keep("01-aujourdhui")
    event = plan_an_outing(prune, demonstration)
    count_two_anonymous_contacts(prune, event)
    contact = note_a_person(prune, event)
    appointment = book_an_appointment_afterwards(prune, demonstration)
    review = answer_the_review(prune)
    appointment.refresh_from_db()
    assert (appointment.contact, appointment.review, appointment.state) == (contact, review, AppointmentState.SEEN)
    referral = claim_and_refer(prune)

    answer_as_the_agent(visitor())
    right = OpenedRight.objects.get(person=referral.person)
    claim = BenefitClaim.objects.get(person=referral.person)
    assert (str(right.monthly_amount), right.claim, claim.state) == ("573.49", claim, ClaimState.GRANTED)

    prune.page.goto(prune.address + f"/personnes/{referral.person_id}/")
    prune.sees(NAME)
    prune.keep("09-personne")

    figure_leads_to_its_rows(visitor())
    report_goes_to_the_committee(visitor(), visitor())
