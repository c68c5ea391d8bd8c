"""The design side of the Vogeltjesbuurt example: labels and incomes, options, public space.

All of it is made up, but for what examples/vogeltjesbuurt/README.md names as published. It is
drawn from a generator of its own, so that households and ties are what they were without it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from random import Random
from types import MappingProxyType

from hecht.neighbourhood import (
    AS_PLANNED,
    Access,
    AgeClass,
    Block,
    Design,
    Home,
    HomeType,
    Household,
    IncomeClass,
    Land,
    Neighbourhood,
    Option,
    PublicSpace,
    Scenario,
    SpaceKind,
    Stage,
    Tenure,
    Works,
)

SEED = 2014
WEST, SOUTH = 134_500.0, 395_000.0
"""From where the metres of the street plan below are counted, in RD New."""

STREETS = (("Putterstraat", 506.0), ("Vinkenstraat", 444.0), ("Merelstraat", 382.0),
           ("Lijsterstraat", 320.0))  # fmt: skip
WEST_END, EAST_END = -23.5, 208.5
SQUARE = "plein"
BUILT = ("planned", "rebuild", "dense")
"""The options of its block that make the square."""

PLOT = 147.0
"""Land of a home in a row, in m2: 6 m wide, from the front garden to the path behind."""

RENOVATED, REBUILT, STACKED = 38_000.0, 86_000.0, 92_000.0
"""Euros a home: renovated to label B, rebuilt as published on average, built in stacks."""

FROM_DEMOLITION = 6
YEAR = 12


def with_attributes(here: Neighbourhood) -> Neighbourhood:
    """Return the neighbourhood with tenure, labels, gas, gardens, incomes and ages made up."""
    random = Random(SEED)
    homes = tuple(_with_energy(home, random) for home in here.homes)
    households = tuple(_with_classes(one, here, random) for one in here.households)
    return replace(here, homes=homes, households=households)


def _pick(random: Random, shares: tuple[float, ...]) -> int:
    luck, total = random.random() * sum(shares), 0.0
    for index, share in enumerate(shares):
        total += share
        if luck < total:
            return index
    return len(shares) - 1


def _with_energy(home: Home, random: Random) -> Home:
    """Everything is social rent, as published; the old homes have poor labels."""
    if home.stage is Stage.EXISTING:
        label = "DEFG"[_pick(random, (0.15, 0.35, 0.30, 0.20))]
        return replace(home, tenure=Tenure.SOCIAL, label=label, gas=True, outdoor=84.0)
    if home.stage is Stage.TEMPORARY:
        return replace(home, tenure=Tenure.SOCIAL, label="B", gas=False, outdoor=6.0)
    outdoor = 9.0 if home.block == SQUARE else 55.0 if home.accessible else 80.0
    return replace(home, tenure=Tenure.SOCIAL, label="A", gas=True, outdoor=outdoor)


def _with_classes(one: Household, here: Neighbourhood, random: Random) -> Household:
    """Incomes go with what a household can pay, ages with its children, stairs and tenancy."""
    modest = one.rent_max is None or one.rent_max < 560
    income = _pick(random, (0.92, 0.07, 0.01) if modest else (0.62, 0.32, 0.06))
    start = here.project.start
    years = 0 if one.tenancy_start is None else start.since(one.tenancy_start) // YEAR
    if one.children:
        ages = (0.12 if years < 10 else 0.0, 0.82, 0.06, 0.0)
    elif one.step_free or one.accessible or one.floor_max is not None:
        ages = (0.0, 0.05, 0.45, 0.50)
    elif years >= 25:
        ages = (0.0, 0.08, 0.57, 0.35)
    else:
        ages = (0.22 if years < 10 else 0.0, 0.42, 0.28, 0.08)
    return replace(one, income=tuple(IncomeClass)[income], age=tuple(AgeClass)[_pick(random, ages)])


def design_of(here: Neighbourhood) -> Design:
    """Return the neighbourhood with options for every block, four scenarios and public space."""
    counts = {
        block.id: sum(h.block == block.id and h.stage is Stage.EXISTING for h in here.homes)
        for block in here.blocks
    }
    options = [
        option
        for block in here.blocks
        for option in (
            _square_options(block) if block.id == SQUARE else _row_options(here, block, counts)
        )
    ]
    return Design(here, tuple(options), tuple(_spaces()), _scenarios(here))


def _scenarios(here: Neighbourhood) -> tuple[Scenario, ...]:
    """Return the published design and three others."""
    names = [block.id for block in here.blocks]
    rebuilt = {block.id for block in here.blocks if block.works is Works.REBUILD}
    dense = {name: "dense" if name in rebuilt else "renovate" for name in names}
    return (
        Scenario("planned", "Zoals gepubliceerd"),
        Scenario("renovate", "Alles houden en renoveren",
                 MappingProxyType(dict.fromkeys(names, "renovate")), 42),
        Scenario("rebuild", "Alles vervangen",
                 MappingProxyType(dict.fromkeys(names, "rebuild")), 48),
        Scenario("dense", "Dichter bouwen", MappingProxyType(dense), 60),
    )  # fmt: skip


def _row_options(here: Neighbourhood, block: Block, counts: dict[str, int]) -> Iterator[Option]:
    """Yield what may be done to a row of homes, or to a piece of one."""
    count = counts[block.id]
    rebuilt = block.works is Works.REBUILD
    ground = any(h.block == block.id and h.accessible for h in here.homes if h.stage is Stage.NEW)
    first = block.earliest if rebuilt else FROM_DEMOLITION
    new = _ground_land(count) if ground else _new_land(count)
    yield Option(
        block.id, AS_PLANNED, block.works, "Zoals gepubliceerd", block.duration, block.crews,
        block.cost, block.earliest, block.latest, "A" if rebuilt else "C", True,
        land=new if rebuilt else _old_land(count),
    )  # fmt: skip
    yield Option(block.id, "keep", Works.KEEP, "Laten zoals het is", land=_old_land(count))
    yield Option(
        block.id, "renovate", Works.RENOVATE_OCCUPIED, "Renoveren", 2, 1, RENOVATED * count,
        None, None, "B", True, 24.0, replace(_old_land(count), storage=1.0 * count),
    )  # fmt: skip
    months = block.duration if rebuilt else 3 if count <= 4 else 4
    yield Option(
        block.id, "rebuild", Works.REBUILD, "Vervangen", months, 1, REBUILT * count,
        first, None, "A", True, land=new, programme=() if rebuilt else _replacing(count),
    )  # fmt: skip
    if ground:
        programme, land = (_ground_home(count),), _ground_land(count)
    else:
        programme = _stacked(count)
        land = _stacked_land(count)
    homes = sum(kind.count for kind in programme)
    yield Option(
        block.id, "dense", Works.REBUILD, "Vervangen en stapelen", 1 + count, 1, STACKED * homes,
        first, None, "A+", False, land=land, programme=programme,
    )  # fmt: skip


def _old_land(count: int) -> Land:
    return Land(
        footprint=54.0 * count, floor_area=102.0 * count, storeys=2.0, green=56.0 * count,
        paved=37.0 * count, water=0.0, storage=0.5 * count, trees=count // 2, parking=0,
        bicycles=2 * count, car_free_doors=0,
    )  # fmt: skip


def _new_land(count: int) -> Land:
    return Land(
        footprint=59.0 * count, floor_area=125.0 * count, storeys=2.0, green=60.0 * count,
        paved=28.0 * count, water=0.0, storage=3.0 * count, trees=count // 2, parking=0,
        bicycles=3 * count, car_free_doors=0,
    )  # fmt: skip


def _ground_land(count: int) -> Land:
    return Land(
        footprint=86.0 * count, floor_area=86.0 * count, storeys=1.0, green=38.0 * count,
        paved=23.0 * count, water=0.0, storage=3.0 * count, trees=count // 2, parking=0,
        bicycles=2 * count, car_free_doors=0,
    )  # fmt: skip


def _stacked_land(count: int) -> Land:
    return Land(
        footprint=72.0 * count, floor_area=210.0 * count, storeys=3.0, green=50.0 * count,
        paved=25.0 * count, water=0.0, storage=4.0 * count, trees=count, parking=0,
        bicycles=6 * count, car_free_doors=0,
    )  # fmt: skip


def _ground_home(count: int) -> HomeType:
    return HomeType(
        "nultredenwoning", count, 3, 68.0, 476.0, storeys=1, footprint=82.0, outdoor=55.0,
        accessible=True,
    )  # fmt: skip


def _replacing(count: int) -> tuple[HomeType, ...]:
    """Return as many homes as there were: one without stairs, the others for families."""
    larger = (count - 1) // 2
    return (
        _ground_home(1),
        HomeType("eengezinswoning", count - 1 - larger, 4, 94.0, 502.0, footprint=54.0,
                 outdoor=80.0),
        HomeType("eengezinswoning", larger, 5, 108.0, 534.0, footprint=54.0, outdoor=80.0),
    )  # fmt: skip


def _stacked(count: int) -> tuple[HomeType, ...]:
    """Return a social home on each plot, and homes for other purses above some of them."""
    above = (count + 1) // 2
    families = count - above
    kinds = [
        HomeType("eengezinswoning", families, 5, 104.0, 520.0, storeys=3, footprint=60.0,
                 outdoor=62.0),
        HomeType("benedenwoning", above, 4, 82.0, 490.0, storeys=3, footprint=72.0, outdoor=48.0),
        HomeType("bovenwoning", 1, 4, 92.0, 745.0, Tenure.MID, Access.STAIRS, 3, 0.0, 12.0),
        HomeType("bovenwoning", above - 1, 4, 96.0, None, Tenure.OWNED, Access.STAIRS, 3, 0.0,
                 12.0),
    ]  # fmt: skip
    return tuple(kind for kind in kinds if kind.count)


def _square_options(block: Block) -> Iterator[Option]:
    """Yield what may be done to the two rows that give way to the square."""
    count = 26
    flats = Land(
        footprint=300.0, floor_area=1340.0, storeys=4.0, green=280.0, paved=234.0, water=0.0,
        storage=18.0, trees=6, parking=0, bicycles=40, car_free_doors=4,
    )  # fmt: skip
    published = (
        block.duration, block.crews, block.cost, block.earliest, block.latest, "A", True,
    )  # fmt: skip
    yield Option(SQUARE, AS_PLANNED, block.works, "Zoals gepubliceerd", *published, land=flats)
    yield Option(SQUARE, "keep", Works.KEEP, "Laten zoals het is", land=_old_land(count))
    yield Option(
        SQUARE, "renovate", Works.RENOVATE_OCCUPIED, "Renoveren", 6, 2, RENOVATED * count,
        None, None, "B", True, 24.0, replace(_old_land(count), storage=1.0 * count),
    )  # fmt: skip
    yield Option(
        SQUARE, "rebuild", Works.REBUILD, "Vervangen door plein en appartementen", block.duration,
        block.crews, block.cost, block.earliest, None, "A", True, land=flats,
    )  # fmt: skip
    programme = (
        HomeType("appartement", 12, 3, 72.0, 472.0, Tenure.SOCIAL, Access.LIFT, 6, 15.0, 9.0),
        HomeType("appartement", 8, 2, 54.0, 440.0, Tenure.SOCIAL, Access.LIFT, 6, 12.0, 7.0, True),
        HomeType("appartement", 8, 3, 78.0, 760.0, Tenure.MID, Access.LIFT, 6, 16.0, 9.0),
        HomeType("appartement", 4, 4, 96.0, None, Tenure.OWNED, Access.LIFT, 6, 18.0, 14.0),
    )
    yield Option(
        SQUARE, "dense", Works.REBUILD, "Plein met een hoger gebouw", 14, 2, 3_000_000.0,
        block.earliest, None, "A+", False, None,
        Land(
            footprint=470.0, floor_area=2820.0, storeys=6.0, green=480.0, paved=382.0, water=0.0,
            storage=45.0, trees=10, parking=16, bicycles=96, car_free_doors=7,
        ),
        programme,
    )  # fmt: skip


@dataclass(frozen=True)
class Way:
    """A street or path along one axis: `at` is its y (along x) or its x, from `low` to `high`."""

    id: str
    kind: SpaceKind
    along_x: bool
    at: float
    low: float
    high: float
    name: str = ""
    made: bool = False

    def crosses(self, other: Way) -> bool:
        """Tell whether two ways at right angles meet."""
        return (
            self.along_x is not other.along_x
            and self.low <= other.at <= self.high
            and other.low <= self.at <= other.high
        )


def _ways() -> tuple[Way, ...]:
    """Return the streets, the paths behind the gardens and between the rows, and the square's."""
    street, path = SpaceKind.STREET, SpaceKind.PATH
    return (
        *(Way(f"straat-{name[:6].lower()}", street, True, y, WEST_END, EAST_END, name)
          for name, y in STREETS),
        Way("straat-west", street, False, WEST_END, 320.0, 506.0, "Roodborstweg"),
        Way("straat-oost", street, False, EAST_END, 320.0, 506.0, "Zwaluwweg"),
        Way("pad-achter-putter", path, True, 475.0, WEST_END, EAST_END),
        Way("pad-achter-vinken-west", path, True, 413.0, WEST_END, 55.5),
        Way("pad-achter-vinken-oost", path, True, 413.0, 148.5, EAST_END),
        Way("pad-achter-merel", path, True, 351.0, WEST_END, EAST_END),
        Way("pad-west", path, False, 55.5, 320.0, 506.0),
        Way("pad-oost", path, False, 148.5, 351.0, 506.0),
        Way("pad-lijster", path, False, 142.5, 320.0, 351.0),
        Way("mussenpad", path, False, -11.0, 297.0, 338.0, "Mussenpad"),
        Way("pad-wijkcentrum", path, True, 444.0, -60.0, WEST_END),
        Way("pad-speeltuin", path, True, 396.0, EAST_END, 219.0),
        Way("pad-veld", path, True, 360.0, EAST_END, 260.0),
        Way("pad-veld-zuid", path, False, 260.0, 320.0, 396.0),
        Way("plein-pad", path, True, 416.0, 55.5, 148.5, made=True),
        Way("plein-pad-midden", path, False, 102.0, 382.0, 416.0, made=True),
        Way("plein-pad-west", path, False, 62.0, 382.0, 444.0, made=True),
        Way("plein-pad-oost", path, False, 142.0, 382.0, 444.0, made=True),
    )  # fmt: skip


