"""`hecht import bag` and `hecht synthesize`: from tables to a folder that can be planned."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from hecht.exchange import read
from hecht.neighbourhood import Works
from tests.exchange.bag_cases import AREA, write_tables


def hecht(*arguments: object) -> subprocess.CompletedProcess[str]:
    code = "from hecht.cli import main; main()"
    return subprocess.run(
        [sys.executable, "-c", code, *map(str, arguments)],
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture(scope="module")
def tables(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    return write_tables(tmp_path_factory.mktemp("bag"))


def bag(tables: tuple[Path, Path], out: Path, *more: object) -> subprocess.CompletedProcess[str]:
    return hecht(
        "import", "bag", "--buildings", tables[0], "--units", tables[1], "--out", out, *more
    )


def test_import_then_synthesize(tables: tuple[Path, Path], tmp_path: Path) -> None:
    """The report of defects is printed, the folder is written, and it gets a population."""
    folder = tmp_path / "wijk"
    done = bag(tables, folder, "--area", AREA, "--years", "1950-1969")
    assert done.returncode == 0, done.stderr
    assert "1  withdrawn unit: left out" in done.stdout
    assert "2  home with an absurd area" in done.stdout
    neighbourhood = read(folder)
    assert neighbourhood.households == ()
    made = hecht("synthesize", folder, "--seed", 3, "--vacant", 0, "--json")
    assert made.returncode == 0, made.stderr
    facts = json.loads(made.stdout)
    assert facts["households"] == 13
    assert len(read(folder).households) == 13
    again = hecht("synthesize", folder)
    assert again.returncode == 2
    assert "households already" in again.stderr


def test_import_as_json(tables: tuple[Path, Path], tmp_path: Path) -> None:
    """A machine gets the report under stable names, and options reach the blocks."""
    folder = tmp_path / "wijk"
    done = bag(
        tables, folder, "--area", AREA, "--works", "renovate_occupied", "--temporary", 2, "--json"
    )
    assert done.returncode == 0, done.stderr
    report = json.loads(done.stdout)
    assert report["folder"] == str(folder)
    assert {item["defect"] for item in report["defects"]} >= {"withdrawn", "several_buildings"}
    works = {block.works for block in read(folder).blocks}
    assert works == {Works.RENOVATE_OCCUPIED, Works.REBUILD}


@pytest.mark.parametrize(
    ("more", "message"),
    [
        ([], "give one of --area, --polygon and --bbox"),
        (["--area", "BU9"], "no unit has neighbourhood code BU9; the table has BU00000001"),
        (["--area", AREA, "--years", "50s"], "is not a range of years"),
        (["--area", AREA, "--column", "unit_area"], "names no column"),
        (["--area", AREA, "--years", "1700"], "no home is left"),
        (["--area", AREA, "--start", "soon"], "is not a month"),
    ],
)
def test_wrong_use_of_import(
    tables: tuple[Path, Path], tmp_path: Path, more: list[str], message: str
) -> None:
    """Exit code 2, a message that tells what to do, and nothing written."""
    done = bag(tables, tmp_path / "wijk", *more)
    assert done.returncode == 2
    assert message in " ".join(done.stderr.split())
    assert not (tmp_path / "wijk").exists()


def test_synthesize_with_figures_and_a_network(tables: tuple[Path, Path], tmp_path: Path) -> None:
    """Own figures and an own network are used, and the result can go to another folder."""
    folder, other = tmp_path / "wijk", tmp_path / "bevolkt"
    bag(tables, folder, "--area", AREA)
    figures = tmp_path / "own.csv"
    figures.write_text("dimension,category,value\nkind,single,1\n")
    ties = tmp_path / "ties.csv"
    ties.write_text("household_i,household_j,weight\na,b,2\nb,c,1\n")
    done = hecht(
        "synthesize", folder, "--out", other, "--figures", figures, "--ties", ties,
        "--tenure", "all", "--return-share", 1, "--undecided", 0,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    made = read(other)
    assert {household.size for household in made.households} == {1}
    assert sorted(tie.weight for tie in made.ties) == [1.0, 2.0]
    assert read(folder).households == ()


@pytest.mark.parametrize(
    ("more", "message"),
    [
        (["--tenure", "castle"], "is not one of owner, association, other_rent, all"),
        (["--kwb", "kwb.csv"], "--kwb and --area go together"),
        (["--ties", "none.csv"], "none.csv does not exist"),
        (["--return-share", "0.9", "--undecided", "0.2"], "more than 1 together"),
    ],
)
def test_wrong_use_of_synthesize(
    tables: tuple[Path, Path], tmp_path: Path, more: list[str], message: str
) -> None:
    """Exit code 2 and what to do; the folder stays as it was."""
    bag(tables, tmp_path / "wijk", "--area", AREA)
    done = hecht("synthesize", tmp_path / "wijk", *more)
    assert done.returncode == 2
    assert message in " ".join(done.stderr.replace("│", " ").split())
    assert read(tmp_path / "wijk").households == ()
