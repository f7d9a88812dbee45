"""An accessible PDF (PDF/UA-1) from HTML: the same typeface and colours as the screen, nothing fetched from outside."""

import mimetypes
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

from django.contrib.staticfiles import finders

# WeasyPrint resolves relative addresses against this one; nothing else may be fetched.
STATIC_BASE = "https://static.invalid/"


def pdf_of(page: str, *, moment: datetime, identifier: bytes) -> bytes:
    """Bytes that depend on the arguments alone. `moment`: when the content was settled."""
    from weasyprint import HTML

    with _clock_of_fonts(moment):
        document: bytes = HTML(string=page, base_url=STATIC_BASE, url_fetcher=static_files_only()).write_pdf(
            pdf_variant="pdf/ua-1", pdf_identifier=identifier
        )
    return document


@contextmanager
def _clock_of_fonts(moment: datetime) -> Iterator[None]:
    """The fonts put in the document carry the time of their making, unless this variable of fontTools says another."""
    known = os.environ.get("SOURCE_DATE_EPOCH")
    os.environ["SOURCE_DATE_EPOCH"] = str(int(moment.timestamp()))
    try:
        yield
    finally:
        del os.environ["SOURCE_DATE_EPOCH"]
        if known is not None:
            os.environ["SOURCE_DATE_EPOCH"] = known


def static_files_only() -> Any:
    """A fetcher that knows our static files and refuses every other address, loudly."""
    from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

    class StaticFiles(URLFetcher):  # type: ignore[misc]
        def fetch(self, url: str, headers: dict[str, str] | None = None) -> Any:
            path = finders.find(url.removeprefix(STATIC_BASE)) if url.startswith(STATIC_BASE) else None
            if path is None:
                raise FatalURLFetchingError(f"Only our static files may be fetched, not {url}")
            kind = mimetypes.guess_type(path)[0] or "application/octet-stream"
            return URLFetcherResponse(url, body=Path(path).read_bytes(), headers={"Content-Type": kind})

    return StaticFiles()
