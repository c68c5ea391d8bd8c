"""Draw the Spacematrix of the example in docs/outcomes/density.md into docs/images."""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import Any

from hecht.neighbourhood import Month
from hecht.report.spacematrix import spacematrix
from hecht.report.words import Words

ROOT = Path(__file__).parents[1]


def main(out: Path) -> None:
    """Run the example and write its picture."""
    page = (ROOT / "docs" / "outcomes" / "density.md").read_text(encoding="utf-8")
    names: dict[str, Any] = {}
    for block in re.findall(r"^```python\n(.*?)^```$", page, re.DOTALL | re.MULTILINE):
        exec(block, names)
    picture = spacematrix(names["scene"], Words("en", Month(2027, 1)))
    out.write_text(picture + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "docs" / "images" / "spacematrix.svg")
