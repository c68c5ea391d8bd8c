"""Damage to what households may count on: returning and promises (rules 7 and 8)."""

from __future__ import annotations

import random
from dataclasses import replace

from hecht.neighbourhood import (
    Home,
    Household,
    Promise,
    PromiseKind,
    PromiseStatus,
    ReturnWish,
    Stay,
)
from tests.planning.damage.hurt import (
    FINAL,
    START,
    Hurt,
    Where,
    anything,
    damage,
)


def _returning(stay: Stay, home: Home, household: Household) -> bool:
    return household.wish is ReturnWish.RETURN


def _sent_away(rng: random.Random, hurt: Hurt, reason: str | None) -> Where | None:
    picked = hurt.pick(rng, FINAL, _returning)
    if picked is None:
        return None
    name = picked[0].household
    for stay in hurt.itinerary(name)[1:]:
        hurt.swap(stay)
    named = dict(hurt.course.reasons)
    if reason is not None:
        named[name] = reason
    hurt.course = replace(hurt.course, reasons=named)
    return {"household": name}


@damage(7)
def leave_without_reason(rng: random.Random, hurt: Hurt) -> Where | None:
    """A household that came back is sent away and nothing is said of it."""
    return _sent_away(rng, hurt, None)


@damage(7)
def leave_with_a_false_reason(rng: random.Random, hurt: Hurt) -> Where | None:
    """A household that came back is sent away as if there were no home for it."""
    return _sent_away(rng, hurt, "there is no home")


@damage(7)
def leave_an_untouched_home(rng: random.Random, hurt: Hurt) -> Where | None:
    """A household whose home is left alone is sent away."""
    picked = hurt.pick(
        rng,
        START,
        lambda stay, home, one: stay.end == hurt.horizon and _returning(stay, home, one),
    )
    if picked is None:
        return None
    name = picked[0].household
    hurt.swap(picked[0], replace(picked[0], end=hurt.horizon - 1))
    hurt.course = replace(hurt.course, reasons={**hurt.course.reasons, name: "no room"})
    return {"household": name}


@damage(7)
def reason_withheld(rng: random.Random, hurt: Hurt) -> Where | None:
    """Why a household cannot return is not told."""
    if not hurt.course.reasons:
        return None
    name = rng.choice(list(hurt.course.reasons))
    left = {one: text for one, text in hurt.course.reasons.items() if one != name}
    hurt.course = replace(hurt.course, reasons=left)
    return {"household": name}


def _promise(hurt: Hurt, household: str, kind: PromiseKind, value: str = "") -> Where:
    made = Promise(household, kind, PromiseStatus.ACCEPTED, value)
    hurt.neighbourhood = replace(hurt.neighbourhood, promises=(made,))
    return {"household": household}


@damage(8)
def promised_return_broken(rng: random.Random, hurt: Hurt) -> Where | None:
    """A household that leaves was promised to return."""
    names = [stay.household for stay in hurt.course.stays if stay.end == hurt.horizon]
    left = [one.id for one in hurt.neighbourhood.households if one.id not in names]
    return _promise(hurt, rng.choice(left), PromiseKind.RETURN) if left else None


@damage(8)
def promised_home_broken(rng: random.Random, hurt: Hurt) -> Where | None:
    """A household was promised another home than it gets."""
    name = rng.choice(hurt.neighbourhood.households).id
    last = hurt.itinerary(name)[-1].home
    others = [home.id for home in hurt.neighbourhood.homes if home.id != last]
    return _promise(hurt, name, PromiseKind.HOME, rng.choice(others)) if others else None


@damage(8)
def promised_block_broken(rng: random.Random, hurt: Hurt) -> Where | None:
    """A household was promised another block than it gets."""
    name = rng.choice(hurt.neighbourhood.households).id
    last = hurt.neighbourhood.home_of[hurt.itinerary(name)[-1].home].block
    others = [block.id for block in hurt.neighbourhood.blocks if block.id != last]
    return _promise(hurt, name, PromiseKind.BLOCK, rng.choice(others)) if others else None


@damage(8)
def promised_month_broken(rng: random.Random, hurt: Hurt) -> Where | None:
    """A household was promised its final home a month sooner."""
    picked = hurt.pick(rng, FINAL, anything)
    if picked is None:
        return None
    month = hurt.neighbourhood.project.start.plus(picked[0].start - 1)
    return _promise(hurt, picked[0].household, PromiseKind.BY, str(month))
