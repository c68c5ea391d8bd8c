"""What can happen after a plan was made: one small record for each kind of event.

Months count from the project's start. Each event carries a `note`, the user's own words. `words`
gives an event as a phrase, "the works on block A take 3 months longer", for reasons in reports.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any, ClassVar

from hecht.neighbourhood import Home, Promise, ReturnWish, TieKind, WishKind


class EventError(ValueError):
    """An event that cannot be: `event` names which one (from 1), the text why and what to do."""

    def __init__(self, text: str, event: int = 0) -> None:
        """Keep the number of the event, 0 when it is not known."""
        super().__init__(text)
        self.event = event


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened; one of the classes below.

    `phrase` is the event in words, with its fields as {0.field}.
    """

    phrase: ClassVar[str]

    @property
    def household(self) -> str:
        """The household it happened to, "" when it is none in particular."""
        return ""

    @property
    def block(self) -> str:
        """The block it happened to, "" when it is none in particular."""
        return ""

    @property
    def words(self) -> str:
        """The event as a phrase in English."""
        return self.phrase.format(self)


@dataclass(frozen=True, slots=True)
class _OfBlock(Event):
    name: str

    @property
    def block(self) -> str:
        """The block."""
        return self.name


@dataclass(frozen=True, slots=True)
class _OfHousehold(Event):
    name: str

    @property
    def household(self) -> str:
        """The household."""
        return self.name


@dataclass(frozen=True, slots=True)
class WorksDelayed(_OfBlock):
    """The works on a block take `months` longer than planned (negative: shorter)."""

    months: int
    note: str = ""

    @property
    def words(self) -> str:
        """The event as a phrase."""
        how = "longer" if self.months >= 0 else "less"
        return f"the works on block {self.name} take {_months(abs(self.months))} {how}"


@dataclass(frozen=True, slots=True)
class WorksDuration(_OfBlock):
    """The works on a block take `months` in all."""

    months: int
    note: str = ""

    @property
    def words(self) -> str:
        """The event as a phrase."""
        return f"the works on block {self.name} take {_months(self.months)} in all"


@dataclass(frozen=True, slots=True)
class WorksStartDelayed(_OfBlock):
    """The works on a block cannot start before a month."""

    earliest: int
    phrase: ClassVar[str] = "the works on block {0.name} start later"
    note: str = ""


@dataclass(frozen=True, slots=True)
class MindChanged(_OfHousehold):
    """A household changed its mind about returning; `leaves` is the month in which it goes."""

    wish: ReturnWish
    leaves: int | None = None
    note: str = ""

    @property
    def words(self) -> str:
        """The event as a phrase."""
        what = {
            ReturnWish.RETURN: "wishes to return after all",
            ReturnWish.ELSEWHERE: "wishes to live elsewhere after all",
            ReturnWish.UNDECIDED: "no longer knows whether it returns",
        }[self.wish]
        return f"household {self.name} {what}"


@dataclass(frozen=True, slots=True)
class WishMade(_OfHousehold):
    """A household has a new dearest wish; the wishes it had come after it."""

    kind: WishKind
    value: str
    note: str = ""

    @property
    def words(self) -> str:
        """The event as a phrase."""
        near = "near household" if self.kind is WishKind.HOUSEHOLD else self.kind.value
        return f"household {self.name} now wishes for {near} {self.value}"


@dataclass(frozen=True, slots=True)
class CompositionChanged(_OfHousehold):
    """A household or its needs changed; None: as it was.

    `clear` names needs that no longer hold (rooms_min, rooms_max, rent_max, floor_max).
    """

    size: int | None = None
    children: int | None = None
    rooms_min: int | None = None
    rooms_max: int | None = None
    rent_max: float | None = None
    step_free: bool | None = None
    accessible: bool | None = None
    floor_max: int | None = None
    care: bool | None = None
    clear: tuple[str, ...] = ()
    phrase: ClassVar[str] = "household {0.name} or what it needs has changed"
    note: str = ""

    def changes(self) -> dict[str, Any]:
        """Return the fields of the household that change, with their new values."""
        own = ("name", "clear", "note")
        found = {f.name: getattr(self, f.name) for f in fields(self) if f.name not in own}
        changed = {name: value for name, value in found.items() if value is not None}
        return {**changed, **dict.fromkeys(self.clear)}


@dataclass(frozen=True, slots=True)
class Birth(_OfHousehold):
    """Children were born into, or came to live in, a household."""

    children: int = 1
    phrase: ClassVar[str] = "household {0.name} has grown"
    note: str = ""


@dataclass(frozen=True, slots=True)
class Died(_OfHousehold):
    """Persons died or moved out; a household of which nobody is left gives up its home."""

    persons: int = 1
    month: int | None = None
    phrase: ClassVar[str] = "household {0.name} has become smaller"
    note: str = ""


@dataclass(frozen=True, slots=True)
class Dissolved(_OfHousehold):
    """A household is no more, and its home is given up in `month` (None: the date)."""

    month: int | None = None
    phrase: ClassVar[str] = "household {0.name} is no more"
    note: str = ""


@dataclass(frozen=True, slots=True)
class NewTie(_OfHousehold):
    """Two households want to stay near each other; replaces a tie they had."""

    other: str
    kind: TieKind = TieKind.NEIGHBOURS
    weight: float = 1.0
    phrase: ClassVar[str] = "households {0.name} and {0.other} have a new tie"
    note: str = ""


@dataclass(frozen=True, slots=True)
class HomeLost(Event):
    """A home can no longer be lived in from `month` on (None: the date), or will not be built."""

    home: str
    month: int | None = None
    phrase: ClassVar[str] = "home {0.home} is lost"
    note: str = ""


@dataclass(frozen=True, slots=True)
class NewTemporaryHome(Event):
    """A temporary home has been found; its `available_from` None means from the date."""

    home: Home
    phrase: ClassVar[str] = "there is a new temporary home {0.home.id}"
    note: str = ""


@dataclass(frozen=True, slots=True)
class BudgetChanged(Event):
    """The works may cost this much a calendar year from now on, in euros (None: no limit)."""

    budget_per_year: float | None
    phrase: ClassVar[str] = "the yearly budget has changed"
    note: str = ""


@dataclass(frozen=True, slots=True)
class CrewsChanged(Event):
    """So many crews can be at work in a month from now on."""

    crews: int
    phrase: ClassVar[str] = "the number of crews has changed"
    note: str = ""


@dataclass(frozen=True, slots=True)
class PromiseMade(_OfHousehold):
    """A household was promised something; the same kind of promise to it before is replaced."""

    promise: Promise
    phrase: ClassVar[str] = "household {0.name} was made a promise"
    note: str = ""


@dataclass(frozen=True, slots=True)
class TemporaryMonthsChanged(Event):
    """The longest that a household may live in temporary homes is now so many months."""

    months: int
    phrase: ClassVar[str] = "the limit on months in temporary homes has changed"
    note: str = ""


@dataclass(frozen=True, slots=True)
class HorizonChanged(Event):
    """The plan runs so many months longer."""

    months: int
    note: str = ""

    @property
    def words(self) -> str:
        """The event as a phrase."""
        return f"the plan runs {_months(self.months)} longer"


def _months(count: int) -> str:
    return f"{count} month" + ("" if count == 1 else "s")
