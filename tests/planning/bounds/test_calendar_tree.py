"""The tree over calendars: its bounds against all plans of tiny neighbourhoods."""

from __future__ import annotations

from functools import cache

import pytest

from hecht.neighbourhood import Neighbourhood
from hecht.planning import make_plan
from hecht.planning.bounds.any_calendar import Proven, ScoreRelaxation
from hecht.planning.bounds.board import GRAINS
from hecht.planning.bounds.calendar_tree import FAR, CalendarTree
from hecht.planning.bounds.ground import lay_ground
from hecht.planning.placement import certified_bound
from tests.neighbourhoods import random_neighbourhood
from tests.planning.enumerate_plans import best_plan, beyond_score, calendars

# Tiny neighbourhoods of which all plans are tried in a second or so.
TINY = (6, 23, 24, 31, 38, 40)


@cache
def tiny(seed: int) -> Neighbourhood:
    """Return a neighbourhood of two or three blocks with a few households."""
    return random_neighbourhood(
        seed, blocks=(2, 3), homes=(1, 2), temporary=(0, 2), loose=(0, 1), duration=(1, 3)
    )


def tree(neighbourhood: Neighbourhood, score: int | None = None) -> CalendarTree[Proven]:
    """Return a tree of which only the whole is bounded."""
    relaxation = ScoreRelaxation(
        lay_ground(neighbourhood), GRAINS[0], score or 0, lambda dual: dual.run(rounds=3)
    )
    return CalendarTree(relaxation, relaxation.whole(), score)


@pytest.mark.parametrize("seed", TINY)
def test_no_plan_of_any_calendar_scores_beyond_a_tree(seed: int) -> None:
    """However far it has grown, no plan scores more; all plans are tried."""
    grown = tree(tiny(seed))
    values = [grown.value]
    for spans in (1, 4, 40):
        values.append(grown.run(spans=spans).value)
    assert values == sorted(values, reverse=True)
    assert beyond_score(tiny(seed), values[-1], calendars(tiny(seed))) is None


def test_telling_calendars_apart_draws_the_bound_in() -> None:
    """For most tiny neighbourhoods the bound falls, and for some it comes to the best plan."""
    fallen, met = 0, 0
    for seed in TINY:
        grown = tree(tiny(seed))
        found = grown.run(spans=60)
        best = best_plan(tiny(seed))
        assert best is not None
        assert best.score <= found.value <= found.root
        fallen += found.value < found.root
        met += found.value - best.score < (found.root - best.score) / 2
    assert fallen >= len(TINY) // 2
    assert met >= 1


@pytest.mark.parametrize("seed", TINY[:3])
def test_what_is_known_closes_spans_and_is_never_passed(seed: int) -> None:
    """With a plan's score the bound never falls below it."""
    score = make_plan(tiny(seed), seed=1, iterations=3, workers=1, bounds=False).score
    with_score = tree(tiny(seed), score).run(spans=60)
    assert with_score.value >= score
    assert beyond_score(tiny(seed), with_score.value, calendars(tiny(seed))) is None


def test_the_same_spans_give_the_same_bound() -> None:
    """The number of spans decides, not the clock nor how the run was cut up."""
    seed = TINY[0]
    at_once = tree(tiny(seed)).run(spans=20)
    again = tree(tiny(seed)).run(spans=20)
    cut = tree(tiny(seed))
    while cut.spans < at_once.spans and cut.leaves:
        cut.run(spans=1)
    assert again == at_once
    assert cut.value == at_once.value


def test_every_leaf_has_its_certificate() -> None:
    """The bound of each open span follows from whole numbers that anyone can add up."""
    grown = tree(tiny(TINY[0]))
    grown.run(spans=12)
    assert grown.leaves
    for minus_bound, _, _, solved in grown.leaves:
        problem, certificate = solved.memory.problem, solved.memory.certificate
        constant = solved.bound - certified_bound(problem, certificate)
        assert -minus_bound <= solved.bound
        assert constant == solved.memory.constant


def test_the_clock_ends_a_tree_that_says_so() -> None:
    """Without time the bound of the whole stands, and the result tells that time was over."""
    found = tree(tiny(TINY[0])).run(seconds=0.0)
    assert not found.in_time
    assert found.spans == 1
    assert found.value == found.root


def test_without_calendars_nothing_is_claimed() -> None:
    """A tree without any calendar has no bound to tell."""
    relaxation = ScoreRelaxation(
        lay_ground(tiny(TINY[0])), GRAINS[0], 0, lambda dual: dual.run(rounds=1)
    )
    assert CalendarTree(relaxation, None).run(spans=3).value == FAR
