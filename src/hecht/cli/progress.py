"""What is seen while the engine works: one moving line on a screen, plain lines in a log."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Timer
from types import TracebackType
from typing import TYPE_CHECKING, Any, Protocol

from hecht.cli.figures import points

if TYPE_CHECKING:
    from hecht.planning import Progress

SECONDS_BETWEEN_LINES = 5.0


class Watch(Protocol):
    """Something that is shown progress, and can be opened and closed around the work."""

    def __call__(self, progress: Progress) -> None:
        """Show how far the engine is."""

    def __enter__(self) -> Watch:
        """Start showing."""

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Stop showing."""


def watch(title: str, seconds: float | None) -> Watch:
    """Return what shows progress on standard error: a moving line, or plain lines in a log."""
    if sys.stderr.isatty():
        return _MovingLine(title, seconds)
    return _PlainLines(title)


@contextmanager
def told_when_slow(message: str, seconds: float = 4.0) -> Iterator[None]:
    """Print a message on standard error if what is done inside takes longer than `seconds`."""
    timer = Timer(seconds, lambda: print(message, file=sys.stderr, flush=True))
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()


def line(progress: Progress) -> str:
    """Return the progress in words."""
    kept = "" if progress.ties_kept is None else f"  ties kept {100 * progress.ties_kept:.1f}%"
    told = f"  {progress.message}" if progress.message else ""
    return f"{progress.seconds:5.0f} s  best {points(progress.score)} points{kept}{told}"


class _PlainLines:
    """Prints a line when something new is told, and otherwise once in a while."""

    def __init__(self, title: str) -> None:
        self.title = title
        self.told = ""
        self.at = float("-inf")

    def __enter__(self) -> _PlainLines:
        print(self.title, file=sys.stderr, flush=True)
        return self

    def __exit__(self, *_: object) -> None:
        return None

    def __call__(self, progress: Progress) -> None:
        waited = progress.seconds - self.at >= SECONDS_BETWEEN_LINES
        if waited or progress.message != self.told:
            self.told, self.at = progress.message, progress.seconds
            print(line(progress), file=sys.stderr, flush=True)


class _MovingLine:
    """Keeps one line up to date, with a bar when the time limit is known."""

    def __init__(self, title: str, seconds: float | None) -> None:
        from rich.console import Console
        from rich.progress import BarColumn, SpinnerColumn, TextColumn
        from rich.progress import Progress as Display

        self.display = Display(
            SpinnerColumn(),
            TextColumn("{task.description}"),
            BarColumn(bar_width=20),
            TextColumn("{task.fields[text]}"),
            console=Console(stderr=True),
            transient=True,
        )
        self.seconds = seconds
        self.task: Any = self.display.add_task(title, total=seconds, text="")

    def __enter__(self) -> _MovingLine:
        self.display.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.display.stop()

    def __call__(self, progress: Progress) -> None:
        done = progress.seconds if self.seconds is None else min(progress.seconds, self.seconds)
        self.display.update(self.task, completed=done, text=line(progress).strip())
