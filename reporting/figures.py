"""All the figures of a period, for one audience, in the shape that the pages draw and that a report freezes."""

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple, TypedDict

from outreach.enums import AppointmentState
from outreach.models import FieldContact, OutreachEvent
from partners.enums import Network
from partners.models import Sector
from reporting.enums import Audience, Counted
from reporting.indicators import CATALOGUE, FUNNEL_ASIDE, FUNNEL_LOSSES, FUNNEL_STEPS, Indicator
from reporting.indicators.base import Number
from reporting.periods import COMMUNE_NOT_NOTED, Period, Scope
from reporting.small_counts import Relation, Shown, protect
from rights_check.enums import ODENORE_TYPE_OF_REASON, BenefitCode, Evidence, NonTakeUpReason
from rights_check.models import OpenedRight, RightsReview
from tznr.territory.models import Commune
from tznr.web.templatetags.typography import NO_BREAK, euros, french_date, month, number

NO_DATA = "pas de donnée"
MASKED = "masqué"
NOT_NOTED_LABEL = "Commune non notée"
# Outsiders see the communes below this number of inhabitants together, PAD by PAD: a fixed rule, whatever the counts.
SMALL_COMMUNE = 5_000
COMMUNE_COLUMNS = ("outings", "contacts", "persons_met", "appointments_seen", "reviews", "rights_opened")
# Headings of the wide tables, where the whole name of the indicator would not fit.
SHORT_NAMES = {
    "outings": "Sorties",
    "contacts": "Contacts",
    "persons_met": "Personnes",
    "appointments_seen": "Rendez-vous honorés",
    "reviews": "Bilans terminés",
    "rights_opened": "Droits ouverts",
}
MONTH_COLUMNS = ("contacts", "appointments_seen", "rights_opened")
SUMMARY = ("outings", "contacts", "persons_met", "reviews", "persons_with_probable_right", "rights_opened")


class Cell(TypedDict):
    """What a reader sees of a number of this indicator; `number` is None for all that is not a plain count."""

    indicator: str
    text: str
    number: int | None


class FigureLine(TypedDict):
    id: str
    name: str
    counts: str
    definition: str
    value: Cell


class FigureSection(TypedDict):
    title: str
    lines: list[FigureLine]


class FunnelStep(TypedDict):
    id: str
    name: str
    definition: str
    value: Cell
    lost_id: str
    lost_name: str
    lost: Cell | None


class TableRow(TypedDict):
    """`query` is what the address of its rows adds to the scope of the whole table."""

    code: str
    name: str
    population: int | None
    query: str
    cells: list[Cell]


class Column(TypedDict):
    id: str
    name: str


class Table(TypedDict):
    columns: list[Column]
    rows: list[TableRow]
    total: list[Cell]


class CauseLine(TypedDict):
    id: str
    name: str
    odenore: str
    value: Cell


class Figures(TypedDict):
    start: str
    end: str
    audience: int
    nothing_recorded: bool
    sections: list[FigureSection]
    summary: list[FigureLine]
    funnel: list[FunnelStep]
    funnel_aside: FigureLine
    communes: Table
    months: Table
    causes: list[CauseLine]
    # How many rows the published amounts and delays come from, to protect the reports that follow this one.
    rows_behind: dict[str, int]


class Place(NamedTuple):
    """A row of the table of communes: one commune, or several small ones together."""

    code: str
    name: str
    population: int | None
    members: tuple[str, ...]


Numbers = dict[str, Number | None]


def figures_for(scope: Scope, audience: Audience, published: Sequence[Figures] = ()) -> Figures:
    """Count everything once, hide what this audience may not see, then lay it out.

    `published` are the figures the same readers already have over periods that touch this one: nothing small may be
    found by subtracting these from those. Raises ValueError when outsiders ask for one commune: free filters cannot be
    made safe against subtraction.
    """
    if audience is not Audience.TEAM and scope.commune:
        raise ValueError("Outside the team, figures cover the whole territory.")
    places = _places(scope, audience)
    numbers = _count(scope, places)
    guarded = _guarded(numbers)
    inclusions = _inclusions(scope, guarded)
    shown = protect(
        guarded | inclusions.leftovers,
        [*_relations(scope, places), *inclusions.relations],
        audience.value,
        hidden=_given_away(scope, numbers, published, audience.value),
        unpublished=inclusions.leftovers,
    )
    if _nothing_recorded(scope):
        numbers = dict.fromkeys(numbers)
    return _lay_out(scope, audience, places, _Shower(numbers, shown, audience.value))


