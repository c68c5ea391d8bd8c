"""The forms in a real browser: axe finds nothing, and they fit a phone."""

from __future__ import annotations

from pathlib import Path

import pytest

pytest.importorskip("segno", reason="the forms need segno")

from hecht.residents.intake_form import form_page, forms_page
from tests.report.test_browser import axe, chromium, look
from tests.residents.messy_forms import named

__all__ = ["axe", "chromium"]

pytestmark = pytest.mark.browser


@pytest.mark.parametrize(
    ("language", "large", "width"), [("nl", False, 320), ("ar", True, 320), ("pl", False, 1280)]
)
def test_a_form_is_accessible_and_fits(
    request: pytest.FixtureRequest, tmp_path: Path, language: str, large: bool, width: int
) -> None:
    """axe-core finds no violation on a phone or a screen, also from right to left."""
    browser, script = (request.getfixturevalue(name) for name in ("chromium", "axe"))
    page = form_page(named(), "h001", language, large=large)
    found = look(browser, script, page, tmp_path, width)
    assert found["violations"] == []
    assert isinstance(found["wide"], int)
    assert found["wide"] <= width


def test_forms_below_each_other_are_accessible(
    request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    """axe-core finds no violation in a file with more than one form."""
    browser, script = (request.getfixturevalue(name) for name in ("chromium", "axe"))
    found = look(browser, script, forms_page(named(), ["h001", "h002"], "tr"), tmp_path, 320)
    assert found["violations"] == []
