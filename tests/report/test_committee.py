"""The report for others than the team: nothing of single households, nor of few."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

from hecht.neighbourhood import Course, Neighbourhood, ReturnWish, Stay
from hecht.outcomes.disclosure import Audience
from hecht.report.page import report, write_report
from hecht.report.words import LANGUAGES
from tests.report.pages import PageReader, planned
from tests.report.test_meeting import course, street

COMMITTEE = Audience.COMMITTEE
TRACES = (
    'class="tie ', '"mark mark-lived', '"mark mark-came', 'id="moves-t"',
    'id="lives-t"', 'id="temporary"',
)  # fmt: skip
"""What is in the team's report where it draws households, or counts them month by month."""
SECTION = re.compile(r'<section id="not-returning".*?</section>', re.DOTALL)


def gone(here: Neighbourhood, whole: Course, reasons: list[str]) -> Course:
    """Return the course in which the last households of the kept block leave, for these reasons."""
    names = [one.id for one in here.households[-len(reasons) :]]
    stays = tuple(
        Stay(one.household, one.home, 0, 8, one.kind) if one.household in names else one
        for one in whole.stays
    )
    return replace(whole, stays=stays, reasons=dict(zip(names, reasons, strict=True)))


def page(half: int, reasons: list[str], audience: Audience = COMMITTEE) -> str:
    """Return the report of the street, of which these households leave."""
    here = street(half)
    return report(planned(here, gone(here, course(here), reasons)), None, "en", audience)


@pytest.mark.parametrize("few", [1, 9])
def test_few_that_do_not_return_are_not_told_apart(few: int) -> None:
    """Neither by number nor by reason; the team reads both."""
    reasons = ["no home that suits is free in time"] * few
    told = SECTION.findall(page(20, reasons))[0]
    assert "fewer than 10" in told
    assert "free in time" not in told
    assert "</th>" not in told
    team = SECTION.findall(page(20, reasons, Audience.INTERNAL))[0]
    assert team.count("free in time") == few
    assert len(re.findall(r'<th scope="row">h\d', team)) == few


def test_many_are_counted_by_reason() -> None:
    """Ten for one reason are told; what is said of the rest gives no small group away."""
    time, other = "no home that suits is free in time", "in somebody's own words"
    both = PageReader(page(24, [time] * 10 + [other] * 11)).words
    assert "no home that suits is free in time 10" in both
    assert "own words" not in both
    uneven = PageReader(page(24, [time] * 12 + [other] * 3)).words
    assert "free in time 12" not in uneven
    assert "only the household itself is told 3" not in uneven


@pytest.mark.parametrize("half", [3, 9, 10])
def test_few_in_temporary_homes(half: int) -> None:
    """How many live in one, how long and what it costs is told of ten, and of fewer not."""
    here = street(half)
    plan = planned(here, course(here))
    words = PageReader(report(plan, None, "en", COMMITTEE)).words
    assert ("Months, all together not shown: small group" in words) == (half < 10)
    assert ("All moves not shown: small group" in words) == (half < 10)
    assert (f"by {half} households; the others move once" in words) == (half >= 10)
    team = PageReader(report(plan, None, "en")).words
    assert f"Months, all together {plan.outcomes().moves.months_temporary}" in team


def test_a_practice_plan_beside_it_gives_nothing_away() -> None:
    """A figure that is about few in either plan is told of neither."""
    here = street(12)
    plan = planned(here, course(here))
    few = replace(
        course(here),
        stays=tuple(s for s in course(here).stays if s.household not in {"h0", "h1", "h2"})
        + tuple(Stay(f"h{n}", f"e{n}", 0, 6, plan.course.stays[0].kind) for n in range(3)),
    )
    words = PageReader(report(plan, planned(here, few), "en", COMMITTEE)).words
    assert "To a temporary home not shown: small group not shown: small group" in words
    assert "To a temporary home 12" in PageReader(report(plan, None, "en", COMMITTEE)).words


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_draws_no_household(language: str) -> None:
    """Neither ties and who lives where on the map, nor moves and homes month by month."""
    here = street(12)
    people = (replace(here.households[0], wish=ReturnWish.ELSEWHERE), *here.households[1:])
    plan = planned(replace(here, households=people), course(here))
    others, team = report(plan, None, language, COMMITTEE), report(plan, None, language)
    for trace in TRACES:
        assert trace in team, trace
        assert trace not in others, trace
    assert "map-works" in others


def test_each_report_has_a_name_of_its_own(tmp_path: Path) -> None:
    """They stand beside each other."""
    plan = planned(street(3), course(street(3)))
    assert write_report(plan, tmp_path).name == "report.html"
    assert write_report(plan, tmp_path, audience=COMMITTEE).name == "committee.html"
    assert len(list(tmp_path.iterdir())) == 2
