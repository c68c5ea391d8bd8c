"""The questionnaire in a real browser: axe finds nothing, and it fits a phone."""

from __future__ import annotations

from pathlib import Path

import pytest

from hecht.report.questionnaire import questionnaire_page
from tests.report.test_browser import axe, chromium, look

__all__ = ["axe", "chromium"]

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("width", [320, 1280])
def test_the_questionnaire_is_accessible_and_fits(
    chromium: str,
    axe: str,
    tmp_path: Path,
    width: int,
) -> None:
    """axe-core finds no violation, and the page is not wider than the screen."""
    told = look(chromium, axe, questionnaire_page(), tmp_path, width)
    assert told["violations"] == []
    assert int(str(told["wide"])) <= width
