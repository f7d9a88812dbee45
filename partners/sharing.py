"""What leaves with a referral: the least that the other side needs, frozen as it was shown before sending."""

from collections.abc import Mapping
from typing import NamedTuple

from beneficiaries.enums import Language, SafeContact
from beneficiaries.models import Person
from partners.enums import Network, ReferralState
from partners.models import Organisation, Referral
from rights_check.models import BenefitClaim
from tznr.accounts.models import User

LABELS = {
    "first_name": "Prénom",
    "last_name": "Nom",
    "birth_date": "Date de naissance",
    "commune": "Commune",
    "phone": "Téléphone",
    "email": "Adresse électronique",
    "safe_contact": "Comment la joindre sans risque",
    "language": "Langue",
    "interpreter": "Interprète",
    "benefit": "Prestation concernée",
    "need": "Ce dont elle a besoin",
}
# These find a file by name and date of birth; the others have no use for it.
AGENCIES = frozenset(
    {Network.CAF, Network.CPAM, Network.CARSAT, Network.FRANCE_TRAVAIL, Network.DEPARTEMENT, Network.MSA}
)
# These work by commune.
LOCAL_ORGANISATIONS = frozenset({Network.PAD, Network.CCAS, Network.COMMUNE})
# Nothing is left to do: there is no reason to go on showing it to the other side.
CLOSED_TO_RECIPIENT = frozenset({ReferralState.DECLINED, ReferralState.EXPIRED, ReferralState.WITHDRAWN})


class SharedLine(NamedTuple):
    label: str
    value: str


def what_is_shared(
    person: Person, organisation: Organisation, need: str, claim: BenefitClaim | None = None
) -> dict[str, str]:
    """What a referral sends, and nothing else: keys of `LABELS`, values as they will be read.

    No telephone and no e-mail when she may only be reached face to face; the e-mail only when there is no telephone.
    """
    reachable = person.safe_contact != SafeContact.IN_PERSON_ONLY
    phone = person.phone.as_national if person.phone and reachable else ""
    shared = {
        "first_name": person.first_name,
        "last_name": person.last_name,
        "birth_date": f"{person.birth_date:%d/%m/%Y}" if person.birth_date and organisation.network in AGENCIES else "",
        "commune": str(person.commune or "") if organisation.network in LOCAL_ORGANISATIONS else "",
        "phone": phone,
        "email": person.email if reachable and not phone else "",
        "safe_contact": "" if person.safe_contact == SafeContact.ANY else person.get_safe_contact_display(),
        "language": "" if person.language == Language.FRENCH else person.get_language_display(),
        "interpreter": "nécessaire" if person.needs_interpreter else "",
        "benefit": claim.get_benefit_display() if claim else "",
        "need": need,
    }
    return {key: value for key, value in shared.items() if value}


def shared_lines(shared: Mapping[str, str]) -> list[SharedLine]:
    return [SharedLine(label, shared[key]) for key, label in LABELS.items() if key in shared]


def content_for(user: User, referral: Referral) -> dict[str, str]:
    """What of the referral's content this account may read; `agreement` is read.

    The team reads all of it. The recipient reads nothing any more once the agreement is withdrawn or the referral is
    over without her: declined, expired or withdrawn.
    """
    if user.is_team:
        return dict(referral.shared)
    if referral.agreement.withdrawn_at or referral.state in CLOSED_TO_RECIPIENT:
        return {}
    return dict(referral.shared)


def need_for(user: User, referral: Referral) -> str:
    return referral.need if content_for(user, referral) or user.is_team else ""


def name_for(user: User, referral: Referral) -> str:
    """Who it is about: her file's name for the team, the name that was sent for the recipient, if still open to her."""
    if user.is_team:
        return str(referral.person)
    content = content_for(user, referral)
    name = f"{content.get('first_name', '')} {content.get('last_name', '')}".strip()
    return name or ("Accord retiré" if referral.agreement.withdrawn_at else "Orientation close")
