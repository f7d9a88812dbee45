from datetime import datetime, time
from uuid import UUID

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from beneficiaries import services
from beneficiaries.forms import HouseholdSearchForm, OtherPersonForm, PersonEditForm, PersonFilterForm, PersonForm
from beneficiaries.models import Person
from beneficiaries.notice import CURRENT_NOTICE_VERSION
from beneficiaries.permissions import get_person_for
from beneficiaries.person_page import actions_for, panels_for
from beneficiaries.selectors import (
    DuplicateCandidate,
    find_probable_duplicates,
    household_of,
    list_persons,
    search_persons,
)
from beneficiaries.timeline import timeline_of
from tznr.accounts.access import account_of, open_to
from tznr.accounts.enums import TEAM
from tznr.accounts.models import User
from tznr.journal.enums import Verb
from tznr.journal.services import record
from tznr.records.models import ChangedMeanwhile
from tznr.territory.models import Territory
from tznr.web.exports import known_format, table_response
from tznr.web.lists import paginate
from tznr.web.undo import offer_undo

EXPORT_HEADERS = (
    "Nom",
    "Prénom",
    "Date de naissance",
    "Commune",
    "Quartier prioritaire",
    "Téléphone",
    "Comment la joindre",
    "Langue",
    "Fiche créée le",
)


def _filtered(user: User, filters: PersonFilterForm) -> QuerySet[Person]:
    """The list as filtered; a filter that makes no sense is told at its field and left out."""
    filters.is_valid()
    asked = filters.cleaned_data
    since = asked.get("depuis")
    return list_persons(
        user=user,
        query=asked.get("q", ""),
        commune=asked["commune"].pk if asked.get("commune") else "",
        neighbourhood=asked["quartier"].pk if asked.get("quartier") else "",
        met_after=timezone.make_aware(datetime.combine(since, time.min)) if since else None,
        order=asked.get("tri", ""),
    )


@require_safe
@open_to(TEAM)
def person_list(request: HttpRequest) -> HttpResponse:
    user, filters = account_of(request), PersonFilterForm(request.GET)
    page = paginate(request, _filtered(user, filters))
    record(actor=user, verb=Verb.SEARCHED if request.GET.get("q") else Verb.LISTED, subject=Person)
    return render(request, "beneficiaries/person_list.html", {"page": page, "filters": filters})


@require_safe
@open_to(TEAM)
def person_export(request: HttpRequest, file_format: str) -> HttpResponse:
    """The whole filtered list as a file."""
    chosen = known_format(file_format)
    user = account_of(request)
    persons = _filtered(user, PersonFilterForm(request.GET))
    record(actor=user, verb=Verb.EXPORTED, subject=Person)
    rows = (
        (
            person.last_name,
            person.first_name,
            person.birth_date,
            person.commune or "",
            person.neighbourhood or "",
            person.phone.as_national if person.phone else "",
            person.get_safe_contact_display(),
            person.get_language_display(),
            person.created_at,
        )
        for person in persons
    )
    return table_response(rows, EXPORT_HEADERS, "Personnes", chosen)


@require_http_methods(["GET", "HEAD", "POST"])
@open_to(TEAM)
def person_create(request: HttpRequest) -> HttpResponse:
    """Create a person; her probable duplicates are shown first, until somebody says that she is none of them."""
    user, now = account_of(request), timezone.now()
    form = PersonForm(request.POST if request.method == "POST" else None, today=timezone.localdate(now))
    look_alikes: list[DuplicateCandidate] = []
    if request.method == "POST" and form.is_valid():
        names = ("first_name", "last_name", "birth_date")
        look_alikes = find_probable_duplicates(
            user=user, phone=str(form.cleaned_data["phone"]), **{name: form.cleaned_data[name] for name in names}
        )
        told_apart = set(request.POST.getlist("told_apart"))
        if all(str(candidate.person.pk) in told_apart for candidate in look_alikes):
            person = services.create_person(
                actor=user,
                now=now,
                information=form.information(),
                not_duplicate_of=[candidate.person for candidate in look_alikes],
                **form.person_fields(),
            )
            messages.success(request, f"La fiche de {person} est créée.")
            return redirect("person_detail", pk=person.pk)
        record(actor=user, verb=Verb.SEARCHED, subject=Person)
    return render(request, "beneficiaries/person_create.html", {"form": form, "look_alikes": look_alikes})


