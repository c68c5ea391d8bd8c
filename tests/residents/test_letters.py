"""What the letters say: each household its own plan, and nothing of anybody else."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings

from hecht.neighbourhood import (
    Course,
    DeclaredBy,
    Household,
    Month,
    Neighbourhood,
    Promise,
    PromiseKind,
    PromiseStatus,
    ReturnWish,
    Stay,
    StayKind,
    Works,
)
from hecht.neighbourhood.dated import DatedTable, Row
from hecht.neighbourhood.distance import near
from hecht.residents.intake_code import form_code
from hecht.residents.letter_texts import letter_texts
from hecht.residents.my_plan import Future, Money, my_plans
from tests.neighbourhoods import neighbourhoods_with_courses
from tests.planning.street import street
from tests.report.pages import street_plan
from tests.residents.letters import HEAD, part, words_of, written

DAY = date(2024, 1, 15)
NL = letter_texts("nl")


def marked(here: Neighbourhood) -> Neighbourhood:
    """Give every household a name that can be searched for, and an id that nothing else has."""
    new = {one.id: f"merk{n:03}teken" for n, one in enumerate(here.households)}
    return replace(
        here,
        households=tuple(
            replace(one, id=new[one.id], label=f"Zwaan{n:03}veld")
            for n, one in enumerate(here.households)
        ),
        ties=tuple(replace(tie, a=new[tie.a], b=new[tie.b]) for tie in here.ties),
        wishes=(),
        groups=(),
        promises=tuple(replace(p, household=new[p.household]) for p in here.promises),
    )


def moved(here: Neighbourhood, course: Course) -> Course:
    """Return the course for the marked neighbourhood."""
    new = {one.id: f"merk{n:03}teken" for n, one in enumerate(here.households)}
    stays = tuple(replace(stay, household=new[stay.household]) for stay in course.stays)
    reasons = {new[name]: why for name, why in course.reasons.items() if name in new}
    return replace(course, stays=stays, reasons=reasons)


@given(neighbourhoods_with_courses())
@settings(max_examples=60, deadline=None)
def test_the_facts_of_a_letter_are_those_of_the_plan(case: tuple[Neighbourhood, Course]) -> None:
    """Counted anew from bare stays: moves, months, homes, rent, and who is near."""
    here, course = case
    plans = my_plans(here, course, DAY)
    letters = written(here, course, DAY)
    start = here.project.start
    for household in here.households:
        own = sorted((s for s in course.stays if s.household == household.id),
                     key=lambda s: s.start)  # fmt: skip
        plan, letter = plans[household.id], letters[household.id]
        months = [b.start for a, b in pairwise(own) if a.home != b.home]
        leaves = bool(own) and own[-1].end < course.horizon
        months += [own[-1].end] if leaves else []
        assert [step.month for step in plan.steps] == [start.plus(month) for month in months]
        for month in months:
            assert NL.month(start.plus(month)) in part(letter, "route")
        last = own[-1] if own and not leaves and own[-1].kind is not StayKind.TEMPORARY else None
        assert (plan.final.id if plan.final else None) == (last.home if last else None)
        assert plan.future.stays_inside == (last is not None)
        short = part(letter, "short")
        if last is not None:
            home = here.home_of[last.home]
            assert f"{NL('ask_home')}: {home.address or home.id}" in short
            rent = home.rent if home.rent_after is None else home.rent_after
            if rent is not None and home.tenure is None:
                assert NL.euros(rent) in short
        if months:
            assert f"{NL('ask_often')}: {len(months)} keer" in short
        assert _near(here, course, household) == plan.people.near_then


def _near(here: Neighbourhood, course: Course, household: Household) -> int:
    """Count anew who of those that a household named lives near it in the end."""
    ends = {}
    for one in here.households:
        own = sorted((s for s in course.stays if s.household == one.id), key=lambda s: s.start)
        if own and own[-1].end >= course.horizon and own[-1].kind is not StayKind.TEMPORARY:
            ends[one.id] = here.home_of[own[-1].home]
    named = set()
    for tie in here.ties:
        if tie.a == household.id and tie.declared_by is not DeclaredBy.B:
            named.add(tie.b)
        if tie.b == household.id and tie.declared_by is not DeclaredBy.A:
            named.add(tie.a)
    mine = ends.get(household.id)
    if mine is None:
        return 0
    return sum(other in ends and near(mine, ends[other], here.policy) for other in named)


@given(neighbourhoods_with_courses())
@settings(max_examples=40, deadline=None)
def test_no_letter_holds_anything_of_another_household(case: tuple[Neighbourhood, Course]) -> None:
    """No name, id or code of another, in any word, event or file of a letter; its own name is."""
    here, course = marked(case[0]), moved(*case)
    letters = written(here, course, DAY, "en")
    for name, letter in letters.items():
        said = words_of(letter)
        own = here.household_of[name]
        assert own.label in said
        assert set(re.findall(r"Zwaan\d{3}veld", said)) == {own.label}
        assert set(re.findall(r"merk\d{3}teken", said)) <= {name}
        codes = {form_code(here.project.name, other) for other in letters if other != name}
        assert not [code for code in codes if code in said]


def test_each_situation_has_its_own_first_line() -> None:
    """The first line tells what matters most, with the month."""
    here, course = street()
    letters = written(here, course, DAY)
    plans = my_plans(here, course, DAY)
    for name, letter in letters.items():
        assert letter.first_line.startswith(NL(f"first_{plans[name].future.value}"))
        if plans[name].steps:
            assert NL.month(plans[name].steps[0].month) in letter.first_line
    assert {Future.DETOUR, Future.LEAVE} <= {plan.future for plan in plans.values()}


def lone(works: Works, stays: list[tuple[str, int, int, StayKind]], **changes: object) -> str:
    """Return the words of the letter to A of the Kade, with other works and stays."""
    plan = street_plan()
    here, course = plan.neighbourhood, plan.course
    blocks = tuple(replace(b, works=works) if b.id == "R" else b for b in here.blocks)
    people = tuple(replace(h, **changes) if h.id == "A" else h for h in here.households)  # type: ignore[arg-type]
    here = replace(here, blocks=blocks, households=people)
    own = tuple(Stay("A", *stay) for stay in stays)
    others = tuple(stay for stay in course.stays if stay.household != "A")
    reasons = {"A": "none of the 3 homes suits: 2 cost more than the household can pay"}
    course = replace(course, stays=(*own, *others), reasons=reasons)
    return words_of(written(here, course, date(2013, 12, 1))["A"])


def test_who_goes_back_to_its_own_home_reads_that_its_contract_goes_on() -> None:
    """Renovated while empty: a temporary home, and back to the same door."""
    back = [("r1", 0, 2, StayKind.START), ("t1", 2, 4, StayKind.TEMPORARY),
            ("r1", 4, 6, StayKind.FINAL)]  # fmt: skip
    said = lone(Works.RENOVATE_EMPTY, back)
    assert NL("first_back") in said
    assert NL("route_back") in said
    assert "U verhuist 2 keer." in said
    assert NL("home") + "\n" not in said


def test_who_is_renovated_in_place_reads_when_we_work() -> None:
    """No move, the months of the works, and room to make before them."""
    said = lone(Works.RENOVATE_OCCUPIED, [("r1", 0, 6, StayKind.START)])
    assert NL("first_stay_works") in said
    assert "Het werk duurt van februari 2014 tot en met maart 2014." in said
    assert "Niet later dan 31 januari 2014." in said


def test_who_must_leave_reads_why_in_plain_words() -> None:
    """The engine's reason, as a resident may read it, and an invitation to talk."""
    said = lone(Works.REBUILD, [("r1", 0, 2, StayKind.START)])
    assert NL("first_must_leave") in said
    assert NL("why_unsuitable") in said
    assert "Bij 2 woningen is de huur te hoog voor u." in said
    assert NL("do_talk") in said


