"""What one more returner, one more kept tie, and one move fewer cost: from solving again.

Never an average. The plan's calendar is kept. From the plan the neighbourhood is solved again with
costs counted heavily, so that nothing is spent without need, and with the weight of a goal from
nought to many times itself, for the same number of rounds from the same seeds. For each seed this
gives points of count and cost; the least cost at which at least so many are reached is the
efficient curve, and its slope at the count of the plan is the price of one more. The median over
the seeds is told with the least and the most of them.

The past of a plan that was made anew stands; of such a plan the last returner has no price.

No weight makes the search let somebody leave who can return. What the last returner costs is
therefore found by solving again with one returner fewer: each of the households that the plan costs
most for, one at a time. Of those prices the highest is told. Nobody is named.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from statistics import median
from types import MappingProxyType

from hecht.design.efficient import price_of_one_more
from hecht.neighbourhood import Course, Household, Neighbourhood, Policy, ReturnWish, StayKind
from hecht.neighbourhood.itinerary import Stay
from hecht.outcomes.figure import Topic, Value, definer
from hecht.outcomes.money import Cost
from hecht.outcomes.scenario_money import scenario_costs
from hecht.outcomes.scene import Scene
from hecht.outcomes.summary import measure
from hecht.planning.engine import left_out
from hecht.planning.plan import Plan
from hecht.planning.replan.standing import Standing
from hecht.planning.resume import improve, state_of
from hecht.planning.rule_changes import with_more
from hecht.planning.state import VIOLATION

KINDS = ("temporary_homes", "extra_moves", "lost_rent", "habituation")
"""The kinds of cost that count; works and moving allowances are due in every plan."""

COST_TIMES = 32.0
"""So many times their weight do costs count when the plan is solved again."""
TIMES = (0.0, 0.5, 1.0, 2.0, 4.0, 8.0, 16.0)
"""So many times its weight a goal counts in turn."""
MORE_HOMES_TIMES = 4.0
"""With this weight of the goal it is also solved with one temporary home more."""
CANDIDATES = 6
"""So many households are tried as the one that does not return."""


class Cause(StrEnum):
    """Why a price is not known."""

    NO_COST = "no cost"
    NO_DIFFERENCE = "no difference"
    NONE_BEYOND = "none beyond"
    NOBODY = "nobody"
    NOT_SOLVED = "not solved"
    PAST = "past"


class Goal(StrEnum):
    """What is priced."""

    RETURNERS = "returners"
    TIES = "ties"
    MOVES = "moves"


_WEIGHTS: Mapping[Goal, tuple[str, ...]] = {
    Goal.TIES: (
        "points_tie_near",
        "points_tie_closeness",
        "points_separation_month",
        "points_alone",
    ),
    Goal.MOVES: ("points_extra_move",),
}
_COSTS = ("points_cost", "points_vacant_month")

_SOURCE = "hecht, docs/outcomes/marginal.md: solved again, no average"


_definition = definer(Topic.MONEY, _SOURCE)

DEFINITIONS = (
    _definition(
        "price_returner",
        "euro",
        ("What the last returner costs", "Wat de laatste terugkeerder kost"),
        (
            "By how much the least cost falls when one household fewer returns: the most over the "
            "households that the plan costs most for.",
            "Hoeveel lager de laagste kosten zijn als één huishouden minder terugkeert: het "
            "hoogste bedrag over de huishoudens waarvoor het plan het meest kost.",
        ),
    ),
    _definition(
        "price_tie",
        "euro",
        ("What one more kept tie costs", "Wat één band meer kost"),
        (
            "The slope of the least cost against the number of ties kept, at that of the plan.",
            "De helling van de laagste kosten tegen het aantal banden dat blijft, bij dat van het "
            "plan.",
        ),
    ),
    _definition(
        "price_move",
        "euro",
        ("What one move fewer costs", "Wat één verhuizing minder kost"),
        (
            "The slope of the least cost against the number of moves, at that of the plan.",
            "De helling van de laagste kosten tegen het aantal verhuizingen, bij dat van het plan.",
        ),
    ),
)
_FIGURES = {
    Goal.RETURNERS: "price_returner",
    Goal.TIES: "price_tie",
    Goal.MOVES: "price_move",
}


@dataclass(frozen=True)
class Solved:
    """One solving again: its seed, the counts it reached by goal, and its cost in euros."""

    goal: Goal
    seed: int
    counts: Mapping[Goal, int]
    costs: Mapping[str, float]
    without: str = ""

    def cost(self, kinds: Sequence[str]) -> float:
        """Return the euros of some kinds of cost."""
        return sum(self.costs[kind] for kind in kinds)


@dataclass(frozen=True)
class MarginalPrice:
    """The price of one more in euros: the median over the seeds, the least and the most.

    `count` is that of the plan; of moves it is one move fewer that is priced. `median` is None
    where it is not known, and `why`, of which `cause` is the kind.
    """

    goal: Goal
    count: int
    median: float | None
    least: float | None = None
    most: float | None = None
    why: str = ""
    cause: Cause | None = None

    @property
    def name(self) -> str:
        """Return the name of the figure, one of DEFINITIONS."""
        return _FIGURES[self.goal]

    @property
    def value(self) -> Value:
        """Return the price as a figure."""
        return Value(self.median, self.why)


@dataclass(frozen=True)
class MarginalPrices:
    """The prices by goal, with every solving again they rest on.

    `kinds` are the kinds of cost that were counted, `left_out` those that are not known.
    `rounds` and `seeds` tell the effort.
    """

    prices: Mapping[Goal, MarginalPrice]
    solved: tuple[Solved, ...]
    kinds: tuple[str, ...]
    left_out: tuple[str, ...]
    rounds: int
    seeds: tuple[int, ...]

    def figures(self) -> dict[str, Value]:
        """Return the prices as figures, by the names of DEFINITIONS."""
        return {price.name: price.value for price in self.prices.values()}


def marginal_prices(
    plan: Plan,
    *,
    rounds: int = 8,
    seeds: Sequence[int] = (1, 2, 3),
    workers: int = 1,
    goals: Sequence[Goal] = tuple(Goal),
    report: Callable[[int, int], None] = lambda done, of: None,
) -> MarginalPrices:
    """Return what one more of each goal costs at a plan.

    `rounds` of search are done for each solving again, from each of `seeds`. `report` hears how
    many are done and of how many. The same plan, rounds and seeds give the same prices, whatever
    the number of workers. Raises ValueError when the plan breaks a rule or no seed is given.
    """
    n, course = plan.neighbourhood, plan.course
    if not seeds:
        raise ValueError("give one seed or more; the range of a price is that over the seeds")
    search = _Search.of(plan, rounds, workers)
    if search is None:
        raise ValueError(
            "this plan breaks a rule, so that there is nothing to price; `hecht check` says which"
        )
    todo = [variant for goal in goals for variant in _variants(plan, goal)]
    solved: list[Solved] = []
    for done, variant in enumerate(todo):
        report(done, len(todo))
        for seed in seeds:
            one = search.solve(variant, seed)
            if one is not None:
                solved.append(one)
    report(len(todo), len(todo))
    kinds, left_out = _known_kinds(n, course)
    present = _counts(n, course)
    prices = {
        goal: _price(goal, present[goal], [s for s in solved if s.goal is goal], kinds, seeds)
        for goal in goals
    }
    if plan.before is not None and Goal.RETURNERS in prices:
        why = "the past of a plan made anew stands, so no returner can be taken out of it"
        prices[Goal.RETURNERS] = replace(prices[Goal.RETURNERS], why=why, cause=Cause.PAST)
    return MarginalPrices(
        MappingProxyType(prices), tuple(solved), kinds, left_out, rounds, tuple(seeds)
    )


def solvings(plan: Plan, goals: Sequence[Goal] = tuple(Goal)) -> int:
    """Return how often the plan is solved again from each seed to price these goals."""
    return sum(1 for goal in goals for _ in _variants(plan, goal))


# -- what is solved again --------------------------------------------------------------------


@dataclass(frozen=True)
class _Variant:
    goal: Goal
    neighbourhood: Neighbourhood
    without: str = ""


def _variants(plan: Plan, goal: Goal) -> Iterator[_Variant]:
    n, course = plan.neighbourhood, plan.course
    cheap = _times(n.policy, _COSTS, COST_TIMES)
    if goal is Goal.RETURNERS:
        frugal = replace(n, policy=cheap)
        yield _Variant(goal, frugal)
        if plan.before is not None:
            return  # who has moved already cannot be taken out of the past
        for household in _dearest_returners(n, course):
            yield _Variant(goal, _leaving(frugal, household), household)
        return
    for times in TIMES:
        policy = _times(cheap, _WEIGHTS[goal], times)
        yield _Variant(goal, replace(n, policy=policy))
        if times == MORE_HOMES_TIMES and any(n.is_affected(h) for h in n.households):
            yield _Variant(goal, with_more(replace(n, policy=policy), 1))


def _times(policy: Policy, names: Sequence[str], times: float) -> Policy:
    return replace(policy, **{name: times * getattr(policy, name) for name in names})


def _dearest_returners(n: Neighbourhood, course: Course) -> list[str]:
    """Return who returns and spends most months in temporary homes and moves most, in order."""
    last = {stay.household: stay for stay in course.stays}  # stays are in order of time
    months: dict[str, int] = {}
    stays: dict[str, int] = {}
    for stay in course.stays:
        stays[stay.household] = stays.get(stay.household, 0) + 1
        if stay.kind is StayKind.TEMPORARY:
            months[stay.household] = months.get(stay.household, 0) + stay.end - stay.start
    returned = [h.id for h in n.households if _returner(n, h, last.get(h.id), course.horizon)]
    ranked = sorted(returned, key=lambda h: (-months.get(h, 0), -stays.get(h, 0), h))
    return ranked[:CANDIDATES]


def _returner(n: Neighbourhood, household: Household, last: Stay | None, horizon: int) -> bool:
    return (
        household.wish is ReturnWish.RETURN
        and n.is_affected(household)
        and last is not None
        and last.end >= horizon
        and last.kind is not StayKind.TEMPORARY
    )


def _leaving(n: Neighbourhood, household: str) -> Neighbourhood:
    """Return the neighbourhood in which one household lives elsewhere when its works start."""
    people = tuple(
        replace(h, wish=ReturnWish.ELSEWHERE) if h.id == household else h for h in n.households
    )
    promises = tuple(promise for promise in n.promises if promise.household != household)
    groups = tuple(
        replace(group, households=rest)
        for group in n.groups
        if len(rest := tuple(h for h in group.households if h != household)) >= 2
    )
    return replace(n, households=people, promises=promises, groups=groups)


@dataclass(frozen=True)
class _Search:
    """The same effort for everything that is compared, with what stands of the plan.

    `leavers` is how many leave in the plan although they wish to return.
    """

    plan: Plan
    standing: Standing
    leavers: int
    rounds: int
    workers: int

    @classmethod
    def of(cls, plan: Plan, rounds: int, workers: int) -> _Search | None:
        """Return the search from a plan; None when the plan breaks a rule."""
        standing = Standing(plan)
        instance = standing.compiled()
        state = state_of(instance, plan.course)
        gone = len(left_out(instance, state))
        leavers = max(instance.unplaceable, gone if plan.before else 0)
        if state.totals[VIOLATION] or gone > leavers:
            return None
        return cls(plan, standing, leavers, rounds, workers)

    def solve(self, variant: _Variant, seed: int) -> Solved | None:
        """Search on from the plan's homes with its calendar; None when that gives no plan."""
        n = variant.neighbourhood
        instance = self.standing.compiled(n)
        start = state_of(instance, _without(self.plan.course, variant.without))
        best = improve(
            instance, start, rounds=self.rounds, seed=seed, workers=self.workers, calendars=False
        )
        most = max(instance.unplaceable, self.leavers)
        if best.totals[VIOLATION] or len(left_out(instance, best)) > most:
            return None
        found = self.standing.finished(instance, best, seed)
        if found is None:
            return None
        costs = {kind: part.known for kind, part in _parts(n, found).items()}
        counts = _counts(n, found)
        return Solved(variant.goal, seed, counts, MappingProxyType(costs), variant.without)


