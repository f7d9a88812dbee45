"""The re-check of the whole caseload: what is carried, what is found, and that twice is once."""

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from rights_check import tasks
from rights_check.carrying import carried
from rights_check.engine import Benefit, Month, ReplacedBy, Situation, assess
from rights_check.enums import BenefitCode, ClaimState, EligibilityStatus, NonTakeUpReason, RecheckState
from rights_check.models import Recheck, RecheckFinding, RightsReview
from rights_check.recheck import (
    PATIENCE,
    UnderWay,
    list_findings,
    reviews_to_recheck,
    run_recheck,
    start_recheck,
)
from rights_check.today import rights_of_the_day
from tests import factories
from tests.factories import NOW
from tests.rights_check.engine.households import alone, couple, job_lost, receiving, salary
from tznr.accounts.enums import Role
from tznr.accounts.models import User
from tznr.records.constraints import violated_constraint

pytestmark = pytest.mark.django_db
SignIn = Callable[..., Client]
OCTOBER, DECEMBER = Month(2026, 10), Month(2026, 12)
FIRST_OF_OCTOBER = dt.date(2026, 10, 1)


# --- What is carried ---------------------------------------------------------------------------------------------


def test_in_the_same_month_nothing_moves() -> None:
    situation = alone(salary(900), pregnancy=True)
    assert carried(situation, OCTOBER, OCTOBER) == situation


def test_an_income_that_goes_on_keeps_its_last_amount_and_a_steady_year() -> None:
    situation = carried(alone(salary([800, 900, 1000, 1100], taxable=13_600)), OCTOBER, DECEMBER)
    (income,) = situation.claimant.incomes or ()
    assert income.net_social[Month(2026, 9)] == 1100
    assert income.net_social[Month(2026, 8)] == 1000
    assert [income.net_social[Month(2026, 10)], income.net_social[Month(2026, 11)]] == [1100, 1100]
    assert income.net_taxable == 13_600


def test_a_year_that_the_last_pay_does_not_explain_is_not_known_any_more() -> None:
    (income,) = carried(alone(salary(1100, taxable=3_000)), OCTOBER, DECEMBER).claimant.incomes or ()
    assert income.net_taxable is None


def test_an_income_that_stopped_stays_stopped_and_its_year_is_not_known_any_more() -> None:
    lost = job_lost(1, replaced_by=ReplacedBy.NOTHING)
    (income,) = carried(alone(lost), OCTOBER, DECEMBER).claimant.incomes or ()
    assert [income.net_social[Month(2026, month)] for month in (8, 9, 10, 11)] == [1500, 0, 0, 0]
    assert income.net_taxable is None


def test_what_was_not_said_is_not_made_up() -> None:
    unsaid = replace(salary(900), stopped=None)
    (income,) = carried(alone(unsaid), OCTOBER, DECEMBER).claimant.incomes or ()
    assert income.net_social[Month(2026, 10)] is None
    assert carried(alone(pregnancy=True), OCTOBER, DECEMBER).pregnancy is None
    assert carried(alone(pregnancy=False), OCTOBER, DECEMBER).pregnancy is False
    assert carried(alone(), OCTOBER, DECEMBER).income_two_years_ago == 0
    assert carried(alone(), OCTOBER, Month(2027, 1)).income_two_years_ago is None
    assert carried(replace(couple(), partner=None), OCTOBER, DECEMBER).partner is None


# --- Who is re-checked, and what is still to be said -------------------------------------------------------------


def review_of(situation: Situation, **fields: Any) -> RightsReview:
    return factories.CompletedReviewFactory(situation=situation.to_json(), **fields)


def test_the_last_completed_review_of_each_person_of_the_year() -> None:
    first = review_of(alone())
    last = review_of(alone(), person=first.person, completed_at=NOW + dt.timedelta(days=1))
    factories.RightsReviewFactory(person=first.person, started_at=NOW + dt.timedelta(days=2))
    other = review_of(alone(), month=dt.date(2025, 10, 1))
    review_of(alone(), month=dt.date(2025, 9, 1))
    review_of(alone(), month=dt.date(2026, 11, 1))
    assert set(reviews_to_recheck(FIRST_OF_OCTOBER)) == {last, other}