def test_who_leaves_as_it_wished_reads_no_reason() -> None:
    """The first line says that it is its own wish."""
    said = lone(Works.REBUILD, [("r1", 0, 2, StayKind.START)], wish=ReturnWish.ELSEWHERE)
    assert NL("first_leave") in said
    assert NL("why_unsuitable") not in said


def test_who_is_moved_twice_between_temporary_homes_reads_every_move() -> None:
    """Three moves, each with its month and its homes."""
    twice = [("r1", 0, 2, StayKind.START), ("t1", 2, 3, StayKind.TEMPORARY),
             ("k1", 3, 4, StayKind.TEMPORARY), ("n1", 4, 6, StayKind.FINAL)]  # fmt: skip
    said = lone(Works.REBUILD, twice)
    assert "U verhuist 3 keer." in said
    assert "van Kade t1 naar Kade k1 (tijdelijke woning)" in said
    assert "van Kade k1 naar Kade n1" in said


def test_a_plan_that_is_not_ready_promises_nothing() -> None:
    """Who is still in a temporary home at the end reads that the plan is not ready."""
    open_end = [("r1", 0, 2, StayKind.START), ("t1", 2, 6, StayKind.TEMPORARY)]
    said = lone(Works.REBUILD, open_end)
    assert NL("first_open") in said
    assert NL("route_open") in said