def _spaces() -> Iterator[PublicSpace]:
    """Yield all public space: today's, and what comes with the square."""
    ways = _ways()
    for way in ways:
        stops = {way.low, way.high} | {other.at for other in ways if way.crosses(other)}
        line = tuple(
            _at(along, way.at) if way.along_x else _at(way.at, along) for along in sorted(stops)
        )
        yield PublicSpace(way.id, way.kind, lines=(line,), name=way.name, **_made(way.made))
    yield from _streets_ground()
    yield from _greens()
    yield from _square()
    yield from _places()


def _at(x: float, y: float) -> tuple[float, float]:
    return WEST + x, SOUTH + y


def _made(made: bool) -> dict[str, object]:
    """Return what says that a piece comes with the square."""
    return {"existing": False, "block": SQUARE, "options": BUILT} if made else {}


def _ring(west: float, south: float, east: float, north: float) -> tuple:
    corners = ((west, south), (east, south), (east, north), (west, north), (west, south))
    return tuple(_at(x, y) for x, y in corners)


def _area(own: str, kind: SpaceKind, *rings: tuple, made: bool = False, **more) -> PublicSpace:
    return PublicSpace(own, kind, areas=(rings,), **{**_made(made), **more})


def _streets_ground() -> Iterator[PublicSpace]:
    """Yield the paving, the parking strips and the trees of each street."""
    for name, y in STREETS:
        code = name[:6].lower()
        yield _area(f"klinkers-{code}", SpaceKind.PAVED, _ring(-20, y - 4.5, 205, y + 2.5))
        for nth, (west, east) in enumerate(((2, 50), (60, 110), (122, 170)), start=1):
            strip = _ring(west, y + 2.5, east, y + 4.5)
            yield _area(f"parkeren-{code}-{nth}", SpaceKind.PARKING, strip, places=8)
        trees = tuple(_at(x, y + 3.5) for x in (-12, 55, 116, 176, 186, 196))
        yield PublicSpace(f"bomen-{code}", SpaceKind.TREE, points=trees)
    yield _area("klinkers-west", SpaceKind.PAVED, _ring(-27, 315.5, -20, 508.5))
    yield _area("klinkers-oost", SpaceKind.PAVED, _ring(205, 315.5, 212, 508.5))
    yield _area("parkeren-oost", SpaceKind.PARKING, _ring(214, 440, 234, 470), places=24)


