"""Scenarios through the years of the works: a small picture and the values of each figure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from hecht.design.catalogue import catalogue
from hecht.design.comparison import Compared
from hecht.outcomes.figure import Definition
from hecht.report import svg
from hecht.report.scenario_pictures import COLOURS, DASHES, LETTERS, label
from hecht.report.tradeoffs import shown
from hecht.report.words import Words

FIGURES = (
    "homes",
    "meeting_place_within_200",
    "playground_within_200",
    "green_per_home",
    "water_storage_mm",
    "parking_per_home",
    "label_a_or_better",
    "co2_gas",
    "mean_rent",
    "costs_before_allowances",
)
"""Figures that are shown by year, where they change; none of them is of few households (C7)."""

WIDTH, HEIGHT, LEFT, TOP, FOOT, END = 320.0, 150.0, 8.0, 24.0, 24.0, 26.0

Values = tuple[float | None, ...]


@dataclass(frozen=True)
class ByYear:
    """One figure: its picture, and a row of values in words for each scenario."""

    label: str
    picture: str
    rows: tuple[tuple[str, tuple[str, ...]], ...]


def moments(compared: Sequence[Compared], words: Words) -> list[str]:
    """Return what the points in time are called: today, the end of each year, afterwards."""
    years = [str(year) for year in _years(compared)]
    return [words.gettext("Today"), *years, words.gettext("Afterwards")]


def _years(compared: Sequence[Compared]) -> list[int]:
    """Return the years of all scenarios: one may look further ahead than another."""
    return sorted({year for one in compared for year in one.outcomes.years})


def by_year(compared: Sequence[Compared], words: Words) -> list[ByYear]:
    """Return every figure that is known by year and changes in some scenario."""
    years = _years(compared)
    if not years:
        return []
    at = moments(compared, words)
    result = []
    for name in FIGURES:
        definition = catalogue()[name]
        values = [_values(one, name, years) for one in compared]
        known = {value for row in values for value in row if value is not None}
        if len(known) < 2 or not all(any(v is not None for v in row[1:-1]) for row in values):
            continue
        written = [tuple(_written(definition, v, words) for v in row) for row in values]
        result.append(
            ByYear(
                label(definition, words),
                _picture(definition, values, written, at, words),
                tuple(zip(LETTERS, written, strict=False)),
            )
        )
    return result


def _values(one: Compared, name: str, years: Sequence[int]) -> Values:
    """Return a figure today, in each of these years and afterwards; None beyond its own years."""
    found = one.outcomes
    between = [found.years.get(year, {}).get(name) for year in years]
    every = [found.today.get(name), *between, found.after.get(name)]
    return tuple(None if value is None else value.value for value in every)


def _written(definition: Definition, value: float | None, words: Words) -> str:
    return words.gettext("not known") if value is None else shown(definition, value, words)


def _picture(
    definition: Definition,
    values: Sequence[Values],
    written: Sequence[tuple[str, ...]],
    at: Sequence[str],
    words: Words,
) -> str:
    """Draw a line for each scenario; where a value is not known the line is broken."""
    known = [value for row in values for value in row if value is not None]
    low, high = min(known), max(known)
    gap = (WIDTH - LEFT - END) / (len(at) - 1)
    tall = HEIGHT - TOP - FOOT

    def place(number: int, value: float) -> svg.Point:
        return LEFT + gap * number, TOP + tall * (high - value) / (high - low)

    drawn = svg.line(LEFT, TOP + tall, WIDTH - END, TOP + tall, class_="level")
    drawn += svg.text(LEFT, TOP - 9, shown(definition, high, words), class_="by-year-top")
    drawn += svg.text(LEFT + 3, TOP + tall - 5, shown(definition, low, words), class_="by-year-top")
    drawn += svg.text(LEFT, HEIGHT - 5, at[0])
    drawn += svg.text(WIDTH - END, HEIGHT - 5, at[-1], text_anchor="end")
    for number in range(1, len(at) - 1):
        drawn += _year(LEFT + gap * number, at[number], number, len(at))
    ends: list[tuple[float, int]] = []
    for number, row in enumerate(values):
        points = [None if value is None else place(n, value) for n, value in enumerate(row)]
        drawn += _line(points, number)
        last = next((point for point in reversed(points) if point is not None), None)
        if last is not None:
            ends.append((last[1], number))
    drawn += _letters(ends)
    told = "; ".join(
        f"{LETTERS[number]}: {', '.join(map(' '.join, zip(at, row, strict=True)))}"
        for number, row in enumerate(written)
    )
    name = f"year-{definition.name}"
    return svg.picture(name, WIDTH, HEIGHT, label(definition, words), told, drawn, "by-year")


def _year(x: float, year: str, number: int, count: int) -> str:
    """Write a year below the line, every second one where there are many."""
    every = 1 if count <= 6 else 2 if count <= 11 else 4
    tick = svg.line(x, HEIGHT - FOOT, x, HEIGHT - FOOT + 4, class_="level")
    if number % every or number >= count - 2:
        return tick
    return tick + svg.text(x, HEIGHT - 5, f"’{year[2:]}", text_anchor="middle")


def _line(points: Sequence[svg.Point | None], number: int) -> str:
    colour = COLOURS[number % len(COLOURS)]
    steps, drawn, begin = "", "", True
    for point in points:
        if point is None:
            begin = True
            continue
        steps += f"{'M' if begin else 'L'}{svg.num(point[0])} {svg.num(point[1])}"
        drawn += svg.empty("circle", cx=point[0], cy=point[1], r=2.4, fill=colour)
        begin = False
    dash = DASHES[number % len(DASHES)] or None
    path = svg.empty(
        "path", d=steps, fill="none", stroke=colour, stroke_width=2.2, stroke_dasharray=dash
    )
    return path + drawn


def _letters(ends: Sequence[tuple[float, int]]) -> str:
    """Write the letters at the ends of their lines, moved apart where they would touch."""
    drawn, last = "", -99.0
    for y, number in sorted(ends):
        last = max(y, last + 14)
        drawn += svg.text(
            WIDTH - END + 7, last + 5, LETTERS[number], class_="axis-letter",
            style=f"fill:{COLOURS[number % len(COLOURS)]}",
        )  # fmt: skip
    return drawn
