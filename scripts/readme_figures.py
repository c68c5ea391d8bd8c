"""Put the figures of a demo run into README.md, its table and the words of its first picture.

`make figures` calls it with the folder that `hecht demo` wrote.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from readme_marks import put

from hecht.cli.figures import FIGURES, shown_with_counts

BEGIN, END = "<!-- figures of the demo run; `make figures` writes them -->", "<!-- end -->"
FIRST_PAGE = "<!-- report of the demo run; `make figures` writes this -->"
PICTURE = "docs/images/report.png"


def table(plan: dict[str, Any], practice: dict[str, Any]) -> str:
    """Return the figures of two plan.json files as a table in Markdown."""
    lines = ["| | hecht | practice |", "|---|--:|--:|"]
    for figure in FIGURES:
        cells = [shown_with_counts(figure, facts["outcomes"]) for facts in (plan, practice)]
        lines.append(f"| {figure.label} | {' | '.join(cells)} |")
    return "\n".join(lines)


def described(plan: dict[str, Any]) -> str:
    """Return what the picture of the report shows, in one line."""
    outcomes = plan["outcomes"]
    back, wish = outcomes["returned_of_wishing"], outcomes["households_wishing"]
    kept, ties = outcomes["ties_kept_count"], outcomes["ties_near_start"]
    return (
        f"The first page of a report: {back} of {wish} households that wish to return do, {kept} "
        f"of {ties} near ties are kept, each beside the usual way; below, maps with the ties "
        "between homes now and after"
    )


def main(demo: Path) -> None:
    """Rewrite what stands between the marks."""
    plan, practice = (
        json.loads((demo / name / "plan.json").read_text(encoding="utf-8"))
        for name in ("plan", "practice")
    )
    put(BEGIN, table(plan, practice), END)
    put(FIRST_PAGE, f"![{described(plan)}]({PICTURE})", END)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
