"""Creating and changing a person: informed first, nobody overwritten, look-alikes told."""

import datetime as dt
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from beneficiaries.enums import InformationMeans, Language, SafeContact
from beneficiaries.models import DuplicateDismissed, InformationGiven, Person
from beneficiaries.notice import CURRENT_NOTICE_VERSION
from beneficiaries.permissions import get_person_for
from beneficiaries.selectors import find_probable_duplicates
from beneficiaries.services import (
    GivenInformation,
    create_person,
    dismiss_duplicate,
    join_household,
    leave_household,
    update_person,
)
from tests.factories import NOW, PersonFactory, UserFactory
from tznr.accounts.models import User
from tznr.journal.models import AuditEntry
from tznr.records.models import ChangedMeanwhile

pytestmark = pytest.mark.django_db
TOLD = GivenInformation(InformationMeans.ORAL, Language.ARABIC)
BORN = dt.date(1984, 3, 27)


@pytest.fixture
def actor() -> User:
    return UserFactory()


def make(actor: User, first_name: str = "Clémentine", last_name: str = "Mirabelle", **fields: Any) -> Person:
    return create_person(actor=actor, now=NOW, information=TOLD, first_name=first_name, last_name=last_name, **fields)


def test_a_person_is_created_with_what_she_was_told_and_the_journal_says_so(actor: User) -> None:
    person = make(actor)
    given = InformationGiven.objects.get(person=person)
    assert (given.means, given.language, given.notice_version) == ("oral", "ar", CURRENT_NOTICE_VERSION)
    assert (given.given_at, given.given_by) == (NOW, actor)
    kinds = AuditEntry.objects.filter(person=person.pk, actor=actor.pk).values_list("subject_kind", flat=True)
    assert set(kinds) == {"beneficiaries.person", "beneficiaries.informationgiven"}


@pytest.mark.parametrize(
    ("fields", "at"),
    [
        ({"first_name": ""}, "first_name"),
        ({"first_name": "2 69 05 49 588 157 80"}, "first_name"),
        ({"last_name": "Prune 269054958815780"}, "last_name"),
        ({"birth_date": NOW.date() + dt.timedelta(days=1)}, "birth_date"),
        ({"birth_date": dt.date(1899, 12, 31)}, "__all__"),
        ({"email": "pas une adresse"}, "email"),
        ({"phone": "+33 1"}, "phone"),
    ],
)
def test_what_a_person_cannot_be_is_said_at_its_field_and_nothing_is_kept(
    actor: User, fields: dict[str, Any], at: str
) -> None:
    with pytest.raises(ValidationError) as refusal:
        make(actor, **fields)
    assert set(refusal.value.message_dict) == {at}
    assert not Person.objects.exists()
    assert not InformationGiven.objects.exists()


@pytest.mark.parametrize("first_name", ["Zoé 🌻", "🍓", "ﷺ" * 80])
def test_odd_names_are_right(actor: User, first_name: str) -> None:
    person = make(actor, first_name=first_name, last_name="")
    assert Person.objects.get(pk=person.pk).first_name == first_name


def test_the_second_of_two_savers_is_told_and_overwrites_nothing(actor: User) -> None:
    person = make(actor)
    first, second = Person.objects.get(pk=person.pk), Person.objects.get(pk=person.pk)
    first.last_name, second.last_name = "Mirabeau", "Mirabel"
    update_person(actor=actor, person=first, read_version=1, changed_fields=["last_name"], now=NOW)
    with pytest.raises(ChangedMeanwhile):
        update_person(actor=actor, person=second, read_version=1, changed_fields=["last_name"], now=NOW)
    person.refresh_from_db()
    assert (person.last_name, person.search_key, person.version) == ("Mirabeau", "clementine mirabeau", 2)


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ({"first_name": "Clementine", "last_name": "MIRABELLE"}, "même nom"),
        ({"first_name": "Mirabelle", "last_name": "Clémentine"}, "nom très proche"),
        ({"first_name": "Clémantine", "last_name": "Mirabele"}, "nom très proche"),
        ({"first_name": "Clémentine", "last_name": "Mirabelle", "birth_date": dt.date(1984, 3, 28)}, "même nom"),
        ({"first_name": "Clem", "last_name": "Mirabelle", "birth_date": BORN}, "nom proche et même date de naissance"),
        ({"first_name": "Zoé", "last_name": "Ananas", "phone": "06 99 00 12 34"}, "même téléphone"),
        ({"first_name": "C.", "last_name": "Mirabelle", "phone": "+33699001234"}, "nom proche et même téléphone"),
    ],
)
def test_probable_duplicates(actor: User, typed: dict[str, object], why: str) -> None:
    person = make(actor, birth_date=BORN, phone="+33699001234")
    make(actor, "Prune", "Banane", birth_date=BORN)
    (candidate,) = find_probable_duplicates(user=actor, **typed)  # type: ignore[arg-type]
    assert candidate.person == person
    assert candidate.why == why


