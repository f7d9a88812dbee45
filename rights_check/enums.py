from django.db.models import TextChoices


class BenefitCode(TextChoices):
    """The benefits that the engine computes; the State's three targets first."""

    RSA = "rsa", "RSA"
    PRIME_ACTIVITE = "prime_activite", "Prime d’activité"
    AIDE_LOGEMENT = "aide_logement", "Aide au logement"
    CSS = "css", "Complémentaire santé solidaire"
    ALLOCATIONS_FAMILIALES = "allocations_familiales", "Allocations familiales"
    SOUTIEN_FAMILIAL = "soutien_familial", "Allocation de soutien familial"
    COMPLEMENT_FAMILIAL = "complement_familial", "Complément familial"
    PAJE_BASE = "paje_base", "Allocation de base de la Paje"
    RENTREE_SCOLAIRE = "rentree_scolaire", "Allocation de rentrée scolaire"
    ASPA = "aspa", "Aspa"
    AAH = "aah", "Allocation aux adultes handicapés"


class BenefitVariant(TextChoices):
    """Which of the benefits grouped under one name."""

    APL = "APL", "APL"
    ALF = "ALF", "ALF"
    ALS = "ALS", "ALS"
    FREE = "gratuite", "gratuite"
    PAID = "payante", "payante"


class EligibilityStatus(TextChoices):
    RECEIVED = "received", "déjà perçu"
    PROBABLE = "probable", "probable"
    TO_VERIFY = "to_verify", "à vérifier"
    NOT_ELIGIBLE = "not_eligible", "pas de droit ce mois-ci"


class OdenoreType(TextChoices):
    """The four types of non-take-up of the Odenore (Observatoire des non-recours aux droits et services)."""

    NOT_KNOWN = "not_known", "non-connaissance"
    NOT_ASKED = "not_asked", "non-demande"
    NOT_RECEIVED = "not_received", "non-réception"
    NOT_OFFERED = "not_offered", "non-proposition"


class NonTakeUpReason(TextChoices):
    RIGHT_UNKNOWN = "right_unknown", "ne connaissait pas ce droit"
    MANY_ACTORS = "many_actors", "ne savait pas à qui s’adresser"
    DIGITAL_SKILLS = "digital_skills", "difficulté avec le numérique"
    FRENCH_LANGUAGE = "french_language", "difficulté avec le français"
    COMPLEXITY = "complexity", "démarches trop compliquées"
    FEAR_OR_MISTRUST = "fear_or_mistrust", "crainte ou défiance envers les institutions"
    NOT_WANTED = "not_wanted", "ne le souhaite pas"
    REQUEST_WITHOUT_RESULT = "request_without_result", "demande faite, sans suite"
    NOT_OFFERED = "not_offered", "ne lui a jamais été proposé"


ODENORE_TYPE_OF_REASON = {
    NonTakeUpReason.RIGHT_UNKNOWN: OdenoreType.NOT_KNOWN,
    NonTakeUpReason.MANY_ACTORS: OdenoreType.NOT_KNOWN,
    NonTakeUpReason.DIGITAL_SKILLS: OdenoreType.NOT_RECEIVED,
    NonTakeUpReason.FRENCH_LANGUAGE: OdenoreType.NOT_RECEIVED,
    NonTakeUpReason.COMPLEXITY: OdenoreType.NOT_ASKED,
    NonTakeUpReason.FEAR_OR_MISTRUST: OdenoreType.NOT_ASKED,
    NonTakeUpReason.NOT_WANTED: OdenoreType.NOT_ASKED,
    NonTakeUpReason.REQUEST_WITHOUT_RESULT: OdenoreType.NOT_RECEIVED,
    NonTakeUpReason.NOT_OFFERED: OdenoreType.NOT_OFFERED,
}


class ReviewState(TextChoices):
    DRAFT = "draft", "en cours"
    COMPLETED = "completed", "terminé"


class ClaimState(TextChoices):
    TO_DO = "to_do", "à faire"
    FILED = "filed", "déposée"
    DOCUMENTS_MISSING = "documents_missing", "pièces manquantes"
    UNDER_REVIEW = "under_review", "en instruction"
    NO_ANSWER = "no_answer", "sans réponse depuis 2 mois"
    GRANTED = "granted", "accordée"
    REFUSED = "refused", "refusée"
    APPEALED = "appealed", "recours en cours"
    ABANDONED = "abandoned", "abandonnée"
    NOT_WANTED = "not_wanted", "non souhaitée"


_AFTER_FILING = {
    ClaimState.DOCUMENTS_MISSING,
    ClaimState.UNDER_REVIEW,
    ClaimState.NO_ANSWER,
    ClaimState.GRANTED,
    ClaimState.REFUSED,
    ClaimState.ABANDONED,
}
CLAIM_TRANSITIONS: dict[ClaimState, set[ClaimState]] = {
    ClaimState.TO_DO: {ClaimState.FILED, ClaimState.ABANDONED, ClaimState.NOT_WANTED},
    ClaimState.FILED: _AFTER_FILING,
    ClaimState.DOCUMENTS_MISSING: _AFTER_FILING - {ClaimState.DOCUMENTS_MISSING},
    ClaimState.UNDER_REVIEW: _AFTER_FILING - {ClaimState.UNDER_REVIEW},
    ClaimState.NO_ANSWER: _AFTER_FILING - {ClaimState.NO_ANSWER},
    ClaimState.REFUSED: {ClaimState.APPEALED},
    ClaimState.APPEALED: {ClaimState.GRANTED, ClaimState.REFUSED, ClaimState.ABANDONED},
    ClaimState.GRANTED: set(),
    ClaimState.ABANDONED: {ClaimState.TO_DO},
    ClaimState.NOT_WANTED: {ClaimState.TO_DO},
}


class Evidence(TextChoices):
    """How sure we are that the right is open."""

    DECLARED = "declared", "déclaré par la personne"
    PROOF_SEEN = "proof_seen", "justificatif vu"
    CONFIRMED = "confirmed", "confirmé par l’organisme"


class LocalStatus(TextChoices):
    """Whom a local right is for; what the answers say of each is in `local_matching`."""

    STUDENT = "student", "étudiant"
    WORKING = "working", "en emploi"
    JOB_SEEKER = "job_seeker", "sans emploi"
    RETIRED = "retired", "retraité"
    PARENT = "parent", "avec un enfant à charge ou à naître"


class RecheckState(TextChoices):
    PENDING = "pending", "demandé"
    RUNNING = "running", "en cours"
    DONE = "done", "terminé"
    FAILED = "failed", "arrêté par une erreur"


class Tap(TextChoices):
    """The answer of a person to one question about the review."""

    YES = "yes", "Oui"
    PARTLY = "partly", "Un peu"
    NO = "no", "Non"
