"""French typography: figures, amounts, dates and hours as they are written, with spaces that do not break."""

from datetime import date, datetime, time
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

from django import template
from django.utils import timezone
from django.utils.formats import number_format

register = template.Library()

NO_BREAK = "\N{NO-BREAK SPACE}"
MONTHS = [
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
]
DAYS = ["lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"]


@register.filter
def number(value: object, decimals: int = 0) -> str:
    """1234.5 → « 1 235 »; `value|number:1` → « 1 234,5 ». Half is rounded up, as on paper. Nothing when empty."""
    figure = _decimal(value)
    if figure is None:
        return ""
    rounded = figure.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)
    return number_format(rounded, decimals, use_l10n=True, force_grouping=True).replace("-", "\N{MINUS SIGN}")


@register.filter
def euros(value: object, form: str = "") -> str:
    """Decimal("1234.5") → « 1 234,50 € »; `amount|euros:"entiers"` → « 1 235 € »."""
    figure = number(value, 0 if form == "entiers" else 2)
    return f"{figure}{NO_BREAK}€" if figure else ""


@register.filter
def percent(value: object, decimals: int = 0) -> str:
    """A share of 1: 0.345 → « 35 % »; `share|percent:1` → « 34,5 % »."""
    figure = _decimal(value)
    return "" if figure is None else f"{number(figure * 100, decimals)}{NO_BREAK}%"


@register.filter
def month(value: date | None, form: str = "") -> str:
    """« octobre 2026 »; `day|month:"de"` → « d’octobre 2026 », « de mai 2026 »; `day|month:"nom"` → « octobre »."""
    if not value:
        return ""
    name = MONTHS[_local(value).month - 1]
    if form == "nom":
        return name
    written = f"{name}{NO_BREAK}{_local(value).year}"
    if form == "de":
        return f"d’{written}" if name[0] in "ao" else f"de {written}"
    return written


@register.filter
def french_date(value: date | None, form: str = "") -> str:
    """« 1er mai 2026 »; `day|french_date:"jour"` → « vendredi 1er mai 2026 »; `:"court"` → « 01/05/2026 »."""
    if not value:
        return ""
    day = _local(value)
    if form == "court":
        return f"{day:%d/%m/%Y}"
    ordinal = "1er" if day.day == 1 else str(day.day)
    written = f"{ordinal}{NO_BREAK}{MONTHS[day.month - 1]}{NO_BREAK}{day.year}"
    return f"{DAYS[day.weekday()]} {written}" if form == "jour" else written


@register.filter
def hours(start: time | datetime | None, end: time | datetime | None = None) -> str:
    """« 9 h 30 »; `start|hours:end` → « 9 h 30 – 12 h »."""
    if not start:
        return ""
    written = _hour(start)
    return f"{written}{NO_BREAK}–{NO_BREAK}{_hour(end)}" if end else written


@register.filter
def moment(value: datetime | None) -> str:
    """A day and an hour: « 3 octobre 2026 à 9 h 30 »."""
    return f"{french_date(value)} à {_hour(value)}" if value else ""


@register.filter
def phone(value: object) -> str:
    """A telephone number in pairs: « 03 80 00 00 00 »; from abroad, as it comes. Accepts a text or a phone number."""
    written = str(getattr(value, "as_national", value) or "").replace(".", "")
    digits = "".join(written.split())
    if digits.startswith("+33"):
        digits = f"0{digits[3:]}"
    if len(digits) == 10 and digits.isdigit():
        return NO_BREAK.join(digits[start : start + 2] for start in range(0, 10, 2))
    return written.replace(" ", NO_BREAK)


def _decimal(value: object) -> Decimal | None:
    try:
        figure = Decimal(str(value))
    except InvalidOperation:
        return None
    return figure if figure.is_finite() else None


def _local(value: date) -> date:
    return timezone.localtime(value).date() if isinstance(value, datetime) and timezone.is_aware(value) else value


def _hour(value: time | datetime) -> str:
    if isinstance(value, datetime) and timezone.is_aware(value):
        value = timezone.localtime(value)
    return f"{value.hour}{NO_BREAK}h" + (f"{NO_BREAK}{value.minute:02}" if value.minute else "")
