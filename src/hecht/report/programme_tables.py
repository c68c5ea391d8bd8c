"""The tables of the page of a programme: people by season, households, coverage, money."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from hecht.area.coverage import Costs, Lack, Touch
from hecht.area.indicator import Theme
from hecht.area.overview import Overview
from hecht.area.programme import Goal, Programme
from hecht.area.seasons import Quarter
from hecht.area.support import Support
from hecht.area.uprooted import Uprooted, Uprooting, place_of
from hecht.area.uprooted_counts import YES, MonthCounts, SeasonCounts, Side
from hecht.outcomes.disclosure import Counts
from hecht.report.area_words import label, theme_names
from hecht.report.page import works_names
from hecht.report.programme_words import LACKS, NATURES, SIDES, STATUSES, Say


@dataclass(frozen=True)
class Table:
    """A table as it is shown: the heads, and rows of which the first cell is a heading."""

    caption: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numbers: bool = True


def season_table(seasons: Sequence[SeasonCounts], say: Say) -> Table:
    """Return the households in temporary homes by season, told apart by one thing at a time."""
    sides = [side for side in _sides(seasons) if _any_shown(seasons, side)]
    rows = [
        (
            say.season(one.season),
            say("fewer") if one.total is None else say.words.number(one.total),
            *(_cell(one.sides[side], YES, say) for side in sides),
        )
        for one in seasons
    ]
    heads = (say("season"), say("together"), *(say.side(SIDES[side]) for side in sides))
    return Table(say("seasons table"), heads, tuple(rows))


def sides_hidden(seasons: Sequence[SeasonCounts], say: Say) -> str:
    """Tell which columns are left out, since nothing in them may be shown; "" when none is."""
    hidden = [side for side in _sides(seasons) if not _any_shown(seasons, side)]
    names = [say.side(SIDES[side]).lower() for side in hidden]
    return say("sides hidden", sides=say.words.listed(names)) if hidden else ""


def _sides(seasons: Sequence[SeasonCounts]) -> list[Side]:
    there = {side for one in seasons for side in one.sides} - {Side.PLACE}
    return [side for side in Side if side in there]


def _any_shown(seasons: Sequence[SeasonCounts], side: Side) -> bool:
    return any(
        one.sides[side].total is not None and one.sides[side].cells[YES] is not None
        for one in seasons
    )


def _cell(counts: Counts, name: str, say: Say) -> str:
    return say.shown(None if counts.total is None else counts.cells.get(name, 0))


def place_table(seasons: Sequence[SeasonCounts], say: Say) -> Table | None:
    """Return where they live by season; None where no place may be shown."""
    places = sorted(
        {
            place
            for one in seasons
            for place, count in one.sides[Side.PLACE].cells.items()
            if count is not None
        }
    )
    if not places:
        return None
    heads = (say("season"), *(place or say("no place") for place in places))
    rows = [
        (say.season(one.season), *(_cell(one.sides[Side.PLACE], place, say) for place in places))
        for one in seasons
    ]
    return Table(say("places table"), heads, tuple(rows))


def winter_answers(seasons: Sequence[SeasonCounts], say: Say) -> list[str]:
    """Answer who is in a temporary home without a near tie, winter by winter."""
    result = []
    for one in seasons:
        if one.season.quarter is not Quarter.WINTER:
            continue
        values = {"season": say.season(one.season), "total": say.shown(one.total)}
        without = None if one.sides[Side.TIES].total is None else one.sides[Side.TIES].cells[YES]
        if one.total is None:
            result.append(say("winter few", **values))
        elif without is None:
            result.append(say("winter hidden", **values))
        else:
            key = "winter answer one" if one.total == 1 else "winter answer"
            result.append(say(key, without=say.words.number(without), **values))
    return result or [say("no winter")]


def month_table(uprooted: Uprooted, counts: MonthCounts, say: Say) -> Table:
    """Return month by month who lives in a temporary home, and who has just moved."""
    start = uprooted.neighbourhood.project.start
    rows = [
        (say.words.calendar_month(start.plus(month)), say.fewer(there), say.fewer(moved))
        for month, (there, moved) in enumerate(zip(counts.temporary, counts.settling, strict=True))
        if there != 0 or moved != 0
    ]
    heads = (say("month"), say("in temporary"), say("settling"))
    return Table(say("months table"), heads, tuple(rows))


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


def household_table(uprooted: Uprooted, support: Support, programme: Programme, say: Say) -> Table:
    """Return every household in a temporary home, for staff: by code, never by name."""
    names = {one.id: one.name for one in programme.measures}
    winter = {
        m for season in uprooted.seasons if season.quarter is Quarter.WINTER for m in season.months
    }
    there = [one for one in uprooted.households if one.temporary]
    there.sort(key=lambda one: (-len(one.without_tie or ()), -len(one.temporary)))
    rows = [_household(one, uprooted, support, names, winter, say) for one in there]
    keys = (
        "household", "when", "where", "in temporary months", "without months", "of which winter",
        "uncovered months", "who", "supports",
    )  # fmt: skip
    heads = tuple(say(key) for key in keys)
    return Table(say("households table"), heads, tuple(rows), numbers=False)


def _household(
    one: Uprooting,
    uprooted: Uprooted,
    support: Support,
    names: dict[str, str],
    winter: set[int],
    say: Say,
) -> tuple[str, ...]:
    here = uprooted.neighbourhood
    months = sorted(one.temporary)
    where = dict.fromkeys(place_of(here.home_of[one.temporary[m]]) for m in months)
    by = dict.fromkeys(key for m in months for key in support.standing[one.household][m])
    facts = ((one.older, "older"), (one.children, "children"), (one.single, "single"))
    without = one.without_tie

    def many(number: int) -> str:
        return say("months n", n=say.words.number(number))

    return (
        one.household,
        say.span(here.project.start.plus(months[0]), here.project.start.plus(months[-1])),
        say.words.listed([place or say("no place") for place in where]),
        many(len(months)),
        say("tie unknown") if without is None else many(len(without)),
        say("tie unknown") if without is None else many(len(winter & without)),
        many(len(support.gaps(one.household))),
        say.words.listed([say(key) for true, key in facts if true]),
        say.words.listed([names[key] for key in by]) if by else say("none"),
    )


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


def gap_places_table(uprooted: Uprooted, support: Support, say: Say) -> Table | None:
    """Return, for staff, the places and months in which nobody stands by; None without any."""
    here = uprooted.neighbourhood
    found: dict[str, list[int]] = {}
    for one in uprooted.households:
        for month in support.gaps(one.household):
            place = place_of(here.home_of[one.temporary[month]])
            found.setdefault(place, []).append(month)
    if not found:
        return None
    rows = [
        (place or say("no place"), _spans(months, uprooted, say), say.words.number(len(months)))
        for place, months in sorted(found.items(), key=lambda item: (-len(item[1]), item[0]))
    ]
    heads = (say("where"), say("when"), say("household months"))
    return Table(say("gaps by place"), heads, tuple(rows))


def _spans(months: Sequence[int], uprooted: Uprooted, say: Say) -> str:
    """Return months as spans without a hole, the first of each and the last."""
    start = uprooted.neighbourhood.project.start
    spans: list[list[int]] = []
    for month in sorted(set(months)):
        if spans and month == spans[-1][-1] + 1:
            spans[-1].append(month)
        else:
            spans.append([month])
    return ", ".join(say.span(start.plus(one[0]), start.plus(one[-1])) for one in spans)
