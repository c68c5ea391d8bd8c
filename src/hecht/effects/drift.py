"""The honest intervals of a run of staggered difference-in-differences."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from hecht.effects.area_panel import Observations, Text
from hecht.effects.effect import Effect
from hecht.effects.event_study import EventStudy, of_influence
from hecht.effects.options import Base, Options
from hecht.effects.spread import FEWEST_TREATED, summed
from hecht.effects.staggered import Staggered, staggered


def study_of(run: Staggered) -> EventStudy:
    """Return the event study of a run with a universal base, steps of time counted from 0.

    The effect asked for is the mean over the times since the start; times in which the measure
    was anticipated count for nothing. Raises ValueError where there is no time but one before
    the measure, or the times do not lie in equal steps.
    """
    steps = np.diff(run.observations.times)
    wide = int(steps[0])
    events = list(run.made.by_event_time)
    if np.any(steps != wide) or any(at % wide for at in events):
        raise ValueError("the times do not lie in equal steps from the starts")
    early = run.options.anticipation // wide
    values, influence = run.values(list(run.made.by_event_time.values()))
    by_cluster = summed(influence, run.strata)
    by_cluster = by_cluster * len(by_cluster) / len(influence)
    study = of_influence(
        {at // wide: float(value) for at, value in zip(events, values, strict=True)},
        {at // wide: by_cluster[:, row] for row, at in enumerate(events)},
        -1 - early,
    )
    target = np.where(np.arange(study.after) >= early, 1.0 / (study.after - early), 0.0)
    return replace(study, covariance=_for_few(run) ** 2 * study.covariance, target=target)


def _for_few(run: Staggered) -> float:
    """Return how much wider the interval for few treated areas is than the usual plain one.

    The honest intervals take normal coefficients of known covariance; with few treated areas
    they would be too short by this factor, as 1.96 plain standard errors are.
    """
    from scipy.stats import norm

    (told,) = run.estimates([run.made.overall["dynamic"]])
    if told.high is None or not told.se:
        raise ValueError("a single area began at some time")
    return (told.high - told.value) / (float(norm.ppf(0.5 + run.options.level / 2)) * told.se)


def with_drift(effect: Effect, observations: Observations, options: Options) -> Effect:
    """Return the effect with its interval under bounds on an unseen drift; or why there is none.

    The intervals are of the mean over all times since the start.
    """
    from hecht.effects.honest import RELATIVE_MS, sensitivity, smoothness_ms

    try:
        run = staggered(observations, replace(options, base=Base.UNIVERSAL))
        if run.strata.treated_clusters < FEWEST_TREATED:
            raise ValueError(f"{run.strata.treated_clusters} treated areas are too few")
        study = study_of(run)
        found = (
            *sensitivity(study, "relative", RELATIVE_MS, options.level),
            *sensitivity(study, "smoothness", smoothness_ms(study), options.level),
        )
    except ValueError as error:
        note: Text = (
            f"De gevoeligheid voor ongezien uiteenlopen is niet te berekenen ({error}).",
            f"How an unseen drift would change this cannot be reckoned ({error}).",
        )
        return replace(effect, warnings=(*effect.warnings, note))
    return replace(effect, sensitivity=found)
