"""Put text between two marks of README.md."""

from __future__ import annotations

import re
from pathlib import Path

README = Path(__file__).parents[1] / "README.md"


def put(begin: str, fresh: str, end: str) -> None:
    """Replace what stands between two marks; raises SystemExit when README.md lacks them."""
    text = README.read_text(encoding="utf-8")
    marked = re.compile(f"{re.escape(begin)}.*?{re.escape(end)}", re.DOTALL)
    if not marked.search(text):
        raise SystemExit(f"README.md lacks the marks {begin} and {end}")
    README.write_text(marked.sub(lambda _: f"{begin}\n{fresh}\n{end}", text), encoding="utf-8")
