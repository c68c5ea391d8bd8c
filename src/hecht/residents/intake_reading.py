"""From a typed-in row to a form: every cell judged, everything that cannot be read reported."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from hecht.residents.intake_findings import Columns, Finding, Mess, OneOf
from hecht.residents.intake_people import plain
from hecht.residents.intake_questions import (
    DIAGNOSES,
    NO_OPINION,
    PEOPLE,
    QUESTION_OF,
    QUESTIONS,
    RESULT,
    SOURCES,
    TIES,
    Kind,
    Question,
    columns,
)

_SPLIT = re.compile(r"\s*(?:[,;/+&]|\ben\b|\bof\b|\band\b|\bor\b)\s*")
_NUMBERS = {
    word: number
    for number, words in enumerate(
        ("nul zero", "een één one", "twee two", "drie three", "vier four", "vijf five",
         "zes six", "zeven seven", "acht eight", "negen nine", "tien ten")
    )
    for word in words.split()
}  # fmt: skip
_AMOUNT = re.compile(r"(?:€|eur|euro)?\s*(\d[\d.,\s]*?)(?:,-|\.-|,--)?\s*(?:€|eur|euro)?", re.I)
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ]00:00(?::00)?)?")
_DUTCH = re.compile(r"(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4})")


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the workbook: its line there and its cells as text, by column."""

    number: int
    cells: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Named:
    """Someone who was named: as it was written, and the kind of tie ("" when none was told)."""

    written: str
    kind: str = ""


@dataclass(slots=True)
class Form:
    """A row as it was understood. `answers` are by question, people apart in `people`.

    `source`, `date` and `entered_by` are None where they are missing or cannot be read.
    """

    row: int
    code: str
    address: str
    result: str = "filled"
    source: str | None = None
    date: date | None = None
    entered_by: str | None = None
    answers: dict[str, str] = field(default_factory=dict)
    people: dict[str, list[Named]] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    attempted: set[str] = field(default_factory=set)

    def find(self, mess: Mess, key: str, question: str = "", **values: object) -> None:
        """Add a finding about this form."""
        self.findings.append(Finding(mess, key, self.row, "", question, values))

    @property
    def is_empty(self) -> bool:
        """Tell whether nothing at all was answered."""
        return not (self.answers or self.people or self.attempted)


def read_row(row: Row, today: date) -> Form:
    """Return a row of the workbook as a form, with everything that could not be read of it.

    `today` is the last day on which an answer can have been given. Cells of columns that the
    intake does not know are reported.
    """
    cells = {name: text.strip() for name, text in row.cells.items() if text and text.strip()}
    form = Form(row.number, cells.get("code", ""), cells.get("address", ""))
    _read_frame(form, cells, today)
    for question in QUESTIONS:
        if question.kind is Kind.PEOPLE:
            _read_people(form, question, cells)
        elif question.name in cells:
            form.attempted.add(question.name)
            _read_cell(form, question, cells[question.name])
    for name in sorted(set(cells) - set(columns())):
        form.find(Mess.UNKNOWN_COLUMN, "column", name, column=name)
    _judge(form)
    return form


def _read_frame(form: Form, cells: Mapping[str, str], today: date) -> None:
    result = choice(cells.get("result", "filled"), RESULT)
    if result is None:
        form.find(Mess.UNREADABLE, "result", "result", choices=OneOf(RESULT))
    form.result = result or "filled"
    form.source = choice(cells.get("source", ""), SOURCES)
    if "source" in cells and form.source is None:
        form.find(Mess.UNREADABLE, "source", "source", choices=OneOf(SOURCES))
    form.entered_by = cells.get("entered_by")
    if "date" in cells:
        form.date = read_date(cells["date"])
        if form.date is None:
            form.find(Mess.UNREADABLE, "date", "date")
        elif form.date > today:
            form.find(Mess.UNREADABLE, "date_to_come", "date", date=form.date)
            form.date = None


def _read_people(form: Form, question: Question, cells: Mapping[str, str]) -> None:
    named: list[Named] = []
    if question.name == "near":
        for number in range(1, PEOPLE + 1):
            written = cells.get(f"near_{number}", "")
            told = cells.get(f"near_{number}_kind", "")
            kind = choice(told, TIES) if told else ""
            if kind is None:
                choices = OneOf(TIES)
                form.find(Mess.UNREADABLE, "tie_unreadable", question.name, choices=choices)
            elif told and not written:
                form.find(Mess.HALF_FILLED, "tie_nobody", question.name)
            if written:
                form.attempted.add(question.name)
                named.append(Named(written, kind or ""))
    elif question.name in cells:
        form.attempted.add(question.name)
        named = [Named(part.strip()) for part in re.split(r"[;|\n]", cells[question.name]) if part]
    kept = []
    for one in named:
        if plain(one.written) in _NO_OPINION:
            form.find(Mess.NO_OPINION, "no_opinion", question.name)
        elif _ill(one.written):
            _diagnosis(form, question)
        else:
            kept.append(one)
    if kept:
        form.people[question.name] = kept


_NO_OPINION = frozenset(plain(text) for text in NO_OPINION) - {""}


