"""Staggered difference-in-differences: by hand, against diff-diff, and against R's numbers."""

from __future__ import annotations

import csv
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import minimize

from hecht.effects.area_panel import ObservationsError
from hecht.effects.effect import Effect
from hecht.effects.estimate import estimate
from hecht.effects.options import Adjust, Base, Comparison, Multiplier, Options
from hecht.effects.staggered import effect_of, estimate_staggered, staggered
from tests.effects.panels import by_hand, frame_of, mpdta, random_panel

R_ATT = 1e-9
"""ATTs equal R's `did` to this: the same formula in floating point."""

R_SE = 1e-9
"""Standard errors equal R's analytic ones to this."""


def values(effect: Effect) -> dict[tuple[int, int], float]:
    """Return ATT(g, t) by cohort and time."""
    return {key: one.value for key, one in effect.group_time.items()}


def test_each_group_and_time_by_hand() -> None:
    """The change of the cohort minus that of the never treated."""
    effect = estimate_staggered(by_hand(), Options())
    assert values(effect) == pytest.approx(
        {(3, 2): 0.5, (3, 3): 2.5, (3, 4): 4.0, (4, 2): -0.5, (4, 3): 0.5, (4, 4): 4.5}
    )


def test_aggregations_by_hand() -> None:
    """Simple over cells, dynamic over event times, group over cohorts, calendar over times."""
    effect = estimate_staggered(by_hand(), Options())
    found = {name: one.value for name, one in effect.att.items()}
    assert found == pytest.approx(
        {"simple": 11 / 3, "dynamic": 3.75, "group": 3.875, "calendar": 3.375}
    )
    assert {at: one.value for at, one in effect.by_event_time.items()} == pytest.approx(
        {-2: -0.5, -1: 0.5, 0: 3.5, 1: 4.0}
    )


def test_not_yet_treated_by_hand() -> None:
    """At 3, B has not begun and serves as comparison; at 4 it does no more."""
    found = values(estimate_staggered(by_hand(), Options(comparison=Comparison.NOT_YET)))
    assert found[3, 3] == pytest.approx(3 - 2 / 3)
    assert found[3, 4] == pytest.approx(4.0)
    assert found[4, 2] == pytest.approx(-2 / 3)


def test_a_universal_base_is_zero_just_before_the_start() -> None:
    """Every time is compared with the last one before the start."""
    found = values(estimate_staggered(by_hand(), Options(base=Base.UNIVERSAL)))
    assert found[3, 2] == 0
    assert found[4, 3] == 0
    assert found[4, 1] == pytest.approx((2 - 3) - (2 - 3))
    assert found[3, 1] == pytest.approx((1 - 2) - (2 - 2.5))


def test_two_treated_areas_have_no_interval_and_say_so() -> None:
    """With fewer than five treated areas there is a value, and no standard error."""
    effect = estimate_staggered(by_hand(), Options())
    assert effect.att["simple"].se is None
    assert effect.att["simple"].low is None
    assert any("Only 2 areas" in en for _, en in effect.warnings)


@pytest.mark.parametrize("comparison", list(Comparison))
@pytest.mark.parametrize("base", list(Base))
@pytest.mark.parametrize("anticipation", [0, 1])
@pytest.mark.parametrize("covariate", [False, True])
def test_every_cell_equals_diff_diff(
    comparison: Comparison, base: Base, anticipation: int, covariate: bool
) -> None:
    """On random panels ATT(g, t) and its standard error are the peer's, to 1e-9."""
    peer = pytest.importorskip("diff_diff")
    panel = random_panel(1, covariate=covariate)
    options = Options(comparison, base, anticipation)
    mine = estimate_staggered(panel, options)
    theirs = peer.CallawaySantAnna(
        control_group={"never": "never_treated", "not-yet": "not_yet_treated"}[comparison.value],
        anticipation=anticipation,
        estimation_method="reg",
        base_period=base.value,
    ).fit(frame_of(panel), "y", "unit", "time", "g", covariates=["x"] if covariate else None)
    effects = {(int(g), int(t)): one for (g, t), one in theirs.group_time_effects.items()}
    assert set(effects) == set(mine.group_time)
    for key, one in effects.items():
        assert mine.group_time[key].value == pytest.approx(one["effect"], abs=1e-9)
        if mine.group_time[key].se is not None and one["se"] > 0:
            assert mine.group_time[key].se == pytest.approx(one["se"], abs=1e-9)
    if anticipation == 0:
        # with anticipation diff-diff averages over the times before the start as well; R does not
        assert mine.att["simple"].value == pytest.approx(theirs.overall_att, abs=1e-9)
        assert mine.att["simple"].se == pytest.approx(theirs.overall_se, abs=1e-9)


