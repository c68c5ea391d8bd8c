"""The published format: Frictionless Table Schema files, which drive reading, writing and docs."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

VERSION = "1"
FORMAT = f"hecht-neighbourhood/{VERSION}"
SPACES = "public_space"
"""The part of a design that is a file of shapes."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table, as its schema describes it.

    `kind` is the Table Schema type: string, integer, number, boolean, yearmonth, date or list.
    `from_start` marks months that are counted from the project's start inside hecht, `ahead`
    other months that do not lie in the last century;
    `reference` is the table whose ids the column holds, if any; `hint` says what may be wrong
    with a number outside its limits.
    """

    name: str
    kind: str
    description: str
    description_nl: str
    required: bool = False
    unique: bool = False
    minimum: float | None = None
    maximum: float | None = None
    enum: tuple[str, ...] = ()
    pattern: str = ""
    unit: str = ""
    example: str = ""
    from_start: bool = False
    ahead: bool = False
    reference: str = ""
    hint: str = ""
    delimiter: str = "|"
    true_values: tuple[str, ...] = ()
    false_values: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TableSchema:
    """One table: its file, its columns in order, and the column that holds its id ("" if none).

    `presence` is "required" (a folder without the file is an error), "expected" (its absence is
    remarked upon) or "optional".
    """

    name: str
    path: str
    title: str
    title_nl: str
    description: str
    description_nl: str
    columns: tuple[Column, ...]
    id_column: str
    presence: str

    def column(self, name: str) -> Column:
        """Return the column of this name; KeyError when there is none."""
        for column in self.columns:
            if column.name == name:
                return column
        raise KeyError(name)


def schema_text(name: str) -> str:
    """Return the text of a file of the published format, for example "homes.schema.json"."""
    return (files("hecht.exchange") / "schemas" / VERSION / name).read_text(encoding="utf-8")


@cache
def schemas() -> Mapping[str, TableSchema]:
    """Return the tables of a neighbourhood by name, in the order of the descriptor."""
    return _part("neighbourhood")


@cache
def design_schemas() -> Mapping[str, TableSchema]:
    """Return the tables of a design by name: options, their homes, scenarios, public space.

    The rows of public_space are the properties of the features in its file.
    """
    return _part("design")


@cache
def all_schemas() -> Mapping[str, TableSchema]:
    """Return every table of the format that is a table in a folder or a sheet of a workbook."""
    design = {name: one for name, one in design_schemas().items() if name != SPACES}
    return {**schemas(), **design}


def _part(part: str) -> dict[str, TableSchema]:
    package = json.loads(schema_text("datapackage.json"))
    return {
        resource["name"]: _table(resource)
        for resource in package["resources"]
        if resource.get("part", "neighbourhood") == part
    }


@cache
def event_schema() -> TableSchema:
    """Return the table of events, which goes with a plan and not with a neighbourhood."""
    return _table({"schema": "events.schema.json", "path": "events.csv", "presence": "optional"})


@cache
def programme_schemas() -> Mapping[str, TableSchema]:
    """Return the tables of a broad programme by name, which lie in a folder of their own."""
    paths = {"measures": "required", "goals": "expected"}
    return {
        name: _table({"schema": f"{name}.schema.json", "path": f"{name}.csv", "presence": presence})
        for name, presence in paths.items()
    }


def _table(resource: Mapping[str, Any]) -> TableSchema:
    document = json.loads(schema_text(resource["schema"]))
    references = {
        key["fields"][0]: key["reference"]["resource"]
        for key in document.get("foreignKeys", ())
        if len(key["fields"]) == 1
    }
    columns = tuple(
        _column(field, references.get(field["name"], "")) for field in document["fields"]
    )
    return TableSchema(
        name=document["name"],
        path=resource["path"],
        title=document["title"],
        title_nl=document["titleNl"],
        description=document["description"],
        description_nl=document["descriptionNl"],
        columns=columns,
        id_column=next((column.name for column in columns if column.unique), ""),
        presence=resource["presence"],
    )


def _column(field: Mapping[str, Any], reference: str) -> Column:
    constraints = field.get("constraints", {})
    return Column(
        name=field["name"],
        kind=field["type"],
        description=field["description"],
        description_nl=field["descriptionNl"],
        required=constraints.get("required", False),
        unique=constraints.get("unique", False),
        minimum=constraints.get("minimum"),
        maximum=constraints.get("maximum"),
        enum=tuple(constraints.get("enum", ())),
        pattern=constraints.get("pattern", ""),
        unit=field.get("unit", ""),
        example=str(field.get("example", "")),
        from_start=field.get("countedFrom") == "start",
        ahead=field.get("ahead", False),
        reference=reference,
        hint=field.get("hint", ""),
        delimiter=field.get("delimiter", "|"),
        true_values=tuple(field.get("trueValues", ())),
        false_values=tuple(field.get("falseValues", ())),
    )
