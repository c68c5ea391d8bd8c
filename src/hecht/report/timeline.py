"""Pictures along time: the calendar of works as a Gantt chart, and months stacked as bars.

All of them share one axis, so that what happens in a month stands below that month.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from hecht.neighbourhood import Neighbourhood, Works
from hecht.report import look, svg
from hecht.report.words import Words

WIDTH, LEFT, RIGHT = 1000.0, 176.0, 8.0
HEADER, MANY_ROWS = 40.0, 40


@dataclass(frozen=True)
class Axis:
    """The months that are drawn, from 0 up to `months`."""

    months: int
    words: Words

    @property
    def step(self) -> float:
        """The width of a month."""
        return (WIDTH - LEFT - RIGHT) / max(1, self.months)

    def x(self, month: float) -> float:
        """Return where a month starts."""
        return LEFT + month * self.step

    def grid(self, top: float, bottom: float) -> str:
        """Draw a line at each quarter, a stronger one and the year's number at each year."""
        drawn = ""
        start = self.words.start
        labelled = -1.0
        for month in range(self.months + 1):
            at = start.plus(month)
            x = self.x(month)
            if at.number == 1 or month == 0:
                drawn += svg.line(x, top - 30, x, bottom, class_="year-line")
                if (at.number <= 10 or month) and month < self.months:
                    drawn += svg.text(x + 4, top - 20, str(at.year), class_="year")
            elif at.number in (4, 7, 10):
                drawn += svg.line(x, top - 4, x, bottom, class_="quarter-line")
            letter = self._letter(at.number)
            if letter and month < self.months and x >= labelled:
                drawn += svg.text(x + self.step / 2, top - 6, letter, class_="month")
                labelled = x + 14
        return drawn

    def _letter(self, number: int) -> str:
        """Return the number of a month where there is room, else only of each quarter's first."""
        roomy = self.step >= 17
        return str(number) if roomy or number in (1, 4, 7, 10) else ""


@dataclass(frozen=True)
class WorksRow:
    """One bar of the calendar: blocks with the same works in the same months."""

    label: str
    works: Works
    start: int
    finish: int
    blocks: tuple[str, ...]


def works_rows(neighbourhood: Neighbourhood, starts: Mapping[str, int]) -> list[WorksRow]:
    """Return the bars of the calendar by month; when there are many, like blocks share one."""
    dated = [
        (starts[block.id], nth, block)
        for nth, block in enumerate(neighbourhood.blocks)
        if block.has_works and block.id in starts
    ]
    dated.sort(key=lambda item: item[:2])
    groups: dict[object, list[int]] = {}
    for place, (start, _, block) in enumerate(dated):
        key = (start, block.works, block.duration) if len(dated) > MANY_ROWS else place
        groups.setdefault(key, []).append(place)
    rows = []
    for members in groups.values():
        start, _, first = dated[members[0]]
        names = tuple(dated[place][2].name or dated[place][2].id for place in members)
        label = names[0]
        if len(names) > 1:
            label = f"{_short(names[0], 18)} +{len(names) - 1}"
        rows.append(WorksRow(label, first.works, start, start + first.duration, names))
    return rows


def gantt(rows: Sequence[WorksRow], axis: Axis) -> str:
    """Draw the calendar of works."""
    words = axis.words
    high = 22.0 if len(rows) <= 30 else 17.0
    bottom = HEADER + high * len(rows) + 4
    drawn = f"<defs>{look.works_patterns('gantt')}</defs>" + axis.grid(HEADER, bottom)
    for nth, row in enumerate(rows):
        top = HEADER + nth * high
        if nth % 2 == 0:
            drawn += svg.rect(0, top, WIDTH, high, class_="stripe")
        drawn += svg.text(LEFT - 10, top + high / 2 + 4, _short(row.label, 23), class_="row-label")
        title = words.gettext(
            "%(label)s: from %(start)s, finished %(finish)s",
            label=words.listed(row.blocks),
            start=words.month(row.start),
            finish=words.month(row.finish),
        )
        bar = svg.rect(
            axis.x(row.start),
            top + 3,
            max(2.0, (row.finish - row.start) * axis.step),
            high - 6,
            rx=2,
            fill=f"url(#gantt-{row.works.value})",
            stroke=look.WORKS_LINE[row.works],
        )
        drawn += svg.element("g", svg.element("title", _escape(title)) + bar)
    description = words.gettext(
        "Each bar is the works on a block, from start to finish. The table below gives the same."
    )
    return svg.picture(
        "gantt",
        WIDTH,
        bottom + 4,
        words.gettext("Calendar of the works"),
        description,
        drawn,
        "time",
    )


@dataclass(frozen=True)
class Layer:
    """One kind of thing in a stacked picture: how many in each month, and how it looks."""

    name: str
    label: str
    counts: tuple[int, ...]
    fill: str
    hatch: str = ""


def stacked(
    name: str,
    title: str,
    layers: Sequence[Layer],
    axis: Axis,
    *,
    gap: float,
    unit: str,
    limit: Sequence[int] | None = None,
    height: float = 150.0,
) -> str:
    """Draw counts per month on top of each other; `limit` is drawn as a line in steps.

    `gap` is the white between months, as a share of a month (0: one surface).
    """
    words = axis.words
    totals = [sum(layer.counts[m] for layer in layers) for m in range(axis.months)]
    most = max([*totals, *(limit or ()), 1])
    step = svg.nice_step(most, 4)
    top_value = step * -(-most // step)
    bottom = HEADER + height
    drawn = "".join(
        look.pattern(f"{name}-{layer.name}", layer.fill, look.INK, layer.hatch) for layer in layers
    )
    drawn = f"<defs>{drawn}</defs>"
    for value in range(0, top_value + 1, step):
        y = bottom - value / top_value * height
        drawn += svg.line(LEFT, y, WIDTH - RIGHT, y, class_="level")
        drawn += svg.text(LEFT - 8, y + 4, words.number(value), class_="row-label")
    drawn += axis.grid(HEADER, bottom)
    drawn += svg.text(LEFT - 8, HEADER - 20, unit, class_="row-label unit")
    base = [0] * axis.months
    for layer in layers:
        path = ""
        for month in range(axis.months):
            count = layer.counts[month]
            if count:
                y = bottom - (base[month] + count) / top_value * height
                x = axis.x(month + gap / 2)
                path += (
                    f"M{svg.num(x)} {svg.num(y)}h{svg.num(axis.step * (1 - gap))}"
                    f"v{svg.num(count / top_value * height)}h{svg.num(-axis.step * (1 - gap))}Z"
                )
            base[month] += count
        if path:
            drawn += svg.empty("path", d=path, fill=f"url(#{name}-{layer.name})", class_="stack")
    if limit is not None:
        path = f"M{svg.num(axis.x(0))} {svg.num(bottom - limit[0] / top_value * height)}"
        for month in range(axis.months):
            y = bottom - limit[month] / top_value * height
            path += f"V{svg.num(y)}H{svg.num(axis.x(month + 1))}"
        drawn += svg.empty("path", d=path, class_="limit")
    busiest = max(range(axis.months), key=lambda month: totals[month], default=0)
    description = words.gettext(
        "The highest month is %(month)s, with %(most)s. The table below gives every month.",
        month=words.month(busiest),
        most=words.number(totals[busiest] if totals else 0),
    )
    return svg.picture(name, WIDTH, bottom + 10, title, description, drawn, "time")


def _short(label: str, most: int) -> str:
    return label if len(label) <= most else label[: most - 1].rstrip() + "…"


def _escape(words: str) -> str:
    from html import escape

    return escape(words)
