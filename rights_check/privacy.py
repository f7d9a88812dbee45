from rights_check.models import (
    BenefitClaim,
    ClaimTransition,
    EligibilityResult,
    LocalRight,
    OpenedRight,
    Opinion,
    Recheck,
    RecheckFinding,
    RightsReview,
)
from tznr.records.privacy import declare

declare(
    RightsReview,
    purpose="Examiner les droits de la personne et pouvoir lui redire ce qui a été répondu.",
    kept="id person net_monthly_gain",
    blanked="answers situation",
    not_personal="version month state legislation conducted_by started_at completed_at anonymous attached_at",
)
declare(
    EligibilityResult,
    purpose="Dire à la personne ce à quoi elle a peut-être droit ; mesurer le non-recours.",
    kept="id review monthly_amount yearly_amount monthly_cost variant status non_take_up_reason",
    blanked="reasons missing",
    not_personal="benefit file_before",
)
declare(
    BenefitClaim,
    purpose="Suivre les démarches jusqu’à la réponse de l’organisme.",
    kept="id person state result",
    not_personal="version benefit created_by created_at file_before filed_on decided_on",
)
declare(
    ClaimTransition,
    purpose="Garder l’historique d’une démarche.",
    kept="id claim from_state to_state",
    not_personal="at by",
)
declare(
    OpenedRight,
    purpose="Compter les droits ouverts et ce qu’ils apportent.",
    kept="id person claim monthly_amount arrears",
    not_personal="version benefit effective_month evidence recorded_by recorded_at",
)
declare(
    LocalRight,
    purpose="Parler à la personne des aides du territoire.",
    not_personal="id version file_key name summary organisation age_min age_max communes income_per_share_max statuses "
    "papers link is_proposed active_from active_to",
)
declare(
    Recheck,
    purpose="Revoir tous les bilans quand la législation ou les âges changent.",
    not_personal="id month state total done unreadable legislation requested_by requested_at advanced_at finished_at",
)
declare(
    RecheckFinding,
    purpose="Savoir qui revoir, parce qu’un droit est devenu probable.",
    row_deleted="id recheck person review benefit monthly_amount previous_status",
)
declare(
    Opinion,
    purpose="Savoir si les bilans sont clairs, utiles et respectueux. Rien n’y désigne une personne.",
    not_personal="id month clear useful respectful",
)
