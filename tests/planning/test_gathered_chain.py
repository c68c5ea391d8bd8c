"""A chain that gathers for each calendar: exact values, turns of every kind, the same again."""

import pytest

from hecht.exchange.generated import generate
from hecht.planning.calendar_moves import calendar_holds
from hecht.planning.engine import Engine
from hecht.planning.gathered_chain import GatheredChain
from hecht.planning.instance import Instance, compile_instance
from hecht.planning.kernel import settle
from hecht.planning.state import OBJECTIVE, VIOLATION, copy_state
from tests.neighbourhoods import random_neighbourhood


@pytest.fixture(scope="module")
def instance() -> Instance:
    """A neighbourhood of seventy homes in small blocks, with many ties."""
    return compile_instance(generate(70, "small-blocks", 2))


def chains_after(instance: Instance, rounds: int, seed: int = 1) -> list[GatheredChain]:
    """Return the chains of an engine after so many rounds of their own work."""
    chains = []
    for chain in Engine(instance, seed, 1).chains:
        assert isinstance(chain, GatheredChain)
        for _ in range(rounds):
            chain.run_round()
        chains.append(chain)
    return chains


def test_what_is_bred_and_judged_is_exactly_valued(instance: Instance) -> None:
    """The best state and every calendar kept are worth what they say, in a calendar that holds."""
    for chain in chains_after(instance, 30):
        kept = [chain.best, *(one.state for one in chain.litters)]
        kept += [state for _, state in chain.promising]
        assert len(kept) > 1
        for state in kept:
            again = copy_state(state)
            settle(instance.arrays, again)
            assert again.totals.tolist() == state.totals.tolist()
            assert calendar_holds(instance.arrays, state.starts)


def test_each_kind_of_work_has_its_turn(instance: Instance) -> None:
    """Within as many rounds as all first turns take, each kind of work was done."""
    for chain in chains_after(instance, 40):
        assert chain.judged
        assert chain.litters
        assert all(chain.waited[kind] < 1 << 20 for kind in chain.kinds)


def test_nothing_is_bred_while_there_is_no_plan() -> None:
    """Where nobody finds a plan, homes and calendars have all turns."""
    here = random_neighbourhood(20004, blocks=(1, 2), homes=(4, 12), temporary=(2, 12))
    for chain in chains_after(compile_instance(here), 40):
        assert chain.best.totals[VIOLATION] > 0
        assert not chain.litters
        assert chain.bred == 0


def test_a_chain_never_loses_its_best(instance: Instance) -> None:
    """Whatever is tried, the best state only gets better and breaks no rule once it did not."""
    chain = Engine(instance, 3, 1).chains[1]
    chain.open()
    before = int(chain.best.totals[OBJECTIVE])
    assert chain.best.totals[VIOLATION] == 0
    for _ in range(25):
        chain.advance()
        assert chain.best.totals[VIOLATION] == 0
        assert chain.best.totals[OBJECTIVE] >= before
        before = int(chain.best.totals[OBJECTIVE])


def test_the_same_seed_finds_the_same(instance: Instance) -> None:
    """Two chains with one seed are equal after as many rounds."""
    one, two = (chains_after(instance, 12) for _ in range(2))
    for first, second in zip(one, two, strict=True):
        assert (first.best.home == second.best.home).all()
        assert (first.best.starts == second.best.starts).all()
        assert first.gains == second.gains


def test_workers_change_nothing(instance: Instance) -> None:
    """One thread and two come to the same states, cooling and breeding included."""
    best = []
    for workers in (1, 2):
        engine = Engine(instance, 2, workers)
        engine.search(lambda: 0.0, None, 20)
        best.append(
            [(c.best_key, c.best.home.tolist(), c.best.starts.tolist()) for c in engine.chains]
        )
    assert best[0] == best[1]
