"""Agreements and referrals, past the forms: the rules, the two agents at once, the states that cannot be."""

import datetime as dt
from decimal import Decimal
from itertools import pairwise
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from partners import services
from partners.enums import (
    REFERRAL_TRANSITIONS,
    AgreementMeans,
    DeclineReason,
    ReferralOutcome,
    ReferralState,
)
from partners.models import DisclosureAgreement, Membership, Referral, ReferralTransition, Sector
from partners.services import ImpossibleMove, NoValidAgreement, RightToRecord
from partners.tasks import expire_unanswered_referrals
from rights_check.enums import BenefitCode, ClaimState, Evidence
from rights_check.models import OpenedRight
from tests import factories
from tests.factories import NOW
from tznr.accounts.enums import Role
from tznr.accounts.models import User
from tznr.journal.enums import Verb
from tznr.journal.models import AuditEntry
from tznr.records.constraints import violated_constraint
from tznr.records.models import ChangedMeanwhile

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


def agent_of(referral: Referral) -> User:
    agent = factories.UserFactory(role=Role.PAD_AGENT)
    Membership.objects.create(user=agent, organisation=referral.organisation)
    return agent


def accepted(**fields: Any) -> Referral:
    return factories.ReferralFactory(state=ReferralState.ACCEPTED, answered_at=NOW, **fields)


def send(agreement: DisclosureAgreement, **fields: Any) -> Referral:
    arguments: dict[str, Any] = {
        "actor": agreement.noted_by,
        "person": agreement.person,
        "organisation": agreement.organisation,
        "agreement": agreement,
        "need": "Demander le RSA",
        "now": NOW,
    }
    return services.send_referral(**arguments | fields)


def test_a_referral_is_sent_with_its_first_transition_and_its_line_in_the_journal() -> None:
    agreement = factories.DisclosureAgreementFactory()
    referral = send(agreement)
    assert referral.state == ReferralState.SENT
    assert referral.shared["first_name"] == "Mirabelle"
    transition = referral.transitions.get()
    assert (transition.from_state, transition.to_state, transition.at, transition.by) == (
        "",
        ReferralState.SENT,
        NOW,
        agreement.noted_by,
    )
    entry = AuditEntry.objects.get(subject=referral.pk)
    assert (entry.verb, entry.person, entry.actor) == (Verb.CREATED, agreement.person_id, agreement.noted_by_id)


@pytest.mark.parametrize(
    "agreement_fields",
    [
        {"withdrawn_at": NOW},
        {"given_on": NOW.date() - 300 * DAY, "valid_until": NOW.date() - DAY},
        {"given_on": NOW.date() + DAY, "valid_until": NOW.date() + 2 * DAY},
    ],
    ids=["withdrawn", "over", "not yet given"],
)
def test_nothing_leaves_without_an_agreement_valid_that_day(agreement_fields: dict[str, Any]) -> None:
    with pytest.raises(NoValidAgreement):
        send(factories.DisclosureAgreementFactory(**agreement_fields))
    assert not Referral.objects.exists()


def test_nothing_leaves_with_the_agreement_for_another_organisation_or_of_another_person() -> None:
    agreement = factories.DisclosureAgreementFactory()
    with pytest.raises(NoValidAgreement):
        send(agreement, organisation=factories.OrganisationFactory())
    with pytest.raises(NoValidAgreement):
        send(agreement, person=factories.PersonFactory())
    assert not Referral.objects.exists()


def test_the_agreement_is_read_again_and_not_believed() -> None:
    agreement = factories.DisclosureAgreementFactory()
    DisclosureAgreement.objects.filter(pk=agreement.pk).update(withdrawn_at=NOW)
    with pytest.raises(NoValidAgreement):
        send(agreement)


def test_an_agreement_holds_on_its_last_day() -> None:
    agreement = factories.DisclosureAgreementFactory(valid_until=NOW.date())
    assert send(agreement).state == ReferralState.SENT


def test_the_same_referral_is_not_sent_twice_while_it_waits() -> None:
    agreement = factories.DisclosureAgreementFactory()
    send(agreement)
    with pytest.raises(ValidationError, match="attend déjà une réponse"):
        send(agreement)
    assert send(agreement, need="Demander l’aide au logement").pk


def test_the_claim_of_somebody_else_is_refused() -> None:
    agreement = factories.DisclosureAgreementFactory()
    with pytest.raises(ValidationError, match="une autre personne"):
        send(agreement, claim=factories.BenefitClaimFactory())