def _without(course: Course, household: str) -> Course:
    if not household:
        return course
    stays = tuple(stay for stay in course.stays if stay.household != household)
    return replace(course, stays=stays)


def _parts(n: Neighbourhood, course: Course) -> dict[str, Cost]:
    parts = scenario_costs(Scene(n, options={}, today={}, course=course)).parts
    return {kind: parts[kind] for kind in KINDS}


def _known_kinds(n: Neighbourhood, course: Course) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the kinds of cost that are known of the plan, and those that are not."""
    parts = _parts(n, course)
    known = tuple(kind for kind in KINDS if not parts[kind].not_known)
    return known, tuple(kind for kind in KINDS if kind not in known)


def _counts(n: Neighbourhood, course: Course) -> dict[Goal, int]:
    figures = measure(n, course).as_dict()
    return {
        Goal.RETURNERS: int(figures["returned_of_wishing"] or 0),
        Goal.TIES: int(figures["ties_kept_count"] or 0),
        Goal.MOVES: int(figures["moves"] or 0),
    }


# -- prices ----------------------------------------------------------------------------------


def _price(
    goal: Goal, count: int, solved: Sequence[Solved], kinds: Sequence[str], seeds: Sequence[int]
) -> MarginalPrice:
    if not kinds:
        why = "no kind of cost is known"
        return MarginalPrice(goal, count, None, why=why, cause=Cause.NO_COST)
    if goal is Goal.RETURNERS:
        return _price_of_returning(count, solved, kinds, seeds)
    sign = -1 if goal is Goal.MOVES else 1
    if len({one.counts[goal] for one in solved}) <= 1:
        why = f"every solving again has the same number of {goal.value}, so nothing can be compared"
        return MarginalPrice(goal, count, None, why=why, cause=Cause.NO_DIFFERENCE)
    by_seed = []
    for seed in seeds:
        points = [(sign * one.counts[goal], one.cost(kinds)) for one in solved if one.seed == seed]
        by_seed.append(price_of_one_more(points, sign * count))
    known = [price for price in by_seed if price is not None]
    if len(known) < len(by_seed):
        better = "fewer" if goal is Goal.MOVES else "more"
        why = (
            f"from {len(by_seed) - len(known)} of {len(by_seed)} seeds no solving again reached "
            f"{better} than the {count} {goal.value} of the plan"
        )
        return MarginalPrice(goal, count, None, why=why, cause=Cause.NONE_BEYOND)
    return MarginalPrice(goal, count, median(known), min(known), max(known))


def _price_of_returning(
    count: int, solved: Sequence[Solved], kinds: Sequence[str], seeds: Sequence[int]
) -> MarginalPrice:
    """Return the most that is saved, in the median over the seeds, when one fewer returns."""
    goal = Goal.RETURNERS
    with_all = {one.seed: one.cost(kinds) for one in solved if not one.without}
    saved: dict[str, list[float]] = {}
    for one in solved:
        if one.without and one.seed in with_all:
            saved.setdefault(one.without, []).append(with_all[one.seed] - one.cost(kinds))
    whole = [each for each in saved.values() if len(each) == len(seeds)]
    if not whole:
        why = "nobody returns" if not count else "no plan was solved with one returner fewer"
        cause = Cause.NOT_SOLVED if count else Cause.NOBODY
        return MarginalPrice(goal, count, None, why=why, cause=cause)
    dearest = max(whole, key=median)
    return MarginalPrice(goal, count, median(dearest), min(dearest), max(dearest))
