"""Pictures of an effect: from year to year around the start, and among placebo areas."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np

from hecht.effects.effect import Effect, Estimate, Placebo
from hecht.effects.words import figure
from hecht.report import look, svg
from hecht.report.effects_words import PAGE

WIDTH, HEIGHT, LEFT, RIGHT, TOP, FOOT = 860.0, 380.0, 78.0, 18.0, 34.0, 56.0
BINS = 25
BAND = "#cfe3e0"


def ticks(low: float, high: float, most: int = 6) -> list[float]:
    """Return round values (steps of 1, 2 or 5 times a power of ten) from low to high."""
    span = high - low
    if span <= 0 or not math.isfinite(span):
        return [low]
    size = 10.0 ** math.floor(math.log10(span / most))
    step = next(f * size for f in (1, 2, 5, 10) if span / (f * size) <= most)
    first, last = math.ceil(low / step - 1e-9), math.floor(high / step + 1e-9)
    return [round(at * step, 12) for at in range(first, last + 1)]


def event_picture(effect: Effect, language: str) -> str:
    """Draw the estimate by years since the start; nothing where a method gives one figure."""
    points = sorted(effect.by_event_time.items())
    if len(points) < 2:
        return ""
    at = 0 if language == "nl" else 1
    ends = [end for _, one in points for end in (one.low, one.high, one.value) if end is not None]
    ends += [end for pair in effect.band.values() for end in pair] + [0.0]
    low, high = _roomy(min(ends), max(ends))
    first, last = points[0][0], points[-1][0]
    gap = (WIDTH - LEFT - RIGHT) / (last - first + 1)

    def x(years: float) -> float:
        return LEFT + (years - first + 0.5) * gap

    def y(value: float) -> float:
        return TOP + (high - value) / (high - low) * (HEIGHT - TOP - FOOT)

    start = x(-0.5)
    drawn = svg.rect(LEFT, TOP, max(0.0, start - LEFT), HEIGHT - TOP - FOOT, fill="#f1f2ef")
    drawn += _levels(low, high, y, language)
    drawn += svg.line(LEFT, y(0), WIDTH - RIGHT, y(0), stroke=look.INK, stroke_width=1.4)
    if first < 0:
        drawn += svg.line(
            start, TOP - 6, start, HEIGHT - FOOT, stroke=look.INK, stroke_width=1.4,
            stroke_dasharray="5 4",
        )  # fmt: skip
        drawn += svg.text(start - 8, TOP - 12, PAGE["before"][at], text_anchor="end")
    drawn += svg.text(start + 8, TOP - 12, PAGE["after"][at])
    wide = min(26.0, gap * 0.6)
    for years, one in points:
        drawn += _point(x(years), y, one, effect.band.get(years), wide, before=years < 0)
    every = max(1, math.ceil((last - first + 1) / 18))
    for years, _ in points:
        if years % every == 0:
            drawn += svg.text(
                x(years), HEIGHT - FOOT + 22, _number(years, language), text_anchor="middle"
            )
    drawn += svg.text(
        (LEFT + WIDTH - RIGHT) / 2, HEIGHT - 8, PAGE["event_axis"][at], text_anchor="middle",
        class_="unit",
    )  # fmt: skip
    told = "; ".join(f"{years}: {figure(one.value, language)}" for years, one in points)
    return svg.picture(
        "event", WIDTH, HEIGHT, PAGE["event_title"][at], told + ".", drawn, "time effect"
    )


def _point(
    x: float,
    y: Callable[[float], float],
    one: Estimate,
    band: tuple[float, float] | None,
    wide: float,
    *,
    before: bool,
) -> str:
    drawn = ""
    if band is not None:
        top, foot = y(band[1]), y(band[0])
        drawn += svg.rect(x - wide / 2, top, wide, foot - top, fill=BAND)
    if one.low is not None and one.high is not None:
        drawn += svg.line(x, y(one.high), x, y(one.low), stroke=look.PLAN, stroke_width=2.6)
    fill = "#ffffff" if before else look.PLAN
    return drawn + svg.empty(
        "circle", cx=x, cy=y(one.value), r=5.5, fill=fill, stroke=look.PLAN, stroke_width=2.4
    )


def placebo_picture(found: Placebo, value: float, language: str) -> str:
    """Draw how often the draws gave what, with the estimate among them."""
    at = 0 if language == "nl" else 1
    reach = max(abs(value), float(np.abs(found.draws).max()), 1e-12) * 1.08
    counts, edges = np.histogram(found.draws, bins=BINS, range=(-reach, reach))
    most = max(int(counts.max()), 1)

    def x(amount: float) -> float:
        return LEFT + (amount + reach) / (2 * reach) * (WIDTH - LEFT - RIGHT)

    def y(count: float) -> float:
        return TOP + (1 - count / (most * 1.05)) * (HEIGHT - TOP - FOOT)

    drawn = ""
    step = svg.nice_step(most, 5)
    for count in range(0, most + 1, step):
        drawn += svg.line(LEFT, y(count), WIDTH - RIGHT, y(count), class_="level")
        drawn += svg.text(LEFT - 8, y(count) + 5, f"{count}", text_anchor="end")
    for count, low, high in zip(counts.tolist(), edges[:-1], edges[1:], strict=True):
        if count:
            drawn += svg.rect(
                x(low) + 1, y(count), x(high) - x(low) - 2, y(0) - y(count), fill="#a9b6bc"
            )
    drawn += svg.line(LEFT, y(0), WIDTH - RIGHT, y(0), stroke=look.INK, stroke_width=1.4)
    for tick in ticks(-reach, reach, 8):
        drawn += svg.text(
            x(tick), HEIGHT - FOOT + 22, _number(tick, language), text_anchor="middle"
        )
    drawn += _mark(x(value), PAGE["estimate_here"][at], y(0), dash=None)
    if found.by == "estimate":
        drawn += _mark(x(-value), PAGE["as_far"][at], y(0), dash="5 4")
    drawn += svg.text(
        (LEFT + WIDTH - RIGHT) / 2, HEIGHT - 8, PAGE["placebo_axis"][at], text_anchor="middle",
        class_="unit",
    )  # fmt: skip
    told = f"{PAGE['estimate_here'][at]}: {figure(value, language)}; {len(found.draws)} "
    told += f"{PAGE['placebo_count'][at]}, p = {found.p:.3f}."
    return svg.picture(
        "placebo", WIDTH, HEIGHT, PAGE["placebo_title"][at], told, drawn, "time effect"
    )


def _mark(x: float, words: str, foot: float, dash: str | None) -> str:
    drawn = svg.line(x, TOP - 8, x, foot, stroke=look.LOST, stroke_width=2.4, stroke_dasharray=dash)
    left = x > (LEFT + WIDTH - RIGHT) / 2
    return drawn + svg.text(
        x + (-7 if left else 7), TOP + 4, words, text_anchor="end" if left else "start"
    )


def _levels(low: float, high: float, y: Callable[[float], float], language: str) -> str:
    drawn = ""
    for tick in ticks(low, high):
        drawn += svg.line(LEFT, y(tick), WIDTH - RIGHT, y(tick), class_="level")
        drawn += svg.text(LEFT - 8, y(tick) + 5, _number(tick, language), text_anchor="end")
    return drawn


def _number(value: float, language: str) -> str:
    text = f"{value:g}".replace("-", "−")
    return text.replace(".", ",") if language == "nl" else text


def _roomy(low: float, high: float) -> tuple[float, float]:
    room = (high - low or 1.0) * 0.06
    return low - room, high + room
