"""Everything outreach writes: one transaction each, and a line of the journal.

A rule that a person may break by what she types is refused with a ValidationError whose keys are field names.
"""

import datetime as dt
import uuid
from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone

from beneficiaries.enums import Sex
from beneficiaries.models import Person
from outreach import selectors
from outreach.enums import (
    APPOINTMENT_TRANSITIONS,
    AgeBand,
    AppointmentReason,
    AppointmentState,
    EventKind,
    NextStep,
    Theme,
)
from outreach.models import (
    Appointment,
    AppointmentTransition,
    FieldContact,
    FieldContactCause,
    FieldContactTheme,
    OutreachEvent,
    ReferralOrigin,
)
from outreach.slots import offer
from partners.models import Organisation, Place, Referral
from rights_check.enums import NonTakeUpReason
from rights_check.models import RightsReview
from rights_check.services import start_review
from tznr.accounts.models import User
from tznr.journal.enums import Verb
from tznr.journal.services import record
from tznr.records.constraints import violated_constraint
from tznr.records.models import ChangedMeanwhile
from tznr.territory.models import Commune, PriorityNeighbourhood
from tznr.web.templatetags.typography import hours

USUAL_LENGTH = 60
LONGEST_APPOINTMENT = 240
# What may still follow an encounter once something was arranged with the person.
ARRANGED = (NextStep.APPOINTMENT, NextStep.REFERRAL)
# These need to know who she is.
FOR_NAMED_CONTACTS = (NextStep.CALL_BACK, NextStep.APPOINTMENT)


# --- Outings


def plan_event(
    *,
    actor: User,
    now: dt.datetime,
    kind: str | EventKind,
    title: str,
    commune: Commune,
    starts_at: dt.datetime,
    ends_at: dt.datetime,
    place: Place | None = None,
    one_off_place: str = "",
    neighbourhood: PriorityNeighbourhood | None = None,
    staff: Iterable[User] = (),
    partners: Iterable[Organisation] = (),
    is_public: bool = True,
    public_note: str = "",
) -> OutreachEvent:
    """Plan an outing, or write down one that took place: a past date is right."""
    event = OutreachEvent(
        kind=kind,
        title=title,
        commune=commune,
        starts_at=starts_at,
        ends_at=ends_at,
        place=place,
        one_off_place=one_off_place,
        neighbourhood=neighbourhood,
        is_public=is_public,
        public_note=public_note,
    )
    _check_event(event)
    with transaction.atomic():
        event.save()
        event.staff.set(staff)
        event.partners.set(partners)
        record(actor=actor, verb=Verb.CREATED, subject=event)
    return event


def change_event(
    *,
    actor: User,
    event: OutreachEvent,
    read_version: int,
    staff: Iterable[User],
    partners: Iterable[Organisation],
    **fields: object,
) -> OutreachEvent:
    """Change an outing. Raises ChangedMeanwhile when somebody saved it after it was read."""
    for name, value in fields.items():
        setattr(event, name, value)
    _check_event(event)
    with transaction.atomic():
        event.save_version(read_version=read_version)
        event.staff.set(staff)
        event.partners.set(partners)
        record(actor=actor, verb=Verb.CHANGED, subject=event)
    return event


def cancel_event(
    *, actor: User, event: OutreachEvent, read_version: int, reason: str, now: dt.datetime
) -> OutreachEvent:
    """Cancel an outing; it stays in the lists, with its reason. Refused once a contact was noted there."""
    if event.cancelled_at:
        raise ValidationError({"reason": "Cette sortie est déjà annulée."})
    if not reason.strip():
        raise ValidationError({"reason": "Indiquer pourquoi la sortie est annulée."})
    if event.contacts.exists():
        raise ValidationError({"reason": "Des contacts y ont été notés : cette sortie a eu lieu."})
    event.cancelled_at, event.cancellation_reason = now, reason.strip()
    with transaction.atomic():
        event.save_version(read_version=read_version)
        record(actor=actor, verb=Verb.MOVED, subject=event)
    return event


def _check_event(event: OutreachEvent) -> None:
    errors = {}
    if event.ends_at <= event.starts_at:
        errors["ends_at"] = "La fin doit être après le début."
    if not event.place and not event.one_off_place.strip():
        errors["one_off_place"] = "Choisir un lieu connu ou en écrire un."
    if event.place and event.place.commune_id != event.commune_id:
        errors["commune"] = f"Le lieu choisi est à {event.place.commune}."
    if event.neighbourhood and event.neighbourhood.commune_id != event.commune_id:
        errors["neighbourhood"] = f"Ce quartier est à {event.neighbourhood.commune}."
    if errors:
        raise ValidationError(errors)


