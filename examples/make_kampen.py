"""Write build/kampen: real homes of Kampen in Den Haag, with real villages' ties put on them.

The homes and buildings are flats of Kampen (BU05182567) that were built in 1950-1969, from BAG.
The ties are those between households of two villages in Karnataka (Banerjee, Chandrasekhar, Duflo
and Jackson 2013), placed so that tied households tend to live close. The households are made up
from CBS figures. No plan to demolish anything here is known: what is done to which block is an
assumption, made to have a neighbourhood of real size and shape to plan.

    python examples/make_kampen.py [FOLDER]

The public data lies beside the checkout in ../shared, or where HECHT_SHARED says. It is not part
of this project; the folder that this writes is not either.
"""

from __future__ import annotations

import csv
import gzip
import os
import sys
from dataclasses import replace
from pathlib import Path
from random import Random
from statistics import median

from hecht.exchange import write_design
from hecht.exchange.bag import Assumptions as BagAssumptions
from hecht.exchange.bag import import_bag
from hecht.exchange.bag_area import area_by_code
from hecht.exchange.bag_defects import DefectReport
from hecht.exchange.option_defaults import default_options
from hecht.exchange.synthesize import Assumptions, synthesize
from hecht.exchange.ties_network import Network, network_of
from hecht.neighbourhood import (
    AS_PLANNED,
    AgeClass,
    Design,
    Home,
    Household,
    IncomeClass,
    Neighbourhood,
    ReturnWish,
    Scenario,
    Stage,
    Tenure,
    Works,
    preset,
)

ROOT = Path(__file__).parents[1]
YEARS = (1950, 1969)
SEED = 1
AREA = "BU05182567"
REBUILT = """2592VA 2592VB 2592VC 2592VD 2592VE 2592VG 2592VH 2592VJ 2592BB 2592BC 2592CE 2592CG
    2592XL 2592XM 2592XN 2592XP 2592XR 2592XS 2592XW 2592XX 2592XZ"""
RENOVATED = ("2592VK", "2592BD", "2592BW", "2592BX", "2592CS", "2592XV")
"""Postcodes of the flats without a lift, in a bow of 800 m from north-west to south-east: the
larger ones are rebuilt, the smaller ones, and some rows with gardens, renovated while lived in."""

VILLAGES = ("28", "39")
"""Two villages with together nearly as many households as there are here."""

LEAST_KINDS = 3
"""Two households are tied when at least this many of the eight kinds of help go between them."""

PHASES = (6, 20, 36)
"""The first month of the works of each third of the rebuilt blocks, from north to south."""

ASSUMED = BagAssumptions(
    works=Works.REBUILD,
    months={**BagAssumptions().months, Works.REBUILD: (4, 6)},
    most_homes=20,
    touching_m=12.0,
    new_factor=1.15,
    new_rooms=(2, 2, 3, 3, 3, 3, 4, 4, 4, 5),
    temporary=48,
    crews=5,
    horizon=84,
)
NO_PLAN = (
    "Nothing is known to be planned here: what is done to which building is made up, to have a "
    "neighbourhood of real size and shape."
)
NETWORK = "Ties: villages {} of Banerjee, Chandrasekhar, Duflo and Jackson (2013)."
ATTRIBUTES = (
    "Made up too: tenure, energy labels, gas, balconies, incomes and ages, the area of new homes "
    "and of the one whose area in BAG cannot be, and all options and scenarios."
)
RENOVATION_RENT = 45.0
"""By how much a rent goes up after renovation, euros a month: an assumption."""

NEW_AREA = {2: 56.0, 3: 70.0, 4: 86.0, 5: 102.0}
"""The area of a new home by its rooms, in m2: an assumption."""

DENSE_HORIZON = 108
"""Months in which all rebuilt blocks can be rebuilt denser with the crews there are."""


