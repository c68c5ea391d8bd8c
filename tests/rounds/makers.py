"""Small random rounds, and brute force by which they are checked."""

from itertools import permutations
from random import Random

from hecht.rounds import Round, Turn


def random_round(rng: Random, *, together: bool = False, most: int = 7) -> Round:
    """Return a round of a few households and homes; groups, care and doubt included."""
    households = [f"h{n}" for n in range(rng.randint(1, most))]
    homes = [f"w{n}" for n in range(rng.randint(1, most + 1))]
    adapted = frozenset(home for home in homes if rng.random() < 0.3)
    density = rng.choice((0.25, 0.5, 0.8))
    suits = {name: tuple(home for home in homes if rng.random() < density) for name in households}
    line = rng.sample(households, len(households))
    turns, groups = [], []
    while line:
        size = rng.choice((1, 1, 1, 2, 3))
        members, line = tuple(line[:size]), line[size:]
        turns.append(Turn(f"C{len(turns)}", members))
        if len(members) > 1:
            groups.append(members)
    care = [
        Turn(turn.code, turn.households[:1], adapted_only=True)
        for turn in turns
        if rng.random() < 0.3
    ]
    order = [name for turn in turns for name in turn.households]
    returning = [name for name in order if rng.random() < 0.8]
    spots = {home: rng.random() * 3 for home in homes}
    near = {
        home: tuple(o for o in homes if o != home and abs(spots[o] - spots[home]) < 1)
        for home in homes
    }
    return Round(
        name="proef",
        turns=(*care, *turns),
        homes=tuple(homes),
        adapted=adapted,
        suits=suits,
        returning=tuple(returning),
        together=tuple(groups) if together else (),
        near=near if together else {},
        stays={name: ("t1", "t2") for name in households if rng.random() < 0.8},
    )


def complete(households: list[str], homes: list[str], suits: dict[str, tuple[str, ...]]) -> bool:
    """Return whether every household can have a home of its own: by trying every division."""
    return any(
        all(home in suits[name] for name, home in zip(households, picked, strict=True))
        for picked in permutations(homes, len(households))
    )


def complete_near(
    households: list[str],
    homes: list[str],
    fixed: Round,
    chosen: dict[str, str],
    groups: list[tuple[str, ...]],
) -> bool:
    """Return the same with every two members of each group near: by trying every division."""
    for picked in permutations(homes, len(households)):
        got = {**chosen, **dict(zip(households, picked, strict=True))}
        if all(got[name] in fixed.suits[name] for name in households) and all(
            got[b] in fixed.near[got[a]]
            for group in groups
            for a in group
            for b in group
            if a != b and a in got and b in got
        ):
            return True
    return False
