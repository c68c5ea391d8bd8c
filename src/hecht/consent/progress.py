"""How far a measurement is, for the committee and the public: counts per unit, nobody named (C7).

Only yes out of tenancies is told, never who is silent or against. Units of few tenancies are
hidden. Where everybody or nobody said yes a number would tell it of each of them, so there it only
says whether the share is reached. When anything is hidden there is no total, from which it could
be reckoned; so no further unit needs to be hidden, and each large unit shows its own result.
"""

from __future__ import annotations

from dataclasses import dataclass

from hecht.consent.measure import Count, Verdict
from hecht.outcomes.disclosure import Audience


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
    units = []
    for one in counted.units:
        told = one.tenancies >= audience.threshold
        number = told and 0 < one.yes < one.tenancies
        units.append(
            UnitProgress(
                one.unit,
                one.tenancies if told else None,
                one.needed if told else None,
                one.yes if number else None,
                one.enough if told else None,
                one.verdict if told else None,
            )
        )
    asked = [one for one in counted.units if one.tenancies]
    hidden = {one.unit for one in units if one.yes is None}
    if any(one.unit in hidden for one in asked):
        return Progress(tuple(units), None, audience.threshold)
    total = (sum(one.yes for one in asked), sum(one.tenancies for one in asked))
    return Progress(tuple(units), total, audience.threshold)
