"""Local rights: the catalogue that the coordinatrice keeps, and to whom they are mentioned."""

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from rights_check.engine import Adult, Housing, IncomeKind, ReceivedBenefit, Situation
from rights_check.enums import LocalStatus
from rights_check.local_matching import income_per_share, local_matches, matches_of, statuses_of
from rights_check.local_rights import change_local_right, create_local_right, propose
from rights_check.models import LocalRight
from tests import factories
from tests.rights_check.engine.households import (
    OCTOBER_2026,
    RENTED,
    adult,
    alone,
    children,
    couple,
    income,
    job_lost,
    receiving,
    salary,
    without,
)
from tznr.accounts.enums import Role
from tznr.journal.models import AuditEntry
from tznr.records.constraints import violated_constraint
from tznr.records.models import ChangedMeanwhile

pytestmark = pytest.mark.django_db
SignIn = Callable[..., Client]
Count = Callable[[Client, str], int]
TODAY = factories.NOW.date()


def right(**fields: Any) -> LocalRight:
    return factories.LocalRightFactory(**fields)


def to_check(one: LocalRight, situation: Situation) -> list[str] | None:
    """What is left to check; None when the right is not mentioned."""
    matches = local_matches([one], situation, month=OCTOBER_2026, names={})
    return matches[0].to_check if matches else None


def test_without_criteria_it_is_for_everybody_and_verified_with_the_pad_or_its_organisation() -> None:
    situation = Situation(claimant=Adult())
    (match,) = local_matches([right()], situation, month=OCTOBER_2026, names={})
    assert match.to_check == []
    assert match.organisation == "le point d’accès aux droits de la commune"
    (match,) = local_matches([right(organisation="caf")], situation, month=OCTOBER_2026, names={"caf": "CAF"})
    assert match.organisation == "CAF"


@pytest.mark.parametrize(
    ("born", "mentioned"),
    [
        (dt.date(2008, 10, 31), True),
        (dt.date(2008, 11, 1), False),
        (dt.date(2001, 1, 1), True),
        (dt.date(2000, 10, 31), False),
    ],
)
def test_ages_are_those_of_the_end_of_the_month_both_ends_counted(born: dt.date, mentioned: bool) -> None:
    young = right(age_min=18, age_max=25)
    assert to_check(young, alone(claimant=adult(born=born))) == ([] if mentioned else None)
    assert to_check(young, alone(claimant=Adult())) == ["l’âge"]


def test_one_adult_of_the_couple_in_the_range_is_enough() -> None:
    young = right(age_max=25)
    assert to_check(young, couple(partner=adult(born=dt.date(2004, 1, 1)))) == []
    assert to_check(young, couple(partner=adult(born=dt.date(1980, 1, 1)))) is None
    assert to_check(young, replace(couple(), partner=None)) == ["l’âge"]


def test_communes() -> None:
    chenove = right()
    chenove.communes.add(factories.CommuneFactory())
    assert to_check(chenove, alone(housing=replace(RENTED, commune="21166"))) == []
    assert to_check(chenove, alone(housing=RENTED)) is None
    assert to_check(chenove, alone(housing=Housing())) == ["la commune"]


def test_the_ceiling_is_compared_with_the_income_of_the_last_three_months_by_share() -> None:
    """Couple with three children: 2 + 0,5 + 0,5 + 1 = 4 shares; (900 + 300) / 4 = 300."""
    household = couple(
        salary([5000, 900, 900, 900]), children=children(9, 7, 4), received=receiving(allocations_familiales=300)
    )
    assert income_per_share(household, OCTOBER_2026) == Decimal(300)
    assert to_check(right(income_per_share_max=Decimal(300)), household) == []
    assert to_check(right(income_per_share_max=Decimal("299.99")), household) is None
    assert to_check(right(income_per_share_max=Decimal(1)), alone(claimant=Adult())) == ["le revenu par part"]


@pytest.mark.parametrize(
    ("situation", "shares"),
    [(alone(salary(600)), 1), (couple(salary(600)), 2), (alone(salary(600), children=children(3)), Decimal("2.5"))],
)
def test_shares(situation: Situation, shares: Decimal) -> None:
    assert income_per_share(situation, OCTOBER_2026) == Decimal(600) / shares


