"""The user's own criteria, goals and focus areas: read, or refused with the place of the fault."""

from __future__ import annotations

from pathlib import Path

import pytest

from hecht.area.line import Target
from hecht.area.peers import Criterion
from hecht.exchange.area_settings import SettingError, read_criteria, read_focus, read_targets


def file(folder: Path, text: str) -> Path:
    """Write a table."""
    path = folder / "table.csv"
    path.write_text(text, encoding="utf-8")
    return path


def test_criteria_are_read(tmp_path: Path) -> None:
    """Weight, year and change may be left out; Dutch decimals are read."""
    path = file(tmp_path, "indicator;weight;year;change\ndensity;1,5;2020;\nlbm3_total;;;ja\n")
    assert read_criteria(path) == (
        Criterion("density", 1.5, 2020),
        Criterion("lbm3_total", change=True),
    )
    assert read_criteria(file(tmp_path, "indicator\ndensity\n")) == (Criterion("density"),)


def test_goals_are_read(tmp_path: Path) -> None:
    """A goal needs a value; year and source may be left out."""
    path = file(tmp_path, "indicator,value,year,source\nwoz_value,320,2030,Wijkplan\na,-1.5,,\n")
    assert read_targets(path) == (
        Target("woz_value", 320.0, 2030, "Wijkplan"),
        Target("a", -1.5),
    )


def test_focus_areas_are_read_in_any_spelling(tmp_path: Path) -> None:
    """Codes come by the key of the focus area, each once."""
    path = file(tmp_path, "focus,code\nOvervecht,wk034403\nUtrecht-Overvecht,WK034403\n"
                          "Roosendaal Ring,WK167400\n")  # fmt: skip
    assert read_focus(path) == {
        "utrecht-overvecht": ("WK034403",),
        "roosendaal-stad": ("WK167400",),
    }


@pytest.mark.parametrize(
    ("reader", "text", "told"),
    [
        (read_criteria, "indicator,weight\na,0\n", "row 2, column weight: this is not above 0"),
        (
            read_criteria,
            "indicator,weight\na,heavy\n",
            "row 2, column weight: this is not a number",
        ),
        (read_criteria, "indicator,change\na,perhaps\n", "row 2, column change: 'perhaps'"),
        (read_criteria, "indicator,colour\na,red\n", "column colour is not known"),
        (read_criteria, "weight\n1\n", "column indicator is missing"),
        (read_targets, "indicator,value\na,\n", "row 2, column value: this is empty"),
        (read_targets, "indicator,value,year\na,1,soon\n", "row 2, column year: 'soon' is no year"),
        (read_targets, "indicator,value\na,1\na,2\n", "row 3, column indicator: a comes twice"),
        (read_focus, "focus,code\nAtlantis,WK034403\n", "row 2, column focus: 'Atlantis' is no"),
        (read_focus, "focus,code\nOvervecht,WK3403\n", "row 2, column code: 'WK3403' is not"),
    ],
)
def test_faults_are_told_with_their_place(
    tmp_path: Path, reader: object, text: str, told: str
) -> None:
    """File, row, column, what is wrong; all of these are refused."""
    with pytest.raises(SettingError) as caught:
        reader(file(tmp_path, text))  # type: ignore[operator]
    assert told in str(caught.value)
    assert str(caught.value).startswith("table.csv")
