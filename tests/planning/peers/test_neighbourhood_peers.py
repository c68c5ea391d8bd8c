"""Peers on whole neighbourhoods hand over courses that pass the independent checker."""

import pytest

from hecht.exchange.generated import KINDS, generate
from hecht.neighbourhood import Course
from hecht.outcomes import score
from hecht.planning import make_plan
from hecht.planning.check import check
from hecht.planning.instance import compile_instance
from hecht.planning.peers import Run, peer
from hecht.planning.peers.course_rows import course_from, course_rows
from hecht.planning.peers.courses import everyone_back


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
    course = course_from(made, everyone_back(compile_instance(made)))
    assert check(made, course) == []
    assert course.reasons == {}


@pytest.mark.parametrize("name", ["cp-sat", "cp-sat-products", "practice"])
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
