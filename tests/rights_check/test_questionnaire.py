"""Only the questions that matter are asked, and what is impossible is said at its question."""

from typing import Any

import pytest
from django.http import QueryDict

from rights_check.models import RightsReview
from rights_check.questionnaire import (
    STEPS,
    HouseholdForm,
    HousingForm,
    IncomesForm,
    ReceivedForm,
    StepForm,
    first_unanswered_step,
)
from tests import factories
from tests.rights_check.households import ALONE, NOTHING_RECEIVED, alone_without_income

pytestmark = pytest.mark.django_db


def review(**answers: dict[str, Any]) -> RightsReview:
    return factories.RightsReviewFactory(answers=answers)


def posted(**values: Any) -> QueryDict:
    data = QueryDict(mutable=True)
    for name, value in values.items():
        data.setlist(name, value if isinstance(value, list) else [str(value)])
    return data


def names(form: StepForm) -> set[str]:
    return set(form.fields)


def test_the_partner_is_asked_about_only_in_a_couple() -> None:
    alone = HouseholdForm(posted(in_couple="no"), review=review())
    couple = HouseholdForm(posted(in_couple="yes"), review=review())
    assert not any(name.startswith("partner_") for name in names(alone))
    assert {"partner_birth_date", "partner_residence", "partner_student"} <= names(couple)
    incomes = IncomesForm(review=review(foyer={"in_couple": "yes"}))
    assert {"claimant_has_income", "partner_has_income"} <= names(incomes)
    assert "partner_has_income" not in names(IncomesForm(review=review(foyer=ALONE)))


def test_the_permit_its_dates_the_studies_and_the_age_open_their_questions() -> None:
    french = HouseholdForm(posted(claimant_residence="french", claimant_birth_date="1990-01-01"), review=review())
    assert not names(french) & {"claimant_permit_start", "claimant_attached_to_parents", "claimant_grant_holder"}
    student = HouseholdForm(
        posted(claimant_residence="student_permit", claimant_birth_date="2005-01-01", claimant_student="yes"),
        review=review(),
    )
    assert {
        "claimant_permit_start",
        "claimant_permit_end",
        "claimant_attached_to_parents",
        "claimant_young_worker_hours",
        "claimant_grant_holder",
    } <= names(student)


def test_isolation_is_asked_of_a_lone_parent_only() -> None:
    assert "isolated_since" in names(HouseholdForm(posted(in_couple="no", children_count=1), review=review()))
    assert "isolated_since" in names(HouseholdForm(posted(in_couple="no", pregnancy="yes"), review=review()))
    assert "isolated_since" not in names(HouseholdForm(posted(in_couple="yes", children_count=1), review=review()))


def test_a_pregnancy_is_not_asked_of_a_household_of_pensioners() -> None:
    assert "pregnancy" not in names(HouseholdForm(posted(claimant_birth_date="1950-01-01"), review=review()))


def test_a_household_of_twelve_is_right() -> None:
    births = {f"child_{index}_birth_date": f"{2008 + index}-05-01" for index in range(10)}
    form = HouseholdForm(
        posted(
            in_couple="yes",
            claimant_birth_date="1980-01-01",
            partner_birth_date="1981-01-01",
            children_count=10,
            **births,
        ),
        review=review(),
    )
    assert form.is_valid(), form.errors
    assert form.to_store()["children_count"] == 10


def test_the_rent_is_asked_of_tenants_only() -> None:
    assert names(HousingForm(posted(kind="owner"), review=review())) == {"kind"}
    tenant = HousingForm(posted(kind="tenant_furnished"), review=review())
    assert names(tenant) == {"kind", "rent", "commune", "social_landlord", "landlord_is_relative"}
    social = HousingForm(posted(kind="tenant_furnished", social_landlord="yes"), review=review())
    assert "landlord_is_relative" not in names(social)


def test_each_income_asks_four_months_the_year_and_whether_it_stopped() -> None:
    form = IncomesForm(posted(claimant_has_income="yes", claimant_kinds=["salary", "sick_pay"]), review=review())
    assert {
        "claimant_salary_2026-06",
        "claimant_salary_2026-07",
        "claimant_salary_2026-08",
        "claimant_salary_2026-09",
        "claimant_salary_net_taxable",
        "claimant_salary_stopped",
        "claimant_sick_pay_began",
    } <= names(form)
    assert not any(name.endswith(("_stopped_since", "_resigned")) for name in names(form))
    stopped = IncomesForm(
        posted(claimant_has_income="yes", claimant_kinds=["salary"], claimant_salary_stopped="yes"), review=review()
    )
    assert {"claimant_salary_stopped_since", "claimant_salary_replaced_by", "claimant_salary_resigned"} <= names(
        stopped
    )