def _count(scope: Scope, places: list[Place]) -> Numbers:
    numbers: Numbers = {identifier: indicator.number(scope) for identifier, indicator in CATALOGUE.items()}
    for indicator in _measured_apart():
        numbers[f"{indicator.id}|rows"] = indicator.rows(scope).order_by().count()
    for identifier in COMMUNE_COLUMNS:
        counts = CATALOGUE[identifier].by_commune(scope)
        for place in places:
            numbers[f"{identifier}|{place.code}"] = sum(counts.get(code, 0) for code in place.members)
    for identifier in MONTH_COLUMNS:
        by_month = CATALOGUE[identifier].by_month(scope)
        for period in scope.period.months():
            numbers[f"{identifier}|{period.start:%Y-%m}"] = by_month.get(period.start.replace(day=1), 0)
    return numbers


def _measured_apart() -> list[Indicator]:
    """The indicators that are not a count: what protects them is the number of rows they come from."""
    return [indicator for indicator in CATALOGUE.values() if indicator.total or indicator.value_of]


def _guarded(numbers: Numbers) -> dict[str, int]:
    apart = {indicator.id for indicator in _measured_apart()}
    about_people = {indicator.id for indicator in CATALOGUE.values() if indicator.about_people}
    return {
        key: value
        for key, value in numbers.items()
        if isinstance(value, int) and key not in apart and key.split("|")[0] in about_people
    }


def _relations(scope: Scope, places: list[Place]) -> list[Relation]:
    """Every sum that a reader can redo, in all the tables at once."""
    steps = ["persons_met", *[step.id for step in FUNNEL_STEPS]]
    losses = [loss.id for loss in FUNNEL_LOSSES]
    relations = [
        Relation("contacts", ("contacts_anonymous", "contacts_named")),
        Relation("persons_met", ("new_persons", "known_persons")),
        Relation("appointments", tuple(f"appointments_{state.value}" for state in AppointmentState)),
        Relation("rights_opened", tuple(f"rights_{benefit.value}" for benefit in BenefitCode)),
        Relation("rights_opened", tuple(f"rights_{evidence.value}" for evidence in Evidence)),
        *[Relation(step, (steps[rank + 1], losses[rank])) for rank, step in enumerate(steps[:-1])],
    ]
    for identifier in COMMUNE_COLUMNS:
        if CATALOGUE[identifier].about_people:
            relations.append(Relation(identifier, tuple(f"{identifier}|{place.code}" for place in places)))
    months = [f"{period.start:%Y-%m}" for period in scope.period.months()]
    return relations + [Relation(name, tuple(f"{name}|{month}" for month in months)) for name in MONTH_COLUMNS]


class _Inclusions(NamedTuple):
    relations: list[Relation]
    leftovers: dict[str, int]


def _inclusions(scope: Scope, counts: dict[str, int]) -> _Inclusions:
    """What a reader knows to be at most something else: the persons met are at most the named contacts.

    Not in one commune: contacts are counted where they took place, persons where they live.
    """
    if scope.commune:
        return _Inclusions([], {})
    pairs = [
        ("contacts_named", "persons_met"),
        ("reviews", "persons_with_probable_right"),
        ("rights_opened", "persons_with_opened_right"),
        ("persons_with_opened_right", "households_with_opened_right"),
        *[("persons_with_probable_right", f"probable_{benefit.value}") for benefit in BenefitCode],
        *[("contacts", f"cause_{cause.value}") for cause in NonTakeUpReason],
    ]
    if scope.now < scope.period.end_at:
        # Until the period is over, what the funnel sees « à ce jour » took place in the period.
        pairs += [
            ("appointments_seen", "funnel_honoured"),
            ("reviews", "funnel_review"),
            ("persons_with_probable_right", "funnel_probable"),
            ("persons_with_opened_right", "funnel_opened"),
        ]
    leftovers = {f"{whole} beyond {part}": counts[whole] - counts[part] for whole, part in pairs}
    return _Inclusions([Relation(whole, (part, f"{whole} beyond {part}")) for whole, part in pairs], leftovers)


