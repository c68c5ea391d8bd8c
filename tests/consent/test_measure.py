"""The count: who said yes, and what follows; beside a count by brute force."""

from __future__ import annotations

from datetime import UTC, date, datetime
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hecht.consent import ConsentError, Standing, Verdict, contradictions, count, more_than_once
from hecht.consent.measure import unit_count
from hecht.rules.terms import term
from tests.consent.cases import Measurement, agreed, units


@pytest.mark.parametrize(
    ("yes", "total", "enough"),
    [
        (7, 10, True),
        (6, 10, False),
        (70, 100, True),
        (69, 100, False),
        (16, 23, False),
        (17, 23, True),
        (0, 10, False),
        (10, 10, True),
    ],
)
def test_seven_of_ten_and_no_rounding(yes: int, total: int, enough: bool) -> None:
    """The border is reckoned in whole numbers; 16 of 23 shows as 70% and is not enough."""
    unit = count(agreed(yes, total).book).units[0]
    assert unit.yes == yes
    assert unit.enough is enough
    assert unit.verdict is (Verdict.PRESUMED if enough else Verdict.BELOW_SHARE)


def test_the_share_and_the_ten_homes_are_those_of_the_dated_table() -> None:
    """The rule in code and the dated table of terms say the same."""
    assert Fraction(term("consent_share", date(2026, 1, 1)), 100) == Fraction(7, 10)
    least = term("consent_least_homes", date(2026, 1, 1))
    assert (
        unit_count("A", least, [Standing.YES] * 7 + [Standing.NO] * 2).verdict is Verdict.PRESUMED
    )
    below = unit_count("A", least - 1, [Standing.YES] * 9)
    assert below.enough
    assert below.verdict is Verdict.TOO_SMALL


def test_vacant_homes_make_a_unit_large_enough_but_are_not_asked() -> None:
    """Nine tenancies in ten homes: seven of nine are needed, and the rule holds."""
    unit = count(agreed(7, 9, vacant=1).book).units[0]
    assert (unit.homes, unit.tenancies, unit.needed) == (10, 9, 7)
    assert unit.verdict is Verdict.PRESUMED


def test_each_unit_is_counted_by_itself() -> None:
    """Many yes in one building do not help another."""
    measurement = Measurement(units(10, 10))
    for i in range(10):
        measurement.say(f"A{i}", "yes")
    for i in range(6):
        measurement.say(f"B{i}", "yes")
    counted = count(measurement.close().book)
    assert [unit.verdict for unit in counted.units] == [Verdict.PRESUMED, Verdict.BELOW_SHARE]
    assert not counted.good


def test_letter_and_visit_that_say_the_same_are_one_yes() -> None:
    """A tenancy that answers twice counts once, and both rows are shown."""
    measurement = Measurement(units(10)).say("A0", "yes", 3, "letter").say("A0", "yes", 3, "visit")
    assert count(measurement.book).units[0].yes == 1
    assert [one.source for one in more_than_once(measurement.book)["A0"]] == ["letter", "visit"]
    assert not contradictions(measurement.book)


def test_the_latest_day_decides_whatever_was_typed_first() -> None:
    """A letter of the third that is typed after a visit of the fifth changes nothing."""
    measurement = Measurement(units(10)).say("A0", "no", 5, "visit").say("A0", "yes", 3, "letter")
    assert count(measurement.book).standings["A0"] is Standing.NO


def test_two_answers_on_one_day_are_no_yes_until_cleared_up() -> None:
    """Contradictions are named; striking the mistake, or a later answer, clears them."""
    measurement = Measurement(units(10)).say("A0", "yes", 3, "letter").say("A0", "no", 3, "visit")
    assert count(measurement.book).standings["A0"] is Standing.UNCLEAR
    assert [one.row for one in contradictions(measurement.book)["A0"]] == [2, 3]
    measurement.put("strike", row=3, why="other door")
    assert count(measurement.book).standings["A0"] is Standing.YES


def test_a_withdrawal_holds_until_a_later_answer() -> None:
    """Withdrawn is no yes, also on the same day; a later yes is one again."""
    measurement = Measurement(units(10)).say("A0", "yes", 3).say("A0", "withdrawn", 3)
    assert count(measurement.book).standings["A0"] is Standing.UNCLEAR
    measurement.say("A0", "withdrawn", 31, "letter")
    assert count(measurement.book).standings["A0"] is Standing.WITHDRAWN
    again = Measurement(units(10)).say("A0", "yes", 3).say("A0", "withdrawn", 4).say("A0", "yes", 5)
    assert count(again.book).standings["A0"] is Standing.YES


