"""Small parts of SVG pictures: numbers, text, paths. Pictures are strings; nothing is fetched."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

Point = tuple[float, float]


def num(value: float) -> str:
    """Return a coordinate with at most one decimal, as short as possible."""
    text = f"{value:.1f}"
    return text[:-2] if text.endswith(".0") else text


def attributes(**values: object) -> str:
    """Return attributes; `stroke_width` becomes stroke-width and `class_` becomes class."""
    parts = []
    for name, value in values.items():
        if value is None:
            continue
        shown = num(value) if isinstance(value, float) else str(value)
        parts.append(f' {name.rstrip("_").replace("_", "-")}="{escape(shown)}"')
    return "".join(parts)


def element(tag: str, inside: str = "", **values: object) -> str:
    """Return one element; `inside` is markup."""
    return f"<{tag}{attributes(**values)}>{inside}</{tag}>" if inside else empty(tag, **values)


def empty(tag: str, **values: object) -> str:
    """Return an element without content."""
    return f"<{tag}{attributes(**values)}/>"


def text(x: float, y: float, words: str, **values: object) -> str:
    """Return a line of text; `words` is plain text."""
    return element("text", escape(words), x=float(x), y=float(y), **values)


def rect(x: float, y: float, width: float, height: float, **values: object) -> str:
    """Return a rectangle."""
    return empty("rect", x=float(x), y=float(y), width=float(width), height=float(height), **values)


def line(x1: float, y1: float, x2: float, y2: float, **values: object) -> str:
    """Return a straight line."""
    return empty("line", x1=float(x1), y1=float(y1), x2=float(x2), y2=float(y2), **values)


def rings(points: Iterable[Iterable[Point]]) -> str:
    """Return the path data of closed rings."""
    parts = []
    for ring in points:
        steps = [f"{num(x)} {num(y)}" for x, y in ring]
        if steps:
            parts.append("M" + "L".join(steps) + "Z")
    return "".join(parts)


def picture(
    name: str, width: float, height: float, title: str, description: str, inside: str, class_: str
) -> str:
    """Return a whole picture that a screen reader can tell about.

    `name` must be unique on the page; `title` and `description` are plain text.
    """
    head = (
        f'<title id="{name}-t">{escape(title)}</title>'
        f'<desc id="{name}-d">{escape(description)}</desc>'
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="{class_}" role="img" '
        f'aria-labelledby="{name}-t {name}-d" viewBox="0 0 {num(width)} {num(height)}">'
        f"{head}{inside}</svg>"
    )


def nice_step(most: float, steps: int) -> int:
    """Return a round whole step (1, 2, 5, 10, …) that cuts `most` into at most `steps` parts."""
    size = 1
    while True:
        for factor in (1, 2, 5):
            if most <= factor * size * steps:
                return factor * size
        size *= 10


def nice_below(most: float) -> int:
    """Return the largest round whole number (1, 2, 5, 10, …) that is at most `most`, at least 1."""
    best = size = 1
    while size <= most:
        best = max(factor * size for factor in (1, 2, 5) if factor * size <= most)
        size *= 10
    return best