@pytest.mark.parametrize(
    "dates",
    [(NOW.date() + DAY, NOW.date() + 2 * DAY), (NOW.date(), NOW.date() - DAY)],
    ids=["given tomorrow", "over before it starts"],
)
def test_an_agreement_with_impossible_dates_is_refused(dates: tuple[dt.date, dt.date]) -> None:
    person = factories.PersonFactory()
    with pytest.raises(ValidationError):
        services.record_agreement(
            actor=person.created_by,
            person=person,
            organisation=factories.OrganisationFactory(),
            purpose="Demander le RSA",
            means=AgreementMeans.ORAL,
            given_on=dates[0],
            valid_until=dates[1],
            now=NOW,
        )
    assert not DisclosureAgreement.objects.exists()


def test_of_two_agents_the_second_is_told_and_writes_nothing() -> None:
    referral = factories.ReferralFactory()
    first, second = agent_of(referral), agent_of(referral)
    read_by_both = referral.version
    services.move_referral(
        actor=first, referral=referral, to_state=ReferralState.ACCEPTED, read_version=read_by_both, now=NOW
    )
    with pytest.raises(ChangedMeanwhile):
        services.move_referral(
            actor=second,
            referral=referral,
            to_state=ReferralState.DECLINED,
            read_version=read_by_both,
            now=NOW,
            decline_reason=DeclineReason.NO_CAPACITY,
        )
    referral.refresh_from_db()
    assert (referral.state, referral.handled_by, referral.answered_at) == (ReferralState.ACCEPTED, first, NOW)
    assert list(referral.transitions.values_list("to_state", "by")) == [(ReferralState.ACCEPTED, first.pk)]


def test_withdrawing_an_agreement_withdraws_what_is_not_over_and_keeps_what_is() -> None:
    agreement = factories.DisclosureAgreementFactory()
    same = {"person": agreement.person, "organisation": agreement.organisation, "agreement": agreement}
    sent, in_hand = factories.ReferralFactory(**same), accepted(**same)
    done = accepted(**same, outcome=ReferralOutcome.OTHER, outcome_at=NOW)
    elsewhere = factories.ReferralFactory(person=agreement.person)
    withdrawn = services.withdraw_agreement(actor=agreement.noted_by, agreement=agreement, now=NOW)
    assert {referral.pk for referral in withdrawn} == {sent.pk, in_hand.pk}
    states = dict(Referral.objects.values_list("pk", "state"))
    assert states == {
        sent.pk: ReferralState.WITHDRAWN,
        in_hand.pk: ReferralState.WITHDRAWN,
        done.pk: ReferralState.ACCEPTED,
        elsewhere.pk: ReferralState.SENT,
    }
    agreement.refresh_from_db()
    assert agreement.withdrawn_at == NOW
    assert services.withdraw_agreement(actor=agreement.noted_by, agreement=agreement, now=NOW + DAY) == []
    agreement.refresh_from_db()
    assert agreement.withdrawn_at == NOW


def test_what_nobody_answered_expires_after_thirty_days_once() -> None:
    old = factories.ReferralFactory(sent_at=NOW - 31 * DAY)
    studied = factories.ReferralFactory(sent_at=NOW - 31 * DAY, state=ReferralState.UNDER_REVIEW)
    recent = factories.ReferralFactory(sent_at=NOW - 29 * DAY)
    answered = accepted(sent_at=NOW - 60 * DAY)
    assert services.expire_unanswered_referrals(now=NOW) == 2
    assert services.expire_unanswered_referrals(now=NOW) == 0
    states = dict(Referral.objects.values_list("pk", "state"))
    assert states == {
        old.pk: ReferralState.EXPIRED,
        studied.pk: ReferralState.EXPIRED,
        recent.pk: ReferralState.SENT,
        answered.pk: ReferralState.ACCEPTED,
    }
    transition = ReferralTransition.objects.get(referral=old)
    assert (transition.to_state, transition.by) == (ReferralState.EXPIRED, None)


RIGHT = RightToRecord(
    benefit=BenefitCode.RSA,
    effective_month=dt.date(2026, 10, 1),
    evidence=Evidence.PROOF_SEEN,
    monthly_amount=Decimal("573.49"),
)


def report(referral: Referral, outcome: ReferralOutcome, right: RightToRecord | None = None) -> Referral:
    return services.report_outcome(
        actor=agent_of(referral),
        referral=referral,
        read_version=referral.version,
        outcome=outcome,
        now=NOW,
        right=right,
    )


