"""What people type in a questionnaire: amounts, months, and answers that may be unknown."""

import re
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from tznr.web.forms import DayField, DayInput

YES, NO, UNKNOWN = "yes", "no", "unknown"
_SPACES_AND_SIGN = re.compile(r"[\s\u00a0\u202f€]")
_AMOUNT = re.compile(r"[-\u2212]?\d+(\.\d+)?")
_MONTH_FIRST = re.compile(r"(\d{1,2})[/.-](\d{4})")
_YEAR_FIRST = re.compile(r"(\d{4})-(\d{1,2})(-\d{1,2})?")


class AmountField(forms.DecimalField):
    """Euros as they are written in France: « 1 234,50 », with or without the sign."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("required", False)
        options.setdefault("min_value", Decimal(0))
        options.setdefault(
            "error_messages",
            {
                "min_value": "Un montant ne peut pas être négatif.",
                "max_decimal_places": "Deux chiffres après la virgule au plus.",
                "max_digits": "Ce montant paraît trop élevé : vérifier la virgule.",
                "max_whole_digits": "Ce montant paraît trop élevé : vérifier la virgule.",
            },
        )
        options.setdefault("widget", forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}))
        super().__init__(max_digits=9, decimal_places=2, **options)

    def to_python(self, value: Any) -> Decimal | None:  # type: ignore[override]
        if value is None or isinstance(value, Decimal):
            return value
        typed = str(value).strip()
        text = _SPACES_AND_SIGN.sub("", typed)
        if not text:
            return None
        if "," in text:
            text = text.replace(".", "").replace(",", ".")
        if not _AMOUNT.fullmatch(text):
            raise ValidationError(_amount_refusal(typed), code="invalid")
        return Decimal(text.replace("\u2212", "-"))

    def prepare_value(self, value: Any) -> Any:
        return f"{value}".replace(".", ",") if isinstance(value, Decimal) else value


def _amount_refusal(typed: str) -> str:
    hint = " La lettre O y prend la place d’un zéro." if re.search(r"[0-9,.]\s*[oO]|[oO]\s*[0-9,.]", typed) else ""
    return f"« {typed} » n’est pas un montant.{hint} Écrire par exemple 1 234,50."


class MonthInput(forms.DateInput):
    input_type = "month"


class MonthField(forms.DateField):
    """A month, as its first day: « 2026-10 » from the browser, or « 10/2026 » by hand."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("required", False)
        options.setdefault("widget", MonthInput(format="%Y-%m", attrs={"autocomplete": "off"}))
        super().__init__(**options)

    def to_python(self, value: Any) -> date | None:
        if value is None or isinstance(value, date):
            return value
        text = str(value).strip()
        if not text:
            return None
        if match := _YEAR_FIRST.fullmatch(text):
            year, month = int(match[1]), int(match[2])
        elif match := _MONTH_FIRST.fullmatch(text):
            year, month = int(match[2]), int(match[1])
        else:
            raise ValidationError(f"« {text} » n’est pas un mois : écrire par exemple 10/2026.", code="invalid")
        if not (1900 <= year <= 2200 and 1 <= month <= 12):
            raise ValidationError(f"« {text} » n’est pas un mois : écrire par exemple 10/2026.", code="invalid")
        return date(year, month, 1)


class BirthDateField(DayField):
    def __init__(self, **options: Any) -> None:
        super().__init__(required=False, widget=DayInput({"autocomplete": "off"}), **options)


class YesNoField(forms.ChoiceField):
    """Oui, non, ne sait pas; left empty, it has not been asked."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("required", False)
        options.setdefault("widget", forms.RadioSelect)
        super().__init__(choices=[(YES, "Oui"), (NO, "Non"), (UNKNOWN, "Ne sait pas")], **options)
