"""Which figures of a plan are about so few households that others may not see them (C7).

For figures of the whole neighbourhood, told together on one page. A share is hidden when its whole
is a small group, and so is one whose whole differs by a small group from that of another that is
shown. When few live in a temporary home, every figure goes from which their number follows.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

Figures = Mapping[str, int | float | None]

_NESTED = ("wishing", "affected", "all")
"""Wholes of return, each within the next."""

_WHOLES = {
    "alone_of": ("alone", "alone_of"),
    "households_with_wish": (
        "households_with_wish", "households_wish_met", "households_first_wish_met", "wishes",
        "wishes_met",
    ),
    "ties_near_start": (
        "ties_near_start", "ties_near_end", "ties_kept", "ties_kept_weighted", "ties_kept_count",
        "ties_lost_count", "ties_lost_by_leaving_count", "ties_gained_count", "separation_months",
        "separation_months_weighted",
    ),
    "ties_near_start_staying": (
        "ties_near_start_staying", "ties_kept_staying", "ties_kept_staying_weighted",
        "ties_kept_staying_count",
    ),
}  # fmt: skip
"""What the figures of an outcome are about, and the figures."""

_MOVES = (
    "moves", "moves_direct", "moves_to_temporary", "moves_return", "moves_leave", "extra_moves",
    "households_temporary", "longest_temporary", "months_temporary", "months_bought_in",
    "temporary_homes", "cost_extra_moves", "cost_temporary_homes", "cost_known", "cost_total",
)  # fmt: skip
"""Figures from which it follows how many live in a temporary home, or for how long."""


def of_few(figures: Figures, grouped: int, threshold: int) -> frozenset[str]:
    """Return the names of the figures that an audience with this threshold may not see.

    `figures` are those of a plan by name; `grouped` is the number of households in groups. Raises
    ValueError when the threshold is below 2.
    """
    if threshold < 2:
        raise ValueError(f"the threshold is {threshold}; below 2 it protects nobody")

    def few(name: str) -> bool:
        return 0 < (figures.get(name) or 0) < threshold

    hidden = set(_returns(figures, threshold))
    for whole, names in _WHOLES.items():
        if few(whole):
            hidden.update(names)
    if few("households_moving"):
        hidden.update((*_MOVES, "households_moving", "most_moves", "cost_allowances"))
    if few("households_temporary"):
        hidden.update(_MOVES)
    if 0 < grouped < threshold:
        hidden.update(("groups", "groups_together", "groups_as_one"))
    return frozenset(hidden)


def _returns(figures: Figures, threshold: int) -> Iterator[str]:
    """Yield the figures of return whose whole, or what it adds to one that is shown, is few."""
    last = 0
    for name in _NESTED:
        whole = round(figures.get(f"households_{name}") or 0)
        if 0 < whole - last < threshold:
            yield from (f"households_{name}", f"returned_of_{name}", f"return_of_{name}")
        else:
            last = whole
