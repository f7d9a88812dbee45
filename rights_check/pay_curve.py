"""The curve of the rights against monthly pay: a picture, one sentence, and the table beneath."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from typing import Any

from rights_check.engine import Benefit
from rights_check.engine.projections import HIGHEST_PAY, PayPoint
from rights_check.enums import BenefitCode
from tznr.web.drawing import INK, INK_SOFT, PRIMARY, QUIET, draw, titled
from tznr.web.templatetags.typography import euros

QUESTION = "Que deviennent les aides si le salaire change ?"
TABLE_STEP = 250
"""Euros between two rows of the table."""
EUROS = "replace(format(datum.value, ',d'), ',', '\u202f') + '\u00a0€'"
_AXIS = {"labelExpr": EUROS, "labelFontSize": 14}
WIDTH = 620
NAME_WIDTH = 450
"""Room for the name of a right, in euros of pay."""
TINT = "#e6cfd6"
GREYS = (INK, INK_SOFT, "#857b70", "#a79d91")
DASHES: tuple[list[int], ...] = ([1, 0], [7, 3], [2, 3], [8, 3, 2, 3])


@dataclass(frozen=True)
class CurveRow:
    pay: Decimal
    amounts: list[Decimal | None]
    """Of each benefit drawn; None where it is to verify."""
    benefits: Decimal
    resources: Decimal | None


@dataclass(frozen=True)
class PayCurve:
    title: str
    svg: str
    summary: str
    names: list[str]
    rows: list[CurveRow]
    to_verify: list[str]
    """Rights left out at some pay at least, because they are to verify."""


def pay_curve(points: Sequence[PayPoint], present_pay: Decimal | None) -> PayCurve:
    """`present_pay`: the claimant's pay of last month, marked on the picture; None when there is none."""
    drawn = [benefit for benefit in Benefit if any(benefit in point.outcome.amounts for point in points)]
    unsure = [benefit for benefit in Benefit if any(benefit in point.outcome.to_verify for point in points)]
    return PayCurve(
        title=QUESTION,
        svg=titled(draw(_picture(points, drawn, present_pay)), QUESTION),
        summary=_summary(points),
        names=[BenefitCode(benefit.value).label for benefit in drawn],
        rows=[_row(point, drawn) for point in points if point.pay % TABLE_STEP == 0],
        to_verify=[BenefitCode(benefit.value).label for benefit in unsure],
    )


def _row(point: PayPoint, drawn: Sequence[Benefit]) -> CurveRow:
    outcome = point.outcome
    amounts = [None if benefit in outcome.to_verify else outcome.amounts.get(benefit, Decimal(0)) for benefit in drawn]
    return CurveRow(point.pay, amounts, outcome.benefits, outcome.resources)


def _summary(points: Sequence[PayPoint]) -> str:
    """Where the benefits end, and whether earning more ever leaves the household with less."""
    paid = [point.pay for point in points if point.outcome.benefits > 0]
    end = f"Les aides calculées vont jusqu’à un salaire de {euros(max(paid), 'entiers')} environ" if paid else ""
    if paid and max(paid) == points[-1].pay:
        end = f"Les aides calculées durent encore à {euros(points[-1].pay, 'entiers')} de salaire"
    known = [(point.pay, point.outcome.resources) for point in points if point.outcome.resources is not None]
    falls = [later for (_, before), (later, after) in pairwise(known) if after < before]
    if not known:
        return f"{end}."
    if falls:
        fall = euros(falls[0], "entiers")
        return f"{end}. Autour de {fall} de salaire, gagner un peu plus laisse un peu moins en tout."
    return f"{end}. Gagner plus laisse toujours au moins autant en tout."


def _picture(points: Sequence[PayPoint], drawn: Sequence[Benefit], present_pay: Decimal | None) -> dict[str, Any]:
    panels = []
    if all(point.outcome.resources is not None for point in points):
        panels.append(_resources(points, present_pay))
    panels.append(_benefits(points, drawn, present_pay))
    return {"vconcat": panels, "spacing": 28}


def _resources(points: Sequence[PayPoint], present_pay: Decimal | None) -> dict[str, Any]:
    """Incomes in grey, what the benefits add in burgundy."""
    rows = [
        {
            "pay": float(point.pay),
            "own": float((point.outcome.resources or 0) - point.outcome.benefits),
            "all": float(point.outcome.resources or 0),
        }
        for point in points
    ]
    x, highest, widest = _pay_axis(), max(row["all"] for row in rows), rows[2]
    layers: list[dict[str, Any]] = [
        {"mark": {"type": "area", "color": QUIET, "opacity": 1}, "encoding": {"x": x, "y": _euros_axis("own")}},
        {
            "mark": {"type": "area", "color": TINT, "opacity": 1},
            "encoding": {"x": x, "y": _euros_axis("own"), "y2": {"field": "all"}},
        },
        {
            "mark": {"type": "line", "color": PRIMARY, "strokeWidth": 3},
            "encoding": {"x": x, "y": _euros_axis("all")},
        },
        _label(40, rows[18]["all"] + highest * 0.06, "Ressources du foyer en tout", color=PRIMARY, weight=700),
        _label(rows[-1]["pay"] * 0.5, rows[-1]["own"] * 0.3, "Salaire et autres revenus", color=INK),
    ]
    if widest["all"] - widest["own"] > highest * 0.12:
        layers.append(_label(widest["pay"], (widest["own"] + widest["all"]) / 2, "Aides", color=PRIMARY, weight=700))
    return _panel(rows, [*layers, *_mark(present_pay, named=True)], height=230)


