"""The tables of the page of a programme: works, measures, coverage, goals, money."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from hecht.area.coverage import Costs, Lack, Touch
from hecht.area.indicator import Theme
from hecht.area.overview import Overview
from hecht.area.programme import Goal, Programme
from hecht.area.uprooted import Uprooted
from hecht.report.area_words import label, theme_names
from hecht.report.page import works_names
from hecht.report.programme_words import LACKS, NATURES, STATUSES, Say


@dataclass(frozen=True)
class Table:
    """A table as it is shown: the heads, and rows of which the first cell is a heading."""

    caption: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numbers: bool = True


def works_table(uprooted: Uprooted, say: Say) -> Table:
    """Return the works block by block, in order of time."""
    here, starts = uprooted.neighbourhood, uprooted.course.starts
    names = works_names(say.words)
    start = here.project.start
    blocks = sorted(
        (b for b in here.blocks if b.has_works and b.id in starts), key=lambda b: starts[b.id]
    )
    rows = [
        (
            block.name or block.id,
            names[block.works],
            str(start.plus(starts[block.id])),
            str(start.plus(starts[block.id] + block.duration - 1)),
        )
        for block in blocks
    ]
    heads = (say("block"), say("what"), say("from"), say("until"))
    return Table(say("works table"), heads, tuple(rows), numbers=False)


def measures_table(programme: Programme, staff: bool, say: Say) -> Table:
    """Return the measures; who to ask and what was noted for staff only."""
    names = theme_names(say.words)
    rows = []
    for one in programme.measures:
        who = one.owner or say("nobody")
        if one.partners:
            who += f" ({say('with', partners=say.words.listed(one.partners))})"
        row = (
            one.name,
            names[one.theme],
            say.side(NATURES[one.nature]),
            say.span(one.first, one.last),
            say.words.listed(one.place) if one.place else say("everywhere"),
            who,
            say.side(STATUSES[one.status]),
        )
        rows.append((*row, one.contact, one.note) if staff else row)
    keys = ["measure head", "theme head", "kind head", "when", "where", "owner", "status"]
    heads = tuple(say(key) for key in (*keys, *(("contact", "note") if staff else ())))
    return Table(say("measures table"), heads, tuple(rows), numbers=False)


@dataclass(frozen=True)
class Cell:
    """One cell of the matrix: a word, and "main", "also", "lack" or "" for its look."""

    text: str
    look: str = ""


@dataclass(frozen=True)
class Matrix:
    """A table of cells with words, of which the look says nothing that the words do not."""

    caption: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, tuple[Cell, ...]], ...]


def theme_matrix(overview: Overview, say: Say) -> Matrix:
    """Return for each measure which themes it touches."""
    names = theme_names(say.words)
    themes = list(overview.coverage.matrix)
    rows = []
    for measure in overview.programme.measures:
        touches = [overview.coverage.matrix[theme].get(measure.id) for theme in themes]
        cells = tuple(Cell("") if t is None else Cell(say(t.value), t.value) for t in touches)
        rows.append((measure.name, cells))
    empty = [
        Cell("") if Touch.MAIN in overview.coverage.matrix[theme].values()
        else Cell(say("no measure"), "lack")
        for theme in themes
    ]  # fmt: skip
    if any(cell.text for cell in empty):
        rows.append((say("own measure"), tuple(empty)))
    heads = (say("measure head"), *(names[theme] for theme in themes))
    return Matrix(say("matrix"), heads, tuple(rows))


_COLUMNS = (
    (Lack.GOAL, (Lack.GOAL,)),
    (Lack.OWNER, (Lack.OWNER,)),
    (Lack.INDICATOR, (Lack.INDICATOR, Lack.NOT_MEASURED)),
    (Lack.MONEY, (Lack.MONEY,)),
    (Lack.EVIDENCE, (Lack.EVIDENCE, Lack.UNKNOWN_EVIDENCE)),
    (Lack.START, (Lack.START,)),
    (Lack.END, (Lack.END,)),
)


def lack_matrix(overview: Overview, say: Say) -> Matrix:
    """Return for each measure what it has and what it lacks, in words."""
    rows = []
    for measure in overview.programme.measures:
        lacks = overview.coverage.lacks[measure.id]
        cells = []
        for head, covered in _COLUMNS:
            missing = next((lack for lack in covered if lack in lacks), None)
            if missing is None:
                cells.append(Cell(say("there")))
            elif missing is head:
                cells.append(Cell(say("lacking"), "lack"))
            else:
                cells.append(Cell(say.side(LACKS[missing]), "lack"))
        rows.append((measure.name, tuple(cells)))
    heads = (say("measure head"), *(say.side(LACKS[head]) for head, _ in _COLUMNS))
    return Matrix(say("lacks table"), heads, tuple(rows))


def coverage_sentences(overview: Overview, say: Say) -> list[str]:
    """Tell which themes have no measure, and what is wrong with the goals."""
    found, names = overview.coverage, theme_names(say.words)
    goals = overview.programme.goal_of

    def listed(themes: Sequence[Theme]) -> str:
        return say.words.listed([names[theme].lower() for theme in themes])

    result = [say("bare", themes=listed(found.bare)) if found.bare else say("nothing bare")]
    urgent = [theme for theme in found.bare if theme in found.pressing]
    if urgent:
        result.append(say("pressing", themes=listed(urgent)))
    for key, ids in (
        ("idle goals", found.idle_goals),
        ("vague goals", found.vague_goals),
        ("unmeasured goals", found.unmeasured_goals),
    ):
        if ids:
            result.append(say(key, goals=say.words.listed([f"“{goals[i].name}”" for i in ids])))
    return result


def goals_table(overview: Overview, say: Say) -> Table:
    """Return the goals, what they ask, and which measures serve them."""
    names = theme_names(say.words)
    measures = overview.programme.measures
    rows = [
        (
            goal.name,
            names[goal.theme],
            _target(goal, overview, say),
            goal.source or say("none"),
            say.words.listed([m.name for m in measures if m.goal == goal.id]) or say("none"),
        )
        for goal in overview.programme.goals
    ]
    heads = ("goal", "theme head", "target", "laid down", "served by")
    return Table(say("goals table"), tuple(say(key) for key in heads), tuple(rows), numbers=False)


def _target(goal: Goal, overview: Overview, say: Say) -> str:
    if goal.target is None:
        return say("none")
    digits = 0 if float(goal.target).is_integer() else 1
    value = say.words.number(goal.target, digits)
    if goal.indicator:
        value = f"{indicator_name(goal.indicator, overview, say)}: {value}"
    return value if goal.year is None else say("by year", value=value, year=str(goal.year))


def indicator_name(code: str, overview: Overview, say: Say) -> str:
    """Return what an indicator is called where its figures are at hand, else its code."""
    for line in () if overview.profile is None else overview.profile.lines:
        if line.indicator.code == code:
            return label(line.indicator, say.words)
    return code


def money_table(found: Costs, say: Say) -> Table | None:
    """Return euros a year by who pays, a total a price year; None without any."""
    if not found.rows:
        return None
    rows = []
    prices = list(dict.fromkeys(year for _, year in found.rows))
    for price in prices:
        own = {payer: row for (payer, year), row in found.rows.items() if year == price}
        name = say("no price year") if price is None else say("prices of", year=str(price))
        for payer, row in own.items():
            rows.append(_money(f"{payer or say('no payer')}, {name}", [row], found.years, say))
        if len(own) > 1:
            rows.append(_money(f"{say('total')}, {name}", list(own.values()), found.years, say))
    heads = (say("payer"), *(str(year) for year in found.years), say("total"))
    return Table(say("money table"), heads, tuple(rows))


def _money(
    name: str, rows: Sequence[Mapping[int, float]], years: Sequence[int], say: Say
) -> tuple[str, ...]:
    euros = [sum(row.get(year, 0.0) for row in rows) for year in years]
    shown = [f"€ {say.words.number(amount)}" if amount else "–" for amount in euros]
    return (name, *shown, f"€ {say.words.number(sum(euros))}")


def money_sentences(programme: Programme, found: Costs, say: Say) -> list[str]:
    """Tell what the table of money leaves out."""
    names = {one.id: f"“{one.name}”" for one in programme.measures}
    result = [say("spread")] if found.rows else [say("no money")]
    if len({year for _, year in found.rows}) > 1:
        result.append(say("not added"))
    for key, ids in (("undated", found.undated), ("unpriced", found.unknown)):
        if ids:
            result.append(say(key, measures=say.words.listed([names[one] for one in ids])))
    return result
