"""The check against a second one that looks up every month by itself, on random courses."""

from __future__ import annotations

import os
from dataclasses import replace
from fractions import Fraction

import pytest

from hecht.neighbourhood import (
    Course,
    Household,
    Neighbourhood,
    ReturnWish,
    Stay,
    StayKind,
    Works,
)
from hecht.planning.check import check
from tests.neighbourhoods import random_course, random_neighbourhood, simple_course
from tests.simple_planner import (
    Diary,
    first_move,
    fits,
    fits_for_a_while,
    spending,
)

CASES = int(os.environ.get("HECHT_CASES", "150"))


def slow_check(neighbourhood: Neighbourhood, course: Course) -> set[tuple[int, str]]:
    """Return the rule and the household (or block, or nothing) of each breach of rules 3 to 7."""
    diary = Diary(neighbourhood, dict(course.starts))
    for stay in course.stays:
        diary.add(stay.household, stay.home, stay.start, stay.end, stay.kind)
    found: set[tuple[int, str]] = set()
    for one in neighbourhood.households:
        mine = [stay for stay in course.stays if stay.household == one.id]
        found |= {(rule, one.id) for rule in _household(neighbourhood, one, mine)}
        if one.wish is ReturnWish.RETURN and not _inside(neighbourhood, mine):
            reason = course.reasons.get(one.id)
            if reason is None or _had_a_way(diary, one, mine):
                found.add((7, one.id))
    return found | _works(neighbourhood, course)


def _inside(neighbourhood: Neighbourhood, mine: list[Stay]) -> bool:
    last = mine[-1]
    return last.end == neighbourhood.project.horizon and last.kind is not StayKind.TEMPORARY


def _household(neighbourhood: Neighbourhood, one: Household, mine: list[Stay]) -> set[int]:
    found: set[int] = set()
    temporary = 0
    for stay in mine:
        home = neighbourhood.home_of[stay.home]
        if stay.kind is StayKind.FINAL and not fits(one, home):
            found.add(3)
        if stay.kind is StayKind.TEMPORARY:
            temporary += len(range(stay.start, stay.end))
            if not fits_for_a_while(neighbourhood, one, home):
                found.add(3)
    if temporary > neighbourhood.policy.temporary_months_max:
        found.add(4)
    where = {month: stay.home for stay in mine for month in range(stay.start, stay.end)}
    for month in range(1, neighbourhood.project.horizon):
        moves = where.get(month) != where.get(month - 1)
        if moves and month < first_move(neighbourhood) and one.wish is not ReturnWish.ELSEWHERE:
            found.add(5)
    return found


def _had_a_way(diary: Diary, one: Household, mine: list[Stay]) -> bool:
    """Try every month of going to every home, directly or through every temporary home."""
    neighbourhood, horizon = diary.neighbourhood, diary.horizon
    own = {(stay.home, month) for stay in mine for month in range(stay.start, stay.end)}
    diary.taken = {key: name for key, name in diary.taken.items() if key not in own}
    leave = mine[-1].end
    if mine[-1].kind is StayKind.START:
        while leave < horizon and diary.free(mine[-1].home, leave, leave + 1):
            leave += 1
    found = leave == horizon and mine[-1].kind is StayKind.START
    lived = sum(s.end - s.start for s in mine if s.kind is StayKind.TEMPORARY)
    for home in neighbourhood.homes:
        month = diary.free_from(home)
        if month is None or not fits(one, home):
            continue
        found |= month <= leave
        gap = month - leave
        if gap <= 0 or leave < first_move(neighbourhood):
            continue
        if lived + gap > neighbourhood.policy.temporary_months_max:
            continue
        found |= any(
            between.stage.value != "new"
            and fits_for_a_while(neighbourhood, one, between)
            and diary.free(between.id, leave, month)
            for between in neighbourhood.homes
        )
    diary.taken |= dict.fromkeys(own, one.id)
    return found


def _works(neighbourhood: Neighbourhood, course: Course) -> set[tuple[int, str]]:
    found: set[tuple[int, str]] = set()
    done = {
        name: start + neighbourhood.block_of[name].duration for name, start in course.starts.items()
    }
    for block in neighbourhood.blocks:
        if block.works is Works.KEEP:
            continue
        start = course.starts[block.id]
        latest = min(neighbourhood.project.horizon, block.latest or 10**6)
        if start < (block.earliest or 0) or done[block.id] > latest:
            found.add((6, block.id))
        if any(done[other] > start for other in block.after):
            found.add((6, block.id))
    for month in range(max(done.values(), default=0)):
        at_work = [
            neighbourhood.block_of[name].crews
            for name, start in course.starts.items()
            if start <= month < done[name]
        ]
        if sum(at_work) > neighbourhood.capacity.crews:
            found.add((6, ""))
    budget = neighbourhood.capacity.budget_per_year
    spent = spending(neighbourhood, dict(course.starts)).values()
    if budget is not None and any(euros > Fraction(budget) for euros in spent):
        found.add((6, ""))
    return found


@pytest.mark.parametrize("seed", range(0, CASES, 10))
def test_both_checks_find_the_same(seed: int) -> None:
    """On random courses the check and the slow check name the same rules and households."""
    for number in range(seed, seed + 10):
        neighbourhood = random_neighbourhood(number, promises=False)
        for course in (random_course(neighbourhood, number), _thinned(neighbourhood, number)):
            found = check(neighbourhood, course)
            assert {one.rule for one in found} <= {3, 4, 5, 6, 7}
            named = {(one.rule, one.household or one.block) for one in found}
            assert named == slow_check(neighbourhood, course), number


def _thinned(neighbourhood: Neighbourhood, seed: int) -> Course:
    """Return a sound course from which every third household is sent away when it first moves."""
    course = simple_course(neighbourhood)
    gone = {one.id for one in neighbourhood.households[seed % 3 :: 3]}
    stays = tuple(
        stay for stay in course.stays if stay.household not in gone or stay.kind is StayKind.START
    )
    left = {stay.household for stay in stays if stay.end < course.horizon}
    return replace(course, stays=stays, reasons=dict.fromkeys(sorted(left), "sent away"))
