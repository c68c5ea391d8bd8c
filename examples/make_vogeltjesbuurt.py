"""Write examples/vogeltjesbuurt: a made-up neighbourhood with the published numbers of the case.

What is published (202 homes, 121 rebuilt as 111, 81 renovated, 80 families to return, homes
replaced one by one in about a month) is in PUBLISHED; examples/vogeltjesbuurt/README.md names
the sources. Everything else here, every household and every tie above all, is made up.

    python examples/make_vogeltjesbuurt.py [FOLDER]

The same script gives the same bytes, everywhere: only `random()` of a seeded generator is used.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random
from types import SimpleNamespace

import numpy as np

sys.path.insert(0, str(Path(__file__).parent))
from vogeltjesbuurt_design import design_of, with_attributes

from hecht.exchange.ties_synthetic import SmallWorld, small_world
from hecht.neighbourhood import (
    Block,
    Capacity,
    Group,
    Home,
    Household,
    Month,
    Neighbourhood,
    Project,
    Promise,
    PromiseKind,
    PromiseStatus,
    ReturnWish,
    Stage,
    Tie,
    TieKind,
    Wish,
    WishKind,
    Works,
    preset,
)
from hecht.neighbourhood.suits import suits

PUBLISHED = SimpleNamespace(
    homes=202,
    demolished=121,
    new=111,
    flats=16,
    renovated=81,
    renovated_first=28,
    returning=80,
    cost=11_343_000,
)
SEED = 2013
WEST, SOUTH = 134_500.0, 395_300.0
"""South-west corner in RD metres, in the south-east of Tilburg; the street plan is made up."""

FRONT, DEPTH, GAP, STREET_EVERY = 6.0, 8.0, 5.0, 62.0
DEMOLITION = 6
"""Month in which demolition starts: 2013-03, six months after the plan was announced."""
END_OF_2014 = 28
HORIZON = 30
POLICY = preset("balanced")
VACANT = 15
"""Homes of the 121 that were already empty; the other 26 households that do not return leave."""

FLAT_TYPE, ROW_TYPE, GROUND_TYPE = "appartement", "eengezinswoning", "nultredenwoning"
SYNTHETIC = (
    "Een verzonnen voorbeeld. De aantallen woningen en terugkerende gezinnen zijn die welke over "
    "de Vogeltjesbuurt in Tilburg zijn gepubliceerd; elk huishouden en elke band, wens, huur, "
    "datum en elk adres is verzonnen. (Made up, except for the published numbers.)"
)


@dataclass(frozen=True)
class Side:
    """One side of a street: its rows of homes and what is done to each row."""

    code: str
    street: str
    nth: int
    north: bool
    rows: tuple[int, ...]
    works: str
    ground_rows: tuple[int, ...] = ()


SIDES = (
    Side("pn", "Putterstraat", 0, True, (4, 4, 4, 5, 4, 4), "rrrrrr", (2,)),
    Side("pz", "Putterstraat", 0, False, (4, 4, 4, 5, 4, 4), "rrrrrr", (4,)),
    Side("vn", "Vinkenstraat", 1, True, (4, 4, 4, 5, 4, 4), "rrrrrr", (3,)),
    Side("vz", "Vinkenstraat", 1, False, (4, 4, 4, 5, 4, 4), "rrqqqr"),
    Side("mn", "Merelstraat", 2, True, (4, 4, 4, 5, 4, 4), "rrqqqo", (1,)),
    Side("mz", "Merelstraat", 2, False, (4, 4, 4, 5, 4, 4), "oooooo"),
    Side("ln", "Lijsterstraat", 3, True, (4, 4, 4, 4, 4, 4), "oooooo"),
    Side("lz", "Lijsterstraat", 3, False, (4, 4, 4, 4, 4, 4, 4), "fffffff"),
)
"""Works of a row: r rebuilt in two pieces, q gives way to the square and its flats, o renovated
while occupied, f renovated before demolition starts."""


@dataclass(frozen=True)
class Door:
    """A front door: where a home stands and what it is part of."""

    side: Side
    row: int
    nth: int
    block: str
    number: int
    x: float
    y: float

    @property
    def id(self) -> str:
        """The id of the home behind it."""
        return f"{self.side.street[:3].lower()}{self.number:02d}"

    @property
    def works(self) -> str:
        """The letter of the works, see SIDES."""
        return self.side.works[self.row]


def main(folder: Path) -> None:
    """Write the neighbourhood to `folder`."""
    from hecht.exchange import write_design

    write_design(design_of(build()), folder)


def build() -> Neighbourhood:
    """Return the neighbourhood."""
    random = Random(SEED)
    doors = [door for side in SIDES for door in _doors_of(side)]
    blocks, shapes = _blocks(doors)
    existing = [_existing_home(door, random) for door in doors]
    homes = [*existing, *_new_homes(doors), *_temporary_homes()]
    households = _households(doors, existing, random)
    ties = _ties(households, {home.id: home for home in homes})
    groups = _groups(households, ties, random)
    ties = _with_care(households, ties)
    here = Neighbourhood(
        project=Project(
            name="Vogeltjesbuurt (voorbeeld)",
            start=Month(2012, 9),
            horizon=HORIZON,
            announced=Month(2012, 9),
            price_year=2013,
            organisation="Voorbeeldcorporatie",
            synthetic=SYNTHETIC,
        ),
        capacity=Capacity(crews=5, budget_per_year=6_500_000),
        policy=POLICY,
        blocks=tuple(blocks),
        homes=tuple(homes),
        households=tuple(households),
        ties=ties,
        wishes=tuple(_wishes(households, ties, homes, random)),
        groups=groups,
        promises=_promises(households, homes),
        shapes=shapes,
    )
    return with_attributes(here)


def _doors_of(side: Side) -> list[Door]:
    """Return the doors of a side from west to east; even numbers on the north side."""
    street = SOUTH + 3 * STREET_EVERY - side.nth * STREET_EVERY + 20
    y = street + 7 if side.north else street - 7
    doors: list[Door] = []
    x = WEST + FRONT / 2
    for row, count in enumerate(side.rows):
        for nth in range(count):
            number = 2 * len(doors) + (2 if side.north else 1)
            doors.append(Door(side, row, nth, _block_id(side, row, nth), number, x, y))
            x += FRONT
        x += GAP
    return doors


def _block_id(side: Side, row: int, nth: int) -> str:
    """Name the block: the square, a whole row, or one of the two pieces of a rebuilt row."""
    if side.works[row] == "q":
        return "plein"
    if side.works[row] == "r":
        return f"{side.code}{row + 1}{'ab'[nth >= (side.rows[row] + 1) // 2]}"
    return f"{side.code}{row + 1}"


def _blocks(doors: list[Door]) -> tuple[list[Block], dict[str, tuple]]:
    """Return the blocks in the landlord's order, and their outlines."""
    members: dict[str, list[Door]] = {}
    for door in doors:
        members.setdefault(door.block, []).append(door)
    order = {"f": 0, "r": 1, "q": 2, "o": 3}
    blocks = [_block(name, inside) for name, inside in members.items()]
    works = {name: inside[0].works for name, inside in members.items()}
    blocks.sort(key=lambda block: order[works[block.id]])
    spent = sum(block.cost or 0 for block in blocks)
    flats_cost = PUBLISHED.cost - spent
    blocks = [replace(b, cost=flats_cost) if b.id == "plein" else b for b in blocks]
    return blocks, {name: (_outline(members[name]),) for name in (b.id for b in blocks)}


