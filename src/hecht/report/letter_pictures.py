"""The pictures of a letter: small pictograms, and a map of the neighbourhood with own homes."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from hecht.neighbourhood import Neighbourhood, Stage
from hecht.report import look, svg
from hecht.report.map import FOOT, Frame, frame, streets
from hecht.residents.letter import Spot

ICONS: dict[str, str] = {
    "return": "M3 11L12 3.5L21 11M5.5 9.5V20.5H18.5V9.5M8.5 14.5L11 17L15.5 12",
    "leave": "M3 11L12 3.5L21 11M5.5 9.5V20.5H18.5V9.5M9.3 12.3L14.7 17.7M14.7 12.3L9.3 17.7",
    "calendar": "M4 5.5H20V20.5H4ZM4 10H20M8.5 3V7.5M15.5 3V7.5M8 14H10.5M13.5 14H16M8 17H10.5",
    "moves": "M2.5 7.5H13V17H2.5ZM13 11H18L21.5 14V17H13M7 17A1.8 1.8 0 1 0 7 17.1Z"
    "M17 17A1.8 1.8 0 1 0 17 17.1Z",
    "home": "M3 11L12 3.5L21 11M5.5 9.5V20.5H18.5V9.5M10 20.5V14.5H14V20.5",
    "rent": "M12 3A9 9 0 1 1 11.9 3ZM15.8 8.4A4.6 4.6 0 1 0 15.8 15.6M6.6 10.8H13M6.6 13.2H13",
    "people": "M8 5A2.8 2.8 0 1 1 7.9 5ZM16 5A2.8 2.8 0 1 1 15.9 5Z"
    "M3 20V16.5A4.5 4.5 0 0 1 12 16.5V20M12 16.5A4.5 4.5 0 0 1 21 16.5V20",
    "works": "M4 20.5L13 11.5M11 8L16 13M10 9L14.5 4.5L20 10L15.5 14.5Z",
    "phone": "M6.5 3.5L9.5 4L10.5 8.5L8.3 10.2A12 12 0 0 0 13.8 15.7L15.5 13.5L20 14.5L20.5 17.5"
    "A3 3 0 0 1 17.5 20.5A14 14 0 0 1 3.5 6.5A3 3 0 0 1 6.5 3.5Z",
}
"""Pictograms as lines on a field of 24 by 24; the words beside them tell the same."""

BLOCK = "#dfe3df"
FONT = "'Liberation Sans', 'DejaVu Sans', Arial, sans-serif"

RADIUS = 30.0
"""The size of a spot on a map of 1000 wide."""

_LETTER = 17.0


def icon(name: str) -> str:
    """Return a pictogram; a screen reader passes over it."""
    return (
        '<svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">'
        f'<path d="{ICONS[name]}" fill="none" stroke="currentColor" stroke-width="1.7" '
        'stroke-linejoin="round" stroke-linecap="round"/></svg>'
    )


class LetterMap:
    """Draws the map of each household over the same ground, which is drawn once.

    Pictures carry their look as attributes: on paper no stylesheet reaches into them.
    """

    def __init__(self, neighbourhood: Neighbourhood, colour: str) -> None:
        """Draw the ground: the outlines of the blocks and the names of the streets."""
        self.colour = colour
        self.frame: Frame = frame(neighbourhood)
        paths = "".join(
            svg.rings(tuple(self.frame.at(x, y) for x, y in ring[:-1]) for ring in polygon)
            for _, _, polygons in self.frame.shapes
            for polygon in polygons
        )
        standing = [home for home in neighbourhood.homes if home.stage is Stage.EXISTING]
        ground = svg.empty("path", d=paths, fill=BLOCK, stroke=look.MUTED, stroke_width=2.5,
                           fill_rule="evenodd")  # fmt: skip
        names = streets(standing, self.frame, _LETTER)
        self.ground = ground + svg.element(
            "g", names, font_size="34", font_family=FONT, fill=look.INK, text_anchor="middle"
        )

    def draw(self, spots: Sequence[Spot], title: str, about: str) -> str:
        """Return the map with the numbered homes of one household, in the order of its spots."""
        points = _apart([self.frame.at(spot.x, spot.y) for spot in spots])
        drawn = self.ground
        for number, (spot, (x, y)) in enumerate(zip(spots, points, strict=True), start=1):
            drawn += self.mark(spot.kind, x, y, number)
        height = self.frame.height - FOOT
        words = f"{about} {', '.join(f'{n}: {s.word}' for n, s in enumerate(spots, start=1))}"
        return svg.picture("map", self.frame.width, height, title, words, drawn, "map")

    def mark(self, kind: str, x: float, y: float, number: int) -> str:
        """Draw a numbered home: open where they live now, square if temporary, full at the end."""
        ink, fill = look.INK, {"temporary": "#f4d58d", "final": self.colour}.get(kind, "#ffffff")
        line = {"fill": fill, "stroke": ink, "stroke_width": 6}
        if kind == "temporary":
            side = 1.8 * RADIUS
            shape = svg.rect(x - side / 2, y - side / 2, side, side, **line)
        else:
            shape = svg.empty("circle", cx=x, cy=y, r=RADIUS, **line)
        return shape + svg.text(
            x, y + 14, str(number), font_size="40", font_weight="bold", font_family=FONT,
            text_anchor="middle", fill="#ffffff" if kind == "final" else ink,
        )  # fmt: skip

    def legend(self, kind: str, number: int, word: str) -> str:
        """Return the mark of a spot with its word, as an entry of the legend."""
        drawn = self.mark(kind, RADIUS + 4, RADIUS + 4, number)
        size = svg.num(2 * RADIUS + 8)
        return (
            f'<svg class="key" viewBox="0 0 {size} {size}" aria-hidden="true" focusable="false">'
            f"{drawn}</svg> {escape(word)}"
        )


def _apart(points: Sequence[svg.Point]) -> list[svg.Point]:
    """Move spots that would cover one another aside, each as little as needed."""
    placed: list[svg.Point] = []
    for x, y in points:
        for close in placed:
            dx, dy = x - close[0], y - close[1]
            distance = (dx * dx + dy * dy) ** 0.5
            if distance < 2.1 * RADIUS:
                push = 2.1 * RADIUS - distance
                ux, uy = (dx / distance, dy / distance) if distance else (1.0, 0.0)
                x, y = x + ux * push, y + uy * push
        placed.append((x, y))
    return placed
