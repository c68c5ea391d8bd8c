"""The folder of a plan that was made anew: a plan folder, with what it was made from.

Besides the files of every plan it holds the neighbourhood as it is after the events
(`neighbourhood`), the old calendar and stays (`before-works.csv`, `before-stays.csv`), the table of
events, and `changes.csv` with a row for each household for which something changes. plan.json has
`made_from`. So `hecht check NEW/neighbourhood NEW` needs nothing else, and a replan of a replan
starts from it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from hecht.exchange.folder import write
from hecht.exchange.plan_folder import write_plan
from hecht.exchange.plan_tables import stays_csv, works_csv
from hecht.planning.replan.make import Replan

NEIGHBOURHOOD = "neighbourhood"
"""The folder, inside that of a plan made anew, with the neighbourhood it holds for."""


def write_replan(
    made: Replan, folder: str | Path, previous: str, beside: Mapping[str, bytes]
) -> Path:
    """Write a plan made anew as a folder, beside its target and then renamed as a whole.

    `previous` says where the old plan stands, for whoever reads plan.json; `beside` are further
    files, such as the table of events. Returns the folder. Raises PlanFolderError when something
    that is no plan stands there.
    """
    old = made.previous

    def more(part: Path) -> None:
        (part / "before-works.csv").write_bytes(works_csv(old.neighbourhood, old.course))
        (part / "before-stays.csv").write_bytes(stays_csv(old.neighbourhood, old.course))
        write(made.plan.neighbourhood, part / NEIGHBOURHOOD)
        for name, content in beside.items():
            (part / name).write_bytes(content)

    return write_plan(made.plan, folder, more, _made_from(made, previous))


def _made_from(made: Replan, previous: str) -> dict[str, Any]:
    start = made.plan.neighbourhood.project.start
    return {
        "plan": previous,
        "score": made.previous.score,
        "horizon": made.previous.course.horizon,
        "date": str(start.plus(made.date)),
        "events": [event.words for event in made.events],
        "lost_homes": sorted(made.before.lost),
        "longest": dict(sorted(made.longest.items())),
        "broken_announcements": made.broken_announcements,
        "causes": {d.household: asdict(d.cause) for d in made.changed if d.cause is not None},
        "not_kept": [
            {
                "household": way.household,
                "kind": way.kind,
                "said": way.said,
                "instead": way.instead,
                "months": way.months,
            }
            for way in made.ways_out
        ],
    }
