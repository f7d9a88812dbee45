"""Search forgives accents, order and one slip; it never shows anyone to somebody outside the team."""

import pytest
from django.db import connection
from hypothesis import given, settings
from hypothesis import strategies as st

from beneficiaries.models import Person
from beneficiaries.search_keys import normalise, relevance, search_key
from beneficiaries.selectors import list_persons, search_persons
from tests.factories import NOW, CommuneFactory, PersonFactory, UserFactory
from tznr.accounts.enums import TEAM, Role

PATIENT = settings(max_examples=50, derandomize=True, deadline=None)
# Without œ, which counts for two letters: a slip on it is two slips.
LETTERS = "abcdefghijklmnopqrstuvwxyzéèêëàâçîïôûùüÿñ"
LAST_NAMES = st.text(st.sampled_from(LETTERS), min_size=5, max_size=14)


def named(first_name: str, last_name: str, **fields: object) -> Person:
    return PersonFactory(first_name=first_name, last_name=last_name, **fields)


@PATIENT
@given(st.text(max_size=60))
def test_normalising_twice_changes_nothing(text: str) -> None:
    once = normalise(text)
    assert normalise(once) == once


@PATIENT
@given(st.text(max_size=80), st.text(max_size=80))
def test_a_key_always_fits_its_column(first_name: str, last_name: str) -> None:
    assert len(search_key(first_name, last_name)) <= (Person._meta.get_field("search_key").max_length or 0)


@pytest.mark.parametrize(
    ("typed", "key"),
    [
        ("Œillet", "oeillet"),
        ("  D’Ananas-Citron ", "d ananas citron"),
        ("STRAẞE", "strasse"),
        ("Zoé 🌻", "zoe"),
        ("Ångström", "angstrom"),
        ("Łódź", "lodz"),
        ("", ""),
    ],
)
def test_normalised(typed: str, key: str) -> None:
    assert normalise(typed) == key


def slips(name: str, data: st.DataObject) -> str:
    """The name with one slip of the finger."""
    place = data.draw(st.integers(0, len(name) - 1))
    letter = data.draw(st.sampled_from("abcdefghijklmnopqrstuvwxyz"))
    kind = data.draw(st.sampled_from(["wrong", "missing", "extra", "swapped", "accents lost"]))
    if kind == "wrong":
        return name[:place] + letter + name[place + 1 :]
    if kind == "missing":
        return name[:place] + name[place + 1 :]
    if kind == "extra":
        return name[:place] + letter + name[place:]
    if kind == "swapped":
        place = min(place, len(name) - 2)
        return name[:place] + name[place + 1] + name[place] + name[place + 2 :]
    return normalise(name)


@settings(PATIENT, max_examples=200)
@given(LAST_NAMES, st.data())
def test_one_slip_in_the_last_name_is_forgiven(last_name: str, data: st.DataObject) -> None:
    typed = slips(last_name, data)
    assert relevance(normalise(typed).split(), search_key("Zoé", last_name)) > 0


@pytest.mark.django_db
@pytest.mark.parametrize(
    "query", ["Mirabèle", "clementine mirabelle", "MIRABELLE Clémentine", "mirab", "mirabelel", "06 99 00 12 34"]
)
def test_a_person_is_found(query: str) -> None:
    sought = named("Clémentine", "Mirabelle", phone="+33699001234")
    named("Zoé", "Ananas")
    assert list(search_persons(user=UserFactory(), query=query)) == [sought]


@pytest.mark.django_db
def test_the_nearest_name_comes_first_and_a_composed_name_is_found_in_one_word() -> None:
    slip, exact = named("Anne", "Cerisa"), named("Zoé", "Cerise")
    composed = named("Prune", "Ben Figue")
    user = UserFactory()
    assert list(search_persons(user=user, query="cerise")) == [exact, slip]
    assert list(search_persons(user=user, query="benfigue")) == [composed]
    assert list(search_persons(user=user, query="   ")) == []
    assert list(search_persons(user=user, query="'; DROP TABLE --")) == []


@pytest.mark.django_db
@pytest.mark.parametrize("role", sorted(set(Role) - TEAM))
def test_nobody_outside_the_team_finds_anyone(role: Role) -> None:
    named("Zoé", "Ananas")
    user = UserFactory(role=role)
    assert not search_persons(user=user, query="ananas").exists()
    assert not list_persons(user=user).exists()


@pytest.mark.django_db
def test_the_list_filters_by_commune_and_by_the_day_of_meeting() -> None:
    user = UserFactory()
    here = named("Zoé", "Ananas")
    elsewhere = named("Zoé", "Banane", commune=CommuneFactory(insee_code="21231", name="Dijon"))
    assert list(list_persons(user=user, commune="21166")) == [here]
    assert list(list_persons(user=user, query="zoe", commune="21231")) == [elsewhere]
    assert list(list_persons(user=user, met_after=NOW)) == [here, elsewhere]
    assert not list_persons(user=user, met_after=NOW.replace(year=2027)).exists()


@pytest.mark.django_db
def test_a_search_costs_the_same_whatever_the_number_of_persons(django_assert_num_queries: object) -> None:
    user = UserFactory()
    named("Zoé", "Ananas")
    with django_assert_num_queries(2):  # type: ignore[operator]
        list(search_persons(user=user, query="ananas"))
    for number in range(30):
        named("Zoé", f"Ananas {number}")
    with django_assert_num_queries(2):  # type: ignore[operator]
        assert len(search_persons(user=user, query="ananas")) == 31
    assert connection.vendor in {"sqlite", "postgresql"}
