"""What happens month by month: moves, where people live, temporary homes."""

from __future__ import annotations

from dataclasses import dataclass

from hecht.neighbourhood import Course, Home, MoveKind, Neighbourhood, Stage, Stay, StayKind
from hecht.outcomes.places import Places

Counts = tuple[int, ...]


@dataclass(frozen=True)
class ThroughTime:
    """Counts for each month from 0 up to `months`.

    `moves` by kind. `lives` counts households in the home they had at the start (`start`), in a
    temporary home, in their final home, or gone (`left`). `bought_in` and `standing` count the
    temporary homes in use: units, and homes that wait for their works; `available` counts those
    that could be used, the ones in use included.
    """

    months: int
    moves: dict[MoveKind, Counts]
    lives: dict[str, Counts]
    bought_in: Counts
    standing: Counts
    available: Counts

    @property
    def in_use(self) -> Counts:
        """All temporary homes in use."""
        return tuple(a + b for a, b in zip(self.bought_in, self.standing, strict=True))


def through_time(neighbourhood: Neighbourhood, course: Course, where: Places) -> ThroughTime:
    """Count month by month, until everything has happened or the horizon is reached."""
    months = months_until_done(neighbourhood, course)
    moves = {kind: [0] * months for kind in MoveKind}
    for move in course.moves():
        if move.month < months:
            moves[move.kind][move.month] += 1
    lives = {kind: [0] * months for kind in ("start", "temporary", "final", "left")}
    bought_in, standing = [0] * months, [0] * months
    taken: dict[str, set[int]] = {}
    for stays in where.stays.values():
        for stay in stays:
            _count(stay, lives[stay.kind.value])
            home = neighbourhood.home_of[stay.home]
            if stay.kind is StayKind.TEMPORARY:
                _count(stay, bought_in if home.stage is Stage.TEMPORARY else standing)
            if stay.kind is not StayKind.TEMPORARY or not _waits(neighbourhood, home):
                taken.setdefault(stay.home, set()).update(range(stay.start, stay.end))
        for month in range(max(0, stays[-1].end), months):
            lives["left"][month] += 1
    return ThroughTime(
        months=months,
        moves={kind: tuple(counts) for kind, counts in moves.items()},
        lives={kind: tuple(counts) for kind, counts in lives.items()},
        bought_in=tuple(bought_in),
        standing=tuple(standing),
        available=_available(neighbourhood, course, where, taken, months),
    )


def months_until_done(neighbourhood: Neighbourhood, course: Course) -> int:
    """Return the month after the last thing that happens."""
    finished = [
        course.starts[block.id] + block.duration
        for block in neighbourhood.blocks
        if block.id in course.starts
    ]
    moved = [move.month for move in course.moves()]
    return max(1, min(course.horizon, max([*finished, *moved], default=0) + 1))


def _count(stay: Stay, counts: list[int]) -> None:
    for month in range(max(0, stay.start), min(stay.end, len(counts))):
        counts[month] += 1


def _waits(neighbourhood: Neighbourhood, home: Home) -> bool:
    """Return whether an old home has its works, for which it must be empty, still to come."""
    return (
        home.stage is Stage.EXISTING
        and home.block is not None
        and neighbourhood.block_of[home.block].works.empties
    )


def _available(
    neighbourhood: Neighbourhood,
    course: Course,
    where: Places,
    taken: dict[str, set[int]],
    months: int,
) -> Counts:
    """Count temporary homes that can be lived in: units, and homes standing empty for works."""
    counts = [0] * months
    for home in neighbourhood.homes:
        if home.stage is Stage.TEMPORARY:
            first = home.available_from or 0
            last = months if home.available_until is None else home.available_until
        elif _waits(neighbourhood, home):
            first, last = 0, course.starts.get(home.block or "", 0)
        else:
            continue
        lived = taken.get(home.id, set()) if home.stage is Stage.EXISTING else set()
        for month in range(first, min(last, months)):
            counts[month] += month not in lived
    for stays in where.stays.values():
        for stay in stays:
            home = neighbourhood.home_of[stay.home]
            other = home.stage is Stage.EXISTING and not _waits(neighbourhood, home)
            if stay.kind is StayKind.TEMPORARY and other:
                _count(stay, counts)
    return tuple(counts)
