"""The long table of a panel: dialects, what is missing, and errors by row."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from hecht.effects.area_panel import ObservationsError
from hecht.exchange.about_file import EXAMPLE, read_about
from hecht.exchange.effects_file import (
    Columns,
    EffectsFileError,
    read_effects_file,
    read_neighbours,
    read_starts,
)

COLUMNS = Columns("code", "year", "score", "began")


def written(folder: Path, text: str, encoding: str = "utf-8") -> Path:
    """Write a table and return its path."""
    path = folder / "panel.csv"
    path.write_text(text, encoding=encoding)
    return path


def test_a_dutch_spreadsheet_is_read(tmp_path: Path) -> None:
    """Semicolons, decimal commas, a byte order mark, capitals and blanks in the header."""
    text = "Code;Year;Score;Began\nWK01;2012;1,5;2014\nWK01;2014;2,25;2014\nWK02;2012;1;\n"
    made = read_effects_file(written(tmp_path, text + "WK02;2014;1,125;never\n", "utf-8-sig"),
                             COLUMNS)  # fmt: skip
    assert made.outcome.tolist() == [[1.5, 2.25], [1.0, 1.125]]
    assert made.first_treated.tolist() == [2014, 0]
    assert made.name == "score"


@pytest.mark.parametrize("word", ["0", "", "inf", "Inf", "never", "nooit", "NA", "0.0", "NaN"])
def test_never_has_many_words(tmp_path: Path, word: str) -> None:
    """All of them mean that the area never had the measure."""
    text = f"code,year,score,began\na,1,1,2\na,2,2,2\nb,1,1,{word}\nb,2,1,{word}\n"
    assert read_effects_file(written(tmp_path, text), COLUMNS).first_treated.tolist() == [2, 0]


@pytest.mark.parametrize("cell", ["", ".", "NA", "-99999999", "nan", "x"])
def test_a_missing_figure_is_missing_and_not_zero(tmp_path: Path, cell: str) -> None:
    """It becomes no number, and the area is left out when it is prepared."""
    text = f"code,year,score,began\na,1,1,2\na,2,2,2\nb,1,{cell},0\nb,2,1,0\nc,1,1,0\nc,2,1,0\n"
    made = read_effects_file(written(tmp_path, text), COLUMNS)
    assert np.isnan(made.outcome[1, 0])
    assert made.prepared().units == ("a", "c")


def test_every_bad_cell_is_named_by_row_and_column(tmp_path: Path) -> None:
    """All problems at once, each with what to do."""
    text = "code,year,score,began\na,1,one,2\na,last,2,2\n,1,1,0\nb,2,1,soon\n"
    with pytest.raises(EffectsFileError) as caught:
        read_effects_file(written(tmp_path, text), COLUMNS)
    told = str(caught.value)
    for part in ("row 2, score", "row 3, year", "row 4, code", "row 5, began", "soon"):
        assert part in told
    assert len(caught.value.problems) == 4


def test_a_column_that_is_not_there_is_named_with_those_that_are(tmp_path: Path) -> None:
    """So that a slip of the keyboard is seen."""
    path = written(tmp_path, "code,jaar,score,began\na,1,1,0\n")
    with pytest.raises(EffectsFileError, match=r"no column 'year'.*jaar"):
        read_effects_file(path, COLUMNS)


def test_rows_that_contradict_each_other_are_named(tmp_path: Path) -> None:
    """A second figure of one area and year, by its row."""
    path = written(tmp_path, "code,year,score,began\na,1,1,0\na,1,2,0\n")
    with pytest.raises(ObservationsError, match=r"panel.csv, row 3.*second"):
        read_effects_file(path, COLUMNS)


def test_covariates_clusters_and_places(tmp_path: Path) -> None:
    """The first year's covariate; clusters as text; places in metres; periods of CBS."""
    text = (
        "code,year,score,began,people,town,x,y\n"
        "a,2012JJ00,1,2014JJ00,10,T1,100,200\na,2014JJ00,2,2014JJ00,99,T1,100,200\n"
        "b,2012JJ00,1,0,20,T2,300,400\nb,2014JJ00,1,0,20,T2,300,400\n"
    )
    columns = Columns("code", "year", "score", "began", ("people",), "town", ("x", "y"))
    made = read_effects_file(written(tmp_path, text), columns)
    assert made.times.tolist() == [2012, 2014]
    assert made.covariates["people"].tolist() == [10, 20]
    assert made.clusters is not None
    assert made.clusters.tolist() == [0, 1]
    assert made.places is not None
    assert made.places.tolist() == [[100, 200], [300, 400]]


