"""Which figures of a theme are shown at once."""

from __future__ import annotations

from hecht.area.dictionary import indicators
from hecht.area.indicator import Theme
from hecht.area.key import FEW, KEY, first_told, key_codes, shown_at_once
from hecht.area.line import Line
from hecht.area.panel import Absent, Area, Level
from tests.area.panels import indicator

HERE = Area("BU03440300", Level.NEIGHBOURHOOD, "Here")


def lines(theme: Theme, *codes: str, absent: str = "") -> tuple[Line, ...]:
    """Return a line for each code, one of them without a figure."""
    return tuple(
        Line(indicator(code, theme), HERE, 2024, None if code == absent else 1.0,
             Absent.NOT_YET if code == absent else Absent.NONE, None)
        for code in codes
    )  # fmt: skip


def test_the_key_figures_are_indicators_of_their_theme() -> None:
    """Every code is one that hecht knows, under the theme where it is shown."""
    known = indicators()
    assert set(KEY) == set(Theme)
    for theme, codes in KEY.items():
        for code in codes:
            assert known[code].theme is theme, code


def test_key_figures_come_first_in_their_order_and_absent_ones_last() -> None:
    """The rest is folded; what has no figure is never among the first."""
    given = lines(Theme.HOMES, "own", "woz_value", "homes_flats", "homes", absent="homes_flats")
    first, rest = shown_at_once(given)
    assert [line.indicator.code for line in first] == ["homes", "woz_value"]
    assert [line.indicator.code for line in rest] == ["own", "homes_flats"]
    assert shown_at_once(lines(Theme.HOMES, "homes", absent="homes"))[0] == ()


def test_a_theme_of_own_indicators_shows_a_few() -> None:
    """Without any key figure the first six are shown."""
    given = lines(Theme.HEALTH, *(f"own_{number}" for number in range(9)))
    first, rest = shown_at_once(given)
    assert first == given[:FEW]
    assert rest == given[FEW:]


def test_own_indicators_are_told_first() -> None:
    """Regression to the mean is looked for in key figures and in those of a user's own."""
    assert first_told("woz_value")
    assert first_told("our_own_survey")
    assert not first_told("near_cafe_3km")
    assert "near_cafe_3km" not in key_codes()
