"""The neighbourhood folder: read with every problem in one go, and written whole or not at all."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields
from pathlib import Path
from typing import Any

from hecht.exchange.assemble import Source, assemble
from hecht.exchange.project_file import FILE, missing_project, project_text, read_project
from hecht.exchange.records import write_rows
from hecht.exchange.schema import schemas
from hecht.exchange.shapes import Shapes, read_shapes, shapes_text
from hecht.exchange.tables import Dialect, RawTable, csv_text, read_csv
from hecht.exchange.values import render
from hecht.neighbourhood import Neighbourhood
from hecht.neighbourhood.problem import Problem

_SHAPES = ("blocks.geojson", "blocks.gpkg")


class FolderError(ValueError):
    """A neighbourhood that cannot be used; `problems` are all its problems, in reading order."""

    def __init__(self, found: Sequence[Problem], path: str | Path = "the neighbourhood") -> None:
        """Tell the first ten errors in the message."""
        self.problems = list(found)
        errors = [problem for problem in found if problem.severity == "error"]
        shown = "\n".join(f"  {describe(problem)}" for problem in errors[:10])
        more = f"\n  and {len(errors) - 10} more" if len(errors) > 10 else ""
        super().__init__(
            f"{path} has {len(errors)} error(s); `hecht check` lists them:\n{shown}{more}"
        )


def describe(problem: Problem) -> str:
    """Return a problem on one line: where, what is wrong, what to do."""
    place = problem.file or problem.table
    if problem.row is not None:
        place += f", row {problem.row}"
    if problem.column:
        place += f", {problem.column}"
    if problem.value:
        place += f" {problem.value!r}"
    return f"{place}: {problem.text}; {problem.fix}"


def read(folder: str | Path) -> Neighbourhood:
    """Read a neighbourhood folder, or a workbook (.xlsx) with the same tables.

    Raises FolderError with all problems when there is any error.
    """
    neighbourhood, found = examine(folder)
    if neighbourhood is None:
        raise FolderError(found, folder)
    return neighbourhood


def examine(folder: str | Path) -> tuple[Neighbourhood | None, list[Problem]]:
    """Read a folder or workbook and return it with every problem in it, in reading order.

    The neighbourhood is None when any problem is an error.
    """
    path = Path(folder)
    found: list[Problem] = []
    if is_workbook(path):
        from hecht.exchange.workbook import gather_workbook

        source = gather_workbook(path, found)
    else:
        source = gather_folder(path, found)
    if source is None:
        return None, found
    return assemble(source, found), found


def is_workbook(path: Path) -> bool:
    """Tell whether a path is that of a workbook, by its name."""
    return path.suffix.lower() in (".xlsx", ".xlsm") and not path.is_dir()


def gather_folder(folder: Path, found: list[Problem]) -> Source | None:
    """Read the files of a neighbourhood folder; None when there is no folder."""
    if not folder.is_dir():
        kind = "is not a folder" if folder.exists() else "does not exist"
        found.append(
            Problem(
                "project",
                "missing-folder",
                f"{folder} {kind}",
                "give a folder with project.toml in it, or a workbook (.xlsx); "
                "`hecht new FOLDER` makes one",
                file=str(folder),
            )
        )
        return None
    path = folder / FILE
    project = read_project(path, found) if path.is_file() else missing_project(FILE, found)
    tables: dict[str, RawTable | None] = {}
    for name, schema in schemas().items():
        path = folder / schema.path
        if path.is_file():
            tables[name], faults = read_csv(path, name)
            found.extend(faults)
        elif schema.presence != "optional":
            found.append(missing_table(schema.path, name, schema.presence))
            if schema.presence == "required":
                tables[name] = None
    files = {name: schema.path for name, schema in schemas().items()}
    shapes = gather_shapes([folder / name for name in _SHAPES], files, found)
    return Source(project, tables, shapes, files | {"project": FILE})


def missing_table(place: str, table: str, presence: str) -> Problem:
    """Return the problem that a table is not there."""
    if presence == "required":
        fix = "add it, if need be with only the names of its columns in row 1"
        return Problem(table, "missing-file", f"{place} is missing", fix, file=place)
    return Problem(
        table,
        "missing-file",
        f"{place} is missing; there are taken to be no {table}",
        f"add it if there are {table}",
        file=place,
        severity="remark",
    )


def gather_shapes(
    candidates: Sequence[Path], files: dict[str, str], found: list[Problem]
) -> Shapes:
    """Read the first file of outlines that is there; any other is remarked upon."""
    path = first_file(candidates, "shapes", found)
    if path is None:
        return {}
    files["shapes"] = path.name
    return read_shapes(path, found)


def first_file(candidates: Sequence[Path], table: str, found: list[Problem]) -> Path | None:
    """Return the first file that is there; any other that is there too is remarked upon."""
    present = [path for path in candidates if path.is_file()]
    for other in present[1:]:
        found.append(
            Problem(
                table,
                "two-files",
                f"{other.name} was not read, because {present[0].name} is there too",
                "keep one of them",
                file=other.name,
                severity="remark",
            )
        )
    return present[0] if present else None


def write(
    neighbourhood: Neighbourhood,
    folder: str | Path,
    dialect: Dialect | None = None,
    beside: Mapping[str, str] | None = None,
) -> None:
    """Write a neighbourhood as a folder, or as a workbook when the name ends in .xlsx.

    A folder that is not there yet appears complete or not at all; in one that is, each file is
    replaced whole, and other files are left alone. Text that a spreadsheet would run as a
    formula gets an apostrophe before it. `beside` are other text files for the folder, by name.
    Raises ValueError for text that no file can hold.
    """
    path = Path(folder)
    if path.suffix.lower() == ".xlsx":
        from hecht.exchange.workbook import write_workbook

        write_workbook(neighbourhood, path)
        return
    texts = neighbourhood_texts(neighbourhood, path, dialect or Dialect())
    write_files({**texts, **(beside or {})}, path)


def neighbourhood_texts(
    neighbourhood: Neighbourhood, folder: Path, dialect: Dialect
) -> dict[str, str]:
    """Return the files of a neighbourhood by name, for a folder in which some may stand."""
    texts = {FILE: project_text(neighbourhood)}
    for name, schema in schemas().items():
        rows = table_rows(neighbourhood, name, lambda value: render(value, dialect.decimal))
        if rows or schema.presence != "optional" or (folder / schema.path).exists():
            texts[schema.path] = csv_text([c.name for c in schema.columns], rows, dialect)
    if neighbourhood.shapes or any((folder / name).exists() for name in _SHAPES):
        texts[_SHAPES[0]] = shapes_text(neighbourhood.shapes)
    return texts


def table_rows(neighbourhood: Neighbourhood, name: str, show: Any) -> list[Sequence[Any]]:
    """Return the cells of one table of a neighbourhood, each made by `show` from its value."""
    schema = schemas()[name]
    if name == "groups":
        records: Iterable[Mapping[str, Any]] = (
            {"group": group.id, "household": household}
            for group in neighbourhood.groups
            for household in group.households
        )
    elif name == "norms":
        rows = () if neighbourhood.norms is None else neighbourhood.norms.rows
        records = (_record(row, "") for row in rows)
    else:
        records = (_record(item, schema.id_column) for item in getattr(neighbourhood, name))
    return write_rows(records, schema, neighbourhood.project.start, show)


def _record(item: Any, id_column: str) -> dict[str, Any]:
    return {
        (id_column if field.name == "id" else field.name): getattr(item, field.name)
        for field in fields(item)
    }


def write_files(texts: Mapping[str, str | bytes], folder: Path) -> None:
    """Write files into a folder, made if need be: all are written beside it, then renamed."""
    folder = folder.absolute()
    folder.parent.mkdir(parents=True, exist_ok=True)
    beside = Path(tempfile.mkdtemp(prefix=f".{folder.name}.", dir=folder.parent))
    try:
        for name, text in texts.items():
            data = text if isinstance(text, bytes) else text.encode("utf-8")
            (beside / name).write_bytes(data)
        if folder.exists():
            for name in texts:
                os.replace(beside / name, folder / name)
        else:
            beside.chmod(0o755)
            os.replace(beside, folder)
    finally:
        shutil.rmtree(beside, ignore_errors=True)