def test_a_right_opened_is_recorded_with_its_amount_and_grants_the_claim() -> None:
    claim = factories.BenefitClaimFactory(state=ClaimState.FILED, filed_on=NOW.date() - 40 * DAY)
    referral = report(accepted(person=claim.person, claim=claim), ReferralOutcome.RIGHT_OPENED, RIGHT)
    right = OpenedRight.objects.get()
    assert referral.opened_right == right
    assert (right.person, right.claim, right.monthly_amount) == (claim.person, claim, Decimal("573.49"))
    assert (right.effective_month, right.evidence) == (dt.date(2026, 10, 1), Evidence.PROOF_SEEN)
    claim.refresh_from_db()
    assert (claim.state, claim.decided_on) == (ClaimState.GRANTED, NOW.date())


def test_a_right_opened_without_a_claim_or_for_another_benefit_leaves_the_claim_alone() -> None:
    claim = factories.BenefitClaimFactory(benefit=BenefitCode.AIDE_LOGEMENT)
    referral = report(accepted(person=claim.person, claim=claim), ReferralOutcome.RIGHT_OPENED, RIGHT)
    assert referral.opened_right
    assert referral.opened_right.claim is None
    claim.refresh_from_db()
    assert claim.state == ClaimState.TO_DO
    assert report(accepted(), ReferralOutcome.RIGHT_OPENED, RIGHT).opened_right


def test_a_right_already_noted_for_the_claim_is_kept_and_not_counted_twice() -> None:
    claim = factories.BenefitClaimFactory(state=ClaimState.GRANTED, decided_on=NOW.date())
    known = factories.OpenedRightFactory(person=claim.person, claim=claim)
    referral = report(accepted(person=claim.person, claim=claim), ReferralOutcome.RIGHT_OPENED)
    assert referral.opened_right == known
    assert OpenedRight.objects.count() == 1


def test_a_right_that_cannot_be_opened_writes_no_outcome() -> None:
    referral = accepted()
    factories.OpenedRightFactory(person=referral.person)
    for right in (RIGHT, None):
        with pytest.raises(ValidationError):
            report(referral, ReferralOutcome.RIGHT_OPENED, right)
    referral.refresh_from_db()
    assert (referral.outcome, referral.version) == ("", 1)


@pytest.mark.parametrize(
    ("outcome", "before", "after"),
    [
        (ReferralOutcome.REFUSED_BY_AGENCY, ClaimState.UNDER_REVIEW, ClaimState.REFUSED),
        (ReferralOutcome.REFUSED_BY_AGENCY, ClaimState.TO_DO, ClaimState.TO_DO),
        (ReferralOutcome.GAVE_UP, ClaimState.TO_DO, ClaimState.ABANDONED),
        (ReferralOutcome.NOT_REACHED, ClaimState.TO_DO, ClaimState.TO_DO),
    ],
)
def test_the_claim_follows_the_outcome_when_its_own_table_allows(
    outcome: ReferralOutcome, before: ClaimState, after: ClaimState
) -> None:
    claim = factories.BenefitClaimFactory(state=before)
    report(accepted(person=claim.person, claim=claim), outcome)
    claim.refresh_from_db()
    assert claim.state == after


def test_an_outcome_is_noted_once_and_only_after_acceptance() -> None:
    with pytest.raises(ImpossibleMove):
        report(factories.ReferralFactory(), ReferralOutcome.OTHER)
    referral = report(accepted(), ReferralOutcome.OTHER)
    with pytest.raises(ImpossibleMove):
        report(referral, ReferralOutcome.GAVE_UP)


MOVES = st.one_of(
    st.tuples(st.just("move"), st.sampled_from(ReferralState), st.sampled_from([None, *DeclineReason])),
    st.tuples(st.just("report"), st.sampled_from([ReferralOutcome.OTHER, ReferralOutcome.GAVE_UP]), st.none()),
    st.tuples(st.just("expire"), st.none(), st.none()),
    st.tuples(st.just("withdraw"), st.none(), st.none()),
)


def attempt(referral: Referral, gesture: str, argument: Any, reason: DeclineReason | None) -> None:
    if gesture == "move":
        services.move_referral(
            actor=referral.sent_by,
            referral=referral,
            to_state=argument,
            read_version=referral.version,
            now=NOW,
            decline_reason=reason,
        )
    elif gesture == "report":
        report(referral, argument)
    elif gesture == "expire":
        services.expire_unanswered_referrals(now=NOW + 40 * DAY)
    else:
        services.withdraw_agreement(actor=referral.sent_by, agreement=referral.agreement, now=NOW)


