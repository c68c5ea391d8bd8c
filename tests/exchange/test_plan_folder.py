"""Plan folders: written as a whole, the same bytes each time, read back exactly or refused."""

from __future__ import annotations

import csv
import json
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hecht.exchange.cells import plain, safe
from hecht.exchange.plan_bounds import bound_record
from hecht.exchange.plan_folder import (
    FILES,
    PlanFolderError,
    read_plan,
    refuse_unless_replaceable,
    write_plan,
)
from hecht.neighbourhood import Course, Neighbourhood
from hecht.outcomes import measure, score
from hecht.planning.bounds import FigureBound, Holds, Sense
from hecht.planning.plan import Plan
from tests.neighbourhoods import neighbourhoods_with_courses, random_neighbourhood
from tests.simple_planner import simple_course

MARKER = "Zwanenburg-Merkteken"


BOUNDS = (
    FigureBound("moves", 3, Sense.AT_LEAST, Holds.ANY_PLAN, "counted", 2, 0),
    FigureBound("score", 10**6, Sense.AT_MOST, Holds.THIS_CALENDAR, "every part at its best"),
)


def a_plan(seed: int = 5) -> Plan:
    """Return a small plan whose households carry a name that may not be written."""
    plain_one = random_neighbourhood(seed)
    named = tuple(replace(h, label=f"{MARKER} {h.id}") for h in plain_one.households)
    neighbourhood = replace(plain_one, households=named)
    course = simple_course(neighbourhood)
    return Plan(
        neighbourhood,
        course,
        "hecht",
        7,
        score(neighbourhood, course),
        iterations=12,
        stopped="iterations",
        bounds=BOUNDS,
    )


