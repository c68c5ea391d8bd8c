"""The ground of a plan made anew: what holds for every plan with the same past.

The conventions of `ground` speak of plans from month 0 on. The past of a plan may have broken
them: people moved under rules, needs and wishes that were others then. So the neighbourhood is
first made one in which nothing that happened breaks a rule (works that have begun are fixed, with
no more crews than there are and with what they cost left out; the limit on temporary months is the
longest that anybody was granted), and then what happened is written over the ground: who is in its
last home has that home alone, who has left is gone, works that have not begun start on the date or
later, and who has not moved yet moves then at the earliest. Both only ever widen what is possible
for plans with this past, or shut out plans with another.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from hecht.neighbourhood import (
    Block,
    Household,
    Neighbourhood,
    Promise,
    PromiseKind,
    PromiseStatus,
    ReturnWish,
    Stay,
    StayKind,
    Wish,
    WishKind,
)
from hecht.planning.bounds.ground import LOCATION, Ground, Ints, Role, lay_ground
from hecht.planning.check import Before

NO_RANK = 40
"""The rank of a wish that is worth nothing: it only lets a household move."""


@dataclass(frozen=True)
class _Happened:
    """What has happened to one household: the stays that have begun, and when it goes, if ever."""

    stays: tuple[Stay, ...]
    goes: int | None

    @property
    def settled(self) -> str | None:
        """The last home it is in for good, None when it is in none or will go."""
        last = self.stays[-1]
        return last.home if last.kind is StayKind.FINAL and self.goes is None else None

    @property
    def has_moved(self) -> bool:
        """Whether it has left the home of the start."""
        return len(self.stays) > 1

    @property
    def first_move(self) -> int:
        """The month of its first move, which has been made."""
        return self.stays[1].start

    @property
    def months_away(self) -> int:
        """The months that the temporary stays so far last at most."""
        return sum(s.end - s.start for s in self.stays if s.kind is StayKind.TEMPORARY)


def ground_since(neighbourhood: Neighbourhood, before: Before) -> Ground:
    """Return the ground of a neighbourhood for the plans with the past of `before`."""
    happened = _happened(neighbourhood, before)
    ground = lay_ground(_excused(neighbourhood, before, happened))
    return _written_over(ground, neighbourhood, before, happened)


def _happened(n: Neighbourhood, before: Before) -> dict[str, _Happened]:
    found = {}
    for name, stays in before.course.itineraries().items():
        begun = tuple(s for s in sorted(stays, key=lambda s: s.start) if s.start < before.date)
        household = n.household_of.get(name)
        if household is None or not begun:
            continue
        over = len(begun) == len(stays) and begun[-1].end < before.date
        found[name] = _Happened(begun, begun[-1].end if over else _goes(household, begun, before))
    return found


def _goes(household: Household, begun: tuple[Stay, ...], before: Before) -> int | None:
    """Return when somebody who has moved already goes elsewhere; None: it stays, or at home."""
    if len(begun) < 2 or household.wish is not ReturnWish.ELSEWHERE or household.leaves is None:
        return None
    return max(before.date, household.leaves)


# -- the neighbourhood in which nothing that happened breaks a rule ---------------------------


def _excused(n: Neighbourhood, before: Before, happened: dict[str, _Happened]) -> Neighbourhood:
    people = tuple(_as_gone(one, happened.get(one.id)) for one in n.households)
    over = {name for name, past in happened.items() if past.goes is not None}
    promises, wishes = [p for p in n.promises if p.household not in over], list(n.wishes)
    wished = {w.household for w in n.wishes if w.kind in LOCATION}
    for name, past in happened.items():
        if past.settled is not None:
            home = Promise(name, PromiseKind.HOME, PromiseStatus.ACCEPTED, past.settled)
            promises.append(home)
        elif past.has_moved and past.goes is None and name not in wished:
            # away for a wish that is no more: where it ends is open all the same
            wishes.append(Wish(name, NO_RANK, WishKind.STREET, ""))
    policy = replace(n.policy, temporary_months_max=_longest(n, before, happened))
    if any(past.goes is not None and past.has_moved for past in happened.values()):
        # homes that were given up, and old homes lived in meanwhile, are not counted as empty
        policy = replace(policy, points_vacant_month=0.0)
    project = n.project
    moves = [past.first_move for past in happened.values() if past.has_moved]
    if before.lost or min(moves, default=n.first_move) < n.first_move:
        project = replace(project, announced=None)
        policy = replace(policy, notice_months=0)
    return replace(
        n,
        project=project,
        policy=policy,
        blocks=_blocks(n, before),
        households=people,
        promises=tuple(promises),
        wishes=tuple(wishes),
    )


def _as_gone(household: Household, past: _Happened | None) -> Household:
    if past is None or past.goes is None:
        return household
    return replace(household, wish=ReturnWish.ELSEWHERE, leaves=max(1, past.goes))


def _longest(n: Neighbourhood, before: Before, happened: dict[str, _Happened]) -> int:
    """Return the most months in temporary homes that anybody has had or been granted."""
    most = [n.policy.temporary_months_max, *before.longest.values()]
    return max([*most, *(past.months_away for past in happened.values())])


def _blocks(n: Neighbourhood, before: Before) -> tuple[Block, ...]:
    """Return the blocks; what has begun is fixed, and takes no more crews than are left for it."""
    starts = {b: m for b, m in before.course.starts.items() if m < before.date}
    room = [n.capacity.crews] * (n.project.horizon + 1)
    crews: dict[str, int] = {}
    for block in sorted(n.blocks, key=lambda b: (starts.get(b.id, 0), b.id)):
        if block.id in starts:
            begin, end = starts[block.id], starts[block.id] + block.duration
            months = range(begin, min(end, len(room)))
            crews[block.id] = (
                0 if end <= before.date else min([block.crews, *(max(0, room[m]) for m in months)])
            )
            for m in months:
                room[m] -= crews[block.id]
    found = []
    for block in n.blocks:
        start = starts.get(block.id)
        if not block.has_works:
            found.append(block)
        elif start is None:
            found.append(replace(block, earliest=max(block.earliest or 0, before.date)))
        else:
            fixed = replace(
                block, earliest=start, latest=start + block.duration, after=(), cost=None,
                crews=crews[block.id],
            )  # fmt: skip
            found.append(fixed)
    return tuple(found)


# -- what happened, written over the ground ---------------------------------------------------


def _written_over(
    ground: Ground, n: Neighbourhood, before: Before, happened: dict[str, _Happened]
) -> Ground:
    number = {home.id: f for f, home in enumerate(n.homes)}
    need, suit, loose = _own_needs(ground, n, happened, number)
    final, ready_fixed = ground.final.copy(), ground.ready_fixed.copy()
    first_out, by, may_go = ground.first_out.copy(), ground.by.copy(), ground.may_go.copy()
    left: dict[int, tuple[int, int]] = {}
    for h, household in enumerate(n.households):
        past = happened.get(household.id)
        if past is None:
            continue
        own = int(ground.own_home[h])
        if not past.has_moved and past.goes is None:
            free = household.wish is ReturnWish.ELSEWHERE or household.home in before.lost
            first_out[h] = max(before.date, 1 if free else max(1, n.first_move))
            continue
        if past.goes is not None:
            left[h] = past.goes, past.goes
        if not past.has_moved:
            continue
        first_out[h] = past.first_move
        if ground.ready_block[own] < 0:
            ready_fixed[own] = 0
        if past.settled is not None:
            final[number[past.settled]] = True
            by[h] = n.project.horizon - 1
        elif ground.role[h] == Role.PLACED and ground.own_block[h] < 0:
            may_go[h] = not _is_promised(n, household.id)
    return replace(
        ground, need=need, suit=suit, suit_temporarily=loose, final=final,
        ready_fixed=ready_fixed, first_out=first_out, by=by, may_go=may_go, left=left,
    )  # fmt: skip


def _is_promised(n: Neighbourhood, household: str) -> bool:
    return any(p.household == household and p.status is PromiseStatus.ACCEPTED for p in n.promises)


def _own_needs(
    ground: Ground, n: Neighbourhood, happened: dict[str, _Happened], number: dict[str, int]
) -> tuple[Ints, np.ndarray, np.ndarray]:
    """Return needs in which the homes that somebody has had suit it, whatever it needs now."""
    need = ground.need.copy()
    suit, loose = list(ground.suit), list(ground.suit_temporarily)
    known: dict[tuple[int, frozenset[int], frozenset[int]], int] = {}
    for h, household in enumerate(n.households):
        past = happened.get(household.id)
        if past is None or not past.has_moved:
            continue
        had = [(s, int(ground.kind[number[s.home]])) for s in past.stays if s.home in number]
        final = frozenset(kind for stay, kind in had if stay.kind is StayKind.FINAL)
        key = int(need[h]), frozenset(kind for _, kind in had), final
        if key not in known:
            lasting, meanwhile = suit[need[h]].copy(), loose[need[h]].copy()
            lasting[list(key[2])] = True
            meanwhile[list(key[1])] = True
            known[key] = len(suit)
            suit.append(lasting)
            loose.append(meanwhile)
        need[h] = known[key]
    return need, np.array(suit, dtype=np.bool_), np.array(loose, dtype=np.bool_)
