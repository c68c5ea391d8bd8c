"""One regression with effects of units and times (TWFE): only to compare with.

With several starts it compares areas with others that began before, and some effects count with
a negative weight (de Chaisemartin and D'Haultfoeuille 2020, American Economic Review 110(9);
Goodman-Bacon 2021, Journal of Econometrics 225(2)). The result says how many.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from hecht.effects.area_panel import Observations, ObservationsError, Text
from hecht.effects.effect import Effect, Estimate
from hecht.effects.options import Options
from hecht.effects.power import power, smallest

Floats = NDArray[np.float64]


def estimate_fixed_effects(observations: Observations, options: Options) -> Effect:
    """Return the coefficient of "has the measure", with standard errors by cluster or unit.

    Covariates that do not change over time drop out of such a regression. Raises
    ObservationsError where nothing can be compared.
    """
    from scipy.stats import t

    ready = observations.prepared()
    began = ready.first_treated[:, None]
    has = ((began > 0) & (began <= ready.times[None, :])).astype(float)
    left = _within(has)
    total = float((left**2).sum())
    if total < 1e-12:
        raise ObservationsError(
            "units and times tell exactly who has the measure, so one regression cannot; use "
            "another method"
        )
    value = float((left * ready.outcome).sum()) / total
    rest = _within(ready.outcome) - value * left
    by_unit = (left * rest).sum(axis=1)
    cluster = np.arange(len(by_unit)) if ready.clusters is None else ready.clusters
    by_cluster = np.bincount(np.unique(cluster, return_inverse=True)[1].reshape(-1), by_unit)
    groups, cells, estimated = len(by_cluster), ready.outcome.size, len(ready.times)
    scale = groups / (groups - 1) * (cells - 1) / (cells - estimated)
    se = float(np.sqrt(scale * (by_cluster**2).sum())) / total
    reach = float(t.ppf(0.5 + options.level / 2, groups - 1)) * se
    found = Estimate(value, se, value - reach, value + reach, options.level)
    strength = power(found)
    weights = left[has > 0] / left[has > 0].sum()
    return Effect(
        method="twfe",
        outcome=ready.name,
        treated=int(ready.treated.sum()),
        comparison=int((~ready.treated).sum()),
        times=tuple(int(one) for one in ready.times),
        att={"simple": found},
        smallest_visible=smallest(strength),
        warnings=(*ready.remarks, _warning(weights)),
        options={"level": options.level, "negative_weights": int((weights < 0).sum())},
        power=strength,
    )


def _within(values: Floats) -> Floats:
    """Return values without the means of units and times (of a balanced panel)."""
    return np.asarray(
        values
        - values.mean(axis=1, keepdims=True)
        - values.mean(axis=0, keepdims=True)
        + values.mean()
    )


def _warning(weights: Floats) -> Text:
    negative, count = int((weights < 0).sum()), len(weights)
    return (
        f"Deze regressie (twfe) is er alleen om mee te vergelijken. Ze vergelijkt ook met gebieden "
        f"die al eerder begonnen; {negative} van de {count} cijfers na een begin tellen met een "
        f"negatief gewicht. Gebruik staggered voor een uitkomst.",
        f"This regression (twfe) is here only to compare with. It also compares with areas that "
        f"began before; {negative} of the {count} figures after a start count with a negative "
        f"weight. Use staggered for a finding.",
    )
