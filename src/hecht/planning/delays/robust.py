"""Plans that bear delay: of several plans, the one that does best when works run late.

Sample average approximation (Kleywegt, Shapiro and Homem-de-Mello 2002, SIAM J. Optim. 12): plans
are made as if the works lasted as long as at several quantiles of their delay, or a month longer;
each is then held against the same drawn futures. From the best of them the search goes on block by
block (`robust_search`): a month more for the block whose delay keeps most households waiting, a
month less where hardly anyone waits. What is best on average, or in nine of ten futures, is kept,
and what it is worth is told from other futures than those it was chosen on.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any

import numpy as np
import numpy.typing as npt

from hecht.neighbourhood import Neighbourhood
from hecht.outcomes import score as score_of
from hecht.planning.afterwards import proof_share, proven
from hecht.planning.check import check
from hecht.planning.delays.draws import Draws, draw_futures
from hecht.planning.delays.figures import Figures, figures
from hecht.planning.delays.future import end_of
from hecht.planning.delays.network import Network, network
from hecht.planning.delays.robust_search import TRIALS, Judged, search, waits
from hecht.planning.delays.runs import Runs, run_all, told
from hecht.planning.delays.study import drawn_months, number
from hecht.planning.groups import fates_of
from hecht.planning.make import make_plan
from hecht.planning.no_plan import NoPlan
from hecht.planning.plan import Plan
from hecht.planning.progress import Progress

AIMS = ("expected", "p90")

QUANTILES = (0.5, 0.7, 0.8, 0.9)
"""The quantiles of delay as which the works are planned."""


@dataclass(frozen=True)
class Candidate:
    """One plan that was tried. Scores are in thousandths of a point.

    `planned_as`: what the works were planned as: "nominal", "p50" to "p90", "nominal + 1", or one
    of these with the blocks that were then planned longer or shorter ("p50, A +1, B -1").
    `nominal`: its score when nothing runs late. `expected`: its mean score over the futures;
    `p90`: the score that it reaches in nine of ten. `chance`: the share of households home by the
    month that this plan tells them; `late`: household-months of lateness. `why_not`: why there is
    no such plan, and then the figures are None.
    """

    planned_as: str
    nominal: int | None = None
    expected: float | None = None
    p90: int | None = None
    chance: float | None = None
    late: float | None = None
    months: int | None = None
    why_not: str = ""


@dataclass(frozen=True)
class Robust:
    """The plan that was chosen, and all that were tried, in the order of trying.

    `chosen` is the place of the chosen one. The figures of the candidates come from futures on
    which nothing was chosen.
    """

    plan: Plan
    aim: str
    chosen: int
    candidates: tuple[Candidate, ...]

    @property
    def given_up(self) -> int:
        """What the chosen plan scores less than the nominal one when nothing runs late."""
        nominal, own = self.candidates[0].nominal, self.candidates[self.chosen].nominal
        return 0 if nominal is None or own is None else nominal - own

    @property
    def gained(self) -> float:
        """What it scores more than the nominal one by its aim, on futures it did not see."""
        first, own = (getattr(self.candidates[place], self.aim) for place in (0, self.chosen))
        return 0.0 if first is None or own is None else own - first


def robust_plan(
    neighbourhood: Neighbourhood,
    aim: str,
    *,
    seconds: float | None = None,
    iterations: int | None = None,
    seed: int = 1,
    workers: int = 2,
    futures: int = 500,
    policy: str = "wait",
    progress: Callable[[Progress], None] | None = None,
    bounds: bool = True,
    fairness: bool = True,
) -> Robust:
    """Return the plan that does best by `aim` ("expected" or "p90") when works run late.

    `seconds` are shared by the plans that are tried; `iterations` are those of each, and then the
    result depends on the neighbourhood, the seed and the numbers alone. A KeyboardInterrupt ends
    the plan that is being made; no further ones are tried. With `bounds` it is worked out for the
    chosen plan what is provably possible, in a fifth of the seconds or a fixed number of rounds.
    With `fairness` the worst-off are looked after in each plan.

    Raises NoPlan when there is no nominal plan, and ValueError for arguments that make no sense.
    """
    if aim not in AIMS:
        raise ValueError(f"the aim is {aim!r}; choose one of {', '.join(AIMS)}")
    if futures < 1:
        raise ValueError(f"futures is {futures}; give 1 or more")
    asked = lengthened(neighbourhood)
    limit = None if iterations is not None else seconds
    proof = proof_share(limit) if bounds else 0.0
    share = None if limit is None else (limit - proof) / (len(asked) + TRIALS)
    options: dict[str, Any] = {
        "seconds": share, "iterations": iterations, "seed": seed, "workers": workers,
        "progress": progress, "fairness": fairness,
    }  # fmt: skip
    made: list[tuple[str, Plan | str]] = []

    def attempt(name: str, longer: Neighbourhood) -> Plan | None:
        """Plan with these durations; None when there is no such plan, or it was broken off."""
        plan = _plan(neighbourhood, longer, options, first=not made)
        made.append((name, plan))
        return plan if isinstance(plan, Plan) and plan.stopped != "interrupted" else None

    horizon = drawn_months(neighbourhood.project.horizon)
    draws = draw_futures(neighbourhood, futures, seed, horizon)
    for name, longer in asked:
        if attempt(name, longer) is None and _interrupted(made):
            break
    else:
        search(asked, made, attempt, lambda plans: _judged(plans, draws, policy, aim))
    plans = [plan for _, plan in made if isinstance(plan, Plan)]
    chosen_on = _held(plans, draws, policy)
    told_from = _held(plans, draw_futures(neighbourhood, futures, seed + 1, horizon), policy)
    values = [_value(found.score, aim) for _, _, found in chosen_on]
    best = max(range(len(plans)), key=lambda i: (values[i], -i))
    candidates: list[Candidate] = []
    held = iter(zip(plans, told_from, strict=True))
    places: list[int] = []
    for name, plan in made:
        if isinstance(plan, str):
            candidates.append(Candidate(name, why_not=plan))
        else:
            places.append(len(candidates))
            candidates.append(_candidate(name, *next(held)))
    chosen = plans[best]
    if bounds and chosen.stopped != "interrupted":
        from hecht.planning.instance import compile_instance

        left = None if limit is None else proof
        instance = compile_instance(neighbourhood)
        found = proven(instance, chosen.course, left, seed, workers=workers)
        chosen = replace(chosen, bounds=found)
    return Robust(replace(chosen, seconds=limit), aim, places[best], tuple(candidates))


def lengthened(neighbourhood: Neighbourhood) -> list[tuple[str, Neighbourhood]]:
    """Return the neighbourhood with other durations to plan with; the first is the neighbourhood.

    Works are never planned shorter than they are; what comes to the same is left out.
    """
    from scipy.special import ndtri

    rules = neighbourhood.delays
    asked: list[tuple[str, Neighbourhood]] = [("nominal", neighbourhood)]
    known = {tuple(block.duration for block in neighbourhood.blocks)}

    def add(name: str, duration: Callable[[Any], int]) -> None:
        blocks = tuple(
            replace(block, duration=max(block.duration, duration(block)))
            if block.has_works
            else block
            for block in neighbourhood.blocks
        )
        lengths = tuple(block.duration for block in blocks)
        if lengths not in known:
            known.add(lengths)
            asked.append((name, replace(neighbourhood, blocks=blocks)))

    for share in QUANTILES:
        normal = np.array([float(ndtri(share))])
        add(
            f"p{round(share * 100)}",
            lambda block, normal=normal: int(  # type: ignore[misc]
                np.floor(block.duration * rules.overrun(block.works).factor(normal)[0] + 0.5)
            ),
        )
    add("nominal + 1", lambda block: block.duration + 1)
    return asked


def _plan(
    neighbourhood: Neighbourhood, longer: Neighbourhood, options: dict[str, Any], *, first: bool
) -> Plan | str:
    """Return a plan made on longer works as a plan for the real ones, or why there is none."""
    if first:
        return make_plan(neighbourhood, bounds=False, **options)
    try:
        made = make_plan(longer, bounds=False, **options)
    except (NoPlan, ValueError) as error:
        return str(error).splitlines()[0]
    broken = check(neighbourhood, made.course)
    if broken:
        return broken[0].text
    return replace(
        made,
        neighbourhood=neighbourhood,
        score=score_of(neighbourhood, made.course),
        groups=MappingProxyType(dict(fates_of(neighbourhood, made.course))),
        fairness=None,
    )


def _interrupted(made: list[tuple[str, Plan | str]]) -> bool:
    last = made[-1][1]
    return isinstance(last, Plan) and last.stopped == "interrupted"


def _judged(plans: list[Plan], draws: Draws, policy: str, aim: str) -> list[Judged]:
    """Return what each plan is worth by the aim, and how long each block keeps people waiting."""
    return [
        Judged(_value(found.score, aim), waits(net, runs))
        for net, runs, found in _held(plans, draws, policy)
    ]


Held = tuple[Network, Runs, Figures]


def _held(plans: list[Plan], draws: Draws, policy: str) -> list[Held]:
    """Play every plan on the same futures, and measure all of them up to the same horizon."""
    played: list[tuple[Network, Runs]] = []
    for plan in plans:
        net = network(plan.neighbourhood, plan.course)
        played.append((net, run_all(net, draws, len(net.units.home) if policy == "spare" else 0)))
    horizon = max(end_of(net, runs) for net, runs in played)
    return [(net, runs, figures(net, runs, horizon)) for net, runs in played]


def _value(score: npt.NDArray[np.int64], aim: str) -> float:
    return float(score.mean()) if aim == "expected" else float(_nine_of_ten(score))


def _nine_of_ten(score: npt.NDArray[np.int64]) -> int:
    """Return the score that is reached in at least nine of ten futures."""
    return -int(number(-score, 0.9) or 0)


def _candidate(name: str, plan: Plan, held: Held) -> Candidate:
    net, runs, found = held
    aim = told(net)
    late = np.maximum(runs.month[:, aim.arrival] - aim.promised[None, :], 0)
    return Candidate(
        planned_as=name,
        nominal=plan.score,
        expected=round(float(found.score.mean()), 3),
        p90=_nine_of_ten(found.score),
        chance=float((late == 0).mean()) if late.size else None,
        late=float(late.sum(axis=1).mean()),
        months=int(found.plan["duration_months"] or 0),
    )
