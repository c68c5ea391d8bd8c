"""The files of a design beside those of its neighbourhood: options, scenarios, public space."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hecht.exchange.assemble import Source, put_together, sort_problems
from hecht.exchange.beside import write_beside
from hecht.exchange.design_records import (
    DesignSource,
    assemble_design,
    design_rows,
)
from hecht.exchange.folder import (
    FolderError,
    first_file,
    gather_folder,
    is_workbook,
    neighbourhood_texts,
    write_files,
)
from hecht.exchange.public_space_file import RawSpaces, read_spaces, spaces_text
from hecht.exchange.schema import SPACES, all_schemas, design_schemas, schemas
from hecht.exchange.tables import Dialect, csv_text, read_csv, shape
from hecht.exchange.units_file import FILE as UNITS
from hecht.exchange.units_file import read_units, units_place, units_problems, units_text
from hecht.exchange.values import render
from hecht.neighbourhood import Design, Neighbourhood
from hecht.neighbourhood.problem import Problem

if TYPE_CHECKING:
    from hecht.exchange.workbook import Sheets

SUFFIXES = (".geojson", ".gpkg")
TABLES = tuple(name for name in all_schemas() if name not in schemas())
"""options, option_homes and scenarios."""


def read_design(folder: str | Path) -> Design:
    """Read a neighbourhood folder or workbook with its options, scenarios and public space.

    None of these has to be there: then each block only has what is planned for it. Raises
    FolderError with all problems when there is any error.
    """
    design, found = examine_design(folder)
    if design is None:
        raise FolderError(found, folder)
    return design


def examine_design(folder: str | Path) -> tuple[Design | None, list[Problem]]:
    """Read a design and return it with every problem in it, those of the neighbourhood first.

    The design is None when any problem is an error.
    """
    _, design, found = examine_all(folder)
    return design, found


def examine_all(
    folder: str | Path,
) -> tuple[Neighbourhood | None, Design | None, list[Problem]]:
    """Read a folder or workbook; return its neighbourhood, its design and every problem.

    The neighbourhood is None when an error stands in its way, the design when any does.
    """
    path = Path(folder)
    found: list[Problem] = []
    more: list[Problem] = []
    source, design_source = _gather(path, found, more)
    if source is None:
        return None, None, found
    neighbourhood, unread = put_together(source, found)
    sound = not _errors(found)
    design = assemble_design(design_source, neighbourhood, unread, source.project.start, more)
    design = replace(design, units=read_units(units_place(path), more))
    if sound:
        more += units_problems(design, units_place(path))
    if sound and not _errors(more):
        from hecht.exchange.scenario_problems import scenario_problems

        more += scenario_problems(design, design_source.files["scenarios"], found)
    sort_problems(more)
    found += more
    return neighbourhood if sound else None, None if _errors(found) else design, found


def _errors(found: Sequence[Problem]) -> bool:
    return any(problem.severity == "error" for problem in found)


def _gather(
    path: Path, found: list[Problem], more: list[Problem]
) -> tuple[Source | None, DesignSource]:
    if not is_workbook(path):
        return gather_folder(path, found), _from_folder(path, more)
    from hecht.exchange.workbook import read_sheets, source_of

    sheets = read_sheets(path, found)
    if sheets is None:
        return None, DesignSource()
    return source_of(path, sheets, found), _from_workbook(path, sheets, more)


def _from_folder(folder: Path, found: list[Problem]) -> DesignSource:
    source = DesignSource(files={name: schema.path for name, schema in design_schemas().items()})
    for name in TABLES:
        path = folder / design_schemas()[name].path
        if path.is_file():
            source.tables[name], faults = read_csv(path, name)
            found.extend(faults)
    _gather_spaces([folder / f"{SPACES}{suffix}" for suffix in SUFFIXES], source, found)
    return source


def _from_workbook(path: Path, sheets: Sheets, found: list[Problem]) -> DesignSource:
    source = DesignSource(files={name: f"{path.name} [{name}]" for name in TABLES})
    for name in TABLES:
        if sheets.get(name):
            source.tables[name] = shape(name, source.files[name], sheets[name], found)
    _gather_spaces([path.with_suffix(f".{SPACES}{suffix}") for suffix in SUFFIXES], source, found)
    return source


def _gather_spaces(candidates: Sequence[Path], source: DesignSource, found: list[Problem]) -> None:
    path = first_file(candidates, SPACES, found)
    source.files[SPACES] = candidates[0].name if path is None else path.name
    source.spaces = RawSpaces() if path is None else read_spaces(path, found)


def write_design(
    design: Design,
    folder: str | Path,
    dialect: Dialect | None = None,
    beside: Mapping[str, str] | None = None,
) -> None:
    """Write a neighbourhood with its options, scenarios and public space, as `write` does.

    Tables without rows are left out, but one that stands in the folder is emptied. In a workbook
    the tables are sheets, and public space lies beside it. `beside` are other text files for the
    folder, by name. Raises ValueError for text that no file can hold, and for a piece of public
    space that is not drawn as areas, lines or points.
    """
    path, here = Path(folder), design.neighbourhood
    if path.suffix.lower() == ".xlsx":
        _write_workbook(design, path)
        return
    texts = neighbourhood_texts(here, path, dialect or Dialect())
    write_files({**texts, **design_texts(design, path, dialect), **(beside or {})}, path)


def design_texts(
    design: Design, folder: Path, dialect: Dialect | None = None, all_tables: bool = False
) -> dict[str, str]:
    """Return the files of a design by name, without those of its neighbourhood.

    Tables without rows are there when they stand in `folder` already, or with `all_tables`.
    """
    style = dialect or Dialect()
    start = design.neighbourhood.project.start
    texts = {}
    show: Callable[[Any], Any] = lambda value: render(value, style.decimal)  # noqa: E731
    for name in TABLES:
        schema = design_schemas()[name]
        rows = design_rows(design, name, show)
        if rows or all_tables or (folder / schema.path).exists():
            texts[schema.path] = csv_text([c.name for c in schema.columns], rows, style)
    if design.spaces or any((folder / f"{SPACES}{suffix}").exists() for suffix in SUFFIXES):
        texts[f"{SPACES}.geojson"] = spaces_text(design.spaces, start)
    if design.units or (folder / UNITS).exists():
        texts[UNITS] = units_text(design.units)
    return texts


def _write_workbook(design: Design, path: Path) -> None:
    from hecht.exchange.workbook import as_cell, write_workbook

    start = design.neighbourhood.project.start
    places = [path.with_suffix(f".{SPACES}{suffix}") for suffix in SUFFIXES]
    text = spaces_text(design.spaces, start)
    sheets = {name: design_rows(design, name, as_cell) for name in TABLES}
    write_workbook(design.neighbourhood, path, sheets)
    if design.spaces or any(place.exists() for place in places):
        write_beside(places[0], text.encode("utf-8"))
    if design.units or units_place(path).exists():
        write_beside(units_place(path), units_text(design.units).encode("utf-8"))
