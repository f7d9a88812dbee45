import re
from datetime import date

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator

# A day of the team's work. Beyond, a year was mistyped, and the ends of the calendar cannot be moved to UTC.
WORKING_DAY = [
    MinValueValidator(date(2000, 1, 1), "Vérifier l’année."),
    MaxValueValidator(date(2099, 12, 31), "Vérifier l’année."),
]

# Sex, year, month, département (2A and 2B in Corsica), commune, rank, then the key; written with or without gaps.
_GAP = r"[\W_]{0,2}"
_NUMBER = rf"[1-478]{_GAP}(?:\d{_GAP}){{4}}\d{_GAP}[\dABab]{_GAP}(?:\d{_GAP}){{6}}"
_CANDIDATE = re.compile(rf"(?<!\d)(?=({_NUMBER})(\d{_GAP}\d)(?!\d))")
_CORSICA = {"A": "19", "B": "18"}


def holds_social_security_number(text: str) -> bool:
    """Whether the text holds a NIR: thirteen characters, and a key of two digits equal to 97 − (number mod 97)."""
    return any(_key_is_right(*found.groups()) for found in _CANDIDATE.finditer(text))


def refuse_social_security_number(text: str) -> None:
    """Validator of names and free texts: nobody keeps a NIR here, not even by habit."""
    if holds_social_security_number(text):
        raise ValidationError(
            "Ce texte contient un numéro de sécurité sociale. Il ne doit jamais être noté ici : l’enlever.",
            code="social_security_number",
        )


def _key_is_right(number: str, key: str) -> bool:
    number, key = re.sub(r"[\W_]", "", number).upper(), re.sub(r"[\W_]", "", key)
    if number[6] in _CORSICA:
        if number[5] != "2":
            return False
        number = number[:5] + _CORSICA[number[6]] + number[7:]
    return int(key) == 97 - int(number) % 97
