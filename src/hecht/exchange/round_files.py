"""Files of a choosing round: the round itself, the log of the evening, and the draw."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any, BinaryIO

from hecht.exchange.beside import write_beside
from hecht.rounds import Draw, Entry, Evening, Kind, Round, RoundError, entries_from, round_from

ROUND, LOG, LOCK = "round.json", "log.jsonl", ".lock"
LINE_END = b"\n"
DRAW_FORMAT = "hecht-draw/1"


def write_round(fixed: Round, folder: Path) -> Path:
    """Write a round in a new folder. Raises RoundError when one is there already."""
    path = folder / ROUND
    if path.exists():
        raise RoundError(f"there is a round in {folder} already; name another folder")
    return write_beside(path, fixed.content())


def read_round(folder: Path) -> Round:
    """Read the round of a folder. Raises RoundError when it was changed or is not one."""
    path = folder / ROUND
    if not path.is_file():
        raise RoundError(f"there is no round in {folder}; make one with `hecht round open`")
    content = path.read_bytes()
    fixed = round_from(_record(content, path))
    if fixed.content() != content:
        raise RoundError(f"{path} is not as it was written: something in it was changed")
    return fixed


def read_evening(folder: Path) -> Evening:
    """Read a round and where it stands, without changing anything.

    Raises RoundError when the log was changed, or tells what cannot have been.
    """
    fixed = read_round(folder)
    path = folder / LOG
    entries, _ = entries_from(path.read_bytes() if path.exists() else b"")
    return Evening(fixed, entries)


def half_a_line(folder: Path) -> list[str]:
    """Return, in words, that the log of a folder ends in half a line; nothing when it does not."""
    path = folder / LOG
    content = path.read_bytes() if path.exists() else b""
    whole = content.rfind(LINE_END) + 1
    if whole == len(content):
        return []
    return [
        f"{path} ends in half a line, after line {content[:whole].count(LINE_END)}: the machine "
        "stopped while it wrote, or the end was changed; going on with the round drops it"
    ]


class Keyboard:
    """The one keyboard at which an evening is run: writes each entry to disk before it counts.

    Use it as a context: it locks the folder against a second keyboard. A line that was being
    written when the machine stopped is removed; it was never shown. Then the evening goes on.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._lock = (folder / LOCK).open("ab") if folder.is_dir() else None

    def __enter__(self) -> Keyboard:
        fixed = read_round(self.folder)
        assert self._lock is not None
        _lock(self._lock, self.folder)
        path = self.folder / LOG
        content = path.read_bytes() if path.exists() else b""
        entries, whole = entries_from(content)
        self.evening = Evening(fixed, entries)
        self._log = path.open("ab")
        if whole < len(content):
            self._log.truncate(whole)
        _to_disk(self._log)
        _folder_to_disk(self.folder)
        if not entries:
            self.enter(Kind.OPEN, home=fixed.digest)
        return self

    def __exit__(self, *_: object) -> None:
        self._log.close()
        if self._lock is not None:
            self._lock.close()

    def enter(self, kind: Kind, **said: str | int) -> Entry:
        """Check an entry, write it to disk, and only then let it count."""
        entry = self.evening.draft(kind, **said)
        self._log.write(entry.line())
        _to_disk(self._log)
        self.evening.add(entry)
        return entry


def _to_disk(file: BinaryIO) -> None:
    file.flush()
    os.fsync(file.fileno())


def _folder_to_disk(folder: Path) -> None:
    """Make a new file's name last as well, where the system can."""
    if os.name != "posix":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _lock(file: BinaryIO, folder: Path) -> None:
    try:
        import fcntl
    except ImportError:  # not on Windows; there a second keyboard is up to the people
        return
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        raise RoundError(f"the round in {folder} is open at another keyboard; use that") from None


def write_draw(draw: Draw, path: Path) -> Path:
    """Write a draw as it may be published: nothing that is still secret is in it."""
    record = {"format": DRAW_FORMAT, **asdict(draw)}
    return write_beside(path, (json.dumps(record, indent=1, ensure_ascii=False) + "\n").encode())


def read_draw(path: Path) -> Draw:
    """Read a published draw. Raises RoundError when the file is not one."""
    record = _record(path.read_bytes(), path)
    if record.pop("format", None) != DRAW_FORMAT:
        raise RoundError(f"{path} is not a draw of format {DRAW_FORMAT}")
    try:
        draw = Draw(**{**record, "lots": tuple(record["lots"]), "order": tuple(record["order"])})
    except (KeyError, TypeError) as error:
        raise RoundError(f"{path} lacks or misspells {error}") from None
    texts = (draw.commitment, draw.seed, draw.word, *draw.lots, *draw.order)
    if not all(isinstance(text, str) for text in texts):
        raise RoundError(f"{path} holds something that is not text")
    return draw


def write_secret(secret: Mapping[str, Any], path: Path) -> Path:
    """Write what must stay secret until the draw, readable by this user only."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.exists():
        raise RoundError(f"{path} exists already; a seed is never replaced. Name another file")
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write((json.dumps(secret, indent=1) + "\n").encode())
        _to_disk(file)
    return path


def read_secret(path: Path) -> dict[str, Any]:
    """Read the secret of a draw: its `seed`, its `salt`, and the parties by their `codes`.

    Raises RoundError when the file is not one.
    """
    record = _record(path.read_bytes(), path)
    codes = record.get("codes")
    texts = [record.get("seed"), record.get("salt")]
    texts += (
        [text for pair in codes.items() for text in pair] if isinstance(codes, dict) else [None]
    )
    if not all(isinstance(text, str) for text in texts):
        raise RoundError(
            f"{path} is not the secret of a draw; name the file that `hecht round commit` wrote"
        )
    return record


def _record(content: bytes, path: Path) -> dict[str, Any]:
    try:
        record = json.loads(content.decode("utf-8"))
    except ValueError:
        raise RoundError(f"{path} is not JSON") from None
    if not isinstance(record, dict):
        raise RoundError(f"{path} does not hold a record")
    return record
