"""First placements that know about ties, for random neighbourhoods and calendars."""

import numpy as np
import pytest

from hecht.planning.arrays import OLD, OWN_BLOCK
from hecht.planning.engine import Engine, NoCalendar
from hecht.planning.instance import compile_instance
from hecht.planning.kernel import may_have, settle
from hecht.planning.relaxed_start import relaxed
from hecht.planning.state import OBJECTIVE, VIOLATION, copy_state
from tests.neighbourhoods import random_neighbourhood


@pytest.mark.parametrize("seed", range(60))
def test_homes_are_given_once_and_only_to_those_they_suit(seed: int) -> None:
    """A gathered placement is one the engine can go on from."""
    instance = compile_instance(random_neighbourhood(seed))
    coarse = relaxed(instance)
    if coarse is None:
        pytest.skip("there is nothing to gather")
    try:
        engine = Engine(instance, 1, 1)
    except NoCalendar:
        pytest.skip("the blocks have no calendar")
    a = instance.arrays
    engine.chains[0].open()
    known = engine.chains[0].know(coarse, every=True)
    homes = known.gathered()
    assert len(homes) == len(coarse.who)
    given = [int(f) for f in homes if f >= 0]
    assert len(set(given)) == len(given)
    assert all(may_have(a, h, f) for h, f in zip(coarse.who, homes, strict=True) if f >= 0)
    assert (homes == known.gathered()).all()


def test_gathering_never_makes_the_state_worse() -> None:
    """What comes out is taken only when it is better than what there was."""
    gained = 0
    for seed in range(30):
        instance = compile_instance(random_neighbourhood(seed))
        try:
            chain = Engine(instance, 1, 1).chains[0]
        except NoCalendar:
            continue
        chain.open()
        a = instance.arrays
        lost = a.active[a.people[a.active, OWN_BLOCK] >= 0]
        if len(lost) == 0:
            continue
        chain.state.home[lost] = -1
        settle(a, chain.state)
        before = copy_state(chain.state)
        chain.gather()
        worth = [
            int(s.totals[OBJECTIVE]) - chain.penalty * int(s.totals[VIOLATION])
            for s in (before, chain.state)
        ]
        assert worth[1] >= worth[0]
        gained += worth[1] > worth[0]
        others = np.setdiff1d(a.active, lost)
        if worth[1] > worth[0]:
            assert (chain.state.home[others] == a.people[others, OLD]).all()
    assert gained > 10
