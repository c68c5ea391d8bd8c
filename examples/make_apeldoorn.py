"""Write a made-up neighbourhood with the published numbers of the Apeldoorn choosing evenings.

Published (De Goede Woning, 2014, https://www.degoedewoning.nl/terugkeerders-vogelbuurt-kiezen-een-kavel):
126 households, of which 65 had given notice; 18 lifetime homes, 20 flats and 54 single-family
homes; lifetime homes first to holders of a care indication, all else by longest tenancy.
Everything else, every household, tie, wish and place above all, is made up.

    python examples/make_apeldoorn.py FOLDER

The same script gives the same bytes, everywhere: only `random()` of a seeded generator is used.
"""

from __future__ import annotations

import sys
from pathlib import Path
from random import Random

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
    ReturnWish,
    Stage,
    Tie,
    TieKind,
    Wish,
    WishKind,
    Works,
)

HOUSEHOLDS, GAVE_NOTICE = 126, 65
LIFETIME, FLATS, FAMILY = 18, 20, 54
SEED = 2014
WEST, SOUTH = 195_000.0, 468_000.0
SYNTHETIC = (
    "Een verzonnen voorbeeld. Alleen de aantallen huishoudens en woningen en de volgorde van "
    "kiezen zijn die van de keuzeavonden in Apeldoorn (2014); elk huishouden en elke band en wens "
    "is verzonnen. (Made up, except for the published numbers.)"
)
TYPES = {"levensloop": "levensloopwoning", "flat": "appartement", "gezin": "eengezinswoning"}
STREETS = ("Meeuwenweg", "Zwaluwpad", "Mezenhof")


def apeldoorn() -> Neighbourhood:
    """Return the neighbourhood."""
    rng = Random(SEED)
    households = _households(rng)
    ties = _ties(rng, households)
    return Neighbourhood(
        project=Project(
            name="Keuzeavond Apeldoorn (voorbeeld)",
            start=Month(2014, 7),
            horizon=60,
            price_year=2014,
            synthetic=SYNTHETIC,
        ),
        capacity=Capacity(crews=3),
        policy=Policy(),
        blocks=tuple(
            [Block(f"oud{n}", Works.REBUILD, 9, f"Oud blok {n}") for n in range(6)]
            + [Block(f"nieuw{n}", Works.BUILD, 9, f"Nieuw blok {n}") for n in range(8)]
        ),
        homes=(*_old_homes(), *_new_homes()),
        households=tuple(households),
        ties=tuple(ties),
        wishes=tuple(_wishes(rng, households, ties)),
        groups=tuple(_groups(households, ties)),
    )


