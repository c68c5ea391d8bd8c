"""What is wrong with each scenario as a whole: whether its works and homes can be planned."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from hecht.design import neighbourhood_of
from hecht.neighbourhood import Design, Scenario, problems
from hecht.neighbourhood.problem import Problem


def scenario_problems(design: Design, file: str, known: Sequence[Problem]) -> list[Problem]:
    """Return what stands in the way of each scenario of a sound design.

    Problems that the neighbourhood has as planned (`known`) are not told again. That not all who
    wish can return in a scenario is something to compare, so it is a remark here.
    """
    told = {(one.rule, one.key, one.column) for one in known}
    return [
        problem
        for scenario in design.scenarios
        for problem in _of_scenario(design, scenario, file, told)
    ]


def _of_scenario(
    design: Design, scenario: Scenario, file: str, told: set[tuple[str, str, str]]
) -> Iterator[Problem]:
    try:
        here = neighbourhood_of(design, scenario)
    except ValueError as error:
        yield Problem(
            "scenarios", "impossible-scenario", str(error), "choose other options",
            scenario.id, file=file,
        )  # fmt: skip
        return
    for problem in problems(here):
        if problem.severity == "remark" or (problem.rule, problem.key, problem.column) in told:
            continue
        yield replace(
            problem,
            table="scenarios",
            text=f"in scenario {scenario.id}: {problem.text}",
            key=scenario.id,
            column="",
            value="",
            row=None,
            position=None,
            other=None,
            file=file,
            severity="remark" if problem.severity == "shortage" else "error",
        )