def _given_away(scope: Scope, numbers: Numbers, published: Iterable[Figures], threshold: int) -> set[str]:
    """What may not be plain here because its difference with a figure of another report would be a small count.

    A count masked in another report stays hidden here, and over the very same period so does all that it hides, or
    the two together would show everything.
    """
    measured = {indicator.id for indicator in _measured_apart()}
    dates = (scope.period.start.isoformat(), scope.period.end.isoformat())
    hidden = set()
    for other in published:
        same_period = (other["start"], other["end"]) == dates
        for key, cell in _cells(other):
            value = numbers.get(key)
            if value is None:
                continue
            rows = f"{key}|rows" if key in measured else key
            known = other["rows_behind"].get(key) if key in measured else cell["number"]
            if known is None:
                given_away = same_period or (cell["text"] == MASKED and key not in measured)
            elif key in measured:
                change = abs(int(numbers[rows] or 0) - known)
                given_away = change < threshold and cell["text"] != _written(value, CATALOGUE[key])
            else:
                given_away = 0 < abs(int(value) - known) < threshold
            if given_away:
                hidden.add(rows)
    return hidden


def _cells(figures: Figures) -> Iterator[tuple[str, Cell]]:
    """Every published cell, under the name of its number."""
    for line in [*(line for section in figures["sections"] for line in section["lines"]), figures["funnel_aside"]]:
        yield line["id"], line["value"]
    for cause in figures["causes"]:
        yield cause["id"], cause["value"]
    for step in figures["funnel"]:
        yield step["id"], step["value"]
        if step["lost"] is not None:
            yield step["lost_id"], step["lost"]
    for table in (figures["communes"], figures["months"]):
        for row in table["rows"]:
            for cell in row["cells"]:
                yield f"{cell['indicator']}|{row['code']}", cell


def _places(scope: Scope, audience: Audience) -> list[Place]:
    communes = list(Commune.objects.order_by("name"))
    if scope.commune:
        communes = [commune for commune in communes if commune.insee_code == scope.commune]
    alone = [commune for commune in communes if _stands_alone(commune, audience)]
    places = [Place(c.insee_code, c.name, c.municipal_population, (c.insee_code,)) for c in alone]
    places += _sectors_of_small(commune for commune in communes if commune not in alone)
    if scope.commune in ("", COMMUNE_NOT_NOTED):
        places.append(Place(COMMUNE_NOT_NOTED, NOT_NOTED_LABEL, None, (COMMUNE_NOT_NOTED,)))
    return places


def _stands_alone(commune: Commune, audience: Audience) -> bool:
    return audience is Audience.TEAM or commune.municipal_population >= SMALL_COMMUNE


def _sectors_of_small(communes: Iterable[Commune]) -> list[Place]:
    pads = dict(
        Sector.objects.filter(organisation__network=Network.PAD)
        .order_by("-organisation__name")
        .values_list("commune_id", "organisation__name")
    )
    together: dict[str, list[Commune]] = {}
    for commune in communes:
        together.setdefault(pads.get(commune.insee_code, ""), []).append(commune)
    return [
        Place(
            f"petites-{rank}",
            f"Petites communes, {pad}" if pad else "Petites communes sans PAD noté",
            sum(commune.municipal_population for commune in members),
            tuple(commune.insee_code for commune in members),
        )
        for rank, (pad, members) in enumerate(sorted(together.items()), start=1)
    ]


def _nothing_recorded(scope: Scope) -> bool:
    """Nothing at all was noted before the end of the period: its figures are unknown, not zero."""
    end = scope.period.end_at
    return not (
        FieldContact.objects.filter(occurred_at__lt=end).exists()
        or OutreachEvent.objects.filter(starts_at__lt=end).exists()
        or RightsReview.objects.filter(started_at__lt=end).exists()
        or OpenedRight.objects.filter(recorded_at__lt=end).exists()
    )


class _Shower:
    """Turns a number into what this audience sees of it."""

    def __init__(self, numbers: Numbers, shown: dict[str, Shown], threshold: int) -> None:
        self.numbers, self.shown, self.threshold = numbers, shown, threshold

    def cell(self, key: str) -> Cell:
        value, indicator = self.numbers[key], CATALOGUE[key.split("|")[0]]
        if value is None:
            return Cell(indicator=indicator.id, text=NO_DATA, number=None)
        state = self.shown.get(f"{key}|rows", self.shown.get(key, Shown.PLAIN))
        if state is not Shown.PLAIN:
            small = state is Shown.SMALL and f"{key}|rows" not in self.shown
            text = f"<{NO_BREAK}{self.threshold}" if small else MASKED
            return Cell(indicator=indicator.id, text=text, number=None)
        count = value if isinstance(value, int) else None
        return Cell(indicator=indicator.id, text=_written(value, indicator), number=count)

    def line(self, indicator: Indicator) -> FigureLine:
        return FigureLine(
            id=indicator.id,
            name=indicator.name,
            counts=Counted(indicator.counts).label,
            definition=indicator.definition,
            value=self.cell(indicator.id),
        )


