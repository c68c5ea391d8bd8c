"""Streets, blocks and homes of a made-up neighbourhood: rows of houses and walk-up flats."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil, sqrt
from random import Random

from hecht.neighbourhood import Block, Home, Stage, Works

WEST, SOUTH = 130_000.0, 395_000.0
"""The south-west corner in RD New, in metres."""

_BIRDS = (
    "Merel", "Lijster", "Vink", "Mees", "Spreeuw", "Zwaluw", "Reiger", "Kievit", "Grutto",
    "Wulp", "Sperwer", "Havik", "Valk", "Uil", "Specht", "Kwartel", "Patrijs", "Fazant",
    "Leeuwerik", "Nachtegaal", "Roodborst", "Winterkoning", "Putter", "Sijs", "Kneu", "Gors",
    "Tapuit", "Karekiet", "Ekster", "Kraai",
)  # fmt: skip
_ENDINGS = ("straat", "laan", "hof", "weg", "plein", "pad", "singel", "dreef", "plantsoen")

_STREET = 300.0
"""Length of a street and distance to the next one in metres."""
_DEPTH = 48.0
_GAP = 12.0
_FRONT = {"eengezinswoning": 6.0, "appartement": 9.0}
_FLOORS = 4

_WORKS = (
    (Works.REBUILD, 0.45), (Works.RENOVATE_EMPTY, 0.25), (Works.RENOVATE_OCCUPIED, 0.14),
    (Works.KEEP, 0.16),
)  # fmt: skip
_MONTHS = {
    Works.REBUILD: (8, 12), Works.BUILD: (8, 12), Works.RENOVATE_EMPTY: (3, 7),
    Works.RENOVATE_OCCUPIED: (2, 5),
}  # fmt: skip
_COST = {
    Works.REBUILD: 230_000, Works.BUILD: 210_000, Works.RENOVATE_EMPTY: 95_000,
    Works.RENOVATE_OCCUPIED: 45_000,
}  # fmt: skip
_HOMES_A_CREW = 40

_BLOCKS_TO_A_FIELD = 25
"""One in so many blocks is empty land on which homes are built."""

_ROOMS = {"eengezinswoning": (3, 4, 4, 4, 5, 5), "appartement": (2, 2, 3, 3, 3, 4)}
RENTS_OLD = {2: 500.0, 3: 560.0, 4: 610.0, 5: 650.0}
RENTS_NEW = {2: 630.0, 3: 665.0, 4: 680.0, 5: 725.0}
"""Rents by rooms, before they are spread: assumptions without a source."""


@dataclass(frozen=True, slots=True)
class Layout:
    """What stands and what will be built.

    `after` maps each existing home of a block that is emptied to the home its household can have
    there afterwards: the new one in its stead, or the renovated home itself.
    """

    blocks: tuple[Block, ...]
    homes: tuple[Home, ...]
    after: dict[str, Home]


def lay_out(homes: int, least: int, most: int, rng: Random) -> Layout:
    """Return blocks of `least` to `most` homes along streets, `homes` existing homes in all."""
    sizes = _sizes(homes, least, most, rng)
    works = _works(len(sizes), rng)
    for place in range(len(sizes) - 1, 0, -_BLOCKS_TO_A_FIELD):
        sizes.insert(place, rng.randint(least, most))
        works.insert(place, Works.BUILD)
    types = [_type(size, rng) for size in sizes]
    corners = _corners([_width(size, kind) for size, kind in zip(sizes, types, strict=True)], rng)
    blocks: list[Block] = []
    built: list[Home] = []
    after: dict[str, Home] = {}
    for number, (size, kind) in enumerate(zip(sizes, types, strict=True)):
        block = _block(number, size, works[number], rng)
        x, y, street = corners[number]
        old, new = _homes(block, size, kind, (x, y), street, rng)
        blocks.append(block)
        built += [*old, *new]
        if block.works.empties:
            stead = new if block.works is Works.REBUILD else old
            after.update((home.id, later) for home, later in zip(old, stead, strict=True))
    return Layout(tuple(blocks), tuple(built), after)


def _sizes(homes: int, least: int, most: int, rng: Random) -> list[int]:
    """Return block sizes that sum to `homes`; the last block takes what is left."""
    sizes: list[int] = []
    left = homes
    while left > most:
        sizes.append(min(rng.randint(least, most), max(1, left - least)))
        left -= sizes[-1]
    return [*sizes, left]


def _works(count: int, rng: Random) -> list[Works]:
    """Return the works of each block; the first is always rebuilt."""
    drawn = rng.choices([one for one, _ in _WORKS], [share for _, share in _WORKS], k=count)
    return [Works.REBUILD, *drawn[1:]]


def _type(size: int, rng: Random) -> str:
    flats = size >= 8 and rng.random() < (0.75 if size > 30 else 0.4)
    return "appartement" if flats else "eengezinswoning"


def _width(size: int, kind: str) -> float:
    if kind == "appartement":
        return ceil(size / _FLOORS) * _FRONT[kind]
    return ceil(size / _rows(size)) * _FRONT[kind]


def _rows(size: int) -> int:
    """Return the rows of houses that stand back to back."""
    return 1 if size <= 12 else 2


def _corners(widths: list[float], rng: Random) -> list[tuple[float, float, str]]:
    """Return the south-west corner and street of each block, about as many to the east as north."""
    across = max(_STREET, sqrt(sum(width + _GAP for width in widths) * _DEPTH))
    names = [bird + ending for ending in _ENDINGS for bird in _BIRDS]
    rng.shuffle(names)
    names += [f"{name} {part}" for part in ("Noord", "Zuid", "Oost", "West") for name in names]
    streets: dict[tuple[int, int], str] = {}
    corners, x, row = [], 0.0, 0
    for width in widths:
        if x > 0 and x + width > across:
            x, row = 0.0, row + 1
        key = (row, int(x // _STREET))
        street = streets.setdefault(key, names[len(streets)])
        corners.append((WEST + x, SOUTH + row * _DEPTH, street))
        x += width + _GAP
    return corners


def _block(number: int, size: int, works: Works, rng: Random) -> Block:
    name = f"B{number + 1:04d}"
    if works is Works.KEEP:
        return Block(name, works)
    months = rng.randint(*_MONTHS[works])
    return Block(
        id=name,
        works=works,
        duration=months,
        crews=ceil(size / _HOMES_A_CREW),
        cost=float(_COST[works] * size),
    )


def _homes(
    block: Block, size: int, kind: str, corner: tuple[float, float], street: str, rng: Random
) -> tuple[list[Home], list[Home]]:
    """Return the existing and the new homes of a block, the new ones each on the old one's spot."""
    lift = kind == "appartement" and rng.random() < 0.5
    old, new = [], []
    for number in range(size):
        x, y, floor = _spot(number, size, kind, corner)
        rooms = rng.choice(_ROOMS[kind])
        rent = RENTS_OLD[rooms] + rng.randint(-40, 40)
        renovated = block.works in (Works.RENOVATE_EMPTY, Works.RENOVATE_OCCUPIED)
        home = Home(
            id=f"{block.id}-{number + 1:02d}",
            stage=Stage.EXISTING,
            x=x,
            y=y,
            rooms=rooms,
            block=block.id,
            address=f"{street} {2 * number + 1}",
            street=street,
            type=kind,
            area=float(22 * rooms),
            rent=rent,
            rent_after=rent + rng.randint(0, 45) if renovated else None,
            floor=floor,
            lift=lift and block.works is not Works.REBUILD,
        )
        if block.works is not Works.BUILD:
            old.append(home)
        if block.works in (Works.REBUILD, Works.BUILD):
            new.append(_in_its_stead(home, number, lift, rng))
    return old, new


