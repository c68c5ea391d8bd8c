"""Put the figures of a demo run into the table of README.md: `make figures`."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from readme_marks import put

from hecht.cli.figures import FIGURES, shown_with_counts

BEGIN, END = "<!-- figures of the demo run; `make figures` writes them -->", "<!-- end -->"


def table(plan: dict[str, Any], practice: dict[str, Any]) -> str:
    """Return the figures of two plan.json files as a table in Markdown."""
    lines = ["| | hecht | practice |", "|---|--:|--:|"]
    for figure in FIGURES:
        cells = [shown_with_counts(figure, facts["outcomes"]) for facts in (plan, practice)]
        lines.append(f"| {figure.label} | {' | '.join(cells)} |")
    return "\n".join(lines)


def main(demo: Path) -> None:
    """Rewrite the table between the two marks."""
    plan, practice = (
        json.loads((demo / name / "plan.json").read_text(encoding="utf-8"))
        for name in ("plan", "practice")
    )
    put(BEGIN, table(plan, practice), END)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
