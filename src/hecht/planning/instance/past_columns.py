"""What has happened and was told, as columns of the table of households."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from hecht.neighbourhood import Household, Neighbourhood
from hecht.planning.arrays import NOTHING_TOLD
from hecht.planning.past import Past, Told


@dataclass
class PastColumns:
    """Columns of `people` (see `arrays`), a value per household; `moved`: those settled or gone."""

    leaves: list[int] = field(default_factory=list)
    from_out: list[int] = field(default_factory=list)
    from_in: list[int] = field(default_factory=list)
    away: list[int] = field(default_factory=list)
    done: list[int] = field(default_factory=list)
    longest: list[int] = field(default_factory=list)
    told_home: list[int] = field(default_factory=list)
    told_out: list[int] = field(default_factory=list)
    told_in: list[int] = field(default_factory=list)
    moved: set[str] = field(default_factory=set)

    def columns(self) -> list[list[int]]:
        """Return the columns FROM_OUT to TOLD_IN."""
        return [
            self.from_out,
            self.from_in,
            self.away,
            self.done,
            self.longest,
            self.told_home,
            self.told_out,
            self.told_in,
        ]


def past_columns(
    neighbourhood: Neighbourhood, past: Past | None, first: int, homes: Mapping[str, int]
) -> PastColumns:
    """Return the columns; `first` is the first month of any move, `homes` numbers the homes."""
    found = PastColumns()
    most, horizon = neighbourhood.policy.temporary_months_max, neighbourhood.project.horizon
    for household in neighbourhood.households:
        found.leaves.append(-1 if household.leaves is None else max(1, household.leaves))
        found.longest.append(most)
        _nothing(found, first)
        if past is not None:
            _since(found, household, past, neighbourhood.policy.notice_months, homes, horizon)
    return found


def _nothing(found: PastColumns, first: int) -> None:
    found.from_out.append(first)
    found.from_in.append(0)
    found.away.append(-1)
    found.done.append(-1)
    found.told_home.append(NOTHING_TOLD)
    found.told_out.append(0)
    found.told_in.append(0)


def _since(
    found: PastColumns,
    household: Household,
    past: Past,
    notice: int,
    homes: Mapping[str, int],
    horizon: int,
) -> None:
    """Write what has happened to one household, and what it was told, over the last values."""
    name = household.id
    told = past.told.get(name)
    heard = past.date + notice
    found.from_out[-1] = _earliest(past.date, heard, told.out if told else None)
    found.from_in[-1] = _earliest(past.date, heard, told.arrive if told else None)
    found.longest[-1] = max(found.longest[-1], past.longest.get(name, 0))
    if past.away.get(name):
        found.away[-1] = past.away[name][0].start
    if name in past.settled:
        found.done[-1] = past.settled[name][1]
        found.moved.add(name)
    if name in past.gone:
        found.leaves[-1] = past.gone[name]
        found.moved.add(name)
    elif household.leaves is not None:
        found.leaves[-1] = max(past.date, household.leaves)
    if told is not None:
        _told(found, told, homes, horizon)


def _earliest(date: int, heard: int, told: int | None) -> int:
    """Return the first month for a move: the one that was told, or once notice has run."""
    return heard if told is None or told < date else min(told, heard)


def _told(found: PastColumns, told: Told, homes: Mapping[str, int], horizon: int) -> None:
    found.told_home[-1] = -1 if told.home is None else homes.get(told.home, -1)
    found.told_out[-1] = told.out
    found.told_in[-1] = horizon if told.home is None else told.arrive
