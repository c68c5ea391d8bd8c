"""The words of the form, from one file a language; Dutch is binding."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from hecht.residents.intake_questions import QUESTION_OF, Kind, columns

LANGUAGES = ("nl", "en", "tr", "ar", "pl")
BINDING = "nl"


@dataclass(frozen=True)
class Texts:
    """The words of one language.

    `translation` is "binding" (Dutch), "machine-made", or "reviewed" once `reviewed_by` names who
    read it; a form shows that a translation was not reviewed. `form`, `question` and `choice`
    are words by key.
    """

    language: str
    direction: str
    name: str
    translation: str
    form: Mapping[str, str]
    question: Mapping[str, str]
    choice: Mapping[str, str]

    @property
    def is_reviewed(self) -> bool:
        """Tell whether a person vouches for the text."""
        return self.translation != "machine-made"


@cache
def texts(language: str) -> Texts:
    """Return the words of a language ("nl", "en", "tr", "ar", "pl").

    Raises ValueError for another language, and for a file that says it is reviewed without
    saying by whom.
    """
    if language not in LANGUAGES:
        raise ValueError(f"there is no form in {language!r}; there is in {', '.join(LANGUAGES)}")
    read = tomllib.loads(_file(language))
    if read["translation"] == "reviewed" and not read.get("reviewed_by"):
        raise ValueError(
            f"intake_{language}.toml says it is reviewed; write in reviewed_by who did so"
        )
    return Texts(
        language, read["direction"], read["name"], read["translation"],
        read["form"], read["question"], read["choice"],
    )  # fmt: skip


def column_help(language: str = BINDING) -> dict[str, str]:
    """Return what is said of each column of the workbook, for the one who types forms in."""
    words = tomllib.loads(_file(language))
    own: Mapping[str, str] = words["column"]
    help_of = {}
    for name in columns():
        base = "near_kind" if name.endswith("_kind") else name.split("_")[0]
        if name in own or base in own:
            help_of[name] = own.get(name) or own[base]
        else:
            question = QUESTION_OF[name]
            more = own["choice" if question.kind is Kind.CHOICE else "other"]
            help_of[name] = f"{words['question'][name]} {more}"
    return help_of


def _file(language: str) -> str:
    folder = files("hecht.residents").joinpath("texts")
    return folder.joinpath(f"intake_{language}.toml").read_text(encoding="utf-8")
