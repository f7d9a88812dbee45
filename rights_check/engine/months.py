"""A calendar month, the unit in which French benefits are counted."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date
from functools import cache

_PATTERN = re.compile(r"(\d{4})-(\d{2})")


@dataclass(frozen=True, order=True, slots=True)
class Month:
    year: int
    month: int

    def __post_init__(self) -> None:
        if not (1900 <= self.year <= 2200 and 1 <= self.month <= 12):
            raise ValueError(f"Not a month: {self.year}-{self.month}")

    @classmethod
    def of(cls, day: date) -> Month:
        return cls(day.year, day.month)

    @classmethod
    def parse(cls, text: str) -> Month:
        """« 2026-10 » → Month(2026, 10); ValueError when the text is anything else."""
        match = _PATTERN.fullmatch(text)
        if match is None:
            raise ValueError(f"Not a month (YYYY-MM): {text!r}")
        return cls(int(match[1]), int(match[2]))

    def __str__(self) -> str:
        return _text(self.year, self.month)

    def __add__(self, months: int) -> Month:
        return _of_index(self.index + months)

    def __sub__(self, months: int) -> Month:
        return self + -months

    @property
    def index(self) -> int:
        """Months since year 0, so that two indexes can be subtracted."""
        return self.year * 12 + self.month - 1

    def months_since(self, earlier: Month) -> int:
        return self.index - earlier.index

    @property
    def first_day(self) -> date:
        return date(self.year, self.month, 1)

    @property
    def last_day(self) -> date:
        return date(self.year, self.month, calendar.monthrange(self.year, self.month)[1])


@cache
def _text(year: int, month: int) -> str:
    return f"{year:04d}-{month:02d}"


@cache
def _of_index(index: int) -> Month:
    return Month(index // 12, index % 12 + 1)
