"""What stands out, and the words for a rank."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from hecht.area.indicator import Theme
from hecht.area.peers import Choice, Criterion
from hecht.area.profile import Profile, profile
from hecht.area.standing import Rank, Side, beside, rank, stands_out
from tests.area.panels import figures, indicator, panel, town

CODES = town(41)
EASY = Choice((Criterion("free"),), 8, least=1)


def made(place: int) -> Profile:
    """Return the profile of an area that stands at this place in everything."""
    names = [f"i{k}" for k in range(6)]
    better = ["less", "more", "less", "less", "more", "less"]
    themes = [Theme.SAFETY, Theme.SAFETY, Theme.SAFETY, Theme.SAFETY, Theme.HEALTH, Theme.HOMES]
    made_of = [indicator(n, t, better=b) for n, t, b in zip(names, themes, better, strict=True)]
    store = panel(
        [*made_of, indicator("free")],
        *(figures(n, 2024, {code: float(k) for k, code in enumerate(CODES)}) for n in names),
        figures("free", 2024, {code: float(k) for k, code in enumerate(CODES)}),
    )
    return profile(store, CODES[place], choice=EASY)


@given(st.floats(0, 1))
def test_ranks_mirror(share: float) -> None:
    """What is low seen one way is high seen the other."""
    order = list(Rank)
    assert order.index(rank(share)) == 4 - order.index(rank(1 - share))


def test_only_the_outer_quarter_stands_out_and_no_theme_fills_the_list() -> None:
    """At the top, `less is better` is unfavourable; neutral indicators are in neither list."""
    found = made(40)
    bad = [line.indicator.code for line in stands_out(found, Side.LESS)]
    good = [line.indicator.code for line in stands_out(found, Side.MORE)]
    assert bad == ["i0", "i2", "i5"]
    assert good == ["i1", "i4"]
    assert [line.indicator.code for line in stands_out(found, Side.NEITHER)] == ["free"]
    assert [x.indicator.code for x in stands_out(found, Side.LESS, of=["i0", "i1"])] == ["i0"]
    assert stands_out(made(20), Side.LESS) == ()
    assert stands_out(made(36), Side.NEITHER) != ()
    assert stands_out(made(35), Side.NEITHER) == ()
    assert stands_out(made(20), Side.MORE) == ()


def test_beside_peers_all_most_or_neither() -> None:
    """The lowest area lies below all areas comparable to it, a middle one in between."""
    ends = [next(x for x in made(p).lines if x.indicator.code == "i0") for p in (0, 20, 40)]
    assert [beside(one) for one in ends] == [Rank.LOWEST, Rank.MIDDLE, Rank.HIGHEST]
