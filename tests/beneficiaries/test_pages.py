"""The pages of the persons' room, as the team uses them. Who may open them is in tests/access."""

import datetime as dt
import io
import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from beneficiaries import encounters, person_page
from beneficiaries import timeline as timeline_registry
from beneficiaries.encounters import register_encounters
from beneficiaries.enums import SafeContact
from beneficiaries.forms import QuickPersonForm
from beneficiaries.models import DuplicateDismissed, Household, InformationGiven, Person
from beneficiaries.person_page import Panel, PanelLine, PersonAction, register_action, register_panel
from beneficiaries.timeline import TimelineItem, register_timeline
from tests.factories import NOW, CommuneFactory, InformationGivenFactory, NeighbourhoodFactory, PersonFactory
from tznr.journal.enums import Verb
from tznr.journal.models import AuditEntry
from tznr.territory.models import PriorityNeighbourhood

pytestmark = pytest.mark.django_db
NEW = {
    "first_name": "Zoé 🌻",
    "last_name": "Ananas",
    "information_means": "oral",
    "language": "fr",
    "sex": "not_noted",
    "safe_contact": "any",
}


@pytest.fixture
def client(sign_in: Callable[..., Client]) -> Client:
    return sign_in()


def named(first_name: str, last_name: str, **fields: object) -> Person:
    return PersonFactory(first_name=first_name, last_name=last_name, **fields)


def text(answer: Any) -> str:
    assert answer.status_code == 200
    return str(answer.content.decode())


def journal(verb: Verb) -> list[tuple[str, uuid.UUID | None]]:
    return list(AuditEntry.objects.filter(verb=verb).values_list("subject_kind", "person"))


def test_the_list_is_searched_filtered_and_sorted_from_the_address(client: Client) -> None:
    dijon = CommuneFactory(insee_code="21231", name="Dijon")
    named("Zoé", "Ananas", created_at=NOW - dt.timedelta(days=30))
    named("Prune", "Banane", commune=dijon)
    url = reverse("person_list")
    assert "Ananas Zoé" in text(client.get(url))
    assert journal(Verb.LISTED) == [("beneficiaries.person", None)]
    found = text(client.get(url, {"q": "annanas"}))
    assert "Ananas Zoé" in found
    assert "Banane" not in found
    assert journal(Verb.SEARCHED) == [("beneficiaries.person", None)]
    assert "Ananas" not in text(client.get(url, {"commune": dijon.pk}))
    assert "Ananas" not in text(client.get(url, {"depuis": NOW.date().isoformat()}))
    recent = text(client.get(url, {"tri": "recent"}))
    assert recent.index("Banane") < recent.index("Ananas")


@pytest.mark.parametrize(
    "bad", [{"depuis": "12/13/2026"}, {"commune": "99999"}, {"quartier": "n’existe pas"}, {"tri": "x"}, {"page": "-3"}]
)
def test_a_filter_that_makes_no_sense_is_no_failure(client: Client, bad: dict[str, str]) -> None:
    named("Zoé", "Ananas")
    assert "Ananas Zoé" in text(client.get(reverse("person_list"), bad))


