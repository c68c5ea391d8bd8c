"""What a neighbourhood becomes by events: the same records with what changed in them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from difflib import get_close_matches
from typing import Any

from hecht.neighbourhood import (
    Block,
    DeclaredBy,
    Household,
    Neighbourhood,
    PromiseKind,
    ReturnWish,
    Stage,
    Tie,
    Wish,
    WishKind,
    Works,
)
from hecht.planning.replan.events import (
    Birth,
    BudgetChanged,
    CompositionChanged,
    CrewsChanged,
    Died,
    Dissolved,
    Event,
    EventError,
    HomeLost,
    HorizonChanged,
    MindChanged,
    NewTemporaryHome,
    NewTie,
    PromiseMade,
    TemporaryMonthsChanged,
    WishMade,
    WorksDelayed,
    WorksDuration,
    WorksStartDelayed,
)

LOST = "lost:"
"""How the id of the one-home block begins that stands for a home that is lost while it stands."""


def apply(neighbourhood: Neighbourhood, events: Iterable[Event], date: int = 0) -> Neighbourhood:
    """Return the neighbourhood as it is after the events, in their order.

    `date` is the month of planning anew, which counts where an event has no month of its own.
    Wishes for a home that is lost are dropped, and a promise of it becomes one to return. Raises
    EventError, which names the event, when one cannot be.
    """
    after = neighbourhood
    for number, event in enumerate(events, 1):
        try:
            after = _CHANGES[type(event)](after, event, date)
        except EventError as error:
            raise EventError(f"event {number}: {error}", number) from None
        except ValueError as error:
            raise EventError(f"event {number}: {error}", number) from error
    return after


# -- works -------------------------------------------------------------------------------


def _works_delayed(n: Neighbourhood, event: WorksDelayed, date: int) -> Neighbourhood:
    block = _block(n, event.name)
    return _with_block(n, _lasting(block, block.duration + event.months))


def _works_duration(n: Neighbourhood, event: WorksDuration, date: int) -> Neighbourhood:
    return _with_block(n, _lasting(_block(n, event.name), event.months))


def _lasting(block: Block, months: int) -> Block:
    if months < 1:
        raise EventError(
            f"the works on block {block.id} would take {months} months; give at least 1"
        )
    return replace(block, duration=months)


def _works_start(n: Neighbourhood, event: WorksStartDelayed, date: int) -> Neighbourhood:
    block = _block(n, event.name)
    if not 0 <= event.earliest < n.project.horizon:
        raise EventError(
            f"the works on block {block.id} would start outside the months that are planned; "
            "correct the month, or make the plan run longer (horizon)"
        )
    return _with_block(n, replace(block, earliest=event.earliest))


def _block(n: Neighbourhood, name: str) -> Block:
    block = n.block_of.get(name)
    if block is None:
        raise EventError(f"there is no block {name!r}{_meant(name, n.block_of)}")
    if not block.has_works:
        raise EventError(f"nothing is done to block {name}; name a block with works")
    return block


def _with_block(n: Neighbourhood, block: Block) -> Neighbourhood:
    return replace(n, blocks=tuple(block if b.id == block.id else b for b in n.blocks))


# -- households --------------------------------------------------------------------------


def _mind_changed(n: Neighbourhood, event: MindChanged, date: int) -> Neighbourhood:
    household = _household(n, event.name)
    leaves = event.leaves if event.wish is ReturnWish.ELSEWHERE else None
    if leaves is not None:
        _inside(n, leaves, f"household {event.name} would leave")
        leaves = max(1, date, leaves)
    n = _with_household(n, replace(household, wish=event.wish, leaves=leaves))
    if event.wish is ReturnWish.ELSEWHERE:
        # who goes by its own wish releases the landlord from what was promised
        n = replace(n, promises=tuple(p for p in n.promises if p.household != event.name))
    return n


def _wish_made(n: Neighbourhood, event: WishMade, date: int) -> Neighbourhood:
    _household(n, event.name)
    known: dict[WishKind, Iterable[str]] = {
        WishKind.HOME: n.home_of,
        WishKind.BLOCK: n.block_of,
        WishKind.HOUSEHOLD: n.household_of,
    }
    if event.kind in known and event.value not in known[event.kind]:
        raise EventError(
            f"there is no {event.kind.value} {event.value!r}"
            f"{_meant(event.value, known[event.kind])}"
        )
    if event.kind is WishKind.HOUSEHOLD and event.value == event.name:
        raise EventError(f"household {event.name} wishes to be near itself; name another")
    own = [w for w in n.wishes if w.household == event.name]
    kept = [w for w in own if (w.kind, w.value) != (event.kind, event.value)]
    ranked = [Wish(event.name, 1, event.kind, event.value)]
    ranked += [replace(w, rank=k) for k, w in enumerate(sorted(kept, key=_rank), 2)]
    others = tuple(w for w in n.wishes if w.household != event.name)
    return replace(n, wishes=others + tuple(ranked))


def _rank(wish: Wish) -> int:
    return wish.rank


def _composition(n: Neighbourhood, event: CompositionChanged, date: int) -> Neighbourhood:
    household = _household(n, event.name)
    changes = event.changes()
    if not changes:
        raise EventError(f"it says of household {event.name} nothing that changes")
    size, children = changes.get("size", household.size), changes.get("children")
    if children is None and household.children is not None and household.children >= size:
        changes["children"] = max(0, size - 1)
    return _with_household(n, _sound(replace(household, **changes)))


def _birth(n: Neighbourhood, event: Birth, date: int) -> Neighbourhood:
    household = _household(n, event.name)
    children = None if household.children is None else household.children + event.children
    grown = replace(household, size=household.size + event.children, children=children)
    return _with_household(n, _sound(grown))


def _died(n: Neighbourhood, event: Died, date: int) -> Neighbourhood:
    household = _household(n, event.name)
    left = household.size - event.persons
    if left < 0:
        raise EventError(
            f"household {event.name} has {household.size} persons, "
            f"so {event.persons} cannot be gone"
        )
    if left == 0:
        return _dissolved(n, Dissolved(event.name, event.month), date)
    children = None if household.children is None else min(household.children, left - 1)
    return _with_household(n, _sound(replace(household, size=left, children=children)))


def _dissolved(n: Neighbourhood, event: Dissolved, date: int) -> Neighbourhood:
    month = date if event.month is None else event.month
    _inside(n, month, f"household {event.name} would go")
    gone = _mind_changed(n, MindChanged(event.name, ReturnWish.ELSEWHERE, month), date)
    # its ties end with it; they stay in the records, as the past is measured with them
    return replace(
        gone,
        wishes=tuple(w for w in _reranked(gone.wishes, lambda w: _about(w, event.name))),
        groups=_without_member(gone, event.name),
    )


def _about(wish: Wish, household: str) -> bool:
    near = wish.kind is WishKind.HOUSEHOLD and wish.value == household
    return near or wish.household == household


def _reranked(wishes: tuple[Wish, ...], drop: Callable[[Wish], bool]) -> list[Wish]:
    """Return the wishes that stay, those of each household ranked 1, 2, 3 again."""
    kept = [w for w in wishes if not drop(w)]
    touched = {w.household for w in wishes if drop(w)}
    rank: dict[Wish, int] = {}
    for name in touched:
        own = sorted((w for w in kept if w.household == name), key=_rank)
        rank.update({w: k for k, w in enumerate(own, 1)})
    return [replace(w, rank=rank[w]) if w in rank else w for w in kept]


def _without_member(n: Neighbourhood, household: str) -> tuple[Any, ...]:
    left = (
        replace(g, households=tuple(h for h in g.households if h != household)) for g in n.groups
    )
    return tuple(g for g in left if len(g.households) > 1)


def _new_tie(n: Neighbourhood, event: NewTie, date: int) -> Neighbourhood:
    _household(n, event.name)
    _household(n, event.other)
    if event.name == event.other:
        raise EventError(f"household {event.name} cannot have a tie with itself; name another")
    pair = {event.name, event.other}
    tie = Tie(event.name, event.other, event.weight, event.kind, DeclaredBy.BOTH)
    return replace(n, ties=(*(t for t in n.ties if {t.a, t.b} != pair), tie))


def _household(n: Neighbourhood, name: str) -> Household:
    household = n.household_of.get(name)
    if household is None:
        raise EventError(f"there is no household {name!r}{_meant(name, n.household_of)}")
    return household


def _sound(household: Household) -> Household:
    if household.size < 1 or (household.children or 0) >= max(1, household.size):
        raise EventError(
            f"household {household.id} would have {household.size} persons, of whom "
            f"{household.children or 0} children; a household has at least one adult"
        )
    least, most = household.rooms_min, household.rooms_max
    if least is not None and most is not None and least > most:
        raise EventError(
            f"household {household.id} would need at least {least} and at most {most} rooms"
        )
    return household


def _with_household(n: Neighbourhood, household: Household) -> Neighbourhood:
    people = tuple(household if h.id == household.id else h for h in n.households)
    return replace(n, households=people)


# -- homes -------------------------------------------------------------------------------


def _home_lost(n: Neighbourhood, event: HomeLost, date: int) -> Neighbourhood:
    home = n.home_of.get(event.home)
    if home is None:
        raise EventError(f"there is no home {event.home!r}{_meant(event.home, n.home_of)}")
    month = date if event.month is None else max(date, event.month)
    _inside(n, month, f"home {home.id} would be lost")
    if home.stage is Stage.TEMPORARY:
        until = max(month, (home.available_from or 0) + 1)
        return _with_home(n, replace(home, available_until=min(until, n.project.horizon)))
    n = _unpromised(n, home.id)
    if home.stage is Stage.NEW:
        return replace(n, homes=tuple(h for h in n.homes if h.id != home.id))
    # a home that stands is lost as if a block of its own were demolished in that month
    block = Block(
        id=f"{LOST}{home.id}", works=Works.REBUILD, duration=1, crews=0, earliest=month,
        latest=month + 1, name=home.address or home.id,
    )  # fmt: skip
    n = _with_home(n, replace(home, block=block.id))
    return replace(n, blocks=(*n.blocks, block))


def _unpromised(n: Neighbourhood, home: str) -> Neighbourhood:
    """Drop wishes for a home that cannot be anybody's last home any more.

    Who was promised it is still promised to return.
    """
    return replace(
        n,
        wishes=tuple(_reranked(n.wishes, lambda w: w.kind is WishKind.HOME and w.value == home)),
        promises=tuple(
            replace(p, kind=PromiseKind.RETURN, value="")
            if p.kind is PromiseKind.HOME and p.value == home
            else p
            for p in n.promises
        ),
    )


def _with_home(n: Neighbourhood, home: Any) -> Neighbourhood:
    return replace(n, homes=tuple(home if h.id == home.id else h for h in n.homes))


def _new_temporary(n: Neighbourhood, event: NewTemporaryHome, date: int) -> Neighbourhood:
    home = event.home
    if home.id in n.home_of:
        raise EventError(f"there is a home {home.id!r} already; give the new one another id")
    if home.stage is not Stage.TEMPORARY:
        raise EventError(f"home {home.id} is {home.stage.value}; a temporary home was meant")
    home = replace(home, available_from=max(date, home.available_from or 0), block=None)
    return replace(n, homes=(*n.homes, home))


# -- means, promises, rules --------------------------------------------------------------


def _budget(n: Neighbourhood, event: BudgetChanged, date: int) -> Neighbourhood:
    if event.budget_per_year is not None and event.budget_per_year < 0:
        raise EventError("a budget is 0 euro a year or more")
    return replace(n, capacity=replace(n.capacity, budget_per_year=event.budget_per_year))


def _crews(n: Neighbourhood, event: CrewsChanged, date: int) -> Neighbourhood:
    if event.crews < 1:
        raise EventError("the number of crews is at least 1; to stop works, say when they start")
    return replace(n, capacity=replace(n.capacity, crews=event.crews))


def _promise(n: Neighbourhood, event: PromiseMade, date: int) -> Neighbourhood:
    promise = event.promise
    household = _household(n, promise.household)
    if household.wish is ReturnWish.ELSEWHERE:
        raise EventError(
            f"household {household.id} wishes to live elsewhere; say first that it returns (wish)"
        )
    known: dict[PromiseKind, Iterable[str]] = {
        PromiseKind.HOME: n.home_of,
        PromiseKind.BLOCK: n.block_of,
    }
    if promise.kind in known and promise.value not in known[promise.kind]:
        raise EventError(
            f"there is no {promise.kind.value} {promise.value!r}"
            f"{_meant(promise.value, known[promise.kind])}"
        )
    kept = tuple(
        p for p in n.promises if (p.household, p.kind) != (promise.household, promise.kind)
    )
    return replace(n, promises=(*kept, promise))


def _temporary_months(n: Neighbourhood, event: TemporaryMonthsChanged, date: int) -> Neighbourhood:
    return replace(n, policy=replace(n.policy, temporary_months_max=event.months))


def _horizon(n: Neighbourhood, event: HorizonChanged, date: int) -> Neighbourhood:
    if event.months < 0:
        raise EventError("a plan cannot be made shorter; give the months that it runs longer")
    return replace(n, project=replace(n.project, horizon=n.project.horizon + event.months))


def _inside(n: Neighbourhood, month: int, what: str) -> None:
    if not 0 <= month < n.project.horizon:
        first, last = n.project.start, n.project.start.plus(n.project.horizon - 1)
        raise EventError(
            f"{what} in {n.project.start.plus(month)}, outside the months that are planned "
            f"({first} to {last}); correct the month"
        )


def _meant(name: str, names: Iterable[str]) -> str:
    near = get_close_matches(name, list(names), n=1, cutoff=0.6)
    return f"; did you mean {near[0]}?" if near else ""


_CHANGES: dict[type[Event], Callable[[Neighbourhood, Any, int], Neighbourhood]] = {
    WorksDelayed: _works_delayed,
    WorksDuration: _works_duration,
    WorksStartDelayed: _works_start,
    MindChanged: _mind_changed,
    WishMade: _wish_made,
    CompositionChanged: _composition,
    Birth: _birth,
    Died: _died,
    Dissolved: _dissolved,
    NewTie: _new_tie,
    HomeLost: _home_lost,
    NewTemporaryHome: _new_temporary,
    BudgetChanged: _budget,
    CrewsChanged: _crews,
    PromiseMade: _promise,
    TemporaryMonthsChanged: _temporary_months,
    HorizonChanged: _horizon,
}
