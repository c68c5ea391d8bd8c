"""All terms of a plan in one calendar: complete, on the right days, and without codes."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hecht.exchange.calendar_texts import _TEXTS, CalendarTexts
from hecht.exchange.ics import Term, calendar_text
from hecht.exchange.plan_calendar import last_day_to_tell, plan_terms
from hecht.neighbourhood import (
    Course,
    Month,
    Neighbourhood,
    Promise,
    PromiseKind,
    PromiseStatus,
    ReturnWish,
    Stage,
)
from hecht.outcomes.disclosure import Audience
from hecht.planning.plan import Plan
from hecht.residents.my_plan import my_plans
from tests.neighbourhoods import neighbourhoods_with_courses
from tests.report.pages import large_plan, street_plan

STAFF = Audience.INTERNAL


def of(terms: list[Term], what: str) -> dict[str, Term]:
    """Return the terms of one kind by what they are about."""
    keys = [(term.key.split("/"), term) for term in terms]
    return {key[2]: term for key, term in keys if key[1] == what}


def full_plan() -> Plan:
    """Return the plan of the Kade with a latest month, promises, and a home for some months."""
    plan = street_plan()
    here = plan.neighbourhood
    block = replace(here.blocks[0], latest=5)
    homes = tuple(
        replace(home, available_from=1, available_until=5)
        if home.stage is Stage.TEMPORARY
        else home
        for home in here.homes
    )
    promises = (
        Promise("A", PromiseKind.BY, PromiseStatus.ACCEPTED, "2014-05"),
        Promise("C", PromiseKind.BY, PromiseStatus.OFFERED, "2014-05"),
        Promise("D", PromiseKind.RETURN, PromiseStatus.ACCEPTED),
    )
    whole = replace(here, blocks=(block, *here.blocks[1:]), homes=homes, promises=promises)
    return replace(plan, neighbourhood=whole)


def test_every_term_of_a_plan_is_there_on_its_day() -> None:
    """Works in February and March 2014, moves in February and April, and what hangs on them."""
    plan = full_plan()
    found = plan_terms(plan.neighbourhood, plan.course, STAFF, "en")
    assert found == sorted(found, key=lambda term: (term.day, term.key))
    assert [(str(term.day), term.what) for term in found] == [
        ("2014-01-01", "1 temporary home becomes available"),
        ("2014-01-31", "Last day to tell 1 household that it moves in February 2014"),
        ("2014-02-01", "2 moves in this month"),
        ("2014-02-01", "Works start: R Kade oost"),
        ("2014-03-31", "Last day to tell 1 household that it moves in April 2014"),
        ("2014-03-31", "Last day of works: R Kade oost"),
        ("2014-04-01", "1 move in this month"),
        ("2014-04-30", "Last day on which 1 temporary home is available"),
        ("2014-04-30", "Latest day by which works must be finished: R Kade oost"),
        ("2014-05-31", "Last day of a promise: A lives in its final home by then"),
        ("2014-05-31", "Last day of a promise: C lives in its final home by then"),
    ]
    notes = {term.what: term.note for term in found}
    assert notes["2 moves in this month"] == "A to t1; B out of the neighbourhood"
    assert of(found, "moves")["2014-02"].days == 28
    told = of(found, "notice")["2014-02"].note
    assert told == "Notice by the policy of this project: 1 calendar months before. A to t1"


@given(neighbourhoods_with_courses(), st.integers(0, 14))
@settings(max_examples=60, deadline=None)
def test_each_notice_is_the_months_of_the_policy_before_its_move(
    made: tuple[Neighbourhood, Course], notice: int
) -> None:
    """Every move but a leaver's has its day; one day later is too late, as letters say too."""
    bare, course = made
    here = replace(bare, policy=replace(bare.policy, notice_months=notice))
    found = of(plan_terms(here, course, STAFF), "notice")
    start, wish = here.project.start, {one.id: one.wish for one in here.households}
    owed = [move for move in course.moves() if wish[move.household] is not ReturnWish.ELSEWHERE]
    assert set(found) == {str(start.plus(move.month)) for move in owed}
    for move in owed:
        moves_in = start.plus(move.month)
        term = found[str(moves_in)]
        told_in = Month(term.day.year, term.day.month)
        assert moves_in.since(told_in) == notice
        assert (term.day + timedelta(days=1)).month != term.day.month
        assert re.search(rf"\b{re.escape(move.household)}\b", term.note)
    for plan in my_plans(here, course, date(start.year, start.number, 1)).values():
        if plan.notice is not None and plan.steps:
            last = last_day_to_tell(plan.steps[0].month, notice)
            assert last + timedelta(days=1) == plan.notice.told_by


