"""The scripts that measure growth and check many random neighbourhoods."""

from __future__ import annotations

import csv
import importlib.util
import sys
from dataclasses import replace
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest

from hecht.exchange.generated import generate
from hecht.planning import make_plan
from hecht.planning.bounds.figure_bound import FigureBound, Holds, Sense

ROOT = Path(__file__).parents[1]


def script(name: str) -> ModuleType:
    """Load a script of benchmarks/ as a module."""
    spec = importlib.util.spec_from_file_location(name, ROOT / "benchmarks" / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


def test_the_exponent_is_that_of_a_power() -> None:
    """Times that grow with power 1.5 give 1.5; constant times give 0."""
    scaling = script("scaling")
    sizes = [1000, 2000, 5000, 20000]
    assert scaling.exponent(sizes, [0.01 * n**1.5 for n in sizes]) == pytest.approx(1.5)
    assert scaling.exponent(sizes, [3.0] * 4) == pytest.approx(0.0)


def test_sizes_are_measured_once_and_written_down(tmp_path: Path) -> None:
    """A size gets a row of its own process, and is not measured again."""
    scaling = script("scaling")
    words = ["--sizes", "40", "--kind", "ample", "--results", str(tmp_path)]
    assert scaling.main(words) == 0
    rows = scaling.read_rows(tmp_path / "scaling.csv")
    assert [row["homes"] for row in rows] == ["40"]
    assert rows[0]["violations"] == "0"
    before = (tmp_path / "scaling.csv").read_bytes()
    assert scaling.main(words) == 0
    assert (tmp_path / "scaling.csv").read_bytes() == before
    assert "| 40 |" in (tmp_path / "scaling.md").read_text()


def test_many_keeps_a_row_a_seed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Each seed has a row, seeds that are there are skipped, and the last line counts them."""
    many = script("many")
    out = tmp_path / "many.csv"
    assert many.main(["--first", "1", "--count", "3", "--out", str(out)]) == 0
    assert many.main(["--first", "1", "--count", "4", "--out", str(out)]) == 0
    with out.open(newline="") as text:
        assert [row["seed"] for row in csv.DictReader(text)] == ["1", "2", "3", "4"]
    assert capsys.readouterr().out.startswith("3 neighbourhoods: ")


def test_many_finds_a_bound_that_does_not_hold() -> None:
    """A bound below what a plan reaches is told, one that holds is not."""
    many = script("many")
    here = generate(24, "ample", 1)
    plan = make_plan(here, iterations=1)
    true = FigureBound("score", plan.score, Sense.AT_MOST, Holds.ANY_PLAN, "made up")
    false = replace(true, value=plan.score - 1)
    given = (here, (true,), plan.course, plan.course, "the plan")
    assert many.beyond(*given) == []
    assert "score is" in many.beyond(here, (false,), *given[2:])[0]
    unknown = replace(true, figure="happiness")
    assert "which is no figure" in many.beyond(here, (unknown,), *given[2:])[0]


def test_many_tells_a_plan_that_breaks_a_rule(monkeypatch: pytest.MonkeyPatch) -> None:
    """What the checker finds is told with its rule."""
    many = script("many")

    class Broken:
        rule, text = 3, "a home that does not suit"

    seed = next(s for s in range(50) if many.faults(s)[0] == "plan")
    monkeypatch.setattr(many, "check", lambda here, course: [Broken])
    assert "rule 3: a home that does not suit" in many.faults(seed)[2]


def test_letters_are_measured_on_a_neighbourhood_with_all_their_parts() -> None:
    """Every household of the benchmark moves twice and names people; its plan is sound."""
    from datetime import date

    from hecht.residents.my_plan import Future, my_plans

    here, course = script("letters").neighbourhood(30)
    plans = my_plans(here, course, date(2024, 1, 15))
    assert len(plans) == 30
    assert {plan.future for plan in plans.values()} == {Future.DETOUR}
    assert all(plan.people.named and plan.rent.steps for plan in plans.values())


def test_a_national_panel_is_made_and_asked(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The script of the national panel makes it, imports an edition as CSV, and asks a profile."""
    national = script("area_panel")
    for name, size in (("MUNICIPALITIES", 3), ("DISTRICTS", 90), ("NEIGHBOURHOODS", 7_100)):
        monkeypatch.setattr(national, name, size)
    monkeypatch.setattr(sys, "argv", ["area_panel.py", "--years", "2", "--indicators", "3"])
    national.main()
    told = capsys.readouterr().out
    assert "7,194 areas x 2 years x 3 indicators: 43,164 figures" in told
    assert "6 figures of BU" in told
    assert "a profile from a panel just opened: " in told


def test_a_thinned_instance_keeps_every_third_tie(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Of seven ties the first, fourth and seventh are left with their weights; homes stay."""
    thin = script("thin")
    whole = {
        "household": np.array([0, 0, 1, 1]), "home": np.array([0, 1, 0, 1]),
        "value": np.array([5, 6, 7, 8]), "block": np.array([0, 1]),
        "closeness": np.array([[10, 2], [2, 10]]), "ties": np.array([[0, 1]] * 7),
        "weight": np.arange(7),
    }  # fmt: skip
    np.savez(tmp_path / "whole.npz", **whole)
    assert thin.main([str(tmp_path / "whole.npz"), str(tmp_path / "part.npz")]) == 0
    assert "2 households, 3 ties, 3.0 each" in capsys.readouterr().out
    with np.load(tmp_path / "part.npz") as part:
        assert part["weight"].tolist() == [0, 3, 6]
        assert part["ties"].tolist() == [[0, 1]] * 3
        assert part["value"].tolist() == [5, 6, 7, 8]
    with pytest.raises(ValueError, match="give 1 or more"):
        thin.thin(tmp_path / "whole.npz", 0, tmp_path / "other.npz")
