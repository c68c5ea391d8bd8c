"""Options, scenarios and public space in files: read back as written, and every fault told."""

from __future__ import annotations

import re
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hecht.exchange import (
    Dialect,
    FolderError,
    describe,
    examine_all,
    examine_design,
    read,
    read_design,
    write,
    write_design,
)
from hecht.exchange.example import example
from hecht.neighbourhood import (
    AS_PLANNED,
    LABELS,
    Access,
    Block,
    Design,
    HomeType,
    Land,
    Neighbourhood,
    Option,
    Problem,
    PublicSpace,
    Scenario,
    SpaceKind,
    Tenure,
    Works,
)
from tests.neighbourhoods import neighbourhoods

WEST, SOUTH = 133_400.0, 397_200.0
TEXT = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cs", "Cc"), include_characters="=+-@'\";,"),
    min_size=1,
    max_size=10,
).map(str.strip)


def box(size: float) -> tuple[tuple[tuple[float, float], ...], ...]:
    w, s = WEST + 50, SOUTH + 30
    return (((w, s), (w + size, s), (w + size, s + size), (w, s + size), (w, s)),)


def small_design() -> Design:
    """The example with an option of every kind of works, two scenarios and public space."""
    flats = HomeType("appartement", 6, 3, 70.5, 640.0, Tenure.MID, Access.LIFT, 4, 22.5, 8.0, True)
    return Design(
        example(),
        (
            Option("A", AS_PLANNED, Works.REBUILD, "Zo", 10, 1, 1_500_000.0, land=Land(210.0)),
            Option("A", "keep", Works.KEEP, land=Land(200, 400, 2, 90, 60.5, 0, 1.5, 3, 0, 9, 2)),
            Option("A", "dense", Works.REBUILD, "Hoog", 12, 1, 1.8e6, 3, 28, "A++", False, None,
                   Land(trees=4), (flats, HomeType("loft", 1, 2))),
            Option("B", "renovate", Works.RENOVATE_OCCUPIED, "", 3, 1, 90_000.0, None, None, "B",
                   True, 24.5),
            Option("C", "empty", Works.RENOVATE_EMPTY, "Leeg", 4, rent_step=-10.0),
        ),
        (
            PublicSpace("park", SpaceKind.GREEN, areas=(box(20.0), box(5.0)), name="'t Park"),
            PublicSpace("weg", SpaceKind.STREET, lines=(((WEST, SOUTH), (WEST + 9.5, SOUTH)),)),
            PublicSpace("bomen", SpaceKind.TREE, points=((WEST, SOUTH), (WEST + 3, SOUTH + 4.25)),
                        existing=False, opens=4),
            PublicSpace("rek", SpaceKind.BICYCLES, points=((WEST, SOUTH),), block="A",
                        stays=False, scenarios=("hoog", "niets"), places=0),
            PublicSpace("hof", SpaceKind.MEETING_PLACE, points=((WEST, SOUTH),), existing=False,
                        block="A", options=("dense", AS_PLANNED)),
        ),
        (
            Scenario("niets"),
            Scenario("hoog", "Hoger", {"A": "dense", "B": AS_PLANNED, "C": "empty"}, 40),
        ),
    )  # fmt: skip


def whole(value: float | None) -> float | None:
    return None if value is None else float(value)


def test_a_folder_without_these_files_has_what_is_planned(tmp_path: Path) -> None:
    """Each block has one option, which does what the blocks say, and there is nothing more."""
    write(example(), tmp_path / "b")
    design = read_design(tmp_path / "b")
    assert design == Design(example())
    assert {name: list(options) for name, options in design.options_of.items()} == {
        "A": [AS_PLANNED], "B": [AS_PLANNED], "C": [AS_PLANNED],
    }  # fmt: skip


@pytest.mark.parametrize("name", ["b", "b.xlsx"])
def test_all_of_it_is_read_back(tmp_path: Path, name: str) -> None:
    """A folder and a workbook both give back every option, home, scenario and piece of space."""
    write_design(small_design(), tmp_path / name)
    design, found = examine_design(tmp_path / name)
    assert found == []
    assert design == small_design()
    assert read(tmp_path / name) == example()


def test_the_same_design_gives_the_same_bytes(tmp_path: Path) -> None:
    """Nothing of the time or the machine gets into a file."""
    for name in ("one", "two"):
        write_design(small_design(), tmp_path / name)
    for path in sorted((tmp_path / "one").iterdir()):
        assert path.read_bytes() == (tmp_path / "two" / path.name).read_bytes()


