"""A street to follow by hand: block A is rebuilt in months 3 to 6, then block B in months 7 to 9.

H1 goes from A1 through T1 to An1 in month 7. H2 goes straight from B1 to An2 in month 7, when the
works on B start. H3 lives in K1 and stays. T2 is free all the time. With `late` every block takes
half as long again: A is finished in month 9, B three months (4.5, to whole months 4) later.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from hecht.neighbourhood import (
    Block,
    Capacity,
    Course,
    DelayRules,
    Home,
    Household,
    Month,
    Neighbourhood,
    Overrun,
    Policy,
    Project,
    Stage,
    Stay,
    StayKind,
    Tie,
    Works,
)
from hecht.outcomes import score
from hecht.planning.plan import Plan

START, TEMPORARY, FINAL = StayKind.START, StayKind.TEMPORARY, StayKind.FINAL
HALF = Overrun("triangular", (1.5, 1.5, 1.5))
LATE = DelayRules(HALF, HALF, HALF, HALF, contractor_share=0.0, winter_share=0.0)


def _home(name: str, stage: Stage, x: float, block: str | None = None, **more: Any) -> Home:
    return Home(name, stage, 133_000.0 + x, 397_000.0, 4, block, rent=500.0, **more)


def street(delays: DelayRules = LATE) -> Neighbourhood:
    """Return the street."""
    return Neighbourhood(
        project=Project("street", Month(2030, 4), 12),
        capacity=Capacity(crews=1),
        policy=Policy(notice_months=3, temporary_months_max=5),
        blocks=(
            Block("A", Works.REBUILD, 4, cost=400.0),
            Block("B", Works.REBUILD, 3, cost=300.0),
            Block("K", Works.KEEP),
        ),
        homes=(
            _home("A1", Stage.EXISTING, 0, "A"),
            _home("An1", Stage.NEW, 0, "A"),
            _home("An2", Stage.NEW, 10, "A"),
            _home("B1", Stage.EXISTING, 200, "B"),
            _home("Bn1", Stage.NEW, 200, "B"),
            _home("K1", Stage.EXISTING, 20, "K"),
            _home("T1", Stage.TEMPORARY, 400),
            _home("T2", Stage.TEMPORARY, 250),
        ),
        households=(
            Household("H1", "A1", 2),
            Household("H2", "B1", 2),
            Household("H3", "K1", 2),
        ),
        ties=(Tie("H1", "H3"), Tie("H1", "H2", 2.0)),
        delays=delays,
    )


def course() -> Course:
    """Return the plan for it."""
    return Course(
        12,
        {"A": 3, "B": 7},
        (
            Stay("H1", "A1", 0, 3, START),
            Stay("H1", "T1", 3, 7, TEMPORARY),
            Stay("H1", "An1", 7, 12, FINAL),
            Stay("H2", "B1", 0, 7, START),
            Stay("H2", "An2", 7, 12, FINAL),
            Stay("H3", "K1", 0, 12, START),
        ),
    )


def plan(neighbourhood: Neighbourhood | None = None, way: Course | None = None) -> Plan:
    """Return it as a plan."""
    n, c = neighbourhood or street(), way or course()
    return Plan(n, c, "hecht", 1, score(n, c))


def with_homes(neighbourhood: Neighbourhood, **changes: dict[str, Any]) -> Neighbourhood:
    """Return a neighbourhood with fields of some homes changed."""
    return replace(
        neighbourhood,
        homes=tuple(replace(home, **changes.get(home.id, {})) for home in neighbourhood.homes),
    )