def found(**filters: Any) -> set[RecheckFinding]:
    recheck = Recheck.objects.get()
    return set(list_findings(user=factories.UserFactory(), recheck=recheck, **filters))


@pytest.mark.parametrize(
    ("state", "is_listed"),
    [
        (ClaimState.TO_DO, False),
        (ClaimState.UNDER_REVIEW, False),
        (ClaimState.GRANTED, False),
        (ClaimState.NOT_WANTED, False),
        (ClaimState.REFUSED, True),
        (ClaimState.ABANDONED, True),
    ],
)
def test_a_right_being_claimed_granted_or_not_wished_is_not_listed(state: ClaimState, is_listed: bool) -> None:
    finding = factories.RecheckFindingFactory()
    factories.BenefitClaimFactory(person=finding.person, state=state)
    factories.BenefitClaimFactory(person=finding.person, benefit=BenefitCode.AIDE_LOGEMENT)
    assert found() == ({finding} if is_listed else set())


def test_a_right_open_or_said_not_to_be_wished_is_not_listed() -> None:
    recheck = factories.RecheckFactory()
    opened, not_wished, other = (factories.RecheckFindingFactory(recheck=recheck) for _ in range(3))
    factories.OpenedRightFactory(person=opened.person)
    factories.OpenedRightFactory(person=other.person, benefit=BenefitCode.PRIME_ACTIVITE)
    factories.EligibilityResultFactory(review=not_wished.review, non_take_up_reason=NonTakeUpReason.NOT_WANTED)
    assert found() == {other}
    assert not list_findings(user=factories.UserFactory(role=Role.PAD_AGENT), recheck=recheck).exists()


def test_filters() -> None:
    recheck = factories.RecheckFactory()
    new = factories.RecheckFindingFactory(recheck=recheck, person__first_name="Cassis")
    known = factories.RecheckFindingFactory(
        recheck=recheck, benefit=BenefitCode.PRIME_ACTIVITE, previous_status=EligibilityStatus.PROBABLE
    )
    assert found() == {new, known}
    assert found(became=True) == {new}
    assert found(became=False) == {known}
    assert found(benefit=BenefitCode.PRIME_ACTIVITE) == {known}
    assert found(query="cassis") == {new}


def test_what_the_database_refuses() -> None:
    factories.RecheckFindingFactory()
    refused: dict[str, Callable[[], Any]] = {
        "recheck_done_within_total": lambda: Recheck.objects.update(done=2, state=RecheckState.RUNNING),
        "recheck_finished_whole": lambda: Recheck.objects.update(finished_at=None),
        "finding_amount_positive": lambda: RecheckFinding.objects.update(monthly_amount=0),
    }
    for name, write in refused.items():
        with pytest.raises(IntegrityError) as refusal, transaction.atomic():
            write()
        assert violated_constraint(refusal.value) == name


# --- The job -----------------------------------------------------------------------------------------------------


def asked(month: dt.date = FIRST_OF_OCTOBER, now: dt.datetime = NOW) -> Recheck:
    return start_recheck(actor=None, month=month, now=now, in_background=False)


def test_it_is_not_started_twice_at_once_but_again_once_it_has_died() -> None:
    recheck = asked()
    with pytest.raises(UnderWay):
        asked(now=NOW + dt.timedelta(minutes=1))
    later = NOW + PATIENCE + dt.timedelta(minutes=1)
    assert asked(now=later) == recheck


def test_a_task_received_twice_or_already_taken_does_nothing() -> None:
    recheck = factories.RecheckFactory()
    finding = factories.RecheckFindingFactory(recheck=recheck)
    run_recheck(recheck_id=recheck.pk, clock=lambda: NOW)
    assert RecheckFinding.objects.get() == finding
    Recheck.objects.update(state=RecheckState.RUNNING, advanced_at=NOW)
    run_recheck(recheck_id=recheck.pk, clock=lambda: NOW + dt.timedelta(minutes=1))
    assert Recheck.objects.get().state == RecheckState.RUNNING


