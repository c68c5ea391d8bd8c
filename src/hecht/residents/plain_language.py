"""Is a text plain enough for a letter? Sentences, hard words and passives, named one by one.

The rules are those that writers of plain Dutch keep to: one message a sentence, at most fifteen
words; words that everybody knows; who does what, in the active voice. A lint cannot tell that a
text is understood; it finds what surely makes it harder.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

WORDS_MOST = 15
"""The most words in a sentence."""

LETTERS_MOST = 18
"""The most letters in a word; longer Dutch compounds are read piece by piece."""

PASSIVES_SHARE = 0.1
"""The most sentences in the passive voice, as a share of all."""

_ABBREVIATIONS = ("bijv", "ca", "dhr", "enz", "mevr", "nr", "o.a", "t/m", "e.g", "i.e", "mr", "mrs")
_WORD = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")
_BREAK = re.compile(r"(?<=[.!?:])[\"'”’)]*\s+|\n\s*\n|\n\s*[-•*]\s*")
_PASSIVE = {
    "nl": re.compile(
        r"\b(?:word|wordt|worden|werd|werden)\b(?:\W+\w+){0,8}?\W+"
        r"(?:(?:af|op|aan|uit|in|toe|mee|om|over|door)?ge\w{2,}(?:d|t|en)|(?:be|ver|ont|her)\w{2,}(?:d|t|en))\b"
        r"|\b(?:af|op|aan|uit|in|toe|mee|om)?ge\w{2,}(?:d|t|en)\W+(?:word|wordt|worden|werd|werden)\b",
        re.IGNORECASE,
    ),
    "en": re.compile(
        r"\b(?:is|are|was|were|be|been|being)\W+(?:\w+ly\W+)?\w{2,}(?:ed|wn|ilt|old|ept)\b",
        re.IGNORECASE,
    ),
}
LANGUAGES = tuple(_PASSIVE)


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that makes a text harder to read: the `rule`, the `text` it is in, what to do."""

    rule: str
    text: str
    fix: str


def sentences(text: str) -> list[str]:
    """Return the sentences of a text; an item of a list and a heading are sentences."""
    hidden = text
    for short in _ABBREVIATIONS:
        hidden = re.sub(rf"\b{re.escape(short)}\.", short + "\0", hidden, flags=re.IGNORECASE)
    pieces = (" ".join(piece.split()).replace("\0", ".") for piece in _BREAK.split(hidden))
    pieces = (piece.lstrip("-•* ") for piece in pieces)
    return [piece for piece in pieces if _WORD.search(piece)]


def words(sentence: str) -> list[str]:
    """Return the words of a sentence, numbers left out."""
    return _WORD.findall(sentence)


@cache
def hard_words(language: str) -> Mapping[str, str]:
    """Return the hard words of a language ("nl" or "en") with what to say instead."""
    text = files("hecht.residents").joinpath("hard_words.csv").read_text(encoding="utf-8")
    rows = csv.DictReader(io.StringIO(text))
    return {row["word"]: row["say"] for row in rows if row["language"] == language}


def lint(text: str, language: str = "nl", *, known: frozenset[str] = frozenset()) -> list[Finding]:
    """Return everything in a text that makes it hard to read, in the order of the text.

    `known` are words that the reader knows although they are long or on the list, for example
    the name of the street. Raises ValueError for a language without rules.
    """
    if language not in LANGUAGES:
        raise ValueError(
            f"there are no rules for {language!r}; there are for {', '.join(LANGUAGES)}"
        )
    familiar = {word.lower() for word in known}
    found: list[Finding] = []
    every = sentences(text)
    passives = []
    for sentence in every:
        found.extend(_of_sentence(sentence, language, familiar))
        if _PASSIVE[language].search(sentence):
            passives.append(sentence)
    if len(passives) > max(1, PASSIVES_SHARE * len(every)):
        found.extend(Finding("passive", s, "say who does it") for s in passives)
    return found


def _of_sentence(sentence: str, language: str, familiar: set[str]) -> Iterator[Finding]:
    own = words(sentence)
    if len(own) > WORDS_MOST:
        yield Finding(
            "long-sentence", sentence, f"it has {len(own)} words; split it, {WORDS_MOST} at most"
        )
    for word in own:
        if len(word) > LETTERS_MOST and word.lower() not in familiar:
            yield Finding("long-word", sentence, f"{word} is long; say it in shorter words")
    lowered = f" {' '.join(own).lower()} "
    for hard, say in hard_words(language).items():
        if f" {hard} " in lowered and hard not in familiar:
            yield Finding("hard-word", sentence, f"not everybody knows {hard!r}; say {say!r}")
