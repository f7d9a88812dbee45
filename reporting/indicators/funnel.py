"""The chain, step by step: of the persons met in the period, how many went as far as each step by now.

A step holds the persons who passed every step before it too, so that a number is literally true of each person in it.
Those who reached the end by another way (referred at the stand, without a review) are counted aside, not lost.
"""

from collections.abc import Callable
from functools import partial

from django.db.models import Exists, OuterRef, Q, QuerySet

from beneficiaries.models import Person
from outreach.enums import AppointmentState
from outreach.models import Appointment
from partners.models import Referral
from reporting.enums import Counted
from reporting.indicators.base import Indicator
from reporting.indicators.definitions import WHERE_THE_PERSON_LIVES, persons_met
from reporting.periods import Scope
from rights_check.enums import EligibilityStatus, ReviewState
from rights_check.models import BenefitClaim, EligibilityResult, OpenedRight, RightsReview

Condition = Callable[[Scope], Exists | Q]


def _since(scope: Scope, field: str) -> Q:
    """From the start of the period until now: what follows a contact may come after the period."""
    return Q(**{f"{field}__gte": scope.period.start_at, f"{field}__lte": scope.now})


def _has_appointment(scope: Scope) -> Exists:
    appointments = Appointment.objects.filter(person=OuterRef("pk"), starts_at__gte=scope.period.start_at)
    return Exists(appointments.filter(booked_at__lte=scope.now))


def _appointment_honoured(scope: Scope) -> Exists:
    seen = Appointment.objects.filter(person=OuterRef("pk"), state=AppointmentState.SEEN)
    return Exists(seen.filter(_since(scope, "starts_at")))


def _review_completed(scope: Scope) -> Exists:
    completed = RightsReview.objects.filter(person=OuterRef("pk"), state=ReviewState.COMPLETED)
    return Exists(completed.filter(_since(scope, "completed_at")))


def _probable_right(scope: Scope) -> Exists:
    probable = EligibilityResult.objects.filter(review__person=OuterRef("pk"), status=EligibilityStatus.PROBABLE)
    return Exists(probable.filter(_since(scope, "review__completed_at")))


def _claim_or_referral(scope: Scope) -> Q:
    claims = BenefitClaim.objects.filter(_since(scope, "created_at"), person=OuterRef("pk"))
    referrals = Referral.objects.filter(_since(scope, "sent_at"), person=OuterRef("pk"))
    return Q(Exists(claims)) | Q(Exists(referrals))


def _right_opened(scope: Scope) -> Exists:
    return Exists(OpenedRight.objects.filter(_since(scope, "recorded_at"), person=OuterRef("pk")))


_STEPS: list[tuple[str, str, str, Condition]] = [
    ("appointment", "Avec un rendez-vous", "sans rendez-vous", _has_appointment),
    ("honoured", "Rendez-vous honoré", "rendez-vous non honoré ou à venir", _appointment_honoured),
    ("review", "Bilan des droits terminé", "sans bilan terminé", _review_completed),
    ("probable", "Au moins un droit probable", "sans droit probable trouvé", _probable_right),
    ("claim", "Démarche ou orientation", "sans démarche ni orientation", _claim_or_referral),
    ("opened", "Droit ouvert", "sans droit ouvert à ce jour", _right_opened),
]


def _reached(scope: Scope, *, steps: int) -> QuerySet[Person]:
    persons = persons_met(scope)
    for _, _, _, condition in _STEPS[:steps]:
        persons = persons.filter(condition(scope))
    return persons


def _lost(scope: Scope, *, at: int) -> QuerySet[Person]:
    condition = _STEPS[at][3]
    return _reached(scope, steps=at).filter(~Q(condition(scope)))


def _aside(scope: Scope) -> QuerySet[Person]:
    """Referred, with a claim or with an opened right, without every step before."""
    first_steps = Q()
    for _, _, _, condition in _STEPS[:4]:
        first_steps &= Q(condition(scope))
    return persons_met(scope).filter(Q(_claim_or_referral(scope)) | Q(_right_opened(scope))).exclude(first_steps)


def _indicator(identifier: str, name: str, definition: str, find: Callable[[Scope], QuerySet[Person]]) -> Indicator:
    return Indicator(
        identifier, name, Counted.PERSONS, definition, find, WHERE_THE_PERSON_LIVES, "Où perd-on les personnes ?"
    )


FUNNEL_STEPS = [
    _indicator(
        f"funnel_{slug}",
        name,
        f"Parmi les personnes rencontrées pendant la période, celles arrivées jusqu’à « {name.lower()} » à ce jour, "
        "en passant par toutes les étapes d’avant.",
        partial(_reached, steps=rank + 1),
    )
    for rank, (slug, name, _, _) in enumerate(_STEPS)
]
FUNNEL_LOSSES = [
    _indicator(
        f"funnel_lost_{slug}",
        f"Arrêtées avant « {name.lower()} »",
        f"Personnes arrivées à l’étape d’avant et {lost}. Certaines y viendront encore.",
        partial(_lost, at=rank),
    )
    for rank, (slug, name, lost, _) in enumerate(_STEPS)
]
FUNNEL_ASIDE = _indicator(
    "funnel_aside",
    "Orientées ou aidées sans passer par toutes les étapes",
    "Personnes rencontrées pendant la période, avec une démarche, une orientation ou un droit ouvert depuis, mais sans "
    "rendez-vous honoré, bilan terminé et droit probable avant cela.",
    _aside,
)
FUNNEL = [*FUNNEL_STEPS, *FUNNEL_LOSSES, FUNNEL_ASIDE]
