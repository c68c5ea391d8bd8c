"""A straight line through few people: least squares with errors that differ from one to the next.

HC3 after MacKinnon and White (1985), J. Econometrics 29, which Long and Ervin (2000), Am. Stat. 54
advise below 250 observations; with the t-distribution.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

from hecht.effects.effect import Estimate

_FITTED = 1e-9
"""A row this near to leverage 1 is fitted by itself alone: it says nothing of the rest."""


def slope(
    outcome: Sequence[float],
    exposure: Sequence[float],
    others: Sequence[Sequence[float]],
    level: float = 0.95,
) -> Estimate | None:
    """Return by how much the outcome differs for one more of the exposure, the others held.

    `others` are columns of the same length, of which those that repeat each other do no harm; a
    constant is added. None when the exposure cannot be told apart from the others or there are
    fewer than three observations more than coefficients.
    """
    import numpy as np
    from scipy.special import stdtrit

    y = np.asarray(outcome, dtype=float)
    rest = np.column_stack([np.ones(len(y)), *(np.asarray(one, dtype=float) for one in others)])
    x = np.asarray(exposure, dtype=float)
    basis = _orthonormal(rest)
    own = x - basis @ (basis.T @ x)
    size = float(own @ own)
    if size <= _FITTED * max(1.0, float(x @ x)):
        return None
    # the exposure cleared of the others (Frisch, Waugh and Lovell): its slope is the wanted one
    value = float(own @ y / size)
    leverage = (basis**2).sum(axis=1) + own**2 / size
    residual = y - basis @ (basis.T @ y) - value * own
    free = leverage < 1 - _FITTED
    freedom = int(free.sum()) - (basis.shape[1] + 1 - int((~free).sum()))
    if freedom < 3:
        return None
    scaled = residual[free] / (1 - leverage[free])
    se = math.sqrt(float((own[free] ** 2) @ scaled**2)) / size
    reach = float(stdtrit(freedom, (1 + level) / 2)) * se
    return Estimate(value, se, value - reach, value + reach, level)


def _orthonormal(columns: Any) -> Any:
    """Return an orthonormal basis of what the columns span, repeated columns dropped."""
    import numpy as np

    left, sizes, _ = np.linalg.svd(columns, full_matrices=False)
    return left[:, sizes > 1e-10 * sizes[0]]
