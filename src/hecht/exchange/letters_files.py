"""The folder of letters: one folder a household, and a table of everything with its checksum.

It holds names and addresses: only its owner may read it. It is written beside its target and
renamed as a whole, so that it is all there or not there.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from hecht.exchange.beside import folder_beside
from hecht.exchange.cells import safe
from hecht.exchange.tables import Dialect, csv_text, read_csv

INDEX = "index.csv"
COLUMNS = ("code", "household", "address", "language", "file", "sha256")
ALLOWANCES = ("household", "allowance")


@dataclass(frozen=True, slots=True)
class LetterFile:
    """One file of the letters of one household; `folder` and `name` say where it stands."""

    household: str
    code: str
    address: str
    language: str
    folder: str
    name: str
    content: bytes


def write_letters(files: Iterable[LetterFile], folder: str | Path) -> Path:
    """Write letters as a folder and return it; letters that stand there are replaced.

    `files` may be made while they are written. Raises ValueError when something else than
    letters stands there.
    """
    target = Path(folder)
    refuse_unless_letters(target)
    rows = []
    with folder_beside(target) as part:
        part.chmod(0o700)
        for one in files:
            place = part / one.folder
            place.mkdir(exist_ok=True)
            (place / one.name).write_bytes(one.content)
            digest = hashlib.sha256(one.content).hexdigest()
            cells = (one.code, one.household, one.address, one.language,
                     f"{one.folder}/{one.name}", digest)  # fmt: skip
            rows.append([safe(cell) for cell in cells])
        rows.sort(key=lambda row: row[COLUMNS.index("file")])
        index = csv_text(COLUMNS, rows, Dialect())
        (part / INDEX).write_text(index, encoding="utf-8", newline="")
    return target


def refuse_unless_letters(folder: str | Path, *, some_only: bool = False) -> None:
    """Raise ValueError unless letters can be written here: nothing, or letters, stand here.

    With `some_only` (the letters of some households) nothing may stand here: the others would
    be lost.
    """
    target = Path(folder)
    if target.is_symlink() or (target.exists() and not target.is_dir()):
        raise ValueError(f"{target} is a file, not a folder; choose another name")
    if not target.exists() or not any(target.iterdir()):
        return
    if not _are_letters(target):
        raise ValueError(f"{target} holds something that is not letters; choose another folder")
    if some_only:
        raise ValueError(
            f"{target} holds letters, and those of other households would be lost; choose another "
            "folder for these"
        )


def _are_letters(folder: Path) -> bool:
    """Tell whether a folder holds letters and nothing else."""
    index = folder / INDEX
    if not index.is_file():
        return False
    head = index.read_text(encoding="utf-8-sig", errors="replace").split("\n", 1)[0].strip()
    if head != ",".join(COLUMNS):
        return False
    kinds = (".pdf", ".html", ".ics")
    return all(path == index or path.is_dir() or path.suffix in kinds for path in folder.rglob("*"))


def read_allowances(path: str | Path, households: Iterable[str]) -> dict[str, float]:
    """Return the housing allowance of households, in euros a month, as the landlord worked it out.

    The table has the columns household and allowance. Raises ValueError naming file and row.
    """
    place, known = Path(path), set(households)
    raw, found = read_csv(place, place.stem)
    faults = [problem.text for problem in found if problem.severity == "error"]
    if raw is None or faults:
        raise ValueError(f"{place} cannot be read: {'; '.join(faults) or 'save it as CSV'}")
    missing = [name for name in ALLOWANCES if name not in raw.header]
    if missing:
        raise ValueError(f"{place} has no column {missing[0]}; it needs {', '.join(ALLOWANCES)}")
    at = [raw.header.index(name) for name in ALLOWANCES]
    result: dict[str, float] = {}
    for number, cells in zip(raw.numbers, raw.rows, strict=True):
        name, written = (str(cells[column]).strip() for column in at)
        where = f"{place}, row {number}"
        if name not in known:
            raise ValueError(f"{where}: there is no household {name!r}; correct the id")
        if name in result:
            raise ValueError(f"{where}: household {name} stands there twice; take one out")
        result[name] = _euros(written, where)
    return result


def _euros(written: str, where: str) -> float:
    try:
        amount = float(written.replace(",", "."))
    except ValueError:
        amount = -1.0
    if not 0 <= amount < 10_000:
        raise ValueError(f"{where}: the allowance is {written!r}; write euros a month, as 312.50")
    return amount
