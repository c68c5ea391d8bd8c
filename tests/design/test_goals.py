"""Goals, limits and choices: what is read, and what is said of what cannot be."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from hecht.design.catalogue import catalogue
from hecht.design.goals import (
    Better,
    Goal,
    GoalsError,
    Limit,
    Sense,
    goals_of,
    label_at,
    label_rank,
    limit_of,
)
from hecht.exchange.goals_file import read_goals

DOC = Path(__file__).parents[2] / "docs" / "scenarios.md"


def read(text: str) -> object:
    """Return the goals of a text of TOML."""
    return goals_of(tomllib.loads(text), catalogue())


def test_a_goals_file_is_read_whole() -> None:
    """Goals, limits of every sense and choices come out as they are written."""
    found = goals_of(
        tomllib.loads(
            """
            [goals]
            homes_added = "more"
            cost = "less"
            [limits]
            homes_added = { at_least = 40 }
            cost_total = { at_most = 60e6 }
            label = { at_least = "A" }
            return_of_wishing = { equal = 1 }
            [choices]
            blocks = ["a", "b"]
            together = [["a", "b"]]
            fixed = { c = "keep" }
            horizon = 48
            """
        ),
        catalogue(),
    )
    assert found.goals == (Goal("homes_added", Better.MORE), Goal("cost_known", Better.LESS))
    assert [str(limit) for limit in found.limits] == [
        "homes_added >= 40",
        "cost_total <= 60,000,000",
        "worst_label >= A",
        "return_of_wishing = 1",
    ]
    assert found.choices.blocks == ("a", "b")
    assert found.choices.fixed == {"c": "keep"}
    assert found.choices.horizon == 48


def test_without_goals_the_usual_ones_hold() -> None:
    """An empty file seeks homes, households that stay, ties, cost and moves."""
    found = goals_of({}, catalogue())
    assert [goal.figure for goal in found.goals] == [
        "homes_added",
        "return_of_all",
        "ties_kept_staying",
        "cost_known",
        "moves",
    ]
    assert [goal.better.value for goal in found.goals] == ["more", "more", "more", "less", "less"]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('[goals]\nhomes_aded = "more"', "goals.homes_aded: there is no figure"),
        ('[goals]\nhomes_added = "up"', "goals.homes_added is 'up'"),
        ("[limits]\nhomes_added = 40", "limits.homes_added is 40"),
        ("[limits]\nhomes_added = { atleast = 40 }", "there is no key limits.homes_added.atleast"),
        ('[limits]\nlabel = { at_least = "Z" }', "limits.label.at_least is 'Z'"),
        ('[limits]\nmoves = { at_most = "few" }', "limits.moves.at_most is 'few'"),
        ("[limits]\nmoves = { at_most = inf }", "limits.moves.at_most is inf"),
        ("[limits]\nmoves = { equal = 1, at_most = 2 }", "limits.moves has equal and another"),
        ("[choises]\n", "there is no key choises; did you mean choices?"),
        ('[choices]\ntogether_by = "colour"', "choices.together_by is 'colour'"),
        ("[choices]\nblocks = []", "choices.blocks is []"),
        ("[choices]\nhorizon = 0", "choices.horizon is 0"),
        ('[goals]\ncost = "less"\ncost_known = "less"', "cost_known is a goal already"),
        ('format = "hecht-goals/9"', "this version reads 'hecht-goals/1'"),
    ],
)
def test_every_fault_names_its_key(text: str, words: str) -> None:
    """What cannot be used is named with its key and what to do."""
    with pytest.raises(GoalsError) as fault:
        read(text)
    assert words in str(fault.value)


def test_a_fault_in_a_file_names_the_file(tmp_path: Path) -> None:
    """A file that is no TOML, or has a wrong key, is named."""
    path = tmp_path / "mine.toml"
    path.write_text("[goals\n")
    with pytest.raises(GoalsError, match=r"mine\.toml: this is not valid TOML"):
        read_goals(path, catalogue())
    path.write_text('[goals]\nmoves = "up"\n')
    with pytest.raises(GoalsError, match=r"mine\.toml: goals\.moves"):
        read_goals(path, catalogue())


def test_limits_of_the_command_line() -> None:
    """A short limit is a figure, or its short name, and a value."""
    assert limit_of("cost=60e6", Sense.AT_MOST, catalogue()) == Limit(
        "cost_known", Sense.AT_MOST, 60e6
    )
    with pytest.raises(GoalsError, match="--at-least homes_added: write figure=value"):
        limit_of("homes_added", Sense.AT_LEAST, catalogue())


def test_labels_rank_from_worst_to_best() -> None:
    """G is 0, better labels are more, and the rank leads back to the label."""
    assert label_rank("G") == 0
    assert label_rank("A") > label_rank("B")
    assert label_at(label_rank("A++")) == "A++"


def test_a_breach_counts_beyond_the_limit_only() -> None:
    """A limit kept, also within rounding, is not broken; else the gap is told."""
    limit = Limit("return_of_all", Sense.EQUAL, 0.9)
    assert limit.breach(0.9 + 1e-12) == 0
    assert limit.breach(0.8) == pytest.approx(0.1)
    assert Limit("moves", Sense.AT_MOST, 5).breach(7) == 2
    assert Limit("moves", Sense.AT_LEAST, 5).breach(7) == 0


def test_the_goals_file_of_the_docs_can_be_read() -> None:
    """The example in docs/scenarios.md is a goals file without faults."""
    text = DOC.read_text(encoding="utf-8")
    example = text.split("```toml")[1].split("```")[0]
    found = goals_of(tomllib.loads(example), catalogue())
    assert found.goals
    assert found.limits
