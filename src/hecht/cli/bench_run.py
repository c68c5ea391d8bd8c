"""Run a peer in a process of its own, end it when its time is over, and judge what it found."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from hecht.cli.bench_child import BOUNDS, DONE, READY, REFUSED, SCORES
from hecht.exchange.bench_file import BenchInstance

GRACE = 3.0
"""Seconds after its time in which a run may still end by itself."""

LOADING = 900.0
"""Seconds for reading the instance and compiling, which do not count."""

LOOKED_AT = 60
"""Solutions of a run that are judged: the last one, and others spread evenly."""

_PAUSE = 0.02


@dataclass(frozen=True)
class Judged:
    """What one run found, recomputed by code that no peer shares.

    `curve` holds (seconds, score) of better and better solutions, `bounds` (seconds, bound).
    `ended` is "in time", "killed", "failed: …", "not applicable: …" or "broke a rule: …".
    """

    score: int | None
    bound: int | None
    first: float | None
    last: float | None
    found: int
    seconds: float
    cpu: float | None
    memory: float | None
    ended: str
    curve: tuple[tuple[float, int], ...]
    bounds: tuple[tuple[float, int], ...]


def run_peer(
    spec: str, instance: BenchInstance, name: str, seconds: float, seed: int, workers: int = 2
) -> Judged:
    """Run a peer on an instance for `seconds` and judge it."""
    with tempfile.TemporaryDirectory(prefix="hecht-bench-") as folder:
        spool = Path(folder)
        words = [spec, folder, name, str(seconds), str(seed), str(workers)]
        with (spool / "errors.txt").open("wb") as errors:
            process = subprocess.Popen(
                [sys.executable, "-m", "hecht.cli.bench_child", *words],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=errors,
                start_new_session=True,
                env=_environment(workers),
            )
            try:
                ended, taken, usage = _watch(process, spool, seconds)
            except BaseException:
                _end(process)
                process.wait()
                raise
        return _judge(spool, instance, ended, taken, usage)


def _environment(workers: int) -> dict[str, str]:
    """Return the environment of a run: no library uses more threads than it was given."""
    names = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")
    return {**os.environ, **dict.fromkeys(names, str(workers))}


def _watch(process: subprocess.Popen[bytes], spool: Path, seconds: float) -> tuple[str, float, Any]:
    """Wait until a run ends, or end it; return how, the seconds it took, and what it used."""
    begun, begins = None, time.monotonic()
    while True:
        usage = _ended(process)
        now = time.monotonic()
        if begun is None and (spool / READY).exists():
            begun = now
        since = now - (begins if begun is None else begun)
        if usage is not None:
            how = "in time" if process.returncode == 0 else _failure(process.returncode, spool)
            return how, 0.0 if begun is None else since, usage
        if begun is None and since > LOADING:
            _end(process)
            return f"failed: not ready after {LOADING:g} s", 0.0, _wait(process)
        if begun is not None and since > seconds + GRACE:
            _end(process)
            return "killed", since, _wait(process)
        time.sleep(_PAUSE)


def _ended(process: subprocess.Popen[bytes]) -> Any:
    """Return what a process used when it has ended (None within a tuple where unknown)."""
    if not hasattr(os, "wait4"):
        return (None,) if process.poll() is not None else None
    number, status, usage = os.wait4(process.pid, os.WNOHANG)
    if number == 0:
        return None
    process.returncode = os.waitstatus_to_exitcode(status)
    return (usage,)


def _wait(process: subprocess.Popen[bytes]) -> Any:
    while (usage := _ended(process)) is None:
        time.sleep(_PAUSE)
    return usage


def _end(process: subprocess.Popen[bytes]) -> None:
    """End a process and all it started, at once."""
    try:
        if hasattr(os, "killpg"):
            os.killpg(process.pid, signal.SIGKILL)
        else:
            process.kill()
    except ProcessLookupError:
        return


def _failure(code: int, spool: Path) -> str:
    lines = (spool / "errors.txt").read_text(errors="replace").strip().splitlines()
    if code in (-signal.SIGKILL, 137):
        return "failed: ended by the system, as when memory runs out"
    return f"failed: {lines[-1] if lines else f'exit code {code}'}"


def _judge(spool: Path, instance: BenchInstance, ended: str, taken: float, usage: Any) -> Judged:
    files = sorted(file for file in spool.glob("*-*.npy"))
    curve: list[tuple[float, int]] = []
    fault = ""
    for place in _spread(len(files)):
        score, wrong = evaluate(instance, np.load(files[place]))
        if score is None:
            fault = wrong
        elif not curve or score > curve[-1][1]:
            curve.append((_moment(files[place]), score))
    bounds = _notes(spool / BOUNDS)
    if (spool / REFUSED).exists():
        ended = f"not applicable: {(spool / REFUSED).read_text()}"
    elif fault and not curve:
        ended = f"broke a rule: {fault}"
    elif ended == "in time" and not (spool / DONE).exists():
        ended = "failed: it ended without a word"
    claimed = [] if len(curve) > 1 else _notes(spool / SCORES)
    best = curve[-1][1] if curve else None
    better = _rising([point for point in claimed if best is not None and point[1] < best])
    times = (usage[0].ru_utime + usage[0].ru_stime) if usage[0] else None
    first = min([better[0][0]] if better else [curve[0][0]]) if curve else None
    return Judged(
        score=best,
        bound=min((value for _, value in bounds), default=None),
        first=first,
        last=curve[-1][0] if curve else None,
        found=len(files),
        seconds=round(taken, 2),
        cpu=None if times is None else round(times, 1),
        memory=None if usage[0] is None else round(usage[0].ru_maxrss / _KILOBYTES, 0),
        ended=ended,
        curve=(*better, *curve),
        bounds=tuple(bounds),
    )


_KILOBYTES = 1024 if sys.platform != "darwin" else 1024 * 1024
"""By what the system's figure of peak memory is divided to have megabytes."""


