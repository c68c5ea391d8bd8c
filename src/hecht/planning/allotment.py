"""Which rounds of a chain go to cooling and which to all else: by what comes of each."""

from __future__ import annotations

_OF, _LEAST, _MOST = 8, 3, 7
"""Rounds of cooling are so many in eight: half of them at first, never fewer or more than these."""

_STEP = 2


class Allotment:
    """Allots the rounds of one chain; `share` of eight go to cooling."""

    def __init__(self) -> None:
        """Begin with as many of each, none of them alone."""
        self.share = _OF // 2
        self._owed = 0
        self._alone, self._begun = 0, False
        self._gained, self._spent = 0, 0

    def cool_alone(self, rounds: int) -> None:
        """Allot so many rounds to cooling, after one ordinary one for whoever stops early."""
        self._alone = rounds

    def cools(self) -> bool:
        """Return whether the next round is one of cooling, and count it."""
        if self._alone > 0 and self._begun:
            self._alone -= 1
            return True
        self._owed += self.share
        if self._owed < _OF:
            return False
        self._owed -= _OF
        return True

    def other_round(self, gain: int) -> None:
        """Note what a round gained that was not one of cooling."""
        self._gained += gain
        self._spent += 1
        self._begun = True

    def cycle(self, gain: int, rounds: int) -> None:
        """Note what a cycle of cooling gained in its rounds: who gained more a round gets more."""
        here, besides = gain * max(1, self._spent), self._gained * rounds
        self._gained, self._spent = 0, 0
        if here > besides:
            self.share = min(_MOST, self.share + _STEP)
        elif here < besides:
            self.share = max(_LEAST, self.share - _STEP)
