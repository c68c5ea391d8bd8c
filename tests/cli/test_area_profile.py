"""`hecht area profile`, `peers` and `focus` on a panel in a folder."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from hecht.area.indicator import Source
from hecht.area.reading import ReadingMaker
from hecht.cli import app
from hecht.exchange.area_store import add

NAMES = ("density", "homes_corporation", "share_65", "household_size")
CODES = [f"WK0344{number:02d}" for number in range(1, 21)]


@pytest.fixture(scope="module")
def panel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a panel of twenty districts with four key figures."""
    folder = tmp_path_factory.mktemp("panel") / "panel"
    maker = ReadingMaker("kwb", "2023")
    places = [
        maker.area(code, 2023, "Wijk 03 Overvecht" if code.endswith("03") else f"Wijk {code}")
        for code in CODES
    ]
    for shift, name in enumerate(("residents", *NAMES)):
        values = [1000.0 + (7 * number + shift) % 20 for number in range(20)]
        source = Source(f"kwb-{name}", "CBS", "Kerncijfers", "kwb.csv", name, "2023", "CC BY 4.0")
        maker.column(places, 2023, name, values, source)
    add(folder, maker.reading())
    return folder


def run(*words: object) -> tuple[int, str]:
    """Run hecht; returns the exit code and what it printed."""
    result = CliRunner().invoke(app, ["area", *map(str, words)])
    return result.exit_code, result.output


def test_a_profile_is_printed_and_written(panel: Path, tmp_path: Path) -> None:
    """Text by theme without --out, a page with it, in both languages."""
    code, text = run("profile", panel, "WK034403")
    assert code == 0
    assert "Wijk 03 Overvecht (WK034403)" in text
    assert "Aandeel woningen van corporaties: 1.016%" in text
    assert "Niet gemeten." in text
    page = tmp_path / "p.html"
    code, text = run("profile", panel, "Wijk 03 Overvecht", "--out", page, "--language", "en")
    assert code == 0
    assert str(page) in text
    assert "What stands out" in page.read_text(encoding="utf-8")


def test_a_profile_as_json_names_the_cell_of_each_figure(panel: Path) -> None:
    """Value, year, file and column, percentile, peers."""
    code, text = run("profile", panel, "WK034403", "--json", "--peers", 6)
    assert code == 0
    record = json.loads(text)
    lines = {line["indicator"]: line for theme in record["themes"] for line in theme["lines"]}
    line = lines["homes_corporation"]
    assert (line["value"], line["year"]) == (1016.0, 2023)
    assert line["source"]["file"] == "kwb.csv"
    assert line["source"]["column"] == "homes_corporation"
    assert line["among"]["count"] == 20
    assert lines["residents"]["among"] is None
    assert len(record["peers"]["found"]) == 6
    assert {one["why"] for one in record["peers"]["unavailable"]} == {"no own figure"}


def test_goals_come_from_a_table(panel: Path, tmp_path: Path) -> None:
    """A goal stands beside its figure; a table with a fault is wrong use."""
    goals = tmp_path / "goals.csv"
    goals.write_text("indicator,value,year\nhomes_corporation,30,2030\n")
    _, text = run("profile", panel, "WK034403", "--targets", goals, "--json")
    record = json.loads(text)
    lines = {line["indicator"]: line for theme in record["themes"] for line in theme["lines"]}
    assert lines["homes_corporation"]["target"]["value"] == 30
    goals.write_text("indicator,value\nhomes_corporation,\n")
    code, text = run("profile", panel, "WK034403", "--targets", goals)
    assert code == 2
    assert "goals.csv, row 2, column value" in text


def test_peers_can_be_chosen(panel: Path, tmp_path: Path) -> None:
    """Own criteria are used, and too few of them are refused with a hint."""
    table = tmp_path / "criteria.csv"
    table.write_text("indicator,weight\ndensity,2\nshare_65,1\n")
    code, text = run("peers", panel, "WK034403", "--criteria", table, "--json")
    assert code == 2
    assert "can be compared on 2 criteria, and at least 3" in text
    code, text = run("peers", panel, "WK034403", "--criteria", table, "--least-criteria", 2,
                     "--peers", 3, "--json")  # fmt: skip
    assert code == 0
    record = json.loads(text)
    assert [one["weight"] for one in record["criteria"]] == [2, 1]
    distances = [one["distance"] for one in record["found"]]
    assert len(distances) == 3
    assert distances == sorted(distances)
    code, text = run("peers", panel, "WK034403", "--elsewhere")
    assert code == 2
    assert "the panel holds no other district" in text
    _, text = run("peers", panel, "WK034403", "--peers", 2)
    assert text.count("WK0344") == 1 + 2 + text.count("Wijk WK0344")


def test_an_unknown_area_is_refused_with_help(panel: Path) -> None:
    """The message names areas with such a name."""
    code, text = run("profile", panel, "overvecht")
    assert code == 2
    assert "did you mean WK034403 Wijk 03 Overvecht?" in text


def test_focus_areas_are_listed_and_written(panel: Path, tmp_path: Path) -> None:
    """The list needs no panel; pages do; a proposal is marked in JSON."""
    code, text = run("focus")
    assert code == 0
    assert len(text.strip().splitlines()) == 20
    _, text = run("focus", "Roosendaal Ring")
    assert "38000" in text
    _, text = run("focus", "overvecht", "--panel", panel, "--json")
    record = json.loads(text)[0]
    assert (record["areas"], record["settled"]) == (["WK034403"], "name")
    code, text = run("focus", "--out", tmp_path / "f")
    assert code == 2
    code, text = run("focus", "--panel", panel, "--out", tmp_path / "f")
    assert code == 0
    assert len(list((tmp_path / "f").glob("*.html"))) == 22
    code, text = run("focus", "Atlantis")
    assert code == 2
    assert "is no focus area" in text


def test_a_panel_given_as_a_focus_area_is_understood(tmp_path: Path) -> None:
    """`hecht area focus panel` says how to name the panel, and ends with exit code 2."""
    result = CliRunner().invoke(app, ["area", "focus", str(tmp_path)])
    assert result.exit_code == 2
    assert "--panel" in result.output
