"""Damage to the form of a plan (rule 0)."""

from __future__ import annotations

import random
from dataclasses import replace

from tests.planning.damage.hurt import (
    FINAL,
    START,
    TEMPORARY,
    Hurt,
    Where,
    damage,
)


@damage(0)
def wrong_horizon(rng: random.Random, hurt: Hurt) -> Where | None:
    """The plan counts other months than the project."""
    hurt.course = replace(hurt.course, horizon=hurt.horizon + rng.choice((-1, 1)))
    return {}


@damage(0)
def unknown_block(rng: random.Random, hurt: Hurt) -> Where | None:
    """Works start on a block that is not there."""
    hurt.start("nowhere", 3)
    return {"block": "nowhere"}


@damage(0)
def missing_start(rng: random.Random, hurt: Hurt) -> Where | None:
    """A block has no start."""
    block = rng.choice(list(hurt.course.starts))
    left = {name: month for name, month in hurt.course.starts.items() if name != block}
    hurt.course = replace(hurt.course, starts=left)
    return {"block": block}


@damage(0)
def unknown_home(rng: random.Random, hurt: Hurt) -> Where | None:
    """A stay is in a home that is not there."""
    stay = rng.choice(hurt.course.stays)
    hurt.swap(stay, replace(stay, home="nowhere"))
    return {"household": stay.household, "home": "nowhere"}


@damage(0)
def unknown_household(rng: random.Random, hurt: Hurt) -> Where | None:
    """A stay is of a household that is not there."""
    stay = rng.choice(hurt.course.stays)
    hurt.swap(stay, replace(stay, household="nobody"))
    return {"household": "nobody"}


@damage(0)
def stay_of_no_months(rng: random.Random, hurt: Hurt) -> Where | None:
    """A stay ends when it starts."""
    stay = rng.choice(hurt.course.stays)
    hurt.swap(stay, replace(stay, end=stay.start))
    return {"household": stay.household}


@damage(0)
def stay_beyond_the_end(rng: random.Random, hurt: Hurt) -> Where | None:
    """A stay goes on after the last month."""
    stay = rng.choice([stay for stay in hurt.course.stays if stay.end == hurt.horizon] or [None])
    if stay is None:
        return None
    hurt.swap(stay, replace(stay, end=stay.end + 2))
    return {"household": stay.household}


@damage(0)
def start_elsewhere(rng: random.Random, hurt: Hurt) -> Where | None:
    """An itinerary begins in another home than the household's own."""
    if len(hurt.neighbourhood.homes) < 2:
        return None
    stay = rng.choice([stay for stay in hurt.course.stays if stay.kind is START])
    others = [home.id for home in hurt.neighbourhood.homes if home.id != stay.home]
    hurt.swap(stay, replace(stay, home=rng.choice(others)))
    return {"household": stay.household}


@damage(0)
def end_in_temporary(rng: random.Random, hurt: Hurt) -> Where | None:
    """A household never leaves its temporary home."""
    picked = hurt.pick(rng, FINAL, lambda stay, _, __: len(hurt.itinerary(stay.household)) > 2)
    if picked is None:
        return None
    before = hurt.itinerary(picked[0].household)[-2]
    hurt.swap(picked[0])
    hurt.swap(before, replace(before, end=hurt.horizon))
    return {"household": before.household}


@damage(0)
def final_before_temporary(rng: random.Random, hurt: Hurt) -> Where | None:
    """A household moves on from a final home."""
    picked = hurt.pick(rng, TEMPORARY, lambda stay, _, __: stay.end < hurt.horizon)
    if picked is None or len(hurt.itinerary(picked[0].household)) < 3:
        return None
    hurt.swap(picked[0], replace(picked[0], kind=FINAL))
    return {"household": picked[0].household}


@damage(0)
def move_to_the_same_home(rng: random.Random, hurt: Hurt) -> Where | None:
    """A household moves from its temporary home to that same home."""
    picked = hurt.pick(rng, TEMPORARY, lambda stay, _, __: stay.end - stay.start > 1)
    if picked is None:
        return None
    stay = picked[0]
    hurt.swap(stay, replace(stay, end=stay.end - 1), replace(stay, start=stay.end - 1))
    return {"household": stay.household, "home": stay.home}
