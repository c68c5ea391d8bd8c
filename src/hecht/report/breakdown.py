"""Return by size of household, with the figures of small groups hidden (C7)."""

from __future__ import annotations

from dataclasses import dataclass

from hecht.neighbourhood import Household, Neighbourhood, ReturnWish
from hecht.outcomes.disclosure import Audience, protect
from hecht.outcomes.places import Places
from hecht.outcomes.returning import Share
from hecht.report.words import Words


@dataclass(frozen=True)
class BreakdownTable:
    """Lines of (group, "n of m" or why it is hidden); `hidden` when any figure is."""

    rows: tuple[tuple[str, str], ...]
    hidden: bool
    threshold: int


def return_by_size(
    neighbourhood: Neighbourhood, where: Places, words: Words, audience: Audience
) -> BreakdownTable | None:
    """Return who returns of those who wished to and lose or empty their home, by size.

    None when nothing may be shown, or there is nobody to show.
    """
    _ = words.gettext
    names = {
        1: _("1 person"),
        2: _("2 persons"),
        3: _("3 or 4 persons"),
        5: _("5 persons or more"),
    }
    wishing = [
        household
        for household in neighbourhood.households
        if household.wish is ReturnWish.RETURN and neighbourhood.is_affected(household)
    ]
    cells = {
        name: _share([h for h in wishing if _group(h) == group], where)
        for group, name in names.items()
    }
    shown = protect(cells, audience.threshold)
    if not any(share is not None and share.whole for share in shown.cells.values()):
        return None
    rows = []
    for name, share in shown.cells.items():
        if share is None:
            rows.append((name, _("not shown: small group")))
        elif share.whole:
            rows.append((name, words.of(share.part, share.whole)))
        else:
            rows.append((name, _("nobody")))
    return BreakdownTable(tuple(rows), bool(shown.hidden), audience.threshold)


def _group(household: Household) -> int:
    return household.size if household.size <= 2 else 3 if household.size <= 4 else 5


def _share(some: list[Household], where: Places) -> Share:
    return Share(sum(where.ends_inside(household) for household in some), len(some))
