"""Outlines of areas into a panel: in RD New, simplified so that neighbours still fit together."""

from __future__ import annotations

import copy
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from hecht.area.codes import level_of
from hecht.exchange.area_files import (
    LIST,
    Manifest,
    PanelError,
    load_polars,
    read_frame,
    read_manifest,
    write_manifest,
    write_table,
)
from hecht.exchange.area_shapes import AreaShape
from hecht.exchange.area_sheet import read_table
from hecht.exchange.values import as_text

TOLERANCE = 5.0
"""By how many metres an outline may be moved to have fewer corners; no picture shows that."""


def year_of_rows(path: Path, layer: str = "") -> int | None:
    """Return the year that all rows of a map tell in a column; None where they tell none."""
    cells = read_table(path, "outlines", layer).find("year", "jaar")
    told = {as_text(cell) for cell in cells or ()}
    return int(text) if len(told) == 1 and (text := told.pop()).isdigit() else None


def add_shapes(folder: str | Path, shapes: Sequence[AreaShape], year: int) -> list[str]:
    """Put the outlines of areas in the division of a year into a panel; returns what happened.

    Outlines of the same areas and year are replaced. Raises PanelError for none at all.
    """
    folder = Path(folder)
    if not shapes:
        raise PanelError("there is not one outline of an area to add to the panel")
    manifest = read_manifest(folder) if (folder / LIST).is_file() else Manifest()
    before = copy.deepcopy(manifest) if (folder / LIST).is_file() else None
    name = str(year)
    known: dict[str, bytes] = {}
    if name in manifest.shapes:
        frame = read_frame(folder, manifest.shapes[name])
        known = dict(zip(frame["area"].to_list(), frame["outline"].to_list(), strict=True))
    replaced = sum(one.code in known for one in shapes)
    known.update(_simplified(shapes))
    polars = load_polars()
    rows = sorted(known.items())
    schema = {"area": polars.String, "outline": polars.Binary}
    frame = polars.DataFrame(rows, schema=schema, orient="row")
    manifest.shapes[name] = write_table(folder, f"outlines-{year}", frame)
    write_manifest(folder, manifest, before)
    again = f", {replaced:,} of them in place of earlier ones" if replaced else ""
    return [f"outlines of {len(shapes):,} areas in the division of {year}{again}"]


def _simplified(shapes: Sequence[AreaShape]) -> dict[str, bytes]:
    """Return outlines as WKB: per level those that form a coverage keep their shared borders."""
    import numpy as np
    import shapely

    by_level: dict[str, list[AreaShape]] = {}
    for one in shapes:
        by_level.setdefault(level_of(one.code), []).append(one)
    found: dict[str, bytes] = {}
    for many in by_level.values():
        outlines: Any = np.array([one.outline for one in many], object)
        if shapely.coverage_is_valid(outlines):
            simple = shapely.coverage_simplify(outlines, TOLERANCE)
        else:
            simple = shapely.simplify(outlines, TOLERANCE, preserve_topology=True)
        gone = shapely.is_empty(simple) | ~shapely.is_valid(simple)
        simple = np.where(gone, outlines, simple)
        # centimetres are plenty, and pack well
        simple = shapely.set_precision(simple, 0.01)
        found.update(zip((one.code for one in many), shapely.to_wkb(simple), strict=True))
    return found
