"""Temporary homes and stays of a plan that is made anew: those begun stand, others keep their home.

A household that is in a temporary home stays in it as long as that can be lived in. Who was
told a temporary home keeps it where it is still free. The rest is placed as in any plan.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from types import MappingProxyType

import numpy as np

from hecht.neighbourhood import Course, ReturnWish, Stay, StayKind
from hecht.planning.arrays import (
    HORIZON,
    KIND,
    LONGEST,
    OWN_BLOCK,
    READY_FIXED,
    SETTLED,
    TEMP_CLASS,
)
from hecht.planning.free_units import Units, free_units
from hecht.planning.instance import Instance
from hecht.planning.itineraries import course_of
from hecht.planning.past import Past
from hecht.planning.random_numbers import new_generator, slack_table
from hecht.planning.state import State
from hecht.planning.temporary import Parts, first_fit, improve

_HEATS = (4000, 2000, 1000, 500, 0)
_EFFORT = 60
"""Tries per household and temperature when temporary homes are improved."""

_Row = tuple[int, int, int, int]
"""A home, the months [from, until) in which it is free, and the points saved by a month's use."""


@dataclass(frozen=True)
class Before:
    """The old plan as stage two sees it, by position of the household.

    `here` is the temporary home of those who are in one on the date; `told` the temporary stays
    that were still to come or go on.
    """

    date: int
    notice: int
    here: dict[int, int]
    told: dict[int, Parts]


def before_of(instance: Instance, course: Course, past: Past) -> Before:
    """Return what stage two keeps of an old course."""
    n = instance.neighbourhood
    people = {h.id: i for i, h in enumerate(n.households)}
    homes = {home.id: u for u, home in enumerate(n.homes)}
    here: dict[int, int] = {}
    told: dict[int, Parts] = {}
    for stay in course.stays:
        if stay.kind is not StayKind.TEMPORARY or stay.household not in people:
            continue
        h = people[stay.household]
        done = stay.household in past.settled or stay.household in past.gone
        if done or stay.home not in homes:
            continue
        if stay.start < past.date and stay is past.away[stay.household][-1]:
            here[h] = homes[stay.home]
        if stay.end > past.date or stay.start >= past.date:
            begin = max(stay.start, past.date)
            told.setdefault(h, []).append((homes[stay.home], begin, stay.end))
    notice = past.date + n.policy.notice_months
    return Before(past.date, notice, here, told)


def course_after(
    instance: Instance, s: State, past: Past, old: Course, seed: int, effort: int = _EFFORT
) -> Course | None:
    """Return the course of a state from a past on, or None when temporary homes do not suffice."""
    before = before_of(instance, old, past)
    moving = _moving(instance, s, before)
    for keep_told, until_notice in ((True, False), (False, False), (False, True)):
        parts = _parts(instance, moving, before, seed, effort, keep_told, until_notice)
        if parts is not None:
            return _course(instance, s, past, old, parts, moving)
    return None


def _moving(instance: Instance, s: State, before: Before) -> State:
    """Return the state with only the months that are left: who is away needs a home from now."""
    n = instance.neighbourhood
    t = s._replace(out=s.out.copy(), arrive=s.arrive.copy())
    for h in before.here:
        t.out[h] = max(int(t.out[h]), before.date)
        household = n.households[h]
        if s.home[h] < 0:
            # for want of a home it goes when the limit is reached, but not without notice
            longest = int(s.out[h]) + int(instance.arrays.people[h, LONGEST])
            leaves = max(before.notice, longest)
            if household.wish is ReturnWish.ELSEWHERE:
                leaves = before.date if household.leaves is None else household.leaves
            horizon = int(instance.arrays.fixed[HORIZON])
            t.arrive[h] = min(horizon - 1, max(before.date, leaves))
    return t


def _lived_in(instance: Instance, before: Before) -> Instance:
    """Return the instance in which homes are free to those who live in them on the date."""
    homes = instance.arrays.homes.copy()
    for u in before.here.values():
        homes[u, READY_FIXED] = min(int(homes[u, READY_FIXED]), before.date)
    return replace(instance, arrays=instance.arrays._replace(homes=homes))


