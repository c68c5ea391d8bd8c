"""What a plan that was made anew was made from, as its folder tells it."""

from __future__ import annotations

import json
from pathlib import Path
from types import MappingProxyType

from hecht.exchange.plan_reader import PlanFolderError, Reader
from hecht.neighbourhood import Course, Month, Neighbourhood, Stay, StayKind
from hecht.planning.check import Before


def read_before(neighbourhood: Neighbourhood, folder: str | Path) -> Before | None:
    """Return what a plan was made anew from, as the check wants it; None for a plan that was not.

    Raises PlanFolderError when plan.json says it was and the old plan cannot be read.
    """
    path = Path(folder)
    made = json.loads((path / "plan.json").read_text(encoding="utf-8-sig")).get("made_from")
    if made is None:
        return None
    try:
        return Before(
            date=Month.parse(made["date"]).since(neighbourhood.project.start),
            course=_course(neighbourhood, path, int(made["horizon"])),
            longest={str(name): int(months) for name, months in made["longest"].items()},
            lost=frozenset(made["lost_homes"]),
        )
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        if isinstance(error, PlanFolderError):
            raise
        raise PlanFolderError(
            f"{path}: plan.json does not say properly what the plan was made from ({error}); "
            "make the plan anew again"
        ) from error


def _course(neighbourhood: Neighbourhood, folder: Path, horizon: int) -> Course:
    """Read the old calendar and stays; homes that are no more may be in them."""
    reader, start = Reader(folder, neighbourhood), neighbourhood.project.start
    starts = {
        row["block"]: Month.parse(row["start"]).since(start)
        for _, row in reader.rows("before-works.csv", ("block", "start"))
    }
    stays = tuple(
        Stay(
            row["household"],
            row["home"],
            Month.parse(row["start"]).since(start),
            Month.parse(row["end"]).since(start),
            StayKind(row["kind"]),
        )
        for _, row in reader.rows("before-stays.csv", ("household", "home", "start", "end", "kind"))
    )
    reader.complain()
    return Course(horizon, MappingProxyType(starts), stays)
