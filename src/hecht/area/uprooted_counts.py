"""How many are uprooted, by month, by season and by place, as each audience may see it (C7)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from hecht.area.seasons import Season
from hecht.area.support import Support
from hecht.area.uprooted import Uprooted, Uprooting, place_of
from hecht.outcomes.disclosure import Audience, Counts, protect_counts


class Side(StrEnum):
    """By what those in temporary homes are told apart."""

    TIES = "ties"
    SUPPORT = "support"
    AGE = "age"
    CHILDREN = "children"
    ALONE = "alone"
    MEETING = "meeting"
    PLACE = "place"


YES, NO, UNKNOWN = "yes", "no", "unknown"
"""The cells of every side but PLACE, whose cells are streets or blocks.

TIES: some month in this season without a near tie. SUPPORT: some month without a social measure.
AGE: someone of 75 or more. CHILDREN: with children. ALONE: one person. MEETING: some month
without the meeting place that it had.
"""


@dataclass(frozen=True)
class SeasonCounts:
    """The households in temporary homes in one season, told apart by one thing at a time.

    `total` is None where they are too few to tell. Sides are never crossed: a count by street and
    age at once would tell of persons. Without a programme there is no side SUPPORT.
    """

    season: Season
    total: int | None
    sides: Mapping[Side, Counts]


def season_counts(
    uprooted: Uprooted, support: Support | None, audience: Audience
) -> tuple[SeasonCounts, ...]:
    """Return the counts of each season in which anybody lives in a temporary home.

    A household that is in temporary homes in two places in a season counts where it is first.
    Staff see every number: they see the households too.
    """
    result = []
    for season in uprooted.seasons:
        there = uprooted.in_season(season)
        if there:
            sides = _sides(uprooted, support, season, there)
            shown = {side: _shown(cells, audience) for side, cells in sides.items()}
            hidden = audience is not Audience.INTERNAL and len(there) < audience.threshold
            result.append(SeasonCounts(season, None if hidden else len(there), shown))
    return tuple(result)


def _shown(cells: Mapping[str, int], audience: Audience) -> Counts:
    if audience is Audience.INTERNAL:
        return Counts(sum(cells.values()), dict(cells))
    return protect_counts(cells, audience.threshold)


def _sides(
    uprooted: Uprooted, support: Support | None, season: Season, there: tuple[Uprooting, ...]
) -> dict[Side, dict[str, int]]:
    months = frozenset(season.months)
    answers: dict[Side, list[bool | None]] = {
        Side.TIES: [
            None if one.without_tie is None else not months.isdisjoint(one.without_tie)
            for one in there
        ],
        Side.AGE: [one.older for one in there],
        Side.CHILDREN: [one.children for one in there],
        Side.ALONE: [one.single for one in there],
    }
    if not uprooted.no_meeting:
        answers[Side.MEETING] = [
            not months.isdisjoint(m for m in one.without_meeting or () if m in one.temporary)
            for one in there
        ]
    if support is not None:
        open_ones = {one.household for one in support.open_in(season)}
        answers[Side.SUPPORT] = [one.household in open_ones for one in there]
    sides = {side: _told_apart(own) for side, own in answers.items()}
    sides[Side.PLACE] = _by_place(uprooted, season, there)
    return sides


def _told_apart(answers: list[bool | None]) -> dict[str, int]:
    return {
        YES: answers.count(True),
        NO: answers.count(False),
        UNKNOWN: answers.count(None),
    }


def _by_place(uprooted: Uprooted, season: Season, there: tuple[Uprooting, ...]) -> dict[str, int]:
    found: dict[str, int] = {}
    for one in there:
        first = next(month for month in season.months if month in one.temporary)
        place = place_of(uprooted.neighbourhood.home_of[one.temporary[first]])
        found[place] = found.get(place, 0) + 1
    return dict(sorted(found.items()))


@dataclass(frozen=True)
class MonthCounts:
    """The households in temporary homes in each month, and those who moved less than three ago.

    None where there are some, but fewer than the audience may see.
    """

    temporary: tuple[int | None, ...]
    settling: tuple[int | None, ...]


def month_counts(uprooted: Uprooted, audience: Audience) -> MonthCounts:
    """Return the counts of every month of the plan."""
    months = uprooted.course.horizon
    temporary, settling = [0] * months, [0] * months
    for one in uprooted.households:
        for month in one.temporary:
            temporary[month] += 1
        for month in one.settling:
            settling[month] += 1
    return MonthCounts(_banded(temporary, audience), _banded(settling, audience))


def _banded(counts: list[int], audience: Audience) -> tuple[int | None, ...]:
    least = 0 if audience is Audience.INTERNAL else audience.threshold
    return tuple(None if 0 < n < least else n for n in counts)
