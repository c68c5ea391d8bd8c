"""The Leefbaarometer, versions 2.0 and 3.0, kept apart: they are never chained.

Version 2.0 (measurement 2016) comes as scores, changes and classes for wijken, gemeenten and
buurten; version 3.0 as the open data (a row a year and area, columns jaar, bu_code, lbm, afw and
five dimensions) and as the layers of its WFS and GeoPackages (id, name, year, kscore, afw). What
of these layouts could be verified, and how, is in docs/area-sources.md.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from hecht.area.codes import CodeError
from hecht.area.indicator import Source
from hecht.area.reading import Reading, ReadingMaker
from hecht.exchange.area_cells import Cells
from hecht.exchange.area_sheet import read_table

PUBLISHER = "Ministerie van Binnenlandse Zaken en Koninkrijksrelaties"
ADDRESS = "https://www.leefbaarometer.nl/page/Opendata"
_LICENCE = {"lbm2": "not stated in the files", "lbm3": "CC0 (as told by users of the open data)"}
_TITLE = {"lbm2": "Leefbaarometer 2.0", "lbm3": "Leefbaarometer 3.0"}

_DIMENSIONS_2 = {"rmtr": "total", "won": "homes", "bev": "residents", "vrz": "services",
                 "vei": "safety", "fys": "environment"}  # fmt: skip
_SCORES_2 = {f"rlb{key}": f"lbm2_{name}" for key, name in _DIMENSIONS_2.items()}
_CHANGES_2 = {f"dlb{key}": f"lbm2_change_{name}" for key, name in _DIMENSIONS_2.items()}
_SCORES_3 = {
    "lbm": "lbm3_score", "afw": "lbm3_total", "won": "lbm3_homes", "fys": "lbm3_environment",
    "vrz": "lbm3_services", "soc": "lbm3_social", "onv": "lbm3_nuisance",
    "kscore": "lbm3_class", "kwon": "lbm3_class_homes", "kfys": "lbm3_class_environment",
    "kvrz": "lbm3_class_services", "ksoc": "lbm3_class_social", "konv": "lbm3_class_nuisance",
}  # fmt: skip
_CODES = ("bu_code", "wk_code", "gm_code")
_STEPS = ((2002, 2008), (2008, 2012), (2012, 2014), (2014, 2016))
"""Each measurement of version 2.0 with the one before."""


def read_leefbaarometer(path: str | Path, *, year: int | None = None) -> Reading:
    """Read a file of the Leefbaarometer; its version and layout are known by its columns.

    `year` is that of the measurement, for layers that do not hold it. Of a workbook the largest
    sheet is read. An area without figures has none: never a zero. What is wrong with rows and
    cells is in the reading, which is empty when no layout fits. Raises AreaFileError for a file
    that cannot be read at all.
    """
    cells = Cells(read_table(Path(path), "leefbaarometer"), "leefbaarometer")
    for fits, read in _LAYOUTS:
        if fits(set(cells.names)):
            maker = read(cells, year)
            maker.add_problems(cells.problems)
            return maker.reading()
    maker = ReadingMaker("leefbaarometer", "")
    maker.problem(
        "unknown-layout", f"these are not the columns of a file of the Leefbaarometer: "
        f"{', '.join(cells.table.titles[:12])}", "take the open data (jaar, bu_code, lbm, afw, "
        "…), a layer of the WFS (id, year, kscore, afw, …), or the files of 2.0 (GBD, JAAR, "
        "RLBRMTR, …)", file=cells.table.file,
    )  # fmt: skip
    return maker.reading()


@dataclass(frozen=True, slots=True)
class _Rows:
    """The rows of a table that have an area and a year: their places, years and areas."""

    at: NDArray[np.int64]
    years: NDArray[np.int64]
    areas: NDArray[np.int32]

    def of(self, year: int) -> tuple[NDArray[np.int64], NDArray[np.int32]]:
        """Return the rows of one year and their areas."""
        chosen = self.years == year
        return self.at[chosen], self.areas[chosen]


def _rows(
    maker: ReadingMaker, raw: Cells, code: str, years: Sequence[int | None], division: int,
    name: str = "",
) -> _Rows:  # fmt: skip
    """Place the areas of a table, all in the division of one year; faults become problems."""
    codes = raw.texts(code)
    names = raw.texts(name) if name in raw else [""] * len(codes)
    kept: list[int] = []
    areas: list[int] = []
    for at, (area, when) in enumerate(zip(codes, years, strict=True)):
        if when is None:
            continue
        try:
            areas.append(maker.area(area, division, names[at]))
            kept.append(at)
        except CodeError as fault:
            maker.problem(
                "area-code", str(fault), "correct the code, or leave the row out",
                file=raw.table.file, row=raw.table.numbers[at], column=raw.title(code), value=area,
            )  # fmt: skip
    when_of = np.array([years[at] for at in kept], dtype=np.int64)
    return _Rows(np.array(kept, np.int64), when_of, np.array(areas, np.int32))


def _years(maker: ReadingMaker, raw: Cells, column: str) -> list[int | None]:
    """Return the year of each row; None, with a problem, where there is none."""
    found: list[int | None] = []
    for text, number in zip(raw.texts(column), raw.table.numbers, strict=True):
        match = re.fullmatch(r"(\d{4})(\.0)?", text)
        found.append(int(match[1]) if match else None)
        if match is None:
            maker.problem(
                "year", f"{text!r} is not a year", "write a year such as 2016",
                file=raw.table.file, row=number, column=raw.title(column), value=text,
            )  # fmt: skip
    return found


def _source(dataset: str, raw: Cells, column: str, edition: str) -> Source:
    title = raw.title(column)
    return Source(
        key=f"{dataset}/{edition}/{raw.table.file}/{title}",
        publisher=PUBLISHER,
        title=_TITLE[dataset],
        file=raw.table.file,
        column=title,
        edition=edition,
        licence=_LICENCE[dataset],
        address=ADDRESS,
    )


def _fill(maker: ReadingMaker, raw: Cells, rows: _Rows, columns: Mapping[str, str]) -> None:
    """Add the figures of columns by their indicator, a year at a time."""
    present = [column for column in columns if column in raw.names]
    for column in present:
        values = raw.numbers(column)
        source = _source(maker.dataset, raw, column, maker.edition)
        for year in sorted(set(rows.years.tolist())):
            at, areas = rows.of(year)
            maker.column(areas, year, columns[column], values[at], source)


def _scores_2(raw: Cells, year: int | None) -> ReadingMaker:
    maker = ReadingMaker("lbm2", "2016")
    years = _years(maker, raw, "jaar")
    division = _last(years)
    _fill(maker, raw, _rows(maker, raw, "gbd", years, division), _SCORES_2)
    maker.remarks.append(_one_division(division))
    return maker


def _wide_scores_2(raw: Cells, year: int | None) -> ReadingMaker:
    """Read the sheet that has a column for each dimension and year (RLBRMTR16)."""
    maker = ReadingMaker("lbm2", "2016")
    columns: dict[int, dict[str, str]] = {}
    for name in raw.names:
        match = re.fullmatch(r"(rlb[a-z]+)(\d\d)", name)
        if match and match[1] in _SCORES_2:
            columns.setdefault(2000 + int(match[2]), {})[name] = _SCORES_2[match[1]]
    division = max(columns)
    for when, named in sorted(columns.items()):
        _fill(maker, raw, _rows(maker, raw, "gbd", [when] * len(raw), division), named)
    maker.remarks.append(_one_division(division))
    return maker


def _changes_2(raw: Cells, year: int | None) -> ReadingMaker:
    """Read changes from one measurement to the next; longer ones add up from these."""
    maker = ReadingMaker("lbm2", "2016")
    begins, ends = _years(maker, raw, "begin"), _years(maker, raw, "einde")
    division = _last(ends)
    steps = list(zip(begins, ends, strict=True))
    years = [end if (begin, end) in _STEPS else None for begin, end in steps]
    _fill(maker, raw, _rows(maker, raw, "gbd", years, division), _CHANGES_2)
    longer = {(a, b) for a, b in steps if a is not None and b is not None and (a, b) not in _STEPS}
    for begin, end in sorted(longer):
        maker.remarks.append(
            f"the change from {begin} to {end} was left out: it spans more than one measurement"
        )
    maker.remarks.append(_one_division(division))
    return maker


def _classes_2(raw: Cells, year: int | None) -> ReadingMaker:
    maker = ReadingMaker("lbm2", "2016")
    code = next(name for name in (*_CODES, "gbd") if name in raw.names)
    left_out = {name for name in raw.names if name.startswith("vkl")}
    division = max(2000 + int(name[2:]) for name in raw.names if re.fullmatch(r"kl\d\d", name))
    for name in raw.names:
        if re.fullmatch(r"kl\d\d", name):
            when, indicator = 2000 + int(name[2:]), "lbm2_class"
        elif (match := re.fullmatch(r"vkl(\d\d)(\d\d)", name)) and (
            (2000 + int(match[1]), 2000 + int(match[2])) in _STEPS
        ):
            when, indicator = 2000 + int(match[2]), "lbm2_change_class"
            left_out.discard(name)
        else:
            continue
        years = [when] * len(raw)
        _fill(maker, raw, _rows(maker, raw, code, years, division), {name: indicator})
    if left_out:
        maker.remarks.append(
            "classes of change over more than one measurement were left out: "
            + ", ".join(raw.title(name) for name in sorted(left_out))
        )
    maker.remarks.append(_one_division(division))
    return maker


def _scores_3(raw: Cells, year: int | None) -> ReadingMaker:
    """Read the open data: one file of all years, in the division of the last."""
    years: list[int | None]
    maker = ReadingMaker("lbm3", "")
    years = _years(maker, raw, "jaar")
    division = _last(years)
    maker.edition = str(division)
    if "versie" in raw:
        years = _only_version_3(maker, raw, years)
    codes = [name for name in _CODES if name in raw.names]
    name = codes[0].replace("code", "naam")
    rows = _rows(maker, raw, codes[0], years, division, name)
    _fill(maker, raw, rows, _SCORES_3)
    maker.remarks.append(_one_division(division))
    return maker


def _only_version_3(
    maker: ReadingMaker, raw: Cells, years: Sequence[int | None]
) -> list[int | None]:
    """Leave out rows of another version than 3: versions are never chained."""
    kept: list[int | None] = []
    other: dict[str, int] = {}
    for version, when in zip(raw.texts("versie"), years, strict=True):
        digits = re.search(r"\d", version)
        if digits and digits[0] == "3":
            kept.append(when)
        else:
            other[version] = other.get(version, 0) + 1
            kept.append(None)
    for version, count in sorted(other.items()):
        maker.problem(
            "version", f"{count} rows are of version {version!r}, not 3; they were left out, "
            "since versions of the Leefbaarometer are never joined",
            "take each version from its own file", file=raw.table.file, column=raw.title("versie"),
            value=version, severity="remark",
        )  # fmt: skip
    return kept


def _layer_3(raw: Cells, year: int | None) -> ReadingMaker:
    """Read a layer of the WFS or a GeoPackage made of it: one measurement."""
    maker = ReadingMaker("lbm3", "")
    if "year" in raw:
        years = _years(maker, raw, "year")
    elif year is not None:
        years = [year] * len(raw)
    else:
        maker.problem(
            "year", "the layer does not tell its year", "give the year of the measurement",
            file=raw.table.file, column="year",
        )  # fmt: skip
        return maker
    division = _last(years)
    maker.edition = str(division)
    code = next(name for name in ("id", *_CODES) if name in raw.names)
    rows = _rows(maker, raw, code, years, division, "name")
    _fill(maker, raw, rows, _SCORES_3)
    return maker


def _last(years: Sequence[int | None]) -> int:
    return max((year for year in years if year is not None), default=0)


def _one_division(year: int) -> str:
    return (
        f"the publisher gives all years for the areas of one division, taken to be that of {year}"
    )


def _is_classes(columns: set[str]) -> bool:
    return any(re.fullmatch(r"kl\d\d", name) for name in columns) and bool(
        columns & {*_CODES, "gbd"}
    )


_LAYOUTS: tuple[
    tuple[Callable[[set[str]], bool], Callable[[Cells, int | None], ReadingMaker]], ...
] = (
    (lambda columns: {"gbd", "jaar", "rlbrmtr"} <= columns, _scores_2),
    (lambda columns: {"gbd", "begin", "einde", "dlbrmtr"} <= columns, _changes_2),
    (lambda columns: {"gbd", "rlbrmtr16"} <= columns, _wide_scores_2),
    (_is_classes, _classes_2),
    (lambda columns: "jaar" in columns and bool(columns & set(_CODES))
     and bool(columns & {"lbm", "afw"}), _scores_3),
    (lambda columns: bool(columns & {"kscore", "afw"}) and bool(columns & {"id", *_CODES}),
     _layer_3),
)  # fmt: skip
