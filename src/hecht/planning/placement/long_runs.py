"""Long runs from nothing, where those turn out to find more than short ones and their children.

How long a run pays depends on how many there can be, so this needs to know how many rounds the
search is laid out for. After a sixteenth of them every chain tries a long run. Where that beats all
that came before, such runs fill the population, and children are made of what they found.
"""

from __future__ import annotations

TRIES_PER_SECOND = 1_300_000
"""Tries of one chain in a second on an ordinary machine: what seconds are laid out for."""

HOTTER, COLDER = 3, 0.7
"""First and last temperature of a long run, as parts of those of a first short one.

A run that is long enough can begin where communities still melt.
"""

_BEFORE, _TRIAL = 16, 3
"""The trial begins after one part of so many, and takes at most so many of those."""

_LEAST, _ENOUGH = 5_000, 40_000
"""Tries per household: a trial of fewer says nothing; a run of more finds hardly more."""


def rounds_in(seconds: float, tries: int) -> int:
    """Return the rounds of so many tries for which a search of so many seconds is laid out."""
    return max(1, int(seconds * TRIES_PER_SECOND / max(1, tries)))


class LongRuns:
    """What long runs found beside the others, and how long the next one is.

    Args:
        rounds: the rounds that the search is laid out for; None: there are no long runs.
        tries: tries of one chain in a round, per household.

    Attributes:
        enough: rounds of a run than which longer ones find hardly more.
    """

    def __init__(self, rounds: int | None, tries: float) -> None:
        """Set the trial's beginning and length, none where it would be too short."""
        self.rounds = rounds or 0
        self.begins = self.rounds // _BEFORE
        self.enough = max(1, round(_ENOUGH / tries)) if tries > 0 else 1
        self.trial = min(self.enough, _TRIAL * self.begins)
        if self.trial * tries < _LEAST:
            self.trial = 0
        self.best: int | None = None
        self.best_of_others: int | None = None

    def note(self, score: int, long: bool) -> None:
        """Note what a run found, long or the child of such, or another."""
        if long:
            self.best = score if self.best is None else max(self.best, score)
        else:
            others = self.best_of_others
            self.best_of_others = score if others is None else max(others, score)

    def win(self) -> bool:
        """Return whether the best of them is better than all that others found."""
        others = self.best_of_others
        return self.best is not None and (others is None or self.best > others)

    def next(self, done: int) -> int:
        """Return the rounds of a long run that begins after so many; 0: it is another's turn."""
        if self.trial == 0 or done < self.begins:
            return 0
        if self.best is None:
            return self.trial
        left = self.rounds - done
        if not self.win() or left < self.trial:
            return 0
        return -(-left // max(1, round(left / self.enough)))
