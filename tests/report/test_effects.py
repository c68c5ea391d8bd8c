"""The page of an effect: the sentence first, pictures with their figures, nothing from outside."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from hecht.effects.drift import with_drift
from hecht.effects.effect import BADLY_FITTED, IMPORTANCE, Effect
from hecht.effects.estimate import estimate
from hecht.effects.options import Options
from hecht.effects.rings import by_distance, with_rings
from hecht.effects.words import sentence
from hecht.report.effects import effects_page, write_effects_page
from hecht.report.effects_pictures import ticks
from hecht.report.effects_words import ATT, CHOICES, METHODS, OPTIONS, PAGE
from tests.effects.panels import random_panel


@pytest.fixture(scope="module")
def full() -> Effect:
    """Return an effect with everything a page can hold."""
    panel = random_panel(1, units=120, starts=(0, 0, 0, 4, 5))
    places = np.random.default_rng(1).uniform(0, 20_000, (120, 2))
    panel = replace(panel, places=places, name="lbm2_total")
    options = Options(placebo=60)
    effect = with_drift(estimate(panel, "staggered", options), panel, options)
    return with_rings(effect, panel, by_distance(panel, [800, 1600]), options)


@pytest.mark.parametrize("language", ["nl", "en"])
def test_the_sentence_comes_first_and_the_warning_is_there(full: Effect, language: str) -> None:
    """Nothing but the name of the outcome stands before the finding."""
    page = effects_page(full, language)
    assert f'lang="{language}"' in page
    before, after = page.split(sentence(full, language), 1)
    shown = re.sub(r"<[^>]*>", " ", before.split("<body>")[1])
    assert not re.search(r"[0-9]", shown.replace("lbm2_total", ""))
    assert {"nl": "geen causaal model", "en": "not a causal model"}[language] in after


def test_it_fetches_nothing_and_runs_nothing(full: Effect) -> None:
    """One file; no script, no address to load."""
    page = effects_page(full)
    assert "<script" not in page
    assert not re.search(r"(src|href)=\"(?!#)", page)
    assert "default-src 'none'" in page


def test_pictures_have_their_figures_beside_them(full: Effect) -> None:
    """Each point of the picture has a row; the placebo picture tells p in words."""
    page = effects_page(full, "en")
    assert page.count('role="img"') == 2
    circles = re.findall(r"<circle ", page)
    assert len(circles) == len(full.by_event_time)
    for at in full.by_event_time:
        assert f'<th scope="row">{at}</th>' in page.replace("−", "-")
    assert full.placebo is not None
    assert f"p = {full.placebo.p:.3f}" in page


def test_rings_sensitivity_and_power_are_shown(full: Effect) -> None:
    """Every part of the result has its place."""
    page = effects_page(full, "en")
    for part in ("0–800 m", "800–1600 m", "without the rings", "largest step before",
                 "four cases of five", "By the placebo draws"):  # fmt: skip
        assert part in page


def test_choices_are_told_in_words_and_figures_of_the_language(full: Effect) -> None:
    """Shares, errors, importances and yes or no are not shown as a machine writes them."""
    found = {
        "level": 0.95, "error before": 1234.56789, BADLY_FITTED: True, "ratio": 2.0,
        f"{IMPORTANCE}income": 0.25, "placebo": 199,
    }  # fmt: skip
    effect = replace(full, options=found)
    for language, rows in {
        "nl": {"zekerheid van het interval": "95%", "fout van het mengsel vooraf": "1.235",
               "past vooraf slecht": "ja", "belang van income": "0,250"},
        "en": {"level of the interval": "95%", "error of the mix before": "1,235",
               "fits badly before": "yes", "importance of income": "0.250",
               "placebo draws": "199"},
    }.items():  # fmt: skip
        shown = re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", effects_page(effect, language)))
        for name, value in rows.items():
            assert f" {name} {value} " in shown


def test_a_method_with_one_figure_has_a_page(full: Effect) -> None:
    """The regression has no event times, no draws and no rings: those parts are left out."""
    effect = estimate(random_panel(2), "twfe", Options())
    page = effects_page(effect, "en")
    assert 'role="img"' not in page
    assert "negative weight" in page


def test_the_weights_of_a_synthetic_comparison_are_listed(full: Effect) -> None:
    """The heaviest first; those that weigh nothing are left out."""
    page = effects_page(replace(full, weights={"WK02": 0.25, "WK01": 0.75, "WK03": 0.0}), "nl")
    assert page.index("WK01") < page.index("WK02")
    assert "0,750" in page
    assert "WK03" not in page


def test_it_is_the_same_every_time_and_written_whole(full: Effect, tmp_path: Path) -> None:
    """The same effect gives the same bytes; an unknown language is refused."""
    path = write_effects_page(full, tmp_path / "effect.html")
    assert path.read_text("utf-8") == effects_page(full)
    with pytest.raises(ValueError, match="no report in"):
        effects_page(full, "fr")


def test_every_word_has_both_languages() -> None:
    """No text is empty, and Dutch differs from English unless it is one word in both."""
    for table in (PAGE, ATT, METHODS, OPTIONS, CHOICES):
        for key, (dutch, english) in table.items():
            assert dutch, key
            assert english, key
            assert dutch != english or key in ("ring", "interval"), key


def test_ticks_are_round_and_cover() -> None:
    """Steps of 1, 2 or 5; never more than asked; small numbers too."""
    assert ticks(-0.03, 0.11, 8) == [-0.02, 0, 0.02, 0.04, 0.06, 0.08, 0.1]
    assert ticks(-0.03, 0.11) == [0, 0.05, 0.1]
    assert ticks(0, 100, 5) == [0, 20, 40, 60, 80, 100]
    assert ticks(1, 1) == [1]
