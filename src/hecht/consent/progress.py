"""How far a measurement is, for the committee and the public: counts per unit, nobody named (C7).

Only yes out of tenancies is told, never who is silent or against. Units of few tenancies are
hidden, with those from which they could be reckoned. Where everybody or nobody said yes a number
would tell it of each of them, so there it only says whether the share is reached.
"""

from __future__ import annotations

from dataclasses import dataclass

from hecht.consent.measure import Count, Verdict
from hecht.outcomes.disclosure import Audience, protect
from hecht.outcomes.returning import Share


@dataclass(frozen=True, slots=True)
class UnitProgress:
    """What may be told of a unit; None is hidden.

    `tenancies` and `needed` say how many there are and how many yes make 70%.
    """

    unit: str
    tenancies: int | None
    needed: int | None
    yes: int | None
    enough: bool | None
    verdict: Verdict | None


@dataclass(frozen=True, slots=True)
class Progress:
    """What may be told of a measurement; `total` (yes, tenancies) is None when it is hidden."""

    units: tuple[UnitProgress, ...]
    total: tuple[int, int] | None
    threshold: int


def progress(counted: Count, audience: Audience = Audience.COMMITTEE) -> Progress:
    """Return what an audience may know of a count."""
    cells = {one.unit: Share(one.yes, one.tenancies) for one in counted.units}
    shown = protect(cells, audience.threshold)
    bare = {n for n, share in shown.cells.items() if share and share.part in (0, share.whole)}
    units = []
    for one in counted.units:
        open_ = shown.cells[one.unit] is not None and one.tenancies > 0
        units.append(
            UnitProgress(
                one.unit,
                one.tenancies if open_ else None,
                one.needed if open_ else None,
                one.yes if open_ and one.unit not in bare else None,
                one.enough if open_ else None,
                one.verdict if open_ else None,
            )
        )
    total = shown.total
    if total is None or any(cells[name].whole for name in bare):
        return Progress(tuple(units), None, audience.threshold)
    return Progress(tuple(units), (total.part, total.whole), audience.threshold)