def main(folder: Path) -> None:
    """Write the neighbourhood to `folder` and say what is in it."""
    data = Path(os.environ.get("HECHT_SHARED", ROOT.parent / "shared")) / "data"
    if not data.is_dir():
        sys.exit(f"The public data is not in {data}; HECHT_SHARED names the folder above it.")
    neighbourhood, report = build(data)
    write_design(design_of(neighbourhood), folder)
    print("\n".join(report.lines()))
    print("\n".join(summary(neighbourhood)))
    print(f"\nNeighbourhood: {folder}")


def build(data: Path) -> tuple[Neighbourhood, DefectReport]:
    """Return the neighbourhood and the report of BAG defects."""
    bag = data / "bag_denhaag"
    homes_only, report = import_bag(
        bag / "panden.csv.gz",
        bag / "verblijfsobjecten.csv.gz",
        area_by_code(AREA),
        years=YEARS,
        postcodes=(*REBUILT.split(), *RENOVATED),
        assumptions=ASSUMED,
        name="Kampen (Den Haag)",
    )
    planned = phased(renovated(homes_only))
    people = synthesize(
        planned,
        seed=SEED,
        ties=village_network(data / "networks" / "household_ties.csv.gz", VILLAGES),
        assumptions=Assumptions(return_share=0.7, undecided=0.08, vacant=0.03),
    )
    homes = [_with_rent_after(home, people) for home in people.homes]
    network = NETWORK.format(" and ".join(VILLAGES))
    said = f"{NO_PLAN} {people.project.synthetic} {network} {ATTRIBUTES}"
    project = replace(people.project, synthetic=said)
    return with_attributes(replace(people, project=project, homes=tuple(homes))), report


def with_attributes(here: Neighbourhood) -> Neighbourhood:
    """Make up labels, incomes and the like, from a generator that nothing else draws from."""
    random = Random(SEED)
    usual = median(home.area for home in here.homes if home.area is not None)
    return replace(
        here,
        homes=tuple(_with_energy(home, usual, random) for home in here.homes),
        households=tuple(_with_classes(one, here, random) for one in here.households),
    )


def _with_energy(home: Home, usual: float, random: Random) -> Home:
    """Flats of those years have poor labels and gas; what new ones get is up to the option."""
    if home.stage is Stage.TEMPORARY:
        return replace(home, tenure=Tenure.SOCIAL)
    if home.stage is Stage.NEW:
        area = NEW_AREA[home.rooms] if home.area is None else home.area
        return replace(home, tenure=Tenure.SOCIAL, outdoor=8.0, area=area)
    label = "CDEFG"[_drawn(random, (0.10, 0.25, 0.35, 0.20, 0.10))]
    area = float(usual) if home.area is None else home.area
    return replace(home, tenure=Tenure.SOCIAL, label=label, gas=True, outdoor=5.0, area=area)


def _with_classes(one: Household, here: Neighbourhood, random: Random) -> Household:
    income = tuple(IncomeClass)[_drawn(random, (0.74, 0.22, 0.04))]
    began = one.tenancy_start
    years = 0 if began is None else here.project.start.since(began) // 12
    if one.children:
        ages = (0.12 if years < 10 else 0.0, 0.82, 0.06, 0.0)
    elif one.step_free or one.accessible or years >= 25:
        ages = (0.0, 0.08, 0.52, 0.40)
    else:
        ages = (0.24 if years < 10 else 0.0, 0.42, 0.26, 0.08)
    return replace(one, income=income, age=tuple(AgeClass)[_drawn(random, ages)])


def _drawn(random: Random, shares: tuple[float, ...]) -> int:
    """Return a position, drawn with the given shares."""
    luck, total = random.random() * sum(shares), 0.0
    for index, share in enumerate(shares):
        total += share
        if luck < total:
            return index
    return len(shares) - 1


def design_of(here: Neighbourhood) -> Design:
    """Return the neighbourhood with the options that hecht makes by default, and three scenarios.

    One does what is planned, one renovates every block with people in it and rebuilds none, one
    rebuilds the same blocks as planned, with half as many homes more.
    """
    made = Design(here, default_options(here).options)
    works = {block.id: block.works for block in here.blocks}
    kept = {name: "renovate" for name, what in works.items() if what is not Works.KEEP}
    dense = {
        name: "dense" if "dense" in made.options_of[name] else AS_PLANNED
        for name, what in works.items()
        if what is Works.REBUILD
    }
    scenarios = (
        Scenario("planned", "Zoals bedacht"),
        Scenario("renovate", "Alles houden en renoveren", kept),
        Scenario("dense", "Dichter bouwen", dense, DENSE_HORIZON),
    )
    return replace(made, scenarios=scenarios)