def _old_homes() -> list[Home]:
    return [
        Home(
            id=f"o{n:03}",
            stage=Stage.EXISTING,
            x=WEST + 7.0 * (n % 21),
            y=SOUTH + 45.0 * (n // 21),
            rooms=4,
            block=f"oud{n // 21}",
            street=STREETS[n // 42],
            type=TYPES["gezin"],
            rent=430.0,
        )
        for n in range(HOUSEHOLDS)
    ]


def _new_homes() -> list[Home]:
    kinds = ["levensloop"] * LIFETIME + ["flat"] * FLATS + ["gezin"] * FAMILY
    homes = []
    for n, kind in enumerate(kinds):
        flat = kind == "flat"
        homes.append(
            Home(
                id=f"n{n:02}",
                stage=Stage.NEW,
                x=WEST + 9.0 * (n % 12),
                y=SOUTH + 300.0 + 50.0 * (n // 12),
                rooms={"levensloop": 3, "flat": 3, "gezin": 5 if n % 3 == 0 else 4}[kind],
                block=f"nieuw{n // 12}",
                street=STREETS[n * 3 // len(kinds)],
                type=TYPES[kind],
                rent={"levensloop": 545.0, "flat": 520.0, "gezin": 575.0}[kind],
                floor=(n - LIFETIME) // 5 if flat else 0,
                lift=flat,
                accessible=kind == "levensloop",
            )
        )
    return homes


def _pick(rng: Random, weights: dict[int, float]) -> int:
    at = rng.random() * sum(weights.values())
    for value, weight in weights.items():
        at -= weight
        if at < 0:
            return value
    return max(weights)


def _households(rng: Random) -> list[Household]:
    by_chance = sorted(range(HOUSEHOLDS), key=lambda _: rng.random())
    leaving = set(by_chance[:GAVE_NOTICE])
    result = []
    for n in range(HOUSEHOLDS):
        size = _pick(rng, {1: 34, 2: 34, 3: 14, 4: 13, 5: 5})
        old = size <= 2 and rng.random() < 0.55
        care = old and rng.random() < 0.4
        result.append(
            Household(
                id=f"h{n:03}",
                home=f"o{n:03}",
                size=size,
                wish=ReturnWish.ELSEWHERE if n in leaving else ReturnWish.RETURN,
                rooms_max=None if size > 1 else 4,
                accessible=care and rng.random() < 0.6,
                step_free=old and rng.random() < 0.5,
                care=care,
                tenancy_start=Month(
                    2013 - int(rng.random() * (44 if old else 20)), 1 + int(rng.random() * 12)
                ),
            )
        )
    return result


def _ties(rng: Random, households: list[Household]) -> list[Tie]:
    ties = []
    for a in range(HOUSEHOLDS):
        for b in range(a + 1, HOUSEHOLDS):
            apart = abs(a - b) if a // 21 == b // 21 else 99
            if rng.random() < (0.35 if apart <= 2 else 0.08 if apart <= 6 else 0.004):
                kind = TieKind.FAMILY if rng.random() < 0.2 else TieKind.NEIGHBOURS
                ties.append(Tie(households[a].id, households[b].id, 1.0, kind))
    return ties


def _wishes(rng: Random, households: list[Household], ties: list[Tie]) -> list[Wish]:
    returning = {one.id: one for one in households if one.wish is ReturnWish.RETURN}
    wishes = []
    for name, one in returning.items():
        if one.size > 2:
            kind = TYPES["gezin"]
        elif one.care or one.step_free:
            kind = TYPES["levensloop"]
        else:
            kind = TYPES["flat"] if rng.random() < 0.4 else TYPES["gezin"]
        stated = [(WishKind.TYPE, kind), (WishKind.STREET, STREETS[int(rng.random() * 3)])]
        if rng.random() < 0.5:
            stated.reverse()
        if rng.random() < 0.5:
            stated.insert(0, (WishKind.HOME, f"n{int(rng.random() * 92):02}"))
        known = [t.b if t.a == name else t.a for t in ties if name in (t.a, t.b)]
        known = [other for other in known if other in returning]
        if known and rng.random() < 0.6:
            stated.append((WishKind.HOUSEHOLD, known[int(rng.random() * len(known))]))
        wishes += [Wish(name, rank, *wish) for rank, wish in enumerate(stated, start=1)]
    return wishes


def _groups(households: list[Household], ties: list[Tie]) -> list[Group]:
    """Return four pairs of family that stay and choose as one."""
    staying = {one.id for one in households if one.wish is ReturnWish.RETURN}
    pairs: list[tuple[str, str]] = []
    for tie in ties:
        taken = {name for pair in pairs for name in pair}
        if tie.kind is TieKind.FAMILY and {tie.a, tie.b} <= staying - taken and len(pairs) < 4:
            pairs.append((tie.a, tie.b))
    return [Group(f"g{n}", pair) for n, pair in enumerate(pairs, start=1)]


if __name__ == "__main__":
    from hecht.exchange import write

    if len(sys.argv) != 2:
        sys.exit("Name the folder to write: python examples/make_apeldoorn.py FOLDER")
    write(apeldoorn(), Path(sys.argv[1]))
    print(f"Wrote {sys.argv[1]}")
