"""The words of the letters, from one file a language; Dutch is binding.

Dates, amounts and plural forms are those of the language. In a language that is read from right
to left, what is read from left to right (addresses, amounts, telephone numbers) is kept apart
by marks that no reader sees, so that its order stays.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files

from hecht.neighbourhood import Month
from hecht.residents.intake_texts import BINDING, LANGUAGES

_LTR, _END = "\u2066", "\u2069"
"""Unicode's left-to-right isolate, and its end."""

_PART = "letter_{}.toml"


@dataclass(frozen=True)
class LetterTexts:
    """The words of the letters in one language.

    `translation` is "binding" (Dutch), "machine-made", or "reviewed" once `reviewed_by` names
    who read it. `text` holds texts by key, `count` texts by key and plural form (CLDR: zero, one,
    two, few, many, other), `languages` how this language calls the others.
    """

    language: str
    direction: str
    name: str
    translation: str
    text: Mapping[str, str]
    count: Mapping[str, Mapping[str, str]]
    languages: Mapping[str, str]

    @property
    def is_binding(self) -> bool:
        """Whether this text is the one that counts."""
        return self.translation == "binding"

    @property
    def is_machine_made(self) -> bool:
        """Whether nobody vouches for the text yet."""
        return self.translation == "machine-made"

    def __call__(self, key: str, **values: str) -> str:
        """Return a text with its {named} values filled in."""
        return self.text[key].format(**values)

    def counted(self, key: str, n: int) -> str:
        """Return a text that depends on a count, with {n} filled in."""
        forms = self.count[key]
        return (forms.get(_plural(self.language, n)) or forms["other"]).format(n=self.number(n))

    def number(self, value: float) -> str:
        """Return a number as this language writes it, without needless decimals."""
        from babel.numbers import format_decimal

        return self.apart(str(format_decimal(value, locale=self.language)))

    def euros(self, amount: float) -> str:
        """Return an amount in euros, to the cent."""
        from babel.numbers import format_currency

        shown = str(format_currency(amount, "EUR", locale=self.language))
        return self.apart(shown.replace("\u200f", ""))

    def month(self, month: Month) -> str:
        """Return a month as "March 2027"."""
        from babel.dates import format_skeleton

        day = date(month.year, month.number, 1)
        return str(format_skeleton("yMMMM", day, locale=self.language))

    def day(self, day: date) -> str:
        """Return a day as "5 March 2027"."""
        from babel.dates import format_date

        return str(format_date(day, "d MMMM y", locale=self.language))

    def apart(self, text: str) -> str:
        """Return text that is read from left to right, so that it stays so in this language."""
        if self.direction == "ltr" or not text:
            return text
        return f"{_LTR}{text}{_END}"


@cache
def letter_texts(language: str) -> LetterTexts:
    """Return the words of the letters in a language ("nl", "en", "tr", "ar", "pl").

    Raises ValueError for another language, and for a file that says it is reviewed without
    saying by whom.
    """
    if language not in LANGUAGES:
        raise ValueError(
            f"there are no letters in {language!r}; there are in {', '.join(LANGUAGES)}"
        )
    read = tomllib.loads(_file(language))
    if read["translation"] == "reviewed" and not read.get("reviewed_by"):
        raise ValueError(
            f"letter_{language}.toml says it is reviewed; write in reviewed_by who did so"
        )
    return LetterTexts(
        language, read["direction"], read["name"], read["translation"],
        read["text"], read["count"], read["languages"],
    )  # fmt: skip


def every_text(language: str) -> Iterator[str]:
    """Yield every text of the letters that a resident may read, for the plain-language lint."""
    words = letter_texts(language)
    yield from (text for text in words.text.values() if text)
    for forms in words.count.values():
        yield from forms.values()


@cache
def _plural_form(language: str):  # type: ignore[no-untyped-def]
    from babel import Locale

    return Locale.parse(language).plural_form


def _plural(language: str, n: int) -> str:
    return str(_plural_form(language)(n))


def _file(language: str) -> str:
    folder = files("hecht.residents").joinpath("texts")
    return folder.joinpath(_PART.format(language)).read_text(encoding="utf-8")


__all__ = ["BINDING", "LANGUAGES", "LetterTexts", "every_text", "letter_texts"]
