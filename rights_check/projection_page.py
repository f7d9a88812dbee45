"""« Ce qui changerait »: what the page says of the projections of a completed review."""

from dataclasses import dataclass
from decimal import Decimal

from rights_check.engine import EligibilityStatus, IncomeKind, Month, Situation
from rights_check.engine.projections import Change, Move, Outcome, Projections, Scenario, project
from rights_check.enums import BenefitCode
from rights_check.models import RightsReview
from rights_check.pay_curve import PayCurve, pay_curve
from rights_check.presentation import status_tone

_WHAT_HAPPENS = {
    EligibilityStatus.PROBABLE: "devient probable",
    EligibilityStatus.TO_VERIFY: "est à vérifier",
    EligibilityStatus.NOT_ELIGIBLE: "se ferme",
}


@dataclass(frozen=True)
class ChangeLine:
    change: Change
    name: str
    what: str
    tone: str


@dataclass(frozen=True)
class ScenarioLine:
    label: str
    outcome: Outcome
    rights: list[tuple[str, Decimal]]
    to_verify: list[str]


@dataclass(frozen=True)
class ProjectionPage:
    month: Month
    curve: PayCurve | None
    changes: list[ChangeLine]
    lines: list[ScenarioLine]
    """Today first, all rights claimed; then each case."""
    missing: list[str]


def projection_page(review: RightsReview, rent: Decimal | None) -> ProjectionPage:
    """Computed again from the frozen situation. `rent`: of another dwelling, in euros a month.

    Raises ValueError when the frozen situation cannot be read, ArithmeticError when it cannot be computed.
    """
    situation, month = Situation.from_json(review.situation or {}), Month.of(review.month)
    move = None if rent is None else Move(rent, situation.housing.commune or _commune(review))
    projections = project(situation, month, move=move)
    return ProjectionPage(
        month=month,
        curve=pay_curve(projections.curve, _present_pay(situation, month)) if projections.curve else None,
        changes=[_change(change) for change in projections.changes],
        lines=_scenarios(projections),
        missing=[fact.label for fact in projections.missing],
    )


def _commune(review: RightsReview) -> str | None:
    return review.person.commune_id if review.person else None


def _present_pay(situation: Situation, month: Month) -> Decimal | None:
    pays = [
        income.net_social.get(month - 1) or Decimal(0)
        for income in situation.claimant.incomes or ()
        if income.kind is IncomeKind.SALARY and income.stopped is False
    ]
    return sum(pays, Decimal(0)) if pays else None


def _change(change: Change) -> ChangeLine:
    return ChangeLine(
        change=change,
        name=BenefitCode(change.benefit.value).label,
        what=_WHAT_HAPPENS.get(change.after, change.after.label),
        tone=status_tone(change.after.value),
    )


def _scenarios(projections: Projections) -> list[ScenarioLine]:
    """Without the cases of which nothing can be said."""
    today = Scenario("Aujourd’hui, en demandant tout", projections.today)
    told = [one for one in (today, *projections.scenarios) if one.outcome.amounts or not one.outcome.to_verify]
    return [_scenario(scenario) for scenario in told]


def _scenario(scenario: Scenario) -> ScenarioLine:
    outcome = scenario.outcome
    return ScenarioLine(
        label=scenario.label,
        outcome=outcome,
        rights=[(BenefitCode(benefit.value).label, amount) for benefit, amount in outcome.amounts.items()],
        to_verify=[BenefitCode(benefit.value).label for benefit in outcome.to_verify],
    )
