"""Every figure has a worked example: a number in docs/outcomes that a test recomputes."""

from __future__ import annotations

import re
from functools import cache

import pytest

from hecht.design.catalogue import catalogue
from hecht.design.marginal import DEFINITIONS as MARGINAL
from hecht.outcomes.mixing import DEFINITIONS as MIXING
from tests.outcomes.worked_examples import PAGES, code_of, run_examples

PAGES_RUN = {
    "affordability.md", "climate.md", "density.md", "energy.md", "marginal.md", "mixing.md",
    "mobility.md", "money.md", "people.md", "public_space.md", "rent_points.md", "sums.md",
}  # fmt: skip
"""Pages of which a test runs the examples; `rent_points.md` where its package is installed."""

TABLES = ("public_space.md", "climate.md", "mobility.md")
"""Pages with a table of values of every figure, which test_space_examples recomputes."""

NAME = re.compile(r'"([a-z]\w*)"')
ROW = re.compile(r"^\| (\w+) \| [^|]+ \| [^|]+ \| [^|]+ \|", re.MULTILINE)


@cache
def worked() -> frozenset[str]:
    """Return every figure that stands in an assertion of a page, or in a table of values."""
    found: set[str] = set()
    for page in PAGES_RUN:
        code = code_of(page)
        found |= {name for line in asserts(code) for name in NAME.findall(line)}
        if page == "mixing.md":
            found |= of_families(code)
    for page in TABLES:
        text = (PAGES / page).read_text(encoding="utf-8")
        found |= set(ROW.findall(text.split("## Figures")[1].split("## Definitions")[0]))
    return frozenset(found)


def asserts(code: str) -> list[str]:
    """Return the assertions of a page, each with the lines that it goes on over."""
    return re.findall(r"^ *assert .*(?:\n +.*|\n\)+.*)*", code, flags=re.MULTILINE)


def of_families(code: str) -> set[str]:
    """Return the figures of mixing that are asserted for each attribute of a table in turn."""
    attributes = re.findall(r'^    "((?:homes|people)_\w+)": \d', code, flags=re.MULTILINE)
    endings = re.findall(r'assert .*whole\[f"\{attribute\}(\w+)"\]', code)
    return {attribute + ending for attribute in attributes for ending in endings}


@pytest.mark.parametrize("name", [*catalogue(), *(one.name for one in MARGINAL)])
def test_every_figure_has_a_worked_example(name: str) -> None:
    """A figure without one fails here: add it to an example of its page in docs/outcomes."""
    assert name in worked()


def test_a_figure_without_an_example_would_be_found() -> None:
    """What only stands in prose, in a definition or outside an assertion does not count."""
    assert "homes_added" in worked()
    assert "happiness" not in worked()
    assert asserts('x = found["homes"]\nassert found["alone"] == 1\n') == [
        'assert found["alone"] == 1'
    ]


def test_mixing_is_worked_out_for_every_attribute_index_and_scale() -> None:
    """The example that goes through all attributes covers each figure but the newcomers."""
    names = {one.name for one in MIXING} - {"newcomers", "newcomers_share"}
    assert of_families(code_of("mixing.md")) == names


def test_every_page_of_outcomes_is_run_by_a_test() -> None:
    """A new page cannot be forgotten; pages that tests run name themselves in the tests."""
    assert {page.name for page in PAGES.glob("*.md")} == PAGES_RUN
    tests = "".join(
        path.read_text(encoding="utf-8") for path in PAGES.parents[1].glob("tests/*/test_*.py")
    )
    for page in PAGES_RUN - set(TABLES):
        assert f'run_examples("{page}")' in tests, page


def test_the_example_of_sums_holds() -> None:
    """Every number of docs/outcomes/sums.md is what the software gives."""
    assert run_examples("sums.md") >= 12
