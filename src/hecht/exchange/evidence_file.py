"""One's own entries of evidence: a table that a spreadsheet opens, read and added to as a whole."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from hecht.area.indicator import Theme
from hecht.effects.evidence import Entry
from hecht.effects.evidence_fields import COLUMNS, EntryFaults, entry_from
from hecht.effects.library import LibraryError, combine
from hecht.exchange.beside import write_beside
from hecht.exchange.cells import plain, safe
from hecht.exchange.tables import Dialect, RawTable, csv_text, read_csv

THEMES = frozenset(theme.value for theme in Theme)


def read_evidence(path: Path) -> tuple[Entry, ...]:
    """Read one's own entries. Raises LibraryError naming every row and column that is wrong."""
    return _read(path)[0]


def with_own(paths: Iterable[Path]) -> tuple[Entry, ...]:
    """Return the entries that come with hecht and those of these files after them."""
    own = [entry for path in paths for entry in read_evidence(path)]
    return combine(own)


def append_evidence(path: Path, entries: Sequence[Entry]) -> Path:
    """Add entries to a file of one's own, which is made when it is not there.

    The file is written beside its target and renamed. Raises LibraryError, and leaves the file as
    it was, when a key is there already, in the file or in hecht's own library.
    """
    raw: RawTable | None = None
    there: tuple[Entry, ...] = ()
    if path.exists():
        there, raw = _read(path)
    try:
        combine((*there, *entries))
    except LibraryError as error:
        raise LibraryError(f"nothing was added to {path}: {error}") from None
    semicolon = raw is not None and raw.delimiter == ";"
    dialect = Dialect(";", ",", bom=True) if semicolon else Dialect(bom=True)
    rows = [[_cell(entry, name, dialect) for name in COLUMNS] for entry in (*there, *entries)]
    return write_beside(path, csv_text(COLUMNS, rows, dialect).encode("utf-8"))


def _read(path: Path) -> tuple[tuple[Entry, ...], RawTable]:
    raw, problems = read_csv(path, "evidence")
    wrong = [
        f"{path.name}, row {problem.row or 1}: {problem.text}; {problem.fix}"
        for problem in problems
        if problem.severity == "error"
    ]
    if raw is None or wrong:
        raise LibraryError("\n".join(wrong))
    entries: list[Entry] = []
    first: dict[str, int] = {}
    for number, cells in zip(raw.numbers, raw.rows, strict=True):
        values: dict[str, Any] = {
            name: plain(str(cell)) for name, cell in zip(raw.header, cells, strict=True)
        }
        try:
            entry = entry_from(values, THEMES)
        except EntryFaults as error:
            wrong += [f"{path.name}, row {number}, {fault}" for fault in error.faults]
            continue
        if entry.key in first:
            wrong.append(
                f"{path.name}, row {number}, column key: {entry.key!r} is the key of row "
                f"{first[entry.key]} too; give each entry a key of its own"
            )
        first.setdefault(entry.key, number)
        entries.append(entry)
    if wrong:
        raise LibraryError("\n".join(wrong))
    return tuple(entries), raw


def _cell(entry: Entry, name: str, dialect: Dialect) -> str:
    value = getattr(entry, name)
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if name == "strength":
        return str(value.name).lower()
    if name == "themes":
        return ";".join(value)
    if isinstance(value, float):
        return repr(value).replace(".", dialect.decimal)
    # a NUL or a bell in a text would make the file unreadable; reading joins lines as well
    shown = "".join(one if one.isprintable() or one == " " else " " for one in str(value))
    return safe(" ".join(shown.split()))
