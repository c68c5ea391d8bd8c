"""Why there is no plan, and the smallest changes with which there is one."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from hecht.neighbourhood import Neighbourhood
from hecht.planning.arrays import DEADLINE, PROMISED
from hecht.planning.calendar_conflict import explain_infeasible
from hecht.planning.engine import Engine, NoCalendar, finished, is_plan, left_out
from hecht.planning.extra_homes import with_extra_homes
from hecht.planning.feasible import feasible
from hecht.planning.first_plan import calendar_problem
from hecht.planning.instance import Instance, compile_instance
from hecht.planning.no_plan import NoPlan
from hecht.planning.resume import never
from hecht.planning.state import State

_ROUNDS = 6
"""Rounds of search per relaxation that is tried."""

_QUICKLY = 1_000
"""Pairs of households and homes up to which a model of all rules is asked first."""

_MOST_SHOWN = 5


@dataclass(frozen=True)
class Relaxation:
    """One way to loosen the rules: `change(neighbourhood, n)` and its words, up to `most`."""

    words: Callable[[int], str]
    change: Callable[[Neighbourhood, int], Neighbourhood]
    most: int


def no_calendar(instance: Instance) -> NoPlan:
    """Return why the blocks have no calendar, with the ways out the scheduling model finds."""
    start = instance.neighbourhood.project.start
    conflict = explain_infeasible(
        calendar_problem(instance), month_name=lambda month: str(start.plus(month))
    )
    relaxations = [relaxation.text for relaxation in conflict.relaxations]
    return NoPlan(conflict.texts, relaxations, proven=True)


def no_placement(
    instance: Instance,
    best: State,
    seed: int,
    workers: int,
    enough: Callable[[], bool] = never,
) -> NoPlan:
    """Return why nobody found a plan: what the best attempt breaks, and what would mend it.

    Once `enough` says that time is up no other change is tried; what was found by then is told.
    """
    conflicts = conflicts_of(instance, best)
    found = []
    for relaxation in _candidates(instance.neighbourhood):
        if enough():
            break
        least = _least(instance.neighbourhood, relaxation, seed, workers, enough)
        if least is not None:
            found.append(relaxation.words(least))
    return NoPlan(conflicts, found)


# -- what is broken ----------------------------------------------------------------------


def conflicts_of(instance: Instance, best: State) -> list[str]:
    """Return what a state breaks, in words; empty for a plan."""
    return list(_broken(instance, best))


def _broken(instance: Instance, s: State) -> Iterable[str]:
    n, a = instance.neighbourhood, instance.arrays
    out = left_out(instance, s)
    extra = len(out) - instance.unplaceable
    if extra > 0:
        names = _names(n, out)
        yield (
            f"rule 7: {extra} households that wish to return find no place in the plan although "
            f"homes suit them ({names})"
        )
    too_long = [
        h
        for h in a.active.tolist()
        if s.home[h] >= 0 and s.arrive[h] - s.out[h] > n.policy.temporary_months_max
    ]
    if too_long:
        yield (
            f"rule 4: {len(too_long)} households would live in temporary homes for more than "
            f"{n.policy.temporary_months_max} months ({_names(n, too_long)})"
        )
    yield from _short(instance, s)
    late = [
        h
        for h in a.active.tolist()
        if s.home[h] >= 0 and s.arrive[h] >= n.project.horizon > s.out[h]
    ]
    if late:
        yield (
            f"rule 1: the homes of {len(late)} households are ready only after the last month "
            f"of the plan ({_names(n, late)})"
        )
    yield from _promises(instance, s)


def _short(instance: Instance, s: State) -> Iterable[str]:
    start = instance.neighbourhood.project.start
    lacking = -s.balance.min(axis=0) if s.balance.size else s.balance
    months = [m for m in range(len(lacking)) if lacking[m] > 0]
    if months:
        worst = int(lacking.max())
        first, last = start.plus(months[0]), start.plus(months[-1])
        yield (
            f"rules 1 and 2: between {first} and {last} up to {worst} households have no "
            "temporary home"
        )


def _promises(instance: Instance, s: State) -> Iterable[str]:
    a, n = instance.arrays, instance.neighbourhood
    for h in a.active.tolist():
        broken = a.people[h, PROMISED] and s.home[h] < 0
        late = s.home[h] >= 0 and s.arrive[h] > a.people[h, DEADLINE]
        if broken or late:
            yield f"rule 8: an accepted promise to household {n.households[h].id} cannot be kept"


def _names(n: Neighbourhood, numbers: list[int]) -> str:
    shown = ", ".join(n.households[h].id for h in numbers[:_MOST_SHOWN])
    return shown + (", ..." if len(numbers) > _MOST_SHOWN else "")


# -- what would mend it ------------------------------------------------------------------


def _candidates(n: Neighbourhood) -> Iterable[Relaxation]:
    yield Relaxation(
        words=lambda k: f"{k} more temporary home{'s' if k > 1 else ''}",
        change=with_extra_homes,
        most=max(1, sum(1 for h in n.households if n.is_affected(h))),
    )
    yield Relaxation(
        words=lambda k: (
            f"at most {n.policy.temporary_months_max + k} months in temporary homes "
            f"instead of {n.policy.temporary_months_max}"
        ),
        change=lambda m, k: replace(
            m,
            policy=replace(
                m.policy, temporary_months_max=min(120, m.policy.temporary_months_max + k)
            ),
        ),
        most=24,
    )
    yield Relaxation(
        words=lambda k: f"{k} more month{'s' if k > 1 else ''} for the whole plan",
        change=lambda m, k: replace(m, project=replace(m.project, horizon=m.project.horizon + k)),
        most=36,
    )
    for block in n.blocks:
        if block.latest is not None:
            yield Relaxation(
                words=lambda k, name=block.id: (  # type: ignore[misc]
                    f"block {name} finished {k} month{'s' if k > 1 else ''} later"
                ),
                change=lambda m, k, name=block.id: _later(m, name, k),  # type: ignore[misc]
                most=24,
            )
    if any(block.has_works for block in n.blocks):
        yield Relaxation(
            words=lambda k: f"{k} more crew{'s' if k > 1 else ''}",
            change=lambda m, k: replace(
                m, capacity=replace(m.capacity, crews=m.capacity.crews + k)
            ),
            most=4,
        )


def _later(n: Neighbourhood, name: str, months: int) -> Neighbourhood:
    blocks = tuple(
        replace(b, latest=min(n.project.horizon, (b.latest or 0) + months)) if b.id == name else b
        for b in n.blocks
    )
    return replace(n, blocks=blocks)


def _least(
    n: Neighbourhood,
    relaxation: Relaxation,
    seed: int,
    workers: int,
    enough: Callable[[], bool],
) -> int | None:
    """Return the smallest amount with which a plan is found: doubling, then halving.

    When time is up what is not tried counts as an amount with which none is found.
    """

    def works(amount: int) -> bool:
        return not enough() and _plans(relaxation.change(n, amount), seed, workers, enough)

    if not works(relaxation.most):
        return None
    low, high = 0, 1
    while high < relaxation.most and not works(high):
        low, high = high, high * 2
    high = min(high, relaxation.most)
    while high - low > 1:
        middle = (low + high) // 2
        if works(middle):
            high = middle
        else:
            low = middle
    return high


def _plans(n: Neighbourhood, seed: int, workers: int, enough: Callable[[], bool]) -> bool:
    instance = compile_instance(n)
    answer = feasible(instance, seed, _QUICKLY)
    if answer.ruled_out:
        return False
    if answer.state is not None and finished(instance, answer.state, seed, by_ties=False):
        return True
    try:
        engine = Engine(instance, seed, workers)
    except NoCalendar:
        return False
    for _ in range(_ROUNDS):
        if enough():
            return False
        engine.search(lambda: 0.0, None, 1)
        if is_plan(instance, engine.best()) and engine.course(enough) is not None:
            return True
    return False
