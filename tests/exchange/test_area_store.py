"""The panel in a folder: what is put in comes out, editions meet openly, nothing is half there."""

from __future__ import annotations

import json
import subprocess
import sys

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hecht.area.crosswalk import Piece, apportion
from hecht.area.indicator import Indicator, Kind, Source, Theme
from hecht.area.panel import Absent, Level, Panel
from hecht.area.reading import Border, ReadingMaker
from hecht.exchange.area_store import PanelError, add, open_panel

NAN = float("nan")
BUURTEN = ("BU03440001", "BU03440002")


def reading(
    values=(1.0, 2.0), *, dataset="kwb", edition="2023", year=2023, name="residents",
    file="f.csv", areas=BUURTEN, absent=None, own=None, borders=(),
):  # fmt: skip
    """Return a reading of one column."""
    maker = ReadingMaker(dataset, edition)
    places = [maker.area(code, year, f"Name of {code}") for code in areas]
    source = Source(f"{dataset}-{edition}/{file}/{name}", "CBS", "t", file, name, edition)
    maker.column(places, year, name, list(values), source, absent=absent)
    maker.own += [own] if own else []
    maker.borders += borders
    return maker.reading()


def values(folder, area=BUURTEN[0], name="residents"):
    """Return the figures of an area by year."""
    return {one.year: one.value for one in open_panel(folder).history(area)
            if one.indicator == name}  # fmt: skip


def test_what_is_added_comes_out_with_its_source(tmp_path):
    """History, columns, areas, years and sources are those of the reading."""
    add(tmp_path, reading((5, NAN)))
    add(tmp_path, reading((7, 8), edition="2024", year=2024))
    panel: Panel = open_panel(tmp_path)
    first, second = panel.history(BUURTEN[1])
    assert (first.year, first.value, first.absent) == (2023, None, Absent.NOT_PUBLISHED)
    assert (second.year, second.value, second.absent) == (2024, 8.0, Absent.NONE)
    assert panel.sources[second.source].column == "residents"
    codes, column = panel.across("residents", 2023, Level.NEIGHBOURHOOD)
    assert (codes.tolist(), column.tolist()) == ([BUURTEN[0]], [5.0])
    assert panel.years("residents", Level.NEIGHBOURHOOD) == (2023, 2024)
    assert panel.years("residents", Level.DISTRICT) == ()
    assert panel.across("residents", 1999, Level.NEIGHBOURHOOD)[0].size == 0
    assert [(one.code, one.year) for one in panel.areas(inside="GM0344")] == [
        (code, 2024) for code in BUURTEN
    ]
    assert panel.areas(inside="GM0345") == ()
    assert panel.history("BU99999999") == []
    assert "homes_vacant" in panel.indicators


def test_levels_keep_apart_and_in_order(tmp_path):
    """A municipality, a wijk and an own area are each asked by their level, by code."""
    areas = ("WK034402", "GM0344", "WK034401", "Zuid", "NL")
    add(tmp_path, reading(range(5), areas=areas))
    panel = open_panel(tmp_path)
    for level, codes in (
        (Level.DISTRICT, ["WK034401", "WK034402"]),
        (Level.COUNTRY, ["NL"]),
        (Level.OTHER, ["Zuid"]),
    ):
        assert panel.across("residents", 2023, level)[0].tolist() == codes
        assert [one.code for one in panel.areas(level)] == codes


def test_the_same_edition_again_replaces_it(tmp_path):
    """Importing an edition again changes what it says anew, and says so."""
    add(tmp_path, reading((1, 2)))
    lines = add(tmp_path, reading((1, 3)))
    assert "2 figures were replaced, 1 of them by another value" in lines[1]
    assert values(tmp_path, BUURTEN[1]) == {2023: 3}
    add(tmp_path, reading((9, 9), name="homes"))
    assert values(tmp_path) == {}, "the file no longer has this column"
    assert values(tmp_path, name="homes") == {2023: 9}


def test_another_municipality_of_the_same_edition_stays(tmp_path):
    """Replacing an edition for some areas leaves the other areas as they are."""
    add(tmp_path, reading((1, 2), file="utrecht.csv"))
    add(tmp_path, reading((3, 4), file="tilburg.csv", areas=("BU08550001", "BU08550002")))
    add(tmp_path, reading((1, 5), file="utrecht.csv"))
    assert values(tmp_path, "BU08550001") == {2023: 3}
    assert values(tmp_path, BUURTEN[1]) == {2023: 5}


