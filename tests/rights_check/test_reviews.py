"""A review is started, filled in, frozen, and never changes again. No calculation here: see test_calculation.py."""

import datetime as dt
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from rights_check import services
from rights_check.answers import situation_from_answers
from rights_check.engine import (
    Assessment,
    Benefit,
    BenefitResult,
    EligibilityStatus,
    Fact,
    LegislationVersion,
    Missing,
    Month,
    Situation,
)
from rights_check.enums import NonTakeUpReason
from rights_check.models import EligibilityResult, RightsReview
from tests import factories
from tests.rights_check.households import ALONE, alone_without_income
from tznr.journal.enums import Verb
from tznr.journal.models import AuditEntry
from tznr.records.constraints import violated_constraint
from tznr.records.models import ChangedMeanwhile

pytestmark = pytest.mark.django_db
NOW = factories.NOW
OCTOBER = Month(2026, 10)


def assessment() -> Assessment:
    """A result written by hand: what the engine answers is the engine's business."""
    return Assessment(
        month=OCTOBER,
        results=(
            BenefitResult(
                Benefit.RSA,
                EligibilityStatus.PROBABLE,
                Decimal("573.49"),
                ("Raison.",),
                deadline=dt.date(2026, 10, 31),
            ),
            BenefitResult(Benefit.PRIME_ACTIVITE, EligibilityStatus.NOT_ELIGIBLE, None, ("Autre raison.",)),
            BenefitResult(Benefit.AIDE_LOGEMENT, EligibilityStatus.TO_VERIFY, None, ("Doute.",), (Missing(Fact.RENT),)),
        ),
        net_monthly_gain=Decimal("573.49"),
        gain_is_minimum=True,
        legislation=LegislationVersion("176.1.8", "44.7.1", dt.date(2026, 4, 1)),
    )


def frozen_review() -> RightsReview:
    draft = factories.RightsReviewFactory(answers=alone_without_income())
    situation = situation_from_answers(draft.answers, OCTOBER)
    return services.freeze_review(
        actor=draft.conducted_by,
        review=draft,
        situation=situation,
        assessment=assessment(),
        read_version=draft.version,
        now=NOW,
    )


def test_a_review_is_started_once_and_then_resumed() -> None:
    person, actor = factories.PersonFactory(), factories.UserFactory()
    first = services.start_review(actor=actor, person=person, now=NOW)
    again = services.start_review(actor=factories.UserFactory(), person=person, now=NOW + dt.timedelta(days=1))
    assert first == again
    assert (first.month, first.conducted_by) == (dt.date(2026, 10, 1), actor)
    assert AuditEntry.objects.get(verb=Verb.CREATED).person == person.pk


def test_the_month_of_a_review_is_the_month_in_paris() -> None:
    just_november = dt.datetime(2026, 10, 31, 23, 30, tzinfo=dt.UTC)
    review = services.start_review(actor=factories.UserFactory(), person=factories.PersonFactory(), now=just_november)
    assert review.month == dt.date(2026, 11, 1)


def test_a_new_review_takes_up_all_the_answers_of_the_month_and_only_the_lasting_ones_later() -> None:
    done = frozen_review()
    assert done.person is not None
    actor = done.conducted_by
    same_month = services.start_review(actor=actor, person=done.person, now=NOW)
    assert same_month.answers == done.answers
    same_month.delete()
    later = services.start_review(actor=actor, person=done.person, now=NOW + dt.timedelta(days=30))
    assert set(later.answers) == {"foyer", "logement"}


def test_each_step_is_kept_apart_and_the_second_to_save_is_told() -> None:
    draft = factories.RightsReviewFactory()
    hers = RightsReview.objects.get(pk=draft.pk)
    services.save_answers(actor=draft.conducted_by, review=draft, step="foyer", values=ALONE, read_version=1)
    with pytest.raises(ChangedMeanwhile):
        services.save_answers(actor=draft.conducted_by, review=hers, step="foyer", values={}, read_version=1)
    draft.refresh_from_db()
    assert draft.answers == {"foyer": ALONE}
    services.save_answers(actor=draft.conducted_by, review=draft, step="logement", values={}, read_version=2)
    draft.refresh_from_db()
    assert draft.answers == {"foyer": ALONE, "logement": {}}


def test_a_frozen_review_holds_its_inputs_its_legislation_and_its_results() -> None:
    review = frozen_review()
    review.refresh_from_db()
    assert Situation.from_json(review.situation or {}) == situation_from_answers(review.answers, OCTOBER)
    assert review.legislation == {
        "openfisca_france": "176.1.8",
        "openfisca_core": "44.7.1",
        "parameters_date": "2026-04-01",
    }
    assert (review.net_monthly_gain, review.completed_at) == (Decimal("573.49"), NOW)
    results = {result.benefit: result for result in review.results.all()}
    assert {benefit: (result.status, result.monthly_amount) for benefit, result in results.items()} == {
        "rsa": ("probable", Decimal("573.49")),
        "prime_activite": ("not_eligible", None),
        "aide_logement": ("to_verify", None),
    }
    assert results["rsa"].file_before == dt.date(2026, 10, 31)
    assert results["aide_logement"].missing == ["le loyer sans les charges"]


