"""The pages that residents, committees and a choosing evening get: at the keyboard, and printed."""

from __future__ import annotations

from pathlib import Path

import pytest

from hecht.report.letter import Layout
from hecht.report.round_screen import screen
from tests.report.test_browser import chromium, look  # noqa: F401  (fixtures)
from tests.report.test_consent import pages as consent_pages
from tests.report.test_letters import HEAD, PLAN, order
from tests.report.test_meeting import printed
from tests.rounds.test_evening import opened, three

pytestmark = pytest.mark.browser

KINDS = {"letter": 4, "certificate": 4, "progress": 3, "screen": 1}
"""Each page, and on how many sheets of paper it must fit."""

KEYBOARD = """
const axe = {run: () => {
  const all = document.querySelectorAll("a[href], button, input, select, summary, [tabindex]");
  const missed = [...all].filter(one => {
    one.focus();
    const style = getComputedStyle(one);
    const seen = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 1;
    return document.activeElement !== one || one.tabIndex !== 0 || !seen;
  });
  const clicked = [...document.querySelectorAll("[onclick]")];
  return Promise.resolve({violations: [...missed, ...clicked].map(
    one => ({id: "keyboard", help: "not reached, or not seen", nodes: [{html: one.outerHTML}]}))});
}};
"""
"""Stands in for axe: everything that can be used can be reached, and shows where one is."""


def page_of(kind: str) -> str:
    """Return a page as it is given out."""
    if kind == "letter":
        return Layout.of(PLAN.neighbourhood, HEAD).page(order().written[0])
    if kind == "screen":
        return screen(opened(three()))
    return consent_pages("nl")[0 if kind == "certificate" else 1]


@pytest.mark.parametrize("kind", KINDS)
def test_a_page_works_by_keyboard(
    chromium: str,  # noqa: F811
    tmp_path: Path,
    kind: str,
) -> None:
    """Each link, field and scrolling table takes the focus in turn, and shows that it has it."""
    assert look(chromium, KEYBOARD, page_of(kind), tmp_path, 320)["violations"] == []


def test_the_look_at_the_keyboard_would_find_something(
    chromium: str,  # noqa: F811
    tmp_path: Path,
) -> None:
    """A link without an outline, one out of turn, and a word that only a mouse can use."""
    bad = (
        '<!DOCTYPE html><html><body><a href="#a" style="outline:none">a</a>'
        '<a href="#b" tabindex="3">b</a><p onclick="x()">c</p></body></html>'
    )
    found = look(chromium, KEYBOARD, bad, tmp_path, 320)["violations"]
    assert isinstance(found, list)
    assert len(found) == 3


@pytest.mark.parametrize("kind", KINDS)
def test_a_page_prints(
    chromium: str,  # noqa: F811
    tmp_path: Path,
    kind: str,
) -> None:
    """On a few sheets, upright."""
    sheets, (width, height) = printed(chromium, page_of(kind), tmp_path)
    assert 1 <= sheets <= KINDS[kind]
    assert height > width
