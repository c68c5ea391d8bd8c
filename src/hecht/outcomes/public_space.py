"""Public space: green and paving, what is within walking distance, and what the works take away."""

from __future__ import annotations

from dataclasses import dataclass

from hecht.neighbourhood.public_space import PublicSpace, SpaceKind
from hecht.outcomes.benches import benches
from hecht.outcomes.figure import NotKnown, Value
from hecht.outcomes.ground import on_blocks, public_ground, together
from hecht.outcomes.losses import losses
from hecht.outcomes.measures import NO_HOMES, as_value, norm_of, per
from hecht.outcomes.public_space_definitions import DEFINITIONS, DISTANCES
from hecht.outcomes.scene import TODAY, Scene
from hecht.outcomes.walking import metres, shape_of
from hecht.outcomes.walks import (
    FILE,
    GREEN,
    NO_LINES,
    TOLERANCE,
    front_doors,
    large_green,
    network_of,
    place_of,
    usable_homes,
    walks,
)
from hecht.rules.norms import green_norm

__all__ = ["DEFINITIONS", "StreetDoors", "figures", "losses", "street_doors"]


@dataclass(frozen=True, slots=True)
class StreetDoors:
    """A street or path: its length in metres, and the front doors to which it is nearest."""

    space: str
    length: float
    doors: int

    @property
    def per_100m(self) -> float:
        """Return the front doors for each 100 m."""
        return 100.0 * self.doors / self.length


def figures(scene: Scene, month: int) -> dict[str, Value]:
    """Return the figures of public space in one month (TODAY, 0 up to the scene's end)."""
    return {
        **_ground(scene, month),
        **_within(scene, month),
        "green_straight_300": _green_straight(scene, month),
        "three_trees": _three_trees(scene, month),
        "canopy_share": Value.unknown(
            "a folder holds no tree crowns; a map of crowns from the air would be needed"
        ),
        **_benches(scene, month),
        "behind_barrier": _behind_barrier(scene, month),
        **_doors(scene, month),
        **_lost(scene, month, SpaceKind.MEETING_PLACE),
        **_lost(scene, month, SpaceKind.PLAYGROUND),
    }


def _ground(scene: Scene, month: int) -> dict[str, Value]:
    public = public_ground(scene, month)
    homes = len(usable_homes(scene, month))
    parts: dict[str, Value] = {}
    for surface in ("green", "paved", "water"):
        lying = on_blocks(scene, month, surface)
        open_ = public if isinstance(public, str) else Value(getattr(public, surface))
        parts[surface] = together([lying, open_])
    norm = norm_of(scene, month, "green_per_home", green_norm)
    both = per(together([parts["green"], parts["water"]]), homes)
    return {
        "green_per_home": per(parts["green"], homes),
        "paved_per_home": per(parts["paved"], homes),
        "public_green_per_home": per(
            Value.unknown(public) if isinstance(public, str) else Value(public.green), homes
        ),
        "green_above_norm": _above(both, norm),
    }


def _above(value: Value, norm: float | str) -> Value:
    if isinstance(norm, str):
        return Value.unknown(norm)
    return value if value.value is None else Value(value.value - norm)


def _within(scene: Scene, month: int) -> dict[str, Value]:
    far = walks(scene, month)
    kinds = {
        "meeting_place": SpaceKind.MEETING_PLACE.value,
        "playground": SpaceKind.PLAYGROUND.value,
        "green": GREEN,
    }
    return {
        f"{name}_within_{distance}": as_value(far.share_within(kind, distance))
        for name, kind in kinds.items()
        for distance in DISTANCES
    }


def _green_straight(scene: Scene, month: int) -> Value:
    import shapely

    if not any(space.areas for space in scene.spaces if space.kind is SpaceKind.GREEN):
        return Value.unknown(f"no green area is drawn; draw them in {FILE}, kind green")
    homes = usable_homes(scene, month)
    if not homes:
        return Value.unknown(NO_HOMES)
    areas = place_of(scene.spaces_at(month), GREEN).areas
    whole = shapely.union_all([shape_of(area) for area in large_green(areas)])
    doors, at = front_doors(home.home for home in homes)
    near = shapely.dwithin(shapely.points(doors), whole, 300.0 + TOLERANCE)
    return Value(float(near[at].mean()))


def _three_trees(scene: Scene, month: int) -> Value:
    import numpy as np
    import shapely

    if not any(space.points for space in scene.spaces if space.kind is SpaceKind.TREE):
        return Value.unknown(f"no tree is drawn; draw them as points of kind tree in {FILE}")
    norm = norm_of(scene, month, "tree_distance", green_norm)
    if isinstance(norm, str):
        return Value.unknown(norm)
    homes = usable_homes(scene, month)
    if not homes:
        return Value.unknown(NO_HOMES)
    trees = place_of(scene.spaces_at(month), SpaceKind.TREE).points
    doors, at = front_doors(home.home for home in homes)
    standing = shapely.STRtree(shapely.points(trees) if trees else np.array([], dtype=object))
    found = standing.query(shapely.points(doors), "dwithin", distance=norm + TOLERANCE)[0]
    count = np.bincount(found, minlength=len(doors))[at]
    return Value(float((count >= 3).mean()))


