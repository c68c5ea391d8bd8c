"""`hecht check` and `hecht new`: what they print, and how they end."""

from __future__ import annotations

import io
import json
import shutil
import sys
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple
from unittest import mock

import pytest
from openpyxl import load_workbook

from hecht.cli import main
from hecht.exchange import write
from hecht.exchange.example import example
from hecht.exchange.plan_folder import write_plan
from hecht.neighbourhood import Tie
from hecht.outcomes import score
from hecht.planning.plan import Plan
from tests.simple_planner import simple_course


class Result(NamedTuple):
    """How a command ended, and what it wrote on standard output and standard error together."""

    exit_code: int
    output: str


def hecht(*arguments: object) -> Result:
    """Run the command line in this process."""
    out = io.StringIO()
    words = ["hecht", *(str(one) for one in arguments)]
    with (
        redirect_stdout(out),
        redirect_stderr(out),
        mock.patch.object(sys, "argv", words),
        pytest.raises(SystemExit) as ended,
    ):
        main()
    code = ended.value.code
    return Result(code if isinstance(code, int) else int(code is not None), out.getvalue())


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The example as a folder."""
    write(example(), tmp_path / "buurt")
    return tmp_path / "buurt"


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    """A sound plan of the example."""
    made = example()
    course = simple_course(made)
    write_plan(Plan(made, course, "hecht", 1, score(made, course)), tmp_path / "plan")
    return tmp_path / "plan"


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_a_sound_folder_is_good(folder: Path) -> None:
    """Without problems the answer is short and the exit code 0."""
    result = hecht("check", folder)
    assert result.exit_code == 0
    assert "no problems" in result.output
    assert "3 blocks, 19 homes, 10 households, 9 ties." in result.output


def test_problems_are_listed_with_their_place(folder: Path) -> None:
    """Each problem is a row with file, row, column, value, what is wrong and what to do."""
    edit(folder / "ties.csv", "H02,H03", "H02,H77")
    edit(folder / "homes.csv", "A-03,existing,A", "A-03,existing,Q")
    result = hecht("check", folder)
    assert result.exit_code == 1
    lines = result.output.splitlines()
    first = next(line for line in lines if "homes.csv" in line)
    second = next(line for line in lines if "ties.csv" in line)
    assert first.split()[:5] == ["error", "homes.csv", "4", "block", "Q"]
    assert second.split()[:5] == ["error", "ties.csv", "3", "b", "H77"]
    assert "there is no household H77" in second
    assert "add it to the" in second
    assert "2 errors." in result.output


def test_remarks_alone_are_good(folder: Path) -> None:
    """A remark is shown and does not make the answer no."""
    (folder / "wishes.csv").unlink()
    result = hecht("check", folder)
    assert result.exit_code == 0
    assert "1 remark." in result.output


def test_a_shortage_is_an_answer_of_no(folder: Path) -> None:
    """When not all who wish to return can, the exit code is 1 although a plan can be made."""
    edit(folder / "households.csv", "H02,A-02,2,return,,,,", "H02,A-02,2,return,,,6,")
    result = hecht("check", folder, "--json")
    assert result.exit_code == 1
    facts = json.loads(result.output)
    assert (facts["errors"], facts["shortages"]) == (0, 1)


def test_problems_as_json(folder: Path) -> None:
    """A machine gets every field of a problem."""
    edit(folder / "ties.csv", "H02,H03", "H02,H77")
    result = hecht("check", folder, "--json")
    facts = json.loads(result.output)
    assert facts["ok"] is False
    assert facts["problems"] == [
        {
            "table": "ties",
            "rule": "unknown-household",
            "text": "there is no household H77",
            "fix": "add it to the households, or delete this row",
            "key": "H77",
            "column": "b",
            "value": "H77",
            "row": 3,
            "file": "ties.csv",
            "severity": "error",
        }
    ]


def test_a_folder_that_is_not_there_is_wrong_use(tmp_path: Path) -> None:
    """Nothing to check is not an answer."""
    for name in ("nowhere", "nowhere.xlsx"):
        assert hecht("check", tmp_path / name).exit_code == 2


def test_a_sound_plan_is_good(folder: Path, plan: Path) -> None:
    """A plan that keeps every rule and tells the truth gives 0."""
    result = hecht("check", folder, plan)
    assert result.exit_code == 0, result.output
    assert "no hard rule is broken" in result.output


def test_a_broken_rule_is_named_with_household_month_and_rule(folder: Path, plan: Path) -> None:
    """A violation is a row with its rule, month and household."""
    stays = (plan / "stays.csv").read_text(encoding="utf-8").splitlines()
    temporary = next(line for line in stays if ",temporary," in line).split(",")
    other = "T-02" if temporary[1] != "T-02" else "T-01"
    taken = next(line for line in stays if f",{other}," in line).split(",")
    assert temporary[2] < taken[3]
    edit(plan / "stays.csv", ",".join(temporary[:2]), f"{temporary[0]},{other}")
    result = hecht("check", folder, plan, "--json")
    assert result.exit_code == 1
    found = json.loads(result.output)["violations"]
    assert any(
        one["rule"] == 1 and one["home"] == other and one["month"] >= "2027-01" for one in found
    )
    shown = hecht("check", folder, plan)
    assert shown.exit_code == 1
    assert other in shown.output


@pytest.mark.parametrize("name", ["alone", "moves", "ties_kept", "return_of_all", "cost_works"])
def test_a_figure_that_is_not_true_is_found(folder: Path, plan: Path, name: str) -> None:
    """Every figure of plan.json is held against a recount."""
    path = plan / "plan.json"
    made = json.loads(path.read_text(encoding="utf-8"))
    made["outcomes"][name] = (made["outcomes"][name] or 0) + 1
    path.write_text(json.dumps(made), encoding="utf-8")
    result = hecht("check", folder, plan, "--json")
    assert result.exit_code == 1
    claims = json.loads(result.output)["false_claims"]
    assert [one["name"] for one in claims] == [f"outcomes.{name}"]


def test_a_score_or_move_that_is_not_true_is_found(folder: Path, plan: Path) -> None:
    """The score, and each row of moves.csv, must follow from the stays."""
    made = json.loads((plan / "plan.json").read_text(encoding="utf-8"))
    made["score"] += 1
    del made["outcomes"]["moves"]
    (plan / "plan.json").write_text(json.dumps(made), encoding="utf-8")
    moves = (plan / "moves.csv").read_text(encoding="utf-8").splitlines(keepends=True)
    (plan / "moves.csv").write_text("".join([moves[0], *moves[2:]]), encoding="utf-8")
    claims = json.loads(hecht("check", folder, plan, "--json").output)["false_claims"]
    assert [(one["file"], one["name"]) for one in claims] == [
        ("plan.json", "score"),
        ("plan.json", "outcomes.moves"),
        ("moves.csv", moves[1].split(",")[0]),
    ]


def test_a_plan_that_cannot_be_read_is_an_answer_of_no(folder: Path, plan: Path) -> None:
    """A damaged plan folder is told as such, with file and row."""
    edit(plan / "stays.csv", "H01,", "H99,")
    result = hecht("check", folder, plan)
    assert result.exit_code == 1
    assert "stays.csv, row 2" in result.output


def test_a_plan_of_another_neighbourhood_does_not_pass(folder: Path, plan: Path) -> None:
    """A plan made before a tie was added no longer tells the truth."""
    made = example()
    shutil.rmtree(folder)
    write(replace(made, ties=(*made.ties, Tie("H02", "H05"))), folder)
    assert hecht("check", folder, plan).exit_code == 1


def test_errors_in_the_folder_come_before_the_plan(folder: Path, plan: Path) -> None:
    """A plan cannot be checked against a neighbourhood that is itself wrong."""
    edit(folder / "ties.csv", "H02,H03", "H02,H77")
    result = hecht("check", folder, plan)
    assert result.exit_code == 1
    assert "ties.csv" in result.output


def test_new_writes_a_folder_that_checks(tmp_path: Path) -> None:
    """What `hecht new` writes, `hecht check` finds good; in both dialects."""
    for name, options in (("a", ()), ("b", ("--semicolon",))):
        assert hecht("new", tmp_path / name, *options).exit_code == 0
        assert hecht("check", tmp_path / name).exit_code == 0
    assert (tmp_path / "b" / "homes.csv").read_bytes().startswith(b"\xef\xbb\xbfhome;stage;")


def test_new_writes_an_empty_workbook(tmp_path: Path) -> None:
    """An empty workbook is there, and checking it says what is missing."""
    assert hecht("new", "--excel", tmp_path / "b.xlsx").exit_code == 0
    result = hecht("check", tmp_path / "b.xlsx")
    assert result.exit_code == 1
    assert "b.xlsx [project]" in result.output
    found = json.loads(hecht("check", tmp_path / "b.xlsx", "--json").output)["problems"]
    missing = {one["column"]: one for one in found if one["rule"] == "missing-key"}
    sheet = load_workbook(tmp_path / "b.xlsx")["project"]
    for key in ("name", "start", "horizon"):
        assert sheet.cell(missing[key]["row"], 1).value == key
        assert missing[key]["text"] == f"the key {key} has no value"
    assert "no-homes" in {one["rule"] for one in found}


def test_a_plan_without_its_map_is_named(folder: Path, plan: Path) -> None:
    """plan.gpkg belongs to a plan folder: when it is gone, checking says so and exits with 1."""
    (plan / "plan.gpkg").unlink()
    result = hecht("check", folder, plan, "--json")
    assert result.exit_code == 1
    assert [claim["file"] for claim in json.loads(result.output)["false_claims"]] == ["plan.gpkg"]
    assert "plan.gpkg is missing" in result.output


def test_one_of_a_thing_is_not_counted_as_many(tmp_path: Path) -> None:
    """The line that sums a neighbourhood up says "1 tie", not "1 ties"."""
    write(replace(example(), ties=example().ties[:1]), tmp_path / "one")
    lines = hecht("check", tmp_path / "one").output.splitlines()
    assert lines[-1].endswith(" households, 1 tie.")


def test_new_overwrites_nothing(tmp_path: Path, folder: Path) -> None:
    """A folder or workbook that is there stays as it is."""
    (tmp_path / "b.xlsx").write_text("mine", encoding="utf-8")
    before = sorted((path.name, path.read_bytes()) for path in folder.iterdir())
    for arguments in ((folder,), ("--excel", tmp_path / "b.xlsx")):
        result = hecht("new", *arguments)
        assert result.exit_code == 2
        assert "choose another name" in result.output
    assert (tmp_path / "b.xlsx").read_text(encoding="utf-8") == "mine"
    assert sorted((path.name, path.read_bytes()) for path in folder.iterdir()) == before


def test_new_wants_one_thing_to_make(tmp_path: Path) -> None:
    """Neither, both, or a workbook of another name is wrong use."""
    assert hecht("new").exit_code == 2
    assert hecht("new", tmp_path / "a", "--excel", tmp_path / "b.xlsx").exit_code == 2
    assert hecht("new", "--excel", tmp_path / "b.csv").exit_code == 2
    assert list(tmp_path.iterdir()) == []


def test_households_csv_must_follow_from_the_stays(folder: Path, plan: Path) -> None:
    """What people read of a household is checked too: a changed cell, a row that is gone."""
    path = plan / "households.csv"
    head, first, second, *rest = path.read_text(encoding="utf-8").splitlines(keepends=True)
    name, _, tail = first.split(",", 2)
    one, other = name, second.split(",")[0]
    affected = first.split(",")[1]
    lie = f"{name},{'no' if affected == 'yes' else 'yes'},{tail}"
    path.write_text("".join([head, lie, *rest]), encoding="utf-8")
    result = hecht("check", folder, plan, "--json")
    assert result.exit_code == 1
    claims = json.loads(result.output)["false_claims"]
    assert {(claim["file"], claim["name"]) for claim in claims} == {
        ("households.csv", f"{one}, affected"),
        ("households.csv", other),
    }