def _needs(instance: Instance, t: State, before: Before) -> list[int]:
    """Return who needs a temporary home, those who leave their home first, and longest, first."""
    own, kind = instance.arrays.people[:, OWN_BLOCK], instance.arrays.people[:, KIND]
    found = [
        h
        for h in range(len(own))
        if t.arrive[h] > t.out[h] and own[h] >= 0 and kind[h] != SETTLED
        if t.home[h] >= 0 or h in before.here
    ]
    return sorted(found, key=lambda h: (int(t.out[h]), int(t.out[h] - t.arrive[h]), h))


class _Book:
    """Temporary homes that are free, cut by what is booked."""

    def __init__(self, units: Units, date: int) -> None:
        self.rows: list[_Row] = [
            (int(u), max(int(b), date), int(e), int(v))
            for u, b, e, v in zip(units.home, units.begin, units.end, units.saving, strict=True)
            if e > date
        ]

    def take(self, home: int, begin: int, end: int) -> bool:
        """Book a home for months [begin, end); False when it is not free for all of them."""
        for i, (u, b, e, value) in enumerate(self.rows):
            if u == home and b <= begin and end <= e:
                left = [(u, b, begin, value), (u, end, e, value)]
                self.rows[i : i + 1] = [row for row in left if row[1] < row[2]]
                return True
        return False

    def until(self, home: int, begin: int, end: int) -> int:
        """Return up to which month, at most `end`, a home is free from `begin` on."""
        return max(
            (min(e, end) for u, b, e, _ in self.rows if u == home and b <= begin < e), default=begin
        )

    def units(self) -> Units:
        """Return what is still free."""
        table = np.array(sorted(self.rows), dtype=np.int64).reshape(-1, 4)
        return Units(*(np.ascontiguousarray(table[:, k]) for k in range(4)))


def _parts(
    instance: Instance,
    moving: State,
    before: Before,
    seed: int,
    effort: int,
    keep_told: bool,
    until_notice: bool,
) -> dict[int, Parts] | None:
    """Return the temporary stays from the date on, or None when somebody finds none."""
    t = moving._replace(out=moving.out.copy())
    needs = _needs(instance, t, before)
    book = _Book(free_units(_lived_in(instance, before), t), before.date)
    parts: dict[int, Parts] = {h: [] for h in needs}
    for h in [h for h in needs if h in before.here]:
        home, begin, end = before.here[h], int(t.out[h]), int(t.arrive[h])
        if keep_told and len(before.told.get(h, [])) > 1:
            _keep(book, t, h, before.told[h], parts[h])
            if parts[h]:
                continue
        stop = book.until(home, begin, end)
        if until_notice:
            stop = min(stop, max(before.notice, begin + 1))
        if stop > begin and book.take(home, begin, stop):
            parts[h].append((home, begin, stop))
            t.out[h] = stop
    if keep_told:
        for h in needs:
            if t.out[h] < t.arrive[h]:
                told = before.told.get(h, [])
                if all(_suits(instance, h, u) for u, _, _ in told):
                    _keep(book, t, h, told, parts[h])
    left = [h for h in needs if t.out[h] < t.arrive[h]]
    placed = _place(instance, t, book, left, seed, effort)
    if placed is None:
        return None
    for h, more in placed.items():
        parts[h] += more
    return parts


def _suits(instance: Instance, h: int, u: int) -> bool:
    """Return whether temporary home u would do for household h as it is now."""
    classes = instance.temporary
    return bool(classes.member[u, classes.own_set[classes.of_household[h]]])


def _keep(book: _Book, t: State, h: int, told: Parts, found: Parts) -> None:
    """Give household h the temporary homes that it was told, if they are free when needed."""
    begin, end = int(t.out[h]), int(t.arrive[h])
    wanted = [(u, max(b, begin), e) for u, b, e in told if e > begin]
    if not wanted:
        return
    # the first from when it is needed, the last until it is no longer
    wanted[0] = (wanted[0][0], begin, wanted[0][2])
    wanted[-1] = (wanted[-1][0], wanted[-1][1], end)
    if any(b >= e for _, b, e in wanted):
        return
    rows = list(book.rows)
    if all(book.take(u, b, e) for u, b, e in wanted):
        found += wanted
        t.out[h] = end
    else:
        book.rows = rows


