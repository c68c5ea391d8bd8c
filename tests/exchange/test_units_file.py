"""units.json: read back as written, and every fault in it with the home that it is about."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from hecht.exchange import examine_design, read_design, write_design
from tests.exchange.test_design_files import small_design

UNITS = {
    "A:dense:001": {"id": "type-1", "bouwjaar": 2027, "ruimten": []},
    "A:dense:002": {"id": "é"},
}


@pytest.mark.parametrize("name", ["b", "b.xlsx"])
def test_units_are_read_back(tmp_path: Path, name: str) -> None:
    """They lie in the folder, or beside a workbook under its name."""
    design = replace(small_design(), units=UNITS)
    write_design(design, tmp_path / name)
    assert read_design(tmp_path / name) == design
    place = tmp_path / ("b/units.json" if name == "b" else "b.units.json")
    assert json.loads(place.read_text(encoding="utf-8")) == UNITS


def test_a_home_may_be_like_another(tmp_path: Path) -> None:
    """A text names a home whose unit is taken."""
    write_design(small_design(), tmp_path)
    units = {**UNITS, "A:dense:003": "A:dense:001"}
    (tmp_path / "units.json").write_text(json.dumps(units), encoding="utf-8")
    assert read_design(tmp_path).units["A:dense:003"] == UNITS["A:dense:001"]


def test_a_home_as_an_option_renovates_it_has_a_unit_of_its_own(tmp_path: Path) -> None:
    """The id, a colon and an option of the home's block are known."""
    design = small_design()
    home = next(h for h in design.neighbourhood.homes if h.block == "B")
    write_design(replace(design, units={f"{home.id}:renovate": {}, home.id: {}}), tmp_path)
    assert len(read_design(tmp_path).units) == 2


@pytest.mark.parametrize(
    ("text", "key", "words"),
    [
        ("{", "", "this is no JSON"),
        ("[1]", "", "it holds no object by home"),
        ('{"A:dense:001": 3}', "A:dense:001", "neither a unit"),
        ('{"A:dense:001": "A:dense:002"}', "A:dense:001", "neither a unit"),
        ('{"A:dense:008": {}}', "A:dense:008", "there is no such home"),
        ('{"A:dens:001": {}}', "A:dens:001", "there is no such home"),
    ],
)
def test_a_fault_is_told_with_its_home(tmp_path: Path, text: str, key: str, words: str) -> None:
    """Nothing is taken of a file with a fault, and the fault says which home and what to do."""
    write_design(small_design(), tmp_path)
    (tmp_path / "units.json").write_text(text, encoding="utf-8")
    design, found = examine_design(tmp_path)
    assert design is None
    (problem,) = found
    assert (problem.file, problem.key, problem.severity) == ("units.json", key, "error")
    assert words in problem.text
    assert problem.fix
