"""What holds for the figures and the score of any neighbourhood and any course."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hecht.neighbourhood import Course, Neighbourhood, Stage, Stay, StayKind
from hecht.neighbourhood.distance import near
from hecht.outcomes import household_outcome, household_outcomes, measure, score, score_parts
from hecht.outcomes.places import places
from hecht.planning.recount import recount
from tests.neighbourhoods import neighbourhoods, neighbourhoods_with_courses

Case = tuple[Neighbourhood, Course]


def nobody_moves(neighbourhood: Neighbourhood) -> Course:
    """Return the course in which everybody stays at home and no works are done."""
    horizon = neighbourhood.project.horizon
    stays = (Stay(h.id, h.home, 0, horizon, StayKind.START) for h in neighbourhood.households)
    return Course(horizon, {}, tuple(stays))


@given(neighbourhoods_with_courses())
@settings(deadline=None)
def test_score_is_the_sum_of_its_parts_in_whole_numbers(case: Case) -> None:
    """The parts are integers that add up to the score, and penalties never reward."""
    parts = score_parts(*case)
    assert all(type(part) is int for part in parts.values())
    assert sum(parts.values()) == score(*case)
    for name in ("separation_month", "alone", "extra_move", "temporary_month", "vacant_month"):
        assert parts[name] <= 0


@given(neighbourhoods())
@settings(deadline=None)
def test_when_nobody_moves_all_near_ties_are_kept(neighbourhood: Neighbourhood) -> None:
    """Without moves every near tie is kept, nobody is apart, alone, or in a temporary home."""
    found = measure(neighbourhood, nobody_moves(neighbourhood))
    assert found.ties.kept == found.ties.near_at_start == found.ties.near_at_end
    assert found.ties.share_kept in (1.0, None)
    assert found.ties.separation_months == 0
    assert found.ties.alone == ()
    assert found.moves.moves == found.moves.months_temporary == 0
    assert found.returning.of_all.part == len(neighbourhood.households)


@given(neighbourhoods_with_courses())
@settings(deadline=None)
def test_ties_are_counted_once_and_shares_are_shares(case: Case) -> None:
    """Kept, lost, gained and never near add up to all ties; every share lies between 0 and 1."""
    ties = measure(*case).ties
    assert ties.kept + ties.lost + ties.gained + ties.never_near == ties.all == len(case[0].ties)
    assert ties.kept + ties.lost == ties.near_at_start
    for share in (ties.share_kept, ties.share_kept_weighted, ties.share_kept_staying):
        assert share is None or 0 <= share <= 1


@given(neighbourhoods_with_courses())
@settings(deadline=None)
def test_separation_agrees_with_a_count_month_by_month(case: Case) -> None:
    """Counting intervals gives the same separation as looking at every month (C3)."""
    neighbourhood, course = case
    where = places(neighbourhood, course)
    count = 0
    for tie in neighbourhood.ties:
        homes = [neighbourhood.household_of[end].home for end in (tie.a, tie.b)]
        if not near(*(neighbourhood.home_of[home] for home in homes), neighbourhood.policy):
            continue
        for month in range(course.horizon):
            at = [where.home_at(end, month) for end in (tie.a, tie.b)]
            one, other = (neighbourhood.home_of.get(home or "") for home in at)
            count += not (one and other and near(one, other, neighbourhood.policy))
    assert measure(*case).ties.separation_months == count


@given(neighbourhoods_with_courses())
@settings(deadline=None)
def test_empty_months_agree_with_a_count_month_by_month(case: Case) -> None:
    """Counting stretches gives the same empty home-months as looking at every month."""
    neighbourhood, course = case
    lived = {(s.home, m) for s in course.stays for m in range(s.start, s.end)}
    taken = [(s.home, s.start) for s in course.stays if s.kind is StayKind.FINAL]
    count = 0
    for home in neighbourhood.homes:
        block = neighbourhood.block_of.get(home.block or "")
        if home.stage is Stage.EXISTING and block is not None and block.works.empties:
            count += sum((home.id, m) not in lived for m in range(course.starts[block.id]))
    for key, arrival in taken:
        ready = neighbourhood.ready(neighbourhood.home_of[key], course.starts)
        assert ready is not None
        for month in range(arrival - 1, ready - 1, -1):
            if (key, month) in lived:
                break
            count += 1
    assert measure(*case).vacancy.months == count


@given(neighbourhoods_with_courses())
@settings(deadline=None)
def test_figures_go_into_json_and_each_missing_one_has_its_reason(case: Case) -> None:
    """All figures survive JSON; a figure is None exactly when `not_known` says why (C6)."""
    found = measure(*case)
    figures = found.as_dict()
    assert json.loads(json.dumps(figures, allow_nan=False)) == figures
    assert {name for name, value in figures.items() if value is None} == set(found.not_known)


@given(neighbourhoods_with_courses())
@settings(deadline=None)
def test_households_add_up_to_the_neighbourhood(case: Case) -> None:
    """The views of the households together give the figures of the neighbourhood."""
    found, views = measure(*case), household_outcomes(*case)
    assert sum(len(view.moves) for view in views.values()) == found.moves.moves
    assert sum(v.months_temporary for v in views.values()) == found.moves.months_temporary
    assert sum(len(v.wishes_met) for v in views.values()) == found.wishes.met
    assert tuple(key for key, view in views.items() if view.alone) == found.ties.alone
    apart = sum(one.months_apart for view in views.values() for one in view.company)
    assert apart == 2 * found.ties.separation_months
    for key in list(views)[:3]:
        assert household_outcome(*case, key) == views[key]


@given(neighbourhoods_with_courses(), st.data())
@settings(deadline=None)
def test_what_is_not_known_of_a_household_is_said(case: Case, data: st.DataObject) -> None:
    """Whatever itineraries and start months are missing, each lost figure has its reason (C6)."""
    neighbourhood, course = case
    ids = [household.id for household in neighbourhood.households]
    gone = data.draw(st.sets(st.sampled_from(ids))) if ids else set()
    undated = data.draw(st.sets(st.sampled_from(sorted(course.starts)))) if course.starts else set()
    found = measure(
        neighbourhood,
        replace(
            course,
            stays=tuple(stay for stay in course.stays if stay.household not in gone),
            starts={b: month for b, month in course.starts.items() if b not in undated},
        ),
    )
    figures = found.as_dict()
    assert {name for name, value in figures.items() if value is None} == set(found.not_known)
    if gone:
        assert figures["return_of_all"] is None
        assert figures["moves"] is None
    if undated:
        assert figures["duration_months"] is None


@given(neighbourhoods_with_courses())
@settings(deadline=None)
def test_an_independent_count_comes_to_the_same(case: Case) -> None:
    """The month-by-month recount, which shares no code with this room, gives the same figures."""
    figures = {**measure(*case).as_dict(), "score": score(*case)}
    counted = recount(*case)
    assert "ties_kept" in counted
    for name, value in counted.items():
        assert figures[name] == (None if value is None else pytest.approx(value)), name
