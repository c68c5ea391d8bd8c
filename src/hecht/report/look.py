"""The look of the pictures: colours and patterns, used by the page's style and its legends.

Every class differs in shape, dash or pattern as well as in colour, and lines and bars stand out
from white at 3 to 1 or more.
"""

from __future__ import annotations

from hecht.neighbourhood import MoveKind, Works

INK = "#1f2a30"
MUTED = "#56636b"
RULE = "#d9dcd8"
PLAN = "#17645c"
PRACTICE = "#8d7b68"

KEPT = "#17645c"
LOST = "#b3261e"

WORKS_FILL: dict[Works, str] = {
    Works.KEEP: "#ecece8",
    Works.RENOVATE_OCCUPIED: "#f4e6b8",
    Works.RENOVATE_EMPTY: "#cddcec",
    Works.REBUILD: "#f0cdb8",
    Works.BUILD: "#d2e6c6",
}
WORKS_LINE: dict[Works, str] = {
    Works.KEEP: "#8f918b",
    Works.RENOVATE_OCCUPIED: "#8f6f10",
    Works.RENOVATE_EMPTY: "#3f6a99",
    Works.REBUILD: "#b0592c",
    Works.BUILD: "#4c7f38",
}
WORKS_HATCH: dict[Works, str] = {
    Works.KEEP: "",
    Works.RENOVATE_OCCUPIED: "M0 4H8",
    Works.RENOVATE_EMPTY: "M4 0V8",
    Works.REBUILD: "M-2 2L2-2M0 8L8 0M6 10L10 6",
    Works.BUILD: "M4 3V5M3 4H5",
}
"""What is drawn over the colour, on a tile of 8 by 8."""

MOVE_FILL: dict[MoveKind, str] = {
    MoveKind.DIRECT: "#17645c",
    MoveKind.TO_TEMPORARY: "#d59a2b",
    MoveKind.RETURN: "#6fada4",
    MoveKind.LEAVE: "#7d8489",
}
MOVE_HATCH: dict[MoveKind, str] = {
    MoveKind.DIRECT: "",
    MoveKind.TO_TEMPORARY: "M-2 2L2-2M0 8L8 0M6 10L10 6",
    MoveKind.RETURN: "M0 4H8",
    MoveKind.LEAVE: "M4 3V5M3 4H5",
}

LIVES_FILL = {"start": "#b9c4ca", "temporary": "#d59a2b", "final": "#17645c", "left": "#ffffff"}
LIVES_HATCH = {
    "start": "",
    "temporary": "M-2 2L2-2M0 8L8 0M6 10L10 6",
    "final": "",
    "left": "M4 3V5M3 4H5",
}


def pattern(name: str, fill: str, ink: str, hatch: str) -> str:
    """Return a pattern definition: the colour with its hatching."""
    drawn = (
        f'<path d="{hatch}" stroke="{ink}" stroke-width="1" stroke-opacity=".55"/>' if hatch else ""
    )
    return (
        f'<pattern id="{name}" width="8" height="8" patternUnits="userSpaceOnUse">'
        f'<rect width="8" height="8" fill="{fill}"/>{drawn}</pattern>'
    )


def works_patterns(prefix: str) -> str:
    """Return the patterns of all kinds of works, named `prefix`-works."""
    return "".join(
        pattern(f"{prefix}-{works.value}", WORKS_FILL[works], WORKS_LINE[works], WORKS_HATCH[works])
        for works in Works
    )
