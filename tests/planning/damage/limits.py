"""Damage to how long, how soon, and the works (rules 4 to 6)."""

from __future__ import annotations

import random
from dataclasses import replace

from hecht.neighbourhood import (
    ReturnWish,
)
from tests.planning.damage.hurt import (
    START,
    TEMPORARY,
    Hurt,
    Where,
    anything,
    damage,
)
from tests.simple_planner import spending


@damage(4)
def stretched_temporary_stay(rng: random.Random, hurt: Hurt) -> Where | None:
    """A temporary stay lasts a month longer than allowed."""
    picked = hurt.pick(rng, TEMPORARY, anything)
    if picked is None:
        return None
    name = picked[0].household
    stays = [stay for stay in hurt.itinerary(name) if stay.kind is TEMPORARY]
    hurt.policy(temporary_months_max=sum(stay.end - stay.start for stay in stays) - 1)
    return {"household": name}


@damage(5)
def move_before_notice(rng: random.Random, hurt: Hurt) -> Where | None:
    """A household has to move a month before notice ends."""
    picked = hurt.pick(
        rng,
        START,
        lambda stay, _, one: stay.end < hurt.horizon and one.wish is not ReturnWish.ELSEWHERE,
    )
    if picked is None:
        return None
    project = replace(hurt.neighbourhood.project, announced=None)
    hurt.neighbourhood = replace(hurt.neighbourhood, project=project)
    hurt.policy(notice_months=picked[0].end + 1)
    return {"household": picked[0].household}


@damage(6)
def works_before_the_start(rng: random.Random, hurt: Hurt) -> Where | None:
    """Works start before month 0."""
    block = rng.choice(list(hurt.course.starts))
    hurt.start(block, -1)
    return {"block": block}


@damage(6)
def works_beyond_the_horizon(rng: random.Random, hurt: Hurt) -> Where | None:
    """Works are finished a month after the last one."""
    block = rng.choice(list(hurt.course.starts))
    hurt.start(block, hurt.horizon - hurt.neighbourhood.block_of[block].duration + 1)
    return {"block": block}


@damage(6)
def works_too_early(rng: random.Random, hurt: Hurt) -> Where | None:
    """Works start a month before their earliest."""
    block = rng.choice(list(hurt.course.starts))
    hurt.edit("blocks", block, earliest=hurt.course.starts[block] + 1)
    return {"block": block}


@damage(6)
def works_too_late(rng: random.Random, hurt: Hurt) -> Where | None:
    """Works are finished a month after their latest."""
    block = rng.choice(list(hurt.course.starts))
    done = hurt.course.starts[block] + hurt.neighbourhood.block_of[block].duration
    hurt.edit("blocks", block, latest=done - 1)
    return {"block": block}


@damage(6)
def broken_precedence(rng: random.Random, hurt: Hurt) -> Where | None:
    """A block has to wait for one that is finished later than it starts."""
    months = hurt.course.starts
    pairs = [(one, other) for one in months for other in months if months[one] < months[other]]
    if not pairs:
        return None
    one, other = rng.choice(pairs)
    hurt.edit("blocks", one, after=(other,))
    return {"block": one}


@damage(6)
def overloaded_crews(rng: random.Random, hurt: Hurt) -> Where | None:
    """There is one crew fewer than work in some month."""
    busy: dict[int, int] = {}
    for block, start in hurt.course.starts.items():
        for month in range(start, start + hurt.neighbourhood.block_of[block].duration):
            busy[month] = busy.get(month, 0) + hurt.neighbourhood.block_of[block].crews
    if max(busy.values()) < 1:
        return None
    capacity = replace(hurt.neighbourhood.capacity, crews=max(busy.values()) - 1)
    hurt.neighbourhood = replace(hurt.neighbourhood, capacity=capacity)
    return {"household": ""}


@damage(6)
def overspent_budget(rng: random.Random, hurt: Hurt) -> Where | None:
    """The budget of a year is a cent less than what is spent."""
    spent = spending(hurt.neighbourhood, dict(hurt.course.starts))
    if not spent or max(spent.values()) < 1:
        return None
    budget = float(max(spent.values())) - 0.01
    capacity = replace(hurt.neighbourhood.capacity, budget_per_year=budget)
    hurt.neighbourhood = replace(hurt.neighbourhood, capacity=capacity)
    return {"household": ""}
