"""Which temporary home each household gets, once the calendar and the final homes are chosen.

Each household that needs one has an interval of months. Temporary homes are the bought-in ones,
the still-standing homes of later blocks that are empty already, and kept homes nobody took yet.
A first fit gives everybody a place; a local search then brings tied households near each other.
When no single home is free for the whole interval the stay is split over more than one.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt

from hecht.planning.arrays import (
    GROUP,
    HORIZON,
    OLD,
    OWN_BLOCK,
    P_GROUP,
    TEMP_CLASS,
    TIE_APART,
    TIE_FROM,
    TIE_START,
    TIE_TO,
    TIE_UNTIL,
    Arrays,
    Ints,
    X,
    Y,
)
from hecht.planning.by_month import by_month
from hecht.planning.compiled import compiled
from hecht.planning.free_units import Units, free_units
from hecht.planning.instance import Instance
from hecht.planning.kernel import is_near
from hecht.planning.random_numbers import TABLE_SIZE, below, new_generator, slack_table
from hecht.planning.state import State


@compiled
def _free(occupied: Ints, u: int, begin: int, end: int, besides: int) -> bool:
    for m in range(begin, end):
        if occupied[u, m] >= 0 and occupied[u, m] != besides:
            return False
    return True


@compiled
def _fits(
    a: Arrays, s: State, allowed: npt.NDArray[np.bool_], starts: Ints, ends: Ints, h: int, u: int
) -> bool:
    return bool(
        allowed[a.people[h, TEMP_CLASS], u] and starts[u] <= s.out[h] and s.arrive[h] <= ends[u]
    )


@compiled
def _worth(a: Arrays, s: State, place: Ints, homes: Ints, saving: Ints, h: int, u: int) -> int:
    """Return what unit u is worth to household h while the others stay where they are."""
    begin, end = s.out[h], s.arrive[h]
    points = saving[u] * (end - begin)
    spot = homes[u]
    for k in range(a.people[h, TIE_FROM], a.people[h, TIE_UNTIL]):
        if not a.ties[k, TIE_START]:
            continue
        j = a.ties[k, TIE_TO]
        months = 0
        if begin < s.out[j] and is_near(a, spot, a.people[j, OLD]):
            months += min(end, s.out[j]) - begin
        if s.home[j] >= 0:
            from_ = max(begin, s.arrive[j])
            if from_ < end and is_near(a, spot, s.home[j]):
                months += end - from_
            if place[j] >= 0 and s.out[j] < s.arrive[j]:
                overlap = min(end, s.arrive[j]) - max(begin, s.out[j])
                if overlap > 0 and is_near(a, spot, homes[place[j]]):
                    months += overlap
        points += a.ties[k, TIE_APART] * months
    return int(points) + _with_group(a, s, place, homes, h, u)


@compiled
def _with_group(a: Arrays, s: State, place: Ints, homes: Ints, h: int, u: int) -> int:
    """Return the points for each member of the group that waits near unit u at the same time."""
    g, points = a.people[h, GROUP], 0
    if g < 0:
        return 0
    for p in range(a.group_ptr[g], a.group_ptr[g + 1]):
        j = a.group_member[p]
        if j == h or place[j] < 0:
            continue
        overlap = min(s.arrive[h], s.arrive[j]) - max(s.out[h], s.out[j])
        if overlap > 0 and is_near(a, homes[u], homes[place[j]]):
            points += a.fixed[P_GROUP]
    return int(points)


@compiled
def _mark(occupied: Ints, u: int, begin: int, end: int, who: int) -> None:
    for m in range(begin, end):
        occupied[u, m] = who


@compiled
def first_fit(
    a: Arrays,
    s: State,
    needs: Ints,
    allowed: npt.NDArray[np.bool_],
    homes: Ints,
    starts: Ints,
    ends: Ints,
    saving: Ints,
    place: Ints,
    occupied: Ints,
    by_ties: bool,
) -> int:
    """Give each of `needs`, in order, the best free unit; return how many found none."""
    missing = 0
    for i in range(len(needs)):
        h = needs[i]
        best, best_key = -1, -(1 << 60)
        for u in range(len(homes)):
            if not _fits(a, s, allowed, starts, ends, h, u):
                continue
            if not _free(occupied, u, s.out[h], s.arrive[h], -1):
                continue
            if by_ties:
                # a unit that is soon gone is used first, the rest is kept for longer stays
                key = _worth(a, s, place, homes, saving, h, u) - (ends[u] - s.arrive[h])
            else:
                dx, dy = (
                    a.homes[homes[u], X] - a.homes[a.people[h, OLD], X],
                    a.homes[homes[u], Y] - a.homes[a.people[h, OLD], Y],
                )
                key = -(dx * dx + dy * dy)
            if key > best_key:
                best, best_key = u, key
        if best < 0:
            best = _make_room(a, s, h, allowed, homes, starts, ends, place, occupied)
        if best < 0:
            missing += 1
            continue
        place[h] = best
        _mark(occupied, best, s.out[h], s.arrive[h], h)
    return missing


@compiled
def _make_room(
    a: Arrays,
    s: State,
    h: int,
    allowed: npt.NDArray[np.bool_],
    homes: Ints,
    starts: Ints,
    ends: Ints,
    place: Ints,
    occupied: Ints,
) -> int:
    """Free a unit for household h by putting the one household in its way elsewhere; -1: none."""
    for u in range(len(homes)):
        if not _fits(a, s, allowed, starts, ends, h, u):
            continue
        rival, several = -1, False
        for m in range(s.out[h], s.arrive[h]):
            g = occupied[u, m]
            if g >= 0 and rival < 0:
                rival = g
            elif g >= 0 and g != rival:
                several = True
        if several or rival < 0:
            continue
        for v in range(len(homes)):
            if v == u or not _fits(a, s, allowed, starts, ends, rival, v):
                continue
            if _free(occupied, v, s.out[rival], s.arrive[rival], -1):
                _mark(occupied, u, s.out[rival], s.arrive[rival], -1)
                _mark(occupied, v, s.out[rival], s.arrive[rival], rival)
                place[rival] = v
                return u
    return -1


@compiled
def improve(
    a: Arrays,
    s: State,
    needs: Ints,
    allowed: npt.NDArray[np.bool_],
    homes: Ints,
    starts: Ints,
    ends: Ints,
    saving: Ints,
    place: Ints,
    occupied: Ints,
    rng: npt.NDArray[np.uint64],
    table: Ints,
    tries: int,
    heats: Ints,
) -> None:
    """Move and exchange households between units so that they are nearer those they know."""
    for t in range(len(heats)):
        for _ in range(tries):
            h = needs[below(rng, len(needs))]
            old = place[h]
            if old < 0:
                continue
            u = below(rng, len(homes))
            if u == old or not _fits(a, s, allowed, starts, ends, h, u):
                continue
            slack = (heats[t] * table[below(rng, TABLE_SIZE)]) >> 10
            g = -1
            clear = True
            for m in range(s.out[h], s.arrive[h]):
                if occupied[u, m] >= 0:
                    if g >= 0 and occupied[u, m] != g:
                        clear = False
                    g = occupied[u, m]
            if not clear:
                continue
            gain = -_worth(a, s, place, homes, saving, h, old)
            if g >= 0:
                if not _fits(a, s, allowed, starts, ends, g, old):
                    continue
                if not _free(occupied, old, s.out[g], s.arrive[g], h):
                    continue
                place[h] = u
                gain += _worth(a, s, place, homes, saving, h, u)
                gain -= _worth(a, s, place, homes, saving, g, u)
                place[g] = old
                gain += _worth(a, s, place, homes, saving, g, old)
            else:
                place[h] = u
                gain += _worth(a, s, place, homes, saving, h, u)
            if gain + slack < 0:
                place[h] = old
                if g >= 0:
                    place[g] = u
                continue
            _mark(occupied, old, s.out[h], s.arrive[h], -1)
            if g >= 0:
                _mark(occupied, u, s.out[g], s.arrive[g], -1)
                _mark(occupied, old, s.out[g], s.arrive[g], g)
            _mark(occupied, u, s.out[h], s.arrive[h], h)


Parts = list[tuple[int, int, int]]
"""One household's stays in temporary homes: (home, from month, until month), in order."""


