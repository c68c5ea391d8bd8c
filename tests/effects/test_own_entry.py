"""One's own result as an entry: its figure, its strength by what was tested, its doubts."""

from __future__ import annotations

from dataclasses import replace

import pytest

from hecht.effects.effect import BADLY_FITTED, Effect, Estimate, PreTrend
from hecht.effects.evidence import Strength
from hecht.effects.library import About, combine, entry_of, search
from hecht.effects.words import LEEFBAAROMETER

ABOUT = About(
    key="own-guidance",
    title="Aftercare in six areas",
    title_nl="Nazorg in zes wijken",
    measure="guidance",
    themes=("loneliness_cohesion",),
    what="A neighbourhood worker visited everyone who had moved.",
    to_whom="All who had moved",
    where="Six areas",
    unit="points",
    unit_nl="punten",
    source="panel.csv",
)


def effect(method: str = "staggered", p: float | None = 0.4, outcome: str = "score") -> Effect:
    """Return an effect of 0.5 with an interval."""
    return Effect(
        method=method,
        outcome=outcome,
        treated=6,
        comparison=40,
        times=(2015, 2016, 2017, 2018),
        att={"simple": Estimate(0.5, 0.1, 0.3, 0.7)},
        pretrend=PreTrend(1.2, 2, p, "" if p is not None else "too few"),
        warnings=(("Let op dit.", "Mind this."),),
    )


def test_an_effect_becomes_an_entry_with_its_doubts() -> None:
    """Figure, interval, design and finding come from the effect, the rest from what is told."""
    entry = entry_of(effect(), ABOUT)
    assert (entry.effect, entry.low, entry.high, entry.level) == (0.5, 0.3, 0.7, 0.95)
    assert entry.outcome == "score"
    assert entry.when == "2015-2018"
    assert entry.source_kind == "own"
    assert "6 area(s) with and 40 without" in entry.design
    assert "0.5" in entry.finding
    assert "0,5" in entry.finding_nl
    assert "Mind this." in entry.not_shown
    assert "Let op dit." in entry.not_shown_nl
    assert "assumed" in entry.not_shown
    assert entry in search(combine([entry]), "nazorg zes wijken", measure="guidance")


@pytest.mark.parametrize(
    ("method", "p", "strength"),
    [
        ("staggered", 0.4, Strength.COMPARED),
        ("staggered", 0.01, Strength.BEFORE_AFTER),
        ("staggered", None, Strength.BEFORE_AFTER),
        ("synthetic-did", None, Strength.COMPARED),
        ("twfe", 0.4, Strength.BEFORE_AFTER),
    ],
)
def test_the_strength_follows_from_what_was_tested(
    method: str, p: float | None, strength: Strength
) -> None:
    """Areas that moved apart before, or of which that is not known, are no alike comparison."""
    assert entry_of(effect(method, p), ABOUT).strength is strength


def test_a_mix_that_fitted_badly_is_no_comparison_that_is_alike() -> None:
    """Weights that did not make areas alike before the measure give no stronger design."""
    mix = effect("synthetic-control", None)
    assert entry_of(mix, ABOUT).strength is Strength.COMPARED
    bad = replace(mix, options={BADLY_FITTED: True})
    assert entry_of(bad, ABOUT).strength is Strength.BEFORE_AFTER


def test_the_warning_of_the_leefbaarometer_goes_along_once() -> None:
    """Its makers say that it is no causal model; the entry says so too, in both languages."""
    one = effect(outcome="lbm3_total")
    entry = entry_of(replace(one, warnings=(LEEFBAAROMETER,)), ABOUT)
    assert entry.not_shown.count(LEEFBAAROMETER[1]) == 1
    assert entry.not_shown_nl.count(LEEFBAAROMETER[0]) == 1


def test_an_effect_without_interval_has_none_as_an_entry() -> None:
    """Half an interval would be read as a whole one."""
    entry = entry_of(replace(effect(), att={"simple": Estimate(0.5)}), ABOUT)
    assert (entry.effect, entry.low, entry.high, entry.level) == (0.5, None, None, None)
