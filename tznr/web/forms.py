"""What the forms of every room share: dates, periods, refusals of a service, records that somebody else may save."""

from typing import Any, ClassVar, cast

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict

# What a database keeps as a version: beyond, the number was not ours.
LARGEST_VERSION = 2**31 - 1


class DayInput(forms.DateInput):
    """The browser's own calendar: it reads and writes ISO dates."""

    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%d")


class TimeInput(forms.TimeInput):
    input_type = "time"

    def __init__(self) -> None:
        super().__init__(format="%H:%M")


class DayField(forms.DateField):
    """A day, chosen or typed the French way."""

    widget = DayInput
    default_error_messages = {
        "required": "Indiquer une date.",
        "invalid": "Cette date n’existe pas : écrire le jour, le mois puis l’année (31/12/2026).",
    }


class PeriodInOrder(forms.Form):
    """A form with two days, `du` and `au`, of which the second may not come first."""

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        if values.get("du") and values.get("au") and values["au"] < values["du"]:
            self.add_error("au", "La fin de la période est avant son début.")
        return values


class RefusableForm(forms.Form):
    """A form that can carry the refusal of a service, each message at the field it is about."""

    # Names that the service and the form do not share.
    field_of: ClassVar[dict[str, str]] = {}

    def refuse(self, refusal: ValidationError) -> None:
        """Show each message at its field, or above the form when the field is not here."""
        if not hasattr(refusal, "error_dict"):
            self.add_error(None, refusal)
            return
        for name, errors in refusal.error_dict.items():
            field = self.field_of.get(name, name)
            # Joined as texts: an error that names its fields may only be added to all of them at once.
            self.add_error(field if field in self.fields else None, [str(text) for error in errors for text in error])


class VersionedForm(RefusableForm):
    """A form over a record that somebody else may save meanwhile."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=LARGEST_VERSION)

    def show_again(self, message: str, *, version: int) -> None:
        """Keep what was typed, say what changed meanwhile, and let a second save be a decision."""
        typed = cast(QueryDict, self.data).copy()
        typed[self.add_prefix("version")] = str(version)
        self.data = typed
        self.add_error(None, message)
