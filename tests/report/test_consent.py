"""The pages of a consent measurement: what they say, and in a real browser."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from hecht.consent import Standing, Verdict, certificate, count, progress
from hecht.neighbourhood import Month
from hecht.report.consent import certificate_page, follows, progress_page, standing_words
from hecht.report.words import LANGUAGES, Words
from hecht.residents.plain_language import lint
from tests.consent.cases import agreed
from tests.report.test_browser import axe, chromium, look  # noqa: F401  (fixtures)


def pages(language: str) -> list[str]:
    """Return the page of a certificate and that of its progress."""
    measurement = agreed(17, 23)
    counted = count(measurement.book)
    return [
        certificate_page(certificate(measurement.reading), "certificate.json", language),
        progress_page(measurement.book, counted, progress(counted), language),
    ]


def words(page: str) -> str:
    """Return the text of a page."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page.split("</style>")[1]))


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_pages_say_the_result_and_how_it_was_counted(language: str) -> None:
    """Yes, tenancies, what is needed, the days, the condition and what follows."""
    court, everybody = map(words, pages(language))
    for text in (court, everybody):
        assert "23" in text
        assert "17" in text
        assert "2026" in text
        assert "Dit voorstel bindt niemand als minder dan 70% ja zegt." in text
        assert follows(Verdict.PRESUMED, Words(language, Month(2026, 3))) in text
    assert "a" * 64 in court
    assert "A22" in court
    assert "A22" not in everybody


def test_the_same_record_gives_the_same_bytes() -> None:
    """No clock and no chance in a page."""
    assert pages("nl") == pages("nl")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_standing_and_verdict_has_plain_words(language: str) -> None:
    """What tenants read of the result passes the lint of plain language."""
    spoken = Words(language, Month(2026, 3))
    told = standing_words(spoken)
    assert len(set(told.values())) == len(Standing)
    texts = [follows(verdict, spoken) for verdict in Verdict]
    assert len(set(texts)) == len(Verdict)
    assert [found for text in texts for found in lint(text, language)] == []


@pytest.mark.browser
@pytest.mark.parametrize("language", LANGUAGES)
def test_axe_finds_nothing_and_a_phone_is_wide_enough(
    chromium: str,  # noqa: F811
    axe: str,  # noqa: F811
    language: str,
    tmp_path: Path,
) -> None:
    """Both pages, 320 pixels wide."""
    for page in pages(language):
        found = look(chromium, axe, page, tmp_path, 320)
        assert found["violations"] == []
        assert found["wide"] <= 320
