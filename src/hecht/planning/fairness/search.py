"""Among plans within a margin of the best: the one that is best for the worst-off (leximin).

The calendar stays as it is. From the best plan, changes are sought that lower the sorted
dissatisfactions while the points stay above the floor; then the plan is shaken within the margin
and the search goes down again, a fixed number of times.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from hecht.neighbourhood import ReturnWish
from hecht.planning.arrays import (
    FAR,
    TIE_CLOSE,
    TIE_FROM,
    TIE_NEAR,
    TIE_REAL,
    TIE_START,
    TIE_TO,
    TIE_UNTIL,
    Arrays,
    Ints,
    X,
    Y,
)
from hecht.planning.attempt import Scratch, new_scratch
from hecht.planning.fairness.kernel import Fair, Generator, lift, stroll, value_all
from hecht.planning.fairness.service import away_points
from hecht.planning.groups.place import is_whole, members_of
from hecht.planning.instance import Instance
from hecht.planning.random_numbers import new_generator
from hecht.planning.resume import never
from hecht.planning.state import OBJECTIVE, VIOLATION, State, copy_state

ROUNDS = 12
"""How often the search goes down after a shake."""

_MOST_TRIES = 40_000
"""Changes that are tried in one pass."""

_FOCUS = 20
"""One in so many households is among the worst-off that changes start with, at least eight."""


def margin_of(instance: Instance, state: State) -> int:
    """Return the thousandths of a point that may be given up for the worst-off."""
    share = round(instance.neighbourhood.policy.fairness_margin * 1_000_000)
    return tie_points(instance.arrays, state) * share // 1_000_000


def tie_points(a: Arrays, s: State) -> int:
    """Return what the ties that are near or close at the end earn, in thousandths of a point."""
    one = np.repeat(np.arange(len(a.people)), a.people[:, TIE_UNTIL] - a.people[:, TIE_FROM])
    other = a.ties[:, TIE_TO]
    rows = np.nonzero(
        (one < other) & (a.ties[:, TIE_REAL] > 0) & (s.home[one] >= 0) & (s.home[other] >= 0)
    )[0]
    p, q = a.homes[s.home[one[rows]]], a.homes[s.home[other[rows]]]
    square = (p[:, X] - q[:, X]) ** 2 + (p[:, Y] - q[:, Y]) ** 2
    far = int(a.fixed[FAR])
    apart = np.minimum(np.sqrt(square.astype(np.float64)).astype(np.int64), far - 1)
    close = np.where(square >= far * far, 0, a.closeness[apart])
    points = a.ties[rows, TIE_NEAR] * (s.link_near[rows] > 0)
    return int((points + a.ties[rows, TIE_CLOSE] * close // 1000).sum())


def fair(instance: Instance, state: State) -> Fair:
    """Return what fairness reckons with for this instance, valued for a state.

    Members of groups that are placed as one in the state are left where they are.
    """
    a, n = instance.arrays, instance.neighbourhood
    policy, people = n.policy, len(instance.arrays.people)
    weight = _weights(instance)
    total = np.zeros(people, dtype=np.int64)
    for h in range(people):
        total[h] = weight[a.people[h, TIE_FROM] : a.people[h, TIE_UNTIL]].sum()
    frozen = np.zeros(people, dtype=np.bool_)
    for g in range(len(n.groups)):
        if is_whole(a, state, g):
            frozen[members_of(a, g)] = True
    size = 8 * (int((a.people[:, TIE_UNTIL] - a.people[:, TIE_FROM]).max(initial=0)) + 1) + 1
    points = (policy.fairness_all_ties, policy.points_extra_move, policy.points_temporary_month)
    q = Fair(
        weight=weight,
        total=total,
        points=np.array([round(one * 1000) for one in points], dtype=np.int64),
        gone=np.array([away_points(n, one) for one in n.households], dtype=np.int64),
        frozen=frozen,
        value=np.zeros(people, dtype=np.int64),
        seen=np.zeros(people, dtype=np.int64),
        list=np.zeros(size, dtype=np.int64),
        before=np.zeros(size, dtype=np.int64),
        after=np.zeros(size, dtype=np.int64),
    )
    value_all(a, state, q)
    return q


def _weights(instance: Instance) -> Ints:
    """Return the weight (thousandths) of each row of ties that counts for service, else 0."""
    a, n = instance.arrays, instance.neighbourhood
    number = {household.id: h for h, household in enumerate(n.households)}
    known: dict[tuple[int, int], int] = {}
    for tie in n.ties:
        one, other = number[tie.a], number[tie.b]
        if all(n.households[h].wish is not ReturnWish.ELSEWHERE for h in (one, other)):
            known[one, other] = known[other, one] = round(n.tie_weight(tie) * 1000)
    weight = np.zeros(len(a.ties), dtype=np.int64)
    for h in range(len(a.people)):
        for k in range(a.people[h, TIE_FROM], a.people[h, TIE_UNTIL]):
            if a.ties[k, TIE_START] and a.ties[k, TIE_REAL]:
                weight[k] = known.get((h, int(a.ties[k, TIE_TO])), 0)
    return weight


def look_after(
    instance: Instance,
    state: State,
    *,
    margin: int | None = None,
    rounds: int = ROUNDS,
    seed: int = 1,
    enough: Callable[[], bool] = never,
) -> State:
    """Return the state found that is best for the worst-off, at most `margin` points below.

    `margin` is in thousandths of a point, by default that of the policy. The given state is not
    changed; the result has the same calendar, breaks no rule that the given one keeps, and nobody
    who ends inside in the given one leaves. A state that breaks a rule is returned as it is.
    Once `enough` says that time is up, what was found by then is returned.
    """
    best = copy_state(state)
    if state.totals[VIOLATION] or rounds <= 0:
        return best
    a, q = instance.arrays, fair(instance, state)
    floor = int(state.totals[OBJECTIVE]) - (
        margin_of(instance, state) if margin is None else margin
    )
    rng, scratch = new_generator(seed, 900), new_scratch(a)
    order = _worst_first(q.value)
    active = len(a.active)
    for number in range(rounds):
        if enough():
            break
        here = copy_state(best)
        if number:
            stroll(a, here, scratch, q, rng, floor, 4 + active // (4 if number % 2 else 40))
        else:
            value_all(a, here, q)
        _descend(instance, here, q, scratch, rng, floor, 3 if number else 12, enough)
        now = _worst_first(q.value)
        if _is_better(now, int(here.totals[OBJECTIVE]), order, int(best.totals[OBJECTIVE])):
            best, order = here, now
    return best


def _descend(
    instance: Instance,
    s: State,
    q: Fair,
    scratch: Scratch,
    rng: Generator,
    floor: int,
    passes: int,
    enough: Callable[[], bool],
) -> None:
    """Lift the worst-off until nothing more is found, in so many passes at most."""
    a = instance.arrays
    focused = min(len(a.active), max(8, len(a.active) // _FOCUS))
    tries = min(60 * len(a.active) + 600, _MOST_TRIES)
    quiet = 0
    for _ in range(passes):
        if enough():
            return
        focus = a.active[np.argsort(-q.value[a.active], kind="stable")[:focused]].copy()
        made = lift(a, s, scratch, q, rng, floor, tries, focus, focused)
        quiet = 0 if made else quiet + 1
        if quiet == 2:
            return


def _worst_first(values: Ints) -> Ints:
    return np.asarray(-np.sort(-values), dtype=np.int64)


def _is_better(one: Ints, points: int, other: Ints, other_points: int) -> bool:
    """Return whether sorted values are better for the worst-off, or as good with more points."""
    differ = np.nonzero(one != other)[0]
    if len(differ) == 0:
        return points > other_points
    return bool(one[differ[0]] < other[differ[0]])
