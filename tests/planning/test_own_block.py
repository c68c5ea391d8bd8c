"""Everyone back to the own block: a plan within a second, or a reason why not."""

from dataclasses import replace

import pytest

from hecht.exchange.generated import KINDS, generate
from hecht.planning.check import check
from hecht.planning.engine import Engine
from hecht.planning.instance import compile_instance
from hecht.planning.make import make_plan
from hecht.planning.own_block import NoWayBack, everyone_back
from hecht.planning.progress import Progress


@pytest.mark.parametrize("kind", KINDS)
def test_it_is_a_plan_in_which_everyone_returns_to_the_own_block(kind: str) -> None:
    """The course passes the checker, and whoever must move ends in a home of the old block."""
    made = generate(90, kind, 3)
    state, course = everyone_back(compile_instance(made))
    assert check(made, course) == []
    assert state.totals[1] == 0
    block = {home.id: home.block for home in made.homes}
    last = {stay.household: stay.home for stay in course.stays if stay.end == course.horizon}
    back = [h for h in made.households if made.is_affected(h) and h.id in last]
    assert back
    assert all(block[last[h.id]] == block[h.home] for h in back)


def test_too_few_homes_in_a_block_are_named() -> None:
    """When the homes of a block do not suffice for its people, that block is the reason."""
    made = generate(60, "ample", 1)
    short = next(b.id for b in made.blocks if b.has_works)
    gone = [h.id for h in made.homes if h.block == short and h.stage.value == "new"]
    fewer = replace(made, homes=tuple(h for h in made.homes if h.id not in set(gone[:-1])))
    with pytest.raises(NoWayBack, match=short):
        everyone_back(compile_instance(fewer))


@pytest.mark.parametrize("homes", [60, 600])
def test_a_search_tells_of_a_plan_before_its_first_round(homes: int) -> None:
    """The first report, of no round yet, already carries a plan that keeps every rule."""
    made = generate(homes, "tight", 2)
    told: list[Progress] = []
    engine = Engine(compile_instance(made), 1, 1, told.append)
    engine.search(lambda: 0.0, None, 0)
    assert told[0].iterations == 0
    assert told[0].message == ""
    course = told[0].course()
    assert course is not None
    assert check(made, course) == []
    assert engine.course() is not None


def test_no_plan_is_worse_than_everyone_back() -> None:
    """With no round at all the plan is at least that."""
    made = generate(120, "tie-rich", 4)
    state, _ = everyone_back(compile_instance(made))
    plan = make_plan(made, iterations=0, bounds=False, groups=False, fairness=False)
    assert plan.score >= state.totals[0]
