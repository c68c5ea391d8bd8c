"""Words, numbers and months in the reader's language.

Messages are English in the code and translated by gettext catalogues in `locale/`. Only the
readable .po files are kept; they are compiled when they are first used.
"""

from __future__ import annotations

import gettext
import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from importlib.resources import files

from hecht.neighbourhood import Month

LANGUAGES = ("nl", "en")
"""The languages a report can be written in; the first is the default."""


def N_(message: str) -> str:
    """Mark a message for the catalogues, where it is translated later."""
    return message


@lru_cache(maxsize=8)
def _catalogue(language: str) -> gettext.NullTranslations:
    if language == "en":
        return gettext.NullTranslations()
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    po = files("hecht.report").joinpath("locale", language, "LC_MESSAGES", "hecht.po")
    compiled = io.BytesIO()
    write_mo(compiled, read_po(io.BytesIO(po.read_bytes()), locale=language))
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)


@dataclass(frozen=True)
class Words:
    """What a page needs to speak one language.

    `start` is the project's first month, from which month numbers count.
    """

    language: str
    start: Month

    def __post_init__(self) -> None:
        if self.language not in LANGUAGES:
            raise ValueError(
                f"there is no report in {self.language!r}; choose one of {', '.join(LANGUAGES)}"
            )

    def gettext(self, message: str, **values: object) -> str:
        """Translate a message and fill in its %(named)s values."""
        text = _catalogue(self.language).gettext(message)
        return text % values if values else text

    def ngettext(self, one: str, many: str, n: int, **values: object) -> str:
        """Translate a message that depends on a count; %(n)s is the count in this language."""
        text = _catalogue(self.language).ngettext(one, many, n)
        return text % {"n": self.number(n), **values}

    def number(self, value: float, digits: int = 0) -> str:
        """Return a number with the separators of the language, rounded to `digits` decimals."""
        from babel.numbers import format_decimal

        pattern = "#,##0" + ("." + "0" * digits if digits else "")
        return str(format_decimal(value, format=pattern, locale=self.language))

    def percent(self, share: float) -> str:
        """Return a share as a whole percentage; never 100% or 0% unless it is exactly that."""
        whole = round(share * 100)
        if whole == 100 and share < 1:
            whole = 99
        if whole == 0 and share > 0:
            whole = 1
        return f"{self.number(whole)}%"

    def of(self, part: int, whole: int) -> str:
        """Return "n of m"."""
        return self.gettext("%(n)s of %(m)s", n=self.number(part), m=self.number(whole))

    def month(self, index: int) -> str:
        """Return a month, counted from the project's start, as "March 2014"."""
        return self.calendar_month(self.start.plus(index))

    def calendar_month(self, month: Month) -> str:
        """Return a calendar month as "March 2014"."""
        return self._month(month, "LLLL yyyy")

    def written_month(self, text: str) -> str:
        """Return a month written as "2014-03" as "March 2014", or the text itself if it is none."""
        try:
            return self.calendar_month(Month.parse(text))
        except ValueError:
            return text

    def _month(self, month: Month, pattern: str) -> str:
        from babel.dates import format_date

        return str(format_date(date(month.year, month.number, 1), pattern, locale=self.language))

    def listed(self, items: Sequence[str]) -> str:
        """Return items as "a, b and c"."""
        from babel.lists import format_list

        return str(format_list(list(items), locale=self.language))
