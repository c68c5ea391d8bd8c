"""Solve PSPLIB project-scheduling instances with hecht's calendar model.

    python benchmarks/psplib.py psplib_j30.zip --seconds 60
    python benchmarks/psplib.py psplib_j60.zip --sample 10 --seconds 20 --seed 2

Reads the .sm files in a zip (or a folder) as projects: jobs are blocks, renewable resources are
crews, periods are months. A CSV of best known makespans (columns problem, optimum; "lb..ub" where
open) is looked for beside it as <name>_optimum.csv. Every instance is one row in the results file;
instances that are in it already are skipped, so that a run can be broken off and taken up again.
Calendars are checked by `violations`, which shares no code with the solver.
"""

from __future__ import annotations

import argparse
import csv
import datetime
import importlib.metadata
import platform
import re
import sys
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path

from hecht.planning.calendar import (
    CalendarProblem,
    CalendarTask,
    makespan_bound,
    solve_calendar,
    violations,
)
from hecht.planning.calendar_evolution import evolved_calendar
from hecht.planning.calendar_problem import makespan

COLUMNS = (
    "problem", "makespan", "lower_bound", "status", "best_known", "best_known_bound",
    "gap_percent", "seconds", "seed", "limit_seconds", "workers", "date", "cpu", "python",
    "ortools", "numba",
)  # fmt: skip


def read_sm(text: str) -> CalendarProblem:
    """Return a PSPLIB single-mode instance as a calendar problem, without its dummy jobs.

    Raises ValueError naming the line when the text is not in the .sm format.
    """
    lines = text.splitlines()
    jobs = int(_field(lines, r"^jobs.*:\s*(\d+)"))
    horizon = int(_field(lines, r"^horizon\s*:\s*(\d+)"))
    followers: dict[int, list[int]] = {}
    for row in _table(lines, "PRECEDENCE RELATIONS", 1, jobs):
        if len(row) != 3 + row[2]:
            raise ValueError(f"job {row[0]} announces {row[2]} successors and lists {len(row) - 3}")
        followers[row[0]] = row[3:]
    rows = {row[0]: row for row in _table(lines, "REQUESTS/DURATIONS", 2, jobs)}
    capacity = _table(lines, "RESOURCEAVAILABILITIES", 1, 1)[0]
    real = [job for job, row in rows.items() if row[2] > 0]
    after: dict[int, list[str]] = {job: [] for job in rows}
    for job, next_ones in followers.items():
        for follower in next_ones:
            if rows[job][2] > 0:
                after[follower].append(str(job))
            elif after[job] or any(job in some for some in followers.values()):
                raise ValueError(f"job {job} takes no time and is neither source nor sink")
    tasks = tuple(
        CalendarTask(
            id=str(job),
            duration=rows[job][2],
            demand=tuple(rows[job][3:]),
            earliest=0,
            latest_end=horizon,
            after=tuple(after[job]),
        )
        for job in real
    )
    return CalendarProblem(tasks, tuple(capacity), horizon)


def _field(lines: list[str], pattern: str) -> str:
    for line in lines:
        match = re.match(pattern, line)
        if match:
            return match[1]
    raise ValueError(f"this is not a PSPLIB .sm file: no line like {pattern!r}")


def _table(lines: list[str], title: str, skip: int, count: int) -> list[list[int]]:
    for k, line in enumerate(lines):
        if line.startswith(title):
            rows = lines[k + 1 + skip : k + 1 + skip + count]
            return [[int(word) for word in row.split()] for row in rows]
    raise ValueError(f"this is not a PSPLIB .sm file: no heading {title!r}")


def instances(source: Path) -> Iterator[tuple[str, str]]:
    """Yield name and text of every .sm file in a zip or folder, in natural order."""

    def natural(name: str) -> list[int]:
        return [int(number) for number in re.findall(r"\d+", Path(name).name)]

    if source.is_dir():
        for path in sorted(source.glob("**/*.sm"), key=lambda path: natural(path.name)):
            yield path.name, path.read_text()
        return
    with zipfile.ZipFile(source) as archive:
        names = [name for name in archive.namelist() if name.endswith(".sm")]
        for name in sorted(names, key=natural):
            yield Path(name).name, archive.read(name).decode()


def best_known(source: Path) -> dict[str, tuple[int, int]]:
    """Return lower and upper bound per instance from <source>_optimum.csv, or nothing."""
    path = source.with_name(f"{source.stem}_optimum.csv")
    if not path.exists():
        return {}
    with path.open(newline="") as file:
        result = {}
        for row in csv.DictReader(file):
            numbers = [int(number) for number in re.findall(r"\d+", row["optimum"])]
            result[row["problem"]] = (numbers[0], numbers[-1])
        return result


_ROUNDS_SHARE, _SOLVER_SHARE = 0.1, 0.4
"""Parts of the time for short searches and for CP-SAT; a long search has the rest."""

_SHORT, _LARGE = 4_000, 600
"""Schedules in a short search; lists in the population of the long one."""

_CAUTION = 0.75
"""Part of the schedules that there seems to be time for: a large population takes longer."""


