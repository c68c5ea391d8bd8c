"""`hecht scenarios` from the command line: files, words and exit codes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

pytest.importorskip("pymoo", reason="hecht scenarios needs pymoo")

from hecht.cli import app
from hecht.cli.scenarios import many
from hecht.design import genetic
from hecht.exchange import write, write_design
from tests.design.choices import three_rows

SMALL = ("--workers", "1", "--seeds", "1", "--iterations", "1")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with two rows and their options."""
    write_design(three_rows(2), tmp_path / "rows")
    return tmp_path / "rows"


def call(*words: str | Path) -> tuple[int, str]:
    """Return the exit code and everything that was printed."""
    result = CliRunner().invoke(app, ["scenarios", *map(str, words)])
    return result.exit_code, result.output


def test_a_front_is_written_and_told(folder: Path, tmp_path: Path) -> None:
    """The table names the goals, the files stand there, and each plan passes `hecht check`."""
    out = tmp_path / "out"
    code, said = call(folder, "--out", out, *SMALL, "--at-least", "homes_added=2")
    assert code == 0, said
    assert "Homes added" in said
    assert "s01" in said
    assert "all that keep to the limits were looked at" in said
    record = json.loads((out / "scenarios.json").read_text())
    assert record["format"] == "hecht-scenarios/1"
    assert (out / "evaluations.jsonl").is_file()
    for one in record["front"]:
        checked = CliRunner().invoke(
            app, ["check", str(out / one["neighbourhood"]), str(out / one["plan"])]
        )
        assert checked.exit_code == 0, checked.output


def test_the_front_comes_with_its_pages(folder: Path, tmp_path: Path) -> None:
    """Both pages lie in the folder in the language asked for, and go with the old front."""
    out = tmp_path / "out"
    code, said = call(folder, "--out", out, *SMALL, "--at-least", "homes_added=0")
    assert code == 0, said
    assert f"Comparison: {out / 'compare.html'}" in said.replace("\n", "")
    dutch = (out / "compare.html").read_text()
    assert '<html lang="nl">' in dutch
    assert "Elke variant hier houdt zich aan: Woningen erbij: minstens 0." in dutch
    assert '<html lang="nl">' in (out / "meeting.html").read_text()
    for one in json.loads((out / "scenarios.json").read_text())["front"]:
        assert f"(map {one['id']})" in dutch
        assert f">{one['id']} " not in dutch
    code, said = call(folder, "--out", out, *SMALL, "--language", "en", "--json")
    assert code == 0, said
    assert "Comparison:" not in said
    assert '<html lang="en">' in (out / "compare.html").read_text()
    assert '<html lang="en">' in (out / "meeting.html").read_text()
    assert "Wat één meer kost" not in dutch
    code, said = call(folder, "--out", out, *SMALL, "--prices")
    assert code == 0, said
    assert "What one more kept tie costs:\n  A  " in said
    code, said = call(folder, "--out", out, *SMALL, "--prices", "--json")
    assert code == 0, said
    for one in json.loads(said[said.index("{") :])["front"]:
        assert one["prices"]["kinds"]
        assert one["prices"]["price_tie"]["euros"] is not None or one["prices"]["price_tie"]["why"]
    assert "Wat één meer kost" in (out / "compare.html").read_text()
    code, said = call(folder, "--out", out, *SMALL, "--no-pages", "--prices")
    assert code == 2
    code, said = call(folder, "--out", out, *SMALL, "--no-pages")
    assert code == 0, said
    assert not list(out.glob("*.html"))


def test_one_scenario_has_no_pages(folder: Path, tmp_path: Path) -> None:
    """Where the front has nothing to compare a line says so, and the exit code is that of it."""
    code, said = call(folder, "--out", tmp_path / "out", *SMALL, "--at-least", "homes_added=4")
    assert code == 0, said
    assert "No comparison was written: one scenario is in the front" in said
    assert not list((tmp_path / "out").glob("*.html"))


