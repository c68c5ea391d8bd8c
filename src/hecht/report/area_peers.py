"""The table of comparable areas: who they are, how far off, and why."""

from __future__ import annotations

from dataclasses import dataclass

from hecht.area.panel import Panel
from hecht.area.peers import Criterion, Peers
from hecht.area.profile import Profile
from hecht.area.within import municipality
from hecht.report.area_words import label, number, signed, unavailable_words, unit
from hecht.report.words import Words

FAR = 1.0
"""A difference of more spreads than this is marked in the table."""


@dataclass(frozen=True)
class PeerCell:
    """The figure of a comparable area for one criterion; `far` when it differs much."""

    text: str
    apart: str
    far: bool


@dataclass(frozen=True)
class PeerRow:
    """One comparable area."""

    code: str
    name: str
    place: str
    distance: str
    cells: tuple[PeerCell, ...]


@dataclass(frozen=True)
class PeerTable:
    """Comparable areas and the criteria: heads, the own row, the rows, and what was left out."""

    heads: tuple[str, ...]
    own: PeerRow
    rows: tuple[PeerRow, ...]
    unavailable: tuple[tuple[str, str], ...]
    notes: tuple[str, ...]


def criterion_name(criterion: Criterion, panel: Panel, words: Words) -> str:
    """Return what a criterion is called, with its weight where that is not 1."""
    known = panel.indicators.get(criterion.indicator)
    name = criterion.indicator if known is None else label(known, words)
    if criterion.change:
        name = words.gettext("%(name)s, change a year", name=name)
    if criterion.weight != 1:
        name = words.gettext(
            "%(name)s (weight %(weight)s)", name=name, weight=words.number(criterion.weight, 1)
        )
    return name


def peer_table(profile: Profile, panel: Panel, words: Words) -> PeerTable | None:
    """Return the table of comparable areas; None where there are none."""
    found = profile.peers
    if found is None:
        return None
    _ = words.gettext
    names = {one.code: one.name for one in panel.areas()}
    indicators = [panel.indicators[one.criterion.indicator] for one in found.used]
    heads = tuple(
        f"{criterion_name(one.criterion, panel, words)} ({unit(indicator, words)}), "
        f"{'–'.join(map(str, one.years))}"
        for indicator, one in zip(indicators, found.used, strict=True)
    )

    def place(code: str) -> str:
        return names.get(code, code) if code else ""

    own = PeerRow(
        profile.area.code,
        profile.area.name,
        place(municipality(profile.area)),
        "",
        tuple(
            PeerCell(number(indicator, one.own, words), "", False)
            for indicator, one in zip(indicators, found.used, strict=True)
        ),
    )
    rows = tuple(
        PeerRow(
            peer.area.code,
            peer.area.name,
            place(municipality(peer.area)),
            words.number(peer.distance, 2),
            tuple(
                PeerCell(number(indicator, value, words), signed(apart, 1, words),
                         abs(apart) > FAR)
                for indicator, value, apart in zip(
                    indicators, peer.figures, peer.apart, strict=True
                )
            ),
        )
        for peer in found.found
    )  # fmt: skip
    return PeerTable(
        heads,
        own,
        rows,
        tuple(
            (criterion_name(criterion, panel, words), unavailable_words(why, words))
            for criterion, why in found.unavailable
        ),
        peer_notes(found, words),
    )


def peer_notes(found: Peers, words: Words) -> tuple[str, ...]:
    """Return from how many areas the comparable ones were chosen, and which were left out."""
    _ = words.gettext
    notes = [
        _(
            "The nearest %(count)s of %(n)s areas with figures of all these criteria.",
            count=words.number(len(found.found)),
            n=words.number(found.candidates),
        )
    ]
    for count, text in (
        (found.without, _("Areas left out since a figure is missing: %(n)s.")),
        (found.same_place, _("Areas of the same municipality, left out: %(n)s.")),
        (found.other_size, _("Areas of another size, left out: %(n)s.")),
    ):
        if count:
            notes.append(text % {"n": words.number(count)})
    return tuple(notes)
