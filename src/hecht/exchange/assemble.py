"""From what stands in files to a neighbourhood, with every problem put back in its file and row."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from types import MappingProxyType
from typing import Any

from hecht.exchange.norms import norms_of, norms_problems
from hecht.exchange.project_file import ProjectFile
from hecht.exchange.records import Records, read_records
from hecht.exchange.schema import TableSchema, design_schemas, schemas
from hecht.exchange.shapes import Shapes
from hecht.exchange.tables import RawTable
from hecht.neighbourhood import (
    AgeClass,
    Block,
    DeclaredBy,
    Group,
    Home,
    Household,
    IncomeClass,
    Neighbourhood,
    Promise,
    PromiseKind,
    PromiseStatus,
    ReturnWish,
    Stage,
    Tenure,
    Tie,
    TieKind,
    Wish,
    WishKind,
    Works,
)
from hecht.neighbourhood.problem import Problem, Unread
from hecht.neighbourhood.problems import problems

_CLASSES: Mapping[str, type[Any]] = {
    "blocks": Block,
    "homes": Home,
    "households": Household,
    "ties": Tie,
    "wishes": Wish,
    "promises": Promise,
}
_ENUMS: Mapping[tuple[str, str], type[StrEnum]] = {
    ("blocks", "works"): Works,
    ("homes", "stage"): Stage,
    ("homes", "tenure"): Tenure,
    ("households", "wish"): ReturnWish,
    ("households", "income"): IncomeClass,
    ("households", "age"): AgeClass,
    ("ties", "kind"): TieKind,
    ("ties", "declared_by"): DeclaredBy,
    ("wishes", "kind"): WishKind,
    ("promises", "kind"): PromiseKind,
    ("promises", "status"): PromiseStatus,
}


@dataclass(slots=True)
class Source:
    """What was found in a folder or workbook, before it is put together.

    `tables` holds None for a table that is there but cannot be read, or that has to be there and
    is not; a table that may be missing and is, is left out. `files` tells for "project",
    "shapes" and each table how to name its place to people.
    """

    project: ProjectFile
    tables: dict[str, RawTable | None]
    shapes: Shapes
    files: dict[str, str]


def assemble(source: Source, found: list[Problem]) -> Neighbourhood | None:
    """Put a neighbourhood together and add every problem to `found`.

    The result is None when there is an error among all that was found.
    """
    neighbourhood, _ = put_together(source, found)
    if any(problem.severity == "error" for problem in found):
        return None
    return neighbourhood


def put_together(source: Source, found: list[Problem]) -> tuple[Neighbourhood, Unread]:
    """Return what could be read as a neighbourhood, and what of it could not; add the problems.

    With an error among the problems it is good for checking references only.
    """
    read: dict[str, Records] = {}
    for name, schema in schemas().items():
        raw = source.tables.get(name)
        read[name] = Records()
        if raw is not None:
            read[name] = read_records(raw, schema, source.project.start, found)
    members = _regroup(read["groups"])
    neighbourhood = Neighbourhood(
        project=source.project.project,
        capacity=source.project.capacity,
        policy=source.project.policy,
        delays=source.project.delays,
        mixing=source.project.mixing,
        **{name: _objects(name, read[name], schemas()[name]) for name in _CLASSES},
        groups=members,
        shapes=MappingProxyType(source.shapes),
        norms=norms_of(read["norms"]),
    )
    unread = _unread(source, read)
    for problem in problems(neighbourhood, unread):
        found.append(_place(problem, source, read))
    for problem in norms_problems(neighbourhood.norms, read["norms"].bad):
        found.append(_place(problem, source, read))
    sort_problems(found)
    return neighbourhood, unread


def _objects(name: str, records: Records, schema: TableSchema) -> tuple[Any, ...]:
    kind, own = _CLASSES[name], schema.id_column
    enums = {c.name: _ENUMS[name, c.name] for c in schema.columns if (name, c.name) in _ENUMS}
    objects = []
    for record in records.values:
        values = {("id" if column == own else column): value for column, value in record.items()}
        for column, enum in enums.items():
            if column in values:
                values[column] = enum(values[column])
        objects.append(kind(**values))
    return tuple(objects)


def _regroup(records: Records) -> tuple[Group, ...]:
    """Gather the members of each group, and put the records in that order too."""
    positions: dict[str, list[int]] = {}
    for position, record in enumerate(records.values):
        positions.setdefault(record["group"], []).append(position)
    order = [position for group in positions.values() for position in group]
    place = {old: new for new, old in enumerate(order)}
    groups = tuple(
        Group(group, tuple(records.values[position]["household"] for position in members))
        for group, members in positions.items()
    )
    records.values = [records.values[position] for position in order]
    records.rows = [records.rows[position] for position in order]
    records.cells = [records.cells[position] for position in order]
    records.bad = {(place[position], column) for position, column in records.bad}
    return groups


def _unread(source: Source, read: Mapping[str, Records]) -> Unread:
    tables = set(source.project.unread)
    tables.update(name for name, raw in source.tables.items() if raw is None)
    tables.update(name for name, records in read.items() if not records.complete)
    return Unread(
        tables=frozenset(tables),
        ids={name: frozenset(records.torn) for name, records in read.items()},
        cells=frozenset(
            (name, position, column)
            for name, records in read.items()
            for position, column in records.bad
        ),
    )


def _place(problem: Problem, source: Source, read: Mapping[str, Records]) -> Problem:
    """Return the problem with its file, its row and the value as it stands there."""
    file = source.files.get(problem.table, problem.file)
    if problem.table == "project":
        return replace(problem, file=file, row=source.project.rows.get(problem.column))
    return place_in(problem, file, read.get(problem.table))


def place_in(problem: Problem, file: str, records: Records | None) -> Problem:
    """Return a problem with its file, and the row and value of the record that it is about."""
    if records is None or problem.position is None or problem.position >= len(records.rows):
        return replace(problem, file=file)
    value = records.cell(problem.position, problem.column) if problem.column else ""
    text = problem.text
    if problem.other is not None and problem.other < len(records.rows):
        text += f" (row {records.rows[problem.other]})"
    return replace(
        problem,
        file=file,
        text=text,
        row=records.rows[problem.position],
        value=value or problem.value,
    )


def sort_problems(found: list[Problem]) -> None:
    """Put problems in reading order: by file, then row, then column."""
    known = {**schemas(), **design_schemas()}
    tables = ["project", *schemas(), "shapes", *design_schemas()]
    columns = {
        (name, column.name): index
        for name, schema in known.items()
        for index, column in enumerate(schema.columns)
    }

    def key(problem: Problem) -> tuple[int, int, int]:
        table = tables.index(problem.table) if problem.table in tables else -1
        column = columns.get((problem.table, problem.column), -1)
        return table, problem.row or 0, column

    found.sort(key=key)