LABEL = st.none() | st.sampled_from(LABELS)
AREA = st.none() | st.integers(0, 9_000).map(lambda n: n / 4)
COUNT = st.none() | st.integers(0, 50)


@st.composite
def options_for(draw: st.DrawFn, here: Neighbourhood, block: Block) -> tuple[Option, ...]:
    """Draw sound options for a block, some with a programme."""
    made = []
    for number in range(draw(st.integers(0, 3))):
        works = draw(st.sampled_from([w for w in Works if w is not Works.BUILD]))
        lasting = works is not Works.KEEP
        programme = tuple(
            HomeType(
                draw(TEXT.filter(bool)), draw(st.integers(1, 9)), draw(st.integers(1, 6)),
                draw(AREA), draw(AREA), draw(st.sampled_from(Tenure)),
                draw(st.sampled_from(Access)), draw(st.integers(1, 9)), draw(AREA), draw(AREA),
                draw(st.booleans()),
            )
            for _ in range(draw(st.integers(1, 3)) if works is Works.REBUILD else 0)
        )  # fmt: skip
        land = Land(
            draw(AREA), draw(AREA), draw(AREA.map(lambda a: a and a / 100)), draw(AREA),
            draw(AREA), draw(AREA), draw(AREA), draw(COUNT), draw(COUNT), draw(COUNT), draw(COUNT),
        )  # fmt: skip
        made.append(
            Option(
                block.id, f"o{number}", works, draw(TEXT), draw(st.integers(1, 3)) * lasting,
                draw(st.integers(0, 1)), draw(AREA) if lasting else None, None, None,
                draw(LABEL), draw(st.none() | st.booleans()), draw(AREA) if lasting else None,
                land, programme,
            )
        )  # fmt: skip
    return tuple(made)


