"""Staggered difference-in-differences after Callaway and Sant'Anna (2021), as one result.

The numbers are held against those of R's package `did` and against diff-diff (docs/effects.md,
decision 0010).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from hecht.effects import placebo as areas
from hecht.effects.aggregate import Aggregates, Weighed, aggregates
from hecht.effects.area_panel import Observations, Text
from hecht.effects.cells import Cells, cells_of
from hecht.effects.effect import Effect, Estimate, Placebo, PreTrend
from hecht.effects.influence import GroupTimes, group_times
from hecht.effects.options import Adjust, Comparison, Options
from hecht.effects.power import power, smallest
from hecht.effects.pretrend import by_draws, by_wald, trusted
from hecht.effects.spread import FEWEST_TREATED, Strata, bands, estimates, strata_of

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Staggered:
    """All that one run of the estimator leaves: for the result, and for methods built on it.

    `observations` are those that were used, after `prepared`.
    """

    observations: Observations
    options: Options
    found: GroupTimes
    made: Aggregates
    strata: Strata

    @property
    def cells(self) -> Cells:
        """Return the comparisons."""
        return self.found.cells

    def values(self, weighed: list[Weighed]) -> tuple[Floats, Floats]:
        """Return weighed sums of the ATT(g, t), and the influence of units on them."""
        weights = np.array([one.weights for one in weighed]).T
        shifts = np.array([one.shift for one in weighed]).T
        influence = self.found.influence @ weights + shifts[self.found.cohort]
        return np.asarray(self.found.att @ weights), influence

    def rests(self, weights: Floats) -> NDArray[np.bool_]:
        """Return (strata, values): on which strata weighed sums, (cells, values), rest."""
        count = len(self.strata.sizes)
        result = np.ones((count, weights.shape[1]), dtype=bool)
        if count == len(self.cells.cohorts) + 1:
            for at in range(count - 1):
                result[at] = np.any(weights[self.cells.cohort == at] != 0, axis=0)
            result[-1] = self.strata.sizes[-1] > 0
        return result

    def estimates(self, weighed: list[Weighed]) -> list[Estimate]:
        """Return weighed sums with their standard errors and intervals."""
        values, influence = self.values(weighed)
        rests = self.rests(np.array([one.weights for one in weighed]).T)
        return estimates(values, influence, self.strata, rests, self.options.level)

    def bands(self, weighed: list[Weighed]) -> list[tuple[float, float] | None]:
        """Return the simultaneous band of weighed sums; None where one has no interval."""
        values, influence = self.values(weighed)
        rests = self.rests(np.array([one.weights for one in weighed]).T)
        return bands(values, influence, self.strata, rests, self.options)


def staggered(observations: Observations, options: Options) -> Staggered:
    """Estimate ATT(g, t), its aggregations and the influence of each unit.

    Raises ObservationsError where nothing can be compared.
    """
    ready = observations.prepared(options.anticipation)
    cells = cells_of(ready, options)
    found = group_times(ready, cells, options.adjust)
    made = aggregates(cells, found.sizes, found.att)
    strata = strata_of(found.cohort, len(cells.cohorts), ready.clusters)
    return Staggered(ready, options, found, made, strata)


def estimate_staggered(observations: Observations, options: Options) -> Effect:
    """Return the effect by staggered difference-in-differences. See `staggered`."""
    return effect_of(staggered(observations, options), "staggered")


def effect_of(run: Staggered, method: str) -> Effect:
    """Return a run as a result: estimates, pre-trend, placebo rank, power and warnings."""
    made = run.made
    overall = dict(zip(made.overall, run.estimates(list(made.overall.values())), strict=True))
    steps = list(made.by_event_time)
    by_event = dict(zip(steps, run.estimates(list(made.by_event_time.values())), strict=True))
    band = run.bands(list(made.by_event_time.values()))
    trials = _trials(run)
    rank, note = _placebo(run, trials)
    strength = power(overall["simple"], () if rank is None else rank.draws)
    treated = run.observations.treated
    return Effect(
        method=method,
        outcome=run.observations.name,
        treated=int(treated.sum()),
        comparison=int((~treated).sum()),
        times=tuple(int(one) for one in run.observations.times),
        att=overall,
        by_event_time=by_event,
        by_group=_named(run, made.by_group),
        by_calendar_time=_named(run, made.by_time),
        pretrend=_before(run, trials),
        placebo=rank,
        smallest_visible=smallest(strength),
        warnings=(*run.observations.remarks, *_warnings(run), *note),
        options=_options(run),
        group_time=_cells(run),
        band={at: one for at, one in zip(steps, band, strict=True) if one is not None},
        power=strength,
    )


def _named(run: Staggered, parts: dict[int, Weighed]) -> dict[int, Estimate]:
    return dict(zip(parts, run.estimates(list(parts.values())), strict=True))


def _cells(run: Staggered) -> dict[tuple[int, int], Estimate]:
    cells, found = run.cells, run.found
    rests = run.rests(np.eye(len(found.att)))
    each = estimates(found.att, found.influence, run.strata, rests, run.options.level)
    return {
        (int(cells.cohorts[group]), int(cells.times[time])): one
        for group, time, one in zip(cells.cohort, cells.time, each, strict=True)
    }


TRIALS = 199
"""Placebo draws for the test before the measure where few areas were treated, at the least."""


@dataclass(frozen=True, slots=True, eq=False)
class _Trials:
    """Placebo draws, and the estimates they are held against: the main figure first."""

    values: Floats
    drawn: areas.Drawn | None
    regression_only: bool


def _trials(run: Staggered) -> _Trials:
    """Draw placebo areas, for the rank and for the test before the measure.

    The draws are estimated by regression alone, so what they are held against is too.
    """
    fixed = run.cells.reference
    before = [
        one.weights
        for at, one in run.made.by_event_time.items()
        if at < 0 and np.any(one.weights[~fixed] != 0)
    ]
    weights = np.array([run.made.overall["simple"].weights, *before]).T
    found = run.found
    robust = run.options.adjust is Adjust.DOUBLY_ROBUST and bool(run.observations.covariates)
    if robust:
        found = group_times(run.observations, run.cells, Adjust.REGRESSION)
    count = run.options.placebo
    if not trusted(run.found, run.strata):
        count = max(count, TRIALS)
    drawn = areas.drawn(run.observations, run.cells, weights, count, run.options.seed)
    return _Trials(np.asarray(found.att @ weights), drawn, robust)


def _before(run: Staggered, trials: _Trials) -> PreTrend:
    """Test the times before the measure: by R's Wald test, or among placebo areas if few."""
    if trusted(run.found, run.strata):
        return by_wald(run.found, run.strata)
    draws = None if trials.drawn is None else trials.drawn.estimates[:, 1:]
    return by_draws(trials.values[1:], draws)


