"""Who is without a meeting place or playground during the works, and for how long."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from hecht.neighbourhood import Home, Stay
from hecht.neighbourhood.public_space import PublicSpace, SpaceKind
from hecht.outcomes.figure import NotKnown
from hecht.outcomes.scene import TODAY, Scene
from hecht.outcomes.walking import connected, metres
from hecht.outcomes.walks import (
    NO_LINES,
    TOLERANCE,
    front_doors,
    network_of,
    not_known,
    off_network,
    place_of,
)

NEAR = 200.0
"""A meeting place or playground within this walking distance, in metres, is a household's own."""


@dataclass(frozen=True, slots=True)
class Loss:
    """A household that has such a place today, and the `months` in which it has none."""

    household: str
    months: tuple[int, ...]


def losses(scene: Scene, kind: SpaceKind) -> tuple[Loss, ...] | NotKnown:
    """Return who loses its place of a kind in which months of the works, or why not known.

    A household counts when it has one within NEAR of its front door today. It goes without in a
    month in which it has none within NEAR of where it then lives, a temporary home included;
    months after it has left are not counted. In the order of the households; computed once.
    """
    return scene.once(("losses", kind), lambda: _losses(scene, kind))


def _losses(scene: Scene, kind: SpaceKind) -> tuple[Loss, ...] | NotKnown:
    here = scene.neighbourhood
    homes = [here.home_of[household.home] for household in here.households]
    today = _having(scene, scene.spaces_at(TODAY), kind, homes)
    if isinstance(today, NotKnown):
        return today
    own = [h.id for h, home in zip(here.households, homes, strict=True) if today[home.id]]
    if scene.course is None:
        return NotKnown("what is lost during the works is known once there is a plan; make one")
    stays: dict[str, list[Stay]] = {household: [] for household in own}
    for stay in scene.course.stays:
        if stay.household in stays:
            stays[stay.household].append(stay)
    lived = [here.home_of[key] for key in sorted({s.home for one in stays.values() for s in one})]
    having = _having_by_month(scene, kind, lived)
    if isinstance(having, NotKnown):
        return having
    without = {household: _without(stays[household], having) for household in own}
    return tuple(Loss(household, months) for household, months in without.items() if months)


def _without(stays: Sequence[Stay], having: Sequence[dict[str, bool]]) -> tuple[int, ...]:
    return tuple(
        month
        for stay in stays
        for month in range(stay.start, min(stay.end, len(having)))
        if not having[month][stay.home]
    )


def _having_by_month(
    scene: Scene, kind: SpaceKind, homes: Sequence[Home]
) -> list[dict[str, bool]] | NotKnown:
    """Return for each month which homes have a place near, measured once for each map."""
    maps: dict[tuple[str, ...], dict[str, bool]] = {}
    result = []
    for month in range(scene.end):
        spaces = tuple(s for s in scene.spaces_at(month) if _matters(s, kind))
        drawn = tuple(space.id for space in spaces)
        if drawn not in maps:
            found = _having(scene, spaces, kind, homes)
            if isinstance(found, NotKnown):
                return found
            maps[drawn] = found
        result.append(maps[drawn])
    return result


def _matters(space: PublicSpace, kind: SpaceKind) -> bool:
    return space.kind in (kind, SpaceKind.STREET, SpaceKind.PATH, SpaceKind.BARRIER)


def _having(
    scene: Scene, spaces: Sequence[PublicSpace], kind: SpaceKind, homes: Sequence[Home]
) -> dict[str, bool] | NotKnown:
    network = network_of(spaces)
    if network is None:
        return NotKnown(NO_LINES)
    why = not_known(scene, network, spaces, kind)
    if why:
        return NotKnown(why)
    doors, at = front_doors(homes)
    on = connected(network, doors)[at]
    if not on.all():
        lost = [home.id for home, one in zip(homes, on, strict=True) if not one]
        return NotKnown(off_network(lost), tuple(lost))
    if not homes:
        return {}
    found = metres(network, doors, [place_of(spaces, kind)], NEAR + TOLERANCE)[0, at]
    return {home.id: bool(one) for home, one in zip(homes, found <= NEAR + TOLERANCE, strict=True)}
