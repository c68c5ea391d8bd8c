"""What the committee and the public may know (C7)."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from hecht.consent import Standing, Verdict, progress, unit_count
from hecht.consent.measure import Count
from hecht.outcomes.disclosure import Audience


def counted(*shares: tuple[int, int]) -> Count:
    """Return a closed count of units with so many yes of so many."""
    found = [
        unit_count(
            f"U{i}", max(total, 10), [Standing.YES] * yes + [Standing.SILENT] * (total - yes)
        )
        for i, (yes, total) in enumerate(shares)
    ]
    return Count(tuple(found), {}, True)


def test_small_units_are_hidden_and_so_is_the_total() -> None:
    """A unit of five is hidden; the others show, and no total gives the small one away."""
    shown = progress(counted((3, 5), (9, 12), (20, 30)))
    assert [one.yes for one in shown.units] == [None, 9, 20]
    assert [one.verdict for one in shown.units] == [None, Verdict.PRESUMED, Verdict.BELOW_SHARE]
    assert shown.total is None
    assert progress(counted((9, 12), (20, 30))).total == (29, 42)


def test_where_everybody_agrees_no_number_is_told() -> None:
    """12 of 12 would tell it of each of them; that the share is reached may be told."""
    shown = progress(counted((12, 12), (20, 30)))
    assert (shown.units[0].yes, shown.units[0].enough) == (None, True)
    assert shown.units[1].yes == 20
    assert shown.total is None


@settings(max_examples=200, deadline=None)
@given(
    st.lists(
        st.integers(0, 25).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))),
        min_size=1,
        max_size=6,
    )
)
def test_no_shown_group_is_small_and_no_total_gives_one_away(shares: list[tuple[int, int]]) -> None:
    """Each shown unit is 10 or more; a total is told only when every number is told anyway."""
    shown = progress(counted(*shares))
    assert shown.threshold == Audience.COMMITTEE.threshold == 10
    pairs = list(zip(shown.units, shares, strict=True))
    for one, (yes, total) in pairs:
        if one.tenancies is not None:
            assert one.tenancies == total >= 10
            assert one.yes in (None, yes)
            assert one.yes is None or 0 < yes < total
        else:
            assert (one.yes, one.enough, one.verdict, one.needed) == (None,) * 4
    if shown.total is not None:
        assert shown.total == (sum(y for y, _ in shares), sum(n for _, n in shares))
        assert all(
            one.yes is not None for one, (_, n) in zip(shown.units, shares, strict=True) if n
        )
