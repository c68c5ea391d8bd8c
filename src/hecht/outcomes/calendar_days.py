"""Which day of the calendar a month of a scene is: amounts and limits go by the day."""

from __future__ import annotations

from datetime import date

from hecht.outcomes.scene import Scene


def day_of(scene: Scene, month: int) -> date:
    """Return the first day of a month; TODAY is the first month, the scene's end the last."""
    at = scene.neighbourhood.project.start.plus(min(max(month, 0), scene.end - 1))
    return date(at.year, at.number, 1)
