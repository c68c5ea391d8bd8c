"""Plots of measurements: score over time with bound, gap over size, time over size."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from statistics import median
from typing import Any

from hecht.report.bench_results import Point, Result

_COLOURS = {
    "hecht": "#b3261e", "hecht-proof": "#e07a5f", "practice": "#6b7280", "cp-sat": "#1d4ed8",
    "cp-sat-products": "#60a5fa", "highs": "#15803d", "highs-products": "#86efac",
    "faq": "#7c3aed", "annealing": "#d97706",
}  # fmt: skip


def draw_plots(folder: Path, results: Sequence[Result], points: Sequence[Point]) -> list[Path]:
    """Write an SVG of score over time per instance, and of gap and time over size; return them.

    Raises ModuleNotFoundError when matplotlib is not installed.
    """
    import matplotlib

    matplotlib.use("svg")
    # the same results give the same file
    matplotlib.rcParams["svg.hashsalt"] = "hecht"
    drawn = []
    for instance in dict.fromkeys(r.instance for r in results):
        mine = [p for p in points if p[0] == instance]
        if mine:
            rows = [r for r in results if r.instance == instance]
            drawn.append(_over_time(folder / f"{instance}.svg", instance, rows, mine))
    over_size = (
        ("gap-over-size", "what is proven, by size", "gap to the best bound, %", gaps(results)),
        ("time-over-size", "time to a first plan, by size", "seconds", first_plans(results)),
    )
    for name, title, up, values in over_size:
        if any(values.values()):
            drawn.append(_over_size(folder / f"{name}.svg", title, up, values))
    return drawn


BySize = dict[str, dict[int, float]]
"""A value by peer and size."""

_SAYS_NOTHING = 2
"""Times the best score: a bound above that tells nobody how good a plan is."""


def gaps(results: Sequence[Result]) -> BySize:
    """Return the median over instances of the median gap of each peer by size.

    In percent, at least 0.01; an instance with more seeds counts no more than another.
    Held against the least bound that any peer proved for the instance: a bound holds for all.
    Runs without a plan are left out, and so are instances without a bound or with one of more than
    twice the best score: it says nothing, and would hide the others.
    """
    bounds: dict[str, int] = {}
    best: dict[str, int] = {}
    for r in results:
        if r.bound is not None:
            bounds[r.instance] = min(r.bound, bounds.get(r.instance, r.bound))
        if r.score is not None:
            best[r.instance] = max(r.score, best.get(r.instance, r.score))
    bounds = {
        name: bound for name, bound in bounds.items() if bound <= _SAYS_NOTHING * best.get(name, 0)
    }
    seeds: dict[tuple[str, int, str], list[float]] = {}
    for r in results:
        if r.score is not None and r.instance in bounds:
            gap = 100 * (bounds[r.instance] - r.score) / max(1, abs(r.score))
            seeds.setdefault((r.peer, r.size, r.instance), []).append(max(gap, 0.01))
    found: dict[str, dict[int, list[float]]] = {}
    for (peer, size, _), values in seeds.items():
        found.setdefault(peer, {}).setdefault(size, []).append(median(values))
    return _medians(found)


def first_plans(results: Sequence[Result]) -> BySize:
    """Return the median seconds (at least 0.01) to the first plan of each peer by size."""
    found: dict[str, dict[int, list[float]]] = {}
    for r in results:
        if r.first is not None:
            found.setdefault(r.peer, {}).setdefault(r.size, []).append(max(r.first, 0.01))
    return _medians(found)


def _medians(found: dict[str, dict[int, list[float]]]) -> BySize:
    return {
        peer: {size: median(values) for size, values in sorted(sizes.items())}
        for peer, sizes in found.items()
    }


def _figure(title: str, across: str, up: str) -> tuple[Any, Any]:
    from matplotlib.figure import Figure

    figure = Figure(figsize=(7.2, 4.2), layout="constrained")
    axes = figure.add_subplot()
    axes.set_title(title, fontsize=11)
    axes.set_xlabel(across)
    axes.set_ylabel(up)
    axes.grid(alpha=0.3)
    for side in ("top", "right"):
        axes.spines[side].set_visible(False)
    return figure, axes


def _save(figure: Any, file: Path) -> Path:
    file.parent.mkdir(parents=True, exist_ok=True)
    figure.savefig(file, format="svg", metadata={"Date": None})
    return file


def _over_time(
    file: Path, instance: str, results: Sequence[Result], points: Sequence[Point]
) -> Path:
    thousandths = results[0].kind == "neighbourhood"
    figure, axes = _figure(instance, "seconds", "points")
    end = max(r.seconds for r in results)
    scores = [p[5] for p in points if p[4] == "score"]
    for peer in dict.fromkeys(p[1] for p in points):
        for seed in dict.fromkeys(p[2] for p in points if p[1] == peer):
            for what, style in (("score", "-"), ("bound", ":")):
                own = [p for p in points if p[1:3] == (peer, seed) and p[4] == what]
                if not own:
                    continue
                when = [max(p[3], 0.05) for p in own] + [end]
                value = [p[5] for p in own] + [own[-1][5]]
                axes.step(
                    when,
                    [v / 1000 for v in value] if thousandths else value,
                    where="post",
                    linestyle=style,
                    linewidth=1.4,
                    color=_COLOURS.get(peer, "black"),
                    label=f"{peer}, bound" if what == "bound" else peer,
                )
    axes.set_xscale("log")
    if scores:
        # bounds far above would press the scores together
        low, high = min(scores), max(scores)
        room = max(high - low, abs(high) // 50, 1)
        scale = 1000 if thousandths else 1
        near = [p[5] for p in points if p[4] == "bound" and p[5] < high + room]
        axes.set_ylim((low - room * 0.05) / scale, (max([high, *near]) + room * 0.05) / scale)
    _legend(axes)
    return _save(figure, file)


def _legend(axes: Any) -> None:
    """Name every peer once."""
    handles, labels = axes.get_legend_handles_labels()
    once = dict(zip(labels, handles, strict=True))
    if once:
        axes.legend(once.values(), once.keys(), fontsize=8, frameon=False)


def _over_size(file: Path, title: str, up: str, values: BySize) -> Path:
    figure, axes = _figure(title, "homes", up)
    for peer, sizes in values.items():
        axes.plot(
            list(sizes),
            list(sizes.values()),
            marker="o",
            color=_COLOURS.get(peer, "black"),
            label=peer,
        )
    axes.set_xscale("log")
    axes.set_yscale("log")
    _legend(axes)
    return _save(figure, file)


def draw_scaling(file: Path, sizes: Sequence[int], seconds: Sequence[float], fit: str) -> Path:
    """Write an SVG of the time to a checked plan over the number of homes; return the file.

    `fit` is the words under the line, such as the exponent that was fitted.
    """
    import matplotlib

    matplotlib.use("svg")
    matplotlib.rcParams["svg.hashsalt"] = "hecht"
    figure, axes = _figure("time to a checked plan", "homes", "seconds")
    axes.plot(sizes, seconds, marker="o", color=_COLOURS["hecht"], label=fit)
    axes.set_xscale("log")
    axes.set_yscale("log")
    _legend(axes)
    return _save(figure, file)
