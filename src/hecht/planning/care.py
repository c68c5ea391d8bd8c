"""What is done with the best plan found: groups placed as one, the worst-off looked after."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from hecht.neighbourhood import Course
from hecht.planning.engine import finished
from hecht.planning.fairness.report import Fairness, fairness_of
from hecht.planning.fairness.search import look_after, margin_of
from hecht.planning.fairness.service import services, worst_first
from hecht.planning.groups.fate import GroupFate, Refusal, RefusalKind, fates_of
from hecht.planning.groups.place import place_groups
from hecht.planning.instance import Instance
from hecht.planning.resume import never, state_of
from hecht.planning.state import VIOLATION, State

Finish = Callable[[Instance, State, int], Course | None]
"""How a state becomes a course, from a seed; None when temporary homes do not suffice."""

_POLISH = 1_200
"""Households to place, times rounds of search, that a group is polished with; at most 4 rounds."""

_PARTS = (1.0, 0.6, 0.3)
"""Parts of the margin that are tried in turn, until what was paid lies within it."""


@dataclass(frozen=True)
class Cared:
    """A course with what became of each group, and what fairness changed (None: not sought)."""

    course: Course
    groups: Mapping[str, GroupFate] = field(default_factory=dict)
    fairness: Fairness | None = None


def care_for(
    instance: Instance,
    course: Course,
    *,
    seed: int = 1,
    workers: int = 1,
    groups: bool = True,
    fairness: bool = True,
    finish: Finish = finished,
    enough: Callable[[], bool] = never,
) -> Cared:
    """Place groups as one and look after the worst-off, from the course of a good plan.

    The result depends on the instance, the course and the seed alone. Nobody who returns in the
    given course is put out, and no rule is broken that the course keeps. `groups` and `fairness`
    False leave out the one and the other. `finish` gives states their temporary homes, which is
    done otherwise from a past on. Once `enough` says that time is up no further group is placed
    and nobody else is looked after; then the result depends on when that was.
    """
    n = instance.neighbourhood
    state = state_of(instance, course)
    if state.totals[VIOLATION]:
        return Cared(course, fates_of(n, course))
    refusals: dict[str, Refusal | None] = {}
    prices: dict[str, int] = {}
    if n.groups and groups:
        rounds = min(4, _POLISH // max(1, len(instance.arrays.active)))
        placed = place_groups(
            instance, state, rounds=rounds, seed=seed, workers=workers, enough=enough
        )
        refusals = placed.refusals
        if placed.prices:
            whole = finish(instance, placed.state, seed)
            if whole is None:
                refusals = {**refusals, **dict.fromkeys(placed.prices, _NO_TEMPORARY)}
            else:
                course, state, prices = whole, placed.state, placed.prices
    told = _fair(instance, state, course, seed, finish, enough) if fairness else None
    if told is not None:
        course = told[0]
    return Cared(course, fates_of(n, course, refusals, prices), told[1] if told else None)


_NO_TEMPORARY = Refusal(RefusalKind.TEMPORARY)


def _fair(
    instance: Instance,
    state: State,
    course: Course,
    seed: int,
    finish: Finish,
    enough: Callable[[], bool],
) -> tuple[Course, Fairness] | None:
    """Return the course that is best for the worst-off, with what it cost."""
    n, margin = instance.neighbourhood, margin_of(instance, state)
    together = {name for name, fate in fates_of(n, course).items() if fate.as_one}
    before = worst_first(services(n, course))
    for part in _PARTS:
        if enough():
            break
        better = look_after(instance, state, margin=int(margin * part), seed=seed, enough=enough)
        if (better.home == state.home).all():
            break
        after = finish(instance, better, seed)
        if after is None:
            continue
        told = fairness_of(n, course, after, margin)
        still = {name for name, fate in fates_of(n, after).items() if fate.as_one}
        if told.price <= margin and together <= still and worst_first(services(n, after)) < before:
            return after, told
    return course, fairness_of(n, course, course, margin)
