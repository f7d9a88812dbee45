"""What the person answered, and nothing else.

`None` always means « not asked » or « not known »; it is never replaced by a default value.
Three perimeters are kept apart: the RSA household (claimant, partner, children), the tax household
(`Adult.attached_to_parents`) and the occupants of the dwelling (`Housing.kind`, flat-share).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from types import MappingProxyType
from typing import Any

from rights_check.engine.months import Month

SCHEMA = 1
"""Version of the JSON written by `Situation.to_json`."""


class ResidenceStatus(StrEnum):
    FRENCH = "french"
    EEA = "eea"
    """European Economic Area or Switzerland."""
    REFUGEE = "refugee"
    """Refugee, subsidiary protection or stateless."""
    RESIDENT_CARD = "resident_card"
    PERMIT_FIVE_YEARS = "permit_five_years"
    """Other permits that allow work, held for at least five years."""
    PERMIT_UNDER_FIVE_YEARS = "permit_under_five_years"
    STUDENT_PERMIT = "student_permit"
    OTHER = "other"
    """« Autre situation »: never gets an amount."""
    NOT_SAID = "not_said"

    @property
    def has_permit_dates(self) -> bool:
        return self in _PERMITS


_PERMITS = frozenset(
    {
        ResidenceStatus.RESIDENT_CARD,
        ResidenceStatus.PERMIT_FIVE_YEARS,
        ResidenceStatus.PERMIT_UNDER_FIVE_YEARS,
        ResidenceStatus.STUDENT_PERMIT,
    }
)


class HousingStatus(StrEnum):
    TENANT_UNFURNISHED = "tenant_unfurnished"
    TENANT_FURNISHED = "tenant_furnished"
    FLAT_SHARE = "flat_share"
    HOSTEL = "hostel"
    """Foyer, résidence sociale, résidence universitaire."""
    OWNER_WITH_LOAN = "owner_with_loan"
    OWNER = "owner"
    HOUSED_FREE = "housed_free"
    HOMELESS = "homeless"

    @property
    def pays_rent(self) -> bool:
        return self in _RENTED


_RENTED = frozenset(
    {
        HousingStatus.TENANT_UNFURNISHED,
        HousingStatus.TENANT_FURNISHED,
        HousingStatus.FLAT_SHARE,
        HousingStatus.HOSTEL,
    }
)


class IncomeKind(StrEnum):
    SALARY = "salary"
    UNEMPLOYMENT = "unemployment"
    SICK_PAY = "sick_pay"
    RETIREMENT = "retirement"
    INVALIDITY_PENSION = "invalidity_pension"
    SELF_EMPLOYED = "self_employed"
    MAINTENANCE = "maintenance"
    """Maintenance (pension alimentaire) received."""
    OTHER = "other"


class ReplacedBy(StrEnum):
    """What came instead of an income that stopped."""

    NOTHING = "nothing"
    NEW_JOB = "new_job"
    UNEMPLOYMENT = "unemployment"
    SICK_PAY = "sick_pay"
    RETIREMENT = "retirement"
    OTHER = "other"


class ReceivedBenefit(StrEnum):
    """What a household may already receive: it is not asked for again, and counts among the resources."""

    RSA = "rsa"
    PRIME_ACTIVITE = "prime_activite"
    AIDE_LOGEMENT = "aide_logement"
    ALLOCATIONS_FAMILIALES = "allocations_familiales"
    SOUTIEN_FAMILIAL = "soutien_familial"
    COMPLEMENT_FAMILIAL = "complement_familial"
    PAJE_BASE = "paje_base"
    PREPARE = "prepare"
    AAH = "aah"
    ASS = "ass"
    ASPA = "aspa"
    ASI = "asi"
    CSS = "css"
    RENTREE_SCOLAIRE = "rentree_scolaire"
    """For the start of the present school year."""


NOT_PAID_MONTHLY = frozenset({ReceivedBenefit.CSS, ReceivedBenefit.RENTREE_SCOLAIRE})
"""Received, but not as money each month: no amount is asked for them."""


@dataclass(frozen=True, slots=True)
class Received:
    """`Received.nothing()` says the benefit is not received; a benefit absent from
    `Situation.received` was not asked about."""

    monthly_amount: Decimal | None = None
    since: Month | None = None
    receives: bool = True

    @classmethod
    def nothing(cls) -> Received:
        return cls(receives=False)


@dataclass(frozen=True, slots=True)
class Income:
    kind: IncomeKind
    net_social: Mapping[Month, Decimal | None] = field(default_factory=dict)
    """Montant net social in euros, for the months M-4 to M-1; 0 is an answer, None or absent is not."""
    net_taxable: Decimal | None = None
    """Net taxable pay in euros, total of the months M-13 to M-2."""
    stopped: bool | None = False
    """Whether it stopped for certain; None when that was not said. True as soon as `stopped_since` is given."""
    stopped_since: Month | None = None
    """The month in which this income stopped."""
    replaced_by: ReplacedBy | None = None
    resigned: bool | None = None
    """Whether a salary stopped because the person resigned: the département may then decide otherwise."""
    began: Month | None = None
    """For sick pay: the month in which the sick leave began."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "net_social", MappingProxyType(dict(self.net_social)))
        if self.stopped_since is not None:
            object.__setattr__(self, "stopped", True)


