"""A small map for paper: the blocks by their works, and no names.

Stripes are coarse, so that the kinds of works are told apart on a few centimetres and without
colour.
"""

from __future__ import annotations

from hecht.neighbourhood import Polygon, Works
from hecht.report import look, svg
from hecht.report.map import FOOT, Frame

TILE = 34.0
"""The size of the pattern of the works on a map of 1000 wide."""

HATCH: dict[Works, str] = {
    Works.KEEP: "",
    Works.RENOVATE_OCCUPIED: "M0 4H8",
    Works.RENOVATE_EMPTY: "M2 0V8M6 0V8",
    Works.REBUILD: "M-2 2L2 -2M0 8L8 0M6 10L10 6M-2 6L2 10M0 0L8 8M6 -2L10 2",
    Works.BUILD: "M4 2.6V5.4M2.6 4H5.4",
}
STROKE: dict[Works, float] = {
    Works.KEEP: 0.0,
    Works.RENOVATE_OCCUPIED: 1.2,
    Works.RENOVATE_EMPTY: 1.2,
    Works.REBUILD: 1.5,
    Works.BUILD: 1.8,
}


def small_map(at: Frame, name: str, title: str, about: str) -> str:
    """Draw the blocks of a frame by their works; `name` must be unique on the page."""
    height = at.height - FOOT
    drawn = f"<defs>{_patterns(name, TILE)}</defs>"
    for works in Works:
        path = "".join(
            _outline(polygon, at)
            for kind, _, polygons in at.shapes
            if kind is works
            for polygon in polygons
        )
        if path:
            drawn += svg.empty(
                "path", d=path, class_="land-block", fill=f"url(#{name}-{works.value})",
                fill_rule="evenodd",
            )  # fmt: skip
    return svg.picture(name, at.width, height, title, about, drawn, "small-map")


def swatch(works: Works) -> str:
    """Return the pattern of one kind of works for a legend."""
    name = f"swatch-{works.value}"
    defined = f"<defs>{_pattern(name, works, 9.0)}</defs>"
    box = svg.rect(0.7, 0.7, 32.6, 18.6, fill=f"url(#{name})", class_="land-swatch")
    return f'<svg class="swatch" viewBox="0 0 34 20" aria-hidden="true">{defined}{box}</svg>'


def _outline(polygon: Polygon, at: Frame) -> str:
    return svg.rings(tuple(at.at(x, y) for x, y in ring[:-1]) for ring in polygon)


def _patterns(prefix: str, tile: float) -> str:
    return "".join(_pattern(f"{prefix}-{works.value}", works, tile) for works in Works)


def _pattern(name: str, works: Works, tile: float) -> str:
    hatch = HATCH[works]
    drawn = (
        f'<path d="{hatch}" fill="none" stroke="{look.WORKS_LINE[works]}" '
        f'stroke-width="{STROKE[works]}"/>'
        if hatch
        else ""
    )
    return (
        f'<pattern id="{name}" width="8" height="8" patternUnits="userSpaceOnUse" '
        f'patternTransform="scale({svg.num(tile / 8)})">'
        f'<rect width="8" height="8" fill="{look.WORKS_FILL[works]}"/>{drawn}</pattern>'
    )
