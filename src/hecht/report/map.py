"""The map of the neighbourhood, now and after: blocks, homes and ties, to scale, north up."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import atan2, ceil, cos, degrees, hypot, sin, sqrt

from hecht.exchange.plan_geo import outline
from hecht.neighbourhood import Home, Neighbourhood, Polygon, Stage, Works
from hecht.outcomes.places import Places
from hecht.outcomes.ties import TieFate
from hecht.report import look, svg
from hecht.report.words import Words

WIDTH, HEIGHT_MAX, MARGIN, FOOT = 1000.0, 860.0, 26.0, 40.0
LETTER = 6.4
"""About the width of a letter of a street name, in picture units."""


@dataclass(frozen=True)
class Frame:
    """How RD metres become picture units; `mark` is the size of a home's mark."""

    west: float
    north: float
    scale: float
    width: float
    height: float
    mark: float
    shapes: tuple[tuple[Works, str, tuple[Polygon, ...]], ...]

    def at(self, x: float, y: float) -> svg.Point:
        """Return where a place lies in the picture."""
        return MARGIN + (x - self.west) * self.scale, MARGIN + (self.north - y) * self.scale


def frame(neighbourhood: Neighbourhood) -> Frame:
    """Return a frame that holds every home and every block.

    Raises ValueError when the neighbourhood has no home to draw.
    """
    if not neighbourhood.homes:
        raise ValueError("the neighbourhood has no homes, so there is no map; add homes.csv")
    shapes = tuple(
        (block.works, block.id, outline(neighbourhood, block.id)) for block in neighbourhood.blocks
    )
    xs = [home.x for home in neighbourhood.homes]
    ys = [home.y for home in neighbourhood.homes]
    for _, _, polygons in shapes:
        for polygon in polygons:
            xs.extend(x for x, _ in polygon[0])
            ys.extend(y for _, y in polygon[0])
    west, east, south, north = min(xs), max(xs), min(ys), max(ys)
    wide, high = max(east - west, 20.0), max(north - south, 20.0)
    scale = min((WIDTH - 2 * MARGIN) / wide, (HEIGHT_MAX - 2 * MARGIN) / high)
    return Frame(
        west=west,
        north=north,
        scale=scale,
        width=wide * scale + 2 * MARGIN,
        height=high * scale + 2 * MARGIN + FOOT,
        mark=_mark_size(neighbourhood.homes, scale),
        shapes=shapes,
    )


def _mark_size(homes: Sequence[Home], scale: float) -> float:
    """Return a size at which the marks of neighbouring homes just do not touch."""
    places = sorted({(home.x, home.y) for home in homes})
    if len(places) < 2:
        return 9.0
    import numpy as np
    from scipy.spatial import cKDTree

    points = np.array(places)
    apart, _ = cKDTree(points).query(points, k=2)
    return float(min(9.5, max(2.4, 0.62 * np.median(apart[:, 1]) * scale)))


def now_map(neighbourhood: Neighbourhood, fates: Sequence[TieFate], at: Frame, words: Words) -> str:
    """Draw the neighbourhood as it is, with the ties that will be kept and those that will not."""
    homes = [home for home in neighbourhood.homes if home.stage is not Stage.NEW]
    places = _spread(homes, at)
    lived = {household.home for household in neighbourhood.households}
    home_of = {household.id: household.home for household in neighbourhood.households}
    before = [fate for fate in fates if fate.near_at_start]
    kept = [(home_of[f.tie.a], home_of[f.tie.b]) for f in before if f.near_at_end]
    lost = [f for f in before if not f.near_at_end]
    parted = [(home_of[f.tie.a], home_of[f.tie.b]) for f in lost if f.both_inside]
    gone = [(home_of[f.tie.a], home_of[f.tie.b]) for f in lost if not f.both_inside]
    standing = [home for home in homes if home.stage is Stage.EXISTING]
    inside = (
        _ground(at, "nu")
        + _ties(gone, places, "tie-gone")
        + _ties(kept, places, "tie-kept")
        + _ties(parted, places, "tie-lost")
        + streets(standing, at)
        + _marks("lived", [places[h.id] for h in standing if h.id in lived], at.mark)
        + _marks("empty", [places[h.id] for h in standing if h.id not in lived], at.mark)
        + _marks("unit", [places[h.id] for h in homes if h.stage is Stage.TEMPORARY], at.mark)
        + _furniture(at, words)
    )
    description = words.gettext(
        "Homes: %(homes)s, lived in: %(lived)s. Ties between households near each other: "
        "%(near)s, kept: %(kept)s, lost: %(lost)s, of which because somebody leaves: %(gone)s.",
        homes=words.number(len(standing)),
        lived=words.number(len(lived)),
        near=words.number(len(before)),
        kept=words.number(len(kept)),
        lost=words.number(len(lost)),
        gone=words.number(len(gone)),
    )
    title = words.gettext("Map of the neighbourhood now")
    return svg.picture("map-now", at.width, at.height, title, description, inside, "map")


