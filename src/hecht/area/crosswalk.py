"""Figures for other borders: apportioned by a table of which part of each old area went where.

Only what can be reckoned is: numbers add up, shares and means are weighed by the number they are
of, and scores are not reckoned at all. An area that goes wholly and alone into a new one keeps
every figure, since only its code changed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

import numpy as np

from hecht.area.dictionary import indicators as known_indicators
from hecht.area.indicator import Indicator, Kind
from hecht.area.reading import Reading, ReadingMaker

APPORTIONED = "apportioned: "
"""How the note of a figure begins that was reckoned for other borders."""

_WHOLE = 1e-9


class CrosswalkError(ValueError):
    """A crosswalk that cannot be used; the message says what is wrong and what to do."""


@dataclass(frozen=True, slots=True)
class Piece:
    """That a share (of residents or homes, 0 to 1) of an old area lies in a new area."""

    old: str
    new: str
    share: float


def check_pieces(pieces: Sequence[Piece], name: str) -> None:
    """Raise CrosswalkError when shares are not above 0 and at most 1, or add up to more."""
    sums: dict[str, float] = {}
    for one in pieces:
        if not 0 < one.share <= 1:
            raise CrosswalkError(
                f"{name}: the share of {one.old} in {one.new} is {one.share:g}; write a share "
                f"above 0 and at most 1"
            )
        sums[one.old] = sums.get(one.old, 0.0) + one.share
    for code, total in sums.items():
        if total > 1 + 1e-6:
            raise CrosswalkError(f"{name}: the shares of {code} add up to {total:g}, more than 1")


def apportion(reading: Reading, pieces: Sequence[Piece], name: str) -> Reading:
    """Return a reading with, beside its own figures, those of new areas; `name` is the table's.

    A new area gets a figure when every old area that it has a piece of has one; its note tells
    from which. Figures that the reading has of a new area itself stand.
    """
    check_pieces(pieces, name)
    of_new: dict[str, list[Piece]] = {}
    parts_of_old: dict[str, int] = {}
    for one in pieces:
        of_new.setdefault(one.new, []).append(one)
        parts_of_old[one.old] = parts_of_old.get(one.old, 0) + 1
    codes = [area.code for area in reading.areas]
    wanted = {one.old for one in pieces} | set(of_new)
    cells = _cells(reading, codes, wanted)
    maker = ReadingMaker(reading.dataset, reading.edition)
    every = {**known_indicators(), **{one.code: one for one in reading.own}}
    made = 0
    for new, mine in sorted(of_new.items()):
        renamed = len(mine) == 1 and parts_of_old[mine[0].old] == 1 and mine[0].share >= 1 - _WHOLE
        how = ", ".join(f"{one.share:.0%} of {one.old}" for one in mine)
        for (year, place), figures in cells.items():
            if new in figures:
                continue
            indicator = every.get(reading.indicators[place])
            value = _value(mine, figures, cells, year, indicator, reading, renamed)
            if value is None:
                continue
            area = maker.area(new, year + 1)
            source = reading.sources[figures[mine[0].old][1]]
            maker.figure(
                area, year, reading.indicators[place], value, source,
                note=f"{APPORTIONED}{how} ({name})",
            )  # fmt: skip
            made += 1
    remark = (
        f"{name}: {made} figures of {len(of_new)} areas were apportioned; scores, and shares "
        f"without the number they are of, were not"
    )
    return _joined(reading, maker.reading(), remark)


_Cells = dict[tuple[int, int], dict[str, tuple[float, int]]]
"""By year and indicator: of each area the value and the place of its source."""


def _cells(reading: Reading, codes: Sequence[str], wanted: set[str]) -> _Cells:
    marked = np.array([code in wanted for code in codes] or [False])
    found: _Cells = {}
    for at in np.flatnonzero(marked[reading.area] & (reading.absent == 0)).tolist():
        key = (int(reading.year[at]), int(reading.indicator[at]))
        found.setdefault(key, {})[codes[reading.area[at]]] = (
            float(reading.value[at]), int(reading.source[at])
        )  # fmt: skip
    return found


def _value(
    mine: Sequence[Piece],
    figures: dict[str, tuple[float, int]],
    cells: _Cells,
    year: int,
    indicator: Indicator | None,
    reading: Reading,
    renamed: bool,
) -> float | None:
    """Return the figure of a new area; None where it cannot be reckoned."""
    if any(one.old not in figures for one in mine):
        return None
    if renamed:
        return figures[mine[0].old][0]
    if indicator is None or indicator.kind is Kind.SCORE:
        return None
    if indicator.kind is Kind.COUNT:
        return sum(figures[one.old][0] * one.share for one in mine)
    if indicator.weight not in reading.indicators:
        return None
    weights = cells.get((year, reading.indicators.index(indicator.weight)), {})
    if any(one.old not in weights for one in mine):
        return None
    parts = [weights[one.old][0] * one.share for one in mine]
    if sum(parts) <= 0:
        return None
    return sum(figures[one.old][0] * part for one, part in zip(mine, parts, strict=True)) / sum(
        parts
    )


def _joined(reading: Reading, more: Reading, remark: str) -> Reading:
    """Return a reading with the figures of another one of the same dataset behind its own."""
    areas = (*reading.areas, *more.areas)
    names = list(reading.indicators)
    keys = [one.key for one in reading.sources]
    to_name = np.array([names.index(one) for one in more.indicators] or [0], np.int32)
    to_source = np.array([keys.index(one.key) for one in more.sources] or [0], np.int32)
    notes = {**reading.notes, **{len(reading) + at: text for at, text in more.notes.items()}}
    return replace(
        reading,
        areas=areas,
        area=np.concatenate([reading.area, more.area + np.int32(len(reading.areas))]),
        year=np.concatenate([reading.year, more.year]),
        indicator=np.concatenate([reading.indicator, to_name[more.indicator]]),
        value=np.concatenate([reading.value, more.value]),
        absent=np.concatenate([reading.absent, more.absent]),
        source=np.concatenate([reading.source, to_source[more.source]]),
        notes=MappingProxyType(notes),
        remarks=(*reading.remarks, remark),
    )
