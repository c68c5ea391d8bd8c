"""What was looked at already: keys of evaluations, and where they are kept.

A key holds everything that an evaluation depends on (the design as it was read, the options, the
seed, the effort, what is measured), so that an evaluation may be taken for another search too.
"""

from __future__ import annotations

import hashlib
import json
from typing import Protocol

from hecht.design.evaluate import Evaluation, Evaluator, FullPlan
from hecht.design.pool import Job

WAY = 1
"""The way of evaluating; raised when it changes, so that older evaluations are not taken."""


class Store(Protocol):
    """Where evaluations and full plans are kept, so that a search can go on after a stop."""

    def evaluation(self, key: str) -> Evaluation | None:
        """Return an evaluation that was kept, or None."""

    def keep_evaluation(self, key: str, job: Job, found: Evaluation) -> None:
        """Keep an evaluation for good before returning."""

    def full(self, key: str, evaluator: Evaluator, job: Job) -> FullPlan | None:
        """Return a full plan that was kept, or None."""

    def keep_full(self, key: str, job: Job, found: FullPlan) -> None:
        """Keep a full plan for good before returning."""


class Memory:
    """Keeps what was looked at in memory only."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self.evaluations: dict[str, Evaluation] = {}
        self.plans: dict[str, FullPlan] = {}

    def evaluation(self, key: str) -> Evaluation | None:
        """Return an evaluation that was kept, or None."""
        return self.evaluations.get(key)

    def keep_evaluation(self, key: str, job: Job, found: Evaluation) -> None:
        """Keep an evaluation."""
        self.evaluations[key] = found

    def full(self, key: str, evaluator: Evaluator, job: Job) -> FullPlan | None:
        """Return a full plan that was kept, or None."""
        return self.plans.get(key)

    def keep_full(self, key: str, job: Job, found: FullPlan) -> None:
        """Keep a full plan."""
        self.plans[key] = found


class Keys:
    """Makes the keys of jobs for one evaluator."""

    def __init__(self, evaluator: Evaluator) -> None:
        """Take the design's fingerprint once."""
        self.evaluator = evaluator
        self.content = hashlib.sha256(repr(evaluator.design).encode()).hexdigest()

    def key(self, job: Job) -> str:
        """Return the key of a job."""
        e = self.evaluator
        effort = ["full", e.iterations] if job.full else ["quick", e.rounds, list(e.topics)]
        facts = [WAY, self.content, e.horizon, effort, job.seed, dict(sorted(job.choice.items()))]
        return hashlib.sha256(json.dumps(facts).encode()).hexdigest()[:32]
