"""A table of answers to the questionnaire on living together, one row for each answer.

Columns: household (its id), date (the day of the answer) and the statements know, pleasant, cosy
and home, 1 to 5, 9 for "don't know", empty for none. Rows that cannot be used are left out and
told, each with its row and what to do.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from hecht.area.cohesion import given, score, statements
from hecht.effects.household_rows import Scored
from hecht.exchange.tables import RawTable, read_csv
from hecht.exchange.values import BadCell, parse_day
from hecht.neighbourhood import Month, Neighbourhood


class SurveyError(ValueError):
    """A file of answers cannot be used at all; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class Survey:
    """The answers that can be used, and of those that cannot: row and reason, as sentences."""

    answers: tuple[Scored, ...]
    problems: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Line:
    row: int
    household: str
    day: date
    answers: Mapping[str, int | None]


def read_survey(path: Path, neighbourhood: Neighbourhood) -> Survey:
    """Read the answers of the households of a neighbourhood; months count from its start.

    Two answers of one household on one day count once when they are the same, and not at all
    when they differ. Raises SurveyError when the file is no such table.
    """
    raw = _table(path)
    problems: list[str] = []
    lines: list[_Line] = []
    for number, cells in zip(raw.numbers, raw.rows, strict=True):
        values = {name: str(cell).strip() for name, cell in zip(raw.header, cells, strict=True)}
        try:
            lines.append(_line(number, values, neighbourhood))
        except ValueError as error:
            problems.append(f"{path.name}, row {number}, {error}")
    start = neighbourhood.project.start
    answers = tuple(
        Scored(line.household, Month(line.day.year, line.day.month).since(start), _score(line))
        for line in _once(lines, path.name, problems)
    )
    return Survey(answers, tuple(problems))


def _score(line: _Line) -> float | None:
    return score(line.answers)


def _table(path: Path) -> RawTable:
    raw, found = read_csv(path, "survey")
    wrong = [one for one in found if one.severity == "error"]
    if raw is None or wrong:
        first = wrong[0]
        raise SurveyError(f"{path.name}, row {first.row or 1}: {first.text}; {first.fix}")
    wanted = ("household", "date", *(item.code for item in statements()))
    missing = [name for name in wanted if name not in raw.header]
    if missing:
        raise SurveyError(
            f"{path.name}: column {', '.join(missing)} is missing; the columns are "
            f"{', '.join(wanted)}"
        )
    return raw


def _line(number: int, values: Mapping[str, str], neighbourhood: Neighbourhood) -> _Line:
    """Return one answer; raises ValueError with the column and what is wrong in it."""
    household = values["household"]
    if household not in neighbourhood.household_of:
        raise ValueError(
            f"column household: there is no household {household!r} in this neighbourhood; the "
            "ids are in its households.csv"
        )
    try:
        day = parse_day(values["date"])
    except BadCell as error:
        raise ValueError(f"column date: {error}; {error.fix}") from None
    answers: dict[str, int | None] = {}
    for item in statements():
        text = values[item.code]
        try:
            answers[item.code] = given(item, int(text) if text else None)
        except ValueError:
            raise ValueError(
                f"column {item.code}: {text!r} is no answer; it is 1 to 5, 9 for don't know, or "
                "empty"
            ) from None
    return _Line(number, household, day, answers)


def _once(lines: list[_Line], file: str, problems: list[str]) -> list[_Line]:
    """Return at most one answer of a household for each day."""
    of_day: dict[tuple[str, date], list[_Line]] = defaultdict(list)
    for line in lines:
        of_day[line.household, line.day].append(line)
    kept = []
    for (household, day), same in of_day.items():
        rows = ", ".join(str(line.row) for line in same[1:])
        if len({tuple(sorted(line.answers.items())) for line in same}) > 1:
            problems.append(
                f"{file}, row {same[0].row}: household {household} answered differently on {day} "
                f"in row {rows} too; none of these is used: keep the right one"
            )
            continue
        if len(same) > 1:
            problems.append(
                f"{file}, row {rows}: the same answer of household {household} on {day} as row "
                f"{same[0].row}; it counts once"
            )
        kept.append(same[0])
    return kept
