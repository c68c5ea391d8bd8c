"""Small designs with options, for tests: random ones, and rows that are easy to add up."""

from __future__ import annotations

import random
from dataclasses import replace
from itertools import pairwise

from hecht.neighbourhood import (
    Block,
    Capacity,
    Design,
    Home,
    HomeType,
    Household,
    Land,
    Month,
    Neighbourhood,
    Option,
    Policy,
    Project,
    PublicSpace,
    Scenario,
    SpaceKind,
    Stage,
    Tenure,
    Tie,
    Works,
)
from tests.neighbourhoods import random_neighbourhood


def three_rows(blocks: int = 3, horizon: int = 60) -> Design:
    """Return rows of four homes each, which may be kept, renovated, rebuilt or made denser.

    Kept homes have label D, renovated ones B, rebuilt ones A, dense ones A+. Renovating a row
    costs 100,000 euros, rebuilding 400,000, dense (six homes) 700,000. Each row has four places
    to park, dense ones three, and two are on the street. Four temporary homes stand beside.
    """
    names = [f"b{i}" for i in range(1, blocks + 1)]
    homes = [
        Home(
            f"{name}h{i}",
            Stage.EXISTING,
            133_000.0 + 6 * i,
            397_000.0 + 60 * row,
            3,
            block=name,
            street="West" if row % 2 == 0 else "East",
            tenure=Tenure.SOCIAL,
            label="D",
            gas=True,
        )
        for row, name in enumerate(names)
        for i in range(4)
    ]
    temporary = [Home(f"t{i}", Stage.TEMPORARY, 133_100.0 + 6 * i, 397_000.0, 3) for i in range(4)]
    people = tuple(Household(f"p{home.id}", home.id, 2) for home in homes)
    here = Neighbourhood(
        project=Project("three rows", Month(2026, 1), horizon, synthetic="made up"),
        capacity=Capacity(2),
        policy=Policy(notice_months=2),
        blocks=tuple(Block(name, Works.KEEP) for name in names),
        homes=(*homes, *temporary),
        households=people,
        ties=tuple(Tie(a.id, b.id) for a, b in pairwise(people)),
    )
    options: list[Option] = []
    for name in names:
        land = Land(green=100.0, paved=50.0, storage=2.0, parking=4)
        crowded = replace(land, green=60.0, parking=3)
        flat = HomeType("flat", 4, 3, area=70.0)
        options += [
            Option(name, "keep", Works.KEEP, land=land),
            Option(
                name, "renovate", Works.RENOVATE_OCCUPIED, duration=3, cost=100_000.0,
                label="B", gas=True, land=land,
            ),
            Option(
                name, "rebuild", Works.REBUILD, duration=8, cost=400_000.0, label="A", gas=False,
                land=land, programme=(flat,),
            ),
            Option(
                name, "dense", Works.REBUILD, duration=10, cost=700_000.0, label="A+", gas=False,
                land=crowded, programme=(replace(flat, count=6),),
            ),
        ]  # fmt: skip
    scenarios = (Scenario("allnew", "Alles nieuw", dict.fromkeys(names, "rebuild")),)
    street = PublicSpace("street", SpaceKind.PARKING, points=((133_012.0, 396_990.0),), places=2)
    return Design(here, tuple(options), (street,), scenarios)


def random_design(seed: int) -> Design:
    """Return a small random neighbourhood of which each block may also be kept or renovated."""
    here = random_neighbourhood(seed, blocks=(3, 5), homes=(2, 4), temporary=(3, 5), promises=False)
    rng = random.Random(f"design {seed}")
    options: list[Option] = []
    for block in here.blocks:
        land = Land(green=float(rng.randint(0, 300)), parking=rng.randint(0, 8))
        options += [
            Option(block.id, "keep", Works.KEEP, land=land),
            Option(
                block.id,
                "renovate",
                Works.RENOVATE_OCCUPIED,
                duration=rng.randint(1, 4),
                cost=float(rng.randint(50, 200) * 1000),
                label="B",
                land=land,
            ),
        ]
    return Design(here, tuple(options))