def test_doubly_robust_equals_the_formula() -> None:
    """The doubly robust ATT(g, t) is that of its definition, the propensity fitted by another way.

    diff-diff 3.13 is no reference here: its figures lie up to 0.01 from this formula.
    """
    panel = random_panel(2, units=200, covariate=True)
    effect = estimate_staggered(panel, Options(adjust=Adjust.DOUBLY_ROBUST))
    x, began = panel.covariates["x"], panel.first_treated
    for group, time, base in ((3, 3, 2), (6, 2, 1), (4, 7, 3)):
        inside = (began == group) | (began == 0)
        z = np.column_stack([np.ones(inside.sum()), x[inside]])
        treated = (began[inside] == group).astype(float)
        change = (panel.outcome[:, time - 1] - panel.outcome[:, base - 1])[inside]
        slope = minimize(
            lambda b, z=z, d=treated: np.sum(np.logaddexp(0, z @ b) - d * (z @ b)),
            np.zeros(2),
            jac=lambda b, z=z, d=treated: z.T @ (1 / (1 + np.exp(-z @ b)) - d),
            options={"gtol": 1e-10},
        ).x
        odds = np.exp(z @ slope) * (1 - treated)
        beta = np.linalg.lstsq(z[treated == 0], change[treated == 0], rcond=None)[0]
        left = change - z @ beta
        expected = left[treated == 1].mean() - (odds * left).sum() / odds.sum()
        assert effect.group_time[group, time].value == pytest.approx(expected, abs=1e-8)
    plain = estimate_staggered(panel, Options())
    assert abs(plain.att["simple"].value - effect.att["simple"].value) > 1e-6


@pytest.mark.parametrize(
    ("scenario", "covariates", "comparison"),
    [
        ("mpdta_nev_dr", (), Comparison.NEVER),
        ("mpdta_nyt_dr", (), Comparison.NOT_YET),
        ("mpdta_nev_reg_cov", ("lpop",), Comparison.NEVER),
    ],
)
@pytest.mark.shared
def test_everything_equals_r(
    shared_data: Path, scenario: str, covariates: tuple[str, ...], comparison: Comparison
) -> None:
    """Every ATT(g, t), aggregation and standard error of R's `did` on mpdta.

    Numbers of the csdid repository, `csdid/test_csdid/r_ref`, made with R's did 2.1.
    """
    effect = estimate_staggered(mpdta(shared_data, covariates), Options(comparison))
    folder = shared_data / "causal" / "csdid_r_reference"
    checked = 0
    for row in rows(folder / "ref_attgt.csv", scenario):
        own = effect.group_time[int(row["group"]), int(row["t"])]
        assert own.value == pytest.approx(float(row["att"]), abs=R_ATT)
        assert own.se == pytest.approx(float(row["se"]), abs=R_SE)
        checked += 1
    steps = {
        "dynamic": effect.by_event_time,
        "group": effect.by_group,
        "calendar": effect.by_calendar_time,
    }
    for row in rows(folder / "ref_aggte.csv", scenario):
        overall = effect.att[row["type"]]
        assert overall.value == pytest.approx(float(row["overall_att"]), abs=R_ATT)
        assert overall.se == pytest.approx(float(row["overall_se"]), abs=R_SE)
        if row["type"] in steps:
            own = steps[row["type"]][int(row["egt"])]
            assert own.value == pytest.approx(float(row["att_egt"]), abs=R_ATT)
            assert own.se == pytest.approx(float(row["se_egt"]), abs=R_SE)
        checked += 1
    assert checked == 12 + 15
    pretest = rows(folder / "ref_pretest.csv", scenario)[0]
    assert effect.pretrend is not None
    assert effect.pretrend.statistic == pytest.approx(float(pretest["W"]), abs=1e-7)
    assert effect.pretrend.p == pytest.approx(float(pretest["Wpval"]), abs=1e-5)


