"""Chooses the homes among BAG units, and tells of every defect met: how many, which, what was done.

BAG is a register with known flaws: units in several buildings, withdrawn units, missing
buildings, stand-in areas such as 1 or 9999. Each kind has one fixed treatment; nothing is
dropped or changed in silence.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any

from hecht.exchange.bag_area import Area
from hecht.exchange.bag_tables import Building, Unit

EXAMPLES = 5
"""How many examples of each kind a report keeps."""


class Defect(StrEnum):
    """A kind of defect; `DONE` says what is done about each."""

    REPEATED_BUILDING = "building in the table more than once"
    REPEATED_UNIT = "unit in the table more than once"
    BROKEN_SHAPE = "building polygon that crosses itself"
    WITHDRAWN = "withdrawn unit"
    UNIT_NOT_IN_USE = "unit not in use"
    NOT_RESIDENTIAL = "unit without residential use"
    MIXED_USE = "unit with residential and other use"
    BUILDING_MISSING = "unit whose building is missing"
    SEVERAL_BUILDINGS = "unit in several buildings"
    BUILDING_WRONGLY_ENTERED = "unit in a wrongly entered building"
    BUILDING_NOT_IN_USE = "unit in a building not in use"
    YEAR_UNKNOWN = "unit in a building without a year"
    DEMOLITION_PERMIT = "home with a demolition permit"
    ABSURD_AREA = "home with an absurd area"
    AREA_UNKNOWN = "home without an area"
    NO_ADDRESS = "home without an address"
    SAME_ADDRESS = "home with the address of another home"
    POINT_OUTSIDE = "home whose point lies outside its building"


DONE: dict[Defect, str] = {
    Defect.REPEATED_BUILDING: "the last row is used",
    Defect.REPEATED_UNIT: "the last row is used",
    Defect.BROKEN_SHAPE: "repaired",
    Defect.WITHDRAWN: "left out",
    Defect.UNIT_NOT_IN_USE: "left out: planned, out of use or wrongly entered",
    Defect.NOT_RESIDENTIAL: "left out",
    Defect.MIXED_USE: "taken as a home",
    Defect.BUILDING_MISSING: "left out: without a building there is no year and no block",
    Defect.SEVERAL_BUILDINGS: "put in the building that holds its point, else in the first",
    Defect.BUILDING_WRONGLY_ENTERED: "left out: that building does not exist",
    Defect.BUILDING_NOT_IN_USE: "left out: not built yet, out of use or demolished",
    Defect.YEAR_UNKNOWN: "left out where years are chosen",
    Defect.DEMOLITION_PERMIT: "kept: it still stands; its block is to be rebuilt",
    Defect.ABSURD_AREA: "the area is taken as not known",
    Defect.AREA_UNKNOWN: "the area stays not known",
    Defect.NO_ADDRESS: "kept, shown under its BAG number",
    Defect.SAME_ADDRESS: "left out; the first home with the address is kept",
    Defect.POINT_OUTSIDE: "kept where its point is",
}


@dataclass(frozen=True, slots=True)
class Range:
    """What counts as a believable area of a home in m2, and which values stand for "not known"."""

    least: float = 10.0
    most: float = 1000.0
    stand_ins: tuple[float, ...] = (1.0, 999.0, 9999.0, 99999.0, 999999.0)

    def believable(self, area: float) -> bool:
        """Return whether an area can be a home's."""
        return self.least <= area <= self.most and area not in self.stand_ins


@dataclass(frozen=True, slots=True)
class Dwelling:
    """A unit that is a home, in its one building; `unit.area` is None when it is not known."""

    unit: Unit
    building: Building
    demolition_permit: bool


