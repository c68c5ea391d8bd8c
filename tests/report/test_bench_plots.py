"""Plots of measurements: what is drawn, and from which figures."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from hecht.report.bench_plots import draw_plots, first_plans, gaps
from hecht.report.bench_results import Point, Result

ROW = Result(
    "made-300", "neighbourhood", 300, 600, "hecht", 1, 60.0, 2, 1000, None, 0.5, 9.0, 3, 60.0,
    99.0, 120.0, "in time", "2026-11-23", "a processor", 2, "hecht",
)  # fmt: skip


def test_gaps_are_held_against_the_best_bound_of_any_peer() -> None:
    """A peer that proves nothing is measured with the bound of one that does; median of seeds."""
    rows = [
        ROW,
        replace(ROW, peer="annealing", score=800),
        replace(ROW, peer="annealing", score=500, seed=2),
        replace(ROW, peer="annealing", score=900, seed=3),
        replace(ROW, peer="hecht-proof", score=990, bound=1100),
        replace(ROW, peer="hecht-proof", score=None, bound=1050, seed=2),
        replace(ROW, instance="other", size=900),
    ]
    found = gaps(rows)
    again = [*rows, replace(ROW, instance="third", bound=1030)]
    assert gaps(again)["hecht"] == {300: pytest.approx(4.0)}
    again += [replace(again[-1], seed=2), replace(again[-1], seed=3)]
    assert gaps(again)["hecht"] == {300: pytest.approx(4.0)}
    assert found["hecht"] == {300: pytest.approx(5.0)}
    assert found["annealing"] == {300: pytest.approx(31.25)}
    assert found["hecht-proof"] == {300: pytest.approx(100 * 60 / 990)}


def test_a_bound_that_says_nothing_is_left_out() -> None:
    """A bound of more than twice the best score would hide the gaps that say something."""
    rows = [ROW, replace(ROW, peer="cp-sat", score=None, bound=2001)]
    assert gaps(rows) == {}
    assert gaps([ROW, replace(ROW, peer="cp-sat", score=None, bound=2000)]) == {
        "hecht": {300: pytest.approx(100.0)}
    }


def test_times_are_medians_of_runs_that_found_a_plan() -> None:
    """A run without a plan has no time; sizes are in order."""
    rows = [
        replace(ROW, size=900, first=4.0),
        ROW,
        replace(ROW, seed=2, first=1.5),
        replace(ROW, seed=3, first=None, score=None),
        replace(ROW, peer="cp-sat", first=None, score=None),
    ]
    assert first_plans(rows) == {"hecht": {300: 1.0, 900: 4.0}}


def test_the_same_results_give_the_same_plots(tmp_path: Path) -> None:
    """Score over time, gap and time over size are written, byte for byte the same each time."""
    pytest.importorskip("matplotlib")
    rows = [ROW, replace(ROW, peer="hecht-proof", bound=1100), replace(ROW, size=900)]
    points: list[Point] = [
        ("made-300", "hecht", 1, 0.5, "score", 900),
        ("made-300", "hecht", 1, 9.0, "score", 1000),
        ("made-300", "hecht-proof", 1, 3.0, "bound", 1100),
    ]
    names = {"made-300.svg", "gap-over-size.svg", "time-over-size.svg"}
    first = draw_plots(tmp_path / "a", rows, points)
    again = draw_plots(tmp_path / "b", rows, points)
    assert {file.name for file in first} == names
    assert [file.read_bytes() for file in first] == [file.read_bytes() for file in again]
    assert draw_plots(tmp_path / "c", [replace(ROW, first=None, score=None)], []) == []
