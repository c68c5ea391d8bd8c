"""Ways to damage a sound plan, each with the rule that it breaks.

A damage is a function of a random generator and a `Hurt`; it changes one thing and returns where
the breach must be found, or None when the plan has nothing that it could damage. The breach is
certain: whatever else the change does, that rule is broken at that place.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from hecht.neighbourhood import (
    Course,
    Home,
    Household,
    Neighbourhood,
    Stay,
    StayKind,
)
from tests.simple_planner import EMPTYING

START, TEMPORARY, FINAL = StayKind.START, StayKind.TEMPORARY, StayKind.FINAL


@dataclass
class Hurt:
    """A neighbourhood and a course that are being damaged."""

    neighbourhood: Neighbourhood
    course: Course

    @property
    def horizon(self) -> int:
        """The number of months."""
        return self.neighbourhood.project.horizon

    def itinerary(self, household: str) -> list[Stay]:
        """Return a household's stays in order."""
        return [stay for stay in self.course.stays if stay.household == household]

    def swap(self, old: Stay, *new: Stay) -> None:
        """Put other stays in the place of one."""
        stays: list[Stay] = []
        for stay in self.course.stays:
            stays.extend(new if stay is old else (stay,))
        self.course = replace(self.course, stays=tuple(stays))

    def edit(self, table: str, name: str, **fields: Any) -> None:
        """Change one record of the neighbourhood."""
        rows = tuple(
            replace(row, **fields) if row.id == name else row
            for row in getattr(self.neighbourhood, table)
        )
        self.neighbourhood = replace(self.neighbourhood, **{table: rows})

    def start(self, block: str, month: int) -> None:
        """Start a block's works in another month."""
        self.course = replace(self.course, starts={**self.course.starts, block: month})

    def policy(self, **fields: Any) -> None:
        """Change the policy."""
        changed = replace(self.neighbourhood.policy, **fields)
        self.neighbourhood = replace(self.neighbourhood, policy=changed)

    def pick(
        self, rng: random.Random, kind: StayKind, test: Callable[[Stay, Home, Household], bool]
    ) -> tuple[Stay, Home, Household] | None:
        """Return a random stay of a kind for which a test holds, with its home and household."""
        found = []
        for stay in self.course.stays:
            home = self.neighbourhood.home_of[stay.home]
            household = self.neighbourhood.household_of[stay.household]
            if stay.kind is kind and test(stay, home, household):
                found.append((stay, home, household))
        return rng.choice(found) if found else None


Where = dict[str, str]
Damage = Callable[[random.Random, Hurt], Where | None]
DAMAGES: dict[str, tuple[int, Damage]] = {}


def damage(rule: int) -> Callable[[Damage], Damage]:
    """Register a damage that breaks a rule."""

    def register(function: Damage) -> Damage:
        DAMAGES[function.__name__] = (rule, function)
        return function

    return register


def anything(stay: Stay, home: Home, household: Household) -> bool:
    """Accept every stay."""
    return True


def start_of(hurt: Hurt, home: Home) -> int | None:
    """Return when the works start that empty a home; None: none do."""
    block = hurt.neighbourhood.block_of.get(home.block or "")
    if block is None or block.works not in EMPTYING:
        return None
    return hurt.course.starts[block.id]
