"""Every outcome of a course counted again, month by month, to hold the measuring room to account.

Nothing is shared with `hecht.outcomes` or the planner: who lives where is written out for every
month, and each figure is then counted as its definition reads. Slow and plain on purpose.
"""

from __future__ import annotations

from itertools import combinations, pairwise
from math import isqrt

from hecht.neighbourhood import (
    Block,
    Course,
    DeclaredBy,
    Home,
    Neighbourhood,
    ReturnWish,
    Stage,
    Stay,
    StayKind,
    Tie,
    WishKind,
    Works,
)

Figures = dict[str, float | int | None]


def recount(neighbourhood: Neighbourhood, course: Course) -> Figures:
    """Return the outcomes of a course by name, `score` (thousandths of a point) among them.

    Shares are between 0 and 1, None where nobody or nothing counts (C6); `separation_months`,
    `months_temporary`, `duration_months` and `vacant_home_months` are months; `alone` households;
    `moves` changes of home. Without any tie nothing is known of separation or of who is alone
    (None). The course must be well formed (rule 0 of the check).
    """
    world = _World(neighbourhood, course)
    return {
        **_returns(world),
        **_ties(world),
        "alone": len(_alone(world)) if neighbourhood.ties else None,
        "moves": sum(world.moves(name) for name in world.names),
        "months_temporary": sum(world.months_temporary(name) for name in world.names),
        "duration_months": _duration(world),
        "vacant_home_months": _vacant(world),
        "score": _score(world),
    }


