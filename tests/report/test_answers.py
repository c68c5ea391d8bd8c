"""The pages of pooled figures and of what households answer, also in a real browser."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from hecht.effects.household_rows import Unused
from hecht.effects.household_words import SELF_SELECTION
from hecht.effects.households import HouseholdEffects, household_effects
from hecht.effects.pooling import PooledEntries, pool
from hecht.report.answers import households_page, pooled_page, write_households, write_pooled
from hecht.report.intervals import Row, intervals
from hecht.report.words import LANGUAGES
from tests.effects.test_households import simulated, two_groups
from tests.effects.test_pooling import alike
from tests.report.test_browser import axe, chromium, look  # noqa: F401  (fixtures)

NO_SCRIPTS = re.compile(r'<meta http-equiv="Content-Security-Policy" [^>]+>')
"""It would keep out axe as well."""


def answered() -> HouseholdEffects:
    """Return the differences of a simulation in which returning adds 1.2."""
    return household_effects(simulated(np.random.default_rng(5)))


def pooled() -> PooledEntries:
    """Return three figures together; the title of one would be markup."""
    entries = alike(3)
    found = pool([replace(entries[0], title="A < B", title_nl="A < B"), *entries[1:]])
    assert isinstance(found, PooledEntries)
    return found


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_of_households_says_what_must_be_minded(language: str) -> None:
    """Each difference is drawn, in a table and in words; self-selection stands above them."""
    page = households_page(answered(), language, {Unused.DURING: 3})
    assert page.index(SELF_SELECTION[language == "en"]) < page.index("<table>")
    assert page.count("<circle") == 1  # only return differs in the simulation
    assert "3," in page
    assert ("de score vooraf" if language == "nl" else "the score before") in page


def test_what_is_hidden_is_not_drawn() -> None:
    """Small groups: no picture, and the reason in the table."""
    few = [one for one in two_groups() if one.household != "g0"]
    page = households_page(household_effects(few), "en")
    assert "<svg" not in page
    assert page.count("not shown, a group is too small</td>") == 4


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_of_pooled_figures_shows_each_and_the_mean(language: str) -> None:
    """Three circles and a diamond; small figures keep their digits; titles are no markup."""
    page = pooled_page(pooled(), language)
    assert page.count("<circle") == 3
    assert page.count("<path") == 1
    assert ("0,0500" if language == "nl" else "0.0500") in page
    assert "A &lt; B" in page
    assert "A < B" not in page


def test_zero_is_always_in_sight() -> None:
    """Figures far from zero are drawn with it, to scale: half way is half way."""
    drawn = intervals("n", "t", "d", [Row("one", 10, 9, 11), Row("two", 5, 4, 6)], "en")
    zero = float(re.search(r'<line x1="([\d.]+)"[^>]+stroke="#1f2a30"', drawn)[1])  # type: ignore[index]
    ten, five = (float(x) for x in re.findall(r'<circle cx="([\d.]+)"', drawn))
    assert five - zero == pytest.approx((ten - zero) / 2, abs=0.2)
    assert ">0<" in drawn


def test_pages_are_written_as_a_whole(tmp_path: Path) -> None:
    """Beside the target and renamed; an unknown language leaves nothing."""
    path = write_households(answered(), tmp_path / "a.html")
    assert path.read_text(encoding="utf-8") == households_page(answered())
    path = write_pooled(pooled(), tmp_path / "b.html", "en")
    assert path.read_text(encoding="utf-8") == pooled_page(pooled(), "en")
    with pytest.raises(ValueError, match="no report in"):
        write_pooled(pooled(), tmp_path / "c.html", "de")
    assert sorted(one.name for one in tmp_path.iterdir()) == ["a.html", "b.html"]


@pytest.mark.browser
@pytest.mark.parametrize("width", [320, 1280])
def test_axe_finds_nothing_and_a_phone_is_wide_enough(
    chromium: str,  # noqa: F811
    axe: str,  # noqa: F811
    width: int,
    tmp_path: Path,
) -> None:
    """Both pages, without the line that forbids any script."""
    for page in (households_page(answered()), pooled_page(pooled(), "en")):
        found = look(chromium, axe, NO_SCRIPTS.sub("", page), tmp_path, width)
        assert found["violations"] == []
        assert isinstance(found["wide"], int)
        assert found["wide"] <= width