def _block(name: str, inside: list[Door]) -> Block:
    """Return a block; half a row is rebuilt in a month, one home after another."""
    first, last = inside[0], inside[-1]
    numbers = f"{first.number}-{last.number}" if last is not first else f"{first.number}"
    title = f"{first.side.street} {numbers}"
    count = len(inside)
    if first.works == "q":
        return Block("plein", Works.REBUILD, 10, "Het Plein", 2, None, DEMOLITION + 3, END_OF_2014)
    if first.works == "r":
        later = DEMOLITION if first.side.nth == 0 else DEMOLITION + 2
        after = (name[:-1] + "a",) if name.endswith("b") else ()
        months = 1 if count <= 2 else 2
        cost = 86_000.0 * count
        return Block(name, Works.REBUILD, months, title, 1, cost, later, END_OF_2014, after)
    early, late = (None, DEMOLITION) if first.works == "f" else (DEMOLITION, END_OF_2014)
    cost = 22_000.0 * count
    return Block(name, Works.RENOVATE_OCCUPIED, 2, title, 1, cost, early, late)


def _outline(inside: list[Door]) -> tuple:
    """Return the rectangle around a block's homes as one polygon in RD metres."""
    lows = [door.y - 1 if door.side.north else door.y + 1 - DEPTH for door in inside]
    west, east = min(d.x for d in inside) - FRONT / 2, max(d.x for d in inside) + FRONT / 2
    south, north = min(lows), max(lows) + DEPTH
    return (((west, south), (east, south), (east, north), (west, north), (west, south)),)


