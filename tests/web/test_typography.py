"""French typography follows the rules of the Imprimerie nationale: comma, thin no-break space, « 1er », « 9 h 30 »."""

from datetime import UTC, date, datetime, time
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from phonenumber_field.phonenumber import PhoneNumber

from tznr.web.templatetags.typography import euros, french_date, hours, moment, month, number, percent, phone

THIN = "\u202f"
HARD = "\u00a0"


@pytest.mark.parametrize(
    ("value", "form", "expected"),
    [
        (Decimal("1234.5"), "", f"1{THIN}234,50{HARD}€"),
        (Decimal("1234.5"), "entiers", f"1{THIN}235{HARD}€"),
        (Decimal("171666.67"), "", f"171{THIN}666,67{HARD}€"),
        (Decimal("-3"), "", f"\u22123,00{HARD}€"),
        (0, "", f"0,00{HARD}€"),
        (None, "", ""),
        ("", "", ""),
        ("à confirmer", "", ""),
        (Decimal("NaN"), "", ""),
    ],
)
def test_amounts(value: object, form: str, expected: str) -> None:
    assert euros(value, form) == expected


def test_figures_and_shares() -> None:
    assert number(5072) == f"5{THIN}072"
    assert number(Decimal("2.5")) == "3", "half is rounded up, as on paper"
    assert number(1234.5, 1) == f"1{THIN}234,5"
    assert percent(Decimal("0.345"), 1) == f"34,5{HARD}%"
    assert percent(0.345) == f"35{HARD}%"


@given(st.decimals(min_value=0, max_value=10**9, places=2))
@settings(derandomize=True, max_examples=50, deadline=None)
def test_an_amount_can_be_read_back(amount: Decimal) -> None:
    written = euros(amount).removesuffix(f"{HARD}€").replace(THIN, "").replace(",", ".")
    assert Decimal(written) == amount


@pytest.mark.parametrize(
    ("day", "form", "expected"),
    [
        (date(2026, 10, 3), "", f"octobre{HARD}2026"),
        (date(2026, 10, 3), "de", f"d’octobre{HARD}2026"),
        (date(2026, 4, 3), "de", f"d’avril{HARD}2026"),
        (date(2026, 5, 3), "de", f"de mai{HARD}2026"),
        (date(2026, 8, 3), "nom", "août"),
        (None, "", ""),
    ],
)
def test_months(day: date | None, form: str, expected: str) -> None:
    assert month(day, form) == expected


def test_dates() -> None:
    assert french_date(date(2026, 5, 1)) == f"1er{HARD}mai{HARD}2026"
    assert french_date(date(2026, 6, 13), "jour") == f"samedi 13{HARD}juin{HARD}2026"
    assert french_date(date(2026, 6, 3), "court") == "03/06/2026"
    assert french_date(None) == ""
    assert french_date(datetime(2026, 6, 30, 23, 0, tzinfo=UTC)) == f"1er{HARD}juillet{HARD}2026", "read in Paris"


def test_hours() -> None:
    assert hours(time(9, 30)) == f"9{HARD}h{HARD}30"
    assert hours(time(9, 5)) == f"9{HARD}h{HARD}05"
    assert hours(time(9, 30), time(12)) == f"9{HARD}h{HARD}30{HARD}–{HARD}12{HARD}h"
    assert hours(time(0, 0)) == f"0{HARD}h"
    assert hours(None) == ""
    assert moment(datetime(2026, 7, 1, 7, 30, tzinfo=UTC)) == f"1er{HARD}juillet{HARD}2026 à 9{HARD}h{HARD}30"


@pytest.mark.parametrize("written", ["0380000000", "03.80.00.00.00", "+33 3 80 00 00 00", "+33380000000"])
def test_telephone(written: str) -> None:
    expected = HARD.join(["03", "80", "00", "00", "00"])
    assert phone(written) == expected
    assert phone(PhoneNumber.from_string("+33380000000", region="FR")) == expected


def test_a_telephone_from_abroad_or_missing() -> None:
    assert phone("+41 22 000 00 00") == f"+41{HARD}22{HARD}000{HARD}00{HARD}00"
    assert phone(None) == ""
    assert phone("") == ""
