"""Records for the tests: the least that is valid. People are invented, and recognisably so."""

import datetime as dt
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import factory
from factory.django import DjangoModelFactory

from beneficiaries.enums import InformationMeans
from beneficiaries.models import InformationGiven, Person
from beneficiaries.search_keys import search_key
from outreach.enums import AppointmentReason, EventKind
from outreach.models import Appointment, FieldContact, OutreachEvent
from partners.enums import AgreementMeans, Network
from partners.models import DisclosureAgreement, Membership, Organisation, Place, Referral, Sector
from rights_check.enums import BenefitCode, ClaimState, EligibilityStatus, Evidence, RecheckState, ReviewState
from rights_check.models import (
    BenefitClaim,
    EligibilityResult,
    LocalRight,
    OpenedRight,
    Recheck,
    RecheckFinding,
    RightsReview,
)
from tznr.accounts.enums import Role
from tznr.accounts.models import User
from tznr.territory.models import Commune, PriorityNeighbourhood

PARIS = ZoneInfo("Europe/Paris")
# The day of the tests: a Wednesday, with the rules in force in October 2026.
NOW = dt.datetime(2026, 10, 14, 10, 0, tzinfo=PARIS)
PASSWORD = "une phrase de passe de démonstration"


class UserFactory(DjangoModelFactory[User]):
    class Meta:
        model = User

    first_name = "Prune"
    last_name = factory.Sequence(lambda number: f"Démo{number}")
    email = factory.Sequence(lambda number: f"compte{number}@tznr.example")
    role = Role.AMBASSADRICE

    @classmethod
    def _create(cls, model_class: type[User], *args: Any, **fields: Any) -> User:
        return User.objects.create_user(password=fields.pop("password", PASSWORD), **fields)


class CommuneFactory(DjangoModelFactory[Commune]):
    class Meta:
        model = Commune
        django_get_or_create = ("insee_code",)

    insee_code = "21166"
    name = "Chenôve"
    postcode = "21300"
    municipal_population = 14299
    approximate_latitude = 47.292
    approximate_longitude = 5.005


class NeighbourhoodFactory(DjangoModelFactory[PriorityNeighbourhood]):
    class Meta:
        model = PriorityNeighbourhood
        django_get_or_create = ("slug",)

    slug = "le-mail"
    name = "Le Mail"
    commune = factory.SubFactory(CommuneFactory)
    approximate_latitude = 47.293
    approximate_longitude = 5.002


class OrganisationFactory(DjangoModelFactory[Organisation]):
    class Meta:
        model = Organisation

    slug = factory.Sequence(lambda number: f"structure-{number}")
    name = factory.Sequence(lambda number: f"Structure {number}")
    network = Network.PAD


class SectorFactory(DjangoModelFactory[Sector]):
    class Meta:
        model = Sector

    organisation = factory.SubFactory(OrganisationFactory)
    commune = factory.SubFactory(CommuneFactory)


class PlaceFactory(DjangoModelFactory[Place]):
    class Meta:
        model = Place

    slug = factory.Sequence(lambda number: f"lieu-{number}")
    name = factory.Sequence(lambda number: f"Lieu {number}")
    commune = factory.SubFactory(CommuneFactory)
    receives_appointments = True


class MembershipFactory(DjangoModelFactory[Membership]):
    class Meta:
        model = Membership

    user = factory.SubFactory(UserFactory)
    organisation = factory.SubFactory(OrganisationFactory)


class PersonFactory(DjangoModelFactory[Person]):
    class Meta:
        model = Person

    first_name = "Mirabelle"
    last_name = factory.Sequence(lambda number: f"Exemple{number}")
    search_key = factory.LazyAttribute(lambda person: search_key(person.first_name, person.last_name))
    commune = factory.SubFactory(CommuneFactory)
    created_by = factory.SubFactory(UserFactory)
    created_at = NOW


class InformationGivenFactory(DjangoModelFactory[InformationGiven]):
    class Meta:
        model = InformationGiven

    person = factory.SubFactory(PersonFactory)
    notice_version = "2026-09"
    means = InformationMeans.ORAL
    given_at = NOW
    given_by = factory.SubFactory(UserFactory)


class OutreachEventFactory(DjangoModelFactory[OutreachEvent]):
    class Meta:
        model = OutreachEvent

    kind = EventKind.STAND
    title = "Stand de démonstration"
    one_off_place = "Place du marché"
    commune = factory.SubFactory(CommuneFactory)
    starts_at = NOW
    ends_at = NOW + dt.timedelta(hours=3)


class FieldContactFactory(DjangoModelFactory[FieldContact]):
    class Meta:
        model = FieldContact

    event = factory.SubFactory(OutreachEventFactory)
    occurred_at = NOW
    recorded_at = factory.SelfAttribute("occurred_at")
    recorded_by = factory.SubFactory(UserFactory)


