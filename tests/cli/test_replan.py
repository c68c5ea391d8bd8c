"""`hecht replan`: from a plan folder and a table of events to a new plan folder that checks."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from hecht.cli import app
from hecht.exchange import read, write
from hecht.exchange.plan_before import read_before
from hecht.exchange.plan_folder import read_plan, write_plan
from hecht.neighbourhood import Tie
from hecht.outcomes import score
from hecht.planning import Plan
from hecht.planning.check import check
from tests.planning.street import street

runner = CliRunner()
HEAD = "date,kind,household,block,home,value,note\n"


@pytest.fixture
def folders(tmp_path: Path) -> Path:
    """Write the street and its plan, with a heavy weight on what was told."""
    here, course = street()
    policy = replace(here.policy, points_broken_announcement=5000.0)
    here = replace(here, policy=policy, ties=(Tie("1", "3"),))
    write(here, tmp_path / "here")
    write_plan(Plan(here, course, "hand", 1, score(here, course)), tmp_path / "plan")
    return tmp_path


def run(folder: Path, rows: str, *more: str, plan: str = "plan", out: str = "new") -> Result:
    """Replan the street in month 6 after these events."""
    (folder / "events.csv").write_text(HEAD + rows, encoding="utf-8")
    events = ["--events", str(folder / "events.csv")]
    name = [str(folder / plan), str(folder / "here")] if plan == "plan" else [str(folder / plan)]
    on = [] if "--on" in more else ["--on", "2026-07"]
    where = ["--out", str(folder / out), "--iterations", "1", "--workers", "1"]
    return runner.invoke(app, ["replan", *name, *on, *events, *where, *more])


def test_a_new_plan_is_written_with_what_it_was_made_from(folders: Path) -> None:
    """The folder is complete: plan, neighbourhood, old plan, events, whom to write to."""
    result = run(folders, ",works_delayed,,A,,2,asbest\n", "--no-report")
    assert result.exit_code == 1, "the limit on months in temporary homes cannot be kept"
    new = folders / "new"
    assert (new / "events.csv").read_text(encoding="utf-8").endswith("asbest\n")
    made = json.loads((new / "plan.json").read_text(encoding="utf-8"))["made_from"]
    assert made["plan"] == "plan"
    assert made["date"] == "2026-07"
    assert made["longest"] == {"1": 8}
    changes = (new / "changes.csv").read_text(encoding="utf-8").splitlines()
    assert [line.split(",")[0] for line in changes] == ["household", "1"]
    assert "Not kept: Household 1 stays in temporary homes for 8 months" in result.output


def test_the_new_plan_passes_hecht_check_with_its_own_neighbourhood(folders: Path) -> None:
    """`hecht check NEW/neighbourhood NEW` finds nothing, and finds a changed past."""
    run(folders, ",works_delayed,,A,,2,\n", "--no-report")
    new = folders / "new"
    sound = runner.invoke(app, ["check", str(new / "neighbourhood"), str(new)])
    assert sound.exit_code == 0, sound.output
    here = read(new / "neighbourhood")
    before = read_before(here, new)
    assert before is not None
    assert check(here, read_plan(here, new).course, before) == []
    works = new / "before-works.csv"
    works.write_text(works.read_text(encoding="utf-8").replace("2026-05", "2026-04"), "utf-8")
    broken = runner.invoke(app, ["check", str(new / "neighbourhood"), str(new)])
    assert broken.exit_code == 1
    assert "began in" in " ".join(broken.output.split())


def test_a_plan_made_anew_is_made_anew_again(folders: Path) -> None:
    """The second time the neighbourhood in the plan folder serves."""
    run(folders, ",works_delayed,,A,,2,\n", "--no-report")
    result = run(
        folders, ",birth,4,,,,\n", "--no-report", "--on", "2026-09", plan="new", out="newer"
    )
    assert result.exit_code in (0, 1), result.output
    newer = folders / "newer"
    assert read(newer / "neighbourhood").household_of["4"].size == 4


def test_json_tells_what_changes(folders: Path) -> None:
    """With --json the changes, what is not kept and the figures of both plans are one object."""
    result = run(folders, ",works_delayed,,A,,2,\n", "--no-report", "--json")
    facts = json.loads(result.stdout)
    (change,) = facts["changes"]
    assert (change["household"], change["change"], change["months_later"]) == ("1", "month", 2)
    assert "the works on A take 2 months longer" in change["reason"]
    assert facts["not_kept"][0]["instead"] == "8"
    assert facts["old"]["score"] > facts["new"]["score"]


def test_nothing_happened_and_the_answer_is_yes(folders: Path) -> None:
    """Without events nothing changes, and the exit code is 0; the pages are written."""
    result = run(folders, "")
    assert result.exit_code == 0, result.output
    assert "0 households to write to" in result.output
    page = (folders / "new" / "changes.html").read_text(encoding="utf-8")
    assert "Er verandert voor niemand iets." in page
    assert (folders / "new" / "report.html").is_file()


def test_no_plan_writes_nothing_and_names_the_way_out(folders: Path) -> None:
    """A delay past the end of the plan: exit code 1, what conflicts, and no folder."""
    result = run(folders, ",works_delayed,,A,,13,\n", "--no-report", "--json")
    assert result.exit_code == 1
    assert json.loads(result.stdout)["conflicts"]
    assert not (folders / "new").exists()


@pytest.mark.parametrize(
    ("rows", "more", "words"),
    [
        (",works_delayed,,X,,2,\n", (), "events.csv, row 2, block"),
        (",works_start,,A,,,\n", (), "fill in date"),
        ("", ("--on", "mei"), "is not a month"),
        ("", ("--on", "2031-01"), "outside the plan"),
        ("", ("--seconds", "1"), "not both"),
    ],
)
def test_wrong_use_is_told(folders: Path, rows: str, more: tuple[str, ...], words: str) -> None:
    """Wrong events, months and options give exit code 2 and say what is wrong."""
    result = run(folders, rows, *more)
    assert result.exit_code == 2
    assert words in " ".join((result.output + result.stderr).replace("│", " ").split())


def test_the_new_plan_may_not_take_the_place_of_the_old(folders: Path) -> None:
    """The old plan is what the new one is held against, so it stays."""
    result = run(folders, "", out="plan")
    assert result.exit_code == 2
    assert (folders / "plan" / "stays.csv").is_file()
