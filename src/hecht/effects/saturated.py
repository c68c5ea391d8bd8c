"""The saturated event study of Sun and Abraham (2021), Journal of Econometrics 225(2).

Its regression has a dummy for each cohort at each event time but the last before the measure,
beside effects of units and times. On a balanced panel its coefficients are differences of mean
changes since that time between the cohort and those never treated (Sun and Abraham, section 4),
so they are reckoned as such, and tests hold them against diff-diff's regression.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from hecht.effects.area_panel import Observations, ObservationsError, Text
from hecht.effects.effect import Effect
from hecht.effects.options import Base, Comparison, Options
from hecht.effects.staggered import effect_of, staggered


def estimate_saturated(observations: Observations, options: Options) -> Effect:
    """Return the effect by a saturated event study against those never treated.

    Where every unit is treated at some time, the last to begin are the comparison, and the panel
    ends before they begin. Raises ObservationsError where nothing can be compared.
    """
    ready = observations.prepared(options.anticipation)
    if not (~ready.treated).any():
        ready = without_last(ready, options.anticipation)
    chosen = replace(options, base=Base.UNIVERSAL, comparison=Comparison.NEVER)
    return effect_of(staggered(ready, chosen), "event-study")


def without_last(observations: Observations, anticipation: int) -> Observations:
    """Return the panel until the last cohort begins, which is never treated in it."""
    if len(observations.cohorts) < 2:
        raise ObservationsError(
            "every unit gets the measure at the same time, so there is nothing to compare with"
        )
    last = observations.cohorts[-1]
    kept = observations.times < last - anticipation
    if int(kept.sum()) < 2:
        raise ObservationsError(
            f"every unit gets the measure, the last ones in {last}; there are too few times before "
            f"that to compare with them"
        )
    count = int((observations.first_treated == last).sum())
    remark: Text = (
        f"Elk gebied krijgt de maatregel; de {count} gebieden die in {last} begonnen zijn de "
        f"vergelijking, met cijfers tot dan.",
        f"Every area gets the measure; the {count} areas that began in {last} are the comparison, "
        f"with figures until then.",
    )
    cut = observations.at(np.asarray(kept), remark)
    never = np.where(cut.first_treated == last, 0, cut.first_treated)
    return replace(cut, first_treated=never)
