"""The profiles of Overvecht and Kampen: every figure on the pages is a cell of a public file."""

from __future__ import annotations

import csv
import html
import importlib.util
import re
import sys
from pathlib import Path
from types import ModuleType

import pytest

from hecht.area.panel import Absent
from hecht.area.profile import Profile
from hecht.exchange.area_store import AreaPanel

pytestmark = pytest.mark.shared

ROOT = Path(__file__).parents[2]
WHOLES = {"residents": "a_inw", "households": "a_hh", "homes": "a_woning"}
"""The columns of the wholes of shares that are reckoned from numbers."""


@pytest.fixture(scope="module")
def script() -> ModuleType:
    """Return the script that makes the profiles."""
    path = ROOT / "examples" / "make_profiles.py"
    spec = importlib.util.spec_from_file_location("make_profiles", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module", params=["overvecht", "kampen"])
def made(
    request: pytest.FixtureRequest,
    script: ModuleType,
    shared_data: Path,
    tmp_path_factory: pytest.TempPathFactory,
) -> tuple[Profile, AreaPanel, str, Path]:
    """Return the profile, the panel, the page and the data of an example."""
    example = next(one for one in script.EXAMPLES if one.name == request.param)
    folder = tmp_path_factory.mktemp(request.param)
    panel = script.panel_of(example, shared_data, folder / "panel")
    found, page = script.write(example, panel, folder / "page.html", "nl")
    return found, panel, page.read_text(encoding="utf-8"), shared_data


class Cells:
    """The public files as they are, read with nothing but the csv module."""

    def __init__(self, data: Path) -> None:
        self.data = data
        self.files: dict[str, list[dict[str, str]]] = {}

    def rows(self, name: str) -> list[dict[str, str]]:
        """Return the rows of a file, with the names of its columns as they stand there."""
        if name not in self.files:
            csv.field_size_limit(10**8)
            path = next(self.data.rglob(name))
            text = path.read_text(encoding="utf-8-sig")
            mark = ";" if text[: text.index("\n")].count(";") > 3 else ","
            self.files[name] = list(csv.DictReader(text.splitlines(), delimiter=mark))
        return self.files[name]

    def cell(self, name: str, area: str, column: str, year: int) -> str:
        """Return the cell of an area in a column; of a year where the file has several."""
        rows = [
            row
            for row in self.rows(name)
            if area in {str(cell).strip() for cell in row.values()}
            and row.get("JAAR", str(year)).strip() == str(year)
        ]
        assert len(rows) == 1, (name, area, column, len(rows))
        return rows[0][column].strip()


def number(text: str) -> float:
    """Return the number of a cell."""
    return float(text)


def test_every_figure_is_a_cell_of_its_file(
    made: tuple[Profile, AreaPanel, str, Path],
) -> None:
    """Each value, and each earlier year of it, is in the file, row and column that is named.

    A source of two columns ("a_00_14 / residents") is a share that was reckoned from them.
    """
    found, panel, _, data = made
    cells = Cells(data)
    checked = reckoned = 0
    for line in found.lines:
        if line.value is None or line.source is None:
            continue
        figures = {one.year: one for one in panel.history(line.of.code)
                   if one.indicator == line.indicator.code}  # fmt: skip
        for year, value in line.points:
            source = panel.sources[figures[year].source]
            parts, _, whole = source.column.partition(" / ")
            cell = sum(
                number(cells.cell(source.file, line.of.code, part, year))
                for part in parts.split(" + ")
            )
            if whole:
                cell *= 100 / number(cells.cell(source.file, line.of.code, WHOLES[whole], year))
                reckoned += 1
            assert value == pytest.approx(cell), (line.indicator.code, year)
            checked += 1
    assert checked > 40
    assert (reckoned > 10) == (found.area.code == "WK034403")


def test_the_page_shows_those_values(made: tuple[Profile, AreaPanel, str, Path]) -> None:
    """What stands on the page beside the name of an indicator is the value of the profile."""
    found, _, page, _ = made
    table = re.findall(
        r'<th scope="row" role="rowheader">(.+?)<.*?<td role="cell" class="n value"><b>(.+?)</b>',
        page, re.DOTALL,
    )  # fmt: skip
    shown = {html.unescape(name).replace("†", "").strip(): text for name, text in table}
    lines = [line for line in found.lines if line.value is not None]
    assert len(shown) == len(lines)
    for line in lines:
        text = shown[line.indicator.label_nl].replace(".", "").replace(",", ".").replace("−", "-")
        assert line.value is not None
        assert float(text) == pytest.approx(line.value, abs=0.51 * 10**-line.indicator.decimals)


def test_what_the_files_do_not_hold_is_told(made: tuple[Profile, AreaPanel, str, Path]) -> None:
    """The first edition of 2024 has no incomes; Kampen has no figures of homes of its own."""
    found, _, page, _ = made
    lines = {line.indicator.code: line for line in found.lines}
    assert "Niet gemeten." in page
    if found.area.code == "WK034403":
        income = lines["income_per_resident"]
        assert income.value is None
        assert income.absent in (Absent.NOT_YET, Absent.NOT_PUBLISHED)
        assert lines["homes_corporation"].value == 61
        assert found.peers is not None
        assert "een lijst en geen kaart" in page
    else:
        assert lines["lbm2_total"].of.code == "WK051825"
        assert "homes_corporation" not in lines
        assert 'class="map area-map"' in page
        assert lines["lbm2_total"].regression is not None
