"""One breach of a hard rule, with where it happens."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Violation:
    """A hard rule that a plan breaks.

    `rule` is 1 to 8 as in the design, 0 for a plan that is not well formed, or 9 for a plan made
    anew that differs from what has happened. `text` says what is wrong in one sentence.
    `household`, `home` and `block` are ids, empty where the breach does not concern one; `month`
    counts from the project's start, None where no month is meant.
    """

    rule: int
    text: str
    household: str = ""
    home: str = ""
    block: str = ""
    month: int | None = None

    def order(self) -> tuple[int, int, str, str, str, str]:
        """Return the key by which violations are listed."""
        month = -1 if self.month is None else self.month
        return self.rule, month, self.household, self.home, self.block, self.text
