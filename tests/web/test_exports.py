"""A table that leaves the program: readable by a French spreadsheet, and nothing in it is a formula."""

import csv
import datetime as dt
import io
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from tests.factories import NOW
from tznr.web.exports import table_response

HEADERS = ["Nom", "Montant", "Le", "À", "Interprète"]
ROW = ["Zoé 🌻", Decimal("1234.50"), dt.date(2026, 10, 14), NOW, True]


def test_csv_for_a_french_spreadsheet() -> None:
    answer = table_response([ROW, [None] * 5], HEADERS, "Personnes d’octobre", "csv")
    assert answer.content.decode("utf-8") == (
        "\N{BYTE ORDER MARK}Nom;Montant;Le;À;Interprète\r\nZoé 🌻;1234,50;14/10/2026;14/10/2026 10:00;oui\r\n;;;;\r\n"
    )
    assert answer["Content-Disposition"] == 'attachment; filename="personnes-doctobre.csv"'
    assert answer["Cache-Control"] == "no-store"


def test_xlsx_keeps_numbers_and_dates() -> None:
    answer = table_response([ROW], HEADERS, "Personnes", "xlsx")
    sheet = load_workbook(io.BytesIO(answer.content)).active
    assert sheet is not None
    values = [cell.value for cell in sheet[2]]
    assert values == ["Zoé 🌻", 1234.5, dt.datetime(2026, 10, 14), dt.datetime(2026, 10, 14, 10, 0), "oui"]  # noqa: DTZ001


# OWASP, « CSV Injection »: what a spreadsheet takes for a formula, also behind blanks.
@pytest.mark.parametrize("text", ["=1+1", "+33", "-1", "@SOMME(A1)", "\t=1", " =1", "＝1+1"])
def test_a_formula_is_only_text(text: str) -> None:
    line = table_response([[text]], ["Nom"], "table", "csv").content.decode("utf-8-sig").splitlines()[1]
    assert line.strip('"').startswith("'")
    sheet = load_workbook(io.BytesIO(table_response([[text]], ["Nom"], "table", "xlsx").content)).active
    assert sheet is not None
    assert sheet["A2"].data_type == "s"
    assert str(sheet["A2"].value).startswith("'")


@settings(max_examples=40, derandomize=True, deadline=None)
@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=20))
def test_any_text_can_leave_in_both_formats(text: str) -> None:
    """It stays one cell of one row, and no cell opens as a formula, whatever the text and the name of the file."""
    exported = table_response([[text, "fin"]], ["Nom", "Fin"], text, "csv").content.decode("utf-8-sig")
    header, row = csv.reader(io.StringIO(exported, newline=""), delimiter=";")
    assert (header, row[1:]) == (["Nom", "Fin"], ["fin"])
    assert not row[0].lstrip().startswith(("=", "+", "-", "@"))
    sheet = load_workbook(io.BytesIO(table_response([[text, "fin"]], ["Nom", "Fin"], text, "xlsx").content)).active
    assert sheet is not None
    assert (sheet.max_row, sheet["B2"].value) == (2, "fin")
    assert sheet["A2"].data_type != "f"
