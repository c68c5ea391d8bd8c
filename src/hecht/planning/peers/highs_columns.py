"""Columns and rows of a HiGHS model while it is being built."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from hecht.planning.peers.highs import Model, Reals, Rows
from hecht.planning.peers.run import Ints


class Columns:
    """The columns in their order, and the rows while they are added."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self.rows = Rows.empty()
        self.width = 0
        self._points: list[Reals] = []
        self._whole: list[Ints] = []
        self._high: list[Reals] = []
        self._also: dict[int, float] = {}

    def add(self, points: npt.ArrayLike, *, whole: bool = False, high: float = 1.0) -> Ints:
        """Add columns with these points, from 0 to `high`; return their numbers."""
        worth = np.asarray(points, np.float64).ravel()
        self._points.append(worth)
        self._whole.append(np.full(len(worth), int(whole)))
        self._high.append(np.full(len(worth), high))
        self.width += len(worth)
        return np.arange(self.width - len(worth), self.width)

    def also(self, column: int, points: float) -> None:
        """Add points to a column that is there."""
        self._also[column] = self._also.get(column, 0.0) + points

    def adds_up(self, some: npt.ArrayLike, column: int) -> None:
        """Add a row: some columns add up to one."""
        columns = np.append(np.asarray(some, np.int64), column)
        self.rows.add(columns, np.append(np.ones(len(columns) - 1), -1.0), 0.0, 0.0)

    def model(self) -> Model:
        """Return the whole model."""
        whole = np.concatenate(self._whole).astype(bool)
        points, high = np.concatenate(self._points), np.concatenate(self._high)
        for column, more in self._also.items():
            points[column] += more
        return Model(points, self.rows, np.zeros(self.width), high, whole)
