"""Which social measures stand where and when people are uprooted, and where none does."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from hecht.area.indicator import Theme
from hecht.area.programme import Measure, Nature, Programme, names_of
from hecht.area.seasons import Season
from hecht.area.uprooted import Uprooted, Uprooting

REACHING = (Theme.LONELINESS_COHESION, Theme.HEALTH)
"""A social measure stands by people when one of these is its theme, or a further theme of it.

A promise of return or a walk with the police is social too, and visits nobody.
"""


@dataclass(frozen=True)
class Support:
    """The social measures (see REACHING) that stand by each uprooted household, by month.

    `standing` maps a household to, for each month in a temporary home, the ids of the social
    measures that then run where it lives. What stood where it lived before does not count: help
    must be where people are.
    """

    uprooted: Uprooted
    standing: Mapping[str, Mapping[int, tuple[str, ...]]]

    def gaps(self, household: str) -> tuple[int, ...]:
        """Return the months in which a household is in a temporary home and nothing stands by."""
        return tuple(month for month, by in self.standing[household].items() if not by)

    @property
    def open_months(self) -> int:
        """The household-months in temporary homes that no social measure covers."""
        return sum(len(self.gaps(household)) for household in self.standing)

    def open_in(self, season: Season) -> tuple[Uprooting, ...]:
        """Return who has a month in a season in a temporary home with nothing standing by."""
        return tuple(
            one
            for one in self.uprooted.in_season(season)
            if any(month in season.months for month in self.gaps(one.household))
        )


def stands_by(measure: Measure) -> bool:
    """Return whether a measure is of those that stand by people."""
    reaches = any(theme in REACHING for theme in (measure.theme, *measure.also))
    return measure.nature is Nature.SOCIAL and reaches


def support(uprooted: Uprooted, programme: Programme) -> Support:
    """Lay the social measures of a programme beside those who are uprooted."""
    here = uprooted.neighbourhood
    social = [one for one in programme.measures if stands_by(one)]
    at_home: dict[str, list[Measure]] = {}
    running: dict[int, set[str]] = {}
    standing = {}
    for one in uprooted.households:
        by_month = {}
        for month, home in sorted(one.temporary.items()):
            if home not in at_home:
                names = names_of(here.home_of[home], here)
                at_home[home] = [m for m in social if m.covers(names, programme.area)]
            if month not in running:
                calendar = here.project.start.plus(month)
                running[month] = {m.id for m in social if m.runs(calendar)}
            by_month[month] = tuple(m.id for m in at_home[home] if m.id in running[month])
        standing[one.household] = by_month
    return Support(uprooted, standing)
