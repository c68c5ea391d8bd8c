"""Cells of a table that a spreadsheet will open: text that cannot turn into a formula, and back."""

from __future__ import annotations

import re

_FORMULA = re.compile(r"^[\s']*[=+\-@\t\r\n＝＋－＠]")


def safe(text: str) -> str:
    """Return text that a spreadsheet shows and never runs.

    A text that a spreadsheet could take for a formula gets an apostrophe in front. So does one
    that already is such a text behind apostrophes, which makes `plain` the exact way back.
    """
    return f"'{text}" if _FORMULA.match(text) else text


def plain(cell: str) -> str:
    """Return the text that `safe` was given."""
    return cell[1:] if cell.startswith("'") and _FORMULA.match(cell) else cell
