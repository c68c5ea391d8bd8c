"""Ids in a sentence."""

from __future__ import annotations

from collections.abc import Sequence


def some(ids: Sequence[str], most: int = 5) -> str:
    """Return the first few ids in words, and how many more there are."""
    shown = ", ".join(ids[:most])
    return shown if len(ids) <= most else f"{shown} and {len(ids) - most} more"
