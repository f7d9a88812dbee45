"""What people type: French amounts, months by hand."""

import datetime as dt
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from rights_check.fields import AmountField, MonthField


@pytest.mark.parametrize(
    ("typed", "amount"),
    [
        ("1 234,50", "1234.50"),
        ("1\u202f234,50\u00a0€", "1234.50"),
        ("1.234,50", "1234.50"),
        ("1234.5", "1234.5"),
        ("0", "0"),
        (" 607,75 ", "607.75"),
    ],
)
def test_an_amount_is_read_as_it_is_written_in_france(typed: str, amount: str) -> None:
    assert AmountField().clean(typed) == Decimal(amount)


def test_an_empty_amount_is_unknown_and_not_zero() -> None:
    assert AmountField().clean("") is None
    assert AmountField().clean("   ") is None


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("12,5O", "La lettre O y prend la place d’un zéro"),
        ("douze", "n’est pas un montant"),
        ("1,2,3", "n’est pas un montant"),
        ("1e5", "n’est pas un montant"),
        ("NaN", "n’est pas un montant"),
        ("-3", "ne peut pas être négatif"),
        ("1,234.50", "Deux chiffres après la virgule"),
        ("1.234", "Deux chiffres après la virgule"),
        ("123456789", "trop élevé"),
    ],
)
def test_what_is_not_an_amount_is_refused_in_words(typed: str, words: str) -> None:
    with pytest.raises(ValidationError) as refusal:
        AmountField().clean(typed)
    assert words in refusal.value.messages[0]


@pytest.mark.parametrize("typed", ["2026-10", "10/2026", "10-2026", "2026-10-14"])
def test_a_month_is_its_first_day(typed: str) -> None:
    assert MonthField().clean(typed) == dt.date(2026, 10, 1)


@pytest.mark.parametrize("typed", ["13/2026", "octobre", "2026", "00/2026", "10/0001"])
def test_what_is_not_a_month_is_refused_in_words(typed: str) -> None:
    with pytest.raises(ValidationError, match="n’est pas un mois"):
        MonthField().clean(typed)