def after_map(
    neighbourhood: Neighbourhood,
    fates: Sequence[TieFate],
    where: Places,
    at: Frame,
    words: Words,
    *,
    name: str = "map-after",
    title: str | None = None,
) -> str:
    """Draw the neighbourhood at the end: who stayed, who came, and what became of the ties."""
    lived = {home.id: household for household, home in where.final.items()}
    homes = [h for h in neighbourhood.homes if h.id in lived or not _gone(neighbourhood, h)]
    places = _spread(homes, at)
    came = [h for h in homes if h.id in lived and lived[h.id] in where.arrival]
    stayed = [h for h in homes if h.id in lived and lived[h.id] not in where.arrival]
    others = [h for h in homes if h.id not in lived]
    kept = _ends(fates, where, near_before=True, near_after=True)
    gained = _ends(fates, where, near_before=False, near_after=True)
    lost = _ends(fates, where, near_before=True, near_after=False)
    inside = (
        _ground(at, name)
        + _ties(kept, places, "tie-kept")
        + _ties(gained, places, "tie-gained")
        + _ties(lost, places, "tie-lost")
        + streets(homes, at)
        + _marks("newcomer", [places[h.id] for h in others], at.mark)
        + _marks("stayed", [places[h.id] for h in stayed], at.mark)
        + _marks("came", [places[h.id] for h in came], at.mark)
        + _furniture(at, words)
    )
    description = words.gettext(
        "Homes: %(homes)s. Households that stayed where they were: %(stayed)s, that came to "
        "another home or back to their own: %(came)s; homes for newcomers: %(others)s. Ties kept: "
        "%(kept)s, gained: %(gained)s, lost between people who both still live here: %(lost)s.",
        homes=words.number(len(homes)),
        stayed=words.number(len(stayed)),
        came=words.number(len(came)),
        others=words.number(len(others)),
        kept=words.number(len(kept)),
        gained=words.number(len(gained)),
        lost=words.number(len(lost)),
    )
    title = title or words.gettext("Map of the neighbourhood after the works")
    return svg.picture(name, at.width, at.height, title, description, inside, "map")


def backdrop(neighbourhood: Neighbourhood, at: Frame, words: Words) -> str:
    """Return what every household's own map is drawn on: blocks, streets, homes, scale."""
    standing = [home for home in neighbourhood.homes if home.stage is Stage.EXISTING]
    faint = _marks("faint", [at.at(home.x, home.y) for home in standing], at.mark * 0.7)
    return _ground(at, "route") + streets(standing, at) + faint + _furniture(at, words)


def route_map(behind: str, homes: Sequence[Home], at: Frame, words: Words) -> str:
    """Draw one household's way through the neighbourhood on the backdrop, its homes numbered."""
    points = [at.at(home.x, home.y) for home in homes]
    inside = behind
    for one, other in pairwise(points):
        inside += svg.empty("path", d=_arc(one, other), class_="route")
    for point, numbers in _grouped(points):
        label = "/".join(str(number) for number in numbers)
        inside += svg.empty("circle", cx=point[0], cy=point[1], r=17.0, class_="stop")
        inside += svg.text(point[0], point[1] + 6.5, label, class_="stop-number")
    title = words.gettext("Map of your way through the neighbourhood")
    description = words.gettext(
        "The numbers stand for your homes, in the order in which you live in them."
    )
    return svg.picture("map-route", at.width, at.height, title, description, inside, "map")


