"""Mechanisms: nobody gains by misstating wishes, what is efficient, what keeps to the order."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import combinations, permutations, product
from random import Random

import pytest

from hecht.neighbourhood import Course, Stay, StayKind
from hecht.rounds import RoundError, Safety
from hecht.rounds.mechanisms import (
    advice,
    better_for_all,
    safe_serial,
    serial,
    top_trading_cycles,
)

Lists = Mapping[str, Sequence[str]]
Mechanism = Callable[[Lists], dict[str, str]]
HOMES = ("w1", "w2", "w3")
LINE = ("a", "b", "c")


def statements(homes: Sequence[str]) -> Iterator[tuple[str, ...]]:
    """Yield every list that can be stated: every order of every part of the homes."""
    for size in range(len(homes) + 1):
        for part in combinations(homes, size):
            yield from permutations(part)


def assert_nobody_gains(mechanism: Mechanism, truth: Lists, suits: Lists) -> int:
    """Try every other statement of every household; return how many were tried."""
    honest = mechanism(truth)
    tried = 0
    for name in truth:
        for lie in statements(suits[name]):
            home = mechanism({**truth, name: lie}).get(name)
            tried += 1
            if home is None or home not in truth[name]:
                continue
            own = honest.get(name)
            assert own is not None, (truth, name, lie)
            assert truth[name].index(own) <= truth[name].index(home), (truth, name, lie)
    return tried


def safely(suits: Lists) -> Mechanism:
    """Return the safe serial choice on three homes for households that all want to return."""

    def run(lists: Lists) -> dict[str, str]:
        return safe_serial(LINE, lists, homes=HOMES, suits=suits, returning=LINE)

    return run


def test_nobody_gains_by_misstating_wishes_in_the_safe_serial_choice() -> None:
    """Exhaustive: three households, three homes, all suitabilities, orders and other statements."""
    parts = [part for size in (1, 2, 3) for part in combinations(HOMES, size)]
    tried = 0
    for fits in product(parts, repeat=3):
        suits = dict(zip(LINE, fits, strict=True))
        if Safety(HOMES, suits, LINE).without:
            continue
        for truth in product(*(permutations(part) for part in fits)):
            tried += assert_nobody_gains(safely(suits), dict(zip(LINE, truth, strict=True)), suits)
    assert tried > 80_000


def test_nobody_gains_in_top_trading_cycles() -> None:
    """Exhaustive over full orders: three households, three homes, every set of present tenants."""
    suits = dict.fromkeys(LINE, HOMES)
    holders = [
        dict(zip(names, homes, strict=True))
        for size in range(4)
        for names in combinations(LINE, size)
        for homes in permutations(HOMES, size)
    ]
    for tenants in holders:
        for truth in product(permutations(HOMES), repeat=3):
            lists = dict(zip(LINE, truth, strict=True))
            assert_nobody_gains(
                lambda said, own=tenants: top_trading_cycles(LINE, said, own), lists, suits
            )


def test_the_proof_would_find_a_gain() -> None:
    """The same trial finds a gain where there is one: first choices first (the Boston rule)."""

    def first_choices(lists: Lists) -> dict[str, str]:
        got: dict[str, str] = {}
        for rank in range(len(HOMES)):
            for name in LINE:
                if name not in got and rank < len(lists[name]):
                    home = lists[name][rank]
                    if home not in got.values():
                        got[name] = home
        return got

    suits = dict.fromkeys(LINE, HOMES)
    truth = {"a": ("w1", "w2", "w3"), "b": ("w1", "w2", "w3"), "c": ("w2", "w3", "w1")}
    with pytest.raises(AssertionError):
        assert_nobody_gains(first_choices, truth, suits)


def test_misstating_needs_can_gain_so_needs_are_checked_at_the_intake() -> None:
    """A later household that hides what suits it keeps a home from an earlier one."""
    truth = {"a": ("w1", "w2"), "b": ("w1", "w2")}

    def homes_with(needs: Lists) -> dict[str, str]:
        return safe_serial(("a", "b"), truth, homes=("w1", "w2"), suits=needs, returning=("a", "b"))

    honest = homes_with({"a": ("w1", "w2"), "b": ("w1", "w2")})
    lying = homes_with({"a": ("w1", "w2"), "b": ("w1",)})
    assert honest["b"] == "w2"
    assert lying["b"] == "w1"


def random_lists(rng: Random, names: Sequence[str], homes: Sequence[str]) -> dict[str, list[str]]:
    """Return lists of some of the homes, in orders by chance."""
    return {name: rng.sample(homes, rng.randint(1, len(homes))) for name in names}


def dominated(got: Mapping[str, str], lists: Lists, homes: Sequence[str]) -> bool:
    """Return, by trying every division, whether one is better for some and worse for nobody."""
    names = list(lists)

    def place(name: str, home: str | None) -> int:
        return len(lists[name]) if home is None else list(lists[name]).index(home)

    now = [place(name, got.get(name)) for name in names]
    for picked in product(*([None, *lists[name]] for name in names)):
        real = [home for home in picked if home is not None]
        if len(set(real)) < len(real):
            continue
        then = [place(name, home) for name, home in zip(names, picked, strict=True)]
        if then != now and all(t <= n for t, n in zip(then, now, strict=True)):
            return True
    return False


def test_the_search_for_a_better_exchange_agrees_with_brute_force() -> None:
    """`better_for_all` finds an exchange exactly when some division dominates; and it is one."""
    found = 0
    for seed in range(400):
        rng = Random(f"exchange {seed}")
        names = [f"h{n}" for n in range(rng.randint(1, 4))]
        homes = [f"w{n}" for n in range(rng.randint(1, 4))]
        lists = random_lists(rng, names, homes)
        got = serial(rng.sample(names, len(names)), random_lists(rng, names, homes))
        got = {name: home for name, home in got.items() if home in lists[name]}
        loop = better_for_all(got, lists, homes)
        assert bool(loop) == dominated(got, lists, homes), seed
        if loop:
            found += 1
            after = {**got, **dict(loop)}
            assert len(set(after.values())) == len(after)
            for name, home in loop:
                own = got.get(name)
                assert own is None or lists[name].index(home) < lists[name].index(own)
    assert 50 < found < 390


def test_serial_choice_and_trading_cycles_are_efficient() -> None:
    """No exchange would be better for some and worse for nobody; tenants never lose."""
    for seed in range(1000):
        rng = Random(f"efficient {seed}")
        names = [f"h{n}" for n in range(rng.randint(1, 8))]
        homes = [f"w{n}" for n in range(rng.randint(1, 8))]
        lists = random_lists(rng, names, homes)
        line = rng.sample(names, len(names))
        assert not better_for_all(serial(line, lists), lists, homes)
        size = rng.randint(0, min(len(names), len(homes)))
        tenants = dict(zip(rng.sample(names, size), rng.sample(homes, size), strict=True))
        got = top_trading_cycles(line, lists, tenants)
        assert len(set(got.values())) == len(got)
        whole = {
            name: [*lists[name], tenants[name]]
            if name in tenants and tenants[name] not in lists[name]
            else lists[name]
            for name in names
        }
        for name, own in tenants.items():
            assert whole[name].index(got[name]) <= whole[name].index(own)
        cut = {
            name: whole[name][: whole[name].index(tenants[name]) + 1]
            if name in tenants
            else whole[name]
            for name in names
        }
        assert not better_for_all(got, cut, homes), seed


def test_the_safe_serial_choice_is_efficient_when_everyone_can_return() -> None:
    """Full lists, a complete division at the start: no exchange is better for all."""
    tried = 0
    for seed in range(1500):
        rng = Random(f"safe {seed}")
        names = [f"h{n}" for n in range(rng.randint(1, 7))]
        homes = [f"w{n}" for n in range(rng.randint(1, 8))]
        lists = random_lists(rng, names, homes)
        line = rng.sample(names, len(names))
        if Safety(homes, lists, line).without:
            continue
        tried += 1
        got = safe_serial(line, lists, homes=homes, suits=lists, returning=line)
        assert sorted(got) == sorted(names)
        assert not better_for_all(got, lists, homes), seed
        for at, name in enumerate(line):
            before = {one: got[one] for one in line[:at]}
            best = best_in_line(name, before, line[at + 1 :], lists)
            assert got[name] == best, seed
    assert tried > 300


def best_in_line(name: str, before: Mapping[str, str], after: Sequence[str], lists: Lists) -> str:
    """Return the dearest home that those before and after leave, by a matching made anew."""
    left = {home for homes in lists.values() for home in homes} - set(before.values())
    for home in lists[name]:
        if home in left:
            rest = sorted(left - {home})
            suits = {one: [h for h in lists[one] if h in rest] for one in after}
            if not Safety(rest, suits, list(after)).without:
                return home
    raise AssertionError("nothing is left")


def test_trading_cycles_without_tenants_are_serial_choice_and_with_all_are_exchanges() -> None:
    """The two ends of the rule, and the example by which it got its name."""
    lists = {"a": ["w1", "w2"], "b": ["w1", "w2"], "c": ["w1", "w3"]}
    assert top_trading_cycles(LINE, lists, {}) == serial(LINE, lists)
    swap = {"a": ["w2", "w1"], "b": ["w1", "w2"], "c": ["w3"]}
    own = {"a": "w1", "b": "w2", "c": "w3"}
    assert top_trading_cycles(("c", "b", "a"), swap, own) == {"a": "w2", "b": "w1", "c": "w3"}
    asks = {"a": ["w1", "w2"], "b": ["w2", "w1"]}
    assert top_trading_cycles(("a", "b"), asks, {"b": "w1"}) == {"a": "w1", "b": "w2"}
    with pytest.raises(RoundError, match="same home"):
        top_trading_cycles(("a", "b"), asks, {"a": "w1", "b": "w1"})


def test_advice_takes_final_homes_on_offer_only() -> None:
    """Who leaves, waits in a temporary home, or ends in another home has no advice."""
    course = Course(
        10,
        {},
        (
            Stay("a", "old", 0, 4, StayKind.START),
            Stay("a", "w1", 4, 10, StayKind.FINAL),
            Stay("b", "old2", 0, 5, StayKind.START),
            Stay("c", "t1", 0, 10, StayKind.TEMPORARY),
            Stay("d", "w9", 0, 10, StayKind.FINAL),
        ),
    )
    assert advice(course, ("a", "b", "c", "d"), ("w1", "w2")) == {"a": "w1"}