@given(neighbourhoods_with_courses())
@settings(max_examples=40, deadline=None)
def test_works_and_moves_are_all_there(made: tuple[Neighbourhood, Course]) -> None:
    """Each block with works starts and ends once, and every move is counted once."""
    here, course = made
    found = plan_terms(here, course, STAFF)
    works = {block.id for block in here.blocks if block.has_works}
    assert set(of(found, "works_start")) == set(of(found, "works_end")) == works
    for block in works:
        assert of(found, "works_start")[block].day <= of(found, "works_end")[block].day
    latest = {block.id for block in here.blocks if block.latest is not None and block.has_works}
    assert set(of(found, "works_latest")) == latest
    counted = [int(term.what.split()[0]) for term in of(found, "moves").values()]
    assert sum(counted) == len(course.moves())
    assert len({term.key for term in found}) == len(found)


def test_a_committee_sees_no_household_and_no_home() -> None:
    """No code, no name, no number under ten; and the same days as staff see."""
    plan = full_plan()
    here = plan.neighbourhood
    marked = replace(here, households=tuple(
        replace(one, id=f"XCODEX{one.id}", label="XLABELX") for one in here.households
    ), promises=tuple(
        replace(one, household=f"XCODEX{one.household}") for one in here.promises
    ), ties=(), wishes=(), homes=tuple(
        replace(home, address="XADDRESSX") for home in here.homes
    ))  # fmt: skip
    course = replace(plan.course, stays=tuple(
        replace(stay, household=f"XCODEX{stay.household}") for stay in plan.course.stays
    ))  # fmt: skip
    for language in ("nl", "en"):
        inside = plan_terms(marked, course, STAFF, language)
        assert any("XCODEX" in term.note for term in inside)
        shown = plan_terms(marked, course, Audience.COMMITTEE, language)
        text = calendar_text("Kade", shown, date(2014, 1, 1))
        assert not re.search(r"XCODEX|XLABELX|XADDRESSX|\bt1\b|\bn1\b", text.replace("\r\n ", ""))
        assert not re.search(r"\d", of(shown, "moves")["2014-02"].what)
        assert {term.day for term in shown} == {term.day for term in inside}


def test_a_committee_sees_large_numbers_only() -> None:
    """In a large neighbourhood forty moves a month are told, and to staff the same."""
    plan = large_plan(blocks=4, homes=20, ties=0)
    shown = plan_terms(plan.neighbourhood, plan.course, Audience.COMMITTEE, "en")
    inside = plan_terms(plan.neighbourhood, plan.course, STAFF, "en")
    assert {term.what for term in of(shown, "moves").values()} == {"40 moves in this month"}
    assert [t.what for t in of(shown, "moves").values()] == [
        t.what for t in of(inside, "moves").values()
    ]


def test_a_newer_plan_moves_the_events_and_the_same_plan_gives_the_same_bytes() -> None:
    """An event is known by its block, so a later start keeps its UID."""
    plan = full_plan()
    later = replace(plan.course, starts={"R": 3})

    def uids(course: Course) -> dict[str, str]:
        terms = plan_terms(plan.neighbourhood, course, STAFF)
        text = calendar_text("Kade", terms, date(2014, 1, 1), "terms", "nl")
        assert text == calendar_text("Kade", terms, date(2014, 1, 1), "terms", "nl")
        found = re.findall(r"UID:(\S+).*?SUMMARY:([^\r]*)", text, re.DOTALL)
        return {summary.split(":")[1].strip(): uid for uid, summary in found}

    before, after = uids(plan.course), uids(later)
    assert before["Start van de werkzaamheden"] == after["Start van de werkzaamheden"]


def test_the_file_is_valid_icalendar() -> None:
    """Lines end in CRLF and are at most 75 bytes; every event has what the form asks for."""
    plan = large_plan(blocks=4, homes=20, ties=0)
    terms = plan_terms(plan.neighbourhood, plan.course, STAFF)
    data = calendar_text("Grote buurt", terms, date(2026, 11, 23), "terms", "nl").encode()
    lines = data.split(b"\r\n")
    assert lines[-1] == b""
    assert all(b"\n" not in line and b"\r" not in line for line in lines)
    assert max(map(len, lines)) <= 75
    whole = data.replace(b"\r\n ", b"").decode()
    events = whole.split("BEGIN:VEVENT")[1:]
    assert len(events) == len(terms)
    for event in events:
        for name in ("UID:", "DTSTAMP:", "DTSTART;VALUE=DATE:", "DTEND;VALUE=DATE:", "SUMMARY:"):
            assert event.count(f"\r\n{name}") == 1
    uids = re.findall(r"UID:(\S+)", whole)
    assert len(set(uids)) == len(uids)


@pytest.mark.parametrize("key", _TEXTS)
def test_every_text_is_there_in_two_languages(key: str) -> None:
    """Dutch and English differ, and ask for the same values."""
    dutch, english = _TEXTS[key]
    assert dutch != english
    assert set(re.findall(r"{(\w+)}", dutch)) == set(re.findall(r"{(\w+)}", english))


def test_an_unknown_language_is_refused() -> None:
    """It says which there are."""
    with pytest.raises(ValueError, match="nl and en"):
        CalendarTexts("fr")
