"""The explanation of a household: it agrees with the plan's own facts."""

import pytest
from hypothesis import given, settings

from hecht.neighbourhood import Course, Neighbourhood
from hecht.outcomes.places import places
from hecht.outcomes.ties import tie_fates
from hecht.planning.explain import explain
from hecht.planning.plan import Plan
from tests.neighbourhoods import neighbourhoods_with_courses, random_neighbourhood, simple_course


def a_plan(neighbourhood: Neighbourhood, course: Course) -> Plan:
    return Plan(neighbourhood, course, method="hecht", seed=1, score=0)


@settings(max_examples=25, deadline=None)
@given(neighbourhoods_with_courses())
def test_every_household_is_explained_by_its_own_moves_and_ties(
    drawn: tuple[Neighbourhood, Course],
) -> None:
    """Stays, moves and ties are those of the plan, with a sentence for every move."""
    neighbourhood, course = drawn
    plan = a_plan(neighbourhood, course)
    where = places(neighbourhood, course)
    fates = tie_fates(neighbourhood, where)
    for household in neighbourhood.households:
        told = explain(plan, household.id)
        assert told.stays == where.stays[household.id]
        assert told.moves == where.moves.get(household.id, ())
        assert told.ends_inside == (household.id in where.final)
        assert sum(sentence.startswith("In ") for sentence in told.why) == len(told.moves)
        assert list(told.ties) == [
            fate for fate in fates if household.id in (fate.tie.a, fate.tie.b)
        ]
        assert told.suitable_in_time <= told.suitable


def test_each_month_in_a_sentence_is_the_month_of_the_move() -> None:
    """Sentences name calendar months, in the order of the moves."""
    neighbourhood = random_neighbourhood(3)
    course = simple_course(neighbourhood)
    assert course is not None
    movers = [move.household for move in course.moves()]
    assert movers
    for household in movers:
        told = explain(a_plan(neighbourhood, course), household)
        for move, sentence in zip(told.moves, told.why, strict=False):
            assert str(neighbourhood.project.start.plus(move.month)) in sentence


def test_the_reason_for_not_returning_is_told() -> None:
    """What the plan gives as reason (rule 7) is in the explanation."""
    neighbourhood = random_neighbourhood(3)
    course = simple_course(neighbourhood)
    assert course is not None
    some = neighbourhood.households[0].id
    course = Course(course.horizon, course.starts, course.stays, {some: "no home suits it"})
    told = explain(a_plan(neighbourhood, course), some)
    assert "It does not return: no home suits it." in told.why


def test_an_unknown_household_is_refused_by_name() -> None:
    """The error names the household that is not there."""
    neighbourhood = random_neighbourhood(3)
    course = simple_course(neighbourhood)
    assert course is not None
    with pytest.raises(ValueError, match="no household 'nobody'"):
        explain(a_plan(neighbourhood, course), "nobody")
