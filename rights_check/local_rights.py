"""The catalogue of local rights: reads, and the writes that only the coordinatrice makes."""

import uuid
from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet
from django.http import Http404

from rights_check.enums import LocalStatus
from rights_check.models import LocalRight
from tznr.accounts.models import User
from tznr.journal.enums import Verb
from tznr.journal.services import record
from tznr.territory.models import Commune


def is_current(day: date) -> Q:
    """Proposed on that day."""
    started = Q(active_from__isnull=True) | Q(active_from__lte=day)
    not_over = Q(active_to__isnull=True) | Q(active_to__gte=day)
    return Q(is_proposed=True) & started & not_over


def local_rights_for(user: User) -> QuerySet[LocalRight]:
    rights = LocalRight.objects.prefetch_related("communes")
    return rights if user.is_team else rights.none()


def list_local_rights(
    *,
    user: User,
    day: date,
    query: str = "",
    status: LocalStatus | None = None,
    commune: Commune | None = None,
    current: bool | None = None,
) -> QuerySet[LocalRight]:
    """Those open to a status or a commune are those that name it, and those that name none."""
    rights = local_rights_for(user)
    for word in query.split():
        rights = rights.filter(Q(name__icontains=word) | Q(summary__icontains=word))
    if commune:
        rights = rights.filter(Q(communes=commune) | Q(communes__isnull=True)).distinct()
    if current is not None:
        rights = rights.filter(is_current(day)) if current else rights.exclude(is_current(day))
    if status:
        # JSON lists are not searched alike by SQLite and PostgreSQL; the catalogue is a few dozen rows.
        named = [pk for pk, statuses in rights.values_list("pk", "statuses") if not statuses or status in statuses]
        rights = rights.filter(pk__in=named)
    return rights.order_by("name", "id")


def get_local_right_for(user: User, pk: uuid.UUID) -> LocalRight:
    right = local_rights_for(user).filter(pk=pk).first()
    if right is None:
        raise Http404
    return right


@transaction.atomic
def create_local_right(*, actor: User | None, communes: Iterable[Commune] = (), **fields: Any) -> LocalRight:
    """`actor` is None for a territory file. Raises ValidationError at the field concerned."""
    right = LocalRight(**fields)
    right.full_clean()
    right.save(force_insert=True)
    right.communes.set(communes)
    record(actor=actor, verb=Verb.CREATED, subject=right)
    return right


@transaction.atomic
def change_local_right(
    *, actor: User, right: LocalRight, read_version: int, communes: Iterable[Commune], **fields: Any
) -> LocalRight:
    """Raises ValidationError at the field concerned, ChangedMeanwhile when somebody else saved it."""
    for name, value in fields.items():
        setattr(right, name, value)
    right.full_clean()
    right.save_version(read_version=read_version)
    right.communes.set(communes)
    record(actor=actor, verb=Verb.CHANGED, subject=right)
    return right


@transaction.atomic
def propose(*, actor: User, right: LocalRight, proposed: bool, read_version: int) -> LocalRight:
    """Propose it from now on, or no longer: it stays in the catalogue. Raises ChangedMeanwhile."""
    right.is_proposed = proposed
    right.save_version(read_version=read_version, update_fields=["is_proposed", "version"])
    record(actor=actor, verb=Verb.MOVED, subject=right)
    return right