def test_the_page_says_that_it_stopped(monkeypatch: pytest.MonkeyPatch, sign_in: SignIn) -> None:
    def stop(*_: object) -> None:
        raise RuntimeError("broken on purpose")

    monkeypatch.setattr("rights_check.recheck._recheck_chunk", stop)
    review_of(alone())
    recheck = asked()
    with pytest.raises(RuntimeError):
        run_recheck(recheck_id=recheck.pk, clock=lambda: NOW)
    assert Recheck.objects.get().state == RecheckState.FAILED
    assert "s’est arrêté avant la fin (0 sur 1)" in sign_in().get(reverse("recheck_list")).content.decode()


@pytest.mark.xdist_group("engine")
class TestCalculation:
    def test_who_has_become_probably_entitled_and_twice_is_once(self) -> None:
        without_income = review_of(alone())
        factories.EligibilityResultFactory(
            review=without_income, status=EligibilityStatus.NOT_ELIGIBLE, monthly_amount=None
        )
        review_of(alone(received=receiving(rsa=651)))
        opened = review_of(alone())
        factories.OpenedRightFactory(person=opened.person)
        well_paid = review_of(alone(salary(3_000, taxable=37_000)))
        unreadable = factories.CompletedReviewFactory(situation={"schema": -1})
        steps: list[tuple[int, int]] = []
        recheck = asked()
        run_recheck(recheck_id=recheck.pk, clock=lambda: NOW, said=lambda done, total: steps.append((done, total)))
        recheck.refresh_from_db()
        assert (recheck.state, recheck.done, recheck.total, recheck.finished_at) == (RecheckState.DONE, 5, 5, NOW)
        assert steps == [(5, 5)]
        assert list(recheck.unreadable.all()) == [unreadable]
        assert recheck.legislation is not None
        assert recheck.legislation["openfisca_france"].startswith("176.")
        finding = RecheckFinding.objects.get(benefit=BenefitCode.RSA)
        # RSA of a single person without lodging from April 2026: 651,69 €.
        assert (finding.person, finding.benefit, finding.monthly_amount) == (
            without_income.person,
            BenefitCode.RSA,
            Decimal("651.69"),
        )
        assert finding.previous_status == EligibilityStatus.NOT_ELIGIBLE
        # Free health cover brings no monthly sum, and is worth saying all the same.
        assert RecheckFinding.objects.get(person=without_income.person, benefit=BenefitCode.CSS).monthly_amount is None
        assert not RecheckFinding.objects.filter(person=well_paid.person, benefit=BenefitCode.RSA).exists()
        assert not RecheckFinding.objects.filter(person=opened.person, benefit=BenefitCode.RSA).exists()
        before = list(RecheckFinding.objects.order_by("pk").values())
        asked(now=NOW + dt.timedelta(hours=1))
        run_recheck(recheck_id=recheck.pk, clock=lambda: NOW)
        assert list(RecheckFinding.objects.order_by("pk").values()) == before
        assert Recheck.objects.count() == 1

    def test_a_finding_that_no_longer_holds_goes_and_so_do_those_of_earlier_months(self) -> None:
        old = factories.RecheckFactory(month=dt.date(2026, 4, 1))
        factories.RecheckFindingFactory(recheck=old)
        recheck = factories.RecheckFactory()
        review = review_of(alone())
        factories.RecheckFindingFactory(
            recheck=recheck, person=review.person, review=review, benefit=BenefitCode.AIDE_LOGEMENT
        )
        asked(now=NOW + dt.timedelta(hours=1))
        tasks.recheck_caseload(str(recheck.pk))
        left = set(RecheckFinding.objects.values_list("person", "benefit"))
        assert (review.person_id, BenefitCode.RSA) in left
        assert (review.person_id, BenefitCode.AIDE_LOGEMENT) not in left
        assert not RecheckFinding.objects.filter(recheck=old).exists()

    def test_the_birthday_that_opens_rsa_is_seen_in_its_month(self) -> None:
        """25 on 20 November 2026: no RSA in October, RSA from December (CASF L. 262-4)."""
        young = alone(
            claimant=replace(alone().claimant, birth_date=dt.date(2001, 11, 20), young_worker_hours=False),
        )
        young = replace(young, claimant=replace(young.claimant, attached_to_parents=False))
        assert assess(young, OCTOBER).result_for(Benefit.RSA).status.value == "not_eligible"
        review = review_of(young)
        call_command("recheck_rights", "--month=2026-12")
        finding = RecheckFinding.objects.get(benefit=BenefitCode.RSA)
        assert finding.person == review.person


