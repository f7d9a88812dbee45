"""Wherever somebody may type words that are kept, a social security number is refused: in the model and in its form."""

import inspect
from importlib import import_module
from typing import Any

from django import forms
from django.conf import settings
from django.db import models

from tests.records.test_privacy_registry import our_models
from tznr.records.validators import refuse_social_security_number

MODULES = [
    "beneficiaries.forms",
    "outreach.forms",
    "partners.forms",
    "reporting.forms",
    "rights_check.forms",
    "rights_check.local_forms",
    "tznr.administration.forms",
]
# Written by the program, or read from the territory's public file.
NOT_TYPED = {
    "accounts.User.first_name",
    "accounts.User.last_name",
    "accounts.User.password",
    "beneficiaries.InformationGiven.notice_version",
    "beneficiaries.Person.search_key",
    "journal.AuditEntry.subject_kind",
    "partners.Organisation.name",
    "partners.Organisation.phone",
    "partners.Place.address",
    "partners.Place.name",
    "partners.Place.opening_hours",
    "reporting.SteeringReport.sha256",
    "territory.Commune.insee_code",
    "territory.Commune.name",
    "territory.Commune.postcode",
    "territory.PriorityNeighbourhood.name",
    "territory.Territory.name",
    "territory.Territory.team_name",
}


def is_free_text(field: "models.Field[Any, Any]") -> bool:
    plain = type(field) in (models.CharField, models.TextField)
    return plain and not field.choices


def test_every_text_kept_refuses_it() -> None:
    texts = {
        f"{model._meta.label}.{field.name}": field
        for model in our_models()
        for field in model._meta.concrete_fields
        if is_free_text(field)
    }
    open_to_it = {name for name, field in texts.items() if refuse_social_security_number not in field.validators}
    assert open_to_it == NOT_TYPED


def our_forms() -> list[type[forms.BaseForm]]:
    modules = [import_module(name) for name in MODULES]
    return [
        form
        for module in modules
        for _, form in inspect.getmembers(module, inspect.isclass)
        if issubclass(form, forms.BaseForm) and form.__module__ == module.__name__
    ]


def test_every_form_that_keeps_a_text_refuses_it() -> None:
    assert len(our_forms()) > 20
    open_to_it = [
        f"{form.__name__}.{name}"
        for form in our_forms()
        for name, field in getattr(form, "base_fields", {}).items()
        # The form of a record asks the model, whose fields are looked at above.
        if not issubclass(form, forms.BaseModelForm)
        and type(field) is forms.CharField
        and not isinstance(field.widget, forms.SearchInput)
        and refuse_social_security_number not in field.validators
    ]
    assert open_to_it == []


def test_no_form_is_left_out() -> None:
    files = [path for path in settings.BASE_DIR.glob("**/*forms.py") if not {".venv", "tests"} & set(path.parts)]
    found = {".".join(path.relative_to(settings.BASE_DIR).with_suffix("").parts) for path in files}
    # The sign-in library's forms, and what the forms of all the rooms are made of.
    assert found == {*MODULES, "tznr.accounts.forms", "tznr.web.forms"}
