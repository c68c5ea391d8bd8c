"""What of each theme could be measured, in both languages, with a place to get it from."""

from __future__ import annotations

import pytest

from hecht.area.dictionary import indicators
from hecht.area.indicator import Theme
from hecht.area.wanted import catalogue, not_measured


@pytest.mark.parametrize("theme", list(Theme))
def test_every_theme_has_something_that_could_be_measured(theme: Theme) -> None:
    """With nothing measured, each theme names at least one thing and where it would come from."""
    found = not_measured(theme, ())
    assert found
    for one in found:
        assert all((one.what, one.what_nl, one.where, one.where_nl))
        assert one.address == "" or one.address.startswith("https://")


def test_what_is_measured_is_not_wanted() -> None:
    """One figure of a thing is enough; figures of other things do not count."""
    before = not_measured(Theme.POVERTY_DEBT, ())
    after = not_measured(Theme.POVERTY_DEBT, {"persons_lowest_40", "gas_use"})
    assert [one.what for one in before if one not in after] == ["Incomes"]


def test_indicators_that_hecht_knows_are_named_rightly() -> None:
    """A misspelt code would call what is measured unmeasured: most things name a known one."""
    known = indicators()
    named = [one for one in catalogue() if any(code in known for code in one.indicators)]
    assert len(named) >= 12
    for one in named:
        themes = {known[code].theme for code in one.indicators if code in known}
        assert one.theme in themes, one.what
