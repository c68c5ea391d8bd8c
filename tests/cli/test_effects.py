"""`hecht effects`: from a table to a sentence, a record, a page and an entry of evidence."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from hecht.cli import app
from hecht.exchange.about_file import EXAMPLE
from tests.effects.panels import random_panel

COLUMNS = ["--unit", "code", "--time", "year", "--outcome", "score", "--first-treated", "began"]


@pytest.fixture
def panel(tmp_path: Path) -> Path:
    """Write a panel of 80 areas, some 20 of them treated, on a line of 80 km."""
    made = random_panel(1, units=80, starts=(0, 0, 0, 4, 5))
    path = tmp_path / "panel.csv"
    with path.open("w", encoding="utf-8", newline="") as lines:
        out = csv.writer(lines)
        out.writerow(["code", "year", "score", "began", "x", "y"])
        for row, unit in enumerate(made.units):
            for column, year in enumerate(made.times):
                figure, start = made.outcome[row, column], made.first_treated[row]
                out.writerow([unit, year, figure, start, 1000 * row, 0])
    return path


def run(*words: object, code: int = 0) -> str:
    """Run the verb and return what it prints; the exit code must be `code`."""
    done = CliRunner().invoke(app, ["effects", *(str(word) for word in words)])
    assert done.exit_code == code, done.output
    return done.output


def test_the_record_has_all_its_parts(panel: Path) -> None:
    """att, se and interval by aggregation; event times, pre-trend and placebo."""
    found = json.loads(run(panel, *COLUMNS, "--placebo", 50, "--json"))
    assert set(found["att"]) == {"simple", "dynamic", "group", "calendar"}
    assert set(found["se"]) == set(found["interval"]) == set(found["att"])
    low, high = found["interval"]["simple"]
    assert low < found["att"]["simple"] < high
    assert "-1" in found["by_event_time"]
    assert set(found["by_event_time"]["0"]) == {"value", "se", "interval", "band"}
    assert 0 <= found["pretrend"]["p"] <= 1
    assert len(found["placebo"]["draws"]) == 50
    assert found["group_time"][0]["group"] == 4
    assert found["sentences"]["nl"]


def test_the_same_seed_gives_the_same_record(panel: Path) -> None:
    """And another seed other draws."""
    words = [panel, *COLUMNS, "--placebo", 20, "--json", "--seed"]
    assert run(*words, 3) == run(*words, 3)
    assert json.loads(run(*words, 3))["placebo"] != json.loads(run(*words, 4))["placebo"]


def test_a_sentence_in_either_language_and_a_page(panel: Path, tmp_path: Path) -> None:
    """Dutch is the default; the page is written where it was asked."""
    page = tmp_path / "effect.html"
    dutch = run(panel, *COLUMNS, "--out", page, "--honest")
    assert "gebieden met de maatregel" in dutch
    assert str(page) in dutch
    assert "Rambachan" in page.read_text("utf-8")
    assert "areas with the measure" in run(panel, *COLUMNS, "--language", "en")


def test_rings_by_distance_and_by_table(panel: Path, tmp_path: Path) -> None:
    """Both are told; both at once are refused."""
    rings = ["--places", "x,y", "--ring", 2500, "--ring", 1000]
    found = json.loads(run(panel, *COLUMNS, *rings, "--json"))
    assert [one["high"] for one in found["rings"]] == [1000, 2500]
    assert found["without_rings"]["value"] != found["att"]["simple"]
    table = tmp_path / "neighbours.csv"
    pairs = [f"u{at:04},u{at + 1:04}" for at in range(79)]
    table.write_text("a,b\n" + "\n".join(pairs) + "\n", encoding="utf-8")
    found = json.loads(run(panel, *COLUMNS, "--neighbours", table, "--json"))
    assert len(found["rings"]) == 1
    both = [*rings, "--neighbours", table]
    assert "not both" in run(panel, *COLUMNS, *both, code=2)


def test_options_reach_the_estimate(panel: Path) -> None:
    """Comparison, base, anticipation and confidence change what is reckoned."""
    plain = json.loads(run(panel, *COLUMNS, "--json"))
    other = json.loads(
        run(panel, *COLUMNS, "--comparison", "not-yet", "--base", "universal", "--anticipation", 1,
            "--confidence", 0.9, "--json")
    )  # fmt: skip
    assert other["options"]["comparison"] == "not-yet"
    assert other["att"]["simple"] != plain["att"]["simple"]
    assert other["level"] == 0.9
    assert other["by_event_time"]["-2"]["value"] == 0


def test_an_own_result_enters_the_evidence(panel: Path, tmp_path: Path) -> None:
    """With what was done told in a file; without it the file is shown."""
    about, own = tmp_path / "about.toml", tmp_path / "own.csv"
    about.write_text(EXAMPLE, encoding="utf-8")
    run(panel, *COLUMNS, "--add", own, "--about", about)
    with own.open(encoding="utf-8-sig", newline="") as lines:
        (entry,) = csv.DictReader(lines)
    assert entry["key"] == "own-green-2024"
    assert float(entry["effect"]) == pytest.approx(
        json.loads(run(panel, *COLUMNS, "--json"))["att"]["simple"]
    )
    assert "nothing was added" in run(panel, *COLUMNS, "--add", own, "--about", about, code=2)
    assert "--about" in run(panel, *COLUMNS, "--add", own, code=2)


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ([], "--panel"),
        (["{panel}"], "--unit"),
        (["{panel}", *COLUMNS[:-1], "start"], "no column 'start'"),
        (["{panel}", *COLUMNS, "--places", "x"], "--places"),
        (["{panel}", *COLUMNS, "--ring", "500"], "need the place"),
        (["{panel}", *COLUMNS, "--honest", "--method", "twfe"], "--honest"),
        (["{panel}", *COLUMNS, "--method", "magic"], "choose one of staggered"),
        (["--panel", "{folder}"], "--indicator"),
        (["--panel", "{folder}", "--indicator", "i", "--treated", "t", "--level", "x"], "--level"),
    ],
)
def test_wrong_use_says_what_to_do(panel: Path, words: list[str], told: str) -> None:
    """Exit code 2, and the option that is meant."""
    filled = [word.format(panel=panel, folder=panel.parent) for word in words]
    assert told in run(*filled, code=2)


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    """As every verb does."""
    assert "gone.csv" in run(tmp_path / "gone.csv", *COLUMNS, code=2)


@pytest.mark.shared
def test_mpdta_at_the_command_line(shared_data: Path) -> None:
    """The published figures come out of the command itself."""
    columns = ["--unit", "countyreal", "--time", "year", "--outcome", "lemp"]
    words = [shared_data / "causal" / "mpdta.csv", *columns, "--first-treated", "first.treat"]
    found = json.loads(run(*words, "--json"))
    assert found["att"]["simple"] == pytest.approx(-0.0399512751551763, abs=1e-6)
    assert found["se"]["simple"] == pytest.approx(0.0120340127701854, abs=1e-6)
    event = json.loads(run(*words, "--method", "sun-abraham", "--json"))
    assert event["by_event_time"]["2"]["value"] == pytest.approx(-0.137258738889403, abs=1e-6)