def _written(value: Number, indicator: Indicator) -> str:
    if indicator.counts == Counted.EUROS:
        return euros(value)
    if indicator.counts == Counted.DAYS:
        return f"{number(value, 0 if value == int(value) else 1)}{NO_BREAK}jours"
    return number(value)


def _lay_out(scope: Scope, audience: Audience, places: list[Place], show: _Shower) -> Figures:
    return Figures(
        start=scope.period.start.isoformat(),
        end=scope.period.end.isoformat(),
        audience=audience.value,
        nothing_recorded=show.numbers["contacts"] is None,
        sections=_sections(show),
        summary=[show.line(CATALOGUE[identifier]) for identifier in SUMMARY],
        funnel=_funnel(show),
        funnel_aside=show.line(FUNNEL_ASIDE),
        communes=_table(show, COMMUNE_COLUMNS, [_commune_row(place) for place in places]),
        months=_table(show, MONTH_COLUMNS, [_month_row(period) for period in scope.period.months()]),
        causes=[
            CauseLine(
                id=f"cause_{cause.value}",
                name=CATALOGUE[f"cause_{cause.value}"].name,
                odenore=ODENORE_TYPE_OF_REASON[cause].label,
                value=show.cell(f"cause_{cause.value}"),
            )
            for cause in NonTakeUpReason
        ],
        rows_behind={
            indicator.id: rows
            for indicator in _measured_apart()
            if show.cell(indicator.id)["text"] not in (MASKED, NO_DATA)
            and isinstance(rows := show.numbers[f"{indicator.id}|rows"], int)
        },
    )


def _sections(show: _Shower) -> list[FigureSection]:
    """The catalogue in its own order, but for the causes and the funnel, which have their own drawings."""
    sections: dict[str, list[FigureLine]] = {}
    for indicator in CATALOGUE.values():
        if not indicator.id.startswith(("cause_", "funnel_")):
            sections.setdefault(indicator.section, []).append(show.line(indicator))
    return [FigureSection(title=title, lines=lines) for title, lines in sections.items()]


def _funnel(show: _Shower) -> list[FunnelStep]:
    met = CATALOGUE["persons_met"]
    steps = [_step(show, met, None)]
    return steps + [_step(show, step, loss) for step, loss in zip(FUNNEL_STEPS, FUNNEL_LOSSES, strict=True)]


def _step(show: _Shower, step: Indicator, loss: Indicator | None) -> FunnelStep:
    return FunnelStep(
        id=step.id,
        name=step.name,
        definition=step.definition,
        value=show.cell(step.id),
        lost_id=loss.id if loss else "",
        lost_name=loss.name if loss else "",
        lost=show.cell(loss.id) if loss else None,
    )


def _commune_row(place: Place) -> TableRow:
    query = f"commune={place.code}"
    return TableRow(code=place.code, name=place.name, population=place.population, query=query, cells=[])


def _month_row(period: Period) -> TableRow:
    query = f"debut={period.start.isoformat()}&fin={period.end.isoformat()}"
    name = month(period.start)
    if period.start.day > 1:
        name += f" à partir du {period.start.day}"
    if (period.end + dt.timedelta(days=1)).day > 1:
        name += f" jusqu’au {french_date(period.end).split(NO_BREAK)[0]}"
    return TableRow(code=f"{period.start:%Y-%m}", name=name, population=None, query=query, cells=[])


def _table(show: _Shower, columns: tuple[str, ...], rows: list[TableRow]) -> Table:
    for row in rows:
        row["cells"] = [show.cell(f"{identifier}|{row['code']}") for identifier in columns]
    return Table(
        columns=[Column(id=identifier, name=SHORT_NAMES[identifier]) for identifier in columns],
        rows=rows,
        total=[show.cell(identifier) for identifier in columns],
    )
