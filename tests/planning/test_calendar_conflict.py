"""Conflicts: smallest sets, relaxations that work and are the least, in words with numbers."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest

from hecht.planning.calendar import solve_calendar
from hecht.planning.calendar_conflict import explain_infeasible
from hecht.planning.calendar_problem import CalendarProblem, CalendarTask, violations
from hecht.planning.calendar_rules import Rule, RuleKind, loosened, relaxed, rules_of
from tests.planning.calendar_cases import best_value, neighbourhood_like, random_problem


def _part(problem: CalendarProblem, names: tuple[str, ...]) -> CalendarProblem:
    return replace(
        problem,
        tasks=tuple(
            replace(task, after=tuple(n for n in task.after if n in names))
            for task in problem.tasks
            if task.id in names
        ),
    )


@pytest.mark.parametrize("seed", range(4))
def test_relaxations_make_a_calendar_possible_and_less_does_not(seed: int) -> None:
    """Every way out works when applied; single ways out one unit smaller do not."""
    rng = random.Random(seed)
    explained = 0
    while explained < 15:
        problem = random_problem(rng)
        if best_value(problem) is not None:
            continue
        explained += 1
        conflict = explain_infeasible(problem)
        assert conflict.starts is None
        assert conflict.texts
        assert conflict.relaxations
        for way in conflict.relaxations:
            assert violations(way.applied(problem), way.starts) == []
            if len(way.steps) == 1 and way.steps[0].amount > 1:
                less = replace(way.steps[0], amount=way.steps[0].amount - 1)
                assert solve_calendar(relaxed(problem, [less])).status == "infeasible"
        burdens = [way.burden for way in conflict.relaxations]
        assert burdens == sorted(burdens)


@pytest.mark.parametrize("seed", range(3))
def test_conflict_is_impossible_and_smallest(seed: int) -> None:
    """The rules named cannot hold together for the blocks named; without any one they can."""
    rng = random.Random(50 + seed)
    explained = 0
    while explained < 10:
        problem = random_problem(rng)
        if best_value(problem) is not None:
            continue
        explained += 1
        conflict = explain_infeasible(problem)
        part = _part(problem, conflict.tasks)
        others = [rule for rule in rules_of(part) if rule not in conflict.rules]
        core = loosened(part, others)
        assert solve_calendar(core).status == "infeasible"
        for rule in conflict.rules:
            assert solve_calendar(loosened(part, [*others, rule])).starts is not None


def test_a_calendar_that_exists_is_returned() -> None:
    """When there is a calendar after all, it comes back and nothing is explained."""
    problem = CalendarProblem((CalendarTask("a", 2, (1,), 0, 9),), (1,), 9)
    conflict = explain_infeasible(problem)
    assert dict(conflict.starts or {}) == {"a": 0}
    assert conflict.texts == ()
    assert conflict.relaxations == ()


def _tight() -> CalendarProblem:
    """Return two blocks of eight months for one crew, of which C must be finished in month 12."""
    return CalendarProblem(
        (CalendarTask("B", 8, (1,), 0, 12), CalendarTask("C", 8, (1,), 0, 12)), (1,), 30
    )


def test_words_have_numbers_and_months() -> None:
    """The sentences give the amount, the new month and the old one."""
    names = {12: "2027-05", 16: "2027-09", 30: "2028-11"}
    conflict = explain_infeasible(_tight(), month_name=lambda month: names.get(month, str(month)))
    texts = [way.text for way in conflict.relaxations]
    assert "block C may finish 4 months later (2027-09 instead of 2027-05)" in texts
    assert "block B may finish 4 months later (2027-09 instead of 2027-05)" in texts
    assert "1 more crews (2 instead of 1)" in texts
    assert conflict.texts == (
        "These cannot all hold at once:",
        "the works take their time: block B 8 months, block C 8 months",
        "there are 1 crews at work at most (these works ask for 16 crew-months)",
        "block B is finished by 2027-05",
        "block C is finished by 2027-05",
    )


def test_words_in_dutch() -> None:
    """The same in Dutch, with the caller's names of blocks and resources."""
    conflict = explain_infeasible(
        _tight(),
        language="nl",
        block_name=lambda name: f"{name} (Merelstraat)",
        resource_names=("ploegen van Bouwbedrijf",),
    )
    texts = [way.text for way in conflict.relaxations]
    assert "blok C (Merelstraat) mag 4 maanden later klaar zijn (16 in plaats van 12)" in texts
    assert "1 meer ploegen van Bouwbedrijf (2 in plaats van 1)" in texts
    assert conflict.texts[0] == "Dit kan niet allemaal tegelijk:"


def test_unknown_language_is_refused() -> None:
    """Only English and Dutch are written."""
    with pytest.raises(ValueError, match="en or nl"):
        explain_infeasible(_tight(), language="de")


def test_ring_of_precedence_is_named() -> None:
    """Blocks that wait for each other: the ring is the conflict, dropping a link the way out."""
    problem = CalendarProblem(
        (
            CalendarTask("a", 1, (), 0, 9, ("b",)),
            CalendarTask("b", 1, (), 0, 9, ("a",)),
            CalendarTask("c", 1, (), 0, 9),
        ),
        (),
        9,
    )
    conflict = explain_infeasible(problem)
    assert conflict.tasks == ("a", "b")
    assert set(conflict.rules) == {
        Rule(RuleKind.LINK, "a", "b"),
        Rule(RuleKind.LINK, "b", "a"),
    }
    assert {way.text for way in conflict.relaxations} == {
        "block a need not wait for block b",
        "block b need not wait for block a",
    }


def test_budget_too_small_for_one_block() -> None:
    """A block that costs more in a year than the budget: so many euros more, exactly."""
    problem = CalendarProblem(
        (CalendarTask("a", 3, (1,), 0, 3, spend=100),), (1,), 3, 66, (0, 0, 1)
    )
    conflict = explain_infeasible(problem)
    assert Rule(RuleKind.BUDGET) in conflict.rules
    assert "1 euros a year more budget (67 instead of 66)" in {
        way.text for way in conflict.relaxations
    }


def test_separate_conflicts_need_a_mixture() -> None:
    """Two blocks that are each too long for their dates: both must give way."""
    problem = CalendarProblem(
        (CalendarTask("a", 5, (1,), 2, 6), CalendarTask("b", 7, (1,), 2, 8)), (2,), 20
    )
    conflict = explain_infeasible(problem)
    (way,) = conflict.relaxations
    assert sorted(step.amount for step in way.steps) == [1, 1]
    assert violations(way.applied(problem), way.starts) == []


def test_a_neighbourhood_in_too_short_a_time() -> None:
    """Twelve blocks within months that crews cannot do: more months or more crews are named."""
    problem = neighbourhood_like(12, 40, 3, seed=12)
    conflict = explain_infeasible(problem, deterministic_limit=0.3)
    assert conflict.relaxations
    assert any(
        step.rule.kind is RuleKind.HORIZON for way in conflict.relaxations for step in way.steps
    )
    for way in conflict.relaxations:
        assert violations(way.applied(problem), way.starts) == []
    assert conflict == explain_infeasible(problem, deterministic_limit=0.3)
