"""A plan folder that claims more than can be: the check says which bound its own plan refutes."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from hecht.exchange.plan_claims import false_claims
from hecht.exchange.plan_folder import read_plan, write_plan
from hecht.planning import make_plan
from tests.planning.bounds.test_prove import row


def test_a_false_bound_is_named_with_what_the_plan_has(tmp_path: Path) -> None:
    """True bounds pass; one that the plan goes beyond is told with its figure and what it said."""
    plan = make_plan(row(), iterations=2, workers=1)
    folder = write_plan(plan, tmp_path / "plan")
    assert false_claims(plan.neighbourhood, read_plan(plan.neighbourhood, folder), folder) == []
    lies = tuple(
        replace(bound, value=bound.value + 1) if bound.figure == "moves" else bound
        for bound in plan.bounds
    )
    folder = write_plan(replace(plan, bounds=lies), tmp_path / "lies")
    found = false_claims(plan.neighbourhood, read_plan(plan.neighbourhood, folder), folder)
    assert [(one.file, one.name, one.said, one.counted) for one in found] == [
        ("plan.json", "bounds.moves (any plan)", "at least 7", "6 in this plan")
    ]


def test_the_same_rounds_write_the_same_bounds(tmp_path: Path) -> None:
    """Two plans of the same seed and rounds are written byte for byte alike, bounds included."""
    for name, workers in (("one", 1), ("other", 2)):
        write_plan(make_plan(row(), iterations=2, workers=workers), tmp_path / name)
    texts = [(tmp_path / name / "plan.json").read_bytes() for name in ("one", "other")]
    assert texts[0] == texts[1]
    assert b'"holds": "any plan"' in texts[0]
