"""The court of docs/outcomes/public_space.md: a street, a path, two blocks, worked out by hand."""

from __future__ import annotations

from hecht.neighbourhood import (
    AgeClass,
    Block,
    Capacity,
    Course,
    Home,
    Household,
    Land,
    Month,
    Neighbourhood,
    Option,
    Policy,
    Project,
    PublicSpace,
    SpaceKind,
    Stage,
    Stay,
    StayKind,
    Tenure,
    Works,
)
from hecht.outcomes.scene import Scene

START, TEMPORARY, FINAL = StayKind.START, StayKind.TEMPORARY, StayKind.FINAL


def home(key: str, stage: Stage, x: float, y: float, block: str | None, floor: int = 0) -> Home:
    """Return a social home of three rooms."""
    return Home(key, stage, x, y, 3, block=block, floor=floor, tenure=Tenure.SOCIAL)


def rectangle(west: float, south: float, east: float, north: float):  # type: ignore[no-untyped-def]
    """Return a rectangle as an area without holes."""
    return (((west, south), (east, south), (east, north), (west, north), (west, south)),)


def spaces() -> tuple[PublicSpace, ...]:
    """Return the public space of the court; m1 makes way for the works on A, m2 comes after."""
    kind = SpaceKind
    return (
        PublicSpace("s", kind.STREET, lines=(((0.0, 0.0), (400.0, 0.0)),)),
        PublicSpace("p", kind.PATH, lines=(((200.0, 0.0), (200.0, 200.0)),)),
        PublicSpace("m1", kind.MEETING_PLACE, points=((100.0, 0.0),), block="A", stays=False),
        PublicSpace("m2", kind.MEETING_PLACE, points=((50.0, 0.0),), existing=False, block="A"),
        PublicSpace("y", kind.PLAYGROUND, points=((200.0, 150.0),)),
        PublicSpace("b1", kind.BENCH, points=((150.0, 0.0),)),
        PublicSpace("b2", kind.BENCH, points=((60.0, 0.0),)),
        PublicSpace("g", kind.GREEN, areas=(rectangle(250, -30, 350, 30),)),
        PublicSpace("w", kind.WATER, areas=(rectangle(260, -20, 270, -10),)),
        PublicSpace("v", kind.PAVED, areas=(rectangle(100, -20, 110, -10),)),
        PublicSpace("t", kind.TREE, points=((205.0, 105.0), (205.0, 110.0), (210.0, 100.0))),
        PublicSpace("h", kind.STOP, points=((400.0, 0.0),)),
        PublicSpace("c", kind.PARKING, points=((120.0, 0.0),), places=4),
        PublicSpace("f", kind.BICYCLES, points=((120.0, 5.0),), places=5),
    )


def neighbourhood() -> Neighbourhood:
    """Return block A (two old homes, three new) and block K (three kept, two share a door)."""
    old, new = Stage.EXISTING, Stage.NEW
    return Neighbourhood(
        project=Project("Court", Month(2026, 1), 12),
        capacity=Capacity(),
        policy=Policy(),
        blocks=(Block("A", Works.REBUILD, 3), Block("K", Works.KEEP)),
        homes=(
            home("a1", old, 10, 5, "A"),
            home("a2", old, 20, 5, "A"),
            home("n1", new, 10, 5, "A"),
            home("n2", new, 15, 5, "A"),
            home("n3", new, 20, 5, "A"),
            home("k1", old, 190, 5, "K"),
            home("k2", old, 190, 5, "K", floor=1),
            home("k3", old, 205, 100, "K"),
            home("t1", Stage.TEMPORARY, 300, 5, None),
        ),
        households=(
            Household("h1", "a1", 2, age=AgeClass.FROM_75),
            Household("h2", "a2", 2, age=AgeClass.FROM_30),
            Household("h3", "k1", 1, age=AgeClass.FROM_55),
            Household("h4", "k3", 1, age=AgeClass.FROM_75),
        ),
    )


def course() -> Course:
    """Return the course: works on A in months 2, 3 and 4; h1 returns, h2 leaves."""
    stays = (
        Stay("h1", "a1", 0, 2, START),
        Stay("h1", "t1", 2, 5, TEMPORARY),
        Stay("h1", "n1", 5, 12, FINAL),
        Stay("h2", "a2", 0, 2, START),
        Stay("h3", "k1", 0, 12, START),
        Stay("h4", "k3", 0, 12, START),
    )
    return Course(12, {"A": 2}, stays)


LAND_A = Land(
    footprint=100.0, green=30.0, paved=40.0, water=0.0, storage=1.0,
    parking=2, bicycles=4, car_free_doors=0,
)  # fmt: skip
LAND_A_AFTER = Land(
    footprint=120.0, green=60.0, paved=20.0, water=0.0, storage=7.0,
    parking=3, bicycles=9, car_free_doors=2,
)  # fmt: skip
LAND_K = Land(
    footprint=150.0, green=200.0, paved=50.0, water=0.0, storage=10.0,
    parking=3, bicycles=6, car_free_doors=1,
)  # fmt: skip


def court() -> Scene:
    """Return the court with its plan."""
    return Scene(
        neighbourhood(),
        {
            "A": Option("A", "new", Works.REBUILD, duration=3, land=LAND_A_AFTER),
            "K": Option("K", "keep", Works.KEEP, land=LAND_K),
        },
        {"A": LAND_A, "K": LAND_K},
        spaces(),
        course(),
    )
