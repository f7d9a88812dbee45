"""Which times of a day are still free for an ambassadrice: arithmetic only, no database."""

import datetime as dt
from collections.abc import Iterable

from django.utils import timezone

DAY_BEGINS = dt.time(8, 30)
DAY_ENDS = dt.time(18, 0)
STEP = dt.timedelta(minutes=30)

Interval = tuple[dt.datetime, dt.datetime]


def free_starts(*, day: dt.date, minutes: int, busy: Iterable[Interval], not_before: dt.datetime) -> list[dt.datetime]:
    """Starts, every half hour from 8:30, of the intervals of `minutes` that end by 18:00 and meet no busy one.

    `busy` holds aware (start, end) pairs, ends excluded; nothing before `not_before` is offered.
    """
    taken = list(busy)
    length = dt.timedelta(minutes=minutes)
    start = timezone.make_aware(dt.datetime.combine(day, DAY_BEGINS))
    closing = timezone.make_aware(dt.datetime.combine(day, DAY_ENDS))
    free = []
    while start + length <= closing:
        meets = any(begin < start + length and end > start for begin, end in taken)
        if start >= not_before and not meets:
            free.append(start)
        start += STEP
    return free


def offer(free: Iterable[dt.datetime], wanted: dt.datetime, most: int = 6) -> list[dt.datetime]:
    """The free times to say aloud: those after the wanted one first, then the earlier ones; in the order of the day."""
    ordered = sorted(free, key=lambda start: (start < wanted, start))
    return sorted(ordered[:most])
