"""Scenarios through the years: what changes is drawn, what is not known breaks the line."""

from __future__ import annotations

import re
from dataclasses import replace

from hecht.design.catalogue import catalogue
from hecht.design.comparison import Compared
from hecht.neighbourhood import Month
from hecht.outcomes.figure import Value
from hecht.report.by_year import FIGURES, by_year, moments
from hecht.report.comparison import comparison_page
from hecht.report.words import Words
from tests.design.test_comparison import small_comparison

NL, EN = Words("nl", Month(2027, 1)), Words("en", Month(2027, 1))


def _made(homes: tuple[float | None, ...]) -> Compared:
    """Return a scenario of which only the homes are known: today, in two years, afterwards."""
    one = small_comparison()[0]
    values = [Value(n) if n is not None else Value.unknown("why") for n in homes]
    years = {2027: {"homes": values[1]}, 2028: {"homes": values[2]}}
    outcomes = replace(
        one.outcomes, today={"homes": values[0]}, years=years, after={"homes": values[3]}
    )
    return replace(one, outcomes=outcomes)


def test_each_moment_has_its_value_in_words() -> None:
    """The picture tells the same as the table, scenario by scenario."""
    compared = [_made((20, 12, 1250, 30)), _made((20, 20, 20, 20))]
    assert moments(compared, NL) == ["Nu", "2027", "2028", "Straks"]
    (found,) = by_year(compared, NL)
    assert found.label == "Woningen"
    assert found.rows == (("A", ("20", "12", "1.250", "30")), ("B", ("20", "20", "20", "20")))
    assert "A: Nu 20, 2027 12, 2028 1.250, Straks 30; B: Nu 20, 2027 20" in found.picture


def test_higher_is_drawn_higher_and_at_its_moment() -> None:
    """12 lies at the foot, 1250 at the top, and points follow each other to the right."""
    (found,) = by_year([_made((20, 12, 1250, 30)), _made((20, 20, 20, 20))], EN)
    points = [
        tuple(map(float, p)) for p in re.findall(r'cx="([\d.]+)" cy="([\d.]+)"', found.picture)
    ]
    first = points[:4]
    assert [x for x, _ in first] == sorted(x for x, _ in first)
    assert min(y for _, y in first) == first[2][1]
    assert max(y for _, y in first) == first[1][1]


def test_what_is_not_known_breaks_the_line() -> None:
    """No point stands where there is no value, and the words say so."""
    (found,) = by_year([_made((20, 12, None, 30)), _made((20, 20, 20, 20))], EN)
    assert found.rows[0][1] == ("20", "12", "not known", "30")
    assert found.picture.count("<circle") == 7
    path = re.search(r' d="([^"]+)"', found.picture)
    assert path is not None
    assert path[1].count("M") == 2


def test_what_never_changes_or_is_known_in_no_year_is_left_out() -> None:
    """A flat figure, or one of which only today and afterwards are known, gives no picture."""
    flat = [_made((20, 20, 20, 20))] * 2
    assert by_year(flat, EN) == []
    assert by_year([_made((20, None, None, 30)), flat[0]], EN) == []


def test_the_comparison_page_has_them() -> None:
    """A section with pictures, and a folded table of the years."""
    page = comparison_page(small_comparison(), "nl")
    assert "Tijdens de werkzaamheden, jaar voor jaar" in page
    assert 'id="year-homes-t"' in page
    assert "De cijfers van elk jaar" in page


def test_no_figure_by_year_is_of_few_households() -> None:
    """Only homes, ground, energy, rents on average and money are shown by year (C7)."""
    units = {catalogue()[name].unit.split("/")[0] for name in FIGURES}
    assert units.isdisjoint({"households", "household-months", "ties", "tie-months", "moves"})


def test_scenarios_may_look_further_ahead_than_others() -> None:
    """Each value stands at its own year; beyond its own years nothing is known of a scenario."""
    short, long = _made((20, 12, 14, 30)), _made((20, 20, 20, 20))
    years = {2028: long.outcomes.years[2027], 2030: {"homes": Value(25)}}
    long = replace(long, outcomes=replace(long.outcomes, years=years))
    for both in ([short, long], [long, short]):
        assert moments(both, EN) == ["Today", "2027", "2028", "2030", "Afterwards"]
    (found,) = by_year([short, long], EN)
    assert found.rows[0][1] == ("20", "12", "14", "not known", "30")
    assert found.rows[1][1] == ("20", "not known", "20", "25", "20")
