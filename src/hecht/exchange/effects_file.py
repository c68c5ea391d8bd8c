"""The long table that an effect is estimated from: one row for each area and time.

Columns are named by the user. Numbers may have a decimal comma, cells may be empty; a start of
0, empty, inf or "never" (nooit) means that the area never had the measure. The column of the start
may also tell in each row whether the area has the measure: 0 or 1.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from hecht.effects.area_panel import Observations, Row, Text, gather
from hecht.effects.switch import is_switch, switched
from hecht.exchange.tables import RawTable, read_csv
from hecht.exchange.values import BadCell, NumberStyle, as_text
from hecht.neighbourhood.problem import Problem

NEVER = frozenset({"", "0", "0.0", "inf", "never", "nooit", "na", "nan", "none", "geen"})
"""What may stand for an area that never has the measure."""

MISSING = frozenset({"", ".", "na", "nan", "null", "none", "-", "x", "-99999999", "-99997"})
"""What may stand for a figure that is not there, in the tables of CBS too."""

SHOWN = 20
_PERIOD = "JJ00"


class EffectsFileError(ValueError):
    """A table that no effect can be estimated from; `problems` lists what is wrong by row."""

    def __init__(self, path: Path, problems: list[Problem]) -> None:
        """Keep the problems, and tell the first of them."""
        self.problems = problems
        lines = [f"{path} cannot be used; {len(problems)} thing(s) to put right:"]
        lines += [f"  {_where(one)}{one.text}; {one.fix}" for one in problems[:SHOWN]]
        if len(problems) > SHOWN:
            lines.append(f"  … and {len(problems) - SHOWN} more.")
        super().__init__("\n".join(lines))


@dataclass(frozen=True, slots=True)
class Columns:
    """The names of the columns, as they stand in the file; capitals do not matter.

    `places` are the columns of x and y, or empty.
    """

    unit: str
    time: str
    outcome: str
    first_treated: str
    covariates: tuple[str, ...] = ()
    cluster: str = ""
    places: tuple[str, ...] = ()

    @property
    def all(self) -> tuple[str, ...]:
        """Return every column that must be in the file."""
        fixed = (self.unit, self.time, self.outcome, self.first_treated)
        return (*fixed, *self.covariates, *([self.cluster] if self.cluster else []), *self.places)


def read_effects_file(path: Path, columns: Columns) -> Observations:
    """Return the observations in a CSV file (comma, semicolon or tab).

    Raises EffectsFileError with every cell that cannot be read, and ObservationsError for rows
    that contradict each other.
    """
    raw, found = _read(path)
    at = _places_of(raw, columns, path, found)
    reader = _Reader(raw, at, columns, found)
    rows = [reader.row(number, cells) for number, cells in zip(raw.numbers, raw.rows, strict=True)]
    errors = [one for one in found if one.severity == "error"]
    if errors:
        raise EffectsFileError(path, errors)
    known = [row for row in rows if row is not None]
    remarks = [_remark(one) for one in found]
    if known and is_switch(known):
        known = switched(known)
        remarks.append(_switch_remark(columns.first_treated))
    made = gather(known, columns.outcome, columns.covariates)
    return made.of(made.first_treated >= 0, *remarks)


def read_neighbours(path: Path) -> dict[str, set[str]]:
    """Return who neighbours whom: the first two columns of a CSV file, one pair a row."""
    raw, _ = _pairs(path, "neighbours", "an area and its neighbour")
    pairs: dict[str, set[str]] = {}
    for cells in raw.rows:
        one, other = as_text(cells[0]), as_text(cells[1])
        if one and other:
            pairs.setdefault(one, set()).add(other)
    return pairs


def read_starts(path: Path) -> dict[str, int]:
    """Return when the measure began in each area: two columns, its code and the year.

    Areas that are not in the file never had it. Raises EffectsFileError by row.
    """
    raw, found = _pairs(path, "starts", "the code of an area and the year of its start")
    starts: dict[str, int] = {}
    for number, cells in zip(raw.numbers, raw.rows, strict=True):
        unit, text = as_text(cells[0]), as_text(cells[1])
        if not unit:
            continue
        start = _start(text)
        if start is None:
            found.append(_bad(path.name, number, raw.header[1], text, "this is not a year", _YEAR))
        elif starts.setdefault(unit, start) != start:
            found.append(
                _bad(
                    path.name, number, raw.header[1], text,
                    f"{unit} began in {starts[unit]} by an earlier row", "keep one of the rows",
                )
            )  # fmt: skip
    errors = [one for one in found if one.severity == "error"]
    if errors:
        raise EffectsFileError(path, errors)
    return starts


_YEAR = "write a year, or 0, never or nothing where there was no measure"


class _Reader:
    """Reads rows, and notes each cell that it cannot read."""

    def __init__(
        self, raw: RawTable, at: dict[str, int], columns: Columns, found: list[Problem]
    ) -> None:
        self._raw, self._at, self._columns, self._found = raw, at, columns, found
        self._styles = {
            name: NumberStyle((cells[at[name]] for cells in raw.rows), raw.delimiter)
            for name in (columns.outcome, *columns.covariates, *columns.places)
        }

    def row(self, number: int, cells: Sequence[Any]) -> Row | None:
        """Return one row; None where its unit, time or start cannot be read."""
        columns = self._columns
        unit = as_text(cells[self._at[columns.unit]])
        cluster = as_text(cells[self._at[columns.cluster]]) if columns.cluster else ""
        time = self._time(number, cells)
        start = self._first(number, cells)
        if not unit:
            self._note(number, columns.unit, "", "there is no unit", "fill it in, or drop the row")
        if columns.cluster and not cluster:
            self._note(
                number, columns.cluster, "",
                "nothing tells with which areas this one shares shocks",
                "fill in its group; an area of its own may have its own code here",
            )  # fmt: skip
        outcome = self._number(number, columns.outcome, cells)
        covariates = tuple(self._number(number, one, cells) for one in columns.covariates)
        place = tuple(self._number(number, one, cells) for one in columns.places)
        if not unit or time is None or start is None:
            return None
        known = [one for one in place if one is not None]
        return Row(
            unit=unit,
            time=time,
            outcome=outcome,
            first_treated=start,
            where=f"{self._raw.file}, row {number}",
            covariates=covariates,
            cluster=cluster,
            place=(known[0], known[1]) if len(known) == 2 else None,
        )

    def _time(self, number: int, cells: Sequence[Any]) -> int | None:
        text = as_text(cells[self._at[self._columns.time]])
        whole = _whole(text.removesuffix(_PERIOD))
        if whole is None:
            self._note(
                number, self._columns.time, text, "this is not a time", "write a year, such as 2016"
            )
        return whole

    def _first(self, number: int, cells: Sequence[Any]) -> int | None:
        text = as_text(cells[self._at[self._columns.first_treated]])
        start = _start(text)
        if start is None:
            self._note(number, self._columns.first_treated, text, "this is not a first time", _YEAR)
        return start

    def _number(self, number: int, column: str, cells: Sequence[Any]) -> float | None:
        text = as_text(cells[self._at[column]])
        if text.lower() in MISSING:
            return None
        try:
            return self._styles[column].number(text)
        except BadCell as fault:
            fix = "write digits, or leave the cell empty where there is no figure"
            self._note(number, column, text, str(fault), fix)
            return None

    def _note(self, number: int, column: str, value: str, text: str, fix: str) -> None:
        self._found.append(_bad(self._raw.file, number, column, value, text, fix))


def _bad(file: str, number: int, column: str, value: str, text: str, fix: str) -> Problem:
    shown = f"{text} ({value})" if value else text
    return Problem("panel", "bad-cell", shown, fix, column=column, value=value, row=number,
                   file=file)  # fmt: skip


def _whole(text: str) -> int | None:
    try:
        value = float(text.replace(",", "."))
    except ValueError:
        return None
    return int(value) if value == value and abs(value) < 1e9 and value.is_integer() else None


def _start(text: str) -> int | None:
    """Return a start, 0 for never; None when the text is neither."""
    low = text.lower()
    return 0 if low in NEVER else _whole(low.removesuffix(_PERIOD.lower()))


def _read(path: Path) -> tuple[RawTable, list[Problem]]:
    raw, found = read_csv(path, path.stem)
    if raw is None:
        raise EffectsFileError(path, [one for one in found if one.severity == "error"])
    return raw, found


def _pairs(path: Path, table: str, columns: str) -> tuple[RawTable, list[Problem]]:
    """Read a table of two columns and more. Raises EffectsFileError where there are fewer."""
    raw, found = _read(path)
    errors = [one for one in found if one.severity == "error"]
    if len(raw.header) < 2:
        errors.append(
            Problem(
                table=table,
                rule="too-few-columns",
                text=f"a table of {table} has two columns, {columns}",
                fix="add the other column",
                file=path.name,
            )
        )
    if errors:
        raise EffectsFileError(path, errors)
    return raw, found


def _places_of(raw: RawTable, columns: Columns, path: Path, found: list[Problem]) -> dict[str, int]:
    """Return where each column stands; raises EffectsFileError when one is not there."""
    names: dict[str, int] = {}
    missing: list[Problem] = []
    for name in columns.all:
        low = "_".join(name.strip().lower().split())
        if low in raw.header:
            names[name] = raw.header.index(low)
            continue
        missing.append(
            Problem(
                table="panel",
                rule="no-column",
                text=f"there is no column {name!r}",
                fix=f"give one of {', '.join(one for one in raw.header if one)}",
                file=path.name,
            )
        )
    if missing:
        raise EffectsFileError(path, [*(one for one in found if one.severity == "error"), *missing])
    return names


def _remark(problem: Problem) -> Text:
    """Return a remark of the reader in both languages; its own words are English."""
    return (f"Bij het lezen: {problem.text}.", f"While reading: {problem.text}.")


def _switch_remark(column: str) -> Text:
    return (
        f"Kolom {column} zegt met 0 en 1 of een gebied de maatregel heeft; het eerste jaar met 1 "
        f"is genomen als het begin.",
        f"Column {column} says by 0 and 1 whether an area has the measure; the first year with 1 "
        f"was taken as the start.",
    )


def _where(problem: Problem) -> str:
    row = f"row {problem.row}" if problem.row is not None else ""
    parts = [one for one in (problem.file, row, problem.column) if one]
    return f"{', '.join(parts)}: " if parts else ""