def test_an_answer_to_an_earlier_text_does_not_count() -> None:
    """Each answer is bound to the text that the tenant had before them."""
    measurement = Measurement(units(10)).say("A0", "yes", 3)
    measurement.put("offer", version="2", file="offer.txt", sha256="b" * 64, why="rent")
    assert count(measurement.book).standings["A0"] is Standing.EARLIER_TEXT
    measurement.say("A0", "yes", 4, version="1")
    assert count(measurement.book).units[0].yes == 0
    measurement.say("A0", "yes", 4, version="2")
    assert count(measurement.book).units[0].yes == 1


def test_what_the_record_refuses() -> None:
    """Wrong days, unknown tenancies and texts, and rows after the closing, each with its reason."""
    measurement = Measurement(units(10))
    with pytest.raises(ConsentError, match="outside the count"):
        measurement.say("Z9", "yes")
    with pytest.raises(ConsentError, match="not offered"):
        measurement.say("A0", "yes", version="9")
    with pytest.raises(ConsentError, match="nothing to withdraw"):
        measurement.say("A0", "withdrawn")
    with pytest.raises(ConsentError, match="is one of letter, visit, web"):
        measurement.say("A0", "yes", source="rumour")
    with pytest.raises(ConsentError, match="silence is no row"):
        measurement.say("A0", "perhaps")
    with pytest.raises(ConsentError, match="close after that day"):
        measurement.put("close", at=datetime(2026, 3, 31, 23, 59, tzinfo=UTC))
    with pytest.raises(ConsentError, match="not between"):
        measurement.put(
            "answer", tenancy="A0", answer="yes", given_on="2026-04-01", source="web",
            version="1", sha256="a" * 64,
        )  # fmt: skip
    measurement.close()
    with pytest.raises(ConsentError, match="closed in row 2"):
        measurement.say("A0", "yes")


WORDS = st.sampled_from(["yes", "no", "withdrawn"])
SAID = st.lists(
    st.tuples(
        st.integers(0, 11), WORDS, st.integers(1, 6), st.sampled_from(["letter", "visit", "web"])
    ),
    max_size=40,
)


@settings(max_examples=150, deadline=None)
@given(st.integers(1, 12), SAID, st.sets(st.integers(0, 39)), st.integers(0, 3))
def test_the_count_is_that_of_brute_force(
    total: int, said: list[tuple[int, str, int, str]], wrong: set[int], vacant: int
) -> None:
    """Day by day and tenancy by tenancy, written out anew, gives the same count and verdict."""
    measurement = Measurement(units(total, vacant=vacant))
    heard: dict[str, list[tuple[int, str, str, bool]]] = {f"A{i}": [] for i in range(total)}
    for at, (who, word, day, source) in enumerate(said):
        name = f"A{who}"
        old = heard.get(name, [])
        if name not in heard or (word == "withdrawn" and all(struck for *_, struck in old)):
            continue
        before = len(measurement.entries)
        measurement.say(name, word, day, source)
        twin = (day, word, source, False) in old
        assert len(measurement.entries) == before + (not twin)
        if twin:
            continue
        if at in wrong:
            measurement.put("strike", row=measurement.entries[-1].number, why="mistake")
        old.append((day, word, source, at in wrong))
    yes = 0
    for answers in heard.values():
        for day in range(31, 0, -1):
            on_day = [word for when, word, _, struck in answers if when == day and not struck]
            if on_day:
                yes += all(word == "yes" for word in on_day)
                break
    unit = count(measurement.close().book).units[0]
    assert unit.yes == yes
    assert unit.tenancies == total == sum(unit.counts.values())
    assert unit.enough == (Fraction(yes, total) >= Fraction(7, 10))
    assert unit.enough == (yes >= unit.needed)
    assert (unit.verdict is Verdict.PRESUMED) == (unit.enough and total + vacant >= 10)


def test_every_border_is_that_of_fractions() -> None:
    """All sizes up to 150 tenancies with every number of yes, beside fractions; none left out."""
    for total in range(1, 151):
        least = None
        for yes in range(total + 1):
            found = unit_count("A", total, [Standing.YES] * yes + [Standing.SILENT] * (total - yes))
            assert found.enough == (Fraction(yes, total) >= Fraction(7, 10)), (yes, total)
            assert (found.verdict is Verdict.PRESUMED) == (found.enough and total >= 10)
            if found.enough and least is None:
                least = yes
        assert least == found.needed, total
