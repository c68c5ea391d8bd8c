"""Random plans, dates and events for the tests of plans made anew."""

from __future__ import annotations

import random

from hecht.neighbourhood import (
    Home,
    Neighbourhood,
    Promise,
    PromiseKind,
    PromiseStatus,
    ReturnWish,
    Stage,
    WishKind,
)
from hecht.planning.replan.events import (
    Birth,
    BudgetChanged,
    CompositionChanged,
    CrewsChanged,
    Died,
    Dissolved,
    Event,
    HomeLost,
    MindChanged,
    NewTemporaryHome,
    NewTie,
    PromiseMade,
    WishMade,
    WorksDelayed,
    WorksStartDelayed,
)


def random_date(rng: random.Random, n: Neighbourhood) -> int:
    """Return a month of the plan that does not lie before it was announced."""
    told = (n.project.announced or n.project.start).since(n.project.start)
    return rng.randint(min(max(0, told), n.project.horizon - 1), n.project.horizon - 1)


def random_events(rng: random.Random, n: Neighbourhood, date: int, count: int) -> list[Event]:
    """Return random events of every kind; some of them cannot be, as the past rules them out."""
    return [_one(rng, n, date, number) for number in range(count)]


def _one(rng: random.Random, n: Neighbourhood, date: int, number: int) -> Event:
    works = [b.id for b in n.blocks if b.has_works]
    who = rng.choice(n.households).id
    others = [h.id for h in n.households if h.id != who]
    last = n.project.horizon - 1

    def soon(most: int) -> int:
        return min(last, date + rng.randint(0, most))

    by = Promise(who, PromiseKind.BY, PromiseStatus.ACCEPTED, str(n.project.start.plus(soon(30))))
    lasting = [h.id for h in n.homes if h.stage is not Stage.TEMPORARY]
    home = Promise(who, PromiseKind.HOME, PromiseStatus.ACCEPTED, rng.choice(lasting))
    found = Home(f"XT{number}", Stage.TEMPORARY, n.homes[0].x, n.homes[0].y, 4)
    events: list[Event] = [
        WorksDelayed(rng.choice(works), rng.randint(1, 4)),
        WorksStartDelayed(rng.choice(works), soon(6)),
        MindChanged(who, rng.choice(list(ReturnWish)), rng.choice([None, soon(4)])),
        WishMade(who, WishKind.HOME, rng.choice(lasting)),
        CompositionChanged(who, step_free=True),
        Birth(who),
        Died(who),
        Dissolved(who, soon(4)),
        HomeLost(rng.choice(n.homes).id, soon(6)),
        NewTemporaryHome(found),
        BudgetChanged(float(rng.randint(1, 10) * 100_000)),
        CrewsChanged(max(1, n.capacity.crews - 1)),
        PromiseMade(who, rng.choice([by, home])),
    ]
    if others:
        events.append(NewTie(who, rng.choice(others)))
    return rng.choice(events)
