from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class TimelineEntry:
    """One thing that happened. `when` is a date, or an aware moment whose hour is then shown.

    `icon` is a name of the sprite, `tone` one of success, warning, danger, info, neutral (tznr.web.tones).
    """

    when: date
    title: str
    detail: str = ""
    url: str = ""
    who: str = ""
    icon: str = "circle"
    tone: str = "neutral"
    state: str = ""