def _grouped(points: Sequence[svg.Point]) -> list[tuple[svg.Point, list[int]]]:
    """Return each place once, with the numbers of the stops there."""
    found: dict[svg.Point, list[int]] = {}
    for number, point in enumerate(points, start=1):
        found.setdefault(point, []).append(number)
    return list(found.items())


def _gone(neighbourhood: Neighbourhood, home: Home) -> bool:
    if home.stage is Stage.TEMPORARY:
        return True
    if home.stage is Stage.NEW or home.block is None:
        return False
    return neighbourhood.block_of[home.block].works is Works.REBUILD


def _ends(
    fates: Iterable[TieFate], where: Places, *, near_before: bool, near_after: bool
) -> list[tuple[str, str]]:
    """Return the final homes at the two ends of the ties with this fate, both sides inside."""
    return [
        (where.final[fate.tie.a].id, where.final[fate.tie.b].id)
        for fate in fates
        if fate.both_inside and fate.near_at_start is near_before and fate.near_at_end is near_after
    ]


def _spread(homes: Sequence[Home], at: Frame) -> dict[str, svg.Point]:
    """Return where each home is drawn; homes behind one door are laid out in a small square."""
    stacks: dict[tuple[float, float], list[Home]] = {}
    for home in homes:
        stacks.setdefault((round(home.x, 1), round(home.y, 1)), []).append(home)
    result = {}
    for (x, y), stack in stacks.items():
        left, top = at.at(x, y)
        columns = ceil(sqrt(len(stack)))
        rows = ceil(len(stack) / columns)
        step = at.mark * (1.15 if len(stack) <= 4 else 0.8)
        for nth, home in enumerate(sorted(stack, key=lambda home: (home.floor, home.id))):
            row, column = divmod(nth, columns)
            result[home.id] = (
                left + (column - (columns - 1) / 2) * step,
                top - (row - (rows - 1) / 2) * step,
            )
    return result


def _ground(at: Frame, name: str) -> str:
    """Draw the blocks, coloured and hatched by their works."""
    prefix = f"{name}-ground"
    drawn = ""
    for works in Works:
        path = "".join(
            svg.rings(tuple(at.at(x, y) for x, y in ring[:-1]) for ring in polygon)
            for kind, _, polygons in at.shapes
            if kind is works
            for polygon in polygons
        )
        if path:
            drawn += svg.empty(
                "path",
                d=path,
                fill=f"url(#{prefix}-{works.value})",
                stroke=look.WORKS_LINE[works],
                stroke_width=0.8,
                fill_rule="evenodd",
            )
    return f"<defs>{look.works_patterns(prefix)}</defs>{drawn}"


def _ties(pairs: Sequence[tuple[str, str]], places: dict[str, svg.Point], class_: str) -> str:
    if not pairs:
        return ""
    path = "".join(_arc(places[one], places[other]) for one, other in pairs)
    return svg.empty("path", d=path, class_=f"tie {class_}")


def _arc(one: svg.Point, other: svg.Point) -> str:
    """Return a slight curve, so that ties along one row of homes can be told apart."""
    dx, dy = other[0] - one[0], other[1] - one[1]
    bend = min(0.22, 24.0 / (hypot(dx, dy) or 1.0))
    middle = dx / 2 - dy * bend, dy / 2 + dx * bend
    steps = " ".join(svg.num(value) for value in (*middle, dx, dy))
    return f"M{svg.num(one[0])} {svg.num(one[1])}q{steps}"


