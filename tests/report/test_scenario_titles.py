"""Titles of scenarios: what the folder calls them, or what they do; each of its own, no codes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pytest

from hecht.design.comparison import Compared
from hecht.neighbourhood import Home, Month, Neighbourhood, Scenario, Stage, Works
from hecht.report.meeting import NAME_MOST
from hecht.report.scenario_titles import titled
from hecht.report.words import Words
from hecht.residents.plain_language import lint
from tests.design.test_comparison import small_comparison

NL, EN = Words("nl", Month(2026, 1)), Words("en", Month(2026, 1))
K, IN, OUT, R = Works.KEEP, Works.RENOVATE_OCCUPIED, Works.RENOVATE_EMPTY, Works.REBUILD


def _scenario(
    works: Mapping[str, tuple[Works, int]], new: int = 0, name: str = "", choice: str = "dense"
) -> Compared:
    """Return a scenario with blocks of so many homes, each in a street of its own name."""
    first = small_comparison()[0]
    here = first.plan.neighbourhood
    block = here.blocks[0]
    blocks = tuple(replace(block, id=street, works=kind) for street, (kind, _) in works.items())
    homes = [
        Home(f"{street}{n}", Stage.EXISTING, n, 0, 3, street, street=street)
        for street, (_, count) in works.items()
        for n in range(count)
    ]
    homes += [Home(f"n{n}", Stage.NEW, n, 0, 3, blocks[0].id) for n in range(new)]
    there: Neighbourhood = replace(here, blocks=blocks, homes=tuple(homes), households=())
    scenario = Scenario("s", name, {b.id: choice for b in blocks})
    return replace(first, scenario=scenario, plan=replace(first.plan, neighbourhood=there))


@pytest.mark.parametrize(
    ("one", "dutch", "english"),
    [
        (_scenario({"a": (K, 9)}), "Alles blijft zoals het is", "Everything stays as it is"),
        (_scenario({"a": (IN, 9), "b": (OUT, 2)}), "Alles renoveren", "Renovate everything"),
        (
            _scenario({"a": (R, 9)}, 1200),
            "Alles vervangen: 1.200 nieuwe woningen",
            "Replace everything: 1,200 new homes",
        ),
        (
            _scenario({"a": (R, 9), "b": (IN, 4), "c": (K, 3)}, 12),
            "9 woningen slopen, 4 renoveren",
            "Demolish 9 homes, renovate 4",
        ),
        (
            _scenario({"a": (OUT, 4), "b": (K, 3)}, 4),
            "4 woningen renoveren",
            "Renovate 4 homes",
        ),
        (_scenario({"a": (K, 4)}, 1), "1 nieuwe woning", "1 new home"),
        (_scenario({"a": (R, 1), "b": (K, 1)}), "1 woning slopen", "Demolish 1 home"),
        (_scenario({"a": (R, 2)}, 3, choice="planned"), "Zoals gepland", "As planned"),
        (_scenario({"a": (R, 2)}, 3, name="Groen & dicht"), "Groen & dicht", "Groen & dicht"),
    ],
)
def test_a_title_tells_what_is_done(one: Compared, dutch: str, english: str) -> None:
    """In plain words, with the homes counted; a name of the folder's own stays."""
    assert [found.name for found in titled([one], NL)] == [dutch]
    assert [found.name for found in titled([one], EN)] == [english]
    assert len(dutch) <= NAME_MOST
    if not one.scenario.name:
        assert lint(f"{dutch}.") == []


def test_titles_that_are_alike_name_a_street() -> None:
    """Where as many homes are renovated elsewhere, the first street that differs is named."""
    one = _scenario({"Merelstraat": (IN, 4), "Vinkenhof": (K, 4)})
    two = _scenario({"Merelstraat": (K, 4), "Vinkenhof": (IN, 4)})
    assert [found.name for found in titled([one, two], NL)] == [
        "4 woningen renoveren (Merelstraat: renoveren)",
        "4 woningen renoveren (Merelstraat: blijft)",
    ]


def test_titles_that_are_alike_count_new_homes() -> None:
    """Where as many are demolished and other numbers are built, that is what is told."""
    one, two = (_scenario({"a": (R, 4), "b": (K, 2)}, new) for new in (4, 6))
    assert [found.name for found in titled([one, two], NL)] == [
        "4 woningen slopen (4 nieuw)",
        "4 woningen slopen (6 nieuw)",
    ]


def test_titles_that_no_street_tells_apart_are_numbered() -> None:
    """So that every scenario has a title of its own."""
    one = _scenario({"Merelstraat": (IN, 4), "Vinkenhof": (K, 4)})
    assert [found.name for found in titled([one, one], EN)] == [
        "Renovate 4 homes (1)",
        "Renovate 4 homes (2)",
    ]