def _place(
    instance: Instance, t: State, book: _Book, left: list[int], seed: int, effort: int
) -> dict[int, Parts] | None:
    if not left:
        return {}
    a, units = instance.arrays, book.units()
    if len(units.home) == 0:
        return None
    classes = instance.temporary
    allowed = np.ascontiguousarray(classes.member[units.home][:, classes.own_set].T)
    place = np.full(len(a.people), -1, dtype=np.int64)
    occupied = np.full((len(units.home), int(a.fixed[HORIZON])), -1, dtype=np.int64)
    needs = np.array(left, dtype=np.int64)
    common = (allowed, units.home, units.begin, units.end, units.saving, place, occupied)
    missing = first_fit(a, t, needs, *common, True)
    if missing < len(left):
        rng = new_generator(seed, 77)
        heats = np.array(_HEATS, dtype=np.int64)
        improve(a, t, needs, *common, rng, slack_table(), effort * len(left), heats)
    result: dict[int, Parts] = {}
    for h in left:
        if place[h] >= 0:
            result[h] = [(int(units.home[place[h]]), int(t.out[h]), int(t.arrive[h]))]
    for h in left:
        if h not in result:
            mine = np.nonzero(allowed[a.people[h, TEMP_CLASS]])[0].tolist()
            split = _split(int(t.out[h]), int(t.arrive[h]), mine, units, occupied, h)
            if split is None:
                return None
            result[h] = split
    return result


def _split(
    month: int, end: int, mine: Iterable[int], units: Units, occupied: np.ndarray, h: int
) -> Parts | None:
    """Cover months with as few free homes as possible, or return None."""
    parts: Parts = []
    mine = list(mine)
    while month < end:
        best, until = -1, month
        for u in mine:
            if not units.begin[u] <= month < units.end[u]:
                continue
            stop, limit = month, min(end, int(units.end[u]))
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


def _course(
    instance: Instance,
    s: State,
    past: Past,
    old: Course,
    parts: dict[int, Parts],
    moving: State,
) -> Course:
    """Put the stays that have begun before those to come."""
    n = instance.neighbourhood
    fresh = course_of(instance, s, parts)
    begun: dict[str, list[Stay]] = {}
    for stay in old.stays:
        if stay.start < past.date:
            begun.setdefault(stay.household, []).append(stay)
    number = {h.id: i for i, h in enumerate(n.households)}
    stays: list[Stay] = []
    for name, own in fresh.itineraries().items():
        h = number[name]
        was = sorted(begun.get(name, []), key=lambda stay: stay.start)
        stays += _joined(instance, name, was, own, past, int(moving.arrive[h]), parts.get(h, []))
    reasons = dict(fresh.reasons)
    for name, text in old.reasons.items():
        if name in past.gone and name in n.household_of:
            reasons[name] = text
    return Course(fresh.horizon, fresh.starts, tuple(stays), MappingProxyType(reasons))


def _joined(
    instance: Instance,
    name: str,
    was: list[Stay],
    own: list[Stay],
    past: Past,
    arrive: int,
    parts: Parts,
) -> list[Stay]:
    horizon = int(instance.arrays.fixed[HORIZON])
    if name in past.settled:
        return [*was[:-1], _until(was[-1], horizon)]
    if name in past.gone:
        return [*was[:-1], _until(was[-1], past.gone[name])]
    if name not in past.away:
        return own
    homes = instance.neighbourhood.homes
    result = [*was[:-1], _until(was[-1], past.date)]
    for u, begin, end in parts:
        if homes[u].id == result[-1].home and result[-1].end == begin:
            result[-1] = _until(result[-1], end)
        else:
            result.append(Stay(name, homes[u].id, begin, end, StayKind.TEMPORARY))
    last = own[-1]
    if last.kind is StayKind.FINAL:
        result.append(last)
    return result


def _until(stay: Stay, end: int) -> Stay:
    return Stay(stay.household, stay.home, stay.start, end, stay.kind)
