"""One type for every estimate of an effect, whatever the method (`hecht effects`)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

BADLY_FITTED = "bad fit before"
"""An option that is there, and True, where no mix of areas was like the treated ones before."""

IMPORTANCE = "importance of "
"""How the options begin that tell how much a covariate weighed in the choice of a mix."""


@dataclass(frozen=True, slots=True)
class Estimate:
    """A number with its standard error and interval; None where the method gives none.

    `level` is the confidence level of the interval, 0.95 for 95%.
    """

    value: float
    se: float | None = None
    low: float | None = None
    high: float | None = None
    level: float = 0.95


@dataclass(frozen=True, slots=True)
class PreTrend:
    """A test that areas moved alike before the measure.

    `statistic` is a Wald statistic with `degrees` degrees of freedom; `p` is None when there are
    too few periods before to test it, and `note` says so.
    """

    statistic: float | None
    degrees: int
    p: float | None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Placebo:
    """How the estimate ranks among those of areas that had no measure.

    `rank` counts the draws at least as far from zero, itself included; `p` is rank / (draws + 1).
    `draws` holds the estimates of the draws, in order. `sampled` is False when all were tried.
    `by` tells what is ranked: "estimate", or "ratio", that of the gap after to the gap before
    (root mean squares), which does not take a bad fit for an effect.
    """

    p: float
    rank: int
    draws: tuple[float, ...]
    seed: int
    sampled: bool = True
    by: str = "estimate"


@dataclass(frozen=True, slots=True)
class Sensitivity:
    """The interval under one bound on how far areas might have drifted apart unseen.

    `restriction` is "relative" (at most M times the worst seen before) or "smoothness" (the slope
    changes by at most M a period).
    """

    restriction: str
    m: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Power:
    """The smallest effect that would be seen four times out of five, at 5%, in this panel.

    `analytic` follows from the standard error, `placebo` from the draws of placebo areas; None
    where there is none.
    """

    analytic: float | None = None
    placebo: float | None = None


@dataclass(frozen=True, slots=True)
class Ring:
    """What happened to areas around those with the measure: the waterbed.

    `low` and `high` bound the distance in metres (0 and 0 where a table of neighbours says who
    is one). `estimate` compares them, from the start of the measure next to them, with areas
    outside every ring.
    """

    low: float
    high: float
    areas: int
    estimate: Estimate


@dataclass(frozen=True, slots=True)
class Effect:
    """What was estimated, how, on what, and all that a reader needs to judge it.

    `att` holds the aggregations by name ("simple", "dynamic", "group", "calendar"; methods that
    give one figure give "simple" only). `by_event_time` goes from years since the start
    (negative: before) to an estimate. `weights` holds the weight of each comparison area where
    the method weighs them. `warnings` are sentences (Dutch, English) that must be shown.
    `group_time` holds the estimate for each (start of the measure, time). `band` holds by event
    time the bounds within which all of them lie together. `without_rings` is the estimate in
    which areas of the `rings` serve no comparison.
    """

    method: str
    outcome: str
    treated: int
    comparison: int
    times: tuple[int, ...]
    att: Mapping[str, Estimate]
    by_event_time: Mapping[int, Estimate] = field(default_factory=dict)
    by_group: Mapping[int, Estimate] = field(default_factory=dict)
    by_calendar_time: Mapping[int, Estimate] = field(default_factory=dict)
    pretrend: PreTrend | None = None
    placebo: Placebo | None = None
    sensitivity: tuple[Sensitivity, ...] = ()
    weights: Mapping[str, float] = field(default_factory=dict)
    smallest_visible: float | None = None
    warnings: tuple[tuple[str, str], ...] = ()
    options: Mapping[str, str | int | float | bool] = field(default_factory=dict)
    group_time: Mapping[tuple[int, int], Estimate] = field(default_factory=dict)
    band: Mapping[int, tuple[float, float]] = field(default_factory=dict)
    power: Power | None = None
    rings: tuple[Ring, ...] = ()
    without_rings: Estimate | None = None
