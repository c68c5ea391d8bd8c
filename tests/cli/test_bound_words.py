"""What is proven of a plan, in plain words on the screen."""

from __future__ import annotations

from dataclasses import replace

from hecht.cli.bound_words import sentences
from hecht.planning.bounds import FigureBound, Holds, Sense
from tests.cli.test_figures import a_plan

ANY, HERE = Holds.ANY_PLAN, Holds.THIS_CALENDAR


def _said(figure: str, *bounds: tuple[int, Holds]) -> list[str]:
    most = figure in ("score", "ties_kept_count", "returned_of_wishing")
    sense = Sense.AT_MOST if most else Sense.AT_LEAST
    plan = a_plan()
    made = tuple(FigureBound(figure, value, sense, holds, "counted") for value, holds in bounds)
    return sentences(replace(plan, bounds=made))


def test_nothing_proven_is_nothing_said() -> None:
    """Without bounds there is no sentence."""
    assert sentences(a_plan()) == []


def test_a_bound_that_is_reached_is_the_most_or_the_least() -> None:
    """The plan's own figure stands first; what it reaches is called so."""
    own = int(a_plan().outcomes().as_dict()["moves"] or 0)
    assert _said("moves", (own, ANY)) == [
        f"{own} moves; {own} is the least any plan can do with."
    ] or (own == 0)
    score = a_plan().score
    points = f"{score / 1000:,.1f}"
    assert _said("score", (score, HERE)) == [
        f"{points} points; {points} is the most any plan with this calendar can reach."
    ]


def test_what_a_bound_holds_for_is_said_with_it() -> None:
    """Two bounds on one figure make one sentence that tells them apart."""
    score = a_plan().score
    points = f"{score / 1000:,.1f}"
    assert _said("score", (score + 5000, ANY), (score + 2000, HERE)) == [
        f"{points} points; no plan reaches more than {(score + 5000) / 1000:,.1f}, "
        f"and no plan with this calendar reaches more than {(score + 2000) / 1000:,.1f}."
    ]


def test_a_bound_of_none_is_left_out_where_the_plan_has_some() -> None:
    """That no plan needs fewer than nothing tells nobody anything."""
    plan = a_plan()
    lasting = plan.outcomes().as_dict()["duration_months"]
    said = _said("duration_months", (0, ANY))
    assert said == [] if lasting else len(said) == 1
