"""The store of figures of areas: a panel in a folder, opened to ask and added to.

The folder is made with the first reading that is added to it.
"""

from __future__ import annotations

import copy
import csv
import io
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np

from hecht.area.dictionary import FIELDS
from hecht.area.indicator import Indicator
from hecht.area.reading import Reading
from hecht.exchange.area_files import (
    LIST,
    Manifest,
    PanelError,
    load_polars,
    read_frame,
    write_file,
    write_manifest,
    write_table,
)
from hecht.exchange.area_merge import Origins, Stored, Tally, YearTable, merge
from hecht.exchange.area_panel import ORIGIN, AreaPanel, open_panel

__all__ = ["AreaPanel", "PanelError", "add", "open_panel"]


def add(folder: str | Path, reading: Reading) -> list[str]:
    """Put the figures of a reading into a panel; returns what happened, a line each.

    The same edition of the same dataset is replaced, for the areas of the reading. A figure on
    which two editions differ is told, and the newer edition stands. Raises PanelError when the
    reading has nothing, or an indicator that neither hecht nor the file defines.
    """
    folder = Path(folder)
    load_polars()
    if not len(reading):
        raise PanelError("nothing was read, so there is nothing to add to the panel")
    panel = open_panel(folder) if (folder / LIST).is_file() else AreaPanel(folder, Manifest())
    before = copy.deepcopy(panel.manifest) if (folder / LIST).is_file() else None
    own = _own_indicators(panel, reading)
    stored = dict(panel.stored)
    for source in reading.sources:
        stored[source.key] = Stored(source, reading.dataset, reading.edition)
    origins, tally = Origins(list(panel.origins)), Tally()
    manifest = panel.manifest
    for year in sorted(set(reading.year.tolist())):
        name = str(year)
        old = _read_year(folder, manifest.years[name]["file"]) if name in manifest.years else None
        table = merge(old, reading, year, origins, stored, tally)
        file = write_table(folder, f"figures-{year}", _frame(table))
        manifest.years[name] = {"file": file, "have": table.levels_of()}
    manifest.tables["origins"] = write_table(folder, "origins", _origins_frame(origins))
    manifest.tables["sources"] = write_table(folder, "sources", _sources_frame(stored))
    for year in sorted({one.year for one in reading.areas}):
        file = write_table(folder, f"areas-{year}", _areas_frame(folder, manifest, reading, year))
        manifest.areas[str(year)] = file
    if own:
        manifest.tables["indicators"] = write_file(folder, "indicators", ".csv", _csv(own))
    manifest.imports.append(_record(reading))
    write_manifest(folder, manifest, before)
    return _lines(reading, tally)


def _own_indicators(panel: AreaPanel, reading: Reading) -> dict[str, Indicator]:
    """Return the indicators of the user's own, those of the reading in place of older ones."""
    from hecht.area.dictionary import indicators

    for one in reading.own:
        if one.code in indicators() and indicators()[one.code] != one:
            raise PanelError(
                f"the indicator {one.code} is one of hecht's own, defined otherwise; give yours "
                f"another code"
            )
    own = {**panel.own_indicators, **{one.code: one for one in reading.own}}
    unknown = sorted(set(reading.indicators) - set(own) - set(indicators()))
    if unknown:
        raise PanelError(
            f"nothing defines the indicator(s) {', '.join(unknown)}; define them in the dictionary "
            f"of the table"
        )
    return {code: one for code, one in own.items() if code not in indicators()}


def _read_year(folder: Path, file: str) -> YearTable:
    frame = read_frame(folder, file)
    names = [name for name in frame.columns if name + ORIGIN in frame.columns]
    table = YearTable(
        np.array(frame["area"].to_list(), dtype=np.str_), frame["level"].to_numpy().copy()
    )
    for name in names:
        table.values[name] = frame[name].fill_null(np.nan).to_numpy().copy()
        table.origins[name] = frame[name + ORIGIN].fill_null(0).to_numpy().copy()
    return table


