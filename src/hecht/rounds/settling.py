"""Staying for good in a temporary home: the home becomes a permanent one of the neighbourhood."""

from __future__ import annotations

from dataclasses import replace

from hecht.neighbourhood import Block, Home, Neighbourhood, Stage, Works
from hecht.rounds.round import RoundError

STAYING = "stay:"


def with_settled(neighbourhood: Neighbourhood, staying: dict[str, str]) -> Neighbourhood:
    """Return the neighbourhood in which the homes of `staying` (household: home) are permanent.

    One that is there from the start becomes an existing home without works. One that comes later
    becomes a new home of a block of its own, which takes no crew and no money and is finished in
    the month in which the home comes. Raises RoundError when a home is not a temporary one, or
    can be lived in up to some month only.
    """
    homes = {home.id: home for home in neighbourhood.homes}
    blocks = list(neighbourhood.blocks)
    for household, name in staying.items():
        home = homes.get(name)
        if home is None or home.stage is not Stage.TEMPORARY:
            raise RoundError(
                f"household {household} stays in {name}, which is not a temporary home of this "
                "neighbourhood; name the one from which the round was opened"
            )
        if home.available_until is not None:
            raise RoundError(
                f"household {household} stays in {name}, which can be lived in up to a certain "
                "month only; empty available_until of that home in homes.csv when it may stay, or "
                "undo the entry"
            )
        homes[name], block = _permanent(home)
        blocks += [] if block is None else [block]
    return replace(neighbourhood, homes=tuple(homes.values()), blocks=tuple(blocks))


def _permanent(home: Home) -> tuple[Home, Block | None]:
    ready = home.available_from or 0
    plain = replace(home, available_from=None)
    if not ready:
        return replace(plain, stage=Stage.EXISTING, block=None), None
    block = Block(
        id=f"{STAYING}{home.id}",
        works=Works.BUILD,
        duration=ready,
        name=home.address or home.id,
        crews=0,
        earliest=0,
        latest=ready,
    )
    return replace(plain, stage=Stage.NEW, block=block.id), block
