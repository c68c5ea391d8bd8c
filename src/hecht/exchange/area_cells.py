"""The columns of one table of areas by their names, as texts and as numbers with their faults."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from hecht.area.edition_columns import key_of
from hecht.exchange.area_sheet import AreaTable, numbers_of
from hecht.exchange.values import as_text
from hecht.neighbourhood.problem import Problem

MANY = 20
"""So many faults of one column are reported one by one; the rest are counted."""


class Cells:
    """Looks columns up by name, in small letters; what cannot be read becomes a problem.

    `dataset` names the problems. With `grouped`, numbers may have marks for thousands.
    """

    def __init__(self, table: AreaTable, dataset: str, *, grouped: bool = False) -> None:
        """Take the columns as they stand in the file."""
        self.table = table
        self.dataset = dataset
        self.grouped = grouped
        self.problems: list[Problem] = list(table.problems)
        self._places: dict[str, int] = {}
        for at, title in enumerate(table.titles):
            self._places.setdefault(key_of(title), at)

    @property
    def names(self) -> tuple[str, ...]:
        """Return the names of the columns, in small letters."""
        return tuple(self._places)

    def __contains__(self, name: str) -> bool:
        """Return whether there is a column of this name."""
        return name in self._places

    def __len__(self) -> int:
        """Return the number of rows."""
        return len(self.table)

    def first(self, *names: str) -> str:
        """Return the first of some names that is a column; "" when none is."""
        return next((name for name in names if name in self._places), "")

    def title(self, name: str) -> str:
        """Return the name of a column as it stands in the file."""
        return self.table.titles[self._places[name]]

    def texts(self, name: str) -> list[str]:
        """Return a column as texts, without the spaces at their sides."""
        return [as_text(cell) for cell in self.table.columns[self._places[name]]]

    def numbers(self, name: str) -> NDArray[np.float64]:
        """Return a column as numbers, NaN where there is no figure.

        What is no number is NaN, with a problem; where it is in doubt which mark is the decimal
        one, a remark tells how the column was read.
        """
        cells = self.table.columns[self._places[name]]
        values, bad, doubtful = numbers_of(cells, grouped=self.grouped)
        for at, text, why in bad[:MANY]:
            self.problem("not-a-number", why, "or leave the cell empty", at, name, text)
        if len(bad) > MANY:
            self.problem("not-a-number", f"{len(bad) - MANY} more cells are no numbers",
                         "correct them, or leave them empty", None, name, "")  # fmt: skip
        if doubtful:
            at = doubtful[0]
            text = as_text(cells[at])
            self.problem(
                "doubtful-number", f"{text} was read as {values[at]:g}; nothing in the column "
                "tells a decimal mark from thousands", "write numbers without marks for thousands",
                at, name, text, "remark",
            )  # fmt: skip
        return values

    def problem(
        self, rule: str, text: str, fix: str, at: int | None, name: str = "", value: str = "",
        severity: str = "error",
    ) -> None:  # fmt: skip
        """Report something about the row at a place (None: the whole) and a column."""
        self.problems.append(
            Problem(
                self.dataset, rule, text, fix,
                column=self.title(name) if name in self._places else name,
                value=value, row=None if at is None else self.table.numbers[at],
                file=self.table.file, severity=severity,
            )
        )  # fmt: skip
