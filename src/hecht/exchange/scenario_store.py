"""The evaluations of `hecht scenarios` as they are made: one line of JSON each, kept for good.

Each line is written out to the disk before the search goes on, so that a search that is killed
goes on where it was. A line that was cut off halfway is left out, and written anew.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType, TracebackType
from typing import Any

from hecht.design.evaluate import Evaluation, Evaluator, FullPlan
from hecht.design.evaluations import Memory
from hecht.design.pool import Job
from hecht.exchange.plan_care import (
    fairness_record,
    groups_record,
    read_fairness,
    read_groups,
)
from hecht.neighbourhood import Course, Stay, StayKind
from hecht.outcomes.figure import Value
from hecht.planning import Plan

FILE = "evaluations.jsonl"


class FileStore(Memory):
    """Keeps evaluations in a file, and finds those of earlier runs in it."""

    def __init__(self, path: Path) -> None:
        """Read what the file holds; it is made when the first evaluation comes."""
        super().__init__()
        self.path = path
        self._plan_records: dict[str, dict[str, Any]] = {}
        self._file: Any = None
        self._read()

    def __enter__(self) -> FileStore:
        """Use the store; the file is closed afterwards."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close the file."""
        if self._file is not None:
            self._file.close()

    def __len__(self) -> int:
        """Return how many evaluations and plans are kept."""
        return len(self.evaluations) + len(self._plan_records)

    def keep_evaluation(self, key: str, job: Job, found: Evaluation) -> None:
        """Keep an evaluation on the disk."""
        super().keep_evaluation(key, job, found)
        self._append(
            {
                "key": key,
                "kind": "quick",
                "values": values_record(found.values),
                "conflicts": list(found.conflicts),
                "proven": found.proven,
            }
        )

    def full(self, key: str, evaluator: Evaluator, job: Job) -> FullPlan | None:
        """Return a full plan that was kept, or None."""
        known = super().full(key, evaluator, job)
        record = self._plan_records.get(key)
        if known is not None or record is None:
            return known
        return _full_of(record, evaluator, job)

    def keep_full(self, key: str, job: Job, found: FullPlan) -> None:
        """Keep a full plan on the disk."""
        super().keep_full(key, job, found)
        self._append({"key": key, "kind": "full", **_full_record(found)})

    def _append(self, record: Mapping[str, Any]) -> None:
        if self._file is None:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            self._file = self.path.open("ab")
        line = json.dumps(record, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
        self._file.write(line.encode() + b"\n")
        self._file.flush()
        os.fsync(self._file.fileno())

    def _read(self) -> None:
        """Read the whole lines; what is cut off at the end is cut away."""
        if not self.path.is_file():
            return
        content = self.path.read_bytes()
        whole = content.rfind(b"\n") + 1
        if whole < len(content):
            os.truncate(self.path, whole)
        for line in content[:whole].splitlines():
            try:
                record = json.loads(line)
                if record["kind"] == "full":
                    self._plan_records[record["key"]] = record
                else:
                    self.evaluations[record["key"]] = Evaluation(
                        values_of(record["values"]), tuple(record["conflicts"]), record["proven"]
                    )
            except (ValueError, KeyError, TypeError):
                continue  # a line that was damaged is made again


def values_record(values: Mapping[str, Value]) -> dict[str, Any]:
    """Return values ready for JSON: a number, or why it is not known."""
    return {
        name: value.value if value.value is not None else {"not_known": value.why}
        for name, value in values.items()
    }


def values_of(record: Mapping[str, Any]) -> Mapping[str, Value]:
    """Return the values of a record."""
    return MappingProxyType(
        {
            name: Value(None, found["not_known"]) if isinstance(found, dict) else Value(found)
            for name, found in record.items()
        }
    )


def _full_record(found: FullPlan) -> dict[str, Any]:
    plan = found.plan
    facts: dict[str, Any] = {
        "conflicts": list(found.conflicts),
        "relaxations": list(found.relaxations),
        "now": values_record(found.now),
        "years": {str(year): values_record(values) for year, values in found.years.items()},
        "after": values_record(found.after),
        "plan": None,
    }
    if plan is not None:
        facts["plan"] = {
            "method": plan.method,
            "seed": plan.seed,
            "score": plan.score,
            "iterations": plan.iterations,
            "stopped": plan.stopped,
            "groups": groups_record(plan.groups),
            "fairness": fairness_record(plan.fairness),
            "horizon": plan.course.horizon,
            "starts": dict(plan.course.starts),
            "reasons": dict(plan.course.reasons),
            "stays": [
                [s.household, s.home, s.start, s.end, s.kind.value] for s in plan.course.stays
            ],
        }
    return facts


def _full_of(record: Mapping[str, Any], evaluator: Evaluator, job: Job) -> FullPlan | None:
    """Return the full plan of a record; None when it was damaged, so that it is made again."""
    try:
        return FullPlan(
            plan=None if record["plan"] is None else _plan_of(record["plan"], evaluator, job),
            now=values_of(record["now"]),
            years=MappingProxyType({int(y): values_of(v) for y, v in record["years"].items()}),
            after=values_of(record["after"]),
            conflicts=tuple(record["conflicts"]),
            relaxations=tuple(record["relaxations"]),
        )
    except (ValueError, KeyError, TypeError):
        return None


def _plan_of(record: Mapping[str, Any], evaluator: Evaluator, job: Job) -> Plan:
    here = evaluator.neighbourhood(job.choice)
    problems: list[str] = []
    groups = read_groups(record["groups"], here, problems)
    fairness = read_fairness(record["fairness"], problems)
    if problems:
        raise ValueError(problems[0])
    course = Course(
        record["horizon"],
        MappingProxyType(dict(record["starts"])),
        tuple(Stay(h, w, s, e, StayKind(k)) for h, w, s, e, k in record["stays"]),
        MappingProxyType(dict(record["reasons"])),
    )
    return Plan(
        neighbourhood=here,
        course=course,
        method=record["method"],
        seed=record["seed"],
        score=record["score"],
        iterations=record["iterations"],
        stopped=record["stopped"],
        groups=MappingProxyType(groups),
        fairness=fairness,
    )


__all__ = ["FILE", "FileStore", "values_of", "values_record"]
