"""The evening: turns, passing, undo, changed minds, permission; and its sealed log."""

from random import Random

import pytest

from hecht.rounds import Entry, Evening, Kind, Round, RoundError, Turn, entries_from, replay
from tests.rounds.makers import random_round
from tests.rounds.test_safety import play

HOMES = ("w1", "w2", "w3", "w4")


def three() -> Round:
    """Return a round of a household, a group of two, and a household that only w1 suits."""
    return Round(
        name="proef",
        turns=(
            Turn("K1", ("b",), adapted_only=True),
            Turn("K9", ("a",)),
            Turn("K1", ("b", "c")),
            Turn("K5", ("d",)),
        ),
        homes=HOMES,
        adapted=frozenset({"w2"}),
        suits={"a": HOMES, "b": HOMES, "c": HOMES, "d": ("w1",)},
        returning=("a", "b", "c", "d"),
        together=(),
        near={},
        stays={"d": ("wissel7",), "a": ("wissel7",)},
    )


def opened(fixed: Round) -> Evening:
    """Return an evening that has just been opened."""
    evening = Evening(fixed)
    do(evening, Kind.OPEN, home=fixed.digest)
    return evening


def do(evening: Evening, kind: Kind, **said: str | int) -> Entry:
    """Add an entry and return it."""
    entry = evening.draft(kind, **said)
    evening.add(entry)
    return entry


def codes(evening: Evening) -> list[str]:
    """Return the codes of the turns to come."""
    return [turn.code for turn in evening.coming()]


def test_care_chooses_adapted_homes_first_then_the_line_and_groups_one_after_another() -> None:
    """The first part offers adapted homes only; who passes there keeps its place."""
    evening = opened(three())
    assert evening.menu("b") == ["w2"]
    do(evening, Kind.PASS, household="b")
    assert codes(evening) == ["K9", "K1", "K5"]
    assert evening.menu("a") == ["w2", "w3", "w4"]
    do(evening, Kind.CHOOSE, household="a", home="w3")
    do(evening, Kind.CHOOSE, household="c", home="w4")
    do(evening, Kind.CHOOSE, household="b", home="w2")
    do(evening, Kind.CHOOSE, household="d", home="w1")
    assert evening.turn() is None
    do(evening, Kind.CLOSE)
    with pytest.raises(RoundError, match="closed"):
        do(evening, Kind.REJOIN, household="a")


def test_what_is_unsafe_out_of_turn_or_unknown_is_refused_and_changes_nothing() -> None:
    """The rules hold for whoever types."""
    evening = opened(three())
    do(evening, Kind.PASS, household="b")
    before = list(evening.entries)
    for household, home in [("a", "w1"), ("a", "w9"), ("d", "w1"), ("z", "w1")]:
        with pytest.raises(RoundError):
            do(evening, Kind.CHOOSE, household=household, home=home)
    for kind in (Kind.WITHDRAW, Kind.STAY, Kind.UNDO):
        with pytest.raises(RoundError, match=r"reason|say why"):
            do(evening, kind, household="a", home="wissel7", of=1)
    with pytest.raises(RoundError, match="still has a turn"):
        do(evening, Kind.CLOSE)
    with pytest.raises(RoundError, match="open already"):
        do(evening, Kind.OPEN, home=evening.round.digest)
    assert evening.entries == before


def test_a_refused_choice_says_why_and_what_can_be_done() -> None:
    """Each reason has words of its own, and a wrong turn tells whose it is."""
    evening = opened(three())
    with pytest.raises(RoundError, match="home w3 is not adapted"):
        do(evening, Kind.CHOOSE, household="b", home="w3")
    do(evening, Kind.PASS, household="b")
    for home, why in [("w9", "not a home of this round"), ("w1", "is not safe")]:
        with pytest.raises(RoundError, match=why):
            do(evening, Kind.CHOOSE, household="a", home=home)
    do(evening, Kind.CHOOSE, household="a", home="w3")
    with pytest.raises(RoundError, match="chosen already"):
        do(evening, Kind.CHOOSE, household="b", home="w3")
    with pytest.raises(RoundError, match=r"not household d's turn but that of K1 \(b, c\)"):
        do(evening, Kind.CHOOSE, household="d", home="w1")
    do(evening, Kind.WITHDRAW, household="b", reason="proef")
    do(evening, Kind.WITHDRAW, household="c", reason="proef")
    with pytest.raises(RoundError, match="does not suit household d"):
        do(evening, Kind.CHOOSE, household="d", home="w4")
    with pytest.raises(RoundError, match="no entry 99 to undo; the last is 4"):
        do(evening, Kind.UNDO, of=99, reason="proef")


