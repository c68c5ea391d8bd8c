"""Policy: the rules and weights of this project, each with its unit and meaning.

A weight is a number of points. Points are only for choosing between plans; people are shown
outcomes, never points. Every field has its help text in its metadata, so that the format
documentation and the error messages say the same thing.
"""

from __future__ import annotations

from dataclasses import dataclass, field, fields, replace
from typing import Any

from hecht.neighbourhood.tie import TieKind


def _rule(default: Any, help: str, unit: str = "", low: float = 0, high: float = 1e9) -> Any:
    return field(default=default, metadata={"help": help, "unit": unit, "low": low, "high": high})


@dataclass(frozen=True, slots=True)
class Policy:
    """The rules and weights by which plans are made and compared."""

    notice_months: int = _rule(
        6, "A household hears of its move at least this long before it.", "months", 0, 60
    )
    temporary_months_max: int = _rule(
        12, "The longest a household may live in temporary homes.", "months", 0, 120
    )
    temporary_rooms_slack: int = _rule(
        1, "A temporary home may have this many rooms fewer than the norm.", "rooms", 0, 5
    )
    near_m: float = _rule(
        100.0, "Two homes are near within this distance, or in the same block.", "metres", 1, 2000
    )
    far_m: float = _rule(300.0, "From this distance on, closeness is 0.", "metres", 1, 10000)
    one_sided_tie: float = _rule(
        0.5, "A tie that one side named counts for this share of its weight.", "share", 0, 1
    )
    care_tie: float = _rule(2.0, "A care tie counts this many times its weight.", "factor", 0, 100)
    family_tie: float = _rule(
        1.5, "A family tie counts this many times its weight.", "factor", 0, 100
    )
    friends_tie: float = _rule(
        1.0, "A tie between friends counts this many times its weight.", "factor", 0, 100
    )
    neighbours_tie: float = _rule(
        1.0, "A tie between neighbours counts this many times its weight.", "factor", 0, 100
    )
    turnover_year: float = _rule(
        0.087, "Ordinary turnover: the share of households that moves out in a year.", "share", 0, 1
    )
    temporary_month_cost: float = _rule(
        900.0, "What a bought-in temporary home costs while it is lived in.", "euro/month"
    )
    extra_move_cost: float = _rule(
        2500.0, "What the landlord pays for each move after a household's first.", "euro"
    )
    habituation_years: float = _rule(
        0.0,
        "Habituation to a higher rent (huurgewenning): for this many years a part of the step is "
        "taken off. No law asks it; it is what the social plan says.",
        "years",
        0,
        10,
    )
    habituation_share: float = _rule(
        0.75,
        "Habituation: the share of the step that is taken off in the first year; it falls in "
        "equal steps to nothing. Assumption, without a source.",
        "share",
        0,
        1,
    )
    discount_rate: float = _rule(
        0.0225,
        "The share by which costs of a year later count less in the net present value. The real "
        "rate for public projects from 2021 (rwseconomie.nl/discontovoet); that it suits a "
        "landlord is an assumption.",
        "share/year",
        0,
        0.2,
    )
    points_return: float = _rule(
        2000.0, "For each household that wished to return and does.", "points"
    )
    points_undecided: float = _rule(
        1000.0, "For each undecided household that ends in the neighbourhood.", "points"
    )
    points_tie_near: float = _rule(
        20.0, "For each tie that is near at the end, times its weight.", "points"
    )
    points_tie_closeness: float = _rule(
        10.0, "For each tie, times its weight, times the closeness at the end.", "points"
    )
    points_separation_month: float = _rule(
        0.25,
        "Taken off for each month in which a tie that was near at the start is not, times its "
        "weight.",
        "points/month",
    )
    points_alone: float = _rule(
        60.0,
        "Taken off for each household that had a near tie, stays, and has none at the end.",
        "points",
    )
    points_extra_move: float = _rule(
        40.0, "Taken off for each move of a household after its first.", "points"
    )
    points_temporary_month: float = _rule(
        3.0, "Taken off for each month a household lives in a temporary home.", "points/month"
    )
    points_same_month: float = _rule(
        3.0,
        "For each tie, near at the start, of two households that arrive in their final homes in "
        "the same month, times its weight.",
        "points",
    )
    points_wish: float = _rule(
        24.0, "For a met wish of rank 1; each further rank counts half of the one before.", "points"
    )
    points_group: float = _rule(
        120.0,
        "For each group whose members all end near each other and arrive in one month.",
        "points",
    )
    points_vacant_month: float = _rule(
        0.5, "Taken off for each month in which a home stands empty for the plan.", "points/month"
    )
    points_duration_month: float = _rule(
        40.0, "Taken off for each month until the last works are finished.", "points/month"
    )
    points_cost: float = _rule(
        1.0, "Taken off for each 1,000 euro of extra moves and temporary homes.", "points"
    )
    points_broken_announcement: float = _rule(
        60.0,
        "When a plan is made anew: taken off for each household that is told another home than "
        "before, and again for each that is told other months.",
        "points",
    )
    group_price_max: float = _rule(
        1000.0, "The most that placing one group as one may cost all others.", "points"
    )
    fairness_margin: float = _rule(
        0.005,
        "This share of the points for ties may be given up for the households that are worst off.",
        "share",
        0,
        1,
    )
    fairness_all_ties: float = _rule(
        100.0,
        "How much it counts when a household loses all its near ties, beside its extra moves and "
        "its months in temporary homes, when the worst-off are looked for.",
        "points",
    )

    def __post_init__(self) -> None:
        for rule in fields(self):
            value = getattr(self, rule.name)
            low, high = rule.metadata["low"], rule.metadata["high"]
            if not low <= value <= high:
                raise ValueError(
                    f"policy.{rule.name} is {value}; it must lie between {low:g} and {high:g} "
                    f"({rule.metadata['help']})"
                )
        if self.far_m < self.near_m:
            raise ValueError(
                f"policy.far_m ({self.far_m:g} m) is less than policy.near_m ({self.near_m:g} m)"
            )

    def tie_factor(self, kind: TieKind) -> float:
        """Return how many times its weight a tie of this kind counts."""
        return float(getattr(self, f"{kind.value}_tie"))

    def rooms_norm(self, size: int) -> int:
        """Return the rooms that `size` persons need: a living room and two to a bedroom."""
        return 1 + (size + 1) // 2


PRESETS: dict[str, dict[str, float]] = {
    "balanced": {},
    "ties": {
        "points_tie_near": 40.0,
        "points_tie_closeness": 20.0,
        "points_alone": 120.0,
        "points_separation_month": 0.5,
    },
    "calm": {
        "points_extra_move": 80.0,
        "points_temporary_month": 6.0,
    },
    "speed": {
        "points_duration_month": 150.0,
        "points_vacant_month": 1.5,
    },
}
"""Named sets of weights: what each changes from the defaults."""


def preset(name: str, **changes: Any) -> Policy:
    """Return the policy of a preset with some rules changed.

    Raises ValueError when there is no such preset and TypeError when there is no such rule.
    """
    if name not in PRESETS:
        raise ValueError(f"there is no preset {name!r}; choose one of {', '.join(PRESETS)}")
    base: dict[str, Any] = dict(PRESETS[name])
    base.update(changes)
    return replace(Policy(), **base)
