"""Who is counted: the tenancies on the reference date, whatever happens afterwards."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hecht.consent import ConsentError, Tenancy, UnitHome, roll

DAY = date(2026, 2, 1)
HOMES = [UnitHome("w1", "A"), UnitHome("w2", "A"), UnitHome("w3", "B")]


def test_only_the_tenancies_of_the_reference_date_count() -> None:
    """One that ended the day before and one that begins the day after are left out."""
    found = roll(
        HOMES,
        [
            Tenancy("old", "w1", None, DAY - timedelta(days=1)),
            Tenancy("now", "w1", DAY, None),
            Tenancy("last", "w2", date(2020, 1, 1), DAY),
            Tenancy("new", "w2", DAY + timedelta(days=1), None),
        ],
        DAY,
    )
    assert [(unit.unit, unit.tenancies) for unit in found] == [
        ("A", (("last", "w2"), ("now", "w1"))),
        ("B", ()),
    ]
    assert found[0].homes == ("w1", "w2")


@given(st.integers(1, 400), st.integers(0, 400))
def test_what_changes_after_the_reference_date_changes_nothing(left: int, let: int) -> None:
    """A tenancy that ends later and one that begins later leave the roll as it was."""
    before = roll(HOMES, [Tenancy("a", "w1", date(2010, 1, 1))], DAY)
    ends = DAY + timedelta(days=left)
    later = [
        Tenancy("a", "w1", date(2010, 1, 1), ends),
        Tenancy("b", "w1", ends + timedelta(days=1 + let)),
        Tenancy("c", "w3", DAY + timedelta(days=1 + let)),
    ]
    assert roll(HOMES, later, DAY) == before


@pytest.mark.parametrize(
    ("tenancies", "told"),
    [
        ([Tenancy("a", "w1"), Tenancy("b", "w1")], "two tenancies on the reference date"),
        ([Tenancy("a", "w1"), Tenancy("a", "w2")], "tenancy a stands 2 times"),
        ([Tenancy("a", "w9")], "home w9, which is not in homes.csv"),
        ([Tenancy("", "w1")], "without a tenancy"),
        ([Tenancy("a", "w1", DAY, DAY - timedelta(days=1))], "before it begins"),
    ],
)
def test_a_roll_that_is_not_sound_is_refused(tenancies: list[Tenancy], told: str) -> None:
    """The message names the tenancy or home, and what to do."""
    with pytest.raises(ConsentError, match=told):
        roll(HOMES, tenancies, DAY)
