"""Figures with their intervals under each other, beside a line at zero."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from hecht.effects.words import figure
from hecht.report.effects_pictures import ticks
from hecht.report.svg import empty, line, picture, text

_WIDTH, _ROW, _TOP, _FOOT = 760.0, 46.0, 10.0, 34.0
_LEFT, _RIGHT = 12.0, 748.0
_PLAN, _ZERO, _RULE = "#17645c", "#1f2a30", "#dfe2de"


@dataclass(frozen=True)
class Row:
    """One figure: what it is of, its ends; `strong` rows (a mean of the others) are a diamond."""

    label: str
    value: float
    low: float
    high: float
    strong: bool = False


def intervals(name: str, title: str, description: str, rows: Sequence[Row], language: str) -> str:
    """Return a picture of the rows, each label above its interval; zero is always in sight."""
    low = min(0.0, *(row.low for row in rows))
    high = max(0.0, *(row.high for row in rows))
    room = 0.06 * ((high - low) or 1.0)
    low, high = low - room, high + room

    def at(value: float) -> float:
        return _LEFT + (_RIGHT - _LEFT) * (value - low) / (high - low)

    foot = _TOP + _ROW * len(rows)
    parts = []
    marks = ticks(low, high)
    places = max(0, -math.floor(math.log10(marks[1] - marks[0]) + 1e-9)) if marks[1:] else 2
    for tick in marks:
        parts.append(line(at(tick), _TOP, at(tick), foot, stroke=_RULE))
        parts.append(
            text(
                at(tick),
                foot + 20,
                figure(tick, language, places),
                class_="unit",
                text_anchor="middle",
            )
        )
    parts.append(line(at(0.0), _TOP, at(0.0), foot + 4, stroke=_ZERO, stroke_width=1.6))
    for number, row in enumerate(rows):
        top = _TOP + _ROW * number
        y = top + 33
        parts.append(text(_LEFT, top + 17, row.label, font_weight=600 if row.strong else None))
        parts.append(line(at(row.low), y, at(row.high), y, stroke=_PLAN, stroke_width=2.5))
        x = at(row.value)
        shape = f"M{x - 8:.1f} {y:.1f}l8 -7l8 7l-8 7Z"
        parts.append(
            empty("path", d=shape, fill=_PLAN)
            if row.strong
            else empty("circle", cx=x, cy=y, r=5.0, fill=_PLAN)
        )
    return picture(name, _WIDTH, foot + _FOOT, title, description, "".join(parts), "time")
