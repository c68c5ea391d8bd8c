"""`hecht intake` from the command line: files, reports, and what no committee may read."""

from __future__ import annotations

import json
import shutil
import stat
from dataclasses import replace
from pathlib import Path

import pytest
from openpyxl import load_workbook
from typer.testing import CliRunner

pytest.importorskip("rapidfuzz", reason="the intake needs rapidfuzz")
pytest.importorskip("segno", reason="the forms need segno")

from hecht.cli import app
from hecht.exchange import read, write
from hecht.exchange.intake_files import read_answers
from hecht.residents.intake_code import form_code
from hecht.residents.intake_questions import columns
from tests.residents.messy_forms import EXAMPLE, named, rows


def call(*words: str | Path) -> tuple[int, str]:
    """Return the exit code and everything that was printed."""
    result = CliRunner().invoke(app, ["intake", *map(str, words)])
    return result.exit_code, result.output


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The example folder with names."""
    write(named(), tmp_path / "buurt")
    return tmp_path / "buurt"


def typed(folder: Path, out: Path, forms: list[dict[str, str]]) -> Path:
    """Make the workbook and type forms in it, below each other."""
    code, said = call("workbook", folder, "--out", out)
    assert code == 0, said
    book = load_workbook(out)
    sheet = book["forms"]
    head = [cell.value for cell in sheet[1]]
    sheet.delete_rows(2, sheet.max_row)
    for cells in forms:
        for name in cells:
            if name not in head:
                head.append(name)
                sheet.cell(1, len(head), name)
        sheet.append([cells.get(name) for name in head])
    book.save(out)
    return out


def test_sixty_messy_forms_go_from_workbook_to_a_folder_that_passes_check(
    folder: Path, tmp_path: Path
) -> None:
    """The report has as many messes as were put in, the folder is sound, nothing is doubled."""
    made = rows(read(folder))
    work, book = tmp_path / "work.csv", tmp_path / "forms.xlsx"
    typed(folder, book, [dict(row.cells) for row, _ in made])
    words = ("merge", folder, book, "--today", "2026-10-01", "--work-list", work)
    code, said = call(*words, "--json")
    assert code == 0, said
    facts = json.loads(said)
    for row, form in made:
        got = {(f["mess"], f["question"]) for f in facts["findings"] if f["row"] == row.number}
        assert got == {(mess.value, question) for mess, question in form.expected}, row
    checked = CliRunner().invoke(app, ["check", str(folder)])
    assert checked.exit_code == 0, checked.output
    assert facts["answers_added"] == len(read_answers(folder, read(folder)))
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    code, said = call(*words)
    assert code == 0
    assert "Antwoorden: 0 nieuw" in said
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before


def test_every_answer_has_its_source_date_and_who_entered_it(folder: Path, tmp_path: Path) -> None:
    """Also when they came from the options of the command; answers.csv only grows."""
    code_of = form_code(read(folder).project.name, "h011")
    book = typed(folder, tmp_path / "a.xlsx", [{"code": code_of, "size": "2", "wish": "return"}])
    options = ("--source", "visit", "--date", "2026-09-10", "--entered-by", "jb")
    assert call("merge", folder, book, *options, "--today", "2026-10-01")[0] == 0
    first = (folder / "answers.csv").read_text()
    assert first.splitlines()[1] == "h011,size,2,visit,2026-09-10,jb,2"
    more = typed(folder, tmp_path / "b.xlsx", [{"code": code_of, "rent_max": "700"}])
    assert call("merge", folder, more, *options, "--today", "2026-10-01")[0] == 0
    assert (folder / "answers.csv").read_text().startswith(first)
    assert read(folder).household_of["h011"].rent_max == 700


def test_a_dry_run_changes_nothing(folder: Path, tmp_path: Path) -> None:
    """The report comes, the folder stays."""
    book = typed(folder, tmp_path / "a.xlsx", [dict(rows(read(folder))[0][0].cells)])
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    code, said = call("merge", folder, book, "--dry-run", "--today", "2026-10-01")
    assert code == 0
    assert "De buurtmap is gelaten zoals zij was." in said
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before


def test_decisions_go_back_in_with_the_work_list(folder: Path, tmp_path: Path) -> None:
    """Only its owner may read the work list; a household in its column decision makes a tie."""
    work = tmp_path / "work.csv"
    cells = {**rows(read(folder))[2][0].cells}
    assert cells["near_1"] == "de buren van 12"
    book = typed(folder, tmp_path / "a.xlsx", [cells])
    assert call("merge", folder, book, "--today", "2026-10-01", "--work-list", work)[0] == 0
    assert stat.S_IMODE(work.stat().st_mode) == 0o600
    text = work.read_text(encoding="utf-8-sig")
    assert text.startswith("sleutel;beslissing;")
    line = next(line for line in text.splitlines() if "de buren van 12" in line)
    key = line.split(";")[0]
    work.write_text(text.replace(f"{key};;", f"{key};h005;"), encoding="utf-8-sig")
    code, said = call("merge", folder, book, "--today", "2026-10-01", "--decisions", work)
    assert code == 0, said
    assert any({tie.a, tie.b} == {"h005", "h013"} for tie in read(folder).ties)


@pytest.mark.parametrize(("language", "wish"), [("nl", "weg"), ("en", "elsewhere")])
def test_a_form_is_typed_in_under_the_headings_of_a_language(
    folder: Path, tmp_path: Path, language: str, wish: str
) -> None:
    """Choices of the drop-downs, and headings saved as CSV without the names above them."""
    book, table = tmp_path / "a.xlsx", tmp_path / "a.csv"
    assert call("workbook", folder, "--out", book, "--language", language)[0] == 0
    sheet = load_workbook(book)["forms"]
    names, headings = ([str(cell.value) for cell in sheet[row]] for row in (1, 2))
    letters = {cell.value: cell.column_letter for cell in sheet[1]}
    lists = {str(r.sqref).split("3:")[0]: r.formula1 for r in sheet.data_validations.dataValidation}
    assert wish in lists[letters["wish"]]
    cells = {"code": str(sheet["A13"].value), "size": "2", "wish": wish, "source": "visit",
             "date": "2026-09-10", "entered_by": "jb"}  # fmt: skip
    line = ";".join(cells.get(name, "") for name in names)
    table.write_text(f"{';'.join(headings)}\n{line}\n", encoding="utf-8")
    code, said = call("merge", folder, table, "--today", "2026-10-01", "--json")
    assert code == 0, said
    assert json.loads(said)["answers_added"] == 2
    assert [one.value for one in read_answers(folder, read(folder))] == ["2", "elsewhere"]


def test_the_report_and_its_page_come_in_the_language_that_was_asked_for(
    folder: Path, tmp_path: Path
) -> None:
    """Dutch when none is; a machine reads the same keys in both."""
    cells = {**rows(read(folder))[2][0].cells}
    book, page, work = (tmp_path / name for name in ("a.xlsx", "merge.html", "work.csv"))
    typed(folder, book, [cells])
    words = ("merge", folder, book, "--today", "2026-10-01", "--dry-run")
    for language, name, first in (("nl", "Wie is er bedoeld?", "sleutel"),
                                  ("en", "Who is meant?", "key")):  # fmt: skip
        more = ("--language", language, "--page", page, "--work-list", work)
        code, said = call(*words, *more)
        assert code == 0, said
        assert f"{name} (1)" in said
        assert name in page.read_text(encoding="utf-8")
        assert work.read_text(encoding="utf-8-sig").startswith(f"{first};")
        assert "de buren van 12" not in said + page.read_text(encoding="utf-8")
    dutch, english = (
        json.loads(call(*words, "--json", "--language", one)[1]) for one in ("nl", "en")
    )
    said_ = [one["findings"][0].pop(name) for one in (dutch, english) for name in ("text", "fix")]
    assert said_[0] != said_[2]
    assert dutch == english
    assert dutch["findings"][0]["finding"] == "unclear_person"


def planted(folder: Path) -> tuple[Path, list[str]]:
    """Put a marker in every personal field of the folder and of a form; return the form's cells."""
    here = read(folder)
    homes = tuple(
        replace(home, address=f"XADDRESSX {place}") for place, home in enumerate(here.homes)
    )
    households = tuple(replace(one, label=f"XLABELX {one.id}") for one in here.households)
    write(replace(here, homes=homes, households=households), folder)
    markers = ["XADDRESSX", "XLABELX", "XNEARX", "XGROUPX", "XHELPERX", "XREMARKX", "XTYPISTX"]
    return folder, markers


