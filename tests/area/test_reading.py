"""What importers return: columns of figures, each once, with its source or why it is absent."""

import numpy as np
import pytest

from hecht.area.indicator import Source
from hecht.area.panel import Absent
from hecht.area.reading import ENTIRE, ReadingMaker

SOURCE = Source("kwb-2023/f/a_inw", "CBS", "t", "f", "a_inw", "2023")
NAN = float("nan")


def _maker(count):
    maker = ReadingMaker("kwb", "2023")
    return maker, [maker.area(f"BU0344{at:04d}", 2023) for at in range(count)]


def test_a_column_gives_figures_by_indicator_and_area():
    """Figures come out by year, indicator and code, however they were put in."""
    maker, places = _maker(3)
    maker.column(places[::-1], 2023, "residents", [3, 2, 1], SOURCE)
    maker.column(places, 2022, "homes", [7, 8, 9], SOURCE)
    found = [(one.year, one.indicator, one.area, one.value) for one in maker.reading().figures()]
    assert found == sorted(found)
    assert (2023, "residents", "BU03440000", 1.0) in found
    assert len(found) == 6


def test_an_empty_column_of_many_areas_is_not_yet_published():
    """Only where not one of many areas has a figure is the column still to come (C6)."""
    maker, places = _maker(ENTIRE)
    maker.column(places, 2023, "homes", [NAN] * ENTIRE, SOURCE)
    maker.column(places, 2023, "residents", [1] + [NAN] * (ENTIRE - 1), SOURCE)
    maker.column(places[:-1], 2023, "households", [NAN] * (ENTIRE - 1), SOURCE)
    why = {}
    for one in maker.reading().figures():
        why.setdefault(one.indicator, set()).add((one.value, one.absent))
    assert why == {
        "homes": {(None, Absent.NOT_YET)},
        "residents": {(1.0, Absent.NONE), (None, Absent.NOT_PUBLISHED)},
        "households": {(None, Absent.NOT_PUBLISHED)},
    }


def test_a_second_figure_of_the_same_cell_is_told():
    """Of two figures for one cell the first is kept, and the other is a remark, not silence."""
    maker, places = _maker(2)
    maker.column(places, 2023, "residents", [1, 2], SOURCE, notes={1: "rounded"})
    maker.figure(places[0], 2023, "residents", 5, SOURCE)
    maker.figure(places[1], 2023, "residents", 2, SOURCE)
    reading = maker.reading()
    assert [one.value for one in reading.figures()] == [1, 2]
    assert [one.note for one in reading.figures()] == ["", "rounded"]
    assert [(one.rule, one.severity, one.key) for one in reading.problems] == [
        ("twice", "remark", "BU03440000")
    ]


def test_a_figure_alone_may_say_why_it_is_absent():
    """An importer that goes cell by cell gives the reason with each."""
    maker, places = _maker(1)
    maker.figure(places[0], 2023, "residents", None, SOURCE, absent=Absent.SMALL, note="n = 3")
    (one,) = maker.reading().figures()
    assert (one.value, one.absent, one.note) == (None, Absent.SMALL, "n = 3")


def test_columns_that_do_not_belong_together_are_refused():
    """A value and a reason of absence exclude each other."""
    maker, places = _maker(2)
    with pytest.raises(ValueError, match="as many values"):
        maker.column(places, 2023, "residents", [1], SOURCE)
    maker.column(places, 2023, "residents", [1, NAN], SOURCE, absent=np.array([1, 1]))
    with pytest.raises(ValueError, match="not both"):
        maker.reading()


def test_a_reading_of_nothing_is_empty():
    """Nothing read is an empty reading, not a fault."""
    reading = ReadingMaker("kwb", "2023").reading()
    assert (len(reading), reading.known, list(reading.figures())) == (0, 0, [])
