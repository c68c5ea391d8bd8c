"""The result of a round: every choice an accepted promise, around which the engine plans."""

from __future__ import annotations

from dataclasses import replace

from hecht.neighbourhood import Neighbourhood, Promise, PromiseKind, PromiseStatus, ReturnWish
from hecht.rounds.evening import Evening
from hecht.rounds.round import RoundError
from hecht.rounds.settling import with_settled


def with_choices(neighbourhood: Neighbourhood, evening: Evening) -> tuple[Neighbourhood, list[str]]:
    """Return the neighbourhood with the choices as accepted promises, and what to look after.

    A household that chose wishes to return from now on. One that left the round keeps the wish it
    had: leaving a round gives up no right. One that stays for good in its temporary home has that
    home promised, and it is made a permanent one. Raises RoundError when somebody is not known,
    or when a home cannot become permanent.
    """
    got = {**evening.chosen, **evening.staying}
    for household, home in got.items():
        if household not in neighbourhood.household_of or home not in neighbourhood.home_of:
            raise RoundError(
                f"household {household} or home {home} is not in this neighbourhood; name the "
                "one from which the round was opened"
            )
    kept = [
        promise
        for promise in neighbourhood.promises
        if not (promise.household in got and promise.kind is PromiseKind.HOME)
        # who stays elsewhere gives up the block that it was promised
        and not (promise.household in evening.staying and promise.kind is PromiseKind.BLOCK)
    ]
    new = [
        Promise(household, PromiseKind.HOME, PromiseStatus.ACCEPTED, home)
        for household, home in got.items()
    ]
    households = tuple(
        replace(one, wish=ReturnWish.RETURN) if one.id in got else one
        for one in neighbourhood.households
    )
    notes = [
        f"household {name} stays in {evening.staying[name]}, which is a permanent home now: agree "
        "on its rent and contract"
        if name in evening.staying
        else f"household {name} left the round: {why}"
        for name, why in evening.away.items()
    ]
    waiting = [name for turn in evening.coming() for name in turn.households]
    notes += [f"household {name} has not chosen yet" for name in waiting if evening.waiting(name)]
    settled = with_settled(neighbourhood, evening.staying)
    return replace(settled, households=households, promises=(*kept, *new)), notes
