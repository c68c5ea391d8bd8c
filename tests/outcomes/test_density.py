"""Densities: the worked example, momepy to 1e-9, and what is not known."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hecht.neighbourhood import (
    Block,
    Capacity,
    Course,
    Home,
    HomeType,
    Month,
    Neighbourhood,
    Option,
    Policy,
    Project,
    PublicSpace,
    SpaceKind,
    Stage,
    Works,
)
from hecht.neighbourhood.neighbourhood import Polygon
from hecht.neighbourhood.option import Land
from hecht.outcomes.density import DEFINITIONS, area_density, block_densities, figures
from hecht.outcomes.scene import TODAY, Scene
from tests.outcomes.worked_examples import run_examples

SIZES = st.floats(0.5, 5_000.0)


def rectangle(x: float, y: float, width: float, depth: float) -> Polygon:
    return (((x, y), (x + width, y), (x + width, y + depth), (x, y + depth), (x, y)),)


def scene(land: dict[str, Land], sizes: dict[str, tuple[float, float]] | None = None) -> Scene:
    """Return blocks that are kept, side by side, with one home each."""
    sizes = sizes or dict.fromkeys(land, (50.0, 40.0))
    here = Neighbourhood(
        project=Project("Dense", Month(2026, 1), 12),
        capacity=Capacity(),
        policy=Policy(),
        blocks=tuple(Block(key, Works.KEEP) for key in land),
        homes=tuple(
            Home(f"{key}1", Stage.EXISTING, 1.0, 1.0, 3, key, outdoor=30.0) for key in land
        ),
        households=(),
        shapes={
            key: (rectangle(6_000.0 * n, 0, *sizes[key]),) for n, key in enumerate(land)
        },
    )  # fmt: skip
    options = {key: Option(key, "keep", Works.KEEP) for key in land}
    return Scene(here, options, land, course=Course(12, {}, ()))


def test_worked_example() -> None:
    """The example of docs/outcomes/density.md holds."""
    assert run_examples("density.md") == 16


def test_every_definition_has_a_figure() -> None:
    """figures() gives exactly the names that are defined, whatever is missing."""
    found = figures(scene({"a": Land()}), TODAY)
    assert list(found) == [definition.name for definition in DEFINITIONS]


@given(st.lists(st.tuples(SIZES, SIZES, st.integers(1, 12), st.floats(0.05, 0.95)), min_size=1,
                max_size=4))  # fmt: skip
def test_the_four_hang_together(rows: list[tuple[float, float, int, float]]) -> None:
    """FSI = GSI x L and OSR = (1 - GSI) / FSI, per block and over all."""
    sizes = {f"b{n}": (w, d) for n, (w, d, _, _) in enumerate(rows)}
    land = {
        f"b{n}": Land(footprint=w * d * share, storeys=float(storeys))
        for n, (w, d, storeys, share) in enumerate(rows)
    }
    seen = scene(land, sizes)
    for one in (*block_densities(seen, TODAY).values(), area_density(seen, TODAY)):
        assert one.fsi.value == pytest.approx(one.gsi.value * one.layers.value)
        assert one.osr.value == pytest.approx((1 - one.gsi.value) / one.fsi.value)


def test_same_as_momepy() -> None:
    """Footprint and floor area by block are those that momepy adds up from buildings, to 1e-9."""
    geopandas = pytest.importorskip("geopandas")
    momepy = pytest.importorskip("momepy", reason="needs momepy")
    from shapely import Polygon as Shape

    blocks = {"a": (61.3, 44.7), "b": (80.1, 33.9)}
    buildings = [
        ("a", rectangle(2, 2, 21.7, 9.3), 3),
        ("a", rectangle(30, 2, 12.1, 11.9), 5),
        ("b", rectangle(6_002, 3, 55.5, 10.2), 2),
    ]
    frame = geopandas.GeoDataFrame(
        {"block": [b for b, _, _ in buildings], "storeys": [s for _, _, s in buildings]},
        geometry=[Shape(rings[0]) for _, rings, _ in buildings],
        crs="EPSG:28992",
    )
    floors = momepy.floor_area(frame.area, frame.storeys * 3.0, floor_height=3.0)
    built = momepy.describe_agg(frame.area, frame.block, statistics=["sum"])["sum"]
    floor = momepy.describe_agg(floors, frame.block, statistics=["sum"])["sum"]
    land = {key: Land(footprint=float(built[key]), floor_area=float(floor[key])) for key in blocks}
    by_hand = {
        "a": (21.7 * 9.3 + 12.1 * 11.9, 3 * 21.7 * 9.3 + 5 * 12.1 * 11.9),
        "b": (55.5 * 10.2, 2 * 55.5 * 10.2),
    }
    seen = scene(land, blocks)
    shapes = geopandas.GeoSeries(
        [Shape(seen.neighbourhood.shapes[key][0][0]) for key in blocks], index=list(blocks)
    )
    for key, one in block_densities(seen, TODAY).items():
        area = blocks[key][0] * blocks[key][1]
        assert one.land.value == pytest.approx(float(shapes.area[key]), abs=1e-9)
        assert one.gsi.value == pytest.approx(float((built / shapes.area)[key]), abs=1e-9)
        assert one.fsi.value == pytest.approx(float((floor / shapes.area)[key]), abs=1e-9)
        assert one.gsi.value == pytest.approx(by_hand[key][0] / area, abs=1e-9)
        assert one.fsi.value == pytest.approx(by_hand[key][1] / area, abs=1e-9)


def test_a_missing_floor_area_hides_only_what_needs_it() -> None:
    """Without a floor area FSI, OSR and layers are not known; GSI and the homes are."""
    found = figures(scene({"a": Land(300.0), "b": Land(200.0, 400.0)}), TODAY)
    assert found["gsi"].value == 500 / 4000
    assert found["homes_per_hectare"].value == 2 / 0.4
    for name in ("fsi", "osr", "layers"):
        assert found[name].value is None
        assert "the floor area of block a is not given, nor its storeys" in found[name].why


def test_what_lies_there_is_the_land() -> None:
    """Footprint, green, paved and water add up to the land, whatever the outline holds."""
    seen = scene({"a": Land(200.0, 400.0, green=150.0, paved=100.0, water=50.0)})
    for shapes in (seen.neighbourhood.shapes, {}):
        here = replace(seen.neighbourhood, shapes=shapes)
        one = area_density(replace(seen, neighbourhood=here), TODAY)
        assert one.land.value == 500
        assert (one.gsi.value, one.fsi.value) == (0.4, 0.8)


def test_the_outline_of_a_building_is_no_land() -> None:
    """An outline as large as the footprint, as the BAG gives, makes no density: land is asked."""
    for land in (Land(2_000.0, 4_000.0), Land(1_990.0, 4_000.0), Land(2_500.0, 5_000.0), Land()):
        found = figures(scene({"a": land, "b": Land(200.0, 400.0)}), TODAY)
        for name in ("homes_per_hectare", "fsi", "gsi", "osr"):
            assert found[name].value is None
            assert "the land of block a is not known" in found[name].why
        assert found["homes"].value == 2


def test_without_an_outline_the_land_must_be_given() -> None:
    """Without an outline and all surfaces nothing over land is known; layers are not either."""
    seen = scene({"a": Land(200.0, 400.0, green=90.0), "b": Land(200.0, 400.0)})
    here = replace(seen.neighbourhood, shapes={"b": seen.neighbourhood.shapes["b"]})
    found = figures(replace(seen, neighbourhood=here), TODAY)
    assert found["fsi"].why == (
        "the land of block a is not known; give footprint, green, paved and water in options.csv "
        "(today's stand with the option that keeps), or the footprint and an outline of all land"
    )


def test_nothing_built_has_no_storeys() -> None:
    """On bare land FSI and GSI are 0, and OSR and layers do not exist."""
    found = figures(scene({"a": Land(0.0, 0.0)}), TODAY)
    assert (found["fsi"].value, found["gsi"].value) == (0.0, 0.0)
    assert found["osr"].why == found["layers"].why == "there is no building"


def test_a_hole_is_no_land() -> None:
    """A hole in an outline, and a block in two parts, count for what they are."""
    seen = scene({"a": Land(100.0, 200.0)})
    ring = rectangle(0, 0, 50, 40)[0]
    hole = rectangle(10, 10, 10, 10)[0]
    shapes = {"a": ((ring, hole), rectangle(100, 0, 10, 10))}
    here = replace(seen.neighbourhood, shapes=shapes)
    one = area_density(replace(seen, neighbourhood=here), TODAY)
    assert one.land.value == 50 * 40 - 10 * 10 + 10 * 10


def test_what_is_given_goes_before_the_programme() -> None:
    """A footprint and floor area in options.csv count, not the sum over home types."""
    seen = scene({"a": Land()})
    blocks = (Block("a", Works.REBUILD, 2),)
    programme = (HomeType("flat", 4, 3, storeys=4, footprint=30.0),)
    given_land = Land(footprint=150.0, storeys=3.5)
    for land, footprint, floors in ((given_land, 150.0, 525.0), (Land(), 120.0, 480.0)):
        option = Option("a", "new", Works.REBUILD, duration=2, land=land, programme=programme)
        after = Scene(
            replace(seen.neighbourhood, blocks=blocks), {"a": option}, {}, (),
            Course(12, {"a": 1}, ()),
        )  # fmt: skip
        one = block_densities(after, 12)["a"]
        assert (one.footprint.value, one.floor_area.value) == (footprint, floors)


def test_public_space_counts_once_and_when_it_is_open() -> None:
    """Overlapping areas count once; what opens later counts later; a bench is no area."""
    seen = replace(
        scene({"a": Land()}),
        spaces=(
            PublicSpace("g", SpaceKind.GREEN, areas=(rectangle(0, 50, 20, 10),)),
            PublicSpace("p", SpaceKind.PLAYGROUND, areas=(rectangle(10, 50, 20, 10),)),
            PublicSpace("w", SpaceKind.WATER, areas=(rectangle(0, 90, 20, 10),)),
            PublicSpace("b", SpaceKind.BENCH, points=((3.0, 3.0),)),
            PublicSpace(
                "n", SpaceKind.GREEN, areas=(rectangle(0, 70, 10, 10),), existing=False, opens=5
            ),
        ),
    )
    assert figures(seen, TODAY)["public_outdoor_per_home"].value == 300
    assert figures(seen, 5)["public_outdoor_per_home"].value == 400


def test_unknown_outdoor_space_is_named() -> None:
    """One home without its outdoor space hides the mean, and is named."""
    seen = scene({"a": Land(), "b": Land()})
    homes = seen.neighbourhood.homes
    here = replace(seen.neighbourhood, homes=(replace(homes[0], outdoor=None), homes[1]))
    found = figures(replace(seen, neighbourhood=here), TODAY)
    assert found["private_outdoor_per_home"].why.startswith("the private outdoor space of a1")
    assert found["public_outdoor_per_home"].why.startswith("no public green")
