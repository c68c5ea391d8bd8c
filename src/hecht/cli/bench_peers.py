"""The runs of `hecht bench peers`: those still to be done, in turn, each kept at once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from hecht.cli.bench_run import Judged, run_peer
from hecht.exchange.bench_file import BenchInstance, read_instance
from hecht.report.bench_results import (
    Point,
    Result,
    machine,
    read_curves,
    read_results,
    write_curves,
    write_results,
)


@dataclass(frozen=True)
class Order:
    """What to measure: instances, peers (empty: all that apply), seeds, seconds, threads."""

    specs: Sequence[str]
    peers: Sequence[str]
    seeds: Sequence[int]
    seconds: float
    workers: int


def measure(order: Order, folder: Path | None, tell: Callable[[Result], None]) -> list[Result]:
    """Do every run that has no row in `folder` yet; keep each row as soon as it is there."""
    from hecht.planning.peers import peers_for

    results = [] if folder is None else read_results(folder)
    points = [] if folder is None else read_curves(folder)
    known = {one.key for one in results}
    asked: list[Result] = []
    for spec in order.specs:
        instance = read_instance(spec)
        for name in order.peers or peers_for(instance.kind):
            for seed in order.seeds:
                key = (instance.name, name, seed, order.seconds, order.workers)
                if key in known:
                    asked += [one for one in results if one.key == key]
                    continue
                judged = run_peer(spec, instance, name, order.seconds, seed, order.workers)
                result = _result(instance, name, seed, order, judged)
                results.append(result)
                asked.append(result)
                points += _points(instance.name, name, seed, judged)
                if folder is not None:
                    write_results(folder, results)
                    write_curves(folder, points)
                tell(result)
    return asked


def _result(instance: BenchInstance, name: str, seed: int, order: Order, judged: Judged) -> Result:
    processor, cores, versions = machine()
    return Result(
        instance=instance.name,
        kind=instance.kind,
        size=instance.size,
        ties=instance.ties,
        peer=name,
        seed=seed,
        seconds=order.seconds,
        workers=order.workers,
        score=judged.score,
        bound=judged.bound,
        first=judged.first,
        last=judged.last,
        found=judged.found,
        taken=judged.seconds,
        cpu=judged.cpu,
        memory=judged.memory,
        ended=judged.ended,
        date=datetime.now(UTC).date().isoformat(),
        processor=processor,
        cores=cores,
        versions=versions,
    )


def _points(instance: str, name: str, seed: int, judged: Judged) -> list[Point]:
    points: list[Point] = [(instance, name, seed, *_at(one, "score")) for one in judged.curve]
    return points + [(instance, name, seed, *_at(one, "bound")) for one in judged.bounds[-60:]]


def _at(point: tuple[float, int], what: str) -> tuple[float, str, int]:
    return point[0], what, point[1]


def draw(folder: Path) -> list[Path]:
    """Draw the plots of all results in a folder; none when there is no matplotlib."""
    from hecht.report.bench_plots import draw_plots

    try:
        return draw_plots(folder, read_results(folder), read_curves(folder))
    except ModuleNotFoundError:
        return []


def line(result: Result) -> str:
    """Return one run as a line for the screen."""
    score = "no plan" if result.score is None else f"score {result.score}"
    bound = "" if result.bound is None else f"  bound {result.bound}"
    first = "" if result.first is None else f"  first plan {result.first:.2f} s"
    note = "" if result.ended == "in time" else f"  ({result.ended})"
    return (
        f"{result.instance:<20} {result.peer:<16} seed {result.seed}  {score}{bound}{first}  "
        f"cpu {result.cpu} s{note}"
    )
