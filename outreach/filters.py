"""The filters of the three lists. Their names are those of the address, so they are in French."""

import datetime as dt
from typing import Any, ClassVar

import django_filters
from django import forms
from django.db.models import Q, QuerySet
from django.utils import timezone

from beneficiaries.selectors import search_persons
from outreach import selectors
from outreach.enums import AppointmentState, EventKind, NextStep
from outreach.models import Appointment, FieldContact, OutreachEvent
from partners.models import Place
from tznr.accounts.models import User
from tznr.records.validators import WORKING_DAY
from tznr.territory.models import Commune
from tznr.web.forms import DayInput, PeriodInOrder


def _staff(request: Any) -> QuerySet[User]:
    return selectors.team_members()


class PeriodFilter(django_filters.FilterSet):  # type: ignore[misc]
    """From one day to another, both included, in Paris."""

    moment: ClassVar[str] = "starts_at"

    q = django_filters.CharFilter(label="Nom ou téléphone de la personne", method="search", widget=forms.SearchInput)
    du = django_filters.DateFilter(label="Du", method="since", widget=DayInput, validators=WORKING_DAY)
    au = django_filters.DateFilter(label="Au", method="until", widget=DayInput, validators=WORKING_DAY)

    def since(self, rows: QuerySet[Any], name: str, day: dt.date) -> QuerySet[Any]:
        return rows.filter(**{f"{self.moment}__gte": timezone.make_aware(dt.datetime.combine(day, dt.time()))})

    def until(self, rows: QuerySet[Any], name: str, day: dt.date) -> QuerySet[Any]:
        after = timezone.make_aware(dt.datetime.combine(day, dt.time()) + dt.timedelta(days=1))
        return rows.filter(**{f"{self.moment}__lt": after})

    def search(self, rows: QuerySet[Any], name: str, words: str) -> QuerySet[Any]:
        """Persons by name, accents and slips forgiven."""
        found = search_persons(user=self.request.user, query=words)
        return rows.filter(person__in=list(found.values_list("pk", flat=True)))


class EventFilter(PeriodFilter):
    q = django_filters.CharFilter(label="Intitulé ou lieu", method="search", widget=forms.SearchInput)
    quand = django_filters.ChoiceFilter(
        label="Quand",
        choices=[("a-venir", "aujourd’hui et à venir"), ("passees", "passées"), ("annulees", "annulées")],
        empty_label="Toutes",
        method="when",
    )
    nature = django_filters.ChoiceFilter(label="Nature", field_name="kind", choices=EventKind, empty_label="Toutes")
    commune = django_filters.ModelChoiceFilter(label="Commune", queryset=Commune.objects.all(), empty_label="Toutes")
    avec = django_filters.ModelChoiceFilter(
        label="Avec", field_name="staff", queryset=_staff, empty_label="Toute l’équipe"
    )

    class Meta:
        model = OutreachEvent
        form = PeriodInOrder
        fields: ClassVar[list[str]] = []

    def when(self, events: QuerySet[OutreachEvent], name: str, value: str) -> QuerySet[OutreachEvent]:
        now = timezone.now()
        if value == "annulees":
            return events.filter(cancelled_at__isnull=False)
        if value == "a-venir":
            return selectors.of_today_or_later(events, now)
        return selectors.over_before_today(events, now)

    def search(self, events: QuerySet[OutreachEvent], name: str, words: str) -> QuerySet[OutreachEvent]:
        found = Q(title__icontains=words) | Q(one_off_place__icontains=words) | Q(place__name__icontains=words)
        return events.filter(found)


class ContactFilter(PeriodFilter):
    moment = "occurred_at"

    commune = django_filters.ModelChoiceFilter(
        label="Commune de la sortie", method="in_commune", queryset=Commune.objects.all(), empty_label="Toutes"
    )
    nommes = django_filters.ChoiceFilter(
        label="Contacts",
        field_name="is_named",
        choices=[("oui", "nommés"), ("non", "anonymes")],
        empty_label="Tous",
        method="named",
    )
    suite = django_filters.ChoiceFilter(
        label="Et ensuite", field_name="next_step", choices=NextStep, empty_label="Toutes les suites"
    )
    rappel = django_filters.ChoiceFilter(
        choices=[("attendu", "rappel attendu")], method="awaited", widget=forms.HiddenInput
    )
    sortie = django_filters.ModelChoiceFilter(
        field_name="event", queryset=OutreachEvent.objects.all(), widget=forms.HiddenInput
    )

    class Meta:
        model = FieldContact
        form = PeriodInOrder
        fields: ClassVar[list[str]] = []

    def in_commune(self, contacts: QuerySet[FieldContact], name: str, commune: Commune) -> QuerySet[FieldContact]:
        """Where the encounter took place; a call-back has no outing and is where the person lives."""
        return contacts.filter(Q(event__commune=commune) | Q(event__isnull=True, commune=commune))

    def awaited(self, contacts: QuerySet[FieldContact], name: str, value: str) -> QuerySet[FieldContact]:
        return contacts.filter(pk__in=selectors.contacts_to_call_back(self.request.user).values("pk"))

    def named(self, contacts: QuerySet[FieldContact], name: str, value: str) -> QuerySet[FieldContact]:
        return contacts.filter(is_named=value == "oui")


class AppointmentFilter(PeriodFilter):
    etat = django_filters.ChoiceFilter(
        label="État", field_name="state", choices=AppointmentState, empty_label="Tous les états"
    )
    avec = django_filters.ModelChoiceFilter(
        label="Avec", field_name="staff", queryset=_staff, empty_label="Toute l’équipe"
    )
    lieu = django_filters.ModelChoiceFilter(
        label="Lieu",
        field_name="place",
        queryset=Place.objects.filter(receives_appointments=True),
        empty_label="Tous les lieux",
    )
    sortie = django_filters.ModelChoiceFilter(
        field_name="contact__event", queryset=OutreachEvent.objects.all(), widget=forms.HiddenInput
    )

    class Meta:
        model = Appointment
        form = PeriodInOrder
        fields: ClassVar[list[str]] = []
