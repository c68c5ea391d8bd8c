"""Groups, the households served least, and envy: told to a committee, without points or names."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from hecht.outcomes.disclosure import Audience, protect_counts
from hecht.planning.groups import Refusal, RefusalKind
from hecht.report.words import Words

if TYPE_CHECKING:
    from hecht.planning.envy import Envy
    from hecht.planning.fairness import Fairness
    from hecht.planning.plan import Plan

MOST_COMPARED = 3_000
"""Envy compares every household with every other; above this number that is left out."""


@dataclass(frozen=True)
class CareWords:
    """What the section shows; empty parts are left out.

    `groups`: (what became of them, how many groups or why that is hidden); `as_one` is "" when
    all groups together are too small to tell of. `fairness`: sentences, with `rows` of (figure,
    before, after). `envy`: sentences, with `sizes` of (size, "n of m" or why hidden).
    """

    groups: tuple[tuple[str, str], ...]
    as_one: str
    fairness: tuple[str, ...]
    rows: tuple[tuple[str, str, str], ...]
    envy: tuple[str, ...]
    sizes: tuple[tuple[str, str], ...]
    threshold: str

    @property
    def anything(self) -> bool:
        """Whether there is anything to show."""
        return bool(self.as_one or self.fairness or self.envy)


def care_words(plan: Plan, words: Words, hidden: frozenset[str] = frozenset()) -> CareWords:
    """Return what became of groups and of the households served least, and the envy there is.

    `hidden` are the names of figures that the reader may not see.
    """
    audience = Audience.COMMITTEE
    groups = _groups(plan, words, audience)
    few = plan.method == "hecht" and len(plan.neighbourhood.households) <= MOST_COMPARED
    envy = plan.envy() if few and plan.fairness is not None else None
    return CareWords(
        groups=groups,
        as_one=_as_one(plan, words, audience),
        fairness=() if plan.fairness is None else _fairness(plan.fairness, words),
        rows=() if plan.fairness is None else _rows(plan.fairness, words, hidden),
        envy=() if envy is None or envy.of < audience.threshold else _envy(envy, words),
        sizes=() if envy is None else _sizes(envy, words, audience),
        threshold=words.number(audience.threshold),
    )


def _groups(plan: Plan, words: Words, audience: Audience) -> tuple[tuple[str, str], ...]:
    """Count the groups by what became of them; () when nothing may be shown.

    A group has at most six households, so none is told of by itself: what became of groups with
    few households together is hidden, and with it what would give that away (C7).
    """
    sizes = {group.id: len(group.households) for group in plan.neighbourhood.groups}
    found: dict[str, list[int]] = {}
    for name, fate in plan.groups.items():
        found.setdefault(_group(fate.refusal, words), []).append(sizes[name])
    shown = protect_counts({told: sum(one) for told, one in found.items()}, audience.threshold)
    if not any(shown.cells.values()):
        return ()
    hidden = words.gettext("not shown: small group")
    return tuple(
        (told, hidden if shown.cells[told] is None else words.number(len(one)))
        for told, one in found.items()
    )


def _as_one(plan: Plan, words: Words, audience: Audience) -> str:
    """Return how many of all groups are placed as one; "" when few households asked for it."""
    asked = sum(len(group.households) for group in plan.neighbourhood.groups)
    if asked < audience.threshold or not plan.groups:
        return ""
    return words.of(sum(fate.as_one for fate in plan.groups.values()), len(plan.groups))


def _group(refusal: Refusal | None, words: Words) -> str:
    """Return what became of a group; no household is named."""
    _ = words.gettext
    if refusal is None:
        return _("placed as one")
    match refusal.kind:
        case RefusalKind.LEAVES:
            return _("not as one: a member goes elsewhere, as it wished")
        case RefusalKind.HOMES:
            return _(
                "not as one: there are no homes near each other that suit every member; "
                "this is proven"
            )
        case RefusalKind.MONTHS:
            return _(
                "not as one: with no calendar can all members move in the same months to homes "
                "near each other; this is proven"
            )
        case RefusalKind.PRICE:
            return _("not as one: the best way found asks more of others than the policy gives")
        case RefusalKind.TEMPORARY:
            return _(
                "near each other at the end, but no temporary homes near each other were found"
            )
        case RefusalKind.NOT_FOUND:
            return _("not as one: no way was found; it is not proven that there is none")
        case _:
            return _("not as one: this plan was made without trying")


def _fairness(fairness: Fairness, words: Words) -> tuple[str, ...]:
    _ = words.gettext
    if not fairness.changed:
        return (
            _(
                "No way was found to serve the households that are served least better, within "
                "what the policy allows to be given up for it."
            ),
        )
    used = max(0, fairness.price) / fairness.margin if fairness.margin else 0.0
    return (
        _(
            "After the best plan was found, it was changed so that the households that are served "
            "least are served better. Counted are, for each household, the share of its own ties "
            "that it loses, its extra moves and its months in temporary homes."
        ),
        words.ngettext(
            "%(n)s household is served better than before",
            "%(n)s households are served better than before",
            fairness.better,
        )
        + ", "
        + words.ngettext("%(n)s less well.", "%(n)s less well.", fairness.worse)
        + " "
        + _(
            "Of what the policy allows to be given up for this, %(share)s was used.",
            share=words.percent(min(1.0, used)),
        ),
    )


def _rows(
    fairness: Fairness, words: Words, hidden: frozenset[str]
) -> tuple[tuple[str, str, str], ...]:
    _ = words.gettext
    if not fairness.changed:
        return ()
    figures = (
        ("ties_kept_count", _("Near ties kept"), fairness.ties_kept),
        ("moves", _("Moves"), fairness.moves),
        ("months_temporary", _("Months in temporary homes"), fairness.months_temporary),
    )
    return tuple(
        (label, words.number(before), words.number(after))
        for name, label, (before, after) in figures
        if name not in hidden
    )


def _envy(envy: Envy, words: Words) -> tuple[str, ...]:
    _ = words.gettext
    return (
        _(
            "%(share)s of the households that get a home would rather have the home of another "
            "that suits them too. %(could)s could exchange with the other without breaking a "
            "rule; %(both)s could do so without the other losing by it, though others might.",
            share=words.of(envy.wanting, envy.of),
            could=words.number(envy.could),
            both=words.number(envy.both),
        ),
    )


def _sizes(envy: Envy, words: Words, audience: Audience) -> tuple[tuple[str, str], ...]:
    _ = words.gettext
    names = {
        "1": _("1 person"),
        "2": _("2 persons"),
        "3-4": _("3 or 4 persons"),
        "5+": _("5 persons or more"),
    }
    shown = envy.protected(audience)
    if not any(share is not None and share.whole for share in shown.cells.values()):
        return ()
    rows = []
    for name, share in shown.cells.items():
        if share is None:
            rows.append((names[name], _("not shown: small group")))
        elif share.whole:
            rows.append((names[name], words.of(share.part, share.whole)))
        else:
            rows.append((names[name], _("nobody")))
    return tuple(rows)
