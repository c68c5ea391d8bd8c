"""Points of the rent system of a scenario's homes, of the units that the folder has of them."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from hecht.neighbourhood import Home, Stage, Tenure, Works
from hecht.outcomes.calendar_days import day_of
from hecht.outcomes.figure import Topic, Value, definer
from hecht.outcomes.rent_points import NoRentPoints, RentPoints, over_points, rent_points
from hecht.outcomes.scene import Phase, Scene
from hecht.outcomes.words import some

SOURCE = (
    "the policy book of the Huurcommissie, through the package woningwaardering; "
    "docs/outcomes/rent_points.md"
)
_definition = definer(Topic.AFFORDABILITY, SOURCE)

DEFINITIONS = (
    _definition(
        "rent_points_new",
        "points",
        ("Rent points of the new homes", "Huurpunten van de nieuwe woningen"),
        (
            "Mean points of the woningwaarderingsstelsel of the new rented homes that can be "
            "lived in.",
            "Gemiddelde punten van het woningwaarderingsstelsel van de nieuwe bewoonbare "
            "huurwoningen.",
        ),
    ),
    _definition(
        "points_rent_new",
        "euro/month",
        ("Highest rent by points, new homes", "Hoogste huur volgens de punten, nieuwe woningen"),
        (
            "Mean of the highest rents that go with the points of the new rented homes.",
            "Gemiddelde van de hoogste huren die bij de punten van de nieuwe huurwoningen horen.",
        ),
    ),
    _definition(
        "over_points_new",
        "homes",
        ("New homes with a rent above their points", "Nieuwe woningen met huur boven de punten"),
        (
            "New rented homes with a rent above the highest that goes with their points.",
            "Nieuwe huurwoningen met een huur boven de hoogste die bij hun punten hoort.",
        ),
        better="less",
    ),
    _definition(
        "rent_points",
        "points",
        ("Rent points of all homes", "Huurpunten van alle woningen"),
        (
            "Mean points of all rented permanent homes that can be lived in.",
            "Gemiddelde punten van alle bewoonbare huurwoningen, wisselwoningen niet meegeteld.",
        ),
    ),
    _definition(
        "over_points",
        "homes",
        ("Homes with a rent above their points", "Woningen met een huur boven de punten"),
        (
            "Rented permanent homes that can be lived in, with a rent above the highest that goes "
            "with their points.",
            "Bewoonbare huurwoningen met een huur boven de hoogste die bij hun punten hoort.",
        ),
        better="less",
    ),
)

_KNOWN: dict[tuple[date, str], RentPoints] = {}
"""What was valued in this process already, by day and unit; valuing takes seconds."""
MOST_KNOWN = 10_000
"""So many values are kept from one measurement to the next; the oldest go first."""


def figures(scene: Scene, month: int) -> dict[str, Value]:
    """Return the figures of the rent system in one month (TODAY, 0 up to the scene's end)."""
    homes = [
        at.home for at in scene.homes_at(month) if at.usable and at.home.tenure is not Tenure.OWNED
    ]
    new = [home for home in homes if home.stage is Stage.NEW]
    of_new, of_all = _points(scene, new, month), _points(scene, homes, month)
    return {
        "rent_points_new": _mean(new, of_new, "points"),
        "points_rent_new": _mean(new, of_new, "highest_rent"),
        "over_points_new": _over(new, of_new),
        "rent_points": _mean(homes, of_all, "points"),
        "over_points": _over(homes, of_all),
    }


def unit_key(scene: Scene, home: Home, month: int) -> str:
    """Return under which name the unit of a home, as it is in a month, stands in units.json.

    That is the home's id; once an option has renovated it, the id, a colon and the option's.
    """
    if home.block is None or home.stage is not Stage.EXISTING:
        return home.id
    works = scene.neighbourhood.block_of[home.block].works
    if works is Works.KEEP or scene.phase(home.block, month) is not Phase.AFTER:
        return home.id
    return f"{home.id}:{scene.options[home.block].id}"


def _points(scene: Scene, homes: Sequence[Home], month: int) -> dict[str, RentPoints] | str:
    """Return the points of homes, or why there are none of some."""
    if not homes:
        return "no such home is let in this month"
    keys = {home.id: unit_key(scene, home, month) for home in homes}
    lacking = tuple(key for key in keys.values() if key not in scene.units)
    if lacking:
        return f"no unit of {some(lacking)} is given; add it to units.json"
    year = scene.neighbourhood.project.price_year or day_of(scene, month).year
    try:
        return _valued(homes, {one: scene.units[key] for one, key in keys.items()}, year)
    except NoRentPoints as error:
        return str(error)


def _valued(
    homes: Sequence[Home], units: Mapping[str, Mapping[str, Any]], year: int
) -> dict[str, RentPoints]:
    """Return the points on 1 July, when rents rise; what is known is not asked again."""
    day = date(year, 7, 1)
    texts = {one: json.dumps([one, unit], sort_keys=True) for one, unit in units.items()}
    fresh = [home for home in homes if (day, texts[home.id]) not in _KNOWN]
    for one, found in rent_points(fresh, units, day).items():
        _KNOWN[day, texts[one]] = found
    valued = {home.id: _KNOWN[day, texts[home.id]] for home in homes}
    for oldest in list(_KNOWN)[:-MOST_KNOWN]:
        del _KNOWN[oldest]
    return valued


def _mean(homes: Sequence[Home], found: dict[str, RentPoints] | str, what: str) -> Value:
    if isinstance(found, str):
        return Value.unknown(found)
    values: list[Value] = [getattr(found[home.id], what) for home in homes]
    known = [value.value for value in values if value.value is not None]
    if len(known) < len(values):
        return next(value for value in values if value.value is None)
    return Value(sum(known) / len(known))


def _over(homes: Sequence[Home], found: dict[str, RentPoints] | str) -> Value:
    return Value.unknown(found) if isinstance(found, str) else over_points(homes, found)
