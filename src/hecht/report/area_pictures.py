"""Small pictures beside figures of areas: the place among all areas, and the years."""

from __future__ import annotations

from hecht.area.line import Line
from hecht.area.trend import LEAST_YEARS
from hecht.report import svg
from hecht.report.area_words import among_words, amount, label
from hecht.report.words import Words

WIDE, HIGH, EDGE = 190.0, 30.0, 7.0
SPARK_WIDE, SPARK_HIGH = 120.0, 34.0


def strip(name: str, line: Line, words: Words) -> str:
    """Draw where a figure lies among all areas: left the lowest, right the highest.

    The middle half of the areas is shaded, comparable areas are short lines, the area a dot.
    Returns "" where there is no rank.
    """
    found = line.among
    if found is None:
        return ""
    middle = HIGH / 2

    def x(share: float) -> float:
        return EDGE + share * (WIDE - 2 * EDGE)

    drawn = svg.rect(x(0), middle - 4, x(1) - x(0), 8, class_="strip-all")
    drawn += svg.rect(x(0.25), middle - 4, x(0.75) - x(0.25), 8, class_="strip-half")
    for _, share in found.peers:
        drawn += svg.line(x(share), middle - 9, x(share), middle + 9, class_="strip-peer")
    drawn += svg.empty("circle", cx=x(found.percentile), cy=middle, r=6.0, class_="strip-own")
    title = words.gettext("Place of %(name)s among the areas", name=label(line.indicator, words))
    return svg.picture(name, WIDE, HIGH, title, among_words(line, words), drawn, "strip")


def sparkline(name: str, line: Line, words: Words) -> str:
    """Draw the years of a figure; "" where there are too few for a trend."""
    points = line.points
    if len(points) < LEAST_YEARS:
        return ""
    years = [year for year, _ in points]
    values = [value for _, value in points]
    low, high = min(values), max(values)
    room = SPARK_HIGH - 14

    def at(year: int, value: float) -> tuple[float, float]:
        across = (year - years[0]) / (years[-1] - years[0])
        up = 0.5 if high == low else (value - low) / (high - low)
        return 6 + across * (SPARK_WIDE - 12), 4 + (1 - up) * (room - 4)

    places = [at(year, value) for year, value in points]
    path = "M" + "L".join(f"{svg.num(x)} {svg.num(y)}" for x, y in places)
    drawn = svg.empty("path", d=path, class_="spark")
    for x, y in places[:-1]:
        drawn += svg.empty("circle", cx=x, cy=y, r=1.8, class_="spark-dot")
    drawn += svg.empty("circle", cx=places[-1][0], cy=places[-1][1], r=3.2, class_="spark-last")
    drawn += svg.text(2, SPARK_HIGH - 1, str(years[0]), class_="spark-year")
    drawn += svg.text(SPARK_WIDE - 2, SPARK_HIGH - 1, str(years[-1]), class_="spark-year spark-end")
    told = words.listed([f"{year}: {amount(line.indicator, value, words)}"
                         for year, value in points])  # fmt: skip
    title = words.gettext("%(name)s over the years", name=label(line.indicator, words))
    return svg.picture(name, SPARK_WIDE, SPARK_HIGH, title, told, drawn, "sparkline")
