"""What each future draws: how much work every block really is, and how hard the winters are.

Future k of a seed always draws the same, whatever else is asked, so that any future can be played
again and two plans can be compared on the same futures.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from hecht.neighbourhood import Neighbourhood
from hecht.neighbourhood.delays import WINTER_MONTHS
from hecht.planning.compiled import compiled
from hecht.planning.random_numbers import draw, new_generator

Ints = npt.NDArray[np.int64]
Reals = npt.NDArray[np.float64]

MONTH = 1000
"""Work is counted in thousandths of a month of undisturbed work."""

_CONTRACTORS, _BLOCKS, _WINTERS, _STREAMS = 0, 1, 2, 4


class Draws(NamedTuple):
    """F futures: work (F by B blocks with works) and pace, both in thousandths of a month.

    done: F by months + 1, the work that would be done from month 0 up to each month.
    """

    work: Ints
    done: Ints


def draw_futures(neighbourhood: Neighbourhood, futures: int, seed: int, months: int) -> Draws:
    """Return what the futures 0 up to `futures` of a seed draw; the winters of `months` months.

    A block's delay is correlated with those of its contractor by the square root rule: z = sqrt(r)
    times the contractor's draw + sqrt(1 - r) times its own, both standard normal, and z becomes a
    factor by the distribution of its works (a Gaussian copula).
    """
    from scipy.special import ndtri

    rules = neighbourhood.delays
    blocks = [block for block in neighbourhood.blocks if block.has_works]
    firms = list(dict.fromkeys(block.contractor for block in blocks))
    common = ndtri(_uniforms(seed, _CONTRACTORS, futures, len(firms)))
    own = ndtri(_uniforms(seed, _BLOCKS, futures, len(blocks)))
    share = rules.contractor_share
    work = np.empty((futures, len(blocks)), dtype=np.int64)
    for b, block in enumerate(blocks):
        z = (
            np.sqrt(share) * common[:, firms.index(block.contractor)]
            + np.sqrt(1 - share) * own[:, b]
        )
        factor = rules.overrun(block.works).factor(z)
        work[:, b] = np.rint(block.duration * MONTH * factor).astype(np.int64)
    start = neighbourhood.project.start
    calendar = [start.plus(m) for m in range(months)]
    winter = np.array(
        [
            m.year - calendar[0].year + (1 if m.number > 6 else 0) if m.number in WINTER_MONTHS
            else -1
            for m in calendar
        ],
        dtype=np.int64,
    )  # fmt: skip
    severity = _uniforms(seed, _WINTERS, futures, int(winter.max(initial=0)) + 1)
    lost = np.rint(2 * rules.winter_share * MONTH * severity).astype(np.int64)
    pace = np.where(winter[None, :] >= 0, MONTH - lost[:, np.maximum(winter, 0)], MONTH)
    done = np.zeros((futures, months + 1), dtype=np.int64)
    np.cumsum(pace, axis=1, out=done[:, 1:])
    return Draws(np.ascontiguousarray(work), done)


def as_planned(neighbourhood: Neighbourhood, months: int) -> Draws:
    """Return one future in which all works take as long as planned."""
    planned = [block.duration for block in neighbourhood.blocks if block.has_works]
    work = np.array([planned], dtype=np.int64).reshape(1, -1) * MONTH
    return Draws(work, np.arange(months + 1, dtype=np.int64)[None, :] * MONTH)


def _uniforms(seed: int, what: int, futures: int, count: int) -> Reals:
    """Return numbers between 0 and 1, both excluded: a row for each future."""
    rows = np.empty((futures, count), dtype=np.float64)
    for k in range(futures):
        fill(new_generator(seed, k * _STREAMS + what), rows[k])
    return rows


@compiled
def fill(state: npt.NDArray[np.uint64], row: Reals) -> None:
    """Fill a row with random numbers."""
    for _ in range(4):
        draw(state)
    for i in range(len(row)):
        row[i] = (float(draw(state) >> np.uint64(12)) + 0.5) / 4503599627370496.0
