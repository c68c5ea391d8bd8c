"""Households: the people of one tenancy, with their needs, wishes, groups and promises."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from hecht.neighbourhood.months import Month


class ReturnWish(StrEnum):
    """What a household wants in the end."""

    RETURN = "return"
    ELSEWHERE = "elsewhere"
    UNDECIDED = "undecided"


class IncomeClass(StrEnum):
    """A household's income beside the limits of social letting: under, up to mid-rent, above."""

    LOW = "low"
    MIDDLE = "middle"
    HIGH = "high"


class AgeClass(StrEnum):
    """The age of a household's oldest person."""

    UNDER_30 = "under_30"
    FROM_30 = "30_54"
    FROM_55 = "55_74"
    FROM_75 = "75_plus"


class WishKind(StrEnum):
    """What a wish is about; `HOUSEHOLD` means near that household."""

    HOME = "home"
    BLOCK = "block"
    STREET = "street"
    TYPE = "type"
    HOUSEHOLD = "household"


@dataclass(frozen=True, slots=True)
class Wish:
    """One ranked wish; rank 1 is the dearest."""

    household: str
    rank: int
    kind: WishKind
    value: str


@dataclass(frozen=True, slots=True)
class Group:
    """Two to six households that asked to be placed together."""

    id: str
    households: tuple[str, ...]


class PromiseStatus(StrEnum):
    """How firm a promise is; only an accepted one binds the plan."""

    INFORMED = "informed"
    OFFERED = "offered"
    ACCEPTED = "accepted"


class PromiseKind(StrEnum):
    """What was promised: to return, a home, a block, or to be in the final home by a month."""

    RETURN = "return"
    HOME = "home"
    BLOCK = "block"
    BY = "by"


@dataclass(frozen=True, slots=True)
class Promise:
    """What a household has been told and can hold the landlord to.

    `value` is the home, the block, or (for `by`) the month written as "2027-05".
    """

    household: str
    kind: PromiseKind
    status: PromiseStatus
    value: str = ""


@dataclass(frozen=True, slots=True)
class Household:
    """The people of one tenancy.

    `size` counts persons, `children` those under 18. `rooms_min` None means the policy's norm
    for the size; `rooms_max` None means no upper bound. `rent_max` is euros a month. `step_free`
    means no stairs to the front door, `accessible` an adapted home; needs are outcomes, never a
    diagnosis. `care` marks a care indication (priority in the usual order of choice). `leaves` is
    the month (from the project's start) in which a household that goes elsewhere is expected to
    go; None: when the works on its block start. `income` and `age` are classes, so that no more
    is kept than a plan needs. `label` is a personal name: it is shown only on
    the household's own page.
    """

    id: str
    home: str
    size: int
    wish: ReturnWish = ReturnWish.RETURN
    label: str = ""
    children: int | None = None
    rooms_min: int | None = None
    rooms_max: int | None = None
    rent_max: float | None = None
    step_free: bool = False
    accessible: bool = False
    floor_max: int | None = None
    care: bool = False
    tenancy_start: Month | None = None
    leaves: int | None = None
    income: IncomeClass | None = None
    age: AgeClass | None = None