def test_who_was_met_since_a_day_is_also_asked_to_the_rooms_above(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(encounters, "_providers", [])
    long_ago = NOW - dt.timedelta(days=400)
    met = named("Zoé", "Ananas", created_at=long_ago)
    named("Prune", "Banane", created_at=long_ago)
    register_encounters(lambda moment: Person.objects.filter(pk=met.pk).values("pk"))
    found = text(client.get(reverse("person_list"), {"depuis": "2026-10-01"}))
    assert "Ananas" in found
    assert "Banane" not in found


def test_empty_lists_say_what_to_do(client: Client) -> None:
    assert "Aucune fiche pour l’instant" in text(client.get(reverse("person_list")))
    assert "Personne ne correspond" in text(client.get(reverse("person_list"), {"q": "ananas"}))


@pytest.mark.parametrize("query", ["", "?q=exemple", "?tri=recent"])
def test_the_list_costs_the_same_whatever_its_length(
    client: Client, count_queries: Callable[..., int], query: str
) -> None:
    url = reverse("person_list") + query
    PersonFactory()
    few = count_queries(client, url)
    PersonFactory.create_batch(24, neighbourhood=NeighbourhoodFactory())
    assert count_queries(client, url) == few
    assert few <= 10


def test_the_export_is_the_filtered_list_and_is_logged(client: Client) -> None:
    named("=1+1", "Ananas", phone="+33699001234", birth_date=dt.date(1984, 3, 27))
    named("Prune", "Banane")
    csv = client.get(reverse("person_export", args=["csv"]), {"q": "ananas"}).content.decode("utf-8-sig").splitlines()
    assert len(csv) == 2
    assert csv[1].startswith("Ananas;'=1+1;27/03/1984;Chenôve;;06 99 00 12 34;tout moyen;français;14/10/2026")
    workbook = load_workbook(io.BytesIO(client.get(reverse("person_export", args=["xlsx"])).content))
    assert workbook.active is not None
    assert workbook.active.max_row == 3
    assert journal(Verb.EXPORTED) == [("beneficiaries.person", None)] * 2
    assert client.get(reverse("person_export", args=["pdf"])).status_code == 404


def test_a_person_is_created_with_what_she_was_told(client: Client) -> None:
    neighbourhood = NeighbourhoodFactory()
    answer = client.post(
        reverse("person_create"), NEW | {"birth_date": "27/03/1984", "neighbourhood": neighbourhood.pk}
    )
    person = Person.objects.get()
    assert answer.headers["Location"] == reverse("person_detail", args=[person.pk])
    assert (person.first_name, person.commune, person.birth_date) == (
        "Zoé 🌻",
        neighbourhood.commune,
        dt.date(1984, 3, 27),
    )
    assert InformationGiven.objects.get().person == person


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ({"first_name": ""}, "Ce champ est obligatoire"),
        ({"information_means": ""}, "Ce champ est obligatoire"),
        ({"birth_date": "12/13/2026"}, "Cette date n’existe pas"),
        ({"birth_date": "27/03/2984"}, "La date de naissance est dans le futur."),
        ({"birth_date": "27/03/1884"}, "La date de naissance est trop ancienne."),
        ({"phone": "12"}, "numéro de téléphone"),
        ({"email": "ananas"}, "adresse de courriel valide"),
        ({"last_name": "2 69 05 49 588 157 80"}, "numéro de sécurité sociale"),
        ({"last_name": "a" * 81}, "80 caractères"),
        ({"first_name": "a\0b"}, "nul"),
        ({"commune": "99999"}, "Sélectionnez un choix valide"),
        ({"safe_contact": "pigeon"}, "pigeon"),
    ],
)
def test_bad_input_is_said_at_its_field_and_nothing_typed_is_lost(
    client: Client, typed: dict[str, str], message: str
) -> None:
    answer = client.post(reverse("person_create"), NEW | {"email": "zoe@exemple.test"} | typed)
    html = text(answer)
    ((field, errors),) = answer.context["form"].errors.items()
    assert field in typed
    assert message in " ".join(errors)
    assert typed.get("email", "zoe@exemple.test") in html
    assert not Person.objects.exists()


def test_a_neighbourhood_of_another_commune_is_refused(client: Client) -> None:
    dijon = CommuneFactory(insee_code="21231", name="Dijon")
    typed = NEW | {"commune": dijon.pk, "neighbourhood": NeighbourhoodFactory().pk}
    answer = client.post(reverse("person_create"), typed)
    assert answer.context["form"].errors["neighbourhood"] == ["Ce quartier n’est pas à Dijon mais à Chenôve."]


