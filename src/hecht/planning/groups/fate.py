"""What becomes of a group: placed as one, or not and why."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from hecht.neighbourhood import Course, Neighbourhood
from hecht.outcomes.groups import Whole, whole_groups


class RefusalKind(StrEnum):
    """Why a group is not placed as one.

    LEAVES: a member goes elsewhere by its own wish. HOMES: no homes near each other suit all
    members (proven). MONTHS: such homes exist, but under no calendar can all members go there in
    the same months (proven). PRICE: it can be done, and costs more than the policy gives for it.
    TEMPORARY: their temporary homes do not lie near each other. NOT_FOUND: the search found no
    way, and that there is none was not proven. NOT_TRIED: the plan was made without an attempt.
    """

    LEAVES = "leaves"
    HOMES = "homes"
    MONTHS = "months"
    PRICE = "price"
    TEMPORARY = "temporary"
    NOT_FOUND = "not_found"
    NOT_TRIED = "not_tried"


_TIES = ("kept tie", "kept ties")

PROVEN = (RefusalKind.LEAVES, RefusalKind.HOMES, RefusalKind.MONTHS)
"""The reasons that hold for every plan of this neighbourhood."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a group is not placed as one; `kind` decides which fields mean something.

    `household` is the member that stands in the way (LEAVES). `price`: thousandths of a point
    that the best way found would cost, `ties` the kept ties of others that it would cost and
    `moves` how many more moves it would take (PRICE); both may be below zero.
    """

    kind: RefusalKind
    household: str = ""
    price: int | None = None
    ties: int | None = None
    moves: int | None = None

    @property
    def proven(self) -> bool:
        """Whether it holds for every plan of this neighbourhood."""
        return self.kind in PROVEN

    def text(self) -> str:
        """Return the reason in English, as one clause."""
        match self.kind:
            case RefusalKind.LEAVES:
                return f"household {self.household} goes elsewhere, as it wished"
            case RefusalKind.HOMES:
                return "there are no homes near each other that suit every member (proven)"
            case RefusalKind.MONTHS:
                return (
                    "under no calendar can all members go in the same months to homes near each "
                    "other that suit them (proven)"
                )
            case RefusalKind.PRICE:
                return (
                    f"the best way found would cost {(self.price or 0) / 1000:,.0f} points, more "
                    f"than the policy gives for a group: {_counted(-(self.ties or 0), *_TIES)} of "
                    f"others, {_counted(self.moves, 'move', 'moves')}"
                )
            case RefusalKind.TEMPORARY:
                return "no temporary homes near each other were found for all members"
            case RefusalKind.NOT_FOUND:
                return "no way was found; that there is none is not proven"
            case _:
                return "this plan was made without trying to place groups as one"


def _counted(number: int | None, one: str, many: str) -> str:
    """Return so many more or fewer of something."""
    if not number:
        return f"as many {many}"
    return f"{abs(number)} {'more' if number > 0 else 'fewer'} {one if abs(number) == 1 else many}"


@dataclass(frozen=True, slots=True)
class GroupFate:
    """What becomes of one group.

    `facts` is counted from the course. `refusal` says why it is not placed as one, None when it
    is. `price`: thousandths of a point that placing it cost the rest of the plan at most, when
    it was placed after the main search; None when the search placed it by itself.
    """

    group: str
    facts: Whole
    refusal: Refusal | None = None
    price: int | None = None

    @property
    def as_one(self) -> bool:
        """Whether the group is placed as one."""
        return self.facts.as_one


def fates_of(
    neighbourhood: Neighbourhood,
    course: Course,
    refusals: Mapping[str, Refusal | None] | None = None,
    prices: Mapping[str, int] | None = None,
) -> dict[str, GroupFate]:
    """Return the fate of each group by id, in the neighbourhood's order.

    The facts come from the course. A group that is not placed as one has the reason in
    `refusals`; without one it was placed but for its temporary homes, or was never tried.
    """
    refusals, result = refusals or {}, {}
    for name, facts in whole_groups(neighbourhood, course).items():
        refusal = None
        if not facts.as_one:
            refusal = refusals.get(name)
            if refusal is None:
                placed = facts.near_at_end and facts.same_months
                refusal = Refusal(RefusalKind.TEMPORARY if placed else RefusalKind.NOT_TRIED)
        price = (prices or {}).get(name)
        result[name] = GroupFate(name, facts, refusal, price if facts.as_one else None)
    return result