class AppointmentFactory(DjangoModelFactory[Appointment]):
    class Meta:
        model = Appointment

    person = factory.SubFactory(PersonFactory)
    staff = factory.SubFactory(UserFactory)
    place = factory.SubFactory(PlaceFactory)
    reason = AppointmentReason.RIGHTS_REVIEW
    starts_at = NOW + dt.timedelta(days=1)
    ends_at = factory.LazyAttribute(lambda appointment: appointment.starts_at + dt.timedelta(hours=1))
    booked_by = factory.SubFactory(UserFactory)
    booked_at = NOW


class RightsReviewFactory(DjangoModelFactory[RightsReview]):
    """A draft; `CompletedReviewFactory` gives a frozen one."""

    class Meta:
        model = RightsReview

    person = factory.SubFactory(PersonFactory)
    month = dt.date(2026, 10, 1)
    conducted_by = factory.SubFactory(UserFactory)
    started_at = NOW


class CompletedReviewFactory(RightsReviewFactory):
    state = ReviewState.COMPLETED
    completed_at = NOW + dt.timedelta(minutes=20)
    situation = factory.LazyFunction(dict)
    legislation = factory.LazyFunction(lambda: {"openfisca_france": "176.1.8"})
    net_monthly_gain = Decimal("573.49")


class AnonymousReviewFactory(CompletedReviewFactory):
    person = None
    anonymous = True


class EligibilityResultFactory(DjangoModelFactory[EligibilityResult]):
    class Meta:
        model = EligibilityResult

    review = factory.SubFactory(CompletedReviewFactory)
    benefit = BenefitCode.RSA
    status = EligibilityStatus.PROBABLE
    monthly_amount = Decimal("573.49")
    reasons = factory.LazyFunction(lambda: ["Vous avez plus de 25 ans."])


class BenefitClaimFactory(DjangoModelFactory[BenefitClaim]):
    class Meta:
        model = BenefitClaim

    person = factory.SubFactory(PersonFactory)
    benefit = BenefitCode.RSA
    filed_on = factory.LazyAttribute(
        lambda claim: None if claim.state in (ClaimState.TO_DO, ClaimState.NOT_WANTED) else dt.date(2026, 10, 1)
    )
    decided_on = factory.LazyAttribute(
        lambda claim: dt.date(2026, 10, 12) if claim.state in (ClaimState.GRANTED, ClaimState.REFUSED) else None
    )
    state = ClaimState.TO_DO
    created_by = factory.SubFactory(UserFactory)
    created_at = NOW


class OpenedRightFactory(DjangoModelFactory[OpenedRight]):
    class Meta:
        model = OpenedRight

    person = factory.SubFactory(PersonFactory)
    benefit = BenefitCode.RSA
    monthly_amount = Decimal("573.49")
    effective_month = dt.date(2026, 10, 1)
    evidence = Evidence.PROOF_SEEN
    recorded_by = factory.SubFactory(UserFactory)
    recorded_at = NOW


class RecheckFactory(DjangoModelFactory[Recheck]):
    """A finished one."""

    class Meta:
        model = Recheck

    month = dt.date(2026, 10, 1)
    state = RecheckState.DONE
    total = 1
    done = 1
    requested_at = NOW
    advanced_at = NOW
    finished_at = NOW


class RecheckFindingFactory(DjangoModelFactory[RecheckFinding]):
    class Meta:
        model = RecheckFinding

    recheck = factory.SubFactory(RecheckFactory)
    person = factory.SubFactory(PersonFactory)
    review = factory.LazyAttribute(lambda finding: CompletedReviewFactory(person=finding.person))
    benefit = BenefitCode.RSA
    monthly_amount = Decimal("573.49")
    previous_status = EligibilityStatus.NOT_ELIGIBLE


class LocalRightFactory(DjangoModelFactory[LocalRight]):
    class Meta:
        model = LocalRight

    name = factory.Sequence(lambda number: f"Aide {number}")
    summary = "Une aide inventée. Elle se demande."


class DisclosureAgreementFactory(DjangoModelFactory[DisclosureAgreement]):
    class Meta:
        model = DisclosureAgreement

    person = factory.SubFactory(PersonFactory)
    organisation = factory.SubFactory(OrganisationFactory)
    purpose = "Demander le RSA"
    means = AgreementMeans.ORAL
    given_on = NOW.date()
    valid_until = NOW.date() + dt.timedelta(days=180)
    noted_by = factory.SubFactory(UserFactory)
    noted_at = NOW


class ReferralFactory(DjangoModelFactory[Referral]):
    class Meta:
        model = Referral

    person = factory.SubFactory(PersonFactory)
    organisation = factory.SubFactory(OrganisationFactory)
    agreement = factory.LazyAttribute(
        lambda referral: DisclosureAgreementFactory(person=referral.person, organisation=referral.organisation)
    )
    need = "Déposer une demande de RSA"
    shared = factory.LazyFunction(dict)
    sent_by = factory.SubFactory(UserFactory)
    sent_at = NOW
