"""The street of docs/conventions.md: five households, worked out by hand."""

from __future__ import annotations

from dataclasses import replace

from hecht.neighbourhood import (
    Block,
    Course,
    DeclaredBy,
    Group,
    Home,
    Household,
    Month,
    Neighbourhood,
    Policy,
    Project,
    ReturnWish,
    Stage,
    Stay,
    StayKind,
    Tie,
    TieKind,
    Wish,
    WishKind,
    Works,
)
from hecht.neighbourhood.neighbourhood import Capacity


def home(key: str, stage: Stage, metres: float, block: str | None, rent: float | None) -> Home:
    """Return a home of three rooms so many metres down the street."""
    return Home(key, stage, 100_000.0 + metres, 400_000.0, 3, block=block, rent=rent)


def street(start: str = "2023-10") -> Neighbourhood:
    """Return block A (four old homes, two new) and block K (three kept), 200 metres on."""
    old, new, temporary = Stage.EXISTING, Stage.NEW, Stage.TEMPORARY
    return Neighbourhood(
        project=Project("Street", Month.parse(start), 12, price_year=2024),
        capacity=Capacity(),
        policy=Policy(notice_months=3),
        blocks=(
            Block("A", Works.REBUILD, duration=3, cost=300_000.0),
            Block("K", Works.KEEP),
        ),
        homes=(
            home("a1", old, 0, "A", 500.0),
            home("a2", old, 10, "A", 500.0),
            home("a3", old, 20, "A", 500.0),
            home("a4", old, 30, "A", 500.0),
            home("n1", new, 0, "A", 600.0),
            home("n2", new, 10, "A", 600.0),
            home("k1", old, 200, "K", 550.0),
            home("k2", old, 210, "K", 550.0),
            home("k3", old, 220, "K", 550.0),
            home("t1", temporary, 100, None, None),
        ),
        households=(
            Household("P1", "a1", 2),
            Household("P2", "a2", 2),
            Household("P3", "a3", 2, wish=ReturnWish.ELSEWHERE, leaves=2),
            Household("P4", "k1", 2),
            Household("P5", "a4", 2, wish=ReturnWish.UNDECIDED),
        ),
        ties=(
            Tie("P1", "P2", 1.0, TieKind.FRIENDS),
            Tie("P1", "P3", 1.0, TieKind.NEIGHBOURS, DeclaredBy.A),
            Tie("P2", "P5", 1.0, TieKind.CARE),
            Tie("P1", "P4", 1.0, TieKind.FAMILY),
            Tie("P4", "P5", 1.0, TieKind.FRIENDS),
        ),
        wishes=(
            Wish("P1", 1, WishKind.HOME, "n2"),
            Wish("P1", 2, WishKind.BLOCK, "A"),
            Wish("P5", 1, WishKind.HOUSEHOLD, "P4"),
        ),
        groups=(Group("G", ("P1", "P2")),),
    )


def moved_course() -> Course:
    """Return the course of the example: the works on A take months 4, 5 and 6."""
    start, temporary, final = StayKind.START, StayKind.TEMPORARY, StayKind.FINAL
    return Course(
        horizon=12,
        starts={"A": 4},
        stays=(
            Stay("P1", "a1", 0, 4, start),
            Stay("P1", "t1", 4, 7, temporary),
            Stay("P1", "n1", 7, 12, final),
            Stay("P2", "a2", 0, 4, start),
            Stay("P2", "k3", 4, 7, temporary),
            Stay("P2", "n2", 7, 12, final),
            Stay("P3", "a3", 0, 2, start),
            Stay("P4", "k1", 0, 12, start),
            Stay("P5", "a4", 0, 3, start),
            Stay("P5", "k2", 3, 12, final),
        ),
    )


def without(course: Course, *households: str) -> Course:
    """Return a course that says nothing about some households."""
    return replace(course, stays=tuple(s for s in course.stays if s.household not in households))


def itinerary(course: Course, household: str, *stays: tuple[str, int, int, StayKind]) -> Course:
    """Return a course in which one household has these stays instead of its own."""
    rest = without(course, household).stays
    return replace(course, stays=rest + tuple(Stay(household, *stay) for stay in stays))
