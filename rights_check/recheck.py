"""The re-check of the whole caseload: the last review of each person, calculated again for a month.

Running it twice changes nothing: a finding is one row per person and benefit, kept as it was when found again.
"""

import uuid
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery

from beneficiaries.selectors import search_persons
from rights_check.carrying import carried
from rights_check.claims import CLOSED_STATES
from rights_check.engine import (
    Assessment,
    EligibilityStatus,
    EngineFailure,
    Month,
    Received,
    ReceivedBenefit,
    Situation,
    assess_many,
)
from rights_check.enums import BenefitCode, ClaimState, NonTakeUpReason, RecheckState, ReviewState
from rights_check.models import BenefitClaim, EligibilityResult, OpenedRight, Recheck, RecheckFinding, RightsReview
from tznr.accounts.models import User
from tznr.journal.enums import Verb
from tznr.journal.services import record

Clock = Callable[[], datetime]
CHUNK = 200
"""Reviews calculated in one simulation, between two steps of the bar."""
MONTHS_CARRIED = 12
"""An older review says too little of today: it is made again with the person, not carried."""
PATIENCE = timedelta(minutes=10)
"""Without any progress for that long, a re-check has died and may be started again."""


class UnderWay(Exception):
    """The re-check of that month is being done."""


# --- Reads -------------------------------------------------------------------------------------------------------


def latest_recheck() -> Recheck | None:
    return Recheck.objects.select_related("requested_by").order_by("-month").first()


def is_under_way(recheck: Recheck, now: datetime) -> bool:
    return recheck.state in (RecheckState.PENDING, RecheckState.RUNNING) and now - recheck.advanced_at <= PATIENCE


def reviews_to_recheck(month: date) -> QuerySet[RightsReview]:
    """The last completed review of each person, when it is of the last `MONTHS_CARRIED` months."""
    of_the_person = RightsReview.objects.filter(person=OuterRef("person"), state=ReviewState.COMPLETED)
    last = of_the_person.order_by("-completed_at", "-pk").values("pk")[:1]
    oldest = (Month.of(month) - MONTHS_CARRIED).first_day
    return RightsReview.objects.filter(
        pk=Subquery(last), person__isnull=False, month__gte=oldest, month__lte=month
    ).order_by("pk")


def list_findings(
    *,
    user: User,
    recheck: Recheck | None,
    query: str = "",
    benefit: BenefitCode | None = None,
    became: bool | None = None,
) -> QuerySet[RecheckFinding]:
    """What was found and is still to be said to the person: she has not the right, is not claiming it, and did not say
    that she does not wish it. `became`: the last review did not give it as probable."""
    if not user.is_team or recheck is None:
        return RecheckFinding.objects.none()
    same = {"person": OuterRef("person"), "benefit": OuterRef("benefit")}
    settled = BenefitClaim.objects.filter(**same).filter(
        ~Q(state__in=CLOSED_STATES) | Q(state__in=(ClaimState.NOT_WANTED, ClaimState.GRANTED))
    )
    not_wished = EligibilityResult.objects.filter(
        review__person=OuterRef("person"), benefit=OuterRef("benefit"), non_take_up_reason=NonTakeUpReason.NOT_WANTED
    )
    findings = RecheckFinding.objects.filter(recheck=recheck).select_related("person", "review")
    findings = findings.exclude(Exists(OpenedRight.objects.filter(**same))).exclude(Exists(settled))
    findings = findings.exclude(Exists(not_wished))
    if query.strip():
        findings = findings.filter(person__in=search_persons(user=user, query=query).order_by().values("pk"))
    if benefit:
        findings = findings.filter(benefit=benefit)
    if became is not None:
        probable = Q(previous_status=EligibilityStatus.PROBABLE)
        findings = findings.filter(~probable if became else probable)
    return findings.order_by(F("monthly_amount").desc(nulls_last=True), "person__last_name", "person__first_name", "pk")


# --- Writes ------------------------------------------------------------------------------------------------------


def start_recheck(*, actor: User | None, month: date, now: datetime, in_background: bool = True) -> Recheck:
    """Ask for the re-check of a month (its first day), again if it was done. Raises UnderWay when it is being done."""
    with transaction.atomic():
        Recheck.objects.get_or_create(
            month=month, defaults={"state": RecheckState.FAILED, "requested_at": now, "advanced_at": now}
        )
        recheck = Recheck.objects.select_for_update().get(month=month)
        if is_under_way(recheck, now):
            raise UnderWay
        recheck.state, recheck.requested_by = RecheckState.PENDING, actor
        recheck.requested_at = recheck.advanced_at = now
        recheck.total = recheck.done = 0
        recheck.finished_at = None
        recheck.save()
        record(actor=actor, verb=Verb.MOVED, subject=recheck)
        if in_background:
            _run_once_committed(recheck.pk)
    return recheck


def _run_once_committed(recheck_id: uuid.UUID) -> None:
    """`robust`: when the queue cannot be reached, the re-check stays « demandé » and can be asked for again."""
    from rights_check.tasks import recheck_caseload

    transaction.on_commit(lambda: recheck_caseload.delay(str(recheck_id)), robust=True)


