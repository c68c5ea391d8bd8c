"""Placebo areas: the fast draws are the slow ones, and ranks are as often small as they should."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations

import numpy as np
import pytest

from hecht.effects.area_panel import Observations
from hecht.effects.cells import cells_of, cohort_of
from hecht.effects.options import Adjust, Comparison, Options
from hecht.effects.placebo import drawn, placebo_of
from hecht.effects.staggered import estimate_staggered, staggered
from tests.effects.panels import by_hand, random_panel

ROOMY = (0,) * 8 + (3, 4)


def slowly(
    panel: Observations, options: Options, draws: int, *, among_all: bool = False
) -> np.ndarray:
    """Return the estimates of the same draws by running the whole estimator on each."""
    cohort = cohort_of(panel)
    count = len(panel.cohorts)
    sizes = np.bincount(cohort, minlength=count + 1)[:count]
    pool = np.arange(len(cohort)) if among_all else np.flatnonzero(cohort == count)
    rng = np.random.default_rng(options.seed)
    found = []
    for _ in range(draws):
        chosen = rng.choice(len(pool), int(sizes.sum()), replace=False, shuffle=True)
        began = np.zeros(len(pool), dtype=np.int64)
        began[chosen] = np.repeat(panel.cohorts, sizes)
        keep = np.zeros(len(cohort), dtype=bool)
        keep[pool] = True
        trial = replace(panel.of(keep), first_treated=began)
        run = staggered(trial, options)
        found.append(run.found.att @ run.made.overall["simple"].weights)
    return np.array(found)


@pytest.mark.parametrize("comparison", list(Comparison))
@pytest.mark.parametrize("covariate", [False, True])
def test_draws_from_sums_are_those_of_the_whole_estimator(
    comparison: Comparison, covariate: bool
) -> None:
    """What costs next to nothing is the same, to 1e-10."""
    panel = random_panel(1, units=80, starts=ROOMY, covariate=covariate)
    options = Options(comparison, placebo=12, seed=4)
    effect = estimate_staggered(panel, options)
    assert effect.placebo is not None
    # draws beyond those asked for serve the test before the measure; the first ones are the same
    assert effect.placebo.draws == pytest.approx(slowly(panel, options, 12), abs=1e-10)


def test_too_few_comparison_areas_deal_out_over_all() -> None:
    """With as many treated as not, the starts are dealt out anew over all, and that is told."""
    panel = random_panel(2, units=40, starts=(0, 3, 4))
    options = Options(placebo=9, seed=2)
    effect = estimate_staggered(panel, options)
    assert effect.placebo is not None
    assert effect.placebo.draws == pytest.approx(
        slowly(panel, options, 9, among_all=True), abs=1e-10
    )
    assert any("over all areas" in en for _, en in effect.warnings)


def test_one_treated_area_is_ranked_among_all_others() -> None:
    """With one treated and nine others every one of them is tried, and nothing is random."""
    panel = replace(random_panel(3, units=10, starts=(0,)), first_treated=np.array([4] + [0] * 9))
    effect = estimate_staggered(panel, Options(placebo=100))
    assert effect.placebo is not None
    assert not effect.placebo.sampled
    assert len(effect.placebo.draws) == 9
    others = panel.of(np.arange(10) > 0)
    change = others.outcome[:, 3:].mean(axis=1) - others.outcome[:, 2]
    expected = [change[at] - np.delete(change, at).mean() for at in range(9)]
    assert effect.placebo.draws == pytest.approx(expected)
    assert effect.att["simple"].low is None


def test_every_choice_of_two_cohorts_is_tried_once() -> None:
    """Two cohorts of one among five others: twenty ordered pairs."""
    began = np.array([3, 4, 0, 0, 0, 0, 0])
    panel = replace(random_panel(4, units=7, starts=(0,)), first_treated=began)
    cells = cells_of(panel, Options())
    weights = np.ones((len(cells.cohort), 1)) / len(cells.cohort)
    found = drawn(panel, cells, weights, 20, 1)
    assert found is not None
    assert not found.sampled
    assert found.estimates.shape == (20, 1)
    assert len(np.unique(found.estimates.round(12))) == 20
    assert len(list(combinations(range(5), 2))) * 2 == 20


def test_the_rank_counts_itself_and_both_sides() -> None:
    """Of draws -3, 1, 2 the value 2 is beaten or met by two, so its rank is three of four."""
    found = placebo_of(2.0, np.array([-3.0, 1.0, 2.0]), 1, sampled=True)
    assert (found.rank, found.p) == (3, 0.75)


def test_the_same_seed_gives_the_same_draws() -> None:
    """Another seed gives others."""
    panel = random_panel(5, units=80, starts=ROOMY)
    one, again, other = (
        estimate_staggered(panel, Options(placebo=50, seed=seed)).placebo for seed in (1, 1, 2)
    )
    assert one == again
    assert one is not None
    assert other is not None
    assert one.draws != other.draws


def test_an_effect_is_ranked_first_and_none_is_not() -> None:
    """A large effect passes every draw."""
    panel = random_panel(6, units=120, starts=ROOMY, effect=5.0)
    effect = estimate_staggered(panel, Options(placebo=99))
    assert effect.placebo is not None
    assert effect.placebo.p == 0.01


def test_without_an_effect_small_ranks_are_as_rare_as_they_should() -> None:
    """Over 200 panels without an effect, p is at most 10% in about 10% of them."""
    rare = 0
    for seed in range(200):
        panel = random_panel(1000 + seed, units=60, starts=ROOMY, times=5, effect=0.0)
        if not panel.treated.any():
            continue
        effect = estimate_staggered(panel, Options(placebo=59, bootstrap=0))
        assert effect.placebo is not None
        rare += effect.placebo.p <= 0.1
    assert 8 <= rare <= 34  # 20 expected; beyond these bounds once in some 500 times


def test_doubly_robust_is_ranked_by_its_regression_part() -> None:
    """The draws are estimated by regression, and so is what they are held against."""
    panel = random_panel(7, units=150, starts=ROOMY, covariate=True)
    robust = estimate_staggered(panel, Options(placebo=40, adjust=Adjust.DOUBLY_ROBUST))
    plain = estimate_staggered(panel, Options(placebo=40))
    assert robust.placebo == plain.placebo
    assert any("regression alone" in en for _, en in robust.warnings)


def test_where_all_are_dealt_out_the_real_way_is_no_draw() -> None:
    """Of two areas one is treated: the other way is tried, so p is one or a half, exactly."""
    alone = by_hand().of(np.array([True, False, True, False]))
    effect = estimate_staggered(alone, Options(placebo=10))
    assert effect.placebo is not None
    assert effect.placebo.draws == pytest.approx((-effect.att["simple"].value,))
    assert effect.placebo.p == 1.0
