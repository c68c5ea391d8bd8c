"""Compile the search before the clock starts: once for a machine, kept in a cache afterwards."""

from __future__ import annotations

from functools import cache
from itertools import pairwise

from hecht.neighbourhood import (
    Block,
    Capacity,
    Group,
    Home,
    Household,
    Month,
    Neighbourhood,
    Policy,
    Project,
    Stage,
    Tie,
    Works,
)

_ROUNDS = 40
"""Rounds after which each part of the search had its turn."""


@cache
def warm_up() -> None:
    """Run the whole engine on a tiny neighbourhood, so that everything in it is compiled.

    The first time after an installation takes about a minute, later a second, and in the same
    process nothing.
    """
    from hecht.planning.calendar_moves import calendar_holds
    from hecht.planning.instance import compile_instance
    from hecht.planning.make import make_plan
    from hecht.planning.practice import practice_state

    tiny = tiny_neighbourhood()
    # what reports progress is compiled too: a Ctrl-C that comes while compiling may be lost
    made = make_plan(tiny, iterations=_ROUNDS, workers=1, progress=lambda progress: None)
    if made.stopped == "interrupted":
        raise KeyboardInterrupt
    instance = compile_instance(tiny)
    usual = practice_state(instance)
    if usual is not None:
        calendar_holds(instance.arrays, usual.starts)


def tiny_neighbourhood() -> Neighbourhood:
    """Return two streets of three homes, rebuilt one after the other, with two temporary homes."""
    blocks = tuple(Block(id=b, works=Works.REBUILD, duration=2) for b in ("A", "B"))
    homes = [
        Home(
            id=f"{b}{i}{stage.value}",
            stage=stage,
            x=155000.0 + 20 * i,
            y=463000 + y,
            rooms=4,
            block=b,
        )
        for b, y in (("A", 0.0), ("B", 150.0))
        for i in range(3)
        for stage in (Stage.EXISTING, Stage.NEW)
    ]
    homes += [
        Home(id=f"T{i}", stage=Stage.TEMPORARY, x=155000.0 + 20 * i, y=463075.0, rooms=4)
        for i in range(3)
    ]
    households = tuple(
        Household(id=f"H{home.id}", home=home.id, size=2)
        for home in homes
        if home.stage is Stage.EXISTING
    )
    ids = [household.id for household in households]
    return Neighbourhood(
        project=Project(name="tiny", start=Month(2026, 1), horizon=24),
        capacity=Capacity(crews=1),
        policy=Policy(),
        blocks=blocks,
        homes=tuple(homes),
        households=households,
        ties=tuple(Tie(a=a, b=b) for a, b in pairwise(ids)),
        groups=(Group(id="G", households=(ids[0], ids[-1])),),
    )
