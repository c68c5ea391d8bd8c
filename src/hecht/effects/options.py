"""What can be chosen about an estimate; every method takes the same options."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Comparison(StrEnum):
    """With whom areas with a measure are compared."""

    NEVER = "never"
    """Areas that never had it."""
    NOT_YET = "not-yet"
    """Those, and areas that had not begun yet."""


class Base(StrEnum):
    """With which time before the measure a time before it is compared."""

    VARYING = "varying"
    """The time just before that time: changes from step to step."""
    UNIVERSAL = "universal"
    """The last time before the measure, as for times after it."""


class Adjust(StrEnum):
    """How covariates are reckoned with, where there are any."""

    REGRESSION = "reg"
    """By the change that comparison areas with the same covariates had."""
    DOUBLY_ROBUST = "dr"
    """That, and comparison areas weighed by how alike they are (Sant'Anna and Zhao 2020)."""


class Multiplier(StrEnum):
    """The random weights of the multiplier bootstrap."""

    MAMMEN = "mammen"
    WEBB = "webb"
    """Six values; keeps better with few areas."""


@dataclass(frozen=True, slots=True)
class Options:
    """The choices of an estimate.

    `anticipation` is how long before its start a measure may already work, in units of time.
    `bootstrap` draws make the simultaneous band, `placebo` draws the rank (0: none). `seed` sets
    both. `honest` asks for the sensitivity bounds of HonestDiD.
    """

    comparison: Comparison = Comparison.NEVER
    base: Base = Base.VARYING
    anticipation: int = 0
    adjust: Adjust = Adjust.REGRESSION
    level: float = 0.95
    bootstrap: int = 999
    multiplier: Multiplier = Multiplier.WEBB
    placebo: int = 0
    seed: int = 1
    honest: bool = False

    def __post_init__(self) -> None:
        """Refuse choices that mean nothing."""
        if not 0.5 <= self.level < 1:
            raise ValueError(f"the level of an interval lies from 0.5 to 1, not {self.level}")
        for name in ("anticipation", "bootstrap", "placebo", "seed"):
            if getattr(self, name) < 0:
                raise ValueError(f"{name} cannot be negative; it is {getattr(self, name)}")
