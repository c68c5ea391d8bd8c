"""What befell each household in the plan, beside what it answered before and after.

Pure: answers come as a month and a score, from the questionnaire on living together or any other.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from hecht.neighbourhood import Course, Neighbourhood
from hecht.outcomes.household import HouseholdOutcome, household_outcomes

SETTLED = 6
"""So many months after its last move an answer of a household counts as an answer after."""


@dataclass(frozen=True, slots=True)
class Scored:
    """One answer: which household, in which month from the project's start, and its score.

    `score` is None where too little was answered.
    """

    household: str
    month: int
    score: float | None


class Unused(StrEnum):
    """Why an answer is not used."""

    UNKNOWN = "unknown household"
    UNSCORED = "too little answered"
    DURING = "between the moves, or too soon after"
    EARLIER = "a later answer of the same household is used"


@dataclass(frozen=True, slots=True)
class HouseholdRow:
    """One household: its course, what it answered, and what else may matter.

    `returned` is whether a household that had to move ends inside (None: it did not have to, or
    the course does not say). `ties_kept` is the share of its near ties that are near at the end,
    `separation` the mean months that such a tie was apart; None for who had no near tie.
    `before` and `after` are scores; None where there was no answer. `age` is "" when not known.
    """

    neighbourhood: str
    household: str
    affected: bool
    returned: bool | None
    ties_kept: float | None
    separation: float | None
    moves: int
    before: float | None
    after: float | None
    age: str
    size: int


@dataclass(frozen=True, slots=True)
class HouseholdRows:
    """All households of a neighbourhood, and the answers that were not used, by reason."""

    rows: tuple[HouseholdRow, ...]
    unused: Mapping[Unused, int] = field(default_factory=dict)


def household_rows(
    name: str,
    neighbourhood: Neighbourhood,
    course: Course,
    answers: Iterable[Scored],
    settled: int = SETTLED,
) -> HouseholdRows:
    """Lay the course of every household beside its answers.

    An answer counts as before when it was given before the household's first move and before any
    works began, and as after when at least `settled` months had gone by since the household's
    last move (since the last move of all, for who does not move). Of more answers at one side the
    last one counts.
    """
    outcomes = household_outcomes(neighbourhood, course)
    moves = course.moves()
    works = min(course.starts.values(), default=course.horizon)
    first = {key: one.moves[0].month for key, one in outcomes.items() if one.moves}
    last_of_all = max((move.month for move in moves), default=0)
    last = {key: one.moves[-1].month for key, one in outcomes.items() if one.moves}
    before: dict[str, Scored] = {}
    after: dict[str, Scored] = {}
    unused: Counter[Unused] = Counter()
    for answer in sorted(answers, key=lambda one: one.month):
        if answer.household not in outcomes:
            unused[Unused.UNKNOWN] += 1
        elif answer.score is None:
            unused[Unused.UNSCORED] += 1
        elif answer.month < min(works, first.get(answer.household, works)):
            unused[Unused.EARLIER] += answer.household in before
            before[answer.household] = answer
        elif answer.month >= last.get(answer.household, last_of_all) + settled:
            unused[Unused.EARLIER] += answer.household in after
            after[answer.household] = answer
        else:
            unused[Unused.DURING] += 1
    rows = tuple(
        HouseholdRow(
            neighbourhood=name,
            household=household.id,
            affected=outcomes[household.id].affected,
            returned=outcomes[household.id].ends_inside
            if outcomes[household.id].affected
            else None,
            ties_kept=_ties_kept(outcomes[household.id]),
            separation=_separation(outcomes[household.id]),
            moves=len(outcomes[household.id].moves),
            before=_score(before.get(household.id)),
            after=_score(after.get(household.id)),
            age="" if household.age is None else household.age.value,
            size=household.size,
        )
        for household in neighbourhood.households
    )
    return HouseholdRows(rows, {why: count for why, count in unused.items() if count})


def _score(answer: Scored | None) -> float | None:
    return None if answer is None else answer.score


def _ties_kept(outcome: HouseholdOutcome) -> float | None:
    near = [one for one in outcome.company if one.near_at_start]
    return sum(one.near_at_end for one in near) / len(near) if near else None


def _separation(outcome: HouseholdOutcome) -> float | None:
    near = [one for one in outcome.company if one.near_at_start]
    return sum(one.months_apart for one in near) / len(near) if near else None
