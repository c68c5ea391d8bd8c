"""Safe homes: what is shown leaves a home for everyone after, and nothing safe is hidden."""

import time
from collections.abc import Mapping, Sequence
from random import Random

import pytest
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import maximum_bipartite_matching

from hecht.rounds import Evening, Kind, Round, RoundError, Safety, Turn
from tests.rounds.makers import complete, complete_near, random_round


def play(fixed: Round, rng: Random, *, leaving: float = 0.0) -> Evening:
    """Play a round to its end with choices by chance."""
    evening = Evening(fixed)
    evening.add(evening.draft(Kind.OPEN, home=fixed.digest))
    passed: set[str] = set()
    while (turn := evening.turn()) is not None:
        name = next(one for one in turn.households if evening.waiting(one))
        menu = evening.menu(name)
        if turn.adapted_only and (not menu or rng.random() < 0.4):
            evening.add(evening.draft(Kind.PASS, household=name))
        elif not menu or rng.random() < leaving:
            evening.add(evening.draft(Kind.WITHDRAW, household=name, reason="proef"))
        elif name not in passed and rng.random() < 0.1:
            passed.add(name)
            evening.add(evening.draft(Kind.PASS, household=name))
        else:
            evening.add(evening.draft(Kind.CHOOSE, household=name, home=rng.choice(menu)))
    return evening


def test_in_ten_thousand_random_rounds_everyone_who_could_return_does() -> None:
    """Where a complete division existed at the start, every returning household gets a home."""
    possible = groups = 0
    for seed in range(10_000):
        rng = Random(f"round {seed}")
        fixed = random_round(rng, most=rng.choice((3, 7, 14)))
        evening = play(fixed, rng)
        groups += any(len(turn.households) > 1 for turn in fixed.turns)
        assert len(set(evening.chosen.values())) == len(evening.chosen)
        assert all(home in fixed.suits[name] for name, home in evening.chosen.items())
        # how many can return at most is counted by another matching, not by the code under test
        most = most_housed(fixed.returning, fixed.suits)
        got = sum(name in evening.chosen for name in fixed.returning)
        if most == len(fixed.returning):
            possible += 1
            assert got == most, seed
        assert got >= most, seed
    assert possible > 2_000
    assert groups > 2_000


def most_housed(names: Sequence[str], suits: Mapping[str, Sequence[str]]) -> int:
    """Return how many households can have a suitable home each, by SciPy's Hopcroft-Karp."""
    homes = sorted({home for name in names for home in suits[name]})
    if not names or not homes:
        return 0
    fits = [[home in suits[name] for home in homes] for name in names]
    return int((maximum_bipartite_matching(csr_matrix(fits), perm_type="column") >= 0).sum())


def test_the_menu_is_exactly_what_brute_force_finds() -> None:
    """A home is on the menu when, and only when, some division for all others exists."""
    checked = 0
    for seed in range(150):
        rng = Random(f"menu {seed}")
        fixed = random_round(rng, most=5)
        safety = Safety(fixed.homes, fixed.suits, fixed.returning)
        kept = [name for name in fixed.returning if name not in safety.without]
        assert complete(kept, list(fixed.homes), fixed.suits)
        for name in fixed.order:
            others = [one for one in kept if one != name]
            expected = [
                home
                for home in fixed.homes
                if home in fixed.suits[name]
                and complete(others, [h for h in fixed.homes if h != home], fixed.suits)
            ]
            assert safety.menu(name) == expected, (seed, name)
            checked += len(expected) not in (0, len(fixed.suits[name]))
    assert checked > 20


def test_when_homes_are_short_the_front_of_the_line_is_looked_after() -> None:
    """As many as can be are kept a home, and nobody gives way to somebody behind it."""
    safety = Safety(["w1", "w2"], {"a": ["w1"], "b": ["w1", "w2"], "c": ["w2"]}, ["a", "b", "c"])
    assert safety.without == ["c"]
    assert safety.menu("b") == ["w2"]


def test_an_unsafe_or_taken_or_unknown_home_is_refused() -> None:
    """Each refusal says why."""
    safety = Safety(["w1", "w2"], {"a": ["w1", "w2"], "b": ["w1"]}, ["a", "b"])
    assert safety.menu("a") == ["w2"]
    with pytest.raises(RoundError, match="no suitable home left"):
        safety.take("a", "w1")
    with pytest.raises(RoundError, match="does not suit"):
        safety.take("b", "w2")
    with pytest.raises(RoundError, match="not a home of this round"):
        safety.take("b", "w9")
    safety.take("a", "w2")
    with pytest.raises(RoundError, match="chosen already"):
        safety.take("a", "w2")
    assert safety.menu("b") == ["w1"]