def test_the_command_refuses_what_is_not_a_month_or_is_under_way() -> None:
    with pytest.raises(CommandError, match="n’est pas un mois"):
        call_command("recheck_rights", "--month=avril")
    start_recheck(actor=None, month=FIRST_OF_OCTOBER, now=timezone.now(), in_background=False)
    with pytest.raises(CommandError, match="déjà en cours"):
        call_command("recheck_rights", "--month=2026-10")


# --- The pages ---------------------------------------------------------------------------------------------------


def test_the_coordinatrice_starts_it_once_and_sees_the_bar(
    sign_in: SignIn, monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Any
) -> None:
    asked_for: list[str] = []
    monkeypatch.setattr(tasks.recheck_caseload, "delay", asked_for.append)
    client, url = sign_in(Role.COORDINATOR), reverse("recheck_list")
    assert "Revoir tous les bilans" in client.get(url).content.decode()
    assert "Revoir tous les bilans" not in sign_in().get(url).content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        client.post(reverse("recheck_start"))
        client.post(reverse("recheck_start"))
    recheck = Recheck.objects.get()
    assert asked_for == [str(recheck.pk)]
    assert "<progress" in client.get(url).content.decode()
    progress = reverse("recheck_progress")
    Recheck.objects.update(state=RecheckState.RUNNING, total=10, done=4)
    assert 'value="4"' in client.get(progress).content.decode()
    Recheck.objects.update(state=RecheckState.DONE, done=10, finished_at=timezone.now())
    assert client.get(progress).headers["HX-Refresh"] == "true"


def test_the_list_and_its_export(sign_in: SignIn) -> None:
    client, url = sign_in(), reverse("recheck_list")
    assert "Aucun droit à signaler" in client.get(url).content.decode()
    finding = factories.RecheckFindingFactory(person__first_name="Cassis")
    finding.recheck.unreadable.add(finding.review)
    factories.RecheckFindingFactory(
        recheck=finding.recheck, benefit=BenefitCode.CSS, monthly_amount=None, person__first_name="Framboise"
    )
    page = client.get(url).content.decode()
    assert "Cassis" in page
    assert "Framboise" in page
    assert "Des bilans n’ont pas pu être revus" in page
    assert "Cassis" not in client.get(f"{url}?voir=deja").content.decode().split('id="resultats"')[1]
    assert "Cassis" in client.get(f"{url}?export=csv").content.decode("utf-8-sig")


def test_the_list_takes_as_many_queries_for_two_as_for_twenty(sign_in: SignIn, count_queries: Any) -> None:
    client, recheck = sign_in(), factories.RecheckFactory()
    for _ in range(2):
        factories.RecheckFindingFactory(recheck=recheck)
    before = count_queries(client, reverse("recheck_list"))
    for _ in range(18):
        factories.RecheckFindingFactory(recheck=recheck)
    assert count_queries(client, reverse("recheck_list")) == before


def titles(user: User) -> list[str]:
    return [section.title for section in rights_of_the_day(user, NOW)]


def test_what_became_probable_is_on_the_first_page() -> None:
    user = factories.UserFactory()
    assert "Droits devenus probables depuis le dernier bilan" not in titles(user)
    factories.RecheckFindingFactory(previous_status=EligibilityStatus.PROBABLE)
    assert "Droits devenus probables depuis le dernier bilan" not in titles(user)
    RecheckFinding.objects.update(previous_status=EligibilityStatus.TO_VERIFY)
    assert "Droits devenus probables depuis le dernier bilan" in titles(user)
