"""Kampen, built from the public data: real homes, a real network, and a good folder."""

from __future__ import annotations

import importlib.util
import sys
from collections import Counter
from pathlib import Path
from types import ModuleType

import pytest

from hecht.exchange import examine, examine_design, write, write_design
from hecht.neighbourhood import Neighbourhood, ReturnWish, Stage, Works
from hecht.neighbourhood.distance import near

SCRIPT = Path(__file__).parents[2] / "examples" / "make_kampen.py"
pytestmark = pytest.mark.shared


@pytest.fixture(scope="module")
def script() -> ModuleType:
    spec = importlib.util.spec_from_file_location("make_kampen", SCRIPT)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def kampen(script: ModuleType, shared_data: Path) -> Neighbourhood:
    neighbourhood: Neighbourhood = script.build(shared_data)[0]
    return neighbourhood


def test_real_homes_and_a_real_network(kampen: Neighbourhood) -> None:
    """At least 400 homes of 1950-1969 and all ties of the villages between those who live there."""
    existing = [home for home in kampen.homes if home.stage is Stage.EXISTING]
    assert len(existing) >= 400
    assert all(home.address.startswith("259") for home in existing)
    assert len(kampen.ties) == 1_259
    tied = {name for tie in kampen.ties for name in (tie.a, tie.b)}
    assert 450 < len(tied) <= len(kampen.households)


def test_there_is_much_to_plan(kampen: Neighbourhood) -> None:
    """Ten blocks or more are rebuilt in three phases, some renovated, 40 to 60 homes temporary."""
    works = Counter(block.works for block in kampen.blocks)
    assert works[Works.REBUILD] >= 10
    assert works[Works.RENOVATE_OCCUPIED] >= 3
    assert len({block.earliest for block in kampen.blocks} - {None}) == 3
    assert 40 <= sum(home.stage is Stage.TEMPORARY for home in kampen.homes) <= 60


def test_tied_households_live_close(kampen: Neighbourhood) -> None:
    """Most ties are near at the start; by chance about a tenth would be."""
    home_of = {h.id: kampen.home_of[h.home] for h in kampen.households}
    close = [near(home_of[tie.a], home_of[tie.b], kampen.policy) for tie in kampen.ties]
    assert 0.6 < sum(close) / len(close) < 0.95


def test_the_folder_is_good_and_everyone_can_return(kampen: Neighbourhood, tmp_path: Path) -> None:
    """It reads back without any problem, shortages of suitable homes included."""
    write(kampen, tmp_path / "kampen")
    again, problems = examine(tmp_path / "kampen")
    assert problems == []
    assert again == kampen
    assert sum(h.wish is ReturnWish.RETURN for h in kampen.households) > 200


def test_its_designs_can_be_compared(
    script: ModuleType, kampen: Neighbourhood, tmp_path: Path
) -> None:
    """Default options for every block and three scenarios read back without an error."""
    made = script.design_of(kampen)
    write_design(made, tmp_path / "kampen")
    again, problems = examine_design(tmp_path / "kampen")
    assert [problem for problem in problems if problem.severity == "error"] == []
    assert again == made
    assert [scenario.id for scenario in made.scenarios] == ["planned", "renovate", "dense"]
    for options in made.options_of.values():
        assert {"keep", "renovate", "renovate_empty", "rebuild"} <= set(options)
        assert all(option.land.footprint is not None for option in options.values())


def test_it_says_what_is_real_and_what_is_not(kampen: Neighbourhood) -> None:
    """No works are planned there; the sources of homes, figures and ties are named."""
    for words in ("Nothing is known to be planned", "BAG", "CBS", "Banerjee", "Synthetic"):
        assert words in kampen.project.synthetic


def test_it_is_made_the_same_again(
    script: ModuleType, kampen: Neighbourhood, shared_data: Path
) -> None:
    """Another build gives the same neighbourhood."""
    assert script.build(shared_data)[0] == kampen
