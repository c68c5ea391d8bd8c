"""units.json: homes in the form of the sector's standard (VERA), of which rent points follow.

An object by home. As a home is, it stands under its id; as an option renovates it, under the id, a
colon and the option's; as an option builds it, under block, option and number. A text in place of
a unit names another home that is just like it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from hecht.neighbourhood import Design
from hecht.neighbourhood.look import nearest
from hecht.neighbourhood.problem import Problem

FILE = "units.json"

Units = dict[str, Mapping[str, Any]]


def units_place(folder: Path) -> Path:
    """Return where the units of a folder, or of a workbook, are."""
    if folder.suffix.lower() in (".xlsx", ".xlsm") and not folder.is_dir():
        return folder.with_suffix(f".{FILE}")
    return folder / FILE


def read_units(place: Path, found: list[Problem]) -> Units:
    """Read the units; none where there is no file. Faults go to `found`."""
    if not place.is_file():
        return {}
    try:
        given = json.loads(place.read_bytes().decode("utf-8-sig"))
    except ValueError as error:
        found.append(_problem(place, "units", f"this is no JSON ({error})", "export it again"))
        return {}
    if not isinstance(given, dict):
        text = "it holds no object by home"
        found.append(_problem(place, "units", text, 'write {"h1": {...}, "h2": {...}}'))
        return {}
    units: Units = {}
    for home, unit in given.items():
        model = given.get(unit) if isinstance(unit, str) else unit
        if isinstance(model, dict):
            units[home] = model
            continue
        found.append(
            _problem(
                place,
                "unit",
                "this is neither a unit (an object) nor the name of a home that has one",
                "give the unit in the form of VERA, or the home that it is like",
                home,
            )
        )
    return units


def units_problems(design: Design, place: Path) -> Iterator[Problem]:
    """Yield a problem for every unit of a home that neither stands nor would be built."""
    known = set(_homes(design))
    for home in design.units:
        if home not in known:
            fix = nearest(home, known, "use an id of homes.csv, or of a home that an option makes")
            yield _problem(place, "unknown-home", "there is no such home", fix, home)


def units_text(units: Mapping[str, Mapping[str, Any]]) -> str:
    """Return the file of some units."""
    return json.dumps(units, indent=1, ensure_ascii=False) + "\n"


def _homes(design: Design) -> Iterator[str]:
    for home in design.neighbourhood.homes:
        yield home.id
        if home.block is not None:
            yield from (f"{home.id}:{option}" for option in design.options_of[home.block])
    for option in design.options:
        count = sum(kind.count for kind in option.programme)
        yield from (f"{option.block}:{option.id}:{n:03d}" for n in range(1, count + 1))


def _problem(place: Path, rule: str, text: str, fix: str, home: str = "") -> Problem:
    return Problem("units", rule, text, fix, key=home, value=home, file=place.name)
