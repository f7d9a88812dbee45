"""Writes of the claims and of the opened rights. Refusals are ValidationError, at the field they speak of."""

from collections import deque
from datetime import date, datetime
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from beneficiaries.models import Person
from rights_check.enums import CLAIM_TRANSITIONS, BenefitCode, ClaimState, EligibilityStatus, Evidence
from rights_check.models import BenefitClaim, ClaimTransition, EligibilityResult, OpenedRight
from tznr.accounts.models import User
from tznr.journal.enums import Verb
from tznr.journal.services import record

CLOSED_STATES = frozenset({ClaimState.GRANTED, ClaimState.REFUSED, ClaimState.ABANDONED, ClaimState.NOT_WANTED})
DECISIONS = frozenset({ClaimState.GRANTED, ClaimState.REFUSED})


@transaction.atomic
def create_claim(*, actor: User, result: EligibilityResult, now: datetime) -> BenefitClaim:
    """Claim the right of a result; returns the claim already under way for that right, if there is one."""
    if result.status not in (EligibilityStatus.PROBABLE, EligibilityStatus.TO_VERIFY):
        raise ValidationError("Une démarche se crée pour un droit probable ou à vérifier.")
    if result.review.person is None:
        raise ValidationError("Rattacher d’abord ce bilan à une personne : une démarche se fait en son nom.")
    existing = BenefitClaim.objects.filter(result=result).first()
    return existing or _create(
        actor=actor, person=result.review.person, benefit=BenefitCode(result.benefit), result=result, now=now
    )


@transaction.atomic
def create_claim_without_review(*, actor: User, person: Person, benefit: BenefitCode, now: datetime) -> BenefitClaim:
    return _create(actor=actor, person=person, benefit=benefit, result=None, now=now)


def _create(
    *, actor: User, person: Person, benefit: BenefitCode, result: EligibilityResult | None, now: datetime
) -> BenefitClaim:
    Person.objects.select_for_update().get(pk=person.pk)
    under_way = BenefitClaim.objects.filter(person=person, benefit=benefit).exclude(state__in=CLOSED_STATES).first()
    if under_way:
        return under_way
    claim = BenefitClaim.objects.create(
        person=person,
        benefit=benefit,
        result=result,
        created_by=actor,
        created_at=now,
        file_before=result.file_before if result else None,
    )
    ClaimTransition.objects.create(claim=claim, from_state="", to_state=claim.state, at=now, by=actor)
    record(actor=actor, verb=Verb.CREATED, subject=claim, person=person)
    return claim


@transaction.atomic
def move_claim(
    *,
    actor: User,
    claim: BenefitClaim,
    to_state: ClaimState,
    now: datetime,
    filed_on: date | None = None,
    decided_on: date | None = None,
    read_version: int | None = None,
) -> BenefitClaim:
    """Move a claim along the transition table. Raises ValidationError on a move or a date that cannot be, and
    ChangedMeanwhile when somebody else moved it since `read_version` (by default, since `claim` was read)."""
    from_state = ClaimState(claim.state)
    if to_state not in CLAIM_TRANSITIONS[from_state]:
        raise ValidationError(
            {"to_state": f"Une démarche « {from_state.label} » ne peut pas devenir « {ClaimState(to_state).label} »."}
        )
    dates = _dates_after(claim, to_state, filed_on, decided_on, timezone.localdate(now))
    return _save_move(actor, claim, [to_state], dates, now, read_version)


def _dates_after(
    claim: BenefitClaim, to_state: ClaimState, filed_on: date | None, decided_on: date | None, today: date
) -> tuple[date | None, date | None]:
    """The dates of filing and of decision once the claim is moved."""
    if to_state in (ClaimState.TO_DO, ClaimState.NOT_WANTED):
        return None, None
    filed = claim.filed_on
    if to_state == ClaimState.FILED:
        filed = filed_on
        if filed is None:
            raise ValidationError({"filed_on": "Indiquer la date du dépôt."})
    decided = claim.decided_on
    if to_state in DECISIONS:
        decided = decided_on
        if decided is None:
            raise ValidationError({"decided_on": "Indiquer la date de la décision."})
    if filed and filed > today:
        raise ValidationError({"filed_on": "La date du dépôt est dans le futur."})
    if decided and decided > today:
        raise ValidationError({"decided_on": "La date de la décision est dans le futur."})
    if filed and decided and decided < filed:
        raise ValidationError({"decided_on": "La décision ne peut pas précéder le dépôt."})
    return filed, decided