def marked_form(folder: Path) -> dict[str, str]:
    """Return a form with a marker in every field in which someone can be named."""
    return {
        "code": form_code(read(folder).project.name, "h011"), "source": "form",
        "date": "2026-09-10", "entered_by": "XTYPISTX", "size": "2", "wish": "return",
        "near_1": "XNEARX", "near_2": "XLABELX h003", "group_with": "XGROUPX; XLABELX h004",
        "helper": "XHELPERX", "remark": "XREMARKX",
    }  # fmt: skip


def test_no_marker_reaches_the_committee_or_the_report(folder: Path, tmp_path: Path) -> None:
    """Names, addresses and texts stay out of the response and of the merge report."""
    folder, markers = planted(folder)
    book = typed(folder, tmp_path / "a.xlsx", [marked_form(folder)])
    outputs = []
    for words in (
        ("merge", folder, book, "--today", "2026-10-01"),
        ("merge", folder, book, "--today", "2026-10-01", "--json"),
        ("response", folder),
        ("response", folder, "--json"),
    ):
        page = tmp_path / "page.html"
        code, said = call(*words, "--page", page)
        assert code == 0, said
        outputs.append(said + page.read_text(encoding="utf-8"))
    assert "XHELPERX" in (folder / "answers.csv").read_text()
    for said in outputs:
        assert not [marker for marker in markers if marker in said]
    here = read(folder)
    for said in outputs[2:]:
        assert not [one.id for one in here.households if one.id in said]


