"""Tables out: CSV that a French spreadsheet opens as it is, and XLSX. No cell is ever taken for a formula."""

import unicodedata
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Literal

import tablib
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.text import slugify

ExportFormat = Literal["csv", "xlsx"]
EXPORT_FORMATS: tuple[ExportFormat, ...] = ("csv", "xlsx")
_CONTENT_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
# Spreadsheets take these for the start of a formula; the last four are their full-width twins.
_FORMULA_STARTS = tuple("=+-@＝＋－＠")


def known_format(name: str) -> ExportFormat:
    """The format of that name. Raises Http404 on any other."""
    for known in EXPORT_FORMATS:
        if known == name:
            return known
    raise Http404


def asked_format(request: HttpRequest) -> ExportFormat | None:
    """The format that the address of a list asks for (`?export=csv`); None for the page. Raises Http404 on another."""
    name = request.GET.get("export")
    return known_format(name) if name else None


def table_response(
    rows: Iterable[Sequence[object]], headers: Sequence[str], name: str, file_format: ExportFormat
) -> HttpResponse:
    """A file to download, named `name` with the format as its extension.

    Numbers, dates and moments stay what they are; moments are written in local time.
    """
    table = tablib.Dataset(headers=list(headers), title=slugify(name)[:31] or "table")
    for row in rows:
        table.append([_cell(value, file_format) for value in row])
    if file_format == "csv":
        # The byte order mark and the semicolon are what French spreadsheets expect.
        content: bytes = table.export("csv", delimiter=";").encode("utf-8-sig")
    else:
        content = table.export("xlsx")
    response = HttpResponse(content, content_type=_CONTENT_TYPES[file_format])
    response["Content-Disposition"] = f'attachment; filename="{slugify(name)}.{file_format}"'
    response["Cache-Control"] = "no-store"
    return response


def _cell(value: object, file_format: ExportFormat) -> object:
    if isinstance(value, datetime):
        local = timezone.localtime(value).replace(tzinfo=None)
        return local.strftime("%d/%m/%Y %H:%M") if file_format == "csv" else local
    if isinstance(value, date):
        return value.strftime("%d/%m/%Y") if file_format == "csv" else value
    if isinstance(value, bool):
        return "oui" if value else "non"
    if value is None:
        return ""
    if isinstance(value, int | float | Decimal):
        return str(value).replace(".", ",") if file_format == "csv" else value
    return _text(str(value))


def _text(text: str) -> str:
    """The text without control characters, behind an apostrophe if a spreadsheet could take it for a formula."""
    clean = "".join(letter for letter in text if letter in "\n\t" or unicodedata.category(letter) != "Cc")
    return f"'{clean}" if clean.lstrip().startswith(_FORMULA_STARTS) or clean[:1] == "\t" else clean
