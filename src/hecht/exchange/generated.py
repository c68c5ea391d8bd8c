"""Neighbourhoods of any size for benchmarks: made up, plausible, and known to have a plan.

Everything follows from the number of homes, the kind and the seed. A plan exists because one is
laid down while the neighbourhood is made: a calendar within the crews, and for every household
of an emptied block a temporary home during the works and a home that suits it in the same block
afterwards. Crews, temporary homes, budget, horizon and dates are then set so that this plan fits.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil
from random import Random

from hecht.exchange.generated_calendar import Calendar, lay_down, temporary_homes
from hecht.exchange.generated_layout import Layout, lay_out
from hecht.exchange.generated_people import (
    draw_groups,
    draw_promises,
    draw_ties,
    draw_wishes,
    move_in,
)
from hecht.neighbourhood import Capacity, Month, Neighbourhood, Policy, Project

START, ANNOUNCED = Month(2027, 1), Month(2026, 10)

_AFTERWARDS = 12
"""Months of the horizon after the last finish of the plan that was laid down."""

_BUDGET_ROOM = 1.05
"""The yearly budget, as a multiple of the dearest year of that plan."""


@dataclass(frozen=True, slots=True)
class Kind:
    """What makes one kind of neighbourhood: ties a home, homes a block, temporary homes.

    `temporary` is the share of the temporary homes that would be needed if only the crews held
    the works up; `months` is about how long the works take with so many crews.
    """

    ties: float
    temporary: float
    least: int
    most: int
    months: int = 72


KINDS: dict[str, Kind] = {
    "tie-rich": Kind(ties=3.0, temporary=0.75, least=12, most=36),
    "tie-poor": Kind(ties=1.0, temporary=0.75, least=12, most=36),
    "tight": Kind(ties=2.0, temporary=0.45, least=12, most=36),
    "ample": Kind(ties=2.0, temporary=1.2, least=12, most=36),
    "small-blocks": Kind(ties=2.0, temporary=0.75, least=3, most=10),
    "big-blocks": Kind(ties=2.0, temporary=0.75, least=40, most=80),
}
"""The kinds of neighbourhoods that can be made."""


def generate(homes: int, kind: str, seed: int) -> Neighbourhood:
    """Return a made-up neighbourhood with this many existing homes.

    Raises ValueError for a kind that is not in KINDS or fewer than 20 homes.
    """
    if kind not in KINDS:
        raise ValueError(f"there is no kind {kind!r}; choose one of {', '.join(KINDS)}")
    if homes < 20:
        raise ValueError(f"{homes} homes are too few to make blocks of; ask for 20 or more")
    wanted, rng = KINDS[kind], Random(f"hecht {homes} {kind} {seed}")
    layout = lay_out(homes, wanted.least, wanted.most, rng)
    policy = Policy()
    households = move_in(layout, policy, rng)
    calendar = lay_down(layout, households, wanted.temporary, wanted.months, policy, rng)
    ties = draw_ties(layout, households, wanted.ties, rng)
    return Neighbourhood(
        project=_project(homes, kind, seed, calendar),
        capacity=Capacity(calendar.crews, _budget(layout, calendar)),
        policy=policy,
        blocks=calendar.blocks,
        homes=(*layout.homes, *temporary_homes(layout, households, calendar, policy, rng)),
        households=households,
        ties=ties,
        wishes=draw_wishes(layout, households, ties, rng),
        groups=draw_groups(households, ties, rng),
        promises=draw_promises(layout, households, rng),
    )


def _project(homes: int, kind: str, seed: int, calendar: Calendar) -> Project:
    return Project(
        name=f"Proefwijk {homes} {kind} {seed}",
        start=START,
        horizon=calendar.finish + _AFTERWARDS,
        announced=ANNOUNCED,
        price_year=2026,
        organisation="Woonstichting Voorbeeld",
        synthetic="alles: gemaakt om mee te meten (everything: made for benchmarks)",
    )


def _budget(layout: Layout, calendar: Calendar) -> float:
    """Return a yearly budget that the plan laid down just keeps to, in whole thousands."""
    spent: dict[int, float] = {}
    for block in layout.blocks:
        if block.cost is None:
            continue
        for month in range(calendar.starts[block.id], calendar.starts[block.id] + block.duration):
            year = START.plus(month).year
            spent[year] = spent.get(year, 0.0) + block.cost / block.duration
    return float(ceil(_BUDGET_ROOM * max(spent.values(), default=1.0) / 1000) * 1000)
