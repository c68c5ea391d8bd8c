"""Writing as a whole: beside the target first, then renamed, so that nothing is ever half there."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


def write_beside(path: Path, content: bytes, *, private: bool = False) -> Path:
    """Write a file beside its target and rename it over the target. Returns the target.

    One that is `private` only its owner may read, at no moment anybody else.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        if private:
            part.touch(mode=0o600)
        part.write_bytes(content)
        os.replace(part, path)
    finally:
        part.unlink(missing_ok=True)
    return path


@contextmanager
def folder_beside(target: Path) -> Iterator[Path]:
    """Give an empty folder to fill; when the block ends well, it takes the place of `target`.

    What stood at `target` is removed only after the new folder is in its place. When the block
    raises, `target` is as it was and the unfinished folder is gone.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    part = target.with_name(f".{target.name}.{os.getpid()}.part")
    old = target.with_name(f".{target.name}.{os.getpid()}.old")
    _remove(part)
    part.mkdir()
    try:
        yield part
        if target.exists():
            _remove(old)
            os.rename(target, old)
            try:
                os.rename(part, target)
            except BaseException:
                os.rename(old, target)
                raise
            _remove(old)
        else:
            os.rename(part, target)
    finally:
        _remove(part)


def _remove(folder: Path) -> None:
    if folder.exists():
        shutil.rmtree(folder)
