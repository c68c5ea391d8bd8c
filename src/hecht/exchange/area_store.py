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
from hecht.area.panel import Area
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
    manifest.tables["areas"] = write_table(folder, "areas", _areas_frame(panel, reading))
    manifest.tables["borders"] = write_table(folder, "borders", _borders_frame(panel, reading))
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


def _areas_frame(panel: AreaPanel, reading: Reading) -> Any:
    """Return the areas of the panel and the reading; a name stands over a bare code."""
    polars = load_polars()
    known: dict[tuple[str, int], Area] = {(one.code, one.year): one for one in panel.divisions}
    for one in reading.areas:
        was = known.get((one.code, one.year))
        if was is None or one.name != one.code or was.name == was.code:
            known[one.code, one.year] = one
    rows = [
        (one.code, one.year, one.level.value, one.name, one.inside)
        for _, one in sorted(known.items())
    ]
    schema = {
        "code": polars.String, "year": polars.Int32, "level": polars.String,
        "name": polars.String, "inside": polars.String,
    }  # fmt: skip
    return polars.DataFrame(rows, schema=schema, orient="row")


def _borders_frame(panel: AreaPanel, reading: Reading) -> Any:
    polars = load_polars()
    known = {(one.area, one.year): one for one in (*panel.borders, *reading.borders)}
    rows = [
        (one.area, one.year, one.code_changed, one.borders_changed, one.source, one.said)
        for _, one in sorted(known.items())
    ]
    schema = {
        "area": polars.String, "year": polars.Int32, "code_changed": polars.Boolean,
        "borders_changed": polars.Boolean, "source": polars.String, "said": polars.String,
    }  # fmt: skip
    return polars.DataFrame(rows, schema=schema, orient="row")


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
        lines.append(
            f"{name} was in the panel already for {len(tally.replaced_areas):,} of these areas: "
            f"{tally.replaced:,} figures were replaced, {tally.replaced_other:,} of them by "
            f"another value"
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
