"""A column of 0 and 1 in place of the first time."""

from __future__ import annotations

import pytest

from hecht.effects.area_panel import ObservationsError, Row
from hecht.effects.switch import is_switch, switched


def rows(**units: str) -> list[Row]:
    """Return rows of 2001, 2002, … for units written as '0011'."""
    return [
        Row(unit, 2001 + at, 1.0, int(mark), where=f"panel.csv, {unit} {2001 + at}")
        for unit, marks in units.items()
        for at, mark in enumerate(marks)
    ]


def test_the_first_time_with_the_measure_is_the_start():
    """Whatever the order of the rows; units without a 1 never had it."""
    made = switched(list(reversed(rows(a="0011", b="0001", c="0000"))))
    assert {row.unit: row.first_treated for row in made} == {"a": 2003, "b": 2004, "c": 0}
    assert len(made) == 12


def test_starts_that_are_times_are_left_alone():
    """A start of 2003, no start at all, or a panel in which 1 is a time: no switch."""
    assert is_switch(rows(a="01", b="00"))
    assert not is_switch([Row("a", 2001, 1.0, 2003), Row("b", 2001, 1.0, 0)])
    assert not is_switch(rows(a="00", b="00"))
    assert not is_switch([Row("a", 0, 1.0, 1), Row("a", 1, 1.0, 1), Row("b", 1, 1.0, 0)])


def test_a_measure_that_ends_is_refused_with_its_row():
    """hecht estimates measures that go on."""
    with pytest.raises(ObservationsError, match=r"panel.csv, a 2003: unit 'a' has .* from 2002 on"):
        switched(rows(a="010", b="000"))


def test_a_column_that_tells_which_but_not_when_is_refused():
    """1 in every row of the treated units holds no start."""
    with pytest.raises(ObservationsError, match="which, and not when"):
        switched(rows(a="111", b="000"))
