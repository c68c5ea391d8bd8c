"""Reading the tables of a plan folder back, with every problem named by file, row and column.

A table that a spreadsheet saved again, with semicolons or a byte order mark, is read as well.
Whether the plan is a good one is not asked here: that is for `hecht check`.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from hecht.exchange.cells import plain
from hecht.exchange.plan_tables import STAYS
from hecht.neighbourhood import Month, Neighbourhood, Stay, StayKind

MOST_PROBLEMS = 20

Row = Mapping[str, str]
_Parsed = TypeVar("_Parsed")


class PlanFolderError(ValueError):
    """A plan folder cannot be read or written; the text names file, row and what to do."""


@dataclass
class Reader:
    """Reads the tables of one plan folder and gathers every problem before it complains."""

    folder: Path
    neighbourhood: Neighbourhood
    problems: list[str] = field(default_factory=list)

    def rows(self, name: str, columns: tuple[str, ...]) -> list[tuple[int, Row]]:
        """Return the rows of a table with the line on which each starts.

        `columns` must be there; others are allowed. A missing file or column is a problem.
        """
        path = self.folder / name
        try:
            text = path.read_text(encoding="utf-8-sig")
        except FileNotFoundError:
            self.problems.append(f"{name} is missing; write the plan again, or put the file back")
            return []
        except UnicodeDecodeError:
            self.problems.append(f"{name} is not UTF-8 text; save it as CSV UTF-8")
            return []
        header = text.split("\n", 1)[0]
        delimiter = ";" if header.count(";") > header.count(",") else ","
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
        result: list[tuple[int, Row]] = []
        try:
            names = [cell.strip() for cell in next(reader, [])]
            missing = [column for column in columns if column not in names]
            if missing:
                self.problems.append(
                    f"{name}, row 1: column {', '.join(missing)} is missing; "
                    f"the header should hold {', '.join(columns)}"
                )
                return []
            line = reader.line_num + 1
            for cells in reader:
                if any(cell.strip() for cell in cells):
                    result.append((line, self._row(name, line, names, cells)))
                line = reader.line_num + 1
        except csv.Error as error:
            self.problems.append(f"{name}, row {reader.line_num}: {error}; repair the quotes")
        return result

    def _row(self, name: str, line: int, names: list[str], cells: list[str]) -> Row:
        if len(cells) != len(names):
            self.problems.append(
                f"{name}, row {line}: {len(cells)} cells where the header has {len(names)}; "
                "repair the separators"
            )
        padded = [*cells, *[""] * (len(names) - len(cells))]
        return {key: plain(cell.strip()) for key, cell in zip(names, padded, strict=False)}

    def value(
        self, name: str, line: int, row: Row, column: str, parse: Callable[[str], _Parsed]
    ) -> _Parsed | None:
        """Return a cell that was parsed, or None after noting why it could not be."""
        try:
            return parse(row[column])
        except ValueError as error:
            self.problems.append(f"{name}, row {line}, column {column}: {error}")
            return None

    def month(self, text: str) -> int:
        """Read a month as a number from the project's start, from 0 up to the horizon."""
        project = self.neighbourhood.project
        month = Month.parse(text).since(project.start)
        if not 0 <= month <= project.horizon:
            raise ValueError(
                f"{text} lies outside the project, which runs from {project.start} "
                f"up to {project.start.plus(project.horizon)}; correct the month"
            )
        return month

    def known(self, what: str, ids: Mapping[str, object]) -> Callable[[str], str]:
        """Return a parser that accepts only the ids of this neighbourhood."""

        def parse(text: str) -> str:
            if text not in ids:
                raise ValueError(
                    f"there is no {what} {text!r} in this neighbourhood; correct the id, or read "
                    "the plan with the neighbourhood it was made for"
                )
            return text

        return parse

    def starts(self) -> dict[str, int]:
        """Read works.csv: the month in which the works of each block start."""
        name, result = "works.csv", dict[str, int]()
        known = self.known("block", self.neighbourhood.block_of)
        for line, row in self.rows(name, ("block", "start")):
            block = self.value(name, line, row, "block", known)
            start = self.value(name, line, row, "start", self.month)
            if block is None or start is None:
                continue
            if block in result:
                self.problems.append(
                    f"{name}, row {line}, column block: block {block!r} is there twice; "
                    "remove one of the rows"
                )
            elif not self.neighbourhood.block_of[block].has_works:
                self.problems.append(
                    f"{name}, row {line}, column block: block {block!r} is kept and has no works; "
                    "remove the row"
                )
            result[block] = start
        return result

    def stays(self) -> tuple[Stay, ...]:
        """Read stays.csv, in the order of its rows."""
        name, result = "stays.csv", list[Stay]()
        households = self.known("household", self.neighbourhood.household_of)
        homes = self.known("home", self.neighbourhood.home_of)
        for line, row in self.rows(name, STAYS[:5]):
            household = self.value(name, line, row, "household", households)
            home = self.value(name, line, row, "home", homes)
            start = self.value(name, line, row, "start", self.month)
            end = self.value(name, line, row, "end", self.month)
            kind = self.value(name, line, row, "kind", _kind)
            if household is None or home is None or start is None or end is None or kind is None:
                continue
            if start >= end:
                self.problems.append(
                    f"{name}, row {line}, column end: household {household} stays in {home} from "
                    f"{row['start']} up to {row['end']}, which is no month at all; `end` is the "
                    "month after the last"
                )
            result.append(Stay(household, home, start, end, kind))
        return tuple(result)

    def reasons(self) -> dict[str, str]:
        """Read from households.csv why a household does not return (rule 7)."""
        name, result = "households.csv", dict[str, str]()
        households = self.known("household", self.neighbourhood.household_of)
        for line, row in self.rows(name, ("household", "reason")):
            household = self.value(name, line, row, "household", households)
            if household is not None and row["reason"]:
                result[household] = row["reason"]
        return result

    def complain(self) -> None:
        """Raise PlanFolderError with every problem that was found, if there is any."""
        if not self.problems:
            return
        shown = self.problems[:MOST_PROBLEMS]
        more = len(self.problems) - len(shown)
        lines = [f"the plan in {self.folder} cannot be read:", *(f"  {text}" for text in shown)]
        if more:
            lines.append(f"  … and {more} more")
        raise PlanFolderError("\n".join(lines))


def _kind(text: str) -> StayKind:
    try:
        return StayKind(text)
    except ValueError:
        allowed = ", ".join(kind.value for kind in StayKind)
        raise ValueError(f"{text!r} is no kind of stay; use one of {allowed}") from None
