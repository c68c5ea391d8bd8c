"""Plans to make pages from, and small readers of the pages."""

from __future__ import annotations

from dataclasses import replace
from html.parser import HTMLParser

from hecht.neighbourhood import (
    Block,
    Capacity,
    Course,
    DeclaredBy,
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
    Wish,
    WishKind,
    Works,
)
from hecht.outcomes import score
from hecht.planning.plan import Plan
from tests.neighbourhoods import random_neighbourhood
from tests.simple_planner import simple_course

MARKER = "Zwanenburg-Merkteken"
VOID = {"meta", "input", "br", "hr", "img", "link"}


def planned(neighbourhood: Neighbourhood, course: Course, **changes: object) -> Plan:
    """Return a plan of this course."""
    plan = Plan(neighbourhood, course, "hecht", 1, score(neighbourhood, course), iterations=1234)
    return replace(plan, **changes)  # type: ignore[arg-type]


def random_plan(seed: int = 5) -> Plan:
    """Return a small random plan whose households have names."""
    bare = random_neighbourhood(seed)
    named = tuple(replace(h, label=f"{MARKER} {h.id}") for h in bare.households)
    neighbourhood = replace(bare, households=named)
    return planned(neighbourhood, simple_course(neighbourhood))


def street_plan() -> Plan:
    """Return a plan that can be checked by hand.

    Four households in the Kade. A and B live in block R, which is rebuilt in months 2 and 3; C
    and D live in K, 60 metres away, which is kept. A goes by unit T to new home N1, B wished to
    leave and does in month 2. C and D stay. A has ties with B (both named it), C (A named it)
    and D (D named it); the new home N1 is 200 metres away from everybody.
    """
    start = Month(2013, 12)

    def home(name: str, stage: Stage, x: float, block: str | None) -> Home:
        return Home(
            name, stage, 134_000.0 + x, 395_000.0, 3, block, f"Kade {name}", "Kade", rent=500.0
        )

    homes = (
        home("r1", Stage.EXISTING, 0, "R"),
        home("r2", Stage.EXISTING, 10, "R"),
        home("k1", Stage.EXISTING, 60, "K"),
        home("k2", Stage.EXISTING, 70, "K"),
        home("n1", Stage.NEW, 270, "R"),
        home("t1", Stage.TEMPORARY, 90, None),
    )
    neighbourhood = Neighbourhood(
        project=Project("Kadebuurt", start, 6, contact="Bel de corporatie"),
        capacity=Capacity(),
        policy=Policy(notice_months=1),
        blocks=(Block("R", Works.REBUILD, 2, "Kade oost"), Block("K", Works.KEEP)),
        homes=homes,
        households=(
            Household("A", "r1", 2, label=f"{MARKER} Aa"),
            Household("B", "r2", 1, ReturnWish.ELSEWHERE, label=f"{MARKER} Bb"),
            Household("C", "k1", 2, label=f"{MARKER} Cc"),
            Household("D", "k2", 2, label=f"{MARKER} Dd"),
        ),
        ties=(
            Tie("A", "B"),
            Tie("A", "C", declared_by=DeclaredBy.A),
            Tie("A", "D", declared_by=DeclaredBy.B),
            Tie("C", "D"),
        ),
        wishes=(Wish("A", 1, WishKind.STREET, "Kade"), Wish("A", 2, WishKind.HOUSEHOLD, "C")),
    )
    course = Course(
        horizon=6,
        starts={"R": 2},
        stays=(
            Stay("A", "r1", 0, 2, StayKind.START),
            Stay("A", "t1", 2, 4, StayKind.TEMPORARY),
            Stay("A", "n1", 4, 6, StayKind.FINAL),
            Stay("B", "r2", 0, 2, StayKind.START),
            Stay("C", "k1", 0, 6, StayKind.START),
            Stay("D", "k2", 0, 6, StayKind.START),
        ),
    )
    return planned(neighbourhood, course)


def large_plan(blocks: int = 100, homes: int = 20, ties: int = 6000) -> Plan:
    """Return a plan of a large neighbourhood: everybody goes to a new home in their own block."""
    there, households, stays = [], [], []
    starts = {}
    for b in range(blocks):
        starts[f"B{b}"] = b // 2
        for h in range(homes):
            name = f"B{b}-{h}"
            x, y = 80_000.0 + 7 * h + 160 * (b % 10), 450_000.0 + 30 * (b // 10)
            where = (x, y, 3, f"B{b}", f"Straat {b} {h}", f"Straat {b}")
            there.append(Home(name, Stage.EXISTING, *where))
            there.append(Home(f"{name}n", Stage.NEW, *where))
            households.append(Household(f"H{name}", name, 2))
            stays.append(Stay(f"H{name}", name, 0, b // 2 + 3, StayKind.START))
            stays.append(Stay(f"H{name}", f"{name}n", b // 2 + 3, 60, StayKind.FINAL))
    count = len(households)
    links = []
    for n in range(ties):
        near = 1 + 7 * (n // count) if n % 5 else 1 + 53 * (n // count)
        links.append(Tie(households[n % count].id, households[(n + near) % count].id))
    neighbourhood = Neighbourhood(
        project=Project("Grote buurt", Month(2027, 1), 60),
        capacity=Capacity(crews=2),
        policy=Policy(),
        blocks=tuple(Block(f"B{b}", Works.REBUILD, 3, f"Blok {b}") for b in range(blocks)),
        homes=tuple(there),
        households=tuple(households),
        ties=tuple(links),
    )
    return planned(neighbourhood, Course(60, starts, tuple(stays)))


class PageReader(HTMLParser):
    """Reads a page: its elements, its text, and whether every element is closed in turn."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.text: list[str] = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note an element that opens."""
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note an element without content."""
        self.elements.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        """Check that what closes was the last to open."""
        assert self.open, f"</{tag}> closes nothing"
        assert self.open[-1] == tag, f"</{tag}> closes <{self.open[-1]}>"
        self.open.pop()

    def handle_data(self, data: str) -> None:
        """Keep the text that is read, not the style."""
        if "style" not in self.open:
            self.text.append(data)

    @property
    def words(self) -> str:
        """The text of the page, with single spaces."""
        return " ".join(" ".join(self.text).split())

    def ids(self) -> list[str]:
        """Return every id on the page."""
        return [a["id"] for _, a in self.elements if a.get("id")]
