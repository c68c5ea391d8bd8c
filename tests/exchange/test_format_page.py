"""docs/format.md says what the schemas, the keys and the policy say."""

from __future__ import annotations

import importlib.util
from dataclasses import fields
from pathlib import Path
from types import ModuleType

import pytest

from hecht.exchange.schema import design_schemas, schemas
from hecht.neighbourhood import PRESETS, Policy

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def generator() -> ModuleType:
    """The script that makes the page."""
    spec = importlib.util.spec_from_file_location("format_page", ROOT / "scripts/format_page.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_page_is_up_to_date(generator: ModuleType) -> None:
    """A changed schema, key or rule makes this fail until the page is written again."""
    page = (ROOT / "docs/format.md").read_text(encoding="utf-8")
    assert page == generator.page(), "run python scripts/format_page.py"


def test_every_column_rule_and_preset_stands_in_it() -> None:
    """Nothing that a user can write is left undocumented."""
    page = (ROOT / "docs/format.md").read_text(encoding="utf-8")
    tables = (*schemas().values(), *design_schemas().values())
    names = [column.name for schema in tables for column in schema.columns]
    for name in [*names, *(rule.name for rule in fields(Policy)), *PRESETS]:
        assert f"`{name}`" in page, name
    for rule in fields(Policy):
        assert f"| `{rule.name}` | {rule.metadata['unit']} | {rule.default:g} |" in page