def test_a_frozen_review_never_changes() -> None:
    review = frozen_review()
    before = RightsReview.objects.filter(pk=review.pk).values().get()
    actor = review.conducted_by
    with pytest.raises(services.ReviewIsFrozen):
        services.save_answers(actor=actor, review=review, step="foyer", values={}, read_version=review.version)
    with pytest.raises(services.ReviewIsFrozen):
        services.bring_to_month(actor=actor, review=review, read_version=review.version, now=NOW)
    with pytest.raises(services.ReviewIsFrozen):
        services.complete_review(actor=actor, review=review, read_version=review.version, now=NOW)
    assert RightsReview.objects.filter(pk=review.pk).values().get() == before


def test_a_review_frozen_twice_at_once_is_frozen_once() -> None:
    draft = factories.RightsReviewFactory(answers=alone_without_income())
    other = RightsReview.objects.get(pk=draft.pk)
    situation = situation_from_answers(draft.answers, OCTOBER)
    for review, expected in ((draft, None), (other, ChangedMeanwhile)):
        arguments = {"actor": draft.conducted_by, "situation": situation, "assessment": assessment(), "now": NOW}
        if expected is None:
            services.freeze_review(review=review, read_version=1, **arguments)
        else:
            with pytest.raises(expected):
                services.freeze_review(review=review, read_version=1, **arguments)
    assert EligibilityResult.objects.count() == 3


def test_a_draft_of_last_month_is_brought_to_this_one_without_what_the_year_changed() -> None:
    incomes = {"claimant_has_income": "yes", "claimant_salary_net_taxable": "9000", "claimant_salary_2026-09": "800"}
    draft = factories.RightsReviewFactory(answers=alone_without_income(revenus=incomes))
    services.bring_to_month(
        actor=draft.conducted_by, review=draft, read_version=draft.version, now=NOW + dt.timedelta(days=30)
    )
    draft.refresh_from_db()
    assert draft.month == dt.date(2026, 11, 1)
    assert draft.answers["revenus"] == {"claimant_has_income": "yes", "claimant_salary_2026-09": "800"}
    assert draft.answers["foyer"] == ALONE


def test_why_a_right_was_not_asked_for_is_noted_on_rights_that_may_be_open() -> None:
    review = frozen_review()
    rsa, prime = review.results.get(benefit="rsa"), review.results.get(benefit="prime_activite")
    services.note_non_take_up(actor=review.conducted_by, result=rsa, reason=NonTakeUpReason.FEAR_OR_MISTRUST)
    rsa.refresh_from_db()
    assert rsa.non_take_up_reason == NonTakeUpReason.FEAR_OR_MISTRUST
    with pytest.raises(ValueError, match="non-take-up"):
        services.note_non_take_up(actor=review.conducted_by, result=prime, reason=NonTakeUpReason.NOT_WANTED)


@pytest.mark.parametrize(
    ("fields", "constraint"),
    [
        ({"status": "to_verify", "monthly_amount": Decimal(10)}, "result_amount_only_when_probable"),
        ({"status": "not_eligible", "monthly_amount": Decimal(10)}, "result_amount_only_when_probable"),
        ({"status": "probable", "monthly_amount": None}, "result_amount_only_when_probable"),
        ({"status": "probable", "monthly_amount": Decimal(0)}, "result_amount_only_when_probable"),
        ({"status": "to_verify", "monthly_amount": None, "yearly_amount": 400}, "result_amount_only_when_probable"),
        ({"status": "not_eligible", "monthly_amount": None, "monthly_cost": 8}, "result_amount_only_when_probable"),
    ],
)
def test_the_database_refuses_an_amount_that_promises_too_much(fields: dict[str, object], constraint: str) -> None:
    result = factories.EligibilityResultFactory()
    with pytest.raises(IntegrityError) as refusal, transaction.atomic():
        EligibilityResult.objects.filter(pk=result.pk).update(**fields)
    assert violated_constraint(refusal.value) == constraint


def test_the_database_refuses_a_completed_review_without_its_inputs() -> None:
    review = frozen_review()
    for fields in ({"situation": None}, {"legislation": None}, {"completed_at": None}, {"state": "draft"}):
        with pytest.raises(IntegrityError) as refusal, transaction.atomic():
            RightsReview.objects.filter(pk=review.pk).update(**fields)
        assert violated_constraint(refusal.value) == "review_completed_is_frozen_whole"