def _existing_home(door: Door, random: Random) -> Home:
    """Return the home that stands there now: 3 to 5 rooms, a low rent."""
    rooms = 3 + _pick(random, (0.25, 0.55, 0.20))
    rent = 335 + 30 * rooms + round(20 * random.random() - 10)
    renovated = door.works in "of"
    return Home(
        id=door.id,
        stage=Stage.EXISTING,
        x=door.x,
        y=door.y,
        rooms=rooms,
        block=door.block,
        address=f"{door.side.street} {door.number}",
        street=door.side.street,
        type=ROW_TYPE,
        area=float(40 + 11 * rooms + round(6 * random.random())),
        rent=float(rent),
        rent_after=float(rent + 18) if renovated else None,
    )


def _new_homes(doors: list[Door]) -> list[Home]:
    """Return the 95 homes on the old plots and the 16 flats on the square."""
    homes = [_new_home(door) for door in doors if door.works == "r"]
    square = [door for door in doors if door.works == "q"]
    west = (min(d.x for d in square) + max(d.x for d in square)) / 2 - 10.5
    north = max(door.y for door in square) - 5
    for floor in range(4):
        for nth in range(4):
            number = 1 + floor * 4 + nth
            homes.append(
                Home(
                    id=f"plein{number:02d}",
                    stage=Stage.NEW,
                    x=west + 7 * nth,
                    y=north,
                    rooms=3,
                    block="plein",
                    address=f"Het Plein {number}",
                    street="Het Plein",
                    type=FLAT_TYPE,
                    area=72.0,
                    rent=468.0 + 4 * floor,
                    floor=floor,
                    lift=True,
                    accessible=floor == 0,
                )
            )
    return homes


def _new_home(door: Door) -> Home:
    """Return the new home on an old plot, with the address it had: the street plan is kept."""
    ground = door.row in door.side.ground_rows
    rooms = 3 if ground else 5 if door.nth >= 2 else 4
    area, rent = {3: (68.0, 476.0), 4: (94.0, 502.0), 5: (108.0, 534.0)}[rooms]
    return Home(
        id=f"{door.id}n",
        stage=Stage.NEW,
        x=door.x,
        y=door.y,
        rooms=rooms,
        block=door.block,
        address=f"{door.side.street} {door.number}",
        street=door.side.street,
        type=GROUND_TYPE if ground else ROW_TYPE,
        area=area,
        rent=rent,
        accessible=ground,
    )