def test_statuses_are_read_from_the_answers() -> None:
    assert statuses_of(alone(salary(900)))[LocalStatus.WORKING] is True
    assert statuses_of(alone(salary(900)))[LocalStatus.JOB_SEEKER] is False
    assert statuses_of(alone(job_lost(1)))[LocalStatus.WORKING] is False
    assert statuses_of(alone(job_lost(1)))[LocalStatus.JOB_SEEKER] is True
    retired = statuses_of(alone(income(IncomeKind.RETIREMENT, 900)))
    assert (retired[LocalStatus.RETIRED], retired[LocalStatus.JOB_SEEKER]) == (True, False)
    assert statuses_of(alone(children=children(3)))[LocalStatus.PARENT] is True
    assert statuses_of(alone())[LocalStatus.PARENT] is False
    assert statuses_of(alone(pregnancy=None))[LocalStatus.PARENT] is None
    assert set(statuses_of(Situation(claimant=Adult())).values()) == {None}
    assert to_check(right(statuses=["student"]), alone(claimant=adult(student=True))) == []
    assert to_check(right(statuses=["student", "retired"]), alone()) is None


class Knowing(TestCase):
    @settings(max_examples=40, derandomize=True, deadline=None)
    @given(
        st.sampled_from(["birth_date", "student", "incomes"]),
        st.sampled_from(["housing", "children", "pregnancy", "in_couple", "received"]),
        st.lists(st.sampled_from(LocalStatus.values), max_size=2),
        st.sampled_from([None, 18, 40]),
        st.sampled_from([None, Decimal(0), Decimal(400)]),
    )
    def test_knowing_less_never_hides_a_right(
        self, unsaid: str, unsaid_of_household: str, statuses: list[str], age_min: int | None, ceiling: Decimal | None
    ) -> None:
        one = LocalRight.objects.create(
            name="Aide", summary="Une aide.", statuses=statuses, age_min=age_min, income_per_share_max=ceiling
        )
        for full in (alone(salary(900), housing=RENTED), alone(children=children(4)), alone(job_lost(1))):
            less = replace(full, claimant=replace(full.claimant, **{unsaid: None}))
            if unsaid_of_household == "received":
                less = without(less, *ReceivedBenefit)
            elif unsaid_of_household == "housing":
                less = replace(less, housing=Housing())
            else:
                unsaid_here: dict[str, Any] = {unsaid_of_household: None}
                less = replace(less, **unsaid_here)
            if to_check(one, full) is not None:
                assert to_check(one, less) is not None


# --- The catalogue -----------------------------------------------------------------------------------------------


def test_what_the_database_refuses_past_the_forms() -> None:
    refused: dict[str, dict[str, Any]] = {
        "local_right_ages_in_order": {"age_min": 30, "age_max": 20},
        "local_right_dates_in_order": {"active_from": TODAY, "active_to": TODAY - dt.timedelta(days=1)},
        "local_right_income_positive": {"income_per_share_max": Decimal(-1)},
    }
    for name, fields in refused.items():
        with pytest.raises(IntegrityError) as refusal, transaction.atomic():
            LocalRight.objects.create(name=name, summary="Une aide.", **fields)
        assert violated_constraint(refusal.value) == name


def test_an_unknown_status_is_refused() -> None:
    with pytest.raises(ValidationError, match="dans la liste"):
        create_local_right(actor=None, name="Aide", summary="Une aide.", statuses=["riche"])


def test_two_people_do_not_overwrite_each_other() -> None:
    coordinator = factories.UserFactory(role=Role.COORDINATOR)
    one = right()
    other = LocalRight.objects.get(pk=one.pk)
    change_local_right(actor=coordinator, right=one, read_version=1, communes=[], name="Aide revue")
    with pytest.raises(ChangedMeanwhile), transaction.atomic():
        propose(actor=coordinator, right=other, proposed=False, read_version=1)
    assert LocalRight.objects.get().is_proposed


def form_values(**changes: Any) -> dict[str, Any]:
    return {"version": 0, "name": "Aide aux vacances", "summary": "Une aide pour partir. Elle se demande.", **changes}