def _placebo(run: Staggered, trials: _Trials) -> tuple[Placebo | None, list[Text]]:
    """Rank the main figure among those of placebo areas; say why where that cannot be."""
    options, drawn = run.options, trials.drawn
    if options.placebo == 0:
        return None, []
    if drawn is None:
        return None, [
            (
                "Er zijn te weinig gebieden om de maatregel opnieuw te verdelen.",
                "There are too few areas to deal the measure out anew.",
            )
        ]
    notes: list[Text] = []
    if trials.regression_only:
        notes.append(
            (
                "De rang onder de placebogebieden is die van de schatting met regressie alleen.",
                "The rank among placebo areas is that of the estimate by regression alone.",
            )
        )
    if drawn.among_all:
        notes.append(
            (
                "Er zijn minder dan tweemaal zoveel gebieden zonder als met maatregel. Daarom is "
                "voor de rang de maatregel opnieuw verdeeld over alle gebieden samen.",
                "There are fewer than twice as many areas without the measure as with it. For the "
                "rank the measure was therefore dealt out anew over all areas together.",
            )
        )
    estimates = drawn.estimates[: options.placebo, 0] if drawn.sampled else drawn.estimates[:, 0]
    rank = areas.placebo_of(float(trials.values[0]), estimates, options.seed, sampled=drawn.sampled)
    return rank, notes


def _warnings(run: Staggered) -> list[Text]:
    """Return what a reader must know of how few there are, and who never counts."""
    warnings: list[Text] = []
    treated = run.strata.treated_clusters
    if treated < FEWEST_TREATED:
        warnings.append(
            (
                f"Slechts {treated} {'gebied' if treated == 1 else 'gebieden'} met de maatregel: "
                f"een interval is dan niet te berekenen. Alleen de vergelijking met "
                f"placebogebieden zegt iets.",
                f"Only {treated} {'area' if treated == 1 else 'areas'} had the measure: no "
                f"interval can be reckoned from so few. Only the comparison with placebo areas "
                f"tells something.",
            )
        )
    sizes = run.found.sizes[:-1]
    lone = [int(one) for one in run.cells.cohorts[sizes == 1]]
    if lone and treated >= FEWEST_TREATED:
        years = ", ".join(str(one) for one in lone)
        warnings.append(
            (
                f"In {years} begon er één gebied; wat op dat gebied rust heeft geen interval. "
                f"Gebruik placebogebieden.",
                f"In {years} a single area began; what rests on it has no interval. Use placebo "
                f"areas.",
            )
        )
    used = set(run.cells.cohort[run.cells.after].tolist())
    unused = [int(one) for at, one in enumerate(run.cells.cohorts) if at not in used]
    if unused:
        years = ", ".join(str(one) for one in unused)
        warnings.append(
            (
                f"Van de gebieden die in {years} begonnen is geen effect te schatten: er is dan "
                f"niets om mee te vergelijken.",
                f"No effect can be estimated of the areas that began in {years}: there is nothing "
                f"to compare them with then.",
            )
        )
    if (
        run.options.comparison is Comparison.NEVER
        and int((~run.observations.treated).sum()) < FEWEST_TREATED
    ):
        count = int((~run.observations.treated).sum())
        warnings.append(
            (
                f"Er zijn maar {count} gebieden om mee te vergelijken.",
                f"There are only {count} areas to compare with.",
            )
        )
    return warnings


def _options(run: Staggered) -> dict[str, str | int | float | bool]:
    options = run.options
    result: dict[str, str | int | float | bool] = {
        "comparison": options.comparison.value,
        "base": options.base.value,
        "anticipation": options.anticipation,
        "level": options.level,
        "bootstrap": options.bootstrap,
        "multiplier": options.multiplier.value,
        "placebo": options.placebo,
        "seed": options.seed,
    }
    if run.observations.covariates:
        result["covariates"] = ", ".join(run.observations.covariates)
        result["adjust"] = options.adjust.value
    if run.observations.clusters is not None:
        result["clusters"] = len(np.unique(run.observations.clusters))
    return result
