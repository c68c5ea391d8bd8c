"""The page of late works: in both languages, without households for the committee."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

from hecht.neighbourhood import DelayRules
from hecht.planning.delays import Delays, delays
from hecht.report.delays import delays_page, write_delays_page
from tests.planning.delays.street import plan, street
from tests.report.pages import PageReader


@pytest.fixture(scope="module")
def found() -> Delays:
    """Give the street with the assumed delays."""
    return delays(plan(street(DelayRules())), 40)


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("staff", [False, True])
def test_the_page_is_whole_and_fetches_nothing(found: Delays, language: str, staff: bool) -> None:
    """It is well formed, has one heading of the page, and no address to fetch from."""
    page = delays_page(found, language, staff=staff)
    assert PageReader(page).open == []
    assert page.count("<h1>") == 1
    assert not re.search(r'(?:src|href)="https?:', page)
    assert f'lang="{language}"' in page


def test_households_stand_on_the_page_for_staff_only(found: Delays) -> None:
    """The committee sees no household, staff see every one that moves."""
    public, staff = delays_page(found, "en"), delays_page(found, "en", staff=True)
    for household in ("H1", "H2"):
        assert not re.search(rf"\b{household}\b", public)
        assert re.search(rf"\b{household}\b", staff)


def test_a_small_group_is_not_shown(found: Delays) -> None:
    """Two households are too few to say anything of."""
    assert "Likely in time" not in delays_page(found, "en")


def test_assumptions_are_called_so(found: Delays) -> None:
    """A rule that is as hecht assumes it says that it has no source; another that it was given."""
    assert delays_page(found, "en").count("assumption, without a source") == 6
    own = replace(DelayRules(), winter_share=0.2)
    page = delays_page(delays(plan(street(own)), 5, buffer_months=(), spare_homes=()), "en")
    assert page.count("assumption, without a source") == 5
    assert "given" in page


def test_the_page_is_written_whole(found: Delays, tmp_path: Path) -> None:
    """The file is the page, with nothing left beside it."""
    path = write_delays_page(found, tmp_path / "late.html", "en")
    assert path.read_text(encoding="utf-8") == delays_page(found, "en")
    assert [file.name for file in tmp_path.iterdir()] == ["late.html"]
    with pytest.raises(ValueError, match="choose one of nl, en"):
        delays_page(found, "fy")
