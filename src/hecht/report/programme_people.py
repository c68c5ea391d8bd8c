"""The tables of the page of a programme that count people: by season, place, month, household."""

from __future__ import annotations

from collections.abc import Sequence

from hecht.area.programme import Programme
from hecht.area.seasons import Quarter
from hecht.area.support import Support
from hecht.area.uprooted import Uprooted, Uprooting, place_of
from hecht.area.uprooted_counts import YES, MonthCounts, SeasonCounts, Side
from hecht.outcomes.disclosure import Counts
from hecht.report.programme_tables import Table
from hecht.report.programme_words import SIDES, Say


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