def test_a_probable_duplicate_is_shown_before_saving_then_told_apart(client: Client) -> None:
    known = named("Zoe", "Annanas")
    typed = NEW | {"first_name": "Zoé"}
    html = text(client.post(reverse("person_create"), typed))
    assert reverse("person_detail", args=[known.pk]) in html
    assert "nom très proche" in html
    assert Person.objects.count() == 1
    client.post(reverse("person_create"), typed | {"told_apart": [str(known.pk)]})
    assert Person.objects.count() == 2
    dismissed = DuplicateDismissed.objects.get()
    assert known in (dismissed.first, dismissed.second)


def test_the_page_shows_the_person_and_says_who_read_it(client: Client) -> None:
    person = named("Zoé 🌻", "Ananas", safe_contact=SafeContact.SHARED_PHONE, birth_date=dt.date(1984, 3, 27))
    InformationGivenFactory(person=person)
    html = text(client.get(reverse("person_detail", args=[person.pk])))
    assert "Zoé 🌻 Ananas" in html
    assert "Téléphone partagé : ne rien laisser" in html
    assert "Informée de ce que devient ce qui est noté" in html
    assert journal(Verb.READ) == [("beneficiaries.person", person.pk)]


def test_the_page_costs_the_same_whatever_the_history(client: Client, count_queries: Callable[..., int]) -> None:
    household = Household.objects.create()
    person = named("Zoé", "Ananas", household=household)
    url = reverse("person_detail", args=[person.pk])
    InformationGivenFactory(person=person)
    named("Prune", "Banane", household=household)
    few = count_queries(client, url)
    InformationGivenFactory.create_batch(5, person=person)
    for name in ("Cerise", "Datte", "Figue", "Kiwi"):
        named("Prune", name, household=household)
    assert count_queries(client, url) == few


