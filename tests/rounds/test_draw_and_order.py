"""The draw that anyone can check, and the order by the rules of a social plan."""

import subprocess
from dataclasses import replace
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hecht.neighbourhood import Group, Household, Month
from hecht.rounds import (
    By,
    Draw,
    GroupPlace,
    OrderRule,
    Round,
    RoundError,
    Turn,
    commitment,
    drawn_order,
)
from hecht.rounds.draw import faults, list_digest, lot_codes, lot_number, order_faults
from hecht.rounds.order import ordered, parties

SEED = "00ff" * 16
LOTS = ("A1", "B2", "C3", "D4")
PINNED_COMMITMENT = "f30bd97819aa57511df7b119594a77846347881b6e9530e114b97acc0ab3e194"
PINNED_ORDER = ("A1", "D4", "B2", "C3")


def good_draw() -> Draw:
    """Return a draw that holds."""
    order = drawn_order(SEED, LOTS, "regen")
    return Draw(LOTS, commitment(SEED, LOTS), SEED, "regen", order)


def test_the_draw_is_the_same_everywhere_and_always() -> None:
    """Pinned values: another version of Python or of hecht must give these."""
    assert commitment(SEED, LOTS) == PINNED_COMMITMENT
    assert drawn_order(SEED, LOTS, "regen") == PINNED_ORDER


def test_a_shell_gives_the_same_numbers() -> None:
    """docs/rounds.md tells people to check a lot with sha256sum; it gives the same."""
    digest = list_digest(LOTS)
    text = f"hecht-lot/1\n{SEED}\nregen\n{digest}\nA1\n"
    shell = subprocess.run(["sha256sum"], input=text.encode(), capture_output=True, check=True)
    assert shell.stdout.split()[0].decode() == lot_number(SEED, "regen", digest, "A1")


@given(st.data())
def test_the_verifier_finds_any_changed_byte(data: st.DataObject) -> None:
    """Change one character of the seed, commitment, word, a lot, or the order: it is found."""
    draw = good_draw()
    assert faults(draw) == []
    field = data.draw(st.sampled_from(["seed", "commitment", "lots", "order"]))
    value = getattr(draw, field)
    at = data.draw(st.integers(0, len(value) - 1))
    new = data.draw(st.characters(min_codepoint=33, max_codepoint=126))
    if isinstance(value, str):
        if value[at] == new:
            return
        changed = replace(draw, **{field: value[:at] + new + value[at + 1 :]})
    else:
        lot = value[at]
        if lot[0] == new:
            return
        changed = replace(draw, **{field: (*value[:at], new + lot[1:], *value[at + 1 :])})
    assert faults(changed)


def test_another_order_is_found() -> None:
    """Every other order of the same lots is refused, and so is a word that changes the order."""
    draw = good_draw()
    for order in permutations(draw.order):
        assert bool(faults(replace(draw, order=order))) == (order != draw.order)
    other = replace(draw, word="zon")
    assert bool(faults(other)) == (drawn_order(SEED, LOTS, "zon") != draw.order)


def test_a_wrong_order_is_told_with_its_place() -> None:
    """What stands where it should not, or that a lot is missing."""
    draw = good_draw()
    a, b, c, d = draw.order
    told = faults(replace(draw, order=(a, c, b, d)))
    assert told[0].endswith(f"place 2 is {b}, and {c} stands there")
    assert "3 places and 4 lots" in faults(replace(draw, order=(a, b, c)))[0]


def test_a_round_that_does_not_follow_the_draw_is_found() -> None:
    """Both parts of a round are held against the draw."""
    draw = good_draw()
    a, b, c, d = draw.order

    def of(*line: str, care: tuple[str, ...] = ()) -> list[str]:
        turns = [Turn(code, (code,), adapted_only=True) for code in care]
        turns += [Turn(code, (code,)) for code in line]
        suits = dict.fromkeys({*line, *care}, ("w",))
        fixed = Round("proef", tuple(turns), ("w",), frozenset("w"), suits, (), (), {})
        return order_faults(fixed, draw)

    assert of(a, b, c, d) == []
    assert of(a, b, c, d, care=(b, d)) == []
    assert "place 1 is" in of(b, a, c, d)[0]
    assert "first part" in of(a, b, c, d, care=(d, b))[0]
    assert "first part" in of(a, b, c, d, care=("Z9",))[0]


def test_a_draw_treats_lots_alike() -> None:
    """Over 3,000 seeds each of four lots comes first about as often (within five deviations)."""
    first = dict.fromkeys(LOTS, 0)
    for number in range(3000):
        first[drawn_order(f"{number:064x}", LOTS)[0]] += 1
    assert all(abs(count - 750) < 5 * 24 for count in first.values()), first


@pytest.mark.parametrize("lots", [("a", "a"), ("a", ""), ("a ",), ("a\nb",)])
def test_lists_that_could_be_read_two_ways_are_refused(lots: tuple[str, ...]) -> None:
    """A double, empty or two-line lot, or one with spaces at its ends."""
    with pytest.raises(RoundError, match="lot"):
        commitment(SEED, lots)


def test_a_short_seed_is_refused() -> None:
    """A seed that could be guessed would tell the order before the draw."""
    with pytest.raises(RoundError, match="64"):
        commitment("12", LOTS)


def test_codes_tell_nothing_without_the_salt() -> None:
    """Codes differ by party and by salt, and hold neither the id nor its place on the list."""
    codes = lot_codes(["h001", "h002"], "zout")
    assert codes != lot_codes(["h001", "h002"], "peper")
    assert codes == dict(sorted(lot_codes(["h002", "h001"], "zout").items()))
    assert len(set(codes.values())) == 2


def household(name: str, year: int | None, **changes: object) -> Household:
    """Return a household with a tenancy since January of a year."""
    start = None if year is None else Month(year, 1)
    return replace(Household(name, "w", 2, tenancy_start=start), **changes)  # type: ignore[arg-type]


def test_longest_tenancy_first_and_a_group_has_its_last_members_place() -> None:
    """Nobody is overtaken because others form a group; with `first`, the best place counts."""
    people = [
        household("a", 2001),
        household("b", 1990),
        household("c", 1995),
        household("d", None),
    ]
    who = parties(people, [Group("g", ("a", "b", "elders"))])
    assert ordered(who, OrderRule()) == ("c", "g", "d")
    assert ordered(who, OrderRule(group_place=GroupPlace.FIRST)) == ("g", "c", "d")


def test_a_draw_decides_between_equal_tenancies() -> None:
    """Who share a month are ordered by lot."""
    people = [household("a", 2001), household("b", 2001), household("c", 1990)]
    who = parties(people, [])
    assert ordered(who, OrderRule(), ("b", "c", "a")) == ("c", "b", "a")
    assert ordered(who, OrderRule(by=By.DRAW), ("b", "c", "a")) == ("b", "c", "a")
    with pytest.raises(RoundError, match="no draw"):
        ordered(who, OrderRule(by=By.DRAW))
    with pytest.raises(RoundError, match="not about these parties"):
        ordered(who, OrderRule(), ("a", "b"))


def test_a_group_of_seven_and_two_groups_for_one_household_are_refused() -> None:
    """Up to six choose as one, and a household chooses once."""
    people = [household(f"h{n}", 2000 + n) for n in range(7)]
    with pytest.raises(RoundError, match="at most 6"):
        parties(people, [Group("g", tuple(one.id for one in people))])
    with pytest.raises(RoundError, match="with one"):
        parties(people, [Group("g", ("h0", "h1")), Group("k", ("h1", "h2"))])
