"""Withdrawing: what a household said goes, everywhere."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from hecht.neighbourhood import Household, Neighbourhood
from hecht.residents.intake_log import Entry, field_value
from hecht.residents.intake_questions import QUESTION_OF
from hecht.residents.intake_tables import without_side


@dataclass(frozen=True)
class Withdrawn:
    """The neighbourhood and log without a household's answers, and how much was taken out."""

    neighbourhood: Neighbourhood
    log: tuple[Entry, ...]
    counts: Mapping[str, int]


def withdraw(neighbourhood: Neighbourhood, log: Sequence[Entry], household: str) -> Withdrawn:
    """Return everything without what a household said.

    Its answers leave the log, its side of every tie is dropped (a tie that only it named is
    gone), its wishes are gone, it leaves its groups (a group of one is gone), and its fields are
    what they were before it first answered. The household itself, its tenancy, its promises, and
    what others said of it stay. Raises ValueError when there is no such household.
    """
    if household not in neighbourhood.household_of:
        raise ValueError(f"there is no household {household!r}; give its id or its form's code")
    own = [entry for entry in log if entry.household == household]
    ties = tuple(
        kept
        for tie in neighbourhood.ties
        if (kept := without_side(tie, household) if household in (tie.a, tie.b) else tie)
    )
    wishes = tuple(wish for wish in neighbourhood.wishes if wish.household != household)
    groups = tuple(
        replace(group, households=left)
        for group in neighbourhood.groups
        if len(left := tuple(one for one in group.households if one != household)) > 1
    )
    households = tuple(
        _as_before(one, own) if one.id == household else one for one in neighbourhood.households
    )
    return Withdrawn(
        replace(neighbourhood, households=households, ties=ties, wishes=wishes, groups=groups),
        tuple(entry for entry in log if entry.household != household),
        {
            "answers": len(own),
            "ties": len(neighbourhood.ties) - len(ties),
            "ties_now_one_sided": sum(
                old.declared_by != new.declared_by
                for old in neighbourhood.ties for new in ties if (old.a, old.b) == (new.a, new.b)
            ),
            "wishes": len(neighbourhood.wishes) - len(wishes),
            "groups_left": sum(household in group.households for group in neighbourhood.groups),
        },
    )  # fmt: skip


def _as_before(household: Household, own: Sequence[Entry]) -> Household:
    values: dict[str, Any] = {}
    for entry in own:
        question = QUESTION_OF.get(entry.question)
        if question is not None and question.fills and question.fills not in values:
            values[question.fills] = field_value(question.fills, entry.before)
    return replace(household, **values)
