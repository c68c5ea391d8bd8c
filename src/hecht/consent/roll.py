"""The roll: who is counted. The tenancies of each building unit on the reference date.

Article 7:220 paragraph 3 BW speaks of a complex of ten or more homes that is one structural unit.
The homes make a unit large enough, the tenancies on the reference date are the denominator: not
the answers, and not who lives there today.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from hecht.consent.record import ConsentError


@dataclass(frozen=True, slots=True)
class UnitHome:
    """A home of a building unit, let or not."""

    home: str
    unit: str


@dataclass(frozen=True, slots=True)
class Tenancy:
    """A tenancy: one contract for one home, however many people signed it.

    `first_day` None: it began before the records. `last_day` None: it goes on. Both days belong
    to the tenancy. `name` is for letters and counsellors only; the record never holds it.
    """

    tenancy: str
    home: str
    first_day: date | None = None
    last_day: date | None = None
    name: str = ""

    def runs_on(self, day: date) -> bool:
        """Return whether the tenancy runs on a day."""
        begun = self.first_day is None or self.first_day <= day
        return begun and (self.last_day is None or day <= self.last_day)


@dataclass(frozen=True, slots=True)
class Unit:
    """A building unit: all its homes, and its tenancies on the reference date as (id, home)."""

    unit: str
    homes: tuple[str, ...]
    tenancies: tuple[tuple[str, str], ...]

    def as_dict(self) -> dict[str, Any]:
        """Return the unit as it stands in the record."""
        return {
            "unit": self.unit,
            "homes": list(self.homes),
            "tenancies": [{"tenancy": one, "home": home} for one, home in self.tenancies],
        }


def roll(homes: Sequence[UnitHome], tenancies: Sequence[Tenancy], day: date) -> tuple[Unit, ...]:
    """Return the units in the order of their homes, with the tenancies that run on a day.

    Raises ConsentError naming the home or tenancy: a home or tenancy listed twice, a tenancy of
    an unknown home, one that ends before it begins, two tenancies of one home on that day.
    """
    _once([one.home for one in homes], "home", "homes.csv")
    _once([one.tenancy for one in tenancies], "tenancy", "tenancies.csv")
    unit_of = {one.home: one.unit for one in homes}
    counted: dict[str, list[tuple[str, str]]] = defaultdict(list)
    by_home: dict[str, str] = {}
    for one in tenancies:
        if one.home not in unit_of:
            raise ConsentError(
                f"tenancy {one.tenancy} is of home {one.home}, which is not in homes.csv; "
                "add the home or correct the tenancy"
            )
        if one.first_day and one.last_day and one.last_day < one.first_day:
            raise ConsentError(
                f"tenancy {one.tenancy} ends on {one.last_day}, before it begins; correct a day"
            )
        if not one.runs_on(day):
            continue
        if one.home in by_home:
            raise ConsentError(
                f"home {one.home} has two tenancies on the reference date {day}: "
                f"{by_home[one.home]} and {one.tenancy}; people who signed one contract are one "
                "tenancy, so end one of the two or put them together"
            )
        by_home[one.home] = one.tenancy
        counted[unit_of[one.home]].append((one.tenancy, one.home))
    return tuple(
        Unit(
            unit,
            tuple(one.home for one in homes if one.unit == unit),
            tuple(sorted(counted[unit])),
        )
        for unit in dict.fromkeys(one.unit for one in homes)
    )


def _once(ids: list[str], what: str, file: str) -> None:
    for one, times in Counter(ids).items():
        if not one:
            raise ConsentError(f"{file} has a row without a {what}; fill it in")
        if times > 1:
            raise ConsentError(f"{what} {one} stands {times} times in {file}; keep one")
