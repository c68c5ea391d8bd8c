"""The example that `hecht new` writes: sound, planned, explained."""

from __future__ import annotations

from pathlib import Path

import pytest

from hecht.exchange import Dialect, examine
from hecht.exchange.example import README, example, write_example
from hecht.exchange.schema import design_schemas, schemas
from hecht.neighbourhood import Works, problems
from hecht.planning.check import check
from tests.simple_planner import simple_course


def test_there_is_nothing_wrong_with_it() -> None:
    """The example has no problem, not even a remark."""
    assert problems(example()) == []


def test_it_can_be_planned() -> None:
    """There is a plan for it in which no hard rule is broken."""
    assert check(example(), simple_course(example())) == []


def test_it_shows_what_the_format_can_do() -> None:
    """It has each kind of works it speaks of, wishes of every kind but one, a group, outlines."""
    made = example()
    assert {block.works for block in made.blocks} == {
        Works.REBUILD,
        Works.RENOVATE_EMPTY,
        Works.KEEP,
    }
    assert len(made.households) == 10
    assert len({wish.kind for wish in made.wishes}) == 5
    assert made.groups
    assert set(made.shapes) == {"A", "B", "C"}
    assert made.project.synthetic


@pytest.mark.parametrize("dialect", [None, Dialect(";", ",", True)])
def test_it_is_written_with_its_explanation(tmp_path: Path, dialect: Dialect | None) -> None:
    """The folder reads without a problem and explains every column in two languages."""
    write_example(tmp_path / "b", dialect)
    assert examine(tmp_path / "b") == (example(), [])
    text = (tmp_path / "b" / README).read_text(encoding="utf-8")
    for schema in (*schemas().values(), *design_schemas().values()):
        for column in schema.columns:
            assert column.description in text
            assert column.description_nl in text


def test_nothing_is_overwritten(tmp_path: Path) -> None:
    """A folder with something in it, or a file, is left as it is; an empty folder is used."""
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "mine.txt").write_text("mine", encoding="utf-8")
    (tmp_path / "file").write_text("mine", encoding="utf-8")
    for name in ("full", "file"):
        with pytest.raises(FileExistsError, match="choose another name"):
            write_example(tmp_path / name)
    assert [path.name for path in (tmp_path / "full").iterdir()] == ["mine.txt"]
    (tmp_path / "empty").mkdir()
    write_example(tmp_path / "empty")
    assert examine(tmp_path / "empty") == (example(), [])
