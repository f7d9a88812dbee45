"""Months and amounts in plain French, for the reasons."""

from __future__ import annotations

from datetime import date
from decimal import ROUND_DOWN, Decimal

from rights_check.engine.months import Month

_NAMES = (
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
)


def month_name(month: Month) -> str:
    return f"{_NAMES[month.month - 1]} {month.year}"


def from_month(month: Month) -> str:
    """« d’avril 2027 », « de mai 2027 »."""
    name = month_name(month)
    return f"d’{name}" if name[0] in "ao" else f"de {name}"


def day_name(day: date) -> str:
    number = "1er" if day.day == 1 else str(day.day)
    return f"{number} {_NAMES[day.month - 1]} {day.year}"


def about_euros(amount: Decimal) -> str:
    """Whole euros, rounded down: « 1 234 € » with no-break spaces."""
    whole = int(amount.to_integral_value(rounding=ROUND_DOWN))
    return f"{whole:,}".replace(",", "\u202f") + "\u00a0€"
