"""The response so far: how many answered, and who has not been reached."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from hecht.neighbourhood import Neighbourhood
from hecht.outcomes.disclosure import Audience, Breakdown, protect
from hecht.outcomes.returning import Share
from hecht.residents.intake_log import CONTACT, Entry

NO_BLOCK = "-"
"""The cell of households whose home belongs to no block."""


@dataclass(frozen=True)
class Response:
    """Who answered and who was reached.

    `answered` and `reached` are households of each block, out of all there. Reached are those
    who answered, refused, or asked for another day. `waiting` are the ids of households that were
    not reached, with the number of times that someone tried: for the counsellor only.
    """

    answered: Mapping[str, Share]
    reached: Mapping[str, Share]
    waiting: Mapping[str, int]

    def shown(self, audience: Audience) -> tuple[Breakdown, Breakdown]:
        """Return what of `answered` and of `reached` this audience may see (C7).

        A block hidden in one is hidden in both. Hiding more blocks than `protect` does keeps what
        it promises: those hidden are together never fewer, and never none or all.
        """
        answered = protect(self.answered, audience.threshold)
        reached = protect(self.reached, audience.threshold)
        hidden = {*answered.hidden, *reached.hidden}
        return _without(answered, hidden), _without(reached, hidden)


def response(neighbourhood: Neighbourhood, log: Sequence[Entry]) -> Response:
    """Return the response of every block, in the order of the blocks."""
    answered = {entry.household for entry in log if entry.question != CONTACT}
    met = answered | {e.household for e in log if e.question == CONTACT and e.value != "not_home"}
    block = {
        one.id: neighbourhood.home_of[one.home].block or NO_BLOCK
        for one in neighbourhood.households
    }
    cells = [*(one.id for one in neighbourhood.blocks), NO_BLOCK]
    tried = [e.household for e in log if e.question == CONTACT and e.value == "not_home"]
    return Response(
        _shares(cells, block, answered),
        _shares(cells, block, met),
        {one: tried.count(one) for one in block if one not in met},
    )


def _without(shown: Breakdown, hidden: set[str]) -> Breakdown:
    cells = {name: None if name in hidden else share for name, share in shown.cells.items()}
    return Breakdown(shown.total, cells)


def _shares(cells: Iterable[str], block: Mapping[str, str], some: set[str]) -> dict[str, Share]:
    counted = {
        cell: Share(
            sum(own == cell and household in some for household, own in block.items()),
            sum(own == cell for own in block.values()),
        )
        for cell in cells
    }
    return {cell: share for cell, share in counted.items() if share.whole}
