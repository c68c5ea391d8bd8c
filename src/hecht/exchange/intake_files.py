"""The files of the intake: answers.csv, the workbook, the work list, and the tables it fills."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

from hecht.exchange.cells import plain, safe
from hecht.exchange.folder import FolderError, examine, neighbourhood_texts, write_files
from hecht.exchange.tables import Dialect, csv_text, read_csv
from hecht.exchange.values import as_text
from hecht.neighbourhood import Neighbourhood
from hecht.neighbourhood.problem import Problem
from hecht.residents.intake_code import form_code
from hecht.residents.intake_columns import LANGUAGES, column_name, heading
from hecht.residents.intake_findings import OneOf, Proposal
from hecht.residents.intake_log import Entry
from hecht.residents.intake_questions import QUESTION_OF, RESULT, SOURCES, TIES, Kind, columns
from hecht.residents.intake_reading import Row
from hecht.residents.intake_texts import column_help
from hecht.residents.intake_work import decisions_in, work_headings, work_row

ANSWERS = "answers.csv"
WITHDRAWN = "withdrawn.csv"
TABLES = ("households.csv", "ties.csv", "wishes.csv", "groups.csv")
_HEADER = ("household", "question", "value", "source", "date", "entered_by", "before")
_TYPED_ROWS = 2000
_WIDE = {"address": 26, "near_1": 22, "near_2": 22, "near_3": 22, "near_4": 22, "group_with": 30,
         "remark": 40}  # fmt: skip


def read_intake(folder: Path) -> tuple[Neighbourhood, list[Entry]]:
    """Return a neighbourhood folder and the answers in it.

    Raises FolderError when the folder cannot be used, or when a table that the intake writes has
    columns of the user's own, which would be lost; ValueError when answers.csv cannot be read.
    """
    if not folder.is_dir():
        raise ValueError(f"{folder} is not a folder; the intake works on a neighbourhood folder")
    here, found = examine(folder)
    own = [one for one in found if one.rule == "unknown-column" and one.file in TABLES]
    if here is None:
        raise FolderError(found, folder)
    if own:
        raise ValueError(
            f"{own[0].file} has a column {own[0].column!r} that is not of the format and would "
            f"be lost; move it to a file of its own"
        )
    return here, read_answers(folder, here)


def read_answers(folder: Path, here: Neighbourhood) -> list[Entry]:
    """Return the log of answers in a folder; empty when there is none yet."""
    path = folder / ANSWERS
    if not path.is_file():
        return []
    log = []
    for number, cells in _dictionaries(path):
        try:
            entry = Entry(
                cells["household"], cells["question"], cells["value"], cells["source"],
                date.fromisoformat(cells["date"]), cells["entered_by"], cells["before"],
            )  # fmt: skip
        except (KeyError, ValueError) as error:
            raise ValueError(
                f"{path}, row {number}: it cannot be read ({error}); bring back what stood there, "
                f"or leave the row out"
            ) from error
        if entry.household not in here.household_of:
            raise ValueError(
                f"{path}, row {number}: there is no household {entry.household!r} in the tables; "
                f"bring it back, or leave the row out"
            )
        log.append(entry)
    return log


def write_intake(
    here: Neighbourhood,
    log: Sequence[Entry],
    folder: Path,
    withdrawn: int,
    *,
    answers_first: bool = True,
) -> None:
    """Write what the intake changes in a folder: four tables, the answers, the count withdrawn.

    Files are renamed one by one. With `answers_first` a merge that is broken off is completed by
    merging again, since the tables follow from the answers; withdrawing needs the reverse.
    """
    texts = neighbourhood_texts(here, folder, _dialect(folder))
    rows = [
        [safe(str(cell)) for cell in (
            one.household, one.question, one.value, one.source, one.date, one.entered_by, one.before
        )]
        for one in log
    ]  # fmt: skip
    beside = {ANSWERS: csv_text(_HEADER, rows, Dialect())}
    if withdrawn:
        beside[WITHDRAWN] = csv_text(("withdrawn",), [[str(withdrawn)]], Dialect())
    tables = {name: texts[name] for name in TABLES if name in texts}
    write_files(beside | tables if answers_first else tables | beside, folder)


def count_withdrawn(folder: Path) -> int:
    """Return how many households withdrew their answers so far."""
    path = folder / WITHDRAWN
    return (
        int(next(cells["withdrawn"] for _, cells in _dictionaries(path))) if path.is_file() else 0
    )


def _dialect(folder: Path) -> Dialect:
    """Return how the folder's own tables are written, so that they stay so."""
    data = (folder / "households.csv").read_bytes()
    mark = data.startswith(b"\xef\xbb\xbf")
    head = data.split(b"\n", 1)[0]
    return Dialect(";", ",", mark) if head.count(b";") > head.count(b",") else Dialect(bom=mark)


def _dictionaries(path: Path) -> list[tuple[int, dict[str, str]]]:
    raw, found = read_csv(path, path.stem)
    errors = [one for one in found if one.severity == "error"]
    if raw is None or errors:
        raise FolderError(errors or [_unreadable(path)], path)
    return [
        (
            number,
            {name: plain(str(cell)).strip() for name, cell in zip(raw.header, row, strict=True)},
        )
        for number, row in zip(raw.numbers, raw.rows, strict=True)
    ]


def _unreadable(path: Path) -> Problem:
    return Problem("answers", "unreadable", "it cannot be read", "save it as CSV", file=path.name)


