"""Every figure of `hecht.outcomes` in every future, without measuring each course anew."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from types import MappingProxyType

import numpy as np
import numpy.typing as npt

from hecht.neighbourhood import Course, Neighbourhood
from hecht.outcomes import measure, score_parts
from hecht.outcomes.returning import turnover
from hecht.planning.delays.network import Network
from hecht.planning.delays.runs import Runs
from hecht.planning.delays.setting import setting
from hecht.planning.delays.tally import COLUMN, FIGURES, Tallies, new_space, tally
from hecht.rules import NoAmount, moving_allowance

Reals = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

BROKEN = (
    "over_maximum", "over_lease_households", "over_lease_months", "blocks_after_latest",
    "spare_households", "spare_months",
)  # fmt: skip
"""Figures of what reality breaks; they are no outcomes."""

_AS_TALLIED = tuple(name for name in FIGURES[: COLUMN["separation_points"]])


@dataclass(frozen=True)
class Figures:
    """The figures of F futures by name: F numbers, nan where one is not known.

    `outcomes` has every figure of `Outcomes.as_dict()`; `score` is in thousandths of a point;
    `broken` counts what reality broke; `plan` holds the outcomes of the plan itself on the same
    horizon, and `plan_score` its score.
    """

    outcomes: Mapping[str, Reals]
    score: Ints
    broken: Mapping[str, Ints]
    plan: Mapping[str, float | int | None]
    plan_score: int


def lifted(
    neighbourhood: Neighbourhood, course: Course, horizon: int
) -> tuple[Neighbourhood, Course]:
    """Return a plan that goes on in the same way to a later horizon."""
    stays = tuple(
        replace(stay, end=horizon) if stay.end >= course.horizon else stay for stay in course.stays
    )
    return (
        replace(neighbourhood, project=replace(neighbourhood.project, horizon=horizon)),
        Course(horizon, course.starts, stays, course.reasons),
    )


def tallies(network: Network, runs: Runs, horizon: int) -> Tallies:
    """Count what every future does, up to a horizon at which all has ended."""
    known = setting(network)
    count = len(runs.month)
    result = Tallies(
        whole=np.zeros((count, len(FIGURES)), dtype=np.int64),
        lost_rent=np.zeros(count, dtype=np.float64),
        separation_weighted=np.zeros(count, dtype=np.float64),
        first_move=np.full((count, len(network.neighbourhood.households)), -1, dtype=np.int32),
    )
    tally(
        network.events, known, new_space(network.events, known), horizon, runs.units > 0,
        runs.month, runs.begin, runs.finish, runs.hop, runs.hop_month, result.whole,
        result.lost_rent, result.separation_weighted, result.first_move,
    )  # fmt: skip
    return result


def figures(network: Network, runs: Runs, horizon: int) -> Figures:
    """Return the figures of every future, up to a horizon at which all has ended."""
    counted = tallies(network, runs, horizon)
    neighbourhood, course = lifted(network.neighbourhood, network.course, horizon)
    measured = measure(neighbourhood, course)
    plan = measured.as_dict()
    found: dict[str, Reals] = {}
    for name in _AS_TALLIED:
        found[name] = _column(counted, name).astype(np.float64)
    found["moves"] = sum(
        (found[f"moves_{kind}"] for kind in ("direct", "to_temporary", "return", "leave")),
        start=np.zeros(len(counted.whole)),
    )
    found["vacant_home_months"] = (
        found["vacant_months_before_works"] + found["vacant_months_before_arrival"]
    )
    found["separation_months_weighted"] = np.round(counted.separation_weighted, 6)
    rate = neighbourhood.policy.turnover_year
    found["ordinary_turnover"] = np.array(
        [turnover(rate, int(months)) for months in found["duration_months"]]
    )
    found["groups_as_one"] = _column(counted, "groups_as_one").astype(np.float64)
    found.update(_money(neighbourhood, counted, plan, measured.money.works.known))
    unknown = measured.not_known
    outcomes: dict[str, Reals] = {}
    for name, value in plan.items():
        own = found.get(name)
        if own is None or (value is None and not name.startswith("cost_")):
            own = np.full(len(counted.whole), np.nan if value is None else float(value))
        elif name == "cost_works" and name in unknown:
            own = np.full(len(counted.whole), np.nan)
        outcomes[name] = own
    parts = score_parts(neighbourhood, course)
    return Figures(
        outcomes=MappingProxyType(outcomes),
        score=_score(neighbourhood, counted, parts),
        broken=MappingProxyType({name: _column(counted, name) for name in BROKEN}),
        plan=MappingProxyType(plan),
        plan_score=sum(parts.values()),
    )


def _column(counted: Tallies, name: str) -> Ints:
    return counted.whole[:, COLUMN[name]]


def _money(
    neighbourhood: Neighbourhood,
    counted: Tallies,
    plan: Mapping[str, float | int | None],
    works_known: float,
) -> dict[str, Reals]:
    policy, count = neighbourhood.policy, len(counted.whole)
    allowances, dated = _allowances(neighbourhood, counted)
    rent_known = _column(counted, "rent_not_known") == 0
    temporary = _column(counted, "months_bought_in") * policy.temporary_month_cost
    extra = _column(counted, "extra_moves") * policy.extra_move_cost
    works = plan["cost_works"]
    parts = {
        "cost_works": np.full(count, np.nan if works is None else works),
        "cost_allowances": np.where(dated, allowances, np.nan),
        "cost_temporary_homes": temporary,
        "cost_extra_moves": extra,
        "cost_lost_rent": np.where(rent_known, counted.lost_rent, np.nan),
    }
    total = np.sum(list(parts.values()), axis=0)
    known = works_known + allowances + temporary + extra + counted.lost_rent
    return {
        **{name: np.round(values, 2) for name, values in parts.items()},
        "cost_total": np.round(total, 2),
        "cost_known": np.round(known, 2),
    }


def _allowances(
    neighbourhood: Neighbourhood, counted: Tallies
) -> tuple[Reals, npt.NDArray[np.bool_]]:
    """Return the allowances of every future, and whether all of them have a verified amount.

    The rule is that of `hecht.outcomes.money`: due at the first move, unless before the reference
    date.
    """
    n = neighbourhood
    last = int(counted.first_move.max(initial=-1))
    amount = np.zeros(last + 2, dtype=np.float64)
    missing = np.zeros(last + 2, dtype=np.bool_)
    reference = n.project.reference_date
    for m in range(last + 1):
        month = n.project.start.plus(m)
        day = date(month.year, month.number, 1)
        if reference is not None and day < reference.replace(day=1):
            continue
        found = moving_allowance(day, n.norms)
        if isinstance(found, NoAmount):
            missing[m] = True
        else:
            amount[m] = found.amount
    affected = np.array([n.is_affected(h) for h in n.households], dtype=np.bool_)
    first = counted.first_move[:, affected]  # -1 picks the last element: nothing, and known
    known: npt.NDArray[np.bool_] = ~np.any(missing[first], axis=1)
    total: Reals = np.sum(amount[first], axis=1)
    return total, known


def _score(neighbourhood: Neighbourhood, counted: Tallies, parts: Mapping[str, int]) -> Ints:
    """Return the score of every future: the parts that delay changes are counted anew."""
    policy = neighbourhood.policy

    def points(name: str) -> int:
        return round(float(getattr(policy, f"points_{name}")) * 1000)

    extra, bought = _column(counted, "extra_moves"), _column(counted, "months_bought_in")
    euros = np.rint(extra * policy.extra_move_cost + bought * policy.temporary_month_cost).astype(
        np.int64
    )
    vacant = _column(counted, "vacant_months_before_works") + _column(
        counted, "vacant_months_before_arrival"
    )
    changed = {
        "separation_month": -_column(counted, "separation_points"),
        "extra_move": -points("extra_move") * extra,
        "temporary_month": -points("temporary_month") * _column(counted, "months_temporary"),
        "same_month": _column(counted, "same_month_points"),
        "group": points("group") * _column(counted, "groups_moving_as_one"),
        "vacant_month": -points("vacant_month") * vacant,
        "duration_month": -points("duration_month") * _column(counted, "duration_months"),
        "cost": -(points("cost") * euros // 1000),
    }
    fixed = sum(value for name, value in parts.items() if name not in changed)
    total: Ints = np.full(len(euros), fixed, dtype=np.int64)
    for values in changed.values():
        total += values
    return total
