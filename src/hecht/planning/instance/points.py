"""Points as the search counts them."""

from __future__ import annotations


def thousandths(points: float) -> int:
    """Return points as whole thousandths."""
    return round(points * 1000)
