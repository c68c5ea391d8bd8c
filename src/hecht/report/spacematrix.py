"""The Spacematrix: every block as an arrow from what it is today to what it becomes.

Ground space index across, floor space index up, with lines of as many storeys and of as much open
space (Berghauser Pont & Haupt, Spacematrix, 2010). The picture carries its own style, so that it
can stand on a page and alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from math import hypot
from typing import TypeVar

from hecht.neighbourhood import Works
from hecht.outcomes.density import Density, area_density, block_densities
from hecht.outcomes.scene import TODAY, Scene
from hecht.report import look, svg
from hecht.report.spacematrix_labels import Labels
from hecht.report.words import Words

WIDTH, HEIGHT = 760.0, 590.0
LEFT, RIGHT, TOP, BOTTOM = 62.0, 58.0, 50.0, 132.0
STOREYS = (1, 2, 3, 4, 6, 8, 10, 15, 20, 30, 50)
OPEN_SPACE = (5.0, 3.0, 2.0, 1.5, 1.0, 0.75, 0.5, 0.35, 0.25, 0.15, 0.1)
MOST_LINES = 6

_Number = TypeVar("_Number", int, float)
Place = tuple[float, float]
"""GSI and FSI."""


@dataclass(frozen=True)
class Arrow:
    """Blocks that lie at one place today and at one place afterwards.

    `before` or `after` is None when it is not known.
    """

    names: tuple[str, ...]
    works: Works
    before: Place | None
    after: Place | None

    @property
    def label(self) -> str:
        """The first names, and how many more there are."""
        shown = ", ".join(self.names[:2])
        return shown if len(self.names) <= 2 else f"{shown} +{len(self.names) - 2}"

    @property
    def last(self) -> Place:
        """Where it is afterwards, or today when the rest is not known."""
        place = self.after or self.before
        assert place is not None
        return place


@dataclass(frozen=True)
class _Axes:
    """The plot: GSI from 0 to `across`, FSI from 0 to `up`."""

    across: float
    up: float

    def at(self, place: Place) -> tuple[float, float]:
        """Return where a place is drawn."""
        wide, high = WIDTH - LEFT - RIGHT, HEIGHT - TOP - BOTTOM
        return LEFT + place[0] / self.across * wide, HEIGHT - BOTTOM - place[1] / self.up * high


def spacematrix(scene: Scene, words: Words, *, name: str = "spacematrix") -> str:
    """Draw a scenario's blocks, and all together, in the Spacematrix; return SVG.

    A scene without a course shows today only. `name` must be unique on the page. Blocks of which
    GSI or FSI is not known are named under the picture.
    """
    arrows, lacking = _arrows(scene)
    whole = _all_blocks(scene, words)
    axes = _axes([*arrows, *([whole] if whole else [])])
    labels = Labels((LEFT, TOP, WIDTH - RIGHT, HEIGHT - BOTTOM))
    layers = [p[1] / p[0] for a in arrows for p in (a.before, a.after) if p is not None and p[0]]
    drawn = _grid(axes, words) + _storeys(layers, axes, labels, words)
    drawn += _open_space(axes, labels, words)
    for arrow in [*arrows, *([whole] if whole else [])]:
        for place in (arrow.before, arrow.after):
            if place is not None:
                labels.keep_free(*axes.at(place), 6.0)
    if whole is not None:
        drawn += _arrow(whole, axes, words, diamond=True)
    for arrow in arrows:
        drawn += _arrow(arrow, axes, words)
    for arrow in [*([whole] if whole else []), *sorted(arrows, key=_moves_most)]:
        drawn += _label(arrow, axes, labels, bold=arrow is whole)
    drawn += _legend(arrows, words, scene.course is not None) + _not_drawn(lacking, words)
    style = 'font-family="system-ui, sans-serif" font-size="12"'
    return svg.picture(
        name,
        WIDTH,
        HEIGHT,
        words.gettext("Density of the blocks, today and afterwards (Spacematrix)"),
        _description(arrows, whole, lacking, words),
        f"<g {style}>{drawn}</g>",
        "spacematrix",
    )


def _arrows(scene: Scene) -> tuple[list[Arrow], list[str]]:
    """Return the blocks as arrows, alike ones together, and those of which nothing is known."""
    blocks = scene.neighbourhood.blocks
    before = block_densities(scene, TODAY)
    after = block_densities(scene, scene.end) if scene.course is not None else {}
    alike: dict[tuple[Works, Place | None, Place | None], list[str]] = {}
    lacking = []
    for block in blocks:
        places = (
            _place(before[block.id]),
            _place(after[block.id]) if block.id in after else None,
        )
        if places == (None, None):
            lacking.append(block.id)
        else:
            alike.setdefault((block.works, *places), []).append(block.id)
    return [Arrow(tuple(names), *key) for key, names in alike.items()], lacking


def _all_blocks(scene: Scene, words: Words) -> Arrow | None:
    before = _place(area_density(scene, TODAY))
    after = _place(area_density(scene, scene.end)) if scene.course is not None else None
    if before is None and after is None:
        return None
    return Arrow((words.gettext("All blocks"),), Works.KEEP, before, after)


def _place(density: Density) -> Place | None:
    """Return GSI and FSI to a thousandth, so that what looks the same is the same."""
    if density.gsi.value is None or density.fsi.value is None:
        return None
    return round(density.gsi.value, 3), round(density.fsi.value, 3)


def _axes(arrows: Sequence[Arrow]) -> _Axes:
    """Return axes that hold every place with some room, in round steps."""
    places = [p for arrow in arrows for p in (arrow.before, arrow.after) if p is not None]
    across = max([0.3, *(gsi * 1.12 for gsi, _ in places)])
    up = max([0.8, *(fsi * 1.15 for _, fsi in places)])
    step = _step(up)
    return _Axes(min(1.0, (int(across * 10 - 1e-9) + 1) / 10), (int(up / step - 1e-9) + 1) * step)


def _step(up: float) -> float:
    return next(step for step in (0.2, 0.5, 1.0, 2.0, 5.0, 10.0, 50.0) if up <= step * 8)


def _grid(axes: _Axes, words: Words) -> str:
    """Draw the frame with the numbers and names of both axes."""
    left, foot = axes.at((0.0, 0.0))
    right, head = axes.at((axes.across, axes.up))
    drawn = svg.rect(left, head, right - left, foot - head, fill="#ffffff", stroke=look.MUTED)
    number = {"fill": look.MUTED, "font_size": 11}
    for tenth in range(round(axes.across * 10) + 1):
        x, _ = axes.at((tenth / 10, 0.0))
        drawn += svg.line(x, foot, x, foot + 4, stroke=look.MUTED)
        shown = words.number(tenth / 10, 1)
        drawn += svg.text(x, foot + 17, shown, text_anchor="middle", **number)
    step = _step(axes.up)
    for nth in range(round(axes.up / step) + 1):
        _, y = axes.at((0.0, nth * step))
        drawn += svg.line(left - 4, y, left, y, stroke=look.MUTED)
        shown = words.number(nth * step, 1)
        drawn += svg.text(left - 8, y + 4, shown, text_anchor="end", **number)
    middle = (left + right) / 2
    drawn += svg.text(
        middle,
        foot + 36,
        words.gettext("Share of the land that is built on (GSI)"),
        text_anchor="middle",
        fill=look.INK,
    )
    return drawn + svg.text(
        left - 44,
        head - 28,
        words.gettext("Floor area on each square metre of land (FSI)"),
        fill=look.INK,
    )


def _storeys(layers: Sequence[float], axes: _Axes, labels: Labels, words: Words) -> str:
    """Draw lines of equal number of storeys about those there are, each named where it ends."""
    drawn = ""
    low, high = min(layers, default=1.0) * 0.5, max(layers, default=4.0) * 1.7
    for storeys in _spread([s for s in STOREYS if low <= s <= high or s == 1]):
        end = (
            (axes.across, storeys * axes.across)
            if storeys * axes.across <= axes.up
            else (axes.up / storeys, axes.up)
        )
        x, y = axes.at(end)
        drawn += svg.line(*axes.at((0.0, 0.0)), x, y, stroke=look.RULE, stroke_width=1.2)
        shown = words.ngettext("%(n)s layer", "%(n)s layers", storeys)
        if end[0] == axes.across:
            drawn += labels.fixed(x + 4, y + 4, shown, size=10)
        else:
            drawn += labels.fixed(x, y - 5, shown, size=10, anchor="middle")
    return drawn


def _open_space(axes: _Axes, labels: Labels, words: Words) -> str:
    """Draw dashed lines of equal open space to the floor, each named near its lower end."""
    drawn = ""
    fitting = [osr for osr in OPEN_SPACE if 0.15 * axes.up < 1 / osr < 2.5 * axes.up]
    for osr in _spread(fitting):
        start = (0.0, 1 / osr) if 1 / osr <= axes.up else (1 - osr * axes.up, axes.up)
        end = (axes.across, (1 - axes.across) / osr)
        if start[0] >= axes.across:
            continue
        (x0, y0), (x1, y1) = axes.at(start), axes.at(end)
        drawn += svg.line(
            x0, y0, x1, y1, stroke=look.PRACTICE, stroke_width=0.9, stroke_dasharray="4 4"
        )
        share = 0.06 if start[0] == 0 else 0.02
        x, y = x0 + (x1 - x0) * share, y0 + (y1 - y0) * share
        shown = words.gettext("OSR %(osr)s", osr=words.number(osr, 1 if osr * 10 % 1 == 0 else 2))
        drawn += labels.fixed(x + 3, max(y - 4, TOP + 11), shown, size=10, colour="#76654f")
    return drawn


def _spread(values: Sequence[_Number]) -> list[_Number]:
    """Return at most MOST_LINES of the values, spread over them."""
    if len(values) <= MOST_LINES:
        return list(values)
    chosen = [round(n * (len(values) - 1) / (MOST_LINES - 1)) for n in range(MOST_LINES)]
    return [values[n] for n in chosen]


def _arrow(arrow: Arrow, axes: _Axes, words: Words, *, diamond: bool = False) -> str:
    """Draw one arrow with its ends: hollow today, filled afterwards."""
    colour = look.INK if diamond else look.WORKS_LINE[arrow.works]
    drawn = ""
    ends = [None if place is None else axes.at(place) for place in (arrow.before, arrow.after)]
    first, last = ends
    if first is not None and last is not None:
        long = hypot(last[0] - first[0], last[1] - first[1])
        if long > 14:
            # from rim to rim
            x, y = (last[0] - first[0]) / long, (last[1] - first[1]) / long
            drawn += svg.line(
                first[0] + 5 * x,
                first[1] + 5 * y,
                last[0] - 9 * x,
                last[1] - 9 * y,
                stroke=colour,
                stroke_width=2.4 if diamond else 1.6,
            )
            drawn += _tip(last[0] - 5 * x, last[1] - 5 * y, x, y, colour)
    for place, filled in ((first, False), (last, True)):
        if place is not None and not (not filled and last is not None and last == first):
            drawn += _point(place, colour, filled, diamond)
    return f"<g>{svg.element('title', escape(_told(arrow, words)))}{drawn}</g>"


def _tip(x: float, y: float, dx: float, dy: float, colour: str) -> str:
    """Draw the head of an arrow that points along dx, dy."""
    back = (x - 8 * dx, y - 8 * dy)
    corners = [(x, y)] + [(back[0] + s * 4 * dy, back[1] - s * 4 * dx) for s in (1, -1)]
    return svg.empty("path", d=svg.rings([corners]), fill=colour)


def _point(place: tuple[float, float], colour: str, filled: bool, diamond: bool) -> str:
    x, y = place
    fill = colour if filled else "#ffffff"
    if not diamond:
        return svg.empty("circle", cx=x, cy=y, r=4.5, fill=fill, stroke=colour, stroke_width=1.6)
    path = svg.rings([[(x, y - 7), (x + 7, y), (x, y + 7), (x - 7, y)]])
    return svg.empty("path", d=path, fill=fill, stroke=colour, stroke_width=1.8)


def _moves_most(arrow: Arrow) -> tuple[float, str]:
    """Order blocks that change most first, so that their names get the room."""
    if arrow.before is None or arrow.after is None:
        return 0.0, arrow.label
    gone = abs(arrow.after[1] - arrow.before[1]) + abs(arrow.after[0] - arrow.before[0])
    return -gone, arrow.label


def _label(arrow: Arrow, axes: _Axes, labels: Labels, *, bold: bool) -> str:
    return labels.beside(*axes.at(arrow.last), arrow.label, size=12 if bold else 11, bold=bold)


def _legend(arrows: Sequence[Arrow], words: Words, planned: bool) -> str:
    """Draw what the signs and the colours mean, in as many rows as it takes."""
    from hecht.report.page import works_names

    top = HEIGHT - BOTTOM + 62
    signs = [_point((5.5, -4.0), look.MUTED, False, False)]
    names = [words.gettext("today")]
    if planned:
        signs.append(_point((5.5, -4.0), look.MUTED, True, False))
        names.append(words.gettext("afterwards"))
    signs.append(svg.line(-6, -4, 12, -4, stroke=look.MUTED, stroke_width=1.2))
    names.append(words.gettext("as many layers"))
    dashed = {"stroke": look.PRACTICE, "stroke_width": 1.2, "stroke_dasharray": "4 4"}
    signs.append(svg.line(-6, -4, 12, -4, **dashed))
    names.append(words.gettext("as much open ground to the floor area (OSR)"))
    used = {arrow.works for arrow in arrows}
    for works, name in works_names(words).items():
        if works in used:
            signs.append(svg.rect(0, -9, 11, 9, fill=look.WORKS_LINE[works]))
            names.append(name)
    drawn, x, y = "", LEFT, top
    for sign, name in zip(signs, names, strict=True):
        wide = 44 + 6.5 * len(name)
        if x > LEFT and x + wide > WIDTH:
            x, y = LEFT, y + 20
        shift = f"translate({svg.num(x)} {svg.num(y)})"
        drawn += svg.element("g", sign + svg.text(18, 0, name, fill=look.INK), transform=shift)
        x += wide
    return drawn


def _not_drawn(lacking: Sequence[str], words: Words) -> str:
    if not lacking:
        return ""
    told = words.gettext("Not known: %(blocks)s", blocks=_some(lacking, words))
    return svg.text(LEFT, HEIGHT - 10, told, fill=look.MUTED, font_size=11)


def _some(names: Sequence[str], words: Words) -> str:
    shown = ", ".join(names[:8])
    if len(names) <= 8:
        return shown
    return words.gettext("%(names)s and %(n)s more", names=shown, n=words.number(len(names) - 8))


def _told(arrow: Arrow, words: Words) -> str:
    """Return an arrow in words: names, GSI and FSI today and afterwards."""

    def place(found: Place | None) -> str:
        if found is None:
            return words.gettext("not known")
        gsi, fsi = (words.number(value, 2) for value in found)
        return f"GSI {gsi}, FSI {fsi}"

    return words.gettext(
        "%(names)s: today %(before)s; afterwards %(after)s",
        names=", ".join(arrow.names),
        before=place(arrow.before),
        after=place(arrow.after),
    )


def _description(
    arrows: Sequence[Arrow], whole: Arrow | None, lacking: Sequence[str], words: Words
) -> str:
    told = [_told(arrow, words) for arrow in [*([whole] if whole else []), *arrows]]
    if lacking:
        told.append(words.gettext("Not known: %(blocks)s", blocks=_some(lacking, words)))
    return ". ".join(told) + "."
