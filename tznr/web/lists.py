from typing import Any, TypeVar

from django.core.paginator import Page, Paginator
from django.db.models import Model, QuerySet
from django.http import HttpRequest

Row = TypeVar("Row", bound=Model)


def paginate(request: HttpRequest, rows: "QuerySet[Row, Any]", per_page: int = 25) -> Page[Row]:
    """The page asked for in `?page=`; the first or the last one when the number makes no sense.

    The rows must be ordered, or two pages may show the same one.
    """
    return Paginator(rows, per_page).get_page(request.GET.get("page"))
