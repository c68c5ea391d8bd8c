"""Benches along the way: how far older residents must walk without a place to sit.

The longest stretch of a household is that of its best route to a meeting place: the route, from
bench to bench, whose longest piece without a bench is shortest. A new bench never lengthens it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from hecht.neighbourhood import AgeClass
from hecht.neighbourhood.public_space import SpaceKind
from hecht.outcomes.scene import HomeAt, Scene
from hecht.outcomes.walking import Network, Place, Point, connected, metres
from hecht.outcomes.walks import (
    NO_LINES,
    front_doors,
    network_of,
    not_known,
    off_network,
    place_of,
    usable_homes,
)
from hecht.outcomes.words import some

if TYPE_CHECKING:
    from hecht.outcomes.walking import Floats

OLDER = (AgeClass.FROM_55, AgeClass.FROM_75)
FAR = 2000.0
"""Benches farther apart than this, in metres, are not looked at as one walk."""


@dataclass(frozen=True, eq=False)
class Benches:
    """What is known of benches in a month; `why` says why one of the others is None.

    `gaps`: metres from each bench to the nearest other one. `to_bench` and `stretch`: for each
    older household (`households`) the metres to the nearest bench, and its longest stretch
    without a bench on the best route to a meeting place; infinite where there is none.
    """

    households: tuple[str, ...] = ()
    gaps: Floats | None = None
    to_bench: Floats | None = None
    stretch: Floats | None = None
    why: str = ""
    why_gaps: str = ""
    why_stretch: str = ""


def older_homes(scene: Scene, month: int) -> tuple[HomeAt, ...] | str:
    """Return the homes of households of 55 and over, or why they are not known.

    Newcomers and who stays in a bought-in temporary home are not among them.
    """
    people = scene.neighbourhood.household_of
    lived = [
        (home, people[home.household])
        for home in usable_homes(scene, month)
        if home.household is not None
    ]
    lacking = tuple(household.id for _, household in lived if household.age is None)
    if lacking:
        return (
            f"the age of household {some(lacking)} is not given; fill column age of households.csv"
        )
    older = tuple(home for home, household in lived if household.age in OLDER)
    return older or "no household of 55 or over lives here at that moment"


def benches(scene: Scene, month: int) -> Benches:
    """Return what is known of benches in a month; computed once for a scene."""
    return scene.once(("benches", month), lambda: _benches(scene, month))


def _benches(scene: Scene, month: int) -> Benches:
    spaces = scene.spaces_at(month)
    here = network_of(spaces)
    if here is None:
        return Benches(why=NO_LINES, why_gaps=NO_LINES, why_stretch=NO_LINES)
    why = not_known(scene, here, spaces, SpaceKind.BENCH)
    if why:
        return Benches(why=why, why_gaps=why, why_stretch=why)
    drawn = place_of(spaces, SpaceKind.BENCH).points
    seats = tuple(s for s, on in zip(drawn, connected(here, drawn), strict=True) if on)
    between = metres(here, seats, [Place((seat,)) for seat in seats], FAR)
    gaps, why_gaps = _gaps(between)
    older = older_homes(scene, month)
    if isinstance(older, str):
        return Benches((), gaps, why=older, why_gaps=why_gaps, why_stretch=older)
    doors, at = front_doors(home.home for home in older)
    on = connected(here, doors)[at]
    if not on.all():
        lost = off_network([h.home.id for h, one in zip(older, on, strict=True) if not one])
        return Benches((), gaps, why=lost, why_gaps=why_gaps, why_stretch=lost)
    names = tuple(home.household or "" for home in older)
    from_door = metres(here, doors, [Place((seat,)) for seat in seats], FAR)[:, at]
    nearest = metres(here, doors, [Place(seats)])[0, at]
    why_stretch = not_known(scene, here, spaces, SpaceKind.MEETING_PLACE)
    stretch = None
    if not why_stretch:
        goal = place_of(spaces, SpaceKind.MEETING_PLACE)
        stretch = _stretch(here, doors, seats, goal, between, from_door, at)
    return Benches(names, gaps, nearest, stretch, "", why_gaps, why_stretch)


def _gaps(between: Floats) -> tuple[Floats | None, str]:
    import numpy as np

    if len(between) < 2:
        return None, "there are fewer than two benches at that moment"
    other = between.copy()
    np.fill_diagonal(other, np.inf)
    gaps: Floats = other.min(axis=0)
    if np.isinf(gaps).any():
        return None, f"a bench has no other bench within {FAR / 1000:.0f} km of walking"
    return gaps, ""


def _stretch(
    here: Network,
    doors: Sequence[Point],
    seats: Sequence[Point],
    goal: Place,
    between: Floats,
    from_door: Floats,
    at: Sequence[int],
) -> Floats:
    """Return the longest stretch of the best route to `goal` from each home, in metres."""
    import numpy as np

    straight = metres(here, doors, [goal])[0, at]
    if not len(seats):
        return straight
    best = metres(here, seats, [goal])[0]
    left = np.ones(len(seats), dtype=bool)
    while left.any():
        seat = int(np.flatnonzero(left)[np.argmin(best[left])])
        left[seat] = False
        best = np.minimum(best, np.maximum(best[seat], between[seat]))
    by_bench = np.maximum(best[:, None], from_door).min(axis=0)
    found: Floats = np.minimum(straight, by_bench)
    return found
