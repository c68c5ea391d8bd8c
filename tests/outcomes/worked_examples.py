"""The worked examples of docs/outcomes: code blocks of a page, run one after the other."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

PAGES = Path(__file__).parents[2] / "docs" / "outcomes"
_BLOCK = re.compile(r"^```python\n(.*?)^```$", re.DOTALL | re.MULTILINE)


def run_examples(page: str) -> int:
    """Run the Python blocks of a page in one namespace; return how many asserts they hold."""
    blocks = _blocks(page)
    names: dict[str, Any] = {}
    for block in blocks:
        exec(compile(block, page, "exec"), names)
    return sum(line.startswith("assert ") for block in blocks for line in block.splitlines())


def code_of(page: str) -> str:
    """Return the Python of a page."""
    return "\n".join(_blocks(page))


def _blocks(page: str) -> list[str]:
    found: list[str] = _BLOCK.findall((PAGES / page).read_text(encoding="utf-8"))
    return found
