import datetime as dt
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from beneficiaries.models import Person
from beneficiaries.permissions import get_person_for
from outreach import selectors, services
from outreach.enums import AppointmentState
from outreach.filters import AppointmentFilter
from outreach.forms import AppointmentForm, FreeTimesForm, MoveAppointmentForm
from outreach.gestures import gestures_of
from outreach.models import Appointment, FieldContact
from outreach.permissions import get_appointment_for, get_contact_for
from tznr.accounts.access import account_of, open_to
from tznr.accounts.enums import TEAM
from tznr.accounts.models import User
from tznr.journal.enums import Verb
from tznr.journal.services import record
from tznr.records.models import ChangedMeanwhile
from tznr.web.exports import known_format, table_response
from tznr.web.lists import paginate
from tznr.web.undo import offer_undo
from tznr.web.versions import posted_version

CHANGED_MEANWHILE = (
    "Ce rendez-vous a été modifié entre-temps par quelqu’un d’autre. Vérifier, puis enregistrer de nouveau."
)
QUICKER = "Quelqu’un d’autre vient de modifier ce rendez-vous : le voici tel qu’il est maintenant."


@require_safe
@open_to(TEAM)
def appointment_list(request: HttpRequest) -> HttpResponse:
    user = account_of(request)
    filters = AppointmentFilter(request.GET, _latest_first(user), request=request)
    record(actor=user, verb=Verb.SEARCHED if request.GET.get("q") else Verb.LISTED, subject=Appointment)
    page = paginate(request, filters.qs)
    return render(request, "outreach/appointment_list.html", {"filters": filters, "page": page})


@require_safe
@open_to(TEAM)
def appointment_export(request: HttpRequest, file_format: str) -> HttpResponse:
    user = account_of(request)
    appointments = AppointmentFilter(request.GET, _latest_first(user), request=request).qs
    record(actor=user, verb=Verb.EXPORTED, subject=Appointment)
    headers = ("Début", "Fin", "Personne", "Avec", "Lieu", "Motif", "État", "Bilan commencé")
    rows = [
        (
            appointment.starts_at,
            appointment.ends_at,
            appointment.person,
            appointment.staff,
            appointment.place,
            appointment.get_reason_display(),
            appointment.get_state_display(),
            appointment.review_id is not None,
        )
        for appointment in appointments
    ]
    return table_response(rows, headers, "rendez-vous", known_format(file_format))


@require_safe
@open_to(TEAM)
def appointment_day(request: HttpRequest) -> HttpResponse:
    """A day of appointments, each with its gestures; `?jour=` chooses the day."""
    user = account_of(request)
    now = timezone.now()
    today = timezone.localdate(now)
    try:
        day = parse_date(request.GET.get("jour", "")) or today
    except ValueError:
        day = today
    day = min(max(day, dt.date(2000, 1, 1)), dt.date(2100, 1, 1))
    record(actor=user, verb=Verb.LISTED, subject=Appointment)
    appointments = selectors.appointments_of_day(user, day)
    lines = [{"appointment": one, "gestures": gestures_of(one, now)} for one in appointments]
    days = {"day": day, "today": today, "before": day - dt.timedelta(days=1), "after": day + dt.timedelta(days=1)}
    return render(request, "outreach/appointment_day.html", days | {"lines": lines})


