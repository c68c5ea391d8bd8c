"""Heat and gas of homes by energy label, from the table `energy`: estimates, never a measurement.

The heat of a home is a fixed part and a part for each m2 of usable floor area, by label and by
whether homes are stacked; hot water comes on top. What a label means in GJ are the key figures of
the Vesta MAIS model of PBL (space heating that is asked for, by type of home, period of building
and label), averaged over the periods, since a folder does not hold the year of building. Homes
that have the same label differ more than the labels do; the note of each row tells how much.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from hecht.rules.dated import Amount, DatedTable, NoAmount, look_up

NAME = "energy"


@dataclass(frozen=True, slots=True)
class Heat:
    """The heat that a home asks for in a year, in GJ: for its rooms and for hot water."""

    rooms: float
    water: float

    @property
    def total(self) -> float:
        """Return both together."""
        return self.rooms + self.water


@dataclass(frozen=True, slots=True)
class HeatRule:
    """What homes of one label and form ask for in a year, in GJ; `per_m2` of floor area."""

    per_home: float
    per_m2: float
    water: float

    def of(self, area: float) -> Heat:
        """Return the heat of a home of `area` m2 of usable floor area."""
        return Heat(self.per_home + self.per_m2 * area, self.water)


def heat_rule(
    label: str, stacked: bool, day: date, own: DatedTable | None = None
) -> HeatRule | NoAmount:
    """Return what homes of a label ask for, or what must be provided to know it.

    For labels better than A the table has one row, `better`, unless the user's `own` rows name
    the label itself.
    """
    form = "stacked" if stacked else "row"
    amounts = []
    for part in ("home", "m2"):
        found = _first(f"heat_{form}_{{}}_{part}", label, day, own)
        if isinstance(found, NoAmount):
            return found
        amounts.append(found.amount)
    water = look_up(NAME, f"hot_water_{form}", day, own)
    if isinstance(water, NoAmount):
        return water
    return HeatRule(amounts[0], amounts[1], water.amount)


@dataclass(frozen=True, slots=True)
class GasRule:
    """GJ of heat from one m3 of natural gas, for rooms and for hot water, and kg CO2 of it."""

    rooms: float
    water: float
    co2: float

    def gas(self, heat: Heat) -> float:
        """Return the natural gas in m3 that gives this heat with a condensing boiler."""
        return heat.rooms / self.rooms + heat.water / self.water

    def emission(self, heat: Heat) -> float:
        """Return the CO2 in kg that comes out of the boiler for this heat."""
        return self.gas(heat) * self.co2


def gas_rule(day: date, own: DatedTable | None = None) -> GasRule | NoAmount:
    """Return what natural gas gives and emits, or what must be provided to know it."""
    found = [
        look_up(NAME, rule, day, own) for rule in ("gas_space_heat", "gas_hot_water", "gas_co2")
    ]
    amounts = []
    for one in found:
        if isinstance(one, NoAmount):
            return one
        amounts.append(one.amount)
    return GasRule(*amounts)


def _first(pattern: str, label: str, day: date, own: DatedTable | None) -> Amount | NoAmount:
    """Look a label up, and for labels better than A what holds for all of those."""
    found = look_up(NAME, pattern.format(label), day, own)
    if isinstance(found, NoAmount) and label.startswith("A+"):
        return look_up(NAME, pattern.format("better"), day, own)
    return found