@pytest.mark.parametrize(
    "typed",
    [
        {"first_name": "Zoé", "last_name": "Ananas"},
        {"first_name": "Clémentine", "last_name": "Mirabelle", "birth_date": dt.date(1951, 12, 2)},
        {"first_name": "Zoé", "last_name": "Ananas", "phone": "06 99 00 99 99"},
        {"first_name": "🍓", "last_name": ""},
    ],
)
def test_others_are_not_taken_for_her(actor: User, typed: dict[str, object]) -> None:
    make(actor, birth_date=BORN, phone="+33699001234")
    assert find_probable_duplicates(user=actor, **typed) == []  # type: ignore[arg-type]


def test_a_shared_telephone_says_nothing(actor: User) -> None:
    make(actor, phone="+33699001234", safe_contact=SafeContact.SHARED_PHONE)
    assert find_probable_duplicates(user=actor, first_name="Zoé", last_name="Ananas", phone="0699001234") == []


def test_a_household_shares_its_telephone(actor: User) -> None:
    mother = make(actor, phone="+33699001234")
    son = make(actor, "Zoé", "Ananas", phone="+33699001234")
    look = {"user": actor, "first_name": "Zoé", "last_name": "Ananas", "phone": "0699001234", "exclude": son}
    assert [candidate.person for candidate in find_probable_duplicates(**look)] == [mother]  # type: ignore[arg-type]
    join_household(actor=actor, person=son, other=mother)
    assert find_probable_duplicates(**look) == []  # type: ignore[arg-type]


def test_two_persons_told_apart_are_not_proposed_again(actor: User) -> None:
    first = make(actor)
    second = make(actor, not_duplicate_of=[first])
    dismiss_duplicate(actor=actor, one=first, other=second, now=NOW)
    assert DuplicateDismissed.objects.count() == 1
    for person in (first, second):
        found = find_probable_duplicates(
            user=actor, first_name=person.first_name, last_name=person.last_name, exclude=person
        )
        assert found == []


def test_households(actor: User) -> None:
    mother, son, neighbour = make(actor), make(actor, "Prune"), make(actor, "Zoé", "Ananas")
    household = join_household(actor=actor, person=son, other=mother)
    assert join_household(actor=actor, person=neighbour, other=son) == household
    assert set(household.members.all()) == {mother, son, neighbour}
    neighbour.refresh_from_db()
    leave_household(actor=actor, person=neighbour)
    assert set(household.members.all()) == {mother, son}
    with pytest.raises(ValidationError):
        join_household(actor=actor, person=son, other=son)


def test_changing_a_file_does_not_undo_the_household_joined_meanwhile(actor: User) -> None:
    mother, son = make(actor), make(actor, "Prune")
    read_before = Person.objects.get(pk=son.pk)
    join_household(actor=actor, person=son, other=mother)
    update_person(actor=actor, person=read_before, read_version=1, changed_fields=["first_name"], now=NOW)
    assert Person.objects.get(pk=son.pk).household is not None


def test_only_the_team_gets_a_person(actor: User) -> None:
    person = PersonFactory()
    assert get_person_for(actor, person.pk) == person