def _marks(kind: str, points: Sequence[svg.Point], size: float) -> str:
    """Draw many marks in one or two paths: round, square or lozenge, filled or open."""
    if not points:
        return ""
    if kind == "unit":
        half = size * 0.72
        path = "".join(
            f"M{svg.num(x)} {svg.num(y - half)}l{svg.num(half)} {svg.num(half)}"
            f"l{svg.num(-half)} {svg.num(half)}l{svg.num(-half)} {svg.num(-half)}Z"
            for x, y in points
        )
        return svg.empty("path", d=path, class_="mark-unit")
    path = "".join(f"M{svg.num(x)} {svg.num(y)}h.01" for x, y in points)
    drawn = svg.empty("path", d=path, class_=f"mark mark-{kind}", stroke_width=float(size))
    if kind in ("empty", "newcomer"):
        open_size = max(size - 2.2, size * 0.45)
        drawn += svg.empty(
            "path", d=path, class_=f"mark mark-{kind} mark-open", stroke_width=float(open_size)
        )
    return drawn


def streets(homes: Sequence[Home], at: Frame, letter: float = LETTER) -> str:
    """Write each street's name along it, where the street is long enough for its name.

    `letter` is the width of a letter of the name, in picture units.
    """
    found: dict[str, list[svg.Point]] = {}
    for home in homes:
        if home.street:
            found.setdefault(home.street, []).append(at.at(home.x, home.y))
    drawn = ""
    for name, points in found.items():
        x, y, angle, length, breadth = _axis(points)
        if len(points) < 3 or length < 0.8 * letter * len(name):
            continue
        if breadth < at.mark * 1.2:
            shift = at.mark * 1.9
            x, y = x + sin(angle) * shift, y - cos(angle) * shift
        turn = f"rotate({svg.num(degrees(angle))} {svg.num(x)} {svg.num(y)})"
        drawn += svg.text(x, y + 4, name, class_="street", transform=turn)
    return drawn


def _axis(points: Sequence[svg.Point]) -> tuple[float, float, float, float, float]:
    """Return the middle, direction (radians, readable side up), length and breadth of points."""
    xs, ys = [x for x, _ in points], [y for _, y in points]
    middle_x, middle_y = sum(xs) / len(xs), sum(ys) / len(ys)
    sxx = sum((x - middle_x) ** 2 for x in xs)
    syy = sum((y - middle_y) ** 2 for y in ys)
    sxy = sum((x - middle_x) * (y - middle_y) for x, y in points)
    angle = atan2(2 * sxy, sxx - syy) / 2
    along = [(x - middle_x) * cos(angle) + (y - middle_y) * sin(angle) for x, y in points]
    across = [(y - middle_y) * cos(angle) - (x - middle_x) * sin(angle) for x, y in points]
    x = (
        middle_x
        + cos(angle) * (max(along) + min(along)) / 2
        - sin(angle) * ((max(across) + min(across)) / 2)
    )
    y = (
        middle_y
        + sin(angle) * (max(along) + min(along)) / 2
        + cos(angle) * ((max(across) + min(across)) / 2)
    )
    return x, y, angle, max(along) - min(along), max(across) - min(across)


def _furniture(at: Frame, words: Words) -> str:
    """Draw the scale bar and the north arrow in the strip below the map."""
    metres = svg.nice_below(at.width * 0.25 / at.scale)
    long, y, x = metres * at.scale, at.height - 14, MARGIN
    bar = svg.empty(
        "path", d=f"M{svg.num(x)} {svg.num(y - 6)}v6h{svg.num(long)}v-6", class_="scale"
    )
    label = svg.text(x + long + 8, y, f"{words.number(metres)} m", class_="furniture")
    top = 26.0
    ax, ay = at.width - MARGIN - 6, at.height - 12
    arrow = svg.empty(
        "path",
        d=f"M{svg.num(ax)} {svg.num(ay - top)}l6 {svg.num(top)}l-6 -6l-6 6Z",
        class_="arrow",
    )
    letter = svg.text(ax - 14, ay, words.gettext("N"), class_="furniture", text_anchor="end")
    return bar + label + arrow + letter