@require_safe
@open_to(TEAM)
def appointment_detail(request: HttpRequest, pk: UUID) -> HttpResponse:
    user = account_of(request)
    appointment = get_appointment_for(user, pk)
    record(actor=user, verb=Verb.READ, subject=appointment, person=appointment.person)
    return render(
        request,
        "outreach/appointment_detail.html",
        {
            "appointment": appointment,
            "gestures": gestures_of(appointment, timezone.now()),
            "history": selectors.history_of(appointment),
            "to_come": appointment.state == AppointmentState.UNKNOWN,
            "may_review": selectors.may_start_review(appointment, timezone.now()),
            "referrals": appointment.referral_origins.select_related("referral__organisation"),
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
@open_to(TEAM)
def appointment_create_for_person(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Book for a person; `?contact=` is the encounter it comes from."""
    user = account_of(request)
    person = get_person_for(user, pk)
    contact = _contact_of(user, person, request.GET.get("contact", ""))
    typed = request.POST if request.method == "POST" else None
    form = AppointmentForm(typed, initial={"staff": user, "place": selectors.place_near(person)})
    if form.is_valid():
        try:
            appointment = services.book_appointment(
                actor=user, now=timezone.now(), person=person, contact=contact, **form.for_service()
            )
        except ValidationError as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, "Rendez-vous enregistré.")
            return redirect("appointment_detail", pk=appointment.pk)
    return render(request, "outreach/appointment_form.html", {"form": form, "person": person, "contact": contact})


@require_safe
@open_to(TEAM)
def free_times(request: HttpRequest) -> HttpResponse:
    """A fragment: the free times of the day being chosen, each filling the hour; nothing until it is chosen."""
    form = FreeTimesForm(request.GET)
    chosen = form.cleaned_data if form.is_valid() else {}
    times = selectors.free_times(now=timezone.now(), **chosen) if chosen else []
    return render(request, "outreach/free_times.html", {"staff": chosen.get("staff"), "times": times})


@require_http_methods(["GET", "HEAD", "POST"])
@open_to(TEAM)
def appointment_move(request: HttpRequest, pk: UUID) -> HttpResponse:
    user = account_of(request)
    appointment = get_appointment_for(user, pk)
    form = MoveAppointmentForm(request.POST if request.method == "POST" else None, appointment=appointment)
    if form.is_valid():
        version = form.cleaned_data["version"]
        try:
            services.move_appointment(
                actor=user, appointment=appointment, read_version=version, now=timezone.now(), **form.for_service()
            )
        except ChangedMeanwhile:
            form.show_again(CHANGED_MEANWHILE, version=get_appointment_for(user, pk).version)
        except ValidationError as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, "Rendez-vous déplacé.")
            return redirect("appointment_detail", pk=pk)
    return render(
        request, "outreach/appointment_move.html", {"form": form, "appointment": get_appointment_for(user, pk)}
    )


@require_POST
@open_to(TEAM)
def appointment_change_state(request: HttpRequest, pk: UUID, to_state: str) -> HttpResponse:
    """One gesture: honoured, cancelled, missed; its undo is the gesture back. `version` is what was on screen."""
    user = account_of(request)
    appointment = get_appointment_for(user, pk)
    if to_state not in AppointmentState.values:
        raise Http404
    before = appointment.state
    try:
        services.change_appointment_state(
            actor=user,
            appointment=appointment,
            read_version=posted_version(request),
            to_state=to_state,
            now=timezone.now(),
        )
    except ChangedMeanwhile:
        messages.warning(request, QUICKER)
        return redirect("appointment_detail", pk=pk)
    except ValidationError as refusal:
        messages.error(request, refusal.messages[0])
        return redirect("appointment_detail", pk=pk)
    done = f"{appointment.person} : rendez-vous {appointment.get_state_display()}."
    if before == AppointmentState.UNKNOWN:
        back = reverse("appointment_change_state", kwargs={"pk": pk, "to_state": before})
        offer_undo(request, done, f"{back}?version={appointment.version}")
    else:
        messages.success(request, done)
    return _where_she_was(request, pk)


@require_POST
@open_to(TEAM)
def appointment_start_review(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Begin the rights review of whoever came; the appointment is honoured."""
    user = account_of(request)
    appointment = get_appointment_for(user, pk)
    now = timezone.now()
    if not selectors.may_start_review(appointment, now):
        messages.error(request, "Un bilan se commence le jour du rendez-vous ou après, une seule fois par rendez-vous.")
        return redirect("appointment_detail", pk=pk)
    try:
        review = services.start_review_at(actor=user, appointment=appointment, now=now)
    except ChangedMeanwhile:
        messages.warning(request, QUICKER)
        return redirect("appointment_detail", pk=pk)
    return redirect("review_questionnaire", pk=review.pk)


def _latest_first(user: User) -> QuerySet[Appointment]:
    return selectors.appointments_for(user).order_by("-starts_at", "id")


def _contact_of(user: User, person: Person, key: str) -> FieldContact | None:
    """The contact named in the address. Raises Http404 when it is nobody's, or somebody else's."""
    if not key:
        return None
    try:
        contact = get_contact_for(user, UUID(key))
    except ValueError as error:
        raise Http404 from error
    if contact.person_id != person.pk:
        raise Http404
    return contact


def _where_she_was(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The page the gesture was made on, when it says so; else the appointment."""
    page = request.POST.get("next", "")
    if page.startswith("/") and url_has_allowed_host_and_scheme(page, allowed_hosts=None):
        return redirect(page)
    return redirect("appointment_detail", pk=pk)
