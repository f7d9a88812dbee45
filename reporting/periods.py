"""The period and the commune that a figure is about."""

import datetime as dt
from dataclasses import dataclass
from zoneinfo import ZoneInfo

PARIS = ZoneInfo("Europe/Paris")
# In the address bar and in the selectors: the people whose commune nobody noted.
COMMUNE_NOT_NOTED = "non-note"


@dataclass(frozen=True)
class Period:
    """From the first moment of `start` to the last of `end`, both included, in Paris."""

    start: dt.date
    end: dt.date

    def __post_init__(self) -> None:
        if self.end < self.start:
            raise ValueError("A period ends after it starts.")

    @property
    def start_at(self) -> dt.datetime:
        return dt.datetime.combine(self.start, dt.time.min, tzinfo=PARIS)

    @property
    def end_at(self) -> dt.datetime:
        """The first moment that is no longer in the period."""
        return dt.datetime.combine(self.end + dt.timedelta(days=1), dt.time.min, tzinfo=PARIS)

    def months(self) -> list["Period"]:
        """The calendar months it touches, each cut to what lies inside the period."""
        months = []
        start = self.start
        while start <= self.end:
            following = (start.replace(day=1) + dt.timedelta(days=32)).replace(day=1)
            months.append(Period(start, min(self.end, following - dt.timedelta(days=1))))
            start = following
        return months


@dataclass(frozen=True)
class Scope:
    """What is counted: a period, a commune (INSEE code, COMMUNE_NOT_NOTED, or "" for all), seen from `now`."""

    period: Period
    now: dt.datetime
    commune: str = ""


@dataclass(frozen=True)
class Preset:
    label: str
    period: Period


def presets(today: dt.date) -> list[Preset]:
    """The periods most often asked for, the running ones cut at `today`."""
    month_start = today.replace(day=1)
    previous_month_end = month_start - dt.timedelta(days=1)
    quarter_start = month_start.replace(month=(today.month - 1) // 3 * 3 + 1)
    year_start = today.replace(month=1, day=1)
    return [
        Preset("Ce mois-ci", Period(month_start, today)),
        Preset("Le mois dernier", Period(previous_month_end.replace(day=1), previous_month_end)),
        Preset("Ce trimestre", Period(quarter_start, today)),
        Preset("Cette année", Period(year_start, today)),
        Preset("Les douze derniers mois", Period(_a_year_before(today) + dt.timedelta(days=1), today)),
        Preset("L’année dernière", Period(year_start.replace(year=today.year - 1), year_start - dt.timedelta(days=1))),
    ]


def _a_year_before(day: dt.date) -> dt.date:
    last_february = (day.month, day.day) == (2, 29)
    return day.replace(year=day.year - 1, day=28 if last_february else day.day)
