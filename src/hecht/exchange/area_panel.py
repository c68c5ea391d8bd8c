"""A panel of areas in a folder, opened to ask: figures, their sources, borders and outlines."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields
from functools import cached_property
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from hecht.area.borders import sentences
from hecht.area.codes import COUNTRY, level_of, within
from hecht.area.codes import inside as inside_of
from hecht.area.crosswalk import APPORTIONED
from hecht.area.dictionary import indicators as known_indicators
from hecht.area.indicator import Indicator, Source, Theme
from hecht.area.panel import Area, Figure, Level
from hecht.area.reading import ABSENT, Border
from hecht.exchange.area_files import Manifest, PanelError, load_polars, read_frame, read_manifest
from hecht.exchange.area_merge import LEVELS, Origin, Stored

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

__all__ = ["AreaPanel", "PanelError", "open_panel"]

ORIGIN = "__origin"
"""What is put behind the code of an indicator for the column with the origins of its figures."""

_SOURCE_FIELDS = tuple(field.name for field in fields(Source))


def open_panel(folder: str | Path) -> AreaPanel:
    """Open a panel folder. Raises PanelError where it is none, or polars is not installed."""
    folder = Path(folder)
    manifest = read_manifest(folder)
    load_polars()
    return AreaPanel(folder, manifest)


class AreaPanel:
    """A panel folder as it was when it was opened; implements `hecht.area.panel.Panel`.

    What is asked for is read from the files then, and kept: a figure of all areas reads one
    column of one year, the history of an area one group of rows of each year.
    """

    def __init__(self, folder: Path, manifest: Manifest) -> None:
        """Use `open_panel` instead."""
        self.folder = folder
        self.manifest = manifest
        self._frames: dict[int, tuple[NDArray[np.str_], NDArray[np.uint8]]] = {}
        self._columns: dict[tuple[str, int], NDArray[np.float64]] = {}

    @cached_property
    def indicators(self) -> Mapping[str, Indicator]:
        """Every indicator by its code, those of which this panel has no figure included."""
        themes = list(Theme)
        every = {**known_indicators(), **self.own_indicators}
        rising = sorted(every.values(), key=lambda one: themes.index(one.theme))
        return MappingProxyType({one.code: one for one in rising})

    @cached_property
    def own_indicators(self) -> Mapping[str, Indicator]:
        """The indicators that came with files of the user's own, by their code."""
        from hecht.area.dictionary import parse

        file = self.manifest.tables.get("indicators")
        if not file:
            return MappingProxyType({})
        text = (self.folder / file).read_text(encoding="utf-8")
        return MappingProxyType({one.code: one for one in parse(text, file)})

    @cached_property
    def stored(self) -> Mapping[str, Stored]:
        """Every source by its key, with its dataset and the edition as it was imported."""
        rows = self._rows("sources")
        return MappingProxyType(
            {
                row["key"]: Stored(
                    Source(**{name: row[name] for name in _SOURCE_FIELDS}),
                    row["dataset"],
                    row["release"],
                )
                for row in rows
            }
        )

    @cached_property
    def sources(self) -> Mapping[str, Source]:
        """Every source by its key."""
        return MappingProxyType({key: one.source for key, one in self.stored.items()})

    @cached_property
    def origins(self) -> Sequence[Origin]:
        """The origins of figures; the first has number 1."""
        rows = self._rows("origins")
        return tuple(Origin(row["source"], row["absent"], row["note"]) for row in rows)

    @cached_property
    def divisions(self) -> Any:
        """Every area in every year of which the panel has it: a polars table."""
        polars = load_polars()
        frames = [
            read_frame(self.folder, file).with_columns(polars.lit(int(year)).alias("year"))
            for year, file in sorted(self.manifest.areas.items(), key=lambda one: int(one[0]))
        ]
        return polars.concat(frames) if frames else None

    @cached_property
    def _last(self) -> Mapping[str, Area]:
        """Every area as last seen, by its code."""
        if self.divisions is None:
            return {}
        last = self.divisions.unique("code", keep="last", maintain_order=True).sort("code")
        return {one.code: one for one in areas_of(last)}

    def areas(self, level: Level | None = None, *, inside: str = "") -> Sequence[Area]:
        """Return the areas as last seen, by code; of one level, or inside one area."""
        return tuple(
            area
            for area in self._last.values()
            if (level is None or area.level is level)
            and (not inside or (area.code != inside and lies_in(area.code, area.inside, inside)))
        )

    @cached_property
    def _have(self) -> Mapping[tuple[str, str], tuple[int, ...]]:
        found: dict[tuple[str, str], list[int]] = {}
        for year in sorted(self.manifest.years, key=int):
            for name, levels in self.manifest.years[year]["have"].items():
                for level in levels:
                    found.setdefault((name, level), []).append(int(year))
        return {key: tuple(years) for key, years in found.items()}

    def years(self, indicator: str, level: Level) -> Sequence[int]:
        """Return the years, rising, in which areas of this level have a figure of it."""
        return self._have.get((indicator, level.value), ())

    def across(
        self, indicator: str, year: int, level: Level
    ) -> tuple[NDArray[np.str_], NDArray[np.float64]]:
        """Return the codes of the areas with a figure in a year, by code, and those figures."""
        if year not in self.years(indicator, level):
            return np.empty(0, np.str_), np.empty(0)
        codes, levels = self._areas_of(year)
        if (indicator, year) not in self._columns:
            file = self.manifest.years[str(year)]["file"]
            column = read_frame(self.folder, file, [indicator])[indicator]
            self._columns[indicator, year] = column.fill_null(np.nan).to_numpy()
        values = self._columns[indicator, year]
        chosen = (levels == LEVELS.index(level)) & ~np.isnan(values)
        return codes[chosen], values[chosen]

    def _areas_of(self, year: int) -> tuple[NDArray[np.str_], NDArray[np.uint8]]:
        if year not in self._frames:
            frame = read_frame(
                self.folder, self.manifest.years[str(year)]["file"], ["area", "level"]
            )
            codes = np.array(frame["area"].to_list(), dtype=np.str_)
            self._frames[year] = codes, frame["level"].to_numpy()
        return self._frames[year]

    def history(self, area: str) -> Sequence[Figure]:
        """Return every figure of an area, absent ones included, by indicator and year."""
        found: list[Figure] = []
        for year in sorted(self.manifest.years, key=int):
            row = self._row(self.manifest.years[year]["file"], area)
            for name, value in row.items():
                number = row.get(name + ORIGIN)
                if number:
                    origin = self.origins[number - 1]
                    found.append(
                        Figure(
                            area, int(year), name, value, ABSENT[origin.absent],
                            origin.source, origin.note,
                        )
                    )  # fmt: skip
        return sorted(found, key=lambda one: (one.indicator, one.year))

    def _row(self, file: str, area: str) -> dict[str, Any]:
        """Return the cells of one area in the file of one year; empty when it has none."""
        polars = load_polars()
        path = self.folder / file
        try:
            frame = polars.scan_parquet(path).filter(polars.col("area") == area).collect()
        except OSError as error:
            raise PanelError(f"{path}: this file of the panel cannot be read ({error})") from None
        row: dict[str, Any] = frame.row(0, named=True) if len(frame) else {}
        return row

    def borders(self, area: str) -> Sequence[Border]:
        """Return what publishers say of changed borders of an area, by year."""
        if self.divisions is None:
            return ()
        polars = load_polars()
        said = self.divisions.filter((polars.col("code") == area) & (polars.col("said") != ""))
        names = ("year", "code_changed", "borders_changed", "border_source", "said")
        return tuple(Border(area, *row) for row in said.sort("year").select(names).iter_rows())

    def changes(self, area: str, language: str = "en") -> Sequence[str]:
        """Return one sentence for each known change of the borders of an area over the years."""
        if self.divisions is None:
            return ()
        polars = load_polars()
        outer, level = self._outer(area), level_of(area)
        alike = self.divisions.filter(polars.col("level") == level.value).select(
            "code", "inside", "year"
        )
        if outer and outer != COUNTRY:
            near = polars.col("code").str.slice(2, 4) == outer[2:6]
            alike = alike.filter(near | (polars.col("inside") == outer))
        mine = set(alike.filter(polars.col("code") == area)["year"].to_list())
        many = Counter(alike.filter(polars.col("code") != area)["year"].to_list()) if outer else {}
        # a survey of some of the areas does not show that the others are gone
        around = {year for year, count in many.items() if 2 * count >= max(many.values())}
        noted = {
            (one.year, one.note.removeprefix(APPORTIONED))
            for one in self.history(area)
            if one.note.startswith(APPORTIONED)
        }
        missing = around - mine - {year for year, _ in noted} if mine else set()
        return sentences(area, outer, self.borders(area), sorted(missing), sorted(noted), language)

    def _outer(self, area: str) -> str:
        """Return the municipality of an area; of other areas that which it lies in."""
        known = self._last.get(area)
        code = inside_of(area) or (known.inside if known else "")
        while level_of(code) is Level.DISTRICT:
            code = inside_of(code)
        return code

    def shapes(self, codes: Sequence[str], year: int | None = None) -> dict[str, BaseGeometry]:
        """Return the outlines of areas in metres of RD New (EPSG:28992), simplified.

        Of each area the latest outline, or that of the last division up to `year`; areas without
        an outline are left out.
        """
        import shapely

        wanted = set(codes)
        found: dict[str, BaseGeometry] = {}
        polars = load_polars()
        for when in sorted(self.manifest.shapes, key=int, reverse=True):
            if not wanted or (year is not None and int(when) > year):
                continue
            path = self.folder / self.manifest.shapes[when]
            frame = (
                polars.scan_parquet(path).filter(polars.col("area").is_in(sorted(wanted))).collect()
            )
            outlines = shapely.from_wkb(np.array(frame["outline"].to_list(), object))
            found.update(zip(frame["area"].to_list(), outlines, strict=True))
            wanted -= set(found)
        return {code: found[code] for code in codes if code in found}

    @property
    def imports(self) -> Sequence[Mapping[str, Any]]:
        """What was imported, in that order: dataset, edition, files, areas and figures."""
        return tuple(self.manifest.imports)

    def _rows(self, table: str) -> list[dict[str, Any]]:
        file = self.manifest.tables.get(table)
        rows: list[dict[str, Any]] = read_frame(self.folder, file).to_dicts() if file else []
        return rows


def areas_of(frame: Any) -> Iterator[Area]:
    """Give the areas of a table with code, level, name, inside and year."""
    levels = {level.value: level for level in Level}
    columns = (frame[name].to_list() for name in ("code", "level", "name", "inside", "year"))
    for code, level, name, inside, year in zip(*columns, strict=True):
        yield Area(code, levels[level], name, inside, year)


def lies_in(code: str, inside: str, outer: str) -> bool:
    """Return whether an area lies in another, by its code or by the area it is said to be in."""
    return within(code, outer) or (inside not in ("", code) and within(inside, outer))
