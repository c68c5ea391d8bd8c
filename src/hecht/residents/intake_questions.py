"""The questions of the intake: what is asked, how it is written down, where it ends up."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType

PEOPLE = 4
"""How many people a form has room for under "near whom"."""


class Kind(StrEnum):
    """How a question is answered."""

    CHOICE = "choice"
    NUMBER = "number"
    AMOUNT = "amount"
    TEXT = "text"
    PEOPLE = "people"


@dataclass(frozen=True, slots=True)
class Question:
    """One question of the form.

    `name` is its column in the workbook. `choices` are the values of a choice, with the words
    that typists write for them; `least` and `most` bound a number (the unit is that of the field).
    `fills` is the field of Household that the answer fills, "" when it fills none. A question that
    `must` be answered makes a form half-filled when it is empty.
    """

    name: str
    kind: Kind
    choices: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: MappingProxyType({}))
    least: float = 0
    most: float = 0
    fills: str = ""
    must: bool = False


def _choices(**words: str) -> Mapping[str, tuple[str, ...]]:
    return MappingProxyType({key: tuple(text.split("/")) for key, text in words.items()})


YES_NO = _choices(yes="ja/j/y/evet/tak/نعم/x/true/1", no="nee/n/hayır/nie/لا/false/0")
TIES = _choices(
    care="zorg/mantelzorg/hulp",
    family="familie",
    friends="vrienden/vriend/vriendin/friend",
    neighbours="buren/buur/neighbour/neighbor",
)
LANGUAGES = _choices(
    nl="nederlands/dutch", en="engels/english", tr="turks/turkish/türkçe",
    ar="arabisch/arabic/العربية", pl="pools/polish/polski", other="anders/andere",
)  # fmt: skip

QUESTIONS = (
    Question("size", Kind.NUMBER, least=1, most=30, fills="size", must=True),
    Question("children", Kind.NUMBER, least=0, most=30, fills="children"),
    Question("others_here", Kind.CHOICE, YES_NO),
    Question(
        "wish",
        Kind.CHOICE,
        _choices(
            **{
                "return": "terug/terugkeren/blijven/stay/ja",
                "elsewhere": "weg/ergens anders/elders/vertrekken/leave/nee",
                "undecided": "weet niet/weet het nog niet/weet ik niet/twijfel/not sure",
            }
        ),
        fills="wish",
        must=True,
    ),
    Question("step_free", Kind.CHOICE, YES_NO, fills="step_free"),
    Question("accessible", Kind.CHOICE, YES_NO, fills="accessible"),
    Question("floor_max", Kind.NUMBER, least=0, most=30, fills="floor_max"),
    Question("rooms_min", Kind.NUMBER, least=1, most=12, fills="rooms_min"),
    Question("rent_max", Kind.AMOUNT, least=150, most=3000, fills="rent_max"),
    Question("wish_street", Kind.TEXT),
    Question("wish_type", Kind.TEXT),
    Question(
        "wish_first",
        Kind.CHOICE,
        _choices(people="mensen/buren", street="straat", type="woning/soort woning/home"),
    ),
    Question("near", Kind.PEOPLE),
    Question("group_with", Kind.PEOPLE),
    Question("language", Kind.CHOICE, LANGUAGES),
    Question("helper", Kind.TEXT),
    Question(
        "filled_by",
        Kind.CHOICE,
        _choices(
            self="zelf/ikzelf/myself",
            child="kind/zoon/dochter/son/daughter",
            other="anders/iemand anders/buur",
            counsellor="medewerker/begeleider/consulent",
        ),
    ),
    Question("remark", Kind.TEXT),
)
"""Every question, in the order of the form."""

QUESTION_OF = {question.name: question for question in QUESTIONS}

RESULT = _choices(
    filled="ingevuld/gesproken",
    not_home="niet thuis/niemand thuis/geen gehoor",
    refused="wil niet/geweigerd/doet niet mee",
    later="komt later/later",
)
"""What came of the visit or the letter; empty: filled."""

SOURCES = _choices(
    form="formulier/papier/paper",
    visit="huisbezoek/bezoek/gesprek",
    phone="telefoon/gebeld/telephone",
    web="website/online",
    letter="brief/post",
)

NO_OPINION = frozenset(
    {"geen mening", "gm", "n.v.t.", "nvt", "n/a", "no opinion", "maakt niet uit", "-", "?",
     "fark etmez", "لا رأي", "bez opinii"}
)  # fmt: skip
"""Answers that say that there is no answer."""

DIAGNOSES = (
    "reuma", "dementie", "alzheimer", "parkinson", "kanker", "diabetes", "suikerziekte", "copd",
    "astma", "depressie", "depressief", "schizofreen", "schizofrenie", "autisme", "adhd", "ptss",
    "hartfalen", "hartpatiënt", "beroerte", "artrose", "epilepsie", "verslaafd", "verslaving",
    "burn-out", "cancer", "dementia", "arthritis", "stroke", "depression", "asthma", "autism",
    "addiction", "kanser", "demans", "depresyon", "şeker hastalığı", "سرطان", "سكري", "اكتئاب",
    "nowotwór", "demencja", "depresja", "cukrzyca",
)  # fmt: skip
"""Words that name an illness: what is written with them is not kept; a need is an outcome."""

KIN = (
    "zus", "zusje", "broer", "moeder", "vader", "dochter", "zoon", "oma", "opa", "tante", "oom",
    "vriendin", "vriend", "buurvrouw", "buurman", "ouders", "sister", "brother", "mother",
    "father", "daughter", "son", "aunt", "uncle", "friend", "neighbour", "kız kardeşim", "abim",
    "annem", "babam", "siostra", "brat", "matka", "أختي", "أخي", "أمي",
)  # fmt: skip
"""Words for a person that do not tell which household it is."""

FIXED_COLUMNS = ("code", "address", "result", "source", "date", "entered_by")
"""The columns of the workbook before the questions: which form, what came of it, from whom."""


def columns() -> tuple[str, ...]:
    """Return every column of the workbook, in order: one row is one form."""
    asked: list[str] = []
    for question in QUESTIONS:
        if question.name == "near":
            for number in range(1, PEOPLE + 1):
                asked += [f"near_{number}", f"near_{number}_kind"]
        else:
            asked.append(question.name)
    return (*FIXED_COLUMNS, *asked)
