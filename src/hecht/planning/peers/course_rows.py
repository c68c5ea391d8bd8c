"""A course as one row of whole numbers, so that a peer can hand it over, and back."""

from __future__ import annotations

import numpy as np

from hecht.neighbourhood import Course, Neighbourhood, ReturnWish, Stay, StayKind
from hecht.planning.peers.run import Ints

_KINDS = (StayKind.START, StayKind.TEMPORARY, StayKind.FINAL)

REASON = "the peer found no home that suits in time"


def course_rows(neighbourhood: Neighbourhood, course: Course) -> Ints:
    """Return starts (-1: no works) of all blocks, then household, home, start, end, kind a stay."""
    household = {one.id: i for i, one in enumerate(neighbourhood.households)}
    home = {one.id: i for i, one in enumerate(neighbourhood.homes)}
    starts = [course.starts.get(block.id, -1) for block in neighbourhood.blocks]
    stays = [
        (household[s.household], home[s.home], s.start, s.end, _KINDS.index(s.kind))
        for s in course.stays
    ]
    return np.concatenate([np.array(starts, np.int64), np.array(stays, np.int64).ravel()])


def course_from(neighbourhood: Neighbourhood, rows: Ints) -> Course:
    """Return the course that such a row describes.

    A household that wished to return and does not gets a plain reason, as a peer gives none.
    """
    blocks = neighbourhood.blocks
    starts = {
        block.id: int(rows[i]) for i, block in enumerate(blocks) if rows[i] >= 0 and block.has_works
    }
    horizon = neighbourhood.project.horizon
    stays = tuple(
        Stay(neighbourhood.households[h].id, neighbourhood.homes[f].id, begin, end, _KINDS[kind])
        for h, f, begin, end, kind in rows[len(blocks) :].reshape(-1, 5).tolist()
    )
    inside = {s.household for s in stays if s.end == horizon and s.kind is not StayKind.TEMPORARY}
    reasons = {
        one.id: REASON
        for one in neighbourhood.households
        if one.wish is ReturnWish.RETURN and one.id not in inside
    }
    return Course(horizon, starts, stays, reasons)
