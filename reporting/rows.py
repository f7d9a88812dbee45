"""How the rows behind a figure are listed: what is shown of each kind of record, and the page it opens."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import partial
from typing import Any

from django.db.models import Model
from django.urls import reverse

from beneficiaries.models import Person
from outreach.models import Appointment, FieldContact, OutreachEvent
from partners.models import Referral
from reporting.indicators import Indicator
from reporting.indicators.base import Rows
from rights_check.models import BenefitClaim, OpenedRight, RightsReview
from tznr.web.templatetags.typography import euros, french_date, moment

ANONYMOUS = "contact anonyme"


@dataclass(frozen=True)
class RowKind:
    """`title` names the row and carries the link of `url`."""

    heading: str
    title: Callable[[Any], str]
    url: Callable[[Any], str]
    columns: tuple[tuple[str, Callable[[Any], object]], ...]
    related: tuple[str, ...]


@dataclass(frozen=True)
class Row:
    title: str
    url: str
    cells: list[object]

    def texts(self) -> list[str]:
        """The cells as the page shows them; a file keeps their values."""
        return [_written(cell) for cell in self.cells]


@dataclass(frozen=True)
class RowTable:
    headings: list[str]
    rows: list[Row]

    def cells(self) -> Iterable[list[object]]:
        return ([row.title, *row.cells] for row in self.rows)


def _of_her(row: Any) -> str:
    return str(row.person)


def _written(cell: object) -> str:
    if isinstance(cell, Decimal):
        return euros(cell)
    if isinstance(cell, datetime):
        return moment(cell)
    if isinstance(cell, date):
        return french_date(cell)
    return "non noté" if cell in (None, "") else str(cell)


_HER_COMMUNE = ("Commune", lambda row: row.person.commune if row.person else None)

KINDS: dict[type[Model], RowKind] = {
    OutreachEvent: RowKind(
        "Sortie",
        lambda event: event.title,
        lambda event: reverse("event_detail", args=[event.pk]),
        (
            ("Date", lambda event: event.starts_at),
            ("Nature", lambda event: event.get_kind_display()),
            ("Commune", lambda event: event.commune),
        ),
        ("commune",),
    ),
    FieldContact: RowKind(
        "Contact",
        lambda contact: str(contact.person) if contact.person else ANONYMOUS,
        lambda contact: reverse("contact_detail", args=[contact.pk]),
        (
            ("Date", lambda contact: contact.occurred_at),
            ("Sortie", lambda contact: contact.event or "rappel, sans sortie"),
            ("Commune", lambda contact: contact.event.commune if contact.event else contact.commune),
            ("Ce qui a suivi", lambda contact: contact.get_next_step_display()),
        ),
        ("person", "event__commune", "commune"),
    ),
    Person: RowKind(
        "Personne",
        str,
        lambda person: reverse("person_detail", args=[person.pk]),
        (
            ("Commune", lambda person: person.commune),
            ("Fiche créée le", lambda person: person.created_at),
        ),
        ("commune",),
    ),
    Appointment: RowKind(
        "Personne",
        _of_her,
        lambda appointment: reverse("appointment_detail", args=[appointment.pk]),
        (
            ("Rendez-vous", lambda appointment: appointment.starts_at),
            ("État", lambda appointment: appointment.get_state_display()),
            ("Avec", lambda appointment: appointment.staff),
            ("Lieu", lambda appointment: appointment.place),
            _HER_COMMUNE,
        ),
        ("person__commune", "staff", "place"),
    ),
    RightsReview: RowKind(
        "Personne",
        lambda review: review.whose,
        lambda review: reverse("review_result", args=[review.pk]),
        (
            ("Bilan terminé le", lambda review: review.completed_at),
            ("Mené par", lambda review: review.conducted_by),
            _HER_COMMUNE,
        ),
        ("person__commune", "conducted_by"),
    ),
    BenefitClaim: RowKind(
        "Personne",
        _of_her,
        lambda claim: reverse("claim_detail", args=[claim.pk]),
        (
            ("Prestation", lambda claim: claim.get_benefit_display()),
            ("État", lambda claim: claim.get_state_display()),
            ("Créée le", lambda claim: claim.created_at),
            ("Déposée le", lambda claim: claim.filed_on),
            _HER_COMMUNE,
        ),
        ("person__commune",),
    ),
    Referral: RowKind(
        "Personne",
        _of_her,
        lambda referral: reverse("referral_detail", args=[referral.pk]),
        (
            ("Structure", lambda referral: referral.organisation),
            ("État", lambda referral: referral.get_state_display()),
            ("Envoyée le", lambda referral: referral.sent_at),
            ("Issue", lambda referral: referral.get_outcome_display()),
            _HER_COMMUNE,
        ),
        ("person__commune", "organisation"),
    ),
    OpenedRight: RowKind(
        "Personne",
        _of_her,
        lambda right: reverse("opened_right_detail", args=[right.pk]),
        (
            ("Prestation", lambda right: right.get_benefit_display()),
            ("Montant mensuel", lambda right: right.monthly_amount),
            ("Preuve", lambda right: right.get_evidence_display()),
            ("Noté le", lambda right: right.recorded_at),
            _HER_COMMUNE,
        ),
        ("person__commune",),
    ),
}


def _days(value_of: Callable[[Model], Decimal], record: Model) -> int:
    return int(value_of(record))


def with_related(rows: Rows) -> Rows:
    return rows.select_related(*KINDS[rows.model].related)


def as_table(indicator: Indicator, model: type[Model], records: Iterable[Model]) -> RowTable:
    """The records as rows, with the value each brings to a figure that is not a count."""
    kind = KINDS[model]
    columns = list(kind.columns)
    if indicator.total:
        columns.append(("Gain mensuel net estimé", lambda row: getattr(row, indicator.total)))
    if indicator.value_of:
        columns.append(("Jours", partial(_days, indicator.value_of)))
    rows = [Row(kind.title(record), kind.url(record), [value(record) for _, value in columns]) for record in records]
    return RowTable([kind.heading, *[heading for heading, _ in columns]], rows)
