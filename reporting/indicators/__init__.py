"""The catalogue of indicators: every figure on screen, in a file or in a report is one of these."""

from reporting.indicators.base import Indicator
from reporting.indicators.definitions import INDICATORS
from reporting.indicators.funnel import FUNNEL, FUNNEL_ASIDE, FUNNEL_LOSSES, FUNNEL_STEPS

CATALOGUE: dict[str, Indicator] = {indicator.id: indicator for indicator in [*INDICATORS, *FUNNEL]}

__all__ = ["CATALOGUE", "FUNNEL_ASIDE", "FUNNEL_LOSSES", "FUNNEL_STEPS", "Indicator"]
