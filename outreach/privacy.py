from outreach.models import (
    Appointment,
    AppointmentTransition,
    FieldContact,
    FieldContactCause,
    FieldContactTheme,
    OutreachEvent,
    ReferralOrigin,
)
from tznr.records.privacy import declare

declare(
    OutreachEvent,
    purpose="Organiser les sorties et les annoncer.",
    not_personal=(
        "id version kind title place one_off_place commune neighbourhood starts_at ends_at staff partners is_public "
        "public_note cancelled_at cancellation_reason"
    ),
)
declare(
    FieldContact,
    purpose="Compter les rencontres et garder le fil avec les personnes nommées.",
    kept="id person commune age_band sex next_step",
    not_personal="version event is_named occurred_at recorded_at recorded_by",
)
declare(FieldContactTheme, purpose="Savoir de quoi on parle sur le terrain.", kept="id contact theme")
declare(FieldContactCause, purpose="Connaître les causes de non-recours.", kept="id contact cause")
declare(
    Appointment,
    purpose="Recevoir la personne.",
    kept="id person contact reason state review",
    not_personal="version staff place starts_at ends_at booked_by booked_at",
)
declare(
    AppointmentTransition,
    purpose="Garder l’historique d’un rendez-vous.",
    kept="id appointment from_state to_state moved_from",
    not_personal="at by",
)
declare(
    ReferralOrigin,
    purpose="Relier une orientation à la rencontre d’où elle vient.",
    kept="id referral contact appointment",
)
