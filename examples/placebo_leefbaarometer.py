"""What hecht finds where nothing was done: random "measures" in 2,962 real districts.

The Leefbaarometer 2.0 has scores of 2012, 2014 and 2016 for every Dutch district (wijk). Again
and again twenty districts are picked that had no measure of ours, as if something began there in
2014 or 2016, and the effect of that nothing is estimated. A method that keeps to its word finds
"an effect", at 5%, in one of twenty trials. Then the twenty are picked among the lowest scores of
2012 instead, as areas for a programme are: what is found then is regression to the mean.

    python examples/placebo_leefbaarometer.py [--trials 1000] [--picture FILE.svg]

Needs the public data beside the checkout (HECHT_SHARED names its folder).
"""

from __future__ import annotations

import argparse
import os
import sys
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from hecht.effects.area_panel import Observations, Row, gather
from hecht.effects.options import Options
from hecht.effects.staggered import estimate_staggered
from hecht.exchange.tables import read_csv

FILE = Path("leefbaarometer") / "lbm2_wijk_dimensiescore_stand.csv"
TREATED, STARTS, LOWEST = 20, (2014, 2016), 200
"""So many districts a trial, half of them at each start; the low ones from so many lowest."""


@dataclass(frozen=True, slots=True)
class Study:
    """What the trials found: shares of trials, and each trial's estimate and p.

    `interval` and `placebo` are the shares that found "an effect" by the interval of 95% and by
    the rank among placebo areas at 5%; `before` the share whose test before the measure failed.
    """

    trials: int
    interval: float
    placebo: float
    before: float
    mean: float
    ps: tuple[float, ...]


def districts(data: Path) -> Observations:
    """Return the total score (RLBRMTR) of every district with a score in all three years."""
    raw, _ = read_csv(data / FILE, "leefbaarometer")
    if raw is None:
        raise ValueError(f"{data / FILE} cannot be read")
    unit, year, score = (raw.header.index(name) for name in ("gbd", "jaar", "rlbrmtr"))
    rows = [
        Row(cells[unit], int(cells[year]), float(cells[score]) if cells[score] else None, 0)
        for cells in raw.rows
    ]
    panel = gather(rows, "RLBRMTR")
    whole = np.isfinite(panel.outcome).all(axis=1)
    print(f"{len(panel.units)} districts, {int(whole.sum())} with a score in every year")
    return panel.of(np.asarray(whole))


def study(panel: Observations, trials: int, draws: int = 199, *, lowest: bool = False) -> Study:
    """Estimate the effect of nothing in `trials` picks of districts; seeded by the trial."""
    order = np.argsort(panel.outcome[:, 0])
    pool = order[:LOWEST] if lowest else order
    by_interval = by_placebo = before = 0
    values, ps = [], []
    for trial in range(trials):
        rng = np.random.default_rng([trial, 2012])
        began = np.zeros(len(panel.units), dtype=np.int64)
        began[rng.choice(pool, TREATED, replace=False)] = np.resize(STARTS, TREATED)
        options = Options(placebo=draws, bootstrap=0, seed=trial)
        effect = estimate_staggered(replace(panel, first_treated=began), options)
        found, rank, test = effect.att["simple"], effect.placebo, effect.pretrend
        assert found.low is not None
        assert found.high is not None
        assert rank is not None
        by_interval += found.low > 0 or found.high < 0
        by_placebo += rank.p <= 0.05
        before += test is not None and test.p is not None and test.p <= 0.05
        values.append(found.value)
        ps.append(rank.p)
    return Study(
        trials,
        by_interval / trials,
        by_placebo / trials,
        before / trials,
        float(np.mean(values)),
        tuple(ps),
    )


def picture(random: Study, low: Study) -> str:
    """Draw how often p fell in each twentieth; flat is right."""
    from hecht.report import look, svg

    bins, wide, high, left, foot = 20, 640.0, 300.0, 58.0, 48.0
    share = [np.histogram(one.ps, bins=bins, range=(0, 1))[0] / one.trials for one in (random, low)]
    top = max(0.1, float(max(part.max() for part in share))) * 1.08
    gap = (wide - left - 12) / bins

    def y(value: float) -> float:
        return 14 + (1 - value / top) * (high - foot - 14)

    drawn = ""
    for tick in np.arange(0, top, 0.05 if top < 0.4 else 0.1):
        drawn += svg.line(left, y(tick), wide - 12, y(tick), stroke="#e6e8e4")
        drawn += svg.text(left - 8, y(tick) + 5, f"{tick:.0%}", text_anchor="end", font_size=13)
    for at in range(bins):
        x = left + at * gap
        one, other = float(share[0][at]), float(share[1][at])
        drawn += svg.rect(x + 2, y(one), gap - 4, y(0) - y(one), fill=look.PLAN)
        drawn += svg.line(x + 2, y(other), x + gap - 2, y(other), stroke=look.LOST, stroke_width=3)
    drawn += svg.line(left, y(0), wide - 12, y(0), stroke=look.INK)
    drawn += svg.line(
        left, y(0.05), wide - 12, y(0.05), stroke=look.INK, stroke_width=1.6, stroke_dasharray="5 4"
    )
    for at in range(0, bins + 1, 4):
        drawn += svg.text(
            left + at * gap, high - foot + 20, f"{at / bins:.1f}", text_anchor="middle",
            font_size=13,
        )  # fmt: skip
    drawn += svg.text(
        (left + wide) / 2, high - 6, "p among placebo areas", text_anchor="middle", font_size=13
    )
    title = f"p of {random.trials} random measures (bars) and of measures in the lowest (red lines)"
    return svg.picture(
        "p", wide, high, title, f"{random.placebo:.1%} and {low.placebo:.1%} of p are at most 0.05",
        svg.rect(0, 0, wide, high, fill="#ffffff") + drawn, "time",
    )  # fmt: skip


def main(words: list[str] | None = None) -> int:
    """Run both studies, and print what they found."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--trials", type=int, default=1000)
    parser.add_argument("--draws", type=int, default=199)
    parser.add_argument("--picture", type=Path)
    given = parser.parse_args(words)
    beside = Path(os.environ.get("HECHT_SHARED", Path(__file__).parents[2] / "shared"))
    if not (beside / "data" / FILE).is_file():
        print(f"Skipped: {FILE} is not in {beside / 'data'}; name its folder with HECHT_SHARED")
        return 0
    panel = districts(beside / "data")
    found = []
    for name, lowest in (("random districts", False), ("from the lowest scores", True)):
        one = study(panel, given.trials, given.draws, lowest=lowest)
        found.append(one)
        print(
            f"{name:<24} {one.trials} trials: interval leaves out zero {one.interval:.1%}, placebo "
            f"p at most 0.05 {one.placebo:.1%}, before the measure fails {one.before:.1%}, mean "
            f"estimate {one.mean:+.4f}"
        )
    if given.picture is not None:
        given.picture.write_text(picture(*found), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
