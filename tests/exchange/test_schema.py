"""The published schemas: valid, shipped, and saying the same as the code."""

from __future__ import annotations

import json
from dataclasses import MISSING, fields
from enum import StrEnum
from typing import Any, get_type_hints

import pytest

from hecht.exchange.project_keys import KEYS, POLICY_NL
from hecht.exchange.schema import schema_text, schemas
from hecht.neighbourhood import Block, Home, Household, Policy, Promise, Tie, Wish
from hecht.neighbourhood.faults_records import RANGES, RD_X, RD_Y

CLASSES: dict[str, type[Any]] = {
    "blocks": Block,
    "homes": Home,
    "households": Household,
    "ties": Tie,
    "wishes": Wish,
    "promises": Promise,
}
TYPES = {"string", "integer", "number", "boolean", "yearmonth", "list"}


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
        kind = hints[field.name]
        column = schema.column(schema.id_column if field.name == "id" else field.name)
        expected = tuple(kind) if isinstance(kind, type) and issubclass(kind, StrEnum) else ()
        assert column.enum == tuple(str(member) for member in expected)


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


@pytest.mark.parametrize("name", list(schemas()))
def test_a_schema_is_valid_table_schema(name: str) -> None:
    """Names are unique, types are known, keys name columns, references name tables."""
    document = json.loads(schema_text(f"{name}.schema.json"))
    names = [field["name"] for field in document["fields"]]
    assert len(set(names)) == len(names)
    assert {field["type"] for field in document["fields"]} <= TYPES
    assert set(document.get("primaryKey", [])) <= set(names)
    for key in document.get("foreignKeys", []):
        assert set(key["fields"]) <= set(names)
        target = schemas()[key["reference"]["resource"]]
        assert key["reference"]["fields"] == [target.id_column]


def test_every_column_is_explained_in_both_languages() -> None:
    """No table and no column is without a description in English and Dutch."""
    for schema in schemas().values():
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