@settings(max_examples=40, derandomize=True, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(MOVES, max_size=7))
def test_whatever_is_tried_a_referral_only_goes_where_the_table_says(moves: list[Any]) -> None:
    """Random gestures against the database: each is refused whole or follows the table, and the history tells it."""
    with transaction.atomic():
        referral = factories.ReferralFactory()
        path = [ReferralState.SENT]
        for gesture, argument, reason in moves:
            before = Referral.objects.get(pk=referral.pk)
            try:
                with transaction.atomic():
                    attempt(before, gesture, argument, reason)
            except ImpossibleMove:
                unchanged = Referral.objects.get(pk=referral.pk)
                assert (unchanged.state, unchanged.version) == (before.state, before.version)
                continue
            after = Referral.objects.get(pk=referral.pk)
            if after.state != before.state:
                assert after.state in REFERRAL_TRANSITIONS[ReferralState(before.state)]
                assert not before.outcome
                path.append(ReferralState(after.state))
            else:
                assert gesture != "move"
            assert bool(after.decline_reason) == (after.state == ReferralState.DECLINED)
            assert not after.outcome or after.state == ReferralState.ACCEPTED
        history = list(ReferralTransition.objects.filter(referral=referral).values_list("from_state", "to_state"))
        assert sorted(history) == sorted(pairwise(path))
        transaction.set_rollback(True)


@pytest.mark.parametrize(
    ("fields", "constraint"),
    [
        ({"state": "ailleurs"}, "referral_state_known"),
        ({"state": ReferralState.DECLINED, "answered_at": NOW}, "referral_declined_with_a_reason"),
        ({"decline_reason": DeclineReason.NO_CAPACITY}, "referral_declined_with_a_reason"),
        ({"state": ReferralState.ACCEPTED}, "referral_answer_has_a_date"),
        ({"answered_at": NOW}, "referral_unanswered_has_no_answer_date"),
        ({"state": ReferralState.EXPIRED, "answered_at": NOW}, "referral_unanswered_has_no_answer_date"),
        ({"state": ReferralState.ACCEPTED, "answered_at": NOW - DAY}, "referral_answered_after_sending"),
        ({"outcome": ReferralOutcome.OTHER, "outcome_at": NOW}, "referral_outcome_after_acceptance"),
        ({"outcome_at": NOW}, "referral_outcome_after_acceptance"),
        ({"outcome": ReferralOutcome.OTHER}, "referral_outcome_after_acceptance"),
    ],
)
def test_the_database_refuses_impossible_referrals(fields: dict[str, Any], constraint: str) -> None:
    referral = factories.ReferralFactory()
    with pytest.raises(IntegrityError) as refusal, transaction.atomic():
        Referral.objects.filter(pk=referral.pk).update(**fields)
    assert violated_constraint(refusal.value) == constraint


def test_the_database_refuses_a_right_without_its_outcome() -> None:
    referral = accepted()
    right = factories.OpenedRightFactory(person=referral.person)
    with pytest.raises(IntegrityError) as refusal, transaction.atomic():
        Referral.objects.filter(pk=referral.pk).update(opened_right=right)
    assert violated_constraint(refusal.value) == "referral_opened_right_is_its_outcome"


def test_the_database_refuses_an_agreement_that_ends_before_it_starts() -> None:
    agreement = factories.DisclosureAgreementFactory()
    with pytest.raises(IntegrityError) as refusal, transaction.atomic():
        DisclosureAgreement.objects.filter(pk=agreement.pk).update(valid_until=agreement.given_on - DAY)
    assert violated_constraint(refusal.value) == "agreement_ends_after_start"


def test_the_database_refuses_the_same_sector_or_membership_twice() -> None:
    sector = factories.SectorFactory()
    with pytest.raises(IntegrityError), transaction.atomic():
        Sector.objects.create(organisation=sector.organisation, commune=sector.commune)
    membership = factories.MembershipFactory()
    with pytest.raises(IntegrityError), transaction.atomic():
        Membership.objects.create(user=membership.user, organisation=membership.organisation)


def test_the_schedule_names_the_task_that_expires_and_it_calls_the_service() -> None:
    scheduled = django_settings.CELERY_BEAT_SCHEDULE["expire-unanswered-referrals"]["task"]
    assert scheduled == expire_unanswered_referrals.name
    factories.ReferralFactory(sent_at=timezone.now() - 31 * DAY)
    factories.ReferralFactory(sent_at=timezone.now() - 29 * DAY)
    assert expire_unanswered_referrals() == 1
