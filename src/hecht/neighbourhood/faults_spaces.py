"""Checks on public space: ids, references, places, and shapes that do not fit what it is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from hecht.neighbourhood.faults_options import DesignLook
from hecht.neighbourhood.faults_records import RD_X, RD_Y
from hecht.neighbourhood.look import nearest
from hecht.neighbourhood.problem import Problem
from hecht.neighbourhood.public_space import Point, PublicSpace, SpaceKind

_AREAS, _POINTS, _LINES = ("areas",), ("points",), ("lines",)
SHAPES: Mapping[SpaceKind, tuple[str, ...]] = {
    SpaceKind.GREEN: _AREAS,
    SpaceKind.PAVED: _AREAS,
    SpaceKind.WATER: _AREAS,
    SpaceKind.PLAYGROUND: _POINTS + _AREAS,
    SpaceKind.MEETING_PLACE: _POINTS + _AREAS,
    SpaceKind.BENCH: _POINTS,
    SpaceKind.TREE: _POINTS,
    SpaceKind.STOP: _POINTS,
    SpaceKind.PARKING: _POINTS + _AREAS,
    SpaceKind.BICYCLES: _POINTS + _AREAS,
    SpaceKind.STREET: _LINES,
    SpaceKind.PATH: _LINES,
    SpaceKind.BARRIER: _LINES,
}
"""What each kind of public space may be drawn as."""

_SINGULAR = {"areas": "an area", "points": "a point", "lines": "a line"}
_HOLDS = (SpaceKind.PARKING, SpaceKind.BICYCLES)


def _of(
    space: PublicSpace, position: int, rule: str, column: str, text: str, fix: str, **more: Any
) -> Problem:
    return Problem("public_space", rule, text, fix, space.id, column, position=position, **more)


def duplicate_spaces(seen: DesignLook) -> Iterator[Problem]:
    """Two pieces have the same id."""
    first: dict[str, int] = {}
    for position, space in enumerate(seen.design.spaces):
        earlier = first.setdefault(space.id, position)
        if earlier != position:
            yield _of(
                space, position, "duplicate-id", "id", f"there is another piece {space.id}",
                "give each its own id, or delete one of the two", value=space.id, other=earlier,
            )  # fmt: skip


def wrong_shapes(seen: DesignLook) -> Iterator[Problem]:
    """A piece is drawn as something that its kind cannot be, or lies outside the Netherlands."""
    for position, space in enumerate(seen.design.spaces):
        drawn = [shape for shape in ("areas", "lines", "points") if getattr(space, shape)]
        wrong = [shape for shape in drawn if shape not in SHAPES[space.kind]]
        if wrong:
            fits = " or ".join(_SINGULAR[shape] for shape in SHAPES[space.kind])
            yield _of(
                space, position, "wrong-shape", "kind",
                f"a piece of kind {space.kind.value} cannot be {_SINGULAR[wrong[0]]}",
                f"draw it as {fits}, or correct the kind", value=space.kind.value,
            )  # fmt: skip
        elif not drawn:
            yield _of(
                space, position, "no-shape", "kind", "it is not drawn anywhere",
                "draw it, or delete it", value=space.kind.value,
            )  # fmt: skip
        outside = next((point for point in _points(space) if not _inside(point)), None)
        if outside is not None:
            yield _of(
                space, position, "outside-netherlands", "",
                f"the point {outside[0]:g}, {outside[1]:g} lies outside the Netherlands in RD New",
                "name the right coordinate system in the file, and write x before y (in GeoJSON: "
                "longitude before latitude)",
            )  # fmt: skip


def _points(space: PublicSpace) -> Iterator[Point]:
    yield from space.points
    for line in space.lines:
        yield from line
    for area in space.areas:
        for ring in area:
            yield from ring


def _inside(point: Point) -> bool:
    return RD_X[0] <= point[0] <= RD_X[1] and RD_Y[0] <= point[1] <= RD_Y[1]


def unknown_names(seen: DesignLook) -> Iterator[Problem]:
    """A piece names a block or a scenario that is not there."""
    scenarios = seen.design.scenario_of
    for position, space in enumerate(seen.design.spaces):
        if space.block is not None and not seen.look.known("blocks", space.block):
            yield _of(
                space, position, "unknown-block", "block", f"there is no block {space.block}",
                nearest(space.block, seen.look.blocks, "add it to the blocks, or leave this empty"),
                value=space.block,
            )  # fmt: skip
        for name in space.scenarios:
            if name not in scenarios and not seen.unread("scenarios"):
                yield _of(
                    space, position, "unknown-scenario", "scenarios",
                    f"there is no scenario {name}",
                    nearest(name, scenarios, "add it to scenarios.csv; ids are separated by a "
                            "bar (|)"),
                    value=name,
                )  # fmt: skip


def unknown_options(seen: DesignLook) -> Iterator[Problem]:
    """A piece names an option that its block does not have."""
    if seen.unread("options"):
        return
    for position, space in enumerate(seen.design.spaces):
        there = seen.design.options_of.get(space.block or "", {})
        for name in space.options:
            if there and name not in there:
                yield _of(
                    space, position, "unknown-option", "options",
                    f"block {space.block} has no option {name}",
                    nearest(name, there, "add it to options.csv; ids are separated by a bar (|)"),
                    value=name,
                )  # fmt: skip


def idle_properties(seen: DesignLook) -> Iterator[Problem]:
    """A property is filled in where it means nothing."""
    for position, space in enumerate(seen.design.spaces):
        idle = []
        if space.opens is not None and (space.existing or space.block is not None):
            idle.append(("opens", "only a new piece without a block opens in a month of its own"))
        if not space.stays and (space.block is None or not space.existing):
            idle.append(("stays", "only an existing piece with a block can be gone after works"))
        if space.options and space.block is None:
            idle.append(("options", "only a piece with a block is made or kept by options"))
        if space.options and not space.stays:
            idle.append(("stays", "the options tell after which it comes back"))
        if space.places is not None and space.kind not in _HOLDS:
            idle.append(("places", "only parking and bicycles have places"))
        for column, text in idle:
            yield _of(
                space, position, "unused", column, f"{text}, so this is not used",
                "leave this empty, or correct the other properties", severity="remark",
            )  # fmt: skip


CHECKS = (duplicate_spaces, wrong_shapes, unknown_names, unknown_options, idle_properties)