def test_withdrawing_takes_every_marker_out_of_the_folder(folder: Path, tmp_path: Path) -> None:
    """No file of the folder holds anything of the form any more; a count stays."""
    household = "h011"
    book = typed(folder, tmp_path / "a.xlsx", [marked_form(folder)])
    assert call("merge", folder, book, "--today", "2026-10-01")[0] == 0
    code, said = call("withdraw", folder, form_code(read(folder).project.name, household))
    assert code == 0, said
    for path in folder.iterdir():
        text = path.read_text(encoding="utf-8")
        assert not [m for m in ("XNEARX", "XHELPERX", "XREMARKX", "XTYPISTX") if m in text], path
    assert household not in (folder / "answers.csv").read_text()
    assert (folder / "withdrawn.csv").read_text() == "withdrawn\n1\n"
    assert household not in (folder / "wishes.csv").read_text()
    checked = CliRunner().invoke(app, ["check", str(folder)])
    assert checked.exit_code == 0, checked.output


@pytest.mark.parametrize("verb", ["merge", "withdraw"])
def test_a_run_that_is_broken_off_is_completed_by_the_next(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, verb: str
) -> None:
    """Whichever file was the last to be written, the same command again ends as if whole."""
    start = tmp_path / "start"
    write(named(), start)
    book = typed(start, tmp_path / "a.xlsx", [dict(row.cells) for row, _ in rows(read(start))])
    merging = (book, "--today", "2026-10-01")
    more = merging if verb == "merge" else ("h057",)
    if verb == "withdraw":
        assert call("merge", start, *merging)[0] == 0
    whole = shutil.copytree(start, tmp_path / "whole")
    assert call(verb, whole, *more)[0] == 0
    for last in range(5):
        broken = shutil.copytree(start, tmp_path / f"broken{last}")
        done = []

        def replace_some(old: Path, new: Path, last: int = last, done: list[Path] = done) -> None:
            if len(done) == last:
                raise OSError(5, "the power went", str(new))
            done.append(new)
            shutil.move(old, new)

        with monkeypatch.context() as patch:
            patch.setattr("hecht.exchange.folder.os.replace", replace_some)
            assert call(verb, broken, *more)[0] == 2
        assert len(done) == last
        assert call(verb, broken, *more)[0] == 0
        for path in whole.iterdir():
            assert (broken / path.name).read_text() == path.read_text(), (last, path.name)


