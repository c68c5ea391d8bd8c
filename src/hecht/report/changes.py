"""The page of a plan made anew: what changes for whom, why, and what can no longer be kept."""

from __future__ import annotations

import csv
import io
from collections import Counter
from pathlib import Path

from hecht.exchange.beside import write_beside
from hecht.exchange.cells import safe
from hecht.planning.replan.differences import Change
from hecht.planning.replan.make import Replan
from hecht.report.changes_words import ChangeWords
from hecht.report.page import environment
from hecht.report.words import Words

COLUMNS = ("household", "change", "before", "after", "months_later", "promise_broken", "reason")


def write_changes(made: Replan, folder: str | Path, language: str = "nl") -> Path:
    """Write changes.html into a folder, beside its target and renamed, and return its path."""
    return write_beside(Path(folder) / "changes.html", changes(made, language).encode())


def changes(made: Replan, language: str = "nl") -> str:
    """Return the page of a plan made anew as HTML."""
    words = Words(language, made.plan.neighbourhood.project.start)
    say = ChangeWords(made, words)
    counts = Counter(d.change for d in made.differences)
    return (
        environment(words)
        .get_template("changes.html.j2")
        .render(
            project=made.plan.neighbourhood.project,
            date=words.calendar_month(say.date),
            events=[say.event(event) for event in made.events],
            counts=[(say.change(kind), words.number(counts[kind])) for kind in Change],
            broken=words.number(made.broken_announcements),
            ways=[say.way_out(way) for way in made.ways_out],
            rows=[
                (
                    d.household,
                    say.change(d.change),
                    say.told(d, new=False),
                    say.told(d, new=True),
                    say.reason(d),
                    d.lost_promise,
                )
                for d in made.changed
            ],
        )
    )


def changes_csv(made: Replan, language: str = "en") -> bytes:
    """Return what changes as a table, a row for each household to write to."""
    words = Words(language, made.plan.neighbourhood.project.start)
    say = ChangeWords(made, words)
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    for d in made.changed:
        cells = (
            d.household,
            d.change.value,
            say.told(d, new=False),
            say.told(d, new=True),
            str(d.months),
            "yes" if d.lost_promise else "no",
            say.reason(d),
        )
        writer.writerow([safe(cell) for cell in cells])
    return out.getvalue().encode()
