"""Damage to who lives where: one home each, homes that exist and suit (rules 1 to 3)."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from hecht.neighbourhood import (
    Home,
    Household,
    Stage,
    Stay,
    StayKind,
    Works,
)
from tests.planning.damage.hurt import (
    DAMAGES,
    FINAL,
    START,
    TEMPORARY,
    Damage,
    Hurt,
    Where,
    anything,
    damage,
    start_of,
)
from tests.simple_planner import rooms_least


@damage(1)
def no_stays(rng: random.Random, hurt: Hurt) -> Where | None:
    """A household is forgotten."""
    name = rng.choice(hurt.neighbourhood.households).id
    kept = tuple(stay for stay in hurt.course.stays if stay.household != name)
    hurt.course = replace(hurt.course, stays=kept)
    return {"household": name}


@damage(1)
def deleted_first_stay(rng: random.Random, hurt: Hurt) -> Where | None:
    """The first stay is deleted."""
    picked = hurt.pick(rng, START, anything)
    assert picked is not None
    hurt.swap(picked[0])
    return {"household": picked[0].household}


@damage(1)
def deleted_middle_stay(rng: random.Random, hurt: Hurt) -> Where | None:
    """A temporary stay is deleted, with a gap in its place."""
    picked = hurt.pick(rng, TEMPORARY, lambda stay, _, __: stay.end < hurt.horizon)
    if picked is None or len(hurt.itinerary(picked[0].household)) < 3:
        return None
    hurt.swap(picked[0])
    return {"household": picked[0].household}


@damage(1)
def gap_month(rng: random.Random, hurt: Hurt) -> Where | None:
    """A stay ends a month before the next begins."""
    picked = hurt.pick(rng, FINAL, lambda stay, _, __: stay.end - stay.start > 1)
    if picked is None:
        return None
    hurt.swap(picked[0], replace(picked[0], start=picked[0].start + 1))
    return {"household": picked[0].household}


@damage(1)
def two_homes_at_once(rng: random.Random, hurt: Hurt) -> Where | None:
    """A stay begins a month before the one before it ends."""
    picked = hurt.pick(rng, FINAL, anything)
    if picked is None:
        return None
    hurt.swap(picked[0], replace(picked[0], start=picked[0].start - 1))
    return {"household": picked[0].household}


@damage(1)
def two_households_in_a_home(rng: random.Random, hurt: Hurt) -> Where | None:
    """A household is put in a home where another lives."""
    pairs = [
        (one, other)
        for one in hurt.course.stays
        for other in hurt.course.stays
        if one.kind is not START
        and one.household != other.household
        and max(one.start, other.start) < min(one.end, other.end)
    ]
    if not pairs:
        return None
    one, other = rng.choice(pairs)
    hurt.swap(one, replace(one, home=other.home))
    return {"home": other.home}


@damage(2)
def works_start_sooner(rng: random.Random, hurt: Hurt) -> Where | None:
    """The works start while somebody still lives there."""
    picked = hurt.pick(rng, START, lambda stay, home, _: start_of(hurt, home) == stay.end)
    if picked is None:
        return None
    hurt.start(picked[1].block or "", picked[0].end - 1)
    return {"household": picked[0].household, "home": picked[0].home}


@damage(2)
def works_finish_later(rng: random.Random, hurt: Hurt) -> Where | None:
    """The works are not finished when somebody moves in."""

    def just_ready(stay: Stay, home: Home, _: Household) -> bool:
        block = hurt.neighbourhood.block_of.get(home.block or "")
        start = hurt.course.starts.get(home.block or "")
        return block is not None and start is not None and start + block.duration == stay.start

    picked = hurt.pick(rng, FINAL, just_ready)
    if picked is None:
        return None
    block = hurt.neighbourhood.block_of[picked[1].block or ""]
    hurt.start(block.id, hurt.course.starts[block.id] + 1)
    return {"household": picked[0].household, "home": picked[0].home}


@damage(2)
def stays_through_the_works(rng: random.Random, hurt: Hurt) -> Where | None:
    """A household stays in a home that is demolished or emptied."""
    picked = hurt.pick(rng, START, lambda stay, home, _: start_of(hurt, home) == stay.end)
    if picked is None:
        return None
    for stay in hurt.itinerary(picked[0].household)[1:]:
        hurt.swap(stay)
    hurt.swap(picked[0], replace(picked[0], end=hurt.horizon))
    return {"household": picked[0].household, "home": picked[0].home}


@damage(2)
def temporary_in_a_new_home(rng: random.Random, hurt: Hurt) -> Where | None:
    """A new home serves as temporary home."""
    new = [home.id for home in hurt.neighbourhood.homes if home.stage is Stage.NEW]
    picked = hurt.pick(rng, TEMPORARY, anything)
    if picked is None or not new:
        return None
    home = rng.choice(new)
    hurt.swap(picked[0], replace(picked[0], home=home))
    return {"household": picked[0].household, "home": home}


@damage(2)
def final_in_a_temporary_home(rng: random.Random, hurt: Hurt) -> Where | None:
    """A bought-in home serves as final home."""
    homes = [home.id for home in hurt.neighbourhood.homes if home.stage is Stage.TEMPORARY]
    picked = hurt.pick(rng, FINAL, anything)
    if picked is None or not homes:
        return None
    home = rng.choice(homes)
    hurt.swap(picked[0], replace(picked[0], home=home))
    return {"household": picked[0].household, "home": home}


@damage(2)
def final_in_a_demolished_home(rng: random.Random, hurt: Hurt) -> Where | None:
    """The final home is one that has been demolished."""

    def gone(home: Home) -> bool:
        block = hurt.neighbourhood.block_of.get(home.block or "")
        return home.stage is Stage.EXISTING and block is not None and block.works is Works.REBUILD

    homes = [home.id for home in hurt.neighbourhood.homes if gone(home)]
    picked = hurt.pick(rng, FINAL, anything)
    if picked is None or not homes:
        return None
    home = rng.choice(homes)
    hurt.swap(picked[0], replace(picked[0], home=home))
    return {"household": picked[0].household, "home": home}


@damage(2)
def temporary_home_not_yet_there(rng: random.Random, hurt: Hurt) -> Where | None:
    """A bought-in home comes a month after it is first lived in."""
    picked = hurt.pick(rng, TEMPORARY, lambda _, home, __: home.stage is Stage.TEMPORARY)
    if picked is None:
        return None
    hurt.edit("homes", picked[1].id, available_from=picked[0].start + 1)
    return {"household": picked[0].household, "home": picked[1].id}


@damage(2)
def temporary_home_already_gone(rng: random.Random, hurt: Hurt) -> Where | None:
    """A bought-in home goes a month before it is left."""
    picked = hurt.pick(rng, TEMPORARY, lambda _, home, __: home.stage is Stage.TEMPORARY)
    if picked is None:
        return None
    hurt.edit("homes", picked[1].id, available_until=picked[0].end - 1)
    return {"household": picked[0].household, "home": picked[1].id}


def _unfit(kind: StayKind, test: Callable[[Home, Household], bool], **change: Any) -> Damage:
    """Return a damage that changes what a household needs; values may be functions of the home."""

    def apply(rng: random.Random, hurt: Hurt) -> Where | None:
        picked = hurt.pick(rng, kind, lambda _, home, household: test(home, household))
        if picked is None:
            return None
        stay, home, household = picked
        fields = {name: value(home) if callable(value) else value for name, value in change.items()}
        hurt.edit("households", household.id, **fields)
        return {"household": household.id, "home": stay.home}

    return apply


def _stairs(home: Home, _: Household) -> bool:
    return home.floor > 0 and not home.lift and not home.accessible


def _yes(home: Home, household: Household) -> bool:
    return True


for _kind in (TEMPORARY, FINAL):
    for _name, _test, _change in (
        ("steps", _stairs, {"step_free": True}),
        ("not_adapted", lambda home, _: not home.accessible, {"accessible": True}),
        ("too_high", lambda home, _: home.floor > 0, {"floor_max": lambda home: home.floor - 1}),
    ):
        DAMAGES[f"{_kind.value}_{_name}"] = (3, _unfit(_kind, _test, **_change))
DAMAGES["final_too_few_rooms"] = (
    3,
    _unfit(FINAL, _yes, rooms_min=lambda home: home.rooms + 1, rooms_max=None),
)
DAMAGES["final_too_many_rooms"] = (
    3,
    _unfit(FINAL, _yes, rooms_min=1, rooms_max=lambda home: home.rooms - 1),
)
DAMAGES["final_too_dear"] = (
    3,
    _unfit(
        FINAL,
        lambda home, _: home.rent is not None,
        rent_max=lambda home: (home.rent if home.rent_after is None else home.rent_after) - 0.01,
    ),
)


@damage(3)
def temporary_too_few_rooms(rng: random.Random, hurt: Hurt) -> Where | None:
    """A temporary home has fewer rooms than even the looser norm allows."""
    picked = hurt.pick(rng, TEMPORARY, anything)
    if picked is None:
        return None
    _, home, household = picked
    slack = hurt.neighbourhood.policy.temporary_rooms_slack
    hurt.edit("households", household.id, rooms_min=home.rooms + slack + 1)
    assert rooms_least(household) - slack <= home.rooms
    return {"household": household.id, "home": home.id}
