"""Quick measurements with limits: start-up, reading, planning, checking, memory.

Prints one line a measurement and ends with 1 when a limit is passed. Limits are those the
project promises, and wide enough for a busy machine with two cores.
"""

from __future__ import annotations

import resource
import subprocess
import sys
import time
from collections.abc import Callable
from typing import Any

import hecht
from hecht.cli.bench_run import run_peer
from hecht.exchange.bench_file import read_instance
from hecht.exchange.generated import generate

SECONDS_OF_PLANNING = 10.0
COMPILING = 240.0
"""Seconds that the first run may compile: some 85 on two idle cores."""


def best_of(times: int, words: list[str]) -> float:
    """Return the shortest time in seconds that a command took."""
    taken = []
    for _ in range(times):
        begin = time.perf_counter()
        subprocess.run([sys.executable, *words], check=True, capture_output=True)
        taken.append(time.perf_counter() - begin)
    return min(taken)


def timed(work: Callable[[], Any]) -> tuple[Any, float]:
    """Return what `work` gives and the seconds it took."""
    begin = time.perf_counter()
    result = work()
    return result, time.perf_counter() - begin


class Results:
    """Measurements against their limits."""

    def __init__(self) -> None:
        self.failed = False

    def add(self, what: str, value: float, limit: float, unit: str) -> None:
        """Print a measurement, and remember when it is over its limit."""
        good = value <= limit
        self.failed = self.failed or not good
        mark = "ok" if good else "TOO MUCH"
        print(f"{what:<44} {value:10.2f} {unit:<8} limit {limit:g}  {mark}", flush=True)

    def must(self, what: str, good: bool) -> None:
        """Print a yes or no that must be yes."""
        self.failed = self.failed or not good
        print(f"{what:<44} {'yes' if good else 'NO'}", flush=True)


def main() -> int:
    """Measure, print, and return the exit code."""
    results = Results()
    results.add("import hecht", best_of(5, ["-c", "import hecht"]), 0.5, "s")
    results.add("hecht --help", best_of(5, ["-m", "hecht", "--help"]), 0.5, "s")
    neighbourhood, taken = timed(lambda: hecht.read(hecht.demo_folder()))
    results.add("read the example", taken, 3.0, "s")
    practice, taken = timed(lambda: hecht.plan(neighbourhood, method="practice"))
    results.add("practice plan of the example", taken, 60.0, "s")
    plan, taken = timed(lambda: hecht.plan(neighbourhood, seconds=SECONDS_OF_PLANNING, seed=1))
    results.add(
        f"plan the example in {SECONDS_OF_PLANNING:g} s, first run compiles",
        taken,
        SECONDS_OF_PLANNING + COMPILING,
        "s",
    )
    violations, taken = timed(lambda: hecht.check(neighbourhood, plan))
    results.add("check the plan", taken, 5.0, "s")
    results.must("the plan breaks no rule", not violations)
    results.must("it is not worse than practice", plan.score >= practice.score)
    _, taken = timed(lambda: generate(2000, "tie-rich", 1))
    results.add("make up 2,000 homes", taken, 20.0, "s")
    tiny = "made:60:ample:1"
    rows = {
        name: run_peer(tiny, read_instance(tiny), name, 3.0, seed=1)
        for name in ("hecht", "practice", "cp-sat")
    }
    scores = {name: one.score for name, one in rows.items() if one.score is not None}
    results.must("hecht and practice have a plan of 60 homes in 3 s", len(scores) >= 2)
    results.must("no peer is above hecht", max(scores.values()) == scores.get("hecht"))
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    results.add("peak memory", memory, 2048, "MB")
    return 1 if results.failed else 0


if __name__ == "__main__":
    sys.exit(main())
