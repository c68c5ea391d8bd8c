"""Where an area lies: the areas around it, and its municipality."""

from __future__ import annotations

from hecht.area.codes import inside, level_of
from hecht.area.panel import Area, Level, Panel


class NoArea(ValueError):
    """The panel holds no such area."""


def area_of(panel: Panel, code: str) -> Area:
    """Return an area by its code, or by its whole name where only one area has it.

    Raises NoArea, which names areas with a code or name like it.
    """
    wanted = code.strip()
    areas = panel.areas()
    for area in areas:
        if area.code.casefold() == wanted.casefold():
            return area
    low = wanted.casefold()
    named = [area for area in areas if area.name.casefold() == low]
    if len(named) == 1:
        return named[0]
    near = [a for a in areas if low and (low in a.name.casefold() or low in a.code.casefold())]
    shown = "; ".join(f"{area.code} {area.name}" for area in near[:5])
    hint = f"did you mean {shown}?" if near else "codes look like WK034403 or BU05182567"
    raise NoArea(f"the panel holds no area {code!r}: {hint}")


def around(panel: Panel, area: Area) -> tuple[Area, ...]:
    """Return the areas of the panel in which an area lies, the smallest first."""
    by_code = {one.code: one for one in panel.areas()}
    found: list[Area] = []
    code = area.inside or inside(area.code)
    while code and code != area.code and code not in {one.code for one in found}:
        here = by_code.get(code)
        if here is not None:
            found.append(here)
        code = (here.inside if here is not None else "") or inside(code)
    return tuple(found)


def municipality(area: Area) -> str:
    """Return the code of the municipality of an area; "" where its code and panel do not tell."""
    code = area.code
    while code and level_of(code) is not Level.MUNICIPALITY:
        code = inside(code)
    if code or level_of(area.inside) is not Level.MUNICIPALITY:
        return code
    return area.inside
