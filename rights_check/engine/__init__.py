"""The rights engine: answers in, probable rights out. Plain Python over OpenFisca-France: no Django, no clock."""

from rights_check.engine.assessment import assess, assess_many
from rights_check.engine.catalogue import CATALOGUE, Benefit, BenefitDescription
from rights_check.engine.explanations import deadline_sentence, reserves
from rights_check.engine.facts import Fact
from rights_check.engine.legislation import legislation_is_loaded, load_legislation
from rights_check.engine.months import Month
from rights_check.engine.results import (
    Assessment,
    BenefitResult,
    EligibilityStatus,
    EngineFailure,
    LegislationVersion,
    Missing,
)
from rights_check.engine.situation import (
    NOT_PAID_MONTHLY,
    Adult,
    Child,
    Housing,
    HousingStatus,
    Income,
    IncomeKind,
    Received,
    ReceivedBenefit,
    ReplacedBy,
    ResidenceStatus,
    Situation,
)
from rights_check.engine.validation import InvalidSituation, Problem, validate

__all__ = [
    "CATALOGUE",
    "NOT_PAID_MONTHLY",
    "Adult",
    "Assessment",
    "Benefit",
    "BenefitDescription",
    "BenefitResult",
    "Child",
    "EligibilityStatus",
    "EngineFailure",
    "Fact",
    "Housing",
    "HousingStatus",
    "Income",
    "IncomeKind",
    "InvalidSituation",
    "LegislationVersion",
    "Missing",
    "Month",
    "Problem",
    "Received",
    "ReceivedBenefit",
    "ReplacedBy",
    "ResidenceStatus",
    "Situation",
    "assess",
    "assess_many",
    "deadline_sentence",
    "legislation_is_loaded",
    "load_legislation",
    "reserves",
    "validate",
]
