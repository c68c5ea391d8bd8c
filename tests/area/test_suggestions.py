"""Suggestions: never without a figure and a source, and honest about what the evidence is."""

from __future__ import annotations

import pytest

from hecht.area.indicator import Theme
from hecht.area.programme import Nature, Status
from hecht.area.signals import Signal, plan_signals
from hecht.area.suggestions import (
    PRESSING,
    Advice,
    Caution,
    Rule,
    Why,
    advise,
    presses,
    rules,
)
from hecht.area.support import support
from hecht.area.uprooted import uprooted
from hecht.effects.evidence import Entry, Strength
from hecht.effects.evidence_words import MEASURES, WITHOUT_ENTRIES
from hecht.effects.library import load
from tests.area.programmes import entry, measure, programme
from tests.report.pages import street_plan

RULE = Rule(
    "r", Theme.LONELINESS_COHESION, (), "guidance", Nature.SOCIAL, (), "Visit.", "Ga langs."
)


def signal(code: str = "lonely", **changes: object) -> Signal:
    """Return a figure of which nine in ten areas have a better one."""
    values: dict[str, object] = {
        "code": code, "theme": Theme.LONELINESS_COHESION, "label": "lonely", "label_nl": "eenzaam",
        "unit": "%", "value": 55.0, "bite": 0.9, "year": 2022, "source": "RIVM",
    }  # fmt: skip
    return Signal(**{**values, **changes})  # type: ignore[arg-type]


def advice(*signals: Signal, library: tuple[Entry, ...] = (entry(),), **given: object) -> Advice:
    """Return what is advised by the one rule."""
    return advise(None, signals, library, taken=(RULE,), **given)  # type: ignore[arg-type]


def test_a_pressing_figure_with_evidence_makes_a_suggestion() -> None:
    """It has its reason and its entry, and nothing is withheld."""
    found = advice(signal())
    (one,) = found.suggestions
    assert (one.reasons, one.evidence, one.caution) == ((signal(),), (entry(),), Caution.NONE)
    assert found.withheld == ()


@pytest.mark.parametrize(
    "changes", [{"value": None}, {"bite": None}, {"bite": PRESSING - 0.01}, {"theme": Theme.SAFETY}]
)
def test_without_a_figure_that_presses_on_this_theme_there_is_none(
    changes: dict[str, object],
) -> None:
    """No figure, none that can be compared, one that is not bad, one on something else."""
    assert advice(signal(**changes)).suggestions == ()


def test_without_evidence_it_is_withheld_and_says_so() -> None:
    """Nothing in the library, or only on another kind of measure, or on another theme."""
    for library in (
        (),
        (entry(measure="demolition"),),
        (entry(themes=("safety",)),),
    ):
        found = advice(signal(), library=library)
        assert found.suggestions == ()
        assert [one.why for one in found.withheld] == [Why.NO_EVIDENCE]


def test_what_only_failed_is_withheld_with_the_failure() -> None:
    """The failure is named, not hidden."""
    failed = entry(failure=True)
    (one,) = advice(signal(), library=(failed,)).withheld
    assert (one.why, one.evidence) == (Why.ONLY_FAILURES, (failed,))


def test_weak_and_mixed_evidence_is_called_so() -> None:
    """A case alone is weak; a study with failures beside it is mixed."""
    weak = entry(strength=Strength.STATED)
    assert advice(signal(), library=(weak,)).suggestions[0].caution is Caution.WEAK
    mixed = (entry(), entry("f", failure=True))
    (one,) = advice(signal(), library=mixed).suggestions
    assert one.caution is Caution.MIXED
    assert [e.key for e in one.failures] == ["f"]


def test_what_the_programme_has_is_not_suggested_again() -> None:
    """A measure of the kind on the theme counts; an idea, or one on another theme, does not."""
    there = programme(measure("m", kind="guidance"))
    (one,) = advise(there, [signal()], [entry()], taken=(RULE,)).withheld
    assert (one.why, one.measures) == (Why.IN_PROGRAMME, ("m",))
    for other in (
        measure("m", kind="guidance", status=Status.IDEA),
        measure("m", kind="guidance", theme=Theme.SAFETY),
    ):
        assert advise(programme(other), [signal()], [entry()], taken=(RULE,)).suggestions


def test_what_presses_most_comes_first() -> None:
    """Suggestions and reasons are in order of how much they bite."""
    safe = Rule("s", Theme.SAFETY, (), "guidance", Nature.SOCIAL, (), "Guide.", "Begeleid.")
    library = [entry(), entry("s", themes=("safety",))]
    signals = [
        signal(bite=0.8), signal("other", bite=0.95),
        signal("crime", theme=Theme.SAFETY, bite=0.99),
    ]  # fmt: skip
    found = advise(None, signals, library, taken=(RULE, safe))
    assert [one.rule.key for one in found.suggestions] == ["s", "r"]
    assert [one.code for one in found.suggestions[1].reasons] == ["other", "lonely"]


def test_what_presses_and_no_rule_knows_is_told_by_theme() -> None:
    """Two figures on one theme are one line, the worst first."""
    signals = [signal("a", theme=Theme.MOBILITY, bite=0.8), signal("b", theme=Theme.MOBILITY)]
    (one,) = advice(*signals).withheld
    assert one.why is Why.NO_RULE
    assert [s.code for s in one.reasons] == ["b", "a"]


def test_the_shipped_rules_name_evidence_that_exists() -> None:
    """Every key is in the library, every kind is known or said to have no evidence yet."""
    known = {one.key for one in load()}
    assert len(rules()) >= 10
    assert len({rule.key for rule in rules()}) == len(rules())
    for rule in rules():
        assert set(rule.evidence) <= known, rule.key
        assert rule.measure in MEASURES or rule.measure in WITHOUT_ENTRIES, rule.key
        assert rule.action.endswith("."), rule.key
        assert rule.action_nl.endswith("."), rule.key


def test_with_the_shipped_rules_and_library_no_suggestion_lacks_reason_or_source() -> None:
    """Whatever presses, each suggestion has a figure and a working entry with a source."""
    signals = [
        signal(f"x{theme}", theme=theme) for theme in Theme
    ]  # fmt: skip
    plan = [
        signal(code, value=3.0, whole=9.0, bite=1 / 3)
        for code in ("plan.without_tie", "plan.without_tie_winter", "plan.uncovered",
                     "plan.moves_twice", "plan.meeting_lost")
    ]  # fmt: skip
    found = advise(None, [*signals, *plan], load())
    assert len(found.suggestions) >= 8
    for one in found.suggestions:
        assert all(presses(reason) for reason in one.reasons)
        assert one.reasons
        assert one.evidence
        for own in one.evidence:
            assert not own.failure
            assert own.source
            assert own.not_shown
    told = {reason.code for one in (*found.suggestions, *found.withheld) for reason in one.reasons}
    assert told == {one.code for one in (*signals, *plan)}


def test_the_signals_of_a_plan_by_hand() -> None:
    """Of the Kade: one of two affected goes by a unit, covered in February, open in March."""
    from hecht.neighbourhood import Month

    plan = street_plan()
    found = uprooted(plan.neighbourhood, plan.course, {"A": (2, 5)})
    stands = support(found, programme(measure("m", last=Month(2014, 2))))
    told = {one.code: (one.value, one.whole, one.households) for one in plan_signals(found, stands)}
    assert told == {
        "plan.without_tie": (0, 2, 0),
        "plan.without_tie_winter": (0, 1, 0),
        "plan.uncovered": (1, 2, 1),
        "plan.moves_twice": (1, 2, 1),
        "plan.meeting_lost": (1, 2, 1),
    }
