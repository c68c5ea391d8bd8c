"""Whether everyone can be housed with every group near itself: exactly, or by trying."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

MOST_PAIRS = 20_000
"""Suitable pairs of all questions that are settled exactly for one menu."""
MOST_EFFORT = 0.5
"""What the exact search may take, in the solver's own deterministic seconds."""
MOST_TRIES = 4_000


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


def places_of_group(
    asked: Asked, members: tuple[str, ...], friends: tuple[str, ...], used: set[str]
) -> Iterator[dict[str, str]]:
    """Yield homes near each other for one group; tries at most `MOST_TRIES` steps in all."""
    line = sorted(members, key=lambda name: (len(asked.suits[name]), name))
    beside = [asked.near[one] for one in friends]
    fits = {name: asked.suits[name].intersection(*beside) - used for name in line}
    places = {name: [home for home in asked.homes if home in fits[name]] for name in line}
    tries = 0

    def place(at: int, got: dict[str, str]) -> Iterator[dict[str, str]]:
        nonlocal tries
        if at == len(line):
            yield dict(got)
            return
        for home in places[line[at]]:
            tries += 1
            if tries > MOST_TRIES:
                return
            if any(one == home or one not in asked.near[home] for one in got.values()):
                continue
            got[line[at]] = home
            yield from place(at + 1, got)
            del got[line[at]]

    yield from place(0, {})