def rows(path: Path) -> list[dict[str, str]]:
    """Read a CSV file as a spreadsheet would."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def contents(folder: Path) -> dict[str, bytes]:
    """Return every file of a folder."""
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


@pytest.mark.parametrize("seed", range(6))
def test_a_plan_comes_back_as_it_was(tmp_path: Path, seed: int) -> None:
    """Reading a written plan gives the same plan."""
    plan = a_plan(seed)
    assert read_plan(plan.neighbourhood, write_plan(plan, tmp_path / "plan")) == plan


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(pair=neighbourhoods_with_courses())
def test_any_course_comes_back(
    tmp_path_factory: pytest.TempPathFactory, pair: tuple[Neighbourhood, Course]
) -> None:
    """Even a wild course, with gaps and overlaps, is read back stay by stay."""
    neighbourhood, course = pair
    folder = tmp_path_factory.mktemp("any") / "plan"
    write_plan(Plan(neighbourhood, course, "hecht", 1, 0), folder)
    again = read_plan(neighbourhood, folder).course
    assert again.itineraries() == course.itineraries()
    works = {b.id for b in neighbourhood.blocks if b.has_works}
    assert again.starts == {b: m for b, m in course.starts.items() if b in works}


def test_the_same_plan_gives_the_same_bytes_a_second_later(tmp_path: Path) -> None:
    """No file, the GeoPackage included, holds the time at which it was written."""
    plan = a_plan()
    write_plan(plan, tmp_path / "one")
    time.sleep(1.1)
    write_plan(plan, tmp_path / "two")
    assert contents(tmp_path / "one") == contents(tmp_path / "two")
    assert set(contents(tmp_path / "one")) == set(FILES)


def test_plan_json_tells_how_it_was_made_and_what_comes_of_it(tmp_path: Path) -> None:
    """plan.json holds the keys of the format, with the measured outcomes."""
    plan = a_plan()
    found = json.loads((write_plan(plan, tmp_path / "plan") / "plan.json").read_text())
    assert found["format"] == "hecht-plan/2"
    assert found["seconds"] is None
    assert found["bounds"] == [
        {
            "figure": "moves",
            "value": 3,
            "sense": "at least",
            "holds": "any plan",
            "how": "counted",
            "returning": 2,
            "undecided": 0,
        },
        {
            "figure": "score",
            "value": 10**6,
            "sense": "at most",
            "holds": "this calendar",
            "how": "every part at its best",
        },
    ]
    assert found["synthetic"] == plan.neighbourhood.project.synthetic
    assert found["outcomes"] == measure(plan.neighbourhood, plan.course).as_dict()
    for key in ("method", "seed", "iterations", "stopped", "score"):
        assert found[key] == getattr(plan, key)


def test_bounds_are_read_back_as_they_were_written(tmp_path: Path) -> None:
    """Every part of a bound survives, the conditions that it lacks included."""
    plan = a_plan()
    folder = write_plan(plan, tmp_path / "plan")
    assert read_plan(plan.neighbourhood, folder).bounds == BOUNDS


def test_a_plan_of_the_first_format_is_read_without_bounds(tmp_path: Path) -> None:
    """Bare numbers did not say what they held for, so they are left out."""
    plan = a_plan()
    folder = write_plan(plan, tmp_path / "plan")
    change_json("format", "hecht-plan/1")(folder)
    change_json("bounds", {"score": None, "moves": 3.0})(folder)
    read = read_plan(plan.neighbourhood, folder)
    assert read.bounds == ()
    assert read.course == plan.course


def test_tables_agree_with_the_outcomes(tmp_path: Path) -> None:
    """Counting in households.csv and moves.csv gives the figures of plan.json."""
    plan = a_plan(8)
    folder = write_plan(plan, tmp_path / "plan")
    outcomes = plan.outcomes()
    households = rows(folder / "households.csv")
    moves = rows(folder / "moves.csv")
    assert len(moves) == outcomes.moves.moves
    assert sum(int(row["moves"]) for row in households) == outcomes.moves.moves
    assert sum(int(r["months_temporary"]) for r in households) == outcomes.moves.months_temporary
    assert sum(row["returns"] == "yes" for row in households) == outcomes.returning.of_all.part
    near = sum(int(row["near_ties_start"]) for row in households)
    assert near == 2 * outcomes.ties.near_at_start
    start = plan.neighbourhood.project.start
    finishes = [row["finish"] for row in rows(folder / "works.csv")]
    assert max(finishes) == str(start.plus(outcomes.duration.months))


def test_no_personal_name_is_written(tmp_path: Path) -> None:
    """Labels of households are in no file, the GeoPackage included."""
    folder = write_plan(a_plan(), tmp_path / "plan")
    for content in contents(folder).values():
        assert MARKER.encode() not in content


def test_the_map_opens_with_its_five_layers(tmp_path: Path) -> None:
    """plan.gpkg has the layers that are promised, in RD, with as many features as the plan has."""
    pyogrio = pytest.importorskip("pyogrio")
    plan = a_plan(9)
    path = write_plan(plan, tmp_path / "plan") / "plan.gpkg"
    kinds = dict(pyogrio.list_layers(path).tolist())
    assert kinds == {
        "homes_now": "Point",
        "homes_after": "Point",
        "blocks": "MultiPolygon",
        "ties": "LineString",
        "moves": "LineString",
    }
    counts = {}
    for layer in kinds:
        info = pyogrio.read_info(path, layer=layer)
        assert info["crs"] == "EPSG:28992"
        counts[layer] = info["features"]
    n, ties = plan.neighbourhood, plan.outcomes().ties
    assert counts["homes_now"] == sum(h.stage.value == "existing" for h in n.homes)
    assert counts["ties"] == ties.kept + ties.lost + ties.gained
    assert counts["moves"] == sum(m.to is not None for m in plan.course.moves())
    assert counts["blocks"] == len(n.blocks)


def test_a_neighbourhood_without_shapes_or_ties_still_gives_all_layers(tmp_path: Path) -> None:
    """Blocks without a shape are drawn around their homes; empty layers are there all the same."""
    pyogrio = pytest.importorskip("pyogrio")
    plan = a_plan(9)
    bare = replace(plan.neighbourhood, shapes={}, ties=(), wishes=(), groups=())
    path = write_plan(replace(plan, neighbourhood=bare), tmp_path / "plan") / "plan.gpkg"
    with_homes = {home.block for home in bare.homes if home.block is not None}
    assert pyogrio.read_info(path, layer="blocks")["features"] == len(with_homes)
    assert pyogrio.read_info(path, layer="ties")["features"] == 0


def test_a_plan_is_replaced_with_what_was_made_from_it(tmp_path: Path) -> None:
    """A new plan takes the place of an old one; its report goes too and nothing else is left."""
    folder = write_plan(a_plan(), tmp_path / "plan")
    (folder / "report.html").write_text("old")
    write_plan(a_plan(8), folder)
    assert set(contents(folder)) == set(FILES)
    assert [path.name for path in tmp_path.iterdir()] == ["plan"]


def test_a_folder_that_is_not_a_plan_is_refused(tmp_path: Path) -> None:
    """Nothing but a plan is ever overwritten, and what stood there is untouched."""
    folder = tmp_path / "letters"
    folder.mkdir()
    (folder / "letter.docx").write_text("dear")
    with pytest.raises(PlanFolderError, match=r"letter\.docx"):
        write_plan(a_plan(), folder)
    assert contents(folder) == {"letter.docx": b"dear"}


def test_a_plan_with_somebodys_notes_beside_it_is_refused(tmp_path: Path) -> None:
    """A user's own file in a plan folder is not thrown away with the old plan."""
    folder = write_plan(a_plan(), tmp_path / "plan")
    (folder / "notes.txt").write_text("mine")
    with pytest.raises(PlanFolderError, match=r"notes\.txt"):
        refuse_unless_replaceable(folder)


