"""Put the tables of mechanisms into docs/rounds.md, as the software measures them.

Run: python scripts/rounds_page.py
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "rounds.md"
ROUNDS_OF_SEARCH = 300
sys.path.insert(0, str(ROOT / "examples"))


def tables(*, with_plan: bool = True) -> dict[str, str]:
    """Return each example's table; without the plan's row it takes a second or two."""
    from make_apeldoorn import apeldoorn

    from hecht.cli.round_words import table
    from hecht.exchange import read
    from hecht.planning import make_plan
    from hecht.rounds import open_round
    from hecht.rounds.measure import compare

    places = {
        "apeldoorn": (apeldoorn(), False),
        "vogeltjesbuurt": (read(ROOT / "examples" / "vogeltjesbuurt"), True),
    }
    result = {}
    for name, (place, near) in places.items():
        fixed = open_round(place, keep_groups_near=near)
        course = None
        if with_plan:
            plan = make_plan(place, seconds=None, iterations=ROUNDS_OF_SEARCH, seed=1, workers=1)
            course = plan.course
        result[name] = table([one.as_dict() for one in compare(place, fixed, course=course)])
    return result


def filled(text: str, made: dict[str, str]) -> str:
    """Return the page with the tables between their marks."""
    for name, rows in made.items():
        pattern = rf"(<!-- table {name} -->\n).*?(<!-- end {name} -->)"
        text, count = re.subn(pattern, lambda m, r=rows: m[1] + r + "\n" + m[2], text, flags=re.S)
        if count != 1:
            raise SystemExit(f"docs/rounds.md has no place for the table {name}")
    return text


if __name__ == "__main__":
    PAGE.write_text(filled(PAGE.read_text(encoding="utf-8"), tables()), encoding="utf-8")
    print(f"Wrote {PAGE}")
