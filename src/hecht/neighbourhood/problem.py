"""One thing that is wrong with a neighbourhood, and what of it could not be read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong.

    `table` names the table (blocks, homes, households, ties, wishes, groups, promises, project,
    shapes); `key` the record (a household's id, say) and `column` the field, where there is one;
    `row` is the line in the file, filled in by the reader. `rule` is a short stable name such as
    "unknown-home". `text` says what is wrong and `fix` what to do. `severity` is "error" (no plan
    can be made), "shortage" (a plan can be made, but not everyone can return) or "remark".
    `position` is the record's place in its table, from 0; members of groups are counted in the
    order of the groups; `other` is the place of a second record of that table that it is about.
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
    position: int | None = None
    other: int | None = None


@dataclass(frozen=True, slots=True)
class Unread:
    """What of a neighbourhood could not be read, so that nothing is concluded from it.

    `tables` are those of which some ids are not known at all (a reference to them cannot be
    judged); the names "project" (start, horizon or announcement), "policy" and "capacity" stand
    for those parts of the project file. `ids` are records, by table, that are in the file and
    were left out. `cells` are cells (table, position, column) for which a stand-in was taken.
    """

    tables: frozenset[str] = frozenset()
    ids: Mapping[str, frozenset[str]] = field(default_factory=lambda: MappingProxyType({}))
    cells: frozenset[tuple[str, int, str]] = frozenset()

    def of(self, table: str) -> frozenset[str]:
        """Return the ids of a table's records that were left out."""
        return self.ids.get(table, frozenset())
