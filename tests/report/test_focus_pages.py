"""The pages of the focus areas: an index, twenty pages, and profiles of what is in the panel."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from hecht.area.focus import NoFocusArea, focus_areas
from hecht.area.indicator import Theme
from hecht.report.focus_pages import focus_pages, write_focus_pages
from hecht.report.words import LANGUAGES
from tests.area.panels import MemoryPanel, figures, indicator, panel
from tests.report.test_browser import axe, chromium, look  # noqa: F401  (fixtures)

WIJKEN = {f"WK0344{k:02d}": float(k) for k in range(1, 21)}


def store() -> MemoryPanel:
    """Return twenty districts of Utrecht, one of them Overvecht, and one of Den Haag."""
    made = panel(
        [indicator("homes_corporation"), indicator("welfare_per_100", Theme.POVERTY_DEBT,
                                                   better="less")],
        figures("homes_corporation", 2023, WIJKEN),
        figures("welfare_per_100", 2023, WIJKEN),
    )  # fmt: skip
    names = {"WK034420": "Wijk 20 Overvecht", "WK051835": "Wijk 35 Moerwijk"}
    return MemoryPanel(made.known, made.figures, names)


def words(page: str) -> str:
    """Return the text of a page."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page.split("</style>")[1]))


def test_there_is_an_index_with_twenty_pages_that_exist() -> None:
    """Every link between the pages leads to a page."""
    pages = focus_pages(store())
    assert {f"{one.key}.html" for one in focus_areas()} < set(pages)
    assert set(pages) - {f"{one.key}.html" for one in focus_areas()} == {
        "index.html", "WK034420.html", "WK051835.html",
    }  # fmt: skip
    for page in pages.values():
        for target in re.findall(r'href="([^"#:]+)"', page):
            assert target in pages


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_area_without_data_says_so_and_shows_what_is_published(language: str) -> None:
    """Published facts with their source stand on every page."""
    text = words(focus_pages(store(), language)["lelystad-oost.html"])
    assert ("geen cijfers" if language == "nl" else "no figures here") in text
    assert ("35.000" if language == "nl" else "35,000") in text
    assert "CBS, 2026-02-11" in text
    assert ("gelezen op" if language == "nl" else "read at") in text
    assert "wellsupport.nl" in text


def test_a_match_by_name_is_called_a_proposal() -> None:
    """Overvecht is proposed; Den Haag Zuidwest has one of four parts that a source names."""
    pages = focus_pages(store())
    text = words(pages["utrecht-overvecht.html"])
    assert "Een voorstel: de gebieden in deze gegevens met zijn naam" in text
    assert "Naam welfare_per_100" in text
    assert "het hoogst van de 20 wijken" in text
    text = words(pages["den-haag-zuidwest.html"])
    assert "Niet in deze gegevens: Morgenstond, Bouwlust en Vrederust." in text
    assert "technologievoorthuis.nl" in text
    assert "voorstel: Wijk 35 Moerwijk" in words(pages["index.html"])


def test_the_users_table_settles_it() -> None:
    """With an own table nothing is called a proposal; an unknown key is refused."""
    pages = focus_pages(store(), own={"utrecht-overvecht": ["WK034401"]})
    text = words(pages["utrecht-overvecht.html"])
    assert "volgens uw eigen tabel" in text
    assert "voorstel" not in text
    assert "WK034401.html" in pages
    with pytest.raises(NoFocusArea):
        focus_pages(store(), own={"atlantis": ["WK034401"]})


def test_the_folder_is_written_as_a_whole(tmp_path: Path) -> None:
    """What stood there before is gone, and the same panel gives the same bytes."""
    target = tmp_path / "focus"
    target.mkdir()
    (target / "old.html").write_text("old")
    index = write_focus_pages(store(), target)
    assert index.is_file()
    assert not (target / "old.html").exists()
    pages = focus_pages(store())
    assert {one.name: one.read_bytes() for one in target.iterdir()} == {
        name: page.encode() for name, page in pages.items()
    }


@pytest.mark.browser
@pytest.mark.parametrize("name", ["index.html", "utrecht-overvecht.html"])
def test_axe_finds_nothing_and_a_phone_is_wide_enough(
    chromium: str,  # noqa: F811
    axe: str,  # noqa: F811
    name: str,
    tmp_path: Path,
) -> None:
    """The index and a page with data, 320 pixels wide."""
    found = look(chromium, axe, focus_pages(store())[name], tmp_path, 320)
    assert found["violations"] == []
    assert isinstance(found["wide"], int)
    assert found["wide"] <= 320
