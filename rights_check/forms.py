"""Filters of the lists, and the forms of claims and opened rights. The questionnaire is in `questionnaire.py`."""

from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from beneficiaries.enums import Language
from beneficiaries.forms import InformationGivenFields
from rights_check.enums import CLAIM_TRANSITIONS, BenefitCode, ClaimState, Evidence, NonTakeUpReason, ReviewState, Tap
from rights_check.fields import AmountField, MonthField
from rights_check.models import BenefitClaim
from rights_check.opinions import QUESTIONS
from tznr.web.forms import DayField, PeriodInOrder, RefusableForm

SEARCH = forms.SearchInput(attrs={"placeholder": "Nom de la personne", "autocomplete": "off"})


def _any(choices: Any, word: str) -> list[tuple[str, str]]:
    return [("", word), *choices]


class PeriodForm(PeriodInOrder):
    du = DayField(label="Du", required=False)
    au = DayField(label="Au", required=False)


class ReviewFilterForm(PeriodForm):
    q = forms.CharField(label="Chercher", required=False, widget=SEARCH)
    etat = forms.ChoiceField(label="État", required=False, choices=_any(ReviewState.choices, "Tous"))
    field_order = ["q", "etat", "du", "au"]


class ClaimFilterForm(forms.Form):
    q = forms.CharField(label="Chercher", required=False, widget=SEARCH)
    etat = forms.ChoiceField(label="État", required=False, choices=_any(ClaimState.choices, "Tous"))
    prestation = forms.ChoiceField(label="Prestation", required=False, choices=_any(BenefitCode.choices, "Toutes"))
    voir = forms.ChoiceField(
        label="À voir",
        required=False,
        choices=[("", "Tout"), ("a_deposer", "À déposer ce mois-ci"), ("retard", "En retard")],
    )


class OpenedRightFilterForm(PeriodForm):
    q = forms.CharField(label="Chercher", required=False, widget=SEARCH)
    prestation = forms.ChoiceField(label="Prestation", required=False, choices=_any(BenefitCode.choices, "Toutes"))
    preuve = forms.ChoiceField(label="Niveau de preuve", required=False, choices=_any(Evidence.choices, "Tous"))
    field_order = ["q", "prestation", "preuve", "du", "au"]


class NonTakeUpForm(forms.Form):
    """Why a right found was not asked for."""

    reason = forms.ChoiceField(
        label="Pourquoi n’était-il pas demandé ?",
        required=False,
        choices=_any(NonTakeUpReason.choices, "Non noté"),
        error_messages={"invalid_choice": "Choisir une cause de la liste."},
    )


class AttachForm(InformationGivenFields):
    """What must be true before an anonymous review enters the file of a person."""

    language = forms.ChoiceField(label="En quelle langue", choices=Language.choices, initial=Language.FRENCH)
    agrees = forms.BooleanField(
        label="Elle est d’accord pour que ce bilan soit gardé dans sa fiche",
        error_messages={"required": "Sans son accord, le bilan reste anonyme."},
    )


class OpinionForm(forms.Form):
    """Three taps; one is enough."""

    clear, useful, respectful = (
        forms.ChoiceField(label=question, choices=Tap.choices, required=False, widget=forms.RadioSelect)
        for question in QUESTIONS.values()
    )

    def clean(self) -> dict[str, Any]:
        answers = super().clean() or self.cleaned_data
        if not self.errors and not any(answers.values()):
            raise ValidationError("Toucher une réponse au moins.")
        return answers


class RentForm(forms.Form):
    loyer = AmountField(label="Et si le loyer était de… (par mois, sans les charges)", min_value=Decimal(1))


class NewClaimForm(forms.Form):
    """A claim without a review."""

    benefit = forms.ChoiceField(
        label="Prestation",
        choices=_any(BenefitCode.choices, "Choisir"),
        error_messages={"required": "Choisir une prestation.", "invalid_choice": "Choisir une prestation de la liste."},
    )


class ClaimMoveForm(RefusableForm):
    """The next state of a claim, among those that the table of transitions allows."""

    to_state = forms.ChoiceField(
        label="Nouvel état",
        error_messages={"required": "Choisir le nouvel état.", "invalid_choice": "Ce changement n’est pas possible."},
    )
    filed_on = DayField(label="Déposée le", required=False, help_text="Pour une démarche qui vient d’être déposée.")
    decided_on = DayField(label="Décision du", required=False, help_text="Pour une démarche accordée ou refusée.")

    def __init__(self, data: Any = None, *, claim: BenefitClaim) -> None:
        super().__init__(data)
        allowed = CLAIM_TRANSITIONS[ClaimState(claim.state)]
        choices = [(state.value, state.label) for state in ClaimState if state in allowed]
        self.fields["to_state"].choices = _any(choices, "Choisir")  # type: ignore[attr-defined]
        if not allowed & {ClaimState.FILED}:
            del self.fields["filed_on"]
        if not allowed & {ClaimState.GRANTED, ClaimState.REFUSED}:
            del self.fields["decided_on"]


class OpenedRightForm(RefusableForm):
    """A right opened, from the notification or from what the person says."""

    monthly_amount = AmountField(label="Montant par mois", help_text="Vide s’il n’est pas connu.")
    arrears = AmountField(label="Rappel versé en une fois", help_text="Vide s’il n’y en a pas.")
    effective_month = MonthField(
        label="Ouvert à partir de", required=True, error_messages={"required": "Indiquer le premier mois du droit."}
    )
    evidence = forms.ChoiceField(
        label="Niveau de preuve",
        choices=_any(Evidence.choices, "Choisir"),
        error_messages={"required": "Dire ce qui a été vu.", "invalid_choice": "Choisir dans la liste."},
    )
    decided_on = DayField(
        label="Décision du", required=False, help_text="La date de la notification, si elle est connue."
    )