def test_the_rooms_above_add_their_actions_panels_and_history(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(person_page, "_actions", [])
    monkeypatch.setattr(person_page, "_panel_providers", [])
    monkeypatch.setattr(timeline_registry, "_providers", list(timeline_registry._providers))
    person = named("Zoé", "Ananas")
    register_action(PersonAction("Deuxième geste", "person_edit", "pencil", 20))
    register_action(PersonAction("Premier geste", "person_edit", "pencil", 10))
    register_panel(lambda user, person, now: Panel("Rendez-vous", [PanelLine("Demain", state="à venir", tone="info")]))
    register_panel(lambda user, person, now: Panel("Démarches", empty="Aucune démarche."))
    register_panel(lambda user, person, now: None)
    register_timeline(
        lambda user, person: [TimelineItem(at=NOW + dt.timedelta(days=40), title="Droit ouvert", icon="cash-coin")]
    )
    html = text(client.get(reverse("person_detail", args=[person.pk])))
    assert html.index("Premier geste") < html.index("Deuxième geste")
    assert "Aucune démarche." in html
    assert html.index("Droit ouvert") < html.index("Fiche créée")


def test_two_files_that_look_alike_are_told_apart_from_the_page(client: Client) -> None:
    person, other = named("Zoé", "Ananas"), named("Zoe", "Annanas")
    url = reverse("person_detail", args=[person.pk])
    assert "Une autre fiche est peut-être la sienne" in text(client.get(url))
    client.post(reverse("duplicate_dismiss", args=[person.pk]), {"other": other.pk})
    assert "Une autre fiche est peut-être la sienne" not in text(client.get(url))


@pytest.mark.parametrize("other", ["", "pas une clé", "9b4a4f0e-0f1e-4b55-9a3c-1d2e3f405162"])
def test_telling_apart_from_nobody_is_not_found(client: Client, other: str) -> None:
    person = PersonFactory()
    assert client.post(reverse("duplicate_dismiss", args=[person.pk]), {"other": other}).status_code == 404
    assert client.post(reverse("duplicate_dismiss", args=[person.pk]), {"other": person.pk}).status_code == 404


def as_typed(person: Person, **changes: object) -> dict[str, object]:
    values: dict[str, object] = NEW | {"version": person.version}
    values |= {"first_name": person.first_name, "last_name": person.last_name, "commune": person.commune_id or ""}
    return values | changes


def test_a_person_is_changed_and_found_under_her_new_name(client: Client) -> None:
    person = named("Zoé", "Ananas")
    answer = client.post(reverse("person_edit", args=[person.pk]), as_typed(person, last_name="Œillet"))
    assert answer.status_code == 302
    person.refresh_from_db()
    assert (person.last_name, person.search_key, person.version) == ("Œillet", "zoe oeillet", 2)
    assert journal(Verb.CHANGED) == [("beneficiaries.person", person.pk)]


def test_two_tabs_the_second_is_told_keeps_what_was_typed_and_may_decide(client: Client) -> None:
    person = named("Zoé", "Ananas")
    url = reverse("person_edit", args=[person.pk])
    first, second = as_typed(person, last_name="Banane"), as_typed(person, last_name="Cerise", needs_interpreter="on")
    assert client.post(url, first).status_code == 302
    answer = client.post(url, second)
    html = text(answer)
    assert "modifiée entre-temps" in html
    assert 'value="Cerise"' in html, "what was typed is still there"
    assert ("Nom", "Banane") in answer.context["theirs"]
    assert ("Interprète nécessaire", "non") in answer.context["theirs"]
    assert Person.objects.get().last_name == "Banane"
    assert 'name="version" value="2"' in html
    assert client.post(url, second | {"version": 2}).status_code == 302
    assert Person.objects.get().last_name == "Cerise"


@pytest.mark.parametrize("version", ["", "abc", "0", "99999999999999999999", "2147483647"])
def test_a_version_that_makes_no_sense_changes_nothing(client: Client, version: str) -> None:
    person = named("Zoé", "Ananas")
    text(client.post(reverse("person_edit", args=[person.pk]), as_typed(person, last_name="X", version=version)))
    assert Person.objects.get().last_name == "Ananas"


def test_a_household_is_joined_and_left(client: Client) -> None:
    person, other = named("Zoé", "Ananas"), named("Prune", "Banane")
    url = reverse("household_join", args=[person.pk])
    assert "Banane Prune" in text(client.get(url, {"q": "banane"}))
    assert "Personne ne correspond" in text(client.get(url, {"q": "ananas"})), "she is not proposed to herself"
    client.post(url, {"other": other.pk})
    page = text(client.get(reverse("person_detail", args=[person.pk])))
    assert "Prune Banane" in page
    client.post(reverse("household_leave", args=[person.pk]))
    assert "Rattachée à personne d’autre" in text(client.get(reverse("person_detail", args=[person.pk])))


@pytest.mark.parametrize("other", ["", "pas une clé"])
def test_joining_nobody_is_told(client: Client, other: str) -> None:
    person = PersonFactory()
    answer = client.post(reverse("household_join", args=[person.pk]), {"other": other}, follow=True)
    assert "Choisir une autre personne" in text(answer)


def test_the_notice_says_what_matters(client: Client) -> None:
    html = text(client.get(reverse("information_notice")))
    for words in ("jamais utilisé pour un contrôle", "Vous y opposer", "CNIL", "Notice 2026-09"):
        assert words in html
    assert not PriorityNeighbourhood.objects.exists()


def test_the_quick_form_asks_the_least_and_refuses_the_same_things() -> None:
    form = QuickPersonForm({"first_name": "🍓", "information_means": "oral", "language": "ar", "safe_contact": "any"})
    assert form.is_valid(), form.errors
    assert form.information().language == "ar"
    assert set(form.person_fields()) == {"first_name", "last_name", "phone", "commune", "safe_contact", "language"}
    refused = QuickPersonForm({"first_name": "269054958815780"})
    assert set(refused.errors) == {"first_name", "information_means", "language", "safe_contact"}