def _save_move(
    actor: User,
    claim: BenefitClaim,
    states: list[ClaimState],
    dates: tuple[date | None, date | None],
    now: datetime,
    read_version: int | None,
) -> BenefitClaim:
    """Save the last of `states`, and one row of history for each."""
    for state in states:
        ClaimTransition.objects.create(claim=claim, from_state=claim.state, to_state=state, at=now, by=actor)
        claim.state = state
    claim.filed_on, claim.decided_on = dates
    claim.save_version(read_version=claim.version if read_version is None else read_version)
    record(actor=actor, verb=Verb.MOVED, subject=claim, person=claim.person_id)
    return claim


@transaction.atomic
def open_right(
    *,
    actor: User,
    person: Person,
    benefit: BenefitCode | str,
    effective_month: date,
    evidence: Evidence | str,
    now: datetime,
    monthly_amount: Decimal | None = None,
    arrears: Decimal = Decimal(0),
    claim: BenefitClaim | None = None,
    decided_on: date | None = None,
) -> OpenedRight:
    """Note that a right is open, and move its claim to « accordée » if it is not yet.

    `effective_month` is any day of the month from which the right is due; amounts are in euros. Raises ValidationError
    at the field concerned.
    """
    today = timezone.localdate(now)
    if effective_month.replace(day=1) > _months_after(today, 3):
        raise ValidationError({"effective_month": "Ce mois est trop loin dans le futur."})
    if claim and (claim.person_id != person.pk or claim.benefit != benefit):
        raise ValidationError("Cette démarche n’est pas celle de ce droit.")
    if claim and OpenedRight.objects.filter(claim=claim).exists():
        raise ValidationError("Le droit ouvert par cette démarche est déjà noté.")
    right = OpenedRight(
        person=person,
        claim=claim,
        benefit=benefit,
        monthly_amount=monthly_amount,
        arrears=arrears,
        effective_month=effective_month.replace(day=1),
        evidence=evidence,
        recorded_by=actor,
        recorded_at=now,
    )
    right.full_clean()
    try:
        with transaction.atomic():
            right.save(force_insert=True)
    except IntegrityError as error:
        raise ValidationError("Ce droit vient d’être noté par quelqu’un d’autre.") from error
    if claim and claim.state != ClaimState.GRANTED:
        _grant(actor, claim, decided_on or today, now)
    record(actor=actor, verb=Verb.CREATED, subject=right, person=person)
    return right


def _grant(actor: User, claim: BenefitClaim, decided_on: date, now: datetime) -> None:
    """Take a claim to « accordée » by the moves of the table, even those that nobody told us about."""
    if decided_on > timezone.localdate(now):
        raise ValidationError({"decided_on": "La date de la décision est dans le futur."})
    if claim.filed_on and decided_on < claim.filed_on:
        raise ValidationError({"decided_on": "La décision ne peut pas précéder le dépôt."})
    states = route(ClaimState(claim.state), ClaimState.GRANTED)
    _save_move(actor, claim, states, (claim.filed_on, decided_on), now, None)


def route(start: ClaimState, end: ClaimState) -> list[ClaimState]:
    """The shortest moves allowed from one state to another, the first one left out."""
    paths = deque([[start]])
    seen = {start}
    while paths:
        path = paths.popleft()
        if path[-1] == end:
            return path[1:]
        for state in sorted(CLAIM_TRANSITIONS[path[-1]] - seen):
            seen.add(state)
            paths.append([*path, state])
    raise ValidationError("Cette démarche ne peut plus être accordée.")


def _months_after(day: date, months: int) -> date:
    index = day.year * 12 + day.month - 1 + months
    return date(index // 12, index % 12 + 1, 1)
