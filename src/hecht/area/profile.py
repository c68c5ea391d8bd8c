"""The profile of an area: how it stands, theme by theme, beside other areas and its own past.

Nothing is made up: an indicator without a figure says why, a theme without one says what could be
measured. Counts (residents, homes) are shown and not ranked, since they tell the size of an area.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from hecht.area.indicator import Source, Theme
from hecht.area.line import Line, Target
from hecht.area.lines import Reader
from hecht.area.panel import Area, Panel
from hecht.area.peers import Choice, NoPeers, Peers, peers
from hecht.area.wanted import Wanted, not_measured
from hecht.area.within import area_of, around
from hecht.outcomes.disclosure import Audience


@dataclass(frozen=True, slots=True)
class ThemePart:
    """One theme: what was counted and asked, and what could be measured and is not."""

    theme: Theme
    lines: tuple[Line, ...]
    missing: tuple[Wanted, ...]

    @property
    def measured(self) -> bool:
        """Return whether any indicator of the theme has a figure that is shown."""
        return any(line.value is not None for line in self.lines)

    @property
    def counted(self) -> tuple[Line, ...]:
        """Return the lines that were counted in registers or measured."""
        return tuple(line for line in self.lines if not line.indicator.asked)

    @property
    def asked(self) -> tuple[Line, ...]:
        """Return the lines that come from asking people."""
        return tuple(line for line in self.lines if line.indicator.asked)


@dataclass(frozen=True, slots=True)
class Profile:
    """How an area stands. `no_peers` says why there are no comparable areas, when there are none.

    `around` are the areas in which it lies, smallest first; `same_level` counts the areas of its
    level in the panel.
    """

    area: Area
    around: tuple[Area, ...]
    audience: Audience
    year: int | None
    same_level: int
    themes: tuple[ThemePart, ...]
    peers: Peers | None
    no_peers: str = ""

    @property
    def lines(self) -> tuple[Line, ...]:
        """Return the lines of all themes."""
        return tuple(line for part in self.themes for line in part.lines)

    @property
    def sources(self) -> tuple[Source, ...]:
        """Return every source of a figure that is shown, by publisher, title and column."""
        found = {line.source for line in self.lines if line.source is not None}
        return tuple(
            sorted(found, key=lambda s: (s.publisher, s.title, s.edition, s.file, s.column))
        )


def profile(
    panel: Panel,
    area: str,
    *,
    audience: Audience = Audience.PUBLIC,
    year: int | None = None,
    choice: Choice | None = None,
    targets: Sequence[Target] = (),
) -> Profile:
    """Return the profile of an area, from the figures up to and including `year` (None: all).

    Raises NoArea when the panel does not hold the area, and ValueError for a target of an
    indicator that is not known.
    """
    here = area_of(panel, area)
    goals = {target.indicator: target for target in targets}
    for name in goals:
        if name not in panel.indicators:
            raise ValueError(f"there is a target for {name}, which is no indicator of this panel")
    found, why_none = _peers(panel, here, choice, year)
    circles = (here, *around(panel, here))
    reader = Reader(panel, circles, found, audience, year, goals)
    themes = []
    lines = reader.lines()
    for theme in Theme:
        own = tuple(line for line in lines if line.indicator.theme is theme)
        measured = {line.indicator.code for line in own if line.value is not None}
        missing = not_measured(theme, measured)
        if own or missing:
            themes.append(ThemePart(theme, own, missing))
    return Profile(
        area=here,
        around=circles[1:],
        audience=audience,
        year=year,
        same_level=len(panel.areas(here.level)),
        themes=tuple(themes),
        peers=found,
        no_peers=why_none,
    )


def _peers(
    panel: Panel, here: Area, choice: Choice | None, year: int | None
) -> tuple[Peers | None, str]:
    wanted = choice or Choice()
    if wanted.year is None and year is not None:
        wanted = replace(wanted, year=year)
    try:
        return peers(panel, here, wanted), ""
    except NoPeers as error:
        return None, str(error)