def test_the_moving_allowance_is_told_by_date_or_not_at_all() -> None:
    """A verified amount is named; without one the letter says so, and whom to ask."""
    plan = street_plan()
    here = plan.neighbourhood
    amount = Row("moving_allowance", None, None, 6000.0, "euro", "test", True)
    known = replace(here, norms=DatedTable("norms", (amount,)))
    told = part(written(known, plan.course, DAY)["A"], "money")
    assert NL.euros(6000.0) in told
    assert my_plans(known, plan.course, DAY)["A"].money.money is Money.DUE
    later = replace(here, project=replace(here.project, start=Month(2026, 12)))
    silent = part(written(later, plan.course, date(2026, 12, 1))["A"], "money")
    assert "€" not in silent
    assert f"Vraag het aan {HEAD.contact_person}." in silent
    assert part(written(here, plan.course, DAY)["C"], "money") == ""


def test_housing_allowance_is_told_only_where_it_was_worked_out() -> None:
    """Without it: not known, and why. With it: the rent less the allowance."""
    plan = street_plan()
    bare = my_plans(plan.neighbourhood, plan.course, DAY)["A"]
    assert bare.rent.allowance is None
    silent = part(written(plan.neighbourhood, plan.course, DAY)["A"], "rent")
    assert f"{NL('rent_after')}: {NL('unknown')}" in silent
    assert NL("rent_allowance_why") in silent
    with pytest.raises(ValueError, match="'Z'"):
        my_plans(plan.neighbourhood, plan.course, DAY, {"Z": 100.0})


def test_habituation_is_told_year_by_year() -> None:
    """The step of 90 euros comes in three, over three years, from the month of arrival."""
    plan = street_plan()
    here = plan.neighbourhood
    homes = tuple(replace(h, rent=590.0) if h.id == "n1" else h for h in here.homes)
    policy = replace(here.policy, habituation_years=3.0, habituation_share=1.0)
    own = my_plans(replace(here, homes=homes, policy=policy), plan.course, DAY)["A"]
    assert own.rent.steps == (
        (Month(2014, 4), 500.0), (Month(2015, 4), 530.0),
        (Month(2016, 4), pytest.approx(560.0)), (Month(2017, 4), 590.0),
    )  # fmt: skip


def test_a_letter_that_comes_too_late_says_so() -> None:
    """Up to the last day of the term it is in time, after it the letter admits it."""
    here, course = street()
    plans = my_plans(here, course, DAY)
    name, notice = next((n, p.notice) for n, p in plans.items() if p.notice is not None)
    last = notice.told_by - timedelta(days=1)
    assert NL("told_late") not in words_of(written(here, course, last)[name])
    assert NL("told_late") in words_of(written(here, course, notice.told_by)[name])


def test_promises_are_told_with_how_firm_they_are() -> None:
    """Accepted, offered and told stand apart; without a firm one the letter says so."""
    plan = street_plan()
    promises = (
        Promise("A", PromiseKind.RETURN, PromiseStatus.ACCEPTED),
        Promise("A", PromiseKind.HOME, PromiseStatus.OFFERED, "n1"),
        Promise("A", PromiseKind.BY, PromiseStatus.INFORMED, "2014-05"),
    )
    letters = written(replace(plan.neighbourhood, promises=promises), plan.course, DAY)
    told = part(letters["A"], "promises")
    assert "Vast beloofd: u kunt terug naar de buurt" in told
    assert "Aangeboden: de woning Kade n1" in told
    assert "Verteld: u woont in mei 2014 in uw vaste woning" in told
    assert NL("promises_none") in part(letters["C"], "promises")


def test_only_who_named_a_tie_reads_of_it() -> None:
    """A named B and C; that D named A is not told to A."""
    plan = street_plan()
    people = my_plans(plan.neighbourhood, plan.course, DAY)["A"].people
    assert (people.named, people.near_now, people.near_then) == (2, 2, 0)


def test_terms_run_from_the_date_of_the_letter() -> None:
    """Reply within 28 days, objection within 42; a day that is past is not set."""
    plan = street_plan()
    letter = written(plan.neighbourhood, plan.course, date(2013, 12, 1))["A"]
    days = {action.text: action.before for s in letter.sections for action in s.actions}
    assert days[NL("do_read")] == date(2013, 12, 29)
    assert days[NL("do_object")] == date(2014, 1, 12)
    assert days[NL("do_contract")] == date(2014, 3, 31)
    late = written(plan.neighbourhood, plan.course, date(2014, 6, 1))["A"]
    days = {action.text: action.before for s in late.sections for action in s.actions}
    assert days[NL("do_contract")] is None


@pytest.mark.parametrize("language", ["en", "tr", "ar", "pl"])
def test_a_translation_says_that_dutch_counts(language: str) -> None:
    """And that a machine made it; the Dutch letter says neither, and what else comes with it."""
    plan = street_plan()
    words = letter_texts(language)
    letter = written(plan.neighbourhood, plan.course, DAY, language)["A"]
    assert letter.binding == f"{words('machine')} {words('binding')}"
    assert letter.machine_made
    assert letter.direction == ("rtl" if language == "ar" else "ltr")
    assert not written(plan.neighbourhood, plan.course, DAY)["A"].binding
