"""A table of areas as it stands in a file: CSV, Excel, GeoPackage, shapefile, DBF or GeoJSON."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from hecht.area.edition_columns import key_of
from hecht.exchange.tables import RawTable, read_csv, shape
from hecht.exchange.values import BadCell, NumberStyle, as_text
from hecht.neighbourhood.problem import Problem

MAPS = (".gpkg", ".shp", ".dbf", ".geojson", ".json")
MISSING_NUMBERS = frozenset(
    {-99999999, -99999998, -99999997, -99999996, -99999995, -99999, -99998, -99997, -99996, -99995}
)
"""The numbers by which maps of CBS say that there is no figure."""

_BLANK = frozenset({"", ".", ",", "-", "x", "nan", "null", "none", "n/a", "na", "#n/a"})
_YEAR = re.compile(r"(?<!\d)(19[5-9]\d|20\d\d)(?!\d)")


class AreaFileError(ValueError):
    """A file of areas that cannot be used at all; the message says what to do."""


@dataclass(frozen=True)
class AreaTable:
    """The columns of one table: `titles` as they stand in the file, `columns` of cells each.

    `numbers` are the rows in the file (of a map: the place of the feature, from 1).
    """

    file: str
    titles: tuple[str, ...]
    columns: tuple[Sequence[Any], ...]
    numbers: tuple[int, ...]
    problems: tuple[Problem, ...] = ()

    def __len__(self) -> int:
        """Return the number of rows."""
        return len(self.numbers)

    def find(self, *names: str) -> Sequence[Any] | None:
        """Return the cells of the first of some columns that is there, by name or path's end."""
        keys = [key_of(title) for title in self.titles]
        for name in names:
            for at, key in enumerate(keys):
                if key == name or key.endswith("/" + name):
                    return self.columns[at]
        return None


def read_table(path: Path, dataset: str, layer: str = "") -> AreaTable:
    """Read the table of a file; of a map with several layers one, without a name the smallest.

    Raises AreaFileError when nothing can be made of it.
    """
    if not path.is_file():
        raise AreaFileError(f"{path}: there is no such file")
    suffix = path.suffix.lower()
    if suffix in MAPS:
        return _read_map(path, layer)
    if suffix in (".xlsx", ".xlsm"):
        raw, found = _read_workbook(path, dataset)
    elif suffix in (".xls", ".ods"):
        raise AreaFileError(f"{path}: save it as an Excel workbook (.xlsx) or as CSV first")
    else:
        raw, found = read_csv(path, dataset)
    if raw is None:
        raise AreaFileError("; ".join(f"{path}: {one.text}; {one.fix}" for one in found))
    columns = tuple(zip(*raw.rows, strict=True)) if raw.rows else tuple(() for _ in raw.titles)
    return AreaTable(path.name, raw.titles, columns, tuple(raw.numbers), tuple(found))


def _read_workbook(path: Path, dataset: str) -> tuple[RawTable | None, list[Problem]]:
    from zipfile import BadZipFile

    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    found: list[Problem] = []
    try:
        book = load_workbook(path, read_only=True, data_only=True)
    except (BadZipFile, InvalidFileException, KeyError, ValueError, OSError) as error:
        raise AreaFileError(f"{path}: this is not a workbook that can be read ({error})") from None
    try:
        sheets = []
        for sheet in book.worksheets:
            sheet.reset_dimensions()
            rows = [(at, list(row)) for at, row in enumerate(sheet.iter_rows(values_only=True), 1)]
            sheets.append(rows)
    finally:
        book.close()
    # explanations often stand on a sheet of their own: the table is the one with most cells
    largest = max(sheets, key=lambda rows: sum(len(cells) for _, cells in rows), default=[])
    head = next((at for at, (_, cells) in enumerate(largest) if _filled(cells) >= 3), 0)
    return shape(dataset, path.name, largest[head:], found), found


def _filled(cells: Sequence[Any]) -> int:
    return sum(cell is not None and str(cell).strip() != "" for cell in cells)


def _read_map(path: Path, layer: str) -> AreaTable:
    import pyogrio
    from pyogrio.errors import DataSourceError

    try:
        chosen = layer or next(iter(layers_of(path)), "") or None
        meta, _, _, fields = pyogrio.raw.read(path, layer=chosen, read_geometry=False)
    except (DataSourceError, ValueError) as error:
        raise AreaFileError(f"{path}: this cannot be read as a map or DBF ({error})") from None
    titles = tuple(str(name) for name in meta["fields"])
    columns = tuple(column.tolist() for column in fields)
    return AreaTable(path.name, titles, columns, tuple(range(1, len(columns[0]) + 1)))


def layers_of(path: Path) -> tuple[str, ...]:
    """Return the layers of areas of a map that has several: buurten, wijken, municipalities.

    Empty for a file that has one layer, or none of these: it is read as it is.
    """
    import pyogrio

    if path.suffix.lower() != ".gpkg":
        return ()
    layers = [str(name) for name, *_ in pyogrio.list_layers(path)]
    if len(layers) < 2:
        return ()
    wanted = ("buurt", "wijk", "gem")
    # a layer of wijken and buurten together has both words: it is taken once
    found = [next((one for one in layers if word in one.lower()), "") for word in wanted]
    return tuple(dict.fromkeys(one for one in found if one)) or tuple(layers[:1])


def numbers_of(
    cells: Sequence[Any], *, grouped: bool = False, style: NumberStyle | None = None
) -> tuple[NDArray[np.float64], list[tuple[int, str, str]], list[int]]:
    """Return the numbers of cells, NaN for none; what is no number; and which are doubtful.

    What is no number comes as (place, text, why). With `grouped`, marks may group thousands, and
    the cells together (or a `style` that was judged by more of the file) settle which mark is the
    decimal one; tables of CBS never group.
    """
    values = np.full(len(cells), np.nan)
    bad: list[tuple[int, str, str]] = []
    doubtful: list[int] = []
    style = style or NumberStyle(cells if grouped else ())
    for at, cell in enumerate(cells):
        if cell is None:
            continue
        if isinstance(cell, (int, float)) and not isinstance(cell, bool):
            number = float(cell)
        else:
            text = as_text(cell)
            if text.lower() in _BLANK:
                continue
            try:
                number = _number(text, style, grouped)
            except BadCell as fault:
                bad.append((at, text, f"{fault}; {fault.fix}"))
                continue
            if grouped and style.doubtful(text):
                doubtful.append(at)
        if math.isfinite(number) and number not in MISSING_NUMBERS:
            values[at] = number
    return values, bad, doubtful


def _number(text: str, style: NumberStyle, grouped: bool) -> float:
    if not grouped:
        try:
            return float(text.replace(",", "."))
        except ValueError:
            pass
    return style.number(text)


def year_in(name: str) -> int | None:
    """Return the year that the name of a file holds; None when it holds none, or two."""
    years = {int(text) for text in _YEAR.findall(name)}
    return years.pop() if len(years) == 1 else None
