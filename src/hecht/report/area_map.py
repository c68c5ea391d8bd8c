"""A map of areas by one figure, and the same figures as a list.

Five classes of equally many areas, in one colour from light to dark that also reads in grey;
areas without a figure are hatched.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING

import numpy as np

from hecht.area.columns import Columns
from hecht.area.indicator import Indicator
from hecht.area.panel import Area, Panel
from hecht.area.small import hidden
from hecht.area.within import municipality
from hecht.outcomes.disclosure import Audience
from hecht.report import look, svg
from hecht.report.area_words import amount, label
from hecht.report.words import Words

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

SHADES = ("#eef3fb", "#c3d6ea", "#8fb4d6", "#4f87b8", "#1d5488")
"""Light to dark; each differs from the next in lightness, for any kind of colour vision."""

WIDTH, MOST_HIGH, MARGIN = 900.0, 640.0, 14.0
MANY = 2_000
"""With more areas of a level, only those of one municipality are drawn."""

MOST = 150
"""A map shows so many areas at most: those nearest to the area itself."""


@dataclass(frozen=True)
class Place:
    """One area of the map and its list; `shade` is its class, None without figure."""

    area: Area
    value: float | None
    text: str
    shade: int | None
    here: bool


@dataclass(frozen=True)
class AreaMap:
    """A map and its list twin; `picture` is "" where there are no outlines."""

    name: str
    year: int
    picture: str
    places: tuple[Place, ...]
    legend: tuple[tuple[str, str], ...]
    """The colour of each class and its bounds in words."""
    missing: int


def area_map(
    panel: Panel,
    here: Area,
    indicator: Indicator,
    shapes: Mapping[str, BaseGeometry],
    words: Words,
    audience: Audience,
    year: int | None = None,
) -> AreaMap | None:
    """Return the map of the areas around an area; None where no area has a figure.

    With outlines, the areas nearest to it are shown; without, those of its municipality.
    """
    columns = Columns(panel, here.level)
    when = columns.last(indicator.code, year)
    if when is None:
        return None
    areas = _shown(panel, here, shapes)
    codes = np.array([one.code for one in areas], dtype=np.str_)
    values = columns.of(indicator.code, when, codes)
    values = np.where(hidden(columns, indicator, when, codes, values, audience), np.nan, values)
    known = values[~np.isnan(values)]
    if len(known) == 0:
        return None
    bounds = _bounds(known)
    places = tuple(
        Place(
            one,
            None if np.isnan(value) else float(value),
            words.gettext("no figure")
            if np.isnan(value)
            else amount(indicator, float(value), words),
            None if np.isnan(value) else _class(float(value), bounds),
            one.code == here.code,
        )
        for one, value in zip(areas, values, strict=True)
    )
    title = words.gettext("%(name)s, %(year)s", name=label(indicator, words), year=str(when))
    return AreaMap(
        name=label(indicator, words),
        year=when,
        picture=_picture(places, shapes, title, words),
        places=tuple(sorted(places, key=lambda p: (p.value is None, -(p.value or 0.0),
                                                   p.area.name))),
        legend=_legend(indicator, bounds, words),
        missing=sum(place.value is None for place in places),
    )  # fmt: skip


def codes_around(panel: Panel, here: Area) -> list[str]:
    """Return the codes of the areas of which a map around an area may want the outlines.

    Those of its level; in a panel of the whole country those of its municipality.
    """
    areas = panel.areas(here.level)
    if len(areas) > MANY:
        own = municipality(here)
        areas = [one for one in areas if municipality(one) == own]
    return [one.code for one in areas]


def _shown(panel: Panel, here: Area, shapes: Mapping[str, BaseGeometry]) -> list[Area]:
    areas = list(panel.areas(here.level))
    if here.code not in shapes:
        own = municipality(here)
        near = [one for one in areas if municipality(one) == own]
        return near if len(near) <= MOST else [one for one in near if one.inside == here.inside]
    drawn = [one for one in areas if one.code in shapes]
    centre = shapes[here.code].centroid
    drawn.sort(key=lambda one: (shapes[one.code].centroid.distance(centre), one.code))
    return drawn[:MOST]


def _bounds(values: np.ndarray[tuple[int], np.dtype[np.float64]]) -> tuple[float, ...]:
    """Return the rising bounds of at most five classes of about equally many areas."""
    cuts = np.quantile(values, np.linspace(0, 1, len(SHADES) + 1))
    return tuple(dict.fromkeys(float(cut) for cut in cuts))


def _class(value: float, bounds: Sequence[float]) -> int:
    inner = bounds[1:-1]
    return sum(value > cut for cut in inner)


def _shade(place: int, classes: int) -> str:
    """Return a colour of the scale, spread over as many classes as there are."""
    if classes <= 1:
        return SHADES[2]
    return SHADES[round(place * (len(SHADES) - 1) / (classes - 1))]


def _legend(
    indicator: Indicator, bounds: Sequence[float], words: Words
) -> tuple[tuple[str, str], ...]:
    classes = max(1, len(bounds) - 1)
    if classes == 1:
        return ((_shade(0, 1), amount(indicator, bounds[0], words)),)
    return tuple(
        (
            _shade(place, classes),
            words.gettext(
                "%(low)s to %(high)s",
                low=words.number(bounds[place], indicator.decimals),
                high=amount(indicator, bounds[place + 1], words),
            ),
        )
        for place in range(classes)
    )


def _picture(
    places: Sequence[Place], shapes: Mapping[str, BaseGeometry], title: str, words: Words
) -> str:
    drawn = [place for place in places if place.area.code in shapes]
    if not any(place.here for place in drawn):
        return ""
    boxes = np.array([shapes[place.area.code].bounds for place in drawn])
    west, south = boxes[:, 0].min(), boxes[:, 1].min()
    east, north = boxes[:, 2].max(), boxes[:, 3].max()
    scale = min(
        (WIDTH - 2 * MARGIN) / max(east - west, 1.0),
        (MOST_HIGH - 2 * MARGIN) / max(north - south, 1.0),
    )
    wide, high = (east - west) * scale + 2 * MARGIN, (north - south) * scale + 2 * MARGIN

    def path(shape: BaseGeometry) -> str:
        return svg.rings(
            [(MARGIN + (x - west) * scale, MARGIN + (north - y) * scale) for x, y in ring]
            for ring in _rings(shape, 0.6 / scale)
        )

    classes = 1 + max((place.shade for place in drawn if place.shade is not None), default=0)
    inside = f"<defs>{look.pattern('area-missing', '#ffffff', look.MUTED, HATCH)}</defs>"
    for place in sorted(drawn, key=lambda one: one.here):
        fill = "url(#area-missing)" if place.shade is None else _shade(place.shade, classes)
        inside += svg.element(
            "path",
            svg.element("title", escape(f"{place.area.name}: {place.text}")),
            d=path(shapes[place.area.code]),
            fill=fill,
            fill_rule="evenodd",
            class_="area-here" if place.here else "area-there",
        )
    about = words.gettext("The list under the map gives the figure of each area.")
    return svg.picture("area-map", wide, high, title, about, inside, "map area-map")


HATCH = "M-2 2L2-2M0 8L8 0M6 10L10 6"


def _rings(shape: BaseGeometry, tolerance: float) -> list[list[tuple[float, float]]]:
    """Return the rings of an outline, without detail that the picture cannot show."""
    simple = shape.simplify(tolerance, preserve_topology=True)
    parts = getattr(simple, "geoms", [simple])
    rings = []
    for part in parts:
        if part.geom_type == "Polygon":
            rings.append(list(part.exterior.coords)[:-1])
            rings.extend(list(hole.coords)[:-1] for hole in part.interiors)
    return rings