@pytest.mark.parametrize("order", [("2023", "2023 v2"), ("2023 v2", "2023")])
def test_of_two_editions_the_newer_stands(tmp_path, order):
    """Whatever was imported first, the newer edition stands and the note tells the other."""
    figures = {"2023": (10, 2), "2023 v2": (11, 2)}
    add(tmp_path, reading(figures[order[0]], edition=order[0], file="a.csv"))
    lines = add(tmp_path, reading(figures[order[1]], edition=order[1], file="b.csv"))
    (one,) = open_panel(tmp_path).history(BUURTEN[0])
    assert (one.value, one.note) == (11, "kwb 2023 gives 10")
    assert "1 figures differ" in lines[1]
    assert "residents of BU03440001 in 2023 is 11 by kwb 2023 v2; kwb 2023 gives 10" in lines[2]
    assert len(lines) == 3


def test_a_figure_stands_over_one_that_is_not_there_yet(tmp_path):
    """An edition with an empty column takes nothing away; a newer one may withdraw a figure."""
    not_yet = [2, 2]
    add(tmp_path, reading((10, 20)))
    add(tmp_path, reading((NAN, NAN), edition="2023 v2", file="b", absent=not_yet))
    assert values(tmp_path) == {2023: 10}
    add(tmp_path, reading((NAN, NAN), dataset="other", edition="2024", file="c"))
    assert values(tmp_path) == {2023: 10}
    add(tmp_path, reading((NAN, 20), edition="2023 v3", file="d"))
    (one,) = open_panel(tmp_path).history(BUURTEN[0])
    assert (one.value, one.absent) == (None, Absent.NOT_PUBLISHED)
    add(tmp_path, reading((12, 20), edition="2023", file="e"))
    assert values(tmp_path) == {2023: 12}


def test_changed_borders_are_told_and_not_chained(tmp_path):
    """What CBS says of borders, and years in which an area is not there, become sentences."""
    add(tmp_path, reading((1, 2), year=2021, edition="2021"))
    add(tmp_path, reading((5,), year=2022, edition="2022", areas=BUURTEN[1:]))
    border = Border(BUURTEN[0], 2023, None, True, "kwb-2023.csv", "3")
    add(tmp_path, reading((1, 2), borders=(border,)))
    panel = open_panel(tmp_path)
    assert panel.changes(BUURTEN[0]) == [
        "Other areas of GM0344 are in the panel for 2022, but not BU03440001: it may have another "
        "code or other borders then.",
        "In 2023 the borders changed: figures of 2023 and later cannot simply be compared with "
        "those up to 2022. (kwb-2023.csv gives 3.)",
    ]
    assert "veranderden de grenzen" in panel.changes(BUURTEN[0], "nl")[1]
    assert panel.changes(BUURTEN[1]) == []


def test_apportioned_figures_say_so(tmp_path):
    """Figures for other borders are in the panel beside the own ones, and say so."""
    old = reading((100, 300), year=2022, edition="2022")
    pieces = [Piece(code, "BU03440009", 1) for code in BUURTEN]
    add(tmp_path, apportion(old, pieces, "walk.csv"))
    panel = open_panel(tmp_path)
    (one,) = panel.history("BU03440009")
    assert (one.year, one.value) == (2022, 400)
    assert one.note == "apportioned: 100% of BU03440001, 100% of BU03440002 (walk.csv)"
    (sentence,) = panel.changes("BU03440009")
    assert sentence.startswith("Figures of 2022 were reckoned from those of areas as they were")
    assert values(tmp_path) == {2022: 100}


def test_own_indicators_are_kept_and_checked(tmp_path):
    """An indicator of one's own comes back; an undefined one, or one of hecht's, is refused."""
    own = Indicator("home_feeling", Theme.LONELINESS_COHESION, Kind.SHARE, "%", "l", "n", "d", "e",
                    "more", "residents", 10, 1, "w", "x")  # fmt: skip
    add(tmp_path, reading(name="home_feeling", dataset="own", own=own))
    assert open_panel(tmp_path).indicators["home_feeling"] == own
    add(tmp_path, reading())
    assert open_panel(tmp_path).indicators["home_feeling"] == own
    with pytest.raises(PanelError, match=r"nothing defines the indicator.* unheard"):
        add(tmp_path, reading(name="unheard"))
    clash = Indicator("residents", Theme.HOMES, Kind.SCORE, "", "", "", "", "")
    with pytest.raises(PanelError, match="residents is one of hecht's own"):
        add(tmp_path, reading(own=clash))
    with pytest.raises(PanelError, match="nothing was read"):
        add(tmp_path, ReadingMaker("kwb", "2023").reading())


