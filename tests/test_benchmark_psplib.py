"""The reader of PSPLIB files, and the benchmark's solver on a few instances."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest

from hecht.planning.calendar_problem import makespan, violations

_SMALL = """\
************************************************************************
jobs (incl. supersource/sink ):  5
horizon                       :  12
PRECEDENCE RELATIONS:
jobnr.    #modes  #successors   successors
   1        1          2           2   3
   2        1          1           4
   3        1          1           5
   4        1          1           5
   5        1          0
************************************************************************
REQUESTS/DURATIONS:
jobnr. mode duration  R 1  R 2
------------------------------------------------------------------------
  1      1     0       0    0
  2      1     3       2    0
  3      1     4       1    1
  4      1     2       2    1
  5      1     0       0    0
************************************************************************
RESOURCEAVAILABILITIES:
  R 1  R 2
    2    1
************************************************************************
"""


def _benchmark() -> ModuleType:
    path = Path(__file__).parents[1] / "benchmarks" / "psplib.py"
    if not path.exists():
        pytest.skip("the benchmarks are not part of this checkout")
    spec = importlib.util.spec_from_file_location("psplib_benchmark", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_sm_file_is_read_as_a_calendar_problem() -> None:
    """Jobs with work become tasks; source and sink disappear; crews and precedence are kept."""
    problem = _benchmark().read_sm(_SMALL)
    assert [(task.id, task.duration, task.demand, task.after) for task in problem.tasks] == [
        ("2", 3, (2, 0), ()),
        ("3", 4, (1, 1), ()),
        ("4", 2, (2, 1), ("2",)),
    ]
    assert (problem.capacity, problem.horizon) == ((2, 1), 12)


def test_a_file_in_another_format_is_refused() -> None:
    """The error says which line is missing."""
    with pytest.raises(ValueError, match=r"not a PSPLIB \.sm file"):
        _benchmark().read_sm("projects : 1\n")


@pytest.mark.shared
def test_first_instances_of_j30_are_solved_to_the_optimum(shared_data: Path) -> None:
    """The published optima of some easy and middling instances are reached and proven."""
    module = _benchmark()
    source = shared_data / "or_benchmarks" / "psplib_j30.zip"
    if not source.exists():
        pytest.skip(f"{source} is not there")
    known = module.best_known(source)
    texts = dict(module.instances(source))
    assert len(texts) == 480
    assert list(texts)[:2] == ["j301_1.sm", "j301_2.sm"]
    for name in ("j301_1.sm", "j301_2.sm", "j304_1.sm", "j3020_3.sm", "j3048_10.sm"):
        problem = module.read_sm(texts[name])
        starts, bound, status = module.solve(problem, 60.0, 1, 1)
        assert violations(problem, starts) == []
        assert (makespan(problem, starts), bound, status) == (known[name][1], bound, "optimal")
        assert bound == known[name][0]
