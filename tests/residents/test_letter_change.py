"""Letters about a changed plan: first line first, with the reason, and nothing of others."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from hecht.exchange.plan_changes import changed_by
from hecht.neighbourhood import Promise, PromiseKind, PromiseStatus, ReturnWish
from hecht.planning.replan import Replan
from hecht.planning.replan.events import HomeLost, MindChanged, WorksDelayed
from hecht.report.letters import Letters
from hecht.residents.letter import Letter
from hecht.residents.letter_texts import letter_texts
from tests.planning.replan.test_by_hand import HERE, anew
from tests.residents.letters import HEAD, part, words_of

NL = letter_texts("nl")


def letters(made: Replan, *, everyone: bool = False, language: str = "nl") -> dict[str, Letter]:
    """Return the letters about a plan made anew, by household."""
    order = Letters(
        made.plan.neighbourhood, made.plan.course, HEAD, date(2026, 1, 5),
        languages=(language,), changed=changed_by(made), everyone=everyone,
    )  # fmt: skip
    return {one.household: one for one in order.written if one.language == language}


def test_the_first_line_says_what_changed_by_how_much_and_why() -> None:
    """Works that take longer: another month, three months later, because of block A."""
    made = anew([WorksDelayed("A", 3)])
    told = letters(made)
    assert set(told) == {"1", "3"}
    block = HERE.block_of["A"]
    assert told["1"].first_line == " ".join(
        [NL("change_month"), NL.counted("later", 3),
         NL("cause_longer", block=block.name or block.id)]
    )  # fmt: skip
    assert told["1"].changed
    assert part(told["1"], "changes")
    assert NL("same_home", home=_home(made, "An1")) in part(told["1"], "same")


def test_a_term_that_is_exceeded_is_told_with_regret() -> None:
    """Nine months in a temporary home where six was the limit."""
    broken = part(letters(anew([WorksDelayed("A", 3)]))["1"], "broken")
    assert NL("broken_sorry") in broken
    assert NL.counted("broken_longer", 9) in broken


def test_a_broken_promise_is_named_with_what_is_offered_instead() -> None:
    """Promised An1, offered B1; that household 3 leaves for it is not told to household 1."""
    promise = Promise("1", PromiseKind.HOME, PromiseStatus.ACCEPTED, "An1")
    made = anew([HomeLost("An1")], neighbourhood=replace(HERE, promises=(promise,)))
    told = letters(made)["1"]
    broken = part(told, "broken")
    assert f"{NL('broken_promise')}: de woning {_home(made, 'An1')}" in broken
    assert f"{NL('broken_instead')}: de woning {_home(made, 'B1')}" in broken
    assert NL("same_promises") not in words_of(told)


def test_what_happened_to_another_household_is_not_told() -> None:
    """When 1 goes elsewhere, its own letter says so; no other letter says who or what."""
    made = anew([MindChanged("1", ReturnWish.ELSEWHERE, 8)])
    told = letters(made, everyone=True)
    assert NL("cause_own") in told["1"].first_line
    for name, letter in told.items():
        if name != "1":
            assert NL("cause_own") not in words_of(letter)


def test_who_has_no_change_gets_no_letter_unless_all_do() -> None:
    """With everyone a short letter says that nothing changed, and whom to call."""
    made = anew([WorksDelayed("A", 3)])
    every = letters(made, everyone=True)
    assert set(every) == {h.id for h in made.plan.neighbourhood.households}
    calm = every["4"]
    assert calm.first_line == NL("change_none")
    assert part(calm, "same")
    assert part(calm, "call")
    assert not part(calm, "rent")
    assert letters(anew([])) == {}


def test_every_language_can_tell_a_change() -> None:
    """The same letter in Arabic has the same parts, from right to left."""
    made = anew([WorksDelayed("A", 3)])
    arabic, dutch = letters(made, language="ar")["1"], letters(made)["1"]
    assert [s.kind for s in arabic.sections] == [s.kind for s in dutch.sections]
    assert arabic.direction == "rtl"


def _home(made: Replan, name: str) -> str:
    home = made.previous.neighbourhood.home_of[name]
    return home.address or home.id
