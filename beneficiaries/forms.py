from datetime import date
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError

from beneficiaries.enums import InformationMeans, Language
from beneficiaries.models import Person
from beneficiaries.services import GivenInformation
from tznr.records.validators import WORKING_DAY
from tznr.territory.models import Commune, PriorityNeighbourhood
from tznr.web.forms import DayField, VersionedForm

if TYPE_CHECKING:
    # Django's classes take their type argument from its stubs only.
    NeighbourhoodChoiceField = forms.ModelChoiceField[PriorityNeighbourhood]
    PersonModelForm = forms.ModelForm[Person]
else:
    NeighbourhoodChoiceField = forms.ModelChoiceField
    PersonModelForm = forms.ModelForm

EARLIEST_BIRTH = date(1900, 1, 1)
INFORMATION_GIVEN_HELP = "Dit avant de noter quoi que ce soit : ce qui est noté, pourquoi, et qu’elle peut s’y opposer."


class NeighbourhoodField(NeighbourhoodChoiceField):
    """Neighbourhoods named with their commune: some share a name."""

    def __init__(self, **options: Any) -> None:
        neighbourhoods = PriorityNeighbourhood.objects.select_related("commune").order_by("commune__name", "name")
        super().__init__(neighbourhoods, **options)

    def label_from_instance(self, neighbourhood: PriorityNeighbourhood) -> str:
        return f"{neighbourhood.name} ({neighbourhood.commune})"


class InformationGivenFields(forms.Form):
    """How she was informed, asked with whatever creates a person."""

    information_means = forms.ChoiceField(
        label="Informée", choices=[("", "Choisir…"), *InformationMeans.choices], help_text=INFORMATION_GIVEN_HELP
    )

    def information(self) -> GivenInformation:
        return GivenInformation(
            means=InformationMeans(self.cleaned_data["information_means"]),
            language=Language(self.cleaned_data["language"]),
        )


class PersonFields(PersonModelForm):
    """What is common to every form about a person. Nothing typed here is remembered by the browser."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for field in self.fields.values():
            field.widget.attrs["autocomplete"] = "off"
        self.fields["commune"].empty_label = "Non connue"  # type: ignore[attr-defined]

    def person_fields(self) -> dict[str, Any]:
        """The values for `services.create_person`."""
        return {name: self.cleaned_data[name] for name in self._meta.fields or ()}


class QuickPersonForm(InformationGivenFields, PersonFields):
    """The least that makes a person findable again: for the field, standing up, with a queue in front."""

    class Meta:
        model = Person
        fields = ("first_name", "last_name", "phone", "commune", "safe_contact", "language")

    field_order = (*Meta.fields, "information_means")


class CompletePersonFields(PersonFields):
    """Every field of a person. `today` is the day a date of birth may not exceed."""

    neighbourhood = NeighbourhoodField(
        label="Quartier prioritaire",
        required=False,
        empty_label="Aucun, ou non connu",
        help_text="Le choisir suffit : sa commune en découle.",
    )
    birth_date = forms.DateField(
        label="Date de naissance",
        required=False,
        help_text="Jour, mois, année : 27/03/1984.",
        input_formats=["%d/%m/%Y", "%Y-%m-%d", "%d %m %Y", "%d.%m.%Y"],
        widget=forms.DateInput(format="%d/%m/%Y"),
        error_messages={"invalid": "Cette date n’existe pas. L’écrire jour, mois, année : 27/03/1984."},
    )

    class Meta:
        model = Person
        fields = (
            "first_name",
            "last_name",
            "birth_date",
            "sex",
            "phone",
            "email",
            "safe_contact",
            "language",
            "needs_interpreter",
            "commune",
            "neighbourhood",
            "no_stable_home",
        )

    def __init__(self, *args: Any, today: date, **options: Any) -> None:
        self.today = today
        super().__init__(*args, **options)

    def clean_birth_date(self) -> date | None:
        birth_date: date | None = self.cleaned_data["birth_date"]
        if birth_date and birth_date > self.today:
            raise ValidationError("La date de naissance est dans le futur.")
        if birth_date and birth_date < EARLIEST_BIRTH:
            raise ValidationError("La date de naissance est trop ancienne.")
        return birth_date

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        commune, neighbourhood = values.get("commune"), values.get("neighbourhood")
        if neighbourhood and not commune and "commune" not in self.errors:
            values["commune"] = neighbourhood.commune
        elif neighbourhood and commune and neighbourhood.commune_id != commune.pk:
            self.add_error("neighbourhood", f"Ce quartier n’est pas à {commune} mais à {neighbourhood.commune}.")
        return values


class PersonForm(InformationGivenFields, CompletePersonFields):
    """Create a person with everything known of her."""

    field_order = ("information_means", *CompletePersonFields.Meta.fields)


class PersonEditForm(VersionedForm, CompletePersonFields):
    """Change a person read at a given version."""

    def __init__(self, *args: Any, today: date, **options: Any) -> None:
        super().__init__(*args, today=today, **options)
        self.initial["version"] = self.instance.version

    def differences_with(self, current: Person) -> list[tuple[str, str]]:
        """Label and present value of the fields that somebody else left different from what is typed here."""
        found = []
        for name in self._meta.fields or ():
            if getattr(current, name) != self.cleaned_data.get(name):
                display = getattr(current, f"get_{name}_display", lambda name=name: getattr(current, name))()
                shown = {True: "oui", False: "non"}.get(display, display) if isinstance(display, bool) else display
                found.append((str(self.fields[name].label), str(shown or "vide")))
        return found


class PersonFilterForm(forms.Form):
    """The filters of the list, whose state is in the URL."""

    q = forms.CharField(
        label="Nom, prénom ou téléphone",
        required=False,
        max_length=120,
        widget=forms.SearchInput(attrs={"autocomplete": "off"}),
    )
    commune = forms.ModelChoiceField(Commune.objects.all(), required=False, empty_label="Toutes", label="Commune")
    quartier = NeighbourhoodField(required=False, empty_label="Tous", label="Quartier prioritaire")
    depuis = DayField(label="Rencontrée depuis le", required=False, validators=WORKING_DAY)
    tri = forms.ChoiceField(
        label="Trier par",
        required=False,
        choices=[("", "Ordre habituel"), ("recent", "Fiche la plus récente")],
    )


class HouseholdSearchForm(forms.Form):
    """Look for the person whose household one joins."""

    q = forms.CharField(label="Nom, prénom ou téléphone", max_length=120, widget=forms.SearchInput)


class OtherPersonForm(forms.Form):
    """The other person of a gesture about two of them."""

    other = forms.UUIDField(error_messages={"required": "Choisir une personne.", "invalid": "Choisir une personne."})
