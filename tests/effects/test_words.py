"""The sentences claim no more than the design allows, in both languages."""

from __future__ import annotations

from dataclasses import replace

import pytest

from hecht.effects.effect import Effect, Estimate, Placebo, PreTrend, Ring, Sensitivity
from hecht.effects.words import drifted, figure, seen, sentence, texts


def effect(**changes: object) -> Effect:
    """Return an effect of -0.5 (-0.8 to -0.2) in 20 areas, ranked 2nd of 100 draws."""
    plain = Effect(
        method="staggered",
        outcome="score",
        treated=20,
        comparison=180,
        times=(2010, 2011, 2012, 2013),
        att={"simple": Estimate(-0.5, 0.15, -0.8, -0.2)},
        pretrend=PreTrend(1.0, 2, 0.6),
        placebo=Placebo(0.02, 2, (0.1,) * 98 + (0.9,), 1),
        smallest_visible=0.42,
    )
    return replace(plain, **changes)  # type: ignore[arg-type]


def test_a_finding_tells_how_many_when_and_how_sure() -> None:
    """Number of areas, years, interval, and with whom they were compared."""
    text = sentence(effect(), "en")
    for part in ("20 areas", "0.500 lower", "−0.800 to −0.200", "180 areas", "2010–2013", "95%"):
        assert part in text
    dutch = sentence(effect(), "nl")
    for part in ("20 gebieden", "0,500 lager", "−0,800 tot −0,200", "180 gebieden"):
        assert part in dutch
    assert "at least as far from zero once (p = 0.020)" in texts(effect(), "en")[1]


UNSEEN = Estimate(-0.1, 0.15, -0.4, 0.2)


@pytest.mark.parametrize(
    "changes",
    [
        {"att": {"simple": UNSEEN}, "placebo": None},
        {"att": {"simple": UNSEEN}},
        {"att": {"simple": UNSEEN}, "pretrend": PreTrend(30.0, 2, 0.001)},
    ],
)
def test_no_effect_is_never_said(changes: dict[str, object]) -> None:
    """What cannot be seen is "none larger than", whatever the other tests say."""
    found = effect(**changes)
    assert seen(found) is False
    assert "could be seen that is larger than 0.420" in sentence(found, "en")
    assert "te zien dat groter is dan 0,420" in sentence(found, "nl")
    for language in ("nl", "en"):
        whole = " ".join(texts(found, language)).lower()
        assert "had no effect" not in whole
        assert "geen effect had" not in whole
        assert "did not work" not in whole


def test_an_interval_without_the_rank_is_no_finding() -> None:
    """When placebo areas stray as far as often, the interval that leaves out zero is not enough."""
    found = effect(placebo=Placebo(0.3, 30, (1.0,) * 99, 1))
    assert seen(found) is False
    assert "cannot be told from chance: other areas" in sentence(found, "en")
    assert "niet van toeval te onderscheiden" in sentence(found, "nl")


def test_a_rank_without_the_interval_is_no_finding() -> None:
    """When the rank is rare and the interval holds zero, it is told that both are needed."""
    found = effect(att={"simple": UNSEEN})
    assert seen(found) is False
    assert any("if both say so" in text for text in texts(found, "en"))
    assert any("pas als beide" in text for text in texts(found, "nl"))
    assert not any("if both say so" in text for text in texts(effect(), "en"))


def test_an_estimate_beyond_what_is_visible_is_not_called_smaller() -> None:
    """With a wide interval around a large estimate nothing is said of the smallest effect."""
    found = effect(att={"simple": Estimate(-0.9, 0.6, -2.1, 0.3)})
    assert "larger than" not in sentence(found, "en")
    assert "can be told from chance" in sentence(found, "en")


def test_without_interval_and_draws_nothing_is_told_from_chance() -> None:
    """Three areas and no placebo: the difference is given, and that it may be chance."""
    found = effect(treated=3, att={"simple": Estimate(-0.5)}, placebo=None, smallest_visible=None)
    assert seen(found) is None
    assert "cannot be told" in sentence(found, "en")
    assert "niet te zeggen" in sentence(found, "nl")


def test_few_areas_go_by_placebo_alone() -> None:
    """Without an interval the rank decides, and no interval is shown."""
    found = effect(treated=3, att={"simple": Estimate(-0.5)})
    assert seen(found) is True
    assert "interval" not in sentence(found, "en")


