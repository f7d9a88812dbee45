"""Reviews really computed, and what followed: claims, agreements, referrals, opened rights."""

import datetime as dt
from decimal import Decimal
from random import Random

from django.core.management.base import CommandError

from beneficiaries.models import Person
from outreach.enums import AppointmentState
from outreach.models import Appointment, ReferralOrigin
from partners.enums import (
    AgreementMeans,
    DeclineReason,
    ReferralOutcome,
    ReferralState,
)
from partners.models import DisclosureAgreement, Organisation, Referral, ReferralTransition, Sector
from partners.sharing import what_is_shared
from rights_check.answers import answers_from_situation
from rights_check.engine import Assessment, HousingStatus, Month, Situation, assess_many
from rights_check.enums import BenefitCode, ClaimState, EligibilityStatus, Evidence, NonTakeUpReason
from rights_check.models import BenefitClaim, ClaimTransition, EligibilityResult, OpenedRight, RightsReview
from rights_check.services import freeze_review
from tznr.demonstration.calendar import PARIS
from tznr.demonstration.keys import random_key
from tznr.demonstration.situations import invent

NAMED = {
    BenefitCode.RSA: "le RSA",
    BenefitCode.PRIME_ACTIVITE: "la prime d’activité",
    BenefitCode.AIDE_LOGEMENT: "l’aide au logement",
    BenefitCode.CSS: "la complémentaire santé solidaire",
    BenefitCode.ALLOCATIONS_FAMILIALES: "les allocations familiales",
    BenefitCode.SOUTIEN_FAMILIAL: "l’allocation de soutien familial",
    BenefitCode.COMPLEMENT_FAMILIAL: "le complément familial",
    BenefitCode.PAJE_BASE: "l’allocation de base de la Paje",
    BenefitCode.RENTREE_SCOLAIRE: "l’allocation de rentrée scolaire",
    BenefitCode.ASPA: "l’Aspa",
    BenefitCode.AAH: "l’allocation aux adultes handicapés",
}
# At the most; the shares are such that they are reached near the end of the year, not in its first months.
REFERRALS = 66
OPENED_RIGHTS = 34
REFERRED_SHARE = 0.3
GRANTED_SHARE = 0.26
DEFAULT_COMMUNE = "21231"


def make_reviews(random: Random, appointments: list[Appointment]) -> list[RightsReview]:
    """One review for each appointment that was honoured: all households in one simulation, read month by month."""
    honoured = [appointment for appointment in appointments if appointment.state == AppointmentState.SEEN]
    asked = []
    for appointment in honoured:
        month = Month.of(appointment.starts_at.date())
        situation = invent(random, month, appointment.person.commune_id or DEFAULT_COMMUNE)
        agree(appointment.person, situation)
        asked.append((situation, month))
    Person.objects.bulk_update([appointment.person for appointment in honoured], ["birth_date", "no_stable_home"])
    reviews = []
    for appointment, (situation, month), assessment in zip(honoured, asked, assess_many(asked), strict=True):
        if not isinstance(assessment, Assessment):
            raise CommandError(f"Un foyer de démonstration n’a pas pu être calculé : {assessment.cause}")
        review = RightsReview.objects.create(
            pk=random_key(random),
            person=appointment.person,
            month=month.first_day,
            conducted_by=appointment.staff,
            started_at=appointment.starts_at,
            answers=answers_from_situation(situation),
        )
        freeze_review(
            actor=appointment.staff,
            review=review,
            situation=situation,
            assessment=assessment,
            read_version=review.version,
            now=appointment.ends_at - dt.timedelta(minutes=20),
        )
        say_why_not_claimed(random, review)
        appointment.review = review
        reviews.append(review)
    Appointment.objects.bulk_update(honoured, ["review"])
    return reviews


def agree(person: Person, situation: Situation) -> None:
    """What the person's page says agrees with what was answered in the review."""
    person.birth_date = situation.claimant.birth_date
    person.no_stable_home = situation.housing.kind == HousingStatus.HOMELESS


def say_why_not_claimed(random: Random, review: RightsReview) -> None:
    probable = list(review.results.filter(status=EligibilityStatus.PROBABLE).order_by("benefit"))
    for result in probable:
        result.non_take_up_reason = random.choices(NonTakeUpReason.values, (34, 14, 12, 6, 16, 8, 3, 5, 2))[0]
    EligibilityResult.objects.bulk_update(probable, ["non_take_up_reason"])


