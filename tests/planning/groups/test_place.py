"""Groups are placed as one within the rules, and what is called impossible is impossible."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from itertools import product

import numpy as np
import pytest

from hecht.neighbourhood import Group, Neighbourhood, Policy
from hecht.outcomes.groups import whole_groups
from hecht.planning.arrays import DURATION, EARLIEST, KIND, LATEST, OLD, TO_PLACE, Ints
from hecht.planning.calendar_moves import calendar_holds
from hecht.planning.check import check
from hecht.planning.check.groups import placed_as_one
from hecht.planning.engine import finished
from hecht.planning.groups.fate import Refusal, RefusalKind, fates_of
from hecht.planning.groups.options import fill_options
from hecht.planning.groups.place import (
    Placed,
    _base,
    _returns,
    is_whole,
    members_of,
    place_groups,
)
from hecht.planning.groups.proof import homes_impossible, months_impossible
from hecht.planning.instance import Instance
from hecht.planning.kernel import is_near, may_have, settle
from hecht.planning.state import VIOLATION, State, copy_state
from tests.neighbourhoods import random_neighbourhood
from tests.planning.test_kernel import opened, same

SEEDS = range(0, 120)


def grouped(seed: int) -> Neighbourhood:
    """Return a random neighbourhood with up to three groups of two or three households."""
    near = (30.0, 100.0)[seed % 2]
    policy = Policy(notice_months=1, temporary_months_max=12, near_m=near, far_m=3 * near)
    made = random_neighbourhood(
        seed, blocks=(2, 4), homes=(2, 6), duration=(1, 4), policy=policy, promises=seed % 3 == 0
    )
    rng = random.Random(f"groups {seed}")
    names = [one.id for one in made.households]
    rng.shuffle(names)
    groups: list[Group] = []
    while len(names) >= 3 and len(groups) < 3:
        size = rng.choice((2, 2, 3))
        groups.append(Group(f"G{len(groups) + 1}", tuple(names[:size])))
        names = names[size:]
    return replace(made, groups=tuple(groups))


@cache
def cases() -> list[tuple[int, Instance, State, Placed]]:
    """Return random neighbourhoods with groups: the state before, and after placing them."""
    found = []
    for seed in SEEDS:
        neighbourhood = grouped(seed)
        case = opened(neighbourhood) if neighbourhood.groups else None
        if case is None or case[1].totals[VIOLATION]:
            continue
        found.append((seed, *case, place_groups(*case, rounds=1, seed=seed)))
    return found


def test_there_are_enough_cases_of_every_kind() -> None:
    """Among the random groups some are placed, some cannot be, for each of the reasons."""
    kinds = [r.kind if r else None for *_, done in cases() for r in done.refusals.values()]
    assert len(cases()) > 20
    assert sum(bool(done.prices) for *_, done in cases()) >= 3
    for kind in (None, RefusalKind.HOMES, RefusalKind.MONTHS):
        assert kinds.count(kind) >= 3, (kind, kinds)


def test_placing_groups_breaks_no_rule_and_puts_nobody_out() -> None:
    """The state is sound, settled, has as many returns, and keeps the groups it had."""
    for seed, instance, before, done in cases():
        fresh = copy_state(done.state)
        settle(instance.arrays, fresh)
        assert same(fresh, done.state), seed
        assert done.state.totals[VIOLATION] == 0, seed
        assert _returns(instance, done.state) >= _returns(instance, before), seed
        for g in range(len(instance.neighbourhood.groups)):
            if is_whole(instance.arrays, before, g):
                assert is_whole(instance.arrays, done.state, g), seed


def test_a_group_is_refused_if_and_only_if_it_is_not_whole() -> None:
    """Every group is either whole in the state or has a reason, never both."""
    for seed, instance, _, done in cases():
        for g, group in enumerate(instance.neighbourhood.groups):
            refused = done.refusals[group.id] is not None
            assert refused != is_whole(instance.arrays, done.state, g), (seed, group.id)


def test_the_price_is_what_the_rest_lost() -> None:
    """The prices of the groups placed add up to the points lost, and none is above the most."""
    for seed, instance, before, done in cases():
        lost = _base(before) - _base(done.state)
        assert sum(done.prices.values()) == lost, seed
        most = instance.neighbourhood.policy.group_price_max * 1000
        assert all(price <= most for price in done.prices.values())


def test_the_claim_is_counted_the_same_twice() -> None:
    """The checker's month by month count of who is placed as one equals the measured one."""
    counted = 0
    for seed, instance, _, done in cases():
        course = finished(instance, done.state, seed)
        if course is None:
            continue
        assert check(instance.neighbourhood, course) == [], seed
        facts = whole_groups(instance.neighbourhood, course)
        twice = placed_as_one(instance.neighbourhood, course)
        assert {name: fact.as_one for name, fact in facts.items()} == twice, seed
        fates = fates_of(instance.neighbourhood, course, done.refusals, done.prices)
        for name, fate in fates.items():
            assert fate.as_one == twice[name] == (fate.refusal is None), (seed, name)
        counted += sum(twice.values())
    assert counted > 10