def test_limits_that_cannot_be_kept_are_told(folder: Path, tmp_path: Path) -> None:
    """The exit code is 1, and each limit comes with how far it would have to give way."""
    code, said = call(
        folder, "--out", tmp_path / "out", *SMALL, "--at-least", "homes_added=4",
        "--at-most", "cost=500000",
    )  # fmt: skip
    assert code == 1
    assert "These cannot all be kept" in said
    assert "homes_added >= 4: with the others of these, 0 is the most that can be had" in said
    assert "cost_known <= 500,000: with the others of these, it is 1,400,000 at least" in said
    assert "No comparison was written: no scenario is in the front" in said


def test_one_limit_that_cannot_be_kept_is_told_by_itself(folder: Path, tmp_path: Path) -> None:
    """There are no others of which to speak."""
    code, said = call(folder, "--out", tmp_path / "out", *SMALL, "--at-least", "homes_added=999")
    assert code == 1
    assert "This cannot be kept:\n  - homes_added >= 999: " in said
    assert "is the most that can be had" in said
    assert "the others of these" not in said


@pytest.mark.parametrize(
    ("count", "told"),
    [(0, "0"), (12_345, "12,345"), (999_999_999, "999,999,999"), (6_776_263 * 10**40, "7 x 10^46")],
)
def test_numbers_of_combinations_can_be_read(count: int, told: str) -> None:
    """Beyond a thousand million they are rounded to a power of ten."""
    assert many(count) == (told if count < 10**9 else f"about {told}")


def test_few_looks_in_a_short_time_are_told(folder: Path, tmp_path: Path) -> None:
    """With --seconds no end is counted towards, and the next command goes on from what is kept."""
    out = tmp_path / "out"
    code, said = call(folder, "--out", out, "--seconds", "1", *SMALL)
    assert code == 0, said
    assert "of 1000000" not in said
    code, said = call(folder, "--out", out, *SMALL)
    assert code == 0, said
    assert "Going on from" in said


def test_a_goals_file_and_json(folder: Path, tmp_path: Path) -> None:
    """Goals come from a file, and --json gives scenarios.json."""
    goals = tmp_path / "goals.toml"
    goals.write_text('[goals]\nhomes_added = "more"\ncost = "less"\n')
    code, said = call(folder, "--out", tmp_path / "out", *SMALL, "--goals", goals, "--json")
    assert code == 0, said
    found = json.loads(said[said.index("{") :])
    assert [goal["figure"] for goal in found["goals"]] == ["homes_added", "cost_known"]
    assert len(found["front"]) == 3


def test_wrong_use_is_told(folder: Path, tmp_path: Path) -> None:
    """A key that does not exist, a folder without options, and two ends at once are refused."""
    code, said = call(folder, "--out", tmp_path / "out", "--at-least", "hommes=4")
    assert code == 2
    assert "there is no figure 'hommes'" in said
    write(three_rows(2).neighbourhood, tmp_path / "bare")
    code, said = call(tmp_path / "bare", "--out", tmp_path / "out")
    assert code == 2
    assert "has no options to choose from" in said
    code, said = call(folder, "--out", tmp_path / "out", "--seconds", "9", "--evaluations", "9")
    assert code == 2


def test_the_figures_can_be_listed(tmp_path: Path) -> None:
    """--figures names every figure with its unit and which way is better."""
    code, said = call("x", "--out", "y", "--figures")
    assert code == 0
    assert "homes_added (homes, more is better): Homes added" in said


def test_without_pymoo_it_says_what_to_install(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The search needs pymoo; where it is absent the message names the extra."""

    def absent() -> None:
        raise genetic.NoOptimiser(genetic.MISSING)

    monkeypatch.setattr("hecht.design.search.require_pymoo", absent)
    code, said = call(folder, "--out", tmp_path / "out", *SMALL, "--evaluations", "2")
    assert code == 2
    assert "pip install 'hecht[design]'" in said
