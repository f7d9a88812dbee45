"""The questionnaire, in four steps. Each form holds only the questions that matter for the answers already given.

Nothing is compulsory: a question left empty has not been asked, and the engine is told that it is unknown.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms import BoundField
from django.http import QueryDict

from rights_check import labels
from rights_check.answers import (
    CLAIMANT,
    HOUSEHOLD,
    HOUSING,
    INCOME_SLOTS,
    INCOMES,
    PARTNER,
    RECEIVED,
    SECOND_JOB,
    income_slots,
    months_asked,
    situation_from_answers,
)
from rights_check.engine import (
    NOT_PAID_MONTHLY,
    HousingStatus,
    IncomeKind,
    InvalidSituation,
    Month,
    Problem,
    ReceivedBenefit,
    ResidenceStatus,
    validate,
)
from rights_check.fields import NO, YES, AmountField, BirthDateField, MonthField, YesNoField
from rights_check.models import RightsReview
from tznr.territory.models import Commune
from tznr.web.templatetags.typography import month as month_label

MOST_CHILDREN = 20
UNDER_THIS_AGE_MAY_BE_ATTACHED = 25
PREGNANCY_ASKED_UNDER = 55
PENSION_ASKED_FROM = 60
YOUNG_CHILD = 3
CHILD_MAY_EARN_FROM = 16
SCHOOL_AGE = 6


@dataclass(frozen=True)
class Section:
    """A group of questions under one title, as shown."""

    title: str
    intro: str
    pay_slip: bool
    rows: list[list[BoundField]]
    """Most rows hold one question; short ones that go together stand side by side."""

    @property
    def fields(self) -> list[BoundField]:
        return [field for row in self.rows for field in row]


class StepForm(forms.Form):
    """One step. `typed` fills the form without judging it: the questions are drawn again while somebody types."""

    slug = ""
    title = ""
    intro = ""

    def __init__(self, data: QueryDict | None = None, *, review: RightsReview, typed: QueryDict | None = None) -> None:
        super().__init__(data)
        self.review = review
        self.month = Month.of(review.month)
        self.stored: Mapping[str, Any] = review.answers.get(self.slug, {})
        self.typed = data if data is not None else typed
        self.now: dict[str, Any] = {}
        self._sections: list[tuple[str, str, bool, list[list[str]]]] = []
        self.ask()

    def ask(self) -> None:
        """Add the questions, in order; what an earlier one answers decides of the next ones."""
        raise NotImplementedError

    def section(self, title: str, *, intro: str = "", pay_slip: bool = False) -> None:
        self._sections.append((title, intro, pay_slip, []))

    def add(self, name: str, field: forms.Field, *, opens_questions: bool = False, beside: bool = False) -> Any:
        """Add a question, in a row of its own or `beside` the one before, and return its present answer.

        None when it is empty or mistyped.
        """
        if opens_questions:
            field.widget.attrs |= {"hx-post": "", "hx-vals": '{"refresh": "1"}', "hx-target": "#questions"}
            # Only the last drawing counts: the answers of the ones before it are already in it.
            field.widget.attrs |= {"hx-trigger": "change", "hx-sync": "#questions:replace"}
        self.fields[name] = field
        rows = self._sections[-1][3]
        if beside:
            rows[-1].append(name)
        else:
            rows.append([name])
        raw = self._raw(name, field)
        self.initial[name] = raw
        try:
            self.now[name] = field.clean(raw)
        except ValidationError:
            self.now[name] = None
        return self.now[name]

    def _raw(self, name: str, field: forms.Field) -> Any:
        """What is typed, else what is stored, else the default of a question never asked."""
        if self.typed is not None and (self.is_bound or name in self.typed.get("asked", "").split()):
            return field.widget.value_from_datadict(self.typed, self.files, self.add_prefix(name))
        return _from_stored(field, self.stored[name]) if name in self.stored else field.initial

    @property
    def sections(self) -> list[Section]:
        return [
            Section(title, intro, pay_slip, [[self[name] for name in row] for row in rows])
            for title, intro, pay_slip, rows in self._sections
            if rows
        ]

    @property
    def asked(self) -> str:
        """Names of the questions shown, sent back with the answers so that new ones can be told apart."""
        return " ".join(self.fields)

    def new_questions(self, asked: str) -> list[str]:
        """Questions that these answers open and that were not on the page."""
        return [name for name in self.fields if name not in asked.split()]

    def to_store(self) -> dict[str, Any]:
        """Every question asked, with None when it was left empty: asked without an answer is not « not asked »."""
        return {name: _to_stored(self.fields[name], self.cleaned_data.get(name)) for name in self.fields}

    def clean(self) -> dict[str, Any]:
        """Add what the engine finds impossible, each at its question."""
        cleaned = super().clean() or self.cleaned_data
        answers = {**self.review.answers, self.slug: self.to_store()}
        for problem in problems_of(answers, self.month):
            if field := field_of(problem, answers):
                step, name = field
                if step == self.slug and name in self.fields and name not in self.errors:
                    self.add_error(name, problem.message)
        return cleaned


def problems_of(answers: Mapping[str, Mapping[str, Any]], month: Month) -> list[Problem]:
    try:
        validate(situation_from_answers(answers, month), month)
    except InvalidSituation as refusal:
        return refusal.problems
    return []


_HOUSEHOLD_PATHS = {"partner": "in_couple", "isolated_since": "isolated_since"}


def field_of(problem: Problem, answers: Mapping[str, Mapping[str, Any]]) -> tuple[str, str] | None:
    """The step and the question that a problem of the engine speaks of."""
    match problem.field.split("."):
        case [("claimant" | "partner") as who, "incomes", index, *rest]:
            slot = income_slots(answers.get(INCOMES, {}), who)[int(index)]
            return INCOMES, f"{who}_{slot}_{rest[-1]}"
        case [("claimant" | "partner") as who, name]:
            return HOUSEHOLD, f"{who}_{name}"
        case ["children", index, name]:
            return HOUSEHOLD, f"child_{index}_{name}"
        case ["housing", name]:
            return HOUSING, name
        case ["received", benefit]:
            return RECEIVED, f"{benefit}_amount"
        case ["savings" | "income_two_years_ago" as name]:
            return INCOMES, name
        case [name] if name in _HOUSEHOLD_PATHS:
            return HOUSEHOLD, _HOUSEHOLD_PATHS[name]
    return None


class HouseholdForm(StepForm):
    slug = HOUSEHOLD
    title = "Le foyer"
    intro = "Qui vit là, et ce qui ouvre ou ferme un droit. Laisser vide ce qui n’est pas su."

    def ask(self) -> None:
        self.section("La personne")
        couple = self.add("in_couple", YesNoField(label="Vit en couple"), opens_questions=True)
        self._adult(CLAIMANT, default_birth=self.review.person.birth_date if self.review.person else None)
        if couple == YES:
            self.section("Son conjoint")
            self._adult(PARTNER, default_birth=None)
        self.section("Les enfants")
        count = self.add(
            "children_count",
            forms.IntegerField(
                label="Nombre d’enfants à charge",
                help_text="0 s’il n’y en a pas ; vide si on ne sait pas.",
                required=False,
                min_value=0,
                max_value=MOST_CHILDREN,
                widget=forms.NumberInput(attrs={"autocomplete": "off"}),
            ),
            opens_questions=True,
        )
        for index in range(count or 0):
            birth = self.add(
                f"child_{index}_birth_date",
                BirthDateField(label=f"Enfant {index + 1} : date de naissance"),
                opens_questions=True,
            )
            self.add(
                f"child_{index}_shared_custody", YesNoField(label=f"Enfant {index + 1} : garde alternée"), beside=True
            )
            if birth and (_age(birth, self.month) or 0) >= CHILD_MAY_EARN_FROM:
                question = "gagne sa vie (plus de la moitié d’un smic)"
                self.add(f"child_{index}_earns", YesNoField(label=f"Enfant {index + 1} : {question}"), beside=True)
        pregnant = None
        if any(age is None or age < PREGNANCY_ASKED_UNDER for age in self._ages()):
            help_text = "La personne ou son conjoint. Demandé parce qu’une grossesse peut ouvrir un droit."
            pregnant = self.add(
                "pregnancy", YesNoField(label="Grossesse en cours", help_text=help_text), opens_questions=True
            )
        if couple == NO and (count or pregnant == YES):
            self.add(
                "isolated_since",
                MonthField(
                    label="Seule avec ses enfants ou enceinte depuis",
                    help_text="Le mois de la séparation, du veuvage ou de la grossesse déclarée seule.",
                ),
            )
        if couple == NO and count:
            help_text = "Une pension alimentaire, ou une aide régulière. Non s’il est décédé ou inconnu."
            self.add(
                "other_parent_supports",
                YesNoField(label="L’autre parent participe à l’entretien des enfants", help_text=help_text),
            )
        self.section("La santé")
        help_text = "Seulement oui ou non, jamais laquelle : demandé pour l’allocation aux adultes handicapés."
        self.add(
            "disability",
            YesNoField(label="Un handicap ou une maladie qui dure empêche de travailler", help_text=help_text),
        )

    def _adult(self, who: str, default_birth: date | None) -> None:
        birth = self.add(
            f"{who}_birth_date", BirthDateField(label="Date de naissance", initial=default_birth), opens_questions=True
        )
        residence = self.add(
            f"{who}_residence",
            _choice("Nationalité ou titre de séjour", labels.RESIDENCE, "Demandé parce que les droits en dépendent."),
            opens_questions=True,
        )
        if residence and ResidenceStatus(residence).has_permit_dates:
            self.add(f"{who}_permit_start", MonthField(label="Titre autorisant à travailler, sans interruption depuis"))
            self.add(f"{who}_permit_end", MonthField(label="Titre valable jusqu’à"), beside=True)
        if self.add(f"{who}_student", YesNoField(label="Fait des études"), opens_questions=True) == YES:
            self.add(f"{who}_grant_holder", YesNoField(label="A une bourse"))
        age = _age(birth, self.month)
        if age is not None and age < UNDER_THIS_AGE_MAY_BE_ATTACHED:
            self.add(f"{who}_attached_to_parents", YesNoField(label="Est sur la déclaration d’impôts de ses parents"))
            self.add(
                f"{who}_young_worker_hours",
                YesNoField(label="A travaillé l’équivalent de deux ans à temps plein ces trois dernières années"),
            )

    def _ages(self) -> list[int | None]:
        births = (f"{CLAIMANT}_birth_date", f"{PARTNER}_birth_date")
        return [_age(self.now[name], self.month) for name in births if name in self.now]


class HousingForm(StepForm):
    slug = HOUSING
    title = "Le logement"
    intro = "Pour l’aide au logement et pour le forfait logement du RSA."

    def ask(self) -> None:
        self.section("Le logement")
        kind = self.add("kind", _choice("Le logement", labels.HOUSING), opens_questions=True)
        if not kind or not HousingStatus(kind).pays_rent:
            return
        self.add(
            "rent",
            AmountField(
                label="Loyer du mois, sans les charges",
                help_text="En colocation, la part de la personne. Vide si on ne sait pas.",
            ),
        )
        communes = [("", "Ne sait pas, ou hors du territoire")]
        communes += [(commune.insee_code, commune.name) for commune in Commune.objects.order_by("name")]
        self.add(
            "commune",
            forms.ChoiceField(
                label="Commune du logement",
                choices=communes,
                required=False,
                initial=self.review.person.commune_id if self.review.person else None,
            ),
        )
        help_text = "Office public ou société HLM."
        social = self.add(
            "social_landlord",
            YesNoField(label="Loué par un bailleur social", help_text=help_text),
            opens_questions=True,
        )
        if social != YES:
            self.add(
                "landlord_is_relative",
                YesNoField(label="Le propriétaire est un parent, un grand-parent, un enfant ou un petit-enfant"),
            )


class IncomesForm(StepForm):
    slug = INCOMES
    title = "Les revenus"
    intro = "Le montant net social des quatre derniers mois, et le net imposable sur un an."

    def ask(self) -> None:
        first_month = month_label((self.month - 13).first_day, "de")
        household = self.review.answers.get(HOUSEHOLD, {})
        adults = {CLAIMANT: "La personne"}
        if household.get("in_couple") == YES:
            adults[PARTNER] = "Son conjoint"
        for who, title in adults.items():
            self.section(title)
            question = YesNoField(
                label=f"A eu un revenu depuis le mois {first_month}",
                help_text="Salaire, chômage, indemnités, retraite, pension… Les aides viennent à l’étape suivante.",
            )
            if self.add(f"{who}_has_income", question, opens_questions=True) == YES:
                for slot in self._kinds(who) or []:
                    self._income(who, slot, title)
        self.section("L’épargne, les biens, le régime")
        self.add(
            "savings",
            AmountField(label="Épargne du foyer, en tout", help_text="0 s’il n’y en a pas ; vide si on ne sait pas."),
        )
        self.add("other_property", YesNoField(label="Possède un autre bien que son logement"))
        if household.get("children_count"):
            year = self.month.year - 2
            help_text = f"Sur l’avis d’impôt reçu en {year + 1}. Les additionner si le couple a deux avis."
            self.add(
                "income_two_years_ago", AmountField(label=f"Revenu brut global du foyer en {year}", help_text=help_text)
            )
        self.add("agricultural_scheme", YesNoField(label="Relève du régime agricole (MSA)"))

    def _kinds(self, who: str) -> list[str] | None:
        choices = []
        for slot, kind in INCOME_SLOTS.items():
            choices.append((slot, _income_title(slot, kind)))
        field = forms.MultipleChoiceField(
            label="Lesquels", choices=choices, required=False, widget=forms.CheckboxSelectMultiple
        )
        chosen: list[str] | None = self.add(f"{who}_kinds", field, opens_questions=True)
        return [slot for slot in INCOME_SLOTS if slot in (chosen or [])]

    def _income(self, who: str, slot: str, adult_title: str) -> None:
        kind, prefix = INCOME_SLOTS[slot], f"{who}_{slot}"
        self.section(
            f"{adult_title} : {_income_title(slot, kind).lower()}",
            intro="Montant net social de chaque mois : 0 si rien n’a été versé, vide si on ne sait pas.",
            pay_slip=kind is IncomeKind.SALARY,
        )
        for paid_in in (months := months_asked(self.month)):
            label = f"Net social {month_label(paid_in.first_day, 'de')}"
            self.add(f"{prefix}_{paid_in}", AmountField(label=label), beside=paid_in != months[0])
        year = f"{month_label((self.month - 13).first_day)} à {month_label((self.month - 2).first_day)}"
        self.add(
            f"{prefix}_net_taxable",
            AmountField(label=f"Net imposable en tout, {year}", help_text="La somme des douze mois."),
        )
        if kind is IncomeKind.SICK_PAY:
            self.add(f"{prefix}_began", MonthField(label="Arrêt de travail commencé en"))
        stopped = self.add(f"{prefix}_stopped", YesNoField(label="Ce revenu s’est arrêté"), opens_questions=True)
        if stopped == YES:
            self.add(f"{prefix}_stopped_since", MonthField(label="Arrêté en"))
            self.add(f"{prefix}_replaced_by", _choice("Remplacé par", labels.REPLACED_BY))
            if kind is IncomeKind.SALARY:
                self.add(f"{prefix}_resigned", YesNoField(label="Arrêté par une démission"))


class ReceivedForm(StepForm):
    slug = RECEIVED
    title = "Déjà perçu"
    intro = "Ce que le foyer reçoit aujourd’hui. Un droit déjà perçu n’est pas redemandé ; il compte dans les autres."

    def ask(self) -> None:
        self.section("Pour aller vite")
        self.add(
            "nothing_received",
            forms.BooleanField(
                label="Ne reçoit aucune de ces aides",
                help_text="Vaut « non » pour toutes celles qui sont laissées vides ci-dessous.",
                required=False,
            ),
        )
        self.section("Aides reçues en ce moment")
        for benefit in self._asked():
            question = YesNoField(label=labels.RECEIVED[benefit])
            receives = self.add(f"{benefit}_receives", question, opens_questions=benefit not in NOT_PAID_MONTHLY)
            if receives == YES and benefit not in NOT_PAID_MONTHLY:
                self.add(f"{benefit}_amount", AmountField(label=f"{labels.RECEIVED[benefit]} : montant par mois"))
                self.add(f"{benefit}_since", MonthField(label=f"{labels.RECEIVED[benefit]} : depuis"), beside=True)

    def clean(self) -> dict[str, Any]:
        if self.cleaned_data.get("nothing_received"):
            for benefit in self._asked():
                name = f"{benefit}_receives"
                if not self.cleaned_data.get(name):
                    self.cleaned_data[name] = NO
                elif self.cleaned_data[name] == YES:
                    self.add_error("nothing_received", "Une aide est notée plus bas : décocher, ou répondre « non ».")
                    break
        return super().clean()

    def _asked(self) -> Iterator[ReceivedBenefit]:
        """The rights that concern this household, and those that would count in them for this household."""
        household = self.review.answers.get(HOUSEHOLD, {})
        incomes = self.review.answers.get(INCOMES, {})
        situation = situation_from_answers({HOUSEHOLD: household, INCOMES: incomes}, self.month)
        ages = [_age(adult.birth_date, self.month) for adult in situation.adults]
        yield from (ReceivedBenefit.RSA, ReceivedBenefit.PRIME_ACTIVITE, ReceivedBenefit.AIDE_LOGEMENT)
        yield from (ReceivedBenefit.CSS, ReceivedBenefit.AAH, ReceivedBenefit.ASS)
        if any(age is None or age >= PENSION_ASKED_FROM for age in ages):
            yield ReceivedBenefit.ASPA
        kinds = {income.kind for adult in situation.adults for income in adult.incomes or ()}
        if IncomeKind.INVALIDITY_PENSION in kinds:
            yield ReceivedBenefit.ASI
        yield from _family_benefits(situation.children, situation.in_couple, situation.pregnancy, self.month)


def _family_benefits(
    children: Any, in_couple: bool | None, pregnancy: bool | None, month: Month
) -> Iterator[ReceivedBenefit]:
    count = None if children is None else len(children)
    if count and in_couple is not True:
        yield ReceivedBenefit.SOUTIEN_FAMILIAL
    if count and count > 1:
        yield ReceivedBenefit.ALLOCATIONS_FAMILIALES
    if count and count > 2:
        yield ReceivedBenefit.COMPLEMENT_FAMILIAL
    ages = [_age(child.birth_date, month) for child in children or ()]
    if any(age is None or age >= SCHOOL_AGE - 1 for age in ages):
        yield ReceivedBenefit.RENTREE_SCOLAIRE
    if pregnancy or any(age is None or age < YOUNG_CHILD for age in ages):
        yield ReceivedBenefit.PAJE_BASE
        yield ReceivedBenefit.PREPARE


STEPS: dict[str, type[StepForm]] = {form.slug: form for form in (HouseholdForm, HousingForm, IncomesForm, ReceivedForm)}


def next_step(slug: str) -> str | None:
    """The step after this one; None after the last."""
    slugs = list(STEPS)
    following = slugs[slugs.index(slug) + 1 :]
    return following[0] if following else None


def first_unanswered_step(review: RightsReview) -> str | None:
    """Where to resume; None when every step has been saved."""
    return next((slug for slug in STEPS if slug not in review.answers), None)


def _choice(label: str, choices: Mapping[Any, str], help_text: str = "") -> forms.ChoiceField:
    """A closed list; empty means that it is not known."""
    listed = [("", "Ne sait pas"), *((str(value), name) for value, name in choices.items())]
    return forms.ChoiceField(label=label, choices=listed, required=False, help_text=help_text)


def _income_title(slot: str, kind: IncomeKind) -> str:
    return "Autre salaire (second emploi, ou emploi précédent)" if slot == SECOND_JOB else labels.INCOME[kind]


def _age(birth: date | None, month: Month) -> int | None:
    """Age on the first day of the month of the review."""
    if birth is None:
        return None
    day = month.first_day
    return day.year - birth.year - ((day.month, day.day) < (birth.month, birth.day))


def _to_stored(field: forms.Field, value: Any) -> Any:
    if isinstance(field, MonthField):
        return f"{value:%Y-%m}" if value else None
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return str(value)
    return None if value in ("", []) else value


def _from_stored(field: forms.Field, value: Any) -> Any:
    if value in (None, "") or not isinstance(value, str):
        return value
    if isinstance(field, MonthField):
        return Month.parse(value).first_day
    if isinstance(field, BirthDateField):
        return date.fromisoformat(value)
    return Decimal(value) if isinstance(field, AmountField) else value
