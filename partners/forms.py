from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from beneficiaries.models import Person
from partners.enums import AgreementMeans, DeclineReason, Network, ReferralOutcome, ReferralSituation, ReferralState
from partners.models import DisclosureAgreement, Organisation, Referral
from partners.services import RightToRecord
from rights_check.enums import BenefitCode, Evidence
from rights_check.fields import AmountField, MonthField
from rights_check.models import BenefitClaim
from tznr.accounts.enums import RECIPIENTS
from tznr.accounts.models import User
from tznr.records.validators import refuse_social_security_number
from tznr.territory.models import Commune
from tznr.web.forms import DayField, VersionedForm

NEW_AGREEMENT = "nouveau"
AGREEMENT_MONTHS = 6


def in_six_months(day: date) -> date:
    """The same day six months later, or the last one of a shorter month: how long an agreement lasts by default."""
    months = day.month - 1 + AGREEMENT_MONTHS
    first = date(day.year + months // 12, months % 12 + 1, 1)
    next_first = date(first.year + first.month // 12, first.month % 12 + 1, 1)
    return first.replace(day=min(day.day, (next_first - first).days))


class MemberForm(forms.Form):
    account = forms.ModelChoiceField(User.objects.none(), label="Rattacher un compte", empty_label="Choisir")

    def __init__(self, *args: Any, organisation: Organisation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        accounts = User.objects.filter(is_active=True, role__in=RECIPIENTS).exclude(
            memberships__organisation=organisation
        )
        self.fields["account"].queryset = accounts  # type: ignore[attr-defined]


class AgreementForm(forms.Form):
    """An agreement noted by itself, without a referral."""

    organisation = forms.ModelChoiceField(Organisation.objects.all(), label="À qui", to_field_name="slug")
    purpose = forms.CharField(
        label="Pour quoi",
        max_length=200,
        validators=[refuse_social_security_number],
        help_text="Par exemple : demander le RSA.",
    )
    means = forms.ChoiceField(
        label="Comment l’a-t-elle donné", choices=AgreementMeans.choices, widget=forms.RadioSelect
    )
    given_on = DayField(label="Donné le")
    valid_until = DayField(label="Valable jusqu’au")

    def __init__(self, *args: Any, day: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.update({"given_on": day, "valid_until": in_six_months(day)})
        self.day = day

    def clean_given_on(self) -> date:
        given_on: date = self.cleaned_data["given_on"]
        if given_on > self.day:
            raise ValidationError("Un accord ne peut pas être noté avant d’avoir été donné.")
        return given_on

    def clean(self) -> dict[str, Any]:
        values = self.cleaned_data
        if "given_on" in values and "valid_until" in values and values["valid_until"] < values["given_on"]:
            self.add_error("valid_until", "L’accord ne peut pas finir avant d’avoir été donné.")
        return values


class ReferralForm(forms.Form):
    """What she needs, and the agreement without which nothing leaves: one that is valid already, or a new one."""

    person_version = forms.IntegerField(widget=forms.HiddenInput)
    need = forms.CharField(
        label="Ce dont elle a besoin",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        validators=[refuse_social_security_number],
        help_text="Transmis tel quel : n’écrire que ce qui est utile à la structure.",
    )
    agreement = forms.ChoiceField(label="Son accord", widget=forms.RadioSelect)
    means = forms.ChoiceField(
        label="Comment donne-t-elle son accord",
        choices=AgreementMeans.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Indiquer comment elle a donné son accord."},
    )
    valid_until = DayField(
        label="Accord valable jusqu’au",
        error_messages={"required": "Indiquer jusqu’à quand l’accord est valable."},
    )

    def __init__(
        self,
        *args: Any,
        person: Person,
        organisation: Organisation,
        agreements: list[DisclosureAgreement],
        claim: BenefitClaim | None,
        day: date,
        **kwargs: Any,
    ) -> None:
        need = f"Demander : {claim.get_benefit_display()}" if claim else ""
        super().__init__(*args, **kwargs)
        self.initial.update({"person_version": person.version, "need": need, "valid_until": in_six_months(day)})
        self.person, self.organisation, self.day = person, organisation, day
        self.agreements = {str(agreement.pk): agreement for agreement in agreements}
        self.fields["agreement"].choices = [  # type: ignore[attr-defined]
            *((key, self._describe(agreement)) for key, agreement in self.agreements.items()),
            (NEW_AGREEMENT, f"Elle est d’accord, maintenant, pour que ceci soit transmis à : {organisation}"),
        ]
        self.initial["agreement"] = next(iter(self.agreements), "")
        if self.data.get(self.add_prefix("agreement")) in self.agreements:
            self.fields["means"].required = self.fields["valid_until"].required = False

    @staticmethod
    def _describe(agreement: DisclosureAgreement) -> str:
        return (
            f"Accord déjà donné le {agreement.given_on:%d/%m/%Y} « {agreement.purpose} », "
            f"valable jusqu’au {agreement.valid_until:%d/%m/%Y}, qui couvre aussi ce besoin"
        )

    @property
    def known_agreement(self) -> DisclosureAgreement | None:
        return self.agreements.get(self.cleaned_data["agreement"])

    def clean_person_version(self) -> int:
        """What was shown before sending must be what is sent."""
        version: int = self.cleaned_data["person_version"]
        if version != self.person.version:
            self.data = dict(self.data.items()) | {self.add_prefix("person_version"): str(self.person.version)}
            self.add_error(None, "La fiche a changé entre-temps : relire ce qui sera transmis, puis envoyer.")
        return version

    def clean_valid_until(self) -> date | None:
        valid_until: date | None = self.cleaned_data["valid_until"]
        if self.fields["valid_until"].required and valid_until and valid_until < self.day:
            raise ValidationError("L’accord ne peut pas finir avant d’avoir été donné.")
        return valid_until


class DeclineForm(VersionedForm):
    """Why a referral is not accepted, from the version that was read."""

    reason = forms.ChoiceField(label="Pourquoi", choices=DeclineReason.choices, widget=forms.RadioSelect)


class OutcomeForm(VersionedForm):
    """What became of the referral; with a right opened, which one, how much, since when and how it is known."""

    outcome = forms.ChoiceField(label="Ce que c’est devenu", choices=ReferralOutcome.choices, widget=forms.RadioSelect)
    benefit = forms.ChoiceField(
        label="Droit ouvert",
        choices=[("", "Choisir"), *BenefitCode.choices],
        error_messages={"required": "Indiquer quel droit est ouvert."},
    )
    monthly_amount = AmountField(label="Euros par mois")
    effective_month = MonthField(
        label="À partir du mois de", required=True, error_messages={"required": "Indiquer à partir de quel mois."}
    )
    evidence = forms.ChoiceField(
        label="Comment le savez-vous",
        choices=Evidence.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Indiquer comment vous le savez."},
    )
    of_the_right = ("benefit", "monthly_amount", "effective_month", "evidence")

    def __init__(self, *args: Any, referral: Referral, right_is_known: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.update({"version": referral.version, "benefit": referral.claim.benefit if referral.claim else ""})
        self.right_is_known = right_is_known
        opened = self.data.get(self.add_prefix("outcome")) == ReferralOutcome.RIGHT_OPENED
        for name in self.of_the_right:
            if right_is_known:
                del self.fields[name]
            elif self.is_bound and not opened:
                self.fields[name].required = False

    def right(self) -> RightToRecord | None:
        values = self.cleaned_data
        if values["outcome"] != ReferralOutcome.RIGHT_OPENED or self.right_is_known:
            return None
        return RightToRecord(
            benefit=BenefitCode(values["benefit"]),
            effective_month=values["effective_month"],
            evidence=Evidence(values["evidence"]),
            monthly_amount=values["monthly_amount"],
        )


class ReceivedFilterForm(forms.Form):
    q = forms.CharField(label="Chercher", required=False, widget=forms.SearchInput)
    etat = forms.ChoiceField(label="État", choices=[("", "Tous"), *ReferralState.choices], required=False)
    situation = forms.ChoiceField(
        label="Situation", choices=[("", "Toutes"), *ReferralSituation.choices], required=False
    )


class ReferralFilterForm(ReceivedFilterForm):
    structure = forms.ModelChoiceField(
        Organisation.objects.all(), label="Structure", required=False, empty_label="Toutes", to_field_name="slug"
    )


class DirectoryFilterForm(forms.Form):
    q = forms.CharField(label="Chercher", required=False, widget=forms.SearchInput)
    reseau = forms.ChoiceField(label="Réseau porteur", choices=[("", "Tous"), *Network.choices], required=False)
    commune = forms.ModelChoiceField(Commune.objects.all(), label="Commune", required=False, empty_label="Toutes")
