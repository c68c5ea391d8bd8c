"""The Python face: lazy names, a plan that measures, explains and writes itself."""

from dataclasses import fields
from pathlib import Path

import pytest

import hecht
from hecht.planning.plan import Plan as BarePlan
from tests.neighbourhoods import random_neighbourhood, simple_course


def a_bare_plan(seed: int = 3) -> BarePlan:
    neighbourhood = random_neighbourhood(seed)
    course = simple_course(neighbourhood)
    assert course is not None
    return BarePlan(neighbourhood, course, method="hecht", seed=seed, score=0)


def test_a_name_that_is_not_there_is_an_attribute_error() -> None:
    """`hecht.nonsense` fails as any module does, so that hasattr and pickles work."""
    with pytest.raises(AttributeError, match="nonsense"):
        _ = hecht.nonsense


def test_the_public_names_are_listed_before_they_are_loaded() -> None:
    """Completion in an editor or a notebook shows them all."""
    assert set(hecht.__all__) <= set(dir(hecht))


def test_a_plan_of_the_face_is_the_engines_plan_with_methods() -> None:
    """Every field is taken over, and it passes wherever the engine's plan does."""
    bare = a_bare_plan()
    plan = hecht.Plan.of(bare)
    assert isinstance(plan, BarePlan)
    for field in fields(BarePlan):
        assert getattr(plan, field.name) is getattr(bare, field.name)
    assert plan.outcomes() == bare.outcomes()


def test_a_written_plan_is_read_back_the_same(tmp_path: Path) -> None:
    """write and read_plan are each other's inverse, for the plan itself."""
    plan = hecht.Plan.of(a_bare_plan())
    assert plan.write(tmp_path / "plan") == tmp_path / "plan"
    again = hecht.read_plan(plan.neighbourhood, tmp_path / "plan")
    assert isinstance(again, hecht.Plan)
    assert again.course == plan.course


def test_explain_speaks_of_the_household_that_was_asked() -> None:
    """The explanation is that of planning.explain."""
    plan = hecht.Plan.of(a_bare_plan())
    household = plan.neighbourhood.households[-1]
    assert plan.explain(household.id).household == household


def test_check_takes_a_plan_or_its_course() -> None:
    """Both forms give the same violations."""
    plan = a_bare_plan()
    assert hecht.check(plan.neighbourhood, plan) == hecht.check(plan.neighbourhood, plan.course)


def test_the_example_is_found() -> None:
    """In a checkout and in an installation alike."""
    assert (hecht.demo_folder() / "project.toml").is_file()


def test_hecht_plans_a_small_neighbourhood() -> None:
    """hecht.plan returns a plan of the face that obeys every rule and repeats with its seed."""
    neighbourhood = random_neighbourhood(2)
    plans = [hecht.plan(neighbourhood, iterations=3, seed=7, workers=1) for _ in range(2)]
    assert isinstance(plans[0], hecht.Plan)
    assert hecht.check(neighbourhood, plans[0]) == []
    assert plans[0].course == plans[1].course


def test_delays_are_those_of_the_command() -> None:
    """`hecht.delays` plays the futures of a seed; without buffers none are tried."""
    plan = a_bare_plan()
    found = hecht.delays(plan, futures=40, seed=3, buffers=False)
    assert found.futures == 40
    assert found.buffers == ()
    again = hecht.delays(plan, futures=40, seed=3, buffers=False)
    assert again.score == found.score
    assert [one.chance for one in again.households] == [one.chance for one in found.households]
    with pytest.raises(ValueError, match="policy"):
        hecht.delays(plan, futures=40, policy="hope", buffers=False)


def test_a_plan_made_anew_is_checked_with_its_past() -> None:
    """`hecht.check` holds a plan made anew against the plan that it came from."""
    plan = hecht.plan(random_neighbourhood(7, homes=(1, 4), temporary=(2, 6)), iterations=1)
    start = plan.neighbourhood.project.start
    made = hecht.replan(plan, str(start.plus(6)), [], iterations=1, bounds=False, fairness=False)
    assert made.plan.before is not None
    assert hecht.check(made.plan.neighbourhood, made.plan) == []
    assert made.plan.fairness is None
