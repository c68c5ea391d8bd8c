"""The words of the letters: plain, whole in five languages, right in their counts."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from string import Formatter

import pytest
from babel import Locale

import hecht.residents.letter_texts as module
from hecht.neighbourhood import Month
from hecht.planning.replan.differences import Change
from hecht.residents.letter_texts import LANGUAGES, every_text, letter_texts
from hecht.residents.my_plan import Future
from hecht.residents.plain_language import lint
from hecht.residents.plan_change import LINKS, Root

ALIKE = {"square", "door_lift", "call_mail", "home_block", "home_address", "changes_value"}
FREE = {"zero", "one", "two"}
"""Plural forms that may say the number as a word instead of {n}."""


def places(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


@pytest.mark.parametrize("language", ["nl", "en"])
def test_all_texts_of_the_letters_are_plain(language: str) -> None:
    """No long sentence, hard word, long word or pile of passives in any text a resident reads."""
    every = list(every_text(language))
    assert len(every) > 190
    assert [finding for text in every for finding in lint(text, language)] == []
    assert lint("\n\n".join(every), language) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_every_text_with_the_same_places(language: str) -> None:
    """A translation lacks nothing, adds nothing, and fills in the same values."""
    dutch, own = letter_texts("nl"), letter_texts(language)
    assert set(own.text) == set(dutch.text)
    assert set(own.count) == set(dutch.count)
    assert set(own.languages) == set(LANGUAGES)
    for key, text in own.text.items():
        assert places(text) == places(dutch.text[key]), key
        assert bool(text) or key in ("binding", "machine"), key
    if language != "nl":
        same = {key for key, text in own.text.items() if text and text == dutch.text[key]}
        assert same <= ALIKE, same - ALIKE


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_count_has_the_plural_forms_of_its_language(language: str) -> None:
    """As CLDR tells them; only the forms for none, one and two may leave the number out."""
    forms = {*Locale.parse(language).plural_form.tags, "other"}
    for key, texts in letter_texts(language).count.items():
        assert set(texts) == forms, key
        for form, text in texts.items():
            assert places(text) == {"n"} or (form in FREE and not places(text)), (key, form)


def test_counts_are_said_as_each_language_does() -> None:
    """Five months are "miesięcy", two are "miesiące"; Arabic has a form for two."""
    assert "5 miesięcy" in letter_texts("pl").counted("temporary", 5)
    assert "2 miesiące" in letter_texts("pl").counted("temporary", 2)
    assert "شهرين" in letter_texts("ar").counted("temporary", 2)
    assert "1 maand " in letter_texts("nl").counted("temporary", 1)
    assert "2 maanden " in letter_texts("nl").counted("temporary", 2)


def test_months_days_and_euros_are_those_of_the_language() -> None:
    """By CLDR: names of months, order, separators."""
    day, month = date(2027, 3, 5), Month(2027, 3)
    assert letter_texts("nl").day(day) == "5 maart 2027"
    assert letter_texts("pl").month(month) == "marzec 2027"
    assert letter_texts("tr").day(day) == "5 Mart 2027"
    assert letter_texts("nl").euros(7428.5) == "€\xa07.428,50"
    assert letter_texts("en").euros(7428.5) == "€7,428.50"
    assert letter_texts("ar").day(day) == "5 مارس 2027"


def test_what_is_read_from_left_to_right_is_kept_apart_in_arabic_only() -> None:
    """Amounts and addresses stand between marks of direction; other languages need none."""
    assert letter_texts("ar").euros(446) == "\u2066446.00\xa0€\u2069"
    assert letter_texts("ar").apart("Putterstraat 2") == "\u2066Putterstraat 2\u2069"
    assert letter_texts("nl").apart("Putterstraat 2") == "Putterstraat 2"


def test_every_text_is_used_and_every_kind_has_one() -> None:
    """No text stands in the files for nothing; each future, change and cause can be told."""
    folder = Path(module.__file__).parent
    code = "".join(
        (folder / f"{name}.py").read_text("utf-8")
        for name in ("letter_sections", "letter_change", "write_letter")
    )
    known = {*letter_texts("nl").text, *letter_texts("nl").count}
    made = {f"first_{one.value}" for one in Future} | {f"cause_{one.value}" for one in Root}
    made |= {f"change_{one.value}" for one in Change} | {f"link_{one}" for one in LINKS}
    made |= {"change_temporary_new", "change_temporary_none"}
    made |= {f"status_{one}" for one in ("accepted", "offered", "informed")}
    made |= {f"spot_{one}" for one in ("now", "temporary", "final")}
    made |= {f"why_{one}" for one in ("rooms", "rent", "access")}
    made |= {f"changes_{one}" for one in ("home", "first", "last", "leave", "temporary")}
    assert made <= known
    quoted = set(re.findall(r"[\"']([a-z_]+)[\"']", code))
    assert known - made <= quoted


def test_a_text_is_reviewed_only_by_a_name(monkeypatch: pytest.MonkeyPatch) -> None:
    """The note on the machine goes when the file names who reviewed it, and not before."""
    text = module._file("pl").replace('"machine-made"', '"reviewed"')
    letter_texts.cache_clear()
    monkeypatch.setattr(module, "_file", lambda language: text)
    with pytest.raises(ValueError, match="reviewed_by"):
        letter_texts("pl")
    named = text.replace('reviewed_by = ""', 'reviewed_by = "A. Czytelnik"')
    monkeypatch.setattr(module, "_file", lambda language: named)
    assert not letter_texts("pl").is_machine_made
    monkeypatch.undo()
    letter_texts.cache_clear()


def test_a_language_without_letters_is_refused() -> None:
    """The message names those that there are."""
    with pytest.raises(ValueError, match="nl, en, tr, ar, pl"):
        letter_texts("fr")
