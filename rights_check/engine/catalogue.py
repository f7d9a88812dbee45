"""The benefits the engine can assess, and what the person must know about each."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Benefit(StrEnum):
    RSA = "rsa"
    PRIME_ACTIVITE = "prime_activite"
    AIDE_LOGEMENT = "aide_logement"
    CSS = "css"
    ALLOCATIONS_FAMILIALES = "allocations_familiales"
    SOUTIEN_FAMILIAL = "soutien_familial"
    COMPLEMENT_FAMILIAL = "complement_familial"
    PAJE_BASE = "paje_base"
    RENTREE_SCOLAIRE = "rentree_scolaire"
    ASPA = "aspa"
    AAH = "aah"

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
    """Filing a month later loses a month: the right opens in the month of filing, or in the one after it."""
    asked_first: int
    """Order in which the rights are asked for: the others first (unemployment, maintenance, pensions), RSA last."""
    reserves: tuple[str, ...] = ()
    """Conditions that nobody was asked about, said with each probable right: « sous réserve de… »."""

    def payer(self, *, agricultural_scheme: bool | None) -> str:
        """Who pays: CAF, MSA, or both named when the scheme is not known."""
        if agricultural_scheme is None:
            return f"{self.paid_by} ou {self.paid_by_agricultural}"
        return self.paid_by_agricultural if agricultural_scheme else self.paid_by


_IDENTITY = "Pièce d’identité ou titre de séjour en cours de validité"
_BANK = "Relevé d’identité bancaire"
_FAMILY_BOOK = "Livret de famille ou actes de naissance des enfants"
_UNUSUAL_INCOME = "qu’aucun revenu ne soit d’apprenti, de stage ou exceptionnel, sans trop-perçu ni sanction en cours"
_FAMILY_RESERVES = (
    "que les enfants vivent avec vous en France de façon stable",
    "que l’autre parent ne reçoive pas déjà cette aide pour eux",
)

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
            asked_first=9,
            reserves=(
                "de ne pas être en congé parental, sabbatique ou sans solde",
                "de ne pas avoir passé plus de trois mois à l’étranger cette année",
                "d’avoir demandé d’abord le chômage, les pensions et les pensions alimentaires dus",
                _UNUSUAL_INCOME,
            ),
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
            asked_first=8,
            reserves=(
                "de ne pas être en congé parental, sabbatique ou sans solde",
                "de ne pas avoir passé plus de trois mois à l’étranger cette année",
                _UNUSUAL_INCOME,
            ),
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
            asked_first=7,
            reserves=(
                "d’un logement décent, assez grand, qui est la résidence principale, et sans sous-location",
                "d’y habiter déjà : le premier mois dans un logement n’est pas payé",
            ),
        ),
        BenefitDescription(
            benefit=Benefit.CSS,
            name="Complémentaire santé solidaire",
            plain_name="Une mutuelle gratuite ou peu chère, sans avance d’argent chez le médecin et à la pharmacie",
            decided_by="la CPAM ou la MSA",
            paid_by="la CPAM",
            paid_by_agricultural="la MSA",
            legal_reference="Code de la sécurité sociale, articles L. 861-1 et suivants, R. 861-2 et suivants",
            commitments=(
                "Elle se renouvelle chaque année et remplace une autre mutuelle, qui peut être arrêtée.",
                "Quand elle n’est pas gratuite, chaque personne paie une participation selon son âge.",
            ),
            papers=(
                _IDENTITY,
                "Attestation de droits à l’assurance maladie",
                "Relevés de toutes les ressources des douze derniers mois",
                "Dernier avis d’impôt",
            ),
            opens_from_month_of_filing=False,
            asked_first=6,
            reserves=(
                "d’habiter en France depuis plus de trois mois",
                "que chaque salaire des douze derniers mois ressemble à ceux qui ont été donnés",
            ),
        ),
        BenefitDescription(
            benefit=Benefit.ALLOCATIONS_FAMILIALES,
            name="Allocations familiales",
            plain_name="Une aide chaque mois à partir de deux enfants à charge",
            decided_by="la CAF ou la MSA",
            paid_by="la CAF",
            paid_by_agricultural="la MSA",
            legal_reference="Code de la sécurité sociale, articles L. 521-1, R. 512-2 et D. 521-1 et suivants",
            commitments=(
                "Elles comptent dans le RSA et la prime d’activité.",
                "Toute arrivée ou tout départ d’un enfant se signale ; elles peuvent être payées deux ans en arrière.",
            ),
            papers=(_IDENTITY, _BANK, _FAMILY_BOOK),
            opens_from_month_of_filing=False,
            asked_first=2,
            reserves=_FAMILY_RESERVES,
        ),
        BenefitDescription(
            benefit=Benefit.SOUTIEN_FAMILIAL,
            name="Allocation de soutien familial (ASF)",
            plain_name="Une aide pour un parent seul quand l’autre parent ne participe pas",
            decided_by="la CAF ou la MSA",
            paid_by="la CAF",
            paid_by_agricultural="la MSA",
            legal_reference="Code de la sécurité sociale, articles L. 523-1 et suivants, D. 523-1",
            commitments=(
                "Après quatre mois, il faut faire fixer une pension alimentaire si l’autre parent peut payer ; "
                "l’agence Aripa la réclame à votre place.",
                "Elle s’arrête si vous vivez de nouveau en couple ; une partie compte dans le RSA.",
            ),
            papers=(_IDENTITY, _BANK, _FAMILY_BOOK, "Jugement ou accord sur la pension alimentaire, s’il y en a un"),
            opens_from_month_of_filing=False,
            asked_first=1,
            reserves=_FAMILY_RESERVES,
        ),
        BenefitDescription(
            benefit=Benefit.COMPLEMENT_FAMILIAL,
            name="Complément familial",
            plain_name="Une aide à partir de trois enfants de trois ans ou plus",
            decided_by="la CAF ou la MSA",
            paid_by="la CAF",
            paid_by_agricultural="la MSA",
            legal_reference="Code de la sécurité sociale, articles L. 522-1 et suivants, R. 522-1 et suivants",
            commitments=(
                "Il dépend de l’avis d’impôt d’il y a deux ans : la déclaration de revenus se fait chaque année.",
                "Une part compte dans le RSA et la prime d’activité.",
            ),
            papers=(_IDENTITY, _BANK, _FAMILY_BOOK),
            opens_from_month_of_filing=False,
            asked_first=4,
            reserves=_FAMILY_RESERVES,
        ),
        BenefitDescription(
            benefit=Benefit.PAJE_BASE,
            name="Allocation de base de la Paje",
            plain_name="Une aide chaque mois pour un enfant de moins de trois ans",
            decided_by="la CAF ou la MSA",
            paid_by="la CAF",
            paid_by_agricultural="la MSA",
            legal_reference="Code de la sécurité sociale, articles L. 531-1 à L. 531-3, R. 531-1 et suivants",
            commitments=(
                "Les examens de santé obligatoires de l’enfant doivent être faits.",
                "Elle compte dans le RSA et la prime d’activité, et ne s’ajoute pas au complément familial.",
            ),
            papers=(_IDENTITY, _BANK, _FAMILY_BOOK),
            opens_from_month_of_filing=False,
            asked_first=3,
            reserves=_FAMILY_RESERVES,
        ),
        BenefitDescription(
            benefit=Benefit.RENTREE_SCOLAIRE,
            name="Allocation de rentrée scolaire (ARS)",
            plain_name="Une aide versée une fois par an, fin août, pour la rentrée des enfants de 6 à 18 ans",
            decided_by="la CAF ou la MSA",
            paid_by="la CAF",
            paid_by_agricultural="la MSA",
            legal_reference="Code de la sécurité sociale, articles L. 543-1 et suivants, R. 543-1 et suivants",
            commitments=(
                "Elle vient seule quand la caisse connaît déjà la famille ; sinon il faut la demander.",
                "Pour un jeune de 16 à 18 ans, il faut confirmer chaque année qu’il étudie ou est apprenti.",
            ),
            papers=(_IDENTITY, _BANK, _FAMILY_BOOK, "Certificat de scolarité pour les 16 à 18 ans"),
            opens_from_month_of_filing=False,
            asked_first=5,
            reserves=(*_FAMILY_RESERVES, "que chaque enfant compté soit scolarisé"),
        ),
        BenefitDescription(
            benefit=Benefit.ASPA,
            name="Allocation de solidarité aux personnes âgées (Aspa)",
            plain_name="Un complément pour atteindre un minimum à la retraite",
            decided_by="la caisse de retraite (Carsat ou MSA)",
            paid_by="la Carsat",
            paid_by_agricultural="la MSA",
            legal_reference="Code de la sécurité sociale, articles L. 815-1 et suivants, R. 815-1 et suivants",
            commitments=(
                "Toutes les retraites se demandent d’abord ; il faut vivre en France plus de neuf mois par an.",
                "Après le décès, une partie peut être reprise sur l’héritage, au-delà d’un seuil élevé.",
            ),
            papers=(
                _IDENTITY,
                _BANK,
                "Relevés de toutes les retraites, en France et à l’étranger",
                "Dernier avis d’impôt",
                "Relevés d’épargne et actes des biens possédés",
            ),
            opens_from_month_of_filing=True,
            asked_first=0,
            reserves=(
                "d’avoir demandé toutes ses retraites, en France et à l’étranger",
                "de vivre en France plus de neuf mois par an",
                "de ne pas avoir donné de bien important ces dix dernières années",
            ),
        ),
        BenefitDescription(
            benefit=Benefit.AAH,
            name="Allocation aux adultes handicapés (AAH)",
            plain_name="Un revenu quand un handicap ou une maladie empêche de travailler assez",
            decided_by="la MDPH (commission des droits et de l’autonomie)",
            paid_by="la CAF",
            paid_by_agricultural="la MSA",
            legal_reference="Code de la sécurité sociale, articles L. 821-1 et suivants, R. 821-1 et suivants",
            commitments=(
                "Un dossier avec un certificat médical de moins d’un an ; la réponse prend plusieurs mois.",
                "Les ressources se déclarent chaque année ou chaque trimestre ; "
                "une pension d’invalidité se demande d’abord.",
            ),
            papers=(_IDENTITY, "Formulaire de demande à la MDPH", "Certificat médical de moins d’un an", _BANK),
            opens_from_month_of_filing=True,
            asked_first=0,
        ),
    )
}
