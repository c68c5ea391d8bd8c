"""Figures for a made-up population: the Netherlands, a CBS row, or your own, and what is wrong."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hecht.exchange.marginals import (
    DIMENSIONS,
    MarginalsError,
    completed,
    national,
    persons_in,
    read_kwb,
    read_marginals,
)

KWB = {
    "gwb_code": "BU01",
    "regio": "Voorbeeldbuurt",
    "a_1p_hh": "400",
    "a_hh_z_k": "300",
    "a_hh_m_k": "300",
    "g_hhgro": "2,1",
    "a_15_24": "200",
    "a_25_44": "600",
    "a_45_64": "500",
    "a_65_oo": "400",
    "p_koopw": "20",
    "p_wcorpw": "70",
    "p_ov_hw": "10",
}


def write_kwb(folder: Path, **changes: str) -> Path:
    path = folder / "kwb.csv"
    row = KWB | changes
    with path.open("w", newline="", encoding="utf-8") as target:
        writer = csv.DictWriter(target, list(row))
        writer.writeheader()
        writer.writerow(row)
    return path


def test_national_shares_are_those_published() -> None:
    """CBS 2023: 39.5% live alone, 32.4% are two; 7.4% are lone parents; and so on."""
    figures = national()
    for name in DIMENSIONS:
        assert sum(getattr(figures, name).values()) == pytest.approx(1)
    assert figures.size["1"] == pytest.approx(3_266_042 / 8_270_244, abs=0.001)
    assert figures.size["2"] == pytest.approx(2_677_788 / 8_270_244, abs=0.003)
    assert figures.size["3"] == pytest.approx(956_719 / 8_270_244, abs=0.005)
    assert figures.size["4"] == pytest.approx(959_324 / 8_270_244, abs=0.002)
    assert figures.kind["lone_parent"] == pytest.approx(610_633 / 8_270_244, abs=0.001)
    assert "CBS" in figures.described()


@given(mean=st.floats(1.9, 2.8))
def test_a_given_mean_size_is_reached(mean: float) -> None:
    """Sizes bend within the kinds until the mean number of persons comes out."""
    size = completed({}, {}, mean).size
    assert sum(size.values()) == pytest.approx(1)
    found = sum(share * persons_in(name) for name, share in size.items())
    assert found == pytest.approx(mean, abs=0.01)


def test_a_row_of_cbs(tmp_path: Path) -> None:
    """Kinds, mean size, ages and tenure come from the row, with its name as source."""
    figures = read_kwb(write_kwb(tmp_path), "BU01")
    assert figures.kind["single"] == pytest.approx(0.4)
    assert figures.kind["lone_parent"] + figures.kind["family"] == pytest.approx(0.3)
    assert figures.tenure["association"] == pytest.approx(0.7)
    mean = sum(share * persons_in(name) for name, share in figures.size.items())
    assert mean == pytest.approx(2.1, abs=0.01)
    assert "Voorbeeldbuurt (BU01)" in figures.source["kind"]


def test_a_missing_figure_falls_back_on_the_country_and_says_so(tmp_path: Path) -> None:
    """A "." in the tenure columns: tenure is that of the Netherlands, kinds stay the row's."""
    figures = read_kwb(write_kwb(tmp_path, p_wcorpw="."), "BU01")
    assert figures.tenure == national().tenure
    assert figures.source["tenure"] == national().source["tenure"]
    assert "Voorbeeldbuurt" in figures.source["kind"]


def test_an_unknown_code_is_told(tmp_path: Path) -> None:
    """It names the file and the code."""
    with pytest.raises(MarginalsError, match=r"kwb.csv has no row with gwb_code BU99"):
        read_kwb(write_kwb(tmp_path), "BU99")


def test_your_own_figures_as_toml_and_as_csv(tmp_path: Path) -> None:
    """Both forms give the same; counts and shares are both fine; the rest is the country's."""
    toml = tmp_path / "own.toml"
    toml.write_text(
        'source = "Own register 2026"\nmean_size = 2.0\n'
        "[kind]\nsingle = 50\ncouple = 20\nlone_parent = 10\nfamily = 20\n"
    )
    table = tmp_path / "own.csv"
    table.write_text(
        "dimension;category;value\nkind;single;0,5\nkind;couple;0,2\nkind;lone_parent;0,1\n"
        "kind;family;0,2\nmean_size;;2,0\n"
    )
    one, other = read_marginals(toml), read_marginals(table)
    assert one.kind == pytest.approx(other.kind)
    assert one.size == pytest.approx(other.size)
    assert one.kind["lone_parent"] == pytest.approx(0.1)
    assert one.source["kind"] == "Own register 2026"
    assert other.source["kind"] == "own.csv"
    assert one.age == national().age


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[size]\n7 = 1\n", "size has no category '7'"),
        ("[kind]\nsingle = -1\n", "must be 0 or more"),
        ("[kind]\nsingle = 0\n", "not all 0"),
        ('[kind]\nsingle = "many"\n', "'many', not a number"),
        ("[colour]\nred = 1\n", "'colour' is not known"),
        ("kind = [", "is not TOML"),
    ],
)
def test_figures_that_cannot_be(tmp_path: Path, text: str, message: str) -> None:
    """Each is an error that names the file or the category."""
    path = tmp_path / "wrong.toml"
    path.write_text(text)
    with pytest.raises(MarginalsError, match=message):
        read_marginals(path)


def test_a_csv_row_that_is_wrong_is_named(tmp_path: Path) -> None:
    """The message has the row of the file."""
    path = tmp_path / "wrong.csv"
    path.write_text("dimension,category,value\nkind,single,1\nkind,couple,x\n")
    with pytest.raises(MarginalsError, match=r"wrong.csv, row 3: kind couple is 'x'"):
        read_marginals(path)
    path.write_text("a,b\n1,2\n")
    with pytest.raises(MarginalsError, match="needs the columns"):
        read_marginals(path)
