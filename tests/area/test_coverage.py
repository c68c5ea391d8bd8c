"""What a programme covers and lacks, and what it costs: by hand."""

from __future__ import annotations

from dataclasses import replace

import pytest

from hecht.area.coverage import THEMES, Lack, Touch, costs, coverage
from hecht.area.indicator import Theme
from hecht.area.programme import Status
from hecht.neighbourhood import Month
from tests.area.programmes import full, goal, measure, programme

KNOWN = {"measured": {"lonely"}, "evidence": {"e"}}


def test_a_measure_with_everything_lacks_nothing() -> None:
    """The whole one has no gap."""
    found = coverage(programme(full(), goals=(goal(),)), **KNOWN)
    assert found.lacks == {"full": ()}
    assert (found.idle_goals, found.vague_goals, found.unmeasured_goals) == ((), (), ())


def test_an_empty_measure_lacks_all() -> None:
    """Goal, owner, indicator, money, evidence, start and end, in that order."""
    bare = measure("bare", first=None, last=None)
    assert coverage(programme(bare), **KNOWN).lacks["bare"] == (
        Lack.GOAL, Lack.OWNER, Lack.INDICATOR, Lack.MONEY, Lack.EVIDENCE, Lack.START, Lack.END,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("changes", "lack"),
    [
        ({"indicator": "never"}, Lack.NOT_MEASURED),
        ({"evidence": ("e", "x")}, Lack.UNKNOWN_EVIDENCE),
        ({"money": ""}, Lack.MONEY),
        ({"cost": None}, Lack.MONEY),
        ({"last": None}, Lack.END),
        ({"goal": ""}, Lack.GOAL),
    ],
)
def test_one_thing_that_is_missing_is_told(changes: dict[str, object], lack: Lack) -> None:
    """Each lack alone is found alone."""
    one = replace(full(), **changes)  # type: ignore[arg-type]
    assert coverage(programme(one, goals=(goal(),)), **KNOWN).lacks["full"] == (lack,)


def test_what_costs_nothing_needs_no_payer() -> None:
    """A cost of nought is known, and nobody has to pay it."""
    free = replace(full(), cost=0.0, money="")
    assert coverage(programme(free, goals=(goal(),)), **KNOWN).lacks["full"] == ()


def test_without_a_panel_nothing_is_called_unmeasured() -> None:
    """What was not looked at is not reported."""
    one = replace(full(), indicator="never", evidence=("x",))
    found = coverage(programme(one, goals=(goal(indicator="never"),)))
    assert found.lacks["full"] == ()
    assert found.unmeasured_goals == ()


def test_the_matrix_tells_main_and_further_themes() -> None:
    """A measure touches its theme and those besides; the rest is bare, the pressing first."""
    one = replace(full(), also=(Theme.HEALTH,))
    found = coverage(programme(one, goals=(goal(),)), pressing={Theme.SAFETY, Theme.HEALTH})
    assert found.matrix[Theme.LONELINESS_COHESION] == {"full": Touch.MAIN}
    assert found.matrix[Theme.HEALTH] == {"full": Touch.ALSO}
    assert found.bare[:2] == (Theme.SAFETY, Theme.HEALTH)
    assert set(found.bare) == set(THEMES) - {Theme.LONELINESS_COHESION}
    assert Theme.PEOPLE not in found.matrix


def test_goals_that_are_idle_vague_or_unmeasured_are_told() -> None:
    """Each by its own fault."""
    goals = (goal(), goal("idle"), goal("vague", target=None), goal("blind", indicator="x"))
    found = coverage(programme(full(), goals=goals), **KNOWN)
    assert found.idle_goals == ("idle", "vague", "blind")
    assert found.vague_goals == ("vague",)
    assert found.unmeasured_goals == ("blind",)


def test_costs_of_other_price_years_and_payers_stay_apart() -> None:
    """Rows are by payer and price year; ideas are left out; what cannot be dated is named."""
    found = costs(
        programme(
            full(),
            replace(full(), id="b", cost=600.0),
            replace(full(), id="c", price_year=2010),
            replace(full(), id="d", money="corporatie", first=Month(2013, 12),
                    last=Month(2014, 1), cost=100.0),
            replace(full(), id="idea", status=Status.IDEA),
            replace(full(), id="endless", last=None),
            replace(full(), id="free", cost=None),
            replace(full(), id="nothing", last=None, cost=0.0),
        )
    )  # fmt: skip
    assert found.years == (2013, 2014)
    assert found.rows == {
        ("gemeente", 2010): {2014: pytest.approx(1200)},
        ("corporatie", 2014): {2013: pytest.approx(50), 2014: pytest.approx(50)},
        ("gemeente", 2014): {2014: pytest.approx(1800)},
    }
    assert (found.undated, found.unknown) == (("endless",), ("free",))
