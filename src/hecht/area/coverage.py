"""What a programme leaves open: themes and goals without measures, measures that lack something."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum

from hecht.area.indicator import Theme
from hecht.area.programme import Measure, Programme


class Lack(StrEnum):
    """What a measure can lack, in the order in which it is told."""

    GOAL = "goal"
    OWNER = "owner"
    INDICATOR = "indicator"
    NOT_MEASURED = "not measured"
    """It is judged by an indicator of which there is no figure of this area."""
    MONEY = "money"
    """Its cost is not known, or who pays is not."""
    EVIDENCE = "evidence"
    UNKNOWN_EVIDENCE = "unknown evidence"
    """It names evidence that the library does not hold."""
    START = "start"
    END = "end"


class Touch(StrEnum):
    """How a measure touches a theme."""

    MAIN = "main"
    ALSO = "also"


@dataclass(frozen=True)
class Coverage:
    """The matrix of themes and measures, and what is missing in it.

    `matrix` maps each theme to the measures that touch it; `bare` are the themes without any
    measure as their main one, the pressing ones first (`pressing`: those of which a figure is
    bad). `lacks` maps each measure to what it lacks; `idle_goals` are goals that no measure serves,
    `vague_goals` those without a target, a year or an indicator, `unmeasured_goals` those whose
    indicator has no figure.
    """

    matrix: Mapping[Theme, Mapping[str, Touch]]
    bare: tuple[Theme, ...]
    pressing: frozenset[Theme]
    lacks: Mapping[str, tuple[Lack, ...]]
    idle_goals: tuple[str, ...]
    vague_goals: tuple[str, ...]
    unmeasured_goals: tuple[str, ...]


THEMES = tuple(theme for theme in Theme if theme not in (Theme.PEOPLE, Theme.OVERALL))
"""The themes on which measures act; the other two describe, and are shown only when used."""


def coverage(
    programme: Programme,
    *,
    measured: Collection[str] | None = None,
    evidence: Collection[str] | None = None,
    pressing: Collection[Theme] = (),
) -> Coverage:
    """Return what a programme covers and leaves open.

    `measured` are the codes of the indicators of which this area has a figure, `evidence` the keys
    of the library; None: not looked at, and nothing is said of it. `pressing` are the themes of
    which a figure of the area is among the worst.
    """
    matrix: dict[Theme, dict[str, Touch]] = {
        theme: {} for theme in Theme if theme in THEMES or any(programme.on(theme))
    }
    for measure in programme.measures:
        matrix[measure.theme][measure.id] = Touch.MAIN
        for theme in measure.also:
            matrix.setdefault(theme, {}).setdefault(measure.id, Touch.ALSO)
    bare = [theme for theme in THEMES if Touch.MAIN not in matrix[theme].values()]
    served = {measure.goal for measure in programme.measures}
    return Coverage(
        matrix={theme: matrix[theme] for theme in Theme if theme in matrix},
        bare=tuple(sorted(bare, key=lambda theme: theme not in pressing)),
        pressing=frozenset(pressing),
        lacks={
            one.id: tuple(_lacks(one, programme, measured, evidence)) for one in programme.measures
        },
        idle_goals=tuple(goal.id for goal in programme.goals if goal.id not in served),
        vague_goals=tuple(
            goal.id
            for goal in programme.goals
            if goal.target is None or goal.year is None or not goal.indicator
        ),
        unmeasured_goals=tuple(
            goal.id
            for goal in programme.goals
            if measured is not None and goal.indicator and goal.indicator not in measured
        ),
    )


def _lacks(
    measure: Measure,
    programme: Programme,
    measured: Collection[str] | None,
    evidence: Collection[str] | None,
) -> list[Lack]:
    unpaid = measure.cost is None or (measure.cost > 0 and not measure.money)
    unmeasured = measured is not None and measure.indicator not in ("", *measured)
    unknown = evidence is not None and any(key not in evidence for key in measure.evidence)
    found = {
        Lack.GOAL: measure.goal not in programme.goal_of,
        Lack.OWNER: not measure.owner,
        Lack.INDICATOR: not measure.indicator,
        Lack.NOT_MEASURED: unmeasured,
        Lack.MONEY: unpaid,
        Lack.EVIDENCE: not measure.evidence,
        Lack.UNKNOWN_EVIDENCE: unknown,
        Lack.START: measure.first is None,
        Lack.END: measure.last is None,
    }
    return [lack for lack, missing in found.items() if missing]


@dataclass(frozen=True)
class Costs:
    """What a programme costs a calendar year, by who pays and by price year (C8: never mixed).

    `rows` maps (who pays, price year) to euros by year. `undated` are measures with a cost of
    which the months are not all known, `unknown` those without a cost.
    """

    years: tuple[int, ...]
    rows: Mapping[tuple[str, int | None], Mapping[int, float]]
    undated: tuple[str, ...]
    unknown: tuple[str, ...]


def costs(programme: Programme) -> Costs:
    """Return the cost of the measures that are planned, run or are finished."""
    rows: dict[tuple[str, int | None], dict[int, float]] = {}
    undated, unknown = [], []
    for measure in programme.measures:
        if not measure.status.counts:
            continue
        by_year = measure.cost_by_year()
        if measure.cost is None:
            unknown.append(measure.id)
        elif by_year is None:
            if measure.cost > 0:
                undated.append(measure.id)
        else:
            row = rows.setdefault((measure.money, measure.price_year), {})
            for year, euros in by_year.items():
                row[year] = row.get(year, 0.0) + euros
    years = sorted({year for row in rows.values() for year in row})
    ordered = sorted(rows, key=lambda key: (key[1] or 0, key[0] == "", key[0]))
    return Costs(tuple(years), {key: rows[key] for key in ordered}, tuple(undated), tuple(unknown))
