"""Put the picture of the example's scenarios into README.md, described from their figures.

`make figures` calls it with what `hecht compare --json` printed.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from readme_marks import put

from hecht.design.catalogue import catalogue
from hecht.neighbourhood import Month
from hecht.report.scenario_pictures import LETTERS
from hecht.report.tradeoffs import shown
from hecht.report.words import Words

BEGIN, END = "<!-- scenarios of the example; `make figures` writes this -->", "<!-- end -->"
PICTURE = "docs/images/comparison.png"
TOLD = ("homes_added", "households_affected", "ties_kept_staying", "moves", "duration_months")


def described(scenarios: list[dict[str, Any]]) -> str:
    """Return what the picture shows in one line, with some figures of every scenario."""
    words = Words("en", Month(2026, 1))
    names = words.listed([f"{x} {one['name']}" for x, one in zip(LETTERS, scenarios, strict=False)])
    parts = []
    for name in TOLD:
        definition = catalogue()[name]
        values = [one["figures"][name]["after"] for one in scenarios]
        told = [
            f"{x} {'not known' if value is None else shown(definition, value, words)}"
            for x, value in zip(LETTERS, values, strict=False)
        ]
        unit = " in months" if definition.unit == "months" else ""
        parts.append(f"{definition.label}{unit}: {', '.join(told)}")
    return (
        f"The comparison page of {len(scenarios)} scenarios ({names}): what each gives and "
        f"costs in sentences, one line for each across parallel axes. {'. '.join(parts)}."
    )


def main(facts: Path) -> None:
    """Rewrite the picture between the two marks."""
    scenarios = json.loads(facts.read_text(encoding="utf-8"))
    put(BEGIN, f"![{described(scenarios)}]({PICTURE})", END)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
