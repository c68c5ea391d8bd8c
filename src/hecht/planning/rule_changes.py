"""The rules that a committee can ask to change, each as a changed neighbourhood."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from types import MappingProxyType

from hecht.neighbourhood import (
    Course,
    Household,
    Neighbourhood,
    PromiseKind,
    PromiseStatus,
    Stage,
    StayKind,
)
from hecht.neighbourhood.suits import rooms_needed
from hecht.planning.extra_homes import with_extra_homes

Change = Callable[[Neighbourhood], Neighbourhood]


@dataclass(frozen=True)
class RuleChange:
    """One change of one rule: `kind` and its `facts` name it, `apply` makes it.

    `loosens` tells whether every plan under the rules as they are stays a plan.
    """

    kind: str
    apply: Change
    loosens: bool
    facts: Mapping[str, int | str] = field(default_factory=lambda: MappingProxyType({}))

    @property
    def name(self) -> str:
        """Return a name that no other change has."""
        return " ".join([self.kind, *(f"{key}={value}" for key, value in self.facts.items())])


def rule_changes(n: Neighbourhood, course: Course, date: int = 0) -> Iterator[RuleChange]:
    """Yield the changes that make sense for a neighbourhood and a plan of it, in a fixed order.

    First what loosens a rule, then what tightens one. Which temporary homes are tried, and which
    are missed least, follows from the plan; those lived in before month `date` cannot go.
    """
    yield from _temporary_homes(n, course)
    yield from _policy(n)
    yield from _works(n)
    yield from _people(n)
    yield from _tighter(n, course, date)


def _temporary_homes(n: Neighbourhood, course: Course) -> Iterator[RuleChange]:
    if not any(n.is_affected(household) for household in n.households):
        return
    for count in (1, 3, 5):
        yield _change("temporary", partial(with_more, count=count), True, count=count)
    for rooms, accessible in _usual_needs(n, course):
        yield _change(
            "temporary_accessible" if accessible else "temporary_rooms",
            partial(with_more, count=3, rooms=rooms, accessible=accessible),
            True,
            count=3,
            rooms=rooms,
        )


def _policy(n: Neighbourhood) -> Iterator[RuleChange]:
    policy = n.policy
    if policy.notice_months > 0:
        yield _change("notice", partial(_with_policy, notice_months=-1), True, months=-1)
    for months in (3, 6):
        yield _change(
            "months",
            partial(_with_policy, temporary_months_max=months),
            True,
            months=months,
        )
    if policy.temporary_rooms_slack < 5:
        yield _change("slack", partial(_with_policy, temporary_rooms_slack=1), True, rooms=1)


def _works(n: Neighbourhood) -> Iterator[RuleChange]:
    if not any(block.has_works for block in n.blocks):
        return
    yield _change("crews", partial(_with_crews, more=1), True, crews=1)
    if n.capacity.budget_per_year is not None:
        yield _change("budget", partial(_with_budget, times=1.1), True, percent=10)
    yield _change(
        "horizon",
        partial(_with_months, more=6),
        True,
        months=6,
    )
    if any(block.after for block in n.blocks):
        yield _change("after", partial(_with_blocks, after=()), True)
    if any(block.latest is not None for block in n.blocks):
        yield _change("latest", partial(_with_blocks, latest=None), True)
    if any(block.earliest for block in n.blocks):
        yield _change("earliest", partial(_with_blocks, earliest=None), True)


def _people(n: Neighbourhood) -> Iterator[RuleChange]:
    if any(household.rent_max is not None for household in n.households):
        for euros in (25, 50):
            yield _change("rent", partial(_with_rent, euros=euros), True, euros=euros)
    accepted = [p for p in n.promises if p.status is PromiseStatus.ACCEPTED]
    for kind in PromiseKind:
        count = sum(promise.kind is kind for promise in accepted)
        if count:
            yield _change(
                "promises",
                partial(_without_promises, kind=kind),
                True,
                of=kind.value,
                count=count,
            )


def _tighter(n: Neighbourhood, course: Course, date: int) -> Iterator[RuleChange]:
    idle = _least_used(n, course, date)
    for count in (1, 3):
        if len(idle) >= count:
            gone = frozenset(idle[:count])
            yield _change("temporary", partial(_without_homes, gone=gone), False, count=-count)
    yield _change("notice", partial(_with_policy, notice_months=1), False, months=1)
    if n.policy.temporary_months_max >= 3:
        yield _change("months", partial(_with_policy, temporary_months_max=-3), False, months=-3)
    if n.capacity.crews > max((b.crews for b in n.blocks if b.has_works), default=n.capacity.crews):
        yield _change("crews", partial(_with_crews, more=-1), False, crews=-1)
    if n.capacity.budget_per_year is not None:
        yield _change("budget", partial(_with_budget, times=0.9), False, percent=-10)


def _change(kind: str, apply: Change, loosens: bool, **facts: int | str) -> RuleChange:
    return RuleChange(kind, apply, loosens, MappingProxyType(facts))


# -- changed neighbourhoods ------------------------------------------------------------------


def with_more(
    n: Neighbourhood, count: int, rooms: int | None = None, accessible: bool = True
) -> Neighbourhood:
    """Return the neighbourhood with `count` temporary homes more, where the others stand.

    Without `rooms` they are big and accessible enough for anybody.
    """
    there = [home for home in n.homes if home.stage is Stage.TEMPORARY]
    return with_extra_homes(n, count, amid=there, rooms=rooms, accessible=accessible)


def _usual_needs(n: Neighbourhood, course: Course) -> list[tuple[int, bool]]:
    """Return the (rooms, accessible) that most months in temporary homes ask for; at most two.

    Nothing when all ask for the same: then any home is a home for them.
    """
    months: Counter[tuple[int, bool]] = Counter()
    for stay in course.stays:
        if stay.kind is StayKind.TEMPORARY:
            household = n.household_of[stay.household]
            needed = max(1, rooms_needed(household, n.policy) - n.policy.temporary_rooms_slack)
            key = needed, household.accessible or household.step_free
            months[key] += stay.end - stay.start
    usual = sorted(months, key=lambda key: (-months[key], key))
    return usual[:2] if len(usual) > 1 else []


def _least_used(n: Neighbourhood, course: Course, date: int) -> list[str]:
    """Return the bought-in temporary homes not lived in before a month, those used least first."""
    months: Counter[str] = Counter()
    for stay in course.stays:
        months[stay.home] += stay.end - stay.start
    lived_in = {stay.home for stay in course.stays if stay.start < date}
    bought_in = [
        home.id for home in n.homes if home.stage is Stage.TEMPORARY and home.id not in lived_in
    ]
    return sorted(bought_in, key=lambda name: (months[name], name))


def _with_policy(n: Neighbourhood, **more: int) -> Neighbourhood:
    values = {name: max(0, getattr(n.policy, name) + by) for name, by in more.items()}
    limits = {"notice_months": 60, "temporary_months_max": 120, "temporary_rooms_slack": 5}
    values = {name: min(limits[name], value) for name, value in values.items()}
    return replace(n, policy=replace(n.policy, **values))


def _with_months(n: Neighbourhood, more: int) -> Neighbourhood:
    return replace(n, project=replace(n.project, horizon=n.project.horizon + more))


def _with_crews(n: Neighbourhood, more: int) -> Neighbourhood:
    return replace(n, capacity=replace(n.capacity, crews=n.capacity.crews + more))


def _with_budget(n: Neighbourhood, times: float) -> Neighbourhood:
    budget = (n.capacity.budget_per_year or 0.0) * times
    return replace(n, capacity=replace(n.capacity, budget_per_year=round(budget, 2)))


def _with_blocks(n: Neighbourhood, **fields: object) -> Neighbourhood:
    return replace(n, blocks=tuple(replace(b, **fields) for b in n.blocks))  # type: ignore[arg-type]


def _with_rent(n: Neighbourhood, euros: int) -> Neighbourhood:
    def higher(one: Household) -> Household:
        return one if one.rent_max is None else replace(one, rent_max=one.rent_max + euros)

    return replace(n, households=tuple(higher(one) for one in n.households))


def _without_promises(n: Neighbourhood, kind: PromiseKind) -> Neighbourhood:
    promises = tuple(
        replace(p, status=PromiseStatus.OFFERED)
        if p.kind is kind and p.status is PromiseStatus.ACCEPTED
        else p
        for p in n.promises
    )
    return replace(n, promises=promises)


def _without_homes(n: Neighbourhood, gone: frozenset[str]) -> Neighbourhood:
    return replace(n, homes=tuple(home for home in n.homes if home.id not in gone))