def run_recheck(*, recheck_id: uuid.UUID, clock: Clock, said: Callable[[int, int], None] | None = None) -> None:
    """Do a re-check that was asked for; nothing when it is done, or being done elsewhere. `said(done, total)` hears of
    each step."""
    if not _take(recheck_id, clock()):
        return
    try:
        _run(recheck_id, clock, said)
    except Exception:
        Recheck.objects.filter(pk=recheck_id).update(state=RecheckState.FAILED)
        raise


def _run(recheck_id: uuid.UUID, clock: Clock, said: Callable[[int, int], None] | None) -> None:
    recheck = Recheck.objects.get(pk=recheck_id)
    keys = list(reviews_to_recheck(recheck.month).values_list("pk", flat=True))
    Recheck.objects.filter(pk=recheck_id).update(total=len(keys), done=0)
    recheck.unreadable.clear()
    found: set[uuid.UUID] = set()
    for start in range(0, len(keys), CHUNK):
        found |= _recheck_chunk(recheck, keys[start : start + CHUNK])
        done = min(start + CHUNK, len(keys))
        Recheck.objects.filter(pk=recheck_id).update(done=done, advanced_at=clock())
        if said:
            said(done, len(keys))
    with transaction.atomic():
        # What is no longer found, and what older re-checks had found, is of no more use to anybody.
        RecheckFinding.objects.exclude(pk__in=found).filter(recheck__month__lte=recheck.month).delete()
        now = clock()
        Recheck.objects.filter(pk=recheck_id).update(state=RecheckState.DONE, finished_at=now, advanced_at=now)
        record(actor=None, verb=Verb.CHANGED, subject=recheck)


def _take(recheck_id: uuid.UUID, now: datetime) -> bool:
    """Only one worker does a re-check; one that died is taken over."""
    waiting = Q(state=RecheckState.PENDING) | Q(state=RecheckState.RUNNING, advanced_at__lt=now - PATIENCE)
    taken = Recheck.objects.filter(waiting, pk=recheck_id).update(state=RecheckState.RUNNING, advanced_at=now)
    return bool(taken)


def _recheck_chunk(recheck: Recheck, keys: list[uuid.UUID]) -> set[uuid.UUID]:
    """The keys of the findings of some reviews. The calculation is over before the transaction opens."""
    reviews = list(RightsReview.objects.filter(pk__in=keys).prefetch_related("results").order_by("pk"))
    opened = OpenedRight.objects.filter(person__in=[review.person_id for review in reviews]).order_by("effective_month")
    rights: dict[uuid.UUID | None, list[OpenedRight]] = {}
    for right in opened:
        rights.setdefault(right.person_id, []).append(right)
    month = Month.of(recheck.month)
    cases, computed, unreadable = [], [], []
    for review in reviews:
        try:
            situation = _situation_of(review, rights.get(review.person_id, []))
        except ValueError:
            unreadable.append(review)
            continue
        computed.append(review)
        cases.append((carried(situation, Month.of(review.month), month), month))
    answers = assess_many(cases)
    findings = []
    for review, answer in zip(computed, answers, strict=True):
        if isinstance(answer, EngineFailure):
            unreadable.append(review)
        else:
            findings += _findings(recheck, review, answer)
            recheck.legislation = {
                "openfisca_france": answer.legislation.openfisca_france,
                "openfisca_core": answer.legislation.openfisca_core,
                "parameters_date": answer.legislation.parameters_date.isoformat(),
            }
    with transaction.atomic():
        Recheck.objects.filter(pk=recheck.pk).update(legislation=recheck.legislation)
        recheck.unreadable.add(*unreadable)
        RecheckFinding.objects.bulk_create(
            findings,
            update_conflicts=True,
            unique_fields=["recheck", "person", "benefit"],
            update_fields=["review", "monthly_amount", "previous_status"],
        )
        persons = [review.person_id for review in computed]
        kept = {(finding.person_id, finding.benefit) for finding in findings}
        rows = RecheckFinding.objects.filter(recheck=recheck, person__in=persons)
        return {pk for pk, person, benefit in rows.values_list("pk", "person", "benefit") if (person, benefit) in kept}


def _situation_of(review: RightsReview, opened: Iterable[OpenedRight]) -> Situation:
    """What was answered, and the rights opened since. Raises ValueError when it was frozen in another layout."""
    situation = Situation.from_json(review.situation or {})
    received = dict(situation.received)
    for right in opened:
        if right.benefit in list(ReceivedBenefit):
            received[ReceivedBenefit(right.benefit)] = Received(right.monthly_amount, Month.of(right.effective_month))
    return replace(situation, received=received)


def _findings(recheck: Recheck, review: RightsReview, answer: Assessment) -> list[RecheckFinding]:
    if review.person_id is None:
        return []
    before = {result.benefit: result.status for result in review.results.all()}
    return [
        RecheckFinding(
            recheck=recheck,
            person_id=review.person_id,
            review=review,
            benefit=result.benefit.value,
            monthly_amount=result.monthly_amount,
            previous_status=before.get(result.benefit.value, ""),
        )
        for result in answer.results
        if result.status is EligibilityStatus.PROBABLE
    ]
