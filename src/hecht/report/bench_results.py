"""Results of measurements: a row a run in one CSV file, and the table that people read."""

from __future__ import annotations

import csv
import io
import os
import platform
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, fields
from importlib import metadata
from pathlib import Path
from statistics import median

RESULTS, CURVES, TABLE = "peers.csv", "curves.csv", "peers.md"

_PARTS = ("hecht", "numpy", "scipy", "numba", "ortools", "highspy")


@dataclass(frozen=True)
class Result:
    """One run of one peer on one instance; numbers that are not known are None.

    `size` counts households, or homes of a neighbourhood. `seconds` is the time it was given,
    `first` and `last` when it had its first and its best plan, `memory` the peak in megabytes.
    Neighbourhoods are scored in thousandths of a point, other instances in points.
    """

    instance: str
    kind: str
    size: int
    ties: int
    peer: str
    seed: int
    seconds: float
    workers: int
    score: int | None
    bound: int | None
    first: float | None
    last: float | None
    found: int
    taken: float
    cpu: float | None
    memory: float | None
    ended: str
    date: str
    processor: str
    cores: int
    versions: str

    @property
    def key(self) -> tuple[str, str, int, float, int]:
        """What makes a run the same run, so that it need not be done again."""
        return self.instance, self.peer, self.seed, self.seconds, self.workers


