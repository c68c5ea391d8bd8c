"""Units of figures in the reader's language."""

from __future__ import annotations

import re

from hecht.design.catalogue import catalogue
from hecht.neighbourhood import Month
from hecht.report.unit_words import UNITS, unit_name
from hecht.report.words import Words

SIGNS = {"GJ", "euro", "m", "m2", "m3", "mm", "100 m"}


def test_units_are_told_in_dutch() -> None:
    """Words are translated piece by piece; signs stay as they are."""
    words = Words("nl", Month(2026, 1))
    assert unit_name("places/home", words) == "plekken/woning"
    assert unit_name("GJ/year", words) == "GJ/jaar"
    assert unit_name("doors/100 m", words) == "deuren/100 m"
    assert unit_name("places/home", Words("en", Month(2026, 1))) == "places/home"


def test_every_unit_of_a_figure_can_be_told() -> None:
    """A new unit needs its words here; shares are shown in percent, without a unit."""
    units = {one.unit for one in catalogue().values() if not one.share}
    parts = {part for unit in units for part in unit.split("/")}
    assert {part for part in parts if part not in {*UNITS, *SIGNS, "ha"}} == set()
    assert all(re.fullmatch(r"[a-z-]+", unit) for unit in UNITS)
