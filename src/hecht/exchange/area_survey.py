"""Answers to the questionnaire on living together: the sheet to type them in, and reading it.

A row is one respondent. Areas get only figures of enough answers (C7); the answers themselves
never enter a panel.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from hecht.area import cohesion
from hecht.area.codes import CodeError, tidy
from hecht.area.cohesion import Benchmark, Summary, items
from hecht.area.indicator import Source
from hecht.area.panel import Absent
from hecht.area.reading import Reading, ReadingMaker
from hecht.exchange.area_cells import Cells
from hecht.exchange.area_sheet import AreaFileError, read_table
from hecht.exchange.tables import Dialect, csv_text
from hecht.neighbourhood.problem import Problem
from hecht.outcomes.disclosure import Audience

FIRST = ("form", "household", "area", "date")
"""The columns before the answers; only the area (or one area for all) and the year are needed."""
INDICATORS = {
    "score": "vm_cohesion",
    "know": "vm_know_each_other",
    "pleasant": "vm_pleasant_contact",
    "cosy": "vm_cosy",
    "home": "vm_at_home",
    "neighbours": "contact_neighbours",
    "help": "help_nearby",
    "unsafe": "feels_unsafe",
    "mark_living": "mark_living",
    "mark_safety": "mark_safety",
}
"""The indicator of each question's figure."""
_TYPED_ROWS = 2000
_YEAR = re.compile(r"(?:.*\D)?((?:19|20)\d\d)(?:\D.*)?")


@dataclass(frozen=True, slots=True)
class Respondent:
    """What one respondent answered, by question; `household` is "" where it was not typed."""

    area: str
    year: int
    household: str
    answers: Mapping[str, int | None]
    row: int


@dataclass(frozen=True)
class Survey:
    """The respondents in a file, and what could not be read."""

    file: str
    respondents: tuple[Respondent, ...]
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class Compared:
    """A figure of an area beside the country's: `standing` is "above", "below" or "near".

    It is "" where the figure is hidden, has no interval, or the country's figure is a rough guide.
    """

    code: str
    summary: Summary
    benchmark: Benchmark | None
    standing: str


def sheet_columns() -> tuple[str, ...]:
    """Return the columns of the sheet to type in."""
    return (*FIRST, *(one.code for one in items()))


def sheet_csv() -> str:
    """Return the empty sheet as CSV, for a spreadsheet with Dutch settings."""
    return csv_text(sheet_columns(), [], Dialect(";", ",", True))


def sheet_workbook(language: str = "nl") -> bytes:
    """Return the empty sheet as a workbook that allows only answers, with the question as help."""
    from openpyxl import Workbook
    from openpyxl.styles import Font, PatternFill
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.datavalidation import DataValidation

    from hecht.exchange.workbook import book_bytes

    book = Workbook()
    sheet = book.active
    sheet.title = "answers"
    sheet.append(list(sheet_columns()))
    sheet.freeze_panes = "E2"
    asked = {one.code: one for one in items()}
    for place, name in enumerate(sheet_columns(), start=1):
        letter, cell = get_column_letter(place), sheet.cell(1, place)
        cell.font, cell.fill = Font(bold=True), PatternFill("solid", fgColor="DDE8F0")
        sheet.column_dimensions[letter].width = max(12, len(name) + 2)
        if name not in asked:
            continue
        item = asked[name]
        allowed = [str(one) for one in range(1, item.most + 1)]
        if item.kind is not cohesion.AnswerKind.MARK:
            allowed.append(str(cohesion.DONT_KNOW))
        rule = DataValidation("list", formula1=f'"{",".join(allowed)}"', allow_blank=True)
        rule.showErrorMessage = rule.showInputMessage = True
        rule.promptTitle, rule.prompt = name[:32], item.text[language][:255]
        rule.add(f"{letter}2:{letter}{_TYPED_ROWS}")
        sheet.add_data_validation(rule)
    return book_bytes(book)


def read_answers(path: str | Path, *, area: str = "", year: int | None = None) -> Survey:
    """Read typed answers from CSV or a workbook.

    `area` and `year` are for rows that do not tell theirs. A row without an area, a year or one
    answer is left out; an answer that is none is left open; each is a problem with its row.
    Raises AreaFileError for a file that cannot be read or has none of the questions.
    """
    cells = Cells(read_table(Path(path), "survey"), "survey")
    asked = [one for one in items() if one.code in cells]
    if not asked:
        raise AreaFileError(
            f"{path}: none of the columns {', '.join(one.code for one in items())} is there; "
            f"`hecht area questionnaire` makes the sheet to type in"
        )
    columns = {one.code: cells.numbers(one.code) for one in asked}
    texts = {name: cells.texts(name) if name in cells else [""] * len(cells) for name in FIRST}
    found = []
    for at in range(len(cells)):
        answers: dict[str, int | None] = {}
        for item in asked:
            typed = columns[item.code][at]
            answers[item.code] = None
            if typed == typed:  # not NaN
                try:
                    answers[item.code] = cohesion.given(item, typed)
                except ValueError as fault:
                    cells.problem("no-answer", str(fault), "look at the form again", at,
                                  item.code, f"{typed:g}")  # fmt: skip
        if all(one is None for one in answers.values()):
            continue
        where = _area(cells, at, texts["area"][at] or area)
        when = _year(cells, at, texts["date"][at], year)
        if where and when:
            found.append(
                Respondent(where, when, texts["household"][at], answers, cells.table.numbers[at])
            )
    return Survey(cells.table.file, tuple(found), tuple(cells.problems))


