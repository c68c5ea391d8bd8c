"""Forget compiled code that is older than its source.

numba keeps compiled functions beside their source and compiles one again when its own file has
changed, but not when a function it calls, in another file, has. A plan would then be made with old
rules and nobody would know. So what was compiled from a file lives only as long as that file and
every file of the engine that it imports, directly or by way of others, stay as they are.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
from contextlib import suppress
from pathlib import Path

STAMP = "compiled-from"

_IMPORT = re.compile(r"^\s*from\s+([\w.]+)\s+import\s+(\([^)]*\)|[^\n(]+)", re.MULTILINE)


def forget_stale(folder: Path) -> bool:
    """Remove the compiled functions under a folder whose sources have changed since.

    `folder` is that of a package. Returns whether any source had changed. A folder that cannot be
    written to is left as it is: numba keeps its cache elsewhere then, and an installation changes
    all files at once.
    """
    stamp = folder / "__pycache__" / STAMP
    now = _look(folder)
    with suppress(OSError):
        known = _read(stamp)
        if known.get("look") == now:
            return False
        sources = _sources(folder)
        fresh = {name: _fingerprint(name, sources) for name in sources}
        before = known.get("files")
        before = before if isinstance(before, dict) else {}
        for name in sorted({*before, *fresh, *_compiled(folder)}):
            if name not in fresh or before.get(name) != fresh[name]:
                _forget(folder / name)
        stamp.parent.mkdir(exist_ok=True)
        part = stamp.with_name(f"{STAMP}.{os.getpid()}")
        part.write_text(json.dumps({"look": now, "files": fresh}), encoding="utf-8")
        os.replace(part, stamp)
        return True
    return False


def _read(stamp: Path) -> dict[str, object]:
    with suppress(OSError, ValueError):
        known = json.loads(stamp.read_text(encoding="utf-8"))
        if isinstance(known, dict) and isinstance(known.get("files"), dict):
            return known
    return {}


def _look(folder: Path) -> str:
    """Return a short text that changes when a source file under a folder is touched."""
    found = hashlib.sha256()
    for path in sorted(folder.rglob("*.py")):
        facts = path.stat()
        line = f"{path.relative_to(folder).as_posix()} {facts.st_size} {facts.st_mtime_ns}\n"
        found.update(line.encode())
    return found.hexdigest()


def _sources(folder: Path) -> dict[str, tuple[bytes, list[str]]]:
    """Return per file (posix path below the folder) its text and the files here it imports."""
    paths = {p.relative_to(folder).as_posix(): p for p in sorted(folder.rglob("*.py"))}
    texts = {name: path.read_bytes() for name, path in paths.items()}
    return {name: (text, _imports(text, texts, folder.name)) for name, text in texts.items()}


def _imports(text: bytes, names: dict[str, bytes], package: str) -> list[str]:
    found: set[str] = set()
    for module, imported in _IMPORT.findall(text.decode("utf-8")):
        parts = module.split(".")
        if package not in parts:
            continue
        below = parts[parts.index(package) + 1 :]
        stem = "/".join(below)
        words = re.findall(r"\w+", imported)
        options = [f"{stem}.py", *("/".join([*below, word]) + ".py" for word in words)]
        found.update(option for option in options if option in names)
    return sorted(found)


def _fingerprint(name: str, sources: dict[str, tuple[bytes, list[str]]]) -> str:
    """Return a short text that changes with a file or with any file that it depends on."""
    reached, waiting = {name}, [name]
    while waiting:
        for other in sources[waiting.pop()][1]:
            if other not in reached:
                reached.add(other)
                waiting.append(other)
    found = hashlib.sha256()
    for one in sorted(reached):
        found.update(f"{one} {hashlib.sha256(sources[one][0]).hexdigest()}\n".encode())
    return found.hexdigest()


def _compiled(folder: Path) -> set[str]:
    """Return the files (posix paths below the folder) of which there is compiled code."""
    found = [p for p in folder.rglob("__pycache__/*") if p.suffix in (".nbi", ".nbc")]
    return {
        (p.parent.parent / (p.name.split(".")[0] + ".py")).relative_to(folder).as_posix()
        for p in found
    }


def _forget(source: Path) -> None:
    for suffix in ("nbi", "nbc"):
        for path in (source.parent / "__pycache__").glob(f"{source.stem}.*.{suffix}"):
            path.unlink(missing_ok=True)
