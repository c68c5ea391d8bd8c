"""The waterbed: what happened around the areas with a measure, and the estimate without them.

Who moves away for a measure often moves next door. Neighbours then are no clean comparison, and
may have an effect of their own. Both are told: the estimate without the neighbours as
comparison, and the neighbours' own estimate against areas outside every ring.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from hecht.effects.area_panel import Observations, ObservationsError, Text
from hecht.effects.effect import Effect, Estimate, Ring
from hecht.effects.options import Options
from hecht.effects.staggered import staggered

_ROWS = 2_000

_OTHER_METHOD: Text = (
    "De schattingen van de gebieden eromheen, en die zonder hen, zijn verschillen in verschillen "
    "met verschillende startjaren, niet de methode van de schatting zelf: leg ze niet naast elkaar "
    "alsof alleen de gebieden verschillen.",
    "The estimates of the areas around, and the one without them, are differences-in-differences "
    "with several starts, not the method of the estimate itself: do not compare them as if only "
    "the areas differ.",
)


@dataclass(frozen=True, slots=True, eq=False)
class Around:
    """The ring of each unit (0: in none, and every treated unit), and when it began there.

    `start` is the first start among the treated areas that put the unit in its ring. `bounds`
    are the rings' distances in metres, (0, 0) for neighbours by table.
    """

    ring: NDArray[np.int64]
    start: NDArray[np.int64]
    bounds: tuple[tuple[float, float], ...]


def by_distance(observations: Observations, radii: Sequence[float]) -> Around:
    """Return rings of untreated units by distance to the nearest treated one, in metres.

    Raises ObservationsError without places, or when the radii do not rise from above zero.
    """
    if observations.places is None:
        raise ObservationsError("rings by distance need the place (x, y) of every unit")
    edges = [0.0, *radii]
    if len(radii) == 0 or any(high <= low for low, high in pairwise(edges)):
        raise ObservationsError(f"the radii of rings must rise from above 0; they are {radii}")
    missing = ~np.isfinite(observations.places).all(axis=1)
    if missing.any():
        unit = observations.units[int(np.argmax(missing))]
        raise ObservationsError(f"unit {unit!r} has no place; rings by distance need every one")
    treated = np.flatnonzero(observations.treated)
    ring = np.zeros(len(observations.units), dtype=np.int64)
    start = np.zeros_like(ring)
    others = np.flatnonzero(~observations.treated)
    for begun in range(0, len(others), _ROWS):
        rows = others[begun : begun + _ROWS]
        gaps = observations.places[rows, None] - observations.places[None, treated]
        distance = np.hypot(gaps[..., 0], gaps[..., 1])
        nearest = distance.min(axis=1)
        own = np.searchsorted(radii, nearest, side="left") + 1
        own[own > len(radii)] = 0
        reach = np.array([0.0, *radii])[own]
        starts = np.where(
            distance <= reach[:, None],
            observations.first_treated[treated][None],
            np.iinfo(np.int64).max,
        )
        ring[rows], start[rows] = own, np.where(own > 0, starts.min(axis=1), 0)
    bounds = tuple(pairwise(edges))
    return Around(ring, start, bounds)


def by_table(observations: Observations, neighbours: Mapping[str, Collection[str]]) -> Around:
    """Return one ring: the untreated units that a table names as neighbours of a treated one.

    It is enough that either names the other. Units that are not in the panel are passed over.
    """
    place = {unit: at for at, unit in enumerate(observations.units)}
    treated = observations.treated
    ring = np.zeros(len(observations.units), dtype=np.int64)
    start = np.zeros_like(ring)
    for unit, named in neighbours.items():
        for other in named:
            for one, two in ((unit, other), (other, unit)):
                here, there = place.get(one), place.get(two)
                if here is None or there is None or not treated[here] or treated[there]:
                    continue
                began = int(observations.first_treated[here])
                start[there] = began if ring[there] == 0 else min(start[there], began)
                ring[there] = 1
    return Around(ring, start, ((0.0, 0.0),))


def with_rings(
    effect: Effect, observations: Observations, around: Around, options: Options
) -> Effect:
    """Return the effect with the rings' own estimates, and the one without them as comparison.

    By staggered difference-in-differences, whatever the method of `effect`: where that is
    another one, a warning says so. A ring of which nothing can be estimated is told as well.
    """
    treated = observations.treated
    outside = (around.ring == 0) & ~treated
    clean = _simple(observations.of(treated | outside), options)
    rings: list[Ring] = []
    warnings: list[Text] = [] if effect.method == "staggered" else [_OTHER_METHOD]
    for number, (low, high) in enumerate(around.bounds, start=1):
        inside = around.ring == number
        kept = inside | outside
        began = np.where(inside, around.start, 0)
        placebo = replace(observations, first_treated=np.where(treated, 0, began))
        own = _simple(placebo.of(kept), options) if inside.any() else None
        if own is None:
            warnings.append(_no_ring(low, high, int(inside.sum())))
            continue
        rings.append(Ring(low, high, int(inside.sum()), own))
    if clean is None:
        warnings.append(
            (
                "Buiten de ringen zijn er geen gebieden om mee te vergelijken.",
                "There are no areas outside the rings to compare with.",
            )
        )
    return replace(
        effect,
        rings=tuple(rings),
        without_rings=clean,
        warnings=effect.warnings + tuple(warnings),
    )


def _simple(observations: Observations, options: Options) -> Estimate | None:
    try:
        run = staggered(observations, options)
    except ObservationsError:
        return None
    return run.estimates([run.made.overall["simple"]])[0]


def _no_ring(low: float, high: float, count: int) -> Text:
    if high == 0:
        return (
            f"Van de {count} buurgebieden is geen effect te schatten.",
            f"No effect can be estimated of the {count} neighbouring areas.",
        )
    return (
        f"Van de ring van {low:g} tot {high:g} m ({count} gebieden) is geen effect te schatten.",
        f"No effect can be estimated of the ring from {low:g} to {high:g} m ({count} areas).",
    )
