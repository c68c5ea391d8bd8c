"""Figures in words: units, missing values, differences that say which way is worse."""

from hecht.cli.figures import FIGURES, aligned, difference, record, shown, shown_with_counts, table
from hecht.planning.plan import Plan
from tests.neighbourhoods import random_neighbourhood, simple_course

BY_NAME = {figure.name: figure for figure in FIGURES}


def a_plan(score: int = 1500) -> Plan:
    neighbourhood = random_neighbourhood(3)
    course = simple_course(neighbourhood)
    assert course is not None
    return Plan(neighbourhood, course, method="hecht", seed=1, score=score)


def test_a_missing_figure_is_said_to_be_missing() -> None:
    """C6: nothing is made from absent data, not even a dash that looks like zero."""
    assert shown(None, "share") == "not known"
    assert difference(None, 0.5, BY_NAME["ties_kept"]) == ""


def test_shares_are_percentages_and_counts_are_whole() -> None:
    """Shares have one decimal; counts have none."""
    assert shown(0.8642, "share") == "86.4%"
    assert shown(1214, "count") == "1,214"


def test_a_difference_says_when_it_is_worse() -> None:
    """More ties kept is better, more moves is worse."""
    assert difference(0.9, 0.8, BY_NAME["ties_kept"]) == "+10.0 points"
    assert difference(0.7, 0.8, BY_NAME["ties_kept"]) == "-10.0 points (worse)"
    assert difference(210, 200, BY_NAME["moves"]) == "+10 (worse)"
    assert difference(190, 200, BY_NAME["moves"]) == "-10"
    assert difference(200, 200, BY_NAME["moves"]) == "="


def test_every_figure_is_one_that_outcomes_measure() -> None:
    """No row can be empty because of a wrong name."""
    names = {figure.name for figure in FIGURES}
    names |= {name for figure in FIGURES for name in figure.counted if name}
    assert names <= set(a_plan().outcomes().as_dict())


def test_a_share_comes_with_the_counts_behind_it() -> None:
    """Few households make coarse shares; the counts show it."""
    facts = {"ties_kept": 0.75, "ties_kept_count": 3, "ties_near_start": 4}
    assert shown_with_counts(BY_NAME["ties_kept"], facts) == "75.0% (3 of 4)"
    assert shown_with_counts(BY_NAME["moves"], {"moves": 12}) == "12"


def test_a_table_has_a_column_for_each_plan_and_each_difference() -> None:
    """Two plans give five columns with differences: label, one, other, difference."""
    lines = table([("one", a_plan()), ("other", a_plan(900))], differences=True).splitlines()
    assert lines[0].split() == ["one", "other", "difference"]
    assert lines[-1].split() == ["score", "in", "points", "1.5", "0.9", "-0.6", "(worse)"]
    assert len(lines) == len(FIGURES) + 2


def test_columns_are_aligned() -> None:
    """The first column goes to the left, the others to the right."""
    assert aligned([["a", "1"], ["bbb", "222"]]) == "a      1\nbbb  222"


def test_the_record_of_a_plan_is_json_ready() -> None:
    """It survives a round through JSON and carries how the plan was made."""
    import json

    facts = record(a_plan())
    assert json.loads(json.dumps(facts)) == facts
    assert facts["bounds"] == []
