"""`hecht letters` from the command line: files, languages, changes, and what is refused."""

from __future__ import annotations

import csv
import json
import shutil
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from typer.testing import CliRunner

import hecht
from hecht.cli import app
from hecht.exchange import read, write
from hecht.exchange.intake_files import ANSWERS
from hecht.exchange.plan_folder import write_plan
from hecht.exchange.replan_folder import write_replan
from hecht.planning.replan.events import WorksDelayed
from hecht.report.letter_pdf import NoWeasyPrint, Printer
from tests.exchange.test_letters_files import FULL
from tests.planning.replan.test_by_hand import HERE, anew, plan
from tests.report.pages import MARKER, random_plan

PLAN = random_plan(5)


def call(*words: str | Path) -> tuple[int, str]:
    """Return the exit code and everything that was printed."""
    result = CliRunner().invoke(app, ["letters", *map(str, words)])
    return result.exit_code, result.output


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a neighbourhood, its letterhead, and a plan beside it."""
    write(PLAN.neighbourhood, tmp_path / "buurt")
    (tmp_path / "buurt" / "letters.toml").write_text(FULL, encoding="utf-8")
    write_plan(replace(PLAN, neighbourhood=read(tmp_path / "buurt")), tmp_path / "plan")
    return tmp_path


def test_letters_are_written_for_each_household(folder: Path) -> None:
    """A folder each by its code, an index, and a line that says what was done."""
    code, said = call(folder / "buurt", folder / "plan", "--out", folder / "out",
                      "--date", "2024-01-15", "--format", "html,ics")  # fmt: skip
    assert code == 0, said
    count = len(PLAN.neighbourhood.households)
    assert f"{count} letter(s) to {count} household(s)" in said
    rows = list(csv.DictReader((folder / "out" / "index.csv").open(encoding="utf-8")))
    assert {row["household"] for row in rows} == {h.id for h in PLAN.neighbourhood.households}
    for row in rows:
        page = (folder / "out" / row["file"]).read_text("utf-8")
        if row["file"].endswith(".html"):
            assert f"{MARKER} {row['household']}" in page
            assert page.count(MARKER) == page.count(f"{MARKER} {row['household']}")
        else:
            assert MARKER not in page


def test_the_same_order_gives_the_same_bytes(folder: Path) -> None:
    """Two runs, also with PDF and another number of workers, do not differ."""
    try:
        Printer("#000000")
    except NoWeasyPrint as error:
        pytest.skip(str(error))
    names = [h.id for h in PLAN.neighbourhood.households][:2]
    some = [word for name in names for word in ("--household", name)]
    made = []
    for number in (1, 2):
        out = folder / f"out{number}"
        code, said = call(folder / "buurt", folder / "plan", "--out", out, "--workers", number,
                          "--date", "2024-01-15", "--language", "ar", *some)  # fmt: skip
        assert code == 0, said
        assert "not yet reviewed" in said
        made.append({p.relative_to(out): p.read_bytes() for p in out.rglob("*") if p.is_file()})
    assert made[0] == made[1]
    kinds = sorted(path.name.rsplit("-", 1)[1] for path in made[0] if path.suffix == ".pdf")
    assert kinds == ["ar.pdf", "ar.pdf", "nl.pdf", "nl.pdf"]


def test_a_household_gets_the_language_of_its_form(folder: Path) -> None:
    """The log of answers of the intake is read; Dutch comes too."""
    name = PLAN.neighbourhood.households[0].id
    head = "household,question,value,source,date,entered_by,before"
    row = f"{name},language,tr,home_visit,2024-01-02,SB,"
    (folder / "buurt" / ANSWERS).write_text(f"{head}\n{row}\n", encoding="utf-8")
    code, said = call(folder / "buurt", folder / "plan", "--out", folder / "out", "--json",
                      "--date", "2024-01-15", "--format", "html")  # fmt: skip
    assert code == 0, said
    facts = json.loads(said[said.index("{") :])
    assert facts["languages"] == ["nl", "tr"]
    assert facts["letters"] == facts["households"] + 1


def test_a_plan_made_anew_tells_what_changed_from_its_own_folder(tmp_path: Path) -> None:
    """The old plan beside it, or the new folder alone, give the same letters; damage is told."""
    write(HERE, tmp_path / "buurt")
    (tmp_path / "buurt" / "letters.toml").write_text(FULL, encoding="utf-8")
    here = read(tmp_path / "buurt")
    write_plan(plan(here), tmp_path / "old")
    made = anew([WorksDelayed("A", 3)], neighbourhood=here)
    table = b"date,kind,block,value\n,works_delayed,A,3\n"
    write_replan(made, tmp_path / "new", "old", {"events.csv": table})
    pages = []
    for before in ("old", "new"):
        out = tmp_path / f"out-{before}"
        code, said = call(tmp_path / "buurt", tmp_path / "new", "--before", tmp_path / before,
                          "--out", out, "--date", "2026-01-05", "--format", "html")  # fmt: skip
        assert code == 0, said
        assert "2 letter(s) about a changed plan to 2 household(s)" in said
        pages.append(sorted(path.read_text("utf-8") for path in out.rglob("*.html")))
    assert pages[0] == pages[1]
    assert all("Uw plan is veranderd." in page for page in pages[0])
    assert "langer duurt" in pages[0][0]
    facts = json.loads((tmp_path / "new" / "plan.json").read_text("utf-8"))
    facts["made_from"]["not_kept"] = "nothing"
    (tmp_path / "new" / "plan.json").write_text(json.dumps(facts), encoding="utf-8")
    code, said = call(tmp_path / "buurt", tmp_path / "new", "--before", tmp_path / "old",
                      "--out", tmp_path / "damaged")  # fmt: skip
    assert code == 2
    assert "does not say properly what the plan was made from" in said


def test_letters_from_python_are_those_of_the_command_line(folder: Path) -> None:
    """`hecht.letters` writes the same bytes."""
    call(folder / "buurt", folder / "plan", "--out", folder / "out", "--format", "html",
         "--date", "2024-01-15")  # fmt: skip
    here = hecht.read(folder / "buurt")
    made = hecht.letters(
        hecht.read_plan(here, folder / "plan"), folder / "api",
        head=folder / "buurt" / "letters.toml", day=date(2024, 1, 15), formats=("html",),
    )  # fmt: skip
    index = (folder / "out" / "index.csv").read_bytes()
    assert (made / "index.csv").read_bytes() == index


def test_a_letterhead_to_start_from_is_written_once(tmp_path: Path) -> None:
    """It is not overwritten, and using it as it is names what is missing."""
    code, _ = call("--new", tmp_path / "letters.toml")
    assert code == 0
    assert call("--new", tmp_path / "letters.toml")[0] == 2


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--date", "15-01-2024"], "not a day"),
        (["--format", "docx"], "pdf,html,ics"),
        (["--language", "fr"], "nl, en, tr, ar, pl"),
        (["--household", "nobody"], "'nobody'"),
        (["--all"], "--before"),
    ],
)
def test_wrong_use_is_told(folder: Path, words: list[str], said: str) -> None:
    """Exit code 2, what is wrong, and nothing written."""
    code, told = call(folder / "buurt", folder / "plan", "--out", folder / "out", *words)
    assert code == 2
    assert said in told
    assert not (folder / "out").exists()


def test_a_date_after_moves_is_remarked_upon(folder: Path) -> None:
    """Letters that come after the moves they tell of are written, and the number is told."""
    moved = {move.household for move in PLAN.course.moves()}
    assert moved
    for day, told in (("2010-01-15", False), ("2090-01-15", True)):
        code, said = call(folder / "buurt", folder / "plan", "--out", folder / day,
                          "--date", day, "--format", "html")  # fmt: skip
        assert code == 0, said
        assert (f"By this plan {len(moved)} of these household(s) moved before" in said) == told


def test_without_a_letterhead_the_way_to_one_is_told(folder: Path) -> None:
    """The error names `hecht letters --new`."""
    (folder / "buurt" / "letters.toml").unlink()
    code, said = call(folder / "buurt", folder / "plan", "--out", folder / "out")
    assert code == 2
    assert "hecht letters --new" in said


def test_a_plan_that_was_not_made_anew_needs_another_before(folder: Path) -> None:
    """A plan is not a change of itself."""
    shutil.copytree(folder / "plan", folder / "again")
    code, said = call(folder / "buurt", folder / "plan", "--out", folder / "out", "--before",
                      folder / "plan")  # fmt: skip
    assert code == 2
    assert "was not made anew" in said
    code, said = call(folder / "buurt", folder / "plan", "--out", folder / "out", "--before",
                      folder / "again")  # fmt: skip
    assert code == 0
    assert "no letters" in said
