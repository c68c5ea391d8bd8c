"""Envy is what a plain exchange of homes, reckoned from scratch, says it is."""

from __future__ import annotations

from hecht.outcomes.disclosure import Audience
from hecht.planning.arrays import TIE_FROM, TIE_UNTIL
from hecht.planning.engine import finished
from hecht.planning.envy import envy_of
from hecht.planning.instance import Instance
from hecht.planning.kernel import may_have, settle
from hecht.planning.resume import state_of
from hecht.planning.state import VIOLATION, State, copy_state
from tests.neighbourhoods import random_neighbourhood
from tests.planning.test_kernel import opened


def own_points(instance: Instance, state: State, h: int) -> int:
    """Return the points of a household's home, months and links in a settled state."""
    people = instance.arrays.people
    links = state.link_worth[people[h, TIE_FROM] : people[h, TIE_UNTIL]]
    return int(state.worth[h] + links.sum())


def exchanged(instance: Instance, state: State, h: int, j: int) -> State:
    """Return the settled state in which two households have exchanged homes."""
    other = copy_state(state)
    other.home[h], other.home[j] = state.home[j], state.home[h]
    settle(instance.arrays, other)
    return other


def test_envy_equals_exchanges_reckoned_from_scratch() -> None:
    """For every pair: who gains by exchanging, whether it suits, and whether rules allow it."""
    wanted = could = 0
    for seed in range(500, 600):
        case = opened(random_neighbourhood(seed))
        if case is None or case[1].totals[VIOLATION]:
            continue
        instance, state = case
        course = finished(instance, state, seed)
        if course is None:
            continue
        envy = envy_of(instance.neighbourhood, course)
        state = state_of(instance, course)
        found = {one.household: one for one in envy.households}
        a = instance.arrays
        for h in a.active.tolist():
            name = instance.neighbourhood.households[h].id
            counts = [0, 0, 0, 0]
            best = 0
            for j in a.active.tolist():
                if j == h or state.home[h] < 0 or state.home[j] < 0:
                    continue
                after = exchanged(instance, state, h, j)
                gain = own_points(instance, after, h) - own_points(instance, state, h)
                if gain <= 0:
                    continue
                counts[0] += 1
                counts[1] += bool(may_have(a, h, state.home[j]))
                both = may_have(a, h, state.home[j]) and may_have(a, j, state.home[h])
                if both and after.broken[h] == 0 and not after.totals[VIOLATION]:
                    counts[2] += 1
                    theirs = own_points(instance, after, j) - own_points(instance, state, j)
                    counts[3] += theirs >= 0
                    best = max(best, gain)
            one = found.get(name)
            told = [0, 0, 0, 0] if one is None else [one.wanted, one.suits, one.could, one.both]
            assert told == counts, (seed, name)
            assert (0 if one is None else one.gain) == best
            wanted += counts[0] > 0
            could += counts[2] > 0
    assert wanted > 15
    assert could > 5


def test_small_groups_are_hidden_from_the_public() -> None:
    """What is shown by size hides groups under the threshold (C7)."""
    for seed in range(500, 510):
        case = opened(random_neighbourhood(seed))
        course = None if case is None else finished(*case, seed)
        if case is None or course is None:
            continue
        envy = envy_of(case[0].neighbourhood, course)
        assert sum(share.whole for share in envy.by_size.values()) == envy.of
        shown = envy.protected(Audience.PUBLIC)
        for name, share in shown.cells.items():
            assert share is None or share.whole == 0 or share.whole >= 10, name
