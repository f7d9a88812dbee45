"""Hidden counts stay hidden to a reader who subtracts.

The attacker of these tests is written apart from the code: she enumerates or subtracts, and uses nothing of it.
"""

from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reporting.small_counts import Relation, Shown, protect

COLUMN = st.lists(st.integers(0, 14), min_size=2, max_size=4)
TABLES = st.integers(2, 5).flatmap(
    lambda width: st.lists(st.lists(st.integers(0, 30), min_size=width, max_size=width), min_size=2, max_size=5)
)


def one_column(parts: list[int]) -> tuple[dict[str, int], list[Relation]]:
    values = {f"p{rank}": value for rank, value in enumerate(parts)}
    return values | {"total": sum(parts)}, [Relation("total", tuple(values))]


def crossed(rows: list[list[int]]) -> tuple[dict[str, int], list[Relation]]:
    values = {f"{r},{c}": value for r, row in enumerate(rows) for c, value in enumerate(row)}
    height, width = range(len(rows)), range(len(rows[0]))
    values |= {f"{r},T": sum(rows[r]) for r in height} | {f"T,{c}": sum(row[c] for row in rows) for c in width}
    values["T,T"] = sum(map(sum, rows))
    relations = [Relation(f"{r},T", tuple(f"{r},{c}" for c in width)) for r in height]
    relations += [Relation(f"T,{c}", tuple(f"{r},{c}" for r in height)) for c in width]
    relations.append(Relation("T,T", tuple(f"{r},T" for r in height)))
    relations.append(Relation("T,T", tuple(f"T,{c}" for c in width)))
    return values, relations


def subtract(values: dict[str, int], shown: dict[str, Shown], relations: list[Relation]) -> dict[str, int]:
    """What a reader finds by subtraction: a relation with one unknown gives it, and so on."""
    known = {key: value for key, value in values.items() if shown[key] is Shown.PLAIN}
    found: dict[str, int] = {}
    progress = True
    while progress:
        progress = False
        for relation in relations:
            unknown = [key for key in (relation.total, *relation.parts) if key not in known]
            if len(unknown) != 1:
                continue
            parts = sum(known[key] for key in relation.parts if key in known)
            found[unknown[0]] = known[unknown[0]] = (
                parts if unknown[0] == relation.total else known[relation.total] - parts
            )
            progress = True
    return found


def possible_values(values: dict[str, int], shown: dict[str, Shown], threshold: int) -> dict[str, set[int]]:
    """Every value a hidden cell of one column can have, for a reader who knows the rule, by trying them all."""
    keys = list(values)
    ceiling = values["total"] + threshold
    choices = []
    for key in keys:
        if shown[key] is Shown.PLAIN:
            choices.append([values[key]])
        elif shown[key] is Shown.SMALL:
            choices.append(list(range(1, threshold)))
        else:
            choices.append(list(range(1, ceiling + 1)))
    possible: dict[str, set[int]] = {key: set() for key in keys}
    total_at = keys.index("total")
    for attempt in product(*(choice for rank, choice in enumerate(choices) if rank != total_at)):
        total = sum(attempt)
        if total not in choices[total_at]:
            continue
        for key, value in zip([key for key in keys if key != "total"], attempt, strict=True):
            possible[key].add(value)
        possible["total"].add(total)
    return possible


@pytest.mark.parametrize(
    ("parts", "hidden"),
    [
        ([10, 20, 30], set()),
        ([0, 20, 30], set()),
        ([3, 20, 30], {"p0", "p1"}),
        ([3, 5, 0], {"p0", "p1"}),
        # 1 + 1 = 2 would be known from the total: a third one is hidden.
        ([1, 1, 10, 40], {"p0", "p1", "p2"}),
        # Four and four is the only way to make eight of two numbers below five.
        ([4, 4], {"p0", "p1", "total"}),
        ([3, 0, 0], {"p0", "total"}),
    ],
)
def test_what_is_hidden_in_a_column(parts: list[int], hidden: set[str]) -> None:
    values, relations = one_column(parts)
    shown = protect(values, relations, threshold=5)
    assert {key for key, state in shown.items() if state is not Shown.PLAIN} == hidden


