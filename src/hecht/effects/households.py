"""How households that fared differently answer later: differences with intervals, no causes.

Each difference is a straight line through the scores after, with each neighbourhood its own level
and, where known, the score before, age and size held. Errors and intervals by HC3 (see `hc3`).
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from hecht.effects.effect import Estimate
from hecht.effects.hc3 import slope
from hecht.effects.household_rows import HouseholdRow
from hecht.outcomes.disclosure import Audience, protect
from hecht.outcomes.returning import Share

MOST_MOVES = 2
"""Two moves and more are taken together."""


class Exposure(StrEnum):
    """What befell a household, and what one more of it is."""

    RETURNED = "returned"
    """Came back, against had to move and did not come back."""
    TIES_KEPT = "ties_kept"
    """All near ties kept, against none."""
    MOVES = "moves"
    """One more move: none, one, two or more."""
    SEPARATION = "separation"
    """Twelve more months that a near tie was apart."""


class Why(StrEnum):
    """Why a difference is not given."""

    SMALL = "a group is too small to be shown"
    NO_CHANGE = "the households do not differ in this"
    TOO_FEW = "too few households for what is held alike"


@dataclass(frozen=True, slots=True)
class Difference:
    """The difference in score for one more of an exposure, in points of the score.

    `plain` holds only the neighbourhoods apart; `adjusted` also what `adjusted_for` names
    ("before", "age", "size"), for the households of which that is known (`adjusted_count`).
    None with the reason in `why` (of `plain`; of `adjusted` when `plain` is there).
    """

    exposure: Exposure
    count: int
    plain: Estimate | None = None
    adjusted: Estimate | None = None
    adjusted_count: int = 0
    adjusted_for: tuple[str, ...] = ()
    why: Why | None = None


@dataclass(frozen=True, slots=True)
class Dose:
    """The mean score after so many moves; `mean` and `count` are None when the group is small."""

    moves: int
    count: int | None
    mean: Estimate | None


@dataclass(frozen=True, slots=True)
class HouseholdEffects:
    """What the answers show: differences, mean scores by moves, and who answered.

    `response` gives by group ("returned", "left", "not affected") how many of its households
    answered after; None where that is hidden. `asked` counts all households, `answered` those
    with a score after and `paired` those with a score before as well.
    """

    neighbourhoods: tuple[str, ...]
    asked: int
    answered: int
    paired: int
    differences: tuple[Difference, ...]
    doses: tuple[Dose, ...]
    response: dict[str, Share | None]


def household_effects(
    rows: Iterable[HouseholdRow], audience: Audience = Audience.PUBLIC, level: float = 0.95
) -> HouseholdEffects:
    """Return the differences between households that fared differently. See `HouseholdEffects`."""
    everyone = list(rows)
    answered = [row for row in everyone if row.after is not None]
    least = audience.threshold
    return HouseholdEffects(
        neighbourhoods=tuple(dict.fromkeys(row.neighbourhood for row in everyone)),
        asked=len(everyone),
        answered=len(answered),
        paired=sum(row.before is not None for row in answered),
        differences=tuple(_difference(one, answered, least, level) for one in Exposure),
        doses=_doses(answered, least, level),
        response=dict(protect(_response(everyone), least).cells),
    )


def _after(row: HouseholdRow) -> float:
    if row.after is None:
        raise ValueError(f"{row.household} has no answer after")
    return row.after


_VALUE: dict[Exposure, Callable[[HouseholdRow], float | None]] = {
    Exposure.RETURNED: lambda row: None if row.returned is None else float(row.returned),
    Exposure.TIES_KEPT: lambda row: row.ties_kept,
    Exposure.MOVES: lambda row: float(min(row.moves, MOST_MOVES)),
    Exposure.SEPARATION: lambda row: None if row.separation is None else row.separation / 12,
}


def _difference(
    exposure: Exposure, answered: Sequence[HouseholdRow], least: int, level: float
) -> Difference:
    known = [(row, value) for row in answered if (value := _VALUE[exposure](row)) is not None]
    rows, values = [row for row, _ in known], [value for _, value in known]
    why = _why_not(exposure, values, least)
    if why is not None:
        return Difference(exposure, len(rows), why=why)
    plain = slope([_after(row) for row in rows], values, _levels(rows), level)
    if plain is None:
        return Difference(exposure, len(rows), why=Why.NO_CHANGE)
    adjusted, count, held = _adjusted(exposure, rows, least, level)
    return Difference(
        exposure=exposure,
        count=len(rows),
        plain=plain,
        adjusted=adjusted,
        adjusted_count=count if adjusted is not None else 0,
        adjusted_for=held if adjusted is not None else (),
        why=Why.TOO_FEW if adjusted is None else None,
    )


def _why_not(exposure: Exposure, values: Sequence[float], least: int) -> Why | None:
    """Tell why nothing may be shown: two groups, or two halves, must each be no small group."""
    if exposure in (Exposure.RETURNED, Exposure.MOVES):
        groups = [values.count(one) for one in sorted(set(values))]
        if len(groups) == 1 and groups[0] >= least:
            return Why.NO_CHANGE
        return None if sum(size >= least for size in groups) >= 2 else Why.SMALL
    if len(values) < 2 * least:
        return Why.SMALL
    common = max(values.count(one) for one in set(values))
    # where nearly all have one value, the line is drawn by the few who have another
    return (
        None
        if len(values) - common >= least
        else Why.SMALL
        if common < len(values)
        else (Why.NO_CHANGE)
    )


def _adjusted(
    exposure: Exposure, rows: Sequence[HouseholdRow], least: int, level: float
) -> tuple[Estimate | None, int, tuple[str, ...]]:
    """Hold alike what is known; the score before only where that leaves most, and both groups."""
    paired = [row for row in rows if row.before is not None]
    if 2 * len(paired) >= len(rows):
        held = _held(exposure, paired, ("before", "age", "size"), least, level)
        if held[0] is not None:
            return held
    return _held(exposure, rows, ("age", "size"), least, level)


def _held(
    exposure: Exposure,
    rows: Sequence[HouseholdRow],
    names: tuple[str, ...],
    least: int,
    level: float,
) -> tuple[Estimate | None, int, tuple[str, ...]]:
    """Return the difference with these held alike, of how many households, and what was held."""
    values = [_VALUE[exposure](row) or 0.0 for row in rows]
    if _why_not(exposure, values, least) is not None:
        return None, 0, ()
    columns = [*_levels(rows), *_ages(rows), [float(row.size) for row in rows]]
    if "before" in names:
        columns.append([row.before or 0.0 for row in rows])
    known = tuple(one for one in names if one != "age" or any(row.age for row in rows))
    return slope([_after(row) for row in rows], values, columns, level), len(rows), known


def _levels(rows: Sequence[HouseholdRow]) -> list[list[float]]:
    """Return a column for each neighbourhood but the first."""
    names = list(dict.fromkeys(row.neighbourhood for row in rows))
    return [[float(row.neighbourhood == name) for row in rows] for name in names[1:]]


def _ages(rows: Sequence[HouseholdRow]) -> list[list[float]]:
    """Return a column for each class of age but the first; not known is a class too."""
    classes = sorted({row.age for row in rows})
    return [[float(row.age == one) for row in rows] for one in classes[1:]]


def _doses(answered: Sequence[HouseholdRow], least: int, level: float) -> tuple[Dose, ...]:
    groups = {
        moves: [_after(row) for row in answered if min(row.moves, MOST_MOVES) == moves]
        for moves in range(MOST_MOVES + 1)
    }
    hidden = {moves for moves, scores in groups.items() if 0 < len(scores) < least}
    rest = sorted((m for m, s in groups.items() if len(s) >= least), key=lambda m: len(groups[m]))
    # one hidden group, or a small hidden rest, follows from the total and the shown ones
    while (
        hidden and rest and (len(hidden) < 2 or sum(len(groups[moves]) for moves in hidden) < least)
    ):
        hidden.add(rest.pop(0))
    return tuple(
        Dose(moves, None, None)
        if moves in hidden
        else Dose(moves, len(scores), _mean(scores, level))
        for moves, scores in groups.items()
    )


def _mean(scores: Sequence[float], level: float) -> Estimate | None:
    """Return a mean with its t-interval; None for nobody."""
    if not scores:
        return None
    from scipy.special import stdtrit

    mean = math.fsum(scores) / len(scores)
    if len(scores) == 1:
        return Estimate(mean, level=level)
    spread = math.sqrt(math.fsum((one - mean) ** 2 for one in scores) / (len(scores) - 1))
    se = spread / math.sqrt(len(scores))
    reach = float(stdtrit(len(scores) - 1, (1 + level) / 2)) * se
    return Estimate(mean, se, mean - reach, mean + reach, level)


def _response(rows: Sequence[HouseholdRow]) -> dict[str, Share]:
    groups: dict[str, list[HouseholdRow]] = {"returned": [], "left": [], "not affected": []}
    for row in rows:
        if row.affected and row.returned is None:
            continue  # the course does not say where it went
        name = "not affected" if not row.affected else "returned" if row.returned else "left"
        groups[name].append(row)
    return {
        name: Share(sum(row.after is not None for row in members), len(members))
        for name, members in groups.items()
    }
