"""What a peer is given besides its problem: a clock, a seed, and where to hand over results."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]


class NotApplicable(ValueError):
    """The peer cannot be used for this problem; the message says why."""


def _ignore(_: object) -> None:
    """Hand nothing over."""


@dataclass
class Run:
    """One run of a peer: `seconds` of wall-clock time from the moment it is made.

    Attributes:
        seconds: how long it may take, model building included.
        seed: seed of the random numbers.
        found: to be called with every better solution, as one row of whole numbers.
        bound: to be called with every better proven bound on the score.
        score: to be called with a score that the peer claims without handing a solution over.
        workers: how many threads it may use.
    """

    seconds: float
    seed: int = 1
    found: Callable[[Ints], None] = _ignore
    bound: Callable[[int], None] = _ignore
    score: Callable[[int], None] = _ignore
    workers: int = 2
    begun: float = field(default_factory=time.monotonic)

    def left(self) -> float:
        """Return the seconds that are left; never below zero."""
        return max(0.0, self.begun + self.seconds - time.monotonic())
