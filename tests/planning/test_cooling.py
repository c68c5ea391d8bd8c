"""Slow cooling: cycles that go from plan to plan, exactly valued and the same again."""

import numpy as np
import pytest

from hecht.exchange.generated import generate
from hecht.planning.calendar_moves import calendar_holds
from hecht.planning.cooling import Cooling, Turns, laid_out
from hecht.planning.engine import Engine, handing_out
from hecht.planning.instance import Instance, compile_instance
from hecht.planning.kernel import may_have, settle
from hecht.planning.own_block import everyone_back
from hecht.planning.state import OBJECTIVE, VIOLATION, State, copy_state


@pytest.fixture(scope="module")
def begun() -> tuple[Instance, State]:
    """A neighbourhood of eighty homes and a plan for it."""
    instance = compile_instance(generate(80, "tie-rich", 5))
    return instance, everyone_back(instance)[0]


def cooled(begun: tuple[Instance, State], seed: int) -> Cooling:
    """Return what a whole cycle comes to."""
    instance, state = begun
    cooling = Cooling(instance, seed, 0)
    length, rounds = cooling.length, 1
    cooling.begin(state)
    while not cooling.run_round():
        rounds += 1
    assert rounds == length
    return cooling


def test_a_cycle_ends_with_a_better_plan(begun: tuple[Instance, State]) -> None:
    """From everyone back far more points are found, with no rule broken."""
    best = cooled(begun, 1).best
    assert best.totals[VIOLATION] == 0
    assert best.totals[OBJECTIVE] > begun[1].totals[OBJECTIVE]


def test_what_it_finds_is_worth_what_it_says(begun: tuple[Instance, State]) -> None:
    """Computed from nothing, the best state has the same totals, and homes are given once."""
    a, best = begun[0].arrays, cooled(begun, 2).best
    again = copy_state(best)
    settle(a, again)
    assert again.totals.tolist() == best.totals.tolist()
    assert calendar_holds(a, best.starts)
    given = best.home[best.home >= 0]
    assert len(np.unique(given)) == len(given)
    assert all(may_have(a, h, best.home[h]) for h in a.active if best.home[h] >= 0)


def test_the_same_seed_cools_the_same_way(begun: tuple[Instance, State]) -> None:
    """Two cycles with one seed are equal, with another they are not."""
    one, two, other = (cooled(begun, seed).best for seed in (1, 1, 2))
    assert all((x == y).all() for x, y in zip(one, two, strict=True))
    assert (one.home != other.home).any()


def test_the_next_cycle_goes_on_from_what_it_is_given(begun: tuple[Instance, State]) -> None:
    """After a cycle it waits for a state; the next one is not as hot and never falls below it."""
    cooling = cooled(begun, 1)
    assert cooling.idle
    found, heat = int(cooling.best.totals[OBJECTIVE]), cooling.turns.heat
    cooling.begin(copy_state(cooling.best))
    assert not cooling.idle
    while not cooling.run_round():
        assert cooling.known is not None
        assert cooling.known >= found
    # and the one after that begins hot again, and takes longer
    assert cooling.turns.heat > heat
    assert cooling.length > Cooling(begun[0], 1, 0).length


def test_small_neighbourhoods_are_not_laid_out_for_their_time() -> None:
    """There, short cycles that get longer find more."""
    assert laid_out(499, 60, 0) is None
    instance = compile_instance(generate(80, "tie-rich", 5))
    engine = Engine(instance, 1, 1)
    engine.lay_out(60)
    usual = [Cooling(instance, 1, number).length for number in range(2)]
    assert [chain.cooling and chain.cooling.length for chain in engine.chains] == usual


def test_a_first_cycle_is_laid_out_for_the_seconds() -> None:
    """More seconds give more moves; the first chain is done before half of the time."""
    moves = [laid_out(2000, seconds, 0) or 0 for seconds in (10, 60, 600)]
    assert moves == sorted(set(moves))
    assert moves[0] > 0
    first, second = laid_out(2000, 60, 0), laid_out(2000, 60, 1)
    assert first is not None
    assert second is not None
    assert first < second / 2
    # a large one has no less than a third of its seconds for it, and each move takes longer
    assert 0 < (laid_out(20_000, 12, 0) or 0) < moves[0]


def test_a_chain_that_cools_alone_does_one_ordinary_round_first(
    begun: tuple[Instance, State],
) -> None:
    """Then nothing else until the cycle is done; then both have their share."""
    instance, state = begun
    chain = Engine(instance, 1, 1).chains[0]
    chain.opening = None
    chain.begin(state)
    chain.cool_first(1_000_000, 1_000_000)
    cooling = chain.cooling
    assert cooling is not None
    done = []
    while cooling.took == 0:
        before = cooling.round
        chain.advance()
        done.append(cooling.round != before)
    assert done == [False] + [True] * cooling.took
    assert cooling.took == 1_000_000 // (cooling.steps * cooling.tries)
    assert chain.allotment.share < 8


def test_seconds_are_kept_for_handing_out_temporary_homes(begun: tuple[Instance, State]) -> None:
    """In proportion to the households, and never more than a quarter."""
    households = len(begun[0].arrays.active)
    assert handing_out(begun[0], 60) == pytest.approx(0.001 * households)
    assert handing_out(begun[0], 0.01) == pytest.approx(0.0025)


def test_cycles_take_turns_and_get_longer_in_pairs() -> None:
    """While both find better plans, each has its turn, and so it goes too while neither does."""
    for better in (True, False):
        turns, heats, longer = Turns(), [], []
        for _ in range(6):
            heats.append(turns.heat)
            longer.append(turns.end(better))
        assert heats == [heats[0], heats[1]] * 3
        assert heats[0] > heats[1]
        assert longer == [False, True] * 3


def test_a_kind_that_finds_nothing_twice_leaves_its_turns_to_the_other() -> None:
    """Until the other finds nothing twice either; alone, each is longer than the one before."""
    turns = Turns()
    hot = turns.heat
    said = []
    for better in (False, True, False, True, True, False, False):
        said.append((turns.heat == hot, turns.end(better)))
    assert said == [
        (True, False), (False, True), (True, False), (False, True),
        (False, True), (False, True), (False, False),
    ]  # fmt: skip
    assert turns.heat == hot
