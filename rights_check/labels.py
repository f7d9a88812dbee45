"""French words for the engine's closed lists."""

from rights_check.engine import HousingStatus, IncomeKind, ReceivedBenefit, ReplacedBy, ResidenceStatus

RESIDENCE = {
    ResidenceStatus.FRENCH: "Nationalité française",
    ResidenceStatus.EEA: "Union européenne, Espace économique européen ou Suisse",
    ResidenceStatus.REFUGEE: "Réfugié, protection subsidiaire ou apatride",
    ResidenceStatus.RESIDENT_CARD: "Carte de résident",
    ResidenceStatus.PERMIT_FIVE_YEARS: "Titre autorisant à travailler, depuis 5 ans ou plus",
    ResidenceStatus.PERMIT_UNDER_FIVE_YEARS: "Titre autorisant à travailler, depuis moins de 5 ans",
    ResidenceStatus.STUDENT_PERMIT: "Titre de séjour étudiant",
    ResidenceStatus.OTHER: "Autre situation",
    ResidenceStatus.NOT_SAID: "Préfère ne pas le dire",
}
HOUSING = {
    HousingStatus.TENANT_UNFURNISHED: "Locataire, logement vide",
    HousingStatus.TENANT_FURNISHED: "Locataire, logement meublé",
    HousingStatus.FLAT_SHARE: "Colocation",
    HousingStatus.HOSTEL: "Foyer, résidence sociale ou universitaire",
    HousingStatus.OWNER_WITH_LOAN: "Propriétaire, emprunt en cours",
    HousingStatus.OWNER: "Propriétaire, sans emprunt",
    HousingStatus.HOUSED_FREE: "Hébergement gratuit",
    HousingStatus.HOMELESS: "Sans logement",
}
INCOME = {
    IncomeKind.SALARY: "Salaire",
    IncomeKind.UNEMPLOYMENT: "Allocation chômage",
    IncomeKind.SICK_PAY: "Indemnités journalières (arrêt de travail)",
    IncomeKind.RETIREMENT: "Retraite",
    IncomeKind.INVALIDITY_PENSION: "Pension d’invalidité",
    IncomeKind.SELF_EMPLOYED: "Travail indépendant",
    IncomeKind.MAINTENANCE: "Pension alimentaire reçue",
    IncomeKind.OTHER: "Autre revenu",
}
REPLACED_BY = {
    ReplacedBy.NOTHING: "Rien pour l’instant",
    ReplacedBy.NEW_JOB: "Un nouvel emploi",
    ReplacedBy.UNEMPLOYMENT: "L’allocation chômage",
    ReplacedBy.SICK_PAY: "Des indemnités journalières",
    ReplacedBy.RETIREMENT: "Une retraite",
    ReplacedBy.OTHER: "Autre chose",
}
RECEIVED = {
    ReceivedBenefit.RSA: "RSA",
    ReceivedBenefit.PRIME_ACTIVITE: "Prime d’activité",
    ReceivedBenefit.AIDE_LOGEMENT: "Aide au logement (APL, ALF, ALS)",
    ReceivedBenefit.ALLOCATIONS_FAMILIALES: "Allocations familiales",
    ReceivedBenefit.SOUTIEN_FAMILIAL: "Allocation de soutien familial (ASF)",
    ReceivedBenefit.COMPLEMENT_FAMILIAL: "Complément familial",
    ReceivedBenefit.PAJE_BASE: "Allocation de base de la Paje",
    ReceivedBenefit.PREPARE: "Prestation partagée d’éducation de l’enfant (PreParE)",
    ReceivedBenefit.AAH: "Allocation aux adultes handicapés (AAH)",
    ReceivedBenefit.ASS: "Allocation de solidarité spécifique (ASS)",
    ReceivedBenefit.ASPA: "Minimum vieillesse (Aspa)",
    ReceivedBenefit.ASI: "Allocation supplémentaire d’invalidité (ASI)",
    ReceivedBenefit.CSS: "Complémentaire santé solidaire",
    ReceivedBenefit.RENTREE_SCOLAIRE: "Allocation de rentrée scolaire, pour la dernière rentrée",
}