def _temporary_homes() -> list[Home]:
    """Return six units, kept apart at the west end of the Lijsterstraat."""
    rooms = (3, 3, 4, 4, 4, 5)
    return [
        Home(
            id=f"wissel{nth + 1}",
            stage=Stage.TEMPORARY,
            x=WEST - 14,
            y=SOUTH + 7 * nth,
            rooms=count,
            address=f"Mussenpad {nth + 1}",
            street="Mussenpad",
            type="wisselwoning",
            area=30.0 + 12 * count,
            accessible=nth in (0, 2),
            available_from=DEMOLITION - 1,
        )
        for nth, count in enumerate(rooms)
    ]


def _pick(random: Random, shares: tuple[float, ...]) -> int:
    """Return a position, drawn with the given shares."""
    luck, total = random.random() * sum(shares), 0.0
    for index, share in enumerate(shares):
        total += share
        if luck < total:
            return index
    return len(shares) - 1


def _shuffled(items: list, random: Random) -> list:
    """Return the items in an order drawn at random."""
    return [item for _, item in sorted(((random.random(), n), x) for n, x in enumerate(items))]


def _households(doors: list[Door], homes: list[Home], random: Random) -> list[Household]:
    """Return a household for every home that is not vacant; the published 80 return."""
    to_go = [door.id for door in doors if door.works in "rq"]
    lots = _shuffled(to_go, random)
    vacant = set(lots[:VACANT])
    leaving = set(lots[VACANT : len(to_go) - PUBLISHED.returning])
    return [
        _household(f"h{nth + 1:03d}", home, home.id in leaving, random)
        for nth, home in enumerate(home for home in homes if home.id not in vacant)
    ]


def _household(name: str, home: Home, leaving: bool, random: Random) -> Household:
    """Make up a household whose size goes with the rooms of its home."""
    size = 1 + _pick(
        random,
        {
            3: (0.52, 0.34, 0.10, 0.04, 0.00),
            4: (0.28, 0.32, 0.18, 0.15, 0.07),
            5: (0.12, 0.22, 0.22, 0.24, 0.20),
        }[home.rooms],
    )
    older = size <= 2 and random.random() < 0.45
    lone_parent = random.random() < 0.3
    children = 0 if size == 1 or older else max(0, size - (1 if lone_parent else 2))
    stairs, aids = older and random.random() < 0.45, random.random()
    accessible = stairs and aids < 0.4
    limit = 480 + 190 * random.random() ** 1.3
    rooms_min = 4 if size == 4 and children >= 2 else None
    needs_four = rooms_min == 4 or size >= 5
    years = 8 + 40 * random.random() if older else 1 + 18 * random.random()
    going = random.random()
    return Household(
        id=name,
        home=home.id,
        size=size,
        wish=ReturnWish.ELSEWHERE if leaving else ReturnWish.RETURN,
        children=children,
        rooms_min=rooms_min,
        rooms_max=4 if size == 1 else 5,
        # The landlord moderates rents: a family's limit never lies below the cheapest new one.
        rent_max=float(5 * round(max(limit, 505 if needs_four else 480) / 5)),
        step_free=stairs,
        accessible=accessible,
        floor_max=1 if older and not stairs and random.random() < 0.2 else None,
        care=accessible or (older and random.random() < 0.15),
        tenancy_start=Month(2012, 9).plus(-round(12 * years)),
        leaves=int(10 * going) if leaving and going < 0.8 else None,
    )


def _ties(households: list[Household], home_of: dict[str, Home]) -> tuple[Tie, ...]:
    """Make up a tight-knit network: three to four near ties for most."""
    points = np.array([(home_of[h.home].x, home_of[h.home].y) for h in households])
    world = SmallWorld(degree=4.0, decay_m=30.0, far=0.06, closed=0.3, care=0.0)
    return small_world([h.id for h in households], points, world, SEED)


