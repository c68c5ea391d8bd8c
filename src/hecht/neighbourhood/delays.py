"""How much longer works take than planned: a distribution for each kind of works, and the winter.

The distributions are of the factor on the planned duration. No source gives them for Dutch social
housing block by block; the defaults are assumptions, and say so wherever they are shown. A
landlord's own finished projects are the better source.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, field
from typing import Any

from hecht.neighbourhood.block import Works

ASSUMPTION = "Assumption, without a source; put your own experience in its place."

FACTOR_MOST = 10.0
"""No works take longer than this many times their planned duration."""

WINTER_MONTHS = (11, 12, 1, 2, 3)
"""The months (1 is January) in which the winter can slow the works; one winter, one severity."""

NORMAL_P90 = 1.2815515655446004
"""The 90th percentile of the standard normal distribution."""

SHAPES = {
    "none": (),
    "triangular": ("least", "most likely", "most"),
    "lognormal": ("median", "90th percentile"),
}
"""The distributions that can be written, with the names of their numbers."""


@dataclass(frozen=True, slots=True)
class Overrun:
    """The distribution of real over planned duration.

    `shape` is "none" (always as planned), "triangular" (least, most likely, most) or "lognormal"
    (median, 90th percentile); `values` are those factors, 1 being as planned. Raises ValueError,
    with what to write instead, when they make no distribution.
    """

    shape: str = "none"
    values: tuple[float, ...] = ()

    def __post_init__(self) -> None:
        if self.shape not in SHAPES:
            raise ValueError(f"there is no distribution {self.shape!r}; use {', '.join(SHAPES)}")
        names = SHAPES[self.shape]
        if len(self.values) != len(names):
            wanted = " ".join(names) if names else "no numbers"
            raise ValueError(f"{self.shape} takes {wanted}; {len(self.values)} numbers are given")
        if any(not 0.1 <= value <= FACTOR_MOST for value in self.values):
            raise ValueError(f"every factor must lie between 0.1 and {FACTOR_MOST:g}")
        if list(self.values) != sorted(self.values):
            raise ValueError(f"the factors must rise: {', '.join(names)}")

    @classmethod
    def parse(cls, text: str) -> Overrun:
        """Read "lognormal 1.05 1.35", "triangular 0.95 1 1.4" or "none".

        Numbers may have a decimal comma. Raises ValueError when it is something else.
        """
        shape, *numbers = re.split(r"[;\s]+", text.strip()) or [""]
        try:
            values = tuple(float(number.replace(",", ".")) for number in numbers)
        except ValueError:
            raise ValueError(
                f"{text!r} is not a distribution with numbers behind it, separated by spaces"
            ) from None
        if not all(math.isfinite(value) for value in values):
            raise ValueError(f"{text!r} has a number that is not finite")
        return cls(shape.lower(), values)

    def __str__(self) -> str:
        return " ".join([self.shape, *(f"{value:g}" for value in self.values)])

    def factor(self, normal: Any) -> Any:
        """Return the factor that belongs to standard normal draws (a numpy array).

        The draw's quantile in the normal distribution becomes the same quantile here, so draws
        that are correlated give factors that are.
        """
        import numpy as np
        from scipy.special import ndtr

        if self.shape == "none":
            return np.ones_like(normal)
        if self.shape == "lognormal":
            median, p90 = self.values
            spread = math.log(p90 / median) / NORMAL_P90
            return np.minimum(median * np.exp(spread * normal), FACTOR_MOST)
        low, mode, high = self.values
        if low == high:
            return np.full_like(normal, low)
        share = ndtr(normal)
        split = (mode - low) / (high - low)
        below = low + np.sqrt(share * (high - low) * (mode - low))
        above = high - np.sqrt((1 - share) * (high - low) * (high - mode))
        return np.where(share < split, below, above)


def _rule(default: Any, help: str, help_nl: str, low: float = 0.0, high: float = 1.0) -> Any:
    return field(
        default=default, metadata={"help": help, "help_nl": help_nl, "low": low, "high": high}
    )


def _about(what: str, what_nl: str) -> dict[str, Any]:
    return {
        "help": f"Real over planned duration of works that {what}. {ASSUMPTION}",
        "help_nl": f"Echte duur gedeeld door geplande duur van werk dat {what_nl}. Aanname, zonder "
        "bron; zet er uw eigen ervaring neer.",
    }


@dataclass(frozen=True, slots=True)
class DelayRules:
    """What is known, or assumed, of how works run late in this project."""

    rebuild: Overrun = field(
        default=Overrun("lognormal", (1.05, 1.35)),
        metadata=_about("rebuild a block", "sloopt en nieuw bouwt"),
    )
    renovate_empty: Overrun = field(
        default=Overrun("lognormal", (1.05, 1.4)),
        metadata=_about("renovate an empty block", "leeg renoveert"),
    )
    renovate_occupied: Overrun = field(
        default=Overrun("lognormal", (1.05, 1.4)),
        metadata=_about("renovate a block in which people live", "bewoond renoveert"),
    )
    build: Overrun = field(
        default=Overrun("lognormal", (1.05, 1.3)),
        metadata=_about("build on empty land", "op lege grond bouwt"),
    )
    contractor_share: float = _rule(
        0.5,
        "How much works of one contractor run late together: the correlation of their delays. "
        f"{ASSUMPTION}",
        "Hoe sterk werk van één aannemer samen uitloopt: de correlatie van de vertragingen. "
        "Aanname, zonder bron; zet er uw eigen ervaring neer.",
    )
    winter_share: float = _rule(
        0.05,
        "The mean share of a month's work that is lost in each month from November to March, "
        "beyond what the planned durations allow for; a winter draws from nothing to twice this. "
        f"{ASSUMPTION}",
        "Het deel van een maand werk dat van november tot en met maart gemiddeld per maand "
        "verloren gaat, boven wat in de geplande duur zit; een winter kost tussen niets en het "
        "dubbele. Aanname, zonder bron; zet er uw eigen ervaring neer.",
        high=0.45,
    )

    def overrun(self, works: Works) -> Overrun:
        """Return the distribution of a kind of works; of works that are none, no delay."""
        return Overrun() if works is Works.KEEP else getattr(self, works.value)


NO_DELAYS = DelayRules(Overrun(), Overrun(), Overrun(), Overrun(), 0.0, 0.0)
"""Everything goes as planned."""
