"""What is done today, as a careful counsellor with a spreadsheet would do it.

Blocks are done in the order in which they are listed, each as soon as crews, budget, dates and
temporary homes allow. Households choose by care need, then by length of tenancy; each takes the
home that is best for itself (its wishes, few moves, short stays, near its old home), but never
one that would leave a household after it without a home that suits. Ties between households are
not looked at.
"""

from __future__ import annotations

import numpy as np

from hecht.neighbourhood import Household, Month, Neighbourhood
from hecht.planning.arrays import (
    CAPACITY,
    CREWS,
    DEADLINE,
    DURATION,
    EARLIEST,
    FAR,
    HORIZON,
    KIND,
    LATEST,
    LEAVES_BY_CHOICE,
    OLD,
    OWN_BLOCK,
    PRED_FROM,
    PRED_UNTIL,
    READY_BLOCK,
    TEMPORARY_MAX,
    Arrays,
    Ints,
    X,
    Y,
)
from hecht.planning.calendar_moves import calendar_holds
from hecht.planning.calendar_problem import CalendarProblem
from hecht.planning.calendar_serial import serial_schedule
from hecht.planning.first_plan import calendar_problem, set_calendar
from hecht.planning.instance import Instance
from hecht.planning.kernel import settle
from hecht.planning.matching import SafeChoice
from hecht.planning.state import VIOLATION, State, copy_state, empty_state
from hecht.planning.tables import RULE_COST, fill_worth

_NEAR_OLD_HOME = 10_000
"""Thousandths of a point for a home at the old place, falling to none at the policy's far."""

_FORBIDDEN = -1e12

_ATTEMPTS = 12


def practice_state(instance: Instance) -> State | None:
    """Return the state that practice leads to, or None when the order allows no calendar.

    The order is kept unless a household would wait too long for its home; then its block, or the
    one with its home, changes place in the order, as anybody would do who sees it.
    """
    a, n = instance.arrays, instance.neighbourhood
    problem = calendar_problem(instance)
    order = [task.id for task in problem.tasks]
    starts = serial_schedule(problem, order)
    if starts is None:
        return None
    best: State | None = None
    choosing = order_of_choice(n)
    for _ in range(_ATTEMPTS):
        s = empty_state(a)
        set_calendar(instance, s, starts)
        _choose(instance, s, choosing)
        settle(a, s)
        if s.totals[VIOLATION]:
            _delay_for_temporary_homes(a, s)
            settle(a, s)
        if best is None or _rank(s) > _rank(best):
            best = s
        if s.totals[VIOLATION] == 0:
            break
        changed = _change_order(instance, problem, s, order)
        if changed is None:
            break
        order, starts = changed
    return best


def _change_order(
    instance: Instance, problem: CalendarProblem, s: State, order: list[str]
) -> tuple[list[str], dict[str, int]] | None:
    """Return the order, one block moved, in which the households as placed break the rules least.

    Only blocks that a household which waits too long comes from or goes to are moved. None when
    no such move helps.
    """
    a = instance.arrays
    trial = copy_state(s)
    least, found = int(s.totals[VIOLATION]), None
    for name in _late_blocks(instance, s):
        rest = [other for other in order if other != name]
        for place in range(len(order)):
            other_order = [*rest[:place], name, *rest[place:]]
            starts = serial_schedule(problem, other_order)
            if starts is None:
                continue
            set_calendar(instance, trial, starts)
            settle(a, trial)
            if trial.totals[VIOLATION] < least:
                least, found = int(trial.totals[VIOLATION]), (other_order, starts)
    return found


def _late_blocks(instance: Instance, s: State) -> list[str]:
    """Return the blocks that households which wait too long come from or go to."""
    a, blocks = instance.arrays, instance.neighbourhood.blocks
    found: dict[str, None] = {}
    for h in a.active.tolist():
        if s.home[h] < 0 or a.people[h, OWN_BLOCK] < 0:
            continue
        late = s.arrive[h] - s.out[h] > a.fixed[TEMPORARY_MAX]
        if late or s.arrive[h] > a.people[h, DEADLINE] or s.arrive[h] >= a.fixed[HORIZON]:
            found[blocks[a.people[h, OWN_BLOCK]].id] = None
            target = a.homes[s.home[h], READY_BLOCK]
            if target >= 0:
                found[blocks[target].id] = None
    return list(found)


def _rank(s: State) -> tuple[int, int]:
    return -int(s.totals[VIOLATION]), int((s.home >= 0).sum())


