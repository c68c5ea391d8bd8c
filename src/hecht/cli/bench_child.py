"""One run of one peer in a process of its own, which may be ended from outside at any moment.

Everything the peer finds is in the spool folder at once, under a name that tells when: what was
found before the end counts, however the process ends. Used by `hecht bench peers` only:

    python -m hecht.cli.bench_child SPEC SPOOL PEER SECONDS SEED WORKERS
"""

from __future__ import annotations

import os
import sys
import threading
import time
from pathlib import Path

import numpy as np
import numpy.typing as npt

READY, DONE, REFUSED = "ready", "done", "refused"
BOUNDS, SCORES = "bounds.txt", "scores.txt"


class Spool:
    """The folder in which a run leaves what it finds."""

    def __init__(self, folder: Path) -> None:
        """Begin a run; `begun` is set when its clock starts."""
        self.folder = folder
        self.begun = 0.0
        self._count = 0
        self._lock = threading.Lock()

    def found(self, solution: npt.NDArray[np.int64]) -> None:
        """Keep a solution, whole or not at all."""
        with self._lock:
            self._count += 1
            name = f"{self._count:06d}-{self._milliseconds()}.npy"
            half = self.folder / "half.tmp"
            with half.open("wb") as file:
                np.save(file, np.asarray(solution, np.int64))
            os.replace(half, self.folder / name)

    def bound(self, value: int) -> None:
        """Note a proven bound."""
        self._note(BOUNDS, value)

    def score(self, value: int) -> None:
        """Note a score that is claimed without a solution."""
        self._note(SCORES, value)

    def say(self, name: str, text: str = "") -> None:
        """Write a small file that the other side waits for."""
        half = self.folder / f"{name}.tmp"
        half.write_text(text)
        os.replace(half, self.folder / name)

    def _note(self, name: str, value: int) -> None:
        with self._lock, (self.folder / name).open("a") as file:
            file.write(f"{self._milliseconds()} {value}\n")

    def _milliseconds(self) -> int:
        return round(1000 * (time.monotonic() - self.begun))


def main(words: list[str]) -> int:
    """Read, rehearse, say that all is ready, run."""
    spec, folder, name, seconds, seed, workers = words
    spool = Spool(Path(folder))
    from hecht.exchange.bench_file import read_instance
    from hecht.planning.peers import NotApplicable, Run, peer
    from hecht.planning.peers.tiny import rehearse

    instance = read_instance(spec)
    try:
        work = peer(name, instance.kind)
        rehearse(name, instance.kind, int(workers))
    except ValueError as error:
        spool.say(REFUSED, str(error))
        return 0
    spool.begun = time.monotonic()
    spool.say(READY)
    run = Run(
        seconds=float(seconds),
        seed=int(seed),
        found=spool.found,
        bound=spool.bound,
        score=spool.score,
        workers=int(workers),
        begun=spool.begun,
    )
    try:
        work(instance.problem, run)
    except NotApplicable as error:
        spool.say(REFUSED, str(error))
    else:
        spool.say(DONE)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
