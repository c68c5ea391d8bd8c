"""The Python face of areas, programmes, effects and evidence."""

from __future__ import annotations

from pathlib import Path

import pytest

import hecht
from hecht.effects.evidence import Strength
from hecht.effects.options import Options
from hecht.exchange.programme_start import write_start

KWB = (
    "gwb_code_10,regio,a_inw,p_wcorpw\n"
    "WK034403,Wijk 03 Overvecht,34910,61\nWK034404,Wijk 04 Noordoost,{residents},38\n"
)


@pytest.fixture
def panel(tmp_path: Path) -> Path:
    """Return a panel of two districts, made by the face."""
    file = tmp_path / "kwb-2023.csv"
    file.write_text(KWB.format(residents=39980))
    (line,) = hecht.import_areas(file, tmp_path / "panel")
    assert line.startswith("kwb 2023: 4 figures of 2 areas for 2023, 4 with a value")
    return tmp_path / "panel"


def scores(folder: Path) -> Path:
    """Write scores of 12 areas, of which 4 rise by two points from 2016 on."""
    rows = ["code,year,score,began"]
    for area in range(12):
        for year in range(2012, 2019):
            treated = area < 4
            score = area + 0.3 * year + (area * year % 5) / 10 + 2 * (treated and year >= 2016)
            rows.append(f"{area},{year},{score:.2f},{2016 if treated else 0}")
    (folder / "scores.csv").write_text("\n".join(rows))
    return folder / "scores.csv"


def test_importing_tells_the_cells_that_cannot_be_read(tmp_path: Path) -> None:
    """The rest is in the panel; each bad cell with its row and column."""
    file = tmp_path / "kwb-2023.csv"
    file.write_text(KWB.format(residents="veel"))
    lines = hecht.import_areas(file, tmp_path / "panel")
    assert lines[0].startswith("kwb 2023: 4 figures of 2 areas for 2023, 3 with a value")
    assert any(line.startswith("kwb-2023.csv, row 3, a_inw") for line in lines)


def test_a_profile_has_the_figures_and_writes_its_page(panel: Path, tmp_path: Path) -> None:
    """The same profile as on the command line; the page is in the language asked for."""
    made = hecht.area_profile(panel, "Wijk 03 Overvecht", page=tmp_path / "o.html", language="en")
    found = {line.indicator.code: line.value for part in made.themes for line in part.lines}
    assert found["homes_corporation"] == 61
    page = (tmp_path / "o.html").read_text(encoding="utf-8")
    assert '<html lang="en"' in page
    assert "Wijk 03 Overvecht" in page
    with pytest.raises(ValueError, match="no area 'BU9'"):
        hecht.area_profile(panel, "BU9")


def test_a_programme_is_laid_out_and_written(tmp_path: Path) -> None:
    """What has no measure is told; half of a plan or a panel is refused."""
    write_start(tmp_path / "programme")
    found = hecht.programme(tmp_path / "programme", page=tmp_path / "programme.html")
    assert found.programme.measures
    assert found.coverage.bare
    assert found.programme.name in (tmp_path / "programme.html").read_text(encoding="utf-8")
    with pytest.raises(ValueError, match="both a neighbourhood and a plan"):
        hecht.programme(tmp_path / "programme", plan=tmp_path)
    with pytest.raises(ValueError, match="code of the area"):
        hecht.programme(tmp_path / "programme", panel=tmp_path)


def test_an_effect_is_that_of_the_figures(tmp_path: Path) -> None:
    """Two points were put in; the placebo draws are made unless options say otherwise."""
    columns = {"unit": "code", "time": "year", "outcome": "score", "first_treated": "began"}
    effect = hecht.estimate_effect(scores(tmp_path), **columns, page=tmp_path / "e.html")
    assert effect.att["simple"].value == pytest.approx(2, abs=0.2)
    assert effect.placebo is not None
    assert "score" in (tmp_path / "e.html").read_text(encoding="utf-8")
    bare = hecht.estimate_effect(scores(tmp_path), **columns, options=Options())
    assert bare.placebo is None
    assert bare.att["simple"].value == effect.att["simple"].value


def test_honest_bounds_are_worked_out_when_asked(tmp_path: Path) -> None:
    """Or it is told why there are none."""
    columns = {"unit": "code", "time": "year", "outcome": "score", "first_treated": "began"}
    effect = hecht.estimate_effect(scores(tmp_path), **columns, options=Options(honest=True))
    plain = hecht.estimate_effect(scores(tmp_path), **columns, options=Options())
    assert effect != plain


def test_evidence_is_searched_with_the_strongest_first() -> None:
    """By theme and least strength; failures are there, and can be asked for alone."""
    found = hecht.evidence(theme="loneliness_cohesion", strength=2)
    assert found
    assert all("loneliness_cohesion" in one.themes and one.strength >= 2 for one in found)
    assert [one.strength for one in found] == sorted((one.strength for one in found), reverse=True)
    failures = hecht.evidence(failure=True)
    assert len(failures) >= 5
    assert all(one.failure for one in failures)
    assert Strength.STATED in {one.strength for one in failures}
