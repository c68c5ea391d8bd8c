"""Making plans: the same again, never worse than practice, and clear refusals."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise

import pytest

from hecht.neighbourhood import (
    Block,
    Capacity,
    Home,
    Household,
    Month,
    Neighbourhood,
    Policy,
    Project,
    Promise,
    PromiseKind,
    PromiseStatus,
    Stage,
    Tie,
    Works,
)
from hecht.planning import NoPlan, Progress, make_plan
from hecht.planning.check import check
from tests.neighbourhoods import random_neighbourhood


def two_rows() -> Neighbourhood:
    """Return two rows of three homes a kilometre apart, and a new row of six between them."""

    def home(name: str, stage: Stage, block: str, x: float) -> Home:
        return Home(name, stage, 133_000.0 + x, 397_000.0, 3, block=block)

    west = tuple(home(f"w{i}", Stage.EXISTING, "W", 6.0 * i) for i in range(3))
    east = tuple(home(f"e{i}", Stage.EXISTING, "E", 1000.0 + 6 * i) for i in range(3))
    new_west = tuple(home(f"nw{i}", Stage.NEW, "W", 6.0 * i) for i in range(3))
    new_east = tuple(home(f"ne{i}", Stage.NEW, "E", 1000.0 + 6 * i) for i in range(3))
    fresh = tuple(home(f"f{i}", Stage.NEW, "N", 500.0 + 6 * i) for i in range(3))
    people = tuple(Household(f"h{h.id}", h.id, 2) for h in west + east)
    return Neighbourhood(
        project=Project("two rows", Month(2026, 1), 40),
        capacity=Capacity(1),
        policy=Policy(notice_months=2),
        blocks=(
            Block("W", Works.REBUILD, duration=6),
            Block("E", Works.REBUILD, duration=6),
            Block("N", Works.BUILD, duration=6),
        ),
        homes=west + east + new_west + new_east + fresh,
        households=people,
        ties=(Tie("hw0", "hw1"), Tie("hw1", "hw2"), Tie("he0", "he1"), Tie("he1", "he2")),
    )


def test_building_first_lets_everyone_move_once() -> None:
    """Without temporary homes the new row comes first, and each row moves into a finished one."""
    neighbourhood = two_rows()
    plan = make_plan(neighbourhood, iterations=6)
    assert check(neighbourhood, plan.course) == []
    outcomes = plan.outcomes().as_dict()
    assert outcomes["return_of_wishing"] == 1.0
    assert outcomes["moves"] == 6
    assert outcomes["ties_kept"] == 1.0
    assert plan.course.starts["N"] == 0


def test_the_same_seed_and_rounds_give_the_same_plan_whatever_the_workers() -> None:
    """One worker or two, the course is the same to the last stay."""
    for seed in (11, 42):
        neighbourhood = random_neighbourhood(seed)
        try:
            one = make_plan(neighbourhood, iterations=3, seed=seed, workers=1)
        except NoPlan:
            with pytest.raises(NoPlan):
                make_plan(neighbourhood, iterations=3, seed=seed, workers=2)
            continue
        two = make_plan(neighbourhood, iterations=3, seed=seed, workers=2)
        assert one.course == two.course
        assert one.score == two.score
    neighbourhood = two_rows()
    plans = [make_plan(neighbourhood, iterations=4, seed=5, workers=w) for w in (1, 2, 1)]
    assert plans[0].course == plans[1].course == plans[2].course


def test_a_plan_scores_at_least_what_practice_scores() -> None:
    """The search starts from what practice would do as well, so it never ends below it."""
    compared = 0
    for seed in range(60):
        neighbourhood = random_neighbourhood(seed)
        try:
            practice = make_plan(neighbourhood, method="practice")
        except NoPlan:
            continue
        plan = make_plan(neighbourhood, iterations=3, seed=seed)
        assert plan.score >= practice.score, seed
        compared += 1
    assert compared > 10


def test_an_accepted_promise_stands() -> None:
    """A promised home is given, even where another would keep more ties."""
    neighbourhood = replace(
        two_rows(),
        promises=(Promise("hw0", PromiseKind.HOME, PromiseStatus.ACCEPTED, "ne1"),),
    )
    plan = make_plan(neighbourhood, iterations=4)
    assert check(neighbourhood, plan.course) == []
    assert plan.course.itineraries()["hw0"][-1].home == "ne1"


def test_progress_is_told_and_only_improves() -> None:
    """Each round is reported, and the best score never falls."""
    heard: list[Progress] = []
    make_plan(two_rows(), iterations=5, progress=heard.append)
    assert [p.iterations for p in heard] == [0, 1, 2, 3, 4, 5]
    assert all(a.score <= b.score for a, b in pairwise(heard))
    assert heard[-1].ties_kept == 1.0
    assert heard[-1].returning == 6


def test_an_interrupt_keeps_the_best_plan() -> None:
    """Ctrl-C in the third round gives a plan that keeps to every rule."""
    rounds = 0

    def interrupt(progress: Progress) -> None:
        nonlocal rounds
        rounds += 1
        if rounds == 3:
            raise KeyboardInterrupt

    neighbourhood = two_rows()
    plan = make_plan(neighbourhood, seconds=60, progress=interrupt)
    assert plan.stopped == "interrupted"
    assert check(neighbourhood, plan.course) == []


def test_a_second_interrupt_does_not_lose_the_plan(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ctrl-C while the plan that was found is being put together does not throw it away."""
    from hecht.planning.engine import Engine

    usual, pressed = Engine.course, []

    def course(engine: Engine, enough: Callable[[], bool]) -> object:
        if not pressed:
            pressed.append(True)
            raise KeyboardInterrupt
        return usual(engine, enough)

    monkeypatch.setattr(Engine, "course", course)
    neighbourhood = two_rows()
    assert check(neighbourhood, make_plan(neighbourhood, iterations=1).course) == []
    assert pressed