# --- Field contacts


def record_contact(
    *,
    actor: User,
    now: dt.datetime,
    event: OutreachEvent | None = None,
    person: Person | None = None,
    occurred_at: dt.datetime | None = None,
    age_band: str | AgeBand = AgeBand.NOT_NOTED,
    sex: str | Sex = Sex.NOT_NOTED,
    commune: Commune | None = None,
    themes: Iterable[str | Theme] = (),
    causes: Iterable[str | NonTakeUpReason] = (),
    next_step: str | NextStep = NextStep.NONE,
    contact_id: uuid.UUID | None = None,
) -> FieldContact:
    """Note an encounter: anonymous without a `person`, named with one; a call-back when there is no `event`.

    It happened at `occurred_at`, otherwise now, or at the end of the outing when noted afterwards. The page that notes
    it gives its `contact_id`: sent twice by a bad network, the contact is kept once.
    """
    if contact_id and (known := _already_noted(contact_id, actor)):
        return known
    if event is None and person is None:
        raise ValidationError("Un contact hors sortie est un rappel : il concerne une personne.")
    if event is not None:
        check_open_to_contacts(event, now)
    if person is None and next_step in FOR_NAMED_CONTACTS:
        raise ValidationError({"next_step": "Pour la rappeler ou la recevoir, noter un contact nommé."})
    moment = occurred_at or (min(now, event.ends_at) if event else now)
    if moment > now:
        raise ValidationError({"occurred_at": "Un contact se note une fois qu’il a eu lieu."})
    contact = FieldContact(
        id=contact_id or uuid.uuid4(),
        event=event,
        person=person,
        is_named=person is not None,
        occurred_at=moment,
        recorded_at=now,
        recorded_by=actor,
        commune=commune or (person.commune if person else None),
        age_band=age_band,
        sex=sex,
        next_step=next_step,
    )
    try:
        with transaction.atomic():
            contact.save(force_insert=True)
            FieldContactTheme.objects.bulk_create(
                FieldContactTheme(contact=contact, theme=theme) for theme in dict.fromkeys(themes)
            )
            FieldContactCause.objects.bulk_create(
                FieldContactCause(contact=contact, cause=cause) for cause in dict.fromkeys(causes)
            )
            record(actor=actor, verb=Verb.CREATED, subject=contact, person=person)
    except IntegrityError:
        # The same contact, sent twice, arrived twice at once.
        if contact_id and (known := _already_noted(contact_id, actor)):
            return known
        raise
    return contact


def _already_noted(contact_id: uuid.UUID, actor: User) -> FieldContact | None:
    known = FieldContact.objects.filter(pk=contact_id).first()
    if known and known.recorded_by_id != actor.pk:
        raise ValidationError({"contact_id": "Cet identifiant est déjà celui d’un autre contact."})
    return known


def undo_contact(*, actor: User, contact: FieldContact, now: dt.datetime) -> None:
    """Remove a contact noted by mistake: by the one who noted it, within ten minutes, while nothing hangs on it."""
    if not selectors.may_undo(actor, contact, now):
        raise ValidationError("Ce contact ne peut plus être annulé : il a plus de dix minutes ou une autre l’a noté.")
    if contact.appointments.exists() or contact.referral_origins.exists():
        raise ValidationError("Un rendez-vous ou une orientation vient de ce contact : il ne peut pas être annulé.")
    with transaction.atomic():
        record(actor=actor, verb=Verb.DELETED, subject=contact, person=contact.person)
        contact.delete()


def check_open_to_contacts(event: OutreachEvent, now: dt.datetime) -> None:
    """Raise ValidationError when nothing can be noted at that outing yet, or ever."""
    if selectors.is_open_to_contacts(event, now):
        return
    if event.cancelled_at:
        raise ValidationError("Cette sortie est annulée : on ne peut pas y noter de contact.")
    day = timezone.localdate(event.starts_at)
    raise ValidationError(f"Cette sortie a lieu le {day:%d/%m/%Y} : les contacts s’y notent à partir de ce jour.")


