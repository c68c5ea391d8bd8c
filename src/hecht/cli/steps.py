"""What is seen while something is done many times: a bar on a screen, plain lines in a log."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Protocol

from hecht.cli.progress import SECONDS_BETWEEN_LINES


class Tell(Protocol):
    """Hears what is being done, how much of it is done, and of how much (0: not known)."""

    def __call__(self, what: str, done: int, of: int) -> None:
        """Show how far it is."""


@contextmanager
def steps() -> Iterator[Tell]:
    """Show steps on standard error: a bar on a screen, now and then a line in a log."""
    if not sys.stderr.isatty():
        yield _PlainLines()
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    display = Progress(
        TextColumn("{task.description}"),
        BarColumn(bar_width=24),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        console=Console(stderr=True),
        transient=True,
    )
    with display:
        yield _Bar(display)


class _Bar:
    def __init__(self, display: Any) -> None:
        self.display = display
        self.task: Any = None
        self.what = ""

    def __call__(self, what: str, done: int, of: int) -> None:
        if self.task is None or what != self.what:
            if self.task is not None:
                self.display.remove_task(self.task)
            self.task, self.what = self.display.add_task(what, total=of or None), what
        self.display.update(self.task, completed=done, total=of or None)


class _PlainLines:
    """Prints a line when something new begins, and otherwise once in a while."""

    def __init__(self) -> None:
        self.what = ""
        self.at = float("-inf")

    def __call__(self, what: str, done: int, of: int) -> None:
        now = time.monotonic()
        ended = of > 0 and done >= of
        if what == self.what and not ended and now - self.at < SECONDS_BETWEEN_LINES:
            return
        self.what, self.at = what, now
        count = f": {done} of {of}" if of else f": {done}" if done else ""
        print(f"{what}{count}", file=sys.stderr, flush=True)
