"""Languages: nothing untranslated or lost, numbers and months as people write them."""

from __future__ import annotations

import io
import re
from functools import lru_cache
from importlib.resources import files

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

from hecht.neighbourhood import Month
from hecht.report.page import report
from hecht.report.words import LANGUAGES, Words
from tests.report.pages import PageReader, planned, street_plan

ROOM = files("hecht.report")
METHODS = [("**.py", "python"), ("**/templates/**.j2", "jinja2")]
OPTIONS = {
    "**/templates/**.j2": {
        "extensions": "jinja2.ext.i18n",
        "trimmed": "true",
        "newstyle_gettext": "true",
    }
}
OTHERS = [language for language in LANGUAGES if language != "en"]


@lru_cache
def wanted() -> set[str | tuple[str, ...]]:
    """Return every message in the code and the templates."""
    found = extract_from_dir(str(ROOM), METHODS, OPTIONS)
    return {
        tuple(message) if isinstance(message, (tuple, list)) else message
        for _, _, message, _, _ in found
    }


def catalogue(language: str) -> Catalog:
    """Return a language's catalogue as it is kept."""
    path = ROOM.joinpath("locale", language, "LC_MESSAGES", "hecht.po")
    return read_po(io.BytesIO(path.read_bytes()), locale=language)


def texts(message: Message) -> tuple[str, ...]:
    """Return all forms of a translation."""
    return message.string if isinstance(message.string, tuple) else (message.string,)


def fields(text: str) -> set[str]:
    """Return the names that a text has filled in."""
    return set(re.findall(r"%\((\w+)\)s", text))


def test_the_messages_are_found() -> None:
    """The search for messages sees both the code and the templates."""
    found = wanted()
    assert "Calendar of the works" in found
    assert "Everyone who wished to return, returns." in found
    assert ("%(n)s room", "%(n)s rooms") in found


@pytest.mark.parametrize("language", OTHERS)
def test_nothing_is_left_untranslated(language: str) -> None:
    """Every message has a translation in every language, and none is marked as doubtful."""
    have = {message.id: message for message in catalogue(language) if message.id}
    missing = [message for message in wanted() if message not in have]
    assert missing == []
    unused = [key for key in have if key not in wanted()]
    assert unused == []
    for message in have.values():
        assert all(texts(message)), message.id
        assert not message.fuzzy


@pytest.mark.parametrize("language", OTHERS)
def test_a_translation_fills_in_the_same_names(language: str) -> None:
    """No figure is lost or misnamed in a translation."""
    for message in catalogue(language):
        if message.id:
            source = message.id[-1] if isinstance(message.id, tuple) else message.id
            for text in texts(message):
                assert fields(text) == fields(source), message.id


def test_a_dutch_page_holds_no_english_sentence() -> None:
    """What a reader of the Dutch report sees is Dutch."""
    plan = street_plan()
    words = PageReader(report(plan, planned(plan.neighbourhood, plan.course), "nl")).words
    english = [m for m in wanted() if isinstance(m, str) and len(m) > 14 and "%" not in m]
    assert [sentence for sentence in english if sentence in words] == []
    assert "Iedereen die terug wilde, keert terug." in words


@pytest.mark.parametrize(
    ("language", "number", "rate", "month"),
    [("nl", "1.234.567", "8,7", "maart 2014"), ("en", "1,234,567", "8.7", "March 2014")],
)
def test_numbers_and_months_are_written_as_people_do(
    language: str, number: str, rate: str, month: str
) -> None:
    """Separators and months follow the language."""
    words = Words(language, Month(2013, 12))
    assert words.number(1_234_567) == number
    assert words.number(8.7, 1) == rate
    assert words.month(3) == month


@pytest.mark.parametrize(
    ("share", "said"), [(1.0, "100%"), (0.999, "99%"), (0.0, "0%"), (0.001, "1%"), (0.865, "86%")]
)
def test_a_share_is_not_rounded_to_all_or_nothing(share: float, said: str) -> None:
    """100% means all and 0% means none."""
    assert Words("nl", Month(2020, 1)).percent(share) == said
