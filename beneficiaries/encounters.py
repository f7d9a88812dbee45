"""Who was met since a date: encounters are known to the rooms above, which tell it here."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet

# Given a moment, the keys of the persons met since, as a queryset of one column.
Provider = Callable[[datetime], QuerySet[Any, Any]]
_providers: list[Provider] = []


def register_encounters(provider: Provider) -> Provider:
    _providers.append(provider)
    return provider


def met_since(moment: datetime) -> Q:
    """Persons met since the moment; making somebody's file is meeting her."""
    condition = Q(created_at__gte=moment)
    for provider in _providers:
        condition |= Q(pk__in=provider(moment))
    return condition
