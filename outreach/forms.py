"""Parsing and field errors; the rules are in services."""

import datetime as dt
import uuid
from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.forms.utils import from_current_timezone
from django.http import QueryDict
from django.utils import timezone

from beneficiaries.enums import Sex
from beneficiaries.forms import NeighbourhoodField
from outreach import selectors
from outreach.enums import AgeBand, AppointmentReason, EventKind, NextStep, Theme
from outreach.models import Appointment, OutreachEvent
from outreach.services import FOR_NAMED_CONTACTS, LONGEST_APPOINTMENT, USUAL_LENGTH
from partners.models import Organisation, Place
from rights_check.enums import NonTakeUpReason
from tznr.accounts.models import User
from tznr.records.validators import WORKING_DAY, refuse_social_security_number
from tznr.territory.models import Commune
from tznr.web.forms import DayField, RefusableForm, TimeInput, VersionedForm

NO_NIR = [refuse_social_security_number]


def moment(day: dt.date, hour: dt.time) -> dt.datetime:
    """That hour of that day in Paris. Raises ValidationError for an hour that the change of time skips."""
    return from_current_timezone(dt.datetime.combine(day, hour))


if TYPE_CHECKING:
    PlaceChoiceField = forms.ModelChoiceField[Place]
else:
    # Django's own field cannot be subscripted when the program runs.
    PlaceChoiceField = forms.ModelChoiceField


class PlaceChoice(PlaceChoiceField):
    def label_from_instance(self, place: Place) -> str:
        return f"{place.name} ({place.commune})"


