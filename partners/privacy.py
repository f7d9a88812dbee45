from partners.models import (
    DisclosureAgreement,
    Membership,
    Organisation,
    Place,
    Referral,
    ReferralTransition,
    Sector,
)
from tznr.records.privacy import declare

declare(
    Organisation,
    purpose="Savoir vers qui orienter (données publiques).",
    not_personal="id slug name network is_steering_partner phone email",
)
declare(Sector, purpose="Savoir quel PAD couvre quelle commune.", not_personal="id organisation commune")
declare(
    Place,
    purpose="Savoir où aller (données publiques).",
    not_personal="id slug name organisation commune address opening_hours receives_appointments",
)
declare(
    Membership,
    purpose="Ne montrer à un agent que ce qui a été adressé à sa structure.",
    not_personal="id user organisation",
)
declare(
    DisclosureAgreement,
    purpose="Prouver que rien n’a été transmis sans l’accord de la personne.",
    kept="id person organisation",
    blanked="purpose",
    not_personal="means given_on valid_until noted_by noted_at withdrawn_at",
)
declare(
    Referral,
    purpose="Orienter la personne vers le bon organisme et connaître la suite.",
    kept="id person organisation claim state outcome opened_right decline_reason",
    blanked="need shared",
    not_personal="version agreement sent_by sent_at handled_by answered_at outcome_at",
)
declare(
    ReferralTransition,
    purpose="Garder l’historique d’une orientation.",
    kept="id referral from_state to_state",
    not_personal="at by",
)
