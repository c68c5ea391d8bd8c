"""How often intervals of effects hold the truth, with few treated areas.

    python benchmarks/effects_coverage.py --panels 1000

Made-up panels whose truth is known: 20 treated areas that begin in three different years, areas
that never begin, an effect that differs by area, by start and by years since, an effect of each
area and each year, and errors that last (autoregressive). Counted for each figure: how often its
95% interval holds the true mean effect; beside it the same for 1.96 plain standard errors.
`docs/effects-methods.md` tells what came out.
"""

from __future__ import annotations

import argparse
import time
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from hecht.effects.area_panel import Observations
from hecht.effects.estimate import estimate
from hecht.effects.options import Options


@dataclass(frozen=True)
class World:
    """What a panel is drawn from.

    `starts` go from the time of a start to its number of areas; `lasting` is how much of an error
    lasts to the next year; `tails` the degrees of freedom of the errors (0: normal); `apart` the
    spread of the effect between areas, whose mean is `level` plus `growth` a year and `late`
    more for each later start; `swing` makes errors of treated areas so many times as large.
    """

    starts: tuple[tuple[int, int], ...] = ((6, 8), (8, 7), (10, 5))
    free: int = 180
    years: int = 14
    lasting: float = 0.6
    tails: int = 0
    level: float = 1.0
    growth: float = 0.2
    late: float = 0.5
    apart: float = 1.0
    swing: float = 1.0


WORLDS = {
    "as a rule": World(),
    "errors do not last": World(lasting=0.0),
    "errors last long": World(lasting=0.9),
    "heavy tails": World(tails=4),
    "same effect everywhere": World(apart=0.0, late=0.0, growth=0.0),
    "few to compare with": World(free=40),
    "treated vary more": World(swing=2.0),
    "one start": World(starts=((7, 20),)),
}


def panel(world: World, rng: np.random.Generator) -> tuple[Observations, dict[str, float]]:
    """Return a panel and its true mean effects by name, as the methods aggregate them."""
    first = np.array(
        [start for start, count in world.starts for _ in range(count)] + [0] * world.free
    )
    units, times = len(first), np.arange(1, world.years + 1)
    errors = _errors(world, rng, units)
    errors[first > 0] *= world.swing
    outcome = rng.normal(0, 3, (units, 1)) + rng.normal(0, 1, world.years) + errors
    own = rng.normal(0, world.apart, units) if world.apart else np.zeros(units)
    late = {start: world.late * place for place, (start, _) in enumerate(world.starts)}
    for row, start in enumerate(first):
        if start:
            since = times - start
            effect = world.level + late[int(start)] + own[row] + world.growth * since
            outcome[row] += np.where(since >= 0, effect, 0.0)
    observations = Observations(
        units=tuple(f"area {row:04d}" for row in range(units)),
        times=times.astype(np.int64),
        outcome=outcome,
        first_treated=first.astype(np.int64),
        name="made up",
    )
    return observations, dict(_truth(world))


def _errors(world: World, rng: np.random.Generator, units: int) -> np.ndarray:
    shape = (units, world.years)
    if world.tails:
        news = rng.standard_t(world.tails, shape) / np.sqrt(world.tails / (world.tails - 2))
    else:
        news = rng.standard_normal(shape)
    errors = np.empty(shape)
    errors[:, 0] = news[:, 0]
    for year in range(1, world.years):
        kept = np.sqrt(1 - world.lasting**2) * news[:, year]
        errors[:, year] = world.lasting * errors[:, year - 1] + kept
    return errors


def _truth(world: World) -> Iterator[tuple[str, float]]:
    """Give the mean effect over areas: all cells, by event time, by start, and by year."""
    cells = [
        (start, since, count, world.level + world.late * place + world.growth * since)
        for place, (start, count) in enumerate(world.starts)
        for since in range(world.years - start + 1)
    ]

    def mean(rows: list[tuple[int, int, int, float]]) -> float:
        return sum(row[2] * row[3] for row in rows) / sum(row[2] for row in rows)

    yield "simple", mean(cells)
    events = sorted({row[1] for row in cells})
    at = {since: mean([row for row in cells if row[1] == since]) for since in events}
    yield "dynamic", float(np.mean(list(at.values())))
    own = {start: [row for row in cells if row[0] == start] for start, _ in world.starts}
    yield (
        "group",
        sum(count * mean(own[start]) for start, count in world.starts)
        / sum(count for _, count in world.starts),
    )
    years = sorted({row[0] + row[1] for row in cells})
    yield (
        "calendar",
        float(np.mean([mean([row for row in cells if row[0] + row[1] == one]) for one in years])),
    )
    for since in (0, 3):
        yield f"after {since}", at[since]


@dataclass
class Count:
    """How many intervals held the truth."""

    held: int = 0
    held_plainly: int = 0
    tried: int = 0
    width: float = 0.0


def coverage(
    world: World, method: str, panels: int, seed: int, options: Options
) -> dict[str, Count]:
    """Return for each figure how many of `panels` intervals hold the truth."""
    counts: dict[str, Count] = defaultdict(Count)
    for number in range(panels):
        observations, truth = panel(world, np.random.default_rng([seed, number]))
        found = estimate(observations, method, options)
        figures = dict(found.att)
        figures |= {f"after {at}": found.by_event_time[at] for at in (0, 3)}
        for name, told in figures.items():
            if told.low is None or told.high is None or told.se is None:
                continue
            count = counts[name]
            count.tried += 1
            count.held += told.low <= truth[name] <= told.high
            count.held_plainly += abs(told.value - truth[name]) <= 1.96 * told.se
            count.width += told.high - told.low
    return counts


def main() -> None:
    """Print a table, one row for each world and figure."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--panels", type=int, default=1000)
    parser.add_argument("--method", default="staggered")
    parser.add_argument("--placebo", type=int, default=0)
    parser.add_argument("--seed", type=int, default=20)
    parser.add_argument("--world", choices=list(WORLDS), action="append")
    given = parser.parse_args()
    options = Options(bootstrap=0, placebo=given.placebo)
    print("| world | figure | interval holds the truth | 1.96 plain errors | mean width |")
    print("|---|---|---|---|---|")
    begun = time.process_time()
    for name in given.world or WORLDS:
        for figure, count in coverage(
            WORLDS[name], given.method, given.panels, given.seed, options
        ).items():
            print(
                f"| {name} | {figure} | {count.held / count.tried:.1%} | "
                f"{count.held_plainly / count.tried:.1%} | {count.width / count.tried:.2f} |",
                flush=True,
            )
    print(f"\n{given.panels} panels a world, {time.process_time() - begun:.0f} CPU s")


if __name__ == "__main__":
    main()