def _greens() -> Iterator[PublicSpace]:
    """Yield the field in the east, the strip in the west, and the ditch nobody can cross."""
    field = _ring(225, 310, 295, 410)
    yield _area("mussenveld", SpaceKind.GREEN, field, name="Mussenveld")
    yield _area("groenstrook-west", SpaceKind.GREEN, _ring(-40, 315.5, -27, 440))
    trees = tuple(_at(x, y) for x in range(232, 292, 12) for y in range(318, 408, 15))
    yield PublicSpace("bomen-veld", SpaceKind.TREE, points=trees)
    yield _area("sloot", SpaceKind.WATER, _ring(-40, 282, 300, 288), name="Kraaiensloot")
    ditch = (_at(-40, 285), _at(300, 285))
    yield PublicSpace("sloot-oever", SpaceKind.BARRIER, lines=(ditch,))


def _square() -> Iterator[PublicSpace]:
    """Yield the square, which is made when the two rows in the middle have gone."""
    play = _ring(126, 392, 140, 404)
    green = SpaceKind.GREEN
    yield _area("plein-steen", SpaceKind.PAVED, _ring(86, 386.5, 118, 412), made=True)
    yield _area("plein-groen-west", green, _ring(58, 386.5, 86, 421), made=True)
    yield _area("plein-groen-oost", green, _ring(118, 386.5, 146, 421), play, made=True)
    yield _area("plein-groen-noord", green, _ring(86, 412, 118, 421), made=True)
    yield _area("plein-rand-west", green, _ring(58, 421, 66, 439.5), made=True)
    yield _area("plein-rand-oost", green, _ring(138, 421, 146, 439.5), made=True)
    yield _area("plein-speeltuin", SpaceKind.PLAYGROUND, play, made=True, name="Speeltuin")
    for side, west in (("west", 66), ("oost", 124)):
        strip = _ring(west, 421, west + 14, 439.5)
        name = f"plein-parkeren-{side}"
        yield _area(
            name, SpaceKind.PARKING, strip, made=True, options=("planned", "rebuild"), places=8
        )
    points = {
        "plein-ontmoeting": (SpaceKind.MEETING_PLACE, ((102, 404),)),
        "plein-banken": (SpaceKind.BENCH, ((70, 416), (90, 408), (102, 390), (114, 408),
                                           (136, 416))),
        "plein-bomen": (SpaceKind.TREE, tuple((x, y) for x in (64, 72, 80, 122, 130, 144)
                                              for y in (389, 408, 418))),
        "plein-fietsen": (SpaceKind.BICYCLES, ((98, 396),)),
    }  # fmt: skip
    for name, (kind, places) in points.items():
        yield PublicSpace(
            name, kind, points=tuple(_at(x, y) for x, y in places),
            name="Het Plein" if kind is SpaceKind.MEETING_PLACE else "",
            places=30 if kind is SpaceKind.BICYCLES else None, **_made(True),
        )  # fmt: skip