def _area(cells: Cells, at: int, text: str) -> str:
    try:
        return tidy(text)
    except CodeError as fault:
        cells.problem("area-code", str(fault), "write the area in column area", at, "area", text)
        return ""


def _year(cells: Cells, at: int, text: str, year: int | None) -> int | None:
    match = _YEAR.fullmatch(text)
    if match is not None:
        return int(match[1])
    if text or year is None:
        cells.problem("date", f"{text!r} does not tell the year" if text else "there is no date",
                      "write the date as 2027-05-31, or give the year of all", at, "date",
                      text)  # fmt: skip
        return None
    return year


def summaries(
    survey: Survey, audience: Audience, *, total_told: bool = False
) -> dict[int, dict[str, dict[str, Summary]]]:
    """Return what may be shown, by year, area and question ("score" for the cohesion score).

    `total_told` is for surveys of which the figures of all areas together are published too.
    """
    return {
        year: cohesion.summarise(_by_area(survey, year), audience.threshold, total_told=total_told)
        for year in sorted({one.year for one in survey.respondents})
    }


def _by_area(survey: Survey, year: int) -> dict[str, list[Mapping[str, int | None]]]:
    found: dict[str, list[Mapping[str, int | None]]] = {}
    for one in sorted(survey.respondents, key=lambda one: (one.area, one.row)):
        if one.year == year:
            found.setdefault(one.area, []).append(one.answers)
    return found


def survey_reading(
    survey: Survey,
    *,
    publisher: str = "",
    title: str = "",
    audience: Audience = Audience.PUBLIC,
    total_told: bool = False,
) -> Reading:
    """Return the figures of areas for a panel: with their number and interval, small ones hidden.

    What is hidden is absent as too few, and so is the number of its respondents.
    """
    years = summaries(survey, audience, total_told=total_told)
    maker = ReadingMaker("survey", "-".join(str(year) for year in years))
    for year, areas in years.items():
        people = _by_area(survey, year)
        for area, found in areas.items():
            place = maker.area(area, year)
            hidden = all(one.value is None for one in found.values())
            few = hidden or len(people[area]) < audience.threshold
            maker.figure(
                place, year, "vm_respondents", None if few else float(len(people[area])),
                _source(survey, "form", publisher, title, year), absent=Absent.SMALL,
            )  # fmt: skip
            for code, summary in found.items():
                if summary.n == 0:
                    continue
                column = "know+pleasant+cosy+home" if code == "score" else code
                maker.figure(
                    place, year, INDICATORS[code], summary.value,
                    _source(survey, column, publisher, title, year), absent=Absent.SMALL,
                    note=_note(summary),
                )  # fmt: skip
    maker.add_problems(survey.problems)
    return maker.reading()


def _source(survey: Survey, column: str, publisher: str, title: str, year: int) -> Source:
    return Source(
        f"survey/{survey.file}/{year}/{column}", publisher, title or survey.file, survey.file,
        column, str(year),
    )  # fmt: skip


def _note(summary: Summary) -> str:
    if summary.value is None:
        return ""
    if summary.low is None or summary.high is None:
        return f"n = {summary.n}"
    return f"n = {summary.n}, 95% interval {summary.low:.1f} to {summary.high:.1f}"


def compare(found: Mapping[str, Summary]) -> list[Compared]:
    """Return the figures of one area beside the country's, in the order of the form, score first.

    "above" and "below" only where the country's figure lies outside the interval and is of the
    very question; the country's own margin, far smaller, is not counted.
    """
    marks = cohesion.benchmarks()
    return [_compared(code, found[code], marks.get(code)) for code in _order(found)]


def _order(found: Mapping[str, Summary]) -> Sequence[str]:
    return [code for code in INDICATORS if code in found]


def _compared(code: str, summary: Summary, benchmark: Benchmark | None) -> Compared:
    standing = ""
    if benchmark is not None and benchmark.same and summary.low is not None:
        high = summary.low if summary.high is None else summary.high
        if benchmark.value < summary.low:
            standing = "above"
        else:
            standing = "below" if benchmark.value > high else "near"
    return Compared(code, summary, benchmark, standing)
