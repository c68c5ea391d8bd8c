"""Pictures of scenarios side by side: parallel axes and small multiples, each with its letter."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from hecht.design.comparison import Compared
from hecht.outcomes.figure import Definition
from hecht.report import look, svg
from hecht.report.tradeoffs import shown
from hecht.report.words import Words

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
COLOURS = (
    "#17645c", "#b0592c", "#3f6a99", "#6a4c9c", "#8f6f10", "#b3261e",
    "#4c7f38", "#56636b", "#9c3f78", "#1f2a30", "#2f7f9c", "#7a5230",
)  # fmt: skip
"""The colour of each scenario's line, all at 4.5 to 1 or more on white."""
DASHES = ("", "9 4", "2 4", "12 4 2 4", "5 3", "1 5")
"""The dash of each scenario's line, so that lines differ without colour too."""

LETTER_WIDTH = 7.6
"""About how wide a letter is of the text beside the dots, in the units of the picture."""

WIDTH, HEIGHT, TOP, SIDE = 1000.0, 400.0, 74.0, 66.0


@dataclass(frozen=True)
class Axis:
    """One figure as an axis: the values run from `low` to `high`, the better side up."""

    definition: Definition
    low: float
    high: float

    def share(self, value: float) -> float:
        """Return where a value lies, from 0 at the foot to 1 at the top."""
        if self.high == self.low:
            return 0.5
        part = (value - self.low) / (self.high - self.low)
        return 1 - part if self.definition.better == "less" else part

    @property
    def top(self) -> float:
        """The value at the top."""
        return self.low if self.definition.better == "less" else self.high

    @property
    def foot(self) -> float:
        """The value at the foot."""
        return self.high if self.definition.better == "less" else self.low


def axis(definition: Definition, compared: Sequence[Compared]) -> Axis:
    """Return the axis of a figure that is known in every scenario, its spread included."""
    ends = [one.spread.get(definition.name) for one in compared]
    values = [one.value(definition.name).value or 0.0 for one in compared]
    low = min([*values, *(end[0] for end in ends if end)])
    high = max([*values, *(end[1] for end in ends if end)])
    return Axis(definition, low, high)


def label(definition: Definition, words: Words) -> str:
    """Return what a figure is called in the reader's language."""
    return definition.label_nl if words.language == "nl" else definition.label


def _style(number: int) -> dict[str, object]:
    return {
        "stroke": COLOURS[number % len(COLOURS)],
        "stroke_dasharray": DASHES[number % len(DASHES)] or None,
    }


def _fill(number: int) -> str:
    """Return a scenario's colour for text, which the style sheet would make black otherwise."""
    return f"fill:{COLOURS[number % len(COLOURS)]}"