@st.composite
def designs(draw: st.DrawFn) -> Design:
    """Draw a design on a random neighbourhood; scenarios may be impossible to plan."""
    here = draw(neighbourhoods())
    options = tuple(o for block in here.blocks for o in draw(options_for(here, block)))
    point = st.tuples(st.integers(0, 900), st.integers(0, 900)).map(
        lambda p: (WEST + p[0] / 4, SOUTH + p[1] / 4)
    )
    names = [f"s{n}" for n in range(draw(st.integers(0, 2)))]
    spaces = tuple(
        PublicSpace(
            f"p{n}", draw(st.sampled_from([SpaceKind.BENCH, SpaceKind.PARKING])),
            points=tuple(draw(st.lists(point, min_size=1, max_size=3))), name=draw(TEXT),
            existing=draw(st.booleans()),
            block=draw(st.none() | st.sampled_from([b.id for b in here.blocks])),
            opens=draw(st.none() | st.integers(0, 30)), stays=draw(st.booleans()),
            scenarios=tuple(names[: draw(st.integers(0, len(names)))]), places=draw(COUNT),
        )
        for n in range(draw(st.integers(0, 3)))
    )  # fmt: skip
    scenarios = tuple(
        Scenario(
            name, draw(TEXT),
            {o.block: o.id for o in options if draw(st.booleans())},
            draw(st.none() | st.integers(1, 90)),
        )
        for name in names
    )  # fmt: skip
    return Design(here, options, spaces, scenarios)


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(designs(), st.sampled_from([Dialect(), Dialect(";", ",", True), Dialect("\t", ",")]))
def test_what_is_written_is_read_back(design: Design, dialect: Dialect) -> None:
    """Any design survives writing and reading unchanged, whether or not it can be planned."""
    with tempfile.TemporaryDirectory() as parent:
        folder = Path(parent) / "b"
        write_design(design, folder, dialect)
        again, found = examine_design(folder)
        wrong = [one for one in found if one.severity == "error"]
        assert {one.table for one in wrong} <= {"scenarios"}, [describe(one) for one in wrong]
        if wrong:
            # what cannot be planned is still read: without its scenarios it is the same
            write_design(replace(design, scenarios=(), spaces=()), folder, dialect)
            again = read_design(folder)
            design = replace(design, scenarios=(), spaces=())
        assert again == design


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The small design, written with commas."""
    write_design(small_design(), tmp_path / "b", Dialect())
    return tmp_path / "b"


def edit(folder: Path, name: str, pattern: str, new: str) -> None:
    """Replace text in a file; an empty pattern appends a line."""
    path = folder / name
    text = path.read_text(encoding="utf-8")
    if pattern:
        changed, count = re.subn(pattern, new, text, count=1, flags=re.M)
        assert count == 1, (name, pattern)
    else:
        changed = text + new + "\n"
    path.write_text(changed, encoding="utf-8")


def place(one: Problem) -> tuple[str, str, int | None, str, str]:
    return one.rule, one.file, one.row, one.column, one.value


Place = tuple[str, str, int | None, str, str]
OP, H, S, P = "options.csv", "option_homes.csv", "scenarios.csv", "public_space.geojson"
CASES: list[tuple[tuple[str, str, str], Place]] = [
    ((OP, "^A,dense", "Z,dense"), ("unknown-block", OP, 4, "block", "Z")),
    ((OP, "^B,renovate,", "C,empty,"), ("duplicate-id", OP, 6, "option", "empty")),
    ((OP, "^A,dense,rebuild", "A,dense,rebuilt"), ("not-a-choice", OP, 4, "works", "rebuilt")),
    ((OP, "^B,renovate,renovate_occupied", "B,,renovate_occupied"),
     ("missing-value", OP, 5, "option", "")),
    ((OP, "^A,dense,rebuild,Hoog,12", "A,dense,rebuild,Hoog,"),
     ("no-duration", OP, 4, "duration", "")),
    ((OP, "^A,dense,rebuild,Hoog,12", "A,dense,rebuild,Hoog,27"),
     ("too-late", OP, 4, "latest", "2029-05")),
    ((OP, "2027-04,2029-05,A", "2026-04,2029-05,A"),
     ("outside-horizon", OP, 4, "earliest", "2026-04")),
    ((OP, "2027-04,2029-05,A", "2027-04,2039-05,A"),
     ("outside-horizon", OP, 4, "latest", "2039-05")),
    ((OP, "2029-05,A\\+\\+", "2029-05,A++++++"), ("not-a-choice", OP, 4, "label", "A++++++")),
    ((OP, ",B,yes,24.5", ",B,soms,24.5"), ("not-yes-or-no", OP, 5, "gas", "soms")),
    ((OP, ",200,400,2,90", ",-200,400,2,90"), ("negative", OP, 3, "footprint", "-200")),
    ((OP, "60.5,0,1.5,3,0,9,2$", "60.5,0,1.5,3.5,0,9,2"),
     ("not-a-whole-number", OP, 3, "trees", "3.5")),
    ((OP, "^A,planned,rebuild,Zo,10", "A,planned,rebuild,Zo,9"),
     ("not-as-planned", OP, 2, "duration", "9")),
    ((OP, "^A,planned,rebuild", "A,planned,keep"), ("not-as-planned", OP, 2, "works", "keep")),
    ((OP, "^C,empty,renovate_empty", "C,empty,rebuild"),
     ("builds-nothing", OP, 6, "option", "empty")),
    ((H, "^A,dense,app", "B,renovate,app"), ("does-not-build", H, 2, "option", "renovate")),
    ((H, "^A,dense,app", "A,dens,app"), ("unknown-option", H, 2, "option", "dens")),
    ((H, "appartement,6,3", "appartement,0,3"), ("out-of-range", H, 2, "count", "0")),
    ((H, "appartement,6,3,70.5,640", "appartement,6,3,70.5,-1"), ("negative", H, 2, "rent", "-1")),
    ((H, ",mid,lift,4", ",mid,trap,4"), ("not-a-choice", H, 2, "access", "trap")),
    ((H, ",mid,lift,4", ",huur,lift,4"), ("not-a-choice", H, 2, "tenure", "huur")),
    ((S, "^hoog,,,C,empty", "hoog,,,C,emty"), ("unknown-option", S, 5, "option", "emty")),
    ((S, "^hoog,,,C,empty", "hoog,,,Q,empty"), ("unknown-block", S, 5, "block", "Q")),
    ((S, "^hoog,,,C,empty", "hoog,,,A,empty"), ("duplicate-choice", S, 5, "block", "A")),
    ((S, "^hoog,,,C,empty", "hoog,,,C,"), ("missing-value", S, 5, "option", "")),
    ((S, "^hoog,,,C,empty", "hoog,Lager,,C,empty"), ("two-values", S, 5, "name", "Lager")),
    ((S, "^hoog,,,C,empty", "hoog,,44,C,empty"), ("two-values", S, 5, "horizon", "44")),
    ((S, "^hoog,Hoger,40", "hoog,Hoger,-4"), ("out-of-range", S, 3, "horizon", "-4")),
    ((P, '"id": "weg"', '"id": "park"'), ("duplicate-id", P, 2, "id", "park")),
    ((P, '"id": "weg", ', ""), ("missing-value", P, 2, "id", "")),
    ((P, '"kind": "street"', '"kind": "stret"'), ("not-a-choice", P, 2, "kind", "stret")),
    ((P, '"kind": "street"', '"kind": "green"'), ("wrong-shape", P, 2, "kind", "green")),
    ((P, '"kind": "tree"', '"kind": "path"'), ("wrong-shape", P, 3, "kind", "path")),
    ((P, '"kind": "green"', '"kind": "barrier"'), ("wrong-shape", P, 1, "kind", "barrier")),
    ((P, '"block": "A"', '"block": "X"'), ("unknown-block", P, 4, "block", "X")),
    ((P, '"scenarios": "hoog', '"scenarios": "hoger'),
     ("unknown-scenario", P, 4, "scenarios", "hoger|niets")),
    ((P, '"options": "dense', '"options": "dens'),
     ("unknown-option", P, 5, "options", "dens|planned")),
    ((P, '"opens": "2027-05"', '"opens": "gauw"'), ("not-a-month", P, 3, "opens", "gauw")),
    ((P, '"places": 0', '"places": -3'), ("negative", P, 4, "places", "-3")),
    ((P, '"MultiPoint", "coordinates"', '"MultiPoint", "places"'), ("no-shape", P, 3, "", "")),
    ((P, r"133409.5, 397200.0", "133409.5"), ("no-shape", P, 2, "", "")),
    ((P, r"133409.5, 397200.0", "397200.0, 133409.5"), ("outside-netherlands", P, 2, "", "")),
    ((P, "EPSG::28992", "EPSG::99"), ("unknown-crs", P, None, "", "EPSG:99")),
    ((P, "FeatureCollection", "Feature"), ("geojson", P, None, "", "")),
]  # fmt: skip


@pytest.mark.parametrize(("change", "expected"), CASES, ids=lambda case: "-".join(map(str, case)))
def test_a_fault_is_named_with_its_place(
    folder: Path, change: tuple[str, str, str], expected: Place
) -> None:
    """One fault gives its own problem and no other error, and the neighbourhood stays usable."""
    edit(folder, *change)
    neighbourhood, design, found = examine_all(folder)
    assert expected in [place(one) for one in found], [describe(one) for one in found]
    assert all(one.text and one.fix for one in found)
    assert neighbourhood == example()
    assert design is None
    follow = ("unknown-scenario", "no-shape", "outside-netherlands")
    others = [one for one in found if place(one) != expected and one.severity == "error"]
    moved = {"A,dense", "A,planned"}
    if change[1].removeprefix("^")[:7] in {one[:7] for one in moved}:
        return  # an option that has gone is missed by its homes and scenarios as well
    assert [one for one in others if one.rule not in follow] == [], [describe(o) for o in others]


REMARKS: list[tuple[tuple[str, str, str], Place]] = [
    ((OP, "^A,keep,keep,,0", "A,keep,keep,,4"), ("unused", OP, 3, "duration", "4")),
    ((OP, "^C,empty,renovate_empty,Leeg,4,1,", "C,empty,keep,Leeg,,1,9"),
     ("unused", OP, 6, "cost", "9")),
    ((P, '"opens": "2027-05"', '"opens": "2027-05", "block": "A"'),
     ("unused", P, 3, "opens", "2027-05")),
    ((P, '"kind": "street", "existing": true, "stays": true',
      '"kind": "street", "existing": true, "stays": false'), ("unused", P, 2, "stays", "no")),
    ((P, '"id": "weg"', '"id": "weg", "places": 3'), ("unused", P, 2, "places", "3")),
    ((P, '"id": "weg"', '"id": "weg", "breedte": 3'), ("unknown-column", P, 1, "breedte", "")),
]  # fmt: skip


@pytest.mark.parametrize(("change", "expected"), REMARKS)
def test_what_means_nothing_is_remarked_upon(
    folder: Path, change: tuple[str, str, str], expected: Place
) -> None:
    """A value that is not used is told, and the design can be read."""
    edit(folder, *change)
    design, found = examine_design(folder)
    assert expected in [place(one) for one in found], [describe(one) for one in found]
    assert {one.severity for one in found} == {"remark"}
    assert design is not None


def test_faults_of_all_files_come_in_one_go(folder: Path) -> None:
    """Those of the neighbourhood come first, then those of the design, in reading order."""
    edit(folder, "homes.csv", "^A-02,existing", "A-02,exists")
    edit(folder, OP, "^B,renovate", "Z,renovate")
    edit(folder, H, "appartement,6", "appartement,zes")
    edit(folder, S, "", "hoog,,,B,")
    edit(folder, P, '"kind": "tree"', '"kind": "green"')
    neighbourhood, design, found = examine_all(folder)
    assert (neighbourhood, design) == (None, None)
    assert [place(one) for one in found] == [
        ("not-a-choice", "homes.csv", 3, "stage", "exists"),
        ("unknown-block", OP, 5, "block", "Z"),
        ("not-a-number", H, 2, "count", "zes"),
        ("missing-value", S, 6, "option", ""),
        ("wrong-shape", P, 3, "kind", "green"),
    ]
    with pytest.raises(FolderError) as refused:
        read_design(folder)
    assert refused.value.problems == found


def test_an_unreadable_table_is_one_problem(folder: Path) -> None:
    """Nothing that refers to options that could not be read is reported."""
    (folder / OP).write_bytes(b"PK\x03\x04rest")
    _, found = examine_design(folder)
    assert [(one.rule, one.file) for one in found] == [("not-text", OP)]


def test_a_missing_column_is_one_problem(folder: Path) -> None:
    """A scenario does not miss options whose ids could not be read."""
    edit(folder, OP, "^block,option,", "block,optie,")
    _, found = examine_design(folder)
    errors = [one for one in found if one.severity == "error"]
    assert [place(one) for one in errors] == [("missing-column", OP, 1, "option", "")]


def test_what_planned_leaves_empty_is_as_the_blocks_say(folder: Path) -> None:
    """A row for planned only has to tell what lies there afterwards."""
    edit(folder, OP, "^A,planned,rebuild,Zo,10,1,1500000", "A,planned,rebuild,,,,")
    option = read_design(folder).options[0]
    assert (option.duration, option.crews, option.cost) == (10, 1, 1_500_000.0)
    assert option.land.footprint == 210.0


def test_a_scenario_that_cannot_be_planned_is_an_error(folder: Path) -> None:
    """Works that do not fit the horizon of a scenario are told with the scenario's name."""
    edit(folder, S, "^hoog,Hoger,40", "hoog,Hoger,12")
    edit(folder, OP, "2027-04,2029-05,A", ",,A")
    neighbourhood, design, found = examine_all(folder)
    assert neighbourhood is not None
    assert design is None
    errors = [one for one in found if one.severity == "error"]
    assert errors
    assert {(one.file, one.key) for one in errors} == {(S, "hoog")}
    assert all(one.text.startswith("in scenario hoog: ") for one in errors)