def _benefits(points: Sequence[PayPoint], drawn: Sequence[Benefit], present_pay: Decimal | None) -> dict[str, Any]:
    """One grey line for each right, told apart by its dashes and by its name where it is highest."""
    lines = {benefit: _line(points, benefit) for benefit in drawn}
    layers = []
    for rank, (benefit, values) in enumerate(lines.items()):
        others = [value for other, line in lines.items() if other is not benefit for value in line]
        place = max((value for value in values if value["amount"] > 0), key=lambda value: _clearance(value, others))
        style = {"color": GREYS[rank % len(GREYS)], "strokeDash": DASHES[rank % len(DASHES)], "strokeWidth": 2.2}
        layers += [
            {
                "data": {"values": values},
                "mark": {"type": "line", **style},
                "encoding": {"x": _pay_axis(), "y": _euros_axis("amount")},
            },
            _label(place["pay"], place["amount"], BenefitCode(benefit.value).label, color=INK, dy=-9, dx=6),
        ]
    return _panel([], [*layers, *_mark(present_pay, named=False)], height=190)


def _line(points: Sequence[PayPoint], benefit: Benefit) -> list[dict[str, float]]:
    """Its points, without the long stretches at zero before it opens and after it closes."""
    known = [point for point in points if benefit not in point.outcome.to_verify]
    values = [(float(point.pay), float(point.outcome.amounts.get(benefit, 0))) for point in known]
    return [
        {"pay": pay, "amount": amount}
        for place, (pay, amount) in enumerate(values)
        if any(near > 0 for _, near in values[max(place - 1, 0) : place + 2])
    ]


def _clearance(value: dict[str, float], others: Sequence[dict[str, float]]) -> tuple[float, float]:
    """How far the other lines are from a name written at this point of a line; the highest point when none is near."""
    near = [other["amount"] - value["amount"] for other in others if 0 <= other["pay"] - value["pay"] <= NAME_WIDTH]
    room = min((abs(gap) if gap < 0 else gap / 2 for gap in near), default=value["amount"])
    fits = value["pay"] <= HIGHEST_PAY - NAME_WIDTH
    return (min(room, 150.0) if fits else 0.0, value["amount"])


def _panel(rows: list[dict[str, Any]], layers: list[dict[str, Any]], *, height: int) -> dict[str, Any]:
    return {"data": {"values": rows}, "width": WIDTH, "height": height, "layer": layers}


def _mark(present_pay: Decimal | None, *, named: bool) -> list[dict[str, Any]]:
    """A dashed line at the pay of today."""
    if present_pay is None or present_pay > HIGHEST_PAY:
        return []
    at = {"values": [{"pay": float(present_pay)}]}
    x = _pay_axis()
    rule = {"type": "rule", "color": INK_SOFT, "strokeDash": [3, 3]}
    text = {"type": "text", "align": "left", "dx": 5, "color": INK_SOFT, "text": "salaire du dernier mois", "y": 218}
    layers: list[dict[str, Any]] = [{"data": at, "mark": rule, "encoding": {"x": x}}]
    return [*layers, {"data": at, "mark": text, "encoding": {"x": x}}] if named else layers


def _label(pay: float, amount: float, words: str, **style: Any) -> dict[str, Any]:
    mark = {"type": "text", "align": "right" if pay > HIGHEST_PAY - NAME_WIDTH else "left", "text": words, **style}
    mark |= {"fontWeight": mark.pop("weight", 400)}
    return {
        "data": {"values": [{"pay": pay, "amount": amount}]},
        "mark": mark,
        "encoding": {
            "x": {"field": "pay", "type": "quantitative"},
            "y": {"field": "amount", "type": "quantitative"},
        },
    }


def _pay_axis() -> dict[str, Any]:
    axis = {**_AXIS, "grid": False, "tickCount": 6, "domain": True, "domainColor": INK_SOFT}
    return {"field": "pay", "type": "quantitative", "axis": axis, "scale": {"nice": False, "domain": [0, HIGHEST_PAY]}}


def _euros_axis(field: str) -> dict[str, Any]:
    axis = {**_AXIS, "grid": True, "gridColor": QUIET, "gridOpacity": 0.7, "tickCount": 4}
    return {"field": field, "type": "quantitative", "axis": axis, "scale": {"zero": True, "nice": True}}
