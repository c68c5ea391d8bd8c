"""The same tables as one Excel workbook: read like the folder, written with drop-downs."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from hecht.exchange.assemble import Source
from hecht.exchange.beside import write_beside
from hecht.exchange.cells import safe
from hecht.exchange.folder import gather_shapes, missing_table, table_rows
from hecht.exchange.project_file import ProjectFile, from_values, missing_project, project_values
from hecht.exchange.project_keys import KEYS
from hecht.exchange.schema import all_schemas, schemas
from hecht.exchange.shapes import shapes_text
from hecht.exchange.tables import RawTable, shape
from hecht.exchange.values import BadCell, NumberStyle, as_text
from hecht.neighbourhood import Month, Neighbourhood
from hecht.neighbourhood.problem import Problem

LARGEST = 500_000_000
"""The most bytes a workbook may hold unpacked."""

Sheets = dict[str, list[tuple[int, list[Any]]]]
"""The numbered rows of each sheet, by its name in lower case."""

_EPOCH = (1980, 1, 1, 0, 0, 0)


def gather_workbook(path: Path, found: list[Problem]) -> Source | None:
    """Read the sheets of a workbook; None when it cannot be opened at all.

    Outlines of blocks may lie beside the workbook, under its name with .geojson or .gpkg.
    """
    sheets = read_sheets(path, found)
    return None if sheets is None else source_of(path, sheets, found)


def source_of(path: Path, sheets: Sheets, found: list[Problem]) -> Source:
    """Return the neighbourhood that stands in the sheets of a workbook."""
    files = {name: f"{path.name} [{name}]" for name in schemas()}
    files["project"] = f"{path.name} [project]"
    project = _project(sheets, files["project"], found)
    tables: dict[str, RawTable | None] = {}
    for name, schema in schemas().items():
        if name in sheets:
            tables[name] = shape(name, files[name], sheets[name], found)
        elif schema.presence != "optional":
            found.append(missing_table(files[name], name, schema.presence))
            if schema.presence == "required":
                tables[name] = None
    beside = [path.with_suffix(suffix) for suffix in (".geojson", ".gpkg")]
    return Source(project, tables, gather_shapes(beside, files, found), files)


def read_sheets(path: Path, found: list[Problem]) -> Sheets | None:
    """Return the numbered rows of each sheet that hecht knows, by its name in lower case."""
    if not path.is_file():
        found.append(
            _unusable(path, f"{path} does not exist", "`hecht new --excel FILE.xlsx` makes one")
        )
        return None
    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        with zipfile.ZipFile(path) as archive:
            size = sum(member.file_size for member in archive.infolist())
        if size > LARGEST:
            found.append(_unusable(path, "the workbook is too large", "split it, or use CSV"))
            return None
        book = load_workbook(path, read_only=True, data_only=True)
    except (zipfile.BadZipFile, InvalidFileException, KeyError, ValueError, OSError) as error:
        found.append(
            _unusable(
                path, f"this is not a workbook that can be read ({error})",
                "save it as an Excel workbook (.xlsx)",
            )
        )  # fmt: skip
        return None
    wanted = {"project", *all_schemas()}
    sheets: Sheets = {}
    try:
        for sheet in book.worksheets:
            name = sheet.title.strip().lower()
            if name in wanted and name not in sheets:
                sheet.reset_dimensions()
                rows = enumerate(sheet.iter_rows(values_only=True), start=1)
                sheets[name] = [
                    (number, [_kept(cell) for cell in row])
                    for number, row in rows
                    if any(cell is not None for cell in row)
                ]
    finally:
        book.close()
    return sheets


def _kept(cell: Any) -> Any:
    """Return a cell so that an apostrophe before a formula is kept: here it is part of the text."""
    return safe(cell) if isinstance(cell, str) and cell.startswith("'") else cell


def _project(sheets: Sheets, file: str, found: list[Problem]) -> ProjectFile:
    rows = sheets.get("project")
    if not rows:
        return missing_project(file, found)
    values: dict[str, Any] = {}
    lines: dict[str, int] = {}
    for number, cells in rows:
        path, value = as_text(cells[0]), cells[1] if len(cells) > 1 else None
        if path.lower() in ("", "key"):
            continue
        lines.setdefault(path, number)
        if value is None or as_text(value) == "":
            continue
        values[path] = _typed(path, value)
        lines[path] = number
    return from_values(values, lines, file, found)


def _typed(path: str, value: Any) -> Any:
    """Return the value of a project cell as the key expects it, where that is plain."""
    kind = KEYS[path].kind if path in KEYS else ""
    if kind in ("integer", "number") and isinstance(value, str):
        try:
            return NumberStyle(()).number(value.strip())
        except BadCell:
            return value
    return as_text(value) if kind in ("text", "month", "preset") else value


def _unusable(path: Path, text: str, fix: str) -> Problem:
    return Problem("project", "workbook", text, fix, file=path.name)


def write_workbook(
    neighbourhood: Neighbourhood, path: Path, more: Mapping[str, list[Sequence[Any]]] | None = None
) -> None:
    """Write a neighbourhood as a workbook, and its outlines beside it as GeoJSON.

    `more` are the rows of other sheets (options and the like), each cell made by `as_cell`.
    Raises ValueError for text that a workbook cannot hold (control characters).
    """
    outlines = path.with_suffix(".geojson")
    tables = {name: table_rows(neighbourhood, name, as_cell) for name in schemas()}
    data = _book(project_values(neighbourhood), {**tables, **(more or {})})
    if neighbourhood.shapes or outlines.exists() or path.with_suffix(".gpkg").exists():
        write_beside(outlines, shapes_text(neighbourhood.shapes).encode("utf-8"))
    write_beside(path, data)


def write_empty_workbook(path: Path) -> None:
    """Write a workbook with drop-downs and an explanation, and no neighbourhood in it yet."""
    from hecht.exchange.schema import FORMAT

    write_beside(path, _book({"format": FORMAT}, {}))


def as_cell(value: Any) -> Any:
    """Return a value as a workbook holds it."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, tuple):
        return "|".join(value)
    if isinstance(value, (Month, date)):
        return str(value)
    return None if value == "" else (str(value) if isinstance(value, str) else value)


def _book(values: dict[str, Any], tables: dict[str, list[Sequence[Any]]]) -> bytes:
    from openpyxl import Workbook
    from openpyxl.utils.exceptions import IllegalCharacterError

    from hecht.exchange import workbook_sheets as sheets

    book = Workbook()
    book.remove(book.active)
    sheets.explanation(book)
    sheets.project(book, values)
    try:
        for name, schema in all_schemas().items():
            sheets.table(book, schema, tables.get(name, []))
    except IllegalCharacterError as error:
        raise ValueError(f"a workbook cannot hold this text: {error}") from None
    return book_bytes(book)


def book_bytes(book: Any) -> bytes:
    """Return an openpyxl workbook as a file: the same bytes whenever it is written."""
    stream = io.BytesIO()
    book.save(stream)
    return _settled(stream.getvalue())


def _settled(data: bytes) -> bytes:
    """Return a workbook without the time at which it was made, so that the same stays the same."""
    result = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as old,
        zipfile.ZipFile(result, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for member in old.infolist():
            content = old.read(member)
            if member.filename == "docProps/core.xml":
                content = re.sub(
                    rb"(<dcterms:(created|modified)[^>]*>)[^<]*", rb"\g<1>2000-01-01T00:00:00Z",
                    content,
                )  # fmt: skip
            info = zipfile.ZipInfo(member.filename, _EPOCH)
            info.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(info, content)
    return result.getvalue()
