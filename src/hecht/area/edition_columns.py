"""What a column of a published table means: names change over the editions, and meanings too.

Every file tables/columns_<dataset>.csv has rows of a dataset, a column name, the years in which
it holds, the indicator, a factor to the indicator's unit, and for a share that is reckoned from a
number the indicator of its whole (`per`). A name may begin with */: then it stands for any name
that ends so, as the paths of StatLine do; of several the longest counts. A name with a plus is
the sum of columns. The indicator "-" is a column that holds no figure to be kept.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from hecht.area.dictionary import DictionaryError

COLUMNS = ("dataset", "column", "first", "last", "indicator", "factor", "per", "note")
"""The columns of a dictionary of columns."""

NO_FIGURE = "-"
ANY_PATH = "*/"

_NUMBERED = re.compile(r"_\d+$")


@dataclass(frozen=True, slots=True)
class Meaning:
    """That a column means an indicator, in the years from `first` to `last` (None: no bound).

    The figure is the cell times `factor`; with `per`, it is 100 times the cell divided by the
    figure of that indicator in the same row.
    """

    dataset: str
    column: str
    indicator: str
    factor: float = 1.0
    per: str = ""
    first: int | None = None
    last: int | None = None
    note: str = ""

    def holds_in(self, year: int) -> bool:
        """Return whether the column has this meaning in the edition of a year."""
        return (self.first is None or self.first <= year) and (
            self.last is None or year <= self.last
        )


class EditionColumns:
    """Looks up what the columns of one dataset mean; own rows go before those of hecht."""

    def __init__(self, meanings: Iterable[Meaning], own: Sequence[Meaning] = ()) -> None:
        """Keep the meanings by their name; what `own` rows tell of a column stands alone."""
        self._own = EditionColumns(own) if own else None
        self._exact: dict[str, list[Meaning]] = {}
        self._tails: dict[str, list[Meaning]] = {}
        self.sums: list[Meaning] = []
        for one in meanings:
            name = key_of(one.column)
            if "+" in name and not name.startswith(ANY_PATH) and "(" not in name:
                self.sums.append(one)
            elif name.startswith(ANY_PATH):
                self._tails.setdefault(name[len(ANY_PATH) :], []).append(one)
            else:
                self._exact.setdefault(name, []).append(one)
        if self._own is not None:
            self.sums = [*self._own.sums, *self.sums]

    def meanings(self, column: str, year: int) -> tuple[Meaning, ...] | None:
        """Return what a column means in the edition of a year; None when no row knows it.

        Empty for a column that holds no figure. One column may mean two indicators: a number,
        and the share reckoned from it.
        """
        found = None if self._own is None else self._own.meanings(column, year)
        if found is not None:
            return found
        for rows in self._candidates(key_of(column)):
            holding = [one for one in rows if one.holds_in(year)]
            if holding:
                return _first_of_each(holding)
        return None

    def _candidates(self, name: str) -> Iterable[list[Meaning]]:
        if name in self._exact:
            yield self._exact[name]
        bare = _NUMBERED.sub("", name)
        if bare != name and bare in self._exact:
            yield self._exact[bare]
        parts = name.split("/")
        for at in range(len(parts)):
            tail = "/".join(parts[at:])
            if tail in self._tails:
                yield self._tails[tail]

    def all(self) -> list[Meaning]:
        """Return every meaning, own ones first, in the order of the dictionary."""
        own = self._own.all() if self._own else []
        rows = [one for group in (self._exact, self._tails) for many in group.values()
                for one in many]  # fmt: skip
        return own + rows + [one for one in self.sums if one not in own]


def key_of(name: str) -> str:
    """Return a column's name as it is compared: small letters, single spaces."""
    return " ".join(name.replace("\ufeff", "").lower().split())


def _first_of_each(rows: Sequence[Meaning]) -> tuple[Meaning, ...]:
    if any(one.indicator == NO_FIGURE for one in rows):
        return tuple(one for one in rows if one.indicator != NO_FIGURE)
    found: dict[str, Meaning] = {}
    for one in rows:
        found.setdefault(one.indicator, one)
    return tuple(found.values())


@cache
def shipped() -> tuple[Meaning, ...]:
    """Return the rows of every dictionary of columns that comes with hecht."""
    room = files("hecht.area").joinpath("tables")
    names = sorted(one.name for one in room.iterdir() if one.name.startswith("columns_"))
    return tuple(
        row
        for name in names
        for row in parse_columns(room.joinpath(name).read_text(encoding="utf-8"), name)
    )


def columns_of(dataset: str, own: Sequence[Meaning] = ()) -> EditionColumns:
    """Return the columns of a dataset, the user's own rows before those of hecht."""
    known, mine = ([one for one in rows if one.dataset == dataset] for rows in (shipped(), own))
    return EditionColumns(known, mine)


def datasets() -> tuple[str, ...]:
    """Return the datasets of which hecht knows the columns."""
    return tuple(dict.fromkeys(one.dataset for one in shipped()))


def parse_columns(text: str, name: str) -> list[Meaning]:
    """Read a dictionary of columns from CSV text (comma or semicolon), `COLUMNS` as header.

    Raises DictionaryError with row and column.
    """
    text = text.removeprefix("\ufeff")
    head = text.split("\n", 1)[0]
    reader = csv.DictReader(io.StringIO(text), delimiter=";" if head.count(";") > 2 else ",")
    missing = [one for one in COLUMNS[:5] if one not in (reader.fieldnames or ())]
    if missing:
        raise DictionaryError(
            f"{name}: column {', '.join(missing)} is missing; the columns are {', '.join(COLUMNS)}"
        )
    rows: list[Meaning] = []
    for record in reader:
        row = {key: (cell or "").strip() for key, cell in record.items() if key in COLUMNS}
        where = f"{name}, row {reader.line_num}"
        for needed in ("dataset", "column", "indicator"):
            if not row[needed]:
                raise DictionaryError(f"{where}, {needed}: this is empty; fill it in")
        rows.append(
            Meaning(
                row["dataset"],
                row["column"],
                row["indicator"],
                _factor(row.get("factor", ""), where),
                row.get("per", ""),
                _year(row["first"], f"{where}, first"),
                _year(row["last"], f"{where}, last"),
                row.get("note", ""),
            )
        )
    return rows


def _factor(text: str, where: str) -> float:
    try:
        return float(text) if text else 1.0
    except ValueError:
        raise DictionaryError(f"{where}, factor: {text!r} is not a number, such as 1000") from None


def _year(text: str, where: str) -> int | None:
    if not text:
        return None
    if not (text.isdigit() and len(text) == 4):
        raise DictionaryError(f"{where}: {text!r} is not a year, such as 2019")
    return int(text)
