"""Whoever answers every question gives the engine everything it needs: no fact is missing for want of a question."""

from typing import Any

import pytest
from django import forms
from django.http import QueryDict

from rights_check.answers import situation_from_answers
from rights_check.engine import Fact, Month
from rights_check.engine.assessment import RULES
from rights_check.fields import AmountField, BirthDateField, MonthField, YesNoField
from rights_check.models import RightsReview
from rights_check.questionnaire import STEPS, StepForm
from tests import factories

pytestmark = pytest.mark.django_db
OCTOBER = Month(2026, 10)
TENANT = {"kind": "tenant_unfurnished", "rent": "500"}
HOUSEHOLDS: dict[str, dict[str, str | list[str]]] = {
    "alone": {"claimant_birth_date": "1990-01-01", **TENANT},
    "young student": {"claimant_birth_date": "2005-01-01", "claimant_student": "yes", **TENANT},
    "pensioner": {
        "claimant_birth_date": "1950-01-01",
        "claimant_has_income": "yes",
        "claimant_kinds": ["retirement"],
        "kind": "owner",
    },
    "disabled, at a hostel": {
        "claimant_birth_date": "1980-01-01",
        "claimant_has_income": "yes",
        "claimant_kinds": ["invalidity_pension", "maintenance"],
        "aah_receives": "yes",
        "asi_receives": "yes",
        "kind": "hostel",
    },
    "lone parent who lost her job": {
        "claimant_birth_date": "1992-01-01",
        "children_count": "3",
        "child_0_birth_date": "2025-02-01",
        "child_1_birth_date": "2018-02-01",
        "child_2_birth_date": "2015-02-01",
        "claimant_has_income": "yes",
        "claimant_kinds": ["salary", "salary_2", "unemployment"],
        "claimant_salary_stopped": "yes",
        "claimant_salary_stopped_since": "2026-08",
        "claimant_salary_replaced_by": "unemployment",
        **TENANT,
    },
    "couple of foreign nationals, pregnant, one on sick leave": {
        "in_couple": "yes",
        "claimant_birth_date": "1995-01-01",
        "partner_birth_date": "1993-01-01",
        "claimant_residence": "permit_five_years",
        "partner_residence": "permit_under_five_years",
        "pregnancy": "yes",
        "partner_has_income": "yes",
        "partner_kinds": ["sick_pay", "salary"],
        **TENANT,
    },
}


def answer(name: str, field: forms.Field, chosen: dict[str, Any]) -> list[str]:
    """The chosen answer, or the plainest one that says something."""
    if name in chosen:
        value = chosen[name]
        return value if isinstance(value, list) else [value]
    if isinstance(field, YesNoField):
        return ["no"]
    if isinstance(field, AmountField):
        return ["0"]
    if isinstance(field, MonthField):
        return ["2026-01"]
    if isinstance(field, BirthDateField):
        return ["1990-01-01"]
    if isinstance(field, forms.IntegerField):
        return ["0"]
    if isinstance(field, forms.ChoiceField):
        return [next(str(value) for value, _ in field.widget.choices if value)]
    return []


def fill(form_class: type[StepForm], review: RightsReview, chosen: dict[str, Any]) -> dict[str, Any]:
    """Answer every question of a step, and those that the answers open."""
    data = QueryDict(mutable=True)
    while True:
        form = form_class(data, review=review)
        unanswered = [name for name in form.fields if name not in data and answer(name, form.fields[name], chosen)]
        if not unanswered:
            assert form.is_valid(), form.errors
            return form.to_store()
        for name in unanswered:
            data.setlist(name, answer(name, form.fields[name], chosen))


@pytest.mark.parametrize("kind_of_household", HOUSEHOLDS)
def test_every_fact_the_engine_needs_has_its_question(kind_of_household: str) -> None:
    factories.CommuneFactory()
    review = factories.RightsReviewFactory()
    for slug, form_class in STEPS.items():
        review.answers = {**review.answers, slug: fill(form_class, review, HOUSEHOLDS[kind_of_household])}
    situation = situation_from_answers(review.answers, OCTOBER)
    missing: set[Fact] = set()
    for _, find_missing in RULES.values():
        missing |= set(find_missing(situation, OCTOBER))
    assert missing == set()
