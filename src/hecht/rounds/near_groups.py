"""Whether everyone can be housed with every group near itself: exactly, or by trying."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

MOST_PAIRS = 20_000
"""Suitable pairs up to which the question is settled exactly."""
MOST_EFFORT = 2.0
"""What the exact search may take, in the solver's own deterministic seconds."""
MOST_TRIES = 20_000


@dataclass(frozen=True, slots=True)
class Asked:
    """Who has still to be housed where.

    `groups` holds for each group its members that wait, and the homes its others have chosen.
    """

    homes: tuple[str, ...]
    suits: Mapping[str, frozenset[str]]
    near: Mapping[str, frozenset[str]]
    singles: tuple[str, ...]
    groups: tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]


def pairs_of(asked: Asked) -> int:
    """Return how many pairs of a class of alike households and a suitable home there are."""
    homes = frozenset(asked.homes)
    classes = {asked.suits[name] & homes for name in asked.singles}
    members = [name for waiting, _ in asked.groups for name in waiting]
    return sum(map(len, classes)) + sum(len(asked.suits[name] & homes) for name in members)


def exact_places(asked: Asked) -> tuple[dict[str, str] | None, bool]:
    """Return homes for the groups' members with which all can be housed, and whether it is sure.

    None when there are none, or when the solver did not settle it within its effort (not sure).
    Singles that the same homes suit are alike; they are counted, not named.
    """
    from ortools.sat.python import cp_model

    model = cp_model.CpModel()
    there = frozenset(asked.homes)
    uses: dict[str, list[cp_model.IntVar]] = {home: [] for home in asked.homes}
    places: dict[str, dict[str, cp_model.IntVar]] = {}
    for members, friends in asked.groups:
        for name in members:
            fits = [
                home
                for home in asked.homes
                if home in asked.suits[name] and all(one in asked.near[home] for one in friends)
            ]
            if not fits:
                return None, True
            places[name] = {home: model.new_bool_var("") for home in fits}
            model.add_exactly_one(places[name].values())
            for home in fits:
                uses[home].append(places[name][home])
        for at, one in enumerate(members):
            for other in members[at + 1 :]:
                for home, here in places[one].items():
                    close = [v for h, v in places[other].items() if h in asked.near[home]]
                    model.add_bool_or([*close, here.negated()])
    classes = Counter(asked.suits[name] & there for name in asked.singles)
    for homes, count in sorted(classes.items(), key=lambda one: (sorted(one[0]), one[1])):
        if count > len(homes):
            return None, True
        takes = {home: model.new_bool_var("") for home in asked.homes if home in homes}
        model.add(sum(takes.values()) == count)
        for home, taken in takes.items():
            uses[home].append(taken)
    for users in uses.values():
        if len(users) > 1:
            model.add_at_most_one(users)
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.random_seed = 1
    solver.parameters.max_deterministic_time = MOST_EFFORT
    status = solver.solve(model)
    if status in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        found = {
            name: next(home for home, v in fits.items() if solver.value(v))
            for name, fits in places.items()
        }
        return found, True
    return None, status == cp_model.INFEASIBLE


def place_of_group(
    asked: Asked, members: tuple[str, ...], friends: tuple[str, ...], used: set[str]
) -> dict[str, str] | None:
    """Return homes near each other for one group, or None; tries at most `MOST_TRIES` steps."""
    line = sorted(members, key=lambda name: (len(asked.suits[name]), name))
    tries = 0

    def place(at: int, got: dict[str, str]) -> dict[str, str] | None:
        nonlocal tries
        if at == len(line):
            return dict(got)
        for home in asked.homes:
            tries += 1
            if tries > MOST_TRIES:
                return None
            others = [*friends, *got.values()]
            if home in used or home in others or home not in asked.suits[line[at]]:
                continue
            if any(one not in asked.near[home] for one in others):
                continue
            got[line[at]] = home
            found = place(at + 1, got)
            if found is not None:
                return found
            del got[line[at]]
        return None

    return place(0, {})
