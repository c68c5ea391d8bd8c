"""Small pictures for residents: ten houses, ten pairs of neighbours, bars, trees; for any printer.

Nothing rests on colour alone: what counts is full or striped, what does not is an outline.
"""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from hecht.report import svg

SIZE, STEP = 10.0, 11.6
WIDE = 9 * STEP + SIZE
"""The size of one house, the distance between two, and the width of ten, in picture units."""

HOUSE = "M0 5L5 .4L10 5H8.6V10H1.4V5Z"
PAIR = (
    "M2.5 .4a1.8 1.8 0 1 1-.01 0ZM.3 10V7.2a2.2 2.2 0 0 1 4.4 0V10Z"
    "M7.5 .4a1.8 1.8 0 1 1-.01 0ZM5.3 10V7.2a2.2 2.2 0 0 1 4.4 0V10Z"
)
TREE = "M6.2 14V9.6H3.2a3.2 3.2 0 0 1-.6-6.2A4.4 4.4 0 0 1 11.4 3.4A3.2 3.2 0 0 1 10.8 9.6H7.8V14Z"
SWING = "M1 14L4 1H12L15 14M6.2 1V9.5M9.8 1V9.5M5.2 9.5H10.8"
BENCH = "M1 5H15M1 8.5H15M3 5V14M13 5V14M1 11H15"


def row(name: str, icon: str, states: Sequence[str], title: str) -> str:
    """Draw ten icons, each "full", "half", "striped", "dark" or "empty".

    `icon` is HOUSE or PAIR; `name` must be unique on the page, `title` tells the picture.
    """
    stripes = (
        f'<pattern id="{name}-s" width="2.4" height="2.4" patternUnits="userSpaceOnUse">'
        '<rect width="2.4" height="2.4" class="icon-ground"/>'
        '<path d="M-.6 .6L.6 -.6M0 2.4L2.4 0M1.8 3L3 1.8" class="icon-stripe"/></pattern>'
        f'<clipPath id="{name}-h"><rect x="-1" y="-1" width="6" height="12"/></clipPath>'
    )
    drawn = f"<defs>{stripes}</defs>"
    for number, state in enumerate(states):
        inside = svg.empty("path", d=icon, class_=f"icon icon-{state}", **_fill(name, state))
        if state == "half":
            inside = svg.empty("path", d=icon, class_="icon icon-empty") + svg.empty(
                "path", d=icon, class_="icon icon-full", clip_path=f"url(#{name}-h)"
            )
        drawn += svg.element("g", inside, transform=f"translate({svg.num(number * STEP + 0.6)} .6)")
    return _picture(name, WIDE + 1.2, SIZE + 1.2, title, drawn, "ten")


def _fill(name: str, state: str) -> dict[str, object]:
    return {"fill": f"url(#{name}-s)"} if state == "striped" else {}


def states(tenths: int, almost: bool, full: str = "full") -> list[str]:
    """Return the states of ten icons of which so many count; the last is half when almost."""
    if almost:
        return [full] * max(tenths - 1, 0) + ["half"] + ["empty"] * (9 if tenths == 0 else 0)
    return [full] * tenths + ["empty"] * (10 - tenths)


def homes_bar(name: str, stay: int, new: int, today: int, most: int, title: str) -> str:
    """Draw the homes that stay and the new ones as a bar; a line marks how many there are today."""
    scale = WIDE / max(most, today, stay + new, 1)
    split, end = stay * scale, (stay + new) * scale
    drawn = svg.rect(0.6, 1.6, max(split, 0.0), 9, class_="bar-stay")
    drawn += svg.rect(0.6 + split, 1.6, max(end - split, 0.0), 9, class_="bar-new")
    x = 0.6 + today * scale
    drawn += svg.line(x, 0, x, 12.2, class_="bar-today")
    return _picture(name, WIDE + 1.2, 12.2, title, drawn, "ten")


def time_bar(name: str, first: int, finish: int, months: int, title: str) -> str:
    """Draw the works on an axis of whole years, `months` long.

    `first` and `finish` are months on that axis, which begins with a January.
    """
    scale = WIDE / months
    drawn = svg.line(0.6, 10.6, 0.6 + WIDE, 10.6, class_="bar-axis")
    for year in range(0, months + 1, 12):
        drawn += svg.line(0.6 + year * scale, 8, 0.6 + year * scale, 12, class_="bar-axis")
    drawn += svg.rect(0.6 + first * scale, 2, (finish - first) * scale, 6.4, class_="bar-new")
    return _picture(name, WIDE + 1.2, 12.2, title, drawn, "ten")


def green_row(name: str, trend: int, signs: Sequence[tuple[str, bool]], title: str) -> str:
    """Draw a tree with more (1), less (-1) or as much (0) green, and places that come or go.

    `signs` holds (SWING or BENCH, whether it comes).
    """
    arrow = {
        1: "M18.5 8.5L22 3L25.5 8.5M22 3.5V13.5",
        -1: "M18.5 8L22 13.5L25.5 8M22 13V3",
        0: "M18.5 6H25.5M18.5 10H25.5",
    }[trend]
    drawn = svg.empty("path", d=TREE, class_="icon icon-tree", transform="translate(0 .4)")
    drawn += svg.empty("path", d=arrow, class_="icon-line")
    for number, (icon, comes) in enumerate(signs):
        x = 38.0 + 34 * number
        sign = "M19 8H26M22.5 4.5V11.5" if comes else "M19 8H26"
        inside = svg.empty("path", d=icon, class_="icon-line") + svg.empty(
            "path", d=sign, class_="icon-line"
        )
        drawn += svg.element("g", inside, transform=f"translate({svg.num(x)} .4)")
    return _picture(name, WIDE + 1.2, 15.0, title, drawn, "ten")


def _picture(name: str, width: float, height: float, title: str, inside: str, class_: str) -> str:
    """Return a picture that a screen reader tells by its title alone."""
    return svg.element(
        "svg",
        svg.element("title", escape(title), id=f"{name}-t") + inside,
        xmlns="http://www.w3.org/2000/svg",
        class_=class_,
        role="img",
        aria_labelledby=f"{name}-t",
        viewBox=f"0 0 {svg.num(width)} {svg.num(height)}",
    )