def _benches(scene: Scene, month: int) -> dict[str, Value]:
    import numpy as np

    known = benches(scene, month)
    norm = norm_of(scene, month, "bench_stretch", green_norm)
    gap = (
        Value.unknown(known.why_gaps) if known.gaps is None else Value(float(np.median(known.gaps)))
    )
    if known.stretch is None:
        stretch = Value.unknown(known.why_stretch)
    else:
        middle = float(np.median(known.stretch))
        away = "half of the older households cannot walk to any meeting place"
        stretch = Value(middle) if np.isfinite(middle) else Value.unknown(away)
    return {
        "bench_gap": gap,
        "older_bench_within": _at_most(known.to_bench, norm, known.why),
        "older_stretch": stretch,
        "older_stretch_within": _at_most(known.stretch, norm, known.why_stretch),
    }


def _at_most(found: object, norm: float | str, why: str) -> Value:
    import numpy as np

    if found is None:
        return Value.unknown(why)
    if isinstance(norm, str):
        return Value.unknown(norm)
    return Value(float((np.asarray(found) <= norm + TOLERANCE).mean()))


def _behind_barrier(scene: Scene, month: int) -> Value:
    kind = SpaceKind.MEETING_PLACE.value
    if not any(space.kind is SpaceKind.BARRIER for space in scene.spaces):
        return Value.unknown(f"no barrier is drawn; draw them as lines of kind barrier in {FILE}")
    far = walks(scene, month)
    if kind in far.why:
        return Value.unknown(far.why[kind])
    spaces = scene.spaces_at(month)
    free = network_of(spaces, barriers=False)
    assert free is not None  # `far` would have said so
    doors, at = front_doors(home.home for home in far.homes)
    without = metres(free, doors, [place_of(spaces, kind)], 200.0 + TOLERANCE)[0, at]
    cut = (without <= 200.0 + TOLERANCE) & (far.far[kind] > 200.0 + TOLERANCE)
    return Value(float(cut.sum()))


def street_doors(scene: Scene, month: int) -> tuple[StreetDoors, ...] | str:
    """Return each open street and path with its length and front doors, or why not known."""
    import numpy as np
    import shapely

    lines = [s for s in scene.spaces_at(month) if _is_line(s)]
    if not lines:
        return NO_LINES
    drawn = np.array([shapely.multilinestrings([list(x) for x in s.lines]) for s in lines])
    doors, _ = front_doors(home.home for home in usable_homes(scene, month))
    nearest = shapely.STRtree(drawn).nearest(shapely.points(doors)) if doors else []
    count = np.bincount(np.asarray(nearest, dtype=np.int64), minlength=len(lines))
    lengths = shapely.length(drawn)
    return tuple(
        StreetDoors(space.id, float(length), int(doors))
        for space, length, doors in zip(lines, lengths, count, strict=True)
        if length > 0
    )


def _is_line(space: PublicSpace) -> bool:
    return space.kind in (SpaceKind.STREET, SpaceKind.PATH) and bool(space.lines)


def _doors(scene: Scene, month: int) -> dict[str, Value]:
    streets = street_doors(scene, month)
    here = network_of(scene.spaces_at(month), barriers=False)
    if isinstance(streets, str) or here is None:
        return dict.fromkeys(("doors_per_100m", "friendly_street_share"), Value.unknown(NO_LINES))
    whole = float(here.lengths.sum())
    norm = norm_of(scene, month, "friendly_doors", green_norm)
    if isinstance(norm, str):
        friendly = Value.unknown(norm)
    else:
        enough = sum(s.length for s in streets if s.per_100m >= norm - TOLERANCE)
        friendly = Value(enough / sum(s.length for s in streets))
    return {
        "doors_per_100m": Value(100.0 * sum(s.doors for s in streets) / whole),
        "friendly_street_share": friendly,
    }


def _lost(scene: Scene, month: int, kind: SpaceKind) -> dict[str, Value]:
    names = (f"{kind.value}_lost_months", f"{kind.value}_losers")
    found = losses(scene, kind) if month != TODAY else ()
    if isinstance(found, NotKnown):
        return dict.fromkeys(names, Value.unknown(found.why))
    past = [[m for m in loss.months if m <= month] for loss in found]
    lost = Value(float(sum(len(months) for months in past)))
    return {names[0]: lost, names[1]: Value(float(sum(1 for months in past if months)))}
