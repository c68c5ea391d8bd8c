"""The table of events: what has happened since a plan was made, a row each."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from hecht.exchange.records import Records, read_records
from hecht.exchange.schema import event_schema
from hecht.exchange.tables import RawTable, read_csv
from hecht.exchange.values import parse_month
from hecht.neighbourhood import (
    Home,
    Month,
    Neighbourhood,
    Promise,
    PromiseKind,
    PromiseStatus,
    ReturnWish,
    Stage,
    TieKind,
    WishKind,
)
from hecht.neighbourhood.problem import Problem
from hecht.planning.replan.events import (
    Birth,
    BudgetChanged,
    CompositionChanged,
    CrewsChanged,
    Died,
    Dissolved,
    Event,
    HomeLost,
    HorizonChanged,
    MindChanged,
    NewTemporaryHome,
    NewTie,
    PromiseMade,
    TemporaryMonthsChanged,
    WishMade,
    WorksDelayed,
    WorksDuration,
    WorksStartDelayed,
)

COLUMNS_BY_KIND: dict[str, tuple[str, str]] = {
    "works_delayed": ("block, value", "The works take `value` months longer (-1: one less)."),
    "works_duration": ("block, value", "The works take `value` months in all."),
    "works_start": ("block, date", "The works cannot start before `date`."),
    "wish": (
        "household, value",
        "`value` is return, elsewhere or undecided; who goes elsewhere leaves in `date`, or when "
        "the works on its block start.",
    ),
    "wish_home": ("household, home", "Its dearest wish is now this home."),
    "wish_block": ("household, block", "Its dearest wish is now this block."),
    "wish_household": (
        "household, value",
        "Its dearest wish is now to live near household `value`.",
    ),
    "composition": (
        "household, value",
        "What changes, for example `size=3 rent_max=650 step_free=yes`; `none` for a limit that "
        "no longer holds. Names as in households.csv.",
    ),
    "birth": ("household, value", "`value` children more (empty: 1)."),
    "death": (
        "household, value",
        "`value` persons fewer (empty: 1). Of the last one, the home is given up in `date`.",
    ),
    "dissolved": ("household", "The household is no more; its home is given up in `date`."),
    "tie": (
        "household, value",
        "A tie with another household: its id, then its kind and weight, for example `H12 care 2`.",
    ),
    "home_lost": (
        "home",
        "The home cannot be lived in from `date` on; a new home will not be built.",
    ),
    "temporary_home": (
        "home, value",
        "A temporary home is found, with a new id, from `date` on; `value` gives at least the "
        "rooms, for example `rooms=4 x=133412 y=397215 floor=0 until=2029-01`.",
    ),
    "budget": ("value", "The works may cost `value` euro a calendar year; `none`: no limit."),
    "crews": ("value", "`value` crews can be at work in a month."),
    "promise": (
        "household, home, block or value",
        "Promised and accepted: the home, the block, or in `value` either `return` or a month, "
        "`by 2027-05`.",
    ),
    "temporary_months": ("value", "The most months in temporary homes is `value`."),
    "horizon": ("value", "The plan runs `value` months longer."),
}
"""For each kind of event: the columns it needs, and what they say."""

_YES = {"yes": True, "ja": True, "true": True, "no": False, "nee": False, "false": False}
_LIMITS = ("rooms_min", "rooms_max", "rent_max", "floor_max")


class EventsError(ValueError):
    """A table of events that cannot be read; `problems` name file, row and what to do."""

    def __init__(self, found: list[Problem]) -> None:
        """Tell all problems in the message."""
        self.problems = found
        super().__init__("\n".join(_line(problem) for problem in found))


class _Cell(ValueError):
    """What is wrong with a cell, and the column it is in."""

    def __init__(self, column: str, text: str) -> None:
        self.column = column
        super().__init__(text)


def read_events(path: str | Path, neighbourhood: Neighbourhood) -> list[Event]:
    """Read a table of events for a neighbourhood, in the order of its rows.

    Raises EventsError with every row that cannot be read, FileNotFoundError when there is none.
    """
    file = Path(path)
    if not file.is_file():
        raise FileNotFoundError(2, "there is no such table of events", str(file))
    raw, found = read_csv(file, "events")
    events: list[Event] = []
    if raw is not None:
        records = read_records(raw, event_schema(), neighbourhood.project.start, found)
        events = _events(records, raw, neighbourhood, found)
    wrong = [problem for problem in found if problem.severity == "error"]
    if wrong:
        raise EventsError(wrong)
    return events


def _events(records: Records, raw: RawTable, n: Neighbourhood, found: list[Problem]) -> list[Event]:
    events = []
    for position, record in enumerate(records.values):
        if (position, "kind") in records.bad or (position, "date") in records.bad:
            continue
        try:
            row = _Row(record, n)
            event = _READERS[record["kind"]](row)
            events.append(replace(event, note=record.get("note", "")))  # type: ignore[call-arg]
        except _Cell as error:
            found.append(
                Problem(
                    "events", "event", str(error), "", column=error.column,
                    row=records.rows[position], file=raw.file,
                )
            )  # fmt: skip
    return events


def _line(problem: Problem) -> str:
    place = problem.file + (f", row {problem.row}" if problem.row is not None else "")
    place += f", {problem.column}" if problem.column else ""
    return f"{place}: {problem.text}" + (f"; {problem.fix}" if problem.fix else "")


class _Row:
    """One row, cell by cell, with complaints about what is missing or wrong."""

    def __init__(self, record: Mapping[str, Any], n: Neighbourhood) -> None:
        self.record, self.n = record, n
        self.kind: str = record["kind"]

    def text(self, column: str) -> str:
        """Return a cell that must be filled in."""
        value = str(self.record.get(column, "")).strip()
        if not value:
            needed, _ = COLUMNS_BY_KIND[self.kind]
            raise _Cell(column, f"{self.kind} needs {needed}; fill in {column}")
        return value

    def known(self, column: str) -> str:
        """Return a cell that names a block, home or household of the neighbourhood."""
        value = self.text(column)
        ids: dict[str, Iterable[str]] = {
            "block": self.n.block_of,
            "home": self.n.home_of,
            "household": self.n.household_of,
            "value": self.n.household_of,
        }
        if value not in ids[column]:
            what = "household" if column == "value" else column
            raise _Cell(column, f"there is no {what} {value!r} in {self.n.project.name}")
        return value

    @property
    def month(self) -> int | None:
        """The date in months from the project's start, None when it is empty."""
        return self.record.get("date")

    def whole(self, least: int = 0, otherwise: int | None = None) -> int:
        """Return the value as a whole number."""
        text = str(self.record.get("value", "")).strip()
        if not text and otherwise is not None:
            return otherwise
        text = self.text("value")
        if not re.fullmatch(r"[+-]?\d+", text) or int(text) < least:
            raise _Cell("value", f"{text!r} is not a whole number of at least {least}")
        return int(text)

    def pairs(self) -> dict[str, str]:
        """Return the value as names with their values: "size=3 children=1"."""
        found = {}
        for part in re.split(r"[\s;]+", self.text("value")):
            name, sign, value = part.partition("=")
            if not sign or not value:
                raise _Cell("value", f"{part!r} should be a name, = and a value, such as size=3")
            found[name.strip().lower()] = value.strip()
        return found