def test_undo_is_a_new_entry_and_the_household_chooses_next() -> None:
    """Nothing is taken out of the log; a home comes free; the reason stands there."""
    evening = opened(three())
    do(evening, Kind.PASS, household="b")
    wrong = do(evening, Kind.CHOOSE, household="a", home="w3")
    do(evening, Kind.CHOOSE, household="b", home="w4")
    do(evening, Kind.UNDO, of=wrong.number, reason="verkeerd nummer getypt")
    assert len(evening.entries) == 5
    assert codes(evening) == ["K9", "K1", "K5"]
    assert evening.menu("a") == ["w2", "w3"]
    with pytest.raises(RoundError, match="undone already"):
        do(evening, Kind.UNDO, of=wrong.number, reason="nog eens")
    again = do(evening, Kind.CHOOSE, household="a", home="w2")
    with pytest.raises(RoundError, match="cannot be undone"):
        do(evening, Kind.UNDO, of=4, reason="undo van undo")
    do(evening, Kind.UNDO, of=again.number, reason="toch niet")


def test_a_pass_goes_to_the_end_and_can_be_taken_back() -> None:
    """Taking back one pass leaves the pass of another as it was."""
    evening = opened(three())
    do(evening, Kind.PASS, household="b")
    first = do(evening, Kind.PASS, household="a")
    do(evening, Kind.PASS, household="c")
    assert codes(evening) == ["K5", "K9", "K1"]
    do(evening, Kind.UNDO, of=first.number, reason="te vlug")
    assert codes(evening) == ["K9", "K5", "K1"]


def test_who_comes_back_overtakes_nobody_and_has_a_home_if_there_is_one() -> None:
    """A household that changes its mind keeps a place still to come, or else comes last."""
    evening = opened(three())
    do(evening, Kind.PASS, household="b")
    do(evening, Kind.WITHDRAW, household="a", reason="gaat naar Breda")
    do(evening, Kind.WITHDRAW, household="d", reason="ziek")
    do(evening, Kind.REJOIN, household="a")
    do(evening, Kind.REJOIN, household="d")
    assert codes(evening) == ["K1", "K5", "K9"]
    assert "w1" not in evening.menu("b")
    do(evening, Kind.WITHDRAW, household="d", reason="definitief")
    assert "w1" in evening.menu("b")
    do(evening, Kind.CHOOSE, household="b", home="w1")
    do(evening, Kind.REJOIN, household="d")
    assert evening.in_doubt() == ["d"]
    do(evening, Kind.WITHDRAW, household="b", reason="toch niet")
    assert evening.in_doubt() == []


def test_who_stays_in_its_temporary_home_leaves_its_place_to_others() -> None:
    """Its kept home comes free; where it stays is in the log."""
    evening = opened(three())
    do(evening, Kind.STAY, household="d", home="wissel7", reason="wil blijven")
    assert evening.staying == {"d": "wissel7"}
    with pytest.raises(RoundError, match="another household stays in wissel7"):
        do(evening, Kind.STAY, household="a", home="wissel7", reason="ook")
    with pytest.raises(RoundError, match="those are: wissel7"):
        do(evening, Kind.STAY, household="a", home="wissel8", reason="elders")
    with pytest.raises(RoundError, match="none of this neighbourhood's"):
        do(evening, Kind.STAY, household="b", home="wissel7", reason="ook")
    do(evening, Kind.PASS, household="b")
    assert evening.menu("a") == list(HOMES)