def renovated(neighbourhood: Neighbourhood) -> Neighbourhood:
    """Have the blocks of some postcodes renovated instead of rebuilt, and lone homes kept."""
    blocks = []
    for block in neighbourhood.blocks:
        homes = [
            home
            for home in neighbourhood.homes
            if home.block == block.id and home.stage is Stage.EXISTING
        ]
        works = block.works
        if len(homes) == 1:
            works = Works.KEEP
        elif all(home.street in RENOVATED for home in homes):
            works = Works.RENOVATE_OCCUPIED
        blocks.append(
            replace(
                block,
                works=works,
                duration=ASSUMED.duration(works, len(homes)),
                cost=ASSUMED.cost.get(works, 0.0) * len(homes) or None,
            )
        )
    rebuilt = {block.id for block in blocks if block.works is Works.REBUILD}
    kept = [h for h in neighbourhood.homes if h.stage is not Stage.NEW or h.block in rebuilt]
    return replace(neighbourhood, blocks=tuple(blocks), homes=tuple(kept))


def phased(neighbourhood: Neighbourhood) -> Neighbourhood:
    """Give the rebuilt blocks a first month, a third of them at a time, from north to south."""
    rebuilt = [block.id for block in neighbourhood.blocks if block.works is Works.REBUILD]
    first = {
        name: PHASES[place * len(PHASES) // len(rebuilt)] for place, name in enumerate(rebuilt)
    }
    return replace(
        neighbourhood,
        policy=preset("balanced", temporary_months_max=18, points_duration_month=150.0),
        blocks=tuple(replace(b, earliest=first.get(b.id)) for b in neighbourhood.blocks),
    )


def village_network(path: Path, villages: tuple[str, ...]) -> Network:
    """Return the ties of some villages; a tie is stronger the more kinds of help it carries.

    Of the eight kinds (visiting, lending, advice and so on) three make an ordinary tie of weight
    1, four or five one of 2, more one of 3: an assumption.
    """
    edges: dict[tuple[str, str], float] = {}
    with gzip.open(path, "rt", encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            kinds = int(row["n_types"])
            if row["village"] in villages and kinds >= LEAST_KINDS:
                ends = sorted(f"v{row['village']}-{row[end]}" for end in ("hh_i", "hh_j"))
                edges[ends[0], ends[1]] = 1.0 + (kinds >= 4) + (kinds >= 6)
    return network_of(edges)


def _with_rent_after(home: Home, neighbourhood: Neighbourhood) -> Home:
    if home.stage is not Stage.EXISTING or home.block is None or home.rent is None:
        return home
    if neighbourhood.block_of[home.block].works is not Works.RENOVATE_OCCUPIED:
        return home
    return replace(home, rent_after=home.rent + RENOVATION_RENT)


def summary(neighbourhood: Neighbourhood) -> list[str]:
    """Return what there is, in a few lines."""
    stages = {s: sum(home.stage is s for home in neighbourhood.homes) for s in Stage}
    affected = [h for h in neighbourhood.households if neighbourhood.is_affected(h)]
    wishing = sum(h.wish is ReturnWish.RETURN for h in affected)
    rebuilt = sum(block.works is Works.REBUILD for block in neighbourhood.blocks)
    return [
        f"{stages[Stage.EXISTING]} homes, {stages[Stage.NEW]} new, {stages[Stage.TEMPORARY]} "
        f"temporary; {len(neighbourhood.blocks)} blocks, {rebuilt} of them rebuilt.",
        f"{len(neighbourhood.households)} households, {len(affected)} affected, {wishing} of those "
        f"wish to return; {len(neighbourhood.ties)} ties, {len(neighbourhood.groups)} groups.",
    ]


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "build" / "kampen")
