from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from beneficiaries.forms import QuickPersonForm
from beneficiaries.models import Person
from beneficiaries.permissions import get_person_for
from beneficiaries.selectors import DuplicateCandidate, find_probable_duplicates
from beneficiaries.services import create_person
from outreach import selectors, services
from outreach.filters import ContactFilter
from outreach.forms import AnonymousContactForm, ContactDetailsForm
from outreach.models import FieldContact, OutreachEvent
from outreach.permissions import get_contact_for, get_event_for
from tznr.accounts.access import account_of, open_to
from tznr.accounts.enums import TEAM
from tznr.accounts.models import User
from tznr.journal.enums import Verb
from tznr.journal.services import record
from tznr.web.exports import known_format, table_response
from tznr.web.lists import paginate
from tznr.web.undo import offer_undo

SOMEBODY_ELSE = "new"


@require_safe
@open_to(TEAM)
def contact_list(request: HttpRequest) -> HttpResponse:
    user = account_of(request)
    filters = ContactFilter(request.GET, selectors.contacts_for(user), request=request)
    record(actor=user, verb=Verb.SEARCHED if request.GET.get("q") else Verb.LISTED, subject=FieldContact)
    contacts = filters.qs
    event = filters.form.cleaned_data.get("sortie") if filters.form.is_valid() else None
    return render(
        request,
        "outreach/contact_list.html",
        {
            "filters": filters,
            "page": paginate(request, contacts),
            "persons": contacts.exclude(person=None).order_by().values("person").distinct().count(),
            "event": event,
        },
    )


@require_safe
@open_to(TEAM)
def contact_export(request: HttpRequest, file_format: str) -> HttpResponse:
    """The rows of the list; a contact without a name has none in the file either."""
    user = account_of(request)
    contacts = ContactFilter(request.GET, selectors.contacts_for(user), request=request).qs
    record(actor=user, verb=Verb.EXPORTED, subject=FieldContact)
    headers = (
        *("Le", "Sortie", "Commune de la sortie", "Contact", "Personne", "Commune où elle vit"),
        *("Âge perçu", "Sexe perçu", "Thèmes", "Causes de non-recours", "Et ensuite", "Noté par"),
    )
    rows = [
        (
            contact.occurred_at,
            contact.event.title if contact.event else "hors sortie",
            contact.event.commune.name if contact.event else "",
            "nommé" if contact.is_named else "anonyme",
            contact.person or "",
            contact.commune or "",
            contact.get_age_band_display(),
            contact.get_sex_display(),
            ", ".join(row.get_theme_display() for row in contact.themes.all()),
            ", ".join(row.get_cause_display() for row in contact.causes.all()),
            contact.get_next_step_display(),
            contact.recorded_by,
        )
        for contact in contacts.select_related("event__commune").prefetch_related("themes", "causes")
    ]
    return table_response(rows, headers, "contacts-de-terrain", known_format(file_format))


@require_safe
@open_to(TEAM)
def contact_detail(request: HttpRequest, pk: UUID) -> HttpResponse:
    user = account_of(request)
    contact = get_contact_for(user, pk)
    record(actor=user, verb=Verb.READ, subject=contact, person=contact.person)
    return render(
        request,
        "outreach/contact_detail.html",
        {
            "contact": contact,
            "themes": [row.get_theme_display() for row in contact.themes.all()],
            "causes": [row.get_cause_display() for row in contact.causes.all()],
            "appointments": contact.appointments.select_related("staff", "place"),
            "referrals": contact.referral_origins.select_related("referral__organisation"),
            "may_undo": selectors.may_undo(user, contact, timezone.now()),
        },
    )


@require_POST
@open_to(TEAM)
def contact_undo(request: HttpRequest, pk: UUID) -> HttpResponse:
    user = account_of(request)
    contact = get_contact_for(user, pk)
    event = contact.event
    error = ""
    try:
        services.undo_contact(actor=user, contact=contact, now=timezone.now())
    except ValidationError as refusal:
        error = refusal.messages[0]
    if request.htmx and event:  # type: ignore[attr-defined]
        return render(request, "outreach/field_counters.html", _counters(user, event) | {"error": error})
    if error:
        messages.error(request, error)
        return redirect("contact_detail", pk=pk)
    messages.success(request, "Contact annulé.")
    return redirect("field_entry", pk=event.pk) if event else redirect("contact_list")


# --- At the stand


def _counters(user: User, event: OutreachEvent) -> dict[str, Any]:
    now = timezone.now()
    last = selectors.last_contacts(event)
    return {
        "event": event,
        "counted": selectors.event_yield(event),
        "last": [{"contact": contact, "may_undo": selectors.may_undo(user, contact, now)} for contact in last],
    }