def _note_what_followed(contact: FieldContact | None, step: NextStep) -> None:
    """The first thing arranged from a contact becomes what followed it, whoever edits it meanwhile."""
    if contact is None:
        return
    waiting = FieldContact.objects.filter(pk=contact.pk).exclude(next_step__in=ARRANGED)
    if waiting.update(next_step=step, version=F("version") + 1):
        contact.refresh_from_db(fields=["next_step", "version"])


# --- Appointments


def book_appointment(
    *,
    actor: User,
    now: dt.datetime,
    person: Person,
    staff: User,
    place: Place,
    starts_at: dt.datetime,
    minutes: int = USUAL_LENGTH,
    reason: str | AppointmentReason = AppointmentReason.RIGHTS_REVIEW,
    contact: FieldContact | None = None,
    walk_in: bool = False,
) -> Appointment:
    """Book an appointment; a `walk_in` came without one, is entered afterwards and counts as honoured at once.

    Raises ValidationError (keys `starts_at`, `minutes`, `staff`, `place`, `walk_in`, `contact`): the message of a time
    already taken names free times of the same day. The database has the last word on two bookings at once.
    """
    appointment = Appointment(
        person=person,
        staff=staff,
        place=place,
        reason=reason,
        contact=contact,
        starts_at=starts_at,
        ends_at=starts_at + dt.timedelta(minutes=minutes),
        booked_by=actor,
        booked_at=now,
    )
    _check_appointment(appointment, minutes)
    if walk_in and starts_at > now:
        raise ValidationError({"walk_in": "Ce rendez-vous est à venir : décocher « sans réservation »."})
    if not walk_in:
        _refuse_the_past(starts_at, now)
    with transaction.atomic():
        _hold(appointment, now)
        _write_transition(appointment, "", AppointmentState.UNKNOWN, actor=actor, now=now)
        record(actor=actor, verb=Verb.CREATED, subject=appointment, person=person)
        _note_what_followed(contact, NextStep.APPOINTMENT)
        if walk_in:
            _set_state(appointment, AppointmentState.SEEN, actor=actor, now=now)
    return appointment


def move_appointment(
    *,
    actor: User,
    appointment: Appointment,
    read_version: int,
    starts_at: dt.datetime,
    minutes: int,
    staff: User,
    place: Place,
    now: dt.datetime,
) -> Appointment:
    """Move an appointment to another time (or place, or colleague): a transition, its state stays « à venir »."""
    if appointment.state != AppointmentState.UNKNOWN:
        raise ValidationError("Seul un rendez-vous à venir se déplace.")
    moved_from = appointment.starts_at
    appointment.starts_at, appointment.ends_at = starts_at, starts_at + dt.timedelta(minutes=minutes)
    appointment.staff, appointment.place = staff, place
    _check_appointment(appointment, minutes)
    _refuse_the_past(starts_at, now)
    with transaction.atomic():
        _hold(appointment, now, read_version=read_version)
        unchanged = AppointmentState.UNKNOWN
        _write_transition(appointment, unchanged, unchanged, actor=actor, now=now, moved_from=moved_from)
        record(actor=actor, verb=Verb.MOVED, subject=appointment, person=appointment.person)
    return appointment


def change_appointment_state(
    *, actor: User, appointment: Appointment, read_version: int, to_state: str | AppointmentState, now: dt.datetime
) -> Appointment:
    """Follow the table of transitions. Raises ValidationError outside it, ChangedMeanwhile if somebody was quicker."""
    with transaction.atomic():
        _set_state(appointment, AppointmentState(to_state), actor=actor, now=now, read_version=read_version)
    return appointment


def start_review_at(*, actor: User, appointment: Appointment, now: dt.datetime) -> RightsReview:
    """Begin, or take up again, the review of whoever came; the appointment is honoured.

    A draft already tied to an earlier appointment stays there: a review has one origin.
    """
    with transaction.atomic():
        review = start_review(actor=actor, person=appointment.person, now=now)
        if not Appointment.objects.filter(review=review).exists():
            appointment.review = review
            appointment.save_version(read_version=appointment.version)
            record(actor=actor, verb=Verb.CHANGED, subject=appointment, person=appointment.person)
        if appointment.state != AppointmentState.SEEN:
            _set_state(appointment, AppointmentState.SEEN, actor=actor, now=now)
    return review


