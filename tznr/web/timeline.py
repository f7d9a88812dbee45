from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class TimelineItem:
    """One thing that happened, or is to come. `at` is aware; at midnight, only the day was known and only it is shown.

    `icon` is a name of the sprite; `state` a word shown as a badge, and `tone` its colour (tznr.web.tones).
    """

    at: datetime
    title: str
    detail: str = ""
    url: str = ""
    icon: str = "circle"
    who: str = ""
    state: str = ""
    tone: str = "neutral"
