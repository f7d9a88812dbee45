import pytest
from django.apps import apps
from django.db.models import Model

from tznr.records import privacy
from tznr.records.privacy import REGISTRY, declare, undeclared_fields
from tznr.territory.models import Territory

OURS = {
    "accounts",
    "journal",
    "territory",
    "home",
    "beneficiaries",
    "rights_check",
    "partners",
    "outreach",
    "reporting",
}


def our_models() -> list[type[Model]]:
    return [model for model in apps.get_models() if model._meta.app_label in OURS]


def test_every_field_says_whether_it_is_personal_and_how_it_is_erased() -> None:
    missing = {model._meta.label: fields for model in our_models() if (fields := undeclared_fields(model))}
    assert missing == {}


def test_nothing_is_declared_that_does_not_exist() -> None:
    unknown = {}
    for model, policies in REGISTRY.items():
        real = {field.name for field in [*model._meta.concrete_fields, *model._meta.many_to_many]}
        if extra := set(policies) - real:
            unknown[model._meta.label] = extra
    assert unknown == {}


def test_a_new_field_without_a_declaration_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    kept = {name: REGISTRY[Territory][name] for name in ("slug", "name")}
    monkeypatch.setattr(privacy, "REGISTRY", {Territory: kept})
    assert undeclared_fields(Territory) == {"team_name"}


def test_a_field_is_declared_once() -> None:
    with pytest.raises(ValueError, match="declared twice"):
        declare(Territory, purpose="", kept="slug", not_personal="slug")
