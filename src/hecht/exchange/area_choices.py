"""The files around names of areas: which areas there are, and what a person chose for a name."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import numpy as np

from hecht.area.codes import CodeError, tidy
from hecht.area.names import Found, Match
from hecht.area.panel import Level
from hecht.exchange.area_cells import Cells
from hecht.exchange.area_panel import AreaPanel
from hecht.exchange.area_shapes import CODE_COLUMNS, NAME_COLUMNS, read_area_shapes
from hecht.exchange.area_sheet import AreaFileError, read_table
from hecht.exchange.cells import plain, safe
from hecht.exchange.tables import Dialect, csv_text

_HEADER = ("name", "code", "found", "proposals")
_SHAPES = (".geojson", ".json", ".gpkg")


def read_areas(
    path: str | Path, *, code: str = "", name: str = "", prefix: str = ""
) -> list[tuple[str, str]]:
    """Return the codes and names of areas in a map or a table.

    `code` and `name` are its columns, looked for where they are not given; `prefix` is put before
    each code. Raises AreaFileError where there are none.
    """
    path = Path(path)
    if path.suffix.lower() in _SHAPES:
        shapes, problems = read_area_shapes(path, code=code, name=name, prefix=prefix)
        if not shapes:
            raise AreaFileError(f"{path}: {problems[0].text}; {problems[0].fix}")
        return [(one.code, one.name) for one in shapes]
    cells = Cells(read_table(path, "areas"), "areas")
    of_code = code.lower() if code else cells.first("gwb_code_10", *CODE_COLUMNS)
    of_name = name.lower() if name else cells.first("regio", *NAME_COLUMNS)
    if of_code not in cells or of_name not in cells:
        raise AreaFileError(
            f"{path}: no columns with codes and names of areas among "
            f"{', '.join(cells.table.titles[:12])}; name them"
        )
    found = {}
    for at, (key, said) in enumerate(zip(cells.texts(of_code), cells.texts(of_name), strict=True)):
        try:
            found[tidy(prefix + key)] = said
        except CodeError as fault:
            raise AreaFileError(f"{path}, row {cells.table.numbers[at]}: {fault}") from None
    return sorted(found.items())


def panel_areas(panel: AreaPanel, inside: str) -> list[tuple[str, str]]:
    """Return the buurten of a panel with their names, inside one area where that is given."""
    return [(one.code, one.name) for one in panel.areas(Level.NEIGHBOURHOOD, inside=inside)]


def panel_residents(panel: AreaPanel) -> dict[tuple[str, int], float]:
    """Return the residents of every area and year in a panel, by which rates are reckoned."""
    found: dict[tuple[str, int], float] = {}
    for level in Level:
        for year in panel.years("residents", level):
            codes, values = panel.across("residents", year, level)
            known = ~np.isnan(values)
            found |= {
                (str(code), year): float(value)
                for code, value in zip(codes[known], values[known], strict=True)
            }
    return found


def proposals_csv(matches: Iterable[Match]) -> str:
    """Return the names without a code, with what they may be; the column code is to be filled."""
    rows = [
        [safe(one.name), "", one.found.value,
         safe(" | ".join(f"{code} = {name} ({like:.0%})" for code, name, like in one.proposals))]
        for one in matches
        if not one.code and one.found is not Found.GIVEN
    ]  # fmt: skip
    return csv_text(_HEADER, rows, Dialect(";", ",", True))


def read_choices(path: str | Path) -> dict[str, str]:
    """Return what a person chose for names: a code, or "" for a name to leave out.

    The file has the columns name and code; a dash as code leaves the name out, and rows without
    a code were not decided. Raises AreaFileError without these columns.
    """
    cells = Cells(read_table(Path(path), "names"), "names")
    if "name" not in cells or "code" not in cells:
        raise AreaFileError(f"{path}: the columns must be name and code")
    pairs = zip(cells.texts("name"), cells.texts("code"), strict=True)
    return {plain(name): "" if code == "-" else code for name, code in pairs if name and code}
