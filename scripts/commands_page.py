"""Write docs/commands.md from the help of the commands, so that the two cannot differ."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from hecht.cli import VERBS, load, sub_commands

PAGE = Path(__file__).parents[1] / "docs" / "commands.md"

HEAD = """# The commands

This page is made from the help of the commands themselves (`make docs`).

Every verb has `--help` with an example. Exit codes: 0 good, 1 the answer is no (a rule is broken,
no plan exists), 2 wrong use (a wrong option, a folder that cannot be read). Two more are for
scripts: 70 a fault in hecht itself, 130 stopped with Ctrl-C before there was a result. Progress
goes to standard error, results to standard output; `--json` prints them for a machine.
"""


def help_of(*words: str) -> str:
    """Return the help screen of a command, 80 columns wide."""
    result = subprocess.run(
        [sys.executable, "-m", "hecht", *words, "--help"],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "COLUMNS": "80", "TERMINAL_WIDTH": "80", "NO_COLOR": "1"},
    )
    return "\n".join(line.rstrip() for line in result.stdout.strip().splitlines())


def page() -> str:
    """Return the whole page."""
    parts = [HEAD, _section("hecht", help_of())]
    for verb in VERBS:
        parts.append(_section(f"hecht {verb}", help_of(verb)))
        for sub in sub_commands(load(verb)):
            parts.append(_section(f"hecht {verb} {sub}", help_of(verb, sub)))
    return "\n".join(parts)


def _section(title: str, text: str) -> str:
    return f"## {title}\n\n```text\n{text}\n```\n"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
    print(f"Wrote {PAGE}")
