"""`hecht evidence` on the command line: search, show, pool and households."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from hecht.cli import app
from hecht.effects.library import load
from hecht.exchange import write
from hecht.exchange.evidence_file import append_evidence
from hecht.exchange.plan_folder import write_plan
from tests.outcomes.street import moved_course, street
from tests.report.pages import planned

RUN = CliRunner()


def run(*words: str | Path, code: int = 0) -> Result:
    """Run `hecht evidence …` and expect this exit code."""
    result = RUN.invoke(app, ["evidence", *map(str, words)])
    assert result.exit_code == code, result.output
    return result


def own_file(folder: Path, count: int) -> Path:
    """Return a file of own evidence with so many comparable figures."""
    path = folder / "evidence.csv"
    effects = (0.05, 0.02, 0.08)
    append_evidence(
        path,
        [
            replace(
                load()[0],
                key=f"own-{n}",
                title=f"Own {n}",
                title_nl="",
                source=f"file {n}",
                address="",
                outcome="score",
                outcome_nl="",
                effect=effects[n],
                low=effects[n] - 0.04,
                high=effects[n] + 0.04,
            )
            for n in range(count)
        ],
    )
    return path


def test_search_lists_the_strongest_first_and_marks_failures() -> None:
    """One line each, with dots, a mark and the key; nothing found is exit code 1."""
    lines = run("search", "loting").stdout.splitlines()
    assert lines[0].startswith("●●●○○ ✗ japan-2011-individual: Ouderen die")
    assert lines[-1].startswith("3 gevonden")
    english = run("search", "--measure", "ballot", "--language", "en").stdout
    assert "london-ballots: No subsidy without a ballot" in english
    assert "0 gevonden" in run("search", "olifant", code=1).stdout


def test_search_narrows_and_names_the_words_there_are() -> None:
    """A theme that is none is wrong use, and the themes are told."""
    found = json.loads(run("search", "--theme", "safety", "--show", "failures", "--json").stdout)
    assert found
    assert all(one["failure"] and "safety" in one["themes"] for one in found)
    assert all(one["strength"] in ("stated", "cross_section") for one in found)
    wrong = run("search", "--theme", "sport", code=2)
    assert "public_space" in wrong.stderr
    assert "waterbed" not in run("search", "--measure", "mixing", "--strength", "3").stdout


def test_a_page_is_written_of_what_was_found(tmp_path: Path) -> None:
    """Only of what fits the search."""
    page = tmp_path / "page.html"
    result = run("search", "--measure", "ballot", "--out", page, "--language", "en")
    assert f"Page: {page}" in result.stdout
    text = page.read_text(encoding="utf-8")
    assert text.count("<article ") == 1
    assert "london-ballots" in text


def test_show_tells_what_it_does_not_show_right_under_the_finding() -> None:
    """And the address last; a slip of the pen is helped."""
    lines = run("show", "heygate", "--language", "en").stdout.splitlines()
    at = next(n for n, line in enumerate(lines) if line.startswith("What was found: "))
    assert lines[at + 1].startswith("What this does not show: How many did return.")
    assert "✗ Did not work, or worked against people" in lines
    assert lines[-1] == "https://www.35percent.org/estates/heygate/"
    assert json.loads(run("show", "heygate", "--json").stdout)["strength_number"] == 0
    assert "did you mean heygate" in run("show", "heygat", code=2).stderr


def test_pool_refuses_with_the_reason() -> None:
    """What comes with hecht cannot be pooled, and it says why; exit code 1."""
    said = run("pool", "--outcome", "households returning", "--language", "en", code=1).stdout
    assert "3 figures with an interval are the least, and there are 0" in said
    record = json.loads(run("pool", "--measure", "ballot", "--json", code=1).stdout)
    assert record["pooled"] is None
    assert "the least" in record["why"]


def test_own_figures_are_pooled(tmp_path: Path) -> None:
    """Mean, interval, what a next place may see, and the weights."""
    path = own_file(tmp_path, 3)
    said = run("pool", "--outcome", "score", "--own", path).stdout
    assert "3 cijfers over score samen: gemiddeld 0,0500 coëfficiënt b" in said
    assert "Een volgende plaats zoals deze" in said
    assert said.count("33%") == 3
    record = json.loads(run("pool", "--outcome", "score", "--own", path, "--json").stdout)
    assert record["pooled"]["mean"] == pytest.approx(0.05)
    # variance 0.0009 of the three less the square of their error, 0.04 / 1.959964
    assert record["pooled"]["tau2"] == pytest.approx(0.0009 - (0.04 / 1.959964) ** 2, abs=1e-7)
    english = run("pool", "--outcome", "score", "--own", path, "--language", "en").stdout
    assert "3 figures on score together" in english
    left = run("pool", "--outcome", "score", "--own", path, "--without", "own-1", code=1).stdout
    assert "er zijn er 2" in left
    run("pool", "--outcome", "score", "--own", path, "--without", "own-9", code=2)


def test_a_file_of_ones_own_that_is_wrong_is_refused_by_row(tmp_path: Path) -> None:
    """Row and column, and exit code 2."""
    path = own_file(tmp_path, 1)
    text = path.read_text(encoding="utf-8-sig").replace("compared", "splendid", 1)
    path.write_text(text, encoding="utf-8")
    said = run("search", "--own", path, code=2).stderr
    assert "evidence.csv, row 2, column strength: 'splendid' is not known" in said


@pytest.fixture
def places(tmp_path: Path) -> tuple[Path, Path]:
    """Return the folder of the street and of its plan."""
    write(street(), tmp_path / "street")
    write_plan(planned(street(), moved_course()), tmp_path / "plan")
    return tmp_path / "street", tmp_path / "plan"


def test_five_households_are_too_few_to_show(places: tuple[Path, Path], tmp_path: Path) -> None:
    """Nothing is shown, it says why, messy rows are told by row, and the exit code is 1."""
    survey = tmp_path / "survey.csv"
    survey.write_text(
        "household,date,know,pleasant,cosy,home\n"
        "P1,2025-06-01,5,1,1,1\nP2,2025-06-01,4,2,2,2\nP9,2025-06-01,1,1,1,1\n"
        "P3,2023-12-20,4,2,2,2\nP4,2025-06-01,4,,,2\n",
        encoding="utf-8",
    )
    result = run("households", *places, "--survey", survey, "--language", "en", code=1)
    assert "Return: not shown, a group is too small." in result.stdout
    assert "2 of 5 households (40%) have a usable answer from after" in result.stdout
    assert "with too little answered" in result.stdout
    assert "! survey.csv, row 4, column household: there is no household 'P9'" in result.stderr
    record = json.loads(run("households", *places, "--survey", survey, "--json", code=1).stdout)
    assert record["answered"] == 2
    assert record["rows_left_out"] == 1
    assert record["unused"] == {"too little answered": 1, "between the moves, or too soon after": 1}
    assert record["differences"]["returned"]["plain"] is None
    assert record["by_moves"][2]["count"] is None


def test_several_neighbourhoods_are_taken_together(
    places: tuple[Path, Path], tmp_path: Path
) -> None:
    """Each with its own level; a list that is no triple is wrong use."""
    survey = tmp_path / "survey.csv"
    survey.write_text("household,date,know,pleasant,cosy,home\n", encoding="utf-8")
    also = f"{places[0]},{places[1]},{survey}"
    record = json.loads(
        run("households", *places, "--survey", survey, "--also", also, "--json", code=1).stdout
    )
    assert record["asked"] == 10
    wrong = run("households", *places, "--survey", survey, "--also", "only-one", code=2)
    assert "with commas between" in wrong.stderr


def test_pages_of_figures_and_households_are_written(
    places: tuple[Path, Path], tmp_path: Path
) -> None:
    """With --out, also where nothing of households may be shown; not where pooling is refused."""
    page = tmp_path / "pool.html"
    said = run("pool", "--outcome", "score", "--own", own_file(tmp_path, 3), "--out", page).stdout
    assert f"Page: {page}" in said
    assert "<svg" in page.read_text(encoding="utf-8")
    survey = tmp_path / "survey.csv"
    survey.write_text("household,date,know,pleasant,cosy,home\n", encoding="utf-8")
    other = tmp_path / "households.html"
    run("households", *places, "--survey", survey, "--out", other, code=1)
    assert "een groep is te klein" in other.read_text(encoding="utf-8")
    refused = tmp_path / "refused.html"
    run("pool", "--measure", "ballot", "--out", refused, code=1)
    assert not refused.exists()
