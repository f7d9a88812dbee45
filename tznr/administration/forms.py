from django import forms

from tznr.accounts.enums import Role


class AccountFilterForm(forms.Form):
    recherche = forms.CharField(
        label="Chercher", required=False, widget=forms.SearchInput(attrs={"placeholder": "Nom ou adresse"})
    )
    role = forms.ChoiceField(label="Rôle", required=False, choices=[("", "Tous les rôles"), *Role.choices])
