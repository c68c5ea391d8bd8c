"""The page of a plan made anew speaks both languages and names nobody."""

from __future__ import annotations

from dataclasses import replace

import pytest

from hecht.neighbourhood import (
    Home,
    Promise,
    PromiseKind,
    PromiseStatus,
    ReturnWish,
    Stage,
    TieKind,
    WishKind,
)
from hecht.outcomes import score
from hecht.planning import Plan
from hecht.planning.replan import Replan, replan
from hecht.planning.replan import events as happened
from hecht.report.changes import changes, changes_csv
from hecht.report.changes_words import ChangeWords
from hecht.report.words import LANGUAGES, Words
from tests.planning.street import street


@pytest.fixture(scope="module")
def made() -> Replan:
    """Return the street made anew after a delay and a change of mind, with a promise broken."""
    here, course = street()
    promise = Promise("1", PromiseKind.BY, PromiseStatus.ACCEPTED, "2026-12")
    people = tuple(replace(h, label="Fam. De Wit") for h in here.households)
    policy = replace(here.policy, points_broken_announcement=5000.0)
    here = replace(here, promises=(promise,), households=people, policy=policy)
    plan = Plan(here, course, "hand", 1, score(here, course))
    events = [happened.WorksDelayed("A", 2), happened.MindChanged("3", ReturnWish.ELSEWHERE)]
    return replan(plan, 6, events, iterations=1, workers=1)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_tells_what_happened_and_what_changes(made: Replan, language: str) -> None:
    """Events, counts, what is not kept and whom to write to are all there, without names."""
    page = changes(made, language)
    assert f'<html lang="{language}">' in page
    assert "De Wit" not in page
    for text in {
        "nl": ("duurt 2 maanden langer", "Wat niet meer kan worden nagekomen", "vertrekt nu"),
        "en": ("take 2 months longer", "What can no longer be kept", "now leaves"),
    }[language]:
        assert text in page


def test_the_table_has_a_row_for_each_household_to_write_to(made: Replan) -> None:
    """Broken promises are marked, and the unchanged are left out."""
    rows = changes_csv(made).decode().splitlines()
    assert {row.split(",")[0] for row in rows[1:]} == {d.household for d in made.changed}
    (first,) = [row for row in rows if row.startswith("1,")]
    assert ",yes," in first


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_event_has_words(made: Replan, language: str) -> None:
    """Each kind of event is a phrase of its own in each language."""
    promise = Promise("1", PromiseKind.RETURN, PromiseStatus.ACCEPTED)
    events: list[happened.Event] = [
        happened.WorksDelayed("A", 1),
        happened.WorksDelayed("A", -1),
        happened.WorksDuration("A", 4),
        happened.WorksStartDelayed("A", 4),
        *(happened.MindChanged("1", wish) for wish in ReturnWish),
        happened.WishMade("1", WishKind.BLOCK, "A"),
        happened.Birth("1"),
        happened.Dissolved("1"),
        happened.NewTie("1", "3", TieKind.CARE),
        happened.HomeLost("T1"),
        happened.NewTemporaryHome(Home("T9", Stage.TEMPORARY, 0, 0, 3)),
        happened.BudgetChanged(None),
        happened.CrewsChanged(2),
        happened.PromiseMade("1", promise),
        happened.TemporaryMonthsChanged(9),
        happened.HorizonChanged(3),
    ]
    say = ChangeWords(made, Words(language, made.plan.neighbourhood.project.start))
    phrases = [say.event(event) for event in events]
    assert len(set(phrases)) == len(events)
    assert all(phrases)
    assert all(event.words for event in events)
