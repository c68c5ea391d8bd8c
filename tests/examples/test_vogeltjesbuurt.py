"""The Vogeltjesbuurt example: published numbers, and the files as the script makes them."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest

from hecht.design import neighbourhood_of
from hecht.design.apply import chosen_options
from hecht.exchange import examine, examine_design, read, read_design
from hecht.neighbourhood import (
    Design,
    Neighbourhood,
    ReturnWish,
    SpaceKind,
    Stage,
    Tenure,
    TieKind,
    Works,
)
from hecht.neighbourhood.distance import near
from hecht.neighbourhood.suits import suits, suits_temporarily

EXAMPLES = Path(__file__).parents[2] / "examples"
FOLDER = EXAMPLES / "vogeltjesbuurt"


@pytest.fixture(scope="module")
def script() -> ModuleType:
    spec = importlib.util.spec_from_file_location(
        "make_vogeltjesbuurt", EXAMPLES / "make_vogeltjesbuurt.py"
    )
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def example() -> Neighbourhood:
    return read(FOLDER)


def test_the_script_makes_exactly_the_committed_files(script: ModuleType, tmp_path: Path) -> None:
    """Byte for byte, no file more or less, but for the README."""
    script.main(tmp_path / "again")
    made = {path.name: path.read_bytes() for path in (tmp_path / "again").iterdir()}
    committed = {path.name: path.read_bytes() for path in FOLDER.iterdir()}
    assert committed.pop("README.md")
    assert made == committed


def test_the_folder_has_no_problem() -> None:
    """`hecht check` finds nothing wrong with the example."""
    neighbourhood, problems = examine(FOLDER)
    assert neighbourhood is not None
    assert problems == []


def test_published_numbers(example: Neighbourhood) -> None:
    """202 homes, 121 rebuilt as 111 with 16 flats, 81 renovated, 28 of them first; 80 return."""
    block_of = example.block_of
    existing = [home for home in example.homes if home.stage is Stage.EXISTING]
    new = [home for home in example.homes if home.stage is Stage.NEW]
    works = [block_of[home.block or ""] for home in existing]
    assert len(existing) == 202
    assert sum(block.works is Works.REBUILD for block in works) == 121
    assert sum(block.works is Works.RENOVATE_OCCUPIED for block in works) == 81
    first = min(b.earliest for b in example.blocks if b.works is Works.REBUILD if b.earliest)
    before = [b for b in works if b.latest is not None and b.latest <= first]
    assert len(before) == 28
    assert len(new) == 111
    assert sum(home.type == "appartement" for home in new) == 16
    affected = [h for h in example.households if example.is_affected(h)]
    assert sum(h.wish is ReturnWish.RETURN for h in affected) == 80
    assert sum(block.cost or 0 for block in example.blocks) == 11_343_000


def test_a_home_is_replaced_in_about_a_month(example: Neighbourhood) -> None:
    """All rebuilt blocks but the flats take a month for two homes and two for three."""
    for block in example.blocks:
        homes = [h for h in example.homes if h.block == block.id and h.stage is Stage.EXISTING]
        if block.works is Works.REBUILD and block.id != "plein":
            assert (len(homes), block.duration) in {(2, 1), (3, 2)}


def test_all_who_wish_can_return_though_not_to_every_home(example: Neighbourhood) -> None:
    """A suitable new home for each of the 80 at once, though not every home suits everyone."""
    from scipy.sparse import csr_matrix
    from scipy.sparse.csgraph import maximum_bipartite_matching

    wishing = [
        h for h in example.households if example.is_affected(h) and h.wish is ReturnWish.RETURN
    ]
    new = [home for home in example.homes if home.stage is Stage.NEW]
    fits = np.array([[suits(h, home, example.policy) for home in new] for h in wishing])
    matched = maximum_bipartite_matching(csr_matrix(fits), perm_type="column")
    assert (matched >= 0).all()
    assert 0.4 < fits.mean() < 0.8


def test_everyone_who_returns_can_stay_in_a_temporary_home(example: Neighbourhood) -> None:
    """Each of the 80 has at least two of the bought-in temporary homes that suit."""
    temporary = [home for home in example.homes if home.stage is Stage.TEMPORARY]
    for household in example.households:
        if example.is_affected(household) and household.wish is ReturnWish.RETURN:
            suitable = [h for h in temporary if suits_temporarily(household, h, example.policy)]
            assert len(suitable) >= 2


def test_the_network_is_tight(example: Neighbourhood) -> None:
    """Households have three to four near ties on average, and some give care."""
    home_of, household_of = example.home_of, example.household_of
    close = [
        tie
        for tie in example.ties
        if near(
            home_of[household_of[tie.a].home], home_of[household_of[tie.b].home], example.policy
        )
    ]
    assert 3 <= 2 * len(close) / len(example.households) <= 4
    assert sum(tie.kind is TieKind.CARE for tie in example.ties) >= 3


@pytest.fixture(scope="module")
def design() -> Design:
    return read_design(FOLDER)


def test_the_design_has_no_problem() -> None:
    """Options, scenarios and public space are sound, and every scenario can be planned."""
    design, problems = examine_design(FOLDER)
    assert design is not None
    assert problems == []


def test_every_block_can_be_kept_renovated_rebuilt_or_built_denser(design: Design) -> None:
    """Five options each; what lies there is as large after every one of them."""
    for block, options in design.options_of.items():
        assert list(options) == ["planned", "keep", "renovate", "rebuild", "dense"]
        if block == "plein":
            continue  # most of its land becomes the square, which is public
        sizes = {
            (o.land.footprint or 0) + (o.land.green or 0) + (o.land.paved or 0)
            for o in options.values()
        }
        assert len(sizes) == 1, block


def test_four_scenarios_with_the_homes_that_the_readme_tells(design: Design) -> None:
    """As published 111 new homes, renovating none, rebuilding 192, and denser 167."""
    new, stay = {}, {}
    for scenario in design.scenarios:
        here = neighbourhood_of(design, scenario)
        gone = {b.id for b in here.blocks if b.works is Works.REBUILD}
        new[scenario.id] = sum(home.stage is Stage.NEW for home in here.homes)
        existing = [home for home in here.homes if home.stage is Stage.EXISTING]
        stay[scenario.id] = sum(home.block not in gone for home in existing)
    assert new == {"planned": 111, "renovate": 0, "rebuild": 192, "dense": 167}
    assert stay == {"planned": 81, "renovate": 202, "rebuild": 0, "dense": 81}


def test_the_published_design_is_what_is_planned_anyway(
    design: Design, example: Neighbourhood
) -> None:
    """Its scenario changes nothing but what is known of labels and gas."""
    assert neighbourhood_of(design, design.scenario_of["planned"]) == example


def test_labels_and_incomes_take_no_draw_from_people_and_ties(script: ModuleType) -> None:
    """They come from a generator of their own: without them all else is the same."""
    module = sys.modules["vogeltjesbuurt_design"]
    made = script.build()
    again = module.with_attributes(made)
    assert again == made
    assert {home.tenure for home in made.homes} == {Tenure.SOCIAL}
    assert all(h.income is not None and h.age is not None for h in made.households)
    assert not any(
        h.age == "under_30" and h.tenancy_start and h.tenancy_start.year < 2002
        for h in made.households
    )


def test_public_space_fits_between_the_blocks(design: Design) -> None:
    """No area lies over another or over a building, and the streets and paths hang together."""
    import networkx
    from shapely import Polygon, STRtree

    areas = [Polygon(a[0], a[1:]) for space in design.spaces for a in space.areas]
    outlines = design.neighbourhood.shapes
    areas += [Polygon(a[0]) for name, block in outlines.items() if name != "plein" for a in block]
    for one, other in STRtree(areas).query(areas, predicate="intersects").T:
        if one < other:
            assert areas[one].intersection(areas[other]).area < 0.01
    for ways in (design.spaces, [space for space in design.spaces if space.existing]):
        graph = networkx.Graph()
        for space in ways:
            if space.kind in (SpaceKind.STREET, SpaceKind.PATH):
                networkx.add_path(graph, space.lines[0])
        assert networkx.is_connected(graph)
    kinds = {space.kind for space in design.spaces}
    assert kinds == set(SpaceKind)


def test_no_scenario_has_more_car_free_doors_than_doors(design: Design) -> None:
    """After the works the share of car-free front doors is known; flats share their doors."""
    for scenario in design.scenarios:
        here = neighbourhood_of(design, scenario)
        for block, option in chosen_options(design, scenario).items():
            gone = here.block_of[block].works is Works.REBUILD
            doors = {
                (home.x, home.y)
                for home in here.homes
                if home.block == block and home.stage is (Stage.NEW if gone else Stage.EXISTING)
            }
            assert (option.land.car_free_doors or 0) <= len(doors), (scenario.id, block)


def test_it_says_that_it_is_made_up(example: Neighbourhood) -> None:
    """The project says so in words, which every report shows."""
    assert example.project.synthetic.startswith("Een verzonnen voorbeeld")
    assert "Made up" in example.project.synthetic


def test_it_lies_in_tilburg(example: Neighbourhood) -> None:
    """All homes fall within the south-east of Tilburg, with room for a street plan of 250 m."""
    from pyproj import Transformer

    to_degrees = Transformer.from_crs("EPSG:28992", "EPSG:4326", always_xy=True)
    for home in example.homes:
        longitude, latitude = to_degrees.transform(home.x, home.y)
        assert 5.06 < longitude < 5.12
        assert 51.53 < latitude < 51.57
