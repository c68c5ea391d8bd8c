"""The files of a panel folder: one list of them, and Parquet tables that it names.

A table is written under a name with a digest of its content, and the list is replaced last: a
panel is as it was, or as it is to be, never half.
"""

from __future__ import annotations

import hashlib
import io
import json
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hecht.exchange.beside import write_beside

if TYPE_CHECKING:
    import polars

LIST = "panel.json"
FORMAT = "hecht area panel 1"
ROWS = 2048
"""Areas in a row group: the history of one area reads one group of each year."""


class PanelError(ValueError):
    """A panel folder that cannot be used; the message says what to do."""


def load_polars() -> Any:
    """Return the polars package. Raises PanelError where it is not installed."""
    try:
        import polars
    except ImportError as error:
        raise PanelError("panels of areas need polars; pip install 'hecht[area]'") from error
    return polars


@dataclass
class Manifest:
    """The list of what a panel holds: the names of its files, and what was imported."""

    tables: dict[str, str] = field(default_factory=dict)
    """origins, sources and indicators, each with its file."""
    areas: dict[str, str] = field(default_factory=dict)
    """Of each year the file with its areas: names, and what is said of their borders."""
    years: dict[str, dict[str, Any]] = field(default_factory=dict)
    """Of each year the file, and of each indicator the levels with a figure."""
    shapes: dict[str, str] = field(default_factory=dict)
    imports: list[dict[str, Any]] = field(default_factory=list)

    def files(self) -> set[str]:
        """Return the names of all files of the panel but the list itself."""
        figures = {one["file"] for one in self.years.values()}
        return {*self.tables.values(), *self.areas.values(), *figures, *self.shapes.values()}


_PARTS = tuple(one.name for one in fields(Manifest))


def read_manifest(folder: Path) -> Manifest:
    """Read the list of a panel. Raises PanelError where there is none, or of another format."""
    path = folder / LIST
    if not path.is_file():
        raise PanelError(f"{folder}: this is not a panel of areas (there is no {LIST} in it); "
                         f"`hecht area import FILE --to {folder}` makes one")  # fmt: skip
    try:
        record = json.loads(path.read_text(encoding="utf-8"))
        if record["format"] != FORMAT:
            raise PanelError(
                f"{path}: this panel is of format {record['format']!r}; this hecht reads {FORMAT!r}"
            )
        parts = (record[name] for name in _PARTS)
        return Manifest(*parts)
    except (json.JSONDecodeError, KeyError, TypeError) as error:
        raise PanelError(f"{path}: this list is damaged ({error}); import the files anew") from None


def write_manifest(folder: Path, manifest: Manifest, before: Manifest | None) -> None:
    """Replace the list, then remove the files that it no longer names.

    Raises PanelError, and changes nothing, when someone else has changed the panel since it was
    read (`before`).
    """
    now = read_manifest(folder) if (folder / LIST).is_file() else None
    if now != before:
        _remove(folder, manifest.files() - (now.files() if now else set()))
        raise PanelError(f"{folder}: the panel was changed meanwhile; nothing was written, do the "
                         f"import again")  # fmt: skip
    record = {"format": FORMAT, **{name: getattr(manifest, name) for name in _PARTS}}
    text = json.dumps(record, ensure_ascii=False, sort_keys=True, indent=1)
    write_beside(folder / LIST, (text + "\n").encode())
    if before is not None:
        _remove(folder, before.files() - manifest.files())


def _remove(folder: Path, names: set[str]) -> None:
    for name in sorted(names):
        (folder / name).unlink(missing_ok=True)


def write_table(folder: Path, name: str, frame: polars.DataFrame) -> str:
    """Write a table as Parquet under a name with its digest; returns the name of the file."""
    stream = io.BytesIO()
    frame.write_parquet(stream, compression="zstd", row_group_size=ROWS, statistics=True)
    return write_file(folder, name, ".parquet", stream.getvalue())


def write_file(folder: Path, name: str, suffix: str, content: bytes) -> str:
    """Write a file of a panel under a name with its digest; returns that name."""
    file = f"{name}-{hashlib.sha256(content).hexdigest()[:10]}{suffix}"
    if not (folder / file).is_file():
        write_beside(folder / file, content)
    return file


def read_frame(folder: Path, file: str, columns: list[str] | None = None) -> polars.DataFrame:
    """Read a table of a panel, or some of its columns. Raises PanelError where it is missing."""
    path = folder / file
    try:
        frame: polars.DataFrame = load_polars().read_parquet(path, columns=columns)
    except OSError as error:
        raise PanelError(f"{path}: this file of the panel cannot be read ({error}); open the "
                         f"panel again, or import anew") from None  # fmt: skip
    return frame