def test_a_failed_test_before_comes_first() -> None:
    """The finding itself begins with what it cannot be put down to."""
    found = effect(pretrend=PreTrend(30.0, 2, 0.001))
    assert drifted(found)
    assert sentence(found, "en").startswith("This cannot be put down to the measure")
    assert sentence(found, "nl").startswith("Dit is niet aan de maatregel toe te schrijven")
    assert any("more of the same" in text for text in texts(found, "en"))


def test_a_passed_test_is_no_proof() -> None:
    """Not visible apart is not the same as alike."""
    assert any("does not prove" in text for text in texts(effect(), "en"))
    assert any("bewijst niet" in text for text in texts(effect(), "nl"))


def test_a_test_that_could_not_be_done_says_why() -> None:
    """The note comes in both languages."""
    found = effect(pretrend=PreTrend(None, 0, None, "there is only one time before the measure"))
    assert any("only one time" in text for text in texts(found, "en"))
    assert any("één moment" in text for text in texts(found, "nl"))


@pytest.mark.parametrize("outcome", ["lbm2_total", "lbm3_safety", "RLBRMTR", "rlbwon"])
def test_the_leefbaarometer_carries_its_own_warning(outcome: str) -> None:
    """A statistical prediction, not a causal model: always said of its figures."""
    assert "not a causal model" in texts(effect(outcome=outcome), "en")[-1]
    assert "geen causaal model" in texts(effect(outcome=outcome), "nl")[-1]
    assert not any("Leefbaarometer" in text for text in texts(effect(), "nl"))


def test_the_regression_finds_nothing_by_itself() -> None:
    """One regression is only there to compare with."""
    assert "only to" in sentence(effect(method="twfe"), "en")


@pytest.mark.parametrize(
    ("highs", "told"),
    [
        ((-0.3, -0.1, 0.2), "at most 1 times the largest step"),
        ((-0.3, 0.1, 0.3), "only if the areas would have moved exactly alike"),
        ((0.1, 0.2, 0.3), "the honest interval lets zero in"),
    ],
)
def test_an_unseen_drift_is_told_by_the_largest_that_keeps_zero_out(
    highs: tuple[float, ...], told: str
) -> None:
    """The largest bound that still excludes zero, or that even none does."""
    bounds = zip((0.0, 1.0, 2.0), highs, strict=True)
    found = effect(sensitivity=tuple(Sensitivity("relative", m, -2.0, high) for m, high in bounds))
    assert any(told in text for text in texts(found, "en"))


def test_rings_are_told_with_their_distance() -> None:
    """A ring whose interval holds zero is not called an effect."""
    ring = Ring(0, 500, 40, Estimate(0.1, 0.1, -0.1, 0.3))
    clear = Ring(500, 1000, 30, Estimate(0.5, 0.1, 0.3, 0.7))
    found = effect(rings=(ring, clear), without_rings=Estimate(-0.6, 0.1, -0.8, -0.4))
    told = texts(found, "en")
    assert any("0 to 500 m" in one and "no effect could be told" in one for one in told)
    assert any("500 to 1000 m" in one and "0.500" in one for one in told)
    assert any("Without the neighbouring areas" in one for one in told)


@pytest.mark.parametrize(
    ("value", "dutch", "english"),
    [
        (1234.5, "1.234", "1,234"),
        (-0.01234, "−0,0123", "−0.0123"),
        (0.0, "0", "0"),
        (12.34, "12,3", "12.3"),
    ],
)
def test_figures_have_three_digits_and_the_marks_of_the_language(
    value: float, dutch: str, english: str
) -> None:
    """Comma and point change places."""
    assert (figure(value, "nl"), figure(value, "en")) == (dutch, english)


def test_the_smallest_effect_that_shows_is_always_told_and_once() -> None:
    """In the finding where nothing was seen, else in a sentence of its own; not where unknown."""
    seen = texts(effect(), "en")
    assert "With these areas and years the smallest effect that shows" in " ".join(seen)
    weak = {"simple": Estimate(0.1, 0.15, -0.2, 0.4)}
    unseen = " ".join(texts(effect(att=weak), "en"))
    assert "larger than 0.420;" in unseen
    assert "smallest effect" not in unseen
    assert "kleinste effect" not in " ".join(texts(effect(smallest_visible=None), "nl"))
