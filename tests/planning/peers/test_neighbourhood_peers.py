"""Peers on whole neighbourhoods hand over courses that pass the independent checker."""

from dataclasses import replace

import pytest

from hecht.exchange.generated import KINDS, generate
from hecht.neighbourhood import Course, Promise, PromiseKind, PromiseStatus
from hecht.outcomes import score
from hecht.planning import make_plan
from hecht.planning.check import check
from hecht.planning.instance import compile_instance
from hecht.planning.peers import Run, peer
from hecht.planning.peers.course_rows import course_from, course_rows
from hecht.planning.peers.courses import everyone_back, rows_of
from hecht.planning.peers.run import Ints
from hecht.planning.peers.whole_terms import WholeTerms


def test_a_course_survives_being_a_row_of_numbers() -> None:
    """Calendar and stays are the same after writing and reading; reasons are the peer's."""
    made = generate(40, "ample", 1)
    course = make_plan(made, iterations=1).course
    again = course_from(made, course_rows(made, course))
    assert dict(again.starts) == dict(course.starts)
    assert set(again.stays) == set(course.stays)
    assert set(again.reasons) == set(course.reasons)


@pytest.mark.parametrize("kind", KINDS)
def test_everyone_back_is_a_plan(kind: str) -> None:
    """Blocks as listed and everyone back to the own block keeps every rule in made-up places."""
    made = generate(120, kind, 2)
    course = course_from(made, everyone_back(compile_instance(made))[1])
    assert check(made, course) == []
    assert course.reasons == {}


@pytest.mark.parametrize("name", ["cp-sat", "cp-sat-products", "highs", "annealing", "practice"])
def test_peers_hand_over_plans_that_hecht_is_not_below(name: str) -> None:
    """Every course is a plan, and hecht's is at least as good as the best of them."""
    made = generate(24, "ample", 3)
    found: list[Course] = []
    peer(name, "neighbourhood")(
        made, Run(4.0, found=lambda row: found.append(course_from(made, row)))
    )
    assert found
    assert all(check(made, course) == [] for course in found)
    assert make_plan(made, iterations=6).score >= max(score(made, course) for course in found)


def test_models_keep_accepted_promises_and_dates() -> None:
    """Only the promised block is left to choose, by the month; homes are ready in time."""
    plain = generate(60, "ample", 2)
    terms = WholeTerms(plain)
    someone = max(terms.people, key=lambda h: (len(terms.cells[h]), -h))
    household, block = plain.households[someone], terms.cells[someone][0]
    assert len(terms.cells[someone]) > 1
    accepted = PromiseStatus.ACCEPTED
    made = replace(
        plain,
        promises=(
            Promise(household.id, PromiseKind.BLOCK, accepted, block),
            Promise(household.id, PromiseKind.BY, accepted, str(plain.project.start.plus(20))),
        ),
    )
    terms = WholeTerms(made)
    assert terms.cells[someone] == [block]
    assert terms.must_return(someone)
    assert list(terms.deadlines()) == [(someone, block, 20)]
    for task in terms.calendar.tasks:
        assert terms.latest(task) + task.duration < made.project.horizon


def test_solvers_begin_with_a_plan() -> None:
    """What CP-SAT and HiGHS are given to begin with is practice, which passes the checker."""
    made = generate(60, "tight", 2)
    terms = WholeTerms(made)
    first = terms.first()
    assert first is not None
    rows = rows_of(terms.instance, *first)
    assert rows is not None
    assert check(made, course_from(made, rows)) == []


def test_annealing_gets_better_with_time_and_keeps_a_plan() -> None:
    """It begins with practice and ends above it; every course it hands over is a plan."""
    made = generate(60, "tight", 2)
    found: list[int] = []

    def note(row: Ints) -> None:
        course = course_from(made, row)
        assert check(made, course) == []
        found.append(score(made, course))

    peer("annealing", "neighbourhood")(made, Run(2.0, found=note, seed=3))
    assert len(found) > 1
    assert max(found[1:]) > found[0]
