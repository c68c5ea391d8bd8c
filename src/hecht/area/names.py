"""Names of areas to their codes: what is sure is matched, what is near is proposed, never taken.

A name is sure when it is the same as exactly one area's after leaving out capitals, accents,
hyphens and other marks, and marks that cannot be seen. Everything else is for a person to say.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

NEAR = 0.8
"""From this likeness on (difflib's ratio, 1 is equal) an area is proposed for a name."""
MOST = 3


class Found(StrEnum):
    """How a name came to its code."""

    SAME = "same"
    """The one area of this name."""
    GIVEN = "given"
    """A person said so."""
    SEVERAL = "several"
    """More areas have this name: all are proposed."""
    NEAR = "near"
    """Like the names of the areas that are proposed."""
    NONE = "none"
    """Like no area's name."""


@dataclass(frozen=True, slots=True)
class Match:
    """What is known of one name: its `code`, "" where a person must choose from `proposals`.

    Each proposal is an area's code, its name, and how like it is.
    """

    name: str
    found: Found
    code: str = ""
    proposals: tuple[tuple[str, str, float], ...] = ()


def plain(name: str) -> str:
    """Return a name as it is compared: small letters and digits with single spaces."""
    parted = unicodedata.normalize("NFKD", name.casefold())
    kept = "".join(
        " " if unicodedata.category(mark)[0] in "ZP" else mark
        for mark in parted
        if unicodedata.category(mark) not in ("Mn", "Cf", "Cc")
    )
    return " ".join(kept.split())


def match(
    names: Iterable[str],
    areas: Sequence[tuple[str, str]],
    given: Mapping[str, str] | None = None,
) -> list[Match]:
    """Return a match for each distinct name, in their order.

    `areas` are codes with names. `given` are names with the codes that a person chose for them,
    "" to leave a name out; it goes before everything else. Raises ValueError for a given code
    that is none of the areas'.
    """
    said = {plain(name): code for name, code in (given or {}).items()}
    codes = {code for code, _ in areas}
    for name, code in said.items():
        if code and code not in codes:
            raise ValueError(
                f"{code!r} was given for the name {name!r}, but there is no such area; choose one "
                f"of those that were proposed"
            )
    by_name: dict[str, list[tuple[str, str]]] = {}
    for code, name in areas:
        by_name.setdefault(plain(name), []).append((code, name))
    return [_match(name, by_name, said) for name in dict.fromkeys(names)]


def _match(
    name: str, by_name: Mapping[str, Sequence[tuple[str, str]]], said: Mapping[str, str]
) -> Match:
    key = plain(name)
    if key in said:
        return Match(name, Found.GIVEN, said[key])
    same = by_name.get(key, ())
    if len(same) == 1:
        return Match(name, Found.SAME, same[0][0])
    if same:
        return Match(name, Found.SEVERAL, "", tuple((code, own, 1.0) for code, own in same))
    near = sorted(
        (
            (SequenceMatcher(None, key, other).ratio(), code, own)
            for other, those in by_name.items()
            for code, own in those
        ),
        key=lambda one: (-one[0], one[1]),
    )
    proposals = tuple(
        (code, own, round(ratio, 3)) for ratio, code, own in near[:MOST] if ratio >= NEAR
    )
    return Match(name, Found.NEAR if proposals else Found.NONE, "", proposals)
