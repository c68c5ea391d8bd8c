"""Which social measures stand by the uprooted: by hand and against a plain recount."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hecht.area.programme import Measure, Nature, Status
from hecht.area.support import support
from hecht.area.uprooted import uprooted
from hecht.neighbourhood import Course, Month, Neighbourhood
from tests.area.programmes import measure, programme
from tests.neighbourhoods import neighbourhoods_with_courses
from tests.report.pages import street_plan


def gaps(one: Measure) -> tuple[int, ...]:
    """Return the months in which A, in unit t1 in February and March 2014, has nobody by it."""
    plan = street_plan()
    found = uprooted(plan.neighbourhood, plan.course)
    return support(found, programme(one)).gaps("A")


@pytest.mark.parametrize(
    ("changes", "months"),
    [
        ({}, ()),
        ({"last": Month(2014, 2)}, (3,)),
        ({"first": Month(2014, 4)}, (2, 3)),
        ({"place": ("Kade",)}, ()),
        ({"place": ("K",)}, (2, 3)),
        ({"status": Status.IDEA}, (2, 3)),
        ({"nature": Nature.PHYSICAL}, (2, 3)),
    ],
)
def test_help_must_be_social_and_there_and_then(
    changes: dict[str, object], months: tuple[int, ...]
) -> None:
    """Only a social measure that runs that month, in that place, stands by."""
    assert gaps(measure("m", **changes)) == months


def test_seasons_with_a_gap_name_who_has_one() -> None:
    """February is winter and covered, March is spring and open."""
    plan = street_plan()
    found = uprooted(plan.neighbourhood, plan.course)
    stands = support(found, programme(measure("m", last=Month(2014, 2))))
    open_in = {s.quarter.value: [o.household for o in stands.open_in(s)] for s in found.seasons}
    assert open_in == {"winter": [], "spring": ["A"]}
    assert stands.open_months == 1
    assert stands.standing == {"A": {2: ("m",), 3: ()}}


@settings(max_examples=40, deadline=None)
@given(neighbourhoods_with_courses(), st.data())
def test_the_gaps_are_those_of_a_recount(
    both: tuple[Neighbourhood, Course], data: st.DataObject
) -> None:
    """A month is a gap exactly when no social measure has both its month and its street."""
    here, course = both
    streets = sorted({home.street for home in here.homes})
    measures = []
    for number in range(data.draw(st.integers(0, 3))):
        first = data.draw(st.integers(-2, course.horizon))
        length = data.draw(st.integers(0, 12))
        place = data.draw(st.sets(st.sampled_from(streets), max_size=2))
        base = measure(str(number), place=tuple(sorted(place - {""})))
        start = here.project.start.plus(first)
        measures.append(replace(base, first=start, last=start.plus(length)))
    found = uprooted(here, course)
    stands = support(found, programme(*measures))
    for one in found.households:
        expected = []
        for month, home in sorted(one.temporary.items()):
            street, now = here.home_of[home].street, here.project.start.plus(month)
            by = [
                m for m in measures
                if m.first <= now <= m.last  # type: ignore[operator]
                and (not m.place or street in m.place)
            ]  # fmt: skip
            if not by:
                expected.append(month)
        assert stands.gaps(one.household) == tuple(expected)
