"""The benefits the engine can assess, and what the person must know about each."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Benefit(StrEnum):
    RSA = "rsa"
    PRIME_ACTIVITE = "prime_activite"
    AIDE_LOGEMENT = "aide_logement"

    @property
    def description(self) -> BenefitDescription:
        return CATALOGUE[self]


@dataclass(frozen=True, slots=True)
class BenefitDescription:
    benefit: Benefit
    name: str
    plain_name: str
    decided_by: str
    paid_by: str
    paid_by_agricultural: str
    legal_reference: str
    commitments: tuple[str, str]
    """« Ce que cela engage », two lines."""
    papers: tuple[str, ...]
    opens_from_month_of_filing: bool

    def payer(self, *, agricultural_scheme: bool | None) -> str:
        """Who pays: CAF, MSA, or both named when the scheme is not known."""
        if agricultural_scheme is None:
            return f"{self.paid_by} ou {self.paid_by_agricultural}"
        return self.paid_by_agricultural if agricultural_scheme else self.paid_by


_IDENTITY = "Pièce d’identité ou titre de séjour en cours de validité"
_BANK = "Relevé d’identité bancaire"

CATALOGUE = {
    description.benefit: description
    for description in (
        BenefitDescription(
            benefit=Benefit.RSA,
            name="Revenu de solidarité active (RSA)",
            plain_name="Un revenu minimum quand on a peu ou pas de ressources",
            decided_by="le Département",
            paid_by="la CAF",
            paid_by_agricultural="la MSA",
            legal_reference="Code de l’action sociale et des familles, articles L. 262-1 et R. 262-1 et suivants",
            commitments=(
                "Une inscription à France Travail et un contrat d’engagement, "
                "pour vous et, en couple, pour votre conjoint.",
                "Vos ressources se déclarent tous les trois mois ; les autres droits "
                "(chômage, pensions) se demandent d’abord.",
            ),
            papers=(
                _IDENTITY,
                _BANK,
                "Bulletins de paie et relevés des quatre derniers mois (montant net social)",
                "Justificatif de logement",
            ),
            opens_from_month_of_filing=True,
        ),
        BenefitDescription(
            benefit=Benefit.PRIME_ACTIVITE,
            name="Prime d’activité",
            plain_name="Un complément pour les personnes qui travaillent avec un petit salaire",
            decided_by="la CAF ou la MSA",
            paid_by="la CAF",
            paid_by_agricultural="la MSA",
            legal_reference="Code de la sécurité sociale, articles L. 841-1 et suivants, R. 842-1 et suivants",
            commitments=(
                "Vos ressources se déclarent tous les trois mois.",
                "Le montant change avec votre salaire ; une déclaration oubliée arrête le versement.",
            ),
            papers=(
                _IDENTITY,
                _BANK,
                "Bulletins de paie et relevés des quatre derniers mois (montant net social)",
            ),
            opens_from_month_of_filing=True,
        ),
        BenefitDescription(
            benefit=Benefit.AIDE_LOGEMENT,
            name="Aide au logement (APL, ALF ou ALS)",
            plain_name="Une aide pour payer le loyer",
            decided_by="la CAF ou la MSA",
            paid_by="la CAF",
            paid_by_agricultural="la MSA",
            legal_reference="Code de la construction et de l’habitation, articles L. 821-1 et R. 822-2 et suivants",
            commitments=(
                "Tout changement de logement, d’emploi ou de famille se signale tout de suite, "
                "sinon il faut rembourser.",
                "L’aide peut être versée directement au propriétaire ; elle compte pour une petite part dans le RSA.",
            ),
            papers=(
                _IDENTITY,
                _BANK,
                "Bail et attestation de loyer remplie par le propriétaire",
                "Numéro d’allocataire du propriétaire si c’est un bailleur social",
            ),
            opens_from_month_of_filing=True,
        ),
    )
}