def test_a_scenario_in_which_not_all_can_return_is_a_remark(folder: Path) -> None:
    """One home of one room for all who live in block A is something to compare, not an error."""
    edit(folder, H, "^A,dense,loft.*\n", "")
    edit(folder, H, "appartement,6,3", "appartement,1,1")
    design, found = examine_design(folder)
    assert design is not None
    assert found
    assert {(one.severity, one.file, one.key) for one in found} == {("remark", S, "hoog")}


def test_an_accepted_promise_of_a_home_that_is_not_built_is_an_error(folder: Path) -> None:
    """A scenario may not break what someone can hold the landlord to."""
    (folder / "promises.csv").write_text(
        "household,kind,status,value\nH02,home,accepted,N-03\n", encoding="utf-8"
    )
    design, found = examine_design(folder)
    assert design is None
    assert [(one.rule, one.file) for one in found] == [("impossible-scenario", S)]
    assert "N-03 was promised to household H02" in found[0].text


def test_emptied_tables_do_not_come_back(folder: Path) -> None:
    """Writing a design without options over one with options leaves none behind."""
    (folder / "notes.txt").write_text("mine", encoding="utf-8")
    write_design(Design(example()), folder)
    assert read_design(folder) == Design(example())
    assert (folder / "notes.txt").read_text(encoding="utf-8") == "mine"