def temporary_homes(
    instance: Instance,
    s: State,
    *,
    seed: int,
    by_ties: bool = True,
    effort: int = 200,
    kept: Mapping[int, Parts] | None = None,
) -> dict[int, Parts] | None:
    """Return the temporary stays of each household that needs one, or None when there is no way.

    `by_ties` False gives each household the free home nearest to its old one, and leaves it at
    that. `effort` is the number of tries per household and temperature of the improvement. What
    `kept` lists is left as it is wherever it still fits, and then nothing is improved.
    """
    a = instance.arrays
    needs = _needs(a, s)
    if len(needs) == 0:
        return {}
    units = free_units(instance, s)
    if len(units.home) == 0:
        return None
    classes = instance.temporary
    allowed = np.ascontiguousarray(classes.member[units.home][:, classes.own_set].T)
    place = np.full(len(a.people), -1, dtype=np.int64)
    occupied = np.full((len(units.home), a.fixed[HORIZON]), -1, dtype=np.int64)
    common = (allowed, units.home, units.begin, units.end, units.saving, place, occupied)
    held = {} if kept is None else _hold(a, s, needs, kept, allowed, units, place, occupied)
    new = needs if kept is None else np.array([h for h in needs if h not in held], dtype=np.int64)
    missing = first_fit(a, s, new, *common, by_ties)
    if kept is None and by_ties and missing < len(needs):
        heats = np.array([4000, 2000, 1000, 500, 0], dtype=np.int64)
        rng = new_generator(seed, 77)
        improve(a, s, needs, *common, rng, slack_table(), effort * len(needs), heats)
    result: dict[int, Parts] = {}
    for h in needs.tolist():
        if place[h] >= 0:
            whole = (int(units.home[place[h]]), int(s.out[h]), int(s.arrive[h]))
            result[h] = [whole]
        elif h in held:
            result[h] = held[h]
    for h in needs.tolist():
        if h not in result:
            parts = _split(a, s, h, allowed, units, occupied)
            if parts is None:
                # what is kept has partly been lived in: it cannot be handed out anew
                return None if held else _by_month(a, s, needs, allowed, units)
            result[h] = parts
    return result


