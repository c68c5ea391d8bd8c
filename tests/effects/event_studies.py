"""Event studies for the tests: the published one, and random ones."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np

from hecht.effects.event_study import EventStudy, Floats

MEDICAID = Path(__file__).parent.parent / "reference" / "medicaid_event_study.json"


def medicaid_numbers() -> dict[str, Any]:
    """Return the published intervals and what they were made from."""
    numbers: dict[str, Any] = json.loads(MEDICAID.read_text(encoding="utf-8"))
    return numbers


def medicaid() -> EventStudy:
    """Return the event study of the Medicaid example."""
    numbers = medicaid_numbers()
    return EventStudy(
        np.array(numbers["coefficients"]), np.array(numbers["covariance"]), numbers["before"]
    )


def some_covariance(seed: int, size: int, scale: float = 1.0) -> Floats:
    """Return a random covariance of full rank, of variances around `scale` squared."""
    factor = np.random.default_rng(seed).normal(size=(size, 2 * size))
    return scale**2 * factor @ factor.T / (2 * size)


def some_study(seed: int, before: int, after: int, target: Floats | None = None) -> EventStudy:
    """Return a random study."""
    coefficients = np.random.default_rng(seed + 1).normal(size=before + after)
    return EventStudy(coefficients, some_covariance(seed, before + after), before, target)


def averaged(study: EventStudy) -> EventStudy:
    """Return the same study, asking for the average over all periods after."""
    even = np.full(study.after, 1.0 / study.after)
    return EventStudy(study.coefficients, study.covariance, study.before, even)
