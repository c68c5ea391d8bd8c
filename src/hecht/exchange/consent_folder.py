"""The folder of a consent measurement: its setup as tables, and its record as one file.

Set up by people: consent.toml, homes.csv, tenancies.csv and the text of the offer. Written by
hecht alone: record.jsonl, to which whole rows are added and nothing is ever changed. A row is on
disk (written and synchronised) before it is said to be kept; one process adds at a time.
"""

from __future__ import annotations

import hashlib
import os
import tomllib
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from hecht.consent import (
    Added,
    Book,
    ConsentError,
    Draft,
    Offer,
    Reading,
    Setup,
    Tenancy,
    Unit,
    UnitHome,
    add,
    opening,
    read_record,
    record_faults,
    replay,
    roll,
    says_condition,
)
from hecht.exchange.beside import write_beside
from hecht.exchange.tables import Dialect, csv_text, read_csv

SETUP, HOMES, TENANCIES, RECORD = "consent.toml", "homes.csv", "tenancies.csv", "record.jsonl"
HOME_COLUMNS = ("home", "unit")
TENANCY_COLUMNS = ("tenancy", "home", "first_day", "last_day", "name")

_TEXTS = (".txt", ".md", ".html")
"""Files of an offer in which the condition can be looked for."""


@dataclass(frozen=True)
class Folder:
    """The setup of a measurement as it stands in its folder now.

    `condition_seen_by` names who saw the condition in a text that hecht cannot read (PDF).
    """

    setup: Setup
    homes: tuple[UnitHome, ...]
    tenancies: tuple[Tenancy, ...]
    text: bytes
    condition_seen_by: str

    def units(self) -> tuple[Unit, ...]:
        """Return the roll on the reference date. See `hecht.consent.roll`."""
        return roll(self.homes, self.tenancies, self.setup.reference_date)


def read_setup(folder: Path) -> Folder:
    """Read what people filled in. Raises ConsentError naming file, row and column."""
    path = folder / SETUP
    try:
        keys = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConsentError(f"{SETUP} cannot be read: {error}; correct that line") from None
    file = _text(keys, "offer_file")
    if Path(file).name != file:
        raise ConsentError(f"{SETUP}, offer_file: {file!r}; put the file in this folder itself")
    text = (folder / file).read_bytes()
    offer = Offer(_text(keys, "offer_version"), file, hashlib.sha256(text).hexdigest())
    setup = Setup(
        name=_text(keys, "name"),
        landlord=_text(keys, "landlord"),
        reference_date=_day_of(keys, "reference_date"),
        opens=_day_of(keys, "opens"),
        closes=_day_of(keys, "closes"),
        condition=_text(keys, "condition"),
        offer=offer,
    )
    homes = [UnitHome(r["home"], r["unit"]) for r in rows_of_table(folder / HOMES, HOME_COLUMNS)]
    return Folder(
        setup,
        tuple(homes),
        read_tenancies(folder),
        text,
        str(keys.get("condition_seen_by", "")).strip(),
    )


def read_tenancies(folder: Path) -> tuple[Tenancy, ...]:
    """Read tenancies.csv; empty days are allowed. Raises ConsentError naming row and column."""
    return tuple(
        Tenancy(
            row["tenancy"],
            row["home"],
            day_in(row, "first_day", TENANCIES),
            day_in(row, "last_day", TENANCIES),
            row["name"],
        )
        for row in rows_of_table(folder / TENANCIES, TENANCY_COLUMNS, optional=("name",))
    )


def open_measurement(folder: Path, at: datetime, by: str) -> Book:
    """Write the first row of the record; the roll and the text are fixed from then on.

    Raises ConsentError when there is a record already, when the text lacks the condition, or
    when the roll is not sound.
    """
    found = read_setup(folder)
    require_condition(found)
    entry = opening(found.setup, found.units(), at, by)
    with _locked(folder):
        if (folder / RECORD).exists() and (folder / RECORD).stat().st_size:
            raise ConsentError(
                f"{folder / RECORD} is there already: this measurement was opened before; a new "
                "measurement is a new folder"
            )
        write_beside(folder / RECORD, entry.line())
        _sync(folder / RECORD)
        _sync(folder)
    return replay([entry])


def require_condition(found: Folder) -> None:
    """Raise ConsentError when the text of the offer is not known to have the condition."""
    if Path(found.setup.offer.file).suffix.lower() in _TEXTS:
        if not says_condition(found.text.decode("utf-8", "replace"), found.setup.condition):
            raise ConsentError(
                f"{found.setup.offer.file} does not have the sentence of the condition in "
                f"{SETUP}: {found.setup.condition!r}; put it in the text, word for word"
            )
    elif not found.condition_seen_by:
        raise ConsentError(
            f"hecht cannot read {found.setup.offer.file}; look whether it has the sentence of the "
            f"condition, and write who looked in {SETUP}: condition_seen_by"
        )


def read(folder: Path) -> Reading:
    """Read the record of a folder. Raises FileNotFoundError when there is none."""
    return read_record((folder / RECORD).read_bytes())


def read_book(folder: Path) -> Book:
    """Read the record and return what it says. Raises ConsentError when it is damaged."""
    return _book(read(folder))