def test_with_groups_kept_near_the_menu_is_exactly_what_brute_force_finds() -> None:
    """On small rounds the exact method shows every safe home and no other, step after step."""
    seen = hidden = 0
    for seed in range(60):
        rng = Random(f"together {seed}")
        fixed = random_round(rng, together=True, most=5)
        evening = Evening(fixed)
        evening.add(evening.draft(Kind.OPEN, home=fixed.digest))
        kept = [name for name in fixed.returning if evening.guard.keeps(name)]
        groups = [group for group in fixed.together if group not in evening.guard.apart]
        while (turn := evening.turn()) is not None:
            name = next(one for one in turn.households if evening.waiting(one))
            menu = evening.guard.menu(name)
            left = [one for one in kept if one != name and evening.waiting(one)]
            still = [home for home in fixed.homes if home not in evening.chosen.values()]
            expected = [
                home
                for home in still
                if home in fixed.suits[name]
                and complete_near(
                    left,
                    [one for one in still if one != home],
                    fixed,
                    {**evening.chosen, name: home},
                    groups,
                )
            ]
            assert menu == expected, (seed, name)
            assert "exact" in evening.guard.method
            hidden += len(menu) < len(set(fixed.suits[name]) & set(still))
            menu = evening.menu(name)
            if not menu:
                kind = Kind.PASS if turn.adapted_only else Kind.WITHDRAW
                evening.add(evening.draft(kind, household=name, reason="proef"))
                continue
            evening.add(evening.draft(Kind.CHOOSE, household=name, home=rng.choice(menu)))
        for group in groups:
            seen += 1
            for one in group:
                for other in group:
                    if one != other:
                        assert evening.chosen[other] in fixed.near[evening.chosen[one]]
    assert seen > 8
    assert hidden > 20


def test_beyond_the_exact_size_nobody_is_left_out_either(monkeypatch: pytest.MonkeyPatch) -> None:
    """The constructive method may hide homes, but keeps every promise it made at the start."""
    monkeypatch.setattr("hecht.rounds.together.MOST_PAIRS", -1)
    kept_near = 0
    for seed in range(300):
        rng = Random(f"careful {seed}")
        fixed = random_round(rng, together=True, most=8)
        start = Evening(fixed)
        apart = start.guard.apart
        evening = play(fixed, rng)
        for name in fixed.returning:
            assert name in start.guard.without or name in evening.chosen, (seed, name)
        for group in fixed.together:
            if group not in apart:
                kept_near += 1
                homes = [evening.chosen[name] for name in group]
                assert all(b in fixed.near[a] for a in homes for b in homes if a != b), seed
    assert kept_near > 20


def test_a_step_of_a_thousand_households_takes_under_a_tenth_of_a_second() -> None:
    """1,000 households and 1,000 homes, tight: the median step in processor time."""
    rng = Random(5)
    homes = [f"w{n}" for n in range(1000)]
    names = [f"h{n}" for n in range(1000)]
    suits = {
        name: [homes[at], *rng.sample(homes, rng.choice((1, 20, 400)))]
        for at, name in enumerate(names)
    }
    safety = Safety(homes, suits, names)
    assert not safety.without
    times = []
    for name in names[:60]:
        start = time.process_time()
        menu = safety.menu(name)
        safety.take(name, rng.choice(menu))
        times.append(time.process_time() - start)
    assert sorted(times)[len(times) // 2] < 0.1


def test_a_step_of_a_thousand_with_groups_kept_near_takes_no_longer() -> None:
    """1,000 households, 1,000 homes in a row, about 100 groups: the median in processor time."""
    rng = Random(6)
    homes = [f"w{n}" for n in range(1000)]
    names = [f"h{n}" for n in range(1000)]
    suits = {
        name: tuple(sorted({homes[at], *rng.sample(homes, rng.choice((5, 100, 400)))}))
        for at, name in enumerate(names)
    }
    turns, left = [], names
    while left:
        size = rng.choice((1, 1, 1, 1, 1, 1, 2, 3))
        turns.append(Turn(f"C{len(turns)}", tuple(left[:size])))
        left = left[size:]
    fixed = Round(
        name="groot",
        turns=tuple(turns),
        homes=tuple(homes),
        adapted=frozenset(),
        suits=suits,
        returning=tuple(names),
        together=tuple(turn.households for turn in turns if len(turn.households) > 1),
        near={
            home: tuple(one for one in homes[max(0, n - 15) : n + 16] if one != home)
            for n, home in enumerate(homes)
        },
    )
    evening = Evening(fixed)
    evening.add(evening.draft(Kind.OPEN, home=fixed.digest))
    assert len(evening.guard.apart) < len(fixed.together)
    times = []
    while len(times) < 40 and (turn := evening.turn()) is not None:
        name = next(one for one in turn.households if evening.waiting(one))
        start = time.process_time()
        home = rng.choice(evening.menu(name))
        evening.add(evening.draft(Kind.CHOOSE, household=name, home=home))
        times.append(time.process_time() - start)
    assert sorted(times)[len(times) // 2] < 0.1, sorted(times)
