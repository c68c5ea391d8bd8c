"""Ctrl-C is noted while a search runs, and ends it between two rounds."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Iterator

import pytest

from hecht.planning import make_plan
from hecht.planning.interrupts import presses
from hecht.planning.progress import Progress
from tests.neighbourhoods import random_neighbourhood


@pytest.fixture(autouse=True)
def usual_handler() -> Iterator[None]:
    """Python's own handler of Ctrl-C, which a process started in the background may lack."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


def test_a_press_is_noted_and_a_second_one_interrupts() -> None:
    """The first press only answers the question; the second stops at once."""
    with presses() as pressed:
        assert not pressed()
        os.kill(os.getpid(), signal.SIGINT)
        assert pressed()
        with pytest.raises(KeyboardInterrupt):
            os.kill(os.getpid(), signal.SIGINT)
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


def test_a_programs_own_handler_is_left_alone() -> None:
    """Where the program handles Ctrl-C itself, its handler stays."""
    seen = []
    before = signal.signal(signal.SIGINT, lambda number, frame: seen.append(number))
    try:
        with presses() as pressed:
            os.kill(os.getpid(), signal.SIGINT)
            assert not pressed()
    finally:
        signal.signal(signal.SIGINT, before)
    assert seen == [signal.SIGINT]


def test_another_thread_may_plan_without_a_handler() -> None:
    """Outside the main thread there are no signals to watch, and no error."""
    answers = []

    def ask() -> None:
        with presses() as pressed:
            answers.append(pressed())

    thread = threading.Thread(target=ask)
    thread.start()
    thread.join()
    assert answers == [False]


def test_a_press_during_a_round_ends_the_search_with_a_plan() -> None:
    """The round that runs is finished, and its plan comes back as interrupted."""
    rounds = []

    def press(progress: Progress) -> None:
        rounds.append(progress.iterations)
        if len(rounds) == 2:
            os.kill(os.getpid(), signal.SIGINT)

    plan = make_plan(random_neighbourhood(2), iterations=50, seed=1, workers=2, progress=press)
    assert plan.stopped == "interrupted"
    assert plan.iterations == rounds[-1] < 50
