"""Put the figures of a demo run into the table of README.md: `make figures`."""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path
from typing import Any

from hecht.cli.figures import FIGURES, shown_with_counts

README = Path(__file__).parents[1] / "README.md"
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
    text = README.read_text(encoding="utf-8")
    marked = re.compile(f"{re.escape(BEGIN)}.*?{re.escape(END)}", re.DOTALL)
    if not marked.search(text):
        raise SystemExit(f"README.md lacks the marks {BEGIN} and {END}")
    fresh = f"{BEGIN}\n{table(plan, practice)}\n{END}"
    README.write_text(marked.sub(lambda _: fresh, text), encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
