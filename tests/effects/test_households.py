"""Differences between households: by hand, in a simulation, and what is not shown."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from hecht.effects.household_rows import HouseholdRow
from hecht.effects.household_words import (
    SELF_SELECTION,
    caveats,
    difference_sentence,
    response_sentences,
)
from hecht.effects.households import (
    Difference,
    Exposure,
    HouseholdEffects,
    Why,
    household_effects,
)
from hecht.outcomes.disclosure import Audience
from hecht.outcomes.returning import Share

TRUE = 1.2
"""What returning adds in the simulation."""


def row(key: str, after: float | None, **changed: object) -> HouseholdRow:
    """Return a household that came back after two moves with its ties kept."""
    plain = HouseholdRow("N", key, True, True, 1.0, 3.0, 2, None, after, "", 2)
    return replace(plain, **changed)  # type: ignore[arg-type]


def of(found: HouseholdEffects, exposure: Exposure) -> Difference:
    """Return the difference of an exposure."""
    return next(one for one in found.differences if one.exposure is exposure)


def two_groups() -> list[HouseholdRow]:
    """Return ten that came back with 6 or 8, ten that left with 4 or 6, and five silent."""
    back = [row(f"b{n}", 6.0 + 2 * (n % 2)) for n in range(10)]
    gone = [
        row(f"g{n}", 4.0 + 2 * (n % 2), returned=False, ties_kept=0.0, moves=1, separation=15.0)
        for n in range(10)
    ]
    return [*back, *gone, *(row(f"s{n}", None) for n in range(5))]


def test_two_groups_by_hand() -> None:
    """7 against 5: two points, with an error of sqrt(2 x 10 x (10/9)^2 / 10^2)."""
    found = household_effects(two_groups())
    returned = of(found, Exposure.RETURNED)
    assert returned.count == 20
    assert returned.plain is not None
    assert returned.plain.value == pytest.approx(2)
    assert returned.plain.se == pytest.approx(np.sqrt(2 * 10 * (10 / 9) ** 2 / 100))
    assert of(found, Exposure.TIES_KEPT).plain == returned.plain
    moves = of(found, Exposure.MOVES).plain
    assert moves is not None
    assert moves.value == pytest.approx(2)
    # 12 months more apart and two points lower
    apart = of(found, Exposure.SEPARATION).plain
    assert apart is not None
    assert apart.value == pytest.approx(-2)
    assert (found.asked, found.answered, found.paired) == (25, 20, 0)
    assert found.response["returned"] == Share(10, 15)
    doses = {dose.moves: dose for dose in found.doses}
    assert doses[0].count == 0
    assert doses[1].mean is not None
    assert doses[1].mean.value == pytest.approx(5)


def test_small_groups_are_hidden() -> None:
    """Nine that left are too few for everybody to see, and enough inside the office."""
    rows = [one for one in two_groups() if one.household != "g0"]
    shown = household_effects(rows)
    assert of(shown, Exposure.RETURNED) == Difference(Exposure.RETURNED, 19, why=Why.SMALL)
    assert all(one.plain is None for one in shown.differences)
    assert [dose.count for dose in shown.doses] == [0, None, None]
    assert shown.response["left"] is None
    inside = household_effects(rows, Audience.INTERNAL)
    assert of(inside, Exposure.RETURNED).plain is not None


def test_all_alike_tells_nothing() -> None:
    """Where everybody came back, nobody can be compared."""
    found = household_effects([row(str(n), float(n % 7)) for n in range(30)])
    assert {one.why for one in found.differences} == {Why.NO_CHANGE}
    assert "verschillen hierin niet" in difference_sentence(found.differences[0], "nl")


def test_each_neighbourhood_has_its_own_level() -> None:
    """A place with higher scores where more came back does not pass for an effect of return."""
    rows = []
    for place, level, share in (("A", 2.0, 0.25), ("B", 7.0, 0.75)):
        for n in range(40):
            rows.append(
                row(
                    *(f"{place}{n}", level + (n % 2) * 0.5),
                    neighbourhood=place,
                    returned=(n // 2) % 4 < 4 * share,
                )
            )
    found = of(household_effects(rows), Exposure.RETURNED).plain
    assert found is not None
    assert found.value == pytest.approx(0, abs=1e-9)
    alone = of(household_effects([replace(one, neighbourhood="A") for one in rows]),
               Exposure.RETURNED).plain  # fmt: skip
    assert alone is not None
    assert alone.value > 2


def simulated(rng: np.random.Generator, confounded: bool = True) -> list[HouseholdRow]:
    """Return 2 x 45 households: who feels at home before returns more often; returning adds 1.2."""
    rows = []
    for place in ("A", "B"):
        for n in range(45):
            before = float(rng.normal(6, 1.5))
            age = str(rng.choice(["under_30", "30_54", "55_74"]))
            odds = (before - 6) * confounded
            returned = bool(rng.random() < 1 / (1 + np.exp(-odds)))
            noise = rng.normal(0, 1 if returned else 1.6)
            after = 1 + 0.6 * before + TRUE * returned + (place == "B") + noise
            rows.append(
                row(
                    *(f"{place}{n}", float(after)),
                    neighbourhood=place,
                    returned=returned,
                    before=before,
                    age=age,
                    size=int(rng.integers(1, 5)),
                )
            )
    return rows


def test_a_known_difference_is_found_and_covered() -> None:
    """Over 400 draws the adjusted figure centres on 1.2, its interval holds it 93-97 in 100."""
    rng = np.random.default_rng(11)
    values, covered, plain = [], 0, []
    for _ in range(400):
        found = of(household_effects(simulated(rng)), Exposure.RETURNED)
        assert found.adjusted is not None
        assert found.plain is not None
        assert found.adjusted.low is not None
        assert found.adjusted.high is not None
        assert found.adjusted_for == ("before", "age", "size")
        values.append(found.adjusted.value)
        plain.append(found.plain.value)
        covered += found.adjusted.low <= TRUE <= found.adjusted.high
    assert np.mean(values) == pytest.approx(TRUE, abs=0.06)
    assert 372 <= covered <= 388
    # without the score before, those who felt at home already pass for an effect of return
    assert np.mean(plain) > TRUE + 0.5


def test_few_scores_before_are_not_held_alike() -> None:
    """With a score before for a third, the rest would be thrown away; age and size stay."""
    rows = [
        replace(one, before=one.before if n % 3 == 0 else None)
        for n, one in enumerate(simulated(np.random.default_rng(2)))
    ]
    found = of(household_effects(rows), Exposure.RETURNED)
    assert found.adjusted_for == ("age", "size")
    assert found.adjusted_count == found.count == 90


@pytest.mark.parametrize("language", ["nl", "en"])
def test_the_sentences_claim_no_more_than_a_difference(language: str) -> None:
    """The interval, what was held alike, self-selection, who was silent, chance."""
    found = household_effects(simulated(np.random.default_rng(5)))
    said = difference_sentence(of(found, Exposure.RETURNED), language)
    assert ("95%-interval" if language == "nl" else "95% interval") in said
    assert ("de score vooraf" if language == "nl" else "the score before") in said
    told = caveats(found, language)
    assert told[0] == SELF_SELECTION[language == "en"]
    assert "90" in told[1]
    words = " ".join([said, *told]).lower()
    for claim in ("oorzaak", "zorgt", "leidt tot", "causes", "leads to", "effect of"):
        assert claim not in words


def test_a_difference_that_may_be_chance_says_so() -> None:
    """An interval that holds zero is never called a finding, nor "no effect"."""
    rng = np.random.default_rng(1)
    rows = [row(str(n), float(rng.normal(6, 2)), returned=n % 2 == 0) for n in range(40)]
    said = difference_sentence(of(household_effects(rows), Exposure.RETURNED), "en")
    assert said.endswith("That cannot be told from chance.")


def test_who_answered_is_told_by_group() -> None:
    """So many of so many; a group too small says only that."""
    lines = response_sentences(household_effects(two_groups()), "en")
    assert lines == ["came back: 10 of 15 answered", "did not come back: 10 of 10 answered"]
    few = [one for one in two_groups() if one.household not in ("g0", "g1")]
    lines = response_sentences(household_effects(few), "nl")
    assert lines[1] == "niet teruggekeerd: niet getoond, te kleine groep"
