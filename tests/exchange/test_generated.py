"""Neighbourhoods made to measure with: valid, of the size and kind asked, and with a plan."""

import pytest

from hecht.exchange.generated import KINDS, generate
from hecht.neighbourhood import Stage, problems
from hecht.neighbourhood.suits import suits
from hecht.planning import make_plan
from hecht.planning.check import check


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("homes", [20, 97, 300])
def test_every_kind_is_valid_and_of_the_size_asked(kind: str, homes: int) -> None:
    """No check finds an error or a shortage, and the existing homes and ties are as many."""
    for seed in (1, 2):
        made = generate(homes, kind, seed)
        assert [one for one in problems(made) if one.severity != "remark"] == []
        assert sum(home.stage is Stage.EXISTING for home in made.homes) == homes
        if homes == 300:
            assert len(made.ties) == KINDS[kind].ties * homes


def test_the_same_seed_gives_the_same_neighbourhood() -> None:
    """Everything follows from homes, kind and seed; another seed gives another one."""
    assert generate(120, "tight", 3) == generate(120, "tight", 3)
    assert generate(120, "tight", 3) != generate(120, "tight", 4)


def test_ties_lie_mostly_close_by() -> None:
    """Of the ties of a made-up neighbourhood most are within two hundred metres."""
    made = generate(1000, "tie-rich", 1)
    place = {one.id: made.home_of[one.home] for one in made.households}
    near = sum(
        abs(place[tie.a].x - place[tie.b].x) + abs(place[tie.a].y - place[tie.b].y) < 200
        for tie in made.ties
    )
    assert 0.7 * len(made.ties) < near < len(made.ties)


def test_tight_has_fewer_temporary_homes_than_ample() -> None:
    """The kinds differ in what they are named after."""
    count = {
        kind: sum(h.stage is Stage.TEMPORARY for h in generate(1000, kind, 1).homes)
        for kind in ("tight", "ample")
    }
    assert count["tight"] < 0.7 * count["ample"]
    assert len(generate(1000, "small-blocks", 1).blocks) > 5 * len(
        generate(1000, "big-blocks", 1).blocks
    )


@pytest.mark.parametrize("kind", KINDS)
def test_a_plan_exists(kind: str) -> None:
    """The engine finds a plan that breaks no rule and in which everyone who wishes to returns."""
    made = generate(80, kind, 1)
    plan = make_plan(made, iterations=1, seed=1)
    assert check(made, plan.course) == []
    assert plan.course.reasons == {}


def test_every_household_suits_the_home_it_lives_in() -> None:
    """Nobody starts in a home that would not suit, so staying is always possible."""
    made = generate(300, "small-blocks", 5)
    for one in made.households:
        assert suits(one, made.home_of[one.home], made.policy) or made.is_affected(one)


def test_no_such_kind_and_too_few_homes_are_refused() -> None:
    """The messages name what can be asked for."""
    with pytest.raises(ValueError, match="choose one of tie-rich, tie-poor"):
        generate(100, "round", 1)
    with pytest.raises(ValueError, match="20 or more"):
        generate(5, "tight", 1)
