"""Ctrl-C while a search runs: asked for between rounds, so that it is never lost in compiled code.

Python raises KeyboardInterrupt wherever the main thread happens to be; within a callback of
compiled code it is printed and forgotten.
"""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType


@contextmanager
def presses() -> Iterator[Callable[[], bool]]:
    """Give a function that tells whether Ctrl-C was pressed since the block began.

    A second press raises KeyboardInterrupt at once. Outside the main thread, and where the
    program handles Ctrl-C itself, nothing changes and the answer is always no.
    """
    pressed = False

    def press(number: int, frame: FrameType | None) -> None:
        nonlocal pressed
        if pressed:
            raise KeyboardInterrupt
        pressed = True

    usual = signal.getsignal(signal.SIGINT) is signal.default_int_handler
    if threading.current_thread() is not threading.main_thread() or not usual:
        yield lambda: False
        return
    signal.signal(signal.SIGINT, press)
    try:
        yield lambda: pressed
    finally:
        signal.signal(signal.SIGINT, signal.default_int_handler)
