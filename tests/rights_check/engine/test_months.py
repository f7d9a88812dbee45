from datetime import date

import pytest

from rights_check.engine import Month

pytestmark = pytest.mark.xdist_group("engine")


def test_arithmetic_crosses_the_year() -> None:
    assert Month(2026, 2) - 4 == Month(2025, 10)
    assert Month(2026, 12) + 1 == Month(2027, 1)
    assert Month(2027, 1).months_since(Month(2026, 10)) == 3


def test_text_goes_both_ways() -> None:
    assert str(Month(2026, 3)) == "2026-03"
    assert Month.parse("2026-03") == Month(2026, 3)


@pytest.mark.parametrize("text", ["2026-13", "2026-3", "mars 2026", ""])
def test_what_is_not_a_month_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="month"):
        Month.parse(text)


def test_days() -> None:
    assert Month.of(date(2028, 2, 10)).last_day == date(2028, 2, 29)
    assert Month(2028, 2).first_day == date(2028, 2, 1)
