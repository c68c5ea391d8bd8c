"""How much each predictor should count in a synthetic control: the nested search of pysyncon.

The search (Abadie and Gardeazabal 2003, "V") has no single answer: other starts end elsewhere,
with a fit before the measure that is as good. So several starts are tried and all are told.
"""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from hecht.effects.synthetic_fit import matched_weights

Floats = NDArray[np.float64]

STARTS = (("equal", "Nelder-Mead"), ("equal", "COBYLA"), ("ols", "COBYLA"))
"""Where the search begins, and how it goes on; the first is that of the published examples."""

STEPS = 400
"""Steps of a search at most."""


@dataclass(frozen=True, slots=True, eq=False)
class Searched:
    """One search: its start, the importance of each predictor, the mix and its error before.

    `importance` (predictors,) adds up to one; `weights` is (donors,); `error` is the root mean
    square of the gap in the outcomes searched on.
    """

    start: str
    importance: Floats
    weights: Floats
    error: float


def search(
    predictors: Floats,
    own: Floats,
    outcome: Floats,
    own_outcome: Floats,
    starts: Sequence[tuple[str, str]] = STARTS,
) -> tuple[list[Searched], list[str]]:
    """Return what each start came to, the best fit first, and what pysyncon warned of.

    `predictors` is (predictors, donors), `outcome` (times, donors); `own` and `own_outcome` are
    those of the treated. Ties go to the earlier start. Raises ValueError where pysyncon is not
    installed, or no start comes to an end.
    """
    synth_type, pandas = _packages()
    found: list[Searched] = []
    told: list[str] = []
    names = [str(place) for place in range(predictors.shape[1])]
    for start, way in starts:
        synth = synth_type()
        with warnings.catch_warnings(record=True) as caught:
            warnings.simplefilter("always")
            try:
                synth.fit(
                    X0=pandas.DataFrame(predictors, columns=names),
                    X1=pandas.Series(own, name="own"),
                    Z0=pandas.DataFrame(outcome, columns=names),
                    Z1=pandas.Series(own_outcome, name="own"),
                    optim_method=way,
                    optim_initial=start,
                    optim_options={"maxiter": STEPS},
                )
            except (ValueError, np.linalg.LinAlgError) as error:
                told.append(f"{start}, {way}: {error}")
                continue
        told.extend(str(one.message) for one in caught)
        importance = np.asarray(synth.V, dtype=np.float64)
        weights = matched_weights(predictors, own, importance)
        error_before = float(np.sqrt(((own_outcome - outcome @ weights) ** 2).mean()))
        found.append(Searched(f"{start}, {way}", importance, weights, error_before))
    if not found:
        raise ValueError(f"no search for the predictors came to an end: {'; '.join(told)}")
    return sorted(found, key=lambda one: one.error), list(dict.fromkeys(told))


def _packages() -> tuple[Any, Any]:
    try:
        import pandas
        from pysyncon import Synth
    except ImportError as error:
        raise ValueError(
            "a synthetic control with covariates needs pysyncon; pip install 'hecht[effects]'"
        ) from error
    return Synth, pandas
