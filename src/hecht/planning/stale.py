"""Forget compiled code that is older than its source.

numba keeps compiled functions beside their source and compiles one again when its own file has
changed, but not when a function it calls, in another file, has. A plan would then be made with old
rules and nobody would know. So the cache lives only as long as all of the engine's files do.
"""

from __future__ import annotations

import hashlib
import os
from contextlib import suppress
from pathlib import Path

STAMP = "compiled-from"


def forget_stale(folder: Path) -> bool:
    """Remove the compiled functions under a folder if any source there has changed since.

    Returns whether they were removed. A folder that cannot be written to is left as it is: numba
    keeps its cache elsewhere then, and an installation changes all files at once.
    """
    stamp = folder / "__pycache__" / STAMP
    now = _fingerprint(folder)
    with suppress(OSError):
        if stamp.is_file() and stamp.read_text(encoding="ascii") == now:
            return False
        for index in folder.rglob("__pycache__/*.nbi"):
            index.unlink(missing_ok=True)
        for code in folder.rglob("__pycache__/*.nbc"):
            code.unlink(missing_ok=True)
        stamp.parent.mkdir(exist_ok=True)
        part = stamp.with_name(f"{STAMP}.{os.getpid()}")
        part.write_text(now, encoding="ascii")
        os.replace(part, stamp)
        return True
    return False


def _fingerprint(folder: Path) -> str:
    """Return a short text that changes with every change of a source file under a folder."""
    found = hashlib.sha256()
    for path in sorted(folder.rglob("*.py")):
        facts = path.stat()
        line = f"{path.relative_to(folder).as_posix()} {facts.st_size} {facts.st_mtime_ns}\n"
        found.update(line.encode())
    return found.hexdigest()
