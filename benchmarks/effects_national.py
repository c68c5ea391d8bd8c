"""Staggered difference-in-differences with placebo draws on a panel of the size of the country.

First hecht alone: 14,500 areas by 20 years, 300 of them treated from ten different years on, with
200 placebo draws; seconds, processor seconds and the most memory of the process. Then hecht and
diff-diff on an instance that both can do in reasonable time: the same placebo draws, the same
estimates to 1e-9. Ends with 1 when a limit is passed or the estimates differ.

    python benchmarks/effects_national.py [--json FILE]
"""

from __future__ import annotations

import argparse
import json
import platform
import resource
import sys
import time
import warnings
from dataclasses import replace
from importlib import metadata
from pathlib import Path
from typing import Any

import numpy as np

from hecht.effects.area_panel import Observations
from hecht.effects.cells import cells_of
from hecht.effects.moments import att_of, centred, design_of, moments_of
from hecht.effects.options import Options
from hecht.effects.placebo import choices
from hecht.effects.staggered import estimate_staggered

SECONDS, MEGABYTES = 60.0, 2000.0
"""What the project promises on two cores."""


def national(areas: int, years: int, treated: int, seed: int = 1) -> Observations:
    """Return areas that wander from year to year; the treated begin in ten different years."""
    rng = np.random.default_rng(seed)
    times = np.arange(2004, 2004 + years)
    outcome = rng.normal(size=(areas, 1)) + 0.1 * rng.normal(size=(areas, years)).cumsum(axis=1)
    began = np.zeros(areas, dtype=np.int64)
    starts = times[years // 3 : years // 3 + 10]
    began[rng.permutation(areas)[:treated]] = np.resize(starts, treated)
    outcome += 0.1 * ((times >= began[:, None]) & (began[:, None] > 0))
    units = tuple(f"BU{at:08d}" for at in range(areas))
    return Observations(units, times, outcome, began, name="score")


def megabytes() -> float:
    """Return the most memory that this process has had."""
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most / (1024 * 1024 if sys.platform == "darwin" else 1024)


def timed(work: Any) -> tuple[Any, float, float]:
    """Return what `work` gives, its seconds and its processor seconds."""
    wall, own = time.perf_counter(), time.process_time()
    found = work()
    return found, time.perf_counter() - wall, time.process_time() - own


def alone(areas: int, years: int, treated: int, draws: int) -> dict[str, float]:
    """Measure hecht on one panel."""
    panel = national(areas, years, treated)
    effect, seconds, processor = timed(lambda: estimate_staggered(panel, Options(placebo=draws)))
    assert effect.placebo is not None
    return {
        "areas": areas,
        "years": years,
        "treated": treated,
        "draws": len(effect.placebo.draws),
        "seconds": seconds,
        "processor_seconds": processor,
        "megabytes": megabytes(),
        "estimate": effect.att["simple"].value,
        "p": effect.placebo.p,
    }


def trials(panel: Observations, draws: int) -> list[Observations]:
    """Return the placebo draws as panels of their own, among areas without the measure."""
    pool = panel.of(~panel.treated)
    sizes = np.array([(panel.first_treated == start).sum() for start in panel.cohorts])
    chosen, _ = choices(len(pool.units), sizes, draws, 1)
    found = []
    for places in chosen:
        began = np.zeros(len(pool.units), dtype=np.int64)
        began[places] = np.repeat(panel.cohorts, sizes)
        found.append(replace(pool, first_treated=began))
    return found


def beside(areas: int, years: int, treated: int, draws: int) -> dict[str, float]:
    """Measure hecht and diff-diff on the same draws; both give every ATT(g, t) of each draw."""
    panels = trials(national(areas, years, treated, seed=2), draws)
    mine, seconds, processor = timed(lambda: [_att(panel) for panel in panels])
    estimator, frames = _peer(), [_frame(panel) for panel in panels]
    theirs, peer_seconds, peer_processor = timed(
        lambda: [estimator.fit(one, "y", "unit", "time", "g") for one in frames]
    )
    apart = 0.0
    for own, other in zip(mine, theirs, strict=True):
        for (group, year), one in other.group_time_effects.items():
            apart = max(apart, abs(own[int(group), int(year)] - one["effect"]))
    return {
        "areas": areas,
        "years": years,
        "treated": treated,
        "draws": draws,
        "seconds": seconds,
        "processor_seconds": processor,
        "peer_seconds": peer_seconds,
        "peer_processor_seconds": peer_processor,
        "ratio": peer_processor / processor,
        "largest_difference": apart,
    }


def _att(panel: Observations) -> dict[tuple[int, int], float]:
    """Return every ATT(g, t) of a draw, as placebo draws reckon them."""
    cells = cells_of(panel, Options())
    cohorts = np.array(panel.cohorts)
    cohort = np.where(panel.treated, np.searchsorted(cohorts, panel.first_treated), len(cohorts))
    found = att_of(moments_of(design_of(panel), centred(panel), cohort, len(cohorts)), cells)
    return {
        (int(cohorts[group]), int(panel.times[year])): float(value)
        for group, year, value in zip(cells.cohort, cells.time, found, strict=True)
    }


def _peer() -> Any:
    warnings.simplefilter("ignore")
    from diff_diff import CallawaySantAnna

    return CallawaySantAnna()


def _frame(panel: Observations) -> Any:
    import pandas as pd

    count, times = panel.outcome.shape
    return pd.DataFrame(
        {
            "unit": np.repeat(np.arange(count), times),
            "time": np.tile(panel.times, count),
            "y": panel.outcome.ravel(),
            "g": np.repeat(panel.first_treated, times),
        }
    )


def main(words: list[str] | None = None) -> int:
    """Measure, print, and return 1 when a limit is passed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--areas", type=int, default=14_500)
    parser.add_argument("--years", type=int, default=20)
    parser.add_argument("--treated", type=int, default=300)
    parser.add_argument("--draws", type=int, default=200)
    parser.add_argument("--peer-draws", type=int, default=10)
    parser.add_argument("--json", type=Path)
    given = parser.parse_args(words)
    first = alone(given.areas, given.years, given.treated, given.draws)
    print(
        f"hecht, {first['areas']} areas x {first['years']} years, {first['draws']} draws: "
        f"{first['seconds']:.1f} s ({first['processor_seconds']:.1f} s of processor), "
        f"{first['megabytes']:.0f} MB at most"
    )
    second = beside(given.areas // 5, given.years, given.treated // 5, given.peer_draws)
    print(
        f"beside diff-diff {metadata.version('diff-diff')}, {second['areas']} areas, "
        f"{second['draws']} draws: {second['processor_seconds']:.2f} s against "
        f"{second['peer_processor_seconds']:.2f} s of processor, ratio {second['ratio']:.1f}; "
        f"largest difference {second['largest_difference']:.1e}"
    )
    if given.json is not None:
        record = {"machine": platform.processor() or platform.machine(), "python":
                  platform.python_version(), "alone": first, "beside": second}  # fmt: skip
        given.json.write_text(json.dumps(record, indent=2) + "\n", encoding="utf-8")
    good = (
        first["seconds"] <= SECONDS
        and first["megabytes"] <= MEGABYTES
        and second["largest_difference"] <= 1e-9
    )
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