@require_http_methods(["GET", "HEAD", "POST"])
@open_to(TEAM)
def field_entry(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Count anonymous contacts in seconds: one POST each; the page in place asks for the counters only."""
    user = account_of(request)
    event = get_event_for(user, pk)
    form = AnonymousContactForm(request.POST if request.method == "POST" else None)
    error = ""
    if form.is_valid():
        try:
            contact = services.record_contact(actor=user, now=timezone.now(), event=event, **form.cleaned_data)
        except ValidationError as refusal:
            form.refuse(refusal)
            error = refusal.messages[0]
        else:
            if not request.htmx:  # type: ignore[attr-defined]
                offer_undo(request, "Contact anonyme noté.", reverse("contact_undo", kwargs={"pk": contact.pk}))
                return redirect("field_entry", pk=pk)
    if request.method == "POST" and request.htmx:  # type: ignore[attr-defined]
        error = error or next((str(text) for texts in form.errors.values() for text in texts), "")
        return render(request, "outreach/field_counters.html", _counters(user, event) | {"error": error})
    is_open = selectors.is_open_to_contacts(event, timezone.now())
    return render(request, "outreach/field_entry.html", _counters(user, event) | {"form": form, "is_open": is_open})


@require_http_methods(["GET", "HEAD", "POST"])
@open_to(TEAM)
def named_contact_create(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Note somebody who gives her name: told what is done with it, and not written down twice."""
    user = account_of(request)
    event = get_event_for(user, pk)
    typed = request.POST if request.method == "POST" else None
    form, details = QuickPersonForm(typed), ContactDetailsForm(typed)
    candidates: list[DuplicateCandidate] = []
    if typed is not None and details.is_valid():
        join = request.POST.get("join", "")
        try:
            services.check_open_to_contacts(event, timezone.now())
            person = _known_person(user, join)
            if person is None and form.is_valid():
                candidates = _look_alikes(user, form)
                if not candidates or join == SOMEBODY_ELSE:
                    contact = _meet(user, event, details, form=form, told_apart=candidates)
                    return _after_meeting(request, contact)
            elif person is not None:
                return _after_meeting(request, _meet(user, event, details, person=person))
        except ValidationError as refusal:
            _refuse(form, details, refusal)
    context = {"event": event, "form": form, "details": details, "candidates": candidates}
    return render(request, "outreach/named_contact.html", context | {"somebody_else": SOMEBODY_ELSE})


def _known_person(user: User, join: str) -> Person | None:
    """The person chosen among the look-alikes, if one was."""
    if join in ("", SOMEBODY_ELSE):
        return None
    try:
        key = UUID(join)
    except ValueError as error:
        raise Http404 from error
    return get_person_for(user, key)


def _look_alikes(user: User, form: QuickPersonForm) -> list[DuplicateCandidate]:
    values = form.cleaned_data
    return find_probable_duplicates(
        user=user, first_name=values["first_name"], last_name=values["last_name"], phone=str(values["phone"] or "")
    )


def _meet(
    user: User,
    event: OutreachEvent,
    details: ContactDetailsForm,
    *,
    person: Person | None = None,
    form: QuickPersonForm | None = None,
    told_apart: list[DuplicateCandidate] | None = None,
) -> FieldContact:
    """The person, created unless she is known, and the contact, together or not at all."""
    now = timezone.now()
    with transaction.atomic():
        if person is None and form is not None:
            others = [candidate.person for candidate in told_apart or []]
            person = create_person(
                actor=user,
                now=now,
                information=form.information(),
                not_duplicate_of=others,
                **form.person_fields(),
            )
        return services.record_contact(actor=user, now=now, event=event, person=person, **details.cleaned_data)


def _refuse(form: QuickPersonForm, details: ContactDetailsForm, refusal: ValidationError) -> None:
    """Each message at the field it is about, in whichever of the two forms has it."""
    named = set(refusal.message_dict) if hasattr(refusal, "error_dict") else set()
    if named and named <= set(form.fields):
        form.add_error(None, refusal)
    else:
        details.refuse(refusal)


def _after_meeting(request: HttpRequest, contact: FieldContact) -> HttpResponse:
    offer_undo(request, f"Contact noté : {contact.person}.", reverse("contact_undo", kwargs={"pk": contact.pk}))
    return redirect("contact_detail", pk=contact.pk)


@require_http_methods(["GET", "HEAD", "POST"])
@open_to(TEAM)
def call_back_create(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Note a call to somebody already known: a contact without an outing."""
    user = account_of(request)
    person = get_person_for(user, pk)
    details = ContactDetailsForm(request.POST if request.method == "POST" else None)
    if details.is_valid():
        try:
            contact = services.record_contact(actor=user, now=timezone.now(), person=person, **details.cleaned_data)
        except ValidationError as refusal:
            details.refuse(refusal)
        else:
            return _after_meeting(request, contact)
    return render(request, "outreach/call_back.html", {"person": person, "details": details})