def _check_appointment(appointment: Appointment, minutes: int) -> None:
    errors = {}
    if not 5 <= minutes <= LONGEST_APPOINTMENT:
        errors["minutes"] = f"La durée est comprise entre 5 et {LONGEST_APPOINTMENT} minutes."
    if not (appointment.staff.is_team and appointment.staff.is_active):
        errors["staff"] = "Choisir une personne de l’équipe."
    if not appointment.place.receives_appointments:
        errors["place"] = "Ce lieu ne reçoit pas de rendez-vous."
    if appointment.contact and appointment.contact.person_id != appointment.person_id:
        errors["contact"] = "Ce contact concerne quelqu’un d’autre."
    if errors:
        raise ValidationError(errors)


def _refuse_the_past(starts_at: dt.datetime, now: dt.datetime) -> None:
    if starts_at < now.replace(second=0, microsecond=0):
        message = "Cette heure est passée. Si la personne est venue sans réservation, cocher la case prévue."
        raise ValidationError({"starts_at": message})


def _hold(appointment: Appointment, now: dt.datetime, read_version: int | None = None) -> None:
    """Save, or refuse a time already taken with the free ones of that day. Call it inside a transaction.

    The row of the ambassadrice is locked first: two bookings at once then wait for one another instead of meeting in
    a deadlock over the exclusion constraint.
    """
    User.objects.select_for_update(no_key=True).get(pk=appointment.staff_id)
    try:
        with transaction.atomic():
            if read_version is None:
                appointment.save()
            else:
                appointment.save_version(read_version=read_version)
    except IntegrityError as error:
        if violated_constraint(error) != "appointment_no_overlap":
            raise
        raise ValidationError({"starts_at": _taken(appointment, now)}) from error


def _taken(appointment: Appointment, now: dt.datetime) -> str:
    minutes = int((appointment.ends_at - appointment.starts_at).total_seconds() // 60)
    free = selectors.free_times(
        staff=appointment.staff,
        day=timezone.localdate(appointment.starts_at),
        minutes=minutes,
        now=now,
        besides=appointment,
    )
    if not free:
        return f"{appointment.staff} a déjà un rendez-vous à cette heure, et plus rien de libre ce jour-là."
    times = ", ".join(hours(start) for start in offer(free, appointment.starts_at))
    return f"{appointment.staff} a déjà un rendez-vous à cette heure. Libre ce jour-là : {times}."


def _set_state(
    appointment: Appointment,
    to_state: AppointmentState,
    *,
    actor: User,
    now: dt.datetime,
    read_version: int | None = None,
) -> None:
    from_state = AppointmentState(appointment.state)
    version = appointment.version if read_version is None else read_version
    if version != appointment.version:
        raise ChangedMeanwhile(appointment)
    if to_state not in APPOINTMENT_TRANSITIONS[from_state]:
        raise ValidationError(f"Un rendez-vous « {from_state.label} » ne peut pas passer à « {to_state.label} ».")
    if to_state == AppointmentState.SEEN and timezone.localdate(appointment.starts_at) > timezone.localdate(now):
        raise ValidationError("Ce rendez-vous n’a pas encore eu lieu.")
    if to_state == AppointmentState.NO_SHOW and appointment.starts_at > now:
        raise ValidationError("Ce rendez-vous n’a pas encore commencé.")
    appointment.state = to_state
    _hold(appointment, now, read_version=version)
    _write_transition(appointment, from_state, to_state, actor=actor, now=now)
    record(actor=actor, verb=Verb.MOVED, subject=appointment, person=appointment.person)


def _write_transition(
    appointment: Appointment,
    from_state: str,
    to_state: AppointmentState,
    *,
    actor: User,
    now: dt.datetime,
    moved_from: dt.datetime | None = None,
) -> None:
    AppointmentTransition.objects.create(
        appointment=appointment, from_state=from_state, to_state=to_state, moved_from=moved_from, at=now, by=actor
    )


# --- Where a referral came from


def note_referral_origin(
    *, actor: User, referral: Referral, appointment: Appointment | None = None, contact: FieldContact | None = None
) -> ReferralOrigin:
    """Keep the link between a referral and the appointment or the contact it came from."""
    with transaction.atomic():
        origin = ReferralOrigin.objects.create(referral=referral, appointment=appointment, contact=contact)
        _note_what_followed(contact, NextStep.REFERRAL)
        record(actor=actor, verb=Verb.CREATED, subject=origin, person=referral.person)
    return origin
