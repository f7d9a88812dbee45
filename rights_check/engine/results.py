"""What the engine answers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from rights_check.engine.catalogue import Benefit
from rights_check.engine.facts import Fact
from rights_check.engine.months import Month


class EligibilityStatus(StrEnum):
    RECEIVED = "received"
    PROBABLE = "probable"
    TO_VERIFY = "to_verify"
    NOT_ELIGIBLE = "not_eligible"

    @property
    def label(self) -> str:
        return _LABELS[self]


_LABELS = {
    EligibilityStatus.RECEIVED: "déjà perçu",
    EligibilityStatus.PROBABLE: "probable",
    EligibilityStatus.TO_VERIFY: "à vérifier",
    EligibilityStatus.NOT_ELIGIBLE: "pas de droit ce mois-ci",
}


@dataclass(frozen=True, slots=True)
class Missing:
    """A fact without which the result cannot be given."""

    fact: Fact

    @property
    def label(self) -> str:
        """French words for the fact, to be put after « Il manque : »."""
        return self.fact.label


@dataclass(frozen=True, slots=True)
class BenefitResult:
    benefit: Benefit
    status: EligibilityStatus
    monthly_amount: Decimal | None
    """Euros a month. Received: what the person said (None if she did not know). Probable: our careful estimate,
    with everything that opens at the same time taken into account. Otherwise always None."""
    reasons: tuple[str, ...]
    """Plain French sentences said to the person."""
    missing: tuple[Missing, ...] = ()
    deadline: date | None = None
    """Last day of the month of filing, when a month is lost by filing later."""
    interval: tuple[Decimal, Decimal] | None = None
    """Lowest and highest euros a month that the answers leave open, when these differ (the lowest may be 0)."""
    variant: str = ""
    """Which of the benefits grouped under one name: « APL », « ALF », « ALS », « gratuite », « payante »."""
    yearly_amount: Decimal | None = None
    """Euros paid once a year (allocation de rentrée scolaire), never part of a monthly sum."""
    monthly_cost: Decimal | None = None
    """Euros a month that the household would pay for it (complémentaire santé solidaire), never a gain."""

    def __post_init__(self) -> None:
        amounts = (self.monthly_amount, self.yearly_amount, self.monthly_cost)
        if self.status in (EligibilityStatus.TO_VERIFY, EligibilityStatus.NOT_ELIGIBLE) and any(
            amount is not None for amount in amounts
        ):
            raise ValueError(f"{self.status} never carries an amount")


@dataclass(frozen=True, slots=True)
class LegislationVersion:
    openfisca_france: str
    openfisca_core: str
    parameters_date: date
    """The latest date from which a parameter of the three benefits is known, at most the month assessed."""


@dataclass(frozen=True, slots=True)
class Assessment:
    month: Month
    results: tuple[BenefitResult, ...]
    net_monthly_gain: Decimal | None
    """Euros a month the household would gain by claiming what is probable, against what it receives today, all
    interactions counted. None when nothing can be said because everything open is still to verify."""
    gain_is_minimum: bool
    """True when a benefit still to verify could add to the gain."""
    legislation: LegislationVersion

    def result_for(self, benefit: Benefit) -> BenefitResult:
        return next(result for result in self.results if result.benefit is benefit)


@dataclass(frozen=True, slots=True)
class EngineFailure:
    """One household could not be computed; the others were."""

    month: Month
    message: str
    """In French, for the screen."""
    cause: str
    """For the technical log: the error, without any personal data."""