def _places() -> Iterator[PublicSpace]:
    """Yield the places of today; the room in the Merelstraat goes when the square comes."""
    room = {"points": (_at(100, 386),), "name": "Buurtkamer Merelstraat", "block": SQUARE}
    meeting = SpaceKind.MEETING_PLACE
    yield PublicSpace("buurtkamer", meeting, **room, options=("renovate",))
    yield PublicSpace("wijkcentrum", meeting, points=(_at(-60, 444),), name="Wijkcentrum")
    yield PublicSpace("fietsen-wijkcentrum", SpaceKind.BICYCLES, points=(_at(-56, 447),), places=20)
    yield _area("speeltuin-oost", SpaceKind.PLAYGROUND, _ring(213, 390, 224, 402))
    benches = ((-14, 447), (55.5, 475), (148.5, 475), (219, 398), (260, 362), (142.5, 351))
    yield PublicSpace("banken", SpaceKind.BENCH, points=tuple(_at(x, y) for x, y in benches))
    yield PublicSpace("halte-zwaluwweg", SpaceKind.STOP, points=(_at(211, 330),), name="Zwaluwweg")
    yield PublicSpace("halte-wijkcentrum", SpaceKind.STOP, points=(_at(-58, 441),),
                      name="Wijkcentrum")  # fmt: skip
