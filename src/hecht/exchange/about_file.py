"""What was done to whom: the small file that lets an own result enter the evidence."""

from __future__ import annotations

import tomllib
from dataclasses import MISSING, fields
from pathlib import Path
from typing import Any

from hecht.effects.own_entry import About

EXAMPLE = """\
key = "own-green-2024"
title = "Green in the Vogeltjesbuurt"
measure = "public_space"
themes = ["public_space"]
what = "Two streets were closed to cars and planted."
to_whom = "Residents of six neighbourhoods"
where = "Apeldoorn"
unit = "points"
source = "Own panel of the Leefbaarometer, 2012-2016"
"""


def read_about(path: Path) -> About:
    """Return what a TOML file tells of a measure; the fields are those of `About`.

    Raises ValueError that names what is missing, unknown, or of the wrong kind.
    """
    try:
        found: dict[str, Any] = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ValueError(
            f"{path} cannot be read as TOML ({error}); it looks like this:\n{EXAMPLE}"
        ) from error
    known = {field.name: field for field in fields(About)}
    unknown = sorted(set(found) - set(known))
    missing = [
        name for name, field in known.items() if field.default is MISSING and not found.get(name)
    ]
    if unknown or missing:
        wrong = [f"{', '.join(unknown)} is not known here"] if unknown else []
        wrong += [f"{', '.join(missing)} must be told"] if missing else []
        raise ValueError(f"{path}: {'; '.join(wrong)}. It looks like this:\n{EXAMPLE}")
    for name, value in found.items():
        good = isinstance(value, bool) if name == "failure" else isinstance(value, str)
        if name == "themes":
            good = isinstance(value, list) and all(isinstance(one, str) for one in value)
        if not good:
            kind = {"themes": 'a list such as ["safety"]', "failure": "true or false"}
            raise ValueError(f"{path}: {name} must be {kind.get(name, 'text between quotes')}")
    return About(**{**found, "themes": tuple(found["themes"])})
