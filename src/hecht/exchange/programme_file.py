"""The folder of a broad programme: measures.csv, goals.csv and, if it is there, programme.toml."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from hecht.area.indicator import Theme
from hecht.area.programme import Goal, Measure, Nature, Programme, Status
from hecht.area.programme_faults import programme_problems
from hecht.exchange.assemble import place_in
from hecht.exchange.folder import describe, missing_table
from hecht.exchange.records import Records, read_records
from hecht.exchange.schema import programme_schemas
from hecht.exchange.tables import read_csv
from hecht.neighbourhood import Neighbourhood
from hecht.neighbourhood.problem import Problem

FILE = "programme.toml"
KEYS = ("name", "area", "organisation", "synthetic")
"""The keys of programme.toml: all of them text, all of them may be left out."""


class ProgrammeError(ValueError):
    """A programme that cannot be used; `problems` name file, row, column and what to do."""

    def __init__(self, found: Sequence[Problem], folder: Path) -> None:
        """Tell all errors in the message."""
        self.problems = list(found)
        wrong = [problem for problem in found if problem.severity == "error"]
        lines = "\n".join(f"  {describe(problem)}" for problem in wrong)
        super().__init__(f"{folder} has {len(wrong)} error(s):\n{lines}")


def read_programme(
    folder: str | Path, neighbourhood: Neighbourhood | None = None, area: str = ""
) -> tuple[Programme, list[Problem]]:
    """Read a programme and return it with all remarks on it, in reading order.

    With a neighbourhood, places and months are held against it. `area` is the code of the area,
    which goes before that of programme.toml. Raises ProgrammeError with everything that is wrong
    when there is any error.
    """
    path = Path(folder)
    found: list[Problem] = []
    if not path.is_dir():
        fix = "give a folder with measures.csv in it; `hecht area programme --new FOLDER` makes one"
        kind = "is not a folder" if path.exists() else "does not exist"
        gone = Problem("measures", "missing-folder", f"{path} {kind}", fix, file=str(path))
        raise ProgrammeError([gone], path)
    about = _about(path / FILE, found)
    read = {name: _records(path, name, found) for name in programme_schemas()}
    programme = Programme(
        name=about.get("name") or path.resolve().name,
        measures=tuple(_measures(read["measures"], found)),
        goals=tuple(_goals(read["goals"].records)),
        area=area or about.get("area", ""),
        organisation=about.get("organisation", ""),
        synthetic=about.get("synthetic", ""),
    )
    for problem in programme_problems(programme, neighbourhood):
        table = read[problem.table]
        hurt = (problem.position or 0, problem.column) in table.records.bad
        if not hurt:  # a cell that could not be read has been told of already
            found.append(place_in(problem, table.file, table.records))
    _sort(found)
    if any(problem.severity == "error" for problem in found):
        raise ProgrammeError(found, path)
    return programme, found


@dataclass(frozen=True, slots=True)
class _Table:
    file: str
    records: Records


def _records(folder: Path, name: str, found: list[Problem]) -> _Table:
    schema = programme_schemas()[name]
    path = folder / schema.path
    if not path.is_file():
        found.append(missing_table(schema.path, name, schema.presence))
        return _Table(schema.path, Records())
    raw, faults = read_csv(path, name)
    found.extend(faults)
    records = Records() if raw is None else read_records(raw, schema, None, found)
    return _Table(schema.path, records)


def _measures(table: _Table, found: list[Problem]) -> list[Measure]:
    result = []
    for position, record in enumerate(table.records.values):
        values = dict(record)
        values["id"] = values.pop("measure")
        values["theme"] = Theme(values["theme"])
        values["nature"] = Nature(values["nature"])
        values["also"] = _also(values.get("also", ()), table, position, found)
        if "status" in values:
            values["status"] = Status(values["status"])
        result.append(Measure(**values))
    return result


def _also(
    names: Sequence[str], table: _Table, position: int, found: list[Problem]
) -> tuple[Theme, ...]:
    """Return the further themes of a measure; a list has no choices of its own to be read by."""
    themes = {theme.value: theme for theme in Theme}
    for name in names:
        if name.lower() not in themes:
            near = get_close_matches(name.lower(), themes, n=1)
            problem = Problem(
                "measures",
                "not-a-choice",
                f"{name!r} is not a theme",
                f"{f'did you mean {near[0]}? ' if near else ''}choose {', '.join(themes)}",
                column="also",
                position=position,
            )
            found.append(place_in(problem, table.file, table.records))
    known = (themes.get(name.lower()) for name in names)
    return tuple(dict.fromkeys(theme for theme in known if theme is not None))


def _goals(records: Records) -> list[Goal]:
    result = []
    for record in records.values:
        values = {("id" if name == "goal" else name): value for name, value in record.items()}
        result.append(Goal(**{**values, "theme": Theme(values["theme"])}))
    return result


def _about(path: Path, found: list[Problem]) -> dict[str, str]:
    """Return what programme.toml says; nothing when there is none."""
    if not path.is_file():
        return {}
    try:
        values: dict[str, Any] = tomllib.loads(path.read_bytes().decode("utf-8-sig"))
    except UnicodeDecodeError:
        found.append(_wrong("not-utf-8", "the file is not UTF-8", "save it as UTF-8"))
        return {}
    except tomllib.TOMLDecodeError as error:
        fix = "write key = value, with text between double quotes"
        found.append(_wrong("not-toml", f"this is not valid TOML: {error}", fix))
        return {}
    result = {}
    for name, value in values.items():
        if name not in KEYS:
            near = get_close_matches(name, KEYS, n=1)
            fix = f"did you mean {near[0]}?" if near else f"the keys are {', '.join(KEYS)}"
            text = f"the key {name!r} is not part of the format; it is left unread"
            found.append(replace(_wrong("unknown-key", text, fix, name), severity="remark"))
        elif not isinstance(value, str):
            fix = "write it between double quotes"
            found.append(_wrong("wrong-value", "this must be text", fix, name, str(value)))
        else:
            result[name] = value.strip()
    return result


def _wrong(rule: str, text: str, fix: str, column: str = "", value: str = "") -> Problem:
    return Problem("programme", rule, text, fix, column=column, value=value, file=FILE)


def _sort(found: list[Problem]) -> None:
    """Put problems in reading order: by file, then row, then column."""
    schemas = programme_schemas()
    tables = ["programme", *schemas]
    columns = {
        (name, column.name): place
        for name, schema in schemas.items()
        for place, column in enumerate(schema.columns)
    }
    found.sort(
        key=lambda one: (
            tables.index(one.table),
            one.row or 0,
            columns.get((one.table, one.column), -1),
        )
    )
