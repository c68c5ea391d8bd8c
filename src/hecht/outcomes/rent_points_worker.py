"""Values units with the package woningwaardering, in a process of its own.

The package changes the locale, the time zone, the decimal context, the hooks for errors and the
filters for warnings of the process that imports it, and may ask a register on the network where a
home lies. Here it can do neither to hecht: it runs apart, and the network is closed to it. Run as a
module; reads {"day": ..., "units": {home: unit}} as JSON and writes {home: result} as JSON.
"""

from __future__ import annotations

import json
import sys
import warnings
from collections.abc import Mapping
from datetime import date
from typing import Any


def value_units(day: date, units: Mapping[str, Mapping[str, Any]]) -> dict[str, dict[str, Any]]:
    """Return for each unit its points, groups and highest rent, or `why` there are none.

    Every warning of the package that it lacks something makes the points of that unit not known.
    """
    from woningwaardering import Woningwaardering
    from woningwaardering.vera.bvg.generated import EenhedenEenheid

    warnings.simplefilter("error", UserWarning)
    _close_the_network()
    try:
        system = Woningwaardering(peildatum=day)
    except ValueError as error:
        return {home: {"why": str(error)} for home in units}
    result: dict[str, dict[str, Any]] = {}
    for home, unit in units.items():
        try:
            found = system.waardeer(EenhedenEenheid.model_validate(dict(unit)))
        except (UserWarning, ValueError) as error:
            result[home] = {"why": " ".join(str(error).split())}
            continue
        groups = {}
        for group in found.groepen or []:
            kind = group.criterium_groep and group.criterium_groep.stelselgroep
            if kind is not None and group.punten is not None:
                groups[str(kind.naam)] = float(group.punten)
        result[home] = {
            "points": found.punten,
            "rent": found.maximale_huur_inclusief_opslag,
            "groups": groups,
        }
    return result


def _close_the_network() -> None:
    import requests

    def refuse(*_: object, **__: object) -> None:
        raise requests.ConnectionError(
            "hecht sends no addresses out; give the code of the place (woonplaats) in the unit"
        )

    session: Any = requests.sessions.Session
    session.request = refuse


def main() -> None:
    """Read what is asked from the standard input and write the answer to the standard output."""
    asked = json.load(sys.stdin)
    answer = value_units(date.fromisoformat(asked["day"]), asked["units"])
    json.dump(answer, sys.stdout)


if __name__ == "__main__":
    main()
