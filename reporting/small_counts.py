"""Hide the counts that would point at someone, and those that would let them be found by subtraction.

A table is a set of values and of relations « this total is the sum of these parts ». Relations may share values: a
column of communes, a row of states and a funnel that all add up to the same total are protected together, so that no
table gives away what another hides.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum


@dataclass(frozen=True)
class Relation:
    total: str
    parts: tuple[str, ...]


class Shown(StrEnum):
    """What a reader sees of a value: itself, « fewer than the threshold », or only that it is hidden."""

    PLAIN = "plain"
    SMALL = "small"
    MASKED = "masked"
    UNPUBLISHED = "unpublished"


Bounds = dict[str, tuple[int, float]]
UNBOUNDED = float("inf")


def protect(
    values: Mapping[str, int],
    relations: Sequence[Relation],
    threshold: int,
    *,
    hidden: Collection[str] = (),
    unpublished: Collection[str] = (),
) -> dict[str, Shown]:
    """Decide what is shown of each value, so that no hidden one can be worked out from the others.

    Values from 1 to `threshold - 1` are SMALL; zero is shown. Where a relation would pin a hidden value, or would give
    the sum of the hidden parts away as a small count, the smallest visible part is MASKED, then the total; when nothing
    is left to hide, the SMALL values of that relation become MASKED, for « fewer than » says something too.

    `hidden` are values that must not be plain for another reason. `unpublished` are values no table shows: with one,
    « the total is at least this part » is a relation like the others.
    """
    shown = {key: _at_first(key, value, threshold, hidden, unpublished) for key, value in values.items()}
    while weak := _betraying(values, shown, relations, threshold):
        parts = {key for relation in weak for key in relation.parts if _still_visible(key, values, shown)}
        totals = {relation.total for relation in weak if _still_visible(relation.total, values, shown)}
        if candidates := parts or totals:
            shown[min(candidates, key=lambda key: (values[key], key))] = Shown.MASKED
        else:
            entries = {key for relation in weak for key in (relation.total, *relation.parts)}
            shown |= {key: Shown.MASKED for key in entries if shown[key] is Shown.SMALL}
    return shown


def _at_first(key: str, value: int, threshold: int, hidden: Collection[str], unpublished: Collection[str]) -> Shown:
    if key in unpublished:
        return Shown.UNPUBLISHED
    if 0 < value < threshold:
        return Shown.SMALL
    return Shown.MASKED if key in hidden and value > 0 else Shown.PLAIN


def _still_visible(key: str, values: Mapping[str, int], shown: Mapping[str, Shown]) -> bool:
    return shown[key] is Shown.PLAIN and values[key] > 0


def _is_hidden(key: str, shown: Mapping[str, Shown]) -> bool:
    return shown[key] in (Shown.SMALL, Shown.MASKED)


def _betraying(
    values: Mapping[str, int], shown: Mapping[str, Shown], relations: Sequence[Relation], threshold: int
) -> list[Relation]:
    """The relations that give something away, and in which something is left to hide."""
    bounds = deduce(values, shown, relations, threshold)
    weak = []
    for relation in relations:
        entries = (relation.total, *relation.parts)
        hidden_parts = [key for key in relation.parts if shown[key] is not Shown.PLAIN]
        pinned = any(_is_hidden(key, shown) and bounds[key][0] == bounds[key][1] for key in entries)
        residue = sum(values[key] for key in hidden_parts)
        # What a part leaves of a larger figure is no count of any table.
        is_a_sum = all(shown[key] is not Shown.UNPUBLISHED for key in entries)
        small_residue = is_a_sum and bool(hidden_parts) and shown[relation.total] is Shown.PLAIN and residue < threshold
        can_hide = any(shown[key] is Shown.SMALL or _still_visible(key, values, shown) for key in entries)
        if (pinned or small_residue) and can_hide:
            weak.append(relation)
    return weak


def deduce(
    values: Mapping[str, int], shown: Mapping[str, Shown], relations: Sequence[Relation], threshold: int
) -> Bounds:
    """What a reader who subtracts learns of each value: the smallest and the largest it can be.

    She knows the rule: zero is never hidden, SMALL lies below the threshold, UNPUBLISHED may be anything. She applies
    every relation to what she already knows, again and again, until she learns nothing more.
    """
    first = {
        Shown.SMALL: (1, float(threshold - 1)),
        Shown.MASKED: (1, UNBOUNDED),
        Shown.UNPUBLISHED: (0, UNBOUNDED),
    }
    bounds: Bounds = {key: first.get(shown[key], (value, float(value))) for key, value in values.items()}
    learning = True
    while learning:
        learning = any(_learn(relation, bounds) for relation in relations)
    return bounds


def _learn(relation: Relation, bounds: Bounds) -> bool:
    """Narrow the bounds of one relation; true when something was learnt."""
    before = {key: bounds[key] for key in (relation.total, *relation.parts)}
    low, high = sum(bounds[key][0] for key in relation.parts), sum(bounds[key][1] for key in relation.parts)
    _narrow(bounds, relation.total, low, high)
    for key in relation.parts:
        others = [other for other in relation.parts if other != key]
        total_low, total_high = bounds[relation.total]
        _narrow(
            bounds,
            key,
            total_low - sum(bounds[other][1] for other in others),
            total_high - sum(bounds[other][0] for other in others),
        )
    return any(bounds[key] != known for key, known in before.items())


def _narrow(bounds: Bounds, key: str, low: float, high: float) -> None:
    known_low, known_high = bounds[key]
    bounds[key] = (known_low if low == -UNBOUNDED else max(known_low, int(low)), min(known_high, high))
