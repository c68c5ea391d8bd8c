"""What is proven of a street that can be reckoned by hand, and how it is told."""

from __future__ import annotations

from dataclasses import replace

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
    ReturnWish,
    Stage,
    Tie,
    Works,
)
from hecht.planning import make_plan
from hecht.planning.bounds import FigureBound, Holds, Sense
from hecht.planning.bounds import prove as prove_module
from hecht.planning.bounds.prove import prove
from hecht.planning.check.claimed import false_bounds
from hecht.planning.instance import compile_instance
from hecht.planning.plan import Plan
from hecht.planning.recount import recount
from tests.neighbourhoods import random_neighbourhood


def row(blocks: int = 2, homes: int = 2, temporary: int = 2) -> Neighbourhood:
    """Return blocks of homes in a row, all lived in, each rebuilt in two months by one crew."""
    names = [chr(ord("A") + b) for b in range(blocks)]
    dwellings = [
        Home(f"{name}{i}{stage.value}", stage, 150000.0 + 200 * b + 10 * i, 463000.0, 4, name)
        for b, name in enumerate(names)
        for i in range(homes)
        for stage in (Stage.EXISTING, Stage.NEW)
    ]
    dwellings += [Home(f"T{i}", Stage.TEMPORARY, 150000.0, 463050.0, 4) for i in range(temporary)]
    people = [
        Household(f"H{name}{i}", f"{name}{i}existing", 2) for name in names for i in range(homes)
    ]
    ties = [Tie(f"H{name}{i}", f"H{name}{i + 1}") for name in names for i in range(homes - 1)]
    return Neighbourhood(
        project=Project("row", Month(2027, 1), 24),
        capacity=Capacity(1),
        policy=Policy(),
        blocks=tuple(Block(name, Works.REBUILD, 2) for name in names),
        homes=tuple(dwellings),
        households=tuple(people),
        ties=tuple(ties),
    )


@pytest.fixture(scope="module")
def plan() -> Plan:
    """Return the plan of the row, with its bounds."""
    return make_plan(row(), iterations=3, workers=1)


def test_what_can_be_reckoned_by_hand_is_proven(plan: Plan) -> None:
    """Two blocks of two: all return, the first two wait two months in two temporary homes.

    Nobody moves before month 6, so two blocks of two months by one crew last until month 10.
    """
    proven = {bound.figure: bound.value for bound in plan.bounds if bound.holds is Holds.ANY_PLAN}
    assert proven["returned_of_wishing"] == 4
    assert proven["ties_kept_count"] == 2
    assert proven["moves"] == 6
    assert proven["months_temporary"] == 4
    assert proven["temporary_homes"] == 2
    assert proven["duration_months"] == 10
    assert proven["score"] >= plan.score


def test_the_same_rounds_prove_the_same(plan: Plan) -> None:
    """Neighbourhood, plan, seed and rounds decide what is proven."""
    instance = compile_instance(plan.neighbourhood)
    one, other = (prove(instance, plan.course, rounds=4, seed=1) for _ in range(2))
    assert one == other


def test_two_threads_prove_the_same_as_one(plan: Plan) -> None:
    """The bounds for any plan and for this calendar know nothing of each other."""
    instance = compile_instance(plan.neighbourhood)
    found = [prove(instance, plan.course, rounds=3, workers=workers) for workers in (1, 2)]
    assert found[0] == found[1]
    assert {bound.figure for bound in found[1]} >= {"ties_kept_count", "score"}


def test_giving_up_ends_both_threads(plan: Plan, monkeypatch: pytest.MonkeyPatch) -> None:
    """Ctrl-C while the bound for this calendar is drawn in ends the other one too."""
    provers: list[prove_module._Prover] = []

    def pressed(self: prove_module._Prover, bounds: object) -> None:
        provers.append(self)
        raise KeyboardInterrupt

    monkeypatch.setattr(prove_module._Prover, "_tell_all", pressed)
    with pytest.raises(KeyboardInterrupt):
        prove(compile_instance(plan.neighbourhood), plan.course, seconds=2.0, workers=2)
    assert provers[0].given_up


def test_more_rounds_never_prove_less(plan: Plan) -> None:
    """A bound on the score only comes nearer."""
    instance = compile_instance(plan.neighbourhood)
    values = [
        bound.value
        for rounds in (1, 3, 9)
        for bound in prove(instance, plan.course, rounds=rounds)
        if bound.figure == "score" and bound.holds is Holds.ANY_PLAN
    ]
    assert values == sorted(values, reverse=True)


