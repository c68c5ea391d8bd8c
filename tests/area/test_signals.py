"""What a profile says that presses: the figure, how much it bites, and where it is from."""

from __future__ import annotations

import pytest

from hecht.area.indicator import Theme
from hecht.area.profile import profile
from hecht.area.signals import Signal, signals_of
from hecht.area.suggestions import advise, presses, pressing_themes
from hecht.effects.library import load
from tests.area.panels import SOURCE, figures, indicator, panel, town

CODES = town(41)


def told(place: int, better: str) -> Signal:
    """Return the signal of the area in this place from the lowest, of one figure of cohesion."""
    rising = {code: float(k) for k, code in enumerate(CODES)}
    store = panel(
        [indicator("lonely", theme=Theme.LONELINESS_COHESION, better=better)],
        figures("lonely", 2024, rising),
    )
    return next(s for s in signals_of(profile(store, CODES[place])) if s.code == "lonely")


@pytest.mark.parametrize(
    ("place", "better", "bite"),
    [(40, "less", 1.0), (0, "less", 0.0), (30, "less", 0.75), (0, "more", 1.0), (20, "more", 0.5)],
)
def test_it_bites_by_the_share_of_the_others_that_stand_better(
    place: int, better: str, bite: float
) -> None:
    """High is bad where less is better, low where more is; three quarters is where it presses."""
    found = told(place, better)
    assert found.bite == pytest.approx(bite)
    assert found.others == 40
    assert presses(found) == (bite >= 0.75)


def test_where_neither_side_is_better_nothing_presses() -> None:
    """The figure is there, and asks for nothing."""
    found = told(40, "")
    assert (found.value, found.bite) == (40.0, None)
    assert pressing_themes([found]) == frozenset()


def test_it_names_the_source_down_to_file_and_column() -> None:
    """Publisher, title, edition, file and column, and the year and area of the figure."""
    found = told(40, "less")
    for part in (SOURCE.publisher, SOURCE.title, SOURCE.edition, SOURCE.file, SOURCE.column):
        assert part in found.source
    assert found.year == 2024
    assert CODES[40] in found.where


def test_a_bad_figure_leads_to_suggestions_from_the_shipped_rules() -> None:
    """Of cohesion the library has something to say; of a good figure nothing is suggested."""
    found = advise(None, [told(40, "less")], load())
    assert {one.rule.key for one in found.suggestions} == {"choose_together", "guide"}
    assert advise(None, [told(0, "less")], load()).suggestions == ()