def test_no_table_at_all_is_told(tmp_path: Path) -> None:
    """An empty file, and a workbook under a wrong name."""
    with pytest.raises(EffectsFileError, match="nothing in it"):
        read_effects_file(written(tmp_path, ""), COLUMNS)
    path = tmp_path / "book.csv"
    path.write_bytes(b"PK\x03\x04 and more")
    with pytest.raises(EffectsFileError, match="workbook"):
        read_effects_file(path, COLUMNS)


def test_a_row_without_a_group_is_named(tmp_path: Path) -> None:
    """Areas of which nobody said with whom they share shocks are not one group together."""
    text = "code,year,score,began,gm\na,1,1,2,GM1\na,2,2,2,GM1\nb,1,1,0,\nb,2,1,0,GM2\n"
    columns = Columns("code", "year", "score", "began", cluster="gm")
    with pytest.raises(EffectsFileError, match=r"row 4, gm: nothing tells"):
        read_effects_file(written(tmp_path, text), columns)


def test_neighbours_are_pairs(tmp_path: Path) -> None:
    """Two columns; more are passed over, fewer are refused."""
    path = written(tmp_path, "one;other\na;b\na;c\n;d\n")
    assert read_neighbours(path) == {"a": {"b", "c"}}
    with pytest.raises(EffectsFileError, match="two columns"):
        read_neighbours(written(tmp_path, "one\na\n"))


def test_starts_are_codes_and_years(tmp_path: Path) -> None:
    """A year that is none, or two years for one area, are named by row."""
    assert read_starts(written(tmp_path, "code;year\nWK01;2015\nWK02;never\n")) == {
        "WK01": 2015,
        "WK02": 0,
    }
    with pytest.raises(EffectsFileError, match=r"row 2.*not a year"):
        read_starts(written(tmp_path, "code,year\nWK01,early\n"))
    with pytest.raises(EffectsFileError, match="earlier row"):
        read_starts(written(tmp_path, "code,year\nWK01,2015\nWK01,2016\n"))
    # a list of codes alone must not pass for areas that never had the measure
    with pytest.raises(EffectsFileError, match="two columns"):
        read_starts(written(tmp_path, "code\nWK01\n"))


def test_about_tells_what_was_done(tmp_path: Path) -> None:
    """The example itself can be read; what is missing or unknown is named."""
    path = tmp_path / "about.toml"
    path.write_text(EXAMPLE, encoding="utf-8")
    assert read_about(path).measure == "public_space"
    path.write_text(EXAMPLE.replace("measure", "measur"), encoding="utf-8")
    with pytest.raises(ValueError, match=r"measur is not known.*measure must be told"):
        read_about(path)
    path.write_text(EXAMPLE.replace('["public_space"]', '"public_space"'), encoding="utf-8")
    with pytest.raises(ValueError, match="themes must be a list"):
        read_about(path)
    path.write_text("key = ", encoding="utf-8")
    with pytest.raises(ValueError, match="TOML"):
        read_about(path)


def test_a_column_of_0_and_1_gives_the_start(tmp_path: Path) -> None:
    """The layout of the usual teaching files; that it was read so is told."""
    text = "code,year,score,began\na,2001,1,0\na,2002,2,1\na,2003,2,1\n"
    text += "b,2001,1,0\nb,2002,1,0\nb,2003,1,0\n"
    made = read_effects_file(written(tmp_path, text), COLUMNS)
    assert made.first_treated.tolist() == [2002, 0]
    assert any("first year with 1" in english for _, english in made.remarks)