def test_a_neighbourhood_too_large_for_cells_has_simpler_bounds(
    plan: Plan, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every figure keeps a bound, none tighter than with cells, and all hold for the plan."""
    instance = compile_instance(plan.neighbourhood)
    fine = {(b.figure, b.holds): b for b in prove(instance, plan.course, rounds=3)}
    monkeypatch.setattr(prove_module, "MOST_HOMES", 0)
    monkeypatch.setattr("hecht.planning.bounds.count_flow.MOST_ARCS", 0)
    coarse = prove(instance, plan.course, rounds=3)
    assert {bound.figure for bound in coarse} == {figure for figure, _ in fine}
    for bound in coarse:
        if (bound.figure, bound.holds) in fine:
            assert bound.allows(fine[bound.figure, bound.holds].value)
    counted = recount(plan.neighbourhood, plan.course)
    assert false_bounds(plan.neighbourhood, plan.course, coarse, counted) == []


def test_bounds_can_be_left_out() -> None:
    """Whoever does not ask for them gets none, and the same plan."""
    without = make_plan(row(), iterations=3, workers=1, bounds=False)
    assert without.bounds == ()
    assert without.course == make_plan(row(), iterations=3, workers=1).course


def test_a_bound_that_the_plan_itself_refutes_is_found(plan: Plan) -> None:
    """One too many on each true bound is called false, with the plan's own figure."""
    counted = recount(plan.neighbourhood, plan.course)
    assert false_bounds(plan.neighbourhood, plan.course, plan.bounds, counted) == []
    lies = [
        replace(bound, value=own - 1 if bound.sense is Sense.AT_MOST else own + 1)
        for bound in plan.bounds
        if isinstance(own := {**counted, "temporary_homes": 2}.get(bound.figure), int)
    ]
    assert len(lies) >= 7
    found = false_bounds(plan.neighbourhood, plan.course, lies, counted)
    assert [one.place for one in found] == list(range(len(lies)))
    assert all("in this plan" in one.text for one in found)


def test_a_bound_on_what_is_not_known_is_false(plan: Plan) -> None:
    """A made-up figure, or more households returning than do, proves nothing of this plan."""
    counted = recount(plan.neighbourhood, plan.course)
    claims = [
        FigureBound("happiness", 3, Sense.AT_MOST, Holds.ANY_PLAN, "made up"),
        FigureBound("moves", 1, Sense.AT_LEAST, Holds.ANY_PLAN, "made up", returning=99),
    ]
    found = false_bounds(plan.neighbourhood, plan.course, claims, counted)
    assert [one.text for one in found] == [
        "this figure is not known",
        "99 returning are asked for, and 4 end inside",
    ]


def test_where_the_conventions_are_left_no_bound_is_refuted(plan: Plan) -> None:
    """A bound does not speak of a plan that keeps somebody who wishes to go."""
    first = plan.neighbourhood.households[0]
    other = (replace(first, wish=ReturnWish.ELSEWHERE), *plan.neighbourhood.households[1:])
    neighbourhood = replace(plan.neighbourhood, households=other)
    claim = FigureBound("moves", 99, Sense.AT_LEAST, Holds.ANY_PLAN, "made up")
    counted = recount(neighbourhood, plan.course)
    assert false_bounds(neighbourhood, plan.course, [claim], counted) == []
    assert false_bounds(plan.neighbourhood, plan.course, [claim], counted) != []


def test_calendars_told_apart_draw_the_score_of_any_plan_in(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The bound for any plan falls when it branches, stays above the plan, and says what it did."""
    neighbourhood = random_neighbourhood(21)
    course = make_plan(neighbourhood, seed=1, iterations=2, workers=1, bounds=False).course
    instance = compile_instance(neighbourhood)

    def of_any_plan(figure: str) -> FigureBound:
        found = prove(instance, course, rounds=3)
        return next(b for b in found if b.figure == figure and b.holds is Holds.ANY_PLAN)

    branched = of_any_plan("score")
    assert branched == of_any_plan("score")
    assert "sets of calendars" in branched.how
    assert "sets of calendars" not in of_any_plan("ties_kept_count").how
    monkeypatch.setattr(prove_module, "MOST_BRANCHED", 0)
    at_once = of_any_plan("score")
    assert int(recount(neighbourhood, course)["score"] or 0) <= branched.value < at_once.value
    assert "sets of calendars" not in at_once.how
