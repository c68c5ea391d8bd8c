"""Synthetic difference-in-differences and synthetic control, as results.

Both compare the mean of each cohort with a mix of areas that never had the measure, and both
tell how sure they are by areas that had none: the same starts are dealt out to those, and the
same fit is made. No bootstrap: of one or few treated areas it shows next to no spread.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from hecht.effects import placebo as areas
from hecht.effects.area_panel import Observations, Text
from hecht.effects.effect import BADLY_FITTED, IMPORTANCE, Effect, Estimate, Placebo
from hecht.effects.options import Comparison, Options
from hecht.effects.power import power, smallest
from hecht.effects.synthetic_cohorts import (
    Cohort,
    Fit,
    Fitter,
    Places,
    cohorts_of,
    figures_of,
    fitted,
    pooled,
    reckoned,
)
from hecht.effects.synthetic_fit import matched_control, synthetic_control, synthetic_did

Floats = NDArray[np.float64]

Fitters = Callable[[Places], Fitter]
"""From the areas that serve as donors to the fit of a cohort."""

NEGLIGIBLE = 1e-4
"""Weights below this are not told."""

ROOM = 2
"""With fewer than so many times as many areas without as with a measure, the errors are rough."""

BAD_FIT = 0.5
"""An error before above this part of the spread between donors is told as a bad fit."""

APART = 0.05
"""Weights that differ by more from one start to another, at much the same fit, are told."""


@dataclass(frozen=True, slots=True, eq=False)
class _Run:
    """One method on prepared observations: its fits, and the figures of placebo draws.

    `drawn` is (draws, figures) and `ratios` (draws,), empty where there are no draws.
    """

    observations: Observations
    options: Options
    cohorts: list[Cohort]
    pool: Places
    fits: list[Fit]
    drawn: Floats
    ratios: Floats
    sampled: bool
    notes: list[Text] = field(default_factory=list)


def estimate_synthetic_did(observations: Observations, options: Options) -> Effect:
    """Return the effect by synthetic difference-in-differences.

    Standard errors are the spread among placebo draws (Arkhangelsky et al. 2021, algorithm 4);
    without draws there are none. Raises ObservationsError where nothing can be compared and
    ValueError where diff-diff is not installed.
    """
    ready = observations.prepared(options.anticipation)
    cohorts = cohorts_of(ready, options.anticipation, 2)
    run = _run(ready, options, cohorts, lambda pool: synthetic_did)
    notes = list(run.notes)
    if ready.covariates:
        notes.append(
            (
                "Deze methode rekent niet met kenmerken van gebieden; ze zijn niet gebruikt.",
                "This method does not reckon with covariates; they were not used.",
            )
        )
    figures = reckoned(cohorts, run.fits)
    spread = run.drawn.std(axis=0) if len(run.drawn) else np.full(len(figures), np.nan)
    told = _estimates(figures, spread, options.level)
    rank = None
    if len(run.drawn):
        rank = areas.placebo_of(
            float(figures[0]), run.drawn[:, 0], options.seed, sampled=run.sampled
        )
    return _effect(run, "synthetic-did", told, rank, notes, {"times": _times(run)})


def estimate_synthetic_control(observations: Observations, options: Options) -> Effect:
    """Return the effect by synthetic control: the mix nearest in the outcomes before.

    With covariates the mix is nearest in them and in the mean outcome before, weighed by a
    nested search (`synthetic_search`); of the placebo areas with the same importance. There is
    no standard error; the rank is by the ratio of the gaps after and before (Abadie, Diamond
    and Hainmueller 2010). Raises as `estimate_synthetic_did`.
    """
    ready = observations.prepared(options.anticipation)
    cohorts = cohorts_of(ready, options.anticipation, 1)
    notes: list[Text] = []
    extra: dict[str, str | float | bool] = {}
    fitters: Fitters = _outcomes_alone
    if ready.covariates:
        fitters, notes, extra = _searched(ready, cohorts)
    run = _run(ready, options, cohorts, fitters)
    before, after = pooled(cohorts, run.fits)
    bad = _bad_fit(run, before)
    notes = [*run.notes, *notes, *bad]
    figures = reckoned(cohorts, run.fits)
    told = _estimates(figures, np.full(len(figures), np.nan), options.level)
    rank = None
    if len(run.drawn):
        ratio = after / before if before else np.inf
        at_least = 1 + int((run.ratios >= ratio * (1.0 - 1e-12)).sum())
        rank = Placebo(
            p=at_least / (len(run.ratios) + 1),
            rank=at_least,
            draws=tuple(float(one) for one in run.drawn[:, 0]),
            seed=options.seed,
            sampled=run.sampled,
            by="ratio",
        )
    if before:
        extra["ratio"] = after / before
    if bad:
        extra[BADLY_FITTED] = True
    return _effect(run, "synthetic-control", told, rank, notes, extra)


def _outcomes_alone(pool: Places) -> Fitter:
    return synthetic_control


def _run(
    ready: Observations,
    options: Options,
    cohorts: list[Cohort],
    fitters: Fitters,
) -> _Run:
    """Fit the cohorts, and placebo areas in their stead as often as asked."""
    pool = np.flatnonzero(~ready.treated)
    fits = fitted(ready.outcome, cohorts, [one.members for one in cohorts], pool, fitters(pool))
    sizes = np.array([len(one.members) for one in cohorts], dtype=np.int64)
    notes = _few(ready, options, cohorts)
    drawn: list[Floats] = []
    ratios: list[float] = []
    sampled = False
    if options.placebo and len(pool) >= sizes.sum() + 2:
        choices, sampled = areas.choices(len(pool), sizes, options.placebo, options.seed)
        ends = np.cumsum(sizes)[:-1]
        for choice in choices:
            chosen = np.split(pool[choice], ends)
            rest = np.delete(pool, choice)
            instead = [
                Cohort(one.start, members, one.before, one.after, one.event_time)
                for one, members in zip(cohorts, chosen, strict=True)
            ]
            made = fitted(ready.outcome, instead, chosen, rest, fitters(rest))
            drawn.append(reckoned(instead, made))
            before, after = pooled(instead, made)
            ratios.append(after / before if before else np.inf)
    elif options.placebo:
        notes.append(
            (
                f"Er zijn {len(pool)} gebieden zonder maatregel: te weinig om er "
                f"{int(sizes.sum())} van als placebogebied te nemen. Er is geen interval.",
                f"There are {len(pool)} areas without the measure: too few to take "
                f"{int(sizes.sum())} of them as placebo areas. There is no interval.",
            )
        )
    return _Run(
        ready, options, cohorts, pool, fits, np.array(drawn), np.array(ratios), sampled, notes
    )


def _searched(
    ready: Observations, cohorts: Sequence[Cohort]
) -> tuple[Fitters, list[Text], dict[str, str | float | bool]]:
    """Return the fit by covariates, with what must be told of the search for their importance.

    The search is made on the mean of the treated areas and the times before the first start.
    """
    from hecht.effects.synthetic_search import search

    first = cohorts[0]
    before = ready.outcome[:, first.before]
    names = (*ready.covariates, "mean before")
    predictors = np.column_stack((*ready.covariates.values(), before.mean(axis=1)))
    pool = np.flatnonzero(~ready.treated)
    members = np.concatenate([one.members for one in cohorts])
    found, told = search(
        predictors[pool].T,
        predictors[members].mean(axis=0),
        before[pool].T,
        before[members].mean(axis=0),
    )
    best = found[0]
    notes: list[Text] = [
        (f"Melding van pysyncon: {line}", f"pysyncon warns: {line}") for line in told
    ]
    alike = [one for one in found if one.error <= 1.1 * best.error]
    widest = max(float(np.abs(one.weights - best.weights).max()) for one in alike)
    if widest > APART:
        notes.append(
            (
                "Andere beginpunten passen vooraf even goed, maar geven andere gewichten (tot "
                f"{widest:.2f} verschil). Hecht niet aan de gewichten van afzonderlijke gebieden.",
                "Other starts fit as well before the measure but give other weights (up to "
                f"{widest:.2f} apart). Do not rely on the weights of single areas.",
            )
        )
    extra: dict[str, str | float | bool] = {
        f"{IMPORTANCE}{name}": float(share)
        for name, share in zip(names, best.importance, strict=True)
    }
    extra["starts"] = "; ".join(f"{one.start}: {one.error:.6g}" for one in found)

    def fitters(pool: Places) -> Fitter:
        return matched_control(predictors, best.importance, pool)

    return fitters, notes, extra


def _few(ready: Observations, options: Options, cohorts: Sequence[Cohort]) -> list[Text]:
    """Return what must be told of how few there are, and of who is left out."""
    notes: list[Text] = []
    used = {one.start for one in cohorts}
    lost = [start for start in ready.cohorts if start not in used]
    if lost:
        years = ", ".join(str(one) for one in lost)
        notes.append(
            (
                f"De gebieden die in {years} begonnen tellen niet mee: er zijn te weinig jaren "
                "ervoor om ze na te bootsen.",
                f"The areas that began in {years} do not count: there are too few years before "
                "to imitate them.",
            )
        )
    treated = sum(len(one.members) for one in cohorts)
    free = int((~ready.treated).sum())
    if treated == 1:
        notes.append(
            (
                "De schatting rust op één gebied: wat daar verder gebeurde, telt mee.",
                "The estimate rests on one area: whatever else happened there counts too.",
            )
        )
    if free < ROOM * treated:
        notes.append(
            (
                f"Er zijn {free} gebieden zonder maatregel bij {treated} met: de spreiding is "
                "ruw geschat.",
                f"There are {free} areas without the measure to {treated} with it: the spread "
                "is a rough guess.",
            )
        )
    if options.comparison is Comparison.NOT_YET:
        notes.append(
            (
                "Deze methode vergelijkt alleen met gebieden die de maatregel nooit kregen.",
                "This method compares only with areas that never had the measure.",
            )
        )
    return notes


def _bad_fit(run: _Run, before: float) -> list[Text]:
    """Tell where the mix did not move as the treated did before the measure."""
    donors = run.observations.outcome[run.pool][:, run.cohorts[0].before]
    spread = float(donors.std(axis=0).mean())
    if before <= BAD_FIT * spread:
        return []
    return [
        (
            "Geen mengsel van gebieden lijkt vooraf goed op de gebieden met de maatregel (de "
            f"fout is {before:.3g}, het verschil tussen gebieden {spread:.3g}). Gebruik deze "
            "schatting niet.",
            "No mix of areas is much like those with the measure before it (the error is "
            f"{before:.3g}, areas differ by {spread:.3g}). Do not use this estimate.",
        )
    ]


def _estimates(values: Floats, spread: Floats, level: float) -> list[Estimate]:
    from scipy.stats import norm

    reach = float(norm.ppf(0.5 + level / 2.0))
    return [
        Estimate(
            float(value), float(se), float(value - reach * se), float(value + reach * se), level
        )
        if np.isfinite(se)
        else Estimate(float(value), level=level)
        for value, se in zip(values, spread, strict=True)
    ]


def _times(run: _Run) -> str:
    """Return the times before that count, with their weights, of each cohort."""
    parts = []
    for one, fit in zip(run.cohorts, run.fits, strict=True):
        before = run.observations.times[one.before]
        parts.append(
            f"{one.start}: "
            + ", ".join(
                f"{time} {weight:.3f}"
                for time, weight in zip(before, fit.times, strict=True)
                if weight >= NEGLIGIBLE
            )
        )
    return "; ".join(parts)


def _weights(run: _Run) -> dict[str, float]:
    """Return the weight of each area in the mix, cohorts by their areas; the largest first."""
    sizes = np.array([len(one.members) for one in run.cohorts], dtype=np.float64)
    mixes = np.array([fit.weights for fit in run.fits])
    mean = sizes @ mixes / sizes.sum()
    order = np.argsort(-mean, kind="stable")
    names = run.observations.units
    return {names[run.pool[at]]: float(mean[at]) for at in order if mean[at] >= NEGLIGIBLE}


def _effect(
    run: _Run,
    method: str,
    told: Sequence[Estimate],
    rank: Placebo | None,
    notes: Sequence[Text],
    extra: Mapping[str, str | float | bool],
) -> Effect:
    figures = figures_of(run.cohorts)
    groups = len(figures.cohorts)
    strength = power(told[0], () if rank is None else rank.draws)
    before, _ = pooled(run.cohorts, run.fits)
    return Effect(
        method=method,
        outcome=run.observations.name,
        treated=sum(len(one.members) for one in run.cohorts),
        comparison=len(run.pool),
        times=tuple(int(one) for one in run.observations.times),
        att={"simple": told[0]},
        by_event_time=dict(zip(figures.events, told[1 + groups :], strict=True)),
        by_group=dict(zip(figures.cohorts, told[1 : 1 + groups], strict=True)),
        placebo=rank,
        weights=_weights(run),
        smallest_visible=smallest(strength),
        warnings=(*run.observations.remarks, *notes),
        options={
            "comparison": Comparison.NEVER.value,
            "anticipation": run.options.anticipation,
            "level": run.options.level,
            "placebo": len(run.drawn),
            "seed": run.options.seed,
            "error before": before,
            **extra,
        },
        power=strength,
    )