def _choices(instance: Instance, members: Ints, homes: Ints) -> list[list[int]]:
    """Return the homes each member may have in some plan, by the plain rules."""
    a = instance.arrays
    result = []
    for h in members:
        if a.people[h, KIND] != TO_PLACE:
            result.append([int(a.people[h, OLD])])
        else:
            result.append([int(f) for f in homes if may_have(a, h, f)])
    return result


def _gatherings(instance: Instance, members: Ints) -> Iterator[tuple[int, ...]]:
    """Yield every way to give the members different homes near each other."""
    a = instance.arrays
    homes = np.unique(np.concatenate([a.destinations, a.people[members, OLD]]))
    for some in product(*_choices(instance, members, homes)):
        if len(set(some)) == len(some) and all(
            is_near(a, p, q) for k, p in enumerate(some) for q in some[:k]
        ):
            yield some


def _size(instance: Instance, members: Ints) -> int:
    a = instance.arrays
    homes = np.unique(np.concatenate([a.destinations, a.people[members, OLD]]))
    size = 1
    for one in _choices(instance, members, homes):
        size *= max(1, len(one))
    return size


def test_homes_are_proven_impossible_only_when_enumeration_finds_none() -> None:
    """For small groups the proof about homes agrees with trying every choice, both ways."""
    proven = possible = 0
    for seed, instance, _, _done in cases():
        for g in range(len(instance.neighbourhood.groups)):
            members = members_of(instance.arrays, g)
            if _size(instance, members) > 20_000:
                continue
            there = next(_gatherings(instance, members), None) is not None
            assert homes_impossible(instance.arrays, members) != there, (seed, g)
            proven += not there
            possible += there
    assert proven >= 5
    assert possible >= 10


def _calendars(instance: Instance, most: int) -> list[Ints] | None:
    """Return every calendar that keeps to the rules; None when there are too many to try."""
    a = instance.arrays
    spans = [
        range(int(a.blocks[b, EARLIEST]), int(a.blocks[b, LATEST] - a.blocks[b, DURATION]) + 1)
        for b in a.movable
    ]
    size = 1
    for span in spans:
        size *= len(span)
    if size > most:
        return None
    found = []
    for some in product(*spans):
        starts = np.zeros(len(a.blocks), dtype=np.int64)
        starts[a.movable] = some
        if calendar_holds(a, starts):
            found.append(starts)
    return found


def _together(instance: Instance, state: State, members: Ints, some: tuple[int, ...]) -> bool:
    """Return whether the members can go to these homes in the same months by this calendar."""
    a = instance.arrays
    table = np.zeros((len(members), len(some), 4), dtype=np.int64)
    fill_options(a, state, members, np.array(some, dtype=np.int64), table)
    months = set()
    for i, h in enumerate(members):
        if some[i] == a.people[h, OLD] and a.people[h, 1] < 0:
            continue  # stays where it is
        out, arrive, _, broken = (int(value) for value in table[i, i])
        if broken != 0:
            return False
        months.add((out, arrive))
    return len(months) <= 1


def test_months_are_proven_impossible_only_when_no_calendar_will_do() -> None:
    """Trying every calendar and every choice of homes finds nothing where a proof says so."""
    proven = missed = 0
    for seed, instance, before, _done in cases():
        calendars = _calendars(instance, 4_000)
        if calendars is None:
            continue
        for g in range(len(instance.neighbourhood.groups)):
            members = members_of(instance.arrays, g)
            if _size(instance, members) > 2_000:
                continue
            ways = list(_gatherings(instance, members))
            claimed = months_impossible(instance.arrays, members)
            state, there = copy_state(before), False
            for starts in calendars:
                state.starts[:] = starts
                there = any(_together(instance, state, members, some) for some in ways)
                if there:
                    break
            assert not (claimed and there), (seed, g)
            proven += claimed and bool(ways)
            missed += not claimed and not there
    assert proven >= 3
    assert missed <= proven + 5


def test_the_same_seed_places_the_same_way() -> None:
    """Two runs from one state give the same state, prices and reasons."""
    for seed, instance, before, done in cases()[:12]:
        again = place_groups(instance, before, rounds=1, seed=seed)
        assert same(again.state, done.state)
        assert (again.refusals, again.prices) == (done.refusals, done.prices)


@pytest.mark.parametrize(
    ("refusal", "words"),
    [
        (Refusal(RefusalKind.LEAVES, "h1"), "household h1 goes elsewhere, as it wished"),
        (
            Refusal(RefusalKind.PRICE, price=1_234_000, ties=3, moves=1),
            "the best way found would cost 1,234 points, more than the policy gives for a group: "
            "3 fewer kept ties of others, 1 more move",
        ),
        (
            Refusal(RefusalKind.PRICE, price=1_234_000, ties=0, moves=-2),
            "the best way found would cost 1,234 points, more than the policy gives for a group: "
            "as many kept ties of others, 2 fewer moves",
        ),
    ],
)
def test_a_refusal_says_why(refusal: Refusal, words: str) -> None:
    """The reason is a clause with the figures in it."""
    assert refusal.text() == words