@dataclass(frozen=True)
class DefectReport:
    """What was read and found. Counts are of the chosen area only."""

    buildings_read: int
    units_read: int
    units_in_area: int
    outside_years: int
    homes: int
    counts: dict[Defect, int]
    examples: dict[Defect, tuple[str, ...]]
    notes: tuple[str, ...] = ()

    def with_notes(self, *notes: str) -> DefectReport:
        """Return the report with remarks about estimates added."""
        return replace(self, notes=(*self.notes, *notes))

    def as_dict(self) -> dict[str, Any]:
        """Return the report ready for JSON."""
        return {
            "buildings_read": self.buildings_read,
            "units_read": self.units_read,
            "units_in_area": self.units_in_area,
            "outside_years": self.outside_years,
            "homes": self.homes,
            "defects": [
                {
                    "defect": kind.name.lower(),
                    "text": str(kind),
                    "count": self.counts[kind],
                    "done": DONE[kind],
                    "examples": list(self.examples[kind]),
                }
                for kind in self.counts
            ],
            "notes": list(self.notes),
        }

    def lines(self) -> list[str]:
        """Return the report as lines of text."""
        lines = [
            f"{self.buildings_read:,} buildings and {self.units_read:,} units read; "
            f"{self.units_in_area:,} units in the area, {self.outside_years:,} of them in "
            f"buildings of other years; {self.homes:,} homes.",
        ]
        for kind, count in self.counts.items():
            lines.append(f"{count:>7,}  {kind}: {DONE[kind]}")
            lines.append(f"         e.g. {'; '.join(self.examples[kind])}")
        return lines + [f"Note: {note}" for note in self.notes]


@dataclass
class _Tally:
    found: dict[Defect, list[str]] = field(default_factory=dict)

    def add(self, kind: Defect, example: str) -> None:
        self.found.setdefault(kind, []).append(example)

    def counts(self) -> dict[Defect, int]:
        return {kind: len(self.found[kind]) for kind in Defect if kind in self.found}

    def examples(self) -> dict[Defect, tuple[str, ...]]:
        return {kind: tuple(self.found[kind][:EXAMPLES]) for kind in Defect if kind in self.found}


def choose_homes(
    buildings: Sequence[Building],
    units: Sequence[Unit],
    area: Area,
    years: tuple[int, int] | None = None,
    believable: Range | None = None,
    postcodes: Collection[str] = (),
) -> tuple[list[Dwelling], DefectReport]:
    """Return the homes of an area in buildings of the given years (both included), and the report.

    With `postcodes` only units that have one of them count as in the area.
    Homes keep the order of the table of units. Buildings out of reach of the area may be absent
    from `buildings` only if no unit of the area is in them.
    """
    tally = _Tally()
    inside = area.choose(units)
    if postcodes:
        inside = [unit for unit in inside if unit.postcode in postcodes]
    inside = _last_of_each(inside, Defect.REPEATED_UNIT, tally)
    named = {reference for unit in inside for reference in unit.buildings}
    near = [building for building in buildings if building.id in named]
    building_of = {b.id: b for b in _last_of_each(near, Defect.REPEATED_BUILDING, tally)}
    building_of = {name: _sound(building, tally) for name, building in building_of.items()}
    homes: list[Dwelling] = []
    taken: dict[str, str] = {}
    outside_years = 0
    for unit in inside:
        if not _lived_in(unit, tally):
            continue
        building = _its_building(unit, building_of, tally)
        if building is None:
            continue
        if years is not None and building.year is None:
            tally.add(Defect.YEAR_UNKNOWN, _name(unit))
            continue
        if years is not None and not years[0] <= (building.year or 0) <= years[1]:
            outside_years += 1
            continue
        if _is_double(unit, taken, tally):
            continue
        homes.append(_dwelling(unit, building, believable or Range(), tally))
    report = DefectReport(
        buildings_read=len(buildings),
        units_read=len(units),
        units_in_area=len(inside),
        outside_years=outside_years,
        homes=len(homes),
        counts=tally.counts(),
        examples=tally.examples(),
    )
    return homes, report


def _last_of_each(records: Iterable[Any], kind: Defect, tally: _Tally) -> list[Any]:
    """Keep the last row of each id, at the place of the first."""
    result: dict[str, Any] = {}
    for record in records:
        if record.id in result:
            tally.add(kind, f"{record.id} (row {record.row})")
        result[record.id] = record
    return list(result.values())


def polygons_of(shape: Any) -> Any:
    """Return the polygons in a geometry as one geometry; points and lines are left out."""
    import shapely

    parts = [part for part in shapely.get_parts(shape) if part.geom_type == "Polygon"]
    return shapely.union_all(parts)


