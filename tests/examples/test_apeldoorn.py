"""The choosing evening of Apeldoorn: published counts, and the tables in docs/rounds.md."""

import runpy
import sys
from collections import Counter
from pathlib import Path

import pytest

from hecht.neighbourhood import Neighbourhood, ReturnWish, Stage, problems
from hecht.rounds import Safety, open_round

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def place() -> Neighbourhood:
    """Return the example."""
    made = runpy.run_path(str(ROOT / "examples" / "make_apeldoorn.py"))
    return made["apeldoorn"]()  # type: ignore[no-any-return]


def test_the_published_counts_are_there(place: Neighbourhood) -> None:
    """126 households of which 65 gave notice; 18 lifetime homes, 20 flats, 54 family homes."""
    assert len(place.households) == 126
    assert sum(one.wish is ReturnWish.ELSEWHERE for one in place.households) == 65
    kinds = Counter(home.type for home in place.homes if home.stage is Stage.NEW)
    assert kinds == {"levensloopwoning": 18, "appartement": 20, "eengezinswoning": 54}
    assert not [one for one in problems(place) if one.severity == "error"]
    assert "verzonnen" in place.project.synthetic


def test_care_chooses_first_and_everyone_can_return(place: Neighbourhood) -> None:
    """The first turns are for adapted homes, the rest by tenancy; nobody lacks a home."""
    fixed = open_round(place)
    care = [turn.adapted_only for turn in fixed.turns]
    assert any(care)
    assert care == sorted(care, reverse=True)
    months = []
    for turn in fixed.turns:
        if not turn.adapted_only:
            starts = [place.household_of[name].tenancy_start for name in turn.households]
            months.append(max(start.year * 12 + start.number for start in starts if start))
    assert months == sorted(months)
    assert not Safety(fixed.homes, fixed.suits, fixed.returning).without


def test_the_tables_of_the_page_are_what_the_software_measures() -> None:
    """Each row of docs/rounds.md but the plan's is measured again; the plan's row is there."""
    text = (ROOT / "docs" / "rounds.md").read_text(encoding="utf-8")
    path = list(sys.path)
    try:
        made = runpy.run_path(str(ROOT / "scripts" / "rounds_page.py"))["tables"](with_plan=False)
    finally:
        sys.path[:] = path
    for name, table in made.items():
        part = text.split(f"<!-- table {name} -->")[1].split(f"<!-- end {name} -->")[0]
        assert "plan as advice" in part
        for row in table.splitlines()[2:]:
            assert row in part, name