def append(folder: Path, drafts: Callable[[Book], Iterable[Draft]]) -> Added:
    """Add rows to the record, all or none, and return when they are on disk.

    `drafts` makes the rows from what the record says. An unfinished last line, left by a power
    cut, is cut off first: nobody was told that it was kept. Raises ConsentError, with nothing
    written, when the record is damaged or a row cannot be added.
    """
    with _locked(folder):
        reading = read(folder)
        book = _book(reading)
        added = add(book, reading.entries[-1], list(drafts(book)))
        if added.entries:
            whole = sum(len(entry.line()) for entry in reading.entries)
            _write_after(folder / RECORD, whole, added)
        elif added.known:
            _sync(folder / RECORD)  # it stands there, but perhaps not on disk yet
        return added


def differences(folder: Path, book: Book) -> list[str]:
    """Return where the folder now differs from what the record fixed at the opening."""
    found = read_setup(folder)
    now, then = found.setup, book
    told = [
        f"{SETUP}, {name}: is now {getattr(now, name)}, the record has {getattr(then, name)}"
        for name in ("reference_date", "opens", "closes", "condition")
        if getattr(now, name) != getattr(then, name)
    ]
    if found.units() != book.units:
        told.append(
            "homes.csv or tenancies.csv now give another roll on the reference date than the "
            "record has; the record counts"
        )
    if now.offer.sha256 != book.offer.sha256:
        told.append(
            f"{now.offer.file} is not the text of version {book.offer.version} that the record has"
        )
    return told


def write_setup(
    folder: Path, keys: str, homes: Sequence[UnitHome], tenancies: Sequence[Tenancy], text: str
) -> None:
    """Write a folder to start from. Raises ConsentError when one of the files is there already."""
    offer = "offer.txt"
    for name in (SETUP, HOMES, TENANCIES, RECORD, offer):
        if (folder / name).exists():
            raise ConsentError(f"{folder / name} is there already; choose another folder")
    rows = [(one.home, one.unit) for one in homes]
    write_beside(folder / HOMES, csv_text(HOME_COLUMNS, rows, Dialect()).encode())
    people = [
        (one.tenancy, one.home, str(one.first_day or ""), str(one.last_day or ""), one.name)
        for one in tenancies
    ]
    write_beside(folder / TENANCIES, csv_text(TENANCY_COLUMNS, people, Dialect()).encode())
    write_beside(folder / offer, text.encode())
    write_beside(folder / SETUP, keys.encode())


def day_in(row: dict[str, str], column: str, file: str) -> date | None:
    """Return the day in a cell, None when it is empty. Raises ConsentError naming the cell."""
    if not row[column]:
        return None
    try:
        return date.fromisoformat(row[column])
    except ValueError:
        raise ConsentError(
            f"{file}, row {row['#']}, column {column}: {row[column]!r} is not a day; write it as "
            "2026-02-28"
        ) from None


def _book(reading: Reading) -> Book:
    wrong = record_faults(reading)
    if wrong:
        raise ConsentError(
            f"the record is damaged: {wrong[0]}; nothing is counted or added. See "
            "`hecht consent verify`, and put back the copy that was kept"
        )
    return replay(reading.entries)


def rows_of_table(
    path: Path, columns: Sequence[str], optional: Sequence[str] = ()
) -> Iterator[dict[str, str]]:
    """Give the rows of a table by column, "#" the row in the file; spaces around cells are cut."""
    raw, found = read_csv(path, path.stem)
    wrong = [one for one in found if one.severity == "error"]
    if wrong or raw is None:
        first = wrong[0]
        where = f", row {first.row}" if first.row else ""
        raise ConsentError(f"{path.name}{where}: {first.text}; {first.fix}")
    missing = [one for one in columns if one not in raw.header and one not in optional]
    if missing:
        raise ConsentError(
            f"{path.name}: column {', '.join(missing)} is missing; the columns are "
            f"{', '.join(columns)}"
        )
    for number, cells in zip(raw.numbers, raw.rows, strict=True):
        given = {name: str(cell).strip() for name, cell in zip(raw.header, cells, strict=True)}
        yield {**dict.fromkeys(columns, ""), **given, "#": str(number)}


def _text(keys: dict[str, Any], name: str) -> str:
    value = str(keys.get(name, "")).strip()
    if not value:
        raise ConsentError(f"{SETUP}: {name} is missing or empty; fill it in")
    return value


def _day_of(keys: dict[str, Any], name: str) -> date:
    value = keys.get(name)
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        raise ConsentError(
            f"{SETUP}: {name} is {value!r}; write it as {name} = 2026-02-28"
        ) from None


@contextmanager
def _locked(folder: Path) -> Iterator[None]:
    """Let one process at a time add to a record; the lock ends with the process, also by kill."""
    with (folder / ".record.lock").open("ab") as lock:
        try:
            import fcntl
        except ImportError:  # Windows has no fcntl
            import msvcrt

            msvcrt.locking(lock.fileno(), msvcrt.LK_LOCK, 1)  # type: ignore[attr-defined]
        else:
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _write_after(path: Path, whole: int, added: Added) -> None:
    """Write rows after the first `whole` bytes of the record and wait until they are on disk."""
    with path.open("r+b") as file:
        end = file.seek(0, os.SEEK_END)
        file.seek(min(whole, end))
        file.truncate()
        if end < whole:  # the last row is whole, only its line feed is missing
            file.write(b"\n")
        file.write(b"".join(entry.line() for entry in added.entries))
        file.flush()
        os.fsync(file.fileno())


def _sync(path: Path) -> None:
    """Wait until a file, or the names in a folder, are on disk."""
    if path.is_dir() and os.name == "nt":
        return
    handle = os.open(path, os.O_RDONLY if path.is_dir() else os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