def test_the_team_sees_everything_and_the_public_less_than_the_committee() -> None:
    values, relations = one_column([1, 7, 40, 50])
    assert set(protect(values, relations, threshold=1).values()) == {Shown.PLAIN}
    assert protect(values, relations, threshold=5)["p1"] is Shown.MASKED
    public = protect(values, relations, threshold=11)
    assert public["p1"] is Shown.SMALL


def test_tables_that_share_a_total_are_protected_together() -> None:
    """The hidden total of one table is not given by the other."""
    values = {"all": 8, "a": 4, "b": 4, "x": 6, "y": 2}
    relations = [Relation("all", ("a", "b")), Relation("all", ("x", "y"))]
    shown = protect(values, relations, threshold=5)
    assert subtract(values, shown, relations) == {}
    assert shown["all"] is not Shown.PLAIN


@settings(derandomize=True, max_examples=50, deadline=None)
@given(parts=COLUMN)
def test_no_hidden_value_of_a_column_has_only_one_possibility(parts: list[int]) -> None:
    values, relations = one_column(parts)
    shown = protect(values, relations, threshold=5)
    possible = possible_values(values, shown, threshold=5)
    for key, state in shown.items():
        if state is Shown.PLAIN:
            assert values[key] == 0 or values[key] >= 5
        else:
            assert len(possible[key]) > 1
            assert values[key] in possible[key]


@settings(derandomize=True, max_examples=50, deadline=None)
@given(rows=TABLES)
def test_no_hidden_cell_of_a_crossed_table_is_found_by_subtraction(rows: list[list[int]]) -> None:
    values, relations = crossed(rows)
    shown = protect(values, relations, threshold=5)
    assert all(shown[key] is not Shown.PLAIN for key, value in values.items() if 0 < value < 5)
    assert all(shown[key] is Shown.PLAIN for key, value in values.items() if value == 0)
    assert subtract(values, shown, relations) == {}


@settings(derandomize=True, max_examples=50, deadline=None)
@given(rows=TABLES)
def test_the_hidden_parts_under_a_published_total_are_not_a_small_count_together(rows: list[list[int]]) -> None:
    values, relations = crossed(rows)
    shown = protect(values, relations, threshold=5)
    for relation in relations:
        hidden = [values[key] for key in relation.parts if shown[key] is not Shown.PLAIN]
        if hidden and shown[relation.total] is Shown.PLAIN:
            assert sum(hidden) >= 5


def test_a_larger_figure_of_another_table_does_not_give_a_hidden_one_away() -> None:
    """70 = claim + fewer than 5; claim = opened + 41; opened is at most 25: then the hidden loss could only be 4."""
    values = {"probable": 70, "claim": 66, "no claim": 4, "opened": 25, "not opened": 41, "all opened": 25, "others": 0}
    relations = [
        Relation("probable", ("claim", "no claim")),
        Relation("claim", ("opened", "not opened")),
        Relation("all opened", ("opened", "others")),
    ]
    shown = protect(values, relations, 5, unpublished={"others"})

    def may_be(key: str, attempt: int) -> bool:
        if shown[key] is Shown.PLAIN:
            return attempt == values[key]
        return 1 <= attempt <= 4 if shown[key] is Shown.SMALL else attempt >= 1

    losses = {
        no_claim
        for no_claim, opened, whole in product(range(71), range(71), range(71))
        if may_be("no claim", no_claim) and may_be("opened", opened) and may_be("all opened", whole)
        if opened <= whole and may_be("claim", 70 - no_claim) and may_be("not opened", 70 - no_claim - opened)
    }
    assert len(losses) > 1
