"""The published schemas: valid, shipped, and saying the same as the code."""

from __future__ import annotations

import json
from dataclasses import MISSING, fields
from enum import StrEnum
from typing import Any, get_args, get_type_hints

import pytest

from hecht.exchange.project_keys import KEYS, POLICY_NL
from hecht.exchange.schema import design_schemas, programme_schemas, schema_text, schemas
from hecht.neighbourhood import (
    LABELS,
    Block,
    Home,
    HomeType,
    Household,
    Land,
    Option,
    Policy,
    Promise,
    PublicSpace,
    Scenario,
    Tie,
    Wish,
)
from hecht.neighbourhood.faults_options import DESIGN_RANGES
from hecht.neighbourhood.faults_records import RANGES, RD_X, RD_Y

CLASSES: dict[str, type[Any]] = {
    "blocks": Block,
    "homes": Home,
    "households": Household,
    "ties": Tie,
    "wishes": Wish,
    "promises": Promise,
}
TYPES = {"string", "integer", "number", "boolean", "yearmonth", "date", "list"}


@pytest.mark.parametrize("name", list(CLASSES))
def test_columns_are_the_fields_of_the_record(name: str) -> None:
    """Every field has a column of its own name, and the id is named after the record."""
    schema = schemas()[name]
    named = {(schema.id_column if f.name == "id" else f.name) for f in fields(CLASSES[name])}
    assert {column.name for column in schema.columns} == named


@pytest.mark.parametrize("name", list(CLASSES))
def test_required_columns_are_the_fields_without_default(name: str) -> None:
    """A column is required when, and only when, its field has no default."""
    schema = schemas()[name]
    for field in fields(CLASSES[name]):
        column = schema.column(schema.id_column if field.name == "id" else field.name)
        assert column.required == (field.default is MISSING), column.name


@pytest.mark.parametrize("name", list(CLASSES))
def test_choices_are_those_of_the_enumeration(name: str) -> None:
    """A column with choices offers the members of its enumeration, all of them."""
    schema, hints = schemas()[name], get_type_hints(CLASSES[name])
    for field in fields(CLASSES[name]):
        column = schema.column(schema.id_column if field.name == "id" else field.name)
        assert column.enum == choices(name, field.name, hints[field.name])


def choices(table: str, field: str, hint: Any) -> tuple[str, ...]:
    """Return what a field can be: the members of its enumeration, or the energy labels."""
    if field == "label" and table != "households":
        return LABELS
    for kind in (hint, *get_args(hint)):
        if isinstance(kind, type) and issubclass(kind, StrEnum):
            return tuple(str(member) for member in kind)
    return ()


OF_DESIGN: dict[str, tuple[set[str], tuple[type[Any], ...]]] = {
    "options": ({"block", "option"}, (Option, Land)),
    "option_homes": ({"block", "option"}, (HomeType,)),
    "scenarios": ({"scenario", "block", "option"}, (Scenario,)),
    "public_space": ({"id"}, (PublicSpace,)),
}


@pytest.mark.parametrize("name", list(OF_DESIGN))
def test_columns_of_a_design_are_the_fields_of_its_records(name: str) -> None:
    """Every plain field has a column with its choices, and no column is about nothing."""
    schema, (keys, classes) = design_schemas()[name], OF_DESIGN[name]
    nested = {"id", "land", "programme", "choice", "areas", "lines", "points"}
    hints: dict[str, Any] = {}
    for kind in classes:
        hints |= {n: h for n, h in get_type_hints(kind).items() if n not in nested}
    assert {column.name for column in schema.columns} == keys | set(hints)
    for field, hint in hints.items():
        assert schema.column(field).enum == choices(name, field, hint)


def test_limits_are_those_of_the_cross_checks() -> None:
    """Numbers in files have the same limits as numbers in memory."""
    from_files = {
        (name, column.name): (column.minimum, column.maximum)
        for name, schema in schemas().items()
        for column in schema.columns
        if column.minimum is not None or column.maximum is not None
    }
    in_memory = {(t, c): limits for t, columns in RANGES.items() for c, limits in columns.items()}
    assert from_files == in_memory | {("homes", "x"): RD_X, ("homes", "y"): RD_Y}


def test_limits_of_a_design_are_those_of_its_checks() -> None:
    """Numbers in the files of a design have the same limits as numbers in memory."""
    from_files = {
        (name, column.name): (column.minimum, column.maximum)
        for name, schema in design_schemas().items()
        for column in schema.columns
        if column.kind in ("integer", "number")
    }
    in_memory = {(t, c): limits for t, cs in DESIGN_RANGES.items() for c, limits in cs.items()}
    assert from_files == in_memory


@pytest.mark.parametrize("name", [*schemas(), *design_schemas(), *programme_schemas()])
def test_a_schema_is_valid_table_schema(name: str) -> None:
    """Names are unique, types are known, keys name columns, references name tables."""
    document = json.loads(schema_text(f"{name}.schema.json"))
    names = [field["name"] for field in document["fields"]]
    assert len(set(names)) == len(names)
    assert {field["type"] for field in document["fields"]} <= TYPES
    assert set(document.get("primaryKey", [])) <= set(names)
    for key in document.get("foreignKeys", []):
        assert set(key["fields"]) <= set(names)
        assert key["reference"]["fields"] == key["fields"] or len(key["fields"]) == 1
        target = (schemas() | design_schemas() | programme_schemas())[key["reference"]["resource"]]
        if len(key["fields"]) == 1:
            assert key["reference"]["fields"] == [target.id_column]


def test_every_column_is_explained_in_both_languages() -> None:
    """No table and no column is without a description in English and Dutch."""
    parts = (schemas(), design_schemas(), programme_schemas())
    for schema in (one for part in parts for one in part.values()):
        assert schema.description
        assert schema.description_nl
        for column in schema.columns:
            assert column.description.endswith("."), column.name
            assert column.description_nl.endswith("."), column.name


def test_every_rule_of_the_policy_is_a_key_with_dutch_words() -> None:
    """No rule of the policy can be added without its key and its Dutch meaning."""
    rules = {rule.name for rule in fields(Policy)}
    assert set(POLICY_NL) == rules
    assert {f"policy.{rule}" for rule in rules} <= set(KEYS)
