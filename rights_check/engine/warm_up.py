"""One calculation of everything, so that the first user does not pay for OpenFisca's caches."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from rights_check.engine.months import Month
from rights_check.engine.simulation import calculate
from rights_check.engine.situation import Adult, Housing, HousingStatus, Situation
from rights_check.engine.translation import (
    Hypothesis,
    Lease,
    aspa_household,
    css_household,
    family_household,
    housing_benefit_household,
    prime_activite_household,
    rsa_household,
)

_MONTH = Month(2026, 4)
_ANYONE = Situation(
    claimant=Adult(birth_date=date(1990, 1, 1), incomes=()),
    in_couple=False,
    children=(),
    housing=Housing(kind=HousingStatus.TENANT_UNFURNISHED, rent=Decimal(500), commune="21231"),
)


def calculate_once() -> None:
    hypothesis = Hypothesis(lease=Lease.UNFURNISHED, yearly_resources=(Decimal(0),))
    calculate([housing_benefit_household(_ANYONE, _MONTH, hypothesis)], ["aide_logement"])
    calculate([rsa_household(_ANYONE, _MONTH, hypothesis)], ["rsa"])
    calculate([prime_activite_household(_ANYONE, _MONTH, hypothesis)], ["ppa_nette_crds"])
    calculate([family_household(_ANYONE, _MONTH, hypothesis)], ["af", "asf", "cf", "paje_base", "ars"])
    calculate([aspa_household(_ANYONE, _MONTH, hypothesis)], ["aspa"])
    calculate([css_household(_ANYONE, _MONTH, hypothesis)], ["cmu_c", "css_participation_forfaitaire"])
