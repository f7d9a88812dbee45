"""The drawings of the figures of a period, the same on the page and in the PDF."""

import json
from collections.abc import Sequence
from typing import Any

from reporting.figures import CauseLine, Cell, Figures, FunnelStep, Table
from reporting.periods import COMMUNE_NOT_NOTED
from tznr.web.drawing import HIGHLIGHT, PRIMARY, QUIET, WIDTH, Drawing, draw, titled
from tznr.web.templatetags.typography import NO_BREAK

BAR = 34
# Room for the longest number or « masqué », between the name of a step and its bar.
NUMBER_COLUMN = 84
SHORT_MONTHS = ["janv.", "févr.", "mars", "avr.", "mai", "juin", "juil.", "août", "sept.", "oct.", "nov.", "déc."]
# Beyond, the names of the months and the numbers above the columns would touch.
MONTHS_WITH_NAMES = 14
MONTHS_WITH_NUMBERS = 24


def drawings(figures: Figures) -> dict[str, Drawing]:
    """The four drawings of a period, for the page as for the PDF."""
    questions = {
        "funnel": (f"Où perd-on les personnes{NO_BREAK}?", funnel_chart(figures["funnel"])),
        "months": (f"L’activité monte-t-elle{NO_BREAK}?", months_chart(figures["months"], "contacts")),
        "communes": (f"Où va-t-on, où ne va-t-on pas encore{NO_BREAK}?", outings_chart(figures["communes"])),
        "causes": (f"Pourquoi ne demandent-elles pas leurs droits{NO_BREAK}?", causes_chart(figures["causes"])),
    }
    return {name: Drawing(title, titled(svg, title)) for name, (title, svg) in questions.items()}


def funnel_chart(steps: Sequence[FunnelStep]) -> str:
    """Bars of those who came this far, burgundy, and of those who stopped before, grey."""
    rows: list[dict[str, Any]] = []
    for rank, step in enumerate(steps):
        lost = step["lost"]
        rows.append({"step": step["name"], "rank": rank, "part": 0, "number": _length(step["value"])})
        if lost is not None and step["value"]["number"] is not None:
            rows.append({"step": step["name"], "rank": rank, "part": 1, "number": _length(lost)})
    order = [step["name"] for step in steps]
    largest = max((row["number"] for row in rows), default=0)
    bars = {
        "data": {"values": rows},
        "mark": {"type": "bar", "height": {"band": 0.72}},
        "encoding": {
            "y": {"field": "step", "type": "nominal", "sort": order, "axis": {"labelPadding": NUMBER_COLUMN}},
            "x": _length_axis(largest),
            "order": {"field": "part"},
            "color": {
                "field": "part",
                "type": "nominal",
                "legend": None,
                "scale": {"domain": [0, 1], "range": [PRIMARY, QUIET]},
            },
        },
    }
    y = {"field": "step", "type": "nominal", "sort": order}
    came = {
        "data": {"values": [{"step": step["name"], "label": step["value"]["text"]} for step in steps]},
        "mark": {"type": "text", "align": "right", "fontWeight": "bold"},
        "encoding": {"y": y, "x": {"value": -8}, "text": {"field": "label"}},
    }
    return draw({"layer": [bars, came, _labels(_losses(steps), "step", order)], "height": BAR * max(len(steps), 1)})


def _losses(steps: Sequence[FunnelStep]) -> list[dict[str, Any]]:
    """« − 14 » after the grey end of each bar that has one."""
    return [
        {"step": step["name"], "at": _length(step["value"]) + lost["number"], "label": f"− {lost['text']}"}
        for step in steps
        if (lost := step["lost"]) and lost["number"] and step["value"]["number"] is not None
    ]


def causes_chart(causes: Sequence[CauseLine]) -> str:
    """One bar per cause, the most heard first."""
    ranked = sorted(causes, key=lambda cause: -_length(cause["value"]))
    return _bars([(cause["name"], cause["value"]) for cause in ranked])


