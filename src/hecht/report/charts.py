"""Small bar charts: this plan, the usual way of working, and what no plan can pass."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from hecht.report import look, svg

WIDTH, BAR, GAP, LABEL = 420.0, 15.0, 4.0, 18.0


@dataclass(frozen=True)
class Bars:
    """One figure: its label and its values; None is not drawn.

    `whole` is what the full bar stands for. Without it, the rows of a chart share one scale when
    they have the same `unit`.
    """

    label: str
    plan: float
    practice: float | None = None
    bound: float | None = None
    whole: float | None = None
    plan_words: str = ""
    practice_words: str = ""
    unit: str = ""


def bars(name: str, title: str, description: str, rows: Sequence[Bars]) -> str:
    """Draw rows of bars with their values written beside them."""
    shares = all(row.whole is not None for row in rows)
    longest: dict[str, float] = {}
    for row in rows:
        most = max(row.plan, row.practice or 0, row.bound or 0, 1)
        longest[row.unit] = max(most, longest.get(row.unit, 0))
    room = WIDTH - 84
    y, drawn = 0.0, ""
    defs = look.pattern(f"{name}-p", look.PRACTICE, "#ffffff", "M-2 2L2-2M0 8L8 0M6 10L10 6")
    for row in rows:
        full = row.whole if shares and row.whole else longest[row.unit]
        drawn += svg.text(0, y + 12, row.label, class_="bar-label")
        y += LABEL
        top = y
        pairs = [(row.plan, row.plan_words, look.PLAN)]
        if row.practice is not None:
            pairs.append((row.practice, row.practice_words, f"url(#{name}-p)"))
        for value, words, fill in pairs:
            if shares:
                drawn += svg.rect(0, y, room, BAR, class_="track")
            drawn += svg.rect(0, y, max(1.0, room * value / full) if value else 1.0, BAR, fill=fill)
            beside = room + 6 if shares else max(1.0, room * value / full) + 6
            drawn += svg.text(beside, y + 12, words, class_="bar-value")
            y += BAR + GAP
        if row.bound is not None:
            x = max(1.0, room * min(row.bound, full) / full)
            drawn += svg.line(x, top - 3, x, y - GAP + 3, class_="bound")
        y += 8
    return svg.picture(name, WIDTH, y, title, description, f"<defs>{defs}</defs>{drawn}", "bars")