def test_a_mistyped_amount_is_said_at_its_question_and_stays_typed() -> None:
    form = HousingForm(posted(kind="tenant_furnished", rent="12,5O"), review=review())
    assert not form.is_valid()
    assert "La lettre O" in form.errors["rent"][0]
    assert form["rent"].value() == "12,5O"


@pytest.mark.parametrize(
    ("form_class", "values", "field", "words"),
    [
        (HouseholdForm, {"claimant_birth_date": "2030-01-01"}, "claimant_birth_date", "après le mois du bilan"),
        (HouseholdForm, {"claimant_birth_date": "31/02/1990"}, "claimant_birth_date", "n’existe pas"),
        (
            HouseholdForm,
            {"claimant_birth_date": "2000-01-01", "children_count": 1, "child_0_birth_date": "1995-01-01"},
            "child_0_birth_date",
            "âgé que ses parents",
        ),
        (HouseholdForm, {"children_count": 99}, "children_count", "20"),
        (
            IncomesForm,
            {
                "claimant_has_income": "yes",
                "claimant_kinds": ["salary"],
                "claimant_salary_2026-09": "900",
                "claimant_salary_stopped": "yes",
                "claimant_salary_stopped_since": "2026-07",
            },
            "claimant_salary_2026-09",
            "après l’arrêt",
        ),
        (
            ReceivedForm,
            {"rsa_receives": "yes", "rsa_amount": "500", "rsa_since": "2027-01"},
            "rsa_amount",
            "après le mois du bilan",
        ),
    ],
)
def test_what_cannot_be_true_is_said_at_its_question(
    form_class: type[StepForm], values: dict[str, Any], field: str, words: str
) -> None:
    form = form_class(posted(**values), review=review())
    assert not form.is_valid()
    assert words in form.errors[field][0]


def test_nothing_received_answers_no_to_what_is_asked_and_to_nothing_else() -> None:
    form = ReceivedForm(posted(nothing_received="on"), review=review(foyer=ALONE))
    assert form.is_valid(), form.errors
    assert {name: value for name, value in form.to_store().items() if name != "nothing_received"} == NOTHING_RECEIVED
    contradiction = ReceivedForm(posted(nothing_received="on", rsa_receives="yes"), review=review(foyer=ALONE))
    assert "nothing_received" in contradiction.errors


def test_family_benefits_are_asked_of_families_only() -> None:
    assert "soutien_familial_receives" not in names(ReceivedForm(review=review(foyer=ALONE)))
    family = {**ALONE, "children_count": 3, "child_0_birth_date": "2025-01-01"}
    asked = names(ReceivedForm(review=review(foyer=family)))
    assert {
        "soutien_familial_receives",
        "allocations_familiales_receives",
        "complement_familial_receives",
        "paje_base_receives",
    } <= asked


def test_what_was_stored_is_shown_again_as_it_was_written() -> None:
    stored = {"kind": "tenant_furnished", "rent": "512.30", "commune": ""}
    form = HousingForm(review=review(logement=stored))
    assert form["rent"].value() == "512,30"
    assert form["kind"].value() == "tenant_furnished"
    again = HousingForm(posted(kind="tenant_furnished", rent="512,30"), review=review())
    assert again.is_valid()
    assert again.to_store() == {
        "kind": "tenant_furnished",
        "rent": "512.30",
        "commune": None,
        "social_landlord": None,
        "landlord_is_relative": None,
    }


def test_a_question_never_asked_starts_from_what_is_known_and_one_left_empty_stays_empty() -> None:
    draft = review(logement={"kind": "tenant_furnished"})
    assert draft.person is not None
    commune = draft.person.commune_id
    assert HousingForm(review=draft)["commune"].value() == commune
    opened = HousingForm(typed=posted(asked="kind", kind="tenant_furnished"), review=review())
    assert opened["commune"].value() == commune
    left_empty = HousingForm(review=review(logement={"kind": "tenant_furnished", "commune": None}))
    assert left_empty["commune"].value() is None


def test_a_whole_questionnaire_can_be_stored_and_read_again_unchanged() -> None:
    answers = alone_without_income()
    draft = review(**answers)
    for slug, form_class in STEPS.items():
        shown = form_class(review=draft)
        values = {field.name: field.value() for field in shown if field.value() not in (None, "")}
        again = form_class(posted(**values), review=draft)
        assert again.is_valid(), again.errors
        stored = again.to_store()
        stored.pop("nothing_received", None)
        assert stored == answers[slug]


def test_a_draft_is_resumed_at_its_first_unanswered_step() -> None:
    assert first_unanswered_step(review()) == "foyer"
    assert first_unanswered_step(review(foyer=ALONE, logement={})) == "revenus"
    assert first_unanswered_step(review(**alone_without_income())) is None
