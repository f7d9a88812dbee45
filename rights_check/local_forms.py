from typing import Any

from django import forms

from rights_check.enums import LocalStatus
from rights_check.fields import AmountField
from rights_check.models import LocalRight
from rights_check.organisations import OF_THE_COMMUNE, organisation_names
from tznr.records.validators import refuse_social_security_number
from tznr.territory.models import Commune
from tznr.web.forms import DayField, VersionedForm

OLDEST = 120


class LocalRightFilterForm(forms.Form):
    q = forms.CharField(
        label="Chercher",
        required=False,
        widget=forms.SearchInput(attrs={"placeholder": "Nom ou mot", "autocomplete": "off"}),
    )
    situation = forms.ChoiceField(label="Situation", required=False, choices=[("", "Toutes"), *LocalStatus.choices])
    commune = forms.ModelChoiceField(
        label="Commune", queryset=Commune.objects.all(), required=False, empty_label="Toutes"
    )
    voir = forms.ChoiceField(
        label="À voir",
        required=False,
        choices=[("", "Toutes"), ("proposees", "Proposées aujourd’hui"), ("autres", "Pas proposées aujourd’hui")],
    )


def _age(label: str) -> forms.IntegerField:
    messages = {
        "invalid": "Un âge s’écrit en chiffres.",
        "min_value": "Un âge ne peut pas être négatif.",
        "max_value": f"Un âge ne dépasse pas {OLDEST} ans.",
    }
    return forms.IntegerField(label=label, required=False, min_value=0, max_value=OLDEST, error_messages=messages)


class LocalRightForm(VersionedForm):
    name = forms.CharField(label="Nom", max_length=120, validators=[refuse_social_security_number])
    summary = forms.CharField(
        label="En deux phrases simples",
        max_length=300,
        validators=[refuse_social_security_number],
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Ce que c’est, comme on le dirait à la personne.",
    )
    organisation = forms.ChoiceField(
        label="Avec qui vérifier",
        required=False,
        error_messages={"invalid_choice": "Choisir une structure de l’annuaire."},
    )
    age_min = _age("À partir de (ans)")
    age_max = _age("Jusqu’à (ans)")
    income_per_share_max = AmountField(label="Revenu par part et par mois, au plus", help_text="Vide : sans plafond.")
    statuses = forms.MultipleChoiceField(
        label="Pour qui",
        choices=LocalStatus.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Rien de coché : pour tout le monde.",
    )
    communes = forms.ModelMultipleChoiceField(
        label="Communes",
        queryset=Commune.objects.all(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Rien de coché : partout.",
    )
    papers = forms.CharField(
        label="Papiers à apporter",
        max_length=1000,
        validators=[refuse_social_security_number],
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Un par ligne.",
    )
    link = forms.URLField(
        label="Lien",
        required=False,
        assume_scheme="https",
        error_messages={"invalid": "Cette adresse n’en est pas une : écrire par exemple https://www.exemple.fr."},
    )
    active_from = DayField(label="Proposée à partir du", required=False)
    active_to = DayField(label="Jusqu’au", required=False)

    def __init__(self, data: Any = None, *, right: LocalRight | None = None) -> None:
        super().__init__(data, initial=_initial(right))
        names = organisation_names()
        if right is not None and right.organisation and right.organisation not in names:
            names[right.organisation] = right.organisation
        self.fields["organisation"].choices = [("", OF_THE_COMMUNE.capitalize()), *names.items()]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """What the constraints would refuse, said at its field."""
        values = self.cleaned_data
        for lowest, highest, words in (
            ("age_min", "age_max", "L’âge le plus haut est au-dessous du plus bas."),
            ("active_from", "active_to", "La fin est avant le début."),
        ):
            first, last = values.get(lowest), values.get(highest)
            if first is not None and last is not None and last < first:
                self.add_error(highest, words)
        return values

    def for_service(self) -> dict[str, Any]:
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}


def _initial(right: LocalRight | None) -> dict[str, Any]:
    if right is None:
        return {"version": 0}
    values = {name: getattr(right, name) for name in LocalRightForm.base_fields if name != "communes"}
    return values | {"communes": list(right.communes.all())}