def parallel(axes: Sequence[Axis], compared: Sequence[Compared], words: Words) -> str:
    """Draw one line a scenario across the axes; thin bars show the spread over the seeds.

    Raises ValueError with fewer than two axes.
    """
    if len(axes) < 2:
        raise ValueError("parallel axes need two figures or more that differ")
    step = (WIDTH - 2 * SIDE - 30) / (len(axes) - 1)
    height = HEIGHT - TOP - 40
    at = [SIDE + number * step for number in range(len(axes))]
    drawn = ""
    for x, one in zip(at, axes, strict=True):
        drawn += svg.line(x, TOP, x, TOP + height, stroke=look.MUTED, stroke_width=1.2)
        for row, line in enumerate(_wrapped(label(one.definition, words), step)):
            drawn += svg.text(x, 14 + 14 * row, line, class_="axis-label")
        drawn += svg.text(x, TOP - 13, shown(one.definition, one.top, words), class_="axis-end")
        foot = shown(one.definition, one.foot, words)
        drawn += svg.text(x, TOP + height + 18, foot, class_="axis-end")
    ends: list[tuple[float, int]] = []
    for number, scenario in enumerate(compared):
        points = []
        for x, one in zip(at, axes, strict=True):
            value = scenario.value(one.definition.name).value or 0.0
            points.append((x, TOP + height * (1 - one.share(value))))
            least, most = scenario.spread.get(one.definition.name, (value, value))
            if least < most:
                ys = sorted(TOP + height * (1 - one.share(v)) for v in (least, most))
                shift = x + (number - (len(compared) - 1) / 2) * 2.2
                drawn += svg.line(
                    shift, ys[0], shift, ys[1], stroke=COLOURS[number % len(COLOURS)],
                    stroke_width=4, stroke_opacity=".35",
                )  # fmt: skip
        path = "M" + "L".join(f"{svg.num(x)} {svg.num(y)}" for x, y in points)
        drawn += svg.empty("path", d=path, fill="none", stroke_width=2.6, **_style(number))
        drawn += "".join(
            svg.empty("circle", cx=x, cy=y, r=4.0, fill=COLOURS[number % len(COLOURS)])
            for x, y in points
        )
        ends.append((points[-1][1], number))
    drawn += _letters(ends, at[-1] + 12)
    title = words.gettext("The scenarios on parallel axes")
    description = words.gettext("Each line is a scenario; higher is better on every axis.")
    return svg.picture("parallel", WIDTH, HEIGHT, title, description, drawn, "axes")


def _letters(ends: list[tuple[float, int]], x: float) -> str:
    """Write the letters at the ends of their lines, moved apart where they would touch."""
    drawn, last = "", -99.0
    for y, number in sorted(ends):
        last = max(y, last + 17)
        drawn += svg.text(x, last + 5, LETTERS[number], class_="axis-letter", style=_fill(number))
    return drawn


def _wrapped(text: str, width: float) -> list[str]:
    """Return a label in at most three lines that fit between two axes."""
    room = max(8, int(width / 7.4))
    lines = [""]
    for word in text.split():
        if lines[-1] and len(lines[-1]) + 1 + len(word) > room:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    return lines if len(lines) <= 3 else [*lines[:2], lines[2] + "…"]


def dots(name: str, one: Axis, compared: Sequence[Compared], words: Words) -> str:
    """Draw one figure: a dot a scenario with its spread, and today's value as a line."""
    left, width, row = 22.0, 300.0, 19.0
    written = [
        shown(one.definition, c.value(one.definition.name).value or 0.0, words) for c in compared
    ]
    room = width - left - max(78.0, 18 + LETTER_WIDTH * max(map(len, written)))
    today = [c.outcomes.today.get(one.definition.name) for c in compared]
    now = next((value.value for value in today if value is not None), None)
    low = one.low if now is None else min(one.low, now)
    high = one.high if now is None else max(one.high, now)
    scale = room / ((high - low) or 1.0)
    drawn = ""
    height = row * len(compared) + 6
    if now is not None:
        x = left + (now - low) * scale
        drawn += svg.line(x, 0, x, height - 4, class_="today")
    for number, scenario in enumerate(compared):
        y = row * number + 12
        value = scenario.value(one.definition.name).value or 0.0
        least, most = scenario.spread.get(one.definition.name, (value, value))
        colour = COLOURS[number % len(COLOURS)]
        drawn += svg.text(4, y + 5, LETTERS[number], class_="axis-letter", style=_fill(number))
        drawn += svg.line(left, y, left + room, y, class_="level")
        if least < most:
            drawn += svg.line(
                left + (least - low) * scale, y, left + (most - low) * scale, y,
                stroke=colour, stroke_width=5, stroke_opacity=".35",
            )  # fmt: skip
        drawn += svg.empty("circle", cx=left + (value - low) * scale, cy=y, r=5.0, fill=colour)
        drawn += svg.text(left + room + 10, y + 5, written[number])
    values = ", ".join(f"{LETTERS[n]} {text}" for n, text in enumerate(written))
    return svg.picture(name, width, height, label(one.definition, words), values, drawn, "dots")