def _by_month(
    a: Arrays, s: State, needs: Ints, allowed: npt.NDArray[np.bool_], units: Units
) -> dict[int, Parts] | None:
    """Return stays for all who need one, begun from nothing, with more changes of home."""
    fits = allowed[a.people[needs, TEMP_CLASS]]
    found = by_month(s.out[needs], s.arrive[needs], units.begin, units.end, fits)
    if found is None:
        return None
    homes = units.home.tolist()
    return {
        h: [(homes[u], begin, end) for u, begin, end in spells]
        for h, spells in zip(needs.tolist(), found, strict=True)
    }


def _hold(
    a: Arrays,
    s: State,
    needs: Ints,
    kept: Mapping[int, Parts],
    allowed: npt.NDArray[np.bool_],
    units: Units,
    place: Ints,
    occupied: Ints,
) -> dict[int, Parts]:
    """Book the stays of `kept` that still cover a household's months in homes that are free."""
    held: dict[int, Parts] = {}
    for h in needs.tolist():
        parts = kept.get(h, [])
        if not parts or parts[0][1] != s.out[h] or parts[-1][2] != s.arrive[h]:
            continue
        found = [_free_unit(units, allowed[a.people[h, TEMP_CLASS]], occupied, p) for p in parts]
        if -1 in found:
            continue
        for u, (_, begin, end) in zip(found, parts, strict=True):
            occupied[u, begin:end] = h
        if len(found) == 1:
            place[h] = found[0]
        held[h] = list(parts)
    return held


def _free_unit(
    units: Units, allowed: npt.NDArray[np.bool_], occupied: Ints, part: tuple[int, int, int]
) -> int:
    home, begin, end = part
    for u in np.nonzero(units.home == home)[0].tolist():
        whole = units.begin[u] <= begin and end <= units.end[u]
        if whole and allowed[u] and (occupied[u, begin:end] < 0).all():
            return int(u)
    return -1


def _needs(a: Arrays, s: State) -> Ints:
    waits = (s.home >= 0) & (a.people[:, OWN_BLOCK] >= 0) & (s.arrive > s.out)
    found = np.nonzero(waits)[0].astype(np.int64)
    # members of a group one after the other, before those who are in none
    group = np.where(a.people[found, GROUP] < 0, len(a.group_ptr), a.people[found, GROUP])
    order = np.lexsort((found, group, -(s.arrive[found] - s.out[found]), s.out[found]))
    return found[order]


def _split(
    a: Arrays, s: State, h: int, allowed: npt.NDArray[np.bool_], units: Units, occupied: Ints
) -> Parts | None:
    """Cover the months of household h with as few free homes as possible, or return None."""
    month, end = int(s.out[h]), int(s.arrive[h])
    parts: Parts = []
    while month < end:
        best, until = -1, month
        for u in np.nonzero(allowed[a.people[h, TEMP_CLASS]])[0].tolist():
            if not units.begin[u] <= month < units.end[u]:
                continue
            limit = min(end, int(units.end[u]))
            stop = month
            while stop < limit and occupied[u, stop] < 0:
                stop += 1
            if stop > until:
                best, until = u, stop
        if best < 0:
            return None
        occupied[best, month:until] = h
        parts.append((int(units.home[best]), month, until))
        month = until
    return parts
