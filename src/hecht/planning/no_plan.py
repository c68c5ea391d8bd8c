"""No plan: which rules conflict, and which smallest relaxations would make one."""

from __future__ import annotations

from collections.abc import Sequence


class NoPlan(Exception):
    """No plan keeps to all hard rules, or none was found in the time given.

    `conflicts` name the rules that cannot all be kept, with the blocks, households and months
    concerned; `relaxations` the smallest changes with which a plan exists, the least burdensome
    first. `proven` tells whether it is certain that there is no plan.
    """

    def __init__(
        self, conflicts: Sequence[str], relaxations: Sequence[str] = (), proven: bool = False
    ) -> None:
        """Keep the texts; they are also the message of the exception."""
        self.conflicts = list(conflicts)
        self.relaxations = list(relaxations)
        self.proven = proven
        ways = [f"a plan exists with: {text}" for text in self.relaxations]
        super().__init__("\n".join([*self.conflicts, *ways]))