def test_random_evenings_replay_to_the_same_place() -> None:
    """A log read back gives the same homes, queue and doubt, whatever happened."""
    for seed in range(200):
        rng = Random(f"replay {seed}")
        evening = wild(random_round(rng), rng)
        content = b"".join(entry.line() for entry in evening.entries)
        entries, whole = entries_from(content)
        again = replay(evening.round, entries)
        assert whole == len(content)
        assert again.chosen == evening.chosen
        assert again.coming() == evening.coming()
        assert again.in_doubt() == evening.in_doubt()
        assert again.away == evening.away


def wild(fixed: Round, rng: Random, steps: int = 25) -> Evening:
    """Play an evening on which everything happens: undos, changed minds, leaving, passing."""
    evening = opened(fixed)
    kinds = [Kind.CHOOSE] * 4 + [Kind.PASS, Kind.WITHDRAW, Kind.REJOIN, Kind.STAY, Kind.UNDO]
    for _ in range(steps):
        kind = rng.choice(kinds)
        turn = evening.turn()
        name = rng.choice(turn.households if turn else fixed.order)
        if kind in (Kind.REJOIN, Kind.WITHDRAW, Kind.STAY):
            name = rng.choice(fixed.order)
        said: dict[str, str | int] = {"household": name, "reason": "proef"}
        if kind is Kind.UNDO:
            said = {"of": rng.randrange(len(evening.entries) + 1), "reason": "proef"}
        if kind is Kind.CHOOSE:
            said["home"] = rng.choice(fixed.homes)
        if kind is Kind.STAY:
            said["home"] = rng.choice(("t1", "t2"))
        doubt = set(evening.in_doubt())
        try:
            do(evening, kind, **said)
        except RoundError:
            continue
        if kind not in (Kind.REJOIN, Kind.UNDO):
            assert set(evening.in_doubt()) <= doubt
        taken = list(evening.chosen.values())
        assert len(set(taken)) == len(taken)
        assert all(home in fixed.suits[one] for one, home in evening.chosen.items())
        assert len(set(evening.staying.values())) == len(evening.staying)
    return evening


def test_wild_evenings_with_groups_kept_near_hold_as_well() -> None:
    """Nobody who was kept a home loses it by what others do, groups kept near included."""
    for seed in range(60):
        rng = Random(f"wild {seed}")
        wild(random_round(rng, together=True, most=6), rng)


def test_any_changed_byte_of_a_log_is_found() -> None:
    """Each byte of a real log changed in turn: reading refuses it."""
    rng = Random("log")
    evening = play(random_round(rng, most=7), rng)
    content = b"".join(entry.line() for entry in evening.entries)
    for at in range(len(content)):
        changed = content[:at] + bytes([content[at] ^ 1]) + content[at + 1 :]
        with pytest.raises(RoundError):
            replay(evening.round, read_whole(changed))
    lines = content.splitlines(keepends=True)
    for at in range(1, len(lines) - 1):
        for broken in ([*lines[:at], *lines[at + 1 :]], [*lines[: at + 1], *lines[at:]]):
            with pytest.raises(RoundError):
                read_whole(b"".join(broken))


def read_whole(content: bytes) -> list[Entry]:
    """Read a log that must end with a whole line."""
    entries, whole = entries_from(content)
    if whole != len(content):
        raise RoundError("the log ends in half a line")
    return entries


def test_a_resealed_choice_that_was_not_safe_is_found() -> None:
    """Who makes up a whole chain of good seals still cannot put in a choice against the rules."""
    from hecht.rounds.chain import entry_after

    fixed = three()
    evening = opened(fixed)
    do(evening, Kind.PASS, household="b")
    forged = entry_after(evening.entries[-1], Kind.CHOOSE, household="a", home="w1")
    with pytest.raises(RoundError, match="is not safe"):
        replay(fixed, [*evening.entries, forged])
