"""Everything that is written about agreements and referrals."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from beneficiaries.models import Person
from partners.enums import (
    REFERRAL_TRANSITIONS,
    UNANSWERED_STATES,
    AgreementMeans,
    DeclineReason,
    ReferralOutcome,
    ReferralState,
)
from partners.models import DisclosureAgreement, Membership, Organisation, Referral, ReferralTransition
from partners.sharing import what_is_shared
from rights_check.claims import move_claim, open_right
from rights_check.enums import CLAIM_TRANSITIONS, BenefitCode, ClaimState, Evidence
from rights_check.models import BenefitClaim, OpenedRight
from tznr.accounts.models import User
from tznr.journal import services as journal
from tznr.journal.enums import Verb
from tznr.records.models import ChangedMeanwhile

CLAIM_STATE_AFTER = {
    ReferralOutcome.REFUSED_BY_AGENCY: ClaimState.REFUSED,
    ReferralOutcome.GAVE_UP: ClaimState.ABANDONED,
}


class Refused(ValidationError):
    """A rule refuses; its message is shown as it is. Nothing has been written."""


class NoValidAgreement(Refused):
    """Nothing leaves without an agreement of this person that names this organisation and is valid today."""


class ImpossibleMove(Refused):
    """The referral is in a state that does not allow it."""


@dataclass(frozen=True)
class RightToRecord:
    """The right that the recipient says is open. Amount in euros a month; the month is its first day."""

    benefit: BenefitCode
    effective_month: date
    evidence: Evidence
    monthly_amount: Decimal | None = None


@transaction.atomic
def add_member(*, actor: User, organisation: Organisation, account: User) -> Membership:
    """Let an account answer for an organisation, and so see what was referred to it. Raises Refused for other roles."""
    if not account.is_recipient:
        raise Refused("Seuls un agent PAD ou un correspondant partenaire répondent pour une structure.")
    membership, created = Membership.objects.get_or_create(user=account, organisation=organisation)
    if created:
        journal.record(actor=actor, verb=Verb.CREATED, subject=membership)
    return membership


@transaction.atomic
def remove_member(*, actor: User, membership: Membership) -> None:
    """The account no longer sees anything of the organisation; what it answered keeps its name."""
    journal.record(actor=actor, verb=Verb.DELETED, subject=membership)
    membership.delete()


@transaction.atomic
def record_agreement(
    *,
    actor: User,
    person: Person,
    organisation: Organisation,
    purpose: str,
    means: AgreementMeans,
    given_on: date,
    valid_until: date,
    now: datetime,
) -> DisclosureAgreement:
    """Note that she agrees to something being sent to this organisation. Raises Refused on impossible dates."""
    if given_on > timezone.localdate(now):
        raise Refused("Un accord ne peut pas être noté avant d’avoir été donné.")
    if valid_until < given_on:
        raise Refused("L’accord ne peut pas finir avant d’avoir été donné.")
    agreement = DisclosureAgreement.objects.create(
        person=person,
        organisation=organisation,
        purpose=purpose,
        means=means,
        given_on=given_on,
        valid_until=valid_until,
        noted_by=actor,
        noted_at=now,
    )
    journal.record(actor=actor, verb=Verb.CREATED, subject=agreement, person=person)
    return agreement


@transaction.atomic
def withdraw_agreement(*, actor: User, agreement: DisclosureAgreement, now: datetime) -> list[Referral]:
    """Withdraw the agreement and, with it, each of its referrals that is not over. Returns those withdrawn.

    A referral whose outcome is known keeps its history; its content is no longer shown to the recipient.
    """
    agreement = DisclosureAgreement.objects.select_for_update().get(pk=agreement.pk)
    if agreement.withdrawn_at:
        return []
    agreement.withdrawn_at = now
    agreement.save(update_fields=["withdrawn_at"])
    journal.record(actor=actor, verb=Verb.CHANGED, subject=agreement, person=agreement.person_id)
    open_referrals = agreement.referrals.select_for_update().filter(
        state__in=(*UNANSWERED_STATES, ReferralState.ACCEPTED), outcome=""
    )
    return [
        move_referral(
            actor=actor, referral=referral, to_state=ReferralState.WITHDRAWN, read_version=referral.version, now=now
        )
        for referral in open_referrals
    ]


@transaction.atomic
def send_referral(
    *,
    actor: User,
    person: Person,
    organisation: Organisation,
    agreement: DisclosureAgreement,
    need: str,
    now: datetime,
    claim: BenefitClaim | None = None,
) -> Referral:
    """Send a referral with `what_is_shared`, and nothing else.

    Raises NoValidAgreement unless the agreement is hers, names this organisation and is valid today; Refused when the
    claim is somebody else's or when the same referral already waits for an answer.
    """
    Person.objects.select_for_update().get(pk=person.pk)
    agreement = DisclosureAgreement.objects.select_for_update().get(pk=agreement.pk)
    _check_agreement(agreement, person, organisation, timezone.localdate(now))
    if claim and claim.person_id != person.pk:
        raise Refused("Cette démarche est celle d’une autre personne.")
    waiting = Referral.objects.unanswered().filter(person=person, organisation=organisation, claim=claim, need=need)
    if waiting.exists():
        raise Refused(f"La même orientation vers {organisation} attend déjà une réponse.")
    referral = Referral.objects.create(
        person=person,
        organisation=organisation,
        agreement=agreement,
        claim=claim,
        need=need,
        shared=what_is_shared(person, organisation, need, claim),
        sent_by=actor,
        sent_at=now,
    )
    _add_transition(referral, from_state="", actor=actor, now=now)
    journal.record(actor=actor, verb=Verb.CREATED, subject=referral, person=person)
    return referral


def _check_agreement(agreement: DisclosureAgreement, person: Person, organisation: Organisation, day: date) -> None:
    if agreement.person_id != person.pk or agreement.organisation_id != organisation.pk:
        raise NoValidAgreement(f"Cet accord n’est pas celui de cette personne pour {organisation}.")
    if agreement.withdrawn_at:
        raise NoValidAgreement("La personne a retiré cet accord : rien ne peut être transmis.")
    if not agreement.given_on <= day <= agreement.valid_until:
        raise NoValidAgreement("Cet accord n’est pas valable aujourd’hui : en noter un nouveau.")


@transaction.atomic
def move_referral(
    *,
    actor: User | None,
    referral: Referral,
    to_state: ReferralState,
    read_version: int,
    now: datetime,
    decline_reason: DeclineReason | None = None,
) -> Referral:
    """Move a referral to another state of `REFERRAL_TRANSITIONS`; `actor` is None for what expires by itself.

    Raises ChangedMeanwhile (carrying the referral as it is now) when somebody else moved it after it was read, and
    ImpossibleMove when the table does not allow it.
    """
    referral = _read_again(referral, read_version)
    from_state = ReferralState(referral.state)
    if to_state not in REFERRAL_TRANSITIONS[from_state] or referral.outcome:
        raise ImpossibleMove(f"Cette orientation est « {from_state.label} » : ce geste n’est plus possible.")
    if (to_state == ReferralState.DECLINED) != bool(decline_reason):
        raise ImpossibleMove("Indiquer pourquoi l’orientation n’est pas prise en charge.")
    referral.state = to_state
    referral.decline_reason = decline_reason or ""
    if to_state in (ReferralState.ACCEPTED, ReferralState.DECLINED):
        referral.answered_at = now
    if actor and actor.is_recipient:
        referral.handled_by = actor
    referral.save_version(read_version=read_version)
    _add_transition(referral, from_state=from_state, actor=actor, now=now)
    journal.record(actor=actor, verb=Verb.MOVED, subject=referral, person=referral.person_id)
    return referral


@transaction.atomic
def report_outcome(
    *,
    actor: User,
    referral: Referral,
    read_version: int,
    outcome: ReferralOutcome,
    now: datetime,
    right: RightToRecord | None = None,
) -> Referral:
    """Note what became of an accepted referral; « droit ouvert » records the right with its amount and evidence.

    When the referral's claim already has its right, that one is kept and `right` is not needed. Raises
    ChangedMeanwhile, ImpossibleMove when it was not accepted or its outcome is already known, and ValidationError when
    the right cannot be opened.
    """
    referral = _read_again(referral, read_version)
    if referral.state != ReferralState.ACCEPTED:
        raise ImpossibleMove("L’issue se note une fois l’orientation prise en charge.")
    if referral.outcome:
        raise ImpossibleMove("L’issue de cette orientation est déjà notée.")
    if outcome == ReferralOutcome.RIGHT_OPENED:
        referral.opened_right = right_already_open(referral) or _open_right(actor, referral, right, now)
    elif outcome in CLAIM_STATE_AFTER:
        _move_claim(actor, referral, CLAIM_STATE_AFTER[outcome], now)
    referral.outcome = outcome
    referral.outcome_at = now
    referral.save_version(read_version=read_version)
    journal.record(actor=actor, verb=Verb.CHANGED, subject=referral, person=referral.person_id)
    return referral


def right_already_open(referral: Referral) -> OpenedRight | None:
    """The right that was recorded for the referral's claim, before the recipient said so."""
    if referral.claim is None:
        return None
    return OpenedRight.objects.filter(claim=referral.claim, referral__isnull=True).first()