def test_a_file_in_the_way_is_refused(tmp_path: Path) -> None:
    """A file where the folder should come is not overwritten."""
    (tmp_path / "plan").write_text("x")
    with pytest.raises(PlanFolderError, match="is a file"):
        write_plan(a_plan(), tmp_path / "plan")


def test_a_failed_write_leaves_the_old_plan(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """When writing fails half-way, the plan that stood there still does, and no rubbish."""
    folder = write_plan(a_plan(), tmp_path / "plan")
    before = contents(folder)

    def fail(*_: object) -> None:
        raise OSError("disk full")

    monkeypatch.setattr("hecht.exchange.plan_folder.write_geopackage", fail)
    with pytest.raises(OSError, match="disk full"):
        write_plan(a_plan(8), folder)
    assert contents(folder) == before
    assert [path.name for path in tmp_path.iterdir()] == ["plan"]


def change_row(name: str, old: str, new: str) -> Callable[[Path], None]:
    """Return a damage that replaces the first `old` after the header of a table."""

    def damage(folder: Path) -> None:
        text = (folder / name).read_text()
        head, body = text.split("\n", 1)
        assert old in body
        (folder / name).write_text(head + "\n" + body.replace(old, new, 1))

    return damage


def change_json(key: str, value: object) -> Callable[[Path], None]:
    """Return a damage that sets a key of plan.json (None: removes it)."""

    def damage(folder: Path) -> None:
        found = json.loads((folder / "plan.json").read_text())
        found[key] = value
        if value is None:
            del found[key]
        (folder / "plan.json").write_text(json.dumps(found))

    return damage


DAMAGES = {
    "unknown household": (
        change_row("stays.csv", "H1,", "H999,"),
        "stays.csv, row 2, column household",
    ),
    "unknown home": (change_row("stays.csv", ",B", ",Q"), "stays.csv, row 2, column home"),
    "no kind": (change_row("stays.csv", ",start,", ",begin,"), "'begin' is no kind of stay"),
    "month outside": (change_row("stays.csv", ",20", ",30"), "lies outside the project"),
    "no month": (change_row("works.csv", ",20", ",may 20"), "is not a month"),
    "unknown block": (change_row("works.csv", "B1,", "Z1,"), "works.csv, row 2, column block"),
    "unknown in reasons": (
        change_row("households.csv", "H1,", "H777,"),
        "households.csv, row 2, column household",
    ),
    "no file": (lambda folder: (folder / "stays.csv").unlink(), "stays.csv is missing"),
    "no json": (lambda folder: (folder / "plan.json").unlink(), "plan.json is missing"),
    "broken json": (
        lambda folder: (folder / "plan.json").write_text('{\n"format": '),
        "plan.json, row 2: it is no JSON",
    ),
    "newer format": (change_json("format", "hecht-plan/9"), "'hecht-plan/9'"),
    "score in words": (change_json("score", "high"), "score is 'high'"),
    "no seed": (change_json("seed", None), "seed is missing"),
    "bounds as an object": (change_json("bounds", {"moves": 3}), "bounds should be a list"),
    "a bound in words": (
        change_json("bounds", [{**bound_record(BOUNDS[0]), "value": "few"}]),
        "bounds[0].value is 'few'",
    ),
    "a bound for nothing": (
        change_json("bounds", [{**bound_record(BOUNDS[0]), "holds": "always"}]),
        "bounds[0].holds is 'always'",
    ),
    "a column gone": (
        lambda folder: (folder / "stays.csv").write_text("household,home,start\nH1,B1-1,2025-01\n"),
        "column end, kind is missing",
    ),
    "a cell too many": (change_row("stays.csv", ",start,", ",start,x,"), "cells where the header"),
    "not text": (
        lambda folder: (folder / "works.csv").write_bytes(b"block,start\n\xff\xfe\n"),
        "works.csv is not UTF-8",
    ),
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_plan_folder_is_refused_with_the_place(tmp_path: Path, damage: str) -> None:
    """Each damage is named with its file and row."""
    plan = a_plan(3)
    folder = write_plan(plan, tmp_path / "plan")
    harm, message = DAMAGES[damage]
    harm(folder)
    with pytest.raises(PlanFolderError) as caught:
        read_plan(plan.neighbourhood, folder)
    assert message in str(caught.value)


def test_every_problem_is_named_in_one_go(tmp_path: Path) -> None:
    """Two damaged tables give one error with both places."""
    plan = a_plan(3)
    folder = write_plan(plan, tmp_path / "plan")
    change_row("stays.csv", "H1,", "H999,")(folder)
    change_row("works.csv", "B1,", "Z1,")(folder)
    with pytest.raises(PlanFolderError) as caught:
        read_plan(plan.neighbourhood, folder)
    assert "stays.csv, row 2" in str(caught.value)
    assert "works.csv, row 2" in str(caught.value)


def test_a_block_twice_in_the_calendar_is_refused(tmp_path: Path) -> None:
    """A second start month for the same block is not silently taken."""
    plan = a_plan(3)
    folder = write_plan(plan, tmp_path / "plan")
    text = (folder / "works.csv").read_text()
    (folder / "works.csv").write_text(text + text.splitlines()[1] + "\n")
    with pytest.raises(PlanFolderError, match="is there twice"):
        read_plan(plan.neighbourhood, folder)


def test_tables_that_a_dutch_spreadsheet_saved_are_read(tmp_path: Path) -> None:
    """Semicolons and a byte order mark do no harm."""
    plan = a_plan(3)
    folder = write_plan(plan, tmp_path / "plan")
    for name in ("stays.csv", "works.csv", "households.csv"):
        with (folder / name).open(newline="", encoding="utf-8") as file:
            table = list(csv.reader(file))
        with (folder / name).open("w", newline="", encoding="utf-8-sig") as file:
            csv.writer(file, delimiter=";").writerows(table)
    assert read_plan(plan.neighbourhood, folder) == plan


def test_no_folder_is_refused(tmp_path: Path) -> None:
    """A folder that is not there is named."""
    with pytest.raises(PlanFolderError, match="no folder"):
        read_plan(a_plan(3).neighbourhood, tmp_path / "nowhere")


@given(st.text())
def test_safe_text_comes_back(text: str) -> None:
    """Making text safe loses nothing."""
    assert plain(safe(text)) == text


@pytest.mark.parametrize(
    "text", ["=1+1", "+31 13 123", "-2", "@sum(A1)", "\t=1", " =1", "'=1", "＝1"]
)
def test_text_that_could_run_is_made_safe(text: str) -> None:
    """No cell starts with a character that a spreadsheet takes for a formula."""
    assert safe(text).startswith("'")
    assert safe(text) != text


@pytest.mark.parametrize("text", ["'s-Gravenweg 73", "Putterstraat 1", "", "H-1"])
def test_ordinary_text_is_left_alone(text: str) -> None:
    """Addresses with an apostrophe stay as they are."""
    assert safe(text) == text


def test_no_cell_of_a_plan_can_run_as_a_formula(tmp_path: Path) -> None:
    """An address, block name or reason that looks like a formula is written as text."""
    plan = a_plan(3)
    n = plan.neighbourhood
    homes = tuple(replace(home, address="=HYPERLINK(1)") for home in n.homes)
    blocks = tuple(replace(block, name="@cmd") for block in n.blocks)
    reasons = dict.fromkeys(plan.course.reasons, "-2+3")
    assert reasons
    evil = replace(
        plan,
        neighbourhood=replace(n, homes=homes, blocks=blocks),
        course=replace(plan.course, reasons=reasons),
    )
    folder = write_plan(evil, tmp_path / "plan")
    for name in ("moves.csv", "works.csv", "stays.csv", "households.csv"):
        for row in rows(folder / name):
            assert not any(cell.startswith(("=", "+", "-", "@")) for cell in row.values())
    assert read_plan(evil.neighbourhood, folder).course.reasons == reasons


def test_a_plan_that_has_nowhere_to_go_is_refused_beforehand(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file on the way, or a folder that may not be written in, is named before the search."""
    (tmp_path / "file").write_text("x")
    with pytest.raises(PlanFolderError, match="file is a file"):
        refuse_unless_replaceable(tmp_path / "file" / "deeper" / "plan")
    refuse_unless_replaceable(tmp_path / "new" / "deeper" / "plan")
    assert not (tmp_path / "new").exists()
    monkeypatch.setattr("os.access", lambda *_: False)
    with pytest.raises(PlanFolderError, match="you may not write in"):
        refuse_unless_replaceable(tmp_path / "plan")


def test_a_map_that_cannot_be_written_is_an_error_of_files(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A full disk is no fault of hecht: GDAL's error becomes one of the operating system."""
    from pyogrio.errors import FeatureError

    def full(*_: object, **__: object) -> None:
        raise FeatureError("no such table")

    monkeypatch.setattr("pyogrio.raw.write", full)
    with pytest.raises(OSError, match="is the disk full"):
        write_plan(a_plan(), tmp_path / "plan")
    assert list(tmp_path.iterdir()) == []
