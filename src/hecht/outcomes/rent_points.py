"""Points of the rent system (woningwaarderingsstelsel), through the package woningwaardering.

The points follow from rooms, kitchen, bathroom, outdoor space, energy label with its date, WOZ
value and more: far more than a folder holds. They are therefore computed of units in the form of
the sector's data standard (VERA, "eenheid"), as a landlord's own system can export them. A home
without a unit, or with one that lacks something, has no points, and the answer says what it lacks.

The package is optional: `pip install 'hecht[rent-points]'`. It implements the policy book of the
year that it was made for, and refuses days of other years. No rights follow from its outcome.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from importlib.util import find_spec
from types import MappingProxyType
from typing import Any

from hecht.neighbourhood import Home, Tenure
from hecht.outcomes.figure import Value
from hecht.outcomes.words import some

NEEDED = (
    "its rooms with their areas and heating, the kitchen with the length of its counter, the "
    "sanitary fittings, outdoor space, year of building, kind of building, WOZ values, energy "
    "label with its date, and whether it is a monument"
)
_SECONDS = 600


class NoRentPoints(RuntimeError):
    """Points cannot be computed at all; the message says why and what to do."""


@dataclass(frozen=True)
class RentPoints:
    """The points of one home, whole, and the highest rent in euros a month that goes with them.

    `groups` holds the points by group of the system, under its Dutch name; empty when not known.
    """

    home: str
    points: Value
    highest_rent: Value
    groups: Mapping[str, float] = field(default_factory=lambda: MappingProxyType({}))

    def over(self, rent: float | None) -> bool | None:
        """Return whether a rent is higher than the points allow; None when that is not known."""
        limit = self.highest_rent.value
        return None if rent is None or limit is None else rent > limit


def rent_points(
    homes: Iterable[Home], units: Mapping[str, Mapping[str, Any]], day: date
) -> dict[str, RentPoints]:
    """Return the points of homes on a day, by home, in their order.

    `units` maps homes to their VERA unit (the JSON object of an "eenheid", read). Owned homes
    have no points. Raises NoRentPoints when the package is not installed or fails as a whole;
    it is not needed when there is no unit at all.
    """
    let = [home for home in homes if home.tenure is not Tenure.OWNED]
    known = {home.id: dict(units[home.id]) for home in let if home.id in units}
    answers = _ask(known, day) if known else {}
    return {home.id: _points(home, answers.get(home.id)) for home in let}


def over_points(homes: Iterable[Home], points: Mapping[str, RentPoints]) -> Value:
    """Return how many homes have a rent above what their points allow; not known when one is not.

    Homes without points in the mapping (owned ones) are not counted.
    """
    judged = [(home, points[home.id].over(home.rent)) for home in homes if home.id in points]
    unknown = tuple(home.id for home, over in judged if over is None)
    if unknown:
        return Value.unknown(f"the points or the rent of {some(unknown)} are not known")
    return Value(float(sum(bool(over) for _, over in judged)))


def _ask(units: Mapping[str, Mapping[str, Any]], day: date) -> dict[str, dict[str, Any]]:
    if find_spec("woningwaardering") is None:
        raise NoRentPoints(
            "the points of the rent system need the package woningwaardering; install it with "
            "pip install 'hecht[rent-points]'"
        )
    try:
        done = subprocess.run(
            [sys.executable, "-m", "hecht.outcomes.rent_points_worker"],
            input=json.dumps({"day": day.isoformat(), "units": units}, default=str),
            capture_output=True,
            text=True,
            check=True,
            timeout=_SECONDS,
        )
        answer: dict[str, dict[str, Any]] = json.loads(done.stdout)
    except subprocess.CalledProcessError as error:
        last = (error.stderr.strip().splitlines() or ["no message"])[-1]
        raise NoRentPoints(
            f"the package woningwaardering failed: {last}; check the units, or try another version"
        ) from None
    except subprocess.TimeoutExpired:
        raise NoRentPoints(
            f"the package woningwaardering took more than {_SECONDS} seconds; give fewer units"
        ) from None
    return answer


def _points(home: Home, answer: dict[str, Any] | None) -> RentPoints:
    if answer is None:
        why = f"there is no unit of home {home.id}; give it in VERA form, with {NEEDED}"
        return RentPoints(home.id, Value.unknown(why), Value.unknown(why))
    if "why" in answer:
        why = f"home {home.id} could not be valued: {answer['why']}"
        return RentPoints(home.id, Value.unknown(why), Value.unknown(why))
    return RentPoints(
        home.id,
        Value(float(answer["points"])),
        Value(float(answer["rent"])),
        MappingProxyType(dict(answer["groups"])),
    )
