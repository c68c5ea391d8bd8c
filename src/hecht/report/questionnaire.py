"""The questionnaire on living together as a page: to print on A4, or to tick on a screen."""

from __future__ import annotations

from dataclasses import dataclass

from hecht.area.cohesion import AnswerKind, Item, items, statements, words
from hecht.neighbourhood import Month
from hecht.report.page import environment
from hecht.report.words import Words
from hecht.residents.intake_form import STYLE

_CONTACT = ("neighbours", "help")


@dataclass(frozen=True, slots=True)
class _Asked:
    """A question as it stands on the page."""

    code: str
    text: str
    answers: tuple[str, ...]
    dont_know: bool


def questionnaire_page(language: str = "nl") -> str:
    """Return the questionnaire as one HTML page that fetches nothing and names nobody.

    `language` is "nl" or "en"; raises ValueError for another. The figure at each answer is the
    one to type.
    """
    texts = words(language)
    four = statements()
    contact = [one for one in items() if one.code in _CONTACT]
    rest = [one for one in items() if one not in four and one not in contact]
    # the page has no months: any will do
    speak = Words(language, Month(2000, 1))
    return (
        environment(speak)
        .get_template("questionnaire.html.j2")
        .render(
            texts=texts,
            style=STYLE,
            statements=[_asked(one, language) for one in four],
            contact=[_asked(one, language) for one in contact],
            safety=[_asked(one, language) for one in rest],
        )
    )


def _asked(item: Item, language: str) -> _Asked:
    mark = item.kind is AnswerKind.MARK
    # the figure before each answer of a mark is the mark itself
    answers = ("",) * item.most if mark else item.answers[language]
    return _Asked(item.code, item.text[language], answers, not mark)