@pytest.mark.shared
def test_the_doubly_robust_figures_of_the_vignette(shared_data: Path) -> None:
    """ATT(g, t) with lpop, doubly robust, as did's vignette "Getting started" prints them."""
    effect = estimate_staggered(mpdta(shared_data, ("lpop",)), Options(adjust=Adjust.DOUBLY_ROBUST))
    printed = {
        2004: (-0.0145, -0.0764, -0.1404, -0.1069),
        2006: (-0.0005, -0.0062, 0.0010, -0.0413),
        2007: (0.0267, -0.0046, -0.0284, -0.0288),
    }
    for group, figures in printed.items():
        for time, figure in zip(range(2004, 2008), figures, strict=True):
            assert effect.group_time[group, time].value == pytest.approx(figure, abs=5.1e-5)


def rows(path: Path, scenario: str) -> list[dict[str, str]]:
    """Return the rows of one scenario."""
    with path.open(encoding="utf-8", newline="") as lines:
        return [row for row in csv.DictReader(lines) if row["scenario"] == scenario]


@pytest.mark.shared
def test_the_published_numbers_of_mpdta(shared_data: Path) -> None:
    """The four figures as published with R's did, to 1e-6."""
    effect = estimate(mpdta(shared_data), "staggered", Options())
    published = {
        "simple": (-0.0399512751551763, 0.0120340127701854),
        "dynamic": (-0.0772398214573151, 0.0199649890618494),
        "group": (-0.0310182822287484, 0.0124460593209979),
        "calendar": (-0.0417004321312822, 0.01597185188456),
    }
    for name, (value, se) in published.items():
        assert effect.att[name].value == pytest.approx(value, abs=1e-6)
        assert effect.att[name].se == pytest.approx(se, abs=1e-6)


@given(seed=st.integers(0, 10_000), shift=st.floats(-5, 5), scale=st.floats(0.1, 10))
def test_levels_and_common_years_do_not_matter(seed: int, shift: float, scale: float) -> None:
    """A constant of a unit and a shock of a year leave every estimate; a unit of measure scales."""
    panel = random_panel(seed, units=40)
    rng = np.random.default_rng(seed)
    moved = replace(
        panel,
        outcome=scale
        * (panel.outcome + shift * rng.normal(size=(40, 1)) + rng.normal(size=(1, 7))),
    )
    before, after = staggered(panel, Options()), staggered(moved, Options())
    assert after.found.att == pytest.approx(scale * before.found.att, abs=1e-9 * scale * 10)


@given(seed=st.integers(0, 10_000))
def test_influences_sum_to_zero(seed: int) -> None:
    """No estimate is moved by all units at once."""
    run = staggered(random_panel(seed, covariate=True), Options())
    _, influence = run.values(list(run.made.overall.values()))
    assert influence.sum(axis=0) == pytest.approx(np.zeros(4), abs=1e-8)


@pytest.mark.parametrize(
    ("covariate", "adjust"),
    [(False, Adjust.REGRESSION), (True, Adjust.REGRESSION), (True, Adjust.DOUBLY_ROBUST)],
)
def test_influence_is_what_a_unit_moves(covariate: bool, adjust: Adjust) -> None:
    """The standard error is close to that of leaving out one unit at a time (the jackknife)."""
    panel = random_panel(3, units=150, covariate=covariate)
    options = Options(adjust=adjust)
    effect = estimate_staggered(panel, options)
    without = []
    for at in range(150):
        keep = np.arange(150) != at
        without.append(staggered(panel.of(keep), options))
    simple = np.array([run.found.att @ run.made.overall["simple"].weights for run in without])
    jackknife = np.sqrt(149 / 150 * ((simple - simple.mean()) ** 2).sum())
    assert effect.att["simple"].se == pytest.approx(jackknife, rel=0.08)


def test_clusters_of_one_are_units_and_larger_ones_widen() -> None:
    """A cluster for each unit changes nothing; copies in one cluster add no knowledge."""
    panel = random_panel(4)
    alone = replace(panel, clusters=np.arange(60))
    plain = estimate_staggered(panel, Options())
    assert estimate_staggered(alone, Options()).att == plain.att
    twice = replace(
        panel,
        units=(*panel.units, *(f"{one}b" for one in panel.units)),
        outcome=np.vstack([panel.outcome, panel.outcome]),
        first_treated=np.concatenate([panel.first_treated, panel.first_treated]),
        clusters=np.concatenate([np.arange(60), np.arange(60)]),
    )
    doubled = estimate_staggered(twice, Options()).att["simple"]
    assert doubled.se == pytest.approx(plain.att["simple"].se)


