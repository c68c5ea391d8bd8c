"""A goals file: TOML that says what is sought of scenarios. docs/scenarios.md explains it."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from pathlib import Path

from hecht.design.goals import Goals, GoalsError, goals_of
from hecht.outcomes.figure import Definition


def read_goals(path: str | Path, definitions: Mapping[str, Definition]) -> Goals:
    """Return the goals of a file; `definitions` are the figures that exist.

    Raises GoalsError naming the file and the key at fault, OSError when it cannot be read.
    """
    place = Path(path)
    try:
        found = tomllib.loads(place.read_bytes().decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise GoalsError(f"{place.name}: the file is not UTF-8; save it as UTF-8") from None
    except tomllib.TOMLDecodeError as error:
        raise GoalsError(
            f"{place.name}: this is not valid TOML: {error}; write key = value, text between "
            "double quotes"
        ) from None
    try:
        return goals_of(found, definitions)
    except GoalsError as error:
        raise GoalsError(f"{place.name}: {error}") from None