def test_writing_a_neighbourhood_leaves_its_design(folder: Path) -> None:
    """Options, scenarios and public space stand as they were."""
    write(replace(example(), wishes=()), folder)
    assert read_design(folder) == replace(
        small_design(), neighbourhood=replace(example(), wishes=())
    )


def test_public_space_must_be_drawn_to_be_written(tmp_path: Path) -> None:
    """A piece without a shape, or with two kinds of shapes, is refused and nothing is written."""
    for extra in ({}, {"areas": (box(3.0),), "points": ((WEST, SOUTH),)}):
        bad = PublicSpace("p", SpaceKind.PLAYGROUND, **extra)  # type: ignore[arg-type]
        with pytest.raises(ValueError, match="public space p must have"):
            write_design(replace(small_design(), spaces=(bad,)), tmp_path / "n")
    assert list(tmp_path.iterdir()) == []


def test_degrees_are_converted(folder: Path) -> None:
    """Without crs the numbers are WGS84: the tower of Amersfoort lies at 155000, 463000."""
    (folder / P).write_text(
        '{"type": "FeatureCollection", "features": [{"type": "Feature", "id": "toren", '
        '"properties": {"kind": "meeting_place"}, '
        '"geometry": {"type": "Point", "coordinates": [5.387206, 52.155174, 3.0]}}]}',
        encoding="utf-8",
    )
    (space,) = read_design(folder).spaces
    assert space.id == "toren"
    assert space.points[0] == pytest.approx((155_000, 463_000), abs=0.2)