def outings_chart(table: Table) -> str:
    """One bar per commune, the most visited first; where nobody has been yet, a mark to notice instead of a bar."""
    rank = [entry["id"] for entry in table["columns"]].index("outings")
    communes = [(row["name"], row["cells"][rank]) for row in table["rows"] if row["code"] != COMMUNE_NOT_NOTED]
    communes.sort(key=lambda commune: -_length(commune[1]))
    return _bars(communes, none="aucune sortie")


def months_chart(table: Table, column: str) -> str:
    """Columns along the months: one hue, its number above each."""
    rank = [entry["id"] for entry in table["columns"]].index(column)
    rows: list[dict[str, Any]] = [
        {"month": row["code"], "number": _length(row["cells"][rank]), "label": row["cells"][rank]["text"]}
        for row in table["rows"]
    ]
    order = [row["month"] for row in rows]
    largest = max((row["number"] for row in rows), default=0)
    names = json.dumps({code: _month_label(code, order) for code in order})
    axis = {"labelAngle": 0, "labelFontSize": 13, "labelExpr": f"{names}[datum.value]", "labelOverlap": False}
    x = {"field": "month", "type": "nominal", "sort": order, "axis": axis}
    y = {**_length_axis(largest), "field": "number"}
    bars = {"mark": {"type": "bar", "width": min(44, WIDTH * 0.6 / max(len(rows), 1))}, "encoding": {"x": x, "y": y}}
    texts = {
        "mark": {"type": "text", "dy": -9, "fontSize": 15 if len(rows) <= MONTHS_WITH_NAMES else 12},
        "encoding": {"x": x, "y": y, "text": {"field": "label"}},
    }
    layers = [bars, texts] if len(rows) <= MONTHS_WITH_NUMBERS else [bars]
    return draw({"data": {"values": rows}, "layer": layers, "height": 200})


def _month_label(code: str, order: list[str]) -> list[str]:
    """« déc. », with the year under the first month and under each January; of a long period, the years only."""
    year, month = code.split("-")
    name = SHORT_MONTHS[int(month) - 1] if len(order) <= MONTHS_WITH_NAMES else ""
    return [name, year] if month == "01" or code == order[0] else [name]


def _bars(rows: Sequence[tuple[str, Cell]], *, none: str = "") -> str:
    """Bars with their numbers. With `none`, a true zero is said in these words, behind a mark."""
    values = [{"name": name, "number": _length(cell)} for name, cell in rows]
    order = [name for name, _ in rows]
    largest = max((_length(cell) for _, cell in rows), default=0)
    bars = {
        "data": {"values": values},
        "mark": {"type": "bar", "height": {"band": 0.66}},
        "encoding": {
            "y": {"field": "name", "type": "nominal", "sort": order},
            "x": _length_axis(largest),
        },
    }
    zeros = [name for name, cell in rows if none and cell["number"] == 0]
    labels = [{"name": name, "at": _length(cell), "label": cell["text"]} for name, cell in rows if name not in zeros]
    words = _labels([{"name": name, "at": 0, "label": none} for name in zeros], "name", order, after=22)
    marks = {
        "data": {"values": [{"name": name} for name in zeros]},
        "mark": {"type": "square", "size": 130, "color": HIGHLIGHT, "opacity": 1},
        "encoding": {"y": {"field": "name", "type": "nominal", "sort": order}, "x": {"value": 8}},
    }
    layers = [bars, marks, words, _labels(labels, "name", order)]
    return draw({"layer": layers, "height": 28 * max(len(rows), 1)})


def _labels(labels: list[dict[str, Any]], field: str, order: list[str], *, after: int = 6) -> dict[str, Any]:
    return {
        "data": {"values": labels},
        "mark": {"type": "text", "align": "left", "dx": after},
        "encoding": {
            "y": {"field": field, "type": "nominal", "sort": order},
            "x": {"field": "at", "type": "quantitative"},
            "text": {"field": "label"},
        },
    }


def _length_axis(largest: int) -> dict[str, Any]:
    """From zero, with room for the label after the longest bar."""
    return {
        "field": "number",
        "type": "quantitative",
        "axis": None,
        "scale": {"domain": [0, max(largest, 1) * 1.18], "nice": False},
    }


def _length(cell: Cell) -> int:
    """What is hidden or unknown has no length; its label says so."""
    return cell["number"] or 0