def test_the_same_imports_give_the_same_bytes(tmp_path):
    """A panel depends on what was imported and in what order, on nothing else."""
    for folder in ("one", "two"):
        add(tmp_path / folder, reading((1, NAN)))
        add(tmp_path / folder, reading((2, 3), edition="2024", year=2024))
    one, two = ({file.name: file.read_bytes() for file in (tmp_path / folder).iterdir()}
                for folder in ("one", "two"))  # fmt: skip
    assert one == two


def test_only_the_files_of_the_panel_are_left(tmp_path):
    """What an import replaces is removed, and nothing else in the folder is touched."""
    (tmp_path / "notes.txt").write_text("mine")
    add(tmp_path, reading((1, 2)))
    before = {file.name for file in tmp_path.glob("figures-*")}
    add(tmp_path, reading((1, 3)))
    after = {file.name for file in tmp_path.glob("figures-*")}
    assert len(before) == len(after) == 1
    assert before != after
    assert (tmp_path / "notes.txt").read_text() == "mine"


def test_a_panel_that_changed_meanwhile_is_left_alone(tmp_path, monkeypatch):
    """Of two imports at the same time the second is refused, and the first is whole."""
    from hecht.exchange import area_store

    add(tmp_path, reading((1, 2)))
    table = area_store.merge

    def slow(*parts):
        monkeypatch.setattr(area_store, "merge", table)
        add(tmp_path, reading((7, 7), edition="2024", year=2024))
        return table(*parts)

    monkeypatch.setattr(area_store, "merge", slow)
    with pytest.raises(PanelError, match="changed meanwhile"):
        add(tmp_path, reading((9, 9), edition="2025", year=2025))
    assert values(tmp_path) == {2023: 1, 2024: 7}
    assert not list(tmp_path.glob("figures-2025*"))


def test_what_is_no_panel_says_so(tmp_path):
    """A wrong folder, another format and a damaged list each have their own words."""
    with pytest.raises(PanelError, match="not a panel"):
        open_panel(tmp_path)
    (tmp_path / "panel.json").write_text(json.dumps({"format": "hecht area panel 9"}))
    with pytest.raises(PanelError, match="of format 'hecht area panel 9'"):
        open_panel(tmp_path)
    (tmp_path / "panel.json").write_text("{")
    with pytest.raises(PanelError, match="damaged"):
        open_panel(tmp_path)


def test_a_lost_file_is_told(tmp_path):
    """A panel of which a file was removed by hand says which."""
    add(tmp_path, reading())
    panel = open_panel(tmp_path)
    next(tmp_path.glob("figures-*")).unlink()
    with pytest.raises(PanelError, match="figures-2023"):
        panel.history(BUURTEN[0])
    with pytest.raises(PanelError, match="figures-2023"):
        open_panel(tmp_path).across("residents", 2023, Level.NEIGHBOURHOOD)


def test_without_polars_the_extra_is_named():
    """Where polars is not installed, the message is what to install; importing hecht works."""
    code = (
        "import sys; sys.modules['polars'] = None\n"
        "from hecht.exchange.area_store import open_panel, PanelError\n"
        "from pathlib import Path; import tempfile\n"
        "folder = Path(tempfile.mkdtemp()); (folder / 'panel.json').write_text("
        '\'{"format": "hecht area panel 1", "tables": {}, "areas": {}, "years": {}, '
        '"shapes": {}, "imports": []}\')\n'
        "try: open_panel(folder)\n"
        "except PanelError as error: print(error)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "pip install 'hecht[area]'" in done.stdout


_FIGURE = st.one_of(st.just(NAN), st.floats(-1e6, 1e6).map(lambda one: round(one, 3)))


@settings(max_examples=20)
@given(st.lists(st.tuples(_FIGURE, _FIGURE), min_size=1, max_size=4))
def test_readings_of_different_years_come_back_unchanged(tmp_path_factory, years):
    """Whatever the figures, history gives back each, and never a number for none."""
    folder = tmp_path_factory.mktemp("panel")
    for at, column in enumerate(years):
        add(folder, reading(column, year=2010 + at, edition=str(2010 + at)))
    for place, area in enumerate(BUURTEN):
        found = values(folder, area)
        wanted = {2010 + at: column[place] for at, column in enumerate(years)}
        assert found.keys() == wanted.keys()
        for year, value in wanted.items():
            assert (found[year] is None) == bool(np.isnan(value))
            assert found[year] is None or found[year] == value
