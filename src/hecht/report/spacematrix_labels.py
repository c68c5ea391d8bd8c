"""Names beside points in a plot, placed so that they lie on nothing else."""

from __future__ import annotations

from dataclasses import dataclass, field

from hecht.report import look, svg

Box = tuple[float, float, float, float]
"""Left, top, right, bottom."""

# the mean width of a letter as a share of its size, on the safe side
_LETTER = 0.56


@dataclass
class Labels:
    """The room that is left within `frame`; `taken` holds what lies there already."""

    frame: Box
    taken: list[Box] = field(default_factory=list)

    def keep_free(self, x: float, y: float, radius: float) -> None:
        """Keep names off a point."""
        self.taken.append((x - radius, y - radius, x + radius, y + radius))

    def fixed(
        self,
        x: float,
        y: float,
        words: str,
        *,
        size: int,
        anchor: str = "start",
        colour: str = look.MUTED,
    ) -> str:
        """Write words at a place, and keep other names off them."""
        wide = len(words) * size * _LETTER
        left = x - wide / 2 if anchor == "middle" else x
        self.taken.append((left, y - size, left + wide, y + 3))
        return svg.text(x, y, words, fill=colour, font_size=size, text_anchor=anchor, **_HALO)

    def beside(self, x: float, y: float, words: str, *, size: int, bold: bool = False) -> str:
        """Write words beside a point where there is room; nothing when there is none near it."""
        wide = len(words) * size * (_LETTER + (0.04 if bold else 0.0))
        for away in (9.0, 17.0, 27.0, 39.0):
            for dx, dy in ((1, 0), (-1, 0), (0, -1), (0, 1), (1, -1), (1, 1), (-1, -1), (-1, 1)):
                step = away if dx == 0 or dy == 0 else away * 0.8
                left = x + dx * step + (0.0 if dx > 0 else -wide if dx < 0 else -wide / 2)
                foot = y + dy * step + (4.0 if dy == 0 else 0.0 if dy < 0 else size * 0.8)
                box = (left - 1, foot - size + 1, left + wide + 1, foot + 3)
                if self._free(box):
                    self.taken.append(box)
                    line = ""
                    if away > 17:
                        near = left if dx > 0 else left + wide if dx < 0 else x
                        line = svg.line(
                            x, y, near, foot - size * 0.35, stroke=look.MUTED, stroke_width=0.7
                        )
                    weight = "bold" if bold else None
                    return line + svg.text(
                        left,
                        foot,
                        words,
                        fill=look.INK,
                        font_size=size,
                        font_weight=weight,
                        **_HALO,
                    )
        return ""

    def _free(self, box: Box) -> bool:
        left, top, right, bottom = self.frame
        if box[0] < left or box[1] < top or box[2] > right or box[3] > bottom:
            return False
        return not any(
            box[0] < other[2] and other[0] < box[2] and box[1] < other[3] and other[1] < box[3]
            for other in self.taken
        )


# a white rim keeps names legible on lines
_HALO: dict[str, object] = {
    "stroke": "#ffffff",
    "stroke_width": 3,
    "stroke_linejoin": "round",
    "paint_order": "stroke",
}
