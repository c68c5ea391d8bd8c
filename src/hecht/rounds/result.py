"""The result of a round: every choice an accepted promise, around which the engine plans."""

from __future__ import annotations

from dataclasses import replace

from hecht.neighbourhood import Neighbourhood, Promise, PromiseKind, PromiseStatus, ReturnWish
from hecht.rounds.evening import Evening
from hecht.rounds.round import RoundError


def with_choices(neighbourhood: Neighbourhood, evening: Evening) -> tuple[Neighbourhood, list[str]]:
    """Return the neighbourhood with the choices as accepted promises, and what to look after.

    A household that chose wishes to return from now on. One that left the round keeps the wish it
    had: leaving a round gives up no right. Who stays in a temporary home is noted: that home must
    first be made a permanent one in homes.csv. Raises RoundError when somebody is not known.
    """
    for household, home in evening.chosen.items():
        if household not in neighbourhood.household_of or home not in neighbourhood.home_of:
            raise RoundError(
                f"household {household} or home {home} is not in this neighbourhood; name the "
                "one from which the round was opened"
            )
    kept = [
        promise
        for promise in neighbourhood.promises
        if promise.household not in evening.chosen or promise.kind is not PromiseKind.HOME
    ]
    new = [
        Promise(household, PromiseKind.HOME, PromiseStatus.ACCEPTED, home)
        for household, home in evening.chosen.items()
    ]
    households = tuple(
        replace(one, wish=ReturnWish.RETURN) if one.id in evening.chosen else one
        for one in neighbourhood.households
    )
    notes = [
        f"household {name} stays in {evening.staying[name]}: make that a permanent home first"
        if name in evening.staying
        else f"household {name} left the round: {why}"
        for name, why in evening.away.items()
    ]
    waiting = [name for turn in evening.coming() for name in turn.households]
    notes += [f"household {name} has not chosen yet" for name in waiting if evening.waiting(name)]
    return replace(neighbourhood, households=households, promises=(*kept, *new)), notes
