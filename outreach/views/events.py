from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from outreach import selectors, services
from outreach.filters import EventFilter
from outreach.forms import CancelEventForm, EventForm
from outreach.models import OutreachEvent
from outreach.permissions import get_event_for
from tznr.accounts.access import account_of, open_to
from tznr.accounts.enums import TEAM
from tznr.journal.enums import Verb
from tznr.journal.services import record
from tznr.records.models import ChangedMeanwhile
from tznr.web.exports import known_format, table_response
from tznr.web.lists import paginate

CHANGED_MEANWHILE = (
    "Cette sortie a été modifiée entre-temps par quelqu’un d’autre. Vérifier, puis enregistrer de nouveau."
)


@require_safe
@open_to(TEAM)
def event_list(request: HttpRequest) -> HttpResponse:
    user = account_of(request)
    filters = EventFilter(request.GET, selectors.events_for(user), request=request)
    record(actor=user, verb=Verb.SEARCHED if request.GET.get("q") else Verb.LISTED, subject=OutreachEvent)
    page = paginate(request, filters.qs)
    return render(request, "outreach/event_list.html", {"filters": filters, "page": page, "now": timezone.now()})


@require_safe
@open_to(TEAM)
def event_export(request: HttpRequest, file_format: str) -> HttpResponse:
    user = account_of(request)
    filters = EventFilter(request.GET, selectors.events_for(user), request=request)
    record(actor=user, verb=Verb.EXPORTED, subject=OutreachEvent)
    headers = ("Début", "Fin", "Nature", "Intitulé", "Lieu", "Commune", "Équipe", "Annulée")
    counts = ("Contacts anonymes", "Contacts nommés", "Personnes différentes", "Rendez-vous pris")
    rows = [
        (
            event.starts_at,
            event.ends_at,
            event.get_kind_display(),
            event.title,
            event.place_name,
            event.commune.name,
            ", ".join(str(member) for member in event.staff.all()),
            event.cancelled_at is not None,
            event.anonymous,
            event.named,
            event.persons,
            event.booked,
        )
        for event in filters.qs
    ]
    return table_response(rows, headers + counts, "sorties", known_format(file_format))


@require_safe
@open_to(TEAM)
def event_detail(request: HttpRequest, pk: UUID) -> HttpResponse:
    user = account_of(request)
    event = get_event_for(user, pk)
    record(actor=user, verb=Verb.READ, subject=event)
    contacts = selectors.contacts_for(user).filter(event=event)
    return render(
        request,
        "outreach/event_detail.html",
        {
            "event": event,
            "counted": selectors.event_yield(event),
            "page": paginate(request, contacts),
            "is_open": selectors.is_open_to_contacts(event, timezone.now()),
            "is_over": event.ends_at < timezone.now(),
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
@open_to(TEAM)
def event_create(request: HttpRequest) -> HttpResponse:
    user = account_of(request)
    form = EventForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            event = services.plan_event(actor=user, now=timezone.now(), **form.for_service())
        except ValidationError as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, "Sortie enregistrée.")
            return redirect("event_detail", pk=event.pk)
    return render(request, "outreach/event_form.html", {"form": form, "event": None})


@require_http_methods(["GET", "HEAD", "POST"])
@open_to(TEAM)
def event_edit(request: HttpRequest, pk: UUID) -> HttpResponse:
    user = account_of(request)
    event = get_event_for(user, pk)
    form = EventForm(request.POST if request.method == "POST" else None, event=event)
    if form.is_valid():
        try:
            services.change_event(
                actor=user, event=event, read_version=form.cleaned_data["version"], **form.for_service()
            )
        except ChangedMeanwhile:
            form.show_again(CHANGED_MEANWHILE, version=OutreachEvent.objects.get(pk=pk).version)
        except ValidationError as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, "Sortie enregistrée.")
            return redirect("event_detail", pk=pk)
    return render(request, "outreach/event_form.html", {"form": form, "event": get_event_for(user, pk)})


@require_http_methods(["GET", "HEAD", "POST"])
@open_to(TEAM)
def event_cancel(request: HttpRequest, pk: UUID) -> HttpResponse:
    user = account_of(request)
    event = get_event_for(user, pk)
    typed = request.POST if request.method == "POST" else None
    form = CancelEventForm(typed, initial={"version": event.version})
    if form.is_valid():
        reason, version = form.cleaned_data["reason"], form.cleaned_data["version"]
        try:
            services.cancel_event(actor=user, event=event, read_version=version, reason=reason, now=timezone.now())
        except ChangedMeanwhile:
            form.show_again(CHANGED_MEANWHILE, version=OutreachEvent.objects.get(pk=pk).version)
        except ValidationError as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, "Sortie annulée. Elle reste dans la liste, avec sa raison.")
            return redirect("event_detail", pk=pk)
    return render(request, "outreach/event_cancel.html", {"form": form, "event": get_event_for(user, pk)})