def order_of_choice(n: Neighbourhood) -> list[int]:
    """Return households (positions) in order of choice: care first, then the longest tenancy."""

    def key(item: tuple[int, Household]) -> tuple[bool, Month, int]:
        number, household = item
        # a tenancy whose start is not known comes after those that are
        since = household.tenancy_start or Month(9999, 12)
        return not (household.care or household.accessible), since, number

    return [number for number, _ in sorted(enumerate(n.households), key=key)]


def _choose(instance: Instance, s: State, order: list[int]) -> None:
    """Let each household that needs a home take the best one that is safe for those after it."""
    a = instance.arrays
    s.home[:] = np.where(a.people[:, OWN_BLOCK] >= 0, -1, a.people[:, OLD])
    by_choice = a.people[:, KIND] == LEAVES_BY_CHOICE
    s.home[by_choice] = -1
    if len(a.active) == 0 or len(a.destinations) == 0:
        return
    worth = np.full((len(a.active), len(a.destinations)), _FORBIDDEN)
    fill_worth(a, s.starts, worth)
    worth += _near_old_home(a)
    rows = {int(h): row for row, h in enumerate(a.active) if a.people[h, OWN_BLOCK] >= 0}
    broken = worth < -RULE_COST / 2
    choice = SafeChoice(
        {
            h: [c for c in np.argsort(-worth[row], kind="stable") if worth[row, c] > _FORBIDDEN / 2]
            for h, row in rows.items()
        },
        {h: broken[row] for h, row in rows.items()},
    )
    for h in order:
        if h in rows:
            taken = choice.take(h)
            if taken is not None:
                s.home[h] = a.destinations[taken]


def _near_old_home(a: Arrays) -> Ints:
    """Return points for each active household (rows) and destination: near the old home."""
    old = a.people[a.active, OLD]
    dx = a.homes[old, X][:, None] - a.homes[a.destinations, X][None, :]
    dy = a.homes[old, Y][:, None] - a.homes[a.destinations, Y][None, :]
    distance = np.floor(np.hypot(dx, dy)).astype(np.int64)
    near = np.maximum(0, a.fixed[FAR] - distance) * _NEAR_OLD_HOME // a.fixed[FAR]
    return np.asarray(near, dtype=np.int64)


def _delay_for_temporary_homes(a: Arrays, s: State) -> bool:
    """Put off blocks, in their order, until those who must wait have a temporary home.

    Returns whether anything changed; the calendar keeps to crews, budget and dates.
    """
    if s.totals[VIOLATION] == 0:
        return False
    changed = False
    for b in sorted(a.movable.tolist(), key=lambda b: (s.starts[b], b)):
        original = int(s.starts[b])
        best, least = original, int(s.totals[VIOLATION])
        for start in range(original + 1, int(a.blocks[b, LATEST] - a.blocks[b, DURATION]) + 1):
            if least == 0:
                break
            before = s.starts.copy()
            _push(a, s.starts, b, start)
            if calendar_holds(a, s.starts):
                settle(a, s)
                if s.totals[VIOLATION] < least:
                    best, least = start, int(s.totals[VIOLATION])
            s.starts[:] = before
        if best != original:
            _push(a, s.starts, b, best)
            changed = True
        settle(a, s)
    return changed


def _push(a: Arrays, starts: Ints, b: int, start: int) -> None:
    """Start block b later, and each block that comes after it no earlier than it can."""
    order = sorted(a.movable.tolist(), key=lambda c: (starts[c], c))
    later = [c for c in order if c != b and starts[c] >= starts[b]]
    starts[b] = start
    fixed = [c for c in order if c != b and c not in later] + [b]
    use = np.zeros(int(a.year.shape[0]) + 1, dtype=np.int64)
    for c in fixed:
        use[starts[c] : starts[c] + a.blocks[c, DURATION]] += a.blocks[c, CREWS]
    for c in later:
        begin = max(int(starts[c]), int(a.blocks[c, EARLIEST]))
        for k in range(a.blocks[c, PRED_FROM], a.blocks[c, PRED_UNTIL]):
            p = a.pred[k]
            begin = max(begin, int(starts[p] + a.blocks[p, DURATION]))
        length = int(a.blocks[c, DURATION])
        while (
            begin + length < len(use)
            and (use[begin : begin + length] + a.blocks[c, CREWS] > a.fixed[CAPACITY]).any()
        ):
            begin += 1
        starts[c] = begin
        use[begin : begin + length] += a.blocks[c, CREWS]