def _in_its_stead(home: Home, number: int, lift: bool, rng: Random) -> Home:
    """Return the new home on the spot of an old one: as large, or a room more or less."""
    rooms = min(5, max(2, home.rooms + rng.choice((-1, 0, 0, 0, 1))))
    return Home(
        id=f"{home.block}-n{number + 1:02d}",
        stage=Stage.NEW,
        x=home.x,
        y=home.y,
        rooms=rooms,
        block=home.block,
        address=home.address,
        street=home.street,
        type=home.type,
        area=float(24 * rooms),
        rent=RENTS_NEW[rooms] + rng.randint(-30, 30),
        floor=home.floor,
        lift=lift,
        accessible=(home.floor == 0 or lift) and rng.random() < 0.35,
    )


def _spot(
    number: int, size: int, kind: str, corner: tuple[float, float]
) -> tuple[float, float, int]:
    """Return the front door and floor of a home in its block."""
    if kind == "appartement":
        across = number % ceil(size / _FLOORS)
        floor = number // ceil(size / _FLOORS)
        return round(corner[0] + across * _FRONT[kind] + 4.5, 1), round(corner[1] + 6.0, 1), floor
    along = ceil(size / _rows(size))
    across, row = number % along, number // along
    return round(corner[0] + across * _FRONT[kind] + 3.0, 1), round(corner[1] + 24.0 * row, 1), 0
