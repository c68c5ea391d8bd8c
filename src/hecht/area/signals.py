"""What presses: figures of an area that are among the worst, and what a plan does to people."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from hecht.area.indicator import Theme
from hecht.area.line import Line
from hecht.area.profile import Profile
from hecht.area.seasons import Quarter
from hecht.area.support import Support
from hecht.area.uprooted import Uprooted

OF_PLAN = "plan."
"""How the codes of what a plan does begin; other signals have the code of their indicator."""


@dataclass(frozen=True, slots=True)
class Signal:
    """One thing that presses, so precisely that anyone can look it up.

    `bite` tells how much, from 0 to 1: of a figure, the share of the other areas of its level that
    stand better (`others` counts those); of a plan, the share of the household-months (or
    households) concerned. None: neither high nor low is better, or there is nothing to compare
    with. `value` None: there is no figure. `whole` is what the value is of, in a plan;
    `households` how many it concerns. `where`, `source` and `address` say which figure it is and
    where it stands.
    """

    code: str
    theme: Theme
    label: str
    label_nl: str
    unit: str
    value: float | None
    bite: float | None = None
    year: int | None = None
    decimals: int = 0
    percentile: float | None = None
    others: int | None = None
    peers: float | None = None
    whole: float | None = None
    households: int | None = None
    where: str = ""
    source: str = ""
    address: str = ""
    warning: str = ""
    warning_nl: str = ""

    @property
    def of_plan(self) -> bool:
        """Whether it comes from the plan, not from a figure of the area."""
        return self.code.startswith(OF_PLAN)


def signals_of(profile: Profile) -> tuple[Signal, ...]:
    """Return what the lines of a profile say, in its order; those without a figure included."""
    return tuple(_of_line(line) for line in profile.lines)


def _of_line(line: Line) -> Signal:
    source = line.source
    parts = () if source is None else (source.publisher, source.title, source.edition)
    places = () if source is None else (source.file, source.column)
    return Signal(
        code=line.indicator.code,
        theme=line.indicator.theme,
        label=line.indicator.label,
        label_nl=line.indicator.label_nl,
        unit=line.indicator.unit,
        value=line.value,
        bite=None if line.value is None or line.favour is None else 1 - line.favour,
        year=line.year,
        decimals=line.indicator.decimals,
        percentile=None if line.among is None else line.among.percentile,
        others=None if line.among is None else line.among.count - 1,
        peers=None if line.peers is None else line.peers.median,
        where=f"{line.of.name} ({line.of.code})",
        source=", ".join(part for part in (*parts, *places) if part),
        address="" if source is None else source.address,
        warning=line.indicator.warning,
        warning_nl=line.indicator.warning_nl,
    )


def plan_signals(uprooted: Uprooted, support: Support | None) -> tuple[Signal, ...]:
    """Return what a plan does to people that a programme can do something about.

    A signal of which nothing is known (no ties, no meeting places, no programme) is left out; one
    that is nought is there, and bites nobody.
    """
    return tuple(_plan_signals(uprooted, support))


def _plan_signals(uprooted: Uprooted, support: Support | None) -> Iterator[Signal]:
    here, everyone = uprooted.neighbourhood, uprooted.households
    in_temporary = [one for one in everyone if one.temporary]
    months = uprooted.household_months
    winter = {
        m for season in uprooted.seasons if season.quarter is Quarter.WINTER for m in season.months
    }
    known = [one for one in in_temporary if one.without_tie is not None]
    if known:
        without = {one.household: one.without_tie or frozenset() for one in known}
        whole = sum(len(one.temporary) for one in known)
        yield _plan(
            "plan.without_tie",
            "months in a temporary home without a near tie",
            "maanden in een wisselwoning zonder naaste band in de buurt",
            sum(map(len, without.values())), whole, sum(map(bool, without.values())),
        )  # fmt: skip
        cold = {name: own & winter for name, own in without.items()}
        yield _plan(
            "plan.without_tie_winter",
            "winter months in a temporary home without a near tie",
            "wintermaanden in een wisselwoning zonder naaste band in de buurt",
            sum(map(len, cold.values())),
            sum(len(winter & one.temporary.keys()) for one in known),
            sum(map(bool, cold.values())),
        )
    if support is not None and in_temporary:
        gaps = [len(support.gaps(one.household)) for one in in_temporary]
        yield _plan(
            "plan.uncovered",
            "months in a temporary home where no social measure stands by",
            "maanden in een wisselwoning waar geen sociale maatregel staat",
            sum(gaps), months, sum(map(bool, gaps)),
        )  # fmt: skip
    affected = [h for h in here.households if here.is_affected(h)]
    if affected:
        twice = {one.household for one in in_temporary}
        count = sum(h.id in twice for h in affected)
        yield _plan(
            "plan.moves_twice",
            "households that must move and go by a temporary home",
            "huishoudens die moeten verhuizen en via een wisselwoning gaan",
            count, len(affected), count, "households",
        )  # fmt: skip
    if in_temporary and not uprooted.no_meeting:
        lost = [len(set(o.without_meeting or ()) & o.temporary.keys()) for o in in_temporary]
        yield _plan(
            "plan.meeting_lost",
            "months in a temporary home without the meeting place it had",
            "maanden in een wisselwoning zonder de ontmoetingsplek van eerst",
            sum(lost), months, sum(map(bool, lost)),
        )  # fmt: skip


def _plan(
    code: str,
    label: str,
    label_nl: str,
    value: int,
    whole: int,
    households: int,
    unit: str = "household-months",
) -> Signal:
    return Signal(
        code=code,
        theme=Theme.LONELINESS_COHESION,
        label=label,
        label_nl=label_nl,
        unit=unit,
        value=float(value),
        bite=value / whole if whole else 0.0,
        whole=float(whole),
        households=households,
    )
