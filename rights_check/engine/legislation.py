"""The legislation, loaded once per process.

Importing OpenFisca-France and running a first calculation takes 5 to 13 seconds: whoever serves users calls
`load_legislation()` before the first of them waits.
"""

from __future__ import annotations

import threading
from datetime import date
from decimal import Decimal
from functools import cache
from importlib.metadata import version
from typing import Any

from rights_check.engine.months import Month
from rights_check.engine.results import LegislationVersion

_lock = threading.Lock()
_system: Any = None
_warm = threading.Event()

_DATED_PARAMETERS = (
    "prestations_sociales.solidarite_insertion.minima_sociaux.rsa",
    "prestations_sociales.solidarite_insertion.minima_sociaux.ppa",
    "prestations_sociales.aides_logement.allocations_logement.locatif.formule",
    "prestations_sociales.prestations_familiales.bmaf",
)


def legislation_is_loaded() -> bool:
    """True once the legislation is in memory and warm, so that an assessment takes a couple of seconds."""
    return _warm.is_set()


def load_legislation(month: Month | None = None) -> None:
    """Loads and warms the legislation; does nothing the second time. Safe to call from several threads.

    `month`: the one that will be asked for first, so that its plans are there too.
    """
    from rights_check.engine.warm_up import A_MONTH, calculate_once

    tax_benefit_system()
    if not _warm.is_set():
        calculate_once(month or A_MONTH)
        _warm.set()


def tax_benefit_system() -> Any:
    """The OpenFisca-France system, untyped by its authors."""
    global _system
    with _lock:
        if _system is None:
            from openfisca_france import FranceTaxBenefitSystem

            _system = FranceTaxBenefitSystem()
        return _system


def parameters_at(month: Month) -> Any:
    return tax_benefit_system().get_parameters_at_instant(f"{month}-01")


def commune_is_known(insee_code: str) -> bool:
    """Whether the rent zone of a commune is known; OpenFisca puts any other in zone 2 without saying so."""
    from openfisca_france.model.prestations import aides_logement

    aides_logement.preload_zone_apl()
    return insee_code in aides_logement.zone_apl_by_depcom


def ceiling_may_be_outdated(name: str, month: Month) -> bool:
    """Whether a parameter revised each year has no value for the last twelve months."""
    known: str = max(value.instant_str for value in _node(name).values_list)
    return known < (month - 11).first_day.isoformat()


def after_crds(amount: Decimal, month: Month) -> Decimal:
    """A family benefit as it is paid, once the CRDS is taken off (ordinance 96-50, article 14)."""
    rate = Decimal(str(parameters_at(month).prelevements_sociaux.contributions_sociales.crds))
    return (amount * (1 - rate)).quantize(Decimal("0.01"))


@cache
def legislation_version(month: Month) -> LegislationVersion:
    limit = month.last_day.isoformat()
    instants = [
        value.instant_str
        for name in _DATED_PARAMETERS
        for leaf in _node(name).get_descendants()
        for value in getattr(leaf, "values_list", ())
        if value.instant_str <= limit
    ]
    return LegislationVersion(
        openfisca_france=version("openfisca-france"),
        openfisca_core=version("openfisca-core"),
        parameters_date=date.fromisoformat(max(instants)),
    )


def _node(name: str) -> Any:
    node = tax_benefit_system().parameters
    for part in name.split("."):
        node = getattr(node, part)
    return node
