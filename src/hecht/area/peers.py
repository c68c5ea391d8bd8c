"""Comparable areas: those nearest on criteria that everybody can see and change.

The figures of a criterion are put on one scale by the median and the median absolute deviation
over all areas of the level, so that a few extreme areas do not set the scale. The distance of two
areas is the root of the weighted mean of the squared differences on that scale: 1 is as far apart
as an ordinary difference between two areas on every criterion.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from hecht.area.columns import Columns
from hecht.area.panel import Area, Panel
from hecht.area.within import area_of, municipality

LEAST_SHARE = 0.5
"""A criterion is used only when at least this share of the candidates has a figure of it."""

OLDER = 3
"""A figure so many years older than the own newest may stand in, where few have the newest."""

RESIDENTS = "residents"
"""The indicator by which areas are large or small."""


@dataclass(frozen=True, slots=True)
class Criterion:
    """One thing in which comparable areas must be alike.

    The level of an indicator in a year (None: the last one), or with `change` its change a year
    from the first to the last year that the panel has of it, up to `year`.
    """

    indicator: str
    weight: float = 1.0
    year: int | None = None
    change: bool = False

    def __post_init__(self) -> None:
        """Refuse a weight that means nothing."""
        if not (self.weight > 0 and np.isfinite(self.weight)):
            raise ValueError(
                f"the weight of {self.indicator} is {self.weight}; give a number above 0, or "
                f"leave the criterion out"
            )


DEFAULT = (
    Criterion("density"),
    Criterion("address_density"),
    Criterion("homes_corporation"),
    Criterion("woz_value"),
    Criterion("income_per_resident"),
    Criterion("share_65"),
    Criterion("household_size"),
)
"""What is compared when nothing else is asked."""


def alike_in(outcome: str, until: int | None = None, weight: float = 1.0) -> tuple[Criterion, ...]:
    """Return the criteria by which areas had the level and the past trend of an outcome."""
    return (
        Criterion(outcome, weight, until),
        Criterion(outcome, weight, until, change=True),
    )


@dataclass(frozen=True, slots=True)
class Choice:
    """Which areas may be compared, and by what.

    At most `count` are found, and never more than half of those that could be: the nearest of
    nine areas are not all nine. `elsewhere` leaves out areas of the same municipality.
    `size_factor` 2 keeps areas of half to twice as many residents. Fewer than `least` criteria
    with figures are refused.
    """

    criteria: tuple[Criterion, ...] = DEFAULT
    count: int = 10
    least: int = 3
    elsewhere: bool = False
    size_factor: float | None = None
    year: int | None = None

    def __post_init__(self) -> None:
        """Refuse a choice that cannot be followed."""
        if self.count < 1 or self.least < 1:
            raise ValueError("ask for at least one comparable area and one criterion")
        if self.size_factor is not None and self.size_factor < 1:
            raise ValueError(f"the size factor is {self.size_factor}; give 1 or more, such as 2")


@dataclass(frozen=True, slots=True)
class Used:
    """A criterion as it was used: in which years, the own figure, and the scale.

    `years` is one year, or the first and the last of a change. `spread` is the robust standard
    deviation over the `known` areas with a figure.
    """

    criterion: Criterion
    years: tuple[int, ...]
    own: float
    median: float
    spread: float
    known: int


@dataclass(frozen=True, slots=True)
class Peer:
    """A comparable area: how far off, and its figure and difference for each criterion used.

    `apart` is theirs less the own figure, in spreads of the criterion.
    """

    area: Area
    distance: float
    figures: tuple[float, ...]
    apart: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Peers:
    """The comparable areas of an area, nearest first, and how they were found.

    `unavailable` gives criteria that could not be used, each with the reason (a word of
    `UNAVAILABLE`). `candidates` counts the areas that had figures of all criteria, `without` those
    left out since they had not, `other_size` and `same_place` those left out as was asked.
    """

    area: Area
    choice: Choice
    found: tuple[Peer, ...]
    used: tuple[Used, ...]
    unavailable: tuple[tuple[Criterion, str], ...]
    candidates: int
    without: int
    other_size: int
    same_place: int


UNAVAILABLE = ("unknown", "no own figure", "few figures", "all alike", "one year")


class NoPeers(ValueError):
    """No comparable areas can be named; `unavailable` tells which criteria had no figures."""

    def __init__(self, text: str, unavailable: tuple[tuple[Criterion, str], ...] = ()) -> None:
        """Keep the criteria that could not be used."""
        super().__init__(text)
        self.unavailable = unavailable


def peers(panel: Panel, area: str | Area, choice: Choice | None = None) -> Peers:
    """Return the areas of the same level nearest to an area (its code, its name, or itself).

    Ties go to the lower code. Raises NoArea for an unknown area, and NoPeers when fewer criteria
    than asked have figures or no other area has figures of them.
    """
    wanted = choice or Choice()
    here = area if isinstance(area, Area) else area_of(panel, area)
    columns = Columns(panel, here.level)
    others = [one for one in panel.areas(here.level) if one.code != here.code]
    others, other_size, same_place = _limited(others, here, wanted, columns)
    if not others:
        raise NoPeers(
            f"the panel holds no other {here.level} that {here.code} may be compared with; add "
            f"figures of more areas, or leave fewer out"
        )
    used, figures, unavailable = _criteria(wanted, here, columns, _codes(others))
    bare = 0
    if len(used) < wanted.least:
        # a panel of one municipality beside another table of the whole country
        measured = _measured(wanted, here, columns, others)
        bare = len(others) - len(measured)
        used, figures, unavailable = _criteria(wanted, here, columns, _codes(measured))
        others = measured
    if len(used) < wanted.least:
        raise NoPeers(_too_few(here, used, unavailable, wanted.least), tuple(unavailable))
    table = np.column_stack(figures)
    whole: NDArray[np.bool_] = ~np.any(np.isnan(table), axis=1)
    if not whole.any():
        raise NoPeers(
            f"no other {here.level} of the panel has figures of all {len(used)} criteria; "
            f"use fewer of them",
            tuple(unavailable),
        )
    return Peers(
        area=here,
        choice=wanted,
        found=_nearest(others, table, whole, used, wanted.count),
        used=tuple(used),
        unavailable=tuple(unavailable),
        candidates=int(whole.sum()),
        without=int((~whole).sum()) + bare,
        other_size=other_size,
        same_place=same_place,
    )


def _limited(
    others: Sequence[Area], here: Area, choice: Choice, columns: Columns
) -> tuple[list[Area], int, int]:
    """Return the areas that may be compared, and how many were left out by size and by place."""
    kept = list(others)
    other_size = same_place = 0
    if choice.elsewhere:
        own = municipality(here)
        kept = [one for one in kept if not own or municipality(one) != own]
        same_place = len(others) - len(kept)
    if choice.size_factor is not None:
        year = columns.last(RESIDENTS, choice.year)
        size = None if year is None else columns.value(RESIDENTS, year, here.code)
        if year is None or not size:
            raise NoPeers(
                f"the size of areas cannot be compared: {here.code} has no number of residents "
                f"(indicator {RESIDENTS}); leave the size factor out"
            )
        sizes = columns.of(RESIDENTS, year, np.array([one.code for one in kept], dtype=np.str_))
        factor = choice.size_factor
        fits = (sizes >= size / factor) & (sizes <= size * factor)
        other_size = int((~fits).sum())
        kept = [one for one, fit in zip(kept, fits, strict=True) if fit]
    return kept, other_size, same_place


def _codes(areas: Sequence[Area]) -> NDArray[np.str_]:
    return np.array([one.code for one in areas], dtype=np.str_)


def _criteria(
    choice: Choice, here: Area, columns: Columns, codes: NDArray[np.str_]
) -> tuple[list[Used], list[NDArray[np.float64]], list[tuple[Criterion, str]]]:
    """Return the criteria that can be used, the figures of the others, and what cannot be used."""
    used: list[Used] = []
    figures: list[NDArray[np.float64]] = []
    unavailable: list[tuple[Criterion, str]] = []
    for criterion in choice.criteria:
        found = _use(criterion, here, columns, codes, choice.year)
        if isinstance(found, str):
            unavailable.append((criterion, found))
        else:
            used.append(found[0])
            figures.append(found[1])
    return used, figures, unavailable


def _measured(choice: Choice, here: Area, columns: Columns, others: Sequence[Area]) -> list[Area]:
    """Return the areas with a figure of a criterion in the newest year that the area itself has."""
    codes = _codes(others)
    some = np.zeros(len(codes), dtype=np.bool_)
    for criterion in choice.criteria:
        for year in _own_years(criterion, here, columns, choice.year)[-1:]:
            some |= ~np.isnan(columns.of(criterion.indicator, year, codes))
    return [one for one, has in zip(others, some, strict=True) if has]


def _own_years(
    criterion: Criterion, here: Area, columns: Columns, until: int | None
) -> tuple[int, ...]:
    """Return the years in which the area itself has a figure: the newest edition may lack it."""
    limit = criterion.year if criterion.year is not None else until
    name = criterion.indicator
    return tuple(
        year for year in columns.years(name)
        if (limit is None or year <= limit) and columns.value(name, year, here.code) is not None
    )  # fmt: skip


def _use(
    criterion: Criterion,
    here: Area,
    columns: Columns,
    codes: NDArray[np.str_],
    until: int | None,
) -> tuple[Used, NDArray[np.float64]] | str:
    """Return a criterion with the figures of the other areas, or why it cannot be used."""
    name = criterion.indicator
    if name not in columns.panel.indicators:
        return "unknown"
    limit = criterion.year if criterion.year is not None else until
    own_code = np.array([here.code], dtype=np.str_)
    years = tuple(year for year in columns.years(name) if limit is None or year <= limit)
    if criterion.change:
        if len(years) < 2:
            return "one year"
        years = (years[0], years[-1])
    else:
        years = _own_years(criterion, here, columns, until)
        # the newest that enough others have too, unless that is too long ago
        recent = [year for year in years if year >= years[-1] - OLDER]
        widely = [year for year in recent if _enough(columns.of(name, year, codes))]
        years = tuple(widely[-1:]) or years[-1:]
    if not years:
        return "no own figure"
    own = float(_figures(columns, name, years, own_code)[0])
    if np.isnan(own):
        return "no own figure"
    theirs = _figures(columns, name, years, codes)
    known = theirs[~np.isnan(theirs)]
    if not _enough(theirs):
        return "few figures"
    every = np.append(known, own)
    median, spread = float(np.median(every)), _spread(every)
    if spread <= 0:
        return "all alike"
    return Used(criterion, years, own, median, spread, len(every)), theirs


def _enough(theirs: NDArray[np.float64]) -> bool:
    known = int((~np.isnan(theirs)).sum())
    return known >= max(2, LEAST_SHARE * len(theirs))


def _figures(
    columns: Columns, name: str, years: tuple[int, ...], codes: NDArray[np.str_]
) -> NDArray[np.float64]:
    """Return the level in one year, or the change a year between two."""
    last = columns.of(name, years[-1], codes)
    if len(years) == 1:
        return last
    return (last - columns.of(name, years[0], codes)) / (years[1] - years[0])


def _spread(values: NDArray[np.float64]) -> float:
    """Return the robust standard deviation; where half of the figures are equal, the plain one."""
    middle = float(np.median(np.abs(values - np.median(values)))) * 1.4826
    return middle if middle > 0 else float(values.std())


def _nearest(
    others: Sequence[Area],
    table: NDArray[np.float64],
    whole: NDArray[np.bool_],
    used: Sequence[Used],
    count: int,
) -> tuple[Peer, ...]:
    own = np.array([one.own for one in used])
    spread = np.array([one.spread for one in used])
    weight = np.array([one.criterion.weight for one in used])
    apart = (table - own) / spread
    distance = np.sqrt((weight * apart**2).sum(axis=1) / weight.sum())
    places = [place for place in range(len(others)) if whole[place]]
    places.sort(key=lambda place: (round(float(distance[place]), 9), others[place].code))
    count = min(count, math.ceil(len(places) / 2))
    return tuple(
        Peer(
            others[place],
            float(distance[place]),
            tuple(float(value) for value in table[place]),
            tuple(float(value) for value in apart[place]),
        )
        for place in places[:count]
    )


def _too_few(
    here: Area,
    used: Sequence[Used],
    unavailable: Sequence[tuple[Criterion, str]],
    least: int,
) -> str:
    names = ", ".join(f"{one.indicator} ({why})" for one, why in unavailable) or "none"
    return (
        f"{here.code} {here.name} can be compared on {len(used)} criteria, and at least {least} "
        f"are needed; not usable: {names}. Name criteria that the panel has figures "
        f"of (--criteria), or ask for fewer (--least-criteria)"
    )
