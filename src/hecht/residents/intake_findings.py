"""What the intake finds in forms, and what it asks of the one who merges them."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from hecht.residents.intake_columns import LANGUAGES, headings
from hecht.residents.intake_finding_texts import FINDINGS, Pair


class Mess(StrEnum):
    """What kind of thing was found; each has its paragraph in the merge report."""

    UNKNOWN_FORM = "unknown-form"
    NO_SOURCE = "no-source"
    EMPTY = "empty"
    HALF_FILLED = "half-filled"
    NOT_REACHED = "not-reached"
    REFUSED = "refused"
    UNREADABLE = "unreadable"
    TWO_BOXES = "two-boxes"
    CONTRADICTORY = "contradictory"
    TWICE = "twice"
    CHANGED = "changed"
    OLDER = "older"
    UNCLEAR_PERSON = "unclear-person"
    UNKNOWN_PERSON = "unknown-person"
    OWN_NAME = "own-name"
    NAMED_TWICE = "named-twice"
    SPELLINGS = "spellings"
    UNCLEAR_WORD = "unclear-word"
    NO_OPINION = "no-opinion"
    DIAGNOSIS = "diagnosis"
    OTHERS_HERE = "others-here"
    FILLED_BY_OTHER = "filled-by-other"
    REMARK = "remark"
    TIE_KIND = "tie-kind"
    GROUP_WAITS = "group-waits"
    GROUP_DIFFERS = "group-differs"
    GROUP_SIZE = "group-size"
    TO_CHECK = "to-check"
    UNKNOWN_COLUMN = "unknown-column"
    BAD_DECISION = "bad-decision"


@dataclass(frozen=True, slots=True)
class OneOf:
    """Words that a typist may write: for Dutch readers the Dutch ones.

    `choices` are the words for each choice, Dutch first; `chosen` is one of them, "" for all.
    """

    choices: Mapping[str, tuple[str, ...]]
    chosen: str = ""

    def told(self, language: str) -> str:
        """Return the words in a language; a value that is no choice stays as it is."""
        names = [self.chosen] if self.chosen else list(self.choices)
        if language != "nl":
            return ", ".join(names)
        return ", ".join(self.choices[name][0] if name in self.choices else name for name in names)


@dataclass(frozen=True, slots=True)
class Columns:
    """Columns of the workbook that a finding tells of, written "size, wish"."""

    names: str

    def told(self, language: str) -> str:
        """Return what they are called in a language."""
        return headings(self.names, language)


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was found: where, what, and what to do.

    `key` names its texts in `intake_finding_texts`, `values` are what stands in them. `row` is the
    line in the workbook, `household` whose form it is; `question` the column. The text never
    holds what was written about another household, so it cannot tell who named whom.
    """

    mess: Mess
    key: str
    row: int | None = None
    household: str = ""
    question: str = ""
    values: Mapping[str, object] = field(default_factory=dict)

    def text(self, language: str = LANGUAGES[0]) -> str:
        """Return what was found, in "nl" or "en"."""
        return self._filled(language, self._pair(language).text)

    def fix(self, language: str = LANGUAGES[0]) -> str:
        """Return what to do, in "nl" or "en"."""
        return self._filled(language, self._pair(language).fix)

    def columns(self, language: str = LANGUAGES[0]) -> str:
        """Return what the columns are called that it is about, "" for none."""
        return headings(self.question, language) if self.question else ""

    def _pair(self, language: str) -> Pair:
        return FINDINGS[self.key][LANGUAGES.index(language)]

    def _filled(self, language: str, text: str) -> str:
        told = {
            name: value.told(language) if isinstance(value, (OneOf, Columns)) else value
            for name, value in self.values.items()
        }
        return text.format_map(told)


@dataclass(frozen=True, slots=True)
class Option:
    """A possible answer to a proposal: what to write down, what it is, how sure (0-100)."""

    value: str
    about: str
    sure: int


@dataclass(frozen=True, slots=True)
class Proposal:
    """Something that a person must decide; nothing of it is merged until then.

    `what` is "form" (whose form is this), "person" (who is meant), "word" (which street or type)
    or "contradiction" (which of two answers). `written` is what stands on the form. These go to
    the work list of the one who merges, and nowhere else: they tell who named whom.
    """

    what: str
    row: int
    household: str
    question: str
    written: str
    options: tuple[Option, ...]

    @property
    def key(self) -> str:
        """Return the short name under which the decision is given; it holds no readable text."""
        parts: tuple[str, ...] = (
            self.what,
            self.household,
            self.question,
            self.written.strip().casefold(),
        )
        if self.what == "form":
            parts = (*parts, str(self.row))
        return hashlib.sha256("|".join(parts).encode()).hexdigest()[:10]