def _frame(table: YearTable) -> Any:
    """Return a year as a table that others can read: an area a row, an indicator a column."""
    polars = load_polars()
    columns: dict[str, Any] = {
        "area": polars.Series(table.codes.tolist(), dtype=polars.String),
        "level": polars.Series(table.levels, dtype=polars.UInt8),
    }
    for name in sorted(table.values):
        columns[name] = polars.Series(table.values[name], nan_to_null=True)
        columns[name + ORIGIN] = polars.Series(table.origins[name].astype(np.uint32))
    return polars.DataFrame(columns)


def _origins_frame(origins: Origins) -> Any:
    polars = load_polars()
    rows = [(one.source, one.absent, one.note) for one in origins.rows]
    schema = {"source": polars.String, "absent": polars.UInt8, "note": polars.String}
    return polars.DataFrame(rows, schema=schema, orient="row")


def _sources_frame(stored: Mapping[str, Stored]) -> Any:
    polars = load_polars()
    names = ("key", "publisher", "title", "file", "column", "edition", "licence", "address")
    rows = [
        (*(getattr(one.source, name) for name in names), one.dataset, one.edition)
        for _, one in sorted(stored.items())
    ]
    schema = dict.fromkeys((*names, "dataset", "release"), polars.String)
    return polars.DataFrame(rows, schema=schema, orient="row")


def _areas_frame(folder: Path, manifest: Manifest, reading: Reading, year: int) -> Any:
    """Return the areas of a year, those of the reading too; a name stands over a bare code."""
    polars = load_polars()
    schema = {
        "code": polars.String, "level": polars.String, "name": polars.String,
        "inside": polars.String, "code_changed": polars.Boolean,
        "borders_changed": polars.Boolean, "border_source": polars.String, "said": polars.String,
    }  # fmt: skip
    rows: dict[str, tuple[Any, ...]] = {}
    if str(year) in manifest.areas:
        old = read_frame(folder, manifest.areas[str(year)])
        rows = {row[0]: row for row in old.select(list(schema)).iter_rows()}
    said = {one.area: one for one in reading.borders if one.year == year}
    for one in reading.areas:
        if one.year != year:
            continue
        was = rows.get(one.code, (one.code, "", one.code, "", None, None, "", ""))
        name = was[2] if one.name == one.code else one.name
        border = was[4:]
        if one.code in said:
            new = said[one.code]
            border = (new.code_changed, new.borders_changed, new.source, new.said)
        rows[one.code] = (one.code, one.level.value, name, one.inside or was[3], *border)
    return polars.DataFrame([rows[code] for code in sorted(rows)], schema=schema, orient="row")


def _csv(own: Mapping[str, Indicator]) -> bytes:
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(FIELDS)
    writer.writerows([getattr(own[code], name) for name in FIELDS] for code in sorted(own))
    return stream.getvalue().encode("utf-8")


def _record(reading: Reading) -> dict[str, Any]:
    return {
        "dataset": reading.dataset,
        "edition": reading.edition,
        "files": sorted({one.file for one in reading.sources}),
        "years": sorted(set(reading.year.tolist())),
        "areas": len({area.code for area in reading.areas}),
        "figures": len(reading),
        "known": reading.known,
    }


def _lines(reading: Reading, tally: Tally) -> list[str]:
    years = sorted(set(reading.year.tolist()))
    when = str(years[0]) if len(years) == 1 else f"{years[0]} to {years[-1]}"
    areas = len({area.code for area in reading.areas})
    name = f"{reading.dataset} {reading.edition}"
    lines = [
        f"{name}: {len(reading):,} figures of {areas:,} areas for {when}, {reading.known:,} with "
        f"a value; {len(set(reading.indicators))} indicators"
    ]
    if tally.replaced:
        said = (
            f"{tally.replaced:,} figures were replaced, {tally.replaced_other:,} of them by "
            f"another value"
            if tally.replaced_other
            else "none of the figures that stood there changed"
        )
        lines.append(
            f"{name} was in the panel already for {len(tally.replaced_areas):,} of these areas: "
            f"{said}"
        )
    if tally.conflicts:
        lines.append(
            f"{tally.conflicts:,} figures differ from those of another edition or dataset; the "
            f"newer stands, and the note of the figure tells the other:"
        )
        lines += [f"  {text}" for text in tally.examples]
        if tally.conflicts > len(tally.examples):
            lines.append(f"  and {tally.conflicts - len(tally.examples):,} more")
    return lines
