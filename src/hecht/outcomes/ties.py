"""Ties: kept, lost, gained, never near (C2); months of separation (C3); who is left alone (C4)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from hecht.neighbourhood import Neighbourhood, ReturnWish, Stay, Tie
from hecht.neighbourhood.distance import near
from hecht.outcomes.places import Places


@dataclass(frozen=True, slots=True)
class TieFate:
    """What becomes of one tie.

    `weight` is the effective weight (its kind and both sides' naming included). `near_at_end`
    asks that both households end inside. `months_apart` counts the months of the horizon in
    which a tie that was near at the start is not near (C3); it is 0 for other ties. `known` is
    False when the course says nothing about one of the two.
    """

    tie: Tie
    weight: float
    near_at_start: bool
    near_at_end: bool
    both_inside: bool
    months_apart: int
    known: bool

    @property
    def kept(self) -> bool:
        """Near at the start and near at the end (C2)."""
        return self.near_at_start and self.near_at_end


@dataclass(frozen=True)
class Ties:
    """The figures of all ties together.

    `kept`, `lost`, `gained` and `never_near` count ties and add up to `all`; `lost_by_leaving`
    is the part of `lost` in which at least one side does not end inside. Shares are over the
    ties that were near at the start; they are None when there is none. `share_kept_staying`
    leaves out the ties of households that wished to go elsewhere. `separation_months` are
    tie-months, `alone` the ids of the households of C4. `alone_of` counts the households that
    had a near tie at the start and end inside.
    """

    all: int
    near_at_start: int
    kept: int
    lost: int
    lost_by_leaving: int
    gained: int
    never_near: int
    share_kept: float | None
    share_kept_weighted: float | None
    near_at_start_staying: int
    kept_staying: int
    share_kept_staying: float | None
    share_kept_staying_weighted: float | None
    near_at_end: int
    separation_months: int
    separation_months_weighted: float
    alone: tuple[str, ...]
    alone_of: int


def tie_fates(
    neighbourhood: Neighbourhood, where: Places, ties: Iterable[Tie] | None = None
) -> list[TieFate]:
    """Return what becomes of each of these ties (None: all that there are), in their order."""
    home_of, household_of = neighbourhood.home_of, neighbourhood.household_of
    policy = neighbourhood.policy
    result = []
    for tie in neighbourhood.ties if ties is None else ties:
        start_a = home_of[household_of[tie.a].home]
        start_b = home_of[household_of[tie.b].home]
        near_at_start = near(start_a, start_b, policy)
        end_a, end_b = where.final.get(tie.a), where.final.get(tie.b)
        both_inside = end_a is not None and end_b is not None
        if end_a is start_a and end_b is start_b:
            near_at_end = near_at_start
        else:
            near_at_end = end_a is not None and end_b is not None and near(end_a, end_b, policy)
        stays_a, stays_b = where.stays.get(tie.a, ()), where.stays.get(tie.b, ())
        apart = 0
        if near_at_start:
            apart = where.horizon - _months_near(neighbourhood, stays_a, stays_b, where.horizon)
        result.append(
            TieFate(
                tie=tie,
                weight=neighbourhood.tie_weight(tie),
                near_at_start=near_at_start,
                near_at_end=near_at_end,
                both_inside=both_inside,
                months_apart=apart,
                known=bool(stays_a) and bool(stays_b),
            )
        )
    return result


def _months_near(
    neighbourhood: Neighbourhood, one: Sequence[Stay], other: Sequence[Stay], horizon: int
) -> int:
    """Count the months before the horizon in which both live somewhere, near each other."""
    home_of, policy = neighbourhood.home_of, neighbourhood.policy
    total = i = j = 0
    while i < len(one) and j < len(other):
        a, b = one[i], other[j]
        start, end = max(a.start, b.start, 0), min(a.end, b.end, horizon)
        if start < end and near(home_of[a.home], home_of[b.home], policy):
            total += end - start
        if a.end <= b.end:
            i += 1
        else:
            j += 1
    return total


def left_alone(neighbourhood: Neighbourhood, where: Places, fates: Iterable[TieFate]) -> list[str]:
    """Return the households that had a near tie at the start, end inside, and have none then (C4).

    A tie that was not near at the start but is at the end counts as company.
    """
    had: set[str] = set()
    has: set[str] = set()
    for fate in fates:
        if fate.near_at_start:
            had.update((fate.tie.a, fate.tie.b))
        if fate.near_at_end:
            has.update((fate.tie.a, fate.tie.b))
    return [
        household.id
        for household in neighbourhood.households
        if household.id in had and household.id in where.final and household.id not in has
    ]


def measure_ties(neighbourhood: Neighbourhood, where: Places, fates: Sequence[TieFate]) -> Ties:
    """Return the figures of C2, C3 and C4 from the fates of the ties."""
    elsewhere = {h.id for h in neighbourhood.households if h.wish is ReturnWish.ELSEWHERE}
    before = [fate for fate in fates if fate.near_at_start]
    kept = [fate for fate in before if fate.near_at_end]
    after = [fate for fate in fates if fate.near_at_end]

    def staying(some: list[TieFate]) -> list[TieFate]:
        return [f for f in some if f.tie.a not in elsewhere and f.tie.b not in elsewhere]

    had_company = {end for fate in before for end in (fate.tie.a, fate.tie.b)}
    return Ties(
        all=len(fates),
        near_at_start=len(before),
        kept=len(kept),
        lost=len(before) - len(kept),
        lost_by_leaving=sum(not fate.both_inside for fate in before),
        gained=len(after) - len(kept),
        never_near=len(fates) - len(before) - len(after) + len(kept),
        share_kept=_share(len(kept), len(before)),
        share_kept_weighted=_share(_weight(kept), _weight(before)),
        near_at_start_staying=len(staying(before)),
        kept_staying=len(staying(kept)),
        share_kept_staying=_share(len(staying(kept)), len(staying(before))),
        share_kept_staying_weighted=_share(_weight(staying(kept)), _weight(staying(before))),
        near_at_end=len(after),
        separation_months=sum(fate.months_apart for fate in before),
        separation_months_weighted=sum(fate.weight * fate.months_apart for fate in before),
        alone=tuple(left_alone(neighbourhood, where, fates)),
        alone_of=sum(household in where.final for household in had_company),
    )


def _weight(fates: Iterable[TieFate]) -> float:
    return sum(fate.weight for fate in fates)


def _share(part: float, whole: float) -> float | None:
    return part / whole if whole > 0 else None
