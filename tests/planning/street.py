"""A street small enough to follow by hand, a sound plan for it, and ways to change either.

Block A (two homes) is rebuilt in months 4 to 9, block B (one home) renovated empty in months 12
to 14, block K is kept; T1 and T2 are bought in. Household 1 goes from A1 through T1 to An1,
household 2 leaves from A2 when its works start, household 3 leaves B1 for T1 and comes back,
household 4 stays in K1; K2 stands empty, and is too small for any of them for good.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from hecht.neighbourhood import (
    Block,
    Capacity,
    Course,
    Home,
    Household,
    Month,
    Neighbourhood,
    Policy,
    Project,
    Promise,
    PromiseKind,
    PromiseStatus,
    ReturnWish,
    Stage,
    Stay,
    StayKind,
    Works,
)

START, TEMPORARY, FINAL = StayKind.START, StayKind.TEMPORARY, StayKind.FINAL
Case = tuple[Neighbourhood, Course]


def _home(name: str, stage: Stage, block: str | None = None, **fields: Any) -> Home:
    fields = {"rooms": 3, "rent": 600.0} | fields
    return Home(name, stage, 133_000.0, 397_000.0, block=block, **fields)


def street() -> Case:
    """Return the street and a sound plan for it."""
    neighbourhood = Neighbourhood(
        project=Project("street", Month(2026, 1), 24),
        capacity=Capacity(crews=1),
        policy=Policy(notice_months=3, temporary_months_max=6),
        blocks=(
            Block("A", Works.REBUILD, duration=6, cost=600.0),
            Block("B", Works.RENOVATE_EMPTY, duration=3, cost=300.0, after=("A",)),
            Block("K", Works.KEEP),
        ),
        homes=(
            _home("A1", Stage.EXISTING, "A"),
            _home("A2", Stage.EXISTING, "A"),
            _home("An1", Stage.NEW, "A"),
            _home("B1", Stage.EXISTING, "B", rent_after=650.0),
            _home("K1", Stage.EXISTING, "K"),
            _home("K2", Stage.EXISTING, "K", rooms=2, floor=2),
            _home("T1", Stage.TEMPORARY, rooms=2, rent=2000.0),
            _home("T2", Stage.TEMPORARY, rooms=1),
        ),
        households=(
            Household("1", "A1", 3),
            Household("2", "A2", 3, ReturnWish.ELSEWHERE),
            Household("3", "B1", 3, ReturnWish.UNDECIDED),
            Household("4", "K1", 3),
        ),
    )
    course = Course(
        horizon=24,
        starts={"A": 4, "B": 12},
        stays=(
            Stay("1", "A1", 0, 4, START),
            Stay("1", "T1", 4, 10, TEMPORARY),
            Stay("1", "An1", 10, 24, FINAL),
            Stay("2", "A2", 0, 4, START),
            Stay("3", "B1", 0, 12, START),
            Stay("3", "T1", 12, 15, TEMPORARY),
            Stay("3", "B1", 15, 24, FINAL),
            Stay("4", "K1", 0, 24, START),
        ),
    )
    return neighbourhood, course


def stays(*changed: Stay, of: str) -> Callable[[Case], Case]:
    """Give a household another itinerary."""

    def change(case: Case) -> Case:
        others = tuple(stay for stay in case[1].stays if stay.household != of)
        return case[0], replace(case[1], stays=others + changed)

    return change


def starts(**months: int | None) -> Callable[[Case], Case]:
    """Start blocks in other months; None: no start is given."""

    def change(case: Case) -> Case:
        both = {**case[1].starts, **months}
        kept = {block: month for block, month in both.items() if month is not None}
        return case[0], replace(case[1], starts=kept)

    return change


def household(name: str, **fields: Any) -> Callable[[Case], Case]:
    """Change a household's needs or wish."""
    return _record("households", name, fields)


def home(name: str, **fields: Any) -> Callable[[Case], Case]:
    """Change a home."""
    return _record("homes", name, fields)


def block(name: str, **fields: Any) -> Callable[[Case], Case]:
    """Change a block."""
    return _record("blocks", name, fields)


def _record(table: str, name: str, fields: dict[str, Any]) -> Callable[[Case], Case]:
    def change(case: Case) -> Case:
        rows = getattr(case[0], table)
        assert any(row.id == name for row in rows)
        changed = tuple(replace(row, **fields) if row.id == name else row for row in rows)
        return replace(case[0], **{table: changed}), case[1]

    return change


def policy(**fields: Any) -> Callable[[Case], Case]:
    """Change the policy."""
    return lambda case: (replace(case[0], policy=replace(case[0].policy, **fields)), case[1])


def project(**fields: Any) -> Callable[[Case], Case]:
    """Change the project's frame."""
    return lambda case: (replace(case[0], project=replace(case[0].project, **fields)), case[1])


def capacity(**fields: Any) -> Callable[[Case], Case]:
    """Change crews or budget."""
    return lambda case: (replace(case[0], capacity=replace(case[0].capacity, **fields)), case[1])


def because(**reasons: str) -> Callable[[Case], Case]:
    """Give reasons for not returning; names are written h1, h2, ..."""
    named = {name[1:]: text for name, text in reasons.items()}
    return lambda case: (case[0], replace(case[1], reasons=named))


def promise(name: str, kind: str, value: str = "", status: str = "accepted") -> Any:
    """Promise a household something."""
    made = Promise(name, PromiseKind(kind), PromiseStatus(status), value)
    return lambda case: (replace(case[0], promises=(made,)), case[1])
