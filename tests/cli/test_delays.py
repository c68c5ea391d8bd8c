"""hecht delays and hecht plan --for on folders: what is printed, written and refused."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from hecht.cli import app
from hecht.exchange import read, write
from hecht.exchange.plan_folder import read_plan, write_plan
from hecht.neighbourhood import DelayRules
from tests.planning.delays.street import plan, street


def run(*words: str | Path) -> tuple[int, str, str]:
    """Run a command and return its exit code, standard output and standard error."""
    result = CliRunner().invoke(app, [str(word) for word in words])
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result.exit_code, result.stdout, result.stderr


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Give the street with late works, and its plan, as folders."""
    place = tmp_path_factory.mktemp("late")
    write(street(), place / "street")
    write_plan(plan(), place / "plan")
    return place / "street", place / "plan"


def test_json_holds_all_of_it(folders: tuple[Path, Path]) -> None:
    """Households, figures, blocks and buffers are there, with months as year-month."""
    code, out, _ = run("delays", *folders, "--futures", "3", "--json")
    found = json.loads(out)
    assert code == 0
    assert found["futures"] == 3
    assert found["chance"] == 0.0
    assert [(h["household"], h["promised"], h["p90"]) for h in found["households"]] == [
        ("H1", "2030-11", "2031-01"),
        ("H2", "2030-11", "2031-01"),
    ]
    assert found["blocks"][0]["block"] == "A"
    assert found["blocks"][0]["harm"] == 4.0
    assert found["buffers"][0]["per_unit"] == 2.0
    assert found["figures"]["months_temporary"]["p50"] == 6
    assert found["assumptions"] == {}
    assert run("delays", *folders, "--futures", "3", "--json")[1] == out


def test_the_screen_tells_what_matters(folders: tuple[Path, Path], tmp_path: Path) -> None:
    """The chance, the figures, the blocks and the buffers are named; the page is written."""
    page = tmp_path / "late.html"
    code, out, err = run("delays", *folders, "--futures", "2", "--page", page, "--language", "en")
    assert code == 0
    assert "0% of 2 households" in out
    assert "4.0 household-months late" in out
    assert "2 months more for block A" in out
    assert str(page) in err
    assert "When works run late" in page.read_text(encoding="utf-8")


def test_no_buffers_when_none_are_asked(folders: tuple[Path, Path]) -> None:
    """Without buffers nothing is tried, and assumptions are named where they are used."""
    code, out, _ = run("delays", *folders, "--futures", "2", "--no-buffers", "--policy", "spare")
    assert code == 0
    assert "Buffers" not in out
    assert "Assumed" not in out


def test_the_rules_of_delay_go_through_the_folder(tmp_path: Path) -> None:
    """What the project file says of delays is read back as it was written."""
    for number, rules in enumerate((DelayRules(), street().delays)):
        place = tmp_path / str(number)
        write(street(rules), place)
        assert read(place).delays == rules
        assert read(place) == street(rules)


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ('rebuild = "lognormal 1.3 1.1"', "the factors must rise"),
        ('rebuild = "normal 1 0.1"', "there is no distribution 'normal'"),
        ('rebuild = "triangular 1 2"', "triangular takes least most likely most"),
        ('rebuild = "lognormal one two"', "not a distribution with numbers"),
        ('rebuild = "lognormal 1 99"', "between 0.1 and 10"),
        ("rebuild = 1.2", "this must be text"),
        ("winter_share = 0.6", "between 0 and 0.45"),
        ("contractor_share = 2", "between 0 and 1"),
        ('rebuilds = "none"', "did you mean rebuild"),
    ],
)
def test_wrong_rules_are_named_with_their_line(tmp_path: Path, line: str, words: str) -> None:
    """A wrong rule of delay is an error with its file, line and what to write."""
    write(street(DelayRules()), tmp_path / "street")
    path = tmp_path / "street" / "project.toml"
    text = path.read_text(encoding="utf-8")
    assert text.count("[delays]") == 1
    path.write_text(text.replace("[delays]", f"[delays]\n{line}"), encoding="utf-8")
    row = text.split("[delays]")[0].count("\n") + 2
    code, out, _ = run("check", tmp_path / "street", "--json")
    assert code == 1
    assert words in out
    assert f'"row": {row}' in out


def test_a_plan_for_late_works_is_made_and_told(tmp_path: Path) -> None:
    """--for expected lays the plans that were tried side by side and keeps a sound one."""
    write(street(), tmp_path / "street")
    words = ("--for", "expected", "--iterations", "1", "--no-report")
    code, _, err = run("plan", tmp_path / "street", "--out", tmp_path / "plan", *words)
    assert code == 0
    assert "works planned as" in err
    assert "(chosen)" in err
    made = read_plan(read(tmp_path / "street"), tmp_path / "plan")
    assert run("check", tmp_path / "street", tmp_path / "plan")[0] == 0
    assert made.course.starts["A"] >= 3


def test_the_practice_method_does_not_plan_for_late_works(tmp_path: Path) -> None:
    """--for goes with the method hecht only."""
    write(street(), tmp_path / "street")
    words = ("--for", "p90", "--method", "practice")
    code, _, err = run("plan", tmp_path / "street", "--out", tmp_path / "plan", *words)
    assert code == 2
    assert "only the method hecht" in err
