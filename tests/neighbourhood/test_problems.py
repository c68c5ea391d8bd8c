"""Cross-table checks on a neighbourhood in memory, without any file."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from hecht.exchange.example import example
from hecht.neighbourhood import (
    Block,
    Capacity,
    Group,
    Home,
    Neighbourhood,
    Policy,
    Problem,
    Promise,
    PromiseKind,
    PromiseStatus,
    Stage,
    Tie,
    Works,
    problems,
)
from hecht.neighbourhood.faults_time import _most_in_a_year, earliest_finishes
from hecht.neighbourhood.look import Look
from hecht.neighbourhood.problem import Unread
from tests.neighbourhoods import neighbourhoods
from tests.simple_planner import simple_course


def change(table: str, position: int, **values: Any) -> Neighbourhood:
    """Return the example with some fields of one record changed."""
    made = example()
    records = list(getattr(made, table))
    records[position] = replace(records[position], **values)
    return replace(made, **{table: tuple(records)})


def rules(neighbourhood: Neighbourhood, severity: str = "error") -> list[tuple[str, str, str]]:
    return [(p.table, p.rule, p.key) for p in problems(neighbourhood) if p.severity == severity]


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(neighbourhoods())
def test_a_neighbourhood_with_a_plan_has_no_error(neighbourhood: Neighbourhood) -> None:
    """Nothing is called an error in a neighbourhood for which a sound plan is known."""
    assert simple_course(neighbourhood).stays
    assert rules(neighbourhood) == []


@pytest.mark.parametrize(
    ("x", "y", "words"),
    [
        (5.08, 51.57, "these are degrees"),
        (51.57, 5.08, "latitude first"),
        (397_215.0, 133_405.0, "changed places"),
        (0.0, 0.0, "in metres"),
    ],
)
def test_places_outside_the_netherlands_are_recognised(x: float, y: float, words: str) -> None:
    """Degrees and exchanged coordinates are told apart from plain mistakes."""
    found = [one for one in problems(change("homes", 0, x=x, y=y)) if one.rule.startswith("out")]
    assert {one.rule for one in found} == {"outside-netherlands"}
    assert all(words in one.fix for one in found)


def test_homes_in_degrees_are_told_of_in_one_problem() -> None:
    """One problem for all homes, with how many and which; a home elsewhere keeps its own two."""
    made = example()
    homes = tuple(
        replace(home, x=5.0 + i / 1000, y=51.5) if i != 1 else replace(home, x=0.0, y=0.0)
        for i, home in enumerate(made.homes)
    )
    found = [one for one in problems(replace(made, homes=homes)) if one.table == "homes"]
    together, *own = [one for one in found if one.rule == "outside-netherlands"]
    assert f"{len(homes) - 1} of {len(homes)} homes" in together.text
    assert homes[0].id in together.text
    assert homes[1].id not in together.text.split(", ")
    assert together.position == 0
    assert [(one.key, one.column) for one in own] == [(homes[1].id, "x"), (homes[1].id, "y")]


def test_a_neighbourhood_without_homes_is_an_error() -> None:
    """There is nothing to plan then, and that is said; not when the homes could not be read."""
    made = replace(example(), homes=(), households=(), ties=(), wishes=(), groups=(), promises=())
    assert ("homes", "no-homes", "") in rules(made)
    unread = Unread(tables=frozenset({"homes"}))
    assert not [one for one in problems(made, unread) if one.rule == "no-homes"]


def test_a_circle_is_named_in_full() -> None:
    """Each circle is one problem that names its blocks from the first in the file."""
    made = example()
    blocks = tuple(
        Block(name, Works.REBUILD, 1, after=after)
        for name, after in (
            ("A", ("C",)), ("B", ("A",)), ("C", ("B",)), ("D", ("D",)), ("E", ("F", "A")),
            ("F", ("E",)), ("G", ("E",)),
        )
    )  # fmt: skip
    found = [one for one in problems(replace(made, blocks=blocks)) if one.rule == "circle"]
    assert [one.text for one in found] == [
        "the blocks wait for each other in a circle: A after C, C after B, B after A",
        "block D waits for itself",
        "the blocks wait for each other in a circle: E after F, F after E",
    ]


def test_the_horizon_must_hold_the_chain_of_works() -> None:
    """Notice, durations and precedence add up; the words say how."""
    made = example()
    assert made.first_move == 2
    short = replace(made, project=replace(made.project, horizon=16))
    found = [one for one in problems(short) if one.severity == "error"]
    assert [one.rule for one in found] == ["horizon-too-short"]
    assert found[0].text == (
        "1 block cannot be finished within 16 months; block B, after A, with notice until "
        "2027-03 at the soonest in month 17"
    )
    assert rules(replace(made, project=replace(made.project, horizon=17))) == []


def test_a_date_must_be_reached_through_precedence() -> None:
    """A latest date that the blocks before it make impossible is an error of that block."""
    assert rules(change("blocks", 1, latest=17)) == []
    found = [one for one in problems(change("blocks", 1, latest=16)) if one.severity == "error"]
    assert [(one.rule, one.column, one.key) for one in found] == [
        ("latest-too-early", "latest", "B")
    ]
    assert "after A" in found[0].text


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(neighbourhoods())
def test_no_plan_finishes_before_the_bound(neighbourhood: Neighbourhood) -> None:
    """The earliest finish of each block is never later than in a sound plan."""
    course = simple_course(neighbourhood)
    finishes = earliest_finishes(Look(neighbourhood, Unread()))
    for block, start in course.starts.items():
        assert finishes[block][0] <= start + neighbourhood.block_of[block].duration


@pytest.mark.parametrize(
    ("duration", "most"), [(1, 1), (2, 1), (7, 4), (12, 6), (23, 12), (40, 12)]
)
def test_works_may_be_spread_over_new_year(duration: int, most: int) -> None:
    """The budget is judged at the start that spreads the works best over the years."""
    assert _most_in_a_year(duration) == most


def test_the_budget_must_hold_a_block_and_all_blocks() -> None:
    """A block that is too dear in every year, and works that are too dear in all, are errors."""
    made = replace(example(), capacity=Capacity(1, 740_000.0))
    assert rules(made) == [("blocks", "budget-too-small", "A")]
    made = replace(example(), capacity=Capacity(1, 600_000.0))
    assert rules(made) == [("blocks", "budget-too-small", "A"), ("project", "budget-too-small", "")]


def test_crews_must_be_there_for_all_works() -> None:
    """More crew-months of work than there are is an error of the horizon."""
    blocks = tuple(Block(f"B{i}", Works.BUILD, 10) for i in range(4))
    made = replace(example(), blocks=(*example().blocks, *blocks))
    assert rules(made) == [("project", "too-few-crews", "")]
    assert rules(replace(made, capacity=Capacity(2))) == []


def test_limits_of_project_and_capacity() -> None:
    """A horizon of nothing, no crews and a negative budget are errors in memory too."""
    made = example()
    made = replace(
        made, project=replace(made.project, horizon=0), capacity=Capacity(0, -1.0), blocks=()
    )
    columns = {one.column for one in problems(made) if one.table == "project"}
    assert columns >= {"horizon", "capacity.crews", "capacity.budget_per_year"}


@pytest.mark.parametrize(
    ("table", "position", "values", "column", "rule"),
    [
        ("homes", 0, {"rent": -1.0}, "rent", "negative"),
        ("homes", 0, {"rooms": 0}, "rooms", "out-of-range"),
        ("blocks", 0, {"duration": -3}, "duration", "negative"),
        ("blocks", 0, {"cost": -3.0}, "cost", "negative"),
        ("households", 0, {"size": 0}, "size", "out-of-range"),
        ("ties", 0, {"weight": -1.0}, "weight", "negative"),
        ("wishes", 0, {"rank": 0}, "rank", "out-of-range"),
    ],
)
def test_numbers_in_memory_have_the_limits_of_files(
    table: str, position: int, values: dict[str, Any], column: str, rule: str
) -> None:
    """What was not read from a file is held to the same limits."""
    found = [one for one in problems(change(table, position, **values)) if one.column == column]
    assert (rule, position) in [(one.rule, one.position) for one in found]


def test_groups_have_two_to_six_members() -> None:
    """One or seven members is an error; so is being in two groups, or twice in one."""
    names = [f"H{i:02d}" for i in range(1, 11)]

    def groups(*members: tuple[str, ...]) -> list[tuple[str, str, str]]:
        made = tuple(Group(f"G{i}", each) for i, each in enumerate(members))
        return rules(replace(example(), groups=made))

    assert groups(tuple(names[:2]), tuple(names[2:8])) == []
    assert groups(tuple(names[:1]), tuple(names[1:8])) == [
        ("groups", "group-size", "G0"),
        ("groups", "group-size", "G1"),
    ]
    assert groups(("H01", "H02"), ("H03", "H02")) == [("groups", "two-groups", "H02")]
    assert groups(("H01", "H01")) == [("groups", "two-groups", "H01")]
    assert groups(()) == [("groups", "group-size", "G0")]


def promised(kind: str, value: str, status: str = "accepted", household: str = "H01") -> Any:
    promise = Promise(household, PromiseKind(kind), PromiseStatus(status), value)
    found = problems(replace(example(), promises=(promise,)))
    return [(one.rule, one.severity) for one in found]


def test_promises_that_can_be_kept_are_no_problem() -> None:
    """A promise of a suitable home, its block, return, or a month late enough is fine."""
    assert promised("home", "N-01") == []
    assert promised("block", "A") == []
    assert promised("return", "") == []
    assert promised("by", "2028-01") == []


def test_only_accepted_promises_bind() -> None:
    """What cannot be kept is an error when it was accepted, and else a remark."""
    assert promised("home", "T-01") == [("promise-impossible", "error")]
    assert promised("home", "T-01", "offered") == [("promise-impossible", "remark")]
    assert promised("block", "C", household="H07") == [("promise-impossible", "error")]
    assert promised("by", "2027-12") == [("promise-impossible", "error")]


def test_a_household_that_stays_was_promised_its_own_home() -> None:
    """A home that does not suit can be promised to the household that lives on in it."""
    made = change("households", 7, rooms_min=5)
    promise = Promise("H08", PromiseKind.HOME, PromiseStatus.ACCEPTED, "C-01")
    assert rules(replace(made, promises=(promise,))) == []


def test_faults_do_not_hide_each_other() -> None:
    """All faults of a neighbourhood are reported at once."""
    made = change("homes", 0, block="Q", rent=-1.0)
    made = replace(made, ties=(*made.ties, Tie("H01", "H01"), Tie("X", "H02")))
    assert {(p.table, p.rule) for p in problems(made) if p.severity == "error"} == {
        ("homes", "unknown-block"),
        ("homes", "negative"),
        ("ties", "tie-with-itself"),
        ("ties", "unknown-household"),
    }


def test_what_could_not_be_read_is_not_judged() -> None:
    """Unread tables, ids and cells give no problems of their own."""
    made = replace(example(), ties=(Tie("H77", "H01"), Tie("H01", "H88")))
    assert [p.value for p in problems(made)] == ["H77", "H88"]
    some = Unread(ids={"households": frozenset({"H77"})})
    assert [p.value for p in problems(made, some)] == ["H88"]
    cell = Unread(cells=frozenset({("ties", 1, "b")}))
    assert [p.value for p in problems(made, cell)] == ["H77"]
    assert problems(made, Unread(tables=frozenset({"households"}))) == []


def test_remarks_on_what_is_not_used() -> None:
    """Columns that mean nothing for a record are remarked upon."""
    found: list[Problem] = [
        *problems(change("homes", 0, available_from=3)),
        *problems(change("households", 0, leaves=3)),
        *problems(change("households", 2, children=4)),
    ]
    assert [(one.rule, one.severity) for one in found] == [
        ("unused", "remark"),
        ("unused", "remark"),
        ("only-children", "remark"),
    ]


def test_an_empty_neighbourhood_is_no_crash() -> None:
    """With nothing in it all that is wrong is that there are no homes."""
    made = example()
    bare = Neighbourhood(made.project, made.capacity, Policy(), (), (), ())
    assert rules(bare) == [("homes", "no-homes", "")]
    assert len(problems(bare)) == 1
    assert problems(replace(bare, homes=(Home("A", Stage.EXISTING, 133_000, 397_000, 1),))) == []
