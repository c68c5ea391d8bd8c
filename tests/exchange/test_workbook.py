"""The workbook: the same neighbourhood in and out, drop-downs, and problems by sheet and row."""

from __future__ import annotations

import datetime
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from hecht.exchange import examine, read, write
from hecht.exchange.example import example
from hecht.exchange.schema import all_schemas
from hecht.exchange.workbook import write_empty_workbook
from hecht.neighbourhood import Month, WishKind
from tests.neighbourhoods import random_neighbourhood


@settings(
    max_examples=8,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(st.integers(0, 10_000))
def test_what_is_written_is_read_back(tmp_path: Path, seed: int) -> None:
    """Any sound neighbourhood survives a workbook unchanged."""
    neighbourhood = random_neighbourhood(seed)
    write(neighbourhood, tmp_path / "b.xlsx")
    assert read(tmp_path / "b.xlsx") == neighbourhood


def test_formulas_stay_text(tmp_path: Path) -> None:
    """Text that looks like a formula is stored as text, apostrophes and all."""
    made = example()
    nasty = ("=1+1", "@x", "+31", "'=x", "-1")
    homes = [replace(h, street=text) for h, text in zip(made.homes, nasty, strict=False)]
    made = replace(made, homes=(*homes, *made.homes[len(nasty) :]))
    write(made, tmp_path / "b.xlsx")
    assert read(tmp_path / "b.xlsx") == made
    sheet = load_workbook(tmp_path / "b.xlsx")["homes"]
    cells = [cell for row in sheet.iter_rows() for cell in row if cell.value in nasty]
    assert len(cells) == len(nasty)
    assert {cell.data_type for cell in cells} == {"s"}


def test_the_same_neighbourhood_gives_the_same_bytes(tmp_path: Path) -> None:
    """The time at which a workbook is made does not get into it."""
    write(example(), tmp_path / "b.xlsx")
    first = (tmp_path / "b.xlsx").read_bytes()
    write(example(), tmp_path / "b.xlsx")
    assert (tmp_path / "b.xlsx").read_bytes() == first


def test_the_empty_workbook_asks_for_what_is_missing(tmp_path: Path) -> None:
    """It has every sheet, column and drop-down, and lacks the project and homes."""
    write_empty_workbook(tmp_path / "b.xlsx")
    book = load_workbook(tmp_path / "b.xlsx")
    assert book.sheetnames == ["uitleg - explanation", "project", *all_schemas()]
    for name, schema in all_schemas().items():
        sheet = book[name]
        assert [cell.value for cell in sheet[1]] == [column.name for column in schema.columns]
        assert sheet.max_row == 1
        lists = {
            str(rule.sqref).split(":")[0]: rule.formula1
            for rule in sheet.data_validations.dataValidation
            if rule.type == "list"
        }
        for place, column in enumerate(schema.columns):
            if column.enum:
                assert lists[f"{chr(65 + place)}2"] == f'"{",".join(column.enum)}"'
    _, found = examine(tmp_path / "b.xlsx")
    assert [(one.rule, one.column) for one in found if one.severity == "error"] == [
        ("missing-key", "name"),
        ("missing-key", "start"),
        ("missing-key", "horizon"),
        ("no-homes", ""),
    ]


def test_every_column_is_explained_in_dutch_and_english(tmp_path: Path) -> None:
    """The explanation sheet leaves out no column."""
    write_empty_workbook(tmp_path / "b.xlsx")
    sheet = load_workbook(tmp_path / "b.xlsx")["uitleg - explanation"]
    rows = {(row[0], row[1]): row[2:4] for row in sheet.iter_rows(values_only=True)}
    for name, schema in all_schemas().items():
        for column in schema.columns:
            assert rows[name, column.name] == (column.description_nl, column.description)


def filled(tmp_path: Path, changes: dict[str, dict[str, Any]]) -> Path:
    """Write the example as a workbook and change cells of it: sheet, cell, value."""
    path = tmp_path / "b.xlsx"
    write(example(), path)
    book = load_workbook(path)
    for sheet, cells in changes.items():
        for cell, value in cells.items():
            book[sheet][cell] = value
    book.save(path)
    return path


def test_cells_as_a_spreadsheet_keeps_them(tmp_path: Path) -> None:
    """Dates for months, whole floats for counts, numbers as ids and Dutch words are understood."""
    path = filled(
        tmp_path,
        {
            "project": {"B4": datetime.datetime(2027, 1, 1), "B5": "30"},
            "blocks": {"G2": datetime.datetime(2027, 5, 17), "C2": 10.0},
            "homes": {"F2": 3.0, "K2": "nee", "L2": False},
            "wishes": {"A2": "H01", "C2": "Household"},
        },
    )
    made, found = examine(path)
    assert found == []
    assert made is not None
    assert made.project.start == Month(2027, 1)
    assert made.blocks[0].earliest == 4
    assert made.homes[0].rooms == 3
    assert made.wishes[0].kind is WishKind.HOUSEHOLD


def test_numbers_as_ids(tmp_path: Path) -> None:
    """A household numbered 7 in one sheet is household 7 in another, however it is stored."""
    cells: dict[str, dict[str, Any]] = {
        "households": {"A2": 101},
        "ties": {"A2": 101.0, "A7": "101"},
        "wishes": {"A2": 101, "D3": "101"},
        "groups": {"B2": 101},
    }
    made, found = examine(filled(tmp_path, cells))
    assert [one for one in found if one.severity == "error"] == []
    assert made is not None
    assert made.ties[0].a == made.ties[5].a == "101"


def test_problems_name_sheet_and_row(tmp_path: Path) -> None:
    """What is wrong in a workbook is told by its sheet, row and column, all in one go."""
    path = filled(
        tmp_path,
        {
            "project": {"B5": "veel"},
            "homes": {"F3": "drie", "C4": "Q"},
            "ties": {"B2": "H01", "C3": -1},
        },
    )
    _, found = examine(path)
    assert [(one.rule, one.file, one.row, one.column, one.value) for one in found] == [
        ("wrong-value", "b.xlsx [project]", 5, "horizon", "veel"),
        ("not-a-number", "b.xlsx [homes]", 3, "rooms", "drie"),
        ("unknown-block", "b.xlsx [homes]", 4, "block", "Q"),
        ("tie-with-itself", "b.xlsx [ties]", 2, "b", "H01"),
        ("negative", "b.xlsx [ties]", 3, "weight", "-1"),
    ]


@pytest.mark.parametrize("data", [b"", b"no workbook", b"PK\x05\x06" + b"\0" * 18])
def test_a_file_that_is_no_workbook_is_named(tmp_path: Path, data: bytes) -> None:
    """A broken or foreign file is one problem, not a crash."""
    (tmp_path / "b.xlsx").write_bytes(data)
    made, found = examine(tmp_path / "b.xlsx")
    assert made is None
    assert [one.rule for one in found] == ["workbook"]


def test_a_workbook_of_something_else(tmp_path: Path) -> None:
    """A workbook without the sheets names those that are missing."""
    book = Workbook()
    book.save(tmp_path / "b.xlsx")
    _, found = examine(tmp_path / "b.xlsx")
    missing = [one.file for one in found if one.severity == "error"]
    assert missing == [f"b.xlsx [{n}]" for n in ("project", "blocks", "homes", "households")]


def test_text_that_a_workbook_cannot_hold_leaves_nothing(tmp_path: Path) -> None:
    """Control characters are refused with words, and no file is left."""
    made = example()
    homes = (replace(made.homes[0], street="a\x01b"), *made.homes[1:])
    with pytest.raises(ValueError, match="cannot hold"):
        write(replace(made, homes=homes), tmp_path / "b.xlsx")
    assert list(tmp_path.iterdir()) == []
