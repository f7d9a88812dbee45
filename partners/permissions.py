"""Who reaches what: the object, or Http404 as if it did not exist."""

import uuid

from django.http import Http404

from partners.models import DisclosureAgreement, Membership, Organisation, Referral
from tznr.accounts.enums import Role
from tznr.accounts.models import User


def get_referral_for(user: User, pk: uuid.UUID) -> Referral:
    """The team reaches every referral, a recipient only those of the organisations she works for."""
    referral = (
        Referral.objects.visible_to(user)
        .select_related("person", "organisation", "agreement", "claim", "opened_right", "sent_by", "handled_by")
        .filter(pk=pk)
        .first()
    )
    if referral is None:
        raise Http404
    return referral


def get_agreement_for(user: User, pk: uuid.UUID) -> DisclosureAgreement:
    agreement = DisclosureAgreement.objects.select_related("person", "organisation").filter(pk=pk).first()
    if agreement is None or not user.is_team:
        raise Http404
    return agreement


def get_organisation_for(user: User, slug: str) -> Organisation:
    """The directory is public data, shown to those who refer and to those who receive."""
    organisation = Organisation.objects.filter(slug=slug).first()
    if organisation is None or not (user.is_team or user.is_recipient):
        raise Http404
    return organisation


def get_membership_for(user: User, pk: uuid.UUID) -> Membership:
    """Who answers for an organisation is the coordinator's to decide."""
    membership = Membership.objects.select_related("user", "organisation").filter(pk=pk).first()
    if membership is None or user.role != Role.COORDINATOR:
        raise Http404
    return membership