@dataclass(frozen=True, slots=True)
class Adult:
    birth_date: date | None = None
    residence: ResidenceStatus | None = None
    permit_start: Month | None = None
    """Since when the person has held, without a break, permits that allow work."""
    permit_end: Month | None = None
    student: bool | None = None
    grant_holder: bool | None = None
    attached_to_parents: bool | None = None
    """On the parents' tax return (asked under 25)."""
    young_worker_hours: bool | None = None
    """Under 25: worked the equivalent of two years full time over the last three years."""
    incomes: tuple[Income, ...] | None = None
    """() means « no income at all »; None was not asked."""


@dataclass(frozen=True, slots=True)
class Child:
    birth_date: date | None = None
    shared_custody: bool | None = None
    earns: bool | None = None
    """From 16 on: earns more than 55 % of the minimum wage (CSS R. 512-2), and is then no longer at charge."""


@dataclass(frozen=True, slots=True)
class Housing:
    kind: HousingStatus | None = None
    rent: Decimal | None = None
    """Monthly rent without charges, in euros; the person's own part in a flat-share."""
    commune: str | None = None
    """INSEE code."""
    social_landlord: bool | None = None
    landlord_is_relative: bool | None = None
    """The landlord is a parent, grandparent, child or grandchild of the claimant or the partner."""


@dataclass(frozen=True, slots=True)
class Situation:
    claimant: Adult
    in_couple: bool | None = None
    partner: Adult | None = None
    children: tuple[Child, ...] | None = None
    """Children at charge; () means none, None was not asked."""
    pregnancy: bool | None = None
    """The claimant or the partner is pregnant."""
    isolated_since: Month | None = None
    """Alone with children or pregnant: the month of the separation, widowhood or pregnancy declared alone."""
    housing: Housing = field(default_factory=Housing)
    received: Mapping[ReceivedBenefit, Received] = field(default_factory=dict)
    savings: Decimal | None = None
    """All savings of the household in euros."""
    other_property: bool | None = None
    """Owns, or draws income from, property other than the dwelling lived in."""
    agricultural_scheme: bool | None = None
    income_two_years_ago: Decimal | None = None
    """« Revenu brut global » of the household in year N-2, in euros, as printed on the tax notice."""
    other_parent_supports: bool | None = None
    """Lone parent: the other parent pays maintenance or supports the children in kind."""
    disability: bool | None = None
    """Somebody in the household has a disability or a lasting illness that limits work."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "received", MappingProxyType(dict(self.received)))

    @property
    def adults(self) -> tuple[Adult, ...]:
        return (self.claimant,) if self.partner is None else (self.claimant, self.partner)

    def to_json(self) -> dict[str, Any]:
        """Plain JSON: amounts and months as strings, with the version of this layout under « schema »."""
        from rights_check.engine.serialisation import situation_to_json

        return situation_to_json(self)

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Situation:
        """Raises ValueError when the layout is not one we can read."""
        from rights_check.engine.serialisation import situation_from_json

        return situation_from_json(data)