def workbook_bytes(here: Neighbourhood, language: str = LANGUAGES[0]) -> bytes:
    """Return the workbook to type forms in, in "nl" or "en": a row per household, drop-downs.

    The first row has the names that hecht reads and is hidden, so that the headings below it can
    be in any language. Two workbooks of one neighbourhood and language are the same bytes.
    """
    from openpyxl import Workbook
    from openpyxl.styles import Alignment, Font, PatternFill
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.datavalidation import DataValidation

    from hecht.exchange.workbook import book_bytes

    book = Workbook()
    sheet = book.active
    sheet.title = "forms"
    names = columns()
    sheet.append(list(names))
    sheet.append([heading(name, language) for name in names])
    sheet.row_dimensions[1].hidden = True
    sheet.freeze_panes = "C3"
    choices = _choices(here, language)
    help_of = column_help(language)
    for place, name in enumerate(names, start=1):
        letter = get_column_letter(place)
        cell = sheet.cell(2, place)
        cell.font, cell.fill = Font(bold=True), PatternFill("solid", fgColor="DDE8F0")
        cell.alignment = Alignment(wrap_text=True, vertical="top")
        sheet.column_dimensions[letter].width = _WIDE.get(name, 14)
        rule = DataValidation(allow_blank=True)
        if name in choices:
            rule = DataValidation("list", formula1=f'"{",".join(choices[name])}"', allow_blank=True)
            rule.errorStyle = "warning"  # what stands on the form may be typed; merging reports it
        rule.showErrorMessage = rule.showInputMessage = True
        rule.promptTitle = str(cell.value)[:32]
        rule.prompt = help_of.get(name, "")[:255]
        rule.add(f"{letter}3:{letter}{_TYPED_ROWS}")
        sheet.add_data_validation(rule)
    for household in here.households:
        address = here.home_of[household.home].address
        sheet.append([form_code(here.project.name, household.id), address])
    for row in sheet.iter_rows(min_row=3, max_col=2):
        for cell in row:
            cell.number_format = "@"
            if isinstance(cell.value, str):
                cell.data_type = "s"
    return book_bytes(book)


def _choices(here: Neighbourhood, language: str) -> dict[str, tuple[str, ...]]:
    """Return the words of each drop-down, those of Dutch typists for them."""
    told = {name: question.choices for name, question in QUESTION_OF.items()
            if question.kind is Kind.CHOICE}  # fmt: skip
    told |= dict.fromkeys((name for name in columns() if name.endswith("_kind")), TIES)
    told |= {"result": RESULT, "source": SOURCES}
    lists = {
        name: tuple(OneOf(choices, one).told(language) for one in choices)
        for name, choices in told.items()
    }
    for name, words in (
        ("wish_street", {home.street for home in here.homes if home.street}),
        ("wish_type", {home.type for home in here.homes if home.type}),
    ):
        # a drop-down holds 255 characters, and a comma would split a word in two
        if len(",".join(words)) < 250 and not any("," in word or '"' in word for word in words):
            lists[name] = tuple(sorted(words))
    return {name: words for name, words in lists.items() if words}


def read_forms(path: Path, defaults: Mapping[str, str]) -> list[Row]:
    """Return the rows of a workbook (.xlsx) or CSV file of forms, those that hold an answer.

    Columns may have the names that hecht gives them or the headings of the workbook. `defaults`
    are cells for all rows that have none (source, date, entered_by). A row of which only the code
    and address are there was not typed in, and is left out. Raises ValueError for a file that
    cannot be read or has no column code.
    """
    read = _sheet(path) if path.suffix.lower() in (".xlsx", ".xlsm") else _dictionaries(path)
    rows = [(number, _by_name(cells)) for number, cells in read]
    if not path.is_file() or (rows and "code" not in rows[0][1]):
        raise ValueError(f"{path} has no column code; `hecht intake workbook` makes a workbook")
    typed = []
    for number, cells in rows:
        if cells["code"] == heading("code", LANGUAGES[0]):
            continue  # the headings below the names
        if any(text for name, text in cells.items() if name not in ("code", "address")):
            filled = {name: text for name, text in cells.items() if text}
            typed.append(Row(number, {**defaults, **filled}))
    return typed


def _by_name(cells: Mapping[str, str]) -> dict[str, str]:
    """Return cells by the names of their columns; `cells` may have headings instead."""
    return {column_name(name): text for name, text in cells.items()}


def _sheet(path: Path) -> list[tuple[int, dict[str, str]]]:
    import zipfile

    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        book = load_workbook(path, read_only=True, data_only=True)
    except (zipfile.BadZipFile, InvalidFileException, KeyError, ValueError) as error:
        raise ValueError(f"{path} is not a workbook; save it as .xlsx, or as CSV") from error
    try:
        sheet = book["forms"] if "forms" in book.sheetnames else book.worksheets[0]
        lines = [list(row) for row in sheet.iter_rows(values_only=True)]
    finally:
        book.close()
    header = [str(cell or "").strip().lower() for cell in lines[0]] if lines else []
    return [
        (number, {name: _text(cell) for name, cell in zip(header, cells, strict=False) if name})
        for number, cells in enumerate(lines[1:], start=2)
    ]


def _text(cell: Any) -> str:
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    return "" if cell is None else as_text(cell).strip()


def work_list(proposals: Sequence[Proposal], language: str = "nl") -> str:
    """Return the work list as CSV: what must be decided, with an empty column for the decision."""
    rows = [[safe(cell) for cell in work_row(one, language)] for one in proposals]
    return csv_text(work_headings(language), rows, Dialect(";", ",", True))


def read_decisions(path: Path) -> dict[str, str]:
    """Return the decisions in a work list, by their key; rows without one are left out."""
    rows = [cells for _, cells in _dictionaries(path)]
    try:
        return decisions_in(rows)
    except ValueError as error:
        raise ValueError(f"{path}: {error}; give the work list of a merge") from error
