"""Shares of small groups are hidden, with the cells from which they could be computed (C7).

For breakdowns in one dimension whose total is published: so many of so many households, for
each block, size of household, and so on. A group is small when it has fewer households than the
threshold of the audience. Hiding one cell is not enough, since the total less the other cells
gives it away; so further cells are hidden, the smallest first, until the hidden cells together
are at least two, are no small group themselves, and are neither all nor none.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from hecht.outcomes.returning import Share


class Audience(StrEnum):
    """Who is shown the figures."""

    PUBLIC = "public"
    COMMITTEE = "committee"
    INTERNAL = "internal"

    @property
    def threshold(self) -> int:
        """Return the least number of households a group must have to be shown."""
        return 5 if self is Audience.INTERNAL else 10


@dataclass(frozen=True)
class Breakdown:
    """What may be shown: the total and the cells, None where a figure is hidden.

    Empty cells (of no households) are shown as such, unless nothing at all is shown.
    """

    total: Share | None
    cells: Mapping[str, Share | None]

    @property
    def hidden(self) -> tuple[str, ...]:
        """Return the names of the cells that are hidden."""
        return tuple(name for name, share in self.cells.items() if share is None)


def protect(cells: Mapping[str, Share], threshold: int) -> Breakdown:
    """Return what of a breakdown may be shown to an audience with this threshold.

    When the whole is a small group, nothing is shown. When the total is none or all of the
    households it says so of every one of them, which no hiding of cells can undo; the cells of
    small groups are hidden even so. Raises ValueError when a cell has a part below 0 or above
    its whole, or when the threshold is below 2.
    """
    if threshold < 2:
        raise ValueError(f"the threshold is {threshold}; below 2 it protects nobody")
    for name, share in cells.items():
        if not 0 <= share.part <= share.whole:
            raise ValueError(f"cell {name}: {share.part} of {share.whole} cannot be")
    total = _sum(list(cells.values()))
    filled = {name: share for name, share in cells.items() if share.whole > 0}
    hidden = {name: share for name, share in filled.items() if share.whole < threshold}
    if 0 < total.whole < threshold:
        return Breakdown(None, dict.fromkeys(cells))
    rest = sorted((n for n in filled if n not in hidden), key=lambda n: filled[n].whole)
    while hidden and rest and not _safe(list(hidden.values()), threshold):
        name = rest.pop(0)
        hidden[name] = filled[name]
    if hidden and total.whole <= len(hidden):
        return Breakdown(None, dict.fromkeys(cells))  # the total says that each cell has just one
    return Breakdown(total, {name: None if name in hidden else cells[name] for name in cells})


@dataclass(frozen=True)
class Counts:
    """What may be shown of a whole that is told apart: None where a number is hidden."""

    total: int | None
    cells: Mapping[str, int | None]


def protect_counts(cells: Mapping[str, int], threshold: int) -> Counts:
    """Return what of households told apart in one dimension may be shown, their total with it.

    A cell of fewer than `threshold` households is hidden, and then the smallest others, until the
    hidden ones cannot be computed from the total: they are at least two, and together no small
    group. Cells of none are shown, unless nothing at all is. When all are in one cell, that is
    shown, as `protect` does. Raises ValueError for a number below 0 or a threshold below 2.
    """
    if threshold < 2:
        raise ValueError(f"the threshold is {threshold}; below 2 it protects nobody")
    for name, count in cells.items():
        if count < 0:
            raise ValueError(f"cell {name}: {count} cannot be")
    total = sum(cells.values())
    if 0 < total < threshold:
        return Counts(None, dict.fromkeys(cells))
    filled = sorted((n for n, count in cells.items() if count), key=lambda n: cells[n])
    hidden = [name for name in filled if cells[name] < threshold]
    rest = [name for name in filled if name not in hidden]
    while hidden and rest and not _counts_safe([cells[n] for n in hidden], threshold):
        hidden.append(rest.pop(0))
    if hidden and not _counts_safe([cells[n] for n in hidden], threshold):
        return Counts(None, dict.fromkeys(cells))
    return Counts(total, {name: None if name in hidden else n for name, n in cells.items()})


def _counts_safe(hidden: list[int], threshold: int) -> bool:
    """Return whether hidden numbers, none of them 0, cannot be told from their sum."""
    return len(hidden) >= 2 and sum(hidden) >= max(threshold, len(hidden) + 1)


def _sum(shares: list[Share]) -> Share:
    return Share(sum(share.part for share in shares), sum(share.whole for share in shares))


def _safe(hidden: list[Share], threshold: int) -> bool:
    """Return whether the hidden cells cannot be computed from the total and the shown ones.

    Their sum is known to any reader. It gives them away when there is one cell, when it is none
    or all of the households, or when every cell can only have one household.
    """
    together = _sum(hidden)
    return (
        len(hidden) >= 2
        and together.whole >= max(threshold, len(hidden) + 1)
        and 0 < together.part < together.whole
    )
