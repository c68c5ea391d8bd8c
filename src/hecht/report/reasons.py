"""Why a household does not return (rule 7), in the reader's language and fit for who reads it.

The plan gives its reasons in English. Those that the engine makes are told in the language of
the page; a reason that somebody wrote is left as it is. A household is told exactly what did
not suit it. The committee is told that no home suited, not whether it was the rooms, the rent
or a need for access: that is the household's own affair.
"""

from __future__ import annotations

import re

from hecht.report.words import Words

_TAKEN = re.compile(r"^(\d+) of (\d+) homes would suit, but all of them go to households ")
_NONE = re.compile(r"^none of the (\d+) homes suits: ")
_CAUSES = {
    "rooms": re.compile(r"(\d+) have the wrong number of rooms"),
    "rent": re.compile(r"(\d+) cost more than the household can pay"),
    "access": re.compile(r"(\d+) cannot be reached as the household needs"),
}
_IN_TIME = "no home that suits is free in time"


def reason_words(reason: str, words: Words, *, own: bool) -> str:
    """Return a reason in words; `own` when the household itself reads it."""
    _ = words.gettext
    if not reason:
        return _("no reason is given")
    if reason == _IN_TIME:
        return _("no home that suits is free in time")
    if taken := _TAKEN.match(reason):
        return words.ngettext(
            "%(n)s of %(m)s homes would suit, but it goes to a household that has no other home "
            "that suits",
            "%(n)s of %(m)s homes would suit, but all of them go to households that have no "
            "other home that suits",
            int(taken[1]),
            m=words.number(int(taken[2])),
        )
    if not (none := _NONE.match(reason)):
        return reason
    total = int(none[1])
    if not own:
        return words.ngettext(
            "there is %(n)s home, and it does not suit in rooms, rent and access",
            "none of the %(n)s homes suits in rooms, rent and access",
            total,
        )
    parts = []
    for cause, pattern in _CAUSES.items():
        if found := pattern.search(reason):
            parts.append(_cause(cause, int(found[1]), words))
    return words.ngettext(
        "there is %(n)s home, and it does not suit: %(causes)s",
        "none of the %(n)s homes suits: %(causes)s",
        total,
        causes=words.listed(parts),
    )


def _cause(cause: str, count: int, words: Words) -> str:
    if cause == "rooms":
        return words.ngettext(
            "%(n)s has the wrong number of rooms", "%(n)s have the wrong number of rooms", count
        )
    if cause == "rent":
        return words.ngettext("%(n)s costs too much", "%(n)s cost too much", count)
    return words.ngettext(
        "%(n)s cannot be reached as you need", "%(n)s cannot be reached as you need", count
    )
