"""The facts a benefit may need, with the French words that name them when they are missing."""

from __future__ import annotations

from enum import StrEnum


class Fact(StrEnum):
    BIRTH_DATE = "birth_date"
    RESIDENCE = "residence"
    PERMIT_DATES = "permit_dates"
    STUDENT = "student"
    GRANT_HOLDER = "grant_holder"
    ATTACHED_TO_PARENTS = "attached_to_parents"
    PREGNANT = "pregnant"
    YOUNG_WORKER_HOURS = "young_worker_hours"
    COUPLE = "couple"
    PARTNER = "partner"
    CHILDREN = "children"
    CHILD_BIRTH_DATES = "child_birth_dates"
    SHARED_CUSTODY = "shared_custody"
    ISOLATED_SINCE = "isolated_since"
    HOUSING = "housing"
    RENT = "rent"
    COMMUNE = "commune"
    SOCIAL_LANDLORD = "social_landlord"
    LANDLORD_IS_RELATIVE = "landlord_is_relative"
    INCOMES = "incomes"
    NET_SOCIAL = "net_social"
    NET_TAXABLE = "net_taxable"
    STOPPED_SINCE = "stopped_since"
    REPLACED_BY = "replaced_by"
    RESIGNED = "resigned"
    SICK_LEAVE_BEGAN = "sick_leave_began"
    SAVINGS = "savings"
    OTHER_PROPERTY = "other_property"
    RECEIVED = "received"
    RECEIVED_AMOUNT = "received_amount"
    RECEIVED_FAMILY_BENEFITS = "received_family_benefits"
    RECEIVED_MINIMUM_INCOMES = "received_minimum_incomes"
    JOB_SEEKER = "job_seeker"
    CHILD_EARNS = "child_earns"
    INCOME_TWO_YEARS_AGO = "income_two_years_ago"
    TWO_INCOMES = "two_incomes"
    OTHER_PARENT = "other_parent"
    DISABILITY = "disability"

    @property
    def label(self) -> str:
        return _LABELS[self]


_LABELS = {
    Fact.BIRTH_DATE: "la date de naissance",
    Fact.RESIDENCE: "la nationalité ou le titre de séjour",
    Fact.PERMIT_DATES: "les dates du titre de séjour",
    Fact.STUDENT: "si la personne est étudiante",
    Fact.GRANT_HOLDER: "si la personne a une bourse",
    Fact.ATTACHED_TO_PARENTS: "si la personne est sur la déclaration d’impôts de ses parents",
    Fact.PREGNANT: "si une grossesse est en cours",
    Fact.YOUNG_WORKER_HOURS: "si la personne a travaillé l’équivalent de deux ans à temps plein en trois ans",
    Fact.COUPLE: "si la personne vit seule ou en couple",
    Fact.PARTNER: "les renseignements sur le conjoint",
    Fact.CHILDREN: "les enfants à charge",
    Fact.CHILD_BIRTH_DATES: "les dates de naissance des enfants",
    Fact.SHARED_CUSTODY: "si un enfant est en garde alternée",
    Fact.ISOLATED_SINCE: "depuis quand la personne élève seule ses enfants",
    Fact.HOUSING: "le logement",
    Fact.RENT: "le loyer sans les charges",
    Fact.COMMUNE: "la commune du logement",
    Fact.SOCIAL_LANDLORD: "si le logement est loué par un bailleur social",
    Fact.LANDLORD_IS_RELATIVE: "si le propriétaire est un parent ou un enfant",
    Fact.INCOMES: "les revenus",
    Fact.NET_SOCIAL: "le montant net social des quatre derniers mois",
    Fact.NET_TAXABLE: "le net imposable des douze derniers mois",
    Fact.STOPPED_SINCE: "si le revenu s’est arrêté pour de bon, et depuis quand",
    Fact.REPLACED_BY: "ce qui a remplacé le revenu qui s’est arrêté",
    Fact.RESIGNED: "si l’emploi s’est arrêté par une démission",
    Fact.SICK_LEAVE_BEGAN: "le mois où l’arrêt de travail a commencé",
    Fact.SAVINGS: "le montant de l’épargne",
    Fact.OTHER_PROPERTY: "si le foyer possède un autre bien que son logement",
    Fact.RECEIVED: "si cette aide est déjà perçue",
    Fact.RECEIVED_AMOUNT: "le montant de l’aide déjà perçue",
    Fact.RECEIVED_FAMILY_BENEFITS: "les prestations familiales déjà perçues",
    Fact.RECEIVED_MINIMUM_INCOMES: "les allocations déjà perçues (AAH, ASS, Aspa, ASI)",
    Fact.JOB_SEEKER: "si la personne est inscrite à France Travail, et depuis quand",
    Fact.CHILD_EARNS: "si un enfant de 16 ans ou plus gagne sa vie",
    Fact.INCOME_TWO_YEARS_AGO: "le revenu brut global du foyer il y a deux ans (avis d’impôt)",
    Fact.TWO_INCOMES: "si chacun des deux conjoints travaillait il y a deux ans",
    Fact.OTHER_PARENT: "si l’autre parent participe à l’entretien des enfants",
    Fact.DISABILITY: "si un handicap ou une maladie limite le travail",
}
