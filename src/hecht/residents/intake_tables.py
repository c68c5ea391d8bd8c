"""From the log of answers to the tables: households, wishes, ties and groups."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from hecht.neighbourhood import (
    DeclaredBy,
    Group,
    Household,
    Neighbourhood,
    Tie,
    TieKind,
    Wish,
    WishKind,
)
from hecht.residents.intake_findings import Finding, Mess
from hecht.residents.intake_log import Entry, Person, current, field_value, people_of
from hecht.residents.intake_questions import QUESTIONS

MOST_IN_GROUP = 6
_OWN_GROUP = re.compile(r"intake\d+")
"""Ids of groups that the intake made, and may take apart."""


@dataclass(frozen=True)
class Tables:
    """The neighbourhood with the answers in it, what was found on the way, and counts."""

    neighbourhood: Neighbourhood
    findings: tuple[Finding, ...]
    counts: Mapping[str, int]


def apply_answers(
    neighbourhood: Neighbourhood, before: Sequence[Entry], log: Sequence[Entry]
) -> Tables:
    """Return the neighbourhood with the answers of `log`; those of `before` stand in it already.

    Ties and groups come from what both sides say: a tie that one side named is one-sided, a
    group is made when all its members named the same households.
    """
    answers, known = current(log), current(before)
    found: list[Finding] = []
    counts: Counter[str] = Counter()
    ties = _ties(neighbourhood, known, answers, found, counts)
    groups = _groups(neighbourhood, answers, found, counts)
    filled = replace(
        neighbourhood,
        households=tuple(_household(one, answers) for one in neighbourhood.households),
        wishes=_wishes(neighbourhood, answers),
        ties=ties,
        groups=groups,
    )
    return Tables(filled, tuple(found), counts)


def _household(household: Household, answers: Mapping[tuple[str, str], Entry]) -> Household:
    values: dict[str, Any] = {}
    for question in QUESTIONS:
        entry = answers.get((household.id, question.name))
        if question.fills and entry is not None:
            values[question.fills] = field_value(question.fills, entry.value)
    return replace(household, **values) if values else household


def _wishes(
    neighbourhood: Neighbourhood, answers: Mapping[tuple[str, str], Entry]
) -> tuple[Wish, ...]:
    """Return all wishes: those on forms first for each household, then what it wished before."""
    asked = {
        household.id: own
        for household in neighbourhood.households
        if (own := _own_wishes(neighbourhood, household.id, answers))
    }
    kept = [wish for wish in neighbourhood.wishes if wish.household not in asked]
    for household, own in asked.items():
        earlier = sorted(
            (wish for wish in neighbourhood.wishes if wish.household == household),
            key=lambda wish: wish.rank,
        )
        own += [
            (wish.kind, wish.value)
            for wish in earlier
            if (wish.kind, wish.value) not in own
            and wish.kind not in (WishKind.STREET, WishKind.TYPE)
        ]
        kept += [Wish(household, rank, *one) for rank, one in enumerate(own[:20], start=1)]
    order = {one.id: place for place, one in enumerate(neighbourhood.households)}
    return tuple(sorted(kept, key=lambda wish: (order.get(wish.household, 0), wish.rank)))


def _own_wishes(
    neighbourhood: Neighbourhood, household: str, answers: Mapping[tuple[str, str], Entry]
) -> list[tuple[WishKind, str]]:
    """Return the wishes on a household's form, what it called most important first."""
    own: dict[str, tuple[WishKind, str]] = {}
    for name, kind in (("street", WishKind.STREET), ("type", WishKind.TYPE)):
        entry = answers.get((household, f"wish_{name}"))
        if entry is not None:
            own[name] = (kind, entry.value)
    first = answers.get((household, "wish_first"))
    near = answers.get((household, "near"))
    if first is not None and first.value == "people" and near is not None:
        own["people"] = (WishKind.HOUSEHOLD, people_of(near.value)[0].household)
    order = sorted(own, key=lambda name: first is None or first.value != name)
    return [own[name] for name in order]


def without_side(tie: Tie, household: str) -> Tie | None:
    """Return a tie that a household no longer claims; None when nobody claims it then."""
    own = DeclaredBy.A if tie.a == household else DeclaredBy.B
    other = DeclaredBy.B if own is DeclaredBy.A else DeclaredBy.A
    if tie.declared_by is own:
        return None
    return replace(tie, declared_by=other) if tie.declared_by is DeclaredBy.BOTH else tie