NOT_GRANTED = (ClaimState.REFUSED, ClaimState.DOCUMENTS_MISSING, ClaimState.NO_ANSWER, ClaimState.ABANDONED)


def on_a_weekday(moment: dt.datetime) -> dt.datetime:
    return moment + dt.timedelta(days=max(0, 7 - moment.weekday()) if moment.weekday() > 4 else 0)


class Followed:
    """Everything that follows the reviews, gathered and saved at once."""

    def __init__(self, random: Random, anchor: dt.date) -> None:
        self.random = random
        self.now = dt.datetime.combine(anchor, dt.time(8), tzinfo=PARIS)
        self.claims: list[BenefitClaim] = []
        self.claim_transitions: list[ClaimTransition] = []
        self.agreements: list[DisclosureAgreement] = []
        self.referrals: list[Referral] = []
        self.referral_transitions: list[ReferralTransition] = []
        self.origins: list[ReferralOrigin] = []
        self.rights: list[OpenedRight] = []
        self.pads: dict[str, list[Organisation]] = {}
        for sector in Sector.objects.select_related("organisation").order_by("organisation__slug"):
            self.pads.setdefault(sector.commune_id, []).append(sector.organisation)
        self.agencies = list(Organisation.objects.filter(slug__in=("caf", "france-travail")).order_by("slug"))

    def claim(self, review: RightsReview, result: EligibilityResult) -> BenefitClaim:
        created_at = review.completed_at or review.started_at
        claim = BenefitClaim(
            pk=random_key(self.random),
            person=review.person,
            benefit=result.benefit,
            result=result,
            created_by=review.conducted_by,
            created_at=created_at,
            file_before=result.file_before,
        )
        self.claims.append(claim)
        self.move_claim(claim, ClaimState.TO_DO, created_at, first=True)
        return claim

    def move_claim(self, claim: BenefitClaim, state: ClaimState, moment: dt.datetime, *, first: bool = False) -> None:
        before = "" if first else claim.state
        claim.state = state
        self.claim_transitions.append(
            ClaimTransition(
                pk=random_key(self.random),
                claim=claim,
                from_state=before,
                to_state=state,
                at=moment,
                by=claim.created_by,
            )
        )

    def follow_claim(self, claim: BenefitClaim) -> None:
        """Move the claim as far as its age allows; one in three or so ends with an opened right."""
        filed_at = on_a_weekday(claim.created_at + dt.timedelta(days=self.random.randint(1, 15)))
        if filed_at > self.now:
            return
        if self.random.random() < 0.1:
            if (self.now - filed_at).days > 20:
                self.move_claim(claim, ClaimState.NOT_WANTED, filed_at)
            return
        claim.filed_on = filed_at.date()
        self.move_claim(claim, ClaimState.FILED, filed_at)
        decided_at = on_a_weekday(filed_at + dt.timedelta(days=self.random.randint(15, 70)))
        if decided_at > self.now:
            if (self.now - filed_at).days > 20:
                self.move_claim(claim, ClaimState.UNDER_REVIEW, filed_at + dt.timedelta(days=12))
            return
        if len(self.rights) < OPENED_RIGHTS and self.random.random() < GRANTED_SHARE:
            self.grant(claim, filed_at, decided_at)
            return
        state = self.random.choices(NOT_GRANTED, (20, 30, 25, 25))[0]
        if state == ClaimState.REFUSED:
            claim.decided_on = decided_at.date()
        self.move_claim(claim, state, decided_at)

    def grant(self, claim: BenefitClaim, filed_at: dt.datetime, decided_at: dt.datetime) -> None:
        claim.decided_on = decided_at.date()
        self.move_claim(claim, ClaimState.GRANTED, decided_at)
        amount = claim.result.monthly_amount if claim.result else None
        months_waited = (decided_at.year - filed_at.year) * 12 + decided_at.month - filed_at.month
        self.rights.append(
            OpenedRight(
                pk=random_key(self.random),
                person=claim.person,
                claim=claim,
                benefit=claim.benefit,
                monthly_amount=amount,
                arrears=(amount or Decimal(0)) * months_waited,
                effective_month=filed_at.date().replace(day=1),
                evidence=self.random.choices(Evidence.values, (30, 45, 25))[0],
                recorded_by=claim.created_by,
                recorded_at=decided_at,
            )
        )

    def refer(self, claim: BenefitClaim, appointment: Appointment) -> None:
        """Send the claim to the PAD of her commune, sometimes to an agency, and say what became of it."""
        pads = self.pads.get(claim.person.commune_id or DEFAULT_COMMUNE, [])
        to_agency = len(self.referrals) % 5 == 4 or not pads
        organisation = self.random.choice(self.agencies if to_agency else pads)
        sent_at = claim.created_at + dt.timedelta(minutes=10)
        need = f"Demander {NAMED[BenefitCode(claim.benefit)]}"
        agreement = DisclosureAgreement(
            pk=random_key(self.random),
            person=claim.person,
            organisation=organisation,
            purpose=need,
            means=self.random.choice((AgreementMeans.ORAL, AgreementMeans.SIGNED)),
            given_on=sent_at.date(),
            valid_until=sent_at.date() + dt.timedelta(days=365),
            noted_by=claim.created_by,
            noted_at=sent_at,
        )
        referral = Referral(
            pk=random_key(self.random),
            person=claim.person,
            organisation=organisation,
            agreement=agreement,
            claim=claim,
            need=need,
            shared=what_is_shared(claim.person, organisation, need, claim),
            sent_by=claim.created_by,
            sent_at=sent_at,
        )
        self.agreements.append(agreement)
        self.referrals.append(referral)
        self.origins.append(
            ReferralOrigin(
                pk=random_key(self.random), referral=referral, contact=appointment.contact, appointment=appointment
            )
        )
        self.move_referral(referral, ReferralState.SENT, sent_at, first=True)
        self.answer(referral, claim)

    def move_referral(
        self, referral: Referral, state: ReferralState, moment: dt.datetime, *, first: bool = False
    ) -> None:
        before = "" if first else referral.state
        referral.state = state
        self.referral_transitions.append(
            ReferralTransition(
                pk=random_key(self.random),
                referral=referral,
                from_state=before,
                to_state=state,
                at=moment,
                by=referral.sent_by if first else None,
            )
        )

    def answer(self, referral: Referral, claim: BenefitClaim) -> None:
        age = (self.now - referral.sent_at).days
        answered_at = on_a_weekday(referral.sent_at + dt.timedelta(days=self.random.randint(1, 9)))
        unanswered_share = 0.7 if age < 30 else 0.12
        if answered_at > self.now or self.random.random() < unanswered_share:
            if age > 30:
                self.move_referral(referral, ReferralState.EXPIRED, referral.sent_at + dt.timedelta(days=30))
            return
        referral.answered_at = answered_at
        if self.random.random() < 0.08:
            self.move_referral(referral, ReferralState.DECLINED, answered_at)
            referral.decline_reason = self.random.choice(DeclineReason.values)
            return
        self.move_referral(referral, ReferralState.ACCEPTED, answered_at)
        decided_at = on_a_weekday(answered_at + dt.timedelta(days=self.random.randint(20, 60)))
        outcomes = {
            ClaimState.GRANTED: ReferralOutcome.RIGHT_OPENED,
            ClaimState.REFUSED: ReferralOutcome.REFUSED_BY_AGENCY,
        }
        outcome = outcomes.get(ClaimState(claim.state))
        if outcome is None and age > 100:
            outcome = self.random.choice((ReferralOutcome.NOT_REACHED, ReferralOutcome.GAVE_UP))
        if outcome and decided_at <= self.now:
            referral.outcome, referral.outcome_at = outcome, decided_at
            referral.opened_right = next((right for right in self.rights if right.claim == claim), None)

    def save(self) -> None:
        BenefitClaim.objects.bulk_create(self.claims)
        ClaimTransition.objects.bulk_create(self.claim_transitions)
        DisclosureAgreement.objects.bulk_create(self.agreements)
        OpenedRight.objects.bulk_create(self.rights)
        Referral.objects.bulk_create(self.referrals)
        ReferralTransition.objects.bulk_create(self.referral_transitions)
        ReferralOrigin.objects.bulk_create(self.origins)


def follow_reviews(random: Random, anchor: dt.date, appointments: list[Appointment]) -> Followed:
    followed = Followed(random, anchor)
    for appointment in appointments:
        if appointment.review is None:
            continue
        probable = appointment.review.results.filter(status=EligibilityStatus.PROBABLE).order_by("benefit")
        for result in probable:
            if random.random() < 0.8:
                claim = followed.claim(appointment.review, result)
                followed.follow_claim(claim)
                is_recent = (followed.now - claim.created_at).days < 40
                if len(followed.referrals) < REFERRALS and (is_recent or random.random() < REFERRED_SHARE):
                    followed.refer(claim, appointment)
    followed.save()
    return followed