@require_safe
@open_to(TEAM)
def person_detail(request: HttpRequest, pk: UUID) -> HttpResponse:
    user, now = account_of(request), timezone.now()
    person = get_person_for(user, pk)
    record(actor=user, verb=Verb.READ, subject=person, person=person)
    context = {
        "person": person,
        "age": person.age_on(timezone.localdate(now)),
        "household": household_of(user=user, person=person),
        "look_alikes": find_probable_duplicates(
            user=user,
            first_name=person.first_name,
            last_name=person.last_name,
            birth_date=person.birth_date,
            phone=str(person.phone),
            exclude=person,
        ),
        "information": person.information_given.first(),
        "actions": actions_for(person),
        "panels": panels_for(user, person, now),
        "timeline": timeline_of(user, person),
    }
    return render(request, "beneficiaries/person_detail.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@open_to(TEAM)
def person_edit(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Change a person; whoever saves second is told what the first one wrote, and keeps what she typed."""
    user, now = account_of(request), timezone.now()
    current = get_person_for(user, pk)
    form = PersonEditForm(
        request.POST if request.method == "POST" else None,
        instance=get_person_for(user, pk),
        today=timezone.localdate(now),
    )
    theirs: list[tuple[str, str]] = []
    if request.method == "POST" and form.is_valid():
        try:
            services.update_person(
                actor=user,
                person=form.instance,
                read_version=form.cleaned_data["version"],
                changed_fields=form.person_fields(),
                now=now,
            )
        except ChangedMeanwhile as meanwhile:
            current = get_person_for(user, pk)
            theirs = form.differences_with(current)
            form.show_again(f"{meanwhile} Relire ci-dessous, puis enregistrer de nouveau.", version=current.version)
        else:
            messages.success(request, "La fiche est enregistrée.")
            return redirect("person_detail", pk=pk)
    record(actor=user, verb=Verb.READ, subject=current, person=current)
    return render(request, "beneficiaries/person_edit.html", {"form": form, "person": current, "theirs": theirs})


@require_POST
@open_to(TEAM)
def duplicate_dismiss(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Say that two files that look alike are about two people."""
    user = account_of(request)
    person, other = get_person_for(user, pk), _other_person(request, user)
    if other is None or other == person:
        raise Http404
    services.dismiss_duplicate(actor=user, one=person, other=other, now=timezone.now())
    messages.success(request, f"Noté : {person} et {other} sont deux personnes différentes.")
    return redirect("person_detail", pk=pk)


@require_http_methods(["GET", "HEAD", "POST"])
@open_to(TEAM)
def household_join(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Look for somebody, and put the person in her household."""
    user = account_of(request)
    person = get_person_for(user, pk)
    if request.method == "POST":
        other = _other_person(request, user)
        if other is None or other == person:
            messages.error(request, "Choisir une autre personne dans la liste.")
            return redirect("household_join", pk=pk)
        services.join_household(actor=user, person=person, other=other)
        offer_undo(request, f"{person} est du même foyer que {other}.", reverse("household_leave", kwargs={"pk": pk}))
        return redirect("person_detail", pk=pk)
    search = HouseholdSearchForm(request.GET if "q" in request.GET else None)
    found = list(search_persons(user=user, query=search.cleaned_data["q"])[:20]) if search.is_valid() else []
    record(actor=user, verb=Verb.SEARCHED if search.is_bound else Verb.READ, subject=person, person=person)
    context = {"person": person, "search": search, "found": [other for other in found if other != person]}
    return render(request, "beneficiaries/household_join.html", context)


@require_POST
@open_to(TEAM)
def household_leave(request: HttpRequest, pk: UUID) -> HttpResponse:
    user = account_of(request)
    person = get_person_for(user, pk)
    services.leave_household(actor=user, person=person)
    messages.success(request, f"{person} n’est plus rattachée à un foyer.")
    return redirect("person_detail", pk=pk)


@require_safe
@open_to(TEAM)
def information_notice(request: HttpRequest) -> HttpResponse:
    """What a person is told, to read with her, to show or to print."""
    context = {"territory": Territory.objects.first(), "version": CURRENT_NOTICE_VERSION}
    return render(request, "beneficiaries/notice.html", context)


def _other_person(request: HttpRequest, user: User) -> Person | None:
    """The person named in the form, whom the account may see; None when the form names nobody."""
    form = OtherPersonForm(request.POST)
    return get_person_for(user, form.cleaned_data["other"]) if form.is_valid() else None
