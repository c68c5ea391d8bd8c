"""Figures of too few people, households or homes are not shown (C7)."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from hecht.area.columns import Columns
from hecht.area.dictionary import indicators
from hecht.area.indicator import Indicator, Kind
from hecht.outcomes.disclosure import Audience


def least(indicator: Indicator, audience: Audience) -> int:
    """Return the least number behind a figure for it to be shown; 0 when nothing is asked.

    Shares and means of a known whole need as many as the audience's threshold (10 in public), and
    the indicator's own `least` where that is more. Counts and scores need its own `least` only.
    """
    counted = indicator.weight and indicator.kind in (Kind.SHARE, Kind.MEAN)
    return max(indicator.least, audience.threshold if counted else 0)


def hidden(
    columns: Columns,
    indicator: Indicator,
    year: int,
    codes: NDArray[np.str_],
    values: NDArray[np.float64],
    audience: Audience,
) -> NDArray[np.bool_]:
    """Return which of the figures of some areas rest on too few to be shown.

    A count is itself the number; else it is the `weight` of the same year, or of the nearest year
    that has it. Where that is nowhere known, answers of people and figures of the user's own are
    hidden if they ask a `least`; what is published of the indicators that hecht knows was
    protected by its publisher.
    """
    asked = least(indicator, audience)
    if asked == 0:
        return np.zeros(len(codes), dtype=bool)
    if indicator.kind is Kind.COUNT and not indicator.weight:
        return (values > 0) & (values < asked)
    weights = np.full(len(codes), np.nan)
    years = columns.years(indicator.weight) if indicator.weight else ()
    for other in sorted(years, key=lambda one: (abs(one - year), -one)):
        if not np.isnan(weights).any():
            break
        weights = np.where(np.isnan(weights), columns.of(indicator.weight, other, codes), weights)
    unknown = np.isnan(weights)
    published = indicators().get(indicator.code) == indicator and not indicator.asked
    return np.where(unknown, indicator.least > 0 and not published, weights < asked)
