"""Panels to estimate from: one that can be reckoned by hand, random ones, and mpdta."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import pandas as pd

from hecht.effects.area_panel import Observations, Row, gather


def by_hand() -> Observations:
    """Return four units at four times; A begins at 3, B at 4, C and D never.

    The never treated have means 2, 2.5, 3, 3.5.
    """
    outcome = [[1, 2, 5, 7], [2, 2, 3, 8], [1, 1, 2, 2], [3, 4, 4, 5]]
    return Observations(
        ("A", "B", "C", "D"),
        np.arange(1, 5),
        np.array(outcome, dtype=float),
        np.array([3, 4, 0, 0]),
    )


def random_panel(
    seed: int,
    *,
    units: int = 60,
    times: int = 7,
    starts: tuple[int, ...] = (0, 3, 4, 6),
    covariate: bool = False,
    clusters: int = 0,
    effect: float = 0.7,
) -> Observations:
    """Return units that wander, some of which begin at `starts` and then move by `effect`."""
    rng = np.random.default_rng(seed)
    began = rng.choice(starts, units)
    x = rng.normal(size=units) + 0.3 * (began > 0)
    when = np.arange(1, times + 1)
    outcome = rng.normal(size=(units, 1)) + 0.4 * rng.normal(size=(units, times)).cumsum(axis=1)
    outcome += 0.1 * x[:, None] * when
    outcome += effect * ((when >= began[:, None]) & (began[:, None] > 0))
    return Observations(
        tuple(f"u{at:04}" for at in range(units)),
        when,
        outcome,
        began.astype(np.int64),
        {"x": x} if covariate else {},
        rng.integers(0, clusters, units) if clusters else None,
    )


def frame_of(observations: Observations) -> pd.DataFrame:
    """Return the long table that diff-diff reads."""
    count, times = observations.outcome.shape
    columns = {
        "unit": np.repeat(np.arange(count), times),
        "time": np.tile(observations.times, count),
        "y": observations.outcome.ravel(),
        "g": np.repeat(observations.first_treated, times),
    }
    columns |= {name: np.repeat(one, times) for name, one in observations.covariates.items()}
    return pd.DataFrame(columns)


def mpdta(shared_data: Path, covariates: tuple[str, ...] = ()) -> Observations:
    """Return the county panel of Callaway and Sant'Anna (2021)."""
    path = shared_data / "causal" / "mpdta.csv"
    with path.open(encoding="utf-8", newline="") as lines:
        rows = [
            Row(
                row["countyreal"],
                int(row["year"]),
                float(row["lemp"]),
                int(row["first.treat"]),
                covariates=tuple(float(row[name]) for name in covariates),
            )
            for row in csv.DictReader(lines)
        ]
    return gather(rows, "lemp", covariates)