def test_with_few_treated_the_interval_is_wider_than_two_errors() -> None:
    """Twenty treated areas: more than 1.96 standard errors; with hundreds just that."""
    few = random_panel(5, units=200, starts=(0,) * 9 + (4,))
    one = estimate_staggered(few, Options()).att["simple"]
    assert one.low is not None
    assert (one.value - one.low) / one.se > 2.05
    many = random_panel(5, units=4000, starts=(0, 4))
    one = estimate_staggered(many, Options()).att["simple"]
    assert (one.value - one.low) / one.se == pytest.approx(1.96, abs=0.01)


@pytest.mark.parametrize("multiplier", list(Multiplier))
def test_the_band_holds_each_interval_and_is_repeatable(multiplier: Multiplier) -> None:
    """The band of all times at once is wider than each interval, and the same by the same seed."""
    panel = random_panel(6, units=120)
    options = Options(multiplier=multiplier, bootstrap=400)
    effect = estimate_staggered(panel, options)
    assert effect.band
    for at, (low, high) in effect.band.items():
        one = effect.by_event_time[at]
        assert low < one.low < one.high < high
        # six times at once: about 2.6 standard errors, and never wildly more
        assert (high - low) / (one.high - one.low) < 1.6
    assert estimate_staggered(panel, options).band == effect.band


def test_a_cohort_of_one_has_no_interval_but_counts() -> None:
    """A single area in a year: its own figure has no interval, and that is told."""
    panel = random_panel(7, units=80, starts=(0, 3))
    began = panel.first_treated.copy()
    began[np.flatnonzero(began == 3)[0]] = 5
    effect = estimate_staggered(replace(panel, first_treated=began), Options())
    assert effect.by_group[5].low is None
    assert effect.by_group[3].low is not None
    assert any("single area" in en for _, en in effect.warnings)


def test_without_never_treated_another_comparison_is_asked_for() -> None:
    """The error says what to choose, and that choice works."""
    panel = random_panel(8, starts=(3, 5, 7))
    with pytest.raises(ObservationsError, match="not-yet"):
        estimate_staggered(panel, Options())
    effect = estimate_staggered(panel, Options(Comparison.NOT_YET))
    assert set(effect.by_group) == {3, 5}
    assert any("began in 7" in en for _, en in effect.warnings)


def test_gaps_between_times_are_no_hindrance() -> None:
    """Measurements every other year: the last one before the start is the base."""
    panel = replace(by_hand(), times=np.array([2012, 2014, 2016, 2018]))
    panel = replace(panel, first_treated=np.array([2015, 2018, 0, 0]))
    found = values(estimate_staggered(panel, Options()))
    assert found[2015, 2016] == pytest.approx(2.5)
    assert found[2018, 2018] == pytest.approx(4.5)


def test_covariates_that_say_nothing_are_refused() -> None:
    """A constant, and two that are the same, are told."""
    panel = random_panel(9, covariate=True)
    with pytest.raises(ObservationsError, match="same for every unit"):
        estimate_staggered(replace(panel, covariates={"x": np.ones(60)}), Options())
    both = {"x": panel.covariates["x"], "z": 2 * panel.covariates["x"] + 1}
    with pytest.raises(ObservationsError, match="do not tell them apart"):
        estimate_staggered(replace(panel, covariates=both), Options())


def test_separated_units_cannot_be_weighed() -> None:
    """Where a covariate tells the treated apart the doubly robust estimate refuses."""
    panel = random_panel(10)
    apart = replace(panel, covariates={"x": (panel.first_treated > 0) + 0.0})
    with pytest.raises(ObservationsError):
        estimate_staggered(apart, Options(adjust=Adjust.DOUBLY_ROBUST))


def test_options_that_mean_nothing_are_refused() -> None:
    """A level beyond one, draws below zero, and a method that there is not."""
    with pytest.raises(ValueError, match="level"):
        Options(level=1.2)
    with pytest.raises(ValueError, match="placebo"):
        Options(placebo=-1)
    with pytest.raises(ValueError, match="there is no method"):
        estimate(by_hand(), "magic", Options())


def test_effect_of_keeps_the_method() -> None:
    """The result names its method and holds who was compared."""
    effect = effect_of(staggered(by_hand(), Options()), "staggered")
    assert (effect.method, effect.treated, effect.comparison) == ("staggered", 2, 2)
    assert effect.times == (1, 2, 3, 4)
