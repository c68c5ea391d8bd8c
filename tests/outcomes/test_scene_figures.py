"""Every figure of a scenario is defined, documented and given, known or with a reason."""

from __future__ import annotations

from pathlib import Path

import pytest

from hecht.outcomes.figure import Value, total
from hecht.outcomes.people import DEFINITIONS
from hecht.outcomes.scene import TODAY
from hecht.outcomes.scene_figures import TOPICS, definitions, figures_at, modules
from tests.outcomes.court import court
from tests.outcomes.worked_examples import PAGES, run_examples


def test_the_example_of_people_holds() -> None:
    """Every number of docs/outcomes/people.md is what the software gives."""
    assert run_examples("people.md") >= 7


def test_every_figure_is_documented() -> None:
    """A page of docs/outcomes names each figure; families of names are given by their stem."""
    pages = "".join(page.read_text(encoding="utf-8") for page in sorted(PAGES.glob("*.md")))
    lacking = [name for name in definitions() if not _named(name, pages)]
    assert lacking == []


def _named(name: str, pages: str) -> bool:
    if name in pages:
        return True
    stem = name.split("_")
    return stem[0] in ("homes", "people") and all(part in pages for part in stem)


def test_every_definition_is_in_two_languages_with_a_source() -> None:
    """A figure has labels, definitions, a unit and a source; its better side is a known word."""
    for definition in definitions().values():
        texts = (definition.label, definition.label_nl, definition.definition)
        assert all((*texts, definition.definition_nl, definition.unit, definition.source))
        assert definition.better in ("", "more", "less")


@pytest.mark.parametrize("topic", TOPICS)
def test_a_topic_gives_each_of_its_figures_in_any_month(topic: str) -> None:
    """No figure is left out, today, during the works or afterwards, and none without reason."""
    scene = court()
    (module,) = modules([topic])
    names = {definition.name for definition in module.DEFINITIONS}
    for month in (TODAY, 0, 3, scene.end):
        given = figures_at(scene, month, [topic])
        assert set(given) == names
        assert all(value.value is not None or value.why for value in given.values())


def test_an_unknown_topic_is_refused_with_those_there_are() -> None:
    """A wrong topic is an error that lists the topics."""
    with pytest.raises(ValueError, match="no topic 'weather'; the topics are density, mixing"):
        modules(["weather"])


def test_a_figure_that_is_not_known_says_why() -> None:
    """A value of None without a reason cannot be made (C6)."""
    with pytest.raises(ValueError, match="must say why"):
        Value(None)


def test_a_sum_with_a_part_missing_is_not_known() -> None:
    """A total names what lacks; a missing part is never a zero."""
    assert total([1.0, 2.0], ["a", "b"], "the paving").value == 3.0
    assert total([1.0, None], ["a", "b"], "the paving") == Value(
        None, "the paving of b is not given"
    )


def test_figures_of_people_are_known_at_the_end_only() -> None:
    """Before the end they say so."""
    given = figures_at(court(), TODAY, ["people"])
    assert {value.why for value in given.values()} == {
        "it is a figure of a whole plan, known at its end"
    }
    assert set(given) == {definition.name for definition in DEFINITIONS}


def test_the_index_names_every_page() -> None:
    """docs/outcomes.md leads to each page beside it."""
    index = Path(PAGES.parent / "outcomes.md").read_text(encoding="utf-8")
    assert all(f"outcomes/{page.name}" in index for page in PAGES.glob("*.md"))
