"""letters.toml: who sends the letters. A small file that the landlord fills in once."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from hecht.residents.letterhead import Letterhead

FILE = "letters.toml"

REQUIRED = ("organisation", "address", "contact_person", "phone", "email", "objection_address")
"""What no letter can do without."""

_TEXTS = ("organisation", "contact_person", "phone", "email", "contact_role", "phone_hours",
          "website", "place", "town", "colour")  # fmt: skip
_LINES = ("address", "objection_address")
_DAYS = ("reply_days", "objection_days")
_MOST_DAYS = 366
_CONTRAST = 4.5
"""The least contrast of text with its ground (WCAG 2.2, level AA)."""

START = """\
# Who sends the letters of `hecht letters`. Fill in what is empty.

# The name at the head of the letter.
organisation = ""

# The address at the head, in lines.
address = ["", ""]

# Whom residents can call, and when.
contact_person = ""
phone = ""
email = ""
# contact_role = "wijkconsulent"
# phone_hours = "maandag tot en met vrijdag, 9.00 - 17.00 uur"
# website = "www.example.org"

# Where residents send a letter when they disagree, in lines.
objection_address = ["", "", ""]

# Within how many days after the date of the letter they can disagree. Left out: no last day.
# objection_days = 42

# Within how many days they should say what is wrong in the plan. Left out: no last day.
# reply_days = 28

# The place before the date, and the postcode and town below the address of a resident.
# place = "Tilburg"
# town = "5021 XX Tilburg"

# Whether who lives in a temporary home pays the old rent. Left out: the letter does not say so.
# temporary_rent_same = true

# The colour of the headings; dark enough to read on white.
# colour = "#17645c"
"""


class LetterheadError(ValueError):
    """letters.toml cannot be used: the text says which key and what to do."""


def read_letterhead(path: str | Path) -> Letterhead:
    """Read who sends the letters.

    Raises LetterheadError naming every key that is missing or wrong.
    """
    place = Path(path)
    try:
        keys = tomllib.loads(place.read_text(encoding="utf-8-sig"))
    except FileNotFoundError:
        raise LetterheadError(
            f"{place} is not there; `hecht letters --new {place}` writes one to fill in"
        ) from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise LetterheadError(f"{place} cannot be read: {error}; correct that line") from None
    wrong = list(_faults(keys))
    if wrong:
        raise LetterheadError(f"{place}: " + "; ".join(wrong))
    values: dict[str, Any] = {name: keys[name].strip() for name in _TEXTS if name in keys}
    values |= {name: _lines(keys[name]) for name in _LINES}
    values |= {name: keys[name] for name in (*_DAYS, "temporary_rent_same") if name in keys}
    return Letterhead(**values)


def _faults(keys: Mapping[str, Any]) -> list[str]:
    """Return what is wrong, each with what to write instead."""
    known = (*_TEXTS, *_LINES, *_DAYS, "temporary_rent_same")
    found = [f"{name} is not a key; take it out" for name in keys if name not in known]
    for name in REQUIRED:
        if name not in keys or not _lines(keys[name]):
            found.append(f"{name} is missing; fill it in")
    for name in _TEXTS:
        if name in keys and not isinstance(keys[name], str):
            found.append(f'{name} is {keys[name]!r}; write it between quotes: "…"')
    for name in _LINES:
        if name in keys and not _are_lines(keys[name]):
            found.append(f'{name} is {keys[name]!r}; write it in lines: ["…", "…"]')
    for name in _DAYS:
        days = keys.get(name, 1)
        if not isinstance(days, int) or isinstance(days, bool) or not 1 <= days <= _MOST_DAYS:
            found.append(f"{name} is {days!r}; write whole days from 1 to {_MOST_DAYS}")
    same = keys.get("temporary_rent_same", False)
    if not isinstance(same, bool):
        found.append(f"temporary_rent_same is {same!r}; write true or false")
    colour = keys.get("colour", "#000000")
    if not isinstance(colour, str) or not re.fullmatch(r"#[0-9a-fA-F]{6}", colour):
        found.append(f'colour is {colour!r}; write it as "#17645c"')
    elif _contrast_with_white(colour) < _CONTRAST:
        found.append(
            f"colour {colour} has a contrast of {_contrast_with_white(colour):.1f} with white; "
            f"take one that is darker, {_CONTRAST} at least"
        )
    return found


def _are_lines(value: Any) -> bool:
    many = isinstance(value, list) and all(isinstance(one, str) for one in value)
    return many or isinstance(value, str)


def _lines(value: Any) -> tuple[str, ...]:
    every = [value] if isinstance(value, str) else value if isinstance(value, list) else []
    return tuple(one.strip() for one in every if isinstance(one, str) and one.strip())


def _contrast_with_white(colour: str) -> float:
    """Return the contrast of a colour with white, by WCAG 2.2."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    red, green, blue = linear
    return 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05)
