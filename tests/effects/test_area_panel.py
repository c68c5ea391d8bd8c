"""Observations: what is refused, what is left out, and that it is told."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from hecht.effects.area_panel import ObservationsError, Row, gather
from tests.effects.panels import by_hand


def rows(**changes: object) -> list[Row]:
    """Return two units at two times; u begins at 2."""
    return [
        Row("u", 1, 1.0, 2, "p.csv, row 2"),
        Row("u", 2, 2.0, 2, "p.csv, row 3"),
        Row("v", 1, 1.0, 0, "p.csv, row 4"),
        Row("v", 2, 1.5, 0, "p.csv, row 5"),
    ]


def test_rows_become_units_by_times() -> None:
    """Each figure lands at its unit and time, whatever the order of the rows."""
    made = gather(reversed(rows()), "score")
    assert made.units == ("u", "v")
    assert made.outcome.tolist() == [[1.0, 2.0], [1.0, 1.5]]
    assert made.cohorts == (2,)


def test_a_unit_twice_at_one_time_is_refused_by_row() -> None:
    """The second row is named, and the first."""
    with pytest.raises(ObservationsError, match=r"row 9.*'v' at 2.*second.*row 5"):
        gather([*rows(), Row("v", 2, 3.0, 0, "p.csv, row 9")], "score")


def test_a_measure_that_ends_again_is_refused() -> None:
    """A start that changes within a unit cannot be: a measure that began goes on."""
    with pytest.raises(ObservationsError, match=r"row 6.*'u' is 0 at 3 and 2"):
        gather([*rows(), Row("u", 3, 3.0, 0, "p.csv, row 6")], "score")


def test_a_place_that_moves_is_refused() -> None:
    """An area lies where it lies."""
    moved = [replace(one, place=(float(at), 0.0)) for at, one in enumerate(rows())]
    with pytest.raises(ObservationsError, match="the place of unit 'u'"):
        gather(moved, "score")


def test_a_unit_with_a_hole_is_left_out_and_told() -> None:
    """An area without a figure in one year goes, and the remark counts and names it."""
    panel = by_hand()
    panel.outcome[0, 2] = np.nan
    kept = panel.prepared()
    assert kept.units == ("B", "C", "D")
    nl, en = kept.remarks[0]
    assert "1 van de 4" in nl
    assert "1 of the 4" in en
    assert "(A)" in en


def test_a_year_with_few_figures_goes_before_the_areas_do() -> None:
    """One thin year costs that year, not the areas."""
    panel = by_hand()
    panel.outcome[:3, 0] = np.nan
    kept = panel.prepared()
    assert kept.times.tolist() == [2, 3, 4]
    assert len(kept.units) == 4
    assert "Left out: 1" in kept.remarks[0][1]


def test_who_always_had_the_measure_is_left_out_and_told() -> None:
    """Without a time before there is nothing to compare with."""
    panel = replace(by_hand(), first_treated=np.array([1, 4, 0, 0]))
    kept = panel.prepared()
    assert kept.units == ("B", "C", "D")
    assert "no before" in kept.remarks[0][1]


def test_anticipation_moves_the_time_before() -> None:
    """A unit that may react two times early needs a time before that."""
    assert by_hand().prepared(2).units == ("B", "C", "D")


def test_a_start_after_the_last_figure_is_never_within_the_panel() -> None:
    """Who begins later serves as comparison."""
    panel = replace(by_hand(), first_treated=np.array([3, 9, 0, 0]))
    assert panel.prepared().cohorts == (3,)


@pytest.mark.parametrize(
    ("began", "match"),
    [
        ([0, 0, 0, 0], "no unit with complete figures"),
        ([3, 3, 3, 3], "every unit gets the measure at 3"),
    ],
)
def test_without_treated_or_comparison_there_is_no_estimate(began: list[int], match: str) -> None:
    """It is said what is missing."""
    with pytest.raises(ObservationsError, match=match):
        replace(by_hand(), first_treated=np.array(began)).prepared()


def test_parts_of_other_sizes_and_infinite_figures_are_refused() -> None:
    """What cannot be is refused where it is made."""
    panel = by_hand()
    with pytest.raises(ObservationsError, match="must be"):
        replace(panel, times=np.arange(3))
    with pytest.raises(ObservationsError, match="rise"):
        replace(panel, times=np.array([1, 3, 2, 4]))
    with pytest.raises(ObservationsError, match="twice"):
        replace(panel, units=("A", "A", "C", "D"))
    outcome = panel.outcome.copy()
    outcome[1, 1] = np.inf
    with pytest.raises(ObservationsError, match="'B' at 2 is infinite"):
        replace(panel, outcome=outcome)


def test_a_covariate_that_is_not_there_for_any_treated_unit_is_named() -> None:
    """The message tells which covariate lacks, not that no unit was treated."""
    bare = replace(by_hand(), covariates={"rent": np.array([np.nan, np.nan, 5.0, 6.0])})
    with pytest.raises(
        ObservationsError, match="has a figure of rent in a year before any measure"
    ):
        bare.prepared()


def test_a_covariate_is_of_the_first_year_before_any_measure_that_half_of_the_areas_have() -> None:
    """A later year is told; a year with a measure is never taken."""
    rents = {
        "A": (None, 4.0, 9.0), "B": (None, 5.0, 9.0), "C": (1.0, 6.0, 9.0), "D": (None, None, 9.0)
    }  # fmt: skip
    made = [
        Row(unit, time, float(time), 3 if unit == "A" else 0, covariates=(rents[unit][time - 1],))
        for unit in rents
        for time in (1, 2, 3)
    ]
    found = gather(made, "score", ("rent",))
    np.testing.assert_array_equal(found.covariates["rent"], [4.0, 5.0, 6.0, np.nan])
    assert found.remarks[0][1].startswith("Of rent the figure of 2 was taken")
    bare = gather([replace(row, covariates=(row.covariates[0] if row.time == 3 else None,))
                   for row in made], "score", ("rent",))  # fmt: skip
    assert np.isnan(bare.covariates["rent"]).all()
    with pytest.raises(ObservationsError, match="in a year before any measure"):
        bare.prepared()
