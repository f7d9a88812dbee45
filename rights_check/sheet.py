"""The sheet handed to the person: what to do first, with which papers, where and when. Nothing that would embarrass her
if somebody else read it: no name, none of her answers, no refusal."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.template.loader import render_to_string

from beneficiaries.models import Person
from rights_check.engine import Benefit
from rights_check.enums import EligibilityStatus
from rights_check.models import RightsReview
from rights_check.presentation import ResultBlock, papers_to_gather, result_blocks
from tznr.accounts.models import User
from tznr.web.pdf import pdf_of

TEN = Decimal(10)
MOST_RIGHTS = 3
"""Said in full, so that the sheet stays on one page; the others are named."""

_IN_FULL = {
    "CAF": "caisse d’allocations familiales",
    "MSA": "mutualité sociale agricole",
    "CPAM": "caisse primaire d’assurance maladie",
    "MDPH": "maison départementale des personnes handicapées",
    "CARSAT": "caisse d’assurance retraite",
}


SAID_ALOUD_ONLY = frozenset({Benefit.AAH})
"""Its name tells of a disability: spoken of, and never written on a sheet that others may read."""

_DISCREET = {Benefit.RSA: "Un revenu minimum", Benefit.PRIME_ACTIVITE: "Un complément de salaire"}
"""What a right is, where the words of the screen would say too much of the person who holds the sheet."""


@dataclass(frozen=True)
class NextAppointment:
    when: datetime
    where: str


AppointmentProvider = Callable[[User, Person, datetime], NextAppointment | None]
_providers: list[AppointmentProvider] = []


def register_next_appointment(provider: AppointmentProvider) -> AppointmentProvider:
    """A room above knows the appointments; the sheet only shows the next one."""
    _providers.append(provider)
    return provider


@dataclass(frozen=True)
class SheetRight:
    name: str
    plain_name: str
    amount: Decimal | None
    """Euros a month, rounded down to ten."""
    yearly_amount: Decimal | None
    monthly_cost: Decimal | None
    """What it costs, in euros a month."""
    before: date | None
    where: str


@dataclass(frozen=True)
class Sheet:
    review: RightsReview
    gain: Decimal | None
    rights: list[SheetRight]
    """To ask for, what is lost first in front."""
    others: list[str]
    """Rights to ask for too, only named."""
    to_check: list[str]
    papers: list[str]
    appointment: NextAppointment | None
    in_full: list[tuple[str, str]]


def sheet_of(review: RightsReview, *, user: User, now: datetime, today: date) -> Sheet:
    blocks = [block for block in result_blocks(review, today) if block.description.benefit not in SAID_ALOUD_ONLY]
    probable = [block for block in blocks if block.result.status == EligibilityStatus.PROBABLE]
    probable.sort(key=lambda block: (block.months_lost is None, -(block.result.monthly_amount or 0)))
    to_check = [block for block in blocks if block.result.status == EligibilityStatus.TO_VERIFY]
    appointment = _next_appointment(review.person, user, now)
    most = MOST_RIGHTS if appointment is None else MOST_RIGHTS - 1
    rights = [_right(block) for block in probable[:most]]
    papers = papers_to_gather((probable or to_check)[:most])
    return Sheet(
        review=review,
        gain=about(review.net_monthly_gain),
        rights=rights,
        others=[_name(block) for block in probable[most:]],
        to_check=[_name(block) for block in to_check],
        papers=papers,
        appointment=appointment,
        in_full=_in_full(" ".join([*papers, *(f"{right.where} {right.name}" for right in rights)])),
    )


def about(amount: Decimal | None) -> Decimal | None:
    """« environ 210 € »: rounded down to ten euros; small amounts are kept as they are."""
    if not amount:
        return None
    return amount // TEN * TEN if amount >= TEN else amount


def _right(block: ResultBlock) -> SheetRight:
    return SheetRight(
        name=_name(block),
        plain_name=_DISCREET.get(block.description.benefit, block.description.plain_name),
        amount=about(block.result.monthly_amount),
        yearly_amount=about(block.result.yearly_amount),
        monthly_cost=block.result.monthly_cost or None,
        before=block.result.file_before if block.months_lost else None,
        where=block.payer,
    )


def _name(block: ResultBlock) -> str:
    """Without what is between brackets: acronyms that nobody explained."""
    return block.description.name.split(" (")[0]


def _next_appointment(person: Person | None, user: User, now: datetime) -> NextAppointment | None:
    if person is None:
        return None
    known = [appointment for provider in _providers if (appointment := provider(user, person, now))]
    return min(known, key=lambda appointment: appointment.when, default=None)


def _in_full(text: str) -> list[tuple[str, str]]:
    words = set(re.findall(r"\w+", text))
    return [(short, full) for short, full in _IN_FULL.items() if short in words]


def sheet_pdf(sheet: Sheet) -> bytes:
    page = render_to_string("rights_check/sheet_pdf.html", {"sheet": sheet})
    review = sheet.review
    return pdf_of(page, moment=review.completed_at or review.started_at, identifier=review.pk.bytes)