def _choice(row: _Row, text: str, kind: type[Any]) -> Any:
    try:
        return kind(text.lower())
    except ValueError:
        allowed = ", ".join(one.value for one in kind)
        raise _Cell("value", f"{text!r} is none of {allowed}") from None


def _number(text: str, kind: type[Any], name: str) -> Any:
    try:
        return kind(text.replace(",", "."))
    except ValueError:
        raise _Cell("value", f"{name} is {text!r}, which is no number") from None


def _works_start(row: _Row) -> Event:
    block = row.known("block")
    if row.month is None:
        raise _Cell("date", "works_start needs block, date; fill in date")
    return WorksStartDelayed(block, row.month)


def _composition(row: _Row) -> Event:
    fields: dict[str, Any] = {}
    clear = []
    for name, text in row.pairs().items():
        if name not in _PARTS:
            raise _Cell("value", f"{name!r} is none of {', '.join(_PARTS)}")
        if text.lower() in ("none", "geen") and name in _LIMITS:
            clear.append(name)
        else:
            fields[name] = _PARTS[name](text, name)
    return CompositionChanged(row.known("household"), **fields, clear=tuple(clear))


def _yes(text: str, name: str) -> bool:
    if text.lower() not in _YES:
        raise _Cell("value", f"{name} is {text!r}; write yes or no")
    return _YES[text.lower()]


_PARTS: dict[str, Callable[[str, str], Any]] = {
    **dict.fromkeys(
        ("size", "children", "rooms_min", "rooms_max", "floor_max"),
        lambda text, name: _number(text, int, name),
    ),
    "rent_max": lambda text, name: _number(text, float, name),
    **dict.fromkeys(("step_free", "accessible", "care"), _yes),
}
"""What may change in a household, each with how it is read."""


