"""The codes of areas: always text, and telling which area lies inside which.

The codes of Statistics Netherlands (CBS) are GM and four digits for a municipality, WK and six
marks for a wijk, BU and eight marks for a buurt, NL for the country. The first four marks after
the letters are the municipality's; the marks of wijk and buurt may be letters.
"""

from __future__ import annotations

import re

from hecht.area.panel import Level

COUNTRY = "NL"
"""The code of the Netherlands, which CBS writes as NL00 or NL01."""

_MUNICIPALITY = re.compile(r"GM\d{4}")
_DISTRICT = re.compile(r"WK\d{4}[0-9A-Z]{2}")
_NEIGHBOURHOOD = re.compile(r"BU\d{4}[0-9A-Z]{4}")
_COUNTRY = re.compile(r"NL(\d\d)?")
_MEANT = re.compile(r"(GM|WK|BU)\d")
_LEVELS = (
    (_MUNICIPALITY, Level.MUNICIPALITY),
    (_DISTRICT, Level.DISTRICT),
    (_NEIGHBOURHOOD, Level.NEIGHBOURHOOD),
    (_COUNTRY, Level.COUNTRY),
)
_OUTER = (Level.MUNICIPALITY, Level.DISTRICT)
_MARKS = {"GM": 4, "WK": 6, "BU": 8}
_LONGEST = 60


class CodeError(ValueError):
    """A code of an area that cannot be one; the message says what is wrong and what to do."""


def tidy(text: str) -> str:
    """Return a code as it is kept: without the spaces around it, CBS codes in capitals.

    Raises CodeError for nothing at all, for a CBS code of the wrong length (zeros that a
    spreadsheet dropped, say), and for what is too long or holds control characters.
    """
    code = text.strip()
    if not code:
        raise CodeError("there is no code of an area; give one, such as BU03440111")
    large = code.upper()
    if _COUNTRY.fullmatch(large):
        return COUNTRY
    if any(pattern.fullmatch(large) for pattern, _ in _LEVELS):
        return large
    if _MEANT.match(large):
        kind = large[:2]
        raise CodeError(
            f"{code!r} is not a code of CBS: after {kind} come {_MARKS[kind]} marks, the first "
            f"four of them digits; zeros that were lost must be put back"
        )
    if len(code) > _LONGEST or not code.isprintable():
        raise CodeError(
            f"{code[:_LONGEST]!r} cannot be the code of an area: use at most {_LONGEST} marks "
            f"that can be printed"
        )
    return code


def level_of(code: str) -> Level:
    """Return what kind of area a code stands for; any code that is not of CBS is OTHER.

    Four digits alone are OTHER too: whether 0344 is a municipality, only a user's own mapping of
    codes can tell.
    """
    for pattern, level in _LEVELS:
        if pattern.fullmatch(code):
            return level
    return Level.OTHER


def inside(code: str) -> str:
    """Return the code of the area that an area lies in; "" for the country and other areas."""
    level = level_of(code)
    if level is Level.NEIGHBOURHOOD:
        return "WK" + code[2:8]
    if level is Level.DISTRICT:
        return "GM" + code[2:6]
    return COUNTRY if level is Level.MUNICIPALITY else ""


def within(code: str, outer: str) -> bool:
    """Return whether an area is another one or lies in it, as far as their codes tell."""
    if code == outer:
        return code != ""
    if outer == COUNTRY:
        return level_of(code) is not Level.OTHER
    # a wijk or buurt begins with the marks of what it lies in
    if code[2 : len(outer)] != outer[2:] or len(code) <= len(outer):
        return False
    return level_of(code) is not Level.OTHER and level_of(outer) in _OUTER