class _World:
    """Who lives where in each month of the horizon, and which homes are near each other."""

    def __init__(self, neighbourhood: Neighbourhood, course: Course) -> None:
        self.neighbourhood = neighbourhood
        self.policy = neighbourhood.policy
        self.starts = course.starts
        self.horizon = neighbourhood.project.horizon
        self.homes: dict[str, Home] = {home.id: home for home in neighbourhood.homes}
        self.blocks: dict[str, Block] = {block.id: block for block in neighbourhood.blocks}
        self.names = [household.id for household in neighbourhood.households]
        self.stay_in: dict[tuple[str, int], Stay] = {}
        self.lived_in: set[tuple[str, int]] = set()
        for stay in course.stays:
            for month in range(stay.start, stay.end):
                self.stay_in[stay.household, month] = stay
                self.lived_in.add((stay.home, month))
        self._near: dict[tuple[str, str], bool] = {}

    def home(self, household: str, month: int) -> str | None:
        """Return where a household lives in a month; None: not in the neighbourhood."""
        stay = self.stay_in.get((household, month))
        return None if stay is None else stay.home

    def last_home(self, household: str) -> str | None:
        """Return the permanent home in which a household ends; None: it ends in none."""
        stay = self.stay_in.get((household, self.horizon - 1))
        return None if stay is None or stay.kind is StayKind.TEMPORARY else stay.home

    def metres_tenfold(self, one: str, other: str) -> tuple[int, int]:
        """Return how far two homes lie apart, east and north, in decimetres."""
        a, b = self.homes[one], self.homes[other]
        return round(a.x * 10) - round(b.x * 10), round(a.y * 10) - round(b.y * 10)

    def near(self, one: str | None, other: str | None) -> bool:
        """Return whether two homes are near: one block, or within the policy's distance."""
        if one is None or other is None:
            return False
        if (one, other) not in self._near:
            block = self.homes[one].block
            east, north = self.metres_tenfold(one, other)
            close = east * east + north * north <= round(self.policy.near_m * 10) ** 2
            same = block is not None and block == self.homes[other].block
            self._near[one, other] = same or close
        return self._near[one, other]

    def closeness(self, one: str, other: str) -> int:
        """Return closeness in thousandths: 1000 at one door, 0 from the policy's distance on."""
        east, north = self.metres_tenfold(one, other)
        apart = isqrt(east * east + north * north)
        return max(0, 1000 - apart * 1000 // round(self.policy.far_m * 10))

    def near_in(self, tie: Tie, month: int) -> bool:
        """Return whether the two sides of a tie live near each other in a month."""
        return self.near(self.home(tie.a, month), self.home(tie.b, month))

    def near_at_start(self, tie: Tie) -> bool:
        """Return whether a tie was near before anything happened."""
        of = {one.id: one.home for one in self.neighbourhood.households if one.id in (tie.a, tie.b)}
        return self.near(of[tie.a], of[tie.b])

    def near_at_end(self, tie: Tie) -> bool:
        """Return whether both sides end in permanent homes that are near."""
        return self.near(self.last_home(tie.a), self.last_home(tie.b))

    def weight(self, tie: Tie) -> float:
        """Return what a tie counts for: weight, kind, and half (say) if one side named it."""
        policy = self.policy
        factor = {
            "care": policy.care_tie,
            "family": policy.family_tie,
            "friends": policy.friends_tie,
            "neighbours": policy.neighbours_tie,
        }[tie.kind.value]
        weight = tie.weight * factor
        return weight if tie.declared_by is DeclaredBy.BOTH else weight * policy.one_sided_tie

    def moves(self, household: str) -> int:
        """Return how often a household's home changes from one month to the next (C5)."""
        homes = [self.home(household, month) for month in range(self.horizon)]
        return sum(before != after for before, after in pairwise(homes))

    def months_temporary(self, household: str, bought_in: bool = False) -> int:
        """Return the months in temporary homes; `bought_in` counts bought-in homes only."""
        count = 0
        for month in range(self.horizon):
            stay = self.stay_in.get((household, month))
            if stay is not None and stay.kind is StayKind.TEMPORARY:
                count += not bought_in or self.homes[stay.home].stage is Stage.TEMPORARY
        return count

    def emptied(self, home: str) -> Block | None:
        """Return the block whose works empty a home that stood at the start, if any."""
        block = self.blocks.get(self.homes[home].block or "")
        if block is None or self.homes[home].stage is not Stage.EXISTING:
            return None
        return block if block.works in (Works.REBUILD, Works.RENOVATE_EMPTY) else None

    def ready(self, home: str) -> int:
        """Return the month from which a permanent home can be lived in for good."""
        block = self.blocks.get(self.homes[home].block or "")
        if block is None:
            return 0
        if self.homes[home].stage is Stage.EXISTING and self.emptied(home) is None:
            return 0
        return self.starts[block.id] + block.duration


def _share(part: float, whole: float) -> float | None:
    return part / whole if whole else None


def _returns(world: _World) -> Figures:
    """C1: ending inside, over three denominators."""
    everyone = world.neighbourhood.households
    affected = [one for one in everyone if world.emptied(one.home) is not None]
    wishing = [one for one in affected if one.wish is ReturnWish.RETURN]
    result: Figures = {}
    for name, group in (("wishing", wishing), ("affected", affected), ("all", list(everyone))):
        inside = [one for one in group if world.last_home(one.id) is not None]
        result[f"returned_of_{name}"] = len(inside)
        result[f"return_of_{name}"] = _share(len(inside), len(group))
    return result


def _ties(world: _World) -> Figures:
    """C2 and C3: ties near at the start that are near at the end, and months apart between."""
    wish = {one.id: one.wish for one in world.neighbourhood.households}
    near = [tie for tie in world.neighbourhood.ties if world.near_at_start(tie)]
    kept = [tie for tie in near if world.near_at_end(tie)]
    staying = [tie for tie in near if ReturnWish.ELSEWHERE not in (wish[tie.a], wish[tie.b])]
    apart = 0
    for tie in near:
        apart += sum(not world.near_in(tie, month) for month in range(world.horizon))
    return {
        "ties_kept_count": len(kept),
        "ties_kept": _share(len(kept), len(near)),
        "ties_kept_weighted": _share(
            sum(world.weight(tie) for tie in kept), sum(world.weight(tie) for tie in near)
        ),
        "ties_kept_staying": _share(len([tie for tie in kept if tie in staying]), len(staying)),
        "separation_months": apart if world.neighbourhood.ties else None,
    }


def _alone(world: _World) -> list[str]:
    """C4: households that had a near tie, end inside, and have none near at the end."""
    had: set[str] = set()
    have: set[str] = set()
    for tie in world.neighbourhood.ties:
        if world.near_at_start(tie):
            had.update((tie.a, tie.b))
        if world.near_at_end(tie):
            have.update((tie.a, tie.b))
    return [
        name
        for name in world.names
        if name in had and name not in have and world.last_home(name) is not None
    ]


def _duration(world: _World) -> int:
    months = [
        world.starts[block.id] + block.duration
        for block in world.neighbourhood.blocks
        if block.works is not Works.KEEP
    ]
    return max(months, default=0)


def _arrivals(world: _World) -> dict[str, Stay]:
    """Return the final stay of each household that has one."""
    return {stay.household: stay for stay in world.stay_in.values() if stay.kind is StayKind.FINAL}


def _vacant(world: _World) -> int:
    """Count empty months before the works, and before somebody arrives for good."""
    count = 0
    for home in world.homes:
        block = world.emptied(home)
        if block is not None:
            months = range(world.starts[block.id])
            count += sum((home, month) not in world.lived_in for month in months)
    for stay in _arrivals(world).values():
        month = stay.start - 1
        while month >= world.ready(stay.home) and (stay.home, month) not in world.lived_in:
            count += 1
            month -= 1
    return count


def _score(world: _World) -> int:
    """Return the score in thousandths of a point; each item is rounded down by itself."""
    policy = world.policy
    total = 0
    for household in world.neighbourhood.households:
        if world.last_home(household.id) is not None:
            if household.wish is ReturnWish.RETURN:
                total += _mille(policy.points_return)
            elif household.wish is ReturnWish.UNDECIDED:
                total += _mille(policy.points_undecided)
        total -= _mille(policy.points_extra_move) * _extra_moves(world, household.id)
        months = world.months_temporary(household.id)
        total -= _mille(policy.points_temporary_month) * months
    total += sum(_tie_score(world, tie) for tie in world.neighbourhood.ties)
    total -= _mille(policy.points_alone) * len(_alone(world))
    total += _wish_score(world)
    total += _mille(policy.points_group) * _groups_together(world)
    total -= _mille(policy.points_vacant_month) * _vacant(world)
    total -= _mille(policy.points_duration_month) * _duration(world)
    return total - _mille(policy.points_cost) * _euros(world) // 1000


def _mille(points: float) -> int:
    return round(points * 1000)


def _extra_moves(world: _World, household: str) -> int:
    return max(0, world.moves(household) - 1)


def _euros(world: _World) -> int:
    """Return what the landlord pays for extra moves and bought-in temporary homes."""
    moves = sum(_extra_moves(world, name) for name in world.names)
    months = sum(world.months_temporary(name, bought_in=True) for name in world.names)
    return round(moves * world.policy.extra_move_cost + months * world.policy.temporary_month_cost)


def _tie_score(world: _World, tie: Tie) -> int:
    policy = world.policy
    weight = _mille(world.weight(tie))
    total = 0
    one, other = world.last_home(tie.a), world.last_home(tie.b)
    if one is not None and other is not None:
        if world.near(one, other):
            total += _mille(policy.points_tie_near) * weight // 1000
        near_by = _mille(policy.points_tie_closeness) * weight // 1000
        total += near_by * world.closeness(one, other) // 1000
    if world.near_at_start(tie):
        apart = sum(not world.near_in(tie, month) for month in range(world.horizon))
        total -= _mille(policy.points_separation_month) * weight // 1000 * apart
        arrivals = _arrivals(world)
        a, b = arrivals.get(tie.a), arrivals.get(tie.b)
        if a is not None and b is not None and a.start == b.start:
            total += _mille(policy.points_same_month) * weight // 1000
    return total


def _wish_score(world: _World) -> int:
    """Return the dearest met wish for a home, and every met wish to live near somebody."""
    points = _mille(world.policy.points_wish)
    total = 0
    for household in world.names:
        place = world.last_home(household)
        if place is None:
            continue
        home = world.homes[place]
        met = []
        for wish in world.neighbourhood.wishes:
            if wish.household != household:
                continue
            if wish.kind is WishKind.HOUSEHOLD:
                if world.near(place, world.last_home(wish.value)):
                    total += points >> (wish.rank - 1)
            elif wish.value == {
                WishKind.HOME: home.id,
                WishKind.BLOCK: home.block,
                WishKind.STREET: home.street,
                WishKind.TYPE: home.type,
            }.get(wish.kind):
                met.append(wish.rank)
        if met:
            total += points >> (min(met) - 1)
    return total


def _groups_together(world: _World) -> int:
    """Count the groups that end inside near each other, those who moved arrived in one month."""
    count = 0
    for group in world.neighbourhood.groups:
        ends = [world.last_home(name) for name in group.households]
        inside = all(end is not None for end in ends)
        close = all(world.near(one, other) for one, other in combinations(ends, 2))
        months = {_last_change(world, name) for name in group.households} - {None}
        count += inside and close and len(months) <= 1
    return count


def _last_change(world: _World, household: str) -> int | None:
    """Return the month of a household's last move, or None when it never moves."""
    homes = [world.home(household, month) for month in range(world.horizon)]
    changes = [m for m in range(1, len(homes)) if homes[m] != homes[m - 1]]
    return changes[-1] if changes else None