def _with_side(tie: Tie, household: str) -> Tie:
    own = DeclaredBy.A if tie.a == household else DeclaredBy.B
    return tie if tie.declared_by in (own, DeclaredBy.BOTH) else replace(
        tie, declared_by=DeclaredBy.BOTH
    )  # fmt: skip


def _ties(
    neighbourhood: Neighbourhood,
    known: Mapping[tuple[str, str], Entry],
    answers: Mapping[tuple[str, str], Entry],
    found: list[Finding],
    counts: Counter[str],
) -> tuple[Tie, ...]:
    ties = {frozenset((tie.a, tie.b)): tie for tie in neighbourhood.ties}
    differ: set[frozenset[str]] = set()
    for household in (one.id for one in neighbourhood.households):
        now = _people(answers, household)
        for gone in sorted(set(_people(known, household)) - set(now)):
            pair = frozenset((household, gone))
            left = without_side(ties[pair], household) if pair in ties else None
            ties.pop(pair, None)
            if left is not None:
                ties[pair] = left
            counts["ties_dropped"] += 1
        for other, person in now.items():
            pair = frozenset((household, other))
            old = ties.get(pair)
            if old is None:
                kind = TieKind(person.kind) if person.kind else TieKind.NEIGHBOURS
                ties[pair] = Tie(household, other, kind=kind, declared_by=DeclaredBy.A)
                counts["ties_new"] += 1
                continue
            ties[pair] = _with_side(old, household)
            if person.kind and person.kind != old.kind.value:
                differ.add(pair)
            counts["ties_confirmed"] += ties[pair] is not old
    counts["ties_one_sided"] += sum(t.declared_by is not DeclaredBy.BOTH for t in ties.values())
    counts["ties_both_sides"] += sum(t.declared_by is DeclaredBy.BOTH for t in ties.values())
    if differ:
        found.append(
            Finding(
                Mess.TIE_KIND, "tie_kind", question="near", values={"count": len(differ)}
            )
        )  # fmt: skip
    return tuple(ties.values())


def _people(answers: Mapping[tuple[str, str], Entry], household: str) -> dict[str, Person]:
    entry = answers.get((household, "near"))
    return {one.household: one for one in people_of(entry.value)} if entry else {}


def _groups(
    neighbourhood: Neighbourhood,
    answers: Mapping[tuple[str, str], Entry],
    found: list[Finding],
    counts: Counter[str],
) -> tuple[Group, ...]:
    """Return the groups: those from elsewhere as they are, and those all members asked for."""
    asked = {
        household: frozenset({household, *(p.household for p in people_of(entry.value))})
        for (household, question), entry in answers.items()
        if question == "group_with"
    }
    theirs = [group for group in neighbourhood.groups if not _OWN_GROUP.fullmatch(group.id)]
    taken = {member for group in theirs for member in group.households}
    agreed, waiting, differing, large, busy = set(), 0, 0, 0, 0
    for members in asked.values():
        if any(set(group.households) == members for group in theirs):
            continue
        if len(members) > MOST_IN_GROUP:
            large += 1
        elif members & taken:
            busy += 1
        elif all(asked.get(one) == members for one in members):
            agreed.add(members)
        elif any(one in asked and asked[one] != members for one in members):
            differing += 1
        else:
            waiting += 1
    names = {
        frozenset(group.households): group.id
        for group in neighbourhood.groups
        if _OWN_GROUP.fullmatch(group.id)
    }
    made = _named(agreed, names)
    counts["groups"] += len(made)
    for mess, number, key in (
        (Mess.GROUP_WAITS, waiting, "group_waits"),
        (Mess.GROUP_DIFFERS, differing, "group_differs"),
        (Mess.GROUP_SIZE, large, "group_size"),
        (Mess.GROUP_DIFFERS, busy, "group_busy"),
    ):
        if number:
            values = {"count": number, "most": MOST_IN_GROUP}
            found.append(Finding(mess, key, question="group_with", values=values))
    return (*theirs, *made)


def _named(agreed: Iterable[frozenset[str]], names: Mapping[frozenset[str], str]) -> list[Group]:
    """Return groups with ids: those that were there keep theirs, new ones get the next number."""
    used = set(names.values())
    made: list[Group] = []
    number = 0
    for members in sorted(agreed, key=sorted):
        name = names.get(members)
        while name is None or (name in used and members not in names):
            number += 1
            name = f"intake{number}"
        used.add(name)
        made.append(Group(name, tuple(sorted(members))))
    return made
