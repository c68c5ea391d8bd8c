"""Evaluations in one or more processes, each with the design loaded once."""

from __future__ import annotations

import multiprocessing
import multiprocessing.connection
import os
import signal
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing.reduction import ForkingPickler
from threading import Thread
from types import MappingProxyType
from typing import Any

from hecht.design.evaluate import Evaluation, Evaluator, FullPlan


@dataclass(frozen=True)
class Job:
    """One scenario to plan with one seed: in a moment, or in full."""

    choice: Mapping[str, str]
    seed: int
    full: bool = False


class WorkerLost(ValueError):
    """A process that plans scenarios ended by itself; what was done until then is kept."""


_HERE: list[Evaluator] = []
"""The evaluator of this process, once it is set."""


def _begin(evaluator: Evaluator) -> None:
    """Prepare a process: the parent alone hears Ctrl-C, and it ends when the parent is gone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    Thread(target=_end_with_parent, daemon=True).start()
    _HERE[:] = [evaluator]


def _end_with_parent() -> None:
    """Wait for the parent to end; one that was killed cannot tell its processes to stop."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        multiprocessing.connection.wait([parent.sentinel])
        os._exit(1)


def _do(job: Job) -> Evaluation | FullPlan:
    return do(_HERE[0], job)


def do(evaluator: Evaluator, job: Job) -> Evaluation | FullPlan:
    """Do one job."""
    if job.full:
        return evaluator.full(job.choice, job.seed)
    return evaluator.quick(job.choice, job.seed)


class Pool:
    """Does jobs; results come in the order of the jobs, whichever is finished first."""

    def __init__(self, evaluator: Evaluator, executor: ProcessPoolExecutor | None) -> None:
        """Use `open_pool` to make one."""
        self.evaluator = evaluator
        self.executor = executor

    def results(self, jobs: Sequence[Job]) -> Iterator[Evaluation | FullPlan]:
        """Yield the result of each job, in order.

        Raises WorkerLost when a process ended by itself (for want of memory, for example).
        """
        if self.executor is None:
            for job in jobs:
                yield do(self.evaluator, job)
            return
        waiting: list[Future[Evaluation | FullPlan]] = []
        try:
            waiting = [self.executor.submit(_do, job) for job in jobs]
            for future in waiting:
                yield future.result()
        except BrokenProcessPool as error:
            raise WorkerLost(
                "a process that plans scenarios was ended from outside, perhaps for want of "
                "memory; give the same command again to go on from here, if need be with "
                "--workers 1"
            ) from error
        finally:
            for future in waiting:
                future.cancel()


@contextmanager
def open_pool(evaluator: Evaluator, workers: int) -> Iterator[Pool]:
    """Give a pool of so many processes; with one, everything is done in this process."""
    if workers <= 1:
        yield Pool(evaluator, None)
        return
    executor = ProcessPoolExecutor(
        max_workers=workers,
        mp_context=multiprocessing.get_context("spawn"),
        initializer=_begin,
        initargs=(evaluator,),
    )
    try:
        yield Pool(evaluator, executor)
    finally:
        executor.shutdown(wait=True, cancel_futures=True)


def _reduce(view: MappingProxyType[Any, Any]) -> tuple[Any, tuple[dict[Any, Any]]]:
    """Send a read-only mapping to another process as what it shows."""
    return _view, (dict(view),)


def _view(found: dict[Any, Any]) -> MappingProxyType[Any, Any]:
    return MappingProxyType(found)


# a worker imports this module to find `_do`, and so can send such mappings back
ForkingPickler.register(MappingProxyType, _reduce)