class EventForm(VersionedForm):
    field_of: ClassVar[dict[str, str]] = {"starts_at": "start", "ends_at": "end"}

    kind = forms.ChoiceField(label="Nature", choices=EventKind)
    title = forms.CharField(label="Intitulé", max_length=160, validators=NO_NIR)
    day = DayField(label="Jour", validators=WORKING_DAY)
    start = forms.TimeField(label="De", widget=TimeInput)
    end = forms.TimeField(label="À", widget=TimeInput)
    place = PlaceChoice(
        label="Lieu connu", queryset=Place.objects.select_related("commune"), required=False, empty_label="Autre lieu"
    )
    one_off_place = forms.CharField(
        label="Autre lieu", max_length=160, required=False, validators=NO_NIR, help_text="S’il n’est pas dans la liste."
    )
    commune = forms.ModelChoiceField(label="Commune", queryset=Commune.objects.all(), empty_label="Choisir…")
    neighbourhood = NeighbourhoodField(
        label="Quartier prioritaire", required=False, empty_label="Hors quartier prioritaire"
    )
    staff = forms.ModelMultipleChoiceField(
        label="Qui y va", queryset=User.objects.none(), required=False, widget=forms.CheckboxSelectMultiple
    )
    partners = forms.ModelMultipleChoiceField(
        label="Partenaires présents",
        queryset=Organisation.objects.all(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    is_public = forms.BooleanField(label="Annoncer cette sortie au public", required=False, initial=True)
    public_note = forms.CharField(label="Mot pour le public", max_length=300, required=False, validators=NO_NIR)

    def __init__(self, data: QueryDict | None = None, *, event: OutreachEvent | None = None) -> None:
        super().__init__(data, initial=self._initial(event))
        self.fields["staff"].queryset = selectors.team_members()  # type: ignore[attr-defined]

    @staticmethod
    def _initial(event: OutreachEvent | None) -> dict[str, Any]:
        if event is None:
            return {"version": 0}
        start, end = timezone.localtime(event.starts_at), timezone.localtime(event.ends_at)
        same = ("kind", "title", "place", "one_off_place", "commune", "neighbourhood", "is_public", "public_note")
        return {name: getattr(event, name) for name in same} | {
            "version": event.version,
            "day": start.date(),
            "start": start.time(),
            "end": end.time(),
            "staff": list(event.staff.all()),
            "partners": list(event.partners.all()),
        }

    def clean(self) -> dict[str, Any]:
        values = self.cleaned_data
        for hour, name in (("start", "starts_at"), ("end", "ends_at")):
            if values.get("day") and values.get(hour) is not None:
                try:
                    values[name] = moment(values["day"], values[hour])
                except ValidationError as error:
                    self.add_error(hour, error)
        return values

    def for_service(self) -> dict[str, Any]:
        return {
            name: self.cleaned_data[name]
            for name in self.cleaned_data
            if name not in ("day", "start", "end", "version")
        }


class CancelEventForm(VersionedForm):
    reason = forms.CharField(label="Pourquoi", max_length=200, validators=NO_NIR)


class ContactDetailsForm(RefusableForm):
    """What was said and what followed, for a named contact or a call-back."""

    themes = forms.MultipleChoiceField(
        label="De quoi avez-vous parlé", choices=Theme, required=False, widget=forms.CheckboxSelectMultiple
    )
    causes = forms.MultipleChoiceField(
        label="Pourquoi elle ne demandait pas ses droits",
        choices=NonTakeUpReason,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    next_step = forms.ChoiceField(
        label="Et ensuite", choices=NextStep, initial=NextStep.INFORMATION, widget=forms.RadioSelect
    )


# The keys of the entry screen. « n », « g », « / » and « ? » belong to every page.
KEYS = {
    "age_band": {"under_25": "1", "25_39": "2", "40_59": "3", "from_60": "4", "not_noted": "0"},
    "sex": {"female": "f", "male": "h", "not_noted": "x"},
    "next_step": {"information": "i", "game": "j", "referral": "o", "none": "r"},
}


class AnonymousContactForm(ContactDetailsForm):
    """Two keys and Enter. Its identifier is made in the page, so that a contact sent twice is kept once."""

    contact_id = forms.UUIDField(widget=forms.HiddenInput)
    age_band = forms.ChoiceField(
        label="Âge perçu", choices=AgeBand, initial=AgeBand.NOT_NOTED, widget=forms.RadioSelect, required=False
    )
    sex = forms.ChoiceField(
        label="Sexe perçu", choices=Sex, initial=Sex.NOT_NOTED, widget=forms.RadioSelect, required=False
    )
    next_step = forms.ChoiceField(
        label="Et ensuite",
        choices=[(step.value, step.label) for step in NextStep if step not in FOR_NAMED_CONTACTS],
        initial=NextStep.INFORMATION,
        widget=forms.RadioSelect,
    )

    def __init__(self, data: QueryDict | None = None) -> None:
        super().__init__(data, initial={"contact_id": uuid.uuid4()})

    def tiles(self) -> list[dict[str, Any]]:
        """The choices of the entry screen, each with its key."""
        return [
            {
                "label": self[name].label,
                "tiles": [{"widget": one, "key": keys[one.data["value"]]} for one in self[name]],
            }
            for name, keys in KEYS.items()
        ]

    def clean_age_band(self) -> str:
        return self.cleaned_data["age_band"] or AgeBand.NOT_NOTED

    def clean_sex(self) -> str:
        return self.cleaned_data["sex"] or Sex.NOT_NOTED


class TimeOfAppointmentForm(RefusableForm):
    """Who, where, when: what booking and moving share."""

    field_of: ClassVar[dict[str, str]] = {"starts_at": "start"}

    staff = forms.ModelChoiceField(label="Avec", queryset=User.objects.none(), empty_label="Choisir…")
    place = PlaceChoice(
        label="Lieu",
        queryset=Place.objects.filter(receives_appointments=True).select_related("commune"),
        empty_label="Choisir…",
    )
    day = DayField(label="Jour", validators=WORKING_DAY)
    start = forms.TimeField(label="À", widget=TimeInput)
    minutes = forms.IntegerField(
        label="Durée (minutes)", min_value=5, max_value=LONGEST_APPOINTMENT, initial=USUAL_LENGTH
    )

    def __init__(self, *args: Any, **keywords: Any) -> None:
        super().__init__(*args, **keywords)
        self.fields["staff"].queryset = selectors.team_members()  # type: ignore[attr-defined]
        # Where the focus goes once a free time was clicked (static/js/page.js).
        self.fields["start"].widget.attrs["data-fill-then"] = ""

    def clean(self) -> dict[str, Any]:
        values = self.cleaned_data
        if values.get("day") and values.get("start") is not None:
            try:
                values["starts_at"] = moment(values["day"], values["start"])
            except ValidationError as error:
                self.add_error("start", error)
        return values


class FreeTimesForm(forms.Form):
    """What the free times of a day depend on; the names are those of the form of an appointment."""

    staff = forms.ModelChoiceField(queryset=User.objects.none())
    day = DayField(validators=WORKING_DAY)
    minutes = forms.IntegerField(min_value=5, max_value=LONGEST_APPOINTMENT)

    def __init__(self, data: QueryDict) -> None:
        super().__init__(data)
        self.fields["staff"].queryset = selectors.team_members()  # type: ignore[attr-defined]


class AppointmentForm(TimeOfAppointmentForm):
    reason = forms.ChoiceField(label="Motif", choices=AppointmentReason)
    walk_in = forms.BooleanField(
        label="Venue sans réservation, saisi après coup",
        required=False,
        help_text="Le rendez-vous est alors noté comme honoré.",
    )
    field_order = ("reason", "staff", "place", "day", "start", "minutes", "walk_in")

    def for_service(self) -> dict[str, Any]:
        names = ("reason", "staff", "place", "starts_at", "minutes", "walk_in")
        return {name: self.cleaned_data[name] for name in names}


class MoveAppointmentForm(TimeOfAppointmentForm, VersionedForm):
    def __init__(self, data: QueryDict | None = None, *, appointment: Appointment) -> None:
        start = timezone.localtime(appointment.starts_at)
        initial = {
            "version": appointment.version,
            "staff": appointment.staff,
            "place": appointment.place,
            "day": start.date(),
            "start": start.time(),
            "minutes": int((appointment.ends_at - appointment.starts_at).total_seconds() // 60),
        }
        super().__init__(data, initial=initial)

    def for_service(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in ("staff", "place", "starts_at", "minutes")}