def _tie(row: _Row) -> Event:
    parts = row.text("value").split()
    if parts[0] not in row.n.household_of:
        raise _Cell("value", f"there is no household {parts[0]!r} in {row.n.project.name}")
    kind = _choice(row, parts[1], TieKind) if len(parts) > 1 else TieKind.NEIGHBOURS
    weight = _number(parts[2], float, "the weight") if len(parts) > 2 else 1.0
    if len(parts) > 3 or weight <= 0:
        raise _Cell("value", "write the other household, the kind and a weight above 0")
    return NewTie(row.known("household"), parts[0], kind, weight)


def _temporary_home(row: _Row) -> Event:
    given = row.pairs()
    allowed = ("rooms", "x", "y", "floor", "lift", "accessible", "until")
    unknown = [name for name in given if name not in allowed]
    if unknown:
        raise _Cell("value", f"{unknown[0]!r} is none of {', '.join(allowed)}")
    if "rooms" not in given:
        raise _Cell("value", "say at least how many rooms, such as rooms=4")
    near = [h for h in row.n.homes if h.stage is Stage.TEMPORARY] or list(row.n.homes)
    middle = {axis: sum(getattr(h, axis) for h in near) / len(near) for axis in ("x", "y")}
    until = None
    if "until" in given:
        until = _month(given["until"]).since(row.n.project.start)
    return NewTemporaryHome(
        Home(
            id=row.text("home"),
            stage=Stage.TEMPORARY,
            x=_number(given["x"], float, "x") if "x" in given else middle["x"],
            y=_number(given["y"], float, "y") if "y" in given else middle["y"],
            rooms=_number(given["rooms"], int, "rooms"),
            floor=_number(given.get("floor", "0"), int, "floor"),
            lift=_yes(given.get("lift", "no"), "lift"),
            accessible=_yes(given.get("accessible", "no"), "accessible"),
            available_from=row.month,
            available_until=until,
        )
    )


def _month(text: str) -> Month:
    try:
        return parse_month(text)
    except ValueError:
        raise _Cell("value", f"{text!r} is no month; write it as 2027-05") from None


def _budget(row: _Row) -> Event:
    text = row.text("value")
    if text.lower() in ("none", "geen"):
        return BudgetChanged(None)
    amount = _number(text, float, "the budget")
    if amount < 0:
        raise _Cell("value", "a budget is 0 euro or more")
    return BudgetChanged(amount)


def _promise(row: _Row) -> Event:
    household = row.known("household")
    if row.record.get("home"):
        kind, value = PromiseKind.HOME, row.known("home")
    elif row.record.get("block"):
        kind, value = PromiseKind.BLOCK, row.known("block")
    else:
        text = row.text("value").split()
        if text == ["return"]:
            kind, value = PromiseKind.RETURN, ""
        elif len(text) == 2 and text[0] == "by":
            kind, value = PromiseKind.BY, str(_month(text[1]))
        else:
            raise _Cell("value", "write return, or by and a month: by 2027-05")
    return PromiseMade(household, Promise(household, kind, PromiseStatus.ACCEPTED, value))


_READERS: dict[str, Callable[[_Row], Event]] = {
    "works_delayed": lambda r: WorksDelayed(r.known("block"), r.whole(-240)),
    "works_duration": lambda r: WorksDuration(r.known("block"), r.whole(1)),
    "works_start": _works_start,
    "wish": lambda r: MindChanged(
        r.known("household"), _choice(r, r.text("value"), ReturnWish), r.month
    ),
    "wish_home": lambda r: WishMade(r.known("household"), WishKind.HOME, r.known("home")),
    "wish_block": lambda r: WishMade(r.known("household"), WishKind.BLOCK, r.known("block")),
    "wish_household": lambda r: WishMade(
        r.known("household"), WishKind.HOUSEHOLD, r.known("value")
    ),
    "composition": _composition,
    "birth": lambda r: Birth(r.known("household"), r.whole(1, 1)),
    "death": lambda r: Died(r.known("household"), r.whole(1, 1), r.month),
    "dissolved": lambda r: Dissolved(r.known("household"), r.month),
    "tie": _tie,
    "home_lost": lambda r: HomeLost(r.known("home"), r.month),
    "temporary_home": _temporary_home,
    "budget": _budget,
    "crews": lambda r: CrewsChanged(r.whole(1)),
    "promise": _promise,
    "temporary_months": lambda r: TemporaryMonthsChanged(r.whole(0)),
    "horizon": lambda r: HorizonChanged(r.whole(0)),
}
