import datetime as dt
from typing import Any

from django import forms

from reporting.periods import COMMUNE_NOT_NOTED, Period, Scope
from tznr.records.validators import refuse_social_security_number
from tznr.territory.models import Commune
from tznr.web.forms import DayField


def _check_order(form: forms.Form, today: dt.date, start_name: str, end_name: str) -> None:
    start, end = form.cleaned_data.get(start_name), form.cleaned_data.get(end_name)
    if start and start > today:
        form.add_error(start_name, "Cette période n’a pas encore commencé.")
    if start and start.year < 2000:
        form.add_error(start_name, "Cette date est trop ancienne.")
    if start and end and end < start:
        form.add_error(end_name, "La fin de la période doit être après son début.")
    if start and end and (end - start).days > 5 * 366:
        form.add_error(end_name, "Choisir une période de cinq ans au plus.")


class ScopeForm(forms.Form):
    """The period and the commune, in the address bar. Without anything: `default`, over the whole territory."""

    debut = DayField(label="Du")
    fin = DayField(label="Au")
    commune = forms.ChoiceField(
        label="Commune", required=False, error_messages={"invalid_choice": "Cette commune n’est pas du territoire."}
    )

    def __init__(self, data: Any, *, default: Period, today: dt.date) -> None:
        given = {name: data.get(name) for name in ("debut", "fin", "commune") if name in data}
        dates = {"debut": default.start.isoformat(), "fin": default.end.isoformat()}
        super().__init__(dates | given)
        self.today = today
        communes = list(Commune.objects.order_by("name").values_list("insee_code", "name"))
        choices = [("", "Toutes"), *communes, (COMMUNE_NOT_NOTED, "non notée")]
        self.fields["commune"].choices = choices  # type: ignore[attr-defined]

    def clean(self) -> None:
        _check_order(self, self.today, "debut", "fin")

    def scope(self, now: dt.datetime) -> Scope:
        """What to count; only once the form is valid."""
        period = Period(self.cleaned_data["debut"], self.cleaned_data["fin"])
        return Scope(period, now, self.cleaned_data["commune"])


class ReportForm(forms.Form):
    title = forms.CharField(
        label="Titre",
        max_length=160,
        validators=[refuse_social_security_number],
        error_messages={"required": "Donner un titre au rapport."},
    )
    period_start = DayField(label="Du")
    period_end = DayField(label="Au")
    comment = forms.CharField(
        label="Commentaire",
        required=False,
        max_length=2000,
        validators=[refuse_social_security_number],
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text="Il figure en tête du rapport. Aucun nom de personne : le comité le lira.",
    )

    def __init__(self, *args: Any, today: dt.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def clean(self) -> None:
        _check_order(self, self.today, "period_start", "period_end")

    def period(self) -> Period:
        return Period(self.cleaned_data["period_start"], self.cleaned_data["period_end"])