@transaction.atomic
def expire_unanswered_referrals(*, now: datetime) -> int:
    """Expire what nobody answered within `REFERRAL_EXPIRES_AFTER_DAYS` days; how many. Running it twice is harmless."""
    limit = now - timedelta(days=settings.REFERRAL_EXPIRES_AFTER_DAYS)
    forgotten = Referral.objects.select_for_update().unanswered().filter(sent_at__lt=limit)
    for referral in forgotten:
        move_referral(
            actor=None, referral=referral, to_state=ReferralState.EXPIRED, read_version=referral.version, now=now
        )
    return len(forgotten)


def _open_right(actor: User, referral: Referral, right: RightToRecord | None, now: datetime) -> OpenedRight:
    if right is None:
        raise Refused("Indiquer quel droit est ouvert, à partir de quand et comment vous le savez.")
    claim = referral.claim if referral.claim and referral.claim.benefit == right.benefit else None
    return open_right(
        actor=actor,
        person=referral.person,
        benefit=right.benefit,
        effective_month=right.effective_month,
        evidence=right.evidence,
        monthly_amount=right.monthly_amount,
        claim=claim,
        now=now,
    )


def _move_claim(actor: User, referral: Referral, to_state: ClaimState, now: datetime) -> None:
    """Move the referral's claim along, when its own table allows it: what is known here never forces it."""
    claim = referral.claim
    if claim and to_state in CLAIM_TRANSITIONS[ClaimState(claim.state)]:
        move_claim(actor=actor, claim=claim, to_state=to_state, now=now, decided_on=timezone.localdate(now))


def _read_again(referral: Referral, read_version: int) -> Referral:
    """The row as it is now, locked. Raises ChangedMeanwhile if it is not the version that was read."""
    current = Referral.objects.select_for_update().get(pk=referral.pk)
    if current.version != read_version:
        raise ChangedMeanwhile(current)
    return current


def _add_transition(referral: Referral, *, from_state: str, actor: User | None, now: datetime) -> None:
    ReferralTransition.objects.create(
        referral=referral, from_state=from_state, to_state=referral.state, at=now, by=actor
    )
