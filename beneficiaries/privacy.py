from beneficiaries.models import DuplicateDismissed, Household, InformationGiven, Person
from tznr.records.privacy import declare

declare(Household, purpose="Compter les foyers et calculer leurs droits.", not_personal="id created_at")
declare(
    Person,
    purpose="Recontacter la personne, examiner ses droits et l’orienter vers le bon organisme.",
    kept="id household sex commune neighbourhood",
    blanked="first_name last_name search_key phone email safe_contact language needs_interpreter no_stable_home",
    blurred="birth_date",
    not_personal="version created_by created_at",
)
declare(
    InformationGiven,
    purpose="Prouver que la personne a été informée avant que ses données soient conservées.",
    kept="id person",
    blanked="language",
    not_personal="notice_version means given_at given_by",
)
declare(
    DuplicateDismissed,
    purpose="Ne pas proposer deux fois le même doublon.",
    row_deleted="id first second",
    not_personal="decided_by decided_at",
)
