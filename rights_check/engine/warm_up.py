"""One assessment of everything, so that the first user waits neither for OpenFisca's caches nor for the plans."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from rights_check.engine.assessment import assess_without_loading
from rights_check.engine.months import Month
from rights_check.engine.situation import (
    Adult,
    Housing,
    HousingStatus,
    Income,
    IncomeKind,
    Received,
    ReceivedBenefit,
    ResidenceStatus,
    Situation,
)

A_MONTH = Month(2026, 4)
"""When nobody says which month will be asked for first."""


def calculate_once(month: Month) -> None:
    pay = Income(IncomeKind.SALARY, {month - back: Decimal(700) for back in range(1, 5)}, Decimal(8_400))
    anyone = Situation(
        claimant=Adult(
            birth_date=date(month.year - 36, 1, 1),
            residence=ResidenceStatus.FRENCH,
            student=False,
            attached_to_parents=False,
            incomes=(pay,),
        ),
        in_couple=False,
        children=(),
        pregnancy=False,
        housing=Housing(HousingStatus.TENANT_UNFURNISHED, Decimal(500), "21231", False, False),
        received={benefit: Received.nothing() for benefit in ReceivedBenefit},
        savings=Decimal(0),
        other_property=False,
        agricultural_scheme=False,
    )
    assess_without_loading(anyone, month)