def solve(
    problem: CalendarProblem, seconds: float, seed: int, workers: int
) -> tuple[dict[str, int], int, str]:
    """Return a calendar, a proven lower bound and the status within a number of seconds.

    Rounds of compiled search until the bound is reached, nothing new comes, or some of the time is
    used; then CP-SAT from the best calendar; where that proves nothing, one long compiled search
    with a large population for what is left.
    """
    begin = time.perf_counter()
    bound = makespan_bound(problem)
    assert bound is not None
    best, speed = rounds(problem, bound, seconds * _ROUNDS_SHARE, seed)
    if makespan(problem, best) == bound:
        return best, bound, "optimal"
    result = solve_calendar(
        problem,
        hints=best,
        seed=seed,
        deterministic_limit=1e9,
        max_seconds=max(0.1, seconds * _SOLVER_SHARE),
        num_workers=workers,
    )
    assert result.starts is not None
    best, bound = dict(result.starts), result.lower_bound
    left = seconds - (time.perf_counter() - begin)
    if result.status == "optimal" or left <= 0:
        return best, bound, result.status
    found = evolved_calendar(
        problem,
        tries=int(_CAUTION * speed * left),
        seed=seed,
        target=bound,
        population=_LARGE,
    )
    if found is not None and makespan(problem, found) < makespan(problem, best):
        best = found
    return best, bound, "optimal" if makespan(problem, best) == bound else result.status


def rounds(
    problem: CalendarProblem, bound: int, seconds: float, seed: int
) -> tuple[dict[str, int], float]:
    """Return the best calendar of short searches, and schedules made in a second.

    They end when the bound is reached, nothing new comes, or time is up.
    """
    begin = time.perf_counter()
    best: dict[str, int] | None = None
    months = problem.horizon + 1
    done = since = 0
    while months > bound and time.perf_counter() - begin < seconds and done <= 10 + 2 * since:
        done += 1
        found = evolved_calendar(
            problem, tries=_SHORT, seed=1000 * seed + done, target=bound, hint=None
        )
        assert found is not None
        if makespan(problem, found) < months:
            best, months, since = found, makespan(problem, found), done
    assert best is not None
    return best, done * _SHORT / (time.perf_counter() - begin)


def cpu() -> str:
    """Return the name of the processor."""
    try:
        for line in Path("/proc/cpuinfo").read_text().splitlines():
            if line.startswith("model name"):
                return line.split(":", 1)[1].strip()
    except OSError:
        pass
    return platform.processor() or platform.machine()


def run(source: Path, results: Path, seconds: float, seed: int, workers: int, sample: int) -> None:
    """Solve what is not yet in the results file and add a row per instance."""
    known = best_known(source)
    done = set()
    if results.exists():
        with results.open(newline="") as file:
            done = {row["problem"] for row in csv.DictReader(file)}
    todo = list(instances(source))
    if sample:
        todo = todo[:: max(1, len(todo) // sample)][:sample]
    results.parent.mkdir(parents=True, exist_ok=True)
    with results.open("a", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS, lineterminator="\n")
        if file.tell() == 0:
            writer.writeheader()
        for name, text in todo:
            if name in done:
                continue
            problem = read_sm(text)
            begin = time.perf_counter()
            starts, bound, status = solve(problem, seconds, seed, workers)
            taken = time.perf_counter() - begin
            broken = violations(problem, starts)
            if broken:
                raise SystemExit(f"{name}: the calendar breaks a rule: {broken[0]}")
            months = max(starts[task.id] + task.duration for task in problem.tasks)
            low, high = known.get(name, (0, 0))
            if high and (months < low or bound > high):
                raise SystemExit(f"{name}: {bound}..{months} contradicts {low}..{high}")
            writer.writerow(
                {
                    "problem": name,
                    "makespan": months,
                    "lower_bound": bound,
                    "status": status,
                    "best_known": high or "",
                    "best_known_bound": low or "",
                    "gap_percent": f"{100 * (months - high) / high:.3f}" if high else "",
                    "seconds": f"{taken:.2f}",
                    "seed": seed,
                    "limit_seconds": seconds,
                    "workers": workers,
                    "date": datetime.date.today().isoformat(),
                    "cpu": cpu(),
                    "python": platform.python_version(),
                    "ortools": importlib.metadata.version("ortools"),
                    "numba": importlib.metadata.version("numba"),
                }
            )
            file.flush()
            print(f"{name} {bound}..{months} {status} best known {low}..{high} {taken:.1f} s")
            sys.stdout.flush()
    summary(results)


def summary(results: Path) -> None:
    """Print how many are proven, at the best known makespan, and the mean and worst gap."""
    with results.open(newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["gap_percent"]]
    if not rows:
        return
    gaps = [float(row["gap_percent"]) for row in rows]
    print(
        f"{len(rows)} instances: {sum(row['status'] == 'optimal' for row in rows)} proven, "
        f"{sum(gap <= 0 for gap in gaps)} at best known, "
        f"gap mean {sum(gaps) / len(gaps):.3f}% worst {max(gaps):.3f}%"
    )


def main() -> None:
    """Read the command line and run."""
    parser = argparse.ArgumentParser(description="Solve PSPLIB instances with hecht's calendar.")
    parser.add_argument("source", type=Path, help="zip or folder with .sm files")
    parser.add_argument("--seconds", type=float, default=60.0, help="per instance")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--sample", type=int, default=0, help="so many instances, evenly spread")
    parser.add_argument("--results", type=Path, default=None, help="CSV file to add to")
    asked = parser.parse_args()
    default = Path(__file__).parent / "results" / f"{asked.source.stem}_seed{asked.seed}.csv"
    results = asked.results or default
    run(asked.source, results, asked.seconds, asked.seed, asked.workers, asked.sample)


if __name__ == "__main__":
    main()