def test_the_committee_sees_no_small_block(folder: Path, tmp_path: Path) -> None:
    """Blocks under ten are hidden for it; the counsellor sees who was not reached, by id."""
    made = [dict(row.cells) for row, _ in rows(read(folder))]
    typed(folder, tmp_path / "a.xlsx", made)
    assert call("merge", folder, tmp_path / "a.xlsx", "--today", "2026-10-01")[0] == 0
    here = read(folder)
    size = dict.fromkeys((block.id for block in here.blocks), 0)
    for one in here.households:
        size[here.home_of[one.home].block or "-"] += 1
    facts = json.loads(call("response", folder, "--json")[1])
    for block, cell in facts["answered"]["blocks"].items():
        assert cell is None or size[block] >= 10
        assert (cell is None) == (facts["reached"]["blocks"][block] is None)
    assert facts["answered"]["total"][1] == len(here.households)
    assert "not_reached" not in facts
    inside = json.loads(call("response", folder, "--audience", "counsellor", "--json")[1])
    waiting = {one["household"]: one["tried"] for one in inside["not_reached"]}
    assert waiting["h046"] == 1
    assert "h047" not in waiting
    assert len(waiting) == len(here.households) - inside["reached"]["total"][0]


def test_forms_come_in_the_language_that_was_asked_for(folder: Path, tmp_path: Path) -> None:
    """Without --language a household that asked for Arabic gets it, the others Dutch."""
    cells = {**marked_form(folder), "language": "arabisch"}
    book = typed(folder, tmp_path / "a.xlsx", [cells])
    assert call("merge", folder, book, "--today", "2026-10-01")[0] == 0
    code, said = call("forms", folder, "--out", tmp_path / "forms")
    assert code == 0, said
    made = {path.name for path in (tmp_path / "forms").iterdir()}
    assert "h011-ar.html" in made
    assert "h012-nl.html" in made
    assert len(made) == len(read(folder).households)
    code, said = call("forms", folder, "--out", tmp_path / "together", "--together")
    assert code == 0, said
    assert said.startswith(f"{len(made)} form(s)")
    assert {path.name for path in (tmp_path / "together").iterdir()} == {
        "forms-ar.html", "forms-nl.html"
    }  # fmt: skip


def test_the_workbook_is_the_same_bytes_and_offers_choices(folder: Path, tmp_path: Path) -> None:
    """A row for each household, drop-downs for choices, streets and kinds of home of this place."""
    for name in ("a.xlsx", "b.xlsx"):
        assert call("workbook", folder, "--out", tmp_path / name)[0] == 0
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()
    sheet = load_workbook(tmp_path / "a.xlsx")["forms"]
    assert [cell.value for cell in sheet[1]] == list(columns())
    assert sheet.row_dimensions[1].hidden
    assert sheet.max_row == len(read(folder).households) + 2
    lists = {str(r.sqref).split("3:")[0]: r.formula1 for r in sheet.data_validations.dataValidation}
    letters = {cell.value: cell.column_letter for cell in sheet[1]}
    assert lists[letters["wish"]] == '"terug,weg,weet niet"'
    assert sheet[f"{letters['wish']}2"].value == "terug of weg"
    assert "Putterstraat" in lists[letters["wish_street"]]
    assert call("workbook", folder, "--out", tmp_path / "a.xlsx")[0] == 2


def test_a_folder_with_a_column_of_its_own_is_refused(folder: Path) -> None:
    """Nothing of the user's is lost silently."""
    path = folder / "wishes.csv"
    lines = path.read_text().splitlines()
    path.write_text("\n".join([lines[0] + ",note", *(line + ",x" for line in lines[1:])]) + "\n")
    result = CliRunner().invoke(app, ["intake", "withdraw", str(folder), "h001"])
    assert result.exit_code == 2
    assert "note" in result.output


def test_the_example_itself_takes_forms(tmp_path: Path) -> None:
    """The folder that comes with hecht can be merged into, groups and promises included."""
    write(read(EXAMPLE), tmp_path / "n")
    made = [dict(row.cells) for row, _ in rows(read(tmp_path / "n"))]
    typed(tmp_path / "n", tmp_path / "a.xlsx", made)
    code, said = call("merge", tmp_path / "n", tmp_path / "a.xlsx", "--today", "2026-10-01")
    assert code == 0, said
    from hecht.neighbourhood import problems

    assert not [one for one in problems(read(tmp_path / "n")) if one.severity == "error"]
