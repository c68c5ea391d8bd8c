"""Where homes, blocks and households stand in the tables, and rows of different length as one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from hecht.neighbourhood import Neighbourhood
from hecht.planning.arrays import Ints


class Names:
    """Numbers for names in the order in which they are first asked; the empty name gets -1."""

    def __init__(self) -> None:
        """Begin without names."""
        self._number: dict[str, int] = {}

    def __call__(self, name: str | None) -> int:
        """Return the number of a name."""
        if not name:
            return -1
        return self._number.setdefault(name, len(self._number))


@dataclass(frozen=True)
class Positions:
    """Positions of homes, blocks and households in the neighbourhood's tuples, by id.

    `street` and `type` number the names of those.
    """

    home: dict[str, int]
    block: dict[str, int]
    household: dict[str, int]
    street: Names
    type: Names


def positions(neighbourhood: Neighbourhood) -> Positions:
    """Return the positions in a neighbourhood; its homes' streets and types get the first numbers.

    A street or type that somebody wishes for and no home has gets a number of its own.
    """
    street, kind = Names(), Names()
    for home in neighbourhood.homes:
        street(home.street)
        kind(home.type)
    return Positions(
        home={home.id: i for i, home in enumerate(neighbourhood.homes)},
        block={block.id: i for i, block in enumerate(neighbourhood.blocks)},
        household={one.id: i for i, one in enumerate(neighbourhood.households)},
        street=street,
        type=kind,
    )


def starts(rows: Sequence[Sequence[object]]) -> Ints:
    """Return where each row begins when they are laid one after the other, and where all end."""
    found = np.zeros(len(rows) + 1, dtype=np.int64)
    found[1:] = np.cumsum([len(row) for row in rows], dtype=np.int64)
    return found


def joined(rows: Sequence[Sequence[int]]) -> tuple[Ints, Ints]:
    """Return where each row begins (see `starts`), and the rows one after the other."""
    begin = starts(rows)
    count = int(begin[-1])
    return begin, np.fromiter((v for row in rows for v in row), dtype=np.int64, count=count)
