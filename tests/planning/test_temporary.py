"""Temporary homes: everyone who waits has one, nobody shares one, and friends are near."""

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
    StayKind,
    Tie,
    Works,
)
from hecht.planning import NoPlan, make_plan
from hecht.planning.check import check


def row(*, temporary: tuple[Home, ...], ties: tuple[Tie, ...] = ()) -> Neighbourhood:
    """Return one block of four homes, rebuilt as four, with these temporary homes."""
    old = tuple(
        Home(f"o{i}", Stage.EXISTING, 133_000.0 + 6 * i, 397_000.0, 3, block="A") for i in range(4)
    )
    new = tuple(
        Home(f"n{i}", Stage.NEW, 133_000.0 + 6 * i, 397_000.0, 3, block="A") for i in range(4)
    )
    return Neighbourhood(
        project=Project("row", Month(2026, 1), 24),
        capacity=Capacity(1),
        policy=Policy(notice_months=2, temporary_months_max=8),
        blocks=(Block("A", Works.REBUILD, duration=6),),
        homes=old + new + temporary,
        households=tuple(Household(f"h{i}", f"o{i}", 2) for i in range(4)),
        ties=ties,
    )


def unit(name: str, x: float, **fields: object) -> Home:
    """Return a bought-in temporary home at x metres east."""
    return Home(name, Stage.TEMPORARY, x, 397_000.0, 3, **fields)  # type: ignore[arg-type]


def test_everyone_waits_in_a_home_of_their_own() -> None:
    """Four households whose block is rebuilt need four temporary homes at once."""
    neighbourhood = row(temporary=tuple(unit(f"t{i}", 133_100.0 + 6 * i) for i in range(4)))
    plan = make_plan(neighbourhood, iterations=2)
    assert check(neighbourhood, plan.course) == []
    stays = [s for s in plan.course.stays if s.kind is StayKind.TEMPORARY]
    assert len({s.home for s in stays}) == 4
    assert all(s.end - s.start == 6 for s in stays)


def test_too_few_temporary_homes_is_said_with_the_number_that_is_missing() -> None:
    """With two homes for four households, two more are the smallest relaxation."""
    neighbourhood = row(temporary=(unit("t0", 133_100.0), unit("t1", 133_106.0)))
    with pytest.raises(NoPlan) as refusal:
        make_plan(neighbourhood, iterations=2)
    assert any("temporary home" in text for text in refusal.value.conflicts)
    assert refusal.value.relaxations[0] == "2 more temporary homes"
    with pytest.raises(NoPlan) as short:
        make_plan(neighbourhood, iterations=2, ways_out=False)
    assert (short.value.conflicts, short.value.relaxations) == (refusal.value.conflicts, [])


def test_tied_households_wait_near_each_other() -> None:
    """Of two far-apart pairs of temporary homes, each pair of friends gets one pair."""
    units = (unit("w1", 132_000.0), unit("w2", 132_006.0))
    units += (unit("e1", 134_000.0), unit("e2", 134_006.0))
    ties = (Tie("h0", "h2"), Tie("h1", "h3"))
    neighbourhood = row(temporary=units, ties=ties)
    plan = make_plan(neighbourhood, iterations=3)
    place = {s.household: s.home for s in plan.course.stays if s.kind is StayKind.TEMPORARY}
    assert place["h0"][0] == place["h2"][0]
    assert place["h1"][0] == place["h3"][0]
    assert plan.outcomes()["separation_months"] == 0


def test_a_stay_is_split_when_no_single_home_lasts() -> None:
    """Two half-time homes make one stay of two parts when nothing else is free."""
    units = tuple(unit(f"t{i}", 133_100.0 + 6 * i) for i in range(3))
    units += (
        unit("early", 133_150.0, available_until=5),
        unit("late", 133_156.0, available_from=5),
    )
    neighbourhood = row(temporary=units)
    block = replace(neighbourhood.blocks[0], earliest=2, latest=8)
    neighbourhood = replace(neighbourhood, blocks=(block,))
    plan = make_plan(neighbourhood, iterations=2)
    assert check(neighbourhood, plan.course) == []
    parts = [s.home for s in plan.course.stays if s.home in ("early", "late")]
    assert parts == ["early", "late"]


def test_a_home_that_is_empty_and_waits_for_its_works_serves_as_temporary_home() -> None:
    """The vacated homes of a later block house the people of an earlier one."""
    neighbourhood = row(temporary=())
    later = tuple(
        Home(f"l{i}", Stage.EXISTING, 133_200.0 + 6 * i, 397_000.0, 3, block="B") for i in range(4)
    )
    neighbourhood = replace(
        neighbourhood,
        blocks=(*neighbourhood.blocks, Block("B", Works.REBUILD, duration=6, after=("A",))),
        homes=neighbourhood.homes + later,
    )
    plan = make_plan(neighbourhood, iterations=2)
    assert check(neighbourhood, plan.course) == []
    homes = {s.home for s in plan.course.stays if s.kind is StayKind.TEMPORARY}
    assert homes == {f"l{i}" for i in range(4)}


def test_a_home_left_over_after_its_renovation_serves_as_temporary_home() -> None:
    """Owners leave a block that is renovated first; its homes, too dear to stay in, are free."""
    neighbourhood = row(temporary=())
    renovated = tuple(
        Home(f"r{i}", Stage.EXISTING, 133_200.0 + 6 * i, 397_000.0, 3, rent=1900.0, block="R")
        for i in range(4)
    )
    owners = tuple(Household(f"e{i}", f"r{i}", 2, wish=ReturnWish.ELSEWHERE) for i in range(4))
    people = tuple(replace(one, rent_max=700.0) for one in neighbourhood.households)
    neighbourhood = replace(
        neighbourhood,
        blocks=(
            Block("R", Works.RENOVATE_EMPTY, duration=3),
            replace(neighbourhood.blocks[0], after=("R",)),
        ),
        homes=neighbourhood.homes + renovated,
        households=people + owners,
    )
    plan = make_plan(neighbourhood, iterations=2)
    assert check(neighbourhood, plan.course) == []
    homes = {s.home for s in plan.course.stays if s.kind is StayKind.TEMPORARY}
    assert homes == {f"r{i}" for i in range(4)}