def test_blocks_that_cannot_be_scheduled_are_named_with_a_way_out() -> None:
    """A block that must be finished before it can be leads to a refusal with months."""
    neighbourhood = two_rows()
    blocks = tuple(replace(b, latest=9) for b in neighbourhood.blocks)
    with pytest.raises(NoPlan) as refusal:
        make_plan(replace(neighbourhood, blocks=blocks), iterations=1)
    assert refusal.value.proven
    assert refusal.value.conflicts
    assert any("later" in text for text in refusal.value.relaxations)


def test_a_household_no_home_suits_leaves_with_the_reason() -> None:
    """When a need cannot be met by any home, the plan says so instead of failing."""
    neighbourhood = two_rows()
    people = tuple(
        replace(h, rooms_min=9) if h.id == "hw0" else h for h in neighbourhood.households
    )
    neighbourhood = replace(neighbourhood, households=people)
    plan = make_plan(neighbourhood, iterations=3)
    assert check(neighbourhood, plan.course) == []
    assert set(plan.course.reasons) == {"hw0"}
    assert "rooms" in plan.course.reasons["hw0"]


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"method": "magic"}, "method"),
        ({"iterations": -1}, "iterations"),
        ({"seconds": None}, "seconds"),
        ({"seconds": -1.0}, "seconds"),
        ({"workers": 0}, "workers"),
    ],
)
def test_options_that_make_no_sense_are_refused(options: dict[str, object], words: str) -> None:
    """A wrong option is named."""
    with pytest.raises(ValueError, match=words):
        make_plan(two_rows(), **options)  # type: ignore[arg-type]


def test_a_neighbourhood_with_errors_is_refused() -> None:
    """Two households in one home are an error that is named before anything is planned."""
    neighbourhood = two_rows()
    people = (*neighbourhood.households, Household("ghost", "w0", 2))
    with pytest.raises(ValueError, match="errors"):
        make_plan(replace(neighbourhood, households=people), iterations=1)


def test_temporary_homes_that_cannot_be_shared_out_are_left_unused() -> None:
    """Enough of them in each month may still not do; then a plan with fewer is looked for."""
    neighbourhood = random_neighbourhood(495)
    plan = make_plan(neighbourhood, seed=1, iterations=2, workers=1, bounds=False)
    assert check(neighbourhood, plan.course) == []
