"""Why a household does not return (rule 7), in the reader's language and fit for who reads it.

The plan gives its reasons in English. Those that the engine makes are told in the language of
the page. A household is told exactly what did not suit it, and reads a reason that somebody wrote
as it is. The committee is told that no home suited, not whether it was the rooms, the rent or a
need for access, and never what somebody wrote: that is the household's own affair.
"""

from __future__ import annotations

from hecht.outcomes.reasons import ReasonKind, read_reason
from hecht.report.words import Words


def reason_words(reason: str, words: Words, *, own: bool) -> str:
    """Return a reason in words; `own` when the household itself reads it."""
    _ = words.gettext
    found = read_reason(reason)
    if found.kind is ReasonKind.NOT_GIVEN:
        return _("no reason is given")
    if found.kind is ReasonKind.IN_TIME:
        return _("no home that suits is free in time")
    if found.kind is ReasonKind.TAKEN:
        return words.ngettext(
            "%(n)s of %(m)s homes would suit, but it goes to a household that has no other home "
            "that suits",
            "%(n)s of %(m)s homes would suit, but all of them go to households that have no "
            "other home that suits",
            found.suiting,
            m=words.number(found.homes),
        )
    if found.kind is ReasonKind.OWN:
        return reason if own else _("there is a reason, which only the household itself is told")
    if not own:
        return words.ngettext(
            "there is %(n)s home, and it does not suit in rooms, rent and access",
            "none of the %(n)s homes suits in rooms, rent and access",
            found.homes,
        )
    return words.ngettext(
        "there is %(n)s home, and it does not suit: %(causes)s",
        "none of the %(n)s homes suits: %(causes)s",
        found.homes,
        causes=words.listed([_cause(cause, n, words) for cause, n in found.causes.items()]),
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
