"""Weights of at least zero that add up to one and come as near as can be to a target."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


def nearest_mix(columns: Floats, target: Floats) -> Floats:
    """Return weights (columns,) on the columns (rows, columns) whose mix is nearest the target.

    Nearest by the sum of squares over rows. Since the weights add up to one, this is the point
    of the hull of `columns - target` nearest zero; non-negative least squares with one row of
    ones added finds it exactly, but for a factor that the sum takes out. Where several mixes are
    equally near, one of them is returned, the same for the same numbers.
    """
    from scipy.optimize import nnls

    apart = columns - target[:, None]
    count = columns.shape[1]
    unit = float(np.sqrt((apart**2).sum(axis=0)).min())
    if unit == 0.0:
        weights = np.zeros(count)
        weights[int((apart**2).sum(axis=0).argmin())] = 1.0
        return weights
    system = np.vstack((apart / unit, np.ones(count)))
    wanted = np.zeros(len(system))
    wanted[-1] = 1.0
    found, _ = nnls(system, wanted, maxiter=50 * count)
    return np.asarray(found / found.sum(), dtype=np.float64)
