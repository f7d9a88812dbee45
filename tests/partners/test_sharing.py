"""What leaves with a referral, and what is still read of it afterwards."""

import datetime as dt
from typing import Any

import pytest

from beneficiaries.enums import Language, SafeContact
from partners.enums import DeclineReason, Network, ReferralState
from partners.sharing import content_for, name_for, what_is_shared
from tests import factories
from tznr.accounts.enums import Role

pytestmark = pytest.mark.django_db
SOMEONE: dict[str, Any] = {
    "first_name": "Mirabelle",
    "last_name": "Exemple",
    "birth_date": dt.date(1990, 3, 2),
    "phone": "+33380000000",
    "email": "mirabelle@tznr.example",
}


def test_a_pad_receives_her_name_how_to_reach_her_and_her_commune() -> None:
    person = factories.PersonFactory(**SOMEONE)
    assert what_is_shared(person, factories.OrganisationFactory(), "Demander le RSA") == {
        "first_name": "Mirabelle",
        "last_name": "Exemple",
        "commune": "Chenôve",
        "phone": "03 80 00 00 00",
        "need": "Demander le RSA",
    }


def test_an_agency_finds_her_file_by_her_date_of_birth_and_an_association_does_not() -> None:
    person = factories.PersonFactory(**SOMEONE)
    caf = factories.OrganisationFactory(network=Network.CAF)
    association = factories.OrganisationFactory(network=Network.ASSOCIATION)
    assert what_is_shared(person, caf, "")["birth_date"] == "02/03/1990"
    assert "commune" not in what_is_shared(person, caf, "")
    assert set(what_is_shared(person, association, "")) == {"first_name", "last_name", "phone"}


def test_nothing_to_call_her_when_she_is_only_met_face_to_face() -> None:
    person = factories.PersonFactory(**SOMEONE, safe_contact=SafeContact.IN_PERSON_ONLY)
    shared = what_is_shared(person, factories.OrganisationFactory(), "")
    assert "phone" not in shared
    assert "email" not in shared
    assert shared["safe_contact"] == "de vive voix seulement"


def test_the_e_mail_only_without_a_telephone_and_the_language_only_if_it_matters() -> None:
    person = factories.PersonFactory(
        **SOMEONE | {"phone": ""}, language=Language.ARABIC, needs_interpreter=True, safe_contact=SafeContact.NO_SMS
    )
    claim = factories.BenefitClaimFactory(person=person)
    shared = what_is_shared(person, factories.OrganisationFactory(), "", claim)
    assert shared["email"] == "mirabelle@tznr.example"
    assert (shared["language"], shared["interpreter"]) == ("arabe", "nécessaire")
    assert (shared["safe_contact"], shared["benefit"]) == ("pas de SMS", "RSA")


@pytest.mark.parametrize(
    "closed",
    [
        {"state": ReferralState.DECLINED, "decline_reason": DeclineReason.NO_CAPACITY, "answered_at": factories.NOW},
        {"state": ReferralState.EXPIRED},
        {"state": ReferralState.WITHDRAWN},
    ],
)
def test_a_closed_referral_is_no_longer_read_by_the_recipient(closed: dict[str, Any]) -> None:
    agent = factories.UserFactory(role=Role.PAD_AGENT)
    ambassadrice = factories.UserFactory()
    referral = factories.ReferralFactory(shared={"first_name": "Mirabelle", "need": "RSA"}, **closed)
    assert content_for(agent, referral) == {}
    assert name_for(agent, referral) == "Orientation close"
    assert content_for(ambassadrice, referral)["first_name"] == "Mirabelle"


def test_a_withdrawn_agreement_hides_even_a_referral_that_was_answered() -> None:
    agent = factories.UserFactory(role=Role.PAD_AGENT)
    referral = factories.ReferralFactory(
        state=ReferralState.ACCEPTED, answered_at=factories.NOW, shared={"first_name": "Mirabelle"}
    )
    assert name_for(agent, referral) == "Mirabelle"
    referral.agreement.withdrawn_at = factories.NOW
    assert content_for(agent, referral) == {}
    assert name_for(agent, referral) == "Accord retiré"


def test_the_recipient_reads_the_name_that_was_sent_and_not_her_file() -> None:
    agent = factories.UserFactory(role=Role.PAD_AGENT)
    referral = factories.ReferralFactory(shared={"first_name": "Mirabelle"})
    referral.person.first_name = "Reinette"
    referral.person.save()
    assert name_for(agent, referral) == "Mirabelle"
    assert name_for(factories.UserFactory(), referral).startswith("Reinette")