def _sound(building: Building, tally: _Tally) -> Building:
    import shapely

    if building.shape.is_valid:
        return building
    tally.add(Defect.BROKEN_SHAPE, f"{building.id} (row {building.row})")
    return replace(building, shape=polygons_of(shapely.make_valid(building.shape)))


def _lived_in(unit: Unit, tally: _Tally) -> bool:
    status = unit.status.lower()
    if "ingetrokken" in status:
        tally.add(Defect.WITHDRAWN, f"{unit.id} (row {unit.row})")
        return False
    if any(
        word in status for word in ("gevormd", "niet gerealiseerd", "buiten gebruik", "onrechte")
    ):
        tally.add(Defect.UNIT_NOT_IN_USE, f"{_name(unit)}: {unit.status}")
        return False
    residential = [use for use in unit.uses if "woonfunctie" in use.lower()]
    if not residential:
        tally.add(Defect.NOT_RESIDENTIAL, f"{_name(unit)}: {', '.join(unit.uses) or 'no use'}")
        return False
    if len(unit.uses) > len(residential):
        tally.add(Defect.MIXED_USE, f"{_name(unit)}: {', '.join(unit.uses)}")
    return True


def _its_building(unit: Unit, building_of: dict[str, Building], tally: _Tally) -> Building | None:
    """Return the building a unit is in, or None when it has none that stands."""
    from shapely import Point

    known = [building_of[name] for name in unit.buildings if name in building_of]
    if not known:
        named = ", ".join(unit.buildings) or "none named"
        tally.add(Defect.BUILDING_MISSING, f"{_name(unit)}: {named}")
        return None
    real = [building for building in known if "onrechte" not in building.status.lower()]
    if not real:
        tally.add(Defect.BUILDING_WRONGLY_ENTERED, f"{_name(unit)}: {known[0].id}")
        return None
    standing = [building for building in real if _stands(building)]
    if not standing:
        tally.add(Defect.BUILDING_NOT_IN_USE, f"{_name(unit)}: {real[0].status}")
        return None
    point = Point(unit.x, unit.y)
    holding = [building for building in standing if building.shape.covers(point)]
    chosen = (holding or standing)[0]
    if len(unit.buildings) > 1:
        how = "holds its point" if holding else "the first that stands"
        tally.add(
            Defect.SEVERAL_BUILDINGS,
            f"{_name(unit)}: {len(unit.buildings)} buildings, {chosen.id} chosen ({how})",
        )
    if not holding:
        away = chosen.shape.distance(point)
        tally.add(Defect.POINT_OUTSIDE, f"{_name(unit)}: {away:.1f} m away")
    return chosen


def _stands(building: Building) -> bool:
    status = building.status.lower()
    absent = ("bouw gestart", "bouwvergunning", "niet gerealiseerd", "buiten gebruik", "gesloopt")
    return not any(word in status for word in absent)


def _is_double(unit: Unit, taken: dict[str, str], tally: _Tally) -> bool:
    """Return whether a home with this address is there already; remember the address."""
    if not (unit.postcode and unit.number):
        return False
    address = f"{unit.postcode} {unit.house_number}".lower()
    if address in taken:
        tally.add(Defect.SAME_ADDRESS, f"{_name(unit)}: {unit.id} beside {taken[address]}")
        return True
    taken[address] = unit.id
    return False


def _dwelling(unit: Unit, building: Building, believable: Range, tally: _Tally) -> Dwelling:
    permit = "sloopvergunning" in building.status.lower()
    if permit:
        tally.add(Defect.DEMOLITION_PERMIT, f"{_name(unit)}: {building.id}")
    if not (unit.postcode and unit.number):
        tally.add(Defect.NO_ADDRESS, f"{unit.id} (row {unit.row})")
    if unit.area is None:
        tally.add(Defect.AREA_UNKNOWN, _name(unit))
    elif not believable.believable(unit.area):
        tally.add(Defect.ABSURD_AREA, f"{_name(unit)}: {unit.area:g} m2")
        unit = replace(unit, area=None)
    return Dwelling(unit, building, permit)


def _name(unit: Unit) -> str:
    """Return how a unit is named in a report: its address, else its BAG number."""
    if unit.postcode and unit.number:
        return f"{unit.postcode} {unit.house_number}"
    return f"{unit.id} (row {unit.row})"