def test_the_coordinatrice_adds_changes_and_withdraws_a_right(sign_in: SignIn) -> None:
    commune = factories.CommuneFactory()
    factories.OrganisationFactory(slug="caf", name="CAF")
    client = sign_in(Role.COORDINATOR)
    values = form_values(
        organisation="caf", age_min="18", income_per_share_max="1 200,50", statuses=["student"], communes=[commune.pk]
    )
    client.post(reverse("local_right_create"), values)
    created = LocalRight.objects.get()
    assert created.income_per_share_max == Decimal("1200.50")
    assert list(created.communes.all()) == [commune]
    page = client.get(reverse("local_right_detail", kwargs={"pk": created.pk})).content.decode()
    assert "CAF" in page
    assert "étudiant" in page
    edit = reverse("local_right_edit", kwargs={"pk": created.pk})
    assert "Aide aux vacances" in client.get(edit).content.decode()
    answer = client.post(edit, form_values(version=1, name="Aide aux départs"))
    assert answer.status_code == 302
    late = client.post(edit, form_values(version=1, name="Trop tard"))
    assert "modifiée entre-temps" in late.content.decode()
    assert "Trop tard" in late.content.decode()
    client.post(reverse("local_right_propose", kwargs={"pk": created.pk}), {"proposed": "non", "version": 2})
    created.refresh_from_db()
    assert (created.name, created.is_proposed, created.version) == ("Aide aux départs", False, 3)
    verbs = AuditEntry.objects.filter(subject=created.pk).exclude(verb="read").order_by("at", "pk")
    assert [entry.verb for entry in verbs] == ["created", "changed", "moved"]


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"age_min": "30", "age_max": "20"}, "au-dessous du plus bas"),
        ({"age_min": "douze"}, "Un âge s’écrit en chiffres"),
        ({"age_max": "300"}, "ne dépasse pas 120"),
        ({"active_from": "2026-10-02", "active_to": "2026-10-01"}, "La fin est avant le début"),
        ({"income_per_share_max": "12,5O"}, "n’est pas un montant"),
        ({"organisation": "inconnue"}, "de l’annuaire"),
        ({"link": "pas un lien"}, "n’en est pas une"),
        ({"name": "Déjà là"}, "existe déjà"),
    ],
)
def test_a_mistake_is_said_and_nothing_typed_is_lost(changes: dict[str, str], message: str, sign_in: SignIn) -> None:
    right(name="Déjà là")
    answer = sign_in(Role.COORDINATOR).post(reverse("local_right_create"), form_values(**changes))
    page = answer.content.decode()
    assert answer.status_code == 200
    assert message in page
    assert "Une aide pour partir." in page
    assert LocalRight.objects.count() == 1


def test_the_list_finds_filters_and_exports(sign_in: SignIn) -> None:
    client, url = sign_in(), reverse("local_right_list")
    assert "Aucune aide ne correspond" in client.get(url).content.decode()
    dijon = factories.CommuneFactory(insee_code="21231", name="Dijon")
    canteen = right(name="Cantine", statuses=["parent"])
    canteen.communes.add(dijon)
    right(name="Carte culture", statuses=["student"])
    right(name="Ancienne", is_proposed=False)
    shown = {
        "": {"Cantine", "Carte culture", "Ancienne"},
        "?q=cant": {"Cantine"},
        "?situation=student": {"Carte culture", "Ancienne"},
        "?commune=21231": {"Cantine", "Carte culture", "Ancienne"},
        f"?commune={factories.CommuneFactory().pk}": {"Carte culture", "Ancienne"},
        "?voir=proposees": {"Cantine", "Carte culture"},
        "?voir=autres": {"Ancienne"},
    }
    for query, names in shown.items():
        page = client.get(url + query).content.decode()
        assert {name for name in ("Cantine", "Carte culture", "Ancienne") if f">{name}</a>" in page} == names, query
    table = client.get(f"{url}?export=csv&q=cant").content.decode("utf-8-sig")
    assert "Cantine" in table
    assert "Carte culture" not in table
    assert "Ajouter une aide" not in client.get(url).content.decode()
    assert "Ajouter une aide" in sign_in(Role.COORDINATOR).get(url).content.decode()


def test_the_list_takes_as_many_queries_for_one_as_for_twenty(sign_in: SignIn, count_queries: Count) -> None:
    client, url = sign_in(), reverse("local_right_list")
    commune = factories.CommuneFactory()
    right().communes.add(commune)
    before = count_queries(client, url)
    for _ in range(19):
        right().communes.add(commune)
    assert count_queries(client, url) == before


def test_the_result_of_a_review_lists_them_without_an_amount(sign_in: SignIn) -> None:
    review = factories.CompletedReviewFactory(situation=alone().to_json())
    right(name="Aide à tous")
    right(name="Aide aux étudiants", statuses=["student"])
    right(name="Aide retirée", is_proposed=False)
    right(name="Aide finie", active_to=dt.date(2020, 1, 1))
    user = review.conducted_by
    (match,) = matches_of(review, TODAY, user=user)
    assert match.right.name == "Aide à tous"
    page = sign_in(user).get(reverse("review_result", kwargs={"pk": review.pk})).content.decode()
    assert "Aide à tous" in page
    assert "à vérifier avec le point d’accès aux droits de la commune" in page
    assert "Aide aux étudiants" not in page


def test_a_review_that_cannot_be_read_any_more_says_nothing() -> None:
    review = factories.CompletedReviewFactory(situation={"schema": -1})
    right()
    assert matches_of(review, TODAY, user=review.conducted_by) == []
