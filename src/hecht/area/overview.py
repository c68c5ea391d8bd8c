"""A programme with all that is said of it: who is uprooted, what it covers, costs and could add."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from hecht.area.coverage import Costs, Coverage, costs, coverage
from hecht.area.profile import Profile
from hecht.area.programme import Programme
from hecht.area.signals import Signal, plan_signals, signals_of
from hecht.area.suggestions import Advice, advise, pressing_themes
from hecht.area.support import Support, support
from hecht.area.uprooted import Uprooted
from hecht.effects.evidence import Entry


@dataclass(frozen=True)
class Overview:
    """A programme beside a plan and the figures of its area, each None where it was not given.

    `entries` are the entries of the library that measures of the programme rest on, by key.
    """

    programme: Programme
    coverage: Coverage
    costs: Costs
    advice: Advice
    uprooted: Uprooted | None
    support: Support | None
    profile: Profile | None
    entries: dict[str, Entry]


def overview(
    programme: Programme,
    library: Sequence[Entry],
    *,
    uprooted: Uprooted | None = None,
    profile: Profile | None = None,
) -> Overview:
    """Lay a programme beside what is known of its people, its area, and what works elsewhere."""
    stands = None if uprooted is None else support(uprooted, programme)
    of_area: tuple[Signal, ...] = () if profile is None else signals_of(profile)
    of_plan = () if uprooted is None else plan_signals(uprooted, stands)
    measured = None if profile is None else {one.code for one in of_area if one.value is not None}
    named = {key for measure in programme.measures for key in measure.evidence}
    return Overview(
        programme=programme,
        coverage=coverage(
            programme,
            measured=measured,
            evidence={entry.key for entry in library},
            pressing=pressing_themes([*of_area, *of_plan]),
        ),
        costs=costs(programme),
        advice=advise(programme, [*of_plan, *of_area], library),
        uprooted=uprooted,
        support=stands,
        profile=profile,
        entries={entry.key: entry for entry in library if entry.key in named},
    )
