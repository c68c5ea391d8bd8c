"""From a neighbourhood to the tables of the compiled search."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from hecht.neighbourhood import Neighbourhood, Stage
from hecht.neighbourhood.distance import decimetres
from hecht.neighbourhood.suits import suits_temporarily
from hecht.planning.arrays import NO_LIMIT, Arrays, Ints, table
from hecht.planning.instance.blocks import block_tables
from hecht.planning.instance.choices import Choices
from hecht.planning.instance.homes import home_tables
from hecht.planning.instance.past_columns import past_columns
from hecht.planning.instance.people import people_tables
from hecht.planning.instance.points import thousandths
from hecht.planning.instance.positions import positions
from hecht.planning.instance.promises import Promises
from hecht.planning.instance.ties import tie_tables
from hecht.planning.past import Past
from hecht.planning.room import with_room
from hecht.planning.temporary_classes import TemporaryClasses, temporary_classes, window
from hecht.planning.unplaceable import unplaceable


@dataclass(frozen=True)
class Instance:
    """A neighbourhood and its arrays; positions in the arrays are positions in its tuples.

    `unplaceable`: households that wish to return and for which there are too few homes that suit.
    """

    neighbourhood: Neighbourhood
    arrays: Arrays
    temporary: TemporaryClasses
    unplaceable: int


def compile_instance(neighbourhood: Neighbourhood, past: Past | None = None) -> Instance:
    """Return the arrays of a neighbourhood that has no errors, from a `past` on if there is one."""
    instance = _compiled(neighbourhood, past, mobile=True)
    if instance.unplaceable == 0:
        return instance
    # while somebody must go for want of a home, nobody moves by wish and leaves one empty
    return _compiled(neighbourhood, past, mobile=False)


def _compiled(neighbourhood: Neighbourhood, past: Past | None, *, mobile: bool) -> Instance:
    n, horizon = neighbourhood, neighbourhood.project.horizon
    at = positions(n)
    # everybody is still at home in month 0
    first = min(max(1, n.first_move), horizon)
    promises = Promises(n)
    since = past_columns(n, past, first, at.home)
    homes = home_tables(n, at, past, promises, since)
    choices = Choices(n, at, past, promises, homes.destinations.tolist(), mobile=mobile)
    people = people_tables(n, at, promises, choices, homes.example)
    ties = tie_tables(n, at, homes.homes)
    blocks = block_tables(n, at, past, since)
    classes = temporary_classes(n, people.kind, homes.ready, suits_temporarily)
    begins = (people.choice_ptr, people.wish_ptr, ties.tie_ptr)
    arrays = Arrays(
        fixed=_fixed(n, past, first),
        homes=homes.homes,
        people=table(
            *people.first,
            since.leaves,
            *people.promised,
            ties.had_near,
            ties.group,
            classes.of_household,
            *(part for begin in begins for part in (begin[:-1], begin[1:])),
            people.keeps_tenancy,
            *since.columns(),
        ),
        ties=ties.ties,
        wishes=people.wishes,
        blocks=blocks.blocks,
        destinations=homes.destinations,
        near_homes=homes.near_homes,
        suit=people.suit,
        choices=people.choices,
        group_ptr=ties.group_ptr,
        group_member=ties.group_member,
        active=people.active,
        temp_below=classes.below,
        temp_member=classes.member,
        temp_supply=_supply(n, past, classes),
        pred=blocks.pred,
        movable=blocks.movable,
        year=blocks.year,
        closeness=_closeness(decimetres(n.policy.far_m)),
        bonus=np.zeros((0, 0), dtype=np.int64),
        place_close=np.zeros((0, 0), dtype=np.int64),
        room=np.zeros(horizon + 1, dtype=np.int64),
    )
    leavers = unplaceable(arrays, n)
    bought_in = [window(home, horizon) for home in n.homes if home.stage is Stage.TEMPORARY]
    windows = np.array(bought_in, dtype=np.int64).reshape(-1, 2)
    return Instance(n, with_room(arrays, n, leavers, windows), classes, leavers)


def _fixed(n: Neighbourhood, past: Past | None, first: int) -> Ints:
    """Return HORIZON to DATE (see `arrays`); `first` is the first month of any move."""
    p, budget = n.policy, n.capacity.budget_per_year
    cost = thousandths(p.points_cost)
    values = [
        n.project.horizon,
        first,
        p.temporary_months_max,
        decimetres(p.near_m) ** 2,
        decimetres(p.far_m),
        n.capacity.crews,
        NO_LIMIT if budget is None else int(budget),
        thousandths(p.points_temporary_month) + cost * round(p.temporary_month_cost) // 1000,
        thousandths(p.points_extra_move) + cost * round(p.extra_move_cost) // 1000,
        thousandths(p.points_vacant_month),
        thousandths(p.points_duration_month),
        thousandths(p.points_alone),
        thousandths(p.points_group),
        thousandths(past.points_told) if past else 0,
        past.date if past else 0,
    ]
    return np.array(values, dtype=np.int64)


def _supply(n: Neighbourhood, past: Past | None, classes: TemporaryClasses) -> Ints:
    """Return the free temporary homes per set and month; the past is nobody's concern."""
    supply = classes.supply.copy()
    if past is not None:
        supply[:, : past.date] += len(n.households)
    return supply


def _closeness(far: int) -> Ints:
    """Return the closeness in thousandths at each whole decimetre below `far`."""
    distance = np.arange(far, dtype=np.int64)
    return np.asarray(1000 - distance * 1000 // far, dtype=np.int64)
