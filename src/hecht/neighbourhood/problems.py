"""What is wrong with a neighbourhood as a whole, each with its place and what to do about it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from hecht.neighbourhood.neighbourhood import Neighbourhood


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong.

    `table` names the table (blocks, homes, households, ties, wishes, groups, promises, project,
    shapes); `key` the record (a household's id, say) and `column` the field, where there is one;
    `row` is the line in the file, filled in by the reader. `rule` is a short stable name such as
    "unknown-home". `text` says what is wrong and `fix` what to do. `severity` is "error" (no plan
    can be made), "shortage" (a plan can be made, but not everyone can return) or "remark".
    """

    table: str
    rule: str
    text: str
    fix: str
    key: str = ""
    column: str = ""
    value: str = ""
    row: int | None = None
    file: str = ""
    severity: str = "error"


def problems(neighbourhood: Neighbourhood) -> list[Problem]:
    """Return every problem in a neighbourhood, in one go; empty when there is none."""
    return []
