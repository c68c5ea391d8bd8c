"""The page of evidence: what was found beside what that does not show, and in a real browser."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

from hecht.area.indicator import Theme
from hecht.effects.evidence import Strength
from hecht.effects.library import load, search
from hecht.neighbourhood import Month
from hecht.report.evidence import card, dots, evidence_page, parts, write_evidence
from hecht.report.words import LANGUAGES, Words
from tests.report.test_browser import axe, chromium, look  # noqa: F401  (fixtures)

NO_SCRIPTS = (
    '<meta http-equiv="Content-Security-Policy" '
    "content=\"default-src 'none'; style-src 'unsafe-inline'\">"
)
"""It would keep out axe as well."""


def body(page: str) -> str:
    """Return the page without its style."""
    return page.split("</style>")[1]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_finding_is_told_once_with_what_it_does_not_show(language: str) -> None:
    """Both are paragraphs of one kind, side by side; the source is a link."""
    page = body(evidence_page(load(), language))
    assert page.count("<article ") == len(load())
    assert page.count('<div class="told">') == len(load())
    for entry in load():
        assert page.count(f'id="e-{entry.key}"') == 1
        assert f'href="{entry.address.replace("&", "&amp;").replace(chr(39), "&#39;")}"' in page
    told = re.findall(r"<h4>[^<]+</h4><p>[^<]+</p>", page)
    assert len(told) == 2 * len(load())


def test_failures_are_marked_in_words_too() -> None:
    """Not by colour alone; as often as there are failures."""
    page = body(evidence_page(load(), "en"))
    failures = sum(one.failure for one in load())
    assert page.count("✗ Did not work, or worked against people") == failures
    assert f"{failures} of them on something that did not work" in page


def test_a_finding_is_listed_under_each_of_its_themes() -> None:
    """In full under the first, by a link under the others; themes follow the profile."""
    found = parts(load(), Words("en", Month(2000, 1)))
    order = [theme.value for theme in Theme]
    assert [part.name for part in found] == [one for one in order if one in
                                             {part.name for part in found}]  # fmt: skip
    for part in found:
        keys = {one.key for one in part.cards} | {one.key for one in part.also}
        assert keys == {entry.key for entry in load() if part.name in entry.themes}
        assert part.count == len(keys)
    page = body(evidence_page(load(), "en"))
    linked = set(re.findall(r'href="#e-([^"]+)"', page))
    assert linked == {entry.key for entry in load() if len(entry.themes) > 1}


def test_a_theme_that_was_asked_for_stands_first_with_all_that_is_on_it() -> None:
    """Who asks for safety need not look for it under homes."""
    found = search(theme="safety")
    first = parts(found, Words("nl", Month(2000, 1)), "safety")[0]
    assert first.name == "safety"
    assert [one.key for one in first.cards] == [one.key for one in found]
    assert first.also == ()


def test_strength_is_dots_and_words() -> None:
    """Readers of screens hear the words; the dots are for the eye."""
    assert dots(Strength.COMPARED) == "●●●○○"
    assert dots(Strength.STATED) == "○○○○○"
    one = card(next(entry for entry in load() if entry.key == "japan-2011-group"), "en")
    assert one.strength_words == "before and after, with comparison"
    assert one.figure == "0.053 coefficient b (95% interval 0.011 to 0.095)"
    page = body(evidence_page(load()))
    assert page.count('class="dots" aria-hidden="true"') == len(load()) + len(Strength)


def test_what_was_not_verified_says_so_and_what_has_no_figure_too() -> None:
    """In the language of the page."""
    entry = next(one for one in load() if not one.verified and one.effect is None)
    assert card(entry, "nl").source_words.endswith("niet nagegaan in de bron zelf")
    assert card(entry, "nl").figure == "geen cijfer"
    assert card(entry, "en").figure == "no figure"


def test_ones_own_texts_are_no_markup_and_no_script_of_a_link() -> None:
    """An entry of one's own may hold anything."""
    entry = replace(
        load()[0],
        key="own",
        title_nl="<b>vet</b>",
        address="javascript:alert(1)",
        themes=("safety",),
    )
    page = body(evidence_page([entry], "nl"))
    assert "&lt;b&gt;vet&lt;/b&gt;" in page
    assert "javascript:" not in page


def test_nothing_found_is_said(tmp_path: Path) -> None:
    """An empty page is no mystery; the same entries give the same bytes."""
    path = write_evidence(search(words="olifant"), tmp_path / "page.html")
    assert "niets gevonden" in path.read_text(encoding="utf-8")
    assert evidence_page(load()) == evidence_page(load())
    assert "Eén bevinding" in evidence_page(load()[:1])
    with pytest.raises(ValueError, match="no report in"):
        evidence_page(load(), "de")


def test_the_dutch_page_is_dutch() -> None:
    """No English sentence of an entry stands on it."""
    page = body(evidence_page(load(), "nl"))
    for entry in load():
        for name in ("title", "what", "finding", "not_shown", "design"):
            english, dutch = getattr(entry, name), getattr(entry, f"{name}_nl")
            if english != dutch:
                assert f">{english}<" not in page, (entry.key, name)


@pytest.mark.browser
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("width", [320, 1280])
def test_axe_finds_nothing_and_a_phone_is_wide_enough(
    chromium: str,  # noqa: F811
    axe: str,  # noqa: F811
    language: str,
    width: int,
    tmp_path: Path,
) -> None:
    """The whole library, on a phone and on a screen; without the line that forbids any script."""
    page = evidence_page(load(), language)
    assert page.count(NO_SCRIPTS) == 1
    found = look(chromium, axe, page.replace(NO_SCRIPTS, ""), tmp_path, width)
    assert found["violations"] == []
    assert isinstance(found["wide"], int)
    assert found["wide"] <= width
