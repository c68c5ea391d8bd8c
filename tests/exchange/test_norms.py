"""A user's own norms and amounts: read, judged, written, and used wherever a table is looked up."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from typer.testing import CliRunner

from hecht.cli import app
from hecht.exchange import FolderError, examine, read, read_design, write
from hecht.exchange.example import example
from hecht.exchange.norms import units
from hecht.exchange.option_defaults import default_options
from hecht.neighbourhood import Works
from hecht.neighbourhood.dated import DatedTable, Row
from hecht.outcomes import measure
from hecht.planning import make_plan

HEAD = "rule,start,end,amount,unit,source,verified,note\n"


def folder_with(tmp_path: Path, rows: str) -> Path:
    """Write the example with a file norms.csv of these rows."""
    write(example(), tmp_path / "b")
    (tmp_path / "b" / "norms.csv").write_text(rows, encoding="utf-8")
    return tmp_path / "b"


def test_rows_are_read_as_people_write_them(tmp_path: Path) -> None:
    """Semicolons, decimal commas, Dutch days and words are understood; units may be left out."""
    rows = "rule;start;end;amount;source;verified\nparking_mid;1-1-2026;2027-01-01;1,4;nota;ja\n"
    here = read(folder_with(tmp_path, rows))
    assert here.norms == DatedTable(
        "norms.csv",
        (
            Row("parking_mid", date(2026, 1, 1), date(2027, 1, 1), 1.4, "places/home", "nota",
                True),
        ),
    )  # fmt: skip


def test_a_folder_without_it_has_none() -> None:
    """Nothing is made up."""
    assert example().norms is None


@pytest.mark.parametrize("name", ["c", "c.xlsx"])
def test_they_are_written_and_read_back(tmp_path: Path, name: str) -> None:
    """A folder and a workbook both keep every row."""
    rows = (
        "moving_allowance,2012-01-01,2013-01-01,9999,euro,a paper,yes,\nheat_row_A++_m2,,,,,,no,x\n"
    )
    here = read(folder_with(tmp_path, HEAD + rows))
    write(here, tmp_path / name)
    assert read(tmp_path / name).norms == here.norms
    assert here.norms is not None
    assert [row.unit for row in here.norms.rows] == ["euro", "GJ/m2/year"]


@pytest.mark.parametrize(
    ("row", "column", "rule", "text"),
    [
        ("parking_middle,,,1,,s,yes,", "rule", "unknown-rule", "did you mean parking_mid"),
        ("parking_mid,,,1,cars,s,yes,", "unit", "other-unit", "give the amount in places/home"),
        ("parking_mid,soon,,1,,s,yes,", "start", "not-a-day", "2027-02-28"),
        ("parking_mid,2026-02-01,2026-01-01,1,,s,yes,", "end", "end-before-start", "first day"),
        ("parking_mid,,,-1,,s,yes,", "amount", "negative", "correct it"),
        ("parking_mid,,,veel,,s,yes,", "amount", "not-a-number", "digits"),
        ("parking_mid,,,,,s,yes,", "amount", "missing-value", "fill in amount"),
        ("parking_mid,,,1,,,yes,", "source", "missing-value", "fill in source"),
        ("parking_mid,,,1,,s,perhaps,", "verified", "not-yes-or-no", "yes or no"),
        (",,,1,,s,yes,", "rule", "missing-value", "fill in rule"),
    ],
)
def test_faults_are_told_with_file_row_and_column(
    tmp_path: Path, row: str, column: str, rule: str, text: str
) -> None:
    """Each fault is an error on its own row; the row above it is sound."""
    sound = "parking_owned,,,2,places/home,nota,yes,\n"
    _, found = examine(folder_with(tmp_path, HEAD + sound + row + "\n"))
    assert [(p.file, p.row, p.column, p.rule, p.severity) for p in found] == [
        ("norms.csv", 3, column, rule, "error")
    ]
    assert text in found[0].fix


def test_two_rows_for_the_same_day_are_a_fault(tmp_path: Path) -> None:
    """The second one is at fault and the first is named; rows that follow on each other are not."""
    rows = "parking_mid,,2026-01-01,1,,s,yes,\nparking_mid,2026-01-01,,2,,s,yes,\n"
    assert examine(folder_with(tmp_path, HEAD + rows))[1] == []
    rows += "parking_mid,2026-05-01,2026-06-01,2,,s,yes,\n"
    (tmp_path / "b" / "norms.csv").write_text(HEAD + rows, encoding="utf-8")
    _, found = examine(tmp_path / "b")
    assert [(p.row, p.column, p.rule) for p in found] == [(4, "start", "overlap")]
    assert "(row 3)" in found[0].text


def test_a_row_that_is_not_verified_is_remarked_upon(tmp_path: Path) -> None:
    """It stops nothing, and no figure rests on it; figures for options may be assumptions."""
    rows = HEAD + "parking_mid,,,1,,,no,guess\ndense_area,,,60,,,no,guess\n"
    here, found = examine(folder_with(tmp_path, rows))
    assert here is not None
    assert [(p.row, p.column, p.severity) for p in found] == [(2, "verified", "remark")]


def test_hecht_check_lists_them(tmp_path: Path) -> None:
    """The command line shows file and row, and the answer is no."""
    folder = folder_with(tmp_path, HEAD + "parking_middle,,,1,,s,yes,\n")
    result = CliRunner().invoke(app, ["check", str(folder)])
    assert result.exit_code == 1
    assert "norms.csv" in result.output
    with pytest.raises(FolderError, match=r"norms\.csv, row 2, rule 'parking_middle'"):
        read_design(folder)


def test_a_moving_allowance_of_ones_own_makes_the_costs_known() -> None:
    """A plan is paid for with the user's amount in a year that hecht has none for."""
    here = example()
    course = make_plan(here, iterations=0, workers=1, bounds=False).course
    assert "norms.csv" in measure(here, course).money.allowances.not_known
    row = Row("moving_allowance", date(2026, 1, 1), None, 100.0, "euro", "letter", True)
    known = measure(replace(here, norms=DatedTable("norms.csv", (row,))), course).money.allowances
    assert not known.not_known
    assert known.known > 0
    assert known.known % 100 == 0


def test_default_options_take_them(tmp_path: Path) -> None:
    """`hecht options --write` reckons with the user's cost of renovating a home."""
    rows = HEAD + "renovate_cost,,,1000,euro/home,budget,yes,\n"
    here = read(folder_with(tmp_path, rows))
    made = default_options(here).options
    counted = {block.id: sum(h.block == block.id and h.stage == "existing" for h in here.homes)
               for block in here.blocks}  # fmt: skip
    costs = {o.block: o.cost for o in made if o.id == "renovate" and o.works is not Works.KEEP}
    assert costs == {block: 1000 * counted[block] for block in costs}
    assert costs


def test_every_rule_has_one_unit() -> None:
    """A unit can be filled in for every rule of every table."""
    assert all(units().values())