def _spread(count: int) -> list[int]:
    """Return which of so many solutions are judged, the last among them."""
    if count <= LOOKED_AT:
        return list(range(count))
    return sorted({round(i * (count - 1) / (LOOKED_AT - 1)) for i in range(LOOKED_AT)})


def _moment(file: Path) -> float:
    return int(file.stem.split("-")[1]) / 1000


def _notes(file: Path) -> list[tuple[float, int]]:
    """Return the noted numbers; a last line that was cut off is left out."""
    if not file.exists():
        return []
    lines = file.read_text().split("\n")[:-1]
    pairs = [line.split() for line in lines]
    return [(int(when) / 1000, int(value)) for when, value in pairs]


def _rising(points: list[tuple[float, int]]) -> list[tuple[float, int]]:
    result: list[tuple[float, int]] = []
    for when, score in points:
        if not result or score > result[-1][1]:
            result.append((when, score))
    return result


def evaluate(instance: BenchInstance, solution: Any) -> tuple[int | None, str]:
    """Return the score of a solution by independent code, or None and what is wrong with it."""
    if instance.kind == "placement":
        from hecht.planning.peers.placement_score import placement_score

        score = placement_score(instance.problem, solution)
        return score, "" if score is not None else "a home that does not suit or is taken"
    if instance.kind == "joint":
        from hecht.planning.peers.joint import complaints, joint_score

        wrong = complaints(instance.problem, solution)
        return (None, wrong[0]) if wrong else (joint_score(instance.problem, solution), "")
    from hecht.outcomes import score as score_of
    from hecht.planning.check import check
    from hecht.planning.peers.course_rows import course_from

    course = course_from(instance.problem, solution)
    broken = check(instance.problem, course)
    return (None, broken[0].text) if broken else (score_of(instance.problem, course), "")