def _read_cell(form: Form, question: Question, text: str) -> None:
    if plain(text) in _NO_OPINION or text in NO_OPINION:
        wish = question.name == "wish"
        if wish:
            form.answers["wish"] = "undecided"
        form.find(Mess.NO_OPINION, "no_opinion_wish" if wish else "no_opinion", question.name)
        return
    if question.kind is Kind.TEXT:
        if _ill(text):
            _diagnosis(form, question)
        else:
            form.answers[question.name] = " ".join(text.split())
        return
    value = _choice_cell(form, question, text) if question.kind is Kind.CHOICE else _number(
        form, question, text
    )  # fmt: skip
    if value is not None:
        form.answers[question.name] = value


def _choice_cell(form: Form, question: Question, text: str) -> str | None:
    value = choice(text, question.choices)
    if value is not None:
        return value
    several = {choice(part, question.choices) for part in _SPLIT.split(text)}
    if len(several) > 1 and None not in several:
        form.find(Mess.TWO_BOXES, "two_boxes", question.name)
        return None
    form.find(Mess.UNREADABLE, "no_choice", question.name, choices=OneOf(question.choices))
    return None


def _number(form: Form, question: Question, text: str) -> str | None:
    amount = question.kind is Kind.AMOUNT
    value = read_amount(text) if amount else _whole(text)
    if value is None:
        form.find(Mess.UNREADABLE, "no_number", question.name)
        return None
    if not question.least <= value <= question.most:
        form.find(
            Mess.UNREADABLE, "amount_outside" if amount else "number_outside", question.name,
            least=f"{question.least:g}", most=f"{question.most:g}",
        )  # fmt: skip
        return None
    return f"{value:.2f}" if amount else str(int(value))


def choice(text: str, choices: Mapping[str, tuple[str, ...]]) -> str | None:
    """Return the choice that a word stands for; None when it is none of them."""
    wanted = plain(text)
    for value, words in choices.items():
        if wanted and wanted in {plain(value), *map(plain, words)}:
            return value
    return None


def _whole(text: str) -> float | None:
    if plain(text) in _NUMBERS:
        return _NUMBERS[plain(text)]
    kept = re.fullmatch(r"(\d{1,3})(?:[.,]0+)?(?:\s*[a-z]+)?", text.strip().lower())
    return float(kept.group(1)) if kept else None


def read_amount(text: str) -> float | None:
    """Return an amount of money as people write it ("€ 1.250,50", "650,-"); None if it is none."""
    found = _AMOUNT.fullmatch(text.strip().lower())
    if not found:
        return None
    digits = found.group(1).replace(" ", "").rstrip(".,")
    if re.fullmatch(r"\d{1,3}(?:\.\d{3})+(?:,\d{1,2})?|\d+,\d{1,2}", digits):
        digits = digits.replace(".", "").replace(",", ".")
    return float(digits) if re.fullmatch(r"\d+(?:\.\d{1,2})?", digits) else None


def read_date(text: str) -> date | None:
    """Return a date written as 2027-05-31 or 31-5-2027; None when it is none."""
    iso, dutch = _ISO.fullmatch(text.strip()), _DUTCH.fullmatch(text.strip())
    try:
        if iso:
            return date(int(iso[1]), int(iso[2]), int(iso[3]))
        return date(int(dutch[3]), int(dutch[2]), int(dutch[1])) if dutch else None
    except ValueError:
        return None


def _ill(text: str) -> bool:
    whole = f" {plain(text)} "
    return any(f" {plain(word)} " in whole for word in DIAGNOSES)


def _diagnosis(form: Form, question: Question) -> None:
    form.find(Mess.DIAGNOSIS, "diagnosis", question.name)


def _judge(form: Form) -> None:
    """Report what is odd about a form as a whole; answers that exclude each other are dropped."""
    told = form.answers
    if "size" in told and int(told.get("children", 0)) >= int(told["size"]):
        form.find(Mess.CONTRADICTORY, "children", "size, children")
        del told["size"], told["children"]
        form.attempted.add("size")
    if told.get("accessible") == "yes" and told.get("step_free") == "no":
        form.find(Mess.CONTRADICTORY, "stairs", "step_free, accessible")
        del told["accessible"], told["step_free"]
    stays = [name for name in ("wish_street", "wish_type", "group_with") if name in told
             or name in form.people]  # fmt: skip
    if told.get("wish") == "elsewhere" and stays:
        form.find(Mess.CONTRADICTORY, "elsewhere", "wish")
    if told.get("others_here") == "yes":
        form.find(Mess.OTHERS_HERE, "others_here", "others_here")
    if told.get("filled_by") in ("child", "other"):
        who = OneOf(QUESTION_OF["filled_by"].choices, told["filled_by"])
        form.find(Mess.FILLED_BY_OTHER, "filled_by", "filled_by", who=who)
    if "remark" in told:
        form.find(Mess.REMARK, "remark", "remark")
    missing = [q.name for q in QUESTIONS if q.must and q.name not in told]
    if form.result == "filled" and not form.is_empty and missing:
        names = ", ".join(missing)
        form.find(Mess.HALF_FILLED, "half_filled", names, questions=Columns(names))