def machine() -> tuple[str, int, str]:
    """Return the processor, how many cores may be used, and the versions of all parts."""
    versions = [f"python {platform.python_version()}"]
    for name in _PARTS:
        try:
            versions.append(f"{name} {metadata.version(name)}")
        except metadata.PackageNotFoundError:
            continue
    affinity = getattr(os, "sched_getaffinity", None)
    cores = len(affinity(0)) if affinity else os.cpu_count() or 1
    return _processor(), cores, ", ".join(versions)


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text().splitlines()
    except OSError:
        return platform.processor() or platform.machine()
    names = [line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.machine()


def read_results(folder: Path) -> list[Result]:
    """Return the rows in a folder; none when there are none yet.

    Raises ValueError when the file there is something else.
    """
    file = folder / RESULTS
    if not file.exists():
        return []
    with file.open(newline="") as text:
        rows = csv.DictReader(text)
        names = [one.name for one in fields(Result)]
        if rows.fieldnames != names:
            raise ValueError(
                f"{file}: its columns are not those of this version; move it away to begin anew"
            )
        return [_result(row) for row in rows]


def _result(row: dict[str, str]) -> Result:
    values: dict[str, object] = {}
    for one in fields(Result):
        text, kind = row[one.name], str(one.type)
        if text == "" and "None" in kind:
            values[one.name] = None
        elif kind.startswith("int"):
            values[one.name] = int(text)
        elif kind.startswith("float"):
            values[one.name] = float(text)
        else:
            values[one.name] = text
    return Result(**values)  # type: ignore[arg-type]


def write_results(folder: Path, results: Sequence[Result]) -> None:
    """Write all rows and the table, each whole or not at all."""
    folder.mkdir(parents=True, exist_ok=True)
    text = io.StringIO()
    writer = csv.DictWriter(text, [one.name for one in fields(Result)], lineterminator="\n")
    writer.writeheader()
    writer.writerows({k: "" if v is None else v for k, v in asdict(r).items()} for r in results)
    replace_text(folder / RESULTS, text.getvalue())
    replace_text(folder / TABLE, table(results))


def replace_text(file: Path, text: str) -> None:
    """Write a file beside its target and rename it."""
    half = file.with_name(file.name + ".tmp")
    half.write_text(text, encoding="utf-8")
    os.replace(half, file)


Point = tuple[str, str, int, float, str, int]
"""A point of a curve: instance, peer, seed, seconds, score or bound, value."""


def read_curves(folder: Path) -> list[Point]:
    """Return the points of all curves in a folder."""
    file = folder / CURVES
    if not file.exists():
        return []
    with file.open(newline="") as text:
        return [
            (
                r["instance"],
                r["peer"],
                int(r["seed"]),
                float(r["second"]),
                r["what"],
                int(r["value"]),
            )
            for r in csv.DictReader(text)
        ]


def write_curves(folder: Path, points: Iterable[Point]) -> None:
    """Write the points of all curves, whole or not at all."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(["instance", "peer", "seed", "second", "what", "value"])
    writer.writerows(points)
    replace_text(folder / CURVES, text.getvalue())


def table(results: Sequence[Result]) -> str:
    """Return the results as Markdown: median and worst over the seeds, a table an instance."""
    lines = [
        "# hecht beside its peers",
        "",
        "Same instance, same seconds, same cores; building a model falls within the time. Scores "
        "are recomputed by code that no peer shares; what a peer had found when it was ended "
        "counts. A bound is what the peer itself proved. Scores of neighbourhoods are in points "
        "with three decimals.",
        "",
    ]
    machines = sorted({(r.processor, r.cores, r.versions) for r in results})
    for processor, cores, versions in machines:
        lines.append(f"- {processor}, {cores} cores; {versions}.")
    for instance in dict.fromkeys(r.instance for r in results):
        lines += ["", *_of_instance([r for r in results if r.instance == instance])]
    return "\n".join(lines) + "\n"


def _of_instance(results: Sequence[Result]) -> list[str]:
    first = results[0]
    lines = [
        f"## {first.instance}",
        "",
        f"{first.kind}, {first.size:,} homes, {first.ties:,} ties.",
        "",
        "| peer | seconds | seeds | median score | worst | best bound | gap of median "
        "| first plan, s | CPU, s | memory, MB | date | remarks |",
        "|---|---|---|---|---|---|---|---|---|---|---|---|",
    ]
    groups: dict[tuple[str, float], list[Result]] = {}
    for one in results:
        groups.setdefault((one.peer, one.seconds), []).append(one)
    ranked = sorted(groups.values(), key=_rank)
    return lines + [_row(group) for group in ranked]


def _rank(group: list[Result]) -> tuple[float, float, str]:
    middle = _median(group)
    return group[0].seconds, float("inf") if middle is None else -middle, group[0].peer


def _median(group: Sequence[Result]) -> float | None:
    """Return the median score; a run without a plan counts as worse than any."""
    scores = sorted(float("-inf") if r.score is None else float(r.score) for r in group)
    middle = median(scores) if len(scores) % 2 else scores[(len(scores) - 1) // 2]
    return None if middle == float("-inf") else middle


def _row(group: list[Result]) -> str:
    first, middle = group[0], _median(group)
    known = [r.score for r in group if r.score is not None]
    bound = min((r.bound for r in group if r.bound is not None), default=None)
    gap = None if middle is None or bound is None else 100 * (bound - middle) / max(1, abs(middle))
    remarks = sorted({r.ended for r in group if r.ended != "in time"})
    cells = [
        first.peer,
        f"{first.seconds:g}",
        ", ".join(str(r.seed) for r in sorted(group, key=lambda r: r.seed)),
        "no plan" if middle is None else _number(middle, first.kind),
        "no plan" if len(known) < len(group) else _number(min(known), first.kind),
        "" if bound is None else _number(bound, first.kind),
        "" if gap is None else f"{gap:.2f}%",
        _most([r.first for r in group], 2),
        _most([r.cpu for r in group], 0),
        _most([r.memory for r in group], 0),
        max(r.date for r in group),
        "; ".join(remarks).replace("|", "/"),
    ]
    return "| " + " | ".join(cells) + " |"


def _number(value: float, kind: str) -> str:
    return f"{value / 1000:,.3f}" if kind == "neighbourhood" else f"{value:,.0f}"


def _most(values: Iterable[float | None], decimals: int) -> str:
    known = [value for value in values if value is not None]
    return f"{max(known):.{decimals}f}" if known else ""
