"""Every number of docs/outcomes on public space, climate and mobility is recomputed."""

from __future__ import annotations

import re
from fractions import Fraction
from pathlib import Path
from types import ModuleType

import pytest

from hecht.outcomes import climate, mobility, public_space
from hecht.outcomes.figure import Definition
from hecht.outcomes.scene import TODAY
from tests.outcomes.court import court

DOCS = Path(__file__).parents[2] / "docs" / "outcomes"
TOPICS = (public_space, climate, mobility)
ROW = re.compile(r"^\| (\w+) \| ([^|]+) \| ([^|]+) \| ([^|]+) \|[^|]*\|$", re.MULTILINE)


def _name(module: ModuleType) -> str:
    return module.__name__.rsplit(".", 1)[1]


def _rows(module: ModuleType) -> dict[str, tuple[str, str, str]]:
    text = (DOCS / f"{_name(module)}.md").read_text(encoding="utf-8")
    table = text.split("## Figures")[1].split("## Definitions")[0]
    return {row[0]: (row[1], row[2], row[3]) for row in ROW.findall(table) if row[0] != "figure"}


@pytest.mark.parametrize("module", TOPICS, ids=_name)
def test_every_figure_has_a_worked_example_that_comes_out(module: ModuleType) -> None:
    """The table of each page has every figure, with its values today, in month 3 and after."""
    rows = _rows(module)
    assert list(rows) == [definition.name for definition in module.DEFINITIONS]
    scene = court()
    for column, month in enumerate((TODAY, 3, scene.end)):
        found = module.figures(scene, month)
        assert list(found) == list(rows)
        for name, cells in rows.items():
            if cells[column] == "not known":
                assert found[name].value is None, name
            else:
                wanted = float(Fraction(cells[column]))
                assert found[name].value == pytest.approx(wanted, abs=1e-9), (name, month)


@pytest.mark.parametrize("module", TOPICS, ids=_name)
def test_the_code_on_each_page_runs(module: ModuleType) -> None:
    """Every block of Python is executed, with its assertions."""
    text = (DOCS / f"{_name(module)}.md").read_text(encoding="utf-8")
    blocks = re.findall(r"```python\n(.*?)```", text, flags=re.DOTALL)
    assert blocks
    for block in blocks:
        assert "assert" in block
        exec(compile(block, _name(module), "exec"), {})


@pytest.mark.parametrize("module", TOPICS, ids=_name)
def test_every_definition_is_complete_in_both_languages(module: ModuleType) -> None:
    """Label, definition and source are there, shares are marked, names are unique."""
    definitions: tuple[Definition, ...] = module.DEFINITIONS
    assert len({one.name for one in definitions}) == len(definitions)
    for one in definitions:
        assert one.topic == _name(module)
        for text in (one.label, one.label_nl, one.definition, one.definition_nl, one.source):
            assert len(text) > 5, one.name
        assert one.share == one.unit.startswith("share"), one.name
        assert one.better in ("", "more", "less")