def _with_care(households: list[Household], ties: tuple[Tie, ...]) -> tuple[Tie, ...]:
    """Make one tie of each of the first households with a care indication a care tie."""
    wishing = {h.id: h for h in households if h.wish is ReturnWish.RETURN}
    chosen: dict[int, Tie] = {}
    for household in [h for h in wishing.values() if h.care]:
        for nth, tie in enumerate(ties):
            others = {tie.a, tie.b} - {household.id}
            if len(others) == 1 and nth not in chosen and not wishing.get(*others, household).care:
                chosen[nth] = replace(tie, kind=TieKind.CARE, weight=max(2.0, tie.weight))
                break
        if len(chosen) == 6:
            break
    return tuple(chosen.get(nth, tie) for nth, tie in enumerate(ties))


def _groups(
    households: list[Household], ties: tuple[Tie, ...], random: Random
) -> tuple[Group, ...]:
    """Let some who are tied to each other ask to be placed together, two to six at a time."""
    asking = {
        household.id
        for household in households
        if household.wish is ReturnWish.RETURN and household.home[:3] in ("put", "vin")
    }
    friends: dict[str, list[str]] = {}
    for tie in ties:
        if tie.a in asking and tie.b in asking:
            friends.setdefault(tie.a, []).append(tie.b)
            friends.setdefault(tie.b, []).append(tie.a)
    groups: list[Group] = []
    taken: set[str] = set()
    for size in (6, 4, 3, 3, 2, 2):
        for start in _shuffled(sorted(friends.keys() - taken), random):
            members = _grow(start, size, friends, asking - taken)
            if len(members) == size:
                groups.append(Group(f"g{len(groups) + 1}", tuple(sorted(members))))
                taken |= set(members)
                break
    return tuple(groups)


def _grow(start: str, size: int, friends: dict[str, list[str]], free: set[str]) -> list[str]:
    """Return up to `size` households, each tied to one before it."""
    members = [start]
    for member in members:
        for other in friends.get(member, []):
            if other in free and other not in members and len(members) < size:
                members.append(other)
    return members


def _wishes(
    households: list[Household], ties: tuple[Tie, ...], homes: list[Home], random: Random
) -> list[Wish]:
    """Make up wishes of the households that lose their home, dearest first."""
    home_of = {home.id: home for home in homes}
    wishes: list[Wish] = []
    for household in households:
        home = home_of[household.home]
        if household.wish is not ReturnWish.RETURN or home.rent_after is not None:
            continue
        wanted: list[tuple[WishKind, str]] = []
        for tie in ties:
            if tie.kind is TieKind.CARE and household.id in (tie.a, tie.b):
                other = tie.b if tie.a == household.id else tie.a
                wanted.append((WishKind.HOUSEHOLD, other))
        if household.step_free and random.random() < 0.6:
            wanted.append((WishKind.TYPE, GROUND_TYPE))
        luck = random.random()
        new = home_of.get(household.home + "n")
        if luck < 0.12 and new is not None and suits(household, new, POLICY):
            wanted.append((WishKind.HOME, new.id))
        elif luck < 0.35:
            wanted.append((WishKind.STREET, home.street))
        elif luck < 0.45:
            wanted.append(
                (WishKind.BLOCK, "plein")
                if household.size <= 2
                else (WishKind.STREET, "Putterstraat")
            )
        for rank, (kind, value) in enumerate(wanted[:3], start=1):
            wishes.append(Wish(household.id, rank, kind, value))
    return wishes


def _promises(households: list[Household], homes: list[Home]) -> tuple[Promise, ...]:
    """Everyone with a care indication has been told that it returns; two have accepted."""
    demolished = {home.id for home in homes if home.stage is Stage.EXISTING and not home.rent_after}
    told = [
        h for h in households if h.care and h.wish is ReturnWish.RETURN and h.home in demolished
    ]
    return tuple(
        Promise(
            household.id,
            PromiseKind.RETURN,
            PromiseStatus.ACCEPTED if nth < 2 else PromiseStatus.INFORMED,
        )
        for nth, household in enumerate(told)
    )


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent / "vogeltjesbuurt")
