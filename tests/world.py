"""One small territory with an account of each kind and a record of each kind: what the access matrix walks over."""

from collections.abc import Mapping
from dataclasses import dataclass

from beneficiaries.models import Person
from outreach.models import Appointment, FieldContact, OutreachEvent
from partners.enums import Network
from partners.models import DisclosureAgreement, Organisation, Referral
from rights_check.models import BenefitClaim, EligibilityResult, LocalRight, OpenedRight, RightsReview
from tests import factories
from tznr.accounts.enums import Role
from tznr.accounts.models import User

# Who asks, in the words of the tests. `agent_here` and `partner_here` received the world's referrals;
# `agent_elsewhere` and `partner_elsewhere` are the same roles in organisations that received nothing.
TEAM = frozenset({"ambassadrice", "colleague", "coordinator"})
RECIPIENTS = frozenset({"agent_here", "agent_elsewhere", "partner_here", "partner_elsewhere"})
READERS = frozenset({"committee_member", "state_service"})
EVERYONE = TEAM | RECIPIENTS | READERS | {"technical_administrator"}

_ROLES = {
    "ambassadrice": Role.AMBASSADRICE,
    "colleague": Role.AMBASSADRICE,
    "coordinator": Role.COORDINATOR,
    "agent_here": Role.PAD_AGENT,
    "agent_elsewhere": Role.PAD_AGENT,
    "partner_here": Role.PARTNER,
    "partner_elsewhere": Role.PARTNER,
    "committee_member": Role.COMMITTEE_MEMBER,
    "state_service": Role.STATE_SERVICE,
    "technical_administrator": Role.TECHNICAL_ADMINISTRATOR,
}


@dataclass(frozen=True)
class World:
    users: Mapping[str, User]
    pad_here: Organisation
    pad_elsewhere: Organisation
    agency_here: Organisation
    person: Person
    event: OutreachEvent
    contact: FieldContact
    appointment: Appointment
    draft_review: RightsReview
    completed_review: RightsReview
    anonymous_review: RightsReview
    result: EligibilityResult
    claim: BenefitClaim
    opened_right: OpenedRight
    local_right: LocalRight
    agreement: DisclosureAgreement
    referral_to_pad: Referral
    referral_to_agency: Referral


def build_world() -> World:
    users = {
        name: factories.UserFactory(role=role, first_name=name, email=f"{name}@tznr.example")
        for name, role in _ROLES.items()
    }
    ambassadrice = users["ambassadrice"]
    pad_here = factories.OrganisationFactory(slug="pad-chenove", name="PAD de Chenôve")
    pad_elsewhere = factories.OrganisationFactory(slug="pad-talant", name="PAD de Talant")
    agency_here = factories.OrganisationFactory(slug="caf", name="CAF", network=Network.CAF)
    agency_elsewhere = factories.OrganisationFactory(slug="msa", name="MSA", network=Network.MSA)
    memberships = {
        "agent_here": pad_here,
        "agent_elsewhere": pad_elsewhere,
        "partner_here": agency_here,
        "partner_elsewhere": agency_elsewhere,
    }
    for name, organisation in memberships.items():
        factories.MembershipFactory(user=users[name], organisation=organisation)
    person = factories.PersonFactory(created_by=ambassadrice)
    factories.SectorFactory(organisation=pad_here, commune=person.commune)
    factories.InformationGivenFactory(person=person, given_by=ambassadrice)
    event = factories.OutreachEventFactory()
    event.staff.add(ambassadrice)
    contact = factories.FieldContactFactory(event=event, person=person, is_named=True, recorded_by=ambassadrice)
    completed_review = factories.CompletedReviewFactory(person=person, conducted_by=ambassadrice)
    anonymous_review = factories.AnonymousReviewFactory(conducted_by=ambassadrice)
    result = factories.EligibilityResultFactory(review=completed_review)
    claim = factories.BenefitClaimFactory(person=person, result=result, created_by=ambassadrice)
    agreement = factories.DisclosureAgreementFactory(person=person, organisation=pad_here, noted_by=ambassadrice)
    return World(
        users=users,
        pad_here=pad_here,
        pad_elsewhere=pad_elsewhere,
        agency_here=agency_here,
        person=person,
        event=event,
        contact=contact,
        appointment=factories.AppointmentFactory(
            person=person, staff=ambassadrice, contact=contact, booked_by=ambassadrice
        ),
        draft_review=factories.RightsReviewFactory(person=person, conducted_by=ambassadrice),
        completed_review=completed_review,
        anonymous_review=anonymous_review,
        result=result,
        claim=claim,
        opened_right=factories.OpenedRightFactory(person=person, recorded_by=ambassadrice),
        local_right=factories.LocalRightFactory(),
        agreement=agreement,
        referral_to_pad=factories.ReferralFactory(
            person=person, organisation=pad_here, agreement=agreement, claim=claim, sent_by=ambassadrice
        ),
        referral_to_agency=factories.ReferralFactory(person=person, organisation=agency_here, sent_by=ambassadrice),
    )
