"""Entries of the library of evidence: what was done, how well it was studied, what came of it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum


class Strength(IntEnum):
    """How much a design can tell, after the Maryland Scientific Methods Scale (Sherman 1997).

    0 holds what rests on no study at all: a count by the one who did it, a case, a campaign.
    """

    STATED = 0
    """A statement or count without comparison."""
    CROSS_SECTION = 1
    """A comparison at one time, or before and after without comparison group."""
    BEFORE_AFTER = 2
    """Before and after with a comparison that is not shown to be alike."""
    COMPARED = 3
    """Before and after with a comparison group that is alike, such as difference-in-differences."""
    QUASI_RANDOM = 4
    """An assignment that is as good as random, such as a lottery or a natural experiment."""
    RANDOMISED = 5
    """A randomised trial."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One finding. `effect` is None where the source has no figure: then it says "no figure".

    `themes` are the values of `hecht.area.indicator.Theme`; `measure` is the kind of measure in
    a fixed word; `low` and `high` bound the interval at `level`; `unit` tells what the effect is
    of, and figures of different `unit` and `outcome` are never pooled. `not_shown` says what the
    source does not show. `failure` marks what did not work, or worked against people.

    `verified` is True when the source at `address` was read and says so itself, and False when it
    only tells what another found, or when a part of it could not be confirmed. `source_kind` is
    "official", "research", "professional", "news", "campaign" or "own". The texts in Dutch may be
    empty in one's own entries; the English one is then shown.
    """

    key: str
    title: str
    title_nl: str
    measure: str
    themes: tuple[str, ...]
    what: str
    to_whom: str
    where: str
    when: str
    design: str
    strength: Strength
    outcome: str
    unit: str
    effect: float | None
    low: float | None
    high: float | None
    level: float | None
    finding: str
    finding_nl: str
    not_shown: str
    source: str
    address: str
    verified: bool
    failure: bool = False
    source_kind: str = ""
    what_nl: str = ""
    to_whom_nl: str = ""
    design_nl: str = ""
    outcome_nl: str = ""
    unit_nl: str = ""
    not_shown_nl: str = ""
    where_nl: str = ""
    when_nl: str = ""

    def text(self, name: str, language: str) -> str:
        """Return a text of the entry in a language, in English where there is no Dutch one.

        `name` is title, what, to_whom, where, when, design, outcome, unit, finding or not_shown.
        """
        english: str = getattr(self, name)
        return (getattr(self, f"{name}_nl") or english) if language == "nl" else english