@pytest.mark.parametrize("crs", ["EPSG:28992", "EPSG:4326"])
def test_a_geopackage_of_several_layers(folder: Path, crs: str) -> None:
    """Areas, lines and points in a layer each, in any system, give the same public space."""
    import geopandas
    from shapely import LineString, MultiPoint, MultiPolygon, Point, Polygon

    (folder / P).unlink()
    path = folder / "public_space.gpkg"
    spaces = small_design().spaces

    def layer(name: str, records: list[tuple[PublicSpace, Any]]) -> None:
        table = {
            "id": [space.id for space, _ in records],
            "kind": [space.kind.value for space, _ in records],
            "name": [space.name or None for space, _ in records],
            "existing": [space.existing for space, _ in records],
            "opens": ["2027-05" if space.opens else None for space, _ in records],
            "block": [space.block for space, _ in records],
            "stays": [space.stays for space, _ in records],
            "scenarios": ["|".join(space.scenarios) or None for space, _ in records],
            "options": ["|".join(space.options) or None for space, _ in records],
            "places": [whole(space.places) for space, _ in records],
        }
        frame = geopandas.GeoDataFrame(table, geometry=[g for _, g in records], crs="EPSG:28992")
        frame.to_crs(crs).to_file(path, layer=name, driver="GPKG")

    park, street, trees, rack, court = spaces
    layer("vlakken", [(park, MultiPolygon([Polygon(area[0]) for area in park.areas]))])
    layer("lijnen", [(street, LineString(street.lines[0]))])
    layer(
        "punten",
        [(one, MultiPoint([Point(point) for point in one.points])) for one in (trees, rack, court)],
    )
    design, found = examine_design(folder)
    assert found == []
    assert design is not None
    if crs == "EPSG:28992":
        assert design.spaces == spaces
    for one, other in zip(design.spaces, spaces, strict=True):
        assert (one.id, one.kind, one.block, one.places) == (
            other.id, other.kind, other.block, other.places,
        )  # fmt: skip
        assert (one.scenarios, one.options) == (other.scenarios, other.options)
        for point, same in zip(one.points, other.points, strict=True):
            assert point == pytest.approx(same, abs=0.01)


def test_of_two_files_one_is_read(folder: Path) -> None:
    """GeoJSON goes before GeoPackage, and the other one is remarked upon."""
    (folder / "public_space.gpkg").write_bytes(b"")
    design, found = examine_design(folder)
    assert design == small_design()
    assert [(one.rule, one.file) for one in found] == [("two-files", "public_space.gpkg")]


@settings(max_examples=60, deadline=None)
@given(
    st.sampled_from([OP, H, S, P]),
    st.lists(
        st.tuples(st.floats(0, 1), st.integers(0, 30), st.binary(max_size=6)),
        min_size=1,
        max_size=4,
    ),
)
def test_damage_never_ends_in_a_fault(name: str, damage: list[tuple[float, int, bytes]]) -> None:
    """Whatever is cut from or put into a file, the answer is a list of problems or a design."""
    with tempfile.TemporaryDirectory() as parent:
        folder = Path(parent) / "b"
        write_design(small_design(), folder)
        data = (folder / name).read_bytes()
        for where, cut, put in damage:
            at = int(where * len(data))
            data = data[:at] + put + data[at + cut :]
        (folder / name).write_bytes(data)
        neighbourhood, design, found = examine_all(folder)
        assert neighbourhood == example()
        assert (design is None) == any(one.severity == "error" for one in found)
