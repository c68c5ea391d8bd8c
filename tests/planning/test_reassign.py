"""Exact exchanges of homes among households that do not know each other."""

import itertools

import numpy as np
import pytest

from hecht.planning.arrays import HAD_NEAR, TIE_FROM, TIE_UNTIL
from hecht.planning.engine import Engine, NoCalendar
from hecht.planning.instance import Instance, compile_instance
from hecht.planning.kernel import settle
from hecht.planning.random_numbers import new_generator
from hecht.planning.reassign import fill_offers, reassign, strangers
from hecht.planning.state import OBJECTIVE, VIOLATION, State, copy_state, empty_state
from tests.neighbourhoods import random_neighbourhood

PENALTY = 150_000


def begun(seed: int) -> tuple[Instance, State]:
    """Return a random instance and the state in which its search begins."""
    instance = compile_instance(random_neighbourhood(seed))
    try:
        engine = Engine(instance, 1, 1)
    except NoCalendar:
        pytest.skip("the blocks have no calendar")
    engine.chains[0].open()
    return instance, copy_state(engine.chains[0].state)


def worth(s: State) -> int:
    return int(s.totals[OBJECTIVE]) - PENALTY * int(s.totals[VIOLATION])


@pytest.mark.parametrize("seed", range(40))
def test_an_exchange_is_kept_only_when_the_whole_is_better(seed: int) -> None:
    """The worth rises with every exchange, and the state is what settling it anew gives."""
    instance, s = begun(seed)
    a, rng = instance.arrays, new_generator(seed, 3)
    marks, spare = np.zeros(len(a.people), dtype=np.int64), empty_state(a)
    for _ in range(10):
        before = copy_state(s)
        better = reassign(a, s, spare, rng, marks, PENALTY)
        assert not marks.any()
        if better:
            assert worth(s) > worth(before)
        else:
            assert (s.home == before.home).all()
        again = copy_state(s)
        settle(a, again)
        assert (again.totals == s.totals).all()
        homes = s.home[s.home >= 0]
        assert len(set(homes.tolist())) == len(homes)


@pytest.mark.parametrize("seed", range(40))
def test_strangers_have_no_ties_among_them(seed: int) -> None:
    """Nobody in the list is linked to anybody else in it."""
    instance, s = begun(seed)
    a = instance.arrays
    if len(a.active) == 0:
        pytest.skip("nobody is to be placed")
    who = np.zeros(len(a.active), dtype=np.int64)
    count = strangers(a, s, 0, np.zeros(len(a.people), dtype=np.int64), who)
    listed = set(who[:count].tolist())
    for h in listed:
        begin, end = a.people[h, TIE_FROM], a.people[h, TIE_UNTIL]
        assert listed.isdisjoint(a.ties[begin:end, 0].tolist())


def test_what_homes_are_worth_to_strangers_adds_up() -> None:
    """For three strangers every exchange is worth what the table says."""
    checked = 0
    for seed in range(60):
        instance, s = begun(seed)
        a = instance.arrays
        who = np.zeros(min(3, len(a.active)), dtype=np.int64)
        who = who[: strangers(a, s, 0, np.zeros(len(a.people), dtype=np.int64), who)]
        known = {
            int(a.ties[k, 0])
            for h in who
            for k in range(a.people[h, TIE_FROM], a.people[h, TIE_UNTIL])
        }
        # another household's company, groups and places in temporary homes are not in the table
        if len(who) < 3 or any(a.people[j, HAD_NEAR] for j in known) or len(a.group_ptr) > 1:
            continue
        homes = s.home[who].copy()
        table = np.empty((3, 3))
        fill_offers(a, s, who, homes, table)
        for order in itertools.permutations(range(3)):
            if min(table[r, c] for r, c in enumerate(order)) < -1e14:
                continue
            other = copy_state(s)
            other.home[who] = homes[list(order)]
            settle(a, other)
            told = sum(table[r, c] - table[r, r] for r, c in enumerate(order))
            broken = int(other.totals[VIOLATION] - s.totals[VIOLATION])
            if broken == 0:
                assert int(other.totals[OBJECTIVE] - s.totals[OBJECTIVE]) == told
                checked += 1
    assert checked > 10
